"""
Sheet → DOCX: a table for each page, as the layout has it, and over it shapes that can be edited.
"""

from __future__ import annotations

from itertools import count, pairwise
from typing import TYPE_CHECKING

from sopkit.sheet.grid import grid
from sopkit.sheet.metrics import LEADING
from sopkit.sheet.parcel import HEAD, emu, packed, properties, relations, typed, xml
from sopkit.sheet.shapes import shapes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sopkit.sheet.grid import Box, Grid
    from sopkit.sheet.shapes import Shape
    from sopkit.sheet.values import Cell, Page, Sheet

__all__ = ["docx"]

_PAD = 1.2
_SPARE = 4.0  # millimetres below the table, for the paragraph that Word wants after it
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_SPACES = (
    ("w", "http://schemas.openxmlformats.org/wordprocessingml/2006/main"),
    ("wp", "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"),
    ("a", "http://schemas.openxmlformats.org/drawingml/2006/main"),
    ("r", "http://schemas.openxmlformats.org/officeDocument/2006/relationships"),
    ("mc", "http://schemas.openxmlformats.org/markup-compatibility/2006"),
    ("wps", "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"),
)
_SHAPE = _SPACES[-1][1]
_SIDES = ("top", "left", "bottom", "right")


def docx(sheet: Sheet) -> bytes:
    """Return a sheet as a Word document."""
    numbers = count(1)
    pages = [_page(sheet, page, numbers) for page in sheet.pages]
    body = "".join(f"{table}<w:p>{_last(anchored, section)}</w:p>" for table, anchored, section in pages[:-1])
    table, anchored, section = pages[-1]
    body += f"{table}<w:p>{_last(anchored, '')}</w:p>{section}"
    kinds = {
        "word/document.xml": f"{_WORD}.document.main+xml",
        "word/styles.xml": f"{_WORD}.styles+xml",
        "word/settings.xml": f"{_WORD}.settings+xml",
        "docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
    }
    return packed({
        "[Content_Types].xml": typed(kinds),
        "_rels/.rels": relations({"word/document.xml": "officeDocument", "docProps/core.xml": "metadata/core-properties"}),
        "word/_rels/document.xml.rels": relations({"styles.xml": "styles", "settings.xml": "settings"}),
        "word/document.xml": f"{HEAD}<w:document {_spaces()}><w:body>{body}</w:body></w:document>",
        "word/styles.xml": _styles(sheet.language),
        "word/settings.xml": _settings(),
        "docProps/core.xml": properties(sheet.title, sheet.language),
    })  # fmt: skip


def _page(sheet: Sheet, page: Page, numbers: Iterator[int]) -> tuple[str, str, str]:
    """Return the table of a page, the shapes that belong to no cell, and the section."""
    table = grid(page.cells)
    within: dict[Box, list[str]] = {}
    over: list[str] = []
    for shape in shapes(page):
        box = table.at(shape.x, shape.y)
        if box is None or box.cell is None or box.cell.lines:
            over.append(_anchored(shape, next(numbers), shape.x, shape.y, across="page", down="page"))
        else:
            x, y = shape.x - table.across[box.column], shape.y - table.down[box.row]
            within.setdefault(box, []).append(_anchored(shape, next(numbers), x, y, across="column", down="paragraph"))
    return _table(table, within), "".join(over), _section(sheet, table)


def _table(table: Grid, within: dict[Box, list[str]]) -> str:
    across, down = [_twips(edge) for edge in table.across], [_twips(edge) for edge in table.down]
    widths = [right - left for left, right in pairwise(across)]
    rows = []
    for row, (top, low) in enumerate(pairwise(down)):
        head = "<w:tblHeader/>" if row < table.head else ""
        cells = "".join(_cell(box, row, widths, within.get(box, ())) for box in _row(table.boxes, row))
        rows.append(
            f'<w:tr><w:trPr><w:cantSplit/><w:trHeight w:val="{low - top}" w:hRule="atLeast"/>{head}</w:trPr>{cells}</w:tr>'
        )
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblInd w:w="0" w:type="dxa"/>'
        f'<w:tblLayout w:type="fixed"/>{_margins("tblCellMar")}</w:tblPr><w:tblGrid>{columns}</w:tblGrid>{"".join(rows)}</w:tbl>'
    )


def _row(boxes: Sequence[Box], row: int) -> Iterator[Box]:
    """Yield what stands in a row, from the left, also what began in a row above."""
    yield from sorted(
        (box for box in boxes if box.row <= row < box.row + box.rows), key=lambda box: box.column
    )  # fmt: skip


def _cell(box: Box, row: int, widths: Sequence[int], anchored: Iterable[str]) -> str:
    cell, wide = box.cell, sum(widths[box.column : box.column + box.columns])
    said = [f'<w:tcW w:w="{wide}" w:type="dxa"/>']
    if box.columns > 1:
        said.append(f'<w:gridSpan w:val="{box.columns}"/>')
    if box.rows > 1:
        said.append('<w:vMerge w:val="restart"/>' if row == box.row else "<w:vMerge/>")
    if cell is not None and cell.ruled:
        sides = "".join(f'<w:{side} w:val="single" w:sz="3" w:space="0" w:color="000000"/>' for side in _SIDES)
        said.append(f"<w:tcBorders>{sides}</w:tcBorders>")
    if cell is not None and cell.shaded:
        said.append('<w:shd w:val="clear" w:color="auto" w:fill="EEEEEE"/>')
    if cell is not None and cell.align == "upright":
        said.append('<w:textDirection w:val="btLr"/>')
    if cell is not None and cell.lines and cell.upright != "top":
        said.append('<w:vAlign w:val="center"/>')
    text = _paragraph(cell, anchored) if cell is not None and row == box.row else _nothing(cell)
    return f"<w:tc><w:tcPr>{''.join(said)}</w:tcPr>{text}</w:tc>"


def _paragraph(cell: Cell, anchored: Iterable[str]) -> str:
    """Return the text of a cell, its lines broken where the layout breaks them, and the shapes that begin in it."""
    look = f"{'<w:b/>' if cell.bold else ''}{'<w:strike/>' if cell.struck else ''}{_size(cell.size)}"
    placed = f'<w:spacing w:before="{_twips(_PAD) if cell.upright == "top" else 0}" {_exact(cell.size)}/>'
    if cell.numbers:
        placed = f'<w:tabs><w:tab w:val="left" w:pos="{_twips(_PAD + cell.indent)}"/></w:tabs>{placed}'
    if cell.align == "left":
        placed += f'<w:ind w:left="{_twips(_PAD if cell.numbers else _PAD + cell.indent)}"/>'
    else:
        placed += '<w:jc w:val="center"/>'
    lines = [_text(line) for line in cell.lines]
    if cell.numbers:
        lines = [f"{_text(number)}<w:tab/>{line}" for number, line in zip(cell.numbers, lines, strict=True)]
    run = f"<w:r><w:rPr>{look}</w:rPr>{'<w:br/>'.join(lines)}</w:r>" if any(cell.lines) else ""
    return f"<w:p><w:pPr>{placed}<w:rPr>{look}</w:rPr></w:pPr>{''.join(anchored)}{run}</w:p>"


def _nothing(cell: Cell | None) -> str:
    size = cell.size if cell else 1
    return f"<w:p><w:pPr><w:spacing {_exact(size)}/><w:rPr>{_size(size)}</w:rPr></w:pPr></w:p>"


def _anchored(shape: Shape, number: int, x: float, y: float, *, across: str, down: str) -> str:
    """Return a shape as it stands in a paragraph: over the text, its place counted from a cell or from the page."""
    drawn = "<wps:cNvCnPr/>" if shape.is_line else '<wps:cNvSpPr txBox="1"/>' if shape.kind == "label" else "<wps:cNvSpPr/>"
    text = f"<wps:txbx><w:txbxContent>{_inside(shape)}</w:txbxContent></wps:txbx>" if shape.lines else ""
    wrap = "none" if shape.kind in ("diamond", "label") else "square"
    return (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor distT="0" distB="0" distL="0" '
        f'distR="0" simplePos="0" relativeHeight="{number}" behindDoc="0" locked="0" layoutInCell="1" '
        'allowOverlap="1"><wp:simplePos x="0" y="0"/>'
        f'<wp:positionH relativeFrom="{across}"><wp:posOffset>{emu(x)}</wp:posOffset></wp:positionH>'
        f'<wp:positionV relativeFrom="{down}"><wp:posOffset>{emu(y)}</wp:posOffset></wp:positionV>'
        f'<wp:extent cx="{emu(shape.width)}" cy="{emu(shape.height)}"/><wp:effectExtent l="0" t="0" r="0" b="0"/>'
        f'<wp:wrapNone/><wp:docPr id="{number}" name="{shape.kind} {number}"/><wp:cNvGraphicFramePr/>'
        f'<a:graphic><a:graphicData uri="{_SHAPE}"><wps:wsp>{drawn}<wps:spPr>{shape.properties}</wps:spPr>{text}'
        f'<wps:bodyPr wrap="{wrap}" lIns="0" tIns="0" rIns="0" bIns="0" anchor="ctr"><a:noAutofit/></wps:bodyPr>'
        "</wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice></mc:AlternateContent></w:r>"
    )


def _inside(shape: Shape) -> str:
    lines = "<w:br/>".join(_text(line) for line in shape.lines)
    return (
        f'<w:p><w:pPr><w:spacing {_exact(shape.size)}/><w:jc w:val="center"/><w:rPr>{_size(shape.size)}</w:rPr></w:pPr>'
        f"<w:r><w:rPr>{_size(shape.size)}</w:rPr>{lines}</w:r></w:p>"
    )


def _last(anchored: str, section: str) -> str:
    """Return the paragraph after a table, which Word wants: as small as can be, with what lies over the page."""
    return f"<w:pPr><w:spacing {_exact(1)}/><w:rPr>{_size(1)}</w:rPr>{section}</w:pPr>{anchored}"


def _section(sheet: Sheet, table: Grid) -> str:
    paper = sheet.paper
    return (
        '<w:sectPr><w:type w:val="nextPage"/>'
        f'<w:pgSz w:w="{_twips(paper.width)}" w:h="{_twips(paper.height)}" w:orient="landscape"/>'
        f'<w:pgMar w:top="{_twips(table.down[0])}" w:right="{_twips(paper.margin)}" '
        f'w:bottom="{_twips(paper.foot - _SPARE)}" w:left="{_twips(table.across[0])}" w:header="0" w:footer="0" '
        'w:gutter="0"/></w:sectPr>'
    )


def _text(line: str) -> str:
    return f'<w:t xml:space="preserve">{xml(line)}</w:t>'


def _size(points: float) -> str:
    return f'<w:sz w:val="{round(points * 2)}"/><w:szCs w:val="{round(points * 2)}"/>'


def _exact(points: float) -> str:
    """Return the distance between lines, so that text is as high as the layout says."""
    return f'w:after="0" w:line="{round(points * LEADING * 20)}" w:lineRule="exact"'


def _margins(name: str) -> str:
    sides = "".join(f'<w:{side} w:w="0" w:type="dxa"/>' for side in _SIDES)
    return f"<w:{name}>{sides}</w:{name}>"


def _twips(length: float) -> int:
    return round(length / 25.4 * 1440)


def _spaces() -> str:
    return " ".join(f'xmlns:{short}="{name}"' for short, name in _SPACES)


def _styles(language: str) -> str:
    return (
        f'{HEAD}<w:styles {_spaces()}><w:docDefaults><w:rPrDefault><w:rPr>'
        '<w:rFonts w:ascii="Arial" w:hAnsi="Arial" w:eastAsia="Arial" w:cs="Arial"/>'
        f'<w:sz w:val="18"/><w:szCs w:val="18"/><w:lang w:val="{xml(language)}"/>'
        '</w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>'
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style></w:styles>'
    )


def _settings() -> str:
    return (
        f'{HEAD}<w:settings {_spaces()}><w:compat><w:compatSetting w:name="compatibilityMode" '
        'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat></w:settings>'
    )
