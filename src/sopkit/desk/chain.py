"""
The records of one case by themselves → whatever in them cannot have been written so.

A record binds the one before it; what stands beside the mark of an erased value is bound by the `erased` record.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sopkit.case import replay
from sopkit.desk.folding import after, first
from sopkit.desk.kinds import is_as_written
from sopkit.desk.values import Trouble
from sopkit.errors import SopkitError
from sopkit.journal import OPENED
from sopkit.model import Person
from sopkit.stores.record import ENTRIES
from sopkit.stores.row import OPEN, SUSPENDED

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sopkit.case import Case
    from sopkit.journal import Edition
    from sopkit.plan import Plan
    from sopkit.stores import Record, Row

__all__ = ["folded", "looked_through"]

_NOT_AS_WRITTEN = (SopkitError, AttributeError, KeyError, OverflowError, RecursionError, TypeError, ValueError)
"""What it raises to read values that nobody can have written."""


def looked_through(id: str, history: Sequence[Record], edition: Edition, plan: Plan) -> Iterator[Trouble]:
    """Yield what is wrong with the records of a case: where the chain breaks, else what else cannot be."""
    broken = _broken(id, history, edition)
    if broken is not None:
        yield broken
        return
    odd = sorted({*_loose(history), *(record.n for record in history if not is_as_written(record))})
    if odd:
        yield from (Trouble(what="value", case=id, record=n) for n in odd)
        return
    astray = _astray(id, history, edition, plan)
    if astray is not None:
        yield Trouble(what="act", case=id, record=astray)


def folded(row: Row, history: Sequence[Record], plan: Plan) -> Row | None:
    """Return the case as its records tell it, numbered and tied as `row` is; None where they tell of none."""
    try:
        then = first(history[0], no=row.no, id=row.id, definition=row.definition, link=row.link)
        for record in history[1:]:
            then = after(then, record, plan)
    except _NOT_AS_WRITTEN:
        return None
    return then


def _broken(id: str, history: Sequence[Record], edition: Edition) -> Trouble | None:
    before = ""
    for n, record in enumerate(history):
        if record.n != n:
            return Trouble(what="order", case=id, record=n)
        try:
            expected = record.expected_hash(before, id, edition.digest)
        except _NOT_AS_WRITTEN:
            expected = ""
        if record.hash != expected:
            return Trouble(what="chain", case=id, record=n)
        before = record.hash
    return None if history else Trouble(what="order", case=id)


def _loose(history: Sequence[Record]) -> Iterator[int]:
    """Yield the records with marks, or under an `erased` record, that are not as the last such record left them."""
    left: dict[str, object] = {}
    for record in history:
        if record.kind == "erased":
            try:
                left |= record.details["records"]
            except _NOT_AS_WRITTEN:
                yield record.n
    for record in history:
        if (any(record.marks) or str(record.n) in left) and left.get(str(record.n)) != record.left:
            yield record.n


def _astray(id: str, history: Sequence[Record], edition: Edition, plan: Plan) -> int | None:
    """Return the first record of what the desk would have refused, if there is one."""
    last = record = history[0]
    try:
        case = replay(plan.sop, [last.entry(id, edition)])
        row = first(last, no=0, id=id, definition=0, link="")
        for record in history[1:]:
            is_entry = record.kind in ENTRIES
            is_there = is_entry or (record.seq, record.to) == (last.seq, last.to)
            if not is_there or record.at < last.at or not _is_allowed(record, row, case):
                return record.n
            case = case.apply(record.entry(id, edition)) if is_entry else case
            row, last = after(row, record, plan), record
    except _NOT_AS_WRITTEN:
        return record.n
    return None


def _is_allowed(record: Record, row: Row, case: Case) -> bool:
    """Return whether the state of the case leaves room for a record; what the SOP says of entries, the case asks."""
    is_free = row.taken_by in (None, record.by)
    match record.kind:
        case "completed":
            return row.state == OPEN and is_free
        case "suspended":
            return row.state == OPEN
        case "resumed":
            return row.state == SUSPENDED
        case "claimed":
            return row.state == OPEN and is_free and _is_able(case, record.by)
        case "assigned":
            return row.state == OPEN and _is_able(case, record.details["to"])
        case "released":
            return row.state == OPEN and row.taken_by == record.by
    return record.kind != OPENED


def _is_able(case: Case, person: Any) -> bool:
    """Return whether a person may do the open step in any way, if they stand for its actors."""
    stop = case.sop.step(case.open_steps[0])
    return any(option.refusal is None for option in case.options(by=Person(person, actors=stop.actors)))
