"""
Placed lines on a lattice → how far another line may run, and which it would cross.

Each line of the lattice is a number whose bits are the lines that it meets, so that a whole stretch is tried at once.
Coordinates are counted: `x` is the place of an upright line among all upright ones, `y` of a level one.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    Point = tuple[int, int]

__all__ = ["Board", "stretch"]


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
        self.along[kind][at] |= stretch(low, high)
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
        self._all.along[1][y] |= stretch(left, right)

    def place(self, points: Sequence[Point], target: str) -> None:
        """Put a line where it is."""
        own = self._own.setdefault(target, _Lines(*self._sizes))
        for a, b in pairwise(points):
            self._all.add(a, b)
            own.add(a, b)

    def reach(self, kind: int, at: int, begin: int, target: str) -> tuple[int, int, int]:
        """
        Return how far a line may run from a place: from where, to where, and as bits which lines it meets on the way.

        It may end at none of those. Where the place itself is taken, nothing is free.

        Args:
            kind: 0 for an upright line, 1 for a level one.
            at: which one.
            begin: from where on that line.
            target: where it leads to; with lines that lead there too it may run together.
        """
        every, own = self._all, self._own.get(target, self._none)
        met = every.over[kind][at] & ~own.over[kind][at]
        taken = self._blocked[kind][at] | every.along[kind][at] & ~own.along[kind][at]
        taken |= every.ends[kind][at] & ~own.ends[kind][at]
        if (taken | met) >> begin & 1:
            return 1, 0, 0
        above = taken >> begin
        high = begin + (above & -above).bit_length() - 2 if above else self._sizes[1 - kind]
        return (taken & (1 << begin) - 1).bit_length(), high, met


def stretch(low: int, high: int) -> int:
    """Return the bits from one place to another."""
    return (2 << high) - (1 << low)


def _bits(of: Iterable[int]) -> int:
    bits = 0
    for one in of:
        bits |= 1 << one
    return bits
