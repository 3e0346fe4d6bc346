"""
Arrows + their words → labels, each beside its own arrow and over nothing else.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from sopkit.errors import SheetError
from sopkit.sheet.metrics import line_height, lines, width
from sopkit.sheet.values import Label

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sopkit.sheet.values import Arrow, Symbol, Tie

__all__ = ["labelled"]

_SIZES = (7.5, 7.0)
_GAP = 0.5  # between a label and its line
_STEP = 1.0
_SHORT = 16.0  # millimetres, of a label that may stand on one line
_REACH = 60.0  # along the arrow, from where it leaves


class _Box(NamedTuple):
    x: float
    y: float
    right: float
    low: float


def labelled(
    arrows: Sequence[Arrow], words: Sequence[str], symbols: Sequence[Symbol], ties: Sequence[Tie], *, left: float,
    right: float, top: float, low: float,
) -> tuple[list[Label], list[int]]:  # fmt: skip
    """Return the labels, and the numbers of the arrows whose label found no place within these bounds."""
    taken = [
        _Box(s.x - s.width / 2 - 0.1, s.y - s.height / 2 - 0.1, s.x + s.width / 2 + 0.1, s.y + s.height / 2 + 0.1)
        for s in symbols
    ]
    taken += [_line(a, b) for line in (*arrows, *ties) for a, b in pairwise(line.points)]
    bounds = _Box(left, top, right, low)
    labels, lost = [], []
    for n, (arrow, said) in enumerate(zip(arrows, words, strict=True)):
        if not said:
            continue
        found = next(_places(arrow, said, bounds, taken), None)
        if found is None:
            lost.append(n)
            continue
        labels.append(found)
        taken.append(_Box(found.x, found.y, found.x + found.width, found.y + found.height))
    return labels, lost


def _places(arrow: Arrow, said: str, bounds: _Box, taken: Sequence[_Box]) -> Iterator[Label]:
    """Yield where the label of an arrow could stand, the nearest to where it leaves first."""
    for size in _SIZES:
        forms = _forms(said, size)
        gone = 0.0
        for a, b in pairwise(arrow.points):
            length = abs(a[0] - b[0]) + abs(a[1] - b[1])
            steps = int(min(length, _REACH - gone) / _STEP) + 1 if gone < _REACH else 0
            for n in range(steps):
                at = min(n * _STEP, length)
                for form in forms:
                    wide = max(width(line, size) for line in form)
                    high = len(form) * line_height(size)
                    for x, y in _beside(a, b, at, wide, high):
                        box = _Box(x, y, x + wide, y + high)
                        if _within(box, bounds) and not any(_meet(box, other) for other in taken):
                            yield Label(
                                x=round(x, 2),
                                y=round(y, 2),
                                width=round(wide, 2),
                                height=round(high, 2),
                                lines=form,
                                size=size,
                            )
            gone += length


def _forms(said: str, size: float) -> list[tuple[str, ...]]:
    """Return a label on one line, and broken into more."""
    whole = width(" ".join(said.split()), size)
    forms: list[tuple[str, ...]] = []
    for parts in (1, 2, 3, 4, 6) if whole < _SHORT else (2, 3, 1, 4, 6):
        try:
            form = lines(said, whole / parts * 1.25 + 2, size)
        except SheetError as error:
            if error.why == "glyph":
                raise
            continue
        if form not in forms:
            forms.append(form)
    return forms


def _beside(
    a: tuple[float, float], b: tuple[float, float], at: float, wide: float, high: float
) -> Iterator[tuple[float, float]]:  # fmt: skip
    """Yield the top left of a label beside a line, `at` millimetres from its begin."""
    if a[1] == b[1]:
        right = b[0] > a[0]
        x = a[0] + at if right else a[0] - at - wide
        yield x, a[1] - _GAP / 2 - high
        yield x, a[1] + _GAP
    else:
        down = b[1] > a[1]
        y = a[1] + at if down else a[1] - at - high
        yield a[0] + _GAP, y
        yield a[0] - _GAP - wide, y


def _line(a: tuple[float, float], b: tuple[float, float]) -> _Box:
    return _Box(min(a[0], b[0]) - 0.2, min(a[1], b[1]) - 0.2, max(a[0], b[0]) + 0.2, max(a[1], b[1]) + 0.2)


def _within(box: _Box, bounds: _Box) -> bool:
    return bounds.x <= box.x and bounds.y <= box.y and box.right <= bounds.right and box.low <= bounds.low


def _meet(one: _Box, other: _Box) -> bool:
    return one.x < other.right and other.x < one.right and one.y < other.low and other.y < one.low
