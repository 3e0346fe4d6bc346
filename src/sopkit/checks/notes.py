"""
Notes → limits in days that the times of their step contradict.

Only what a note clearly states is held against anything: a limit that stands by itself, once.
"""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

import attrs

from sopkit.checks.finding import Found
from sopkit.places import pointer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sopkit.checks.survey import Survey
    from sopkit.errors import Fact
    from sopkit.model import Sop, Step

__all__ = ["note_time_agrees"]

_ONES = ("satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan")
_ENGLISH = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_NUMBERS = (
    {word: n for n, word in enumerate(_ONES, 1)}
    | {f"{word} belas": n for n, word in enumerate(_ONES[1:], 12)}
    | {f"{word} puluh": 10 * n for n, word in enumerate(_ONES[1:], 2)}
    | {word: n for n, word in enumerate(_ENGLISH, 1)}
    | {"sepuluh": 10, "sebelas": 11, "fourteen": 14, "twenty": 20, "thirty": 30}
)
_LENGTHS = {"weeks": timedelta(weeks=1), "days": timedelta(days=1), "hours": timedelta(hours=1)}

# A whole sentence that says a limit and nothing more: what else stood in it could make it the limit of something else.
_LIMIT = re.compile(
    r"""
    (?:^|[.;\n])\ ?
    (?:(?:pelaksanaan(?:nya)?|penyelesaian(?:nya)?|dilaksanakan|diselesaikan|dikerjakan|selesai|waktu|harus|batas
        |to|be|must|is|completed?|carried|out|done|finish(?:ed)?|performed?)\ )*
    (?P<said>
        (?:dalam(?:\ jangka)?(?:\ (?:waktu|tempo))?(?:\ (?:paling\ (?:lama|lambat)|maksimal))?
            |paling\ (?:lama|lambat)|maksimal|maksimum|selambat-lambatnya|selama-lamanya
            |within(?:\ at\ most)?|at\ most|(?:in\ )?(?:no|not)\ (?:more|later)\ than)
        \ (?P<number>[0-9]{1,3}|[a-z]+(?:\ (?:belas|puluh))?)(?:\ ?\((?P<again>[^()]{1,30})\))?
        \ (?:hari(?:\ (?P<kind>kerja|kalender))?|(?:(?P<sort>working|business|calendar)\ )?days?)
    )
    (?=\ ?(?:$|[.;\n]))
    """,
    re.VERBOSE | re.IGNORECASE,
)


@attrs.frozen
class _Said:
    """A limit that a note states."""

    words: str
    days: int
    kind: str
    """`working` or `calendar` days; empty where it says neither."""


def note_time_agrees(survey: Survey) -> Iterator[Found]:
    """Find notes that state another limit than their step has, or a shorter one than its standard time needs."""
    for n, step in enumerate(survey.sop.steps):
        for language, words in step.note.by_language if step.note else ():
            said = _said(words)
            against = _against(survey.sop, step, said) if said else None
            if said and against:
                variant, facts = against
                at = pointer("steps", n, "note", *([] if step.note and step.note.is_plain else [language]))
                yield Found(at, {**survey.named(step), "words": said.words, **facts}, variant)
                break  # once, whatever other languages say


def _said(note: str) -> _Said | None:
    """Return the one limit in days that a note states; None where it states none, or not clearly."""
    found = list(_LIMIT.finditer(re.sub(r"[^\S\n]+", " ", note)))
    if len(found) != 1:
        return None
    days, again = (_number(word) for word in found[0].group("number", "again"))
    if not days or again not in (None, days):
        return None
    kind = (found[0]["kind"] or found[0]["sort"] or "").lower()
    kinds = {"kerja": "working", "business": "working", "kalender": "calendar"}
    return _Said(found[0]["said"], days, kinds.get(kind, kind))


def _number(word: str | None) -> int | None:
    """Return a number written in digits or in a word, None if it is neither."""
    word = " ".join((word or "").lower().split())
    return int(word) if word.isdecimal() else _NUMBERS.get(word)


def _against(sop: Sop, step: Step, said: _Said) -> tuple[str, dict[str, Fact]] | None:
    """Return the variant and the facts of what contradicts a note, None if nothing does."""
    noted = said.days * sop.effort(sop.working_day)
    limits: list[tuple[bool, str, dict[str, Fact]]] = []
    if step.complete_within and said.kind != "calendar":
        is_same = sop.effort(step.complete_within) == noted
        limits.append((is_same, "limit", {"limit": str(step.complete_within)}))
    if step.elapsed_within and said.kind != "working":
        parts = step.elapsed_within.parts
        elapsed = sum((n * _LENGTHS.get(unit, timedelta()) for unit, n in parts), timedelta())
        is_same = elapsed == timedelta(days=said.days) or any(unit not in _LENGTHS for unit, _ in parts)
        limits.append((is_same, "elapsed", {"calendar": str(step.elapsed_within)}))
    if limits:
        return None if any(is_same for is_same, _, _ in limits) else limits[0][1:]
    if sop.effort(step.standard_time) <= noted:
        return None
    norm = getattr(step.standard_time, "to", step.standard_time)
    return "", {"norm": str(norm), "day": str(sop.working_day)}
