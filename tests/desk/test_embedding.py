"""A desk within the host's own transaction, shared by threads, and after a fork."""

from __future__ import annotations

import os
import sqlite3
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest

from desk.office import ANI, BUDI, CITRA, DEDI, LETTER
from sopkit import errors, open_desk

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from desk.office import Clock
    from sopkit.desk import Desk


@contextmanager
def host(url: str, *, manual: bool = False) -> Iterator[Any]:
    """A connection of the host's own, with rows as the host likes them."""
    if url.startswith("sqlite:///"):
        connection: Any = sqlite3.connect(
            url.removeprefix("sqlite:///"), isolation_level=None if manual else "DEFERRED"
        )
        connection.row_factory = sqlite3.Row
    else:
        import psycopg
        from psycopg.rows import dict_row

        connection = psycopg.connect(url, autocommit=manual, row_factory=dict_row)
    try:
        yield connection
    finally:
        connection.close()


@pytest.fixture
def desk(lasting_url: str, clock: Clock) -> Iterator[Desk]:
    with open_desk(lasting_url, clock=clock) as desk:
        desk.publish(LETTER)
        desk.open("surat", "S-1", by=ANI)
        yield desk


@pytest.mark.parametrize("manual", [False, True])
def test_what_the_host_commits_is_kept_with_the_hosts_own_rows(desk: Desk, lasting_url: str, manual: bool) -> None:
    with host(lasting_url, manual=manual) as connection:
        connection.execute("CREATE TABLE app (text TEXT)")
        connection.commit()
        joined = desk.joined(connection)
        connection.execute("INSERT INTO app VALUES ('x')")
        assert joined.complete("S-1", "tulis", by=ANI).open_steps == ("periksa",)
        joined.open("surat", "S-2", data={"a": 1})
        joined.note("S-2", "di dalam", by=BUDI, key="k")
        assert joined.note("S-2", "di dalam", by=BUDI, key="k").id == "S-2"
        assert joined.case("S-1").open_steps == ("periksa",)
        assert [one.id for one in joined.search(data={"a": 1})] == ["S-2"]
        assert desk.case("S-1").open_steps == ("tulis",)
        with pytest.raises(errors.NoSuchCase):
            desk.case("S-2")
        assert joined.verify().is_whole
        joined.close()
        connection.commit()
        assert len(connection.execute("SELECT * FROM app").fetchall()) == 1
    assert desk.case("S-1").open_steps == ("periksa",)
    assert [one.kind for one in desk.history("S-2")] == ["opened", "noted"]
    assert desk.verify().is_whole


@pytest.mark.parametrize("manual", [False, True])
def test_what_the_host_rolls_back_never_was(desk: Desk, lasting_url: str, manual: bool) -> None:
    with host(lasting_url, manual=manual) as connection:
        joined = desk.joined(connection)
        joined.complete("S-1", "tulis", by=ANI, key="k")
        joined.open("surat", "S-2")
        joined.note("S-1", "x", by=BUDI)
        joined.erase("S-1", by=CITRA, reason="x", person="budi", words=True)
        connection.rollback()
        assert joined.case("S-1").open_steps == ("tulis",)
        assert desk.verify().cases == 1
        joined.complete("S-1", "tulis", by=BUDI, key="k")
        connection.commit()
    assert desk.case("S-1").last.by == "budi"
    assert desk.verify().is_whole


def test_a_savepoint_of_the_host_takes_back_what_came_after_it(desk: Desk, lasting_url: str) -> None:
    with host(lasting_url, manual=True) as connection:
        joined = desk.joined(connection)
        connection.execute("BEGIN")
        joined.complete("S-1", "tulis", by=ANI)
        connection.execute("SAVEPOINT host")
        joined.complete("S-1", "periksa", "baik", by=DEDI)
        joined.open("surat", "S-2")
        connection.execute("ROLLBACK TO SAVEPOINT host")
        assert joined.case("S-1").open_steps == ("periksa",)
        joined.complete("S-1", "periksa", "ulang", by=DEDI, reason="x")
        connection.execute("RELEASE SAVEPOINT host")
        connection.execute("COMMIT")
    assert [one.outcome for one in desk.case("S-1").journal] == [None, "done", "ulang"]
    assert desk.verify().is_whole


def test_a_refusal_leaves_the_hosts_transaction_as_it_was(desk: Desk, lasting_url: str) -> None:
    with host(lasting_url) as connection:
        joined = desk.joined(connection)
        joined.complete("S-1", "tulis", by=ANI, key="k")
        with pytest.raises(errors.NotYourStep):
            joined.complete("S-1", "periksa", "baik", by=ANI)
        with pytest.raises(errors.CaseExists):
            joined.open("surat", "S-1")
        with pytest.raises(errors.KeyReused):
            joined.note("S-1", "x", by=ANI, key="k")
        joined.note("S-1", "x", by=ANI)
        connection.commit()
    assert [one.kind for one in desk.history("S-1")] == ["opened", "completed", "noted"]


def test_a_clash_within_the_hosts_transaction_takes_back_only_itself(desk: Desk, lasting_url: str) -> None:
    with host(lasting_url) as connection:
        joined = desk.joined(connection)
        joined.note("S-1", "x", by=ANI, key="k")
        kept = joined._store.under_key
        joined._store.under_key = lambda key: None if joined._store.__dict__.pop("under_key", None) else kept(key)  # type: ignore[method-assign]
        assert joined.note("S-1", "x", by=ANI, key="k").id == "S-1"
        joined.note("S-1", "y", by=ANI)
        connection.commit()
    assert [one.reason for one in desk.history("S-1")[1:]] == ["x", "y"]
    assert desk.verify().is_whole


def test_a_definition_whose_publication_was_rolled_back_is_forgotten(desk: Desk, lasting_url: str) -> None:
    from desk.office import letter

    with host(lasting_url) as connection:
        joined = desk.joined(connection)
        joined.publish(letter("2.0", Menulis="Menyusun"))
        joined.open("surat", "S-2")
        connection.rollback()
        desk.publish(letter("3.0", Menulis="Mengarang"))
        assert joined.open("surat", "S-2").sop.version == "3.0"
        connection.commit()
    assert desk.verify().is_whole


def test_a_host_whose_database_lacks_the_tables_is_told_how_to_get_them(
    desk: Desk, lasting_url: str, new_url: Callable[[str], str]
) -> None:
    empty = new_url("file" if lasting_url.startswith("sqlite") else "postgres")
    with host(empty) as connection, pytest.raises(errors.StoreUnreachable) as caught:
        desk.joined(connection).case("S-1")
    assert (caught.value.cause, "sopkit store upgrade" in str(caught.value)) == ("tables", True)


def test_threads_share_a_desk(store_url: str) -> None:
    with open_desk(store_url) as desk:
        desk.publish(LETTER)
        errs: list[BaseException] = []
        won: list[str] = []

        def work(name: int) -> None:
            try:
                for n in range(8):
                    id = f"S-{name}-{n}"
                    desk.open("surat", id, by=ANI)
                    desk.complete(id, "tulis", by=ANI)
                    try:
                        desk.open("surat", f"bersama-{n}", by=ANI)
                        won.append(f"bersama-{n}")
                    except errors.CaseExists:
                        pass
                    desk.note(f"bersama-{n}", f"{name}", by=ANI)
                    desk.inbox(by=DEDI, limit=3)
                    desk.search(limit=3)
            except BaseException as error:
                errs.append(error)

        threads = [threading.Thread(target=work, args=(name,)) for name in range(6)]
        for one in threads:
            one.start()
        for one in threads:
            one.join()
        assert not errs
        assert sorted(won) == sorted(f"bersama-{n}" for n in range(8))
        found = desk.verify()
        assert (found.cases, found.records, found.troubles) == (56, 6 * 8 * 2 + 8 + 48, ())


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system does not fork")
@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_after_a_fork_parent_and_child_go_on_by_themselves(desk: Desk, lasting_url: str) -> None:
    assert desk.case("S-1").open_steps == ("tulis",)
    child = os.fork()
    if child == 0:  # no assertion may leave here: what counts is what the child wrote
        code = 1
        try:
            desk.complete("S-1", "tulis", by=ANI)
            desk.open("surat", "S-child")
            code = 0
        finally:
            os._exit(code)
    desk.open("surat", "S-parent")
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert desk.case("S-1").open_steps == ("periksa",)
    desk.complete("S-1", "periksa", "baik", by=DEDI)
    assert {one.id for one in desk.search()} == {"S-1", "S-child", "S-parent"}
    assert desk.verify().is_whole
