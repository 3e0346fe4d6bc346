"""
Form + paper → the columns of the flow table and the lines of text in them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from sopkit.errors import SheetError
from sopkit.sheet.metrics import line_height, lines, width
from sopkit.sheet.paper import PAPERS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sopkit.sheet.layout.form import Form
    from sopkit.sheet.paper import Paper

__all__ = ["LEAST", "LONGEST", "PADDING", "SIZES", "TEXTS", "Table", "table"]

SIZES = (9.0, 8.5, 8.0, 7.5, 7.0)
"""Sizes of the text that are tried, in points."""
PADDING = 1.2
LEAST = 11.0
"""Least height of a row."""
TEXTS = ("activity", "inputs", "time", "outputs", "note")
_SHARES = (  # of the width that texts have; which one is taken, the height of the whole decides
    (31, 20, 12, 20, 17),
    (27, 20, 12, 20, 21),
    (34, 21, 12, 21, 12),
    (28, 25, 12, 22, 13),
    (25, 18, 11, 18, 28),
    (32, 24, 12, 22, 10),
)
LONGEST = 20_000
"""Signs of a text, for more of which no page has a column; to find that out by measuring takes long."""
_NUMBER = 8.0
_HEAD = 0.9  # on each side of an actor's name
_ACTOR = 11.0  # least width of an actor's column
_WIDE = (48.0, 34.0, 24.0)  # most width of it: where there is one, where there are two, where there are more
_FLOW = 0.42  # most share of the table that the actors take, where they fit
_CROWDED = 0.56


@attrs.frozen(kw_only=True)
class Table:
    """Columns from left to right, and the text of each row in lines."""

    size: float
    left: float
    number: float
    widths: dict[str, float]
    """Of the text columns."""
    actor: float
    """Width of each actor's column."""
    heads: tuple[tuple[str, ...], ...]
    """The name of each actor, in lines; one line each where they stand on end."""
    small: float
    """Size of the letters of these names."""
    stands: bool
    """Whether the actors' names stand on end."""
    head: float
    """Height of the row of names."""
    rows: tuple[dict[str, tuple[str, ...]], ...]
    heights: tuple[float, ...]
    """What the text of each row needs."""

    @property
    def flow(self) -> float:
        """Where the actors' columns begin."""
        return self.left + self.number + self.widths["activity"]


def table(form: Form, paper: Paper) -> Table:
    """
    Divide the paper, with text as large as fits.

    Raises:
        SheetError: there are too many actors, or a word is wider than its column even at 7 points.
    """
    for row in form.rows:
        if any(len(getattr(row, name)) > LONGEST for name in TEXTS):
            raise SheetError(why="row", text="", what=row.number)
    room = paper.width - 2 * paper.margin
    count = len(form.actors)
    actor = min(max(room * _FLOW / count, _ACTOR), _WIDE[min(count, len(_WIDE)) - 1])
    if actor * count > room * _CROWDED:
        widest = max(one.width - 2 * one.margin for one in PAPERS.values())
        why = "actors" if _ACTOR * count <= widest * _CROWDED else "actors-many"
        raise SheetError(why=why, text=str(count), what=paper.name)
    rest = room - _NUMBER - actor * count
    wrong = SheetError(why="actors", text=str(count), what=paper.name)
    for size in SIZES:
        found = []
        for shares in _SHARES:
            widths = {name: rest * share / sum(shares) for name, share in zip(TEXTS, shares, strict=True)}
            try:
                found.append(_set(form, paper, size, actor, widths))
            except SheetError as error:
                wrong = error
                if error.why == "glyph":
                    raise
        if found:
            return min(found, key=lambda one: sum(max(high, LEAST) for high in one.heights))
    raise wrong


def _set(form: Form, paper: Paper, size: float, actor: float, widths: dict[str, float]) -> Table:
    rows, heights = [], []
    for row in form.rows:
        texts = {name: lines(getattr(row, name), widths[name] - 2 * PADDING, size) for name in TEXTS}
        texts["number"] = lines(row.number, _NUMBER - 1, size)
        rows.append(texts)
        heights.append(max(map(len, texts.values())) * line_height(size) + 2 * PADDING)
    heads, small, stands = _heads(form.actors, actor, size)
    for name in TEXTS:
        lines(form.word(f"column.{name}"), widths[name] - 2 * PADDING, size, bold=True)
    high = (
        max(width(line, small, bold=True) for one in heads for line in one)
        if stands
        else max(map(len, heads)) * line_height(small)
    )
    return Table(
        size=size, left=paper.margin, number=_NUMBER, widths=widths, actor=actor, heads=heads, small=small,
        stands=stands, head=high + 2 * PADDING, rows=tuple(rows), heights=tuple(heights),
    )  # fmt: skip


def _heads(names: Sequence[str], actor: float, size: float) -> tuple[tuple[tuple[str, ...], ...], float, bool]:
    """Return the actors' names in lines, the size of their letters, and whether they must stand on end."""
    for smaller in [one for one in SIZES if one <= size]:
        try:
            return tuple(lines(name, actor - 2 * _HEAD, smaller, bold=True) for name in names), smaller, False
        except SheetError as error:
            if error.why == "glyph":
                raise
    most = int((actor - 1) / line_height(size))
    room = max(width(word, size, bold=True) for name in names for word in name.split())
    while any(len(lines(name, room + 0.01, size, bold=True)) > most for name in names):
        room += line_height(size)
    return tuple(lines(name, room + 0.01, size, bold=True) for name in names), size, True
