"""
Table + rows → the cells of a page: header, rows and total, each a ruled box with its text.
"""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING

from sopkit.sheet.layout.table import PADDING, TEXTS
from sopkit.sheet.metrics import line_height, lines, width
from sopkit.sheet.values import Cell

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sopkit.sheet.layout.form import Form
    from sopkit.sheet.layout.table import Table

__all__ = ["header", "header_height", "rows", "total", "total_height"]

_NUMBERS = 7.0  # points, of the numbers of columns


def header_height(words: Form, columns: Table) -> float:
    """Return how high the header is."""
    return _first(columns) + columns.head + (_numbers_height() if words.style.column_numbers else 0)


def total_height(words: Form, columns: Table) -> float:
    """Return how high the row of the total is."""
    return max(len(_total_lines(words, columns)[0]), 1) * line_height(columns.size) + 2 * PADDING


def header(words: Form, columns: Table, top: float) -> Iterator[Cell]:
    """Yield the cells of the header."""
    edges = _edges(columns)
    first, high = _first(columns), columns.head

    def cell(code: str, x: float, y: float, wide: float, high: float) -> Cell:
        said = lines(words.word(f"column.{code}"), wide - 1, columns.size, bold=True)
        return _cell(
            x, y, wide, high, lines=said, size=columns.size, align="center", bold=True, shaded=True,
            name=f"column.{code}",
        )  # fmt: skip

    for name in ("number", "activity", "note"):
        yield cell(name, edges[name][0], top, edges[name][1], first + high)
    yield cell("actors", columns.flow, top, columns.actor * len(columns.heads), first)
    quality = ("inputs", "time", "outputs")
    yield cell("quality", edges["inputs"][0], top, sum(columns.widths[name] for name in quality), first)
    for name in quality:
        yield cell(name, edges[name][0], top + first, edges[name][1], high)
    align = "upright" if columns.stands else "center"
    for n, said in enumerate(columns.heads):
        x, wide = edges[f"actor {n}"]
        yield _cell(
            x, top + first, wide, high, lines=said, size=columns.small, align=align, bold=True, shaded=True,
            name=f"actor {n}",
        )  # fmt: skip
    if words.style.column_numbers:
        y = top + first + high
        for n, (name, (x, wide)) in enumerate(edges.items(), 1):
            yield _cell(
                x, y, wide, _numbers_height(), lines=(str(n),), size=_NUMBERS, align="center", shaded=True,
                name=f"column number {name}",
            )  # fmt: skip


def rows(words: Form, columns: Table, numbers: Sequence[int], top: float, heights: Sequence[float]) -> Iterator[Cell]:
    """Yield the cells of some rows, one below the other."""
    edges = _edges(columns)
    for row, height in zip(numbers, heights, strict=True):
        for name, (x, wide) in edges.items():
            said = columns.rows[row].get(name, ())
            align = "center" if name in ("number", "time") else "left"
            yield _cell(
                x, top, wide, height, lines=said, size=columns.size, align=align, name=f"{name} {row}",
                begins=_begins(getattr(words.rows[row], name, ""), columns.widths.get(name, 0), columns.size),
            )  # fmt: skip
        top += height


def _begins(text: str, wide: float, size: float) -> tuple[int, ...]:
    """Return with which lines of a text its paragraphs begin, the first left out."""
    parts = text.split("\n")[:-1]
    return tuple(accumulate(len(lines(part, wide - 2 * PADDING, size)) for part in parts))


def total(words: Form, columns: Table, top: float) -> Iterator[Cell]:
    """Yield the cells of the last row; its time goes on below the columns at its right where it is long."""
    (x, _), (last, rest) = _edges(columns)["time"], _edges(columns)["note"]
    high, right = total_height(words, columns), last + rest
    said, room = _total_lines(words, columns)
    size, name = columns.size, (words.word("total"),)
    yield _cell(
        columns.left, top, x - columns.left, high, lines=name, size=size, align="center", bold=True, name="total words"
    )
    yield _cell(x, top, room, high, lines=said, size=size, align="center", bold=True, name="total")
    if room < right - x - 0.01:  # what is rounded to that is no cell
        yield _cell(x + room, top, right - x - room, high, size=size, name="total rest")


def _total_lines(words: Form, columns: Table) -> tuple[tuple[str, ...], float]:
    """Return the lines of the total and the width of its cell: that of the column of times, or of all from there on."""
    narrow = columns.widths["time"]
    if width(" ".join(words.total.split()), columns.size, bold=True) <= narrow - 1:
        return lines(words.total, narrow - 1, columns.size, bold=True), narrow
    broad = narrow + columns.widths["outputs"] + columns.widths["note"]
    return lines(words.total, broad - 1, columns.size, bold=True), broad


def _first(columns: Table) -> float:
    """Return how high the first row of the header is."""
    return line_height(columns.size) + 2 * PADDING


def _numbers_height() -> float:
    """Return how high the row of column numbers is."""
    return line_height(_NUMBERS) + PADDING


def _edges(columns: Table) -> dict[str, tuple[float, float]]:
    """Return where each column begins and how wide it is."""
    edges = {
        "number": (columns.left, columns.number),
        "activity": (columns.left + columns.number, columns.widths["activity"]),
    }
    x = columns.flow
    for n in range(len(columns.heads)):
        edges[f"actor {n}"] = x, columns.actor
        x += columns.actor
    for name in TEXTS[1:]:
        edges[name] = x, columns.widths[name]
        x += columns.widths[name]
    return edges


def _cell(
    x: float, y: float, width: float, height: float, *, size: float, name: str, lines: tuple[str, ...] = (),
    align: str = "left", bold: bool = False, shaded: bool = False, begins: tuple[int, ...] = (),
) -> Cell:  # fmt: skip
    """Return a cell whose borders, rounded, are those of its neighbours."""
    left, top = round(x, 2), round(y, 2)
    return Cell(
        x=left, y=top, width=round(round(x + width, 2) - left, 2), height=round(round(y + height, 2) - top, 2),
        lines=lines, size=size, align=align, bold=bold, shaded=shaded, begins=begins,
        name=name,
    )  # fmt: skip
