"""
Symbols on a lattice + links → routes: orthogonal, with few bends, none over a symbol, none along another.

The lattice has no millimetres yet: column `c` has its centre at `x = 100 c + 50`, band `b` at `y = 100 b + 50`, a
symbol reaches 20 to each side, and between symbols lie gutters (around `x = 100 k`) and channels (around `y = 100 k`),
in which every line has a track of its own. Lines may touch only where they lead to the same symbol.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import attrs

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from sopkit.sheet.flow import Link

__all__ = ["HALF", "PITCH", "Route", "Spot", "routed", "side"]

PITCH = 100
HALF = 20
_CHANNEL = tuple(sorted(range(-18, 19, 6), key=abs))  # tracks of a channel, the middle first
_LANES = (0, 8, -8)  # at which height a line may leave or reach the side of a box
_BEND, _CROSSING, _LENGTH, _SHUNNED = 4.0, 9.0, 0.01, 25.0


@attrs.frozen
class Spot:
    """Where a symbol is."""

    column: int
    band: int
    is_pointed: bool = False
    """Whether its sides are points, as those of a diamond: a line meets them at one height only."""

    @property
    def x(self) -> int:
        """Its centre."""
        return self.column * PITCH + PITCH // 2

    @property
    def y(self) -> int:
        """Its centre."""
        return self.band * PITCH + PITCH // 2


@attrs.frozen
class Route:
    """The way of a link: its corners, from the source's edge to the target's."""

    link: Link
    points: tuple[tuple[int, int], ...]


def routed(
    spots: Mapping[str, Spot], links: Sequence[Link], *, columns: int, tracks: int,
    walls: Iterable[tuple[str, str]] = (), shunned: Iterable[tuple[Link, str]] = (),
) -> tuple[list[Route], list[Link]]:  # fmt: skip
    """
    Return a route for each link, in their order, and the links for which there was no room.

    Args:
        tracks: how many lines can run on each side of a gutter's middle.
        shunned: links with a side (see `side`) to which they had better not leave, since their label found no place.
        walls: pairs of symbols of one band that are joined, so that nothing passes between them.
    """
    board = _Board(spots, columns, tracks, frozenset(shunned))
    for one, other in walls:
        board.wall(spots[one], spots[other])
    order = sorted(range(len(links)), key=lambda n: (_rank(spots, links[n]), n))
    found: dict[int, Route] = {}
    left: list[Link] = []
    for n in order:
        points = board.best(links[n])
        if points is None:
            left.append(links[n])
        else:
            board.place(points, links[n])
            found[n] = Route(links[n], points)
    return [found[n] for n in sorted(found)], left


def _rank(spots: Mapping[str, Spot], link: Link) -> tuple[int, int]:
    a, b = spots[link.source], spots[link.target]
    down, across = b.band - a.band, abs(b.column - a.column)
    return (0 if down == 1 and not across else 1 if down >= 0 else 2), abs(down) * 20 + across


class _Board:
    """What is placed so far."""

    def __init__(
        self, spots: Mapping[str, Spot], columns: int, tracks: int, shunned: frozenset[tuple[Link, str]]
    ) -> None:
        self.spots = spots
        self.columns = columns
        self.shunned = shunned
        self.gutters = [tuple(_gutter(k, columns, tracks)) for k in range(columns + 1)]
        self.filled = {(spot.band, spot.column) for spot in spots.values()}
        self.bands = 1 + max(spot.band for spot in spots.values())
        self.level: dict[int, list[tuple[int, int, str]]] = {}
        self.upright: dict[int, list[tuple[int, int, str]]] = {}

    def wall(self, one: Spot, other: Spot) -> None:
        """Join two symbols of a band by a line that is nobody's."""
        left, right = sorted((one.x, other.x))
        self.level.setdefault(one.y, []).append((left + HALF, right - HALF, ""))

    def place(self, points: Sequence[tuple[int, int]], link: Link) -> None:
        """Put a route where it is."""
        for (x1, y1), (x2, y2) in pairwise(points):
            if y1 == y2:
                self.level.setdefault(y1, []).append((min(x1, x2), max(x1, x2), link.target))
            else:
                self.upright.setdefault(x1, []).append((min(y1, y2), max(y1, y2), link.target))

    def best(self, link: Link) -> tuple[tuple[int, int], ...] | None:
        """Return the cheapest way that is free."""
        best, least = None, float("inf")
        for bends, ways in self._shapes(self.spots[link.source], self.spots[link.target]):
            if _BEND * bends >= least:
                break
            for way in ways:
                points = _plain(way)
                bare = _BEND * (len(points) - 2) + _LENGTH * _length(points)
                if not points or bare >= least:
                    continue
                if (link, side(points)) in self.shunned:
                    bare += _SHUNNED
                crossings = self._crossings(points, link)
                if crossings is not None and bare + _CROSSING * crossings < least:
                    best, least = points, bare + _CROSSING * crossings
        return best

    def _shapes(self, a: Spot, b: Spot) -> list[tuple[int, Iterable[list[tuple[int, int]]]]]:
        """Return the shapes that a way can have, each with how many bends it has at least, the plainest first."""
        below, side = list(_below(a)), list(_sides(a, _LANES))
        above, aside = [(b.x, b.y - HALF)], list(_sides(b, (0, -8, 8)))
        high, low = self._channel(b.band), self._channel(a.band + 1)
        gutters = self._between(a, b)
        return [
            (0, ([p, q] for p in below for q in above if p[0] == q[0])),
            (0, ([p, q] for p in side for q in aside if p[1] == q[1])),
            (1, ([p, (q[0], p[1]), q] for p in side for q in above)),
            (2, ([p, (p[0], w), (q[0], w), q] for p in below for q in above for w in low)),
            (2, ([p, (g, p[1]), (g, q[1]), q] for p in side for q in aside for g in gutters)),
            (3, ([p, (g, p[1]), (g, w), (q[0], w), q] for p in side for q in above for g in gutters for w in high)),
            (3, ([p, (p[0], w), (g, w), (g, q[1]), q] for p in below for q in aside for g in gutters for w in low)),
            (4, (
                [p, (p[0], w), (g, w), (g, z), (q[0], z), q]
                for p in below for q in above for g in gutters for w in low for z in high
            )),
        ]  # fmt: skip

    def _between(self, a: Spot, b: Spot) -> list[int]:
        """Return the tracks of the gutters, those near the two symbols first."""
        low, high = min(a.column, b.column), max(a.column, b.column) + 1
        near = range(max(0, low - 1), min(self.columns, high + 1) + 1)
        return [x for k in near for x in self.gutters[k]]

    def _channel(self, band: int) -> list[int]:
        """Return the tracks of the channel above a band, the middle first."""
        return [band * PITCH + offset for offset in _CHANNEL]

    def _crossings(self, points: Sequence[tuple[int, int]], link: Link) -> int | None:
        """Return how many lines a way crosses; None where it runs along one or over a symbol."""
        crossings = 0
        for (x1, y1), (x2, y2) in pairwise(points):
            if y1 == y2:
                low, high = min(x1, x2), max(x1, x2)
                if self._over_symbols_level(y1, low, high) or _runs_along(self.level.get(y1, ()), low, high, link):
                    return None
                crossed = _met(self.upright, low, high, y1, link)
            else:
                low, high = min(y1, y2), max(y1, y2)
                if self._over_symbols_upright(x1, low, high) or _runs_along(self.upright.get(x1, ()), low, high, link):
                    return None
                crossed = _met(self.level, low, high, x1, link)
            if crossed is None:
                return None
            crossings += crossed
        return crossings

    def _over_symbols_level(self, y: int, low: int, high: int) -> bool:
        band, within = divmod(y, PITCH)
        if not PITCH // 2 - HALF <= within <= PITCH // 2 + HALF:
            return False
        return any(
            low < column * PITCH + PITCH // 2 + HALF and column * PITCH + PITCH // 2 - HALF < high
            for column in range(self.columns)
            if (band, column) in self.filled
        )

    def _over_symbols_upright(self, x: int, low: int, high: int) -> bool:
        column, within = divmod(x, PITCH)
        if not PITCH // 2 - HALF <= within <= PITCH // 2 + HALF:
            return False
        reach = HALF if within == PITCH // 2 else HALF // 2
        return any(
            low < band * PITCH + PITCH // 2 + reach and band * PITCH + PITCH // 2 - reach < high
            for band in range(low // PITCH, high // PITCH + 1)
            if (band, column) in self.filled
        )


def side(points: Sequence[tuple[float, float]]) -> str:
    """Return to which side a way leaves: `left`, `right`, or `down` if it only goes down."""
    across = next((b[0] - a[0] for a, b in pairwise(points) if a[0] != b[0]), 0)
    return "right" if across > 0 else "left" if across < 0 else "down"


def _below(a: Spot) -> Iterator[tuple[int, int]]:
    """Yield where a line may leave downwards: below the middle, and of a diamond from its lower edges."""
    yield a.x, a.y + HALF
    if a.is_pointed:
        yield a.x + HALF // 2, a.y + HALF // 2
        yield a.x - HALF // 2, a.y + HALF // 2


def _sides(spot: Spot, lanes: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield where a line may leave or reach a symbol from the side."""
    for side in (HALF, -HALF):
        for lane in (0,) if spot.is_pointed else lanes:
            yield spot.x + side, spot.y + lane


def _gutter(k: int, columns: int, room: int) -> Iterator[int]:
    """Yield the tracks of gutter `k`, `room` on each side of its middle, which is the border of a column."""
    for n in range(1, room + 1):
        if k < columns:
            yield k * PITCH + n
        if k:
            yield k * PITCH - n


def _runs_along(placed: Iterable[tuple[int, int, str]], low: int, high: int, link: Link) -> bool:
    return any(begin <= high and low <= end and target != link.target for begin, end, target in placed)


def _met(lines: Mapping[int, list[tuple[int, int, str]]], low: int, high: int, at: int, link: Link) -> int | None:
    """Return how many lines are crossed; None where one is met at its end, which would look like a branch."""
    crossed = 0
    for place, placed in lines.items():
        if low <= place <= high:
            for begin, end, target in placed:
                if begin <= at <= end:
                    if target == link.target:
                        continue
                    if at in (begin, end) or place in (low, high):
                        return None
                    crossed += 1
    return crossed


def _plain(points: Sequence[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Return the corners of a way without points that are none; nothing for one that goes back along itself."""
    plain: list[tuple[int, int]] = []
    for point in points:
        if plain and point == plain[-1]:
            continue
        if len(plain) > 1 and _is_straight(*plain[-2:], point):
            if _is_back(*plain[-2:], point):
                return ()
            plain[-1] = point
        else:
            plain.append(point)
    return tuple(plain) if len(plain) > 1 else ()


def _is_straight(a: tuple[int, int], b: tuple[int, int], c: tuple[int, int]) -> bool:
    return a[0] == b[0] == c[0] or a[1] == b[1] == c[1]


def _is_back(a: tuple[int, int], b: tuple[int, int], c: tuple[int, int]) -> bool:
    return (b[0] - a[0]) * (c[0] - b[0]) < 0 or (b[1] - a[1]) * (c[1] - b[1]) < 0


def _length(points: Sequence[tuple[int, int]]) -> int:
    return sum(abs(x1 - x2) + abs(y1 - y2) for (x1, y1), (x2, y2) in pairwise(points))
