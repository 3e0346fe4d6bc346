"""
Actor, Document, Step, Outcome, End …: the parts of a definition, as frozen values.

The field names are the keys of the language; what a part does not know of its neighbours, the Sop tells it.
"""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING

import attrs

from sopkit.model.text import Text
from sopkit.worktime import Duration

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sopkit.model.text import JSON

__all__ = [
    "CANCELLED", "DONE", "Actor", "Approver", "Document", "End", "Identity", "Inferred", "Object", "Outcome",
    "Person", "Range", "Step", "Waiver",
]  # fmt: skip

CANCELLED = "cancelled"  # where a case ends before its time; no step or end may be called so
DONE = "done"  # the one outcome of a step without outcomes; no outcome may be called so


@attrs.frozen(kw_only=True)
class Object:
    """What every object of the language may hold besides its own keys."""

    inferred: Inferred | None = attrs.field(default=None, repr=False)
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
class Range(Object):
    """Two working times, rising; the upper one counts."""

    from_: Duration = attrs.field(metadata={"key": "from"})
    to: Duration


@attrs.frozen(kw_only=True)
class Actor(Object):
    """A position that takes part: one column of the sheet. Never a person."""

    id: str
    name: Text


@attrs.frozen(kw_only=True)
class Document(Object):
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
class Outcome(Object):
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
class Step(Object):
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
        as_written = self
        if self.number == str(self.row) and (canonical or "number" not in self.written):
            as_written = attrs.evolve(self, number="")
        return Object._members(as_written, canonical=canonical)


@attrs.frozen(kw_only=True)
class End(Object):
    """One way a case can end."""

    id: str
    name: Text


@attrs.frozen(kw_only=True)
class Approver(Object):
    """The official who signs the cover."""

    position: Text | None = None
    name: Text | None = None
    id_number: str | None = None


@attrs.frozen(kw_only=True)
class Identity(Object):
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
class Waiver(Object):
    """A warning or hint that the SOP accepts, with the reason; `at` is the id it concerns, None everywhere."""

    rule: str
    at: str | None = None
    reason: Text


def _frozen(actors: Iterable[str]) -> frozenset[str]:
    if isinstance(actors, str):  # its letters would each be taken for an actor
        msg = f"actors are a set of ids, not the string {actors!r}"
        raise TypeError(msg)
    return frozenset(actors)


@attrs.frozen
class Person:
    """
    Somebody who acts: the host's own id for them, and the actors they stand for at this moment.

    >>> Person("budi", actors={"kabid"}).actors
    frozenset({'kabid'})
    """

    id: str
    actors: frozenset[str] = attrs.field(converter=_frozen, default=(), kw_only=True)

    def __attrs_post_init__(self) -> None:
        if not isinstance(self.id, str) or not self.id.strip():
            msg = f"a person needs an id, a string that is not blank; {self.id!r} is none"
            raise ValueError(msg)


def _json(value: object, *, canonical: bool) -> JSON:
    if isinstance(value, Text):
        return dict(value.by_language) if canonical else value.to_json()
    if isinstance(value, Object):
        return dict(value._members(canonical=canonical))
    if isinstance(value, tuple):
        return [_json(item, canonical=canonical) for item in value]
    return str(value) if isinstance(value, (Duration, date)) else value


_LAYOUTS: dict[type, tuple[tuple[str, str, object], ...]] = {}


def _layout(kind: type[Object]) -> tuple[tuple[str, str, object], ...]:
    """Return (field, key, default) of each key of its own that `kind` writes, in the order of the language."""
    if kind not in _LAYOUTS:
        common = {field.name for field in attrs.fields(Object)}
        _LAYOUTS[kind] = tuple(
            (field.name, field.metadata.get("key", field.name), None if field.metadata.get("always") else field.default)
            for field in attrs.fields(kind)
            if field.init and field.name not in common and not field.metadata.get("derived")
        )
    return _LAYOUTS[kind]
