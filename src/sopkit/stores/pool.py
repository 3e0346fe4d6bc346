"""
A way to connect → connections that threads take and give back.
"""

from __future__ import annotations

import os
from contextlib import suppress
from typing import TYPE_CHECKING, Generic, TypeVar

from sopkit.errors import StoreClosed

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["Pool", "Taken"]

_Connection = TypeVar("_Connection")


class Pool(Generic[_Connection]):
    """
    Connections that are not in use, the last used on top; one is made where none is left.

    After a fork the child leaves the connections of its parent alone, and makes its own.
    """

    def __init__(self, name: str, connect: Callable[[], _Connection], close: Callable[[_Connection], None]) -> None:
        self._name = name
        self._is_closed = False
        self._connect = connect
        self._close = close
        self._process = os.getpid()
        self._idle: list[_Connection] = []
        self._of_parent: list[list[_Connection]] = []

    def taken(self) -> Taken[_Connection]:
        """Return a with-block that has a connection to itself."""
        return Taken(self)

    def close(self) -> None:
        """Close all that are not in use, the others as soon as they are given back, and make none any more."""
        self._is_closed = True
        self.drop()

    def drop(self) -> None:
        """Close all that are not in use."""
        with suppress(IndexError):  # another thread may have taken the last
            while True:
                self._close(self._idle.pop())

    def take(self) -> _Connection:
        """
        Return a connection that nobody else uses, to be given back.

        Raises:
            StoreClosed: the pool is closed.
        """
        if self._is_closed:
            raise StoreClosed(store=self._name)
        if self._process != os.getpid():
            self._of_parent.append(self._idle)  # kept, for closing it here would take it from the parent
            self._idle, self._process = [], os.getpid()
        try:
            return self._idle.pop()
        except IndexError:  # asked in one go: another thread may have taken the last
            return self._connect()

    def give_back(self, connection: _Connection, *, in_doubt: bool) -> None:
        """Keep a connection for the next who needs one; one that an error left in doubt is closed."""
        if in_doubt:
            self._close(connection)
            return
        self._idle.append(connection)
        if self._is_closed:  # while this one was in use
            self.drop()


class Taken(Generic[_Connection]):
    """A connection of a pool within a with-block; no generator, which every act would pay for."""

    __slots__ = ("_connection", "_pool")

    def __init__(self, pool: Pool[_Connection]) -> None:
        self._pool = pool

    def __enter__(self) -> _Connection:
        self._connection = self._pool.take()
        return self._connection

    def __exit__(self, kind: object, *_: object) -> None:
        self._pool.give_back(self._connection, in_doubt=kind is not None)
