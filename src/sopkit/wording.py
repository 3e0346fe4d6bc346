"""
Code + facts + language → sentence a clerk understands.

Every sentence sopkit says stands in `words/`, a folder for each language, a file for each topic; no other room holds
prose for people.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

__all__ = ["LANGUAGES", "dated", "knows", "language_of", "listed", "say"]

LANGUAGES = ("id", "en")


def say(code: str, language: str, /, **facts: object) -> str:
    """
    Return the sentence for `code` in `language` (`id` or `en`; any other is answered in English).

    A fact that is a tuple is put as a list in words. `{kind:type}` in a sentence puts the fact `kind` in the words
    of `type.<kind>`. Facts are filled in, never interpreted.

    Raises:
        KeyError: no sentence is written for this code.
    """
    words = _words(language if language in LANGUAGES else "en")
    return words[code].format_map({name: _Fact(fact, language) for name, fact in facts.items()})


def language_of(environment: Mapping[str, str]) -> str:
    """
    Return which of the two languages people read where the environment variables say this.

    >>> language_of({"LANG": "id_ID.UTF-8"}), language_of({"LC_ALL": "C", "LANG": "id_ID.UTF-8"}), language_of({})
    ('id', 'en', 'en')
    """
    locale = next((environment[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if environment.get(name)), "")
    return "id" if locale.lower().startswith("id") else "en"


def knows(code: str) -> bool:
    """Return whether a sentence is written for `code`."""
    return code in _words("en")


def listed(items: tuple[object, ...], language: str) -> str:
    """Return `a, b or c` in `language`; an empty tuple is a dash."""
    if not items:
        return "–"
    *firsts, last = (str(item) for item in items)
    return f"{', '.join(firsts)} {say('list.or', language)} {last}" if firsts else last


def dated(day: date, language: str) -> str:
    """
    Return a date in words.

    >>> from datetime import date
    >>> dated(date(2026, 1, 5), "id")
    '5 Januari 2026'
    """
    return say("view.date", language, day=day.day, month=say(f"view.month.{day.month}", language), year=day.year)


class _Fact:
    """A fact on its way into a sentence; after a colon stands the family of words to put it in."""

    def __init__(self, fact: object, language: str) -> None:
        self.items = fact if isinstance(fact, tuple) else (fact,)
        self.language = language

    def __format__(self, family: str) -> str:
        items = tuple(say(f"{family}.{item}", self.language) for item in self.items) if family else self.items
        return listed(items, self.language)


@cache
def _words(language: str) -> Mapping[str, str]:
    # A plain path and not importlib.resources, which takes longer to import than all the words to read.
    files = sorted(Path(__file__).with_name("words").joinpath(language).glob("*.json"))
    return {code: said for file in files for code, said in json.loads(file.read_text(encoding="utf-8")).items()}
