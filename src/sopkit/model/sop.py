"""
Sop: everything one file says, and the look-ups that everybody needs.
"""

from __future__ import annotations

import json
from datetime import timedelta
from functools import cached_property
from typing import TYPE_CHECKING

import attrs

from sopkit.model.parts import (
    CANCELLED,
    DONE,
    Actor,
    Document,
    End,
    Identity,
    Object,
    Range,
    Step,
    Waiver,
)
from sopkit.model.text import Text
from sopkit.wording import LANGUAGES, say
from sopkit.worktime import Duration

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sopkit.model.text import JSON
    from sopkit.places import Places

__all__ = ["ONE_END", "WORKING_DAY", "Sop", "built_in"]


def built_in(code: str, language: str) -> Text:
    """Return words of sopkit's own in both languages, for an SOP that is written in `language`."""
    words = {known: say(code, known) for known in LANGUAGES}
    return Text(language, words if language in words else {language: words["en"], **words})


WORKING_DAY = Duration("PT7H30M")


def _one_end(language: str) -> tuple[End, ...]:
    return (End(id="end", name=built_in("end.end", language)),)


ONE_END = _one_end("id")


@attrs.frozen(kw_only=True, repr=False)
class Sop(Object):
    """A standard operating procedure: everything its file says."""

    schema: str | None = attrs.field(default=None, metadata={"key": "$schema"})
    sopkit: int = attrs.field(default=1, metadata={"always": True})
    id: str
    version: str
    title: Text
    language: str = "id"
    profile: str = "plain"
    identity: Identity | None = None
    source: Text | None = None
    actors: tuple[Actor, ...]
    documents: tuple[Document, ...]
    working_day: Duration = WORKING_DAY
    printed_total: Duration | Range | None = None
    complete_within: Duration | None = None
    elapsed_within: Duration | None = None
    steps: tuple[Step, ...]
    ends: tuple[End, ...] = ONE_END
    cancel: tuple[str, ...] = ()
    waive: tuple[Waiver, ...] = ()
    places: Places | None = attrs.field(default=None, init=False, eq=False, repr=False)
    """Where its parts stand in the file it was read from; None for one that was not read."""
    plan: object = attrs.field(default=None, init=False, eq=False, repr=False)
    """What the engine has worked out for its cases, kept here so that it is worked out once."""

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "steps", tuple(self._placed()))
        if self.ends == ONE_END:
            object.__setattr__(self, "ends", _one_end(self.language))

    def _placed(self) -> Iterator[Step]:
        place = {step.id: n for n, step in enumerate(self.steps)}
        row = 0
        for here, step in enumerate(self.steps):
            row += not (step.same_row and row)
            returns = [place.get(outcome.to, here + 1) <= here for outcome in step.outcomes]
            if step.row == row and step.number and returns == [outcome.is_return for outcome in step.outcomes]:
                yield step
                continue
            outcomes = tuple(attrs.evolve(o, is_return=r) for o, r in zip(step.outcomes, returns, strict=True))
            yield attrs.evolve(step, row=row, number=step.number or str(row), outcomes=outcomes)

    def _members(self, *, canonical: bool) -> Iterator[tuple[str, JSON]]:
        for key, value in Object._members(self, canonical=canonical):
            if key != "ends" or self.ends != _one_end(self.language) or (key in self.written and not canonical):
                yield key, value

    @property
    def has_implied_end(self) -> bool:
        """Whether its one end is the one that is meant where a file names none."""
        return self.ends == _one_end(self.language) and "ends" not in self.written

    def __getstate__(self) -> dict[str, object]:
        return {field.name: getattr(self, field.name) for field in attrs.fields(Sop) if field.name != "plan"}

    def __setstate__(self, state: Mapping[str, object]) -> None:
        for name, value in {**state, "plan": None}.items():
            object.__setattr__(self, name, value)

    def __hash__(self) -> int:
        return hash((self.id, self.version, len(self.steps)))

    def __repr__(self) -> str:
        return f"Sop({self.id!r}, version {self.version!r}, {len(self.steps)} steps)"

    def actor(self, id: str) -> Actor:
        """
        Return the actor with this id.

        Raises:
            KeyError: there is none.
        """
        return self._actors[id]

    def document(self, id: str) -> Document:
        """
        Return the document with this id.

        Raises:
            KeyError: there is none.
        """
        return self._documents[id]

    def step(self, id: str) -> Step:
        """
        Return the step with this id.

        Raises:
            KeyError: there is none.
        """
        return self._steps[id]

    def place(self, id: str) -> int | None:
        """Return where the step stands among the steps, counted from 0; None for an end."""
        return self._places.get(id)

    def label(self, id: str) -> Text:
        """
        Return what people call a step (its activity, else that of its row), an end, or `cancelled`.

        Raises:
            KeyError: there is no such step or end.
        """
        return self._labels[id]

    def following(self, step: Step) -> str:
        """Return where a step without outcomes goes: its `next`, else the following step, else the only end."""
        if step.next is not None:
            return step.next
        after = self._places[step.id] + 1
        return self.steps[after].id if after < len(self.steps) else self.ends[0].id

    def ways(self, step: Step) -> tuple[tuple[str, str], ...]:
        """Return each way out of `step` as (outcome id, where it leads); a step without outcomes has `done`."""
        if step.outcomes:
            return tuple((outcome.id, outcome.to) for outcome in step.outcomes)
        return ((DONE, self.following(step)),)

    def effort(self, time: Duration | Range | None) -> timedelta:
        """Return a working time as effort, a range at its upper bound, nothing as zero."""
        upper = time.to if isinstance(time, Range) else time
        return upper.effort(self.working_day) if upper else timedelta()

    @property
    def total_time(self) -> timedelta:
        """The sum of the standard times of all rows, ranges at their upper bound."""
        return sum((self.effort(step.standard_time) for step in self.steps), timedelta())

    @cached_property
    def digest(self) -> str:
        """SHA-256 over what the definition means for a case: printed words count, remarks of its author do not."""
        import hashlib  # noqa: PLC0415 - only cases need it, and it is slow to import

        members = dict(self._members(canonical=True))
        for key in ("$schema", "waive"):
            members.pop(key, None)
        text = json.dumps(members, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()

    @cached_property
    def _actors(self) -> dict[str, Actor]:
        return {actor.id: actor for actor in self.actors}

    @cached_property
    def _documents(self) -> dict[str, Document]:
        return {document.id: document for document in self.documents}

    @cached_property
    def _steps(self) -> dict[str, Step]:
        return {step.id: step for step in self.steps}

    @cached_property
    def _places(self) -> dict[str, int]:
        return {step.id: n for n, step in enumerate(self.steps)}

    @cached_property
    def _labels(self) -> dict[str, Text]:
        labels = {end.id: end.name for end in self.ends}
        labels[CANCELLED] = built_in("end.cancelled", self.language)
        activity = labels[CANCELLED]
        for step in self.steps:
            activity = labels[step.id] = step.activity or activity
        return labels
