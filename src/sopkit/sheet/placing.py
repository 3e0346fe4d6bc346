"""
What a page shows + its routes → symbols, arrows and heights of rows in millimetres.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from sopkit.sheet.router import HALF, PITCH, Spot, routed
from sopkit.sheet.values import Arrow, Symbol, Tie

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sopkit.sheet.flow import Link, Node
    from sopkit.sheet.paging import Part
    from sopkit.sheet.router import Route
    from sopkit.sheet.table import Table

__all__ = ["Drawn", "drawn", "measured", "stuck"]

TRACK = 1.7  # between two lines of a channel
GUTTER = 1.5  # between two lines of a gutter
_BESIDE = 0.6  # from the border of a column to the first line beside it
_CLEAR = 1.8  # from the last line of a gutter to the symbols, in which the head of an arrow has its place
_HEAD = 3.0  # from a border to the symbol below, in which the head of an arrow has its place
_UP = 1.2  # from a symbol to the first line below it
_UP_LABEL = 3.8  # the same below a decision, where labels stand
_MORE = 3.4  # where a label found no place
_BORDER = 0.7  # from the last line of a channel to the border of the row
_HEIGHTS = {"box": 5.6, "capsule": 5.6, "diamond": 9.0, "participant": 5.6, "alternate": 5.6, "out": 8.0, "into": 8.0}
_WIDEST = 14.0


@attrs.frozen(kw_only=True)
class Drawn:
    """Routes of one page, on the lattice, and the heights that they ask for."""

    part: Part
    routes: tuple[Route, ...]
    spots: dict[str, Spot]
    roomy: tuple[str, ...] = ()
    """Steps below which there is more room for labels; each time it is named, more."""

    @property
    def heights(self) -> list[float]:
        """Of each row, what its symbols and lines need."""
        return _row_heights(self)


def drawn(
    part: Part, table: Table, columns: int, shunned: Iterable[tuple[Link, str]] = ()
) -> Drawn | list[Link]:  # fmt: skip
    """Return a page with all its links routed, or the links for which there is no room."""
    spots: dict[str, Spot] = {}
    walls: list[tuple[str, str]] = []
    band = 0
    for row in part.bands:
        for one in row:
            for node in one.nodes:
                spots[node.key] = Spot(node.column, band, node.kind)
            together = sorted(one.nodes, key=lambda node: node.column)
            tied = [node for node in together if node.step and node.step == one.nodes[0].step]
            walls += [(a.key, b.key) for a, b in zip(tied, tied[1:], strict=False)]
            band += 1
    room = (table.actor - symbol_width(table)) / 2 - _CLEAR - _BESIDE
    routes, left = routed(
        spots, part.links, columns=columns, tracks=int(room / GUTTER + 1e-6) + 1, walls=walls, shunned=shunned
    )
    if left:
        return left
    return Drawn(part=part, routes=tuple(routes), spots=spots)


def stuck(links: Sequence[Link]) -> Link:
    """Return the link that is to become a pair of connectors: a return before all others, the longest first."""
    return max(links, key=lambda link: link.is_return)


def symbol_width(table: Table) -> float:
    """Return how wide symbols are."""
    return min(_WIDEST, table.actor - 2 * (_CLEAR + _BESIDE + 0.01))


def _band_height(nodes: Sequence[Node]) -> float:
    return max(_HEIGHTS[node.kind] for node in nodes)


def _used(found: Drawn) -> dict[int, list[int]]:
    """Return which tracks of each channel are used, from above."""
    used: dict[int, set[int]] = {}
    for route in found.routes:
        for (_, y1), (_, y2) in zip(route.points, route.points[1:], strict=False):
            if y1 == y2 and not PITCH // 2 - HALF <= y1 % PITCH <= PITCH // 2 + HALF:
                used.setdefault(round(y1 / PITCH), set()).add(y1)
    return {channel: sorted(tracks) for channel, tracks in used.items()}


def _channels(found: Drawn) -> list[tuple[float, int]]:
    """Return of each channel the space above its lines, and how many lines it has; the last lies below all bands."""
    used = _used(found)
    flat = [band.nodes for row in found.part.bands for band in row]
    channels = []
    for n in range(len(flat) + 1):
        above = flat[n - 1] if n else ()
        has_label = any(node.kind == "diamond" for node in above)
        more = sum(found.roomy.count(node.step) for node in above if node.step)
        channels.append(((_UP_LABEL if has_label else _UP) + more * _MORE, len(used.get(n, ()))))
    return channels


def _row_heights(found: Drawn) -> list[float]:
    channels = _channels(found)
    heights, band = [], 0
    for number, row in enumerate(found.part.bands):
        height = 0.0
        if number == 0:
            height += channels[0][1] * TRACK
        for n, one in enumerate(row):
            height += _HEAD + _band_height(one.nodes)
            above, lines = channels[band + 1]
            is_last = n == len(row) - 1
            height += above + lines * TRACK + (_BORDER if is_last else 0)
            band += 1
        heights.append(height)
    return heights


def measured(found: Drawn, table: Table, top: float, heights: Sequence[float]) -> tuple[
    list[Symbol], list[Arrow], list[Tie]
]:  # fmt: skip
    """Return symbols, arrows and ties of a page whose first row begins at `top`, with rows of these heights."""
    levels, centres = _levels(found, top, heights)
    half = symbol_width(table) / 2
    nodes = {node.key: node for row in found.part.bands for band in row for node in band.nodes}
    symbols, place = [], {}
    for key, spot in found.spots.items():
        node = nodes[key]
        x = table.flow + table.actor * (spot.column + 0.5)
        width = min(9.0, 2 * half) if node.kind in ("out", "into") else 2 * half
        height = _HEIGHTS[node.kind]
        place[key] = x, centres[spot.band], width / 2, height / 2
        symbols.append(Symbol(
            kind=node.kind, x=_mm(x), y=_mm(centres[spot.band]), width=_mm(width), height=height,
            lines=tuple(node.text.split("\n")) if node.text else (), step=node.step,
        ))  # fmt: skip
    arrows = [_arrow(route, table, half, levels, place) for route in found.routes]
    return symbols, arrows, list(_ties(found, place))


def _levels(found: Drawn, top: float, heights: Sequence[float]) -> tuple[dict[int, float], list[float]]:
    """Return the height on the page of each track of a channel, and of the centre of each band."""
    used, channels = _used(found), _channels(found)
    levels: dict[int, float] = {}
    centres: list[float] = []
    band = 0
    for number, row in enumerate(found.part.bands):
        y = top
        spare = heights[number] - found.heights[number]
        if number == 0:
            for n, track in enumerate(used.get(0, ())):
                levels[track] = y + (n + 1) * TRACK
            y += channels[0][1] * TRACK
        y += spare / 2
        for n, one in enumerate(row):
            size = _band_height(one.nodes)
            y += _HEAD
            centres.append(y + size / 2)
            y += size
            above, lines = channels[band + 1]
            y += above + (spare / 2 if n == len(row) - 1 else 0)
            for m, track in enumerate(used.get(band + 1, ())):
                levels[track] = y + m * TRACK
            y += lines * TRACK
            band += 1
        top += heights[number]
    return levels, centres


def _arrow(
    route: Route, table: Table, half: float, levels: dict[int, float], place: dict[str, tuple[float, float, float, float]]
) -> Arrow:  # fmt: skip
    link = route.link
    first, last = route.points[0], route.points[-1]
    begin = _at(first, place[link.source])
    end = _at(last, place[link.target])
    points = [begin]
    for (x1, _), (x2, y2) in zip(route.points, route.points[1:-1], strict=False):
        was = points[-1]
        points.append((was[0], levels.get(y2, end[1])) if x1 == x2 else (_x(x2, table, place, link), was[1]))
    (x1, _), (x2, _) = route.points[-2], last
    before = points[-1]
    if len(route.points) == 2:
        points.append((before[0], end[1]) if x1 == x2 else (end[0], before[1]))
    else:
        points[-1] = (end[0], before[1]) if x1 == x2 else (before[0], end[1])
        points.append(end)
    return Arrow(
        points=tuple((_mm(x), _mm(y)) for x, y in points), is_return=link.is_return, step=link.step,
        outcome=link.outcome, target=link.target,
    )  # fmt: skip


def _at(point: tuple[int, int], place: tuple[float, float, float, float]) -> tuple[float, float]:
    """Return where on the edge of a symbol a lattice point is."""
    x, y, half, tall = place
    across, down = point[0] % PITCH - PITCH // 2, point[1] % PITCH - PITCH // 2
    return x + across / HALF * half, y + down / HALF * tall


def _x(x: int, table: Table, place: dict[str, tuple[float, float, float, float]], link: Link) -> float:
    k = round(x / PITCH)
    offset = x - k * PITCH
    if abs(offset) <= PITCH // 2 - HALF:
        side = 1 if offset > 0 else -1
        return table.flow + table.actor * k + side * (_BESIDE + (abs(offset) - 1) * GUTTER)
    return place[link.target][0] + (x % PITCH - PITCH // 2) / HALF * place[link.target][2]


def _ties(found: Drawn, place: dict[str, tuple[float, float, float, float]]) -> list[Tie]:
    ties = []
    for row in found.part.bands:
        for band in row:
            tied = sorted(
                (node for node in band.nodes if node.step == band.nodes[0].step != ""), key=lambda n: n.column
            )
            for one, other in zip(tied, tied[1:], strict=False):
                x, y, half, _ = place[one.key]
                u, _, wide, _ = place[other.key]
                ties.append(Tie(points=((_mm(x + half), _mm(y)), (_mm(u - wide), _mm(y)))))
    return ties


def _mm(value: float) -> float:
    return round(value, 2)
