"""Whatever statement fails, and however: the store is as it was or as it should be, the error says which, the next try works."""

from __future__ import annotations

import sqlite3
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from desk.faults import Armed, Fault, postgres_connections, sqlite_connections
from desk.office import ANI, CITRA, DEDI, LETTER, Clock, letter
from desk.test_keys import ACTS
from sopkit import errors, open_desk

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sopkit.desk import Desk

SQLITE = {
    "error": (Fault(sqlite3.SQLITE_ERROR), errors.StoreUnreachable),
    "error after it was done": (Fault(sqlite3.SQLITE_ERROR, after=True), errors.StoreUnreachable),
    "full": (Fault(sqlite3.SQLITE_FULL, rolls_back=True), errors.StoreFull),
    "no write": (Fault(sqlite3.SQLITE_IOERR_WRITE), errors.StoreFull),
    "read-only": (Fault(sqlite3.SQLITE_READONLY), errors.StoreReadOnly),
    "locked": (Fault(sqlite3.SQLITE_LOCKED), errors.StoreBusy),
    "damaged": (Fault(sqlite3.SQLITE_CORRUPT, rolls_back=True), errors.StoreDamaged),
    "no sync": (Fault(sqlite3.SQLITE_IOERR_FSYNC, after=True), errors.StoreUnreachable),
}
READS: dict[str, Callable[[Desk, str], Any]] = {
    "case": lambda desk, _: desk.case("S-1"),
    "summary": lambda desk, _: desk.summary("S-1"),
    "history": lambda desk, _: desk.history("S-1"),
    "inbox": lambda desk, _: desk.inbox(by=DEDI),
    "search": lambda desk, _: desk.search(title="x", data={"a": 1}),
    "export": lambda desk, _: desk.export("S-1"),
    "verify": lambda desk, _: desk.verify(),
    "checkpoint": lambda desk, _: desk.checkpoint(),
    "published": lambda desk, _: desk.published(),
    "sop": lambda desk, _: desk.sop("surat"),
}
KEYLESS: dict[str, Callable[[Desk, str], Any]] = {
    "publish": lambda desk, _: desk.publish(letter("2.0")),
    "erase": lambda desk, _: desk.erase("S-3", by=CITRA, reason="x", person="dedi", words=True),
    "import": lambda desk, _: desk.import_case(EXPORT),
}
EVERYTHING = {**ACTS, **KEYLESS, **READS}


def exported() -> Any:
    with open_desk("sqlite://", clock=Clock()) as desk:
        desk.publish(LETTER)
        desk.open("surat", "S-7", by=ANI, data={"a": 1})
        desk.complete("S-7", "tulis", by=ANI)
        return desk.export("S-7")


EXPORT = exported()


def fill(desk: Desk) -> None:
    desk.publish(LETTER)
    for id in ("S-1", "S-2", "S-3"):
        desk.open("surat", id, by=ANI, title=f"x {id}", data={"a": 1})
        desk.complete(id, "tulis", by=ANI)
    desk.suspend("S-2", by=DEDI, reason="libur")
    desk.claim("S-3", by=DEDI)


@pytest.fixture
def still(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Salts and times are always the same, so that stores can be compared."""
    monkeypatch.setattr("secrets.token_hex", lambda n: "ab" * n)
    yield


def stopped() -> Clock:
    clock = Clock()
    clock.step *= 0
    return clock


class Memory:
    """Desks on copies of one filled store in memory."""

    def __init__(self, armed: Armed, monkeypatch: pytest.MonkeyPatch) -> None:
        plain, faulty = sqlite3.connect, sqlite_connections(armed)
        monkeypatch.setattr(
            "sopkit.stores.sqlite.sqlite3.connect", lambda *given, **more: plain(*given, **{**more, "factory": faulty})
        )
        self.clock = stopped()
        self.filled = open_desk("sqlite://", clock=self.clock)
        fill(self.filled)

    def desk(self) -> Desk:
        desk = open_desk("sqlite://", clock=self.clock)
        connection(self.filled).backup(connection(desk))
        return desk


def connection(desk: Desk) -> Any:
    return desk._store._db._memory  # type: ignore[attr-defined]


def dump(desk: Desk) -> str:
    return "\n".join(connection(desk).iterdump())


@pytest.mark.parametrize("name", EVERYTHING)
@pytest.mark.parametrize("fault", SQLITE)
@pytest.mark.usefixtures("still")
def test_sqlite_fails_at_any_statement(name: str, fault: str, monkeypatch: pytest.MonkeyPatch) -> None:
    armed = Armed()
    memory = Memory(armed, monkeypatch)
    what, expected = SQLITE[fault]
    act = EVERYTHING[name]
    clean = memory.desk()
    before, answer = dump(clean), act(clean, "k")
    after = dump(clean)
    clean.close()
    for k in range(1, 100):
        desk = memory.desk()
        armed.fault = Fault(what.error, after=what.after, rolls_back=what.rolls_back, at=k)
        try:
            done = act(desk, "k")
        except errors.StoreError as error:
            assert type(error) is expected, armed.fault
            done = None
        statement, count, armed.fault = armed.fault.last, armed.fault.count, None
        if count < k:
            assert done == answer
            desk.close()
            break
        is_lost = (what.after and statement == "COMMIT") or (name == "erase" and done is not None)
        if done is None:
            assert dump(desk) == (after if is_lost else before), (k, statement)
        else:  # to empty the log is all that may fail without a word
            assert (name, done) == ("erase", answer)
        if name == "import" and is_lost:
            with pytest.raises(errors.CaseExists):
                act(desk, "k")
        elif not (name == "erase" and is_lost):
            assert act(desk, "k") == answer, (k, statement)
        if name not in ("erase", "import") or not is_lost:
            assert dump(desk) == after, (k, statement)
        assert desk.verify().is_whole
        desk.close()
    else:
        raise AssertionError
    assert k > 1
    memory.filled.close()


class Server:
    """A filled store on PostgreSQL, a desk on it whose statements fail, and its rows."""

    TABLES = ("definitions", "register", "cases", "records", "tasks", "facts", "outbox")

    def __init__(self, url: str, armed: Armed, monkeypatch: pytest.MonkeyPatch) -> None:
        import psycopg

        self._raw = psycopg.connect(url, autocommit=True)
        self.clean, self.desk = (open_desk(url, clock=stopped()) for _ in range(2))
        fill(self.clean)
        pool = self.desk._store._db._pool  # type: ignore[attr-defined]
        pool.drop()
        faulty = postgres_connections(armed)
        monkeypatch.setattr(pool, "_connect", lambda: faulty.connect(url, autocommit=True))
        self.before = self.now()

    def now(self) -> dict[str, Any]:
        return {
            one: self._raw.execute(f"SELECT * FROM sopkit_{one} ORDER BY 1, 2".encode()).fetchall()
            for one in self.TABLES
        }

    def restore(self) -> None:
        self._raw.execute("SET session_replication_role = replica")
        for table, rows in self.before.items():
            self._raw.execute(f"DELETE FROM sopkit_{table}".encode())
            for row in rows:
                marks = ", ".join(["%s"] * len(row))
                self._raw.execute(f"INSERT INTO sopkit_{table} OVERRIDING SYSTEM VALUE VALUES ({marks})".encode(), row)

    def close(self) -> None:
        for one in (self.clean, self.desk, self._raw):
            one.close()


@pytest.mark.parametrize("name", [*ACTS, *KEYLESS])
@pytest.mark.usefixtures("still")
def test_postgres_fails_at_any_statement(
    name: str, new_url: Callable[[str], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from psycopg import errors as pg

    armed = Armed()
    server = Server(new_url("postgres"), armed, monkeypatch)
    act = EVERYTHING[name]
    answer = act(server.clean, "k")
    after = server.now()
    for error, is_after, expected in (
        (pg.DiskFull, False, errors.StoreFull), (pg.ReadOnlySqlTransaction, False, errors.StoreReadOnly),
        (pg.LockNotAvailable, False, errors.StoreBusy), (pg.TooManyConnections, False, errors.StoreBusy),
        (pg.DataCorrupted, False, errors.StoreDamaged), (pg.AdminShutdown, False, errors.StoreUnreachable),
        (pg.AdminShutdown, True, errors.StoreUnreachable),
        (pg.SerializationFailure, False, None), (pg.DeadlockDetected, False, None),  # what asks to be tried again, is
    ):  # fmt: skip
        for k in range(1, 60):
            server.restore()
            armed.fault = Fault(error, after=is_after, rolls_back=error is pg.AdminShutdown, at=k)
            done = None
            try:
                done = act(server.desk, "k")
            except errors.StoreError as raised:
                assert type(raised) is expected, armed.fault
            reached, armed.fault = armed.fault.count >= k, None
            assert name == "publish" or server.now() in (server.before, after), k  # the numbers of definitions go on
            if done is None and name in ACTS:
                assert act(server.desk, "k") == answer
                assert server.now() == after
            if not reached:
                assert done == answer
                break
        else:
            raise AssertionError
    server.close()


@pytest.mark.parametrize("fault", SQLITE)
def test_a_file_fails_at_any_statement_and_opens_again_whole(
    fault: str, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    armed = Armed()
    plain, faulty = sqlite3.connect, sqlite_connections(armed)
    monkeypatch.setattr(
        "sopkit.stores.sqlite.sqlite3.connect", lambda *given, **more: plain(*given, **{**more, "factory": faulty})
    )
    url = f"sqlite:///{tmp_path}/cases.db"
    what, expected = SQLITE[fault]
    for k in range(1, 200):
        armed.fault = Fault(what.error, after=what.after, rolls_back=what.rolls_back, at=k)
        desk = None
        raised = None
        try:  # opening too, which sets up the store
            desk = open_desk(url)
            desk.publish(LETTER)
            desk.open("surat", f"S-{k}", key=f"open-{k}")
            desk.complete(f"S-{k}", "tulis", by=ANI, key=f"do-{k}")
        except errors.StoreError as error:
            raised = error
            assert type(error) is expected
        finally:
            reached, armed.fault = armed.fault.count >= k, None
            if desk is not None:
                desk.close()
        with open_desk(url) as again:
            again.publish(LETTER)
            again.open("surat", f"S-{k}", key=f"open-{k}")
            again.complete(f"S-{k}", "tulis", by=ANI, key=f"do-{k}")
            assert len(again.history(f"S-{k}")) == 2
            found = again.verify()
            assert (found.cases, found.records, found.troubles) == (k, 2 * k, ())
        if not reached:
            assert raised is None
            break
    else:
        raise AssertionError
    assert k > 25


@pytest.mark.parametrize("fault", ["error", "error after it was done", "full"])
def test_a_courier_whose_store_fails_tells_everything_at_least_once_and_in_order(
    fault: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    armed = Armed()
    memory = Memory(armed, monkeypatch)
    what, expected = SQLITE[fault]
    for k in range(1, 200):
        desk = memory.desk()
        heard: list[Any] = []
        armed.fault = Fault(what.error, after=what.after, rolls_back=what.rolls_back, at=k)
        raised = False
        try:
            desk.deliver(heard.append)
        except expected:
            raised = True
        reached, armed.fault = armed.fault.count >= k, None
        memory.clock.now += timedelta(minutes=15)  # whoever died held a lease
        desk.deliver(heard.append)
        keys = list(dict.fromkeys(one.key for one in heard))
        for id in ("S-1", "S-2", "S-3"):
            assert [one for one in keys if one.startswith(id)] == [f"{id}#{n}" for n in range(len(desk.history(id)))]
        assert len(heard) <= len(keys) + 1
        desk.close()
        if not reached:
            assert not raised
            break
    else:
        raise AssertionError
    memory.filled.close()


def test_lines_that_were_cut_while_nobody_used_them_are_made_anew_without_a_word(new_url: Callable[[str], str]) -> None:
    import psycopg

    url = new_url("postgres")
    with open_desk(url) as desk:
        fill(desk)
        pool = desk._store._db._pool  # type: ignore[attr-defined]
        with pool.taken(), pool.taken(), pool.taken():
            pass
        with psycopg.connect(url, autocommit=True) as raw:
            raw.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'sopkit' AND pid <> pg_backend_pid()"
            )
        assert desk.note("S-1", "x", by=ANI, key="k").id == "S-1"
        assert len(desk.history("S-1")) == 3
