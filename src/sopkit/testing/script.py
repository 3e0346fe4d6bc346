"""
Calls of a host's methods, one after the other → a short script that makes them again, and fails at the same place.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from sopkit.model import Person
from sopkit.testing.walker import MONDAY

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

__all__ = ["Script"]

_CHANGES = ("open", "act")  # what is only looked at need not be looked at again
_IMPORTS = ("from datetime import timedelta", "from sopkit import Person", "from sopkit.testing import MONDAY")


class Script:
    """The calls so far. People and times are written so that a line stays readable."""

    def __init__(self, machine: str) -> None:
        self._machine = machine
        self._people: dict[Person, str] = {}
        self._lines: list[str] = []
        self._last = ""

    def ask(self, method: str, args: tuple[Any, ...], given: Mapping[str, Any]) -> None:
        """Note one call."""
        told = ", ".join([*map(repr, args), *(f"{key}={self._value(value)}" for key, value in given.items())])
        self._last = f"machine.{method}({told})"
        if method in _CHANGES:
            self._lines.append(self._last)

    def told(self, wrong: str, end: Callable[[str], str] = str) -> str:
        """Return what is wrong, and the script; `end` makes its last line of the last call."""
        before = self._lines[:-1] if self._lines[-1:] == [self._last] else self._lines
        people = [f"{name} = Person({one.id!r}, actors={sorted(one.actors)})" for one, name in self._people.items()]
        lines = [*_IMPORTS, *people, f"machine = {self._machine}()", *before, end(self._last)]
        return "\n".join([wrong, "  the same again:", *(f"    {line}" for line in lines)])

    def _value(self, value: Any) -> str:
        if isinstance(value, Person):
            return self._people.setdefault(value, f"p{len(self._people) + 1}")
        if isinstance(value, datetime):
            seconds = round((value - MONDAY).total_seconds())
            return f"MONDAY + timedelta(seconds={seconds})" if seconds else "MONDAY"
        return repr(value)
