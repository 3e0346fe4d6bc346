"""
Flow + some rows → Composed: one page with every arrow routed and labelled; or how many of the rows it can hold.

Where an arrow finds no way it becomes a pair of connectors, a return before all others. Where a label finds no place
its row grows, then its arrow leaves to another side, then it becomes a pair of connectors too.
"""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import attrs

from sopkit.errors import SheetError
from sopkit.sheet.layout.fitting import LEGEND
from sopkit.sheet.layout.flow import Band
from sopkit.sheet.layout.labels import Bounds, labelled
from sopkit.sheet.layout.paging import part
from sopkit.sheet.layout.placing import connector_width, drawn, is_track, measured, symbol_width
from sopkit.sheet.layout.router import side
from sopkit.sheet.layout.table import LEAST
from sopkit.sheet.metrics import lines, width

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sopkit.sheet.layout.flow import Flow, Link, Node
    from sopkit.sheet.layout.paging import Part
    from sopkit.sheet.layout.placing import Drawn
    from sopkit.sheet.layout.router import Route
    from sopkit.sheet.layout.table import Table
    from sopkit.sheet.values import Arrow, Label, Symbol, Tie

__all__ = ["Composed", "Room", "Sample", "composed", "connector_lines"]

_LABEL = 7.0  # the same of the smallest label
_TRIES = 80
_SOURCE, _TARGET, _SHUN = (1, 3, 6), (4, 7), 2
"""At which tries a label gets more room where its arrow leaves, or where it ends; and at which it leaves elsewhere."""
_DOUBTFUL = 3  # after how many tries it may stand where it could be read as another arrow's


class Sample(NamedTuple):
    """What stands in connectors, as far as it is known before all pages are."""

    letter: str
    """As wide as any."""
    page: str
    """The name of a page, as wide as any."""
    most: int
    """How many letters there are at most where arrows reach a page."""


class Room(NamedTuple):
    """Where the rows of a page begin, and how high they may be in all."""

    top: float
    height: float


@attrs.frozen(kw_only=True)
class Composed:
    """A page, but for its cells and letters."""

    rows: tuple[int, ...]
    heights: tuple[float, ...]
    symbols: tuple[Symbol, ...]
    arrows: tuple[Arrow, ...]
    ties: tuple[Tie, ...]
    labels: tuple[Label, ...]


def composed(flow: Flow, rows: Sequence[int], table: Table, room: Room, sample: Sample) -> Composed | int:
    """
    Return a page with these rows, or how many of them it can hold.

    Args:
        flow: of the whole sheet.
        rows: by number.
        table: its columns and texts.
        room: of the page, for rows.
        sample: what stands in connectors.

    Raises:
        SheetError: a single row is higher than the page, or has more arrows than there is room for.
    """
    sketch = _Sketch(flow, rows, table, sample)
    for _ in range(_TRIES):
        found, left = sketch.routed()
        if left:
            if not all(map(sketch.gives_way, left)):
                break
            continue
        needed = found.heights(sketch.roomy)
        heights = [max(table.heights[row], LEAST, high) for row, high in zip(rows, needed, strict=True)]
        if sum(heights) > room.height + 0.01:
            if len(rows) == 1 and sketch.narrows():
                continue
            return _fitting(heights, room.height, " ".join(table.rows[rows[0]]["number"]))
        done, lost = sketch.finished(found, heights, room.top)
        if not lost:
            return done
        if not all(map(sketch.makes_room, lost)):
            break
    if len(rows) > 1:
        return len(rows) - 1 - len(rows) // 4
    raise SheetError(why="arrows", text="", what=" ".join(table.rows[rows[0]]["number"]))


def connector_lines(ways: Sequence[tuple[str, str]], table: Table) -> list[str]:
    """Return what stands in a connector for letters and names of pages."""
    room = connector_width(table) - 0.8
    if len(ways) > 1 and all(width(" ".join(way), LEGEND) <= room for way in ways):
        return [" ".join(way) for way in ways]
    return [line for way in ways for text in way for line in lines(text, room, LEGEND)]


class _Lost(NamedTuple):
    """An arrow whose label found no place: to which side it leaves, and whether it goes `up` or `down` first."""

    link: Link
    side: str
    rise: str
    track: int | None
    """The first track of a channel that it runs in."""


class _Sketch:
    """A page as far as it is known."""

    def __init__(self, flow: Flow, rows: Sequence[int], table: Table, sample: Sample) -> None:
        self.flow, self.rows, self.table, self.sample = flow, rows, table, sample
        self.wide = {(one.source, one.outcome): _widest(one.label) / table.actor for one in flow.links if one.label}
        self.cut: set[Link] = set()
        self.tight: set[str] = set()
        self.alone: set[str] = set()
        self.shunned: set[tuple[Link, str]] = set()
        self.roomy: Counter[tuple[str, int | str]] = Counter()
        self.state: tuple[int, ...] = ()
        self.known: tuple[Drawn, list[Link]]
        self.given: dict[Link, list[tuple[tuple[str, int | str], int]]] = {}
        self.tries: Counter[Link] = Counter()

    def routed(self) -> tuple[Drawn, list[Link]]:
        """Return it with its arrows, and those that found no way; room for labels changes neither."""
        state = len(self.cut), len(self.tight), len(self.alone), len(self.shunned)  # they only grow
        if state != self.state:
            shown = part(
                self.flow, self.rows, self.cut, self.tight, self.alone, columns=len(self.table.heads),
                reach=self._reach,
            )  # fmt: skip
            self.state, self.known = state, drawn(self._worded(shown), self.table, self.shunned, self.wide)
        return self.known

    def finished(self, found: Drawn, heights: Sequence[float], top: float) -> tuple[Composed, list[_Lost]]:
        """Return the page, and the arrows whose label found no place."""
        table = self.table
        symbols, arrows, ties = measured(found, table, top, heights, self.roomy)
        rules = [top + sum(heights[:n]) for n in range(1, len(heights))]
        right = table.flow + table.actor * len(table.heads)
        columns = [table.flow + table.actor * n for n in range(1, len(table.heads))]
        bounds = Bounds(left=table.flow, right=right, top=top, low=top + sum(heights), rules=rules, columns=columns)
        said = [route.link.label for route in found.routes]
        doubtful = [n for n, route in enumerate(found.routes) if self.tries[route.link] >= _DOUBTFUL]
        labels, lost = labelled(arrows, said, symbols, ties, bounds, doubtful)
        page = Composed(
            rows=tuple(self.rows), heights=tuple(heights), symbols=tuple(symbols), arrows=tuple(arrows),
            ties=tuple(ties), labels=tuple(labels),
        )  # fmt: skip
        return page, [_lost(found.routes[n]) for n in lost]

    def gives_way(self, link: Link) -> bool:
        """Change something for an arrow that found no way; False where nothing is left to change."""
        connector = _connector(link)
        if not link.outcome and not connector:
            return self._cuts_one()
        if not connector:
            longest = self._longest()
            self.cut.add(link if link.is_return or longest is None or not longest.is_return else longest)
            return True
        if connector not in self.tight:
            self.tight.add(connector)
            return True
        return self._cuts_one()

    def makes_room(self, lost: _Lost) -> bool:
        """Change something for an arrow whose label found no place; False where nothing is left to change."""
        link, connector = lost.link, _connector(lost.link)
        self.tries[link] += 1
        tried = self.tries[link]
        if tried in _SOURCE:
            key: tuple[str, int | str] = (lost.rise, link.source)
            if lost.track and tried > 1:
                key = ("track", lost.track)
            self._widen(link, key, is_much=tried > 1)
            return True
        if tried in _TARGET:
            self._widen(link, ("up", link.target), is_much=True)
            return True
        for key, more in self.given.pop(link, []):  # that was of no use
            self.roomy[key] -= more
        if tried == _SHUN:
            self.shunned.add((link, lost.side))
        elif not connector and link.outcome:
            self.cut.add(link)
        elif connector and connector not in self.tight:
            self.tight.add(connector)
        elif connector and connector not in self.alone:
            self.alone.add(connector)
            self.tries[link] = _SHUN
        else:
            return self._cuts_one()
        return True

    def narrows(self) -> bool:
        """Take back all room for labels, where a row has become higher than a page, and try something else."""
        for link, given in self.given.items():
            for key, more in given:
                self.roomy[key] -= more
            self.tries[link] = max(self.tries[link], *_TARGET[:1])
        is_narrower = bool(self.given)
        self.given.clear()
        return is_narrower

    def _widen(self, link: Link, key: tuple[str, int | str], *, is_much: bool) -> None:
        more = 2 + len(lines(link.label, _widest(link.label) + 0.1, _LABEL)) if is_much else 1
        self.roomy[key] += more
        self.given.setdefault(link, []).append((key, more))

    def _cuts_one(self) -> bool:
        longest = self._longest()
        if longest is None:
            return False
        self.cut.add(longest)
        return True

    def _longest(self) -> Link | None:
        """Return the longest arrow within the page that is whole, a return if there is one."""
        band = {node.key: n for n, node in self._whole.nodes}
        whole = [
            link
            for link in self.flow.links
            if link.source in band and link.target in band and link.outcome and link not in self.cut
        ]
        return max(whole, key=lambda one: (one.is_return, abs(band[one.source] - band[one.target])), default=None)

    @property
    def _whole(self) -> Part:
        return part(self.flow, self.rows, self.flow.links, (), columns=1, reach=lambda _: 1)

    def _reach(self, label: str) -> int:
        """Return how many columns away a connector must stand for a label to fit between it and its symbol."""
        between = (symbol_width(self.table) + connector_width(self.table)) / 2 + 0.8
        return 1 + max(0, int((_widest(label) + between) // self.table.actor))

    def _worded(self, shown: Part) -> Part:
        """Return what a page shows, with as many lines in its connectors as there may be."""
        bands = tuple(tuple(Band(tuple(map(self._said, band.nodes))) for band in row) for row in shown.bands)
        return attrs.evolve(shown, bands=bands)

    def _said(self, node: Node) -> Node:
        if not node.ways:
            return node
        letter, page, most = self.sample
        count = len(node.ways) if node.kind == "out" else min(len(node.ways), most)
        return attrs.evolve(node, text="\n".join(connector_lines([(letter, page)] * count, self.table)))


def _widest(label: str) -> float:
    """Return how wide a label is at least."""
    return max((width(word, _LABEL) for word in label.split()), default=0.0)


def _lost(route: Route) -> _Lost:
    points = route.points
    turn = next((b[1] - a[1] for a, b in pairwise(points) if a[1] != b[1]), 0)
    track = next((a[1] for a, b in pairwise(points[:4]) if a[1] == b[1] and is_track(a[1])), None)
    return _Lost(route.link, side(points), "up" if turn < 0 else "down", track)


def _connector(link: Link) -> str:
    """Return the key of the connector at one end of a link, if any."""
    if link.target.endswith(" out"):
        return link.target
    return link.source if link.source.endswith(" into") else ""


def _fitting(heights: Sequence[float], room: float, first: str) -> int:
    """Return how many rows fit."""
    count, high = 0, 0.0
    while high + heights[count] <= room + 0.01:
        high += heights[count]
        count += 1
    if not count and len(heights) == 1:
        raise SheetError(why="row", text="", what=first)
    return min(max(count, 1), len(heights) - 1)
