"""
Database: what a store asks of SQLite and PostgreSQL, and nothing else.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol, TypeAlias, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from contextlib import AbstractContextManager

__all__ = ["Changes", "Clash", "Database", "Rows", "Values"]

Values: TypeAlias = "Mapping[str, Any]"
Rows: TypeAlias = "Sequence[tuple[Any, ...]]"
_Result = TypeVar("_Result")


class Clash(Exception):
    """A row of this id or key is there already; nothing was changed."""


class Changes(Protocol):
    """A transaction at work."""

    def change(self, query: str, values: Values) -> int:
        """Return how many rows the first statement of a query changed; where it is none, the rest is left undone."""

    def read(self, query: str, values: Values) -> Rows:
        """Return the rows that a query finds, as this transaction sees them."""

    def script(self, text: str) -> None:
        """Run the statements of a migration."""


class Database(Protocol):
    """A place where rows are kept. Whatever it says no to is a StoreError."""

    kind: str
    """`sqlite` or `postgres`."""
    name: str
    """What people call it, without a password."""

    def read(self, query: str, values: Values) -> Rows:
        """Return the rows that a query finds."""

    def ask(self, text: str, values: Values) -> Rows:
        """Return the rows that a query finds which a store put together from parts that stand in its SQL files."""

    def change(self, query: str, values: Values) -> int:
        """
        Make one change, whole or not at all, and return what `Changes.change` returns.

        Raises:
            Clash: an id or a key is there already.
        """

    def transact(self, work: Callable[[Changes], _Result]) -> _Result:
        """
        Do several changes, whole or not at all; what the database asks to try again is tried again from the start.

        Raises:
            Clash: an id or a key is there already.
        """

    def forget(self, *, at_once: bool = False) -> None:
        """
        Leave no trace of what was overwritten, as far as this kind of database can.

        Where others still read it, it waits for them a little, unless it is to be done `at_once`; else that is made up
        for after a later change, or when the database is closed.
        """

    def still(self) -> AbstractContextManager[Database]:
        """Give the same database as it is at this moment: what others write meanwhile is not seen in it."""

    def joined(self, connection: Any) -> Database:
        """
        Return the same database within a transaction of the host's, which the host ends.

        Raises:
            TypeError: it is no connection to this kind of database.
        """

    def close(self) -> None:
        """Let go of all connections; whatever is asked then raises StoreClosed."""
