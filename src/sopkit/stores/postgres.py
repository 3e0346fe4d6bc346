"""
Database ⇄ PostgreSQL, by psycopg.
"""

from __future__ import annotations

import re
import time
from contextlib import contextmanager, suppress
from functools import cache, partial
from typing import TYPE_CHECKING, Any, TypeVar

import psycopg
from psycopg import IsolationLevel, conninfo
from psycopg.pq import PipelineStatus, TransactionStatus
from psycopg.rows import tuple_row

from sopkit.errors import StoreBusy, StoreUnreachable, UrlUnknown
from sopkit.stores.answers import AGAIN, meant
from sopkit.stores.pool import Pool
from sopkit.stores.queries import queries
from sopkit.stores.redacting import redacted
from sopkit.stores.telling import Told

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sopkit.stores.database import Changes, Database, Rows, Values

__all__ = ["Postgres"]

_Result = TypeVar("_Result")

_TRIES = 6
_OWN = {"connect_timeout": 10, "application_name": "sopkit"}  # where the URL says nothing else
_SETTLED = """
SELECT current_setting('server_encoding'), pg_backend_pid(),
  CASE WHEN current_setting('lock_timeout') = '0' THEN set_config('lock_timeout', '10s', false) END,
  CASE WHEN current_setting('synchronous_commit') = 'off' THEN set_config('synchronous_commit', 'on', false) END
"""  # nobody waits without end, and what was answered is kept
_VALUE = re.compile(r"(?<![:\w]):([a-z]\w*)")


class Postgres:
    """Rows on a server, in the schema that comes first in the search path."""

    kind = "postgres"

    def __init__(self, url: str) -> None:
        self._settings = {**_OWN, **_readable(url), "client_encoding": "UTF8"}
        self.name = redacted(url)
        self._told = Told(partial(meant, name=self.name))
        self._pool: Pool[psycopg.Connection[Any]] = Pool(self.name, self._connect, lambda one: one.close())

    def read(self, query: str, values: Values) -> Rows:
        """Return the rows that a query finds."""
        return self.ask(queries("postgres")[query][0], values)

    def ask(self, text: str, values: Values) -> Rows:
        """Return the rows that a query in SQL finds."""
        return self._tried(lambda connection: connection.execute(_asked(text), values).fetchall(), is_read=True)

    def change(self, query: str, values: Values) -> int:
        """Make one change: one statement, and so one journey to the server."""
        return self._tried(lambda connection: _Changes(connection).change(query, values))

    def transact(self, work: Callable[[Changes], _Result]) -> _Result:
        """Do several changes, whole or not at all."""

        def whole(connection: psycopg.Connection[Any]) -> _Result:
            with connection.transaction():
                return work(_Changes(connection))

        return self._tried(whole)

    def forget(self, *, at_once: bool = False) -> None:
        """Left to the server: its VACUUM takes old rows away, and its log goes by its own rules."""

    @contextmanager
    def still(self) -> Iterator[Database]:
        """Give the database as it is at this moment."""
        self.ask("SELECT 1", {})  # makes lines that were cut meanwhile anew
        with self._told, self._pool.taken() as connection, connection.transaction():
            connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            yield _Joined(self.name, connection)

    def joined(self, connection: Any) -> Database:
        """Return the same database within the host's transaction on `connection`."""
        if not isinstance(connection, psycopg.Connection):
            msg = f"connection is the host's psycopg.Connection, not {type(connection).__name__}"
            raise TypeError(msg)
        return _Joined(self.name, connection)

    def close(self) -> None:
        """Let go of all connections."""
        self._pool.close()

    def _tried(self, work: Callable[[psycopg.Connection[Any]], _Result], *, is_read: bool = False) -> _Result:
        for left in reversed(range(_TRIES)):
            connection = None
            try:
                with self._told, self._pool.taken() as connection:
                    return work(connection)
            except StoreBusy as error:
                if not left or not (connection is None or isinstance(error.__cause__, AGAIN)):
                    raise
                time.sleep(0.01 * 2 ** (_TRIES - left))
            except StoreUnreachable as error:
                if connection is None or not isinstance(error.__cause__, psycopg.OperationalError):
                    raise
                self._pool.drop()  # the line was cut, and so may be all others of that age
                if not is_read or left < _TRIES - 1:  # a change may have been made, and only its answer lost
                    raise
        raise AssertionError

    def _connect(self) -> psycopg.Connection[Any]:
        connection = psycopg.connect(autocommit=True, **self._settings)
        connection.isolation_level = IsolationLevel.READ_COMMITTED  # compare-and-set needs no more
        try:
            encoding, backend, *_ = connection.execute(_SETTLED).fetchall()[0]
            if backend != connection.info.backend_pid:  # a pooler is between: any backend may be asked next, and under
                connection.prepare_threshold = None  # one name each has prepared something else, if anything
            if encoding != "UTF8":  # any other lacks letters, or does not know which it has
                raise StoreUnreachable(store=self.name, why=encoding, cause="encoding")
        except BaseException:
            connection.close()
            raise
        return connection


class _Joined:
    """A database as one transaction of the host's sees it."""

    kind = "postgres"

    def __init__(self, name: str, connection: psycopg.Connection[Any]) -> None:
        self.name = name
        self._told = Told(partial(meant, name=name))
        self._host = connection

    def read(self, query: str, values: Values) -> Rows:
        return self.ask(queries("postgres")[query][0], values)

    def ask(self, text: str, values: Values) -> Rows:
        with self._told:
            return self._cursor().execute(_asked(text), values).fetchall()

    def change(self, query: str, values: Values) -> int:
        return self.transact(lambda changes: changes.change(query, values))

    def transact(self, work: Callable[[Changes], _Result]) -> _Result:
        with self._told:
            if self._host.autocommit and self._host.info.transaction_status == TransactionStatus.IDLE:
                self._host.execute("BEGIN")  # the host commits it
            with self._host.transaction():
                return work(_Changes(self._cursor()))

    def forget(self, *, at_once: bool = False) -> None:
        """Left to the server."""

    @contextmanager
    def still(self) -> Iterator[Database]:
        yield self  # the host's transaction says what is seen

    def joined(self, connection: psycopg.Connection[Any]) -> Database:
        return _Joined(self.name, connection)

    def close(self) -> None:
        """Leave the host's connection alone."""

    def _cursor(self) -> psycopg.Cursor[Any]:
        if self._host.pgconn.pipeline_status != PipelineStatus.OFF:
            msg = "connection is in pipeline mode, where no answer comes before the next question"
            raise TypeError(msg)
        return psycopg.Cursor(self._host, row_factory=tuple_row)  # whatever the host likes its own to be


class _Changes:
    def __init__(self, connection: psycopg.Connection[Any] | psycopg.Cursor[Any]) -> None:
        self._connection = connection

    def change(self, query: str, values: Values) -> int:
        (statement,) = queries("postgres")[query]
        return self._connection.execute(_asked(statement), values).rowcount

    def read(self, query: str, values: Values) -> Rows:
        return self._connection.execute(_asked(queries("postgres")[query][0]), values).fetchall()

    def script(self, text: str) -> None:
        self._connection.execute(text.encode())


@cache
def _asked(text: str) -> bytes:
    """Return a query as psycopg takes it: `%(word)s` for `:word`."""
    return _VALUE.sub(r"%(\1)s", text.replace("%", "%%")).encode()


def _readable(url: str) -> dict[str, Any]:
    """
    Return what a URL says, if that is what its author meant.

    Raises:
        UrlUnknown: a sign in its password is not encoded; what libpq says of that would tell the password.
    """
    with suppress(psycopg.ProgrammingError):
        known = conninfo.conninfo_to_dict(url)
        if re.fullmatch("[0-9,]*", str(known.get("port") or "")) and "@" not in str(known.get("dbname") or ""):
            return {name: value for name, value in known.items() if value is not None}
    raise UrlUnknown(store=redacted(url))
