"""
Flow + some rows → Part: what one page shows of the flow, with a connector wherever an arrow leaves it.

A connector stands close to its symbol: below or above it in a band of its own, or beside it where that cell is empty.
All that leads to one symbol from elsewhere comes out of one connector.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from sopkit.sheet.layout.flow import Band, Link, Node

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence

    from sopkit.sheet.layout.flow import Flow

__all__ = ["Part", "part"]


@attrs.frozen
class Part:
    """What one page shows: its rows by number, the bands of each, and its links."""

    rows: tuple[int, ...]
    bands: tuple[tuple[Band, ...], ...]
    links: tuple[Link, ...]

    @property
    def nodes(self) -> Iterator[tuple[int, Node]]:
        """Each symbol, with the number of its band."""
        flat = [band for row in self.bands for band in row]
        return ((n, node) for n, band in enumerate(flat) for node in band.nodes)


def part(
    flow: Flow, rows: Sequence[int], cut: Collection[Link], tight: Collection[str], alone: Collection[str] = (), *,
    columns: int, reach: Callable[[str], int],
) -> Part:  # fmt: skip
    """
    Return what a page shows.

    Args:
        flow: of the whole sheet.
        rows: those of the page.
        cut: links within the page that become two connectors.
        tight: keys of connectors that may not stand beside their symbol.
        alone: keys of connectors below their symbol that stand below all others, each in a band with nothing else.
        columns: how many there are.
        reach: how many columns away a connector beside a symbol must stand for a label to fit between the two.
    """
    page = _Page(flow, rows, columns, tight, alone, reach)
    links = [link for link in flow.links if page.has(link.source) or page.has(link.target)]
    whole = [link for link in links if page.has(link.source) and page.has(link.target) and link not in cut]
    page.left = {link.source for link in whole if not link.is_return}
    page.reached = {link.target for link in whole if not link.is_return}
    found = []
    for link in sorted(links, key=lambda one: _out(one) in alone):
        if link in whole:
            found.append(link)
            continue
        if page.has(link.source):
            found.append(attrs.evolve(link, target=page.out(link)))
        if page.has(link.target):
            source = page.into(link)
            came = next((one for one in found if one.source == source), None)
            if came is None:
                found.append(Link(source, link.target, "", link.is_return, ways=link.ways))
            else:
                found[found.index(came)] = attrs.evolve(came, ways=(*came.ways, *link.ways))
    return Part(
        tuple(rows), tuple(tuple(Band(tuple(band)) for band in row) for row in page.bands), tuple(found)
    )  # fmt: skip


def _out(link: Link) -> str:
    """Return the key of the connector where an arrow leaves a page."""
    return f"{link.source} {link.outcome} out"


class _Page:
    """The bands of a page while connectors are put in."""

    def __init__(
        self, flow: Flow, rows: Sequence[int], columns: int, tight: Collection[str], alone: Collection[str],
        reach: Callable[[str], int],
    ) -> None:  # fmt: skip
        self.bands = [[list(band.nodes) for band in flow.rows[row]] for row in rows]
        self.column = {node.key: node.column for row in self.bands for band in row for node in band}
        self.everywhere = {node.key: node.column for row in flow.rows for band in row for node in band.nodes}
        self.columns, self.tight, self.alone, self.reach = columns, tight, alone, reach
        self.left: set[str] = set()
        """Symbols from which an arrow goes on within the page, most likely from below."""
        self.reached: set[str] = set()
        """Symbols to which one leads, most likely from above."""

    def has(self, key: str) -> bool:
        """Return whether a symbol stands on this page."""
        return key in self.column

    def out(self, link: Link) -> str:
        """Put in the connector where an arrow leaves the page, and return its key."""
        key = _out(link)
        node = Node(
            key, "out", self.column[link.source], ways=((link.source, link.outcome),), from_above=key in self.tight
        )
        is_plain = not link.is_return and link.source not in self.left
        aim = self.everywhere[link.target] - node.column
        if is_plain and key not in self.alone and self._below(link.source, node, only_free=True):
            return key
        if key in self.tight or not self._beside(link.source, node, self.reach(link.label), aim):
            self._below(link.source, self._aside(node, self.reach(link.label)))
        return key

    def _aside(self, node: Node, reach: int) -> Node:
        """Return a connector that is to stand alone, so far to the side where there is more room that a label fits."""
        if node.key not in self.alone:
            return node
        reach += sum(one.key in self.alone for row in self.bands for band in row for one in band)
        there = node.column + (reach if node.column < self.columns / 2 else -reach)
        return attrs.evolve(node, column=min(max(there, 0), self.columns - 1))

    def into(self, link: Link) -> str:
        """Put in the connector where an arrow reaches the page, or its way into the one that is there."""
        key = f"{link.target} into"
        way = (link.source, link.outcome)
        for row in self.bands:
            for band in row:
                for n, node in enumerate(band):
                    if node.key == key:
                        band[n] = attrs.evolve(node, ways=(*node.ways, way))
                        return key
        column = self.column[link.target]
        node = Node(key, "into", column, ways=(way,))
        aim = self.everywhere[link.source] - column
        if link.target not in self.reached or key in self.tight or not self._beside(link.target, node, 1, aim):
            row, n = self._place(link.target)
            row.insert(n, [node])
        return key

    def _place(self, key: str) -> tuple[list[list[Node]], int]:
        return next(
            (row, n) for row in self.bands for n, band in enumerate(row) if any(node.key == key for node in band)
        )

    def _below(self, key: str, node: Node, *, only_free: bool = False) -> bool:
        """Put a connector below a symbol, in a band that has connectors already or in a new one."""
        row, n = self._place(key)
        column = node.column
        last = n + 1
        while last < len(row) and all(one.kind == "out" and one.ways[0][0] == key for one in row[last]):
            last += 1
        if node.key in self.alone:
            row.insert(last, [node])
            return True
        if only_free:
            if last > n + 1 or (last < len(row)):
                return False
            row.insert(n + 1, [node])
            return True
        for band in row[n + 1 : last]:
            taken = {one.column for one in band}
            for there in (column, column - 1, column + 1):
                if 0 <= there < self.columns and there not in taken:
                    band.append(attrs.evolve(node, column=there))
                    return True
        goes_on = node.key not in self.tight and key in self.left
        aside = next((there for there in (column + 1, column - 1) if 0 <= there < self.columns), column)
        row.insert(last, [attrs.evolve(node, column=aside if goes_on else column)])
        return True

    def _beside(self, key: str, node: Node, reach: int, aim: int) -> bool:
        """Put a connector into an empty cell beside a symbol, on the side where the other end lies if it can be."""
        row, n = self._place(key)
        band = row[n]
        here = self.column[key]
        taken = {one.column for one in band}
        tied = [one.column for one in band if one.step]
        for way in (1, -1) if aim > 0 else (-1, 1):
            there = here + way * reach
            between = range(min(here, there), max(here, there) + 1)
            is_free = not any(column in taken for column in between if column != here)
            if 0 <= there < self.columns and is_free and not min(tied) < there < max(tied):
                band.append(attrs.evolve(node, column=there))
                return True
        return False
