"""
Rows of words → pages of ruled cells, with the heads of their columns on each page.

For tables without symbols: forms to fill in by hand, lists. What such a table is about stands above it as the caller
says.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

import attrs

from sopkit.errors import SheetError
from sopkit.sheet.layout.table import PADDING, SIZES
from sopkit.sheet.metrics import line_height, lines
from sopkit.sheet.values import Cell, Page

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sopkit.sheet.paper import Paper

__all__ = ["Column", "edged", "ruled"]

_Row = tuple[tuple[str, ...], ...]
"""The lines of each cell."""


@attrs.frozen(kw_only=True)
class Column:
    """A column of a table."""

    head: str
    share: float
    """Of the width that the table has."""
    group: str = ""
    """What stands above its head; neighbours with the same have it once."""
    align: str = "left"
    struck: bool = False
    """Whether its words no longer hold."""


def ruled(
    columns: Sequence[Column], rows: Sequence[Sequence[str]], paper: Paper, *, top: float, least: float, kind: str,
    name: str,
) -> tuple[list[Page], float]:  # fmt: skip
    """
    Set a table, its letters as large as its words allow, and return its pages, and where it ends on the last.

    Args:
        columns: from left to right.
        rows: of each row the words of each cell; a row higher than a page goes on on the next.
        paper: on which.
        top: where the table begins on the first page; on the others it begins at the margin.
        least: the least height of a row.
        kind: of the pages.
        name: what its cells are named after, each with the number of its row, from 0.

    Raises:
        SheetError: a word is wider than its column even at 7 points, or the font lacks a character.
    """
    for size in SIZES:
        try:
            table = _Table(columns, rows, paper, size)
        except SheetError as error:
            if error.why == "glyph" or size == SIZES[-1]:
                raise
        else:
            break
    return table.pages(top, least, kind, name)


class _Table:
    """A table in letters of one size."""

    def __init__(self, columns: Sequence[Column], rows: Sequence[Sequence[str]], paper: Paper, size: float) -> None:
        self.columns, self.paper, self.size = columns, paper, size
        room = (paper.width - 2 * paper.margin) / sum(column.share for column in columns)
        self.edges = [paper.margin]
        for column in columns:
            self.edges.append(self.edges[-1] + column.share * room)
        self.heads = [self._lines(n, column.head, bold=True) for n, column in enumerate(columns)]
        self.rows: list[_Row] = [tuple(self._lines(n, said) for n, said in enumerate(row)) for row in rows]
        self.groups = list(self._groups())

    def _lines(self, n: int, said: str, *, bold: bool = False) -> tuple[str, ...]:
        return lines(said, self.edges[n + 1] - self.edges[n] - 2 * PADDING, self.size, bold=bold) if said else ()

    def _groups(self) -> Iterator[tuple[float, float, tuple[str, ...]]]:
        """Yield begin, end and lines of what stands above the heads of some columns."""
        for (said, _), members in groupby(
            range(len(self.columns)), key=lambda n: (self.columns[n].group, 0 if self.columns[n].group else n)
        ):
            if said:
                numbers = list(members)
                left, right = self.edges[numbers[0]], self.edges[numbers[-1] + 1]
                yield left, right, lines(said, right - left - 2 * PADDING, self.size, bold=True)

    def _high(self, count: int) -> float:
        return count * line_height(self.size) + 2 * PADDING

    def pages(self, top: float, least: float, kind: str, name: str) -> tuple[list[Page], float]:
        upper = self._high(max((len(said) for *_, said in self.groups), default=0)) if self.groups else 0.0
        head = self._high(max(map(len, self.heads)))
        foot = self.paper.height - self.paper.foot
        pages: list[list[Cell]] = [list(self._header(top, upper, head))]
        y = top + upper + head
        most = int((foot - self.paper.margin - upper - head - 2 * PADDING) / line_height(self.size))
        for n, row in enumerate(self.rows):
            for part in _parts(row, most):
                high = max(self._high(max(map(len, part))), least)
                if y + high > foot + 0.01:
                    pages.append(list(self._header(self.paper.margin, upper, head)))
                    y = self.paper.margin + upper + head
                pages[-1] += self._cells(part, y, high, f"{name} {n}")
                y += high
        return [Page(cells=tuple(cells), kind=kind) for cells in pages], y

    def _header(self, top: float, upper: float, head: float) -> Iterator[Cell]:
        for left, right, said in self.groups:
            yield edged(left, top, right, top + upper, said, self.size, align="center", bold=True, shaded=True)
        for n, (column, said) in enumerate(zip(self.columns, self.heads, strict=True)):
            begin = top + upper if column.group else top
            yield edged(
                self.edges[n], begin, self.edges[n + 1], top + upper + head, said, self.size, align="center", bold=True,
                shaded=True, name="head",
            )  # fmt: skip

    def _cells(self, row: _Row, y: float, high: float, name: str) -> Iterator[Cell]:
        for n, (column, said) in enumerate(zip(self.columns, row, strict=True)):
            yield edged(
                self.edges[n], y, self.edges[n + 1], y + high, said, self.size, align=column.align, upright="top",
                struck=column.struck, name=name,
            )  # fmt: skip


def _parts(row: _Row, most: int) -> Iterator[_Row]:
    """Yield a row, or where it has more lines than a page, one part of it after the other."""
    for begin in range(0, max(1, *map(len, row)), most):
        yield tuple(said[begin : begin + most] for said in row)


def edged(
    left: float, top: float, right: float, low: float, said: tuple[str, ...], size: float, *, align: str = "left",
    upright: str = "middle", bold: bool = False, shaded: bool = False, struck: bool = False, ruled: bool = True,
    name: str = "",
) -> Cell:  # fmt: skip
    """Return a cell between four edges, whose borders, rounded, are those of its neighbours."""
    x, y = round(left, 2), round(top, 2)
    return Cell(
        x=x, y=y, width=round(round(right, 2) - x, 2), height=round(round(low, 2) - y, 2), lines=said, size=size,
        align=align, upright=upright, bold=bold, shaded=shaded, struck=struck, ruled=ruled, name=name,
    )  # fmt: skip
