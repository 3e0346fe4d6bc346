"""Personal values are erased on request: they are in no table and, on SQLite, in no byte; and the chain holds."""

from __future__ import annotations

import contextlib
import os
import signal
import sqlite3
from typing import TYPE_CHECKING, Any

import pytest

from desk.intruder import Intruder
from desk.office import ANI, BUDI, CITRA, DEDI, EKO, LETTER
from sopkit import Person, Refusal, errors, open_desk, replay

if TYPE_CHECKING:
    from pathlib import Path

    from desk.office import Clock
    from sopkit.desk import Desk

TABLES = ("definitions", "register", "cases", "records", "tasks", "facts", "outbox", "courier", "schema")
WORDS = (
    "Rahasia-judul",
    "Rahasia-data",
    "rahasia-nama",
    "Rahasia-alasan",
    "Rahasia-catatan",
    "Rahasia-berkas",
    "Rahasia-keluaran",
)
MURNI = Person("murni-78", actors={"staf", "kabid"})


def personal(desk: Desk, id: str = "S-1") -> None:
    desk.open("surat", id, by=MURNI, title=WORDS[0], data={"nik": WORDS[1], WORDS[2]: 1, "panjang": WORDS[1] * 900})
    desk.complete(id, "tulis", by=MURNI, reason=WORDS[3], outputs={"draf": WORDS[6]})
    desk.complete(id, "periksa", "ulang", by=DEDI, reason=WORDS[3])
    desk.complete(id, "tulis", by=BUDI)
    desk.complete(id, "periksa", "ulang", by=DEDI, reason=WORDS[3])
    desk.note(id, WORDS[4] * 900, by=MURNI)
    desk.attach(id, WORDS[5], WORDS[5], by=BUDI)
    desk.assign(id, to=MURNI, by=MURNI)


def everywhere(url: str, desk: Desk) -> str:
    intruder = Intruder(url, desk)
    try:
        return repr([intruder.rows(f"SELECT * FROM sopkit_{table}") for table in TABLES])
    finally:
        intruder.close()


def test_a_person_and_words_are_gone_from_every_table_and_the_chain_holds(lasting_url: str, clock: Clock) -> None:
    with open_desk(lasting_url, clock=clock) as desk:
        desk.publish(LETTER)
        personal(desk)
        known = desk.checkpoint()
        text = everywhere(lasting_url, desk)
        assert all(word in text for word in (*WORDS, "murni-78"))
        before = desk.case("S-1")
        case = desk.erase("S-1", by=CITRA, reason="permintaan 7", person="murni-78", words=True)
        text = everywhere(lasting_url, desk)
        assert not [word for word in (*WORDS, "murni-78") if word in text]
        assert case == desk.case("S-1") == replay(LETTER, case.journal)
        assert [(one.step, one.outcome, one.to, one.at) for one in case.journal] == [
            (one.step, one.outcome, one.to, one.at) for one in before.journal
        ]
        assert [one.by for one in case.journal] == ["erased-1", "erased-1", "dedi", "budi", "dedi"]
        summary = desk.summary("S-1")
        assert (summary.title, summary.data, summary.taken_by) == ("–", {}, None)
        erased = desk.history("S-1")[-1]
        assert (erased.kind, erased.by, erased.reason, erased.details["name"]) == (
            "erased",
            "citra",
            "permintaan 7",
            "erased-1",
        )
        assert sorted(erased.details["records"], key=int) == ["0", "1", "2", "4", "5", "6", "7"]
        assert desk.verify(known).is_whole
        assert not desk.search(person="murni-78")
        assert not desk.search(data={"nik": WORDS[1]})
        assert not desk.search(title="rahasia")
    with open_desk(lasting_url, clock=clock) as desk:
        assert desk.case("S-1") == case
        desk.complete("S-1", "tulis", by=BUDI)
        desk.complete("S-1", "periksa", "baik", by=DEDI)
        desk.complete("S-1", "teken", "ya", by=CITRA, outputs={"surat": "s"})
        assert desk.verify(known).is_whole


def test_no_byte_of_the_files_holds_what_was_erased(tmp_path: Path, clock: Clock) -> None:
    with open_desk(f"sqlite:///{tmp_path}/cases.db", clock=clock) as desk:
        desk.publish(LETTER)
        for n in range(30):
            personal(desk, f"S-{n}")
        held = b"".join(file.read_bytes() for file in tmp_path.iterdir())
        assert all(word.encode() in held for word in WORDS)
        for n in range(30):
            desk.erase(f"S-{n}", by=CITRA, reason="permintaan 7", person="murni-78", words=True)
            desk.note(f"S-{n}", "sudah", by=DEDI)
        for when in ("open", "closed"):
            held = b"".join(file.read_bytes() for file in tmp_path.iterdir())
            assert [word for word in (*WORDS, "murni-78") if word.encode() in held] == [], when
            desk.close()
    with open_desk(f"sqlite:///{tmp_path}/cases.db", clock=clock) as desk:
        assert desk.verify().is_whole


def test_only_what_was_asked_for_is_erased(desk: Desk) -> None:
    personal(desk)
    desk.erase("S-1", by=CITRA, reason="permintaan", person="dedi")
    assert [one.by for one in desk.history("S-1")] == [
        "murni-78",
        "murni-78",
        "erased-1",
        "budi",
        "erased-1",
        "murni-78",
        "budi",
        "murni-78",
        "citra",
    ]
    assert desk.summary("S-1").title == WORDS[0]
    assert desk.summary("S-1").taken_by == "murni-78"
    assert desk.case("S-1").last.reason == WORDS[3]
    desk.erase("S-1", by=CITRA, reason="permintaan", words=True)
    assert desk.case("S-1").last.reason == "–"
    assert desk.case("S-1").journal[0].by == "murni-78"
    assert desk.case("S-1").documents == {"draf": "–"}
    assert desk.verify().is_whole


def test_words_alone_leave_a_step_that_nobody_took_to_nobody(desk: Desk) -> None:
    desk.open("surat", "S-1", title="x")
    desk.erase("S-1", by=CITRA, reason="permintaan", words=True)
    assert desk.summary("S-1").taken_by is None
    assert desk.verify().is_whole


def test_each_person_gets_a_name_of_their_own(desk: Desk) -> None:
    desk.open("surat", "S-1", by=BUDI)
    desk.assign("S-1", to=ANI, by=BUDI)
    desk.erase("S-1", by=CITRA, reason="1", person="ani")
    assert desk.summary("S-1").taken_by is None
    desk.erase("S-1", by=CITRA, reason="2", person="budi")
    assert [one.by for one in desk.history("S-1")] == ["erased-2", "erased-2", "citra", "citra"]
    assert desk.history("S-1")[1].details == {"to": "erased-1"}
    desk.erase("S-1", by=BUDI, reason="3", person="citra")
    assert [one.by for one in desk.history("S-1")] == ["erased-2", "erased-2", "erased-3", "erased-3", "budi"]
    assert desk.verify().is_whole


def test_erasing_twice_changes_nothing_more(desk: Desk) -> None:
    personal(desk)
    desk.erase("S-1", by=CITRA, reason="1", person="murni-78", words=True)
    before = desk.history("S-1")
    with pytest.raises(errors.NotInCase) as caught:
        desk.erase("S-1", by=CITRA, reason="2", person="murni-78", words=True)
    assert caught.value == errors.NotInCase(case="S-1", person="murni-78")
    desk.erase("S-1", by=CITRA, reason="2", words=True)
    desk.erase("S-1", by=CITRA, reason="3", words=True)
    after = desk.history("S-1")
    assert after[: len(before) - 1] == before[:-1]
    assert [(one.reason, list(one.details["records"])) for one in after[-3:]] == [
        ("–", list(before[-1].details["records"])),
        ("–", [str(len(before) - 1)]),
        ("3", [str(len(before))]),
    ]
    assert desk.verify().is_whole


def test_a_closed_case_and_one_at_rest_can_be_erased(desk: Desk) -> None:
    for id in ("S-1", "S-2"):
        desk.open("surat", id, by=ANI, title="x")
        desk.suspend(id, by=CITRA, reason="libur")
    desk.cancel("S-2", by=CITRA, reason="batal")
    for id in ("S-1", "S-2"):
        desk.erase(id, by=CITRA, reason="diminta", person="citra", words=True)
    assert desk.summary("S-1").state == "suspended"
    with pytest.raises(errors.CaseSuspended) as caught:
        desk.claim("S-1", by=ANI)
    assert (caught.value.by, caught.value.reason) == ("erased-1", "–")
    assert desk.verify().is_whole


@pytest.mark.parametrize("read", ["erase", "export", "history"])
def test_an_erasure_between_two_pages_of_a_long_case_is_read_as_a_whole(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, read: str
) -> None:
    monkeypatch.setattr("sopkit.stores.store._BATCH", 3)
    personal(desk)
    kept = desk._store._db.read
    pages: list[int] = []

    def one_page_later(query: str, values: Any) -> Any:
        rows = kept(query, values)
        pages.extend([1] if query == "records" else [])
        if len(pages) == 2:
            pages.append(1)
            desk.erase("S-1", by=CITRA, reason="diminta", person="murni-78", words=True)
        return rows

    monkeypatch.setattr(desk._store._db, "read", one_page_later)
    if read == "erase":
        desk.erase("S-1", by=CITRA, reason="diminta", words=True)
    elif read == "history":
        assert not {"murni-78", WORDS[3]} & {word for one in desk.history("S-1") for word in (one.by, one.reason)}
    else:
        sent = desk.export("S-1")
        with open_desk("sqlite://") as other:
            other.import_case(sent)
    assert desk.verify().is_whole


def test_who_may_erase_says_why(desk: Desk) -> None:
    personal(desk)
    with pytest.raises(errors.NotYourCase):
        desk.erase("S-1", by=EKO, reason="x", words=True)
    with pytest.raises(errors.ReasonMissing):
        desk.erase("S-1", by=CITRA, reason=" ", words=True)
    with pytest.raises(errors.NoSuchCase):
        desk.erase("S-2", by=CITRA, reason="x", words=True)
    assert desk.summary("S-1").title == WORDS[0]


def test_an_erasure_that_lost_a_race_begins_again(desk: Desk) -> None:
    personal(desk)
    kept = desk._store.erase

    def late(*given: Any, **more: Any) -> bool:
        desk._store.erase = kept  # type: ignore[method-assign]
        desk.note("S-1", WORDS[4], by=MURNI)
        return kept(*given, **more)

    desk._store.erase = late  # type: ignore[method-assign]
    desk.erase("S-1", by=CITRA, reason="diminta", person="murni-78", words=True)
    assert [one.reason for one in desk.history("S-1")][-2:] == ["–", "diminta"]
    assert desk.verify().is_whole


def test_another_desk_forgets_what_was_erased(lasting_url: str, clock: Clock) -> None:
    with open_desk(lasting_url, clock=clock) as one, open_desk(lasting_url, clock=clock) as other:
        one.publish(LETTER)
        personal(one)
        assert other.case("S-1").last.by == "dedi"
        one.erase("S-1", by=CITRA, reason="diminta", person="dedi", words=True)
        assert other.case("S-1") == one.case("S-1")
        assert (other.case("S-1").last.by, other.case("S-1").last.reason) == ("erased-1", "–")


def test_while_a_case_runs_nobody_becomes_somebody_else_by_losing_their_name(desk: Desk) -> None:
    desk.open("surat", "S-1", by=BUDI)
    desk.complete("S-1", "tulis", by=BUDI)
    before = desk.history("S-1")
    with pytest.raises(errors.NameNeeded) as caught:
        desk.erase("S-1", by=CITRA, reason="diminta", person="budi", words=True)
    assert caught.value == errors.NameNeeded(case="S-1", person="budi", step="tulis", other="periksa")
    assert desk.history("S-1") == before
    with pytest.raises(Refusal):
        desk.complete("S-1", "periksa", "baik", by=BUDI)
    desk.erase("S-1", by=CITRA, reason="diminta", words=True)
    desk.complete("S-1", "periksa", "baik", by=DEDI)
    desk.erase("S-1", by=CITRA, reason="diminta", person="dedi")
    desk.cancel("S-1", by=CITRA, reason="batal")
    desk.erase("S-1", by=CITRA, reason="diminta", person="budi")
    assert "budi" not in {one.by for one in desk.history("S-1")}
    assert desk.verify().is_whole


def test_a_step_that_an_erased_person_took_is_free_again(desk: Desk) -> None:
    desk.open("surat", "S-1")
    desk.claim("S-1", by=ANI)
    desk.erase("S-1", by=CITRA, reason="diminta", person="ani")
    assert desk.summary("S-1").taken_by is None
    assert desk.verify().is_whole
    assert desk.complete("S-1", "tulis", by=BUDI).last.by == "budi"


def test_who_erases_their_own_name_leaves_it_nowhere(desk: Desk) -> None:
    desk.open("surat", "S-1", by=CITRA)
    desk.erase("S-1", by=CITRA, reason="diminta sendiri", person="citra")
    assert [one.by for one in desk.history("S-1")] == ["erased-1", "erased-1"]
    assert not desk.search(person="citra")
    assert desk.verify().is_whole


@pytest.mark.parametrize("given", [{"person": 5}, {"person": ["ani"]}, {"person": ""}, {"words": "ya"}, {"words": 1}])
def test_what_is_to_be_erased_is_said_by_what_belongs_there(desk: Desk, given: Any) -> None:
    desk.open("surat", "S-1", by=ANI)
    with pytest.raises((TypeError, ValueError)):
        desk.erase("S-1", by=CITRA, reason="diminta", **given)
    assert len(desk.history("S-1")) == 1


def bytes_of(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in folder.iterdir())


@pytest.mark.parametrize("later", ["act", "close"])
def test_what_somebody_still_reads_leaves_the_files_as_soon_as_they_let_go(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, later: str
) -> None:
    monkeypatch.setattr("sopkit.stores.sqlite._FORGETTING", 0)
    with (
        open_desk(f"sqlite:///{tmp_path}/cases.db") as desk,
        contextlib.closing(sqlite3.connect(tmp_path / "cases.db", isolation_level=None)) as reader,
    ):
        desk.publish(LETTER)
        personal(desk)
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM sopkit_cases").fetchall()
        desk.erase("S-1", by=CITRA, reason="diminta", person="murni-78", words=True)
        assert b"Rahasia" in bytes_of(tmp_path)
        desk.note("S-1", "masih dibaca", by=DEDI)
        assert b"Rahasia" in bytes_of(tmp_path)
        reader.execute("ROLLBACK")
        desk.close() if later == "close" else desk.note("S-1", "tidak lagi", by=DEDI)
        assert b"Rahasia" not in bytes_of(tmp_path)
        assert b"murni-78" not in bytes_of(tmp_path)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system does not fork")
@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
@pytest.mark.parametrize("read_on", [False, True])
def test_what_a_process_that_was_killed_had_still_to_forget_the_next_desk_forgets(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, read_on: bool
) -> None:
    monkeypatch.setattr("sopkit.stores.sqlite._FORGETTING", 0)
    url = f"sqlite:///{tmp_path}/cases.db"
    child = os.fork()
    if child == 0:
        try:
            _erases_and_dies(url)
        finally:
            os._exit(1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL
    assert b"Rahasia" in bytes_of(tmp_path)
    with contextlib.closing(sqlite3.connect(tmp_path / "cases.db", isolation_level=None)) as reader:
        if read_on:
            reader.execute("BEGIN")
            reader.execute("SELECT count(*) FROM sopkit_cases").fetchall()
        with open_desk(url) as desk:
            if read_on:
                assert b"Rahasia" in bytes_of(tmp_path)
                reader.execute("ROLLBACK")
                desk.note("S-1", "nobody reads any more", by=DEDI)
            assert b"Rahasia" not in bytes_of(tmp_path)
            assert desk.verify().is_whole


def _erases_and_dies(url: str) -> None:
    desk = open_desk(url)
    desk.publish(LETTER)
    personal(desk)
    reader = sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM sopkit_cases").fetchall()
    desk.erase("S-1", by=CITRA, reason="diminta", person="murni-78", words=True)
    os.kill(os.getpid(), signal.SIGKILL)


def test_what_is_erased_within_a_transaction_of_the_host_leaves_the_files_after_it(tmp_path: Path) -> None:
    with open_desk(f"sqlite:///{tmp_path}/cases.db") as desk:
        desk.publish(LETTER)
        personal(desk)
        with contextlib.closing(sqlite3.connect(tmp_path / "cases.db")) as connection:
            desk.joined(connection).erase("S-1", by=CITRA, reason="diminta", words=True)
            connection.commit()
            desk.note("S-1", "sudah", by=DEDI)
            assert b"Rahasia" not in bytes_of(tmp_path)
