"""
Change: one thing that two definitions say differently, as a value, and the sentence for it.

Ids, values and flags are for programs; the words for people are filled in from `words/`, in either language.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, TypeAlias

import attrs

from sopkit.model import Range, Text
from sopkit.wording import knows, say
from sopkit.worktime import Duration

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Change", "Remark", "Value"]

Value: TypeAlias = Text | Duration | Range | date | str | int | tuple[Text, ...] | tuple[str, ...] | None
"""A value as the model keeps it; None for one that is not there."""

_Facts: TypeAlias = "tuple[tuple[str, str | int | Text], ...]"


def _facts(facts: Mapping[str, str | int | Text]) -> _Facts:
    return tuple(dict(facts).items())


def _said(code: str, language: str, facts: _Facts) -> str:
    return say(code, language, **{name: fact.in_(language) if isinstance(fact, Text) else fact for name, fact in facts})


@attrs.frozen(kw_only=True)
class Remark:
    """Something that the reader of a comparison should know: a warning, or the reason of a verdict."""

    code: str
    """The stable code."""
    _facts: _Facts = attrs.field(converter=_facts, default=())

    def __str__(self) -> str:
        return self.in_("en")

    def in_(self, language: str) -> str:
        """Return the sentence in `language` (id or en)."""
        return _said(f"change.remark.{self.code}", language, self._facts)


@attrs.frozen(kw_only=True)
class Change:
    """One thing that the new definition says differently."""

    kind: str
    """The stable code: `step-added`, `time-changed`, `actor-replaced` …"""
    key: str
    """The key of the language that it concerns; of what was added, removed or put in another order, its list."""
    step: str | None
    """Id of the step it lies in: in the new definition, or in the old one if it was removed. None outside the steps."""
    id: str | None
    """Id of the actor, document, end, outcome or step that it concerns; None for the SOP itself."""
    old_number: str | None
    """What the No column prints for the step in the old definition; None if it is not there."""
    new_number: str | None
    old: Value
    """What was said: the value as the model keeps it, or the id of what was removed."""
    new: Value
    bears_on_cases: bool
    """Whether a running case could notice; words, marks for print and standard times are none of its business."""
    _sentence: str
    _facts: _Facts = attrs.field(converter=_facts)

    def __str__(self) -> str:
        return self.in_("en")

    def in_(self, language: str) -> str:
        """Return what changed and where, as one sentence in `language` (id or en)."""
        where = self.where_in(language)
        return f"{where}: {self.what_in(language)}" if where else self.what_in(language)

    def where_in(self, language: str) -> str:
        """Return what people call the step; empty outside the steps."""
        return self._fact("where", language)

    def what_in(self, language: str) -> str:
        """Return what changed there."""
        told = _said(f"change.{self._sentence}", language, self._facts)
        subject = self._fact("subject", language)
        return f"{subject}: {told}" if subject else told

    def part_in(self, language: str) -> str:
        """Return the part of the paper that changed, without its values."""
        parts = (self.where_in(language), self._fact("subject", language), self._fact("part", language))
        return ", ".join(part for part in parts if part)

    def old_in(self, language: str) -> str:
        """Return what the old definition says there; a dash for nothing."""
        return self._fact("old", language)

    def new_in(self, language: str) -> str:
        """Return what the new definition says there; a dash for nothing."""
        return self._fact("new", language)

    @property
    def is_of_values(self) -> bool:
        """Whether it is told in full by what was there and what is there now."""
        return self._sentence.partition("-")[0] == "changed"

    def _fact(self, name: str, language: str) -> str:
        fact = dict(self._facts).get(name, "")
        return fact.in_(language) if isinstance(fact, Text) else str(fact)


def part(family: str, key: str, language: str) -> str:
    """Return what the paper calls this key, in `language`."""
    code = f"change.key.{family}.{key}"
    return say(code if knows(code) else f"change.key.{key}", language)
