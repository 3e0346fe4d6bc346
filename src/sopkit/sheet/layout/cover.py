"""
Sop + paper → its cover: the identity page, as cells in millimetres.

What the file leaves out is a dotted line, for whoever fills it in by hand. Lists that one page cannot hold, also in the
smallest letters, go on on the next.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from sopkit.errors import SheetError
from sopkit.sheet.layout.block import FINE, again, block
from sopkit.sheet.layout.table import LONGEST, PADDING
from sopkit.sheet.metrics import line_height, lines, width
from sopkit.sheet.style import style
from sopkit.sheet.values import Cell, Page, Tie

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sopkit.model import Sop
    from sopkit.sheet.layout.block import Block
    from sopkit.sheet.paper import Paper
    from sopkit.sheet.style import Style

__all__ = ["cover"]

_SIZES = (9.5, 9.0, 8.5, 8.0, 7.5, 7.0)
"""Sizes of the text that are tried, in points."""
_SHARES = (0.55, 0.5, 0.62)  # of the frame, that the left column has
_PAIRS = (("legal_basis", "qualifications"), ("related", "equipment"), ("warnings", "records"))
_LEAST = 16.0  # millimetres, of a body
_FEWEST = 3  # lines of a list that are worth a beginning at the foot of a page
_RULE = 7.0  # between two dotted lines


@attrs.frozen(kw_only=True)
class _List:
    """One list of the cover, its lines broken for a column."""

    field: str
    head: tuple[str, ...]
    again: tuple[str, ...]
    """The head above what goes on on another page."""
    lines: tuple[str, ...]
    numbers: tuple[str, ...]
    indent: float
    is_blank: bool
    """Whether the SOP says nothing here."""

    def parted(self, count: int) -> tuple[_List, _List]:
        """Return its first lines, at most `count`, and all others; parted before an item where that can be."""
        whole = [n for n in range(1, count + 1) if n < len(self.numbers) and self.numbers[n]]
        count = whole[-1] if whole and len(self.lines) > count else count
        first = attrs.evolve(self, lines=self.lines[:count], numbers=self.numbers[:count])
        rest = attrs.evolve(self, lines=self.lines[count:], numbers=self.numbers[count:], is_blank=False)
        return first, attrs.evolve(rest, head=rest.again if rest.lines else ())


def cover(
    sop: Sop, paper: Paper, language: str | None = None, profile: str | None = None, logo: bytes | None = None
) -> tuple[Page, ...]:
    """
    Return the cover, on as few pages as hold it and in letters as large as that allows.

    Args:
        sop: the definition.
        paper: its width, height and margins.
        language: of the words; the SOP's own without it.
        profile: in place of the SOP's own; where it wants a cover only of SOPs with an `identity`, others have none.
        logo: bytes of a PNG or SVG.

    Raises:
        SheetError: a word is wider than its column even at 7 points, the font lacks a character, the head of the cover
            is higher than a page, or the logo is no picture.
    """
    look = style(sop, language, profile)
    if look.cover != "always" and sop.identity is None:
        return ()
    title = sop.title.in_(look.texts)
    if len(title) > LONGEST:
        raise SheetError(why="cover", text=title, what=paper.name)
    best: tuple[Page, ...] = ()
    errors: list[SheetError] = []
    for size in _SIZES:
        for share in _SHARES:
            try:
                found = _set(sop, paper, look, size, share, logo)
            except SheetError as error:
                if error.why in ("glyph", "logo"):
                    raise
                errors.append(error)
                continue
            if len(found) == 1:
                return found
            if not best or len(found) < len(best):
                best = found
    if not best:
        raise errors[-1]
    return best


def _set(sop: Sop, paper: Paper, look: Style, size: float, share: float, logo: bytes | None) -> tuple[Page, ...]:
    """Return the cover in letters of one size."""
    head = block(sop, paper, look, size=size, share=share, logo=logo)
    columns = (head.split - paper.margin, paper.width - paper.margin - head.split)
    rows = [
        tuple(_list(sop, field, look, wide - 2 * PADDING, size) for field, wide in zip(pair, columns, strict=True))
        for pair in _PAIRS
    ]
    pages: list[Page] = []
    while rows:
        room = paper.height - paper.foot - head.low
        here, rows = _filled(rows, room, size)
        if room < 0 or (pages and not here):
            raise SheetError(why="cover", text=sop.title.in_(look.texts), what=paper.name)
        cells, ties = _bodies(here, head, columns, room if not rows else 0, size)
        pages.append(Page(
            cells=(*head.cells, *cells), ties=(*head.ties, *ties), pictures=head.pictures, kind="cover"
        ))  # fmt: skip
        head = again(sop, paper, look, size=size, share=share)
    return tuple(pages)


def _list(sop: Sop, field: str, look: Style, room: float, size: float) -> _List:
    items = [text.in_(look.texts) for text in getattr(sop.identity, field, ())]
    indent = width(f"{len(items)}.", size) + 1.5 if len(items) > 1 else 0
    said: list[str] = []
    numbers: list[str] = []
    for n, item in enumerate(items, 1):
        own = lines(item, room - indent, size)
        said += own
        numbers += [f"{n}.", *[""] * (len(own) - 1)] if indent else []
    heading = look.word(f"view.cover.{field}").upper()
    more = look.word("sheet.cover.again", heading=heading)
    return _List(
        field=field, head=lines(heading, room, size, bold=True), again=lines(more, room, size, bold=True),
        lines=tuple(said), numbers=tuple(numbers), indent=round(indent, 2), is_blank=not items,
    )  # fmt: skip


def _head_height(row: Sequence[_List], size: float) -> float:
    return max(len(one.head) for one in row) * line_height(size) + PADDING


def _body_height(row: Sequence[_List], size: float) -> float:
    return max(_LEAST, max(len(one.lines) for one in row) * line_height(size) + 2 * PADDING)


def _filled(
    rows: list[tuple[_List, ...]], room: float, size: float
) -> tuple[list[tuple[_List, ...]], list[tuple[_List, ...]]]:
    """Return what stands on this page, and what is left for the next; a list may be parted, a line never."""
    here: list[tuple[_List, ...]] = []
    for n, row in enumerate(rows):
        head, body = _head_height(row, size), _body_height(row, size)
        if head + body <= room + 1e-6:
            here.append(row)
            room -= head + body
            continue
        count = int((room - head - 2 * PADDING + 1e-6) / line_height(size))
        if count < _FEWEST or head + _LEAST > room:
            return here, rows[n:]
        first, rest = zip(*(one.parted(count) for one in row), strict=True)
        return [*here, first], [rest, *rows[n + 1 :]]
    return here, []


def _bodies(
    rows: Sequence[tuple[_List, ...]], head: Block, columns: tuple[float, float], room: float, size: float
) -> tuple[list[Cell], list[Tie]]:
    """Return the lists below the head; where there is `room`, they share it."""
    heads = [_head_height(row, size) for row in rows]
    bodies = _levelled([_body_height(row, size) for row in rows], room - sum(heads))
    cells: list[Cell] = []
    ties: list[Tie] = []
    y = head.low
    for row, high, tall in zip(rows, heads, bodies, strict=True):
        for one, x, wide in zip(row, (head.split - columns[0], head.split), columns, strict=True):
            cells += [
                _cell(f"{one.field} words", x, y, wide, high, one.head, size),
                _cell(one.field, x, y + high, wide, tall, one.lines, size, one),
            ]
            if one.is_blank:
                ties += _ruled(x, y + high, wide, tall)
        y += high + tall
    return cells, ties


def _cell(
    name: str, x: float, y: float, wide: float, high: float, said: tuple[str, ...], size: float, of: _List | None = None
) -> Cell:  # fmt: skip
    """Return the cell of a list, or of the words above it."""
    return Cell(
        x=round(x, 2), y=round(y, 2), width=round(wide, 2), height=round(high, 2), lines=said, size=size,
        numbers=of.numbers if of else (), indent=of.indent if of else 0, upright="top" if of else "middle",
        bold=of is None, shaded=of is None, name=f"cover {name}",
    )  # fmt: skip


def _ruled(x: float, y: float, wide: float, tall: float) -> list[Tie]:
    """Return dotted lines to write on."""
    left, right = round(x + PADDING, 2), round(x + wide - PADDING, 2)
    levels = (round(y + n * _RULE, 2) for n in range(1, int((tall - PADDING) / _RULE) + 1))
    return [Tie(points=((left, level), (right, level)), width=FINE) for level in levels]


def _levelled(least: Sequence[float], room: float) -> list[float]:
    """Return heights that fill the room, as equal as what each needs allows."""
    rest = sorted(least, reverse=True)
    while rest and room / len(rest) < rest[0]:
        room -= rest.pop(0)
    level = room / len(rest) if rest else 0
    return [max(high, level) for high in least]
