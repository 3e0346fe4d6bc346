"""Hashes need no secret: whoever forges an export can compute them. What no desk would have written is refused."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from desk.office import ANI, BUDI, CITRA, DEDI, LETTER, Clock
from sopkit import errors, open_desk
from sopkit.desk.transfer import export_of
from sopkit.stores.record import Record, moment

if TYPE_CHECKING:
    from collections.abc import Callable

Export = dict[str, Any]
SALTS = ["a" * 32, "b" * 32, "c" * 32]


def hashed(export: Export) -> Export:
    """Compute every hash anew, as a forger does."""
    before = ""
    for one in export["records"]:
        try:
            at = moment(one["at"])
            record = Record(**{**one, "at": at, "salts": tuple(one["salts"]), "marks": tuple(one["marks"])})
            one["hash"] = before = record.expected_hash(before, export["case"], export["digest"])
        except (OverflowError, TypeError, ValueError):  # of no moment, or with a mark too many
            one["hash"] = before = "0" * 64
    return export


def added(export: Export, kind: str, **fields: Any) -> Export:
    """Add a record behind the last one."""
    last = export["records"][-1]
    bare = {
        "n": last["n"] + 1, "kind": kind, "step": None, "outcome": None, "actor": None, "by": "p", "reason": None,
        "more": None, "key": None, "salts": SALTS, "marks": ["", "", ""],
    }  # fmt: skip
    return hashed({**export, "records": [*export["records"], {**last, **bare, **fields}]})


def changed(export: Export, n: int, **fields: Any) -> Export:
    """Change a record."""
    records = [{**one, **(fields if one["n"] == n else {})} for one in export["records"]]
    return hashed({**export, "records": records})


@pytest.fixture
def opened() -> Export:
    """An open case with a record of every kind that may stand there."""
    with open_desk("sqlite://", clock=Clock()) as desk:
        desk.publish(LETTER)
        desk.open("surat", "S-1", title="Satu", data={"a": [1.5, None, {"b": True}]}, key="k-0")
        desk.complete("S-1", "tulis", by=ANI, outputs={"draf": "d1"}, key="k-1")
        desk.note("S-1", "catatan", by=BUDI)
        desk.attach("S-1", "foto", "1.jpg", by=BUDI)
        desk.erase("S-1", by=CITRA, reason="diminta", person="budi")
        desk.claim("S-1", by=DEDI)
        desk.release("S-1", by=DEDI)
        return desk.export("S-1")


@pytest.fixture
def closed() -> Export:
    with open_desk("sqlite://", clock=Clock()) as desk:
        desk.publish(LETTER)
        desk.open("surat", "S-1")
        desk.cancel("S-1", by=CITRA, reason="ditarik")
        return desk.export("S-1")


def refused(export: Export | str, why: str) -> int:
    """Return at which record an export is refused."""
    with open_desk("sqlite://") as desk:
        with pytest.raises(errors.ExportBroken) as caught:
            desk.import_case(export)
        assert (desk.published(), desk.verify().cases) == ((), 0)
    for language in ("id", "en"):
        assert caught.value.in_(language)
    assert caught.value.why == why
    return caught.value.record


@pytest.mark.parametrize("kind", ["suspended", "resumed", "claimed", "released", "assigned", "opened", "cancelled"])
def test_a_closed_case_is_not_suspended_resumed_or_given_to_anybody(closed: Export, kind: str) -> None:
    more = {"assigned": '{"to":"p"}', "opened": '{"data":{},"title":""}'}.get(kind)
    reason = "r" if kind in ("suspended", "resumed", "cancelled") else None
    actor = "kadis" if kind == "cancelled" else None
    assert refused(added(closed, kind, reason=reason, more=more, actor=actor), "act") == 2


def test_what_may_stand_behind_the_end_of_a_case_arrives(closed: Export) -> None:
    more = added(added(closed, "noted", reason="r"), "attached", more='{"name":"a","reference":"b"}')
    export = added(more, "erased", reason="r", more='{"name":null,"records":{}}')
    with open_desk("sqlite://") as desk:
        assert desk.import_case(export).is_closed
        assert desk.verify().is_whole
        assert [one.state for one in desk.search()] == ["closed"]


def one_after(kind: str, **fields: Any) -> Callable[[Export], Export]:
    return lambda export: added(export, kind, **fields)


SUSPEND, CLAIM = one_after("suspended", reason="r"), one_after("claimed", by="dedi")


@pytest.mark.parametrize(
    "steps",
    [
        [one_after("resumed", reason="r")],
        [SUSPEND, SUSPEND],
        [SUSPEND, one_after("claimed")],
        [SUSPEND, one_after("assigned", more='{"to":"q"}')],
        [one_after("released")],
        [CLAIM, one_after("released", by="q")],
        [CLAIM, one_after("claimed", by="q")],
        [CLAIM, SUSPEND, one_after("released", by="dedi")],
        [one_after("claimed", by="ani")],  # who wrote the draft may not examine it
        [one_after("assigned", more='{"to":"ani"}')],
        [one_after("noted", reason="r", seq=0)],
        [one_after("noted", reason="r", to="teken")],
        [one_after("noted", reason="r", at=0)],
        [CLAIM, one_after("completed", step="periksa", outcome="baik", to="teken", actor="kabid", by="q", seq=2)],
        [SUSPEND, one_after("completed", step="periksa", outcome="baik", to="teken", actor="kabid", by="q", seq=2)],
    ],
)
def test_what_the_state_of_a_case_leaves_no_room_for_is_refused(
    opened: Export, steps: list[Callable[[Export], Export]]
) -> None:
    for step in steps:
        opened = step(opened)
    assert refused(opened, "act") == opened["records"][-1]["n"]


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        ("noted", {"reason": None}),
        ("noted", {"reason": " "}),
        ("noted", {"reason": "r", "by": None}),
        ("noted", {"reason": "r", "by": " "}),
        ("noted", {"reason": "r", "by": "x" * 501}),
        ("noted", {"reason": "r\0"}),
        ("noted", {"reason": "\ud800"}),
        ("noted", {"reason": "r", "key": "\ud800"}),
        ("noted", {"reason": "r", "key": ""}),
        ("noted", {"reason": "r", "by": "\0"}),
        ("noted", {"reason": "r", "more": '{"code":"x","language":"y"}'}),
        ("noted", {"reason": "r", "more": "{}"}),
        ("noted", {"reason": "r", "more": ""}),
        ("noted", {"reason": "r", "step": "periksa"}),
        ("noted", {"reason": "r", "actor": "kabid"}),
        ("noted", {"reason": "r", "outcome": "baik"}),
        ("noted", {"reason": "r", "n": 7.0}),
        ("noted", {"reason": "r", "seq": 1.0}),
        ("noted", {"reason": "r", "at": 1.0}),
        ("noted", {"reason": "r", "at": 2**62}),
        ("noted", {"reason": "r", "at": 253402300799999999}),
        ("noted", {"reason": "r", "salts": ["", "", ""]}),
        ("noted", {"reason": "r", "salts": ["a", "b", "c"]}),
        ("claimed", {"by": "dedi", "reason": "r"}),
        ("claimed", {"by": "dedi", "more": '{"to":"p"}'}),
        ("assigned", {"more": None}),
        ("assigned", {"more": '{"to":null}'}),
        ("assigned", {"more": '{"language":"x","to":"p"}'}),
        ("assigned", {"more": '{"to":"p","to":"q"}'}),
        ("assigned", {"more": '{"to": "p"}'}),
        ("attached", {"more": '{"name":"a"}'}),
        ("attached", {"more": '{"name":"a","reference":5}'}),
        ("attached", {"more": '{"code":"x","name":"a","reference":"b"}'}),
        ("erased", {"reason": "r", "more": '{"records":{}}'}),
        ("erased", {"reason": "r", "more": '{"name":"erased-1","records":{"7":"' + "a" * 64 + '"}}'}),
        ("erased", {"reason": "r", "more": '{"name":"budi","records":{}}'}),
        ("erased", {"reason": "r", "more": '{"name":null,"records":{"1":5}}'}),
        ("completed", {"more": '{"outputs":{}}'}),
        ("completed", {"more": '{"outputs":[["draf","x"]]}'}),
        ("completed", {"step": "periksa", "outcome": "baik", "actor": "kabid", "more": '{"outputs":{"draf":5}}'}),
        ("completed", {"step": "periksa", "outcome": "baik", "actor": "kabid", "more": "[" * 100_000}),
        ("suspended", {"reason": "r", "more": '{"a":' * 100_000 + "1" + "}" * 100_000}),
    ],
)
def test_a_record_that_says_what_its_kind_does_not_say_is_refused(
    opened: Export, kind: str, fields: dict[str, Any]
) -> None:
    refused(added(opened, kind, **fields), "value")


@pytest.mark.parametrize(
    "more",
    [
        '{"data":{"a":NaN},"title":""}',
        '{"data":{"a":Infinity},"title":""}',
        '{"data":{"a":-Infinity},"title":""}',
        '{"data":{"a":1e999},"title":""}',
        '{"data":{"a":1,"a":2},"title":""}',
        '{"data":{"\\u0000":1},"title":""}',
        '{"data":{"a":"\\ud800"},"title":""}',
        '{"data":{"a":' + "9" * 5_000 + '},"title":""}',
        '{"data":{},"title":5}',
        '{"data":[],"title":""}',
        '{"title":""}',
        '{"code":"x","data":{},"title":""}',
        "5",
        "null",
    ],
)
def test_an_opening_with_data_that_no_store_can_keep_is_refused(closed: Export, more: str) -> None:
    assert refused(changed(closed, 0, more=more), "value") == 0


def test_an_undeclared_document_is_refused(opened: Export) -> None:
    fields = {"step": "periksa", "outcome": "baik", "actor": "kabid", "to": "teken", "seq": 2, "by": "dedi"}
    assert refused(added(opened, "completed", **fields, more='{"outputs":{"lain":"x"}}'), "act") == 7
    with open_desk("sqlite://") as desk:
        assert desk.import_case(added(opened, "completed", **fields, more='{"outputs":{"draf":"x"}}'))


def test_a_key_that_stands_twice_in_an_export_is_told_before_anything_is_written(opened: Export) -> None:
    assert refused(added(opened, "noted", reason="r", key="k-1"), "key") == 7


@pytest.mark.parametrize("id", ["\ud800", "a\0", "x" * 501])
def test_an_id_that_no_store_can_keep_is_refused(closed: Export, id: str) -> None:
    refused(hashed({**closed, "case": id}), "value")


def test_text_that_no_file_can_hold_is_told_as_what_it_is(closed: Export) -> None:
    with pytest.raises(errors.DefinitionError):
        export_of(json.dumps({**closed, "case": "\ud800"}, ensure_ascii=False))
    assert refused(changed(closed, 0, salts=[*SALTS, "d" * 32], marks=["", "", "", ""]), "chain") == 0
    with pytest.raises(errors.DefinitionError) as caught:
        export_of(changed(closed, 0, salts=["xyz", "", ""]))
    assert "hexadecimal" in str(caught.value)
    assert export_of({**closed, "records": [{**one, "x-note": 1} for one in closed["records"]]}).id == "S-1"


def test_a_forged_record_in_a_store_is_found(closed: Export, tmp_path: Any) -> None:
    """As they came in before imports were held against this."""
    import sqlite3

    with open_desk(f"sqlite:///{tmp_path}/a.db") as desk:
        desk.import_case(closed)
        one = added(closed, "noted", reason="r", more='{"code":"x"}')["records"][-1]
        columns = ["n", "kind", "seq", "to", "at", "by", "reason", "more", "hash"]
        with sqlite3.connect(tmp_path / "a.db") as connection:
            names = ", ".join(f'"{name}"' for name in columns)
            marks = ", ".join("?" * len(columns))
            connection.execute(
                f"INSERT INTO sopkit_records (no, salts, marks, {names}) VALUES (1, ?, '- - -', {marks})",
                [" ".join(SALTS), *(one[name] for name in columns)],
            )
        connection.close()
        assert ("value", 2) in [(trouble.what, trouble.record) for trouble in desk.verify().troubles]
