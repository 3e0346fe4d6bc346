"""
Rows of a database ⇄ definitions, cases and records, as values.

What a case may do is not asked here: whoever calls this has decided. A change says which record it follows, and is
kept only if that is still the last one.
"""

from __future__ import annotations

from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

from sopkit.errors import StoreDamaged, StoreError
from sopkit.journal import Edition
from sopkit.stores.arrival import brought_in, publication
from sopkit.stores.limits import is_text
from sopkit.stores.queries import queries
from sopkit.stores.record import stamp
from sopkit.stores.row import acting, of_record, opening, read_record, read_row, typed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

    from sopkit.stores.arrival import Steps
    from sopkit.stores.database import Changes, Database, Rows
    from sopkit.stores.record import Record
    from sopkit.stores.row import Row, Waits

__all__ = ["Store"]

_BATCH = 1_000
_LAST = 2**62
_EDITION = (int, str, str, str)
_UNREADABLE = (TypeError, ValueError, OverflowError)


class Store:
    """Definitions, cases and records in one database."""

    def __init__(self, database: Database) -> None:
        self._db = database
        self.name = database.name
        """What people call it, without a password."""
        self.is_joined = False
        """Whether what is done is part of a transaction that the host may still take back."""

    def joined(self, connection: Any) -> Store:
        """Return the same store within a transaction of the host's; raise TypeError if `connection` is none to it."""
        store = Store(self._db.joined(connection))
        store.is_joined = True
        return store

    @contextmanager
    def still(self) -> Iterator[Store]:
        """Give the same store as it is at this moment: what others write meanwhile is not seen in it."""
        with self._db.still() as database:
            yield Store(database)

    def close(self) -> None:
        """Let go of the database; whatever is asked then raises StoreClosed."""
        self._db.close()

    def publish(self, edition: Edition, text: str, *, at: datetime) -> bool:
        """Keep the text of a definition; return False if one of this id and version is there already."""
        return self._db.change("publish", publication(edition, text, at)) == 1

    def editions(self, sop: str | None = None) -> dict[int, Edition]:
        """Return what is published (of one SOP, or of all), in the order of publication, with its number."""
        rows = self._db.read("all editions", {}) if sop is None else self._sought("editions", {"sop": sop})
        with self._damage("sopkit_definitions"):
            known = [typed(row, _EDITION) for row in rows]
        return {no: Edition(id=id, version=version, digest=digest) for no, id, version, digest in known}

    def definition(self, no: int) -> tuple[Edition, str]:
        """
        Return definition number `no`: its edition and its text.

        Raises:
            StoreDamaged: there is none.
        """
        rows = self._db.read("definition", {"no": no})
        if not rows:
            raise StoreDamaged(store=self.name, why=f"sopkit_definitions {no}")
        with self._damage("sopkit_definitions", no):
            id, version, digest, text = typed(rows[0], (str, str, str, str))
        return Edition(id=id, version=version, digest=digest), str(text)

    def register(self) -> tuple[int, str]:
        """
        Return how many cases were ever opened, and the hash that stands for all of these openings.

        Raises:
            StoreDamaged: nothing says so any more.
        """
        rows = self._db.read("register", {})
        if len(rows) != 1:
            raise StoreDamaged(store=self.name, why="sopkit_register")
        with self._damage("sopkit_register"):
            count, link = typed(rows[0], (int, str))
        return count, link

    def case(self, id: str) -> Row | None:
        """Return the row of a case, if there is one."""
        rows = self._sought("case", {"id": id})
        return self._row(rows[0]) if rows else None

    def case_no(self, no: int) -> Row:
        """
        Return the row of case number `no`.

        Raises:
            StoreDamaged: there is none, or it is none.
        """
        rows = self._db.read("case no", {"no": no})
        if not rows:
            raise StoreDamaged(store=self.name, why=f"sopkit_cases {no}")
        return self._row(rows[0])

    def registered(self) -> Iterator[tuple[int, str, str, int, str]]:
        """
        Yield number, id, link, last record and head of all cases, in the order of the register, as they stand.

        Raises:
            StoreDamaged: they stand in no order.
        """
        after = -_LAST
        while rows := self._db.read("registered", {"after": after, "limit": _BATCH}):
            for no, id, link, n, head in rows:
                self._rises("sopkit_cases", after, no)
                yield no, str(id), str(link), n, str(head)
                after = no

    def records(self, no: int, *, after: int = -1) -> Iterator[Record]:
        """
        Yield the records of case number `no`, those that follow record `after`; up to 1,000 of them as of one moment.

        Raises:
            StoreDamaged: what stands there is no record.
        """
        rows: Rows = [()] * _BATCH
        while len(rows) == _BATCH:
            rows = self._db.read("records", {"no": no, "after": after, "limit": _BATCH})
            for row in rows:
                try:  # no with-block, which would cost as much as the rest
                    record = read_record(row)
                except _UNREADABLE as error:
                    raise self._damaged(error, "sopkit_records", no, row[0]) from error
                self._rises("sopkit_records", after, record.n)
                yield record
                after = record.n

    def record(self, no: int, n: int) -> Record:
        """
        Return record `n` of case number `no`.

        Raises:
            StoreDamaged: there is none, or it is none.
        """
        for record in self.records(no, after=n - 1):
            if record.n == n:
                return record
            break
        raise StoreDamaged(store=self.name, why=f"sopkit_records {no}, {n}")

    def under_key(self, key: str) -> tuple[str, int] | None:
        """Return the case and the place of the record that was written under `key`."""
        rows = self._sought("under key", {"key": key})
        if not rows:
            return None
        with self._damage("sopkit_records"):
            case, n = typed(rows[0], (str, int))
        return case, n

    def open(self, row: Row, record: Record, *, link_before: str, actors: Sequence[str]) -> bool:
        """
        Keep a new case with its opening; return False if another case was registered meanwhile.

        Raises:
            Clash: the id or the key is there already.
        """
        return self._db.change("open", opening(row, record, link_before=link_before, actors=actors)) == 1

    def act(self, before: Row, after: Row, record: Record, *, waits: Waits) -> bool:
        """
        Keep a record and what the case is after it; return False if another record came first.

        Raises:
            Clash: the key is there already.
        """
        return self._db.change("act", acting(before, after, record, waits)) == 1

    def bring_in(self, edition: Edition, text: str, steps: Steps, *, no: int, at: datetime) -> bool:
        """
        Keep a case that comes from elsewhere, whole, with its definition; return False if somebody was quicker.

        Raises:
            Clash: an id or a key is there already.
        """
        return brought_in(self._db, edition, text, steps, no=no, at=at)

    def tasks(self, actor: str, *, after: tuple[int, int], limit: int) -> list[Row]:
        """
        Return the cases that wait for `actor`, the longest first, those behind the place `after`: since and no.

        Raises:
            StoreDamaged: one has waited longer than the task says.
        """
        values = {"actor": actor, "since": after[0], "after": after[1], "limit": limit}
        rows = [self._row(row) for row in self._sought("tasks", values)]
        for row in rows:
            self._rises("sopkit_tasks", after, after := (stamp(row.since), row.no))
        return rows

    def search(
        self, wanted: Mapping[str, Any], data: Sequence[tuple[str, str]], *, before: int, limit: int
    ) -> list[Row]:
        """Return cases that are all that is wanted, the newest first."""
        known = queries(self._db.kind)
        parts = ["search", *(f"search {name}" for name in wanted)]
        texts = [known[part][0] for part in parts]
        values = {**wanted, "before": before, "limit": limit}
        for n, (name, value) in enumerate(data):
            texts.append(known["search data"][0].replace(":name", f":name_{n}").replace(":value", f":value_{n}"))
            values |= {f"name_{n}": name, f"value_{n}": value}
        if not all(map(is_text, values.values())):
            return []
        found = [self._row(row) for row in self._db.ask("\n".join([*texts, known["search order"][0]]), values)]
        for row in found:
            self._rises("sopkit_cases", -before, -(before := row.no))
        return found

    def _sought(self, query: str, values: Mapping[str, Any]) -> Rows:
        """Return the rows that a query finds; for words that no row can hold, none."""
        return self._db.read(query, values) if all(map(is_text, values.values())) else ()

    def lease(self, holder: str, *, now: datetime, until: datetime, far: datetime) -> bool:
        """
        Take, or keep, the right to tell the world until then; return False if another has it.

        One that lasts beyond `far` was taken before the clock was put back, and is void.
        """
        values = {"holder": holder, "now": stamp(now), "until": stamp(until), "far": stamp(far)}
        return self._db.change("lease", values) == 1

    def courier(self) -> None:
        """
        Let a store pass that says who delivers.

        Raises:
            StoreDamaged: it does not.
        """
        rows = self._db.read("courier", {})
        with self._damage("sopkit_courier"):
            if len(rows) != 1:
                msg = f"{len(rows)} rows"
                raise ValueError(msg)
            typed(rows[0], (str, int))

    def unsound(self, *, limit: int) -> list[tuple[int, int]]:
        """Return case number and record of what waits to be told but was never written so."""
        return [(no, n) for no, n in self._db.read("unsound", {"limit": limit})]

    def waiting(self, *, now: datetime, far: datetime, limit: int) -> Rows:
        """
        Return case number, record and attempts of what is to be told now, of each case the first.

        What is to wait beyond `far` was put off before the clock was put back, and waits no longer.
        """
        rows = self._db.read("waiting", {"now": stamp(now), "far": stamp(far), "limit": limit})
        with self._damage("sopkit_outbox"):
            return [typed(row, (int, int, int)) for row in rows]

    def heard(self, no: int, n: int) -> None:
        """Note that the world has heard of a record."""
        self._db.change("heard", {"no": no, "n": n})

    def unheard(self, no: int, n: int, *, due: datetime) -> None:
        """Note that telling failed, and when to try again."""
        self._db.change("unheard", {"no": no, "n": n, "due": stamp(due)})

    def waits(self, row: Row, actor: str) -> bool:
        """Return whether the store says that the open step of a case waits for `actor`."""
        return bool(self._db.read("task", {"no": row.no, "since": stamp(row.since), "actor": actor}))

    def all_tasks(self) -> Iterator[tuple[str, int, int]]:
        """Yield actor, since and case number of whatever waits."""
        place: tuple[str, int, int] = ("", -_LAST, -_LAST)
        while rows := self._db.read("all tasks", {
            "actor": place[0], "since": place[1], "after": place[2], "limit": _BATCH,
        }):  # fmt: skip
            for row in rows:
                with self._damage("sopkit_tasks"):
                    actor, since, no = typed(row, (str, int, int))
                self._rises("sopkit_tasks", place, place := (actor, since, no))
                yield place

    def facts_of(self, no: int) -> list[tuple[str, str]]:
        """Return the plain values by which case number `no` is found, with their names, in order."""
        return [(name, value) for name, value in self._db.read("facts of case", {"no": no})]

    def erase(self, before: Row, after: Row, record: Record, erased: Sequence[Record], *, all_words: bool) -> bool:
        """Put records without their personal values in the place of those with them; return False as `act` does."""
        waits: Waits = ((), ())

        def whole(changes: Changes) -> bool:
            if changes.change("act", acting(before, after, record, waits)) != 1:
                return False
            for one in erased:
                changes.change("erase values", {**of_record(one), "no": before.no})
            if all_words:
                changes.change("erase title", {"no": before.no, "title": after.title})
                changes.change("erase facts", {"no": before.no})
            return True

        done = self._db.transact(whole)
        with suppress(StoreError):  # what was done is done
            self._db.forget()
        return done

    def count(self, what: str) -> int:
        """Return how many `tasks`, `facts`, `records`, or `unheard` records there are."""
        return int(self._db.read(f"count {what}", {})[0][0])

    def _row(self, row: tuple[Any, ...]) -> Row:
        with self._damage("sopkit_cases", row[0]):
            return read_row(row)

    def _rises(self, table: str, before: Any, place: Any) -> None:
        """Let the next place of a page pass; in a damaged file pages may go round in a ring."""
        if place <= before:
            raise StoreDamaged(store=self.name, why=f"{table}: {place} after {before}")

    @contextmanager
    def _damage(self, table: str, *place: Any) -> Iterator[None]:
        """Turn what values raise that nobody can have written into a StoreError."""
        try:
            yield
        except _UNREADABLE as error:
            raise self._damaged(error, table, *place) from error

    def _damaged(self, error: Exception, table: str, *place: Any) -> StoreDamaged:
        where = ", ".join(map(str, place))
        return StoreDamaged(store=self.name, why=f"{table} {where}: {error}")
