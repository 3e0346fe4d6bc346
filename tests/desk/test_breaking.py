"""What somebody found who tried to break a desk: each mended, and kept here so that it stays so."""

from __future__ import annotations

import sqlite3
import threading
from typing import TYPE_CHECKING, Any

import pytest

from desk.office import ANI, BUDI, CITRA, DEDI, LETTER
from sopkit import errors, open_desk
from sopkit.desk import Trouble, verifying
from sopkit.stores.codes import meant

if TYPE_CHECKING:
    from pathlib import Path

    from desk.office import Clock
    from sopkit.desk import Desk


def test_a_desk_that_is_closed_while_threads_use_it_says_so(store_url: str) -> None:
    desk = open_desk(store_url)
    desk.publish(LETTER)
    desk.open("surat", "S-1", by=ANI)
    told: list[Exception] = []

    def work() -> None:
        try:
            while True:
                desk.note("S-1", "x", by=ANI)
        except errors.StoreError as error:
            told.append(error)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for one in threads:
        one.start()
    desk.close()
    for one in threads:
        one.join()
    assert {type(one) for one in told} == {errors.StoreClosed}


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        (sqlite3.SQLITE_IOERR_SHMSIZE, errors.StoreFull), (sqlite3.SQLITE_IOERR_WRITE, errors.StoreFull),
        (sqlite3.SQLITE_IOERR, errors.StoreUnreachable), (sqlite3.SQLITE_IOERR_SHORT_READ, errors.StoreDamaged),
        (sqlite3.SQLITE_CORRUPT, errors.StoreDamaged), (sqlite3.SQLITE_NOTADB, errors.NotAStore),
    ],
)  # fmt: skip
def test_only_what_is_damaged_is_told_as_damage(code: int, kind: type[errors.StoreError]) -> None:
    error = sqlite3.OperationalError("disk I/O error")
    error.sqlite_errorcode = code
    assert type(meant(error, "x")) is kind


def test_pages_that_do_not_rise_end(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.open("surat", "S-1")
    database = desk._store._db
    rows = database.read("registered", {"after": 0, "limit": 1})
    kept = database.read
    monkeypatch.setattr(
        type(database), "read", lambda self, query, values: rows if query == "registered" else kept(query, values)
    )
    with pytest.raises(errors.StoreDamaged):
        list(desk._store.registered())


def test_of_many_troubles_the_first_are_told_and_all_are_counted(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verifying, "_MOST", 2)
    known = {"sopkit": "checkpoint", "heads": {f"X-{n}": [0, "x"] for n in range(5)}}
    found = desk.verify(known)
    assert (len(found.troubles), found.trouble_count, found.is_whole) == (2, 5, False)


def test_a_joined_desk_delivers_nothing_and_every_desk_needs_somebody_to_tell(tmp_path: Path) -> None:
    with open_desk(f"sqlite:///{tmp_path}/cases.db") as desk:
        connection = sqlite3.connect(tmp_path / "cases.db")
        with pytest.raises(TypeError, match="take back"):
            desk.joined(connection).deliver(print)
        connection.text_factory = bytes
        for wrong in (None, connection):
            with pytest.raises(TypeError, match="connection"):
                desk.joined(wrong)
        connection.close()
        with pytest.raises(TypeError, match="tell"):
            desk.deliver(None)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("change", "case", "record"),
    [
        ("DELETE FROM sopkit_courier", "", 0), ("UPDATE sopkit_outbox SET n = 99", "S-1", 99),
        ("UPDATE sopkit_outbox SET attempts = 'x'", "S-1", 0), ("UPDATE sopkit_outbox SET due = 'x'", "S-1", 0),
    ],
)  # fmt: skip
def test_what_waits_to_be_told_is_held_against_the_records(tmp_path: Path, change: str, case: str, record: int) -> None:
    with open_desk(f"sqlite:///{tmp_path}/cases.db") as desk:
        desk.publish(LETTER)
        desk.open("surat", "S-1")
        connection = sqlite3.connect(tmp_path / "cases.db", isolation_level=None)
        connection.execute(change)
        connection.close()
        assert desk.verify().troubles == (Trouble(what="outbox", case=case, record=record),)
        if "due" not in change:
            with pytest.raises(errors.StoreDamaged):
                desk.deliver(lambda _: None)


def test_a_link_to_a_file_on_another_machine_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "share").mkdir()
    (tmp_path / "mounts").write_text(f"/dev/a / ext4 rw 0 0\nsrv:/x {tmp_path}/share nfs4 rw 0 0\n")
    monkeypatch.setattr("sopkit.stores.opening._MOUNTS", tmp_path / "mounts")
    (tmp_path / "cases.db").symlink_to(tmp_path / "share" / "cases.db")
    with pytest.raises(errors.NetworkPath):
        open_desk(f"sqlite:///{tmp_path}/cases.db")


def nested(depth: int) -> Any:
    data: dict[str, Any] = {}
    for _ in range(depth):
        data = {"a": data}
    return data


@pytest.mark.parametrize(
    "ask",
    [
        lambda desk: desk.open("surat", "S-2", title=5), lambda desk: desk.open("surat", "S-2", title=None),
        lambda desk: desk.open(None, "S-2"), lambda desk: desk.open("surat", 5), lambda desk: desk.case(["S-1"]),
        lambda desk: desk.search(limit=1.5), lambda desk: desk.search(limit=2**63), lambda desk: desk.search(title=5),
        lambda desk: desk.search(data={5: 5}), lambda desk: desk.search(by="budi"), lambda desk: desk.search(after=5),
        lambda desk: desk.case("S-1", by="budi"), lambda desk: desk.open("surat", "S-2", data=nested(100_000)),
        lambda desk: desk.open("surat", "S-2", data=nested(101)), lambda desk: desk.search(title="%" * 60_000),
        lambda desk: desk.search(data={f"{n}": n for n in range(40_000)}), lambda _: open_desk(5),  # type: ignore[arg-type]
        lambda desk: desk.claim("S-1", by=ANI, seq="0"), lambda desk: desk.claim("S-1", by=ANI, seq=-1),
    ],
)  # fmt: skip
def test_what_does_not_belong_there_is_said_and_nothing_is_kept(desk: Desk, ask: Any) -> None:
    desk.open("surat", "S-1")
    with pytest.raises((TypeError, ValueError)):
        ask(desk)
    assert len(desk.search()) == 1
    assert desk.verify().is_whole


def test_a_place_where_the_case_never_was_is_no_stale_one(desk: Desk) -> None:
    desk.open("surat", "S-1")
    with pytest.raises(errors.NoSuchEntry) as caught:
        desk.claim("S-1", by=ANI, seq=99)
    assert caught.value == errors.NoSuchEntry(case="S-1", seq=99, last=0)


def test_who_may_not_see_a_case_gets_it_by_no_act_that_any_actor_may_do(store_url: str, clock: Clock) -> None:
    with open_desk(store_url, clock=clock, may_read=lambda person, _: person.id != "dedi") as desk:
        desk.publish(LETTER)
        desk.open("surat", "S-1", by=BUDI)
        for act in (
            lambda: desk.note("S-1", "x", by=DEDI), lambda: desk.attach("S-1", "a", "b", by=DEDI),
            lambda: desk.erase("S-1", by=DEDI, reason="x", words=True),
        ):  # fmt: skip
            with pytest.raises(errors.MayNotRead):
                act()
        assert desk.note("S-1", "x", by=CITRA).id == "S-1"


@pytest.mark.parametrize("column", ["title", "head"])
def test_text_that_is_none_is_damage(tmp_path: Path, column: str) -> None:
    with open_desk(f"sqlite:///{tmp_path}/cases.db") as desk:
        desk.publish(LETTER)
        desk.open("surat", "S-1")
        connection = sqlite3.connect(tmp_path / "cases.db", isolation_level=None)
        connection.execute(f"UPDATE sopkit_cases SET {column} = CAST(X'ff41' AS TEXT)")
        with pytest.raises(errors.StoreDamaged):
            desk.case("S-1")
        assert [one.case for one in desk.verify().troubles] == ["S-1"]
        connection.execute("UPDATE sopkit_schema SET version = 'x'")
        connection.close()
    with pytest.raises(errors.StoreDamaged):
        open_desk(f"sqlite:///{tmp_path}/cases.db")
