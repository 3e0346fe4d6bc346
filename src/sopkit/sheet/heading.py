"""
Sop + paper → what stands above a table that no cover precedes, and the number at the foot of a page.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sopkit.sheet.metrics import line_height, lines, width
from sopkit.sheet.table import PADDING
from sopkit.sheet.values import Cell

if TYPE_CHECKING:
    from sopkit.model import Sop
    from sopkit.sheet.paper import Paper
    from sopkit.sheet.style import Style

__all__ = ["foot", "heading"]

_TITLE, _SMALL, _FOOT = 13.0, 8.5, 7.0  # sizes in points
_GAP = 1.5  # millimetres, between it and the table


def heading(sop: Sop, paper: Paper, look: Style) -> tuple[tuple[Cell, ...], float]:
    """
    Return the cells that say what an SOP is called, its version, number and owner, and where the table begins.

    Raises:
        SheetError: a word is wider than the paper, or the font lacks a character.
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
    return tuple(cells), round(y + _GAP, 2)


def foot(paper: Paper, look: Style, page: int, pages: int) -> Cell:
    """Return the number of a page, at the right below all else; the corner at the left is for a signature's mark."""
    said = look.word("sheet.page-of", page=page, pages=pages)
    wide = width(said, _FOOT) + 2 * PADDING
    return Cell(
        x=round(paper.width - paper.margin + PADDING - wide, 2), y=round(paper.height - paper.foot + 3, 2),
        width=round(wide, 2), height=round(line_height(_FOOT), 2), lines=(said,), size=_FOOT, ruled=False, name="foot",
    )  # fmt: skip
