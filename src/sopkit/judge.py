"""
Where a case stands + an act + who, when, what → the actor they act as, or a Refusal.

The questions that one act is asked, each once. `decide`, `options` and `replay` all ask them here.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timezone
from typing import TYPE_CHECKING, Any, TypeAlias

import attrs

from sopkit.errors import (
    EntryMismatch,
    LimitReached,
    MayNotCancel,
    NotYourStep,
    OtherDefinition,
    OutputMissing,
    ReasonMissing,
    SameHands,
    TimeBackwards,
    TimeNaive,
    UnknownDocument,
)
from sopkit.journal import CANCELLED, Entry
from sopkit.model import Person

if TYPE_CHECKING:
    from sopkit.model import Sop
    from sopkit.plan import Act, Plan, Stop

__all__ = [
    "Ledger", "actor", "aware", "canceller", "given", "is_entry", "left", "match", "not_before", "person", "writer",
]  # fmt: skip

Ledger: TypeAlias = "Mapping[Any, Any]"
"""What earlier acts have left behind: act → how often it was taken, step id → who did it last."""


def actor(case: str, ledger: Ledger, stop: Stop, act: Act, by: Person) -> str:
    """Return the actor that `by` acts as, or raise why they may not take `act` at all."""
    actors = by.actors if by.__class__ is Person else person(by).actors
    for one in stop.actors:
        if one in actors:
            break
    else:
        raise NotYourStep(case=case, step=stop.id, by=by.id, actors=stop.actors)
    for other in stop.separate_from:
        if ledger.get(other) == by.id:
            raise SameHands(case=case, step=stop.id, by=by.id, other=other)
    if act.at_most is not None and left(ledger, act) == 0:
        outcomes = tuple(way.outcome for way in stop.acts.values() if left(ledger, way) != 0)
        raise LimitReached(case=case, step=stop.id, outcome=act.outcome, at_most=act.at_most, outcomes=outcomes)
    return one


def left(ledger: Ledger, act: Act) -> int | None:
    """Return how often `act` may still be taken; None is without limit."""
    return None if act.at_most is None else act.at_most - ledger.get(act, 0)


def given(case: str, plan: Plan, act: Act, reason: str | None, outputs: Mapping[str, str]) -> None:
    """Raise what is missing among, or wrong with, the reason and the documents given for `act`."""
    words = (reason,) if reason is not None else ()
    if not isinstance(outputs, Mapping) or not all(isinstance(one, str) for one in (*words, *outputs.values())):
        msg = "a reason is a string, and outputs map document ids to strings"
        raise TypeError(msg)
    for document in outputs:
        if document not in plan.documents:
            raise UnknownDocument(case=case, step=act.step, document=str(document), documents=tuple(plan.documents))
    if "reason" in act.requires and not (reason and reason.strip()):
        raise ReasonMissing(case=case, step=act.step, outcome=act.outcome)
    missing = tuple(document for document in act.produces if not outputs.get(document, "").strip())
    if "outputs" in act.requires and missing:
        raise OutputMissing(case=case, step=act.step, outcome=act.outcome, missing=missing)


def canceller(case: str, sop: Sop, by: Person) -> str:
    """Return the actor as which `by` may cancel, or raise that they may not."""
    for one in sop.cancel:
        if one in person(by).actors:
            return one
    raise MayNotCancel(case=case, by=person(by).id, actors=sop.cancel)


def not_before(last: Entry, at: datetime) -> datetime:
    """Return `at` as an entry keeps it, or raise unless it is an aware datetime not earlier than the last entry."""
    moment = aware(last.case, at)
    if moment < last.at:
        raise TimeBackwards(case=last.case, at=at, last=last.at)
    return moment


def aware(case: str, at: object) -> datetime:
    """
    Return `at` with the offset it has at that moment, or raise unless it is an aware datetime.

    Times of one zone compare by their wall clocks, which in the hour a clock is put back says the wrong thing.
    """
    if not isinstance(at, datetime):
        msg = f"at is a datetime, not {type(at).__name__}"
        raise TypeError(msg)
    if at.tzinfo.__class__ is timezone:
        return at
    offset = at.utcoffset()
    if offset is None:
        raise TimeNaive(case=case, at=at)
    return at.replace(tzinfo=timezone(offset), fold=0)


def person(by: object) -> Person:
    """Return `by` if it is a Person, or raise."""
    if not isinstance(by, Person):
        msg = f"by is a Person, not {type(by).__name__}"
        raise TypeError(msg)
    return by


def is_entry(entry: object) -> None:
    """Raise unless `entry` is an Entry."""
    if not isinstance(entry, Entry):
        msg = f"a journal is made of Entry values, not {type(entry).__name__}; Entry.from_dict reads what to_dict wrote"
        raise TypeError(msg)


def match(entry: Entry, expected: Entry) -> None:
    """Raise unless `entry` is the one that is expected here."""
    if entry == expected:
        return
    if entry.sop != expected.sop:
        raise OtherDefinition(case=expected.case, expected=str(expected.sop), given=str(entry.sop))
    names = [field.name for field in attrs.fields(Entry)]
    name = next(name for name in names if getattr(entry, name) != getattr(expected, name))
    why = {"expected": _said(getattr(expected, name)), "given": _said(getattr(entry, name))}
    raise EntryMismatch(case=expected.case, seq=expected.seq, field=name.lstrip("_"), **why)


def _said(value: object) -> str:
    """Return the value of a field as a sentence takes it."""
    if isinstance(value, tuple):
        return ", ".join(f"{document}={reference}" for document, reference in value) or "–"
    return "–" if value is None else str(value)


def writer(entry: Entry) -> Person:
    """Return who wrote the entry, standing for just the actor they acted as then."""
    needed: tuple[str, ...] = ("by", "actor") if entry.kind == CANCELLED else ("by", "actor", "step", "outcome")
    for field in needed:
        if not str(getattr(entry, field) or "").strip():
            raise EntryMismatch(case=entry.case, seq=entry.seq, field=field, expected="", given="–")
    return Person(str(entry.by), actors=frozenset([str(entry.actor)]))
