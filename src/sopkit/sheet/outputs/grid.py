"""
Cells in millimetres → the rows and columns of one table, with spans.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from itertools import groupby, pairwise
from typing import TYPE_CHECKING

import attrs

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sopkit.sheet.values import Cell

__all__ = ["Box", "Grid", "below", "grid"]

_SAME = 0.05  # edges nearer than this, in millimetres, are one: cells are rounded each by itself


@attrs.frozen(kw_only=True)
class Box:
    """One place of a table; where no cell of the sheet is, a place without borders."""

    row: int
    column: int
    rows: int = 1
    columns: int = 1
    cell: Cell | None = None


@attrs.frozen(kw_only=True)
class Grid:
    """A table that holds all cells of a page at their places."""

    across: tuple[float, ...]
    """The edges of its columns from left to right; one more than there are columns."""
    down: tuple[float, ...]
    """The edges of its rows."""
    boxes: tuple[Box, ...]
    """In reading order: row by row, from the left."""
    head: int
    """How many rows, from the first, are the header."""

    def row(self, number: int) -> list[Box]:
        """Return what stands in a row, from the left, also what began in a row above."""
        return sorted((box for box in self.boxes if box.row <= number < box.row + box.rows), key=lambda box: box.column)

    def at(self, x: float, y: float) -> Box | None:
        """Return the place at a point."""
        row, column = bisect_right(self.down, y) - 1, bisect_right(self.across, x) - 1
        for box in self.boxes:
            if box.row <= row < box.row + box.rows and box.column <= column < box.column + box.columns:
                return box
        return None


def below(cells: Sequence[Cell]) -> list[Cell]:
    """Return the words without borders that stand below everything: the number of the page, which is no row."""
    low = max((cell.y + cell.height for cell in cells if cell.ruled), default=math.inf)
    return [cell for cell in cells if cell.y >= low - _SAME and not cell.ruled]


def grid(cells: Sequence[Cell], *, tallest: float = math.inf, down_to: float = 0) -> Grid:
    """
    Return the table that has each cell, none over another, at its place; what stands below it is left out.

    Args:
        cells: of one page.
        tallest: how high a row may be; cells that are higher take several rows.
        down_to: how far down there are rows, also where no cell is.
    """
    outside = below(cells)
    cells = [cell for cell in cells if cell not in outside]
    if not cells:
        return Grid(across=(), down=(), boxes=(), head=0)
    across = _edges(edge for cell in cells for edge in (cell.x, cell.x + cell.width))
    down = _edges(edge for cell in cells for edge in (cell.y, cell.y + cell.height))
    down = _edges((*down, max(down_to, down[-1])))
    down = _edges(edge for pair in pairwise(down) for edge in _parts(*pair, tallest))
    boxes = [_box(cell, across, down) for cell in cells]
    taken = {place for box in boxes for place in _places(box)}
    boxes += [
        Box(row=row, column=start, columns=count)
        for row in range(len(down) - 1)
        for start, count in _runs([(row, column) not in taken for column in range(len(across) - 1)])
    ]
    boxes.sort(key=lambda box: (box.row, box.column))
    plain = [box.row for box in boxes if box.cell and box.cell.ruled and not box.cell.shaded]
    return Grid(across=across, down=down, boxes=tuple(boxes), head=min(plain, default=len(down) - 1))


def _box(cell: Cell, across: Sequence[float], down: Sequence[float]) -> Box:
    column, row = _index(across, cell.x), _index(down, cell.y)
    return Box(
        row=row, column=column, rows=_index(down, cell.y + cell.height) - row,
        columns=_index(across, cell.x + cell.width) - column, cell=cell,
    )  # fmt: skip


def _places(box: Box) -> Iterator[tuple[int, int]]:
    for row in range(box.row, box.row + box.rows):
        for column in range(box.column, box.column + box.columns):
            yield row, column


def _edges(all_edges: Iterable[float]) -> tuple[float, ...]:
    found: list[float] = []
    for edge in sorted(all_edges):
        if not found or edge - found[-1] > _SAME:
            found.append(edge)
    return tuple(found)


def _parts(top: float, low: float, tallest: float) -> list[float]:
    """Return the edges of as many rows of one height as there must be."""
    count = math.ceil((low - top) / tallest) or 1
    return [top + (low - top) * n / count for n in range(count)] + [low]


def _index(edges: Sequence[float], edge: float) -> int:
    return bisect_right(edges, edge) - 1


def _runs(free: Sequence[bool]) -> Iterator[tuple[int, int]]:
    """Yield where each run of free places begins, and how long it is."""
    column = 0
    for is_free, run in groupby(free):
        count = len(list(run))
        if is_free:
            yield column, count
        column += count
