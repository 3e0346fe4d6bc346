"""
Where a case stands + a record → where it stands then. Nothing is asked and nothing is kept here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sopkit.stores.row import CLOSED, OPEN, SUSPENDED, Row, new_row

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sopkit.plan import Plan
    from sopkit.stores import Record

__all__ = ["after", "first", "waiting"]


def first(record: Record, *, no: int, id: str, definition: int, link: str) -> Row:
    """Return a case as it stands after its opening."""
    details = record.details
    return Row(
        no=no, id=id, definition=definition, title=details.get("title", ""), data=details.get("data", {}), state=OPEN,
        place=record.to, since=record.at, opened=record.at, changed=record.at, seq=record.seq, n=record.n,
        head=record.hash, link=link, taken_by=None,
    )  # fmt: skip


def after(row: Row, record: Record, plan: Plan) -> Row:
    """Return a case as it stands after `record`."""
    state, place, since, seq, taken_by = row.state, row.place, row.since, row.seq, row.taken_by
    match record.kind:
        case "completed" | "cancelled":
            state = OPEN if record.to in plan.stops else CLOSED
            place, since, seq, taken_by = record.to, record.at, record.seq, None
        case "suspended":
            state = SUSPENDED
        case "resumed":
            state = OPEN
        case "claimed":
            taken_by = record.by
        case "assigned":
            taken_by = record.details["to"]
        case "released":
            taken_by = None
        case "erased" if taken_by is not None and taken_by == record.details["name"]:
            taken_by = None
    return new_row(
        no=row.no, id=row.id, definition=row.definition, title=row.title, data=row.data, state=state, place=place,
        since=since, opened=row.opened, changed=record.at, seq=seq, n=record.n, head=record.hash, link=row.link,
        taken_by=taken_by,
    )  # fmt: skip


def waiting(row: Row, plan: Plan) -> Sequence[str]:
    """Return the actors for whom a case waits as it stands."""
    return plan.stops[row.place].actors if row.state == OPEN else ()
