"""
Symbols on a lattice + links → routes: orthogonal, with few bends, none over a symbol, none along another.

The lattice has no millimetres yet: column `c` has its centre at `x = 100 c + 50`, band `b` at `y = 100 b + 50`, a
symbol reaches 20 to each side, and between symbols lie gutters (around `x = 100 k`) and channels (around `y = 100 k`),
in which every line has a track of its own. Lines may touch only where they lead to the same symbol.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import attrs

from sopkit.sheet.layout.board import Board, stretch

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from sopkit.sheet.layout.flow import Link

__all__ = ["HALF", "PITCH", "Route", "Spot", "routed", "side"]

PITCH = 100
HALF = 20
_TRACKS = tuple(sorted(range(-24, 25, 6), key=abs))  # of a channel, the middle first
_LANES = (0, 12, -12)  # heights at the side of a box; none is that of a corner of a diamond, which is otherwise high
_BEND, _CROSSING, _LENGTH, _SHUNNED = 4.0, 9.0, 0.01, 25.0
_OFF = 3.0  # for a line that meets a side not in its middle
_CORNERS = (10, 6, 14)  # where a line may leave a diamond between two of its points
_UPPER, _FORWARD = 9.0, 30.0  # for one that leaves it above: a return, any other
_CORNER = 1.5  # for one that leaves a diamond between two of its points
_TIGHT = 8.0  # for one whose label has no room there
_ODD = 2.5  # for a return that leaves below, or reaches its step from above
_OUTER = 0.2  # for each track further from the middle
_MOST = 600_000  # stretches that are tried for all ways, but for those that find none; a page of a sheet needs fewer


@attrs.frozen
class Spot:
    """Where a symbol is."""

    column: int
    band: int
    kind: str = "box"
    from_above: bool = False
    """Whether lines reach it from above only."""

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


class _Gate(NamedTuple):
    """Where a line may leave or reach a symbol, whether it is upright there, and what that costs."""

    x: int
    y: int
    is_upright: bool
    cost: float


_Choices = list[tuple[int, float]]
"""Coordinates that a stretch may lead to, each with what it costs."""


def routed(
    spots: Mapping[str, Spot], links: Sequence[Link], *, columns: int, tracks: int,
    walls: Iterable[tuple[str, str]] = (), shunned: Iterable[tuple[Link, str]] = (),
    wide: Mapping[tuple[str, str], float] | None = None,
) -> tuple[list[Route], list[Link]]:  # fmt: skip
    """
    Return a route for each link, in their order, and the links for which there was no room.

    Args:
        spots: where each symbol is, by its key.
        links: the arrows between them.
        columns: how many there are.
        tracks: how many lines can run on each side of a gutter's middle.
        walls: pairs of symbols of one band that are joined by a line.
        shunned: links with a side (see `side`) to which they had better not leave, since their label found no place.
        wide: how many columns the label of an arrow takes, by source and outcome.
    """
    patience = _MOST // max(len(links), 1)
    field = _Field(spots, columns, tracks, list(walls), frozenset(shunned), wide or {}, patience)
    order = sorted(range(len(links)), key=lambda n: (_rank(spots, links[n]), n))
    found: dict[int, tuple[tuple[int, int], ...]] = {}
    crossing: list[int] = []
    for n in order:
        points, crossed = field.best(links[n])
        if points:
            field.place(points, links[n])
            found[n] = points
        if crossed:
            crossing.append(n)
    for n in crossing:  # what was placed later may leave a better way
        field.clear()
        for one, way in found.items():
            if one != n:
                field.place(way, links[one])
        points, _ = field.best(links[n])
        if points:
            found[n] = points
    left = [link for n, link in enumerate(links) if n not in found]
    return [Route(links[n], found[n]) for n in sorted(found)], left


def side(points: Sequence[tuple[float, float]]) -> str:
    """Return to which side a way leaves: `left`, `right`, or `down` if it only goes down."""
    across = next((b[0] - a[0] for a, b in pairwise(points) if a[0] != b[0]), 0)
    return "right" if across > 0 else "left" if across < 0 else "down"


def _rank(spots: Mapping[str, Spot], link: Link) -> tuple[int, int]:
    a, b = spots[link.source], spots[link.target]
    down, across = b.band - a.band, abs(b.column - a.column)
    return (0 if down == 1 and not across else 1 if down >= 0 else 2), abs(down) * 20 + across


class _Field:
    """The lattice with its symbols and what is placed so far."""

    def __init__(
        self, spots: Mapping[str, Spot], columns: int, tracks: int, walls: Sequence[tuple[str, str]],
        shunned: frozenset[tuple[Link, str]], wide: Mapping[tuple[str, str], float], patience: int,
    ) -> None:  # fmt: skip
        self.spots, self.columns, self.walls, self.shunned = spots, columns, walls, shunned
        self.wide = wide
        self.patience = patience
        """How many stretches are tried for one way once one is found."""
        bands = 1 + max(spot.band for spot in spots.values())
        within = sorted({0, HALF, -HALF, *_CORNERS, *(-x for x in _CORNERS)})
        xs = {PITCH * column + PITCH // 2 + x for column in range(columns) for x in within}
        self.gutters = [_gutter(k, columns, tracks) for k in range(columns + 1)]
        xs.update(x for gutter in self.gutters for x, _ in gutter)
        down = (*_LANES, -HALF, HALF, -HALF // 2, *(HALF - x for x in _CORNERS))
        ys = {PITCH * band + PITCH // 2 + y for band in range(bands) for y in down}
        ys.update(PITCH * band + y for band in range(bands + 1) for y in _TRACKS)
        self.places = {x: n for n, x in enumerate(sorted(xs))}, {y: n for n, y in enumerate(sorted(ys))}
        self.clear()

    def clear(self) -> None:
        """Take every line away."""
        across, down = self.places
        self.board = Board(len(across), len(down))
        for spot in self.spots.values():
            self.board.block(
                (across[spot.x + way * x] for x in (0, *_CORNERS) for way in (1, -1)),
                (down[spot.y + y] for y in (_LANES if spot.kind != "diamond" else (0,))),
            )
        for one, other in self.walls:
            left, right = sorted((self.spots[one].x, self.spots[other].x))
            self.board.tie(down[self.spots[one].y], across[left + HALF], across[right - HALF])

    def place(self, points: Sequence[tuple[int, int]], link: Link) -> None:
        """Put a route where it is."""
        across, down = self.places
        self.board.place([(across[x], down[y]) for x, y in points], link.target)

    def best(self, link: Link) -> tuple[tuple[tuple[int, int], ...], int]:
        """Return the cheapest way that is free, or nothing; and how many lines it crosses."""
        search = _Search(self, link)
        shapes = [
            (_BEND * bends + begin.cost + end.cost, begin, end, choices)
            for bends, begin, end, choices in self._shapes(self.spots[link.source], self.spots[link.target], link)
        ]
        for cost, begin, end, choices in sorted(shapes, key=lambda shape: shape[0]):
            if cost >= search.least:
                break
            if choices and not choices[-1]:
                continue
            search.follow(begin, end, choices, cost)
        return search.points, search.crossings

    def _shapes(self, a: Spot, b: Spot, link: Link) -> Iterator[tuple[int, _Gate, _Gate, list[_Choices]]]:
        """Yield how a way may run: how many bends, where it begins and ends, and what it may choose between."""
        gutters, exits = self._between(a, b), _exits(a, link)
        for end in _entries(b, link):
            beside, above = self._from(end, gutters, link), self._from(end, _channel(b.band), link)
            for begin in exits:
                low = _channel(a.band + 1 if begin.y > a.y else a.band)
                if begin.is_upright and end.is_upright:
                    if begin.x == end.x:
                        yield 0, begin, end, []
                    else:
                        yield 2, begin, end, [self._from(end, low, link)]
                    yield 4, begin, end, [low, gutters, above]
                elif begin.is_upright:
                    yield 3, begin, end, [low, beside]
                elif end.is_upright:
                    yield 1, begin, end, []
                    yield 3, begin, end, [gutters, above]
                else:
                    if begin.y == end.y:
                        yield 0, begin, end, []
                    yield 2, begin, end, [beside]

    def _from(self, end: _Gate, choices: _Choices, link: Link) -> _Choices:
        """Return those of some tracks from which a line can go straight to where it ends."""
        kind, at, to = (0, end.x, end.y) if end.is_upright else (1, end.y, end.x)
        along = self.places[1 - kind]
        low, high, met = self.board.reach(kind, self.places[kind][at], along[to], link.target)
        return [one for one in choices if low <= (n := along.get(one[0], -1)) <= high and not met >> n & 1]

    def dearer(self, link: Link) -> dict[str, float]:
        """Return what it costs more to leave to each side: the label found no place there, or will hardly find one."""
        spot, wide = self.spots[link.source], self.wide.get((link.source, link.outcome), 0) * PITCH
        if not wide:
            return {}
        rooms = {"left": spot.x, "right": self.columns * PITCH - spot.x, "down": self.columns * PITCH}
        return {
            way: _TIGHT * (wide + HALF // 2 > room) + _SHUNNED * ((link, way) in self.shunned)
            for way, room in rooms.items()
        }

    def _between(self, a: Spot, b: Spot) -> _Choices:
        """Return the tracks of the gutters, those near the two symbols."""
        low, high = min(a.column, b.column), max(a.column, b.column) + 1
        return [x for k in range(max(0, low - 1), min(self.columns, high + 1) + 1) for x in self.gutters[k]]


class _Search:
    """The cheapest way of a link so far."""

    def __init__(self, field: _Field, link: Link) -> None:
        self.board, self.places = field.board, field.places
        self.target = link.target
        self.dearer = field.dearer(link)
        self.least = float("inf")
        self.points: tuple[tuple[int, int], ...] = ()
        self.crossings = 0
        self.patience = field.patience
        self.end = 0, 0

    def follow(self, begin: _Gate, end: _Gate, choices: Sequence[_Choices], cost: float) -> None:
        """Try all ways of a shape, which costs so much whatever it chooses."""
        if cost + _LENGTH * (abs(begin.x - end.x) + abs(begin.y - end.y)) >= self.least:
            return
        last: list[_Choices] = [[(end.x, 0.0)], [(end.y, 0.0)]]
        if end.is_upright == begin.is_upright and not choices:
            stretches = [last[1 if end.is_upright else 0]]
        else:
            stretches = [*choices, *(last if end.is_upright else last[::-1])]
        self.end = end.x, end.y
        self._on([(begin.x, begin.y)], 0 if begin.is_upright else 1, stretches, cost, 0)

    def _on(
        self, points: list[tuple[int, int]], kind: int, stretches: Sequence[_Choices], cost: float, crossings: int
    ) -> None:
        """Go on from the last point, upright (`kind` 0) or level (1), and on the other way after that."""
        if not stretches:
            if self.dearer:
                cost += self.dearer[side(points)]
            if cost < self.least:
                self.least, self.points, self.crossings = cost, tuple(points), crossings
            return
        self.patience -= 1
        if self.patience < 0 and self.points:
            return
        x, y = points[-1]
        here, was = (x, y) if kind == 0 else (y, x)
        along, aim = self.places[1 - kind], self.end[1 - kind]
        begin = along[was]
        low, high, met = self.board.reach(kind, self.places[kind][here], begin, self.target)
        left = self.least - _LENGTH * abs(here - self.end[kind])
        for to, price in stretches[0]:
            dearer = cost + price + _LENGTH * abs(to - was)
            if to == was or dearer + _LENGTH * abs(to - aim) >= left:
                continue
            there = along[to]
            if there < low or there > high or met >> there & 1:
                continue
            crossed = (met & (stretch(begin, there) if begin < there else stretch(there, begin))).bit_count()
            point = (x, to) if kind == 0 else (to, y)
            self._on([*points, point], 1 - kind, stretches[1:], dearer + _CROSSING * crossed, crossings + crossed)
            left = self.least - _LENGTH * abs(here - self.end[kind])


def _exits(spot: Spot, link: Link) -> list[_Gate]:
    """Return where a line may leave a symbol."""
    odd = _ODD if link.is_return and spot.kind != "into" else 0
    exits = [_upright(spot, 0, HALF, odd), *_sides(spot)]
    if spot.kind == "diamond":
        for x in _CORNERS:
            exits += [_upright(spot, way * x, HALF - x, odd + _CORNER + abs(x - 10) * 0.1) for way in (1, -1)]
        above = _UPPER if link.is_return else _FORWARD  # what goes up reads as a return
        exits += [_upright(spot, way * HALF // 2, -HALF // 2, above) for way in (1, -1)]
    return exits


def _entries(spot: Spot, link: Link) -> list[_Gate]:
    """Return where a line may reach a symbol."""
    return [_upright(spot, 0, -HALF, _ODD if link.is_return else 0), *([] if spot.from_above else _sides(spot))]


def _upright(spot: Spot, x: int, y: int, cost: float) -> _Gate:
    return _Gate(spot.x + x, spot.y + y, is_upright=True, cost=cost)


def _sides(spot: Spot) -> list[_Gate]:
    lanes = _LANES if spot.kind in ("box", "capsule") else (0,)
    return [
        _Gate(spot.x + x, spot.y + lane, is_upright=False, cost=_OFF if lane else 0.0)
        for x in (HALF, -HALF)
        for lane in lanes
    ]


def _channel(band: int) -> _Choices:
    """Return the tracks of the channel above a band."""
    return [(band * PITCH + offset, _OUTER * n) for n, offset in enumerate(_TRACKS)]


def _gutter(k: int, columns: int, room: int) -> _Choices:
    """Return the tracks of gutter `k`, `room` on each side of its middle, which is the border of a column."""
    right = [(k * PITCH + n, _OUTER * (n - 1)) for n in range(1, room + 1) if k < columns]
    return right + [(k * PITCH - n, _OUTER * (n - 1)) for n in range(1, room + 1) if k]
