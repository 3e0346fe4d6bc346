"""
Grid → the table of a Word document: widths, heights, spans and borders of its cells, and their words.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from sopkit.sheet.metrics import line_height
from sopkit.sheet.office.docx_anchor import exact, size, text
from sopkit.sheet.office.parcel import twips

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sopkit.sheet.outputs.grid import Box, Grid
    from sopkit.sheet.values import Cell

__all__ = ["tabled"]

_PAD = 1.2  # millimetres from the border of a cell to its words
_SIDES = ("top", "left", "bottom", "right")
_BORDERS = "".join(f'<w:{side} w:val="single" w:sz="3" w:space="0" w:color="000000"/>' for side in _SIDES)
_MARGINS = "".join(f'<w:{side} w:w="0" w:type="dxa"/>' for side in _SIDES)
_NOTHING = f'<w:p><w:pPr><w:spacing w:after="0" {exact(1)}/><w:rPr>{size(1)}</w:rPr></w:pPr></w:p>'


def tabled(table: Grid, within: Mapping[Box | None, Sequence[str]]) -> str:
    """
    Return a table; its rows grow when somebody adds words to them, so that nothing typed is hidden.

    Args:
        table: the cells of a page.
        within: what is anchored in a cell, as it stands in its paragraph.
    """
    across, down = [twips(edge) for edge in table.across], [twips(edge) for edge in table.down]
    widths = [right - left for left, right in pairwise(across)]
    rows = ""
    for row, (top, low) in enumerate(pairwise(down)):
        rows += f'<w:tr><w:trPr><w:cantSplit/><w:trHeight w:val="{low - top}" w:hRule="atLeast"/>'
        rows += "<w:tblHeader/></w:trPr>" if row < table.head else "</w:trPr>"
        rows += "".join(_cell(box, row, widths, within.get(box, ())) for box in table.row(row)) + "</w:tr>"
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblInd w:w="0" w:type="dxa"/>'
        f'<w:tblLayout w:type="fixed"/><w:tblCellMar>{_MARGINS}</w:tblCellMar></w:tblPr>'
        f"<w:tblGrid>{columns}</w:tblGrid>{rows}</w:tbl>"
    )


def _cell(box: Box, row: int, widths: Sequence[int], anchored: Iterable[str]) -> str:
    cell, wide = box.cell, sum(widths[box.column : box.column + box.columns])
    said = [f'<w:tcW w:w="{wide}" w:type="dxa"/>']
    if box.columns > 1:
        said.append(f'<w:gridSpan w:val="{box.columns}"/>')
    if box.rows > 1:
        said.append('<w:vMerge w:val="restart"/>' if row == box.row else "<w:vMerge/>")
    if cell is not None and cell.ruled:
        said.append(f"<w:tcBorders>{_BORDERS}</w:tcBorders>")
    if cell is not None and cell.shaded:
        said.append('<w:shd w:val="clear" w:color="auto" w:fill="EEEEEE"/>')
    if cell is not None and cell.align == "upright":
        said.append('<w:textDirection w:val="btLr"/>')
    if cell is not None and cell.lines and cell.upright != "top":
        said.append('<w:vAlign w:val="center"/>')
    words = _paragraph(cell, anchored) if cell is not None and row == box.row else _NOTHING
    return f"<w:tc><w:tcPr>{''.join(said)}</w:tcPr>{words}</w:tc>"


def _paragraph(cell: Cell, anchored: Iterable[str]) -> str:
    """Return the text of a cell, its lines broken where the layout breaks them, and the shapes that begin in it."""
    look = f"{'<w:b/>' if cell.bold else ''}{'<w:strike/>' if cell.struck else ''}{size(cell.size)}"
    spare = max(cell.height - len(cell.lines) * line_height(cell.size), 0)  # with more above its words a row would grow
    above = twips(min(_PAD, spare)) if cell.upright == "top" else 0
    placed = f'<w:spacing w:before="{above}" w:after="0" {exact(cell.size)}/>'
    if cell.numbers:
        placed = f'<w:tabs><w:tab w:val="left" w:pos="{twips(_PAD + cell.indent)}"/></w:tabs>{placed}'
    if cell.align == "left":
        placed += f'<w:ind w:left="{twips(_PAD if cell.numbers else _PAD + cell.indent)}"/>'
    else:
        placed += '<w:jc w:val="center"/>'
    lines = [text(line) for line in cell.lines]
    if cell.numbers:
        lines = [f"{text(number)}<w:tab/>{line}" for number, line in zip(cell.numbers, lines, strict=True)]
    run = f"<w:r><w:rPr>{look}</w:rPr>{'<w:br/>'.join(lines)}</w:r>" if any(cell.lines) else ""
    return f"<w:p><w:pPr>{placed}<w:rPr>{look}</w:rPr></w:pPr>{''.join(anchored)}{run}</w:p>"
