"""Page of the layout + page as it is shown → all that is not at its place: nothing, if the document is right."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING

from sheet.converted import Shown, corners, near
from sopkit.sheet.outputs.ink import Run, ink

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sheet.converted import Point, Stroke, Word
    from sopkit.sheet.values import Arrow, Cell, Label, Mark, Page, Symbol

TEXT = 0.6
LINE = 0.35
_HEAD = 2.2  # millimetres; a line ends within its head


def missed(page: Page, shown: Shown, *, closer: bool = False, line: float = LINE) -> list[object]:
    """
    Return what of the layout is not shown at its place, and letters too many or too few.

    Args:
        page: of the layout.
        shown: the same page as somebody sees it.
        closer: whether words may stand closer to each other than in the layout, but within their cell.
        line: how far from its place a line may be, in millimetres.
    """
    found: list[object] = []
    for run in ink(page):
        if isinstance(run, Run):
            cell = next((one for one in page.cells if closer and _is_in(run, one)), None)
            top, low = (cell.y, cell.y + cell.height) if cell else (run.y - TEXT, run.y + TEXT)
            by = 2 * TEXT + run.width / 100 if closer else TEXT
            if not _is_said(run, shown, by, (top, low)):
                found.append(run)
    found += _unlike(page, shown)
    found += [cell for cell in page.cells if cell.ruled and not _is_ruled(cell, shown, line)]
    found += [symbol for symbol in page.symbols if not any(_is_symbol(symbol, one, line) for one in shown.strokes)]
    found += [arrow for arrow in page.arrows if not _is_arrow(arrow, shown, line)]
    found += [tie for tie in page.ties if not any(_is_way(tie.points, one, line) for one in shown.strokes)]
    found += [mark for mark in page.marks if not any(_is_mark(mark, one, line) for one in shown.strokes)]
    found += [label for label in page.labels if not any(_covers(label, one, line) for one in shown.strokes)]
    return found


def _is_in(run: Run, cell: Cell) -> bool:
    return cell.x <= run.x <= cell.x + cell.width and cell.y <= run.y <= cell.y + cell.height


def _is_said(run: Run, shown: Shown, by: float, heights: tuple[float, float]) -> bool:
    """Return whether the first word of a line begins, and its last ends, where the layout has it."""
    first, *_, last = (run.text.split() * 2)[: 2 * len(run.text.split())]
    if run.turned:
        return any(
            word.text == first and _is_on(word, run.x, run.y - run.width / 2, by + run.width) for word in shown.words
        )
    here = [word for word in shown.words if heights[0] <= word.baseline <= heights[1]]
    return any(word.text == first and abs(word.left - run.x) <= by for word in here) and any(
        word.text == last and abs(word.right - run.x - run.width) <= by for word in here
    )


def _is_on(word: Word, x: float, y: float, by: float) -> bool:
    return word.left - by <= x <= word.right + by and word.top - by <= y <= word.low + by


def _unlike(page: Page, shown: Shown) -> Counter[str]:
    """Return each letter that the page shows too often or too seldom."""
    wanted = Counter("".join("".join(run.text.split()) for run in ink(page) if isinstance(run, Run)))
    there = Counter("".join(word.text for word in shown.words))
    return (wanted - there) + (there - wanted)


def _is_ruled(cell: Cell, shown: Shown, by: float) -> bool:
    x, y, right, low = cell.x, cell.y, cell.x + cell.width, cell.y + cell.height
    sides = (((x, y), (right, y)), ((x, low), (right, low)), ((x, y), (x, low)), ((right, y), (right, low)))
    return all(any(_runs_along(stroke, *side, by) for stroke in shown.strokes) for side in sides)


def _runs_along(stroke: Stroke, begin: Point, end: Point, by: float) -> bool:
    left, top, right, low = stroke.box
    if not (left - by <= begin[0] and end[0] <= right + by and top - by <= begin[1] and end[1] <= low + by):
        return False
    return any(
        abs(a[0] - b[0]) < by and abs(a[0] - begin[0]) <= by if begin[0] == end[0] else
        abs(a[1] - b[1]) < by and abs(a[1] - begin[1]) <= by
        for a, b in pairwise(stroke.points)
    )  # fmt: skip


def _is_symbol(symbol: Symbol, stroke: Stroke, by: float) -> bool:
    wide, high = symbol.width / 2, symbol.height / 2
    left, top, right, low = symbol.x - wide, symbol.y - high, symbol.x + wide, symbol.y + high
    box = stroke.box
    if stroke.is_filled or not (near(box[:2], (left, top), by) and near(box[2:], (right, low), by)):
        return False
    has_corner = any(near(point, (left, top), by) for point in stroke.points)
    has_tip = any(near(point, (left, symbol.y), by) for point in stroke.points)
    if symbol.kind == "diamond":
        return has_tip and not has_corner
    return has_corner != (symbol.kind == "capsule")


def _is_arrow(arrow: Arrow, shown: Shown, by: float) -> bool:
    """Return whether there is a line that bends where the arrow does, and a filled head whose tip is its end."""
    *_, before, end = corners(arrow.points)
    is_level = before[1] == end[1]
    along, across = (_HEAD, by) if is_level else (by, _HEAD)
    way = any(
        len(found := corners(points)) == len(corners(arrow.points))
        and all(near(a, b, by) for a, b in zip(found[:-1], corners(arrow.points)[:-1], strict=True))
        and abs(found[-1][0] - end[0]) <= along
        and abs(found[-1][1] - end[1]) <= across
        for stroke in shown.strokes
        if not stroke.is_filled
        for points in (stroke.points, stroke.points[::-1])
    )
    return way and any(
        stroke.is_filled and any(near(point, end, by) for point in stroke.points)
        and max(stroke.box[2] - stroke.box[0], stroke.box[3] - stroke.box[1]) <= _HEAD
        for stroke in shown.strokes
    )  # fmt: skip


def _is_way(way: tuple[Point, ...], stroke: Stroke, by: float) -> bool:
    for points in (stroke.points, stroke.points[::-1]):
        found, wanted = corners(points), corners(way)
        if len(found) == len(wanted) and all(near(a, b, by) for a, b in zip(found, wanted, strict=True)):
            return True
    return False


def _is_mark(mark: Mark, stroke: Stroke, by: float) -> bool:
    if mark.width:
        return _is_way(mark.points, stroke, by)
    return stroke.is_filled and all(any(near(one, point, by) for one in stroke.points) for point in mark.points)


def _covers(label: Label, stroke: Stroke, by: float) -> bool:
    left, top, right, low = stroke.box
    return stroke.is_filled and all((
        near((left, top), (label.x, label.y), by),
        near((right, low), (label.x + label.width, label.y + label.height), by),
    ))  # fmt: skip


def every(pages: tuple[Page, ...], shown: list[Shown], closer: bool = False) -> Iterator[tuple[int, object]]:
    """Yield the number of a page and what is missed on it."""
    for n, (page, one) in enumerate(zip(pages, shown, strict=True), 1):
        for what in missed(page, one, closer=closer):
            yield n, what
