"""
Somebody's wish → pages of tasks and cases.

A page goes on where the last one ended, by place and not by number, so that the thousandth costs what the first does.
"""

from __future__ import annotations

import heapq
import string
from typing import TYPE_CHECKING, Any

from sopkit.desk.asking import text
from sopkit.desk.rights import able
from sopkit.desk.values import Page, Summary, Task
from sopkit.errors import Refusal, StoreDamaged
from sopkit.judge import person
from sopkit.stores.record import stamp
from sopkit.stores.row import CLOSED, fact

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from sopkit.desk.standing import Standings
    from sopkit.model import JSON, Person
    from sopkit.stores import Row, Store

__all__ = ["Finding"]

_LAST = 2**62
_SMALL = {ord(letter): letter.lower() for letter in string.ascii_uppercase}  # more than these, databases disagree on
_BATCH = 100


class Finding:
    """What can be found in one store."""

    def __init__(self, store: Store, standings: Standings) -> None:
        self._store = store
        self._standings = standings

    def summary(self, row: Row) -> Summary:
        """Return what there is to know of a case."""
        is_closed = row.state == CLOSED
        return Summary(
            id=row.id, sop=self._standings.plan(row.definition).edition, title=row.title, data=row.data,
            state=row.state, step=None if is_closed else row.place, end=row.place if is_closed else None,
            since=row.since, opened=row.opened, changed=row.changed, seq=row.seq, taken_by=row.taken_by,
        )  # fmt: skip

    def inbox(
        self, by: Person, *, actor: str | None, sees: Callable[[Row], bool], after: str | None, limit: int
    ) -> Page[Task]:
        """Return what waits for a person, the longest first."""
        actors = sorted(person(by).actors if actor is None else person(by).actors & {actor})
        since, no = _place(after, -_LAST, 0)
        start = since, no
        tasks: list[Task] = []
        seen: set[int] = set()
        last = start
        for since, no, _, row in heapq.merge(*(self._waiting(one, start) for one in actors), key=lambda one: one[:3]):
            if no in seen:
                continue
            if len(tasks) == limit:
                return Page(tuple(tasks), f"{last[0]}.{last[1]}")
            seen.add(no)
            last = since, no
            if sees(row) and self._may_do(row, by):
                tasks.append(self._task(row, by))
        return Page(tuple(tasks), None)

    def _waiting(self, actor: str, after: tuple[int, int]) -> Iterator[tuple[int, int, str, Row]]:
        while rows := self._store.tasks(actor, after=after, limit=_BATCH):
            yield from ((stamp(row.since), row.no, actor, row) for row in rows)
            if len(rows) < _BATCH:
                return
            after = stamp(rows[-1].since), rows[-1].no

    def _may_do(self, row: Row, by: Person) -> bool:
        """Return whether the open step may be done by these hands; which actors may, the store knows already."""
        stop = self._standings.plan(row.definition).stops.get(row.place)
        if stop is None:
            raise StoreDamaged(store=self._store.name, why=f"sopkit_cases {row.no}")
        if not stop.separate_from:
            return True
        try:
            able(self._standings.standing_of(row), by)
        except Refusal:
            return False
        return True

    def _task(self, row: Row, by: Person) -> Task:
        plan = self._standings.plan(row.definition)
        return Task(
            case=row.id, title=row.title, sop=plan.edition, step=row.place, activity=plan.sop.label(row.place),
            actor=next(one for one in plan.stops[row.place].actors if one in by.actors), since=row.since, seq=row.seq,
            taken_by=row.taken_by,
        )  # fmt: skip

    def search(
        self, wanted: Mapping[str, Any], data: Mapping[str, JSON], *, sees: Callable[[Row], bool], after: str | None,
        limit: int,
    ) -> Page[Summary]:  # fmt: skip
        """Return the cases that are all that is wanted, the newest first."""
        asked = {name: _asked(name, value) for name, value in wanted.items() if value is not None}
        facts = [fact(name, value) for name, value in data.items()]
        (before,) = _place(after, _LAST)
        found: list[Summary] = []
        while True:
            rows = self._store.search(asked, facts, before=before, limit=limit + 1)
            for row in rows:
                if len(found) == limit:
                    return Page(tuple(found), str(before))
                before = row.no
                found += [self.summary(row)] if sees(row) else []
            if len(rows) <= limit:
                return Page(tuple(found), None)


def _asked(name: str, value: Any) -> Any:
    if name == "title":
        for sign in "!%_":
            value = value.replace(sign, f"!{sign}")
        return f"%{value.translate(_SMALL)}%"
    return stamp(value) if name.startswith("opened") else value


def _place(after: str | None, *nothing: int) -> tuple[int, ...]:
    """Return the place that an earlier page said was its last."""
    if after is None:
        return nothing
    try:
        place = tuple(int(part) for part in text("after", after).split("."))
    except ValueError:
        place = ()
    if len(place) != len(nothing) or any(abs(part) > _LAST for part in place):
        msg = f"after is what a page gave as next, not {after!r}"
        raise ValueError(msg)
    return place
