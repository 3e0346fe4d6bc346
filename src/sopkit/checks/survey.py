"""
Sop → Survey: the definition as the rules see it, with what several of them need worked out once.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import attrs

from sopkit.checks.flow import Flow, Way
from sopkit.model import Actor, Document, End, Outcome, Step

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from sopkit.checks.finding import Found
    from sopkit.errors import Fact
    from sopkit.model import Sop, Text

__all__ = ["MOST", "Survey", "about", "brief"]

MOST = 8  # ids that one sentence names

_BRIEF = 60  # characters of an activity or a name within a sentence

# The keys that `about` follows: under the first stands what has an id, under the others an id.
_HOLDERS = ("actors", "documents", "steps", "outcomes", "ends", "waive")
_REFERENCES = ("actor", "alternates", "participants", "cancel", "inputs", "outputs", "next", "to", "separate_from")
_ALONG = frozenset({*_HOLDERS, *_REFERENCES, "at"})


@attrs.frozen(eq=False)
class Survey:
    """The definition under check."""

    sop: Sop
    severities: Mapping[str, str]
    """How grave each rule is, by the definition's profile."""
    rules: frozenset[str] = frozenset()
    """The rules that are installed."""
    found: tuple[tuple[str, Found], ...] = ()
    """What has been found so far, with the rule that found it: for the rules that come last."""
    crashes: Mapping[str, str] = attrs.field(factory=dict)
    """The rules that broke so far, each with the class of its error: likewise."""

    @cached_property
    def number(self) -> Mapping[str, int]:
        """The number of each step and end: steps in their order, then ends in theirs."""
        ids = [step.id for step in self.sop.steps] + [end.id for end in self.sop.ends]
        return {id: n for n, id in enumerate(ids)}

    @cached_property
    def ids(self) -> Mapping[str, None]:
        """Every id that a waiver can be about."""
        sop = self.sop
        ids = [one.id for one in sop.actors] + [one.id for one in sop.documents]
        ids += [one.id for one in sop.steps] + [one.id for one in sop.ends]
        return dict.fromkeys(ids + [one.id for step in sop.steps for one in step.outcomes])

    @cached_property
    def bit(self) -> Mapping[str, int]:
        """The bit of each document."""
        return {document.id: 1 << n for n, document in enumerate(self.sop.documents)}

    @cached_property
    def activity(self) -> Mapping[str, str]:
        """What people call each step."""
        return {step.id: brief(self.sop.label(step.id)) for step in self.sop.steps}

    @cached_property
    def name(self) -> Mapping[str, str]:
        """What people call each document."""
        return {document.id: brief(document.name) for document in self.sop.documents}

    @cached_property
    def rows(self) -> Sequence[Sequence[tuple[int, Step]]]:
        """The rows of the sheet, each as its steps with their numbers."""
        rows: list[list[tuple[int, Step]]] = []
        for n, step in enumerate(self.sop.steps):
            if step.row > len(rows):
                rows.append([])
            rows[-1].append((n, step))
        return rows

    @cached_property
    def flow(self) -> Flow:
        """The ways between steps and ends."""
        ways = [tuple(self._ways(n, step)) for n, step in enumerate(self.sop.steps)]
        return Flow([*ways, *(() for _ in self.sop.ends)])

    def _ways(self, n: int, step: Step) -> Iterator[Way]:
        if not step.outcomes:
            yield Way(n, self.number[self.sop.following(step)], None, self.bits(step.outputs))
        for outcome in step.outcomes:
            yield Way(n, self.number[outcome.to], outcome, self.bits(step.produces(outcome)))

    def bits(self, documents: Iterable[str]) -> int:
        """Return documents as bits."""
        bits = 0
        for document in documents:
            bits |= self.bit[document]
        return bits

    @property
    def reached(self) -> Iterator[tuple[int, Step]]:
        """The steps that can be reached, with their numbers, in the order of the file."""
        return ((n, step) for n, step in enumerate(self.sop.steps) if n in self.flow.reached)

    def named(self, step: Step, outcome: Outcome | None = None) -> dict[str, Fact]:
        """Return the facts `step`, `activity` and, of an outcome, `outcome`, `label`: what people call them."""
        facts: dict[str, Fact] = {"step": step.id, "activity": self.activity[step.id]}
        return facts if outcome is None else {**facts, "outcome": outcome.id, "label": brief(outcome.label)}


def brief(text: Text | str) -> str:
    """Return words for use within a sentence: on one line, not too long."""
    words = " ".join(str(text).split())
    return words if len(words) <= _BRIEF else words[: _BRIEF - 1].rpartition(" ")[0] + "…"


def about(sop: Sop, at: str) -> tuple[str, ...]:
    """
    Return the ids that something at the JSON pointer `at` concerns.

    They are those of each actor, document, step, outcome or end that the pointer passes through, and the id that
    stands where it points.

    >>> import sopkit
    >>> about(sopkit.reference(), "/steps/1/outcomes/0/to")
    ('verifikasi-berkas', 'sesuai', 'tinjau-lokasi')
    """
    value: object = sop
    ids = []
    for part in at.split("/")[1:]:
        if isinstance(value, tuple):
            value = value[int(part)]
        elif part in _ALONG:
            value = getattr(value, part)
        else:
            break
        if isinstance(value, (Actor, Document, Step, Outcome, End)):
            ids.append(value.id)
    if isinstance(value, str):
        ids.append(value)
    return tuple(ids)
