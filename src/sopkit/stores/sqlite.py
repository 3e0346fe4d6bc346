"""
Database ⇄ SQLite: a file with a write-ahead log, synced at each commit, or memory for tests.
"""

from __future__ import annotations

import os
import sqlite3
import threading
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import quote

from sopkit.errors import (
    NotAStore,
    StoreBusy,
    StoreDamaged,
    StoreError,
    StoreFull,
    StoreReadOnly,
    StoreUnreachable,
)
from sopkit.stores.database import Clash
from sopkit.stores.pool import Pool
from sopkit.stores.queries import queries

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager

    from sopkit.stores.database import Changes, Database, Rows, Values

__all__ = ["SETTINGS", "Sqlite"]

_Result = TypeVar("_Result")

_PATIENCE = 30  # seconds that a writer waits for the others
_PAUSE = 0.003  # seconds between two tries
SETTINGS = (
    "journal_mode = WAL",
    "synchronous = FULL",
    "foreign_keys = ON",
    "secure_delete = ON",  # what is erased leaves no trace in free pages
    "trusted_schema = OFF",
    "cell_size_check = ON",
    "busy_timeout = 0",  # see `_patiently`
)
_FOREIGN = "SELECT count(*) AND NOT sum(name = 'sopkit_schema') FROM sqlite_master"
_ERRORS: dict[int, type[StoreError]] = {
    sqlite3.SQLITE_BUSY: StoreBusy,
    sqlite3.SQLITE_LOCKED: StoreBusy,
    sqlite3.SQLITE_FULL: StoreFull,
    sqlite3.SQLITE_READONLY: StoreReadOnly,
    sqlite3.SQLITE_NOTADB: NotAStore,
}
_WITH_WHY: dict[int, type[StoreError]] = {
    sqlite3.SQLITE_CORRUPT: StoreDamaged,
    sqlite3.SQLITE_IOERR: StoreDamaged,
}
_NO_LOG = (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY)  # where no log can be laid beside the file
_UNIQUE = (sqlite3.SQLITE_CONSTRAINT_UNIQUE, sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY)


class Sqlite:
    """Rows in one file on this machine; with the path "" in memory, for as long as it is open."""

    kind = "sqlite"

    def __init__(self, path: str) -> None:
        self.name = path or "sqlite://"
        self._path = path
        self._memory = None if path else self._connect()
        self._turn = threading.RLock()
        self._pool: Pool[sqlite3.Connection] = Pool(self._connect, lambda one: one.close())

    def read(self, query: str, values: Values) -> Rows:
        """Return the rows that a query finds."""
        return self.ask(queries("sqlite")[query][0], values)

    def ask(self, text: str, values: Values) -> Rows:
        """Return the rows that a query in SQL finds."""
        with self._connection() as connection, _told(self.name):
            return _patiently(connection, text, values).fetchall()

    def change(self, query: str, values: Values) -> int:
        """Make one change, whole or not at all."""
        return self.transact(lambda changes: changes.change(query, values))

    def transact(self, work: Callable[[Changes], _Result]) -> _Result:
        """Do several changes, whole or not at all; no other writer comes between."""
        with self._connection() as connection, _told(self.name):
            _patiently(connection, "BEGIN IMMEDIATE")
            try:
                result = work(_Changes(connection))
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise
            return result

    def forget(self) -> None:
        """Empty the write-ahead log, which still holds what was overwritten."""
        with self._connection() as connection, _told(self.name):
            connection.execute(f"PRAGMA busy_timeout = {_PATIENCE * 1_000}")
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            connection.execute("PRAGMA busy_timeout = 0")

    @contextmanager
    def still(self) -> Iterator[Database]:
        """Give the database as it is at this moment; what is no text in it is read all the same, to be told."""
        with self._connection() as connection, _told(self.name):
            connection.execute("BEGIN")
            connection.text_factory = lambda text: text.decode(errors="surrogateescape")
            try:
                yield _Joined(self.name, connection)
            finally:
                connection.text_factory = str
                if connection.in_transaction:
                    connection.execute("ROLLBACK")

    def joined(self, connection: sqlite3.Connection) -> Database:
        """Return the same database within the host's transaction on `connection`."""
        return _Joined(self.name, connection)

    def close(self) -> None:
        """Close the file."""
        self._pool.close()
        if self._memory is not None:
            self._memory.close()

    def _connection(self) -> AbstractContextManager[sqlite3.Connection]:
        return self._pool.taken() if self._memory is None else self._turned(self._memory)

    @contextmanager
    def _turned(self, memory: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
        with self._turn:
            try:
                yield memory
            except BaseException:
                with suppress(sqlite3.ProgrammingError):  # it is closed
                    memory.rollback()  # there is no other connection, so this one may not stay in doubt
                raise

    def _connect(self) -> sqlite3.Connection:
        where = f"file:{quote(os.path.abspath(self._path))}" if self._path else ":memory:"  # noqa: PTH100
        with _told(self.name):
            try:
                return _opened(where)
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode & 0xFF not in _NO_LOG or not self._is_at_rest():
                    raise
                return _opened(f"{where}?immutable=1")

    def _is_at_rest(self) -> bool:
        """Return whether the file is there and nobody writes it."""
        return Path(self._path).is_file() and not Path(f"{self._path}-wal").exists()


def _opened(where: str) -> sqlite3.Connection:
    connection = sqlite3.connect(where, uri=True, timeout=_PATIENCE, isolation_level=None, check_same_thread=False)
    try:
        is_foreign = connection.execute(_FOREIGN).fetchone()[0]
        for setting in SETTINGS:
            if not (is_foreign and setting.startswith("journal_mode")):  # which would stay in the file
                connection.execute(f"PRAGMA {setting}")
    except BaseException:
        connection.close()
        raise
    return connection


class _Joined:
    """A database as one transaction of the host's sees it."""

    kind = "sqlite"

    def __init__(self, name: str, connection: sqlite3.Connection) -> None:
        self.name = name
        self._host = connection

    def read(self, query: str, values: Values) -> Rows:
        return self.ask(queries("sqlite")[query][0], values)

    def ask(self, text: str, values: Values) -> Rows:
        with _told(self.name):
            return self._cursor().execute(text, values).fetchall()

    def change(self, query: str, values: Values) -> int:
        return self.transact(lambda changes: changes.change(query, values))

    def transact(self, work: Callable[[Changes], _Result]) -> _Result:
        with _told(self.name):
            if not self._host.in_transaction:
                self._host.execute("BEGIN IMMEDIATE")  # the host commits it
            self._host.execute("SAVEPOINT sopkit")
            try:
                result = work(_Changes(self._cursor()))
            except BaseException:
                if self._host.in_transaction:
                    self._host.execute("ROLLBACK TO sopkit")
                    self._host.execute("RELEASE sopkit")
                raise
            self._host.execute("RELEASE sopkit")
            return result

    def forget(self) -> None:
        """The host's transaction is not over yet."""

    @contextmanager
    def still(self) -> Iterator[Database]:
        yield self  # the host's transaction says what is seen

    def joined(self, connection: sqlite3.Connection) -> Database:
        return _Joined(self.name, connection)

    def close(self) -> None:
        """Leave the host's connection alone."""

    def _cursor(self) -> sqlite3.Cursor:
        cursor = self._host.cursor()
        cursor.row_factory = None  # whatever the host likes its own rows to be
        return cursor


class _Changes:
    def __init__(self, connection: sqlite3.Connection | sqlite3.Cursor) -> None:
        self._execute = connection.execute

    def change(self, query: str, values: Values) -> int:
        first, *others = queries("sqlite")[query]
        changed = self._execute(first, values).rowcount
        if changed:
            for statement in others:
                self._execute(statement, values)
        return changed

    def read(self, query: str, values: Values) -> Rows:
        return self._execute(queries("sqlite")[query][0], values).fetchall()

    def script(self, text: str) -> None:
        statement = ""
        for line in text.splitlines(keepends=True):
            statement += line
            if sqlite3.complete_statement(statement):
                self._execute(statement)
                statement = ""


def _patiently(connection: sqlite3.Connection, text: str, values: Values | tuple[()] = ()) -> sqlite3.Cursor:
    """
    Run a statement that others may keep waiting, and try again at an even pace.

    SQLite's own waiting sleeps ever longer, so that among many writers one who has waited long may starve.
    """
    until = time.monotonic() + _PATIENCE
    while True:
        try:
            return connection.execute(text, values)
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                raise
        time.sleep(_PAUSE)


@contextmanager
def _told(name: str) -> Iterator[None]:
    """Turn what SQLite raises into what sopkit raises."""
    try:
        yield
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorcode", None)
        if code in _UNIQUE:
            raise Clash from error
        primary = -1 if code is None else code & 0xFF
        if primary in _ERRORS:
            raise _ERRORS[primary](store=name) from error  # type: ignore[call-arg]
        if code == sqlite3.SQLITE_IOERR_WRITE:
            raise StoreFull(store=name) from error
        kind = _WITH_WHY.get(primary, StoreUnreachable)
        raise kind(store=name, why=str(error)) from error  # type: ignore[call-arg]
