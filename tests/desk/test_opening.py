"""Opening a store: what is none, what another sopkit made, what cannot be reached, written or read; each is told in words."""

from __future__ import annotations

import contextlib
import os
import random
import shutil
import sqlite3
import sys
import tempfile
import threading
import traceback
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from desk.conftest import KINDS
from desk.office import ANI, DEDI, LETTER
from sopkit import errors, open_desk
from sopkit.stores import open_store, opening, upgrade
from sopkit.stores.queries import migrations
from sopkit.stores.sqlite import Sqlite

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sopkit.desk import Desk


def told(error: errors.StoreError) -> None:
    """Both languages have a sentence for it, without braces left in it."""
    for language in ("id", "en"):
        sentence = error.in_(language)
        assert sentence
        assert "{" not in sentence


def fill(url: str, count: int = 3) -> None:
    with open_desk(url) as desk:
        desk.publish(LETTER)
        for n in range(count):
            desk.open("surat", f"S-{n}", by=ANI, title=f"Surat {n}", data={"n": n})
            desk.complete(f"S-{n}", "tulis", by=ANI)


@pytest.mark.parametrize(
    "url",
    ["", "cases.db", "/var/cases.db", "mysql://root:geheim@db/x", "sqlite:cases.db?mode=ro", "sqlite:", "sqlite:cases.db", "sqlite:/cases.db",
     "sqlite:///ca\nses.db", " sqlite://", "sqlite:///a.db?mode=ro", "sqlite:///a.db#x",
     "http://[geheim", "sqlite:///a\0b.db", "postgres+psycopg://user:geheim@host/db"],
)  # fmt: skip
def test_a_url_that_names_no_store_is_answered_with_those_that_do(url: str) -> None:
    with pytest.raises(errors.UrlUnknown) as caught:
        open_desk(url)
    told(caught.value)
    assert ":geheim" not in str(caught.value)


def test_a_password_is_never_told() -> None:
    for url in (
        "postgresql://ani:geheim@127.0.0.1:1/x?connect_timeout=1",
        "postgresql:///x?host=/nowhere&password=geheim",
        "postgresql://ani:geheim@:x/y?z",
        "postgresql://ani:geheim%zz@host/db",
        "postgresql://ani:geheim/geheim@host/db",
        "postgresql://ani:1/geheim@host/db",
        "postgresql://h/db?options=a@b&password=geheim",
        "postgresql://ani:geheim?geheim@host/db",
        "ani:geheim@host/db",
        "host=db password=geheim",
        "mysql://db/x?password=geheim",
    ):
        with pytest.raises((errors.StoreUnreachable, errors.UrlUnknown)) as caught:
            open_desk(url)
        told(caught.value)
        assert "geheim" not in str(caught.value)
        assert "geheim" not in "".join(traceback.format_exception(caught.value))


def test_a_folder_that_is_missing_is_named(tmp_path: Path) -> None:
    with pytest.raises(errors.FolderMissing) as caught:
        open_desk(f"sqlite:///{tmp_path}/nowhere/cases.db")
    told(caught.value)
    assert caught.value == errors.FolderMissing(store=f"{tmp_path}/nowhere/cases.db", folder=f"{tmp_path}/nowhere")


def test_a_folder_in_the_place_of_a_file_cannot_be_opened(tmp_path: Path) -> None:
    with pytest.raises(errors.StoreUnreachable) as caught:
        open_desk(f"sqlite:///{tmp_path}")
    told(caught.value)
    assert (caught.value.cause, caught.value.why in str(caught.value)) == ("file", True)


@pytest.mark.parametrize(("url", "filesystem"), [
    ("sqlite://server/share/cases.db", "server"), ("sqlite:////" + "/server/share/cases.db", "UNC"),
    ("sqlite:///\\\\server\\share\\cases.db", "UNC"), ("sqlite://ani:geheim@server/cases.db", "server"),
])  # fmt: skip
def test_a_name_on_another_machine_is_refused(url: str, filesystem: str) -> None:
    with pytest.raises(errors.NetworkPath) as caught:
        open_desk(url)
    told(caught.value)
    assert caught.value.filesystem == filesystem
    assert ":geheim" not in str(caught.value)


@pytest.mark.parametrize("kind", ["nfs4", "cifs", "fuse.sshfs", "9p"])
def test_a_network_file_system_is_refused_where_the_system_tells_of_it(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    share = tmp_path / "surat masuk"
    (share / "a").mkdir(parents=True)
    mounts = tmp_path / "mounts"
    at = str(share.resolve()).replace(" ", "\\040")
    mounts.write_text(f"/dev/sda1 / ext4 rw 0 0\nserver:/x {at} {kind} rw 0 0\n", encoding="utf-8")
    monkeypatch.setattr(opening, "_MOUNTS", mounts)
    with pytest.raises(errors.NetworkPath) as caught:
        open_desk(f"sqlite:///{share}/a/cases.db")
    told(caught.value)
    assert caught.value.filesystem == kind
    open_desk(f"sqlite:///{tmp_path}/cases.db").close()
    monkeypatch.setattr(opening, "_MOUNTS", tmp_path / "none")
    open_desk(f"sqlite:///{share}/a/cases.db").close()


def test_a_path_with_strange_letters_is_that_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    open_desk("sqlite:///surat%20masuk%3F%231.db").close()
    open_desk("sqlite:///kasus é.db").close()
    open_desk(f"sqlite:///{tmp_path}/absolut.db").close()
    assert {one.name for one in tmp_path.iterdir()} == {"surat masuk?#1.db", "kasus é.db", "absolut.db"}
    for memory in ("sqlite://", "sqlite:///", "sqlite:///:memory:"):
        open_desk(memory).close()
    assert len(list(tmp_path.iterdir())) == 3


def test_what_is_no_store_is_left_as_it_is(tmp_path: Path) -> None:
    text = tmp_path / "surat.db"
    text.write_text("Dengan hormat, " * 400, encoding="utf-8")
    app = tmp_path / "app.db"
    with contextlib.closing(sqlite3.connect(app)) as connection:
        connection.execute("CREATE TABLE app (x)")
    for file in (text, app):
        before = file.read_bytes()
        with pytest.raises(errors.NotAStore) as caught:
            open_desk(f"sqlite:///{file}")
        told(caught.value)
        assert caught.value.store == str(file)
        if file is text:
            assert file.read_bytes() == before
    assert upgrade(f"sqlite:///{app}") == (0, 2)
    fill(f"sqlite:///{app}")
    with contextlib.closing(sqlite3.connect(app)) as connection:
        assert connection.execute("SELECT count(*) FROM app").fetchall() == [(0,)]


def test_a_database_of_another_app_takes_the_tables_beside_its_own(new_url: Callable[[str], str]) -> None:
    import psycopg

    url = new_url("postgres")
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("CREATE TABLE app (x int)")
    with pytest.raises(errors.NotAStore):
        open_desk(url)
    assert upgrade(url) == (0, 2)
    fill(url)


def schema(url: str) -> Any:
    """Everything that the database knows of the schema."""
    if url.startswith("sqlite"):
        with contextlib.closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as connection:
            return sorted(
                connection.execute("SELECT type, name, tbl_name, sql FROM sqlite_master").fetchall(), key=repr
            )
    import psycopg

    with psycopg.connect(url) as connection:
        return [
            connection.execute(query.encode()).fetchall()
            for query in (
                "SELECT table_name, column_name, ordinal_position, data_type, collation_name, is_nullable, column_default, is_identity"
                " FROM information_schema.columns WHERE table_schema = current_schema() ORDER BY 1, 3",
                "SELECT replace(indexdef, current_schema(), '') FROM pg_indexes WHERE schemaname = current_schema() ORDER BY 1",
                "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint"
                " WHERE connamespace = current_schema()::regnamespace ORDER BY 1, 2",
                "SELECT tgrelid::regclass::text, tgname, replace(pg_get_triggerdef(oid), current_schema(), '') FROM pg_trigger"
                " WHERE tgrelid IN (SELECT oid FROM pg_class WHERE relnamespace = current_schema()::regnamespace) AND NOT tgisinternal ORDER BY 1, 2",
            )
        ]


@pytest.fixture
def one_by_one(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """Sets the clock of sopkit back: as if it knew only the first migrations."""
    known = opening.migrations

    def until(number: int) -> None:
        monkeypatch.setattr(opening, "migrations", lambda kind: known(kind)[:number])

    return until


@pytest.mark.parametrize("kind", ["file", "postgres"])
def test_a_store_that_was_upgraded_step_by_step_is_like_one_that_was_made_today(
    kind: str, new_url: Callable[[str], str], one_by_one: Callable[[int], None]
) -> None:
    old, new = new_url(kind), new_url(kind)
    open_store(new).close()
    latest = len(migrations("sqlite"))
    assert (
        [number for number, _ in migrations("sqlite")]
        == list(range(1, latest + 1))
        == [number for number, _ in migrations("postgres")]
    )
    one_by_one(1)
    open_store(old).close()
    assert schema(old) != schema(new)
    for number in range(2, latest + 1):
        one_by_one(number)
        with pytest.raises(errors.OtherSchema) as caught:
            open_desk(old)
        told(caught.value)
        assert caught.value == errors.OtherSchema(store=caught.value.store, found=number - 1, known=number)
        assert caught.value.rule == "older-schema"
        assert upgrade(old) == (number - 1, number)
        assert upgrade(old) == (number, number)
    assert schema(old) == schema(new)
    fill(old)
    with open_desk(old) as desk:
        assert desk.verify().is_whole


def test_both_databases_have_the_same_tables_and_columns(new_url: Callable[[str], str]) -> None:
    file, server = new_url("file"), new_url("postgres")
    open_store(file).close()
    open_store(server).close()
    columns: dict[str, list[str]] = {}
    for table, column, *_ in schema(server)[0]:
        columns.setdefault(table, []).append(column)
    with contextlib.closing(sqlite3.connect(file.removeprefix("sqlite:///"))) as connection:
        tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        assert {one: [row[1] for row in connection.execute(f"PRAGMA table_info({one})")] for one in tables} == columns


@pytest.mark.parametrize("kind", ["file", "postgres"])
def test_a_store_of_a_newer_sopkit_is_left_alone(kind: str, new_url: Callable[[str], str]) -> None:
    url = new_url(kind)
    store = open_store(url)
    store._db.transact(
        lambda changes: (changes.change("schema gone", {}), changes.change("schema known", {"version": 99}))
    )
    store.close()
    for attempt in (open_desk, upgrade):
        with pytest.raises(errors.OtherSchema) as caught:
            attempt(url)
        told(caught.value)
        assert (caught.value.found, caught.value.rule) == (99, "newer-schema")


@pytest.mark.parametrize("kind", ["file", "postgres"])
def test_many_who_open_an_empty_store_at_once_all_get_it(kind: str, new_url: Callable[[str], str]) -> None:
    url = new_url(kind)
    start = threading.Barrier(6)
    wrong: list[BaseException] = []

    def work() -> None:
        try:
            start.wait()
            open_store(url).close()
            start.wait()
            upgrade(url)
        except BaseException as error:
            wrong.append(error)
            start.abort()  # the others would wait for ever

    threads = [threading.Thread(target=work) for _ in range(6)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert not wrong
    fill(url)


def test_a_store_that_another_sets_up_between_two_questions_is_opened(
    new_url: Callable[[str], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    url = new_url("file")
    ask = Sqlite.read

    def late(database: Sqlite, query: str, values: Any) -> Any:
        found = ask(database, query, values)
        if query == "tables":
            monkeypatch.setattr(Sqlite, "read", ask)
            open_store(url).close()
        return found

    monkeypatch.setattr(Sqlite, "read", late)
    open_store(url).close()
    fill(url)


def test_many_files_are_set_up_at_once_by_many(tmp_path: Path) -> None:
    for k in range(20):
        with ThreadPoolExecutor(6) as pool:
            list(pool.map(lambda _, k=k: open_store(f"sqlite:///{tmp_path}/{k}.db").close(), range(6)))


def test_without_the_extra_it_is_told_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    monkeypatch.delitem(sys.modules, "sopkit.stores.postgres", raising=False)
    with pytest.raises(errors.DriverMissing) as caught:
        open_desk("postgresql://host/db")
    told(caught.value)
    assert "sopkit[postgres]" in str(caught.value)


@contextlib.contextmanager
def nobody() -> Iterator[None]:
    """Somebody without the rights of root, for whom a file can be read-only."""
    if os.geteuid() != 0:
        yield
        return
    told(errors.StoreReadOnly(store="–"))  # read now what sopkit reads of its own: nobody may not enter every checkout
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.fixture
def shelf() -> Iterator[Path]:
    """A folder that everybody may enter."""
    folder = Path(tempfile.mkdtemp(prefix="sopkit-"))
    folder.chmod(0o777)
    yield folder
    folder.chmod(0o777)
    shutil.rmtree(folder)


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="this system knows rights of another kind")
@pytest.mark.parametrize("folder_mode", [0o777, 0o555])
def test_what_may_only_be_read_is_read_and_every_act_says_so(shelf: Path, folder_mode: int) -> None:
    url = f"sqlite:///{shelf}/cases.db"
    fill(url)
    (shelf / "cases.db").chmod(0o444)
    shelf.chmod(folder_mode)
    with nobody(), open_desk(url) as desk:
        assert [one.case for one in desk.inbox(by=DEDI)] == ["S-0", "S-1", "S-2"]
        assert desk.case("S-1").open_steps == ("periksa",)
        assert desk.verify(desk.checkpoint()).is_whole
        assert desk.export("S-1")["case"] == "S-1"
        for act in (
            lambda: desk.complete("S-1", "periksa", "baik", by=DEDI),
            lambda: desk.open("surat", "S-9"),
            lambda: desk.note("S-1", "x", by=ANI),
            lambda: desk.erase("S-1", by=ANI, reason="x", words=True),
            lambda: desk.deliver(print),
        ):
            with pytest.raises(errors.StoreReadOnly) as caught:
                act()
            told(caught.value)
        assert desk.verify().records == 6
    shelf.chmod(0o777)
    assert {one.name for one in shelf.iterdir()} <= {"cases.db", "cases.db-wal", "cases.db-shm"}


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="this system knows rights of another kind")
def test_a_log_that_nobody_may_write_beside_is_told_as_read_only(shelf: Path) -> None:
    url = f"sqlite:///{shelf}/cases.db"
    fill(url)
    (shelf / "cases.db-wal").write_bytes(b"x")
    for file in shelf.iterdir():
        file.chmod(0o444)
    shelf.chmod(0o555)
    with nobody(), pytest.raises(errors.StoreReadOnly) as caught:
        open_desk(url)
    told(caught.value)


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="this system knows rights of another kind")
def test_a_folder_that_may_not_be_written_takes_no_new_store(shelf: Path) -> None:
    shelf.chmod(0o555)
    with nobody(), pytest.raises((errors.StoreUnreachable, errors.StoreReadOnly)) as caught:
        open_desk(f"sqlite:///{shelf}/cases.db")
    told(caught.value)
    assert not list(shelf.iterdir())


def test_a_server_that_may_only_be_read_is_read_and_every_act_says_so(new_url: Callable[[str], str]) -> None:
    url = new_url("postgres")
    fill(url)
    with open_desk(f"{url}%20-cdefault_transaction_read_only%3Don") as desk:
        assert desk.case("S-1").open_steps == ("periksa",)
        assert desk.verify().is_whole
        for act in (lambda: desk.note("S-1", "x", by=ANI), lambda: desk.erase("S-1", by=ANI, reason="x", words=True)):
            with pytest.raises(errors.StoreReadOnly) as caught:
                act()
            told(caught.value)


def test_a_full_disk_is_told_and_when_there_is_room_the_same_act_is_done(tmp_path: Path) -> None:
    with open_desk(f"sqlite:///{tmp_path}/cases.db") as desk:
        desk.publish(LETTER)
        desk.open("surat", "S-0", by=ANI)
        pool = desk._store._db._pool  # type: ignore[attr-defined]
        with pool.taken() as connection:
            pages = connection.execute("PRAGMA page_count").fetchone()[0]
            connection.execute(f"PRAGMA max_page_count = {pages + 2}")
        done = 0
        with pytest.raises(errors.StoreFull) as caught:
            for n in range(1_000):
                desk.note("S-0", "x" * 500, by=ANI, key=f"k{n}")
                done += 1
        told(caught.value)
        assert len(desk.history("S-0")) == done + 1
        assert desk.note("S-0", "x" * 500, by=ANI, key=f"k{done}").id == "S-0"
        assert len(desk.history("S-0")) == done + 2
        assert desk.verify().is_whole


def test_a_store_that_others_hold_for_too_long_is_busy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sopkit.stores.sqlite._PATIENCE", 0.05)
    url = f"sqlite:///{tmp_path}/cases.db"
    fill(url)
    with (
        contextlib.closing(sqlite3.connect(tmp_path / "cases.db", isolation_level=None)) as other,
        open_desk(url) as desk,
    ):
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(errors.StoreBusy) as caught:
            desk.note("S-1", "x", by=ANI, key="k")
        told(caught.value)
        assert desk.case("S-1").open_steps == ("periksa",)
        other.execute("ROLLBACK")
        desk.note("S-1", "x", by=ANI, key="k")
        assert len(desk.history("S-1")) == 3


def looks_whole(desk: Desk, histories: Any) -> bool:
    return desk.verify().is_whole and {f"S-{n}": desk.history(f"S-{n}") for n in range(3)} == histories


def test_a_damaged_file_is_told_or_found_and_never_a_traceback(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/cases.db"
    fill(url)
    sound = (tmp_path / "cases.db").read_bytes()
    with open_desk(url) as desk:
        histories = {f"S-{n}": desk.history(f"S-{n}") for n in range(3)}
    draw = random.Random(5)
    broken = [sound[:cut] for cut in (0, 1, 15, 16, 99, 100, 511, 4_096, 20_000, len(sound) - 4_096, len(sound) - 1)]
    for _ in range(250):
        place = draw.randrange(len(sound))
        broken.append(sound[:place] + bytes([sound[place] ^ (1 << draw.randrange(8))]) + sound[place + 1 :])
    broken += [sound[:at] + bytes(4_096) + sound[at + 4_096 :] for at in range(0, len(sound), 4_096)]
    noticed = 0
    for n, data in enumerate(broken):
        file = tmp_path / f"{n}.db"
        file.write_bytes(data)
        try:
            with open_desk(f"sqlite:///{file}") as desk:
                if len(data) > 100 and desk.verify().is_whole:
                    assert looks_whole(desk, histories) or desk.verify().cases == 0, n
                else:
                    noticed += 1
        except errors.StoreError as error:
            told(error)
            noticed += 1
    assert noticed > 30


@pytest.mark.parametrize("kind", KINDS)
def test_a_desk_that_was_closed_twice_is_closed(kind: str, new_url: Callable[[str], str]) -> None:
    desk = open_desk(new_url(kind))
    desk.close()
    desk.close()
    for ask in (lambda: desk.publish(LETTER), lambda: desk.case("S-1"), desk.verify, desk.checkpoint):
        with pytest.raises(errors.StoreClosed) as caught:
            ask()
        told(caught.value)


def test_a_file_is_kept_as_safely_as_sqlite_can(tmp_path: Path) -> None:
    with open_desk(f"sqlite:///{tmp_path}/cases.db") as desk, desk._store._db._pool.taken() as connection:  # type: ignore[attr-defined]
        settings = ("journal_mode", "synchronous", "foreign_keys", "secure_delete", "trusted_schema")
        kept = [connection.execute(f"PRAGMA {one}").fetchone()[0] for one in settings]
    assert kept == ["wal", 2, 1, 1, 0]


def test_a_file_of_somebody_else_stays_as_it_is(tmp_path):
    file = tmp_path / "foreign.db"
    with contextlib.closing(sqlite3.connect(file)) as connection:
        connection.execute("CREATE TABLE letters (id)")
        connection.commit()
    before = file.read_bytes()
    with pytest.raises(errors.NotAStore):
        open_desk(f"sqlite:///{file}")
    assert file.read_bytes() == before
    assert sorted(tmp_path.iterdir()) == [file]
