"""
Calls of a host's methods, one after the other → a short script that makes them again, and fails at the same place.
"""

from __future__ import annotations

import re
from datetime import datetime
from keyword import iskeyword
from typing import TYPE_CHECKING, Any

from sopkit.model import Person
from sopkit.testing.walker import MONDAY

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

__all__ = ["Script"]

_CHANGES = ("open", "act")  # what is only looked at need not be looked at again


class Script:
    """The calls so far, and which machine they were made on. They are written down only when something is wrong."""

    def __init__(self, machine: type) -> None:
        self._machine = machine
        self._calls: list[tuple[str, tuple[Any, ...], Mapping[str, Any]]] = []

    def ask(self, method: str, args: tuple[Any, ...], given: Mapping[str, Any]) -> None:
        """Note one call."""
        if self._calls and self._calls[-1][0] not in _CHANGES:
            self._calls.pop()
        self._calls.append((method, args, given))

    def told(self, wrong: str, end: Callable[[str], str] = str) -> str:
        """Return what is wrong, and the script; `end` makes its last line of the last call."""
        people: dict[Person, str] = {}
        calls = [_call(*call, people) for call in self._calls]
        name, module = self._machine.__name__, self._machine.__module__
        lines = [
            "from datetime import timedelta",
            *([] if module == "__main__" else [f"from {module} import {name}"]),
            "from sopkit import Person",
            "from sopkit.testing import MONDAY",
            *(f"{called} = Person({one.id!r}, actors={sorted(one.actors)})" for one, called in people.items()),
            f"machine = {name}()",
            *calls[:-1],
            end(calls[-1]),
        ]
        return "\n".join([wrong, "  the same again:", *(f"    {line}" for line in lines)])


def _call(method: str, args: tuple[Any, ...], given: Mapping[str, Any], people: dict[Person, str]) -> str:
    told = ", ".join([*map(repr, args), *(f"{key}={_value(value, people)}" for key, value in given.items())])
    return f"machine.{method}({told})"


def _value(value: Any, people: dict[Person, str]) -> str:
    """Return a value as the script writes it. People and times are written so that a line stays readable."""
    if isinstance(value, Person):
        return people.setdefault(value, _name(value.id, {*people.values()}))
    if isinstance(value, datetime):
        seconds = round((value - MONDAY).total_seconds())
        after = f"seconds={seconds}" if seconds % 60 else f"minutes={seconds // 60}"
        return f"MONDAY + timedelta({after})" if seconds else "MONDAY"
    return repr(value)


def _name(id: str, taken: set[str]) -> str:
    """Return what a person is called in the script: by the id, if it makes a name that is still free."""
    name = re.sub(r"\W", "_", id)
    is_free = name.isidentifier() and not iskeyword(name) and name not in {*taken, "machine", "timedelta"}
    return name if is_free and name[0].islower() else f"p{len(taken) + 1}"
