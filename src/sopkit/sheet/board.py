"""
Placed lines on a lattice → whether another line may run somewhere, and how many it would cross.

Each line of the lattice is a number whose bits are the lines that it meets, so that a whole stretch is tried at once.
Coordinates are counted: `x` is the place of an upright line among all upright ones, `y` of a level one.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    Point = tuple[int, int]

__all__ = ["Board"]


class _Lines:
    """Some placed lines; first upright, then level."""

    def __init__(self, wide: int, high: int) -> None:
        sizes = (wide, high)
        self.along: tuple[list[int], list[int]] = ([0] * wide, [0] * high)
        """Of each upright and each level line, where lines run along it."""
        self.over: tuple[list[int], list[int]] = ([0] * wide, [0] * high)
        """The same, where lines of the other kind meet it."""
        self.ends: tuple[list[int], list[int]] = ([0] * wide, [0] * high)
        """The same, where such a line begins or ends."""
        self.sizes = sizes

    def add(self, a: Point, b: Point) -> None:
        """Place a stretch from a point to another."""
        kind = 0 if a[0] == b[0] else 1
        at, low, high = a[kind], min(a[1 - kind], b[1 - kind]), max(a[1 - kind], b[1 - kind])
        self.along[kind][at] |= _stretch(low, high)
        here, over, ends = 1 << at, self.over[1 - kind], self.ends[1 - kind]
        for met in range(low, high + 1):
            over[met] |= here
        ends[low] |= here
        ends[high] |= here


class Board:
    """What is placed so far, by whom it leads to."""

    def __init__(self, wide: int, high: int) -> None:
        self._sizes = wide, high
        self._all = _Lines(wide, high)
        self._own: dict[str, _Lines] = {}
        self._none = _Lines(wide, high)
        self._blocked: tuple[list[int], list[int]] = ([0] * wide, [0] * high)

    def block(self, columns: Iterable[int], rows: Iterable[int]) -> None:
        """Let nothing run over a symbol, which takes these upright and these level lines where they meet."""
        across, down = list(columns), list(rows)
        for x in across:
            self._blocked[0][x] |= _bits(down)
        for y in down:
            self._blocked[1][y] |= _bits(across)

    def tie(self, y: int, left: int, right: int) -> None:
        """Let nothing run along a stretch; it may be crossed."""
        self._all.along[1][y] |= _stretch(left, right)

    def place(self, points: Sequence[Point], target: str) -> None:
        """Put a line where it is."""
        own = self._own.setdefault(target, _Lines(*self._sizes))
        for a, b in pairwise(points):
            self._all.add(a, b)
            own.add(a, b)

    def crossed(self, kind: int, at: int, begin: int, end: int, target: str) -> int:
        """
        Return how many lines a stretch crosses, or -1 if it may not be.

        Args:
            kind: 0 for an upright stretch, 1 for a level one.
            at: on which line it is.
            begin: from where on that line.
            end: to where.
            target: where it leads to; with lines that lead there too it may run together.
        """
        low, high = (begin, end) if begin < end else (end, begin)
        stretch = _stretch(low, high)
        if self._blocked[kind][at] & stretch:
            return -1
        every, own = self._all, self._own.get(target, self._none)
        if every.along[kind][at] & stretch & ~own.along[kind][at]:
            return -1
        met = every.over[kind][at] & stretch & ~own.over[kind][at]
        if not met:
            return 0
        if met & (1 << low | 1 << high) or every.ends[kind][at] & stretch & ~own.ends[kind][at]:
            return -1
        return met.bit_count()


def _stretch(low: int, high: int) -> int:
    return (2 << high) - (1 << low)


def _bits(of: Iterable[int]) -> int:
    bits = 0
    for one in of:
        bits |= 1 << one
    return bits
