"""
What a host asks with → the same, if it is of the kind that belongs there.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

__all__ = ["MOST", "called", "either", "mapped", "text", "whole"]

MOST = 2**31 - 1
"""The largest number that is asked with; no database counts less far."""


def text(name: str, value: Any, *, optional: bool = False) -> Any:
    """Return a string, or None where it is `optional`; raise TypeError for anything else."""
    if not (isinstance(value, str) or (optional and value is None)):
        msg = f"{name} is a string, not {type(value).__name__}"
        raise TypeError(msg)
    return value


def whole(name: str, value: Any, least: int) -> int:
    """Return a whole number of at least `least`; raise TypeError or ValueError for anything else."""
    if not isinstance(value, int) or isinstance(value, bool):
        msg = f"{name} is a whole number, not {type(value).__name__}"
        raise TypeError(msg)
    if not least <= value <= MOST:
        msg = f"{name} is a whole number from {least} to {MOST}, not {value}"
        raise ValueError(msg)
    return value


def called(name: str, value: Any) -> None:
    """Let a function pass; raise TypeError for anything else."""
    if not callable(value):
        msg = f"{name} is a function, not {type(value).__name__}"
        raise TypeError(msg)


def either(name: str, value: Any) -> None:
    """Let True and False pass; raise TypeError for anything else."""
    if not isinstance(value, bool):
        msg = f"{name} is True or False, not {type(value).__name__}"
        raise TypeError(msg)


def mapped(name: str, value: Any) -> dict[str, Any]:
    """Return a mapping from strings; raise TypeError for anything else."""
    if not isinstance(value, Mapping) or not all(isinstance(one, str) for one in value):
        msg = f"{name} maps names to values"
        raise TypeError(msg)
    return dict(value)
