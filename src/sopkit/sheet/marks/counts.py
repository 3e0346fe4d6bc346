"""
Arrows that a case took more than once → how often, as labels: beside each arrow, over no symbol and no words.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from sopkit.sheet.box import Box, meet
from sopkit.sheet.marks.overlay import outline
from sopkit.sheet.metrics import line_height, width
from sopkit.sheet.values import Label

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sopkit.sheet.values import Arrow, Mark, Page

__all__ = ["counts", "filled"]

_SIZES = (7.5, 7.0)
_GAP, _STEP = 0.45, 0.5
_FAR = (2.5, 5.0, 7.5, 10.0, 12.5, 15.0)  # from an arrow so short that its own symbols and words leave no place nearer
_HALF = 0.35  # of the width of a heavy line, a little more on each side than is drawn
_OUTLINE = 0.6  # the same of a heavy outline, and some air


def counts(page: Page, often: Sequence[tuple[Arrow, int]], marks: Sequence[Mark]) -> Iterator[Label]:
    """
    Yield a label for each of these arrows of a page; where nothing is free beside one, it stands on its own line.

    It never lies on a symbol or on other words. Where all is taken, it lies where two arrows cross, or farther off.

    Args:
        page: what is drawn already.
        often: arrows, each with how often it was taken.
        marks: what else is laid over the page.
    """
    shapes = [*filled(page, _OUTLINE), *(Box.around(mark.points) for mark in marks if not mark.width)]
    columns = [cell for cell in page.cells if cell.name.startswith("actor ") and not cell.shaded]
    left, top = min(cell.x for cell in columns), min(cell.y for cell in columns)
    right, low = max(cell.x + cell.width for cell in columns), max(cell.y + cell.height for cell in columns)
    for arrow, times in often:
        others = [*(one.points for one in page.arrows if one is not arrow), *(tie.points for tie in page.ties)]
        lines = [Box.around(stretch, _HALF) for points in others for stretch in pairwise(points)]
        own = [Box.around(stretch, _HALF) for stretch in pairwise(arrow.points)]
        near = ((_GAP, [*shapes, *lines, *own]), (0.0, [*shapes, *lines]), (0.0, shapes))
        for gap, taken in (*near, *((gap, [*shapes, *lines]) for gap in _FAR), *((gap, shapes) for gap in _FAR)):
            places = (one for size in _SIZES for one in _places(arrow, f"{times}×", size, gap))
            free = (
                one for one in places
                if left <= one.x and top <= one.y and one.x + one.width <= right and one.y + one.height <= low
                and not any(meet(Box.of(one), other) for other in taken)
            )  # fmt: skip
            found = next(free, None)
            if found is not None:
                yield found
                shapes.append(Box.of(found))
                break


def filled(page: Page, more: float = 0) -> list[Box]:
    """Return what symbols, each and `more` around it, and labels of a page cover."""
    symbols = [Box.around(outline(symbol), more) for symbol in page.symbols]
    return [*symbols, *map(Box.of, page.labels)]


def _places(arrow: Arrow, said: str, size: float, gap: float) -> Iterator[Label]:
    """Yield where a count could stand, from where the arrow leaves to its head; on its line where there is no gap."""
    wide, high = width(said, size), line_height(size)
    for (x1, y1), (x2, y2) in pairwise(arrow.points):
        long = abs(x1 - x2) + abs(y1 - y2)
        for n in range(int(long / _STEP) + 1):
            gone = n * _STEP
            if y1 == y2:
                x = x1 + gone if x2 > x1 else x1 - gone - wide
                spots = [(x, y1 - high / 2)] if not gap else [(x, y1 - gap - high), (x, y1 + gap)]
                is_over = gone + wide > long
            else:
                y = y1 + gone if y2 > y1 else y1 - gone - high
                spots = [(x1 - wide / 2, y)] if not gap else [(x1 + gap, y), (x1 - gap - wide, y)]
                is_over = gone + high > long
            if not gap and is_over:  # it would hide a corner or the head
                break
            for x, y in spots:
                yield Label(
                    x=round(x, 2), y=round(y, 2), width=round(wide, 2), height=round(high, 2), lines=(said,), size=size
                )
