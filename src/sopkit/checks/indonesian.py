"""
Text → its Indonesian words; word → verb or not, active or passive.

Forms are told by prefixes and by lists (`lists/*.json`), and where those do not tell, nothing is claimed.
No rule comes in here.
"""

from __future__ import annotations

import json
import re
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sopkit.places import pointer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sopkit.checks.survey import Survey
    from sopkit.model import Step, Text

__all__ = [
    "ACTIVE", "PASSIVE", "activities", "forms", "indonesian", "is_indonesian", "is_verb", "listed_words", "spot",
    "voice", "words",
]  # fmt: skip

ACTIVE = "active"
PASSIVE = "passive"

_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
# me- with what may follow it: "memeriksa" and "meng-input", but not "media" or "meja".
_ACTIVE = re.compile(r"me[lmnrwy][a-z]*-?[a-z]{2,}|ber-?[a-z]{3,}|bekerja|belajar")
_PASSIVE = re.compile(r"di-?[a-z]{3,}")
# A request: "sediakan", but no noun such as "pendidikan" or "kelayakan". Those in "ter-", "ber-" and "per-" are listed.
_REQUEST = re.compile(r"(?!me|di|ter|ber|pe|ke)[a-z]{3,}kan")


@cache
def listed_words(file: str) -> dict[str, Any]:
    """Return one of the word lists in `lists/`, by the name of its file."""
    path = Path(__file__).with_name("lists") / f"{file}.json"
    return dict(json.loads(path.read_text(encoding="utf-8")))


@cache
def forms(key: str) -> frozenset[str]:
    """Return one of the sets in `lists/forms.json`."""
    return frozenset(listed_words("forms")[key])


def spot(text: Text, at: str, language: str) -> str:
    """Return the pointer to what a text says in one language; `at` points to the text."""
    return at if text.is_plain else at + pointer(language)


@lru_cache(maxsize=64)  # asked for every text, of a few languages
def is_indonesian(language: str) -> bool:
    """Return whether a language, by its BCP 47 name, is Indonesian, of whatever region."""
    return language.partition("-")[0].lower() == "id"


def indonesian(text: Text | None, at: str) -> Iterator[tuple[str, str]]:
    """Yield the pointer to what a text says in Indonesian, and what it says; `at` points to the text."""
    if text is not None:
        for language, said in text.by_language:
            if is_indonesian(language):
                yield spot(text, at, language), said


def activities(survey: Survey) -> Iterator[tuple[Step, str, str]]:
    """Yield each step whose activity is told in Indonesian, with the pointer to the words and the words."""
    for n, step in enumerate(survey.sop.steps):
        for at, said in indonesian(step.activity, f"/steps/{n}/activity"):
            yield step, at, said


def words(said: str) -> list[str]:
    """Return the words of a text, as written; numbers and signs are none."""
    return _WORD.findall(said)


def voice(word: str) -> str:
    """Return `ACTIVE` or `PASSIVE` where the prefix of a word, in small letters, makes it a verb; else nothing."""
    if word.partition("-")[0] in forms("not_verbs"):
        return ""
    if _ACTIVE.fullmatch(word):
        return ACTIVE
    return PASSIVE if _PASSIVE.fullmatch(word) else ""


def is_verb(word: str) -> bool:
    """Return whether a word, in small letters, is an active verb, or the bare stem of one as in a request."""
    if word in forms("base_verbs") or voice(word) == ACTIVE:
        return True
    return word not in forms("not_verbs") and _REQUEST.fullmatch(word) is not None
