"""
Where a case stands + a record → where it stands then. Nothing is asked and nothing is kept here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs

from sopkit.stores.row import CLOSED, OPEN, SUSPENDED, Row

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
    changes: dict[str, Any] = {}
    match record.kind:
        case "completed" | "cancelled":
            state = OPEN if record.to in plan.stops else CLOSED
            changes = {"state": state, "place": record.to, "since": record.at, "seq": record.seq, "taken_by": None}
        case "suspended":
            changes = {"state": SUSPENDED}
        case "resumed":
            changes = {"state": OPEN}
        case "claimed":
            changes = {"taken_by": record.by}
        case "assigned":
            changes = {"taken_by": record.details["to"]}
        case "released":
            changes = {"taken_by": None}
        case "erased" if row.taken_by is not None and row.taken_by == record.details["name"]:
            changes = {"taken_by": None}
    return attrs.evolve(row, n=record.n, head=record.hash, changed=record.at, **changes)


def waiting(row: Row, plan: Plan) -> Sequence[str]:
    """Return the actors for whom a case waits as it stands."""
    return plan.stops[row.place].actors if row.state == OPEN else ()
