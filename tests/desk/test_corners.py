"""What hardly ever happens: races that never end, rows that somebody planted, memories that are full."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, Any

import pytest

from desk.faults import Armed, Fault, sqlite_connections
from desk.office import ANI, CITRA, DEDI, LETTER, letter
from sopkit import errors, open_desk
from sopkit.desk import acting, finding, standing, transfer

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from desk.office import Clock
    from sopkit.desk import Desk


def test_who_is_always_second_is_told_that_the_store_is_busy(
    desk: Desk, new_url: Callable[[str], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.open("surat", "S-1")
    sent = desk.export("S-1")
    for module in (acting, transfer):
        monkeypatch.setattr(module, "_TRIES", 3)
    tried = []
    for name in ("act", "open", "erase"):
        monkeypatch.setattr(desk._store, name, lambda *_, **__: tried.append(1))
    for act in (
        lambda: desk.complete("S-1", "tulis", by=ANI),
        lambda: desk.open("surat", "S-2"),
        lambda: desk.erase("S-1", by=ANI, reason="x", words=True),
    ):
        with pytest.raises(errors.StoreBusy):
            act()
    assert len(tried) == 9
    with open_desk(new_url("memory")) as other:
        monkeypatch.setattr(other._store, "bring_in", lambda *_, **__: False)
        with pytest.raises(errors.StoreBusy):
            other.import_case(sent)
        assert other.verify().cases == 0


def test_a_store_that_fails_is_not_taken_for_a_lost_race(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.open("surat", "S-1")
    kept, records = desk._store.act, desk._store.records

    def fails(*given: Any, **more: Any) -> Any:
        raise errors.StoreFull(store="x")

    def late(*given: Any, **more: Any) -> bool:
        monkeypatch.setattr(desk._store, "act", kept)
        desk.suspend("S-1", by=ANI, reason="libur")
        monkeypatch.setattr(desk._store, "records", fails)
        return kept(*given, **more)

    monkeypatch.setattr(desk._store, "act", late)
    with pytest.raises(errors.StoreFull):
        desk.complete("S-1", "tulis", by=ANI)
    monkeypatch.setattr(desk._store, "records", records)
    assert desk.summary("S-1").state == "suspended"


def test_a_row_that_somebody_planted_in_the_way_of_an_act_is_damage(tmp_path: Path) -> None:
    with open_desk(f"sqlite:///{tmp_path}/cases.db") as desk:
        desk.publish(LETTER)
        desk.open("surat", "S-1")
        with sqlite3.connect(tmp_path / "cases.db") as connection:
            connection.execute("INSERT INTO sopkit_outbox VALUES (1, 1, 0, 0)")
        connection.close()
        with pytest.raises(errors.StoreDamaged):
            desk.complete("S-1", "tulis", by=ANI)
        assert len(desk.history("S-1")) == 1


def test_cases_that_were_forgotten_are_read_again(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(standing, "_ENTRIES", 5)
    for n in range(6):
        desk.open("surat", f"S-{n}")
        desk.complete(f"S-{n}", "tulis", by=ANI)
    assert desk._standings._size <= 5
    assert desk._standings._size == sum(case.last.seq + 1 for _, case in desk._standings._cases.values())
    for n in range(6):
        assert desk.complete(f"S-{n}", "periksa", "baik", by=DEDI).last.seq == 2
    assert desk.verify().is_whole


def test_an_inbox_is_read_a_batch_at_a_time(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finding, "_BATCH", 2)
    for n in range(6):
        desk.open("surat", f"S-{n}")
    assert [one.case for one in desk.inbox(by=ANI)] == [f"S-{n}" for n in range(6)]
    assert [one.case for one in desk.inbox(by=ANI, limit=3)] == ["S-0", "S-1", "S-2"]


def test_of_two_who_publish_at_once_both_learn_what_stands(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = desk._store.publish

    def late(sop: Any) -> Any:
        def publish(*given: Any, **more: Any) -> bool:
            monkeypatch.setattr(desk._store, "publish", kept)
            desk.publish(sop)
            return kept(*given, **more)

        return publish

    monkeypatch.setattr(desk._store, "publish", late(letter("2.0")))
    assert desk.publish(letter("2.0")).version == "2.0"
    monkeypatch.setattr(desk._store, "publish", late(letter("3.0", Menulis="Menyusun")))
    with pytest.raises(errors.VersionTaken):
        desk.publish(letter("3.0"))
    assert [one.version for one in desk.published()] == ["1.0", "2.0", "3.0"]


def test_a_transaction_of_the_host_that_the_database_took_back_is_gone_as_a_whole(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/cases.db"
    armed = Armed()
    with open_desk(url) as desk:
        desk.publish(LETTER)
        connection = sqlite3.connect(tmp_path / "cases.db", isolation_level=None, factory=sqlite_connections(armed))
        joined = desk.joined(connection).joined(connection)
        joined.open("surat", "S-1")
        armed.fault = Fault(sqlite3.SQLITE_FULL, rolls_back=True, at=1)
        with pytest.raises(errors.StoreFull):
            joined.note("S-1", "x", by=ANI)
        armed.fault = None
        assert not connection.in_transaction
        connection.close()
        with pytest.raises(errors.NoSuchCase):
            desk.case("S-1")


def test_a_journal_that_became_long_is_read_in_batches(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sopkit.stores.store._BATCH", 2)
    desk.open("surat", "S-1")
    for n in range(5):
        desk.note("S-1", f"{n}", by=ANI)
    desk.open("surat", "S-2")
    desk.open("surat", "S-3")
    assert [one.reason for one in desk.history("S-1")] == [None, "0", "1", "2", "3", "4"]
    desk._standings._cases.clear()
    desk._standings._size = 0
    assert desk.complete("S-1", "tulis", by=ANI).last.seq == 1
    assert desk.verify(desk.checkpoint()).is_whole


def test_an_erased_case_is_erased_only_where_it_is_whole(tmp_path: Path, clock: Clock) -> None:
    with open_desk(f"sqlite:///{tmp_path}/cases.db", clock=clock) as desk:
        desk.publish(LETTER)
        desk.open("surat", "S-1", by=ANI)
        desk.note("S-1", "asli", by=ANI)
        with sqlite3.connect(tmp_path / "cases.db") as connection:
            connection.execute("UPDATE sopkit_records SET reason = 'palsu' WHERE n = 1")
        connection.close()
        with pytest.raises(errors.StoreDamaged):
            desk.erase("S-1", by=CITRA, reason="diminta", words=True)
        assert len(desk.history("S-1")) == 2
