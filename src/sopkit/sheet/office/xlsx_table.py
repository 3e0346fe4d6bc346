"""
Grid → a worksheet of an Excel workbook: widths, heights, spans and borders of cells, their words, how it is printed.

Every cell is a text, never a formula.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from sopkit.sheet.metrics import width
from sopkit.sheet.office.parcel import HEAD, RELATED, xml
from sopkit.sheet.office.xlsx_style import DIGIT, SPREADSHEET

if TYPE_CHECKING:
    from sopkit.sheet.office.xlsx_style import Looks
    from sopkit.sheet.outputs.grid import Box, Grid
    from sopkit.sheet.paper import Paper
    from sopkit.sheet.values import Cell

__all__ = ["DOT", "worksheet"]

DOT = 25.4 / 96
"""Millimetres in a dot, of which Excel makes columns and rows."""
_PAPERS = {"Letter": 1, "Legal": 5, "A4": 9, "F4": 14}
_SPARE = 0.2  # inches of margin at the right and below: less than the layout leaves, so that nothing is made smaller
_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


def worksheet(table: Grid, paper: Paper, looks: Looks) -> str:
    """
    Return the part with the table of a page.

    Args:
        table: its cells, on whole dots.
        paper: on which it is printed.
        looks: of all cells of the workbook; what is new is added.
    """
    columns = "".join(
        f'<col min="{n}" max="{n}" width="{round((right - left) / DOT) / DIGIT:g}" customWidth="1"/>'
        for n, (left, right) in enumerate(pairwise(table.across), 1)
    )
    rows = "".join(
        f'<row r="{n + 1}" ht="{round((low - top) / DOT) * 0.75:g}" customHeight="1">'
        f"{''.join(_cells(box, box.cell, n, looks.number(box.cell)) for box in table.row(n) if box.cell)}</row>"
        for n, (top, low) in enumerate(pairwise(table.down))
    )
    merged = "".join(
        f'<mergeCell ref="{_name(box.row, box.column)}:{_name(box.row + box.rows - 1, box.column + box.columns - 1)}"/>'
        for box in table.boxes
        if box.cell and box.rows * box.columns > 1
    )
    whole = f"A1:{_name(len(table.down) - 2, len(table.across) - 2)}"
    return (
        f'{HEAD}<worksheet xmlns="{SPREADSHEET}" {RELATED}><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>'
        f'<sheetViews><sheetView showGridLines="0" workbookViewId="0"/></sheetViews><cols>{columns}</cols>'
        f"<sheetData>{rows}</sheetData>{merged and f'<mergeCells>{merged}</mergeCells>'}{_print(table, paper)}"
        f'<ignoredErrors><ignoredError sqref="{whole}" numberStoredAsText="1"/></ignoredErrors><drawing r:id="r1"/>'
        "</worksheet>"
    )


def _cells(box: Box, cell: Cell, row: int, style: int) -> str:
    """Return the cells of one place in a row: the first has the words, all have the borders."""
    first = ""
    if row == box.row and any(cell.lines):
        words = f'<is><t xml:space="preserve">{_text(cell)}</t></is>'
        first = f'<c r="{_name(row, box.column)}" s="{style}" t="inlineStr">{words}</c>'
    others = range(box.column + bool(first), box.column + box.columns)
    return first + "".join(f'<c r="{_name(row, column)}" s="{style}"/>' for column in others)


def _text(cell: Cell) -> str:
    """Return the words of a cell; what hangs before lines of a list stands in spaces of the same width."""
    lines = list(cell.lines)
    if cell.numbers:
        space = width(" ", cell.size)
        gaps = [round((cell.indent - width(number, cell.size)) / space) for number in cell.numbers]
        lines = [number + " " * gap + line for number, gap, line in zip(cell.numbers, gaps, lines, strict=True)]
    return xml(_ESCAPED.sub("_x005F_", "\n".join(lines)))


def _name(row: int, column: int) -> str:
    """Return what a cell is called: C2."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row + 1}"


def _print(table: Grid, paper: Paper) -> str:
    """Return how a worksheet is printed: on one page of the layout's paper."""
    return (
        f'<pageMargins left="{_inches(table.across[0])}" right="{_SPARE}" top="{_inches(table.down[0])}" '
        f'bottom="{_SPARE}" header="0" footer="0"/>'
        f'<pageSetup paperSize="{_PAPERS[paper.name]}" orientation="landscape" fitToWidth="1" fitToHeight="1"/>'
    )


def _inches(length: float) -> str:
    return f"{length / 25.4:.4f}"
