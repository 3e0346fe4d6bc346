"""
Boxes, stretches of lines and symbols → whether they meet, run along each other, or how far apart they are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sopkit.sheet.values import Symbol

    Box = tuple[float, float, float, float]
    Stretch = tuple[tuple[float, float], tuple[float, float]]

NEAR = 0.02  # of what is rounded to 0.01 on either side


def box(symbol: Symbol) -> Box:
    """Return the box around a symbol."""
    half, tall = symbol.width / 2, symbol.height / 2
    return symbol.x - half, symbol.y - tall, symbol.x + half, symbol.y + tall


def meet(one: Box, other: Box, air: float = 0) -> bool:
    """Return whether two boxes come nearer to each other than `air`."""
    return one[0] < other[2] + air and other[0] < one[2] + air and one[1] < other[3] + air and other[1] < one[3] + air


def meet_shape(around: Box, symbol: Symbol) -> bool:
    """Return whether a around and a symbol share any place; a diamond leaves its corners free."""
    if not meet(around, box(symbol)):
        return False
    if symbol.kind != "diamond":
        return True
    across = max(around[0] - symbol.x, 0, symbol.x - around[2]) / (symbol.width / 2)
    down = max(around[1] - symbol.y, 0, symbol.y - around[3]) / (symbol.height / 2)
    return across + down < 1


def span(stretch: Stretch) -> Box:
    """Return the box around a stretch."""
    (x, y), (x2, y2) = stretch
    return min(x, x2), min(y, y2), max(x, x2), max(y, y2)


def over(symbol: Symbol, stretch: Stretch) -> bool:
    """Return whether a line runs through the inside of a symbol."""
    left, top, right, low = span(stretch)
    around = box(symbol)
    left, top, right, low = max(left, around[0]), max(top, around[1]), min(right, around[2]), min(low, around[3])
    if left > right or top > low:
        return False
    inside = 0.8 if symbol.kind == "capsule" else 0.95
    for n in range(21):
        across = abs(left + (right - left) * n / 20 - symbol.x) / (symbol.width / 2)
        down = abs(top + (low - top) * n / 20 - symbol.y) / (symbol.height / 2)
        if (across + down if symbol.kind == "diamond" else max(across, down)) < inside:
            return True
    return False


def on_edge(symbol: Symbol, point: tuple[float, float]) -> bool:
    """Return whether a point is on the edge of a symbol."""
    across, down = abs(point[0] - symbol.x), abs(point[1] - symbol.y)
    half, tall = symbol.width / 2, symbol.height / 2
    if symbol.kind == "diamond":
        return abs(across / half + down / tall - 1) < 0.01
    if symbol.kind == "capsule":
        round_ = max(across - (half - tall), 0)
        return abs((round_**2 + down**2) ** 0.5 - tall) < NEAR
    on_side = abs(across - half) < NEAR and down < tall + NEAR
    return on_side or (abs(down - tall) < NEAR and across < half + NEAR)


def along(a: Stretch, b: Stretch) -> bool:
    """Return whether two stretches are parallel, nearer than two lines are drawn, and side by side."""
    for across in (0, 1):
        if a[0][across] == a[1][across] and b[0][across] == b[1][across] and abs(a[0][across] - b[0][across]) < 0.5:
            ends = span(a), span(b)
            low = max(one[1 - across] for one in ends)
            high = min(one[3 - across] for one in ends)
            return high - low > NEAR
    return False


def crosses(a: Stretch, b: Stretch) -> bool:
    """Return whether two stretches cross."""
    one, other = span(a), span(b)
    if (one[0] == one[2]) == (other[0] == other[2]):
        return False
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def touches(a: Stretch, b: Stretch) -> bool:
    """Return whether one of two stretches begins or ends on the other."""
    for one, other in ((a, b), (b, a)):
        left, top, right, low = span(other)
        if any(left - NEAR <= x <= right + NEAR and top - NEAR <= y <= low + NEAR for x, y in one):
            return True
    return False


def hits(around: Box, stretch: Stretch) -> bool:
    """Return whether a stretch runs through a around."""
    left, top, right, low = span(stretch)
    return around[0] < right + 1e-9 and left - 1e-9 < around[2] and around[1] < low + 1e-9 and top - 1e-9 < around[3]


def away(around: Box, stretch: Stretch) -> float:
    """Return how far a stretch is from a around."""
    left, top, right, low = span(stretch)
    return max(left - around[2], 0, around[0] - right) + max(top - around[3], 0, around[1] - low)


def interrupts(around: Box, stretch: Stretch) -> bool:
    """Return whether a label stands in the middle of a line, which goes on on both sides."""
    left, top, right, low = span(stretch)
    if left == right:
        return abs((around[0] + around[2]) / 2 - left) < NEAR and top + 1 < around[1] and around[3] < low - 1
    return abs((around[1] + around[3]) / 2 - top) < NEAR and left + 1 < around[0] and around[2] < right - 1
