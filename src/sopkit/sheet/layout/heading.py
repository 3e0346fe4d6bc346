"""
Sop + paper → what stands above a table that no cover precedes, and below all else at the foot of a page.
"""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

import attrs

from sopkit.errors import SheetError
from sopkit.sheet.layout.table import PADDING
from sopkit.sheet.metrics import line_height, lines, width
from sopkit.sheet.values import Cell

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sopkit.model import Sop
    from sopkit.sheet.paper import Paper
    from sopkit.sheet.style import Style
    from sopkit.sheet.values import Page

__all__ = ["foot", "heading", "legend", "named", "numbered"]

_TITLE, _SMALL, _FOOT = 13.0, 8.5, 7.0  # sizes in points
_NAME, _MOST = 90.0, 200  # millimetres and signs of what a page is known by, at most
_GAP = 1.5  # millimetres, between it and the table


def heading(sop: Sop, paper: Paper, look: Style) -> tuple[tuple[Cell, ...], float]:
    """
    Return the cells that say what an SOP is called, its version, number and owner, and where the table begins.

    Raises:
        SheetError: a word is wider than the paper, the font lacks a character, or all this takes too much of the page.
    """
    identity = sop.identity
    owner = [text.in_(look.texts) for text in (identity.unit, identity.agency) if text] if identity else []
    number = [identity.number] if identity and identity.number else []
    version = look.word("sheet.version", version=sop.version)
    room, y = paper.width - 2 * paper.margin, paper.margin
    cells = []
    said = (("title", sop.title.in_(look.texts), _TITLE), ("version", " · ".join([*number, version, *owner]), _SMALL))
    for name, text, size in said:
        broken = lines(text, room, size, bold=name == "title")
        high = round(len(broken) * line_height(size), 2)
        cells.append(Cell(
            x=paper.margin - PADDING, y=round(y, 2), width=room + 2 * PADDING, height=high, lines=broken, size=size,
            bold=name == "title", ruled=False, name=f"heading {name}",
        ))  # fmt: skip
        y += high
    if y > paper.height / 3:
        raise SheetError(why="title", text=sop.title.in_(look.texts), what="")
    return tuple(cells), round(y + _GAP, 2)


def named(sop: Sop, look: Style) -> str:
    """Return by what a loose page is known: the number of its SOP, or what of its title has room."""
    number = sop.identity.number if sop.identity else None
    whole = " ".join((number or sop.title.in_(look.texts)).split())
    words = textwrap.shorten(whole, _MOST, placeholder=" …")
    while width(words, _FOOT) > _NAME and " " in words:
        words = textwrap.shorten(words, len(words) - 1, placeholder=" …")
    return words if words != "…" and width(words, _FOOT) <= _NAME else ""


def foot(paper: Paper, said: str) -> Cell:
    """Return the number of a page, at the right below all else; the corner at the left is for a signature's mark."""
    return _below(paper, said, "foot", 0)


def numbered(pages: Sequence[Page], paper: Paper, said: Callable[[int], str]) -> list[Page]:
    """Return pages with their numbers at the foot, as `said` puts them, from 1."""
    return [attrs.evolve(page, cells=(*page.cells, foot(paper, said(n)))) for n, page in enumerate(pages, 1)]


def legend(paper: Paper, look: Style, page: Page, more: Sequence[str] = ()) -> tuple[Cell, ...]:
    """Return what the symbols of a page say that are not among the five, and `more`; nothing where there is none."""
    kinds = {symbol.kind for symbol in page.symbols}
    said = [look.word(f"sheet.legend.{kind}") for kind in ("alternate", "participant") if kind in kinds]
    told = [" · ".join(one) for one in (said, more) if one]
    return tuple(_below(paper, one, "legend", n) for n, one in enumerate(told, 1))


def _below(paper: Paper, said: str, name: str, line: int) -> Cell:
    wide, high = width(said, _FOOT) + 2 * PADDING, line_height(_FOOT) + 0.4
    x, y = paper.width - paper.margin + PADDING - wide, paper.height - paper.foot + 3 + line * high
    return Cell(
        x=round(x, 2), y=round(y, 2),
        width=round(wide, 2), height=round(high, 2), lines=(said,), size=_FOOT, ruled=False, name=name,
    )  # fmt: skip
