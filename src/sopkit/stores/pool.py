"""
A way to connect → connections that threads take and give back.
"""

from __future__ import annotations

import os
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Generic, TypeVar

from sopkit.errors import StoreClosed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["Pool"]

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

    @contextmanager
    def taken(self) -> Iterator[_Connection]:
        """
        Yield a connection that nobody else uses; one that an error left in doubt is closed, not kept.

        Raises:
            StoreClosed: the pool is closed.
        """
        connection = self._take()
        try:
            yield connection
        except BaseException:
            self._close(connection)
            raise
        self._idle.append(connection)
        if self._is_closed:  # while this one was in use
            self.drop()

    def close(self) -> None:
        """Close all that are not in use, the others as soon as they are given back, and make none any more."""
        self._is_closed = True
        self.drop()

    def drop(self) -> None:
        """Close all that are not in use."""
        with suppress(IndexError):  # another thread may have taken the last
            while True:
                self._close(self._idle.pop())

    def _take(self) -> _Connection:
        if self._is_closed:
            raise StoreClosed(store=self._name)
        if self._process != os.getpid():
            self._of_parent.append(self._idle)  # kept, for closing it here would take it from the parent
            self._idle, self._process = [], os.getpid()
        try:
            return self._idle.pop()
        except IndexError:  # asked in one go: another thread may have taken the last
            return self._connect()
