"""
Sheet → XLSX: for each page a worksheet with its table, and over it shapes that can be edited.

Written by hand, part by part, because no library for Excel files knows shapes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from sopkit.sheet.office.parcel import HEAD, RELATED, packed, properties, relations, typed, xml
from sopkit.sheet.office.xlsx_anchor import drawing
from sopkit.sheet.office.xlsx_style import SPREADSHEET, Looks
from sopkit.sheet.office.xlsx_table import DOT, worksheet
from sopkit.sheet.outputs.grid import below, grid
from sopkit.sheet.outputs.raster import raster
from sopkit.wording import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sopkit.sheet.outputs.grid import Grid
    from sopkit.sheet.values import Page, Sheet

__all__ = ["xlsx"]

_TALLEST = 140.0  # millimetres; Excel has no rows higher than 409.5 points


def xlsx(sheet: Sheet) -> bytes:
    """
    Return a sheet as an Excel workbook.

    Raises:
        SheetError: a logo is an SVG, which Excel cannot show, and typst, which would draw it, is missing.
    """
    looks = Looks()
    numbers = range(1, len(sheet.pages) + 1)
    names = [say("sheet.page", sheet.language, page=n) for n in numbers]
    tables = [_table(page) for page in sheet.pages]
    parts: dict[str, str | bytes] = {}
    for n, page, table in zip(numbers, sheet.pages, tables, strict=True):
        parts[f"xl/worksheets/sheet{n}.xml"] = worksheet(table, sheet.paper, looks)
        parts[f"xl/worksheets/_rels/sheet{n}.xml.rels"] = relations({f"../drawings/drawing{n}.xml": "drawing"})
        parts[f"xl/drawings/drawing{n}.xml"] = drawing(page, table, sheet.language)
        media = {f"../media/logo{n}-{m}.png": raster(picture) for m, picture in enumerate(page.pictures, 1)}
        if media:
            parts[f"xl/drawings/_rels/drawing{n}.xml.rels"] = relations(dict.fromkeys(media, "image"))
            parts |= {path.replace("..", "xl"): data for path, data in media.items()}
    parts["xl/workbook.xml"] = _workbook(names, tables)
    parts["xl/_rels/workbook.xml.rels"] = relations(
        {f"worksheets/sheet{n}.xml": "worksheet" for n in numbers} | {"styles.xml": "styles"}
    )
    parts["xl/styles.xml"] = looks.part()
    parts["docProps/core.xml"] = properties(sheet.title, sheet.language)
    return packed({
        "[Content_Types].xml": typed({path: kind for path in parts if (kind := _kind(path))}),
        "_rels/.rels": relations({"xl/workbook.xml": "officeDocument", "docProps/core.xml": "core-properties"}),
        **parts,
    })  # fmt: skip


def _kind(path: str) -> str:
    """Return what a part holds, in the words of the package; nothing where its ending says it."""
    main = "application/vnd.openxmlformats-officedocument"
    if path.endswith((".rels", ".png")):
        return ""
    if path.startswith("docProps/"):
        return "application/vnd.openxmlformats-package.core-properties+xml"
    if path.startswith("xl/drawings/"):
        return f"{main}.drawing+xml"
    word = "worksheet" if "/worksheets/" in path else "styles" if path == "xl/styles.xml" else "sheet.main"
    return f"{main}.spreadsheetml.{word}+xml"


def _table(page: Page) -> Grid:
    """Return the cells of a page in rows as Excel has them, their edges on whole dots from the first."""
    low = max((cell.y + cell.height for cell in below(page.cells)), default=0)
    table = grid(page.cells, tallest=_TALLEST, down_to=low)
    return attrs.evolve(table, across=_dotted(table.across), down=_dotted(table.down))


def _dotted(edges: Sequence[float]) -> tuple[float, ...]:
    return tuple(edges[0] + round((edge - edges[0]) / DOT) * DOT for edge in edges)


def _workbook(names: Sequence[str], tables: Sequence[Grid]) -> str:
    sheets = "".join(f'<sheet name="{xml(name)}" sheetId="{n}" r:id="r{n}"/>' for n, name in enumerate(names, 1))
    titles = "".join(
        f'<definedName name="_xlnm.Print_Titles" localSheetId="{n}">\'{xml(name)}\'!$1:${table.head}</definedName>'
        for n, (name, table) in enumerate(zip(names, tables, strict=True))
        if table.head
    )
    return (
        f'{HEAD}<workbook xmlns="{SPREADSHEET}" {RELATED}><sheets>{sheets}</sheets>'
        f"{titles and f'<definedNames>{titles}</definedNames>'}</workbook>"
    )
