"""Somebody who may write the database and wants to change the past: triggers and foreign keys do not stop them."""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sopkit.desk import Desk, Verification

PLACE = {"definitions": "no", "register": "one", "cases": "no", "records": "no, n"}


class Intruder:
    """Works in a transaction of its own, which is taken back after each crime."""

    def __init__(self, url: str, desk: Desk) -> None:
        self._desk = desk
        self._sqlite = url.startswith("sqlite:///")
        if self._sqlite:
            self._connection: Any = sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None)
            self._connection.text_factory = lambda text: text.decode(errors="surrogateescape")
        else:
            import psycopg

            self._connection = psycopg.connect(url, autocommit=True)

    def close(self) -> None:
        self._connection.close()

    @contextmanager
    def crime(self) -> Iterator[None]:
        self._connection.execute("BEGIN")
        if self._sqlite:
            for name in ("sopkit_records_stay", "sopkit_records_fixed"):
                self._connection.execute(f"DROP TRIGGER {name}")
        else:
            self._connection.execute("SET LOCAL session_replication_role = replica")
        try:
            yield
        finally:
            self._connection.execute("ROLLBACK")

    def run(self, statement: str, *values: Any) -> int:
        """Change something, and return how many rows it was."""
        text = statement if self._sqlite else statement.replace("?", "%s").replace("SELECT %s", "SELECT %s::bigint")
        return int(self._connection.execute(text, values).rowcount)

    def rows(self, statement: str, *values: Any) -> list[Any]:
        text = statement if self._sqlite else statement.replace("?", "%s")
        return list(self._connection.execute(text, values).fetchall())

    def columns(self, table: str) -> list[str]:
        cursor = self._connection.execute(f"SELECT * FROM sopkit_{table} WHERE 1 = 0")
        return [column[0] for column in cursor.description]

    def verify(self, checkpoint: Any = None) -> Verification:
        return self._desk.joined(self._connection).verify(checkpoint)


def another(value: Any) -> Any:
    """A value of the same type that differs as little as it can."""
    if value is None:
        return "x"
    if isinstance(value, int):
        return value + 1
    last = value[-1:]
    return value[:-1] + ("0" if last != "0" else "1")
