"""
The records of one case by themselves → whatever in them cannot have been written so.

A record binds the one before it; what stands beside the mark of an erased value is bound by the `erased` record.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sopkit.case import replay
from sopkit.desk.folding import after, first
from sopkit.desk.values import Trouble
from sopkit.errors import SopkitError
from sopkit.stores.record import ENTRIES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sopkit.journal import Edition
    from sopkit.plan import Plan
    from sopkit.stores import Record, Row

__all__ = ["folded", "looked_through"]

_NOT_AS_WRITTEN = (SopkitError, AttributeError, KeyError, TypeError, ValueError)
"""What it raises to read values that nobody can have written."""


def looked_through(id: str, history: Sequence[Record], edition: Edition, plan: Plan) -> Iterator[Trouble]:
    """Yield what is wrong with the records of a case: where the chain breaks, else what else cannot be."""
    broken = _broken(id, history, edition)
    if broken is not None:
        yield broken
        return
    loose = [Trouble(what="value", case=id, record=n) for n in _loose(history)]
    if loose:
        yield from loose
        return
    yield from (Trouble(what="act", case=id, record=n) for n in _astray(history))
    try:
        replay(plan.sop, [record.entry(id, edition) for record in history if record.kind in ENTRIES])
    except _NOT_AS_WRITTEN:
        yield Trouble(what="act", case=id)


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


def _astray(history: Sequence[Record]) -> Iterator[int]:
    """Yield the records that go back in time, lack what their kind says, or stand at another place than the case."""
    last = history[0]
    for record in history:
        is_aside = record.kind not in ENTRIES and (record.seq, record.to) != (last.seq, last.to)
        if is_aside or record.at < last.at or not _says(record):
            yield record.n
        last = record


def _says(record: Record) -> bool:
    """Return whether a record says what its kind has to say."""
    try:
        details = record.details
    except ValueError:
        return False
    if record.kind == "opened":
        return isinstance(details.get("title", ""), str) and isinstance(details.get("data", {}), dict)
    return record.kind != "assigned" or isinstance(details.get("to"), str)
