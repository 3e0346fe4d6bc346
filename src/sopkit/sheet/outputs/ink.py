"""
Page → ink: outlines, pictures and runs of text at their places, in the order in which they are drawn.

Pictures and PDF are drawn from this, so that they differ in nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from sopkit.sheet.metrics import MM, cap_height, line_height, width

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sopkit.sheet.values import Arrow, Cell, Mark, Page, Picture, Symbol

__all__ = ["Box", "Ink", "Path", "Run", "Way", "ink"]

Points: TypeAlias = "Sequence[tuple[float, float]]"

RULE, STROKE = 0.13, 0.3
"""Width of the borders of cells, and of all lines of the flow."""
_HEAD = (1.7, 1.2)  # length and width of the head of an arrow
_PAD = 1.2  # from the border of a cell to its words
_STRIKE = (0.27, 0.07)  # height and thickness of the line through a word, of the size of its letters
_TIE, _ALTERNATE = (0.8, 0.6), (1.0, 0.6)


class Box(NamedTuple):
    """A rectangle from its top left; `fill` is `none`, `white` or `grey`; without a width of line it has no border."""

    x: float
    y: float
    width: float
    height: float
    fill: str
    line: float
    radius: float = 0
    dash: tuple[float, ...] = ()


class Path(NamedTuple):
    """Straight lines from point to point; `fill` is `none`, `white` or `black`."""

    points: Points
    fill: str
    line: float
    closed: bool = False
    dash: tuple[float, ...] = ()


class Run(NamedTuple):
    """One line of text, from the left end of its baseline; turned, it runs upwards from there."""

    text: str
    x: float
    y: float
    width: float
    size: float
    """In points."""
    bold: bool = False
    turned: bool = False


class Way(NamedTuple):
    """A rectangle from its top left that is not seen; a click on it opens another page, counted from 1."""

    x: float
    y: float
    width: float
    height: float
    page: int


Ink: TypeAlias = "Box | Path | Run | Way | Picture"


def ink(page: Page, *, words: bool = True) -> Iterator[Ink]:
    """Yield all that a page holds, what lies below first; `words` are those of cells, which HTML sets itself."""
    for cell in page.cells:
        yield from _cell(cell, words=words)
    yield from page.pictures
    for tie in page.ties:
        yield Path(tie.points, "none", tie.width, dash=_TIE)
    yield from map(_symbol, page.symbols)
    for arrow in page.arrows:
        yield Path(arrow.points, "none", STROKE)
    yield from map(_head, page.arrows)
    for symbol in page.symbols:
        middle = symbol.y - (symbol.point / 3 if symbol.kind in ("out", "into") else 0)
        yield from _lines(symbol.lines, symbol.x, middle, symbol.size, centred=True)
    yield from map(_mark, page.marks)
    for label in page.labels:  # over all lines: one may stand on its own
        yield Box(label.x, label.y, label.width, label.height, "white", 0)
        middle = label.y + label.height / 2
        yield from _lines(label.lines, label.x + label.width / 2, middle, label.size, centred=True)


def _cell(cell: Cell, *, words: bool) -> Iterator[Ink]:
    if cell.ruled or cell.shaded:
        fill, line = "grey" if cell.shaded else "none", RULE if cell.ruled else 0
        yield Box(cell.x, cell.y, cell.width, cell.height, fill, line)
    if not words:
        return
    if cell.leads_to:
        yield Way(cell.x, cell.y, cell.width, cell.height, cell.leads_to)
    x, y = cell.x + cell.width / 2, cell.y + cell.height / 2
    if cell.align == "upright":
        yield from _upright(cell, x, y)
        return
    if cell.upright == "top":
        y = cell.y + _PAD + len(cell.lines) * line_height(cell.size) / 2
    is_centred = cell.align == "center"
    left = x if is_centred else cell.x + _PAD
    if cell.numbers:
        yield from _lines(cell.numbers, left, y, cell.size)
    for run in _lines(cell.lines, left + cell.indent, y, cell.size, centred=is_centred, bold=cell.bold):
        yield run
        if cell.struck:
            high, thick = _STRIKE[0] * run.size * MM, _STRIKE[1] * run.size * MM
            yield Path(((run.x, run.y - high), (run.x + run.width, run.y - high)), "none", thick)


def _lines(
    said: Sequence[str], x: float, middle: float, size: float, *, centred: bool = False, bold: bool = False
) -> Iterator[Run]:
    """Yield lines of text around a height."""
    step = line_height(size)
    y = middle - step * (len(said) - 1) / 2 + cap_height(size) / 2
    for line in said:
        if line:
            wide = width(line, size, bold=bold)
            yield Run(line, x - wide / 2 if centred else x, y, wide, size, bold)
        y += step


def _upright(cell: Cell, x: float, y: float) -> Iterator[Run]:
    """Yield lines that run upwards around a point, the first at the left."""
    step = line_height(cell.size)
    x += cap_height(cell.size) / 2 - step * (len(cell.lines) - 1) / 2
    for line in cell.lines:
        wide = width(line, cell.size, bold=cell.bold)
        yield Run(line, x, y + wide / 2, wide, cell.size, cell.bold, turned=True)
        x += step


def _symbol(symbol: Symbol) -> Ink:
    x, y, wide, high = symbol.x, symbol.y, symbol.width / 2, symbol.height / 2
    if symbol.kind == "diamond":
        return Path(((x, y - high), (x + wide, y), (x, y + high), (x - wide, y)), "white", STROKE, closed=True)
    if symbol.kind in ("out", "into"):
        low = y + high - symbol.point
        corners = ((x - wide, y - high), (x + wide, y - high), (x + wide, low), (x, y + high), (x - wide, low))
        return Path(corners, "white", STROKE, closed=True)
    radius = high if symbol.kind == "capsule" else 0
    dash = _ALTERNATE if symbol.kind == "alternate" else ()
    return Box(x - wide, y - high, 2 * wide, 2 * high, "white", STROKE, radius, dash)


def _head(arrow: Arrow) -> Path:
    (x1, y1), (x, y) = arrow.points[-2:]
    long, half = _HEAD[0], _HEAD[1] / 2
    if x1 == x:
        back = y - long if y > y1 else y + long
        return Path(((x, y), (x - half, back), (x + half, back)), "black", 0, closed=True)
    back = x - long if x > x1 else x + long
    return Path(((x, y), (back, y - half), (back, y + half)), "black", 0, closed=True)


def _mark(mark: Mark) -> Path:
    if not mark.width:
        return Path(mark.points, "black", 0, closed=True)
    return Path(mark.points, "none", mark.width, closed=mark.points[0] == mark.points[-1])
