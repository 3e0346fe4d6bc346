"""
An act that a case does not allow now → the Refusal that says what was tried, why not, and what is possible.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sopkit.errors.root import SopkitError, error, rule_of, sentence
from sopkit.wording import knows

if TYPE_CHECKING:
    from datetime import datetime

__all__ = [
    "CaseClosed", "EntryMismatch", "EntryUnreadable", "LimitReached", "MayNotCancel", "NotYourStep",
    "OtherDefinition", "OutputMissing", "ReasonMissing", "Refusal", "SameHands", "StepNotOpen", "TimeBackwards",
    "TimeNaive", "UnknownDocument", "UnknownOutcome",
]  # fmt: skip


@error
class Refusal(SopkitError):
    """The case may not do that now; what was tried, why not, and what is possible."""

    case: str
    """Id of the case."""

    @property
    def rule(self) -> str:
        """The stable code: the class name in words, `step-not-open`."""
        return rule_of(self)

    @property
    def variant(self) -> str:
        """Which of its sentences tells it; empty for the usual one."""
        return ""

    def in_(self, language: str) -> str:
        return sentence(f"refusal.{self.rule}", self.variant, self._fields(), language)


@error
class CaseClosed(Refusal):
    """The case has ended."""

    end: str
    at: datetime


@error
class StepNotOpen(Refusal):
    """The step is not open now; `open_steps` are."""

    step: str
    open_steps: tuple[str, ...]


@error
class UnknownOutcome(Refusal):
    """The step cannot be left like that; `outcomes` are possible."""

    step: str
    outcome: str
    outcomes: tuple[str, ...]


@error
class NotYourStep(Refusal):
    """The person stands for none of the actors whose step it is."""

    step: str
    by: str
    actors: tuple[str, ...]
    """Who may act."""


@error
class SameHands(Refusal):
    """Whoever did `other` last in this case may not do `step` (four eyes)."""

    step: str
    by: str
    other: str


@error
class LimitReached(Refusal):
    """The outcome has been taken as often as one case may take it; `outcomes` are still open."""

    step: str
    outcome: str
    at_most: int
    outcomes: tuple[str, ...]


@error
class ReasonMissing(Refusal):
    """The act needs a reason in words."""

    step: str | None
    """None where it is no step that needs it: `outcome` then says what was to be done."""
    outcome: str

    @property
    def variant(self) -> str:
        is_known = knows(f"refusal.{self.rule}.{self.outcome}")
        return self.outcome if is_known and (self.step is None or self.outcome == "cancelled") else ""


@error
class OutputMissing(Refusal):
    """The outcome needs a reference to each of `missing`."""

    step: str
    outcome: str
    missing: tuple[str, ...]


@error
class UnknownDocument(Refusal):
    """What was handed over is not declared in the SOP; `documents` are."""

    step: str
    document: str
    documents: tuple[str, ...]


@error
class TimeBackwards(Refusal):
    """The act is dated earlier than the entry before it."""

    at: datetime
    last: datetime


@error
class TimeNaive(Refusal):
    """The act is dated without a time zone."""

    at: datetime


@error
class MayNotCancel(Refusal):
    """The person stands for none of the actors who may cancel; an empty `actors` means nobody may."""

    by: str
    actors: tuple[str, ...]


@error
class EntryUnreadable(Refusal):
    """The data is no entry of a journal: `field` is wrong, or all of it, which is called `entry`."""

    field: str
    given: str

    @property
    def variant(self) -> str:
        return "whole" if self.field == "entry" else ""


@error
class EntryMismatch(Refusal):
    """The entry is not the one that this case would have written here: `field` differs, or is empty."""

    seq: int
    field: str
    expected: str
    """What it should be; empty where anything would do but nothing."""
    given: str

    @property
    def variant(self) -> str:
        return "" if self.expected else "empty"


@error
class OtherDefinition(Refusal):
    """The entry was written under another definition than the one at hand."""

    expected: str
    given: str
