"""
Sop + paper → Sheet: its flow table, every cell, symbol, arrow and label at its place in millimetres.

One pure function; every output is drawn from what it returns.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from itertools import accumulate
from string import ascii_uppercase
from typing import TYPE_CHECKING

import attrs

from sopkit.errors import SheetError
from sopkit.sheet.layout.cells import header, header_height, rows, total, total_height
from sopkit.sheet.layout.composing import Composed, Room, Sample, composed, connector_lines
from sopkit.sheet.layout.cover import cover as identity
from sopkit.sheet.layout.fitting import fitted
from sopkit.sheet.layout.flow import flow
from sopkit.sheet.layout.form import form, reckoned
from sopkit.sheet.layout.heading import heading, legend, named, numbered
from sopkit.sheet.layout.table import LEAST, table
from sopkit.sheet.paper import PAPERS
from sopkit.sheet.style import style
from sopkit.sheet.values import Page, Sheet

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sopkit.model import Sop
    from sopkit.sheet.layout.flow import Flow
    from sopkit.sheet.layout.table import Table
    from sopkit.sheet.paper import Paper
    from sopkit.sheet.style import Style
    from sopkit.sheet.values import Symbol

__all__ = ["layout"]

_PAGES = 3  # from so many pages arrows reach one symbol, as long as no more is known


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
    below = [legend(size, look, page, reckoned(sop, look) if page is flows[-1] else ()) for page in flows]
    flows = [attrs.evolve(page, cells=(*above, *page.cells, *one)) for page, one in zip(flows, below, strict=True)]
    pages = [*covers, *flows]
    if first == 1 and len(pages) > 1:  # a book numbers its pages itself
        name, count = named(sop, look), len(pages)
        begin = f"{name} · " if name else ""
        pages = numbered(pages, size, lambda n: begin + look.word("sheet.page-of", page=n, pages=count))
    return Sheet(title=sop.title.in_(look.texts), language=look.language, paper=size, pages=tuple(pages))


def _flow_pages(sop: Sop, look: Style, size: Paper, top: float, first: int) -> list[Page]:
    """Return the pages of the flow table, whose header begins at `top`; the first of them is page `first`."""
    words = form(sop, look)
    columns = table(words, size)
    graph, asked = fitted(flow(sop, look.texts, capsules=look.capsules), columns, look)
    if asked:  # what no diamond holds is asked below the activity
        words = attrs.evolve(words, rows=tuple(row.asking(asked.get(n, ())) for n, row in enumerate(words.rows)))
        columns = table(words, size)
    begin = top + header_height(words, columns)
    room, last = Room(begin, size.height - size.foot - begin), total_height(words, columns)
    page = look.word("sheet.page", page="8" * len(str(first + len(graph.rows))))
    try:
        found, letters = _parted(graph, columns, room, last, page, is_shared=False)
    except SheetError as error:
        if error.why not in ("row", "arrows"):
            raise
        found, letters = _parted(graph, columns, room, last, page, is_shared=True)
    shown = _lettered(found, letters, columns, look, first)
    pages = []
    for one in shown:
        cells = [*header(words, columns, top), *rows(words, columns, one.rows, begin, one.heights)]
        if one is shown[-1]:
            cells += total(words, columns, begin + sum(one.heights))
        pages.append(Page(
            cells=tuple(cells), symbols=one.symbols, arrows=one.arrows, ties=one.ties, labels=one.labels
        ))  # fmt: skip
    return pages


def _divided(graph: Flow, columns: Table, room: Room, last: float, sample: Sample) -> list[Composed]:
    """Return the rows page by page, as many on each as fit; the last has room for the total, which is `last` high."""
    count = len(graph.rows)
    least = [max(text, LEAST, 8.6 * len(bands) + 4) for text, bands in zip(columns.heights, graph.rows, strict=True)]
    pages: list[Composed] = []

    def attempt(begin: int, end: int) -> Composed | int:
        space = Room(room.top, room.height - last) if end == count else room
        return composed(graph, range(begin, end), columns, space, sample)

    begin = 0
    while begin < count:
        high = list(accumulate(least[begin:]))
        most = begin + max(bisect_right(high, room.height), 1)
        end = min(most, begin + len(pages[-1].rows) + 2) if pages else most  # pages of a sheet are alike
        page, too_many = attempt(begin, end), most + 1
        while isinstance(page, int):
            too_many, end = end, begin + page
            page = attempt(begin, end)
        while end + 1 < too_many and isinstance(more := attempt(begin, end + 1), Composed):
            page, end = more, end + 1
        pages.append(page)
        begin = end
    return pages


def _parted(
    graph: Flow, columns: Table, room: Room, last: float, page: str, *, is_shared: bool
) -> tuple[list[Composed], dict[tuple[str, str], str]]:  # fmt: skip
    """
    Return the pages, and the letter of each way that is parted.

    A way has its own letter; where those would be too many for a page, the ways that lead from one page to one symbol
    share theirs, if `is_shared`.
    """
    targets = {(link.source, link.outcome): link.target for link in graph.links}
    sample = Sample("W", page, _PAGES if is_shared else len(targets))
    while True:
        found = _divided(graph, columns, room, last, sample)
        letters, most = _letters(found, targets if is_shared else {way: " ".join(way) for way in targets})
        is_short = sample.letter == "W" and len(set(letters.values())) <= len(ascii_uppercase)
        if most <= sample.most and (is_short or sample.letter == "WW"):
            return found, letters
        sample = Sample("W" if is_short else "WW", page, max(most, sample.most))


def _letters(
    pages: Sequence[Composed], targets: Mapping[tuple[str, str], str]
) -> tuple[dict[tuple[str, str], str], int]:
    """
    Return the letter of each way that is parted, and how many letters lead to one target at most.

    Ways from one page to one target have the same; A is the first that is met from the top of the first page on.
    """
    sources = {
        way: n for n, page in enumerate(pages) for symbol in page.symbols if symbol.kind == "out" for way in symbol.ways
    }
    known: dict[tuple[int, str], str] = {}
    letters: dict[tuple[str, str], str] = {}
    for page in pages:
        for symbol in sorted(page.symbols, key=lambda one: (one.y, one.x)):
            for way in symbol.ways:
                letters[way] = known.setdefault((sources[way], targets[way]), _letter(len(known)))
    return letters, max(Counter(target for _, target in known).values(), default=0)


def _lettered(
    pages: Sequence[Composed], letters: dict[tuple[str, str], str], columns: Table, look: Style, first: int
) -> list[Composed]:
    """Return the pages with letters in their connectors, and the names of the other pages."""
    where = {
        (symbol.kind, *way): number
        for number, page in enumerate(pages, first)
        for symbol in page.symbols
        for way in symbol.ways
    }
    return [
        attrs.evolve(page, symbols=tuple(_named(symbol, letters, where, columns, look) for symbol in page.symbols))
        for page in pages
    ]


def _named(
    symbol: Symbol, letters: dict[tuple[str, str], str], where: dict[tuple[str, str, str], int], columns: Table,
    look: Style,
) -> Symbol:  # fmt: skip
    if not symbol.ways:
        return symbol
    other = "into" if symbol.kind == "out" else "out"
    said = sorted((letters[way], where[other, *way], way) for way in symbol.ways)
    names = [(letter, look.word("sheet.page", page=page)) for letter, page in dict.fromkeys(one[:2] for one in said)]
    return attrs.evolve(
        symbol, lines=tuple(connector_lines(names, columns)), letters=tuple(one[0] for one in said),
        pages=tuple(one[1] for one in said), ways=tuple(one[2] for one in said),
    )  # fmt: skip


def _letter(n: int) -> str:
    """Return A, B, … Z, AA, AB …"""
    letters = ""
    while n >= 0:
        letters, n = chr(ord("A") + n % 26) + letters, n // 26 - 1
    return letters
