"""
Sheet → DOCX: a table for each page, as the layout has it, and over it shapes that can be edited.

Written by hand, part by part, because no library for Word files knows shapes.
"""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

from sopkit.sheet.office.docx_anchor import SPACES, Place, drawn, exact, pictured, size
from sopkit.sheet.office.docx_table import tabled
from sopkit.sheet.office.parcel import HEAD, packed, properties, relations, twips, typed, xml
from sopkit.sheet.office.shapes import shapes
from sopkit.sheet.outputs.grid import grid
from sopkit.sheet.outputs.raster import raster
from sopkit.wording import say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sopkit.sheet.office.shapes import Shape
    from sopkit.sheet.outputs.grid import Box, Grid
    from sopkit.sheet.values import Page, Picture, Sheet

__all__ = ["docx"]

_SPARE = 4.0  # millimetres below the table, for the paragraph that Word wants after it
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_NAMED = " ".join(f'xmlns:{short}="{name}"' for short, name in SPACES.items())
_KINDS = {
    "word/document.xml": f"{_WORD}.document.main+xml",
    "word/styles.xml": f"{_WORD}.styles+xml",
    "word/settings.xml": f"{_WORD}.settings+xml",
    "word/fontTable.xml": f"{_WORD}.fontTable+xml",
    "docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
}
_SETTINGS = (
    f'{HEAD}<w:settings {_NAMED}><w:compat><w:compatSetting w:name="compatibilityMode" '
    'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat></w:settings>'
)
_FONTS = (
    f'{HEAD}<w:fonts {_NAMED}><w:font w:name="Arial"><w:altName w:val="Arimo"/><w:charset w:val="00"/>'
    '<w:family w:val="swiss"/><w:pitch w:val="variable"/></w:font></w:fonts>'
)
_TAGS = {"id": "id-ID", "en": "en-GB"}  # Word checks spelling by country


def docx(sheet: Sheet) -> bytes:
    """
    Return a sheet as a Word document: for each page of it a section with one table.

    Raises:
        SheetError: a logo is an SVG, which Word cannot show, and typst, which would draw it, is missing.
    """
    numbers = count(1)
    pictures = list(dict.fromkeys(picture for page in sheet.pages for picture in page.pictures))
    media = {f"media/logo{n}.png": raster(picture) for n, picture in enumerate(pictures, 1)}
    parts = {"styles.xml": "styles", "settings.xml": "settings", "fontTable.xml": "fontTable"}
    known = {picture: f"r{n}" for n, picture in enumerate(pictures, len(parts) + 1)}
    body = ""
    for n, page in enumerate(sheet.pages, 1):
        table, over, section = _page(sheet, page, numbers, known)
        is_last = n == len(sheet.pages)
        body += f"{table}{_after(over, '' if is_last else section)}{section if is_last else ''}"
    return packed({
        "[Content_Types].xml": typed(_KINDS),
        "_rels/.rels": relations({"word/document.xml": "officeDocument", "docProps/core.xml": "core-properties"}),
        "word/_rels/document.xml.rels": relations(parts | dict.fromkeys(media, "image")),
        "word/document.xml": f"{HEAD}<w:document {_NAMED}><w:body>{body}</w:body></w:document>",
        "word/styles.xml": _styles(sheet.language),
        "word/settings.xml": _SETTINGS,
        "word/fontTable.xml": _FONTS,
        "docProps/core.xml": properties(sheet.title, sheet.language),
        **{f"word/{path}": data for path, data in media.items()},
    })  # fmt: skip


def _page(sheet: Sheet, page: Page, numbers: Iterator[int], known: dict[Picture, str]) -> tuple[str, str, str]:
    """Return the table of a page, what lies over it and belongs to no cell, and the section."""
    table = grid(page.cells)
    within: dict[Box | None, list[str]] = {None: []}
    for picture in page.pictures:
        box, place = _place(table, picture)
        logo = pictured(picture, place, next(numbers), say("sheet.shape.logo", sheet.language), known[picture])
        within.setdefault(box, []).append(logo)
    for shape in shapes(page):
        box, place = _place(table, shape)
        number = next(numbers)
        name = say(f"sheet.shape.{shape.kind}", sheet.language, number=number)
        within.setdefault(box, []).append(drawn(shape, place, number, name))
    return tabled(table, within), "".join(within[None]), _section(sheet, table)


def _place(table: Grid, one: Shape | Picture) -> tuple[Box | None, Place]:
    """Return the cell without words in which something begins, if there is one, and where from there it is."""
    box = table.at(one.x, one.y)
    if box is None or box.cell is None or box.cell.lines:
        return None, Place(one.x, one.y, is_in_cell=False)
    return box, Place(one.x - table.across[box.column], one.y - table.down[box.row], is_in_cell=True)


def _after(anchored: str, section: str) -> str:
    """Return the paragraph after a table, which Word wants: as small as can be, with what lies over the page."""
    return f'<w:p><w:pPr><w:spacing w:after="0" {exact(1)}/><w:rPr>{size(1)}</w:rPr>{section}</w:pPr>{anchored}</w:p>'


def _section(sheet: Sheet, table: Grid) -> str:
    paper = sheet.paper
    return (
        '<w:sectPr><w:type w:val="nextPage"/>'
        f'<w:pgSz w:w="{twips(paper.width)}" w:h="{twips(paper.height)}" w:orient="landscape"/>'
        f'<w:pgMar w:top="{twips(table.down[0])}" w:right="{twips(paper.margin)}" '
        f'w:bottom="{twips(paper.foot - _SPARE)}" w:left="{twips(table.across[0])}" w:header="0" w:footer="0" '
        'w:gutter="0"/></w:sectPr>'
    )


def _styles(language: str) -> str:
    return (
        f"{HEAD}<w:styles {_NAMED}><w:docDefaults><w:rPrDefault><w:rPr>"
        '<w:rFonts w:ascii="Arial" w:hAnsi="Arial" w:eastAsia="Arial" w:cs="Arial"/>'
        f'<w:sz w:val="18"/><w:szCs w:val="18"/><w:lang w:val="{xml(_TAGS.get(language, language))}"/>'
        "</w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>"
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style></w:styles>'
    )
