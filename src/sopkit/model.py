"""
Sop, Actor, Document, Step, Outcome: what a definition says, as frozen values.

No file, no machine and no case comes in here. The field names are the keys of the language.
"""

from __future__ import annotations

import hashlib
import json
from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeAlias

import attrs

from sopkit.places import Places
from sopkit.worktime import Duration

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = [
    "Actor", "Approver", "Document", "End", "Identity", "Inferred", "Outcome",
    "Person", "Range", "Sop", "Step", "Text", "Waiver",
]  # fmt: skip

JSON: TypeAlias = Any  # str, int, float, bool, None, or lists and dicts of them

CANCELLED = "cancelled"
DONE = "done"


@attrs.frozen
class Text:
    """
    Words in one or more languages.

    >>> title = Text("id", {"id": "Izin Usaha", "en": "Business permit"})
    >>> str(title), title.in_("en")
    ('Izin Usaha', 'Business permit')
    """

    language: str
    """The SOP's own language."""
    by_language: tuple[tuple[str, str], ...] = attrs.field(converter=lambda words: tuple(dict(words).items()))
    """What is said in each language, in the author's order; the own language is among them."""
    is_plain: bool = attrs.field(default=False, eq=False, repr=False)
    """Whether the file writes it as a plain string."""

    def __str__(self) -> str:
        return self.in_(self.language)

    def in_(self, language: str) -> str:
        """Return the words in `language`, else in the SOP's own."""
        words = dict(self.by_language)
        return words.get(language) or words[self.language]

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages it is written in."""
        return tuple(language for language, _ in self.by_language)

    def to_json(self) -> JSON:
        return str(self) if self.is_plain else dict(self.by_language)


@attrs.frozen(kw_only=True)
class _Object:
    """What every object of the language may hold besides its own keys."""

    inferred: Inferred | None = None
    """What was read into the source, with the reasons."""
    extra_json: str = attrs.field(default="", repr=False)
    """The keys that begin with x-, as JSON text: kept, and meaningless to sopkit."""
    written: frozenset[str] = attrs.field(default=frozenset(), eq=False, repr=False)
    """Keys that the file writes although they say what is meant without them."""

    @property
    def extra(self) -> dict[str, JSON]:
        """The keys that begin with x-, as fresh JSON values."""
        return dict(json.loads(self.extra_json)) if self.extra_json else {}

    def to_json(self) -> dict[str, JSON]:
        """Return it as JSON values, keys in the order of the language, `x-` last."""
        return dict(self._members(canonical=False))

    def _members(self, *, canonical: bool) -> Iterator[tuple[str, JSON]]:
        for field, key, default in _layout(type(self)):
            value = getattr(self, field)
            if value != default or (key in self.written and not canonical):
                yield key, _json(value, canonical=canonical)
        if not canonical:
            if self.inferred is not None:
                yield "inferred", self.inferred.to_json()
            yield from self.extra.items()


@attrs.frozen(kw_only=True)
class Inferred:
    """What was read into the source by whoever encoded it: key of the object → reason, for sign-off."""

    reasons: tuple[tuple[str, Text], ...]
    extra_json: str = attrs.field(default="", repr=False)

    def to_json(self) -> dict[str, JSON]:
        extra = json.loads(self.extra_json) if self.extra_json else {}
        return {field: reason.to_json() for field, reason in self.reasons} | extra


@attrs.frozen(kw_only=True)
class Range(_Object):
    """Two working times, rising; the upper one counts."""

    from_: Duration = attrs.field(metadata={"key": "from"})
    to: Duration


@attrs.frozen(kw_only=True)
class Actor(_Object):
    """A position that takes part: one column of the sheet. Never a person."""

    id: str
    name: Text


@attrs.frozen(kw_only=True)
class Document(_Object):
    """Something that passes from hand to hand, or a tool."""

    id: str
    name: Text
    supplied_by: Text | None = None
    """Who brings it in from outside."""
    delivered_to: Text | None = None
    """Who receives it outside."""
    kind: str = "document"

    @property
    def is_tool(self) -> bool:
        """Whether it needs neither giver nor taker."""
        return self.kind == "tool"


@attrs.frozen(kw_only=True)
class Outcome(_Object):
    """One way a decision can end: where the case then goes."""

    id: str
    label: Text
    to: str
    outputs: tuple[str, ...] | None = None
    """What it produces instead of the step's outputs; None says nothing, an empty tuple says: nothing."""
    requires: tuple[str, ...] = ()
    at_most: int | None = None
    is_return: bool = attrs.field(default=False, eq=False, repr=False, metadata={"derived": True})
    """Whether it leads to its own step or an earlier one. The Sop says so; it is never written."""


@attrs.frozen(kw_only=True)
class Step(_Object):
    """One activity of one responsible actor."""

    id: str
    activity: Text | None = None
    """What is done. Only a step that shares its row may leave it out."""
    actor: str
    alternates: tuple[str, ...] = ()
    participants: tuple[str, ...] = ()
    same_row: bool = False
    number: str = ""
    """What the No column prints: the place of the row, or what the author put there."""
    inputs: tuple[str, ...] = ()
    outputs: tuple[str, ...] = ()
    requires: tuple[str, ...] = ()
    standard_time: Duration | Range | None = None
    complete_within: Duration | None = None
    elapsed_within: Duration | None = None
    next: str | None = None
    question: Text | None = None
    outcomes: tuple[Outcome, ...] = ()
    separate_from: tuple[str, ...] = ()
    note: Text | None = None
    row: int = attrs.field(default=0, eq=False, repr=False, metadata={"derived": True})
    """Which row of the paper it stands in, counted from 1. The Sop says so; it is never written."""

    @property
    def is_decision(self) -> bool:
        """Whether it has outcomes."""
        return bool(self.outcomes)

    @property
    def actors(self) -> tuple[str, ...]:
        """Who may act: the responsible actor first, then the alternates."""
        return (self.actor, *self.alternates)

    def produces(self, outcome: Outcome | None) -> tuple[str, ...]:
        """Return what leaving by `outcome` produces (None on a step without outcomes)."""
        if outcome is None:
            return self.outputs
        if outcome.outputs is not None:
            return outcome.outputs
        return () if outcome.is_return else self.outputs

    def _members(self, *, canonical: bool) -> Iterator[tuple[str, JSON]]:
        placed = attrs.evolve(self, number="") if self.number == str(self.row) and "number" not in self.written else self
        return _Object._members(placed, canonical=canonical)


@attrs.frozen(kw_only=True)
class End(_Object):
    """One way a case can end."""

    id: str
    name: Text


@attrs.frozen(kw_only=True)
class Approver(_Object):
    """The official who signs the cover."""

    position: Text | None = None
    name: Text | None = None
    id_number: str | None = None


@attrs.frozen(kw_only=True)
class Identity(_Object):
    """The cover block of the sheet."""

    agency: Text | None = None
    unit: Text | None = None
    number: str | None = None
    created: date | None = None
    revised: date | None = None
    effective: date | None = None
    approved_by: Approver | None = None
    legal_basis: tuple[Text, ...] = ()
    qualifications: tuple[Text, ...] = ()
    related: tuple[Text, ...] = ()
    equipment: tuple[Text, ...] = ()
    warnings: tuple[Text, ...] = ()
    records: tuple[Text, ...] = ()


@attrs.frozen(kw_only=True)
class Waiver(_Object):
    """A warning or hint that the SOP accepts, with the reason; `at` is the id it concerns, None everywhere."""

    rule: str
    at: str | None = None
    reason: Text


WORKING_DAY = Duration("PT7H30M")
ONE_END = (End(id="end", name=Text("id", {"id": "Selesai", "en": "End"})),)


@attrs.frozen(kw_only=True)
class Sop(_Object):
    """A standard operating procedure: everything its file says."""

    schema: str | None = attrs.field(default=None, metadata={"key": "$schema"})
    sopkit: int = 1
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

    def _placed(self) -> Iterator[Step]:
        place = {step.id: n for n, step in enumerate(self.steps)}
        row = 0
        for here, step in enumerate(self.steps):
            row += not (step.same_row and row)
            returns = [place.get(outcome.to, here + 1) <= here for outcome in step.outcomes]
            if returns != [outcome.is_return for outcome in step.outcomes]:
                outcomes = (attrs.evolve(o, is_return=r) for o, r in zip(step.outcomes, returns, strict=True))
                step = attrs.evolve(step, outcomes=tuple(outcomes))
            if step.row != row or not step.number:
                step = attrs.evolve(step, row=row, number=step.number or str(row))
            yield step

    def __getstate__(self) -> dict[str, object]:
        return {field.name: getattr(self, field.name) for field in attrs.fields(Sop) if field.name != "plan"}

    def __setstate__(self, state: Mapping[str, object]) -> None:
        for name, value in {**state, "plan": None}.items():
            object.__setattr__(self, name, value)

    def __hash__(self) -> int:
        return hash((self.id, self.version, len(self.steps)))

    @cached_property
    def _steps(self) -> dict[str, Step]:
        return {step.id: step for step in self.steps}

    def step(self, id: str) -> Step:  # noqa: A002 - the word of the language
        """
        Return the step with this id.

        Raises:
            KeyError: there is none.
        """
        return self._steps[id]

    def place(self, id: str) -> int | None:  # noqa: A002
        """Return where the step stands among the steps, counted from 0; None for an end."""
        return self._place.get(id)

    @cached_property
    def _place(self) -> dict[str, int]:
        return {step.id: n for n, step in enumerate(self.steps)}

    def following(self, step: Step) -> str:
        """Return where a step without outcomes goes: its `next`, else the following step, else the only end."""
        if step.next is not None:
            return step.next
        after = self._place[step.id] + 1
        return self.steps[after].id if after < len(self.steps) else self.ends[0].id

    def ways(self, step: Step) -> tuple[tuple[str, str], ...]:
        """Return each way out of `step` as (outcome id, where it leads); a step without outcomes has `done`."""
        if step.outcomes:
            return tuple((outcome.id, outcome.to) for outcome in step.outcomes)
        return ((DONE, self.following(step)),)

    def name(self, id: str) -> Text:  # noqa: A002
        """
        Return what people call the actor, document, step or end with this id; a step is called by its activity.

        A step that shares a row and has no activity of its own is called by the row's.

        Raises:
            KeyError: nothing has this id.
        """
        return self._names[id]

    @cached_property
    def _names(self) -> dict[str, Text]:
        names = {thing.id: thing.name for thing in (*self.documents, *self.actors, *self.ends)}
        activity = None
        for step in self.steps:
            activity = step.activity or activity
            if activity is not None:
                names[step.id] = activity
        return names

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
        members = dict(_Object._members(self, canonical=True))
        for key in ("$schema", "waive"):
            members.pop(key, None)
        text = json.dumps(members, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()


@attrs.frozen
class Person:
    """
    Somebody who acts: the host's own id for them, and the actors they stand for at this moment.

    >>> Person("budi", actors={"kabid"}).actors
    frozenset({'kabid'})
    """

    id: str
    actors: frozenset[str] = attrs.field(converter=frozenset, default=frozenset(), kw_only=True)

    def __attrs_post_init__(self) -> None:
        if not isinstance(self.id, str) or not self.id.strip():
            msg = f"a person needs an id, a string that is not blank; {self.id!r} is none"
            raise ValueError(msg)


def _json(value: object, *, canonical: bool) -> JSON:
    if isinstance(value, Text):
        return dict(value.by_language) if canonical else value.to_json()
    if isinstance(value, _Object):
        return dict(value._members(canonical=canonical))
    if isinstance(value, tuple):
        return [_json(item, canonical=canonical) for item in value]
    return str(value) if isinstance(value, (Duration, date)) else value


_LAYOUTS: dict[type, tuple[tuple[str, str, object], ...]] = {}


def _layout(kind: type[_Object]) -> tuple[tuple[str, str, object], ...]:
    """Return (field, key, default) of each key of its own that `kind` writes, in the order of the language."""
    if kind not in _LAYOUTS:
        _LAYOUTS[kind] = tuple(
            (field.name, field.metadata.get("key", field.name), field.default)
            for field in attrs.fields(kind)
            if field.init and not field.metadata.get("derived") and field.name not in ("inferred", "extra_json", "written")
        )
    return _LAYOUTS[kind]
