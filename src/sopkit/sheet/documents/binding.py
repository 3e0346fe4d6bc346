"""
Title, agency and entries of a book → the pages that come first, as cells in millimetres.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import attrs

from sopkit.errors import SheetError
from sopkit.sheet.layout.table import PADDING
from sopkit.sheet.logo import placed
from sopkit.sheet.metrics import line_height, lines
from sopkit.sheet.values import Cell, Mark, Page
from sopkit.wording import say

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sopkit.sheet.paper import Paper
    from sopkit.sheet.values import Picture

__all__ = ["Entry", "Names", "contents", "entry", "front"]

_OWNER = (18.0, 16.0, 14.0, 12.0, 10.0, 8.0)
_TITLE = (30.0, 26.0, 22.0, 18.0, 14.0, 12.0)
"""Sizes of letters on the cover that are tried, in points."""
_WIDE = 0.8  # of the paper, that words on the cover may take
_FRAME = 0.3  # width of the line around it, in millimetres
_LOGO = (60.0, 30.0)  # most width and height
_SIZE, _HEAD = 10.0, 14.0  # letters of the contents, in points
_ROW = line_height(_SIZE) + 2 * PADDING  # height of a row with one line
_NUMBER, _PAGE = 62.0, 24.0  # millimetres, of columns


class Names(NamedTuple):
    """What stands on the cover; an empty one is left out."""

    title: str
    agency: str
    unit: str
    many: str
    year: str


class Entry(NamedTuple):
    """What the contents say of an SOP: its number and title in lines, and where it begins."""

    number: tuple[str, ...]
    title: tuple[str, ...]
    page: int = 0

    @property
    def height(self) -> float:
        """In millimetres."""
        return max(len(self.number), len(self.title)) * line_height(_SIZE) + 2 * PADDING


def entry(number: str, title: str, paper: Paper) -> Entry:
    """
    Return what the contents say of an SOP, in lines.

    Raises:
        SheetError: a word is wider than its column, or the font lacks a character.
    """
    wide = paper.width - 2 * paper.margin - _NUMBER - _PAGE
    return Entry(lines(number or "–", _NUMBER - 2 * PADDING, _SIZE), lines(title, wide - 2 * PADDING, _SIZE))


def front(names: Names, paper: Paper, logo: bytes | None) -> Page:
    """
    Return the cover.

    Raises:
        SheetError: a name is too long for it, the font lacks a character, or the logo is no picture.
    """
    high = paper.height - paper.margin - paper.foot
    left, right, low = paper.margin, paper.width - paper.margin, paper.margin + high
    frame = ((left, left), (right, left), (right, low), (left, low), (left, left))
    pictures: tuple[Picture, ...] = ()
    y = paper.margin + 8
    if logo is not None:
        wide = _LOGO[0]
        pictures = (placed(logo, x=(paper.width - wide) / 2, y=y, width=wide, height=_LOGO[1]),)
        y += _LOGO[1] + 4
    cells: list[Cell] = []
    for name, text in (("agency", names.agency), ("unit", names.unit)):
        if text:
            cells.append(_fitting(name, text.upper(), paper, y, 24.0, _OWNER))
            y = cells[-1].y + cells[-1].height
    room = low - 30 - y
    title = _fitting("title", names.title.upper(), paper, y, room, _TITLE)
    cells += [
        attrs.evolve(title, y=round(y, 2), height=round(room, 2)),
        _line("many", names.many, paper, low - 28),
        _line("year", names.year, paper, low - 16),
    ]
    return Page(
        cells=tuple(cells), pictures=pictures, kind="cover", title=names.title,
        marks=(Mark(kind="frame", points=frame, width=_FRAME),),
    )  # fmt: skip


def _fitting(name: str, text: str, paper: Paper, y: float, room: float, sizes: Sequence[float]) -> Cell:
    """Return words in the middle, in the largest letters in which they keep within a room."""
    wide = paper.width * _WIDE
    for size in sizes:
        try:
            said = lines(text, wide, size, bold=True)
        except SheetError as error:
            if error.why == "glyph":
                raise
            continue
        high = len(said) * line_height(size) + 2 * PADDING
        if high <= room:
            return _words(name, said, paper, y, high, size, bold=True)
    raise SheetError(why="title", text=text, what="")


def _line(name: str, text: str, paper: Paper, y: float) -> Cell:
    return _words(name, (text,), paper, y, 8.0, 12.0)


def _words(
    name: str, said: tuple[str, ...], paper: Paper, y: float, high: float, size: float, *, bold: bool = False
) -> Cell:
    wide = paper.width * _WIDE
    return Cell(
        x=round((paper.width - wide) / 2, 2), y=round(y, 2), width=round(wide, 2), height=round(high, 2), lines=said,
        size=size, align="center", bold=bold, ruled=False, name=name,
    )  # fmt: skip


def contents(entries: Sequence[Entry], paper: Paper, language: str) -> list[Page]:
    """Return the contents, on as many pages as they take: that hangs on the entries, and not on where they lead."""
    head = line_height(_HEAD) + 2 * PADDING
    top = paper.margin + head + 2
    title = say("sheet.book.contents", language)
    pages: list[list[Cell]] = []
    y = paper.height
    for n, one in enumerate(entries):
        if y + one.height > paper.height - paper.foot:
            heading = Cell(
                x=paper.margin, y=paper.margin, width=paper.width - 2 * paper.margin, height=round(head, 2),
                lines=(title.upper(),), size=_HEAD, bold=True, align="center", ruled=False, name="contents",
            )  # fmt: skip
            pages.append([heading, *_header(paper, top, language)])
            y = top + _ROW
        pages[-1] += _row(one, n, paper, y)
        y += one.height
    return [
        Page(cells=tuple(cells), kind="contents", title="" if n else title) for n, cells in enumerate(pages)
    ]  # fmt: skip


def _columns(paper: Paper) -> tuple[tuple[str, float, float], ...]:
    """Return name, beginning and width of each column."""
    left, right = paper.margin, paper.width - paper.margin
    return (
        ("number", left, _NUMBER),
        ("name", left + _NUMBER, right - _PAGE - left - _NUMBER),
        ("page", right - _PAGE, _PAGE),
    )


def _header(paper: Paper, y: float, language: str) -> Iterator[Cell]:
    for name, x, wide in _columns(paper):
        yield Cell(
            x=round(x, 2), y=round(y, 2), width=round(wide, 2), height=round(_ROW, 2), size=_SIZE, bold=True,
            lines=(say(f"sheet.book.{name}", language),), align="center", shaded=True, name=f"column.{name}",
        )  # fmt: skip


def _row(one: Entry, n: int, paper: Paper, y: float) -> Iterator[Cell]:
    said = {"number": one.number, "name": one.title, "page": (str(one.page),)}
    for name, x, wide in _columns(paper):
        yield Cell(
            x=round(x, 2), y=round(y, 2), width=round(wide, 2), height=round(one.height, 2), size=_SIZE,
            lines=said[name], align="center" if name == "page" else "left", leads_to=one.page, name=f"entry {n} {name}",
        )  # fmt: skip
