"""
Text → whether every kind of database can keep it, so that what one store takes no other refuses.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sopkit.model import JSON

__all__ = ["LONGEST", "WIDEST", "can_be_kept", "is_text"]

LONGEST = 500
"""Characters of an id or a key; an index of PostgreSQL takes no more than some 2,700 bytes."""
WIDEST = 1_200
"""Bytes of each of two values that share such an index."""


def is_text(value: object) -> bool:
    """Return False for a string with a NUL or half a character in it, which no row can hold."""
    if not isinstance(value, str):
        return True
    try:
        return "\0" not in value and (value.isascii() or bool(value.encode()))
    except UnicodeEncodeError:
        return False


def can_be_kept(*, sought: tuple[str | None, ...], words: JSON) -> None:
    """
    Let pass what can be kept: ids and keys by which it is sought, and words of any length, as JSON values.

    Raises:
        ValueError: it cannot.
    """
    for text in sought:
        if text is not None and (not isinstance(text, str) or not 0 < len(text) <= LONGEST or not is_text(text)):
            msg = f"{str(text)[:40]!r} cannot be kept: an id or a key has 1 to {LONGEST} characters, none of them NUL"
            raise ValueError(msg)
    for text in _strings(words):
        if not is_text(text):
            msg = f"{text[:40]!r} cannot be kept: text has neither NUL nor half characters"
            raise ValueError(msg)


def _strings(value: JSON) -> Iterator[str]:
    """Yield every string in JSON values."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for name, inner in value.items():
            yield name
            yield from _strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _strings(inner)
