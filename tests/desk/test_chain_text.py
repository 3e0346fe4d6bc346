"""What a record's hash binds: the text that anybody with a JSON library and SHA-256 can write again."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from hashlib import sha256
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from desk.office import ANI
from sopkit.stores.record import stamp, written

if TYPE_CHECKING:
    from sopkit.desk import Desk

WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
MAYBE = st.none() | WORDS


def _hash(*values: object) -> str:
    return sha256(json.dumps(values, separators=(",", ":")).encode()).hexdigest()


@given(
    texts=st.tuples(WORDS, WORDS, WORDS, WORDS, WORDS),
    maybes=st.tuples(MAYBE, MAYBE, MAYBE, MAYBE, MAYBE, MAYBE, MAYBE),
    n=st.integers(0, 2**31),
    at=st.datetimes(timezones=st.just(UTC)),
    salt=st.text("0123456789abcdef", min_size=96, max_size=96),
)
def test_a_hash_is_that_of_a_list_in_json(
    texts: tuple[str, ...], maybes: tuple[str | None, ...], n: int, at: datetime, salt: str
) -> None:
    kind, before, case, digest, to = texts
    by, step, outcome, actor, reason, more, key = maybes
    record = written(
        kind, before=before, case=case, digest=digest, n=n, seq=n, to=to, at=at, by=by, salt=salt, step=step,
        outcome=outcome, actor=actor, reason=reason, more=more, key=key,
    )  # fmt: skip
    marks = [_hash(one, value) for one, value in zip(record.salts, (by, reason, more), strict=True)]
    expected = _hash(
        "sopkit-record-1", before, case, digest, n, kind, n, step, outcome, to, actor, stamp(at), key, *marks
    )  # fmt: skip
    assert record.hash == record.expected_hash(before, case, digest) == expected
    erased = record.without({"by": "x", "reason": None})
    assert erased.expected_hash(before, case, digest) == expected


def test_the_records_of_a_desk_are_hashed_so(desk: Desk) -> None:
    desk.open("surat", "S-1", title="Surat “é”", data={"kota": "Bandung"})
    desk.complete("S-1", "tulis", by=ANI, reason='dengan "alasan"\n')
    opened, done = desk.history("S-1")
    digest = desk.case("S-1").last.sop.digest
    marks = [_hash(one, value) for one, value in zip(done.salts, (done.by, done.reason, done.more), strict=True)]
    assert done.hash == _hash(
        "sopkit-record-1", opened.hash, "S-1", digest, 1, "completed", 1, "tulis", done.outcome, done.to, done.actor,
        stamp(done.at), None, *marks,
    )  # fmt: skip
