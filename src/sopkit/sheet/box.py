"""
Placed things → the boxes that they take on a page, and whether two of them come too near to each other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sopkit.sheet.values import Symbol

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sopkit.sheet.values import Label

    Point = tuple[float, float]

__all__ = ["Box", "meet"]


class Box(NamedTuple):
    """Left, upper, right and lower edge, in millimetres; a diamond takes only the middle of it."""

    x: float
    y: float
    right: float
    low: float
    is_diamond: bool = False

    @classmethod
    def around(cls, points: Iterable[Point], more: float = 0) -> Box:
        """Return the box of some points, and as much more on each side."""
        across, down = zip(*points, strict=True)
        return cls(min(across) - more, min(down) - more, max(across) + more, max(down) + more)

    @classmethod
    def of(cls, placed: Symbol | Label) -> Box:
        """Return the box of a symbol, which is placed by its centre, or of a label, which is by its top left."""
        wide, high = placed.width, placed.height
        if isinstance(placed, Symbol):
            left, top = placed.x - wide / 2, placed.y - high / 2
            return cls(left, top, left + wide, top + high, placed.kind == "diamond")
        return cls(placed.x, placed.y, placed.x + wide, placed.y + high)


def meet(one: Box, other: Box, air: float = 0) -> bool:
    """Return whether a box comes nearer than `air` to another, which may be a diamond."""
    meets = (
        one.x - air < other.right and other.x < one.right + air and one.y - air < other.low and other.y < one.low + air
    )
    if not meets or not other.is_diamond:
        return meets
    half, tall = (other.right - other.x) / 2, (other.low - other.y) / 2
    x, y = other.x + half, other.y + tall
    away = max(one.x - x, 0, x - one.right), max(one.y - y, 0, y - one.low)
    return (away[0] - air) / half + (away[1] - air) / tall < 1
