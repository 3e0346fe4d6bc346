"""
Sops → one Sheet that binds theirs: cover, contents, then each of them, all pages numbered.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import accumulate
from typing import TYPE_CHECKING

import attrs

from sopkit.errors import SheetError
from sopkit.sheet.documents.binding import Names, contents, entry, front
from sopkit.sheet.documents.told import told as sentences
from sopkit.sheet.layout import layout
from sopkit.sheet.layout.heading import numbered
from sopkit.sheet.paper import PAPERS
from sopkit.sheet.style import style
from sopkit.sheet.values import Sheet
from sopkit.wording import LANGUAGES, say

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import date

    from sopkit.model import Sop
    from sopkit.sheet.documents.binding import Entry
    from sopkit.sheet.paper import Paper
    from sopkit.sheet.values import Page

__all__ = ["Book", "book"]

_DIGITS = re.compile(r"(\d+)")


@attrs.frozen(kw_only=True)
class Book:
    """A book as it is laid out, and what is missing from it because it cannot be drawn."""

    sheet: Sheet | None
    """None where nothing is left."""
    left_out: tuple[tuple[Sop, SheetError], ...]
    flows: Mapping[int, tuple[str, ...]] = attrs.field(factory=dict)
    """The flow of each SOP in sentences, by the number of its last page."""
    agency: str = ""
    """Where all that name one name the same."""
    day: date | None = None
    """Since when the latest of them holds."""


@attrs.frozen
class _Bound:
    """One SOP in the book: its line in the contents, and its pages."""

    entry: Entry
    pages: tuple[Page, ...]


def book(
    sops: Iterable[Sop], *, title: str | None = None, paper: str | None = None, language: str | None = None,
    logo: bytes | None = None, told: Callable[[int, int], object] = lambda _done, _of: None,
) -> Book:  # fmt: skip
    """
    Bind the sheets of many SOPs in the order of their numbers, and of their titles where they have none.

    Args:
        sops: the definitions, at least one.
        title: of the book.
        paper: of all its pages: `A4`, `F4`, `Letter` or `Legal`, on its side; that of the first profile without it.
        language: of all words; without it each sheet is in that of its SOP, and the book in that of most of them.
        logo: bytes of a PNG or SVG, for its cover.
        told: called with how many SOPs are laid out and how many there are.

    Raises:
        SheetError: the title does not fit, or the logo is no picture.
    """
    kept = sorted(sops, key=lambda sop: _place(sop, language))
    left_out: list[tuple[Sop, SheetError]] = []
    spoken = language or Counter(sop.language for sop in kept).most_common(1)[0][0]
    ours = spoken if spoken in LANGUAGES else "en"
    look = style(kept[0], ours, paper=paper)
    size = PAPERS[look.paper]
    while kept:  # where one cannot be drawn, those behind it have other page numbers
        bound, lost = _bound(kept, size, language, ours, told)
        if not lost:
            break
        left_out += lost
        kept = [sop for sop in kept if all(sop is not other for other, _ in lost)]
    else:
        return Book(sheet=None, left_out=tuple(left_out))
    name = title or say("sheet.book.title", ours)
    agency, unit, day = _whose(kept, spoken)
    many = say(f"sheet.book.count.{'one' if len(kept) == 1 else 'many'}", ours, n=len(kept))
    names = Names(title=name, agency=agency, unit=unit, many=many, year=str(day.year) if day else "")
    cover = front(names, size, logo)
    listed = len(contents([one.entry for one in bound], size, ours))
    starts = accumulate((len(one.pages) for one in bound), initial=2 + listed)
    entries = [one.entry._replace(page=start) for one, start in zip(bound, starts, strict=False)]
    flows = {
        one.page + len(each.pages) - 1: sentences(sop, language)
        for one, each, sop in zip(entries, bound, kept, strict=True)
    }
    inner = [*contents(entries, size, ours), *(page for one in bound for page in one.pages)]
    count = 1 + len(inner)
    inner = numbered(inner, size, lambda n: look.word("sheet.page-of", page=n + 1, pages=count))
    sheet = Sheet(title=name, language=ours, paper=size, pages=(cover, *inner))
    return Book(sheet=sheet, left_out=tuple(left_out), flows=flows, agency=agency, day=day)


def _bound(
    sops: Sequence[Sop], paper: Paper, language: str | None, ours: str, told: Callable[[int, int], object]
) -> tuple[list[_Bound], list[tuple[Sop, SheetError]]]:
    """Return each SOP laid out with the page numbers it has in the book, and those that cannot be."""
    bound: list[_Bound] = []
    lost: list[tuple[Sop, SheetError]] = []
    entries: list[Entry] = []
    for sop in sops:
        try:
            entries.append(entry(_number(sop), sop.title.in_(language or sop.language), paper))
        except SheetError as error:
            lost.append((sop, error))
    if lost:
        return bound, lost
    first = 2 + len(contents(entries, paper, ours))
    for n, (sop, line) in enumerate(zip(sops, entries, strict=True)):
        told(n, len(sops))
        try:
            sheet = layout(sop, paper=paper.name, language=language, first=first)
        except SheetError as error:
            lost.append((sop, error))
            continue
        name = " – ".join(
            " ".join(one.split()) for one in (_number(sop), sop.title.in_(language or sop.language)) if one
        )
        other = sheet.language if sheet.language != ours else ""
        pages = [attrs.evolve(page, language=other, title="" if n else name) for n, page in enumerate(sheet.pages)]
        bound.append(_Bound(line, tuple(pages)))
        first += len(pages)
    return bound, lost


def _place(sop: Sop, language: str | None) -> tuple[bool, list[tuple[int, str]], str, str]:
    """Return what puts an SOP in its place: `SOP-2` stands before `SOP-10`, and those without a number are the last."""
    number = _number(sop)
    parts = [(int(part), "") if n % 2 else (0, part.casefold()) for n, part in enumerate(_DIGITS.split(number))]
    return not number, parts, sop.title.in_(language or sop.language).casefold(), sop.id


def _number(sop: Sop) -> str:
    return (sop.identity.number or "") if sop.identity else ""


def _whose(sops: Sequence[Sop], language: str) -> tuple[str, str, date | None]:
    """Return agency and unit, where all that name one name the same, and the latest day that one of them names."""
    about = [sop.identity for sop in sops if sop.identity]
    agencies = {one.agency.in_(language) for one in about if one.agency}
    units = {one.unit.in_(language) for one in about if one.unit}
    days = [day for one in about for day in (one.effective, one.revised, one.created) if day]
    agency = agencies.pop() if len(agencies) == 1 else ""
    return agency, units.pop() if agency and len(units) == 1 else "", max(days, default=None)
