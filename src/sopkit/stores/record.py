"""
What happened to a case → Record, and the hash that binds it to the record before.

A hash covers personal values by salted commitments only: where a value is erased with its salt, the commitment stays,
and the chain still holds. No clock, no store and no key comes in here; salts come in as an argument.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import attrs

from sopkit.frozen import quick
from sopkit.journal import CANCELLED, COMPLETED, OPENED, new_entry, pairs

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sopkit.journal import Edition, Entry
    from sopkit.model import JSON

__all__ = ["ENTRIES", "PERSONAL", "Record", "canonical", "link", "moment", "new_record", "stamp", "written"]

ENTRIES = (OPENED, COMPLETED, CANCELLED)
"""The kinds of records that are entries of the journal; all others leave the case where it is."""
PERSONAL = ("by", "reason", "more")
"""The fields that may hold what a person may ask to have erased."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICRO = timedelta(microseconds=1)
_SALT = 32  # hex digits
_encode = json.JSONEncoder(separators=(",", ":"), sort_keys=True).encode
_quoted = json.encoder.encode_basestring_ascii


@attrs.frozen(kw_only=True, weakref_slot=False)
class Record:
    """One thing that happened to a case, as a store keeps it."""

    n: int
    """Its place among the records of the case; the opening is 0."""
    kind: str
    """`opened`, `completed`, `cancelled`, `suspended`, `resumed`, `claimed`, `released`, `assigned`, `noted`,
    `attached` or `erased`."""
    seq: int
    """Of the journal's last entry then."""
    step: str | None
    outcome: str | None
    to: str
    """The step or end where the case is after it."""
    actor: str | None
    at: datetime
    by: str | None
    reason: str | None
    """Why, or what the note says."""
    more: str | None
    """What else belongs to this kind, as canonical JSON: `outputs`; `title` and `data`; `to`; `name`, `reference`."""
    salts: tuple[str, str, str]
    """One for each personal field; empty where the value was erased."""
    marks: tuple[str, str, str]
    """The commitment of each personal field that was erased; else empty."""
    key: str | None
    """By which the host knows the act again."""
    hash: str
    """Of this record and the hash before it."""

    @property
    def details(self) -> dict[str, JSON]:
        """What else belongs to this kind of record."""
        return json.loads(self.more) if self.more else {}

    def entry(self, case: str, edition: Edition) -> Entry:
        """Return the entry of the journal that this record keeps."""
        outputs: Any = pairs(self.details.get("outputs")) if self.more else ()
        return new_entry(
            self.kind, self.seq, case, edition, self.step, self.outcome, self.to, self.by, self.actor, self.at,
            self.reason, outputs,
        )  # fmt: skip

    def expected_hash(self, before: str, case: str, digest: str) -> str:
        """Return the hash that a record saying this has, after the one whose hash is `before`."""
        marks = [mark or _mark(salt, getattr(self, field)) for field, salt, mark in self._personal()]
        return _hash(
            before, case, digest, self.n, self.kind, self.seq, self.step, self.outcome, self.to, self.actor,
            stamp(self.at), self.key, *marks,
        )  # fmt: skip

    @property
    def left(self) -> str:
        """The hash of what its personal fields say now; an `erased` record keeps it for each record it touched."""
        return sha256(_encode([self.by, self.reason, self.more, self.salts, self.marks]).encode()).hexdigest()

    def without(self, fields: Mapping[str, str | None]) -> Record:
        """Return it with these personal fields put to other values, and their salts gone for good."""
        salts, marks = list(self.salts), list(self.marks)
        for place, (field, salt, mark) in enumerate(self._personal()):
            if field in fields and not mark:
                salts[place], marks[place] = "", _mark(salt, getattr(self, field))
        changes: dict[str, Any] = {**fields, "salts": tuple(salts), "marks": tuple(marks)}
        return attrs.evolve(self, **changes)

    def _personal(self) -> list[tuple[str, str, str]]:
        return list(zip(PERSONAL, self.salts, self.marks, strict=True))


new_record = quick(Record)


def written(
    kind: str, *, before: str, case: str, digest: str, n: int, seq: int, to: str, at: datetime, by: str | None,
    salt: str, step: str | None = None, outcome: str | None = None, actor: str | None = None,
    reason: str | None = None, more: str | None = None, key: str | None = None,
) -> Record:  # fmt: skip
    """Return the record that follows the one whose hash is `before`; `salt` is 96 random hex digits."""
    salts = (salt[:_SALT], salt[_SALT : 2 * _SALT], salt[2 * _SALT :])
    marks = map(_mark, salts, (by, reason, more))
    hash = _hash(before, case, digest, n, kind, seq, step, outcome, to, actor, stamp(at), key, *marks)
    return new_record(
        n=n, kind=kind, seq=seq, step=step, outcome=outcome, to=to, actor=actor, at=at, by=by, reason=reason,
        more=more, salts=salts, marks=("", "", ""), key=key, hash=hash,
    )  # fmt: skip


def canonical(values: Mapping[str, JSON]) -> str | None:
    """Return JSON values as the one text that stands for them; None for nothing at all."""
    return _encode(values) if values else None


def link(before: str, no: int, case: str, opening: str) -> str:
    """Return the hash that binds the opening of case number `no` to all openings before it."""
    return sha256(_encode(["sopkit-register-1", before, no, case, opening]).encode()).hexdigest()


def stamp(at: datetime) -> int:
    """Return a moment as a store keeps it: microseconds since 1970 in UTC."""
    return (at - _EPOCH) // _MICRO


def moment(stamped: int) -> datetime:
    """Return the moment that `stamp` gave, in UTC."""
    if stamped.__class__ is not int:
        msg = f"a moment is kept as a whole number, not {stamped!r}"
        raise TypeError(msg)
    return _EPOCH + stamped * _MICRO


# What is hashed is the JSON text of a list; an encoder of lists takes twice as long to write it, at every act.


def _mark(salt: str, value: str | None) -> str:
    return sha256(f"[{_quoted(salt)},{_text(value)}]".encode()).hexdigest()


def _hash(
    before: str, case: str, digest: str, n: int, kind: str, seq: int, step: str | None, outcome: str | None, to: str,
    actor: str | None, at: int, key: str | None, *marks: str,
) -> str:  # fmt: skip
    text = (
        f'["sopkit-record-1",{_quoted(before)},{_quoted(case)},{_quoted(digest)},{n},{_quoted(kind)},{seq},{_text(step)},'
        f"{_text(outcome)},{_quoted(to)},{_text(actor)},{at},{_text(key)},{','.join(map(_quoted, marks))}]"
    )
    return sha256(text.encode()).hexdigest()


def _text(value: str | None) -> str:
    return "null" if value is None else _quoted(value)
