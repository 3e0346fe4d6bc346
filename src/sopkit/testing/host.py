"""
What a host wrote for its machine, and what its methods return → values to compare, or a TypeError that says what to do.
"""

from __future__ import annotations

from collections.abc import Iterable
from inspect import iscoroutine
from typing import Any

from sopkit.model import Sop
from sopkit.testing.journeys import MISTAKES

__all__ = ["must_be_complete", "read"]

METHODS = ("open", "act", "where", "options", "journal")
_SIZES = {"where": (), "options": ("step", "outcome"), "journal": ("step", "outcome", "person's id")}
_FORMS = {
    "act": "True if the app did it, False if it refused",
    "where": "a list with the id of the open step, or of the end: ['verify']",
    "options": "pairs of step and outcome: [('verify', 'fit')]",
    "journal": "step, outcome and person's id of each act: [('verify', 'fit', 'siti')]",
}


def must_be_complete(machine: type[Any], base: type[Any]) -> None:
    """
    Return if `machine` has all that `base` asks a host for.

    Raises:
        TypeError: methods or the definition are missing, or a mistake is unknown; the sentence names them all.
    """
    missing = [name for name in METHODS if getattr(machine, name) is getattr(base, name)]
    if missing:
        msg = f"{machine.__name__} has no {', '.join(missing)} of its own: {base.__name__} asks a host for {listed()}"
        raise TypeError(msg)
    sop = getattr(machine, "sop", None)
    if not isinstance(sop, Sop):
        msg = f"{machine.__name__}.sop is the definition that the app follows, as sopkit.load returns it, not {sop!r}"
        raise TypeError(msg)
    if isinstance(machine.mistakes, str) or not isinstance(machine.mistakes, Iterable):
        msg = f"{machine.__name__}.mistakes is a tuple of some of {MISTAKES}, not {machine.mistakes!r}"
        raise TypeError(msg)
    unknown = sorted({*machine.mistakes}.difference(MISTAKES))
    if unknown:
        msg = f"{machine.__name__}.mistakes names {', '.join(unknown)}; it is some of {MISTAKES}"
        raise TypeError(msg)


def listed() -> str:
    """Return the names of the five methods, for a sentence."""
    return ", ".join(METHODS[:-1]) + f" and {METHODS[-1]}"


def read(machine: str, method: str, value: Any) -> Any:
    """
    Return what a host's method returned: a bool, or a list of ids or of tuples of ids.

    Raises:
        TypeError: it is nothing that this method may return.
    """
    if iscoroutine(value):
        value.close()
        msg = f"{machine}.{method} is async; let it run what it awaits: loop.run_until_complete(...)"
        raise TypeError(msg)
    if method == "open":
        return None
    if method == "act":
        if isinstance(value, bool):
            return value
    elif isinstance(value, Iterable) and not isinstance(value, str | bytes | dict):
        value = [*value]
        rows = [one if isinstance(one, str) else tuple(one) if isinstance(one, list | tuple) else None for one in value]
        if all(_fits(row, len(_SIZES[method])) for row in rows):
            return rows
    msg = f"{machine}.{method} returned {value!r:.200}; it returns {_FORMS[method]}"
    raise TypeError(msg)


def _fits(row: object, size: int) -> bool:
    """Return whether this is an id, where `size` is 0, or so many ids in a tuple."""
    if not size:
        return isinstance(row, str)
    return isinstance(row, tuple) and len(row) == size and all(isinstance(one, str) for one in row)
