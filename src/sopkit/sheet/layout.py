"""
Sop + paper → Sheet: its flow table, every cell, symbol, arrow and label at its place in millimetres.

One pure function; every output is drawn from what it returns.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from sopkit.errors import SheetError
from sopkit.sheet.cells import header, header_height, rows, total, total_height
from sopkit.sheet.cover import cover as identity
from sopkit.sheet.flow import flow
from sopkit.sheet.form import form
from sopkit.sheet.heading import foot, heading
from sopkit.sheet.labels import labelled
from sopkit.sheet.metrics import lines
from sopkit.sheet.paging import broken, parts
from sopkit.sheet.paper import PAPERS
from sopkit.sheet.placing import drawn, measured, stuck, symbol_width
from sopkit.sheet.router import side
from sopkit.sheet.style import style
from sopkit.sheet.table import LEAST, table
from sopkit.sheet.values import Page, Sheet

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sopkit.model import Sop
    from sopkit.sheet.flow import Flow, Link
    from sopkit.sheet.form import Form
    from sopkit.sheet.paging import Part
    from sopkit.sheet.paper import Paper
    from sopkit.sheet.placing import Drawn
    from sopkit.sheet.style import Style
    from sopkit.sheet.table import Table

__all__ = ["layout"]

_TRIES = 200
_LEGEND = 7.0  # points, of words within symbols


def layout(
    sop: Sop, *, paper: str | None = None, language: str | None = None, profile: str | None = None,
    capsules: str | None = None, column_numbers: bool | None = None, cover: bool = True, logo: bytes | None = None,
    first: int = 1,
) -> Sheet:  # fmt: skip
    """
    Lay out an SOP: its cover, and its flow table.

    Args:
        sop: the definition.
        paper: `A4`, `F4`, `Letter` or `Legal`, on its side; that of the profile without it.
        language: of the words; the SOP's own without it.
        profile: whose header words and manner are used; the SOP's own without it.
        capsules: whether the first and last symbol are capsules themselves (`own`), or capsules stand `beside` them; as
            the profile says without it.
        column_numbers: whether the columns are numbered; as the profile says without it.
        cover: whether the identity page comes first, where the profile wants one.
        logo: bytes of a PNG or SVG, for the cover.
        first: the number of its first page, where it is part of a book.

    Raises:
        SheetError: it does not fit on this paper; the sentence says what to change.
    """
    look = style(sop, language, profile, paper=paper, capsules=capsules, column_numbers=column_numbers)
    size = PAPERS[look.paper]
    covers = identity(sop, size, language, profile, logo) if cover else ()
    above, top = ((), size.margin) if covers else heading(sop, size, look)
    flows = _flow_pages(sop, look, size, top, first + len(covers))
    pages = [*covers, *(attrs.evolve(page, cells=(*above, *page.cells)) for page in flows)]
    if first == 1 and len(pages) > 1:  # a book numbers its pages itself
        feet = [foot(size, look, n, len(pages)) for n in range(1, len(pages) + 1)]
        pages = [attrs.evolve(page, cells=(*page.cells, one)) for page, one in zip(pages, feet, strict=True)]
    return Sheet(title=sop.title.in_(look.texts), language=look.language, paper=size, pages=tuple(pages))


def _flow_pages(sop: Sop, look: Style, size: Paper, top: float, first: int) -> list[Page]:
    """Return the pages of the flow table, whose header begins at `top`; the first of them is page `first`."""
    words = form(sop, look)
    columns = table(words, size)
    graph = _fitted(flow(sop, look.texts, capsules=look.capsules), columns)
    room = size.height - top - size.foot - header_height(words, columns) - total_height(words, columns)
    least = [max(height, LEAST) for height in columns.heights]
    pages = broken([max(high, 8.6 * len(bands) + 4) for high, bands in zip(least, graph.rows, strict=True)], room)
    roomy: tuple[str, ...] = ()
    shunned: set[tuple[Link, str]] = set()
    routes: dict[tuple[Part, frozenset[tuple[Link, str]]], Drawn] = {}
    for _ in range(_TRIES):
        names = [look.word("sheet.page", page=n) for n in range(first, first + len(pages))]
        shown = []
        for part in parts(graph, pages, names):
            avoided = frozenset(one for one in shunned if one[0] in part.links)
            if (part, avoided) not in routes:
                routes[part, avoided] = _routed(part, columns, sop, avoided)
            shown.append(attrs.evolve(routes[part, avoided], roomy=roomy))
        heights = [
            [max(least[row], high) for row, high in zip(one.part.rows, one.heights, strict=True)] for one in shown
        ]
        over = next((n for n, high in enumerate(heights) if sum(high) > room + 0.01), None)
        if over is not None:
            pages = _moved(pages, over, words)
            continue
        try:
            return [
                _page(words, top, columns, one, high, is_last=one is shown[-1])
                for one, high in zip(shown, heights, strict=True)
            ]
        except _LabelLost as lost:
            if (lost.link, lost.side) in shunned:
                roomy += (lost.link.step,)
            shunned.add((lost.link, lost.side))
    raise SheetError(why="arrows", text=words.title, what="–")


class _LabelLost(Exception):
    """A label found no place."""

    def __init__(self, link: Link, side: str) -> None:
        super().__init__(link, side)
        self.link, self.side = link, side


def _moved(pages: list[tuple[int, ...]], over: int, words: Form) -> list[tuple[int, ...]]:
    """Return the pages with the last row of one that is too full moved to the next."""
    if len(pages[over]) == 1:
        raise SheetError(why="row", text="", what=words.rows[pages[over][0]].number)
    after = pages[over + 1] if over + 1 < len(pages) else ()
    return [*pages[:over], pages[over][:-1], (pages[over][-1], *after), *pages[over + 2 :]]


def _routed(part: Part, columns: Table, sop: Sop, shunned: frozenset[tuple[Link, str]]) -> Drawn:
    """Return a page with every arrow routed; where a gutter is full, a return becomes a pair of connectors."""
    letters = iter(f"{n}" for n in range(1, 1000))
    while True:
        found = drawn(part, columns, len(sop.actors), shunned)
        if not isinstance(found, list):
            return found
        link = stuck(found)
        if " out " in link.target or " into " in link.source:
            if (moved := part.closer(link)) is not None:
                part = moved
                continue
            number = sop.step(link.step).number if link.step else "1"
            raise SheetError(why="arrows", text=link.target, what=number)
        part = part.joined(link, next(letters), "")


def _fitted(graph: Flow, columns: Table) -> Flow:
    """Return the flow with the words of symbols in lines that fit into them, and without those that do not."""
    inside = symbol_width(columns)
    fitted = []
    for row in graph.rows:
        bands = []
        for band in row:
            nodes = tuple(attrs.evolve(node, text=_inside(node.text, node.kind, inside)) for node in band.nodes)
            bands.append(attrs.evolve(band, nodes=nodes))
        fitted.append(tuple(bands))
    return attrs.evolve(graph, rows=tuple(fitted))


def _inside(text: str, kind: str, room: float) -> str:
    if not text:
        return ""
    wide, most = (room * 0.62, 2) if kind == "diamond" else (room - 2.4, 2)
    try:
        found = lines(text, wide, _LEGEND)
    except SheetError as error:
        if error.why == "glyph":
            raise
        return ""
    return "\n".join(found) if len(found) <= most else ""


def _page(
    words: Form, above: float, columns: Table, found: Drawn, heights: Sequence[float], *, is_last: bool
) -> Page:  # fmt: skip
    top = above + header_height(words, columns)
    symbols, arrows, ties = measured(found, columns, top, heights)
    said = [route.link.label for route in found.routes]
    low = top + sum(heights)
    right = columns.flow + columns.actor * len(words.actors)
    labels, lost = labelled(arrows, said, symbols, ties, left=columns.flow, right=right, top=top, low=low)
    if lost:
        raise _LabelLost(found.routes[lost[0]].link, side(arrows[lost[0]].points))
    cells = [*header(words, columns, above), *rows(columns, found.part.rows, top, heights)]
    if is_last:
        cells += total(words, columns, low)
    return Page(
        cells=tuple(cells), symbols=tuple(symbols), arrows=tuple(arrows), ties=tuple(ties), labels=tuple(labels)
    )
