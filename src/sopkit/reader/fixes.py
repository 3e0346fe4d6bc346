"""
What was found + what is written → edits that take it away, where nobody can have meant anything else.

A likely guess is a suggestion and never comes in here: a fix may be applied by whoever has not read the sentence.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sopkit.edits import Edit
from sopkit.reader.build import is_id
from sopkit.reader.references import LISTS

if TYPE_CHECKING:
    from collections.abc import Callable

    from sopkit.model import JSON
    from sopkit.reader.strict import Found

__all__ = ["fix"]

_INVISIBLE = re.compile("[\u200b\u2060\ufeff]")  # what comes along with copied text, and no reader can see
_CALENDAR_OR_WORKING = re.compile(r"[0-9]\s*(?:hari|days?|d)\b(?!\s*kerja)")
_MINUTES_OR_MONTHS = re.compile(r"p[0-9.,]+m", re.IGNORECASE)
_THOUSANDS_OR_PARTS = re.compile(r"[0-9][.,][0-9]{3}(?![0-9])")
_LIST_OF_WORDS = LISTS | {"requires"}


def fix(one: Found, written: JSON, meant: str | None, language: JSON) -> tuple[Edit, ...]:
    """
    Return the edits that mend `one`; none where a person must decide.

    Args:
        one: what was found.
        written: what stands at its pointer.
        meant: what probably belongs there, if that is known.
        language: the language of the definition, as its file says.
    """
    mended = _MENDED.get(one.rule)
    return mended(one, written, meant, language) if mended else ()


def _form(one: Found, written: JSON, meant: str | None, language: JSON) -> tuple[Edit, ...]:
    """A time with its unit or a day, written as people write them."""
    if meant is None or not isinstance(written, str):
        return ()
    is_certain = _is_day(written, language) if one.facts.get("form") == "date" else _is_time(written)
    return (Edit.put(one.pointer, meant),) if is_certain and one.facts.get("form") != "id" else ()


def _is_time(written: str) -> bool:
    """Return whether a time that can be read can be read in one way only."""
    text = written.strip().lower()
    if text.startswith("p"):
        return not _MINUTES_OR_MONTHS.match(text)
    has_unit = any(char.isalpha() for char in text)
    return has_unit and not _CALENDAR_OR_WORKING.search(text) and not _THOUSANDS_OR_PARTS.search(text)


def _is_day(written: str, language: JSON) -> bool:
    """Return whether nobody can take the day for the month: Indonesians write it first, others do not."""
    first, second, *_ = re.findall(r"\w+", written)
    return language == "id" or not second.isdigit() or int(first) > 12 or int(first) == int(second)


def _value(one: Found, written: JSON, _: str | None, __: JSON) -> tuple[Edit, ...]:
    """An allowed word in capitals."""
    word, allowed = str(written).strip().lower(), one.facts["allowed"]
    return (Edit.put(one.pointer, word),) if isinstance(allowed, tuple) and word in allowed else ()


def _type(one: Found, written: JSON, _: str | None, __: JSON) -> tuple[Edit, ...]:
    """The version of the language in quotes; one word where a list of words belongs."""
    if one.pointer == "/sopkit" and written == "1":
        return (Edit.put(one.pointer, 1),)
    is_alone = one.pointer.rpartition("/")[2] in _LIST_OF_WORDS and is_id(written)
    return (Edit.put(one.pointer, [written]),) if is_alone else ()


def _twice(one: Found, *_: object) -> tuple[Edit, ...]:
    return (Edit.remove(one.pointer),)


def _character(one: Found, written: JSON, *_: object) -> tuple[Edit, ...]:
    """Characters that nobody sees."""
    seen = _INVISIBLE.sub("", written) if isinstance(written, str) else written
    return (Edit.put(one.pointer, seen),) if seen != written else ()


_MENDED: dict[str, Callable[..., tuple[Edit, ...]]] = {
    "wrong-form": _form, "wrong-value": _value, "wrong-type": _type, "item-twice": _twice,
    "character-unprintable": _character,
}  # fmt: skip
