"""
Flow + the words of its symbols → what stands in the lanes, in millimetres from the corner of the first.

The router is that of the official sheet. What differs: each band is as high as its words, each lane as wide as its
lines need, and there is no page to fill.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import attrs

from sopkit.sheet.layout.labels import Bounds, labelled
from sopkit.sheet.layout.placing import traced
from sopkit.sheet.layout.router import HALF, PITCH, Spot, routed
from sopkit.sheet.values import Arrow, Label, Symbol, Tie

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sopkit.sheet.layout.flow import Link, Node
    from sopkit.sheet.layout.paging import Part
    from sopkit.sheet.layout.router import Route

__all__ = ["Lane", "Placed", "placed", "ways"]

_TRACKS = 8  # lines that can run on each side of the border of a lane
_TRACK = 2.6  # between two lines
_AIR, _LABEL = 4.2, 5.6  # above and below symbols; below a decision
_HEAD = 3.4  # from the last line to a symbol, in which the head of an arrow has its place
_LEAST = 8.0  # from a symbol to the border of its lane


@attrs.frozen(kw_only=True)
class Lane:
    """The words of a symbol, and how large it is with them."""

    lines: tuple[str, ...]
    size: float
    width: float
    height: float


@attrs.frozen(kw_only=True)
class Placed:
    """All that is drawn."""

    symbols: tuple[Symbol, ...]
    arrows: tuple[Arrow, ...]
    ties: tuple[Tie, ...]
    labels: tuple[Label, ...]
    lane: float
    """Width of a lane."""
    height: float
    lost: tuple[Link, ...]
    """Links whose label has no place."""


def ways(shown: Part, columns: int) -> tuple[list[Route], list[Link]]:
    """Return the routes of all links between `columns` lanes, and the links for which there is none."""
    return routed(_spots(shown), shown.links, columns=columns, tracks=_TRACKS, walls=_walls(shown))


def placed(
    shown: Part, worded: Mapping[str, Lane], routes: Sequence[Route], *, columns: int, air: float
) -> Placed:  # fmt: skip
    """
    Return where everything is.

    Args:
        shown: the symbols and links.
        worded: the words of each symbol, by its key.
        routes: of the links.
        columns: how many lanes there are.
        air: how much room there is around symbols and lines; 1 is as little as there can be.
    """
    nodes, spots, walls = {node.key: node for _, node in shown.nodes}, _spots(shown), _walls(shown)
    measure = _Measure(nodes, spots, worded, routes, air)
    symbols = [measure.symbol(key) for key in nodes]
    arrows = [measure.arrow(route) for route in routes]
    ties = [measure.tie(a, b) for a, b in walls]
    bounds = Bounds(
        left=0, right=measure.lane * columns, top=0, low=measure.height, rules=(),
        columns=[measure.lane * n for n in range(1, columns)],
    )  # fmt: skip
    labels, lost = labelled(arrows, [route.link.label for route in routes], symbols, ties, bounds)
    return Placed(
        symbols=tuple(symbols), arrows=tuple(arrows), ties=tuple(ties), labels=tuple(labels), lane=measure.lane,
        height=measure.height, lost=tuple(routes[n].link for n in lost),
    )  # fmt: skip


def _spots(shown: Part) -> dict[str, Spot]:
    return {node.key: Spot(node.column, band, node.kind, node.from_above) for band, node in shown.nodes}


def _walls(shown: Part) -> list[tuple[str, str]]:
    """Return the pairs of symbols that are tied to each other."""
    tied = [_together(band.nodes) for row in shown.bands for band in row]
    return [(a.key, b.key) for row in tied for a, b in pairwise(row)]


def _together(nodes: Sequence[Node]) -> list[Node]:
    """Return those who do a step together, from left to right."""
    step = nodes[0].step
    return sorted((node for node in nodes if node.step == step != ""), key=lambda node: node.column)


class _Measure:
    """Lattice → millimetres."""

    def __init__(
        self, nodes: Mapping[str, Node], spots: Mapping[str, Spot], worded: Mapping[str, Lane],
        routes: Sequence[Route], air: float,
    ) -> None:  # fmt: skip
        self.nodes, self.spots, self.worded = nodes, spots, worded
        across, down = _used(routes)
        beside = max((len(tracks) for tracks in across.values()), default=0) * _TRACK * air
        room = max(beside + _HEAD, _LEAST)  # from a symbol to the border of its lane
        self.lane = max(one.width for one in worded.values()) + 2 * room
        self.xs = {
            k * PITCH + way * track: k * self.lane + way * _within(room, n, len(tracks))
            for (k, way), tracks in across.items() for n, track in enumerate(sorted(tracks), 1)
        }  # fmt: skip
        self.ys: dict[int, float] = {}
        self.centres: list[float] = []
        y = _AIR * air
        bands = 1 + max(spot.band for spot in spots.values())
        for band in range(bands):
            y = self._channel(sorted(down.get(band, ())), y, air) + _HEAD
            inside = [key for key, spot in spots.items() if spot.band == band]
            high = max(worded[key].height for key in inside)
            self.centres.append(y + high / 2)
            y += high + (_LABEL if any(nodes[key].kind == "diamond" for key in inside) else _AIR / 2) * air
        self.height = self._channel(sorted(down.get(bands, ())), y, air) + _AIR

    def _channel(self, tracks: Sequence[int], y: float, air: float) -> float:
        """Place the tracks of a channel that begins at `y`, and return where it ends."""
        for track in tracks:
            self.ys[track] = y
            y += _TRACK * air
        return y

    def middle(self, key: str) -> tuple[float, float]:
        """Return the centre of a symbol."""
        return self.lane * (self.spots[key].column + 0.5), self.centres[self.spots[key].band]

    def symbol(self, key: str) -> Symbol:
        """Return a symbol."""
        node, one = self.nodes[key], self.worded[key]
        x, y = self.middle(key)
        return Symbol(
            kind=node.kind, x=_mm(x), y=_mm(y), width=_mm(one.width), height=_mm(one.height), lines=one.lines,
            size=one.size, step=node.step, ways=node.ways,
        )  # fmt: skip

    def tie(self, one: str, other: str) -> Tie:
        """Return the line between two who do a step together."""
        (x, y), (u, _) = self.middle(one), self.middle(other)
        return Tie(points=(
            (_mm(x + self.worded[one].width / 2), _mm(y)), (_mm(u - self.worded[other].width / 2), _mm(y))
        ))  # fmt: skip

    def arrow(self, route: Route) -> Arrow:
        """Return the arrow of a route."""
        begin = self._at(route.points[0], route.link.source)
        return traced(route, begin, self._at(route.points[-1], route.link.target), self.xs, self.ys)

    def _at(self, point: tuple[int, int], key: str) -> tuple[float, float]:
        """Return where on the edge of a symbol a point of the lattice is."""
        x, y = self.middle(key)
        half, tall = self.worded[key].width / 2, self.worded[key].height / 2
        right, down = (one % PITCH - PITCH // 2 for one in point)
        x, low = x + right / HALF * half, down / HALF * tall
        if self.nodes[key].kind == "capsule" and abs(right) == HALF:  # its sides are round
            round_ = tall - (tall**2 - low**2) ** 0.5
            x += -round_ if right > 0 else round_
        return x, y + low


def _within(room: float, n: int, count: int) -> float:
    """Return how far from the border of a lane the `n`th of some lines is."""
    return room / 2 if count == 1 else (room - _HEAD) * n / count


def _used(routes: Sequence[Route]) -> tuple[dict[tuple[int, int], set[int]], dict[int, set[int]]]:
    """Return the tracks that lines use: of each half of a gutter, and of each channel."""
    across: dict[tuple[int, int], set[int]] = {}
    down: dict[int, set[int]] = {}
    for route in routes:
        for (x, y), (z, w) in pairwise(route.points):
            k, channel = round(x / PITCH), round(y / PITCH)
            if x == z and abs(x - k * PITCH) < PITCH // 2 - HALF:
                across.setdefault((k, 1 if x > k * PITCH else -1), set()).add(abs(x - k * PITCH))
            if y == w and abs(y - channel * PITCH) < PITCH // 2 - HALF:
                down.setdefault(channel, set()).add(y)
    return across, down


def _mm(value: float) -> float:
    return round(value, 2)
