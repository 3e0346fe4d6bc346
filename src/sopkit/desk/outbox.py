"""
Records that nobody has heard of → messages, told at least once, in order for each case.
"""

from __future__ import annotations

import secrets
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from sopkit.desk.asking import called
from sopkit.desk.values import Delivery, Message

if TYPE_CHECKING:
    from collections.abc import Callable

    from sopkit.desk.standing import Standings
    from sopkit.stores import Store

__all__ = ["deliver"]

_LEASE = timedelta(minutes=5)  # for one message, before another process may think that this one is dead
_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)  # ends a lease by any clock
_LONGEST = timedelta(hours=1)
_KINDS = {"completed": "moved", "cancelled": "closed", "claimed": "assigned", "released": "assigned"}


def deliver(
    store: Store, standings: Standings, tell: Callable[[Message], object], *, limit: int,
    clock: Callable[[], datetime],
) -> Delivery:  # fmt: skip
    """
    Tell what waits to be told, at most `limit` messages; nothing where another process is at it.

    Raises:
        StoreDamaged: what waits was never written so, or nothing says who delivers.
    """
    called("tell", tell)
    store.courier()
    holder = secrets.token_hex(8)
    heard = told = 0
    failed: dict[str, str] = {}

    def leased(until: datetime | None = None) -> bool:
        now = clock()
        return store.lease(holder, now=now, until=until or now + _LEASE, far=now + 2 * _LEASE)

    try:
        while told < limit and leased():
            now = clock()
            waiting = store.waiting(now=now, far=now + 2 * _LONGEST, limit=limit - told)
            if not waiting:
                break
            for no, n, attempts in waiting:
                if not leased():  # the last one took so long that another process took over
                    break
                message = _message(store, standings, no, n)
                told += 1
                try:
                    tell(message)
                except Exception as error:  # whatever goes wrong at the other end, it is told again
                    failed[message.key] = f"{type(error).__name__}: {error}"
                    store.unheard(no, n, due=clock() + min(timedelta(seconds=2 ** min(attempts, 12)), _LONGEST))
                else:
                    heard += 1
                    store.heard(no, n)
    finally:
        leased(_LONG_AGO)
    return Delivery(heard=heard, failed=tuple(failed.items()))


def _message(store: Store, standings: Standings, no: int, n: int) -> Message:
    row = store.case_no(no)
    record = store.record(no, n)
    plan = standings.plan(row.definition)
    kind = (
        "closed" if record.kind == "completed" and record.to not in plan.stops else _KINDS.get(record.kind, record.kind)
    )
    return Message(key=f"{row.id}#{n}", kind=kind, case=row.id, title=row.title, sop=plan.edition, record=record)
