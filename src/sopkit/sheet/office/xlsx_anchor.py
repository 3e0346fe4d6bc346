"""
Page → the drawing of an Excel worksheet: shapes and pictures, each from the cell in which it begins.
"""

from __future__ import annotations

from bisect import bisect_right
from itertools import count
from typing import TYPE_CHECKING

from sopkit.sheet.office.parcel import HEAD, RELATED, emu, xml
from sopkit.sheet.office.shapes import shapes
from sopkit.wording import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sopkit.sheet.office.shapes import Shape
    from sopkit.sheet.outputs.grid import Grid
    from sopkit.sheet.values import Page, Picture

__all__ = ["drawing"]

_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
_WITHIN = 0.2  # millimetres; what reaches over the last column would be printed smaller
_NAMED = f'xmlns:xdr="{_DRAWING}/spreadsheetDrawing" xmlns:a="{_DRAWING}/main"'


def drawing(page: Page, table: Grid, language: str) -> str:
    """Return the part with all that is drawn over the table of a page; its pictures are the relations r1, r2, ..."""
    numbers = count(2)
    said = [
        _anchored(table, picture, _picture(picture, next(numbers), f"r{n}", language))
        for n, picture in enumerate(page.pictures, 1)
    ]
    said += [_anchored(table, shape, _shape(shape, next(numbers), language)) for shape in shapes(page)]
    return f"{HEAD}<xdr:wsDr {_NAMED} {RELATED}>{''.join(said)}</xdr:wsDr>"


def _anchored(table: Grid, one: Shape | Picture, graphic: str) -> str:
    column, across = _from(table.across, one.x, one.width)
    row, down = _from(table.down, one.y, one.height)
    return (
        f"<xdr:oneCellAnchor><xdr:from><xdr:col>{column}</xdr:col><xdr:colOff>{across}</xdr:colOff>"
        f"<xdr:row>{row}</xdr:row><xdr:rowOff>{down}</xdr:rowOff></xdr:from>"
        f'<xdr:ext cx="{emu(one.width)}" cy="{emu(one.height)}"/>{graphic}<xdr:clientData/></xdr:oneCellAnchor>'
    )


def _from(edges: Sequence[float], at: float, length: float) -> tuple[int, int]:
    """Return the column or row in which something begins, and how far from its edge: never beyond the last one."""
    at = max(min(at, edges[-1] - length - _WITHIN), edges[0])
    number = min(bisect_right(edges, at) - 1, len(edges) - 2)
    return number, emu(at - edges[number])


def _shape(shape: Shape, number: int, language: str) -> str:
    name = xml(say(f"sheet.shape.{shape.kind}", language, number=number - 1))
    look = shape.properties(shape.x, shape.y)
    if shape.line == "straight":  # a bent one would be laid out anew by LibreOffice; as a shape it stays as it is
        return (
            f'<xdr:cxnSp macro=""><xdr:nvCxnSpPr><xdr:cNvPr id="{number}" name="{name}"/><xdr:cNvCxnSpPr/>'
            f"</xdr:nvCxnSpPr><xdr:spPr>{look}</xdr:spPr></xdr:cxnSp>"
        )
    kind = ' txBox="1"' if shape.kind in ("label", "words") else ""
    look_of_words = (
        f'<a:rPr sz="{round(shape.size * 100)}"><a:solidFill><a:srgbClr val="000000"/></a:solidFill>'
        '<a:latin typeface="Arial"/></a:rPr>'
    )
    said = "<a:br/>".join(f"<a:r>{look_of_words}<a:t>{xml(line)}</a:t></a:r>" for line in shape.lines)
    return (
        f'<xdr:sp macro="" textlink=""><xdr:nvSpPr><xdr:cNvPr id="{number}" name="{name}"/><xdr:cNvSpPr{kind}/>'
        f"</xdr:nvSpPr><xdr:spPr>{look}</xdr:spPr><xdr:txBody>"
        '<a:bodyPr lIns="0" tIns="0" rIns="0" bIns="0" anchor="ctr"/>'
        f'<a:p><a:pPr algn="ctr"/>{said}</a:p></xdr:txBody></xdr:sp>'
    )


def _picture(picture: Picture, number: int, relation: str, language: str) -> str:
    name = xml(say("sheet.shape.logo", language))
    return (
        f'<xdr:pic><xdr:nvPicPr><xdr:cNvPr id="{number}" name="{name}"/><xdr:cNvPicPr/></xdr:nvPicPr><xdr:blipFill>'
        f'<a:blip r:embed="{relation}"/><a:stretch><a:fillRect/></a:stretch></xdr:blipFill><xdr:spPr><a:xfrm>'
        f'<a:off x="{emu(picture.x)}" y="{emu(picture.y)}"/>'
        f'<a:ext cx="{emu(picture.width)}" cy="{emu(picture.height)}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></xdr:spPr></xdr:pic>'
    )
