"""
Rows of a database ⇄ Row and Record, as values; a Row is a case as it stands, beside its records.
"""

from __future__ import annotations

import json
from functools import cache
from hashlib import sha256
from typing import TYPE_CHECKING, Any, TypeAlias

import attrs

from sopkit.frozen import quick
from sopkit.stores.limits import LONGEST, WIDEST
from sopkit.stores.record import moment, new_record, stamp

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sopkit.model import JSON
    from sopkit.stores.record import Record

__all__ = [
    "CLOSED", "OPEN", "SUSPENDED", "Row", "Waits", "acting", "fact", "facts", "new_row", "of_record", "opening",
    "read_record", "read_row", "typed",
]  # fmt: skip

Waits: TypeAlias = "tuple[Sequence[str], Sequence[str]]"
"""The actors for whom the case waited before an act, and those for whom it waits after it."""

OPEN, SUSPENDED, CLOSED = "open", "suspended", "closed"
_NONE = "- - -"
_TEXT = (str, type(None))
_ROW = (int, str, int, str, str, str, str, int, int, int, int, int, str, str, _TEXT)
_RECORD = (int, str, int, _TEXT, _TEXT, str, _TEXT, int, _TEXT, _TEXT, _TEXT, str, str, _TEXT, str)


@attrs.frozen(kw_only=True, weakref_slot=False)
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


new_row = quick(Row)


def opening(row: Row, record: Record, *, link_before: str, actors: Sequence[str]) -> dict[str, Any]:
    """Return the values of the query that opens a case."""
    return {
        **of_record(record), "no": row.no, "id": row.id, "definition": row.definition, "title": row.title,
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
    if len(text) <= LONGEST and (text.isascii() or len(text.encode(errors="surrogatepass")) <= WIDEST):
        return text
    return f"{text[:40]}… {sha256(text.encode(errors='surrogatepass')).hexdigest()}"


def acting(before: Row, after: Row, record: Record, waits: Waits) -> dict[str, Any]:
    """Return the values of the query that writes an act."""
    old, new = waits
    if before.since == after.since:  # what waits on is not taken away and put back
        old, new = [one for one in old if one not in new], [one for one in new if one not in old]
    return {
        **of_record(record), "no": before.no, "head": before.head, "state": after.state, "place": after.place,
        "since": stamp(after.since), "since_before": stamp(before.since), "taken_by": after.taken_by,
        "actors": _listed(tuple(new)), "actors_before": _listed(tuple(old)),
    }  # fmt: skip


@cache
def _listed(actors: tuple[str, ...]) -> str:
    """Return actors as the one value that a query takes; there are few such lists."""
    return json.dumps(actors)


def of_record(record: Record) -> dict[str, Any]:
    """Return a record as queries take it."""
    return {
        "n": record.n, "kind": record.kind, "seq": record.seq, "step": record.step, "outcome": record.outcome,
        "to": record.to, "actor": record.actor, "at": stamp(record.at), "by": record.by, "reason": record.reason,
        "more": record.more, "salts": _one(record.salts), "marks": _one(record.marks), "key": record.key,
        "hash": record.hash,
    }  # fmt: skip


def read_row(row: tuple[Any, ...]) -> Row:
    """Return the case that a row keeps; raise TypeError, ValueError or OverflowError if nobody wrote it so."""
    no, id, definition, title, data, state, place, since, opened, changed, seq, n, head, link, taken_by = typed(
        row, _ROW
    )
    values = json.loads(data)
    typed((values,), (dict,))
    return Row(
        no=no, id=id, definition=definition, title=title, data=values, state=state, place=place,
        since=moment(since), opened=moment(opened), changed=moment(changed), seq=seq, n=n, head=head, link=link,
        taken_by=taken_by,
    )  # fmt: skip


def read_record(row: tuple[Any, ...]) -> Record:
    """Return the record that a row keeps; raise what `read_row` raises."""
    n, kind, seq, step, outcome, to, actor, at, by, reason, more, salts, marks, key, hash = typed(row, _RECORD)
    return new_record(
        n=n, kind=kind, seq=seq, step=step, outcome=outcome, to=to, actor=actor, at=moment(at), by=by, reason=reason,
        more=more, salts=_three(salts), marks=_three(marks), key=key, hash=hash,
    )  # fmt: skip


def typed(row: tuple[Any, ...], types: tuple[Any, ...]) -> tuple[Any, ...]:
    """Return a row of which every value has its type; SQLite keeps whatever somebody puts there."""
    if not all(map(isinstance, row, types)):
        msg = "a value of another type"
        raise TypeError(msg)
    return row


def _one(three: tuple[str, str, str]) -> str:
    one, two, last = three
    return f"{one or '-'} {two or '-'} {last or '-'}"


def _three(text: str) -> tuple[str, str, str]:
    if text == _NONE:
        return "", "", ""
    one, two, three = ["" if part == "-" else part for part in text.split(" ")]
    return one, two, three
