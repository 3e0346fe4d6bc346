"""
Printed words → those that `lists/spelling.json` knows to be wrong, and what was meant.

Looked at is what the sheet prints in Indonesian; regulations are left alone, for their names are quoted, and so are
names of persons and the remarks of the author.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from sopkit.checks.finding import Found
from sopkit.checks.indonesian import is_indonesian, listed_words, spot
from sopkit.checks.survey import brief
from sopkit.edits import Edit
from sopkit.places import pointer

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sopkit.checks.survey import Survey
    from sopkit.model import Sop, Text

__all__ = ["spelling"]


def spelling(survey: Survey) -> Iterator[Found]:
    """Find texts with slips: those with one correction each, which a fix can write, and those that need a choice."""
    clean: set[str] = set()
    for parts, text in _printed(survey.sop):
        if text is None:
            continue
        for language, said in text.by_language:
            if said not in clean and is_indonesian(language):
                if slips := list(_slips(said)):
                    yield from _found(spot(text, pointer(*parts), language), said, slips, brief(text))
                else:
                    clean.add(said)


def _printed(sop: Sop) -> Iterator[tuple[tuple[str | int, ...], Text | None]]:
    """Yield what the sheet prints, with the parts of the pointer to it."""
    yield ("title",), sop.title
    if sop.identity is not None:
        yield ("identity", "agency"), sop.identity.agency
        yield ("identity", "unit"), sop.identity.unit
        if sop.identity.approved_by is not None:
            yield ("identity", "approved_by", "position"), sop.identity.approved_by.position
        for key in ("qualifications", "related", "equipment", "warnings", "records"):
            yield from ((("identity", key, n), text) for n, text in enumerate(getattr(sop.identity, key)))
    yield from ((("actors", n, "name"), actor.name) for n, actor in enumerate(sop.actors))
    for n, document in enumerate(sop.documents):
        yield ("documents", n, "name"), document.name
        yield ("documents", n, "supplied_by"), document.supplied_by
        yield ("documents", n, "delivered_to"), document.delivered_to
    for n, step in enumerate(sop.steps):
        yield ("steps", n, "activity"), step.activity
        yield ("steps", n, "question"), step.question
        yield ("steps", n, "note"), step.note
        yield from ((("steps", n, "outcomes", m, "label"), one.label) for m, one in enumerate(step.outcomes))
    if not sop.has_implied_end:
        yield from ((("ends", n, "name"), end.name) for n, end in enumerate(sop.ends))


_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
# A slip may be two words: "di periksa".
_TWO = re.compile(r"([^\W\d_]+)\s+([^\W\d_]+)")
_ENDS = ".:!?\n"  # after these a sentence begins


@cache
def _lists() -> tuple[Mapping[str, str | list[str]], frozenset[str]]:
    """Return what each slip means, and the words that a slip begins with."""
    meant = listed_words("spelling")
    return meant, frozenset(slip.split()[0] for slip in meant)


def _slips(said: str) -> Iterator[tuple[int, str, str | list[str]]]:
    """Yield where each slip stands, how it is written, and what is meant: one thing, or a list to choose from."""
    meant, firsts = _lists()
    if firsts.isdisjoint(_WORD.findall(said.lower())):
        return
    end = 0
    for match in _WORD.finditer(said):
        if match.start() < end or match[0].lower() not in firsts:
            continue
        two = _TWO.match(said, match.start())
        for written in ([two[0]] if two else []) + [match[0]]:
            slip = " ".join(written.lower().split())
            if slip in meant:
                yield match.start(), written, meant[slip]
                end = match.start() + len(written)
                break


def _found(at: str, said: str, slips: list[tuple[int, str, str | list[str]]], name: str) -> Iterator[Found]:
    """Yield the slips of one text: those that a fix can mend, and those that only the author can."""
    mended = said
    sure: list[str] = []
    unsure: list[str] = []
    for start, written, meant in reversed(slips):
        several = [meant] if isinstance(meant, str) else meant
        before = said[:start].rstrip(" ")
        likes = [_like(one, written, opens=not before or before[-1] in _ENDS) for one in several]
        (sure if isinstance(meant, str) else unsure).append(f"{' '.join(written.split())} → {' / '.join(likes)}")
        if isinstance(meant, str):
            mended = mended[:start] + likes[0] + mended[start + len(written) :]
    if sure:
        yield Found(at, {"text": name, "slips": _listed(sure)}, fix=(Edit.put(at, mended),))
    if unsure:
        yield Found(at, {"text": name, "slips": _listed(unsure)}, "choice")


def _like(right: str, written: str, *, opens: bool) -> str:
    """Return the correction in the case of what it stands for: `Kerja Sama` in a title, `di Lapangan` within one."""
    if written.isupper():
        return right.upper()
    if not written[0].isupper():
        return right
    first, *others = right.split(" ")
    first = first if first in ("di", "ke") and not opens else first[0].upper() + first[1:]
    return " ".join([first, *(others if opens else [other[0].upper() + other[1:] for other in others])])


def _listed(told: list[str]) -> str:
    return ", ".join(dict.fromkeys(reversed(told)))
