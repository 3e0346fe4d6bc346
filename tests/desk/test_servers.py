"""What a PostgreSQL server may be like, and what it may say: told in words, and nobody waits without end."""

from __future__ import annotations

import re
import threading
from typing import TYPE_CHECKING, Any

import pytest

from desk.office import ANI, LETTER
from sopkit import errors, open_desk
from sopkit.stores import upgrade

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sopkit.desk import Desk


@pytest.fixture
def url(new_url: Callable[[str], str]) -> str:
    return new_url("postgres")


@pytest.fixture
def raw(postgres_server: str) -> Iterator[Any]:
    import psycopg

    with psycopg.connect(postgres_server, autocommit=True) as connection:
        yield connection


@pytest.fixture
def desk(url: str) -> Iterator[Desk]:
    with open_desk(url) as desk:
        desk.publish(LETTER)
        desk.open("surat", "S-1", by=ANI)
        yield desk


@pytest.mark.parametrize("encoding", ["LATIN1", "SQL_ASCII"])
def test_a_database_that_lacks_letters_takes_no_cases(encoding: str, postgres_server: str, raw: Any) -> None:
    name = f"letters_{encoding.lower()}"
    raw.execute(f"CREATE DATABASE {name} ENCODING '{encoding}' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0")
    with pytest.raises(errors.StoreUnreachable) as caught:
        open_desk(postgres_server.replace("/postgres?", f"/{name}?"))
    assert (caught.value.cause, caught.value.why) == ("encoding", encoding)
    assert "UTF8" in str(caught.value)


def test_letters_are_sent_as_they_are_whatever_the_url_says(url: str) -> None:
    with open_desk(f"{url}&client_encoding=latin1") as desk:
        desk.publish(LETTER)
        desk.open("surat", "漢字 – 😀")
        assert desk.case("漢字 – 😀").id == "漢字 – 😀"


@pytest.mark.parametrize(
    ("old", "new", "cause"),
    [
        ("@/postgres", "@/nowhere", "database"),
        ("//postgres:", "//nobody:", "login"),
        ("//postgres:", "//guest:", "rights"),
        ("search_path%3D", "search_path%3Dnowhere_", "schema"),
        (r".*", "postgresql://127.0.0.1:1/x", "silent"),
        (r".*", "postgresql:///x?host=/nowhere", "silent"),
        (r".*", "postgresql://nowhere.invalid/x", "host"),
    ],
)
def test_what_a_server_usually_says_is_said_in_words(old: str, new: str, cause: str, url: str, raw: Any) -> None:
    raw.execute(f"CREATE ROLE guest LOGIN; GRANT USAGE ON SCHEMA {_schema(url)} TO guest")
    with pytest.raises(errors.StoreUnreachable) as caught:
        open_desk(re.sub(old, new, url, count=1))
    error = caught.value
    assert (error.cause, error.why in str(error)) == (cause, True)
    assert error.in_("id") != error.in_("en")
    raw.execute("DROP OWNED BY guest; DROP ROLE guest")


def test_a_line_that_is_cut_within_an_act_is_told_so(desk: Desk, url: str, raw: Any) -> None:
    import psycopg

    with psycopg.connect(url) as host:
        host.execute("SELECT * FROM sopkit_cases FOR UPDATE")

        def cutting() -> None:
            while not raw.execute("SELECT pg_terminate_backend(pid) FROM pg_locks WHERE NOT granted").fetchall():
                pass

        thread = threading.Thread(target=cutting)
        thread.start()
        with pytest.raises(errors.StoreUnreachable) as caught:
            desk.complete("S-1", "tulis", by=ANI)
        thread.join()
    assert caught.value.cause == "cut"
    assert desk.complete("S-1", "tulis", by=ANI).last.seq == 1


@pytest.mark.parametrize("look", ["verify", "checkpoint"])
def test_a_look_through_the_store_makes_lines_anew_that_were_cut(look: str, desk: Desk, raw: Any) -> None:
    raw.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'sopkit'")
    assert getattr(desk, look)()


def test_the_url_may_say_who_asks_and_how_long_it_waits(url: str, raw: Any) -> None:
    with open_desk(f"{url}&application_name=front-desk"):
        names = raw.execute("SELECT application_name FROM pg_stat_activity").fetchall()
    assert ("front-desk",) in names
    with pytest.raises(errors.StoreUnreachable):
        open_desk(f"{url}&connect_timeout=never")


def test_a_desk_keeps_what_it_answers_and_waits_for_nobody_without_end(desk: Desk, url: str) -> None:
    import psycopg

    with desk._store._db._pool.taken() as connection:  # type: ignore[attr-defined]
        assert connection.execute("SHOW lock_timeout").fetchone() == ("10s",)
        assert connection.execute("SHOW synchronous_commit").fetchone() == (
            "on",
        )  # the server of these tests has it off
    for setting in ("lock_timeout", "statement_timeout"):  # a host that is in more of a hurry says so
        with open_desk(f"{url}%20-c{setting}%3D100") as hasty, psycopg.connect(url) as host:
            desk.joined(host).open("surat", "S-2")
            with pytest.raises(errors.StoreBusy):
                hasty.open("surat", "S-3")
            host.rollback()
            assert hasty.open("surat", f"S-{setting}").id == f"S-{setting}"


def test_a_server_with_too_many_guests_is_busy_and_asked_again(url: str, raw: Any) -> None:
    open_desk(url).close()
    schema = _schema(url)
    raw.execute(f"CREATE ROLE few LOGIN CONNECTION LIMIT 1; GRANT USAGE ON SCHEMA {schema} TO few")
    raw.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA {schema} TO few")
    few = url.replace("//postgres:", "//few:")
    with open_desk(few) as desk:
        desk.publish(LETTER)  # the four rights that the how-to names are enough
        assert desk.open("surat", "S-1", by=ANI, data={"a": 1}).id == "S-1"
        with pytest.raises(errors.StoreBusy):
            open_desk(few)
    raw.execute("DROP OWNED BY few; DROP ROLE few")


def test_a_host_may_make_its_cursors_as_it_likes(desk: Desk, url: str) -> None:
    import psycopg

    with psycopg.connect(url, cursor_factory=psycopg.RawCursor) as host:
        assert desk.joined(host).complete("S-1", "tulis", by=ANI).last.seq == 1
    assert desk.case("S-1").last.seq == 1


def test_a_connection_that_answers_later_cannot_be_joined(desk: Desk, url: str) -> None:
    import psycopg

    with psycopg.connect(url) as host:
        with host.pipeline(), pytest.raises(TypeError, match="pipeline"):
            desk.joined(host).complete("S-1", "tulis", by=ANI)
        host.rollback()
    assert desk.case("S-1").last.seq == 0


def test_a_schema_that_is_put_before_that_of_the_store_begins_no_second_one(desk: Desk, url: str, raw: Any) -> None:
    raw.execute(f"CREATE SCHEMA {_schema(url)}_app")
    hidden = f"{url}_app,{_schema(url)}"
    for opened in (open_desk, upgrade):
        with pytest.raises(errors.StoreUnreachable) as caught:
            opened(hidden)
        assert (caught.value.cause, caught.value.why) == ("hidden", _schema(url))
    assert raw.execute("SELECT * FROM pg_tables WHERE schemaname = %s", [f"{_schema(url)}_app"]).fetchall() == []
    with open_desk(f"{url},{_schema(url)}_app") as same:
        assert same.case("S-1").id == "S-1"


def _schema(url: str) -> str:
    return url.rpartition("%3D")[2]


@pytest.mark.parametrize("is_pooled", [False, True])
def test_behind_a_pooler_no_statement_is_prepared(is_pooled: bool, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    import psycopg

    if is_pooled:  # it tells its clients numbers of its own
        monkeypatch.setattr(psycopg.ConnectionInfo, "backend_pid", 0)
        desk._store._db._pool.drop()  # type: ignore[attr-defined]
    for n in range(12):
        desk.note("S-1", str(n), by=ANI)
    with desk._store._db._pool.taken() as connection:  # type: ignore[attr-defined]
        prepared = connection.execute("SELECT count(*) FROM pg_prepared_statements").fetchall()[0][0]
    assert (prepared == 0) is is_pooled
