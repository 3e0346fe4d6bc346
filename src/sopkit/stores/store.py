"""
Rows of a database ⇄ definitions, cases and records, as values.

What a case may do is not asked here: whoever calls this has decided. A change says which record it follows, and is
kept only if that is still the last one.
"""

from __future__ import annotations

import json
from contextlib import contextmanager, suppress
from functools import cache
from hashlib import sha256
from typing import TYPE_CHECKING, Any, TypeAlias

import attrs

from sopkit.errors import StoreDamaged, StoreError
from sopkit.journal import Edition
from sopkit.stores.limits import LONGEST, is_text
from sopkit.stores.queries import queries
from sopkit.stores.record import Record, moment, stamp

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

    from sopkit.model import JSON
    from sopkit.stores.database import Changes, Database, Rows

__all__ = ["CLOSED", "OPEN", "SUSPENDED", "Row", "Store", "Waits", "acting", "fact", "facts", "opening"]

Waits: TypeAlias = "tuple[Sequence[str], Sequence[str]]"
"""The actors for whom the case waited before an act, and those for whom it waits after it."""

OPEN, SUSPENDED, CLOSED = "open", "suspended", "closed"
_BATCH = 1_000
_LAST = 2**62
_TEXT = (str, type(None))
_ROW = (int, str, int, str, str, str, str, int, int, int, int, int, str, str, _TEXT)
_RECORD = (int, str, int, _TEXT, _TEXT, str, _TEXT, int, _TEXT, _TEXT, _TEXT, str, str, _TEXT, str)
_EDITION = (int, str, str, str)


@attrs.frozen(kw_only=True)
class Row:
    """A case as its store keeps it beside its records, for whoever looks for it."""

    no: int
    """Its place in the register of all cases, from 1."""
    id: str
    definition: int
    title: str
    data: dict[str, JSON] = attrs.field(eq=False)
    state: str
    """`open`, `suspended` or `closed`."""
    place: str
    """The step or end where it is."""
    since: datetime
    opened: datetime
    changed: datetime
    """When its last record was written."""
    seq: int
    n: int
    head: str
    """The hash of its last record."""
    link: str
    """The hash that binds its opening to all openings before it."""
    taken_by: str | None
    """Who has claimed the open step, or was given it."""


class Store:
    """Definitions, cases and records in one database."""

    def __init__(self, database: Database) -> None:
        self._db = database
        self.name = database.name
        """What people call it, without a password."""

    def joined(self, connection: Any) -> Store:
        """Return the same store within a transaction of the host's."""
        return Store(self._db.joined(connection))

    @contextmanager
    def still(self) -> Iterator[Store]:
        """Give the same store as it is at this moment: what others write meanwhile is not seen in it."""
        with self._db.still() as database:
            yield Store(database)

    def close(self) -> None:
        """Let go of the database."""
        self._db.close()

    def publish(self, edition: Edition, text: str, *, at: datetime) -> bool:
        """Keep the text of a definition; return False if one of this id and version is there already."""
        values = {"sop": edition.id, "version": edition.version, "digest": edition.digest, "text": text}
        return self._db.change("publish", {**values, "published": stamp(at)}) == 1

    def editions(self, sop: str | None = None) -> dict[int, Edition]:
        """Return what is published (of one SOP, or of all), in the order of publication, with its number."""
        rows = self._db.read("all editions", {}) if sop is None else self._sought("editions", {"sop": sop})
        with self._damage("sopkit_definitions"):
            known = [_typed(row, _EDITION) for row in rows]
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
            id, version, digest, text = _typed(rows[0], (str, str, str, str))
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
            count, link = _typed(rows[0], (int, str))
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
        """Yield number, id, link, last record and head of all cases, in the order of the register."""
        after = -_LAST
        while rows := self._db.read("registered", {"after": after, "limit": _BATCH}):
            yield from ((no, str(id), str(link), n, str(head)) for no, id, link, n, head in rows)
            after = rows[-1][0]

    def records(self, no: int, *, after: int = -1) -> Iterator[Record]:
        """
        Yield the records of case number `no`, those that follow record `after`.

        Raises:
            StoreDamaged: what stands there is no record.
        """
        while rows := self._db.read("records", {"no": no, "after": after, "limit": _BATCH}):
            for row in rows:
                with self._damage("sopkit_records", no, row[0]):
                    record = _record(row)
                yield record
            after = rows[-1][0]

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
        return rows[0] if rows else None

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

    def bring_in(self, steps: Sequence[tuple[str, Mapping[str, Any]]], no: int) -> bool:
        """Keep a case that comes from elsewhere, whole; return False if another case was registered meanwhile."""

        def whole(changes: Changes) -> bool:
            for query, values in steps:
                if changes.change(query, values) != 1:
                    return False
            changes.change("all heard", {"no": no})
            return True

        return self._db.transact(whole)

    def tasks(self, actor: str, *, after: tuple[int, int], limit: int) -> list[Row]:
        """Return the cases that wait for `actor`, the longest first, those behind the place `after`: since and no."""
        values = {"actor": actor, "since": after[0], "after": after[1], "limit": limit}
        return [self._row(row) for row in self._sought("tasks", values)]

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
        return [self._row(row) for row in self._db.ask("\n".join([*texts, known["search order"][0]]), values)]

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

    def waiting(self, *, now: datetime, far: datetime, limit: int) -> Rows:
        """
        Return case number, record and attempts of what is to be told now, of each case the first.

        What is to wait beyond `far` was put off before the clock was put back, and waits no longer.
        """
        rows = self._db.read("waiting", {"now": stamp(now), "far": stamp(far), "limit": limit})
        with self._damage("sopkit_outbox"):
            return [_typed(row, (int, int, int)) for row in rows]

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
            yield from rows
            place = rows[-1]

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
                changes.change("erase values", {**_of_record(one), "no": before.no})
            if all_words:
                changes.change("erase title", {"no": before.no, "title": after.title})
                changes.change("erase facts", {"no": before.no})
            return True

        done = self._db.transact(whole)
        with suppress(
            StoreError
        ):  # what was done is done; the log is emptied by the next one, or when all let go of it
            self._db.forget()
        return done

    def count(self, what: str) -> int:
        """Return how many `tasks`, `facts`, `records`, or `unheard` records there are."""
        return int(self._db.read(f"count {what}", {})[0][0])

    def _row(self, row: tuple[Any, ...]) -> Row:
        with self._damage("sopkit_cases", row[0]):
            return _row(row)

    @contextmanager
    def _damage(self, table: str, *place: Any) -> Iterator[None]:
        """Turn what values raise that nobody can have written into a StoreError."""
        try:
            yield
        except (TypeError, ValueError, OverflowError) as error:
            where = ", ".join(map(str, place))
            raise StoreDamaged(store=self.name, why=f"{table} {where}: {error}") from error


def opening(row: Row, record: Record, *, link_before: str, actors: Sequence[str]) -> dict[str, Any]:
    """Return the values of the query that opens a case."""
    return {
        **_of_record(record), "no": row.no, "id": row.id, "definition": row.definition, "title": row.title,
        "data": json.dumps(row.data, ensure_ascii=False), "state": row.state, "place": row.place,
        "since": stamp(row.since), "link": row.link, "link_before": link_before, "actors": _listed(tuple(actors)),
        "facts": json.dumps(facts(row)),
    }  # fmt: skip


def facts(row: Row) -> list[tuple[str, str]]:
    """Return the plain values by which a case is found, with their names, in order."""
    return sorted(fact(name, value) for name, value in row.data.items() if not isinstance(value, (dict, list)))


def fact(name: str, value: JSON) -> tuple[str, str]:
    """Return a plain value of a case's data, and its name, as they are looked for."""
    return _short(name), _short(json.dumps(value, ensure_ascii=False))


def _short(text: str) -> str:
    """Return what stands for a text in an index: itself, or what only it is shortened to."""
    return text if len(text) <= LONGEST else f"{text[:40]}… {sha256(text.encode()).hexdigest()}"


def acting(before: Row, after: Row, record: Record, waits: Waits) -> dict[str, Any]:
    """Return the values of the query that writes an act."""
    old, new = waits
    if before.since == after.since:  # what waits on is not taken away and put back
        old, new = [one for one in old if one not in new], [one for one in new if one not in old]
    return {
        **_of_record(record), "no": before.no, "head": before.head, "state": after.state, "place": after.place,
        "since": stamp(after.since), "since_before": stamp(before.since), "taken_by": after.taken_by,
        "actors": _listed(tuple(new)), "actors_before": _listed(tuple(old)),
    }  # fmt: skip


@cache
def _listed(actors: tuple[str, ...]) -> str:
    """Return actors as the one value that a query takes; there are few such lists."""
    return json.dumps(actors)


def _of_record(record: Record) -> dict[str, Any]:
    return {
        "n": record.n, "kind": record.kind, "seq": record.seq, "step": record.step, "outcome": record.outcome,
        "to": record.to, "actor": record.actor, "at": stamp(record.at), "by": record.by, "reason": record.reason,
        "more": record.more, "salts": " ".join([one or "-" for one in record.salts]),
        "marks": " ".join([one or "-" for one in record.marks]), "key": record.key, "hash": record.hash,
    }  # fmt: skip


def _row(row: tuple[Any, ...]) -> Row:
    no, id, definition, title, data, state, place, since, opened, changed, seq, n, head, link, taken_by = _typed(
        row, _ROW
    )
    values = json.loads(data)
    _typed((values,), (dict,))
    return Row(
        no=no, id=id, definition=definition, title=title, data=values, state=state, place=place,
        since=moment(since), opened=moment(opened), changed=moment(changed), seq=seq, n=n, head=head, link=link,
        taken_by=taken_by,
    )  # fmt: skip


def _record(row: tuple[Any, ...]) -> Record:
    n, kind, seq, step, outcome, to, actor, at, by, reason, more, salts, marks, key, hash = _typed(row, _RECORD)
    return Record(
        n=n, kind=kind, seq=seq, step=step, outcome=outcome, to=to, actor=actor, at=moment(at), by=by, reason=reason,
        more=more, salts=_three(salts), marks=_three(marks), key=key, hash=hash,
    )  # fmt: skip


def _typed(row: tuple[Any, ...], types: tuple[Any, ...]) -> tuple[Any, ...]:
    """Return a row of which every value has its type; SQLite keeps whatever somebody puts there."""
    if not all(map(isinstance, row, types)):
        msg = "a value of another type"
        raise TypeError(msg)
    return row


def _three(text: str) -> tuple[str, str, str]:
    one, two, three = ("" if part == "-" else part for part in text.split(" "))
    return one, two, three
