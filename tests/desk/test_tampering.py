"""Whatever is changed in what is stored is found by `verify`, at the case and the record where it was changed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from desk.intruder import Intruder, another
from desk.office import ANI, BUDI, CITRA, DEDI, LETTER, letter
from sopkit import errors, open_desk
from sopkit.desk import Trouble

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from desk.office import Clock
    from sopkit.desk import Desk

IDS = {1: "S-1", 2: "S-2", 3: "S-3", 4: "S-4"}


def fill(desk: Desk) -> None:
    """Four cases with records of every kind; names and words are erased from the second."""
    desk.publish(LETTER)
    desk.publish(letter("2.0", Surat="Nota"))
    desk.open("surat", "S-1", by=ANI, title="Satu", data={"nib": "1", "hal": {"a": True}, "n": 1}, key="k1")
    desk.complete("S-1", "tulis", by=ANI, outputs={"draf": "d1"}, key="k2")
    desk.claim("S-1", by=DEDI)
    desk.release("S-1", by=DEDI)
    desk.assign("S-1", to=CITRA, by=DEDI)
    desk.open("surat", "S-2", by=BUDI, title="Dua", data={"nib": "2"}, version="1.0")
    desk.complete("S-2", "tulis", by=BUDI)
    desk.complete("S-2", "periksa", "ulang", by=DEDI, reason="salah")
    desk.complete("S-2", "tulis", by=ANI, outputs={"draf": "d2"})
    desk.assign("S-2", to=DEDI, by=CITRA)
    desk.note("S-2", "bu Ani sakit", by=BUDI)
    desk.attach("S-2", "Foto", "foto.jpg", by=DEDI)
    desk.erase("S-2", by=CITRA, reason="permintaan 7", person="dedi", words=True)
    desk.open("surat", "S-3", title="Tiga")
    desk.complete("S-3", "tulis", by=ANI)
    desk.suspend("S-3", by=DEDI, reason="libur")
    desk.resume("S-3", by=DEDI, reason="masuk")
    desk.suspend("S-3", by=DEDI, reason="libur lagi")
    desk.open("surat", "S-4", title="Empat")
    desk.cancel("S-4", by=CITRA, reason="batal")


@pytest.fixture
def full(lasting_url: str, clock: Clock) -> Iterator[Desk]:
    with open_desk(lasting_url, clock=clock) as desk:
        fill(desk)
        yield desk


@pytest.fixture
def intruder(lasting_url: str, full: Desk) -> Iterator[Intruder]:
    intruder = Intruder(lasting_url, full)
    yield intruder
    intruder.close()


def test_what_nobody_touched_is_whole(full: Desk, intruder: Intruder) -> None:
    found = full.verify(full.checkpoint())
    assert (found.cases, found.records, found.troubles) == (4, 20, ())
    with intruder.crime():
        assert intruder.verify() == found


def test_a_single_change_of_any_column_of_any_record_is_found_there(intruder: Intruder) -> None:
    columns = intruder.columns("records")
    changes = 0
    for row in intruder.rows("SELECT * FROM sopkit_records ORDER BY no, n"):
        kept = dict(zip(columns, row, strict=True))
        for column, value in kept.items():
            news = [another(value)]
            if column in ("salts", "marks"):
                parts = value.split(" ")
                news = [" ".join([*parts[:i], another(parts[i]), *parts[i + 1 :]]) for i in range(3)] + [value + " x"]
            elif value is not None and column in ("step", "outcome", "actor", "by", "reason", "more", "key"):
                news.append(None)
            for new in news:
                with intruder.crime():
                    where = "WHERE no = ? AND n = ?"
                    changed = (
                        intruder.run(f'UPDATE sopkit_records SET "{column}" = ? {where}', new, kept["no"], kept["n"])
                        if not (
                            column in ("no", "n")
                            and intruder.rows(
                                f"SELECT 1 FROM sopkit_records {where}",
                                *((new, kept["n"]) if column == "no" else (kept["no"], new)),
                            )
                        )
                        else 0
                    )
                    if not changed:
                        continue  # the place is taken: a row cannot be there twice
                    changes += 1
                    troubles = intruder.verify().troubles
                    at = [(one.case, one.record) for one in troubles if one.what in ("chain", "value", "order")]
                    assert (IDS[kept["no"]], kept["n"]) in at or column == "no", (kept, column, new, troubles)
                    if column == "no":  # it is missing there, and too much elsewhere
                        assert troubles, (kept, column, new)
    assert changes > 350


def test_a_single_change_of_any_column_of_any_case_is_told_of_that_case(intruder: Intruder) -> None:
    columns = intruder.columns("cases")
    for row in intruder.rows("SELECT * FROM sopkit_cases ORDER BY no"):
        kept = dict(zip(columns, row, strict=True))
        for column, value in kept.items():
            news = [another(value)]
            if column == "data":
                news = [json.dumps({**json.loads(value), "x": 1}), "[]", "{", value.replace("true", "1"), "{}"]
            if column == "state":
                news = [one for one in ("open", "suspended", "closed") if one != value]
            if column == "place":
                news = ["nowhere", "teken"]
            if column == "no":
                news = [value + 10, -value]
            for new in news:
                if new == value:
                    continue
                with intruder.crime():
                    assert intruder.run(f"UPDATE sopkit_cases SET {column} = ? WHERE no = ?", new, kept["no"]) == 1
                    id = kept["id"] if column != "id" else new
                    troubles = intruder.verify().troubles
                    assert id in {one.case for one in troubles}, (kept, column, new, troubles)
                    if column not in ("no", "id"):
                        assert {one.case for one in troubles} == {id}, (kept, column, new, troubles)


@pytest.mark.parametrize("table", ["tasks", "facts"])
def test_what_stands_beside_a_case_is_held_against_it(intruder: Intruder, table: str) -> None:
    columns = intruder.columns(table)
    rows = intruder.rows(f"SELECT * FROM sopkit_{table}")
    assert rows
    for row in rows:
        where = " AND ".join(f"{column} = ?" for column in columns)
        case = IDS[dict(zip(columns, row, strict=True))["no"]]
        with intruder.crime():
            assert intruder.run(f"DELETE FROM sopkit_{table} WHERE {where}", *row) == 1
            assert Trouble(what="standing", case=case) in intruder.verify().troubles
        for place, column in enumerate(columns):
            changed = [*row[:place], another(row[place]), *row[place + 1 :]]
            with intruder.crime():
                intruder.run(f"UPDATE sopkit_{table} SET {column} = ? WHERE {where}", changed[place], *row)
                assert Trouble(what="standing", case=case) in intruder.verify().troubles
            with intruder.crime():
                intruder.run(f"INSERT INTO sopkit_{table} VALUES (?, ?, ?)", *changed)
                other = IDS[changed[columns.index("no")]]
                assert Trouble(what="standing", case=other) in intruder.verify().troubles
        with intruder.crime():
            changed = [99 if column == "no" else value for column, value in zip(columns, row, strict=True)]
            intruder.run(f"INSERT INTO sopkit_{table} VALUES (?, ?, ?)", *changed)
            assert intruder.verify().troubles == (Trouble(what="standing"),)


def test_the_register_is_held_against_the_cases(intruder: Intruder) -> None:
    for change in ("count = count + 1", "count = count - 1", "link = ''", "link = 'x'"):
        with intruder.crime():
            intruder.run(f"UPDATE sopkit_register SET {change}")
            assert intruder.verify().troubles == (Trouble(what="register"),)


def test_a_definition_that_was_changed_is_named_with_the_cases_that_run_on_it(intruder: Intruder) -> None:
    (text,) = intruder.rows("SELECT text FROM sopkit_definitions WHERE no = 2")[0]
    for column, new in (
        ("text", text.replace("Menulis", "Menyusun")), ("text", text[:-20]), ("text", ""), ("sop", "nota"),
        ("version", "3.0"), ("digest", "0" * 64),
    ):  # fmt: skip
        with intruder.crime():
            intruder.run(f"UPDATE sopkit_definitions SET {column} = ? WHERE no = 2", new)
            troubles = intruder.verify().troubles
            assert {one.what for one in troubles} >= {"definition"}
            assert {"S-1", "S-3", "S-4"} <= {one.case for one in troubles}
            assert "S-2" not in {one.case for one in troubles}
    with intruder.crime():
        intruder.run("DELETE FROM sopkit_definitions WHERE no = 1")
        assert intruder.verify().troubles == (Trouble(what="definition", case="S-2"),)
    with intruder.crime():
        intruder.run("UPDATE sopkit_cases SET definition = 2 WHERE no = 2")
        assert Trouble(what="chain", case="S-2", record=0) in intruder.verify().troubles


def test_a_record_that_is_missing_is_told_where_it_stood(intruder: Intruder) -> None:
    places = intruder.rows("SELECT no, n FROM sopkit_records")
    last = dict(sorted(places))
    for no, n in places:
        with intruder.crime():
            assert intruder.run("DELETE FROM sopkit_records WHERE no = ? AND n = ?", no, n) == 1
            troubles = intruder.verify().troubles
            expected = ("order", n) if n < last[no] or n == 0 else ("standing", 0) if no != 2 else ("value", 0)
            assert expected in {(one.what, one.record) for one in troubles if one.case == IDS[no]}, (no, n, troubles)


def test_records_that_changed_places_are_told(intruder: Intruder) -> None:
    last = dict(sorted(intruder.rows("SELECT no, n FROM sopkit_records")))
    for no, count in last.items():
        for n in range(count):
            with intruder.crime():
                intruder.run("UPDATE sopkit_records SET n = -7 WHERE no = ? AND n = ?", no, n)
                intruder.run("UPDATE sopkit_records SET n = ? WHERE no = ? AND n = ?", n, no, n + 1)
                intruder.run("UPDATE sopkit_records SET n = ? WHERE no = ? AND n = -7", n + 1, no)
                assert Trouble(what="chain", case=IDS[no], record=n) in intruder.verify().troubles


def copied(intruder: Intruder, source: tuple[int, int], no: int, n: int, key: str | None = None) -> None:
    columns = [f'"{one}"' for one in intruder.columns("records") if one not in ("no", "n", "key")]
    names = ", ".join(columns)
    intruder.run(
        f"INSERT INTO sopkit_records (no, n, key, {names}) "
        f"SELECT {no}, {n}, {'NULL' if key is None else repr(key)}, {names} FROM sopkit_records WHERE no = {source[0]} AND n = {source[1]}"
    )


def test_records_that_were_put_in_are_told(intruder: Intruder) -> None:
    last = dict(sorted(intruder.rows("SELECT no, n FROM sopkit_records")))
    for no, count in last.items():
        for n in (count + 1, -1, -(10**12)):  # at the end a copy of the last, and where nobody looks for one
            with intruder.crime():
                copied(intruder, (no, count), no, max(n, -(2**31)))
                troubles = intruder.verify().troubles
                assert {("chain", n), ("order", 0)} & {
                    (one.what, one.record) for one in troubles if one.case == IDS[no]
                }
        with intruder.crime():  # in between, the others moved up
            for n in range(count, 0, -1):
                intruder.run("UPDATE sopkit_records SET n = n + 1 WHERE no = ? AND n = ?", no, n)
            copied(intruder, (no, 0), no, 1)
            assert Trouble(what="chain", case=IDS[no], record=1) in intruder.verify().troubles
    with intruder.crime():
        copied(intruder, (1, 0), 77, 0)
        assert intruder.verify().troubles == (Trouble(what="order"),)
    with intruder.crime():  # of another case
        copied(intruder, (2, last[2]), 1, last[1] + 1)
        assert Trouble(what="chain", case="S-1", record=last[1] + 1) in intruder.verify().troubles


def erase_case(intruder: Intruder, no: int) -> None:
    for table in ("tasks", "facts", "outbox", "records", "cases"):
        intruder.run(f"DELETE FROM sopkit_{table} WHERE no = ?", no)


def test_a_case_that_vanished_from_between_others_shows_at_the_next(full: Desk, intruder: Intruder) -> None:
    for no in (1, 2, 3):
        with intruder.crime():
            erase_case(intruder, no)
            assert intruder.verify().troubles == (Trouble(what="register", case=IDS[no + 1]),)
            found = intruder.verify(full.checkpoint())
            assert Trouble(what="cut", case=IDS[no]) in found.troubles
    with intruder.crime():  # and the numbers moved up
        erase_case(intruder, 1)
        for table in ("tasks", "facts", "outbox", "records", "cases"):
            for no in (2, 3, 4):
                intruder.run(f"UPDATE sopkit_{table} SET no = {no} - 1 WHERE no = {no}")
        intruder.run("UPDATE sopkit_register SET count = 3")
        assert Trouble(what="register", case="S-2") in intruder.verify().troubles


def test_a_tail_that_was_cut_shows_against_a_checkpoint_and_only_there(
    full: Desk, intruder: Intruder, lasting_url: str
) -> None:
    before = {id: full.summary(id) for id in IDS.values()}
    head = full.history("S-1")[2]
    known = json.loads(json.dumps(full.checkpoint()))
    with intruder.crime():  # an assignment and a release are taken back, and the row says so too
        assert before["S-1"].taken_by == "citra"
        intruder.run("DELETE FROM sopkit_records WHERE no = 1 AND n > 2")
        intruder.run("DELETE FROM sopkit_outbox WHERE no = 1 AND n > 2")
        intruder.run(
            "UPDATE sopkit_cases SET n = 2, head = ?, changed = ?, taken_by = 'dedi' WHERE no = 1", head.hash,
            intruder.rows("SELECT at FROM sopkit_records WHERE no = 1 AND n = 2")[0][0],
        )  # fmt: skip
        assert intruder.verify().is_whole
        assert intruder.verify(known).troubles == (Trouble(what="cut", case="S-1", record=4),)
    with intruder.crime():  # the last case vanishes, and the register with it
        link = intruder.rows("SELECT link FROM sopkit_cases WHERE no = 3")[0][0]
        erase_case(intruder, 4)
        intruder.run("UPDATE sopkit_register SET count = 3, link = ?", link)
        assert intruder.verify().is_whole
        assert intruder.verify(known).troubles == (Trouble(what="cut", case="S-4"),)


def test_a_chain_that_was_written_anew_shows_against_a_checkpoint(full: Desk, intruder: Intruder) -> None:
    known = full.checkpoint()
    import attrs

    last = full.history("S-4")[1]
    forged = attrs.evolve(last, reason="dibatalkan pemohon")
    forged = attrs.evolve(
        forged, hash=forged.expected_hash(full.history("S-4")[0].hash, "S-4", full.case("S-4").last.sop.digest)
    )
    with intruder.crime():
        intruder.run(
            "UPDATE sopkit_records SET reason = ?, hash = ? WHERE no = 4 AND n = 1", forged.reason, forged.hash
        )
        intruder.run("UPDATE sopkit_cases SET head = ? WHERE no = 4", forged.hash)
        assert intruder.verify().is_whole
        assert intruder.verify(known).troubles == (Trouble(what="cut", case="S-4", record=1),)


def test_a_checkpoint_still_holds_after_more_was_done(full: Desk) -> None:
    known = full.checkpoint()
    full.note("S-4", "arsip", by=ANI)
    full.open("surat", "S-5")
    full.erase("S-1", by=CITRA, reason="diminta", person="dedi", words=True)
    assert full.verify(known).is_whole


@pytest.mark.parametrize(
    "known", [{}, [], {"sopkit": "case"}, {"sopkit": "checkpoint"}, {"sopkit": "checkpoint", "heads": {"S-1": 3}}, "x"]
)
def test_what_is_no_checkpoint_is_refused(full: Desk, known: Any) -> None:
    with pytest.raises(errors.CheckpointBroken):
        full.verify(known)


def test_a_value_that_was_taken_away_without_a_record_of_it_is_told(full: Desk, intruder: Intruder) -> None:
    for id, no in (("S-1", 1), ("S-3", 3)):
        for record in full.history(id):
            for field in ("by", "reason", "more"):
                gone = record.without({field: "–"})
                with intruder.crime():
                    intruder.run(
                        'UPDATE sopkit_records SET "by" = ?, reason = ?, more = ?, salts = ?, marks = ? WHERE no = ? AND n = ?',
                        gone.by, gone.reason, gone.more, " ".join(one or "-" for one in gone.salts),
                        " ".join(one or "-" for one in gone.marks), no, record.n,
                    )  # fmt: skip
                    assert Trouble(what="value", case=id, record=record.n) in intruder.verify().troubles


def test_a_name_put_beside_the_mark_of_an_erased_one_is_told(intruder: Intruder) -> None:
    marked = [
        (n, by)
        for n, by, marks in intruder.rows('SELECT n, "by", marks FROM sopkit_records WHERE no = 2')
        if not marks.startswith("-")
    ]
    assert marked
    for n, by in marked:
        assert by == "erased-1"
        with intruder.crime():
            intruder.run("""UPDATE sopkit_records SET "by" = 'erased-2' WHERE no = 2 AND n = ?""", n)
            assert intruder.verify().troubles == (Trouble(what="value", case="S-2", record=n),)


def test_bytes_that_are_no_text_are_told_where_they_stand(tmp_path: Any, clock: Clock) -> None:
    import sqlite3

    path = tmp_path / "cases.db"
    with open_desk(f"sqlite:///{path}", clock=clock) as desk:
        fill(desk)
        connection = sqlite3.connect(path, isolation_level=None)
        connection.executescript("DROP TRIGGER sopkit_records_fixed")
        for column, value in (
            ("reason", "CAST(X'ff41' AS TEXT)"),
            ("by", "X'ff'"),
            ("seq", "'x'"),
            ("at", "1.5"),
            ("more", "'{'"),
            ("salts", "'a b'"),
        ):
            old = connection.execute(f'SELECT "{column}" FROM sopkit_records WHERE no = 3 AND n = 2').fetchone()
            connection.execute(f'UPDATE sopkit_records SET "{column}" = {value} WHERE no = 3 AND n = 2')
            assert [(one.case, one.record) for one in desk.verify().troubles] == [("S-3", 2)], column
            connection.execute(f'UPDATE sopkit_records SET "{column}" = ? WHERE no = 3 AND n = 2', old)
        for column, value in (
            ("title", "CAST(X'ff41' AS TEXT)"),
            ("data", "X'00'"),
            ("since", "'x'"),
            ("changed", "2e300"),
        ):
            old = connection.execute(f"SELECT {column} FROM sopkit_cases WHERE no = 3").fetchone()
            connection.execute(f"UPDATE sopkit_cases SET {column} = {value} WHERE no = 3")
            assert [one.case for one in desk.verify().troubles] == ["S-3"], column
            connection.execute(f"UPDATE sopkit_cases SET {column} = ? WHERE no = 3", old)
        assert desk.verify().is_whole
        connection.close()


def test_others_may_act_while_verify_looks(lasting_url: str, clock: Clock) -> None:
    with open_desk(lasting_url, clock=clock) as desk, open_desk(lasting_url, clock=clock) as other:
        fill(desk)

        def told(cases: int, of: int) -> None:
            other.note("S-1", f"{cases} dari {of}", by=ANI)
            other.open("surat", f"T-{cases}")

        assert desk.verify(told=told).troubles == ()
        assert desk.verify().cases == 8


def test_the_database_itself_refuses_to_change_or_delete_what_happened(
    lasting_url: str, full: Desk, intruder: Intruder
) -> None:
    for statement in (
        "DELETE FROM sopkit_records",
        "UPDATE sopkit_records SET at = at + 1",
        "UPDATE sopkit_records SET key = 'x' WHERE no = 2 AND n = 1",
    ):
        with pytest.raises(Exception, match="never"):
            intruder.run(statement)
    assert full.verify().is_whole


WEIRD = (None, "x", b"\xff", -1, 1.5, "{", '{"to": 5}', "suspended", "erased")


def test_nothing_that_stands_in_a_file_makes_a_traceback(tmp_path: Any, clock: Clock) -> None:
    import sqlite3

    from sopkit.desk.outbox import deliver

    path = tmp_path / "cases.db"
    with open_desk(f"sqlite:///{path}", clock=clock) as desk:
        fill(desk)
        exports = desk.export("S-3")
    looks = {
        "case": lambda desk: desk.case("S-2"), "history": lambda desk: desk.history("S-2"), "export": lambda desk: desk.export("S-2"),
        "inbox": lambda desk: desk.inbox(by=DEDI), "search": lambda desk: desk.search(data={"nib": "2"}),
        "deliver": lambda desk: deliver(desk._store, desk._standings, repr, limit=9, clock=clock), "verify": lambda desk: desk.verify(), "open": lambda desk: desk.open("surat", "S-9"),
        "import": lambda desk: desk.import_case(exports), "key": lambda desk: desk.note("S-2", "x", by=ANI, key="k2"),
        "complete": lambda desk: desk.complete("S-2", "periksa", "baik", by=CITRA), "claim": lambda desk: desk.claim("S-2", by=CITRA),
        "resume": lambda desk: desk.resume("S-2", by=CITRA, reason="x"), "note": lambda desk: desk.note("S-2", "x", by=ANI),
        "erase": lambda desk: desk.erase("S-2", by=CITRA, reason="x", person="budi", words=True), "seq": lambda desk: desk.claim("S-2", by=CITRA, seq=1),
    }  # fmt: skip
    connection = sqlite3.connect(path, isolation_level=None)
    connection.executescript(
        "DROP TRIGGER sopkit_records_fixed; DROP TRIGGER sopkit_records_stay; PRAGMA foreign_keys = OFF"
    )
    tried = 0
    memory = open_desk("sqlite://", clock=clock)
    for table, where in (
        ("records", "no = 2 AND n = 2"),
        ("records", "no = 2 AND n = 7"),
        ("cases", "no = 2"),
        ("definitions", "no = 1"),
        ("register", "one = 1"),
        ("outbox", "no = 2 AND n = 0"),
    ):
        for column in [one[1] for one in connection.execute(f"PRAGMA table_info(sopkit_{table})")]:
            for value in WEIRD:
                connection.execute("BEGIN")
                try:
                    connection.execute(f'UPDATE sopkit_{table} SET "{column}" = ? WHERE {where}', (value,))
                except (sqlite3.Error, UnicodeEncodeError):
                    connection.execute("ROLLBACK")
                    continue
                for name, look in looks.items():
                    connection.execute("SAVEPOINT look")
                    try:
                        look(memory.joined(connection))
                    except (errors.StoreError, errors.Refusal):
                        pass
                    except Exception as error:
                        raise AssertionError((table, where, column, value, name)) from error
                    connection.execute("ROLLBACK TO look")
                    tried += 1
                connection.execute("ROLLBACK")
    assert tried > 3_000
    connection.close()
    memory.close()


@pytest.mark.parametrize("what", ["note", "open", "erase", "verify", "export", "close"])
def test_whoever_hears_how_far_a_look_is_may_act_meanwhile(what: str, desk: Desk) -> None:
    acts: dict[str, Callable[[], object]] = {
        "note": lambda: desk.note("S-1", "selagi diperiksa", by=ANI),
        "open": lambda: desk.open("surat", "S-99", by=ANI),
        "erase": lambda: desk.erase("S-1", by=ANI, reason="permohonan", words=True),
        "verify": desk.verify,
        "export": lambda: desk.export("S-1"),
        "close": desk.close,
    }
    fill(desk)
    before = desk.verify().records
    heard: list[int] = []

    def told(done: int, _: int) -> None:
        heard.append(done)
        if done == 1:
            acts[what]()

    found = desk.verify(told=told)
    assert found.is_whole
    assert found.records == before  # what is done meanwhile is not seen
    assert len(heard) > 2
    if what != "close":
        assert desk.verify().is_whole
        assert desk.verify().records == before + (what in ("note", "open", "erase"))
