"""Connections of which the k-th statement fails, before it is run or after, as a disk, a lock or a lost line would have it."""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import attrs

if TYPE_CHECKING:
    from collections.abc import Iterator


FAULT = "fault"


@attrs.define
class Fault:
    """What goes wrong at statement `at`, counted from 1 while it is armed."""

    error: Any
    after: bool = False
    """Whether the statement is done, and only its answer is lost."""
    rolls_back: bool = False
    """Whether the database takes back the transaction by itself, as SQLite does when a disk is full."""
    at: int = 0
    count: int = 0
    last: str = ""

    def struck(self, statement: str) -> bool:
        self.count += 1
        if self.count == self.at:
            self.last = statement
        return self.count == self.at


class Armed:
    """The fault that is on now."""

    def __init__(self) -> None:
        self.fault: Fault | None = None


def sqlite_error(code: int) -> sqlite3.Error:
    error = sqlite3.OperationalError(f"fault {code}")
    error.sqlite_errorcode = code
    return error


def sqlite_connections(armed: Armed) -> type[sqlite3.Connection]:
    class Faulty(sqlite3.Connection):
        def execute(self, statement: str, values: Any = ()) -> sqlite3.Cursor:  # type: ignore[override]
            fault = armed.fault
            if fault is None or not fault.struck(statement):
                return super().execute(statement, values)
            if fault.after:
                super().execute(statement, values)
            if fault.rolls_back and self.in_transaction:
                super().execute("ROLLBACK")
            raise sqlite_error(fault.error)

    return Faulty


def postgres_connections(armed: Armed) -> Any:
    import psycopg

    class Faulty(psycopg.Connection[Any]):
        def execute(self, statement: Any, *given: Any, **more: Any) -> Any:
            fault = armed.fault
            if fault is None or not fault.struck(str(statement)):
                return super().execute(statement, *given, **more)
            if fault.after:
                super().execute(statement, *given, **more)
            if fault.rolls_back:  # the line is cut as well
                self.close()
            raise fault.error(FAULT)

        @contextmanager
        def transaction(self, *given: Any, **more: Any) -> Iterator[Any]:
            fault, strikes = armed.fault, False
            with super().transaction(*given, **more) as one:
                yield one
                strikes = fault is not None and fault.struck("COMMIT")
                if fault is not None and strikes and not fault.after:
                    raise fault.error(FAULT)
            if fault is not None and strikes:
                raise fault.error(FAULT)

    return Faulty
