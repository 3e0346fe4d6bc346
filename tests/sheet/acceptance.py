"""
Sheet + its Sop → what a careful reader would find wrong with the drawing: none of it, if the layout is right.

These are the acceptance checks for a drawn form: symbols centred in their columns, lines over nothing, labels at their
own arrow, rows whole, every outcome drawn once, connectors in pairs. They look at values only, and reckon everything
anew: nothing of the layout's own code is used but the widths of letters.
"""

from __future__ import annotations

from collections import Counter
from itertools import combinations, pairwise
from typing import TYPE_CHECKING

from sheet.plane import NEAR, along, away, box, crosses, hits, interrupts, meet, meet_shape, on_edge, over, touches
from sheet.whole import connectors, of_rows, outcomes, rows
from sopkit.sheet.metrics import line_height, width

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sopkit.model import Sop
    from sopkit.sheet.values import Arrow, Cell, Label, Page, Sheet

    Box = tuple[float, float, float, float]
    Stretch = tuple[tuple[float, float], tuple[float, float]]

__all__ = ["breaches", "crossings"]

SMALLEST = 7  # points, of text
SIGNED = (60.0, 15.0)  # width and height of the mark of an electronic signature, at the left below
HEAD = 1.65  # length of an arrow's last stretch, at least
BESIDE = 4.0  # from a label to its own arrow, at most
TEXTS = ("number", "activity", "inputs", "time", "outputs", "note")


def breaches(sheet: Sheet, sop: Sop) -> Iterator[tuple[str, object]]:
    """Yield each thing that is wrong, by its kind."""
    flows = [page for page in sheet.pages if page.kind == "flow"]
    for page in flows:
        yield from _cells(sheet, page)
        yield from _tiles(page)
        yield from _symbols(page)
        for arrow in page.arrows:
            yield from _arrow(page, arrow)
        yield from _together(page)
        yield from _labels(page, sop)
    yield from rows(flows, sop)
    yield from connectors(sheet)
    yield from outcomes(flows, sop)


def crossings(page: Page) -> int:
    """Return how many times lines cross that lead to different symbols."""
    count = 0
    for one, other in combinations(page.arrows, 2):
        if one.target != other.target:
            count += sum(crosses(a, b) for a in pairwise(one.points) for b in pairwise(other.points))
    return count


def _lanes(page: Page) -> list[Cell]:
    return [cell for cell in page.cells if cell.name.startswith("actor ") and cell.shaded]


def _cells(sheet: Sheet, page: Page) -> Iterator[tuple[str, object]]:
    """Texts fit into their cells, there is a header, and the place of the signature is free."""
    paper = sheet.paper
    low = max(cell.y + cell.height for cell in page.cells if cell.ruled)
    if low > paper.height - max(SIGNED[1], paper.foot - NEAR):
        yield "foot", low
    for cell in page.cells:
        at_foot = cell.x < SIGNED[0] and cell.y > paper.height - paper.foot
        if cell.x < 0 or cell.x + cell.width > paper.width or at_foot:
            yield "outside", cell
        yield from _text(cell)
    names = {cell.name for cell in page.cells}
    if not {f"column.{code}" for code in (*TEXTS, "actors", "quality")} <= names:
        yield "header", names


def _text(cell: Cell) -> Iterator[tuple[str, object]]:
    room, tall = (cell.height, cell.width) if cell.align == "upright" else (cell.width, cell.height)
    if any(width(line, cell.size, bold=cell.bold) > room - cell.indent - 0.4 for line in cell.lines):
        yield "text wider than its cell", cell
    if len(cell.lines) * line_height(cell.size) > tall + NEAR:
        yield "text higher than its cell", cell
    if cell.lines and cell.size < SMALLEST:
        yield "small text", cell


def _tiles(page: Page) -> Iterator[tuple[str, object]]:
    """Rows stand one below the other without a gap, and so do the cells of each."""
    table = [cell for cell in page.cells if cell.ruled]
    top = max(cell.y + cell.height for cell in table if cell.shaded)
    left, right = min(cell.x for cell in table), max(cell.x + cell.width for cell in table)
    for number, row in sorted(of_rows(page).items()):
        row.sort(key=lambda cell: cell.x)
        if len({(cell.y, cell.height) for cell in row}) != 1 or abs(row[0].y - top) > NEAR:
            yield "gap between rows", number
        if abs(row[0].x - left) > NEAR or abs(row[-1].x + row[-1].width - right) > NEAR:
            yield "row not as wide as the table", number
        if any(abs(a.x + a.width - b.x) > NEAR for a, b in pairwise(row)):
            yield "gap between cells", number
        top = row[0].y + row[0].height


def _symbols(page: Page) -> Iterator[tuple[str, object]]:
    """Symbols stand in the middle of their column, within one row, and not over one another; their words fit."""
    centres = [cell.x + cell.width / 2 for cell in _lanes(page)]
    rows = [row[0] for row in of_rows(page).values()]
    for symbol in page.symbols:
        if min(abs(symbol.x - centre) for centre in centres) > 0.5:
            yield "off the centre", symbol
        _, top, _, low = box(symbol)
        if not any(row.y - NEAR <= top and low <= row.y + row.height + NEAR for row in rows):
            yield "symbol over two rows", symbol
        if any(width(line, symbol.size) > symbol.width for line in symbol.lines):
            yield "word wider than its symbol", symbol
        if len(symbol.lines) * line_height(symbol.size) > symbol.height + 1:
            yield "words higher than their symbol", symbol
    for one, other in combinations(page.symbols, 2):
        if meet(box(one), box(other), 1.0):
            yield "symbols meet", (one, other)
    for kind in {symbol.kind for symbol in page.symbols} - {"out", "into"}:
        if len({(symbol.width, symbol.height) for symbol in page.symbols if symbol.kind == kind}) > 1:
            yield "symbols of unequal size", kind


def _arrow(page: Page, arrow: Arrow) -> Iterator[tuple[str, object]]:
    """An arrow is upright and level, stays in the actors' columns, and runs from edge to edge over nothing."""
    lanes = _lanes(page)
    left, right = min(cell.x for cell in lanes), max(cell.x + cell.width for cell in lanes)
    for a, b in pairwise(arrow.points):
        if (a[0] == b[0]) == (a[1] == b[1]):
            yield "slanted", arrow
        if min(a[0], b[0]) < left + 0.3 or max(a[0], b[0]) > right - 0.3:
            yield "in a text column", arrow
        for symbol in page.symbols:
            if over(symbol, (a, b)):
                yield "over a symbol", (arrow, symbol)
    for a, b, c in zip(arrow.points, arrow.points[1:], arrow.points[2:], strict=False):
        if (a[0] == b[0]) == (b[0] == c[0]):
            yield "no corner", arrow
    yield from _tips(page, arrow)


def _tips(page: Page, arrow: Arrow) -> Iterator[tuple[str, object]]:
    """It begins and ends on the edge of a symbol, with room for its head."""
    last, end = arrow.points[-2:]
    if abs(last[0] - end[0]) + abs(last[1] - end[1]) < HEAD:
        yield "no room for its head", arrow
    for name, point in (("tail", arrow.points[0]), ("head", end)):
        if not any(on_edge(symbol, point) for symbol in page.symbols):
            yield f"{name} in the air", arrow


def _together(page: Page) -> Iterator[tuple[str, object]]:
    """Lines that lead to different symbols never run along, begin or end on each other."""
    for one, other in combinations(page.arrows, 2):
        if one.target == other.target:
            continue
        for a in pairwise(one.points):
            for b in pairwise(other.points):
                if along(a, b):
                    yield "two lines along each other", (one, other)
                elif touches(a, b):
                    yield "a line that seems to branch", (one, other)
    ties = [stretch for tie in page.ties for stretch in pairwise(tie.points)]
    for arrow in page.arrows:
        if any(along(stretch, tie) for stretch in pairwise(arrow.points) for tie in ties):
            yield "along a tie", arrow


def _labels(page: Page, sop: Sop) -> Iterator[tuple[str, object]]:
    """Labels say what their outcomes are called, stand at their own arrow and over nothing else."""
    said = {(step.id, one.id): one.label.in_(sop.language) for step in sop.steps for one in step.outcomes}
    ways = {(one.step, one.outcome): one.ways for one in page.arrows}
    if Counter(way for way in ways if said.get(way)) != Counter(one.way for one in page.labels):
        yield "labels missing", page.labels
    lanes, rows = _lanes(page), [row[0] for row in of_rows(page).values()]
    field = (
        min(cell.x for cell in lanes), min(row.y for row in rows),
        max(cell.x + cell.width for cell in lanes), max(row.y + row.height for row in rows),
    )  # fmt: skip
    for label in page.labels:
        around = (label.x, label.y, label.x + label.width, label.y + label.height)
        if label.size < SMALLEST or any(width(line, label.size) > label.width + NEAR for line in label.lines):
            yield "label too small", label
        if (
            any(a < b for a, b in zip(around[:2], field[:2], strict=True))
            or around[2] > field[2]
            or around[3] > field[3]
        ):
            yield "label outside", label
        words = "/".join(said[way] for way in ways[label.way])
        if "".join("".join(label.lines).split()) != "".join(words.split()):
            yield "label says something else", label
        yield from _over(page, label, around)
        yield from _own_arrow(page, label, around)


def _over(page: Page, label: Label, around: Box) -> Iterator[tuple[str, object]]:
    for symbol in page.symbols:
        if meet_shape(around, symbol):
            yield "label over a symbol", (label, symbol)
    if any(hits(around, stretch) for tie in page.ties for stretch in pairwise(tie.points)):
        yield "label over a tie", label
    for other in page.labels:
        if other is not label and meet(around, (other.x, other.y, other.x + other.width, other.y + other.height)):
            yield "labels meet", (label, other)


def _own_arrow(page: Page, label: Label, around: Box) -> Iterator[tuple[str, object]]:
    own = [arrow for arrow in page.arrows if (arrow.step, arrow.outcome) == label.way]
    if len(own) != 1:
        yield "label of no arrow", label
        return
    stretches = list(pairwise(own[0].points))
    if min(away(around, stretch) for stretch in stretches) > BESIDE:
        yield "label far from its arrow", label
    hit = [stretch for stretch in stretches if hits(around, stretch)]
    if len(hit) > 1 or (hit and not interrupts(around, hit[0])):
        yield "label over its own arrow", label
    for arrow in page.arrows:
        if arrow is not own[0] and any(hits(around, stretch) for stretch in pairwise(arrow.points)):
            yield "label over an arrow", (label, arrow)
