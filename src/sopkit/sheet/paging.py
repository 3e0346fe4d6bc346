"""
Rows + their heights → pages; and what each page shows of the flow, with connectors where an arrow leaves it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from sopkit.sheet.flow import Band, Link, Node

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sopkit.sheet.flow import Flow

__all__ = ["Part", "broken", "parts"]


@attrs.frozen
class Part:
    """What one page shows: its rows by number, the bands of each, and its links."""

    rows: tuple[int, ...]
    bands: tuple[tuple[Band, ...], ...]
    links: tuple[Link, ...]

    def joined(self, link: Link, letter: str, page: str) -> Part:
        """Return it with a link cut into two, each end with a connector close by."""
        out, into = _pair(link, letter, page, self._column(link.source), self._column(link.target))
        bands = [list(row) for row in self.bands]
        _beside(bands, link.source, out, after=True)
        _beside(bands, link.target, into, after=False)
        links = [one for one in self.links if one != link]
        links += [_first(link, out), _second(link, into)]
        return Part(self.rows, tuple(map(tuple, bands)), tuple(links))

    def closer(self, link: Link) -> Part | None:
        """Return it with the connector of a link right beside the symbol it serves; None if it stands there already."""
        key, near, after = (
            (link.target, link.source, True) if " out " in link.target else (link.source, link.target, False)
        )
        node = next(node for row in self.bands for band in row for node in band.nodes if node.key == key)
        bands = [[_without(band, key) for band in row] for row in self.bands]
        bands = [[band for band in row if band.nodes] for row in bands]
        _beside(bands, near, attrs.evolve(node, column=self._column(near)), after=after)
        moved = Part(self.rows, tuple(map(tuple, bands)), self.links)
        return None if moved == self else moved

    def _column(self, key: str) -> int:
        return next(node.column for row in self.bands for band in row for node in band.nodes if node.key == key)


def broken(heights: Sequence[float], room: float) -> list[tuple[int, ...]]:
    """Return the rows of each page, as many as fit; a row that is higher than a page has one of its own."""
    pages: list[tuple[int, ...]] = []
    left = 0.0
    for n, height in enumerate(heights):
        if pages and height <= left:
            pages[-1] = (*pages[-1], n)
        else:
            pages.append((n,))
            left = room
        left -= height
    return pages


def parts(flow: Flow, pages: Sequence[tuple[int, ...]], names: Sequence[str]) -> list[Part]:
    """Return what each page shows; an arrow from one to another becomes two, with a lettered pair of connectors."""
    where = {
        node.key: (page, node.column)
        for page, rows in enumerate(pages) for row in rows for band in flow.rows[row] for node in band.nodes
    }  # fmt: skip
    tops: list[list[Node]] = [[] for _ in pages]
    feet: list[list[Node]] = [[] for _ in pages]
    links: list[list[Link]] = [[] for _ in pages]
    letters = _letters()
    for link in flow.links:
        (here, column), (there, aim) = where[link.source], where[link.target]
        if here == there:
            links[here].append(link)
            continue
        letter = next(letters)
        out, into = _pair(link, letter, names[there], column, aim, names[here])
        down = there > here
        (feet if down else tops)[here].append(out)
        (tops if down else feet)[there].append(into)
        links[here].append(_first(link, out))
        links[there].append(_second(link, into))
    found = []
    for page, rows in enumerate(pages):
        bands = [list(flow.rows[row]) for row in rows]
        bands[0] = [*_stacked(tops[page]), *bands[0]]
        bands[-1] = [*bands[-1], *_stacked(feet[page])]
        found.append(Part(tuple(rows), tuple(map(tuple, bands)), tuple(links[page])))
    return found


def _pair(link: Link, letter: str, there: str, column: int, aim: int, here: str = "") -> tuple[Node, Node]:
    out = Node(f"{link.source} {link.outcome} out {letter}", "out", column, f"{letter}\n{there}".strip())
    into = Node(f"{link.target} into {letter}", "into", aim, f"{letter}\n{here}".strip())
    return out, into


def _first(link: Link, out: Node) -> Link:
    return attrs.evolve(link, target=out.key)


def _second(link: Link, into: Node) -> Link:
    return Link(into.key, link.target, "", link.is_return, link.step, link.outcome)


def _beside(bands: list[list[Band]], key: str, node: Node, *, after: bool) -> None:
    """Put a connector in a band of its own, below or above the symbol `key`."""
    for row in bands:
        for n, band in enumerate(row):
            if any(one.key == key for one in band.nodes):
                row.insert(n + 1 if after else n, Band((node,)))
                return


def _without(band: Band, key: str) -> Band:
    return Band(tuple(node for node in band.nodes if node.key != key))


def _stacked(nodes: Sequence[Node]) -> list[Band]:
    """Return connectors in as few bands as keep each in its column."""
    bands: list[list[Node]] = []
    for node in sorted(nodes, key=lambda one: one.kind == "into"):
        free = next((band for band in bands if all(one.column != node.column for one in band)), None)
        if free is None:
            bands.append(free := [])
        free.append(node)
    return [Band(tuple(band)) for band in bands]


def _letters() -> Iterator[str]:
    n = 0
    while True:
        letters, rest = "", n
        while rest >= 0:
            letters, rest = chr(ord("A") + rest % 26) + letters, rest // 26 - 1
        yield letters
        n += 1
