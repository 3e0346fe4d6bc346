"""
What a page shows + its routes → symbols, arrows and heights of rows in millimetres.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import attrs

from sopkit.sheet.layout.router import HALF, PITCH, Spot, routed
from sopkit.sheet.values import Arrow, Symbol, Tie

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from sopkit.sheet.layout.flow import Link, Node
    from sopkit.sheet.layout.paging import Part
    from sopkit.sheet.layout.router import Route
    from sopkit.sheet.layout.table import Table

__all__ = ["Drawn", "Roomy", "connector_width", "drawn", "is_track", "measured", "symbol_width", "traced"]

Roomy: TypeAlias = "Mapping[tuple[str, int | str], int]"
"""How much more room labels need: above (`up`) or below (`down`) a symbol by its key, or above a `track`."""

TRACK = 1.7  # between two lines of a channel
GUTTER = 1.5  # between two lines of a gutter
_BESIDE = 0.6  # from the border of a column to the first line beside it, at least
_CLEAR = 1.8  # from the last line of a gutter to the symbols, in which the head of an arrow has its place
_HEAD = 3.0  # from a border to the symbol below, in which the head of an arrow has its place
_UP = 1.4  # from a symbol to the first line below it
_UP_LABEL = 3.8  # the same below a decision, where labels stand
_MORE = 3.4  # where a label found no place
_BORDER = 1.0  # from the last line of a channel to the border of the row
_HEIGHT = 5.6  # of symbols but diamonds and connectors
_PENTAGON = 8.4  # of connectors with two lines
_LINE = 3.0  # for each that they have beyond those
_TRACKS = 6  # on each side of the border of a column, at most: more take long, and hardly help
_APART = 3.2  # between two lines of a gutter, at most: what is left between them is for labels
_WIDEST = 14.0
_SHARE = 0.62  # of its column, that a symbol takes at most
_CONNECTOR = 10.0


@attrs.frozen(kw_only=True)
class Drawn:
    """Routes of one page, on the lattice, and the symbols that they join."""

    part: Part
    routes: tuple[Route, ...]
    spots: dict[str, Spot]

    def heights(self, roomy: Roomy) -> list[float]:
        """Return what the symbols and lines of each row need."""
        return [_row_height(row) for row in _levels(self, roomy)]


class _Place(NamedTuple):
    """The middle of a symbol, and half its width and height."""

    x: float
    y: float
    half: float
    tall: float


class _Channel(NamedTuple):
    """The tracks of a channel, how far below its top each is, and how high it is."""

    tracks: tuple[tuple[int, float], ...] = ()
    height: float = 0


class _Level(NamedTuple):
    """A band: the room above its symbols, how high they are, the room below, and the channel there."""

    above: float
    size: float
    below: float
    channel: _Channel


class _Row(NamedTuple):
    """A row: the channel above its first band, where the page begins with it, and its bands."""

    above: _Channel
    levels: tuple[_Level, ...]


def drawn(
    part: Part, table: Table, shunned: Iterable[tuple[Link, str]], wide: Mapping[tuple[str, str], float]
) -> tuple[Drawn, list[Link]]:
    """Return a page with its links routed, and the links for which there is no room; see `routed`."""
    spots = {node.key: Spot(node.column, band, node.kind, node.from_above) for band, node in part.nodes}
    walls = [(a.key, b.key) for tied in _tied(part) for a, b in pairwise(tied)]
    room = (table.actor - symbol_width(table)) / 2 - _CLEAR - _BESIDE
    tracks = min(int(room / GUTTER + 1e-6) + 1, _TRACKS)
    routes, left = routed(
        spots, part.links, columns=len(table.heads), tracks=tracks, walls=walls, shunned=shunned, wide=wide
    )
    return Drawn(part=part, routes=tuple(routes), spots=spots), left


def is_track(y: int) -> bool:
    """Return whether a height on the lattice is within a channel."""
    return not PITCH // 2 - HALF <= y % PITCH <= PITCH // 2 + HALF


def symbol_width(table: Table) -> float:
    """Return how wide symbols are."""
    return min(_WIDEST, table.actor * _SHARE, table.actor - 2 * (_CLEAR + _BESIDE + 0.01))


def connector_width(table: Table) -> float:
    """Return how wide connectors are."""
    return min(_CONNECTOR, symbol_width(table))


def measured(
    found: Drawn, table: Table, top: float, heights: Sequence[float], roomy: Roomy
) -> tuple[list[Symbol], list[Arrow], list[Tie]]:
    """Return symbols, arrows and ties of a page whose first row begins at `top`, with rows of these heights."""
    ys, centres = _heights(_levels(found, roomy), top, heights)
    xs = _gutters(found, table)
    symbols, places = [], {}
    for band, node in found.part.nodes:
        x = table.flow + table.actor * (node.column + 0.5)
        width = connector_width(table) if node.kind in ("out", "into") else symbol_width(table)
        place = places[node.key] = _Place(x, centres[band], width / 2, _height(node) / 2)
        symbols.append(Symbol(
            kind=node.kind, x=_mm(x), y=_mm(place.y), width=_mm(width), height=_height(node),
            lines=tuple(node.text.split("\n")) if node.text else (), step=node.step, ways=node.ways,
        ))  # fmt: skip
    nodes = {node.key: node for _, node in found.part.nodes}

    def at(point: tuple[int, int], key: str) -> tuple[float, float]:
        return _at(point, places[key], nodes[key].kind)

    arrows = [
        traced(route, at(route.points[0], route.link.source), at(route.points[-1], route.link.target), xs, ys)
        for route in found.routes
    ]
    ties = [
        Tie(points=(_point(places[a.key], 1), _point(places[b.key], -1)))
        for tied in _tied(found.part)
        for a, b in pairwise(tied)
    ]
    return symbols, arrows, ties


def _tied(part: Part) -> Iterator[list[Node]]:
    """Yield those who do a step together, from left to right."""
    for row in part.bands:
        for band in row:
            step = band.nodes[0].step
            yield sorted((node for node in band.nodes if node.step == step != ""), key=lambda node: node.column)


def _height(node: Node) -> float:
    if node.kind in ("out", "into"):
        return _PENTAGON + _LINE * max(0, node.text.count("\n") - 1)
    return node.height or _HEIGHT


def _levels(found: Drawn, roomy: Roomy) -> list[_Row]:
    """Return the rows of a page as what stands in them from above."""
    used: dict[int, set[int]] = {}
    for route in found.routes:
        for (_, y), (_, z) in pairwise(route.points):
            if y == z and is_track(y):
                used.setdefault(round(y / PITCH), set()).add(y)
    rows: list[_Row] = []
    band = 0
    for row in found.part.bands:
        above = _channel(used.get(0, ()), roomy) if not rows else _Channel()
        levels = []
        for one in row:
            band += 1
            has_labels = any(node.kind == "diamond" for node in one.nodes)
            more = [sum(roomy.get((way, node.key), 0) for node in one.nodes) * _MORE for way in ("up", "down")]
            below = (_UP_LABEL if has_labels else _UP) + more[1]
            size = max(map(_height, one.nodes))
            levels.append(_Level(_HEAD + more[0], size, below, _channel(used.get(band, ()), roomy)))
        rows.append(_Row(above, tuple(levels)))
    return rows


def _channel(tracks: Iterable[int], roomy: Roomy) -> _Channel:
    places, y = [], 0.0
    for track in sorted(tracks):
        y += roomy.get(("track", track), 0) * _MORE
        places.append((track, y))
        y += TRACK
    return _Channel(tuple(places), y)


def _row_height(row: _Row) -> float:
    levels = sum(level.above + level.size + level.below + level.channel.height for level in row.levels)
    return row.above.height + levels + _BORDER


def _heights(rows: Sequence[_Row], top: float, heights: Sequence[float]) -> tuple[dict[int, float], list[float]]:
    """Return the height on the page of each track of a channel, and of the centre of each band."""
    ys: dict[int, float] = {}
    centres: list[float] = []
    for row, height in zip(rows, heights, strict=True):
        y = top
        spare = height - _row_height(row)
        ys |= {track: y + TRACK + at for track, at in row.above.tracks}
        y += row.above.height + spare / 2
        for n, level in enumerate(row.levels):
            y += level.above + level.size
            centres.append(y - level.size / 2)
            y += level.below + (spare / 4 if n == len(row.levels) - 1 else 0)
            ys |= {track: y + at for track, at in level.channel.tracks}
            y += level.channel.height
        top += height
    return ys, centres


def _gutters(found: Drawn, table: Table) -> dict[int, float]:
    """Return where each track of a gutter is on the page: those of half a gutter share its width."""
    used: dict[tuple[int, int], set[int]] = {}
    for route in found.routes:
        for (x, _), (z, _) in pairwise(route.points):
            k = round(x / PITCH)
            if x == z and abs(x - k * PITCH) < PITCH // 2 - HALF:
                used.setdefault((k, 1 if x > k * PITCH else -1), set()).add(abs(x - k * PITCH))
    room = (table.actor - symbol_width(table)) / 2
    xs = {}
    for (k, way), tracks in used.items():
        border = table.flow + table.actor * k
        for n, track in enumerate(sorted(tracks), 1):
            apart = min(room / 2, room - _CLEAR) if len(tracks) == 1 else (room - _CLEAR) / len(tracks)
            xs[k * PITCH + way * track] = border + way * n * min(apart, _APART)
    return xs


def traced(
    route: Route, begin: tuple[float, float], end: tuple[float, float], xs: Mapping[int, float],
    ys: Mapping[int, float],
) -> Arrow:  # fmt: skip
    """Return the arrow of a route between two points, its corners on the tracks whose places `xs` and `ys` tell."""
    link, first, last = route.link, route.points[0], route.points[-1]
    points = [begin]
    for before, point in pairwise(route.points[:-1]):
        x, y = points[-1]
        is_last = point == route.points[-2]
        leads_up = point[0] == last[0]
        if before[0] == point[0]:
            points.append((x, end[1] if is_last and not leads_up else ys.get(point[1], end[1])))
        else:
            points.append((end[0] if is_last and leads_up else xs.get(point[0], end[0]), y))
    if len(points) == 1:  # straight: both ends are in one line
        end = (begin[0], end[1]) if first[0] == last[0] else (end[0], begin[1])
    points.append(end)
    return Arrow(
        points=tuple((_mm(x), _mm(y)) for x, y in points), is_return=link.is_return, step=link.step,
        outcome=link.outcome, target=link.target, ways=link.ways,
    )  # fmt: skip


def _at(point: tuple[int, int], place: _Place, kind: str) -> tuple[float, float]:
    """Return where on the edge of a symbol a lattice point is."""
    across, down = (place_of % PITCH - PITCH // 2 for place_of in point)
    x, y = place.x + across / HALF * place.half, place.y + down / HALF * place.tall
    if kind == "capsule" and abs(across) == HALF and down:  # its sides are round
        within = place.tall - (place.tall**2 - (y - place.y) ** 2) ** 0.5
        x -= within if across > 0 else -within
    return x, y


def _point(place: _Place, way: int) -> tuple[float, float]:
    return _mm(place.x + way * place.half), _mm(place.y)


def _mm(value: float) -> float:
    return round(value, 2)
