"""
Sop + paper → the head of its cover: whose it is, number and dates, who signs it, its name; as cells in millimetres.
"""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

import attrs

from sopkit.errors import SheetError
from sopkit.sheet.layout.table import PADDING
from sopkit.sheet.logo import placed
from sopkit.sheet.metrics import cap_height, line_height, lines
from sopkit.sheet.values import Cell, Tie
from sopkit.wording import dated

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sopkit.model import Sop
    from sopkit.sheet.paper import Paper
    from sopkit.sheet.style import Style
    from sopkit.sheet.values import Picture

__all__ = ["FINE", "Block", "again", "block"]

FINE = 0.13
"""Width of the dotted lines to write on, in millimetres."""

_OWNER = (14.0, 13.0, 12.0, 11.0, 10.0, 9.0, 8.0, 7.0)
"""Sizes of the letters of agency and unit that are tried, in points."""
_LABEL = 0.29  # of the right column
_TIGHT = 0.8  # above and below the text of a row
_SIGNED = 18.0  # millimetres, for a signature or its mark
_LOGO = (44.0, 20.0)  # most width and height
_WRITTEN = 62.0  # most length of a dotted line in the middle of a cell
_BLANK = "\0"  # a line that is left out, to be filled in by hand


@attrs.frozen(kw_only=True)
class Block:
    """The head of a page of the cover."""

    cells: tuple[Cell, ...]
    split: float
    """Where the right column begins."""
    low: float
    """Where the head ends."""
    ties: tuple[Tie, ...] = ()
    pictures: tuple[Picture, ...] = ()


@attrs.frozen
class _Edges:
    """Where the columns begin, where the last ends, and how far above."""

    top: float
    left: float
    split: float
    value: float
    right: float


@attrs.frozen(kw_only=True)
class _Row:
    """One row at the right: what it is, and what the SOP says."""

    field: str
    label: tuple[str, ...]
    value: tuple[str, ...]
    bold: bool = False

    def height(self, size: float) -> float:
        return max(len(self.label), len(self.value)) * line_height(size) + 2 * (PADDING if self.bold else _TIGHT)


def block(
    sop: Sop, paper: Paper, look: Style, *, size: float, share: float, logo: bytes | None
) -> Block:  # fmt: skip
    """
    Return the head of the first page, with text in `size` points and `share` of the width left of the split.

    Raises:
        SheetError: a word is wider than its column, the font lacks a character, or the logo is no picture.
    """
    edges = _edges(paper, share)
    rows = list(_rows(sop, look, edges, size))
    owner, letters = _owner(sop, look, edges, logo)
    heights = [row.height(size) for row in rows]
    spare = len(owner) * line_height(letters) + 2 * PADDING - sum(heights)
    cells: list[Cell] = []
    y = edges.top
    for row, high in zip(rows, heights, strict=True):
        tall = high + (max(spare, 0) if row.field == "approved_by" else 0)
        cells += _cells(row, edges, y, tall, size)
        y += tall
    whose = _cell(
        "agency", edges.left, edges.split, edges.top, y - edges.top, owner, letters, align="center", bold=True
    )  # fmt: skip
    return _finished([whose, *cells], edges, (_picture(logo, whose),) if logo is not None else ())


def again(sop: Sop, paper: Paper, look: Style, *, size: float, share: float) -> Block:
    """
    Return the head of the pages that follow: what the SOP is called, and its number.

    Raises:
        SheetError: a word is wider than its column, or the font lacks a character.
    """
    edges = _edges(paper, share)
    title = lines(sop.title.in_(look.texts), edges.split - edges.left - 2 * PADDING, size, bold=True)
    row = next(_rows(sop, look, edges, size))
    high = max(len(title) * line_height(size) + 2 * PADDING, row.height(size))
    cells = [_cell("title", edges.left, edges.split, edges.top, high, title, size, bold=True)]
    return _finished([*cells, *_cells(row, edges, edges.top, high, size)], edges)


def _finished(cells: Sequence[Cell], edges: _Edges, pictures: tuple[Picture, ...] = ()) -> Block:
    """Return the head with a dotted line wherever something is left out."""
    return Block(
        cells=tuple(attrs.evolve(cell, lines=tuple(_shown(line) for line in cell.lines)) for cell in cells),
        split=edges.split, low=max(cell.y + cell.height for cell in cells), pictures=pictures,
        ties=tuple(tie for cell in cells for tie in _blanks(cell)),
    )  # fmt: skip


def _edges(paper: Paper, share: float) -> _Edges:
    frame = paper.width - 2 * paper.margin
    split = round(paper.margin + frame * share, 2)
    value = round(split + frame * (1 - share) * _LABEL, 2)
    return _Edges(paper.margin, paper.margin, split, value, round(paper.margin + frame, 2))


def _rows(sop: Sop, look: Style, edges: _Edges, size: float) -> Iterator[_Row]:
    """Yield the rows at the right, their lines broken."""
    identity = sop.identity
    dates = {field: getattr(identity, field, None) for field in ("created", "revised", "effective")}
    said = {"number": getattr(identity, "number", None) or _BLANK}
    said |= {field: dated(day, look.language) if day else _BLANK for field, day in dates.items()}
    for field, value in said.items():
        yield _row(field, look.word(f"view.cover.{field}"), (value,), edges, size)
    signer = tuple(_signer(sop, look, size))
    yield _row("approved_by", look.word("view.cover.approved_by"), signer, edges, size)
    yield _row("title", look.word("sheet.cover.title"), (sop.title.in_(look.texts),), edges, size, bold=True)


def _row(
    field: str, label: str, value: tuple[str, ...], edges: _Edges, size: float, *, bold: bool = False
) -> _Row:  # fmt: skip
    room = edges.right - edges.value - 2 * PADDING
    return _Row(
        field=field, bold=bold,
        label=lines(label, edges.value - edges.split - 2 * PADDING, size, bold=bold),
        value=tuple(line for one in value for line in _broken(one, room, size, bold=bold)),
    )  # fmt: skip


def _broken(said: str, room: float, size: float, *, bold: bool = False) -> tuple[str, ...]:
    return (said,) if said in (_BLANK, "") else lines(said, room, size, bold=bold)


def _signer(sop: Sop, look: Style, size: float) -> Iterator[str]:
    """Yield position, room for a signature, name and number of whoever signs."""
    signer = sop.identity.approved_by if sop.identity else None
    yield signer.position.in_(look.texts) if signer and signer.position else _BLANK
    yield from [""] * ceil(_SIGNED / line_height(size))
    name = signer.name.in_(look.texts) if signer and signer.name else _BLANK
    number = signer.id_number if signer else None
    if number and number[0].isdigit():
        number = look.word("sheet.cover.id_number", number=number)
    if number and name != _BLANK:
        yield from (name, number)
    elif number or look.word("sheet.cover.id_number", number="").strip():  # officials have a number, others may not
        yield from ("", name, "", number or _BLANK)
    else:
        yield from ("", name)


def _owner(sop: Sop, look: Style, edges: _Edges, logo: bytes | None) -> tuple[tuple[str, ...], float]:
    """Return agency and unit in lines, below room for the logo, and the size of their letters."""
    agency, unit = (getattr(sop.identity, field, None) for field in ("agency", "unit"))
    said = [text.in_(look.texts) if text else _BLANK for text in ((agency, unit) if unit or not agency else (agency,))]
    room = edges.split - edges.left - 2 * PADDING
    for size in _OWNER:
        above = ("",) * (ceil((_LOGO[1] + 1) / line_height(size)) if logo is not None else 0)
        try:
            parts = [_broken(one, room, size, bold=True) for one in said]
        except SheetError as error:
            if error.why == "glyph" or size == _OWNER[-1]:
                raise
            continue
        break
    return (*above, *parts[0], *(line for part in parts[1:] for line in ("", *part))), size


def _picture(logo: bytes, whose: Cell) -> Picture:
    top = whose.y + (whose.height - len(whose.lines) * line_height(whose.size)) / 2
    wide, high = _LOGO
    return placed(logo, x=whose.x + (whose.width - wide) / 2, y=top, width=wide, height=high)


def _cells(row: _Row, edges: _Edges, y: float, high: float, size: float) -> list[Cell]:
    upright, align = ("top", "center") if row.field == "approved_by" else ("middle", "left")
    words = f"{row.field} words"
    return [
        _cell(words, edges.split, edges.value, y, high, row.label, size, bold=row.bold, upright=upright),
        _cell(row.field, edges.value, edges.right, y, high, row.value, size, bold=row.bold, align=align),
    ]


def _cell(
    name: str, left: float, right: float, y: float, high: float, said: tuple[str, ...], size: float, *,
    align: str = "left", upright: str = "middle", bold: bool = False,
) -> Cell:  # fmt: skip
    return Cell(
        x=left, y=round(y, 2), width=round(right - left, 2), height=round(high, 2), lines=said, size=size, align=align,
        upright=upright, bold=bold, name=f"cover {name}",
    )  # fmt: skip


def _shown(line: str) -> str:
    return "" if line == _BLANK else line


def _blanks(cell: Cell) -> Iterator[Tie]:
    """Yield a dotted line where a line of a cell is to be written by hand."""
    step = line_height(cell.size)
    first = cell.y + (cell.height - step * (len(cell.lines) - 1)) / 2 + cap_height(cell.size) / 2
    aside = max(PADDING, (cell.width - _WRITTEN) / 2 if cell.align == "center" else 0)
    for n, line in enumerate(cell.lines):
        if line == _BLANK:
            y = round(first + n * step + 0.4, 2)
            yield Tie(points=((round(cell.x + aside, 2), y), (round(cell.x + cell.width - aside, 2), y)), width=FINE)
