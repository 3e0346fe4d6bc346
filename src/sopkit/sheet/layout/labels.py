"""
Arrows + their words → labels, each beside its own arrow and over nothing else.

The place nearest to where the arrow leaves is the best; one over the border of a row or column is worse. Where nothing
beside the arrow is free, the label interrupts it.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import attrs

from sopkit.sheet.box import Box, meet
from sopkit.sheet.layout.flow import is_private
from sopkit.sheet.metrics import line_height, lines, width
from sopkit.sheet.values import Label

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from sopkit.sheet.values import Arrow, Symbol, Tie

    Point = tuple[float, float]

__all__ = ["Bounds", "labelled"]

_SIZES = (7.5, 7.0)
_GAP = 0.5  # between a label and its line
_AIR = 0.25  # between a label and anything else
_STEP = 0.8
_SHORT = 16.0  # millimetres, of a label that may stand on one line
_REACH = 24.0  # along the arrow, from where it leaves
_FAR = 90.0  # the same where no other arrow leads to the same symbol
_STUMP = 1.2  # of a line that is left on each side of a label that interrupts it
_HEAD = 2.0  # at the end of an arrow, where its head is
_NEAR = 1.5  # from another line, within which a label that lies along it could be read as the other's
_CLOSE, _WIDELY = 10.0, 4.0  # along the arrow, beyond which it is read so within more
_AWAY, _SMALLER, _BROKEN, _OVER_RULE, _OVER_COLUMN, _INTERRUPTS, _DOUBTFUL = 0.1, 1.0, 0.3, 1.5, 0.6, 2.5, 3.0


@attrs.frozen(kw_only=True)
class Bounds:
    """Within what labels stand, and the borders that they had better not stand over."""

    left: float
    right: float
    top: float
    low: float
    rules: Sequence[float]
    """Heights of the borders of rows."""
    columns: Sequence[float]
    """Places of the borders of columns."""


def labelled(
    arrows: Sequence[Arrow], words: Sequence[str], symbols: Sequence[Symbol], ties: Sequence[Tie], bounds: Bounds,
    doubtful: Collection[int] = (),
) -> tuple[list[Label], list[int]]:  # fmt: skip
    """
    Return the labels, and the numbers of the arrows whose label found no place.

    Args:
        arrows: the arrows.
        words: of each arrow; empty where it has no label.
        symbols: that no label may cover.
        ties: neither these.
        bounds: within what they stand.
        doubtful: numbers of arrows whose label may stand far from where they leave even if it lies along another.
    """
    shapes = [Box.of(symbol) for symbol in symbols]
    lines_: Sequence[Arrow | Tie] = (*arrows, *ties)
    stretches = [[Box.around(pair) for pair in pairwise(line.points)] for line in lines_]
    labels: list[Label] = []
    lost = []
    for n, (arrow, said) in enumerate(zip(arrows, words, strict=True)):
        if not said:
            continue
        widest = width(" ".join(said.split()), _SIZES[0])
        field = Box.around(arrow.points, widest + _WIDELY + 1)  # what lies farther off does not matter
        others = [one for m, line in enumerate(stretches) if m != n for one in line if meet(field, one)]
        near = [one for one in shapes if meet(field, one)]
        found = _best(arrow, said, bounds, near, others, stretches[n], may_doubt=n in doubtful)
        if found is None:
            lost.append(n)
            continue
        labels.append(found)
        shapes.append(Box.of(found))
    return labels, lost


def _best(
    arrow: Arrow, said: str, bounds: Bounds, shapes: Sequence[Box], others: Sequence[Box], own: Sequence[Box], *,
    may_doubt: bool,
) -> Label | None:  # fmt: skip
    """Return the best place for the label of an arrow."""
    best, least = None, float("inf")
    taken = [*shapes, *others]
    forms = [(n, size, form) for n, size in enumerate(_SIZES) for form in _forms(said, size)]
    shaped = [
        (_SMALLER * n + _BROKEN * len(form), max(width(line, size) for line in form), len(form) * line_height(size))
        for n, size, form in forms
    ]
    for stretch, gone, at in _along(arrow, _FAR if is_private(arrow.target) else _REACH):
        if gone * _AWAY >= least or any(_holds(other, stretch, at) for other in others):
            break  # from where arrows run together, nobody could tell whose label it is
        for (_, size, form), (worse, wide, high) in zip(forms, shaped, strict=True):
            if gone * _AWAY + worse >= least:
                continue
            for x, y, interrupts in _beside(*stretch, at, wide, high):
                box = Box(x, y, x + wide, y + high)
                cost = gone * _AWAY + worse + _OVER_RULE * _over(bounds.rules, box.y, box.low)
                cost += _OVER_COLUMN * _over(bounds.columns, box.x, box.right) + interrupts * _INTERRUPTS
                if cost >= least or not _within(box, bounds) or any(meet(box, other, _AIR) for other in taken):
                    continue
                cost += _doubt(box, others, gone, may_doubt=may_doubt)
                if cost >= least or sum(meet(box, other, _AIR) for other in own) > interrupts:
                    continue
                best, least = (x, y, wide, high, form, size), cost
    if best is None:
        return None
    x, y, wide, high, form, size = best
    return Label(
        x=round(x, 2), y=round(y, 2), width=round(wide, 2), height=round(high, 2), lines=form, size=size,
        way=(arrow.step, arrow.outcome),
    )  # fmt: skip


def _along(arrow: Arrow, reach: float) -> Iterator[tuple[tuple[Point, Point], float, float]]:
    """Yield places along an arrow: the stretch, how far from where the arrow leaves, and how far on the stretch."""
    gone = 0.0
    for a, b in pairwise(arrow.points):
        length = abs(a[0] - b[0]) + abs(a[1] - b[1])
        for n in range(int(min(length, reach - gone) / _STEP) + 1 if gone < reach else 0):
            yield (a, b), gone + n * _STEP, n * _STEP
        gone += length


def _forms(said: str, size: float) -> list[tuple[str, ...]]:
    """Return a label on one line, and broken into more."""
    whole = width(" ".join(said.split()), size)
    least = max(width(word, size) for word in said.split()) + 0.01
    forms: list[tuple[str, ...]] = []
    for parts in (1, 2, 3, 4, 6) if whole < _SHORT else (2, 3, 1, 4, 6):
        form = lines(said, max(whole / parts * 1.25 + 2, least), size)
        if form not in forms:
            forms.append(form)
    narrowest = lines(said, least, size)
    return forms if narrowest in forms else [*forms, narrowest]


def _beside(a: Point, b: Point, at: float, wide: float, high: float) -> Iterator[tuple[float, float, bool]]:
    """Yield the top left of a label `at` millimetres from the begin of a line, and whether it interrupts the line."""
    length = abs(a[0] - b[0]) + abs(a[1] - b[1])
    if a[1] == b[1]:
        x = a[0] + at if b[0] > a[0] else a[0] - at - wide
        yield x, a[1] - _GAP - high, False
        yield x, a[1] + _GAP, False
        if at >= _STUMP and at + wide + _HEAD + _STUMP <= length:
            yield x, a[1] - high / 2, True
    else:
        y = a[1] + at if b[1] > a[1] else a[1] - at - high
        yield a[0] + _GAP, y, False
        yield a[0] - _GAP - wide, y, False
        if at >= _STUMP and at + high + _HEAD + _STUMP <= length:
            yield a[0] - wide / 2, y, True


def _doubt(label: Box, others: Sequence[Box], gone: float, *, may_doubt: bool) -> float:
    """Return what it costs that a label may be read as that of another line; far from where its arrow leaves, all."""
    is_far = gone >= _CLOSE
    near = _WIDELY if is_far else _NEAR
    if not any(_along_side(label, other, near) for other in others):
        return 0
    return float("inf") if is_far and not may_doubt else _DOUBTFUL


def _along_side(label: Box, line: Box, near: float) -> bool:
    """Return whether most of a label lies along a line that is not its own, within so many millimetres."""
    wide = min(label.right, line.right) - max(label.x, line.x)
    high = min(label.low, line.low) - max(label.y, line.y)
    if line.y == line.low:
        return wide > (label.right - label.x) / 2 and high > -near
    return high > (label.low - label.y) / 2 and wide > -near


def _holds(line: Box, stretch: tuple[Point, Point], at: float) -> bool:
    """Return whether a stretch runs along a line, `at` millimetres from where the stretch begins."""
    (x, y), (x2, y2) = stretch
    x += at if x2 > x else -at if x2 < x else 0
    y += at if y2 > y else -at if y2 < y else 0
    is_along = line.x == line.right == x if stretch[0][0] == x2 else line.y == line.low == y
    return is_along and line.x <= x <= line.right and line.y <= y <= line.low


def _over(borders: Sequence[float], low: float, high: float) -> int:
    return sum(low - _AIR < one < high + _AIR for one in borders)


def _within(box: Box, bounds: Bounds) -> bool:
    return (
        bounds.left + _AIR <= box.x
        and bounds.top + _AIR <= box.y
        and box.right <= bounds.right - _AIR
        and box.low <= bounds.low - _AIR
    )
