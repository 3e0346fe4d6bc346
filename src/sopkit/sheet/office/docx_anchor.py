"""
Shape or picture → what stands for it in a paragraph of a Word document: over the text, at its place.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sopkit.sheet.metrics import LEADING, MM
from sopkit.sheet.office.parcel import emu, xml

if TYPE_CHECKING:
    from sopkit.sheet.office.shapes import Shape
    from sopkit.sheet.values import Picture

__all__ = ["SPACES", "Place", "drawn", "exact", "pictured", "size", "text"]

SPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
}
"""Every name space of the document, by what it is called there."""


class Place(NamedTuple):
    """Where something is, in millimetres: from the page, or from the cell in whose paragraph it stands."""

    x: float
    y: float
    is_in_cell: bool


def drawn(shape: Shape, place: Place, number: int, name: str) -> str:
    """Return a shape as Word has them since 2010."""
    kind = (
        "<wps:cNvCnPr/>"
        if shape.line
        else '<wps:cNvSpPr txBox="1"/>'
        if shape.kind in ("label", "words")
        else "<wps:cNvSpPr/>"
    )
    said = f"<wps:txbx><w:txbxContent>{_words(shape)}</w:txbxContent></wps:txbx>" if shape.lines else ""
    graphic = (
        f"<wps:wsp>{kind}<wps:spPr>{shape.properties()}</wps:spPr>{said}"
        '<wps:bodyPr lIns="0" tIns="0" rIns="0" bIns="0" anchor="ctr"><a:noAutofit/></wps:bodyPr></wps:wsp>'
    )
    anchored = _anchored(shape, place, number, name, SPACES["wps"], graphic)
    return f'<w:r><mc:AlternateContent><mc:Choice Requires="wps">{anchored}</mc:Choice></mc:AlternateContent></w:r>'


def pictured(picture: Picture, place: Place, number: int, name: str, relation: str) -> str:
    """Return a picture; its bytes are a part of the document that `relation` names."""
    graphic = (
        f'<pic:pic><pic:nvPicPr><pic:cNvPr id="{number}" name="{xml(name)}"/><pic:cNvPicPr/></pic:nvPicPr>'
        f'<pic:blipFill><a:blip r:embed="{relation}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
        f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{emu(picture.width)}" cy="{emu(picture.height)}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic>'
    )
    return f"<w:r>{_anchored(picture, place, number, name, SPACES['pic'], graphic)}</w:r>"


def _anchored(shape: Shape | Picture, place: Place, number: int, name: str, kind: str, graphic: str) -> str:
    across, down = ("column", "paragraph") if place.is_in_cell else ("page", "page")
    return (
        '<w:drawing><wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" '
        f'relativeHeight="{number}" behindDoc="0" locked="0" layoutInCell="1" allowOverlap="1">'
        '<wp:simplePos x="0" y="0"/>'
        f'<wp:positionH relativeFrom="{across}"><wp:posOffset>{emu(place.x)}</wp:posOffset></wp:positionH>'
        f'<wp:positionV relativeFrom="{down}"><wp:posOffset>{emu(place.y)}</wp:posOffset></wp:positionV>'
        f'<wp:extent cx="{emu(shape.width)}" cy="{emu(shape.height)}"/><wp:effectExtent l="0" t="0" r="0" b="0"/>'
        f'<wp:wrapNone/><wp:docPr id="{number}" name="{xml(name)}"/><wp:cNvGraphicFramePr/>'
        f'<a:graphic><a:graphicData uri="{kind}">{graphic}</a:graphicData></a:graphic></wp:anchor></w:drawing>'
    )


def _words(shape: Shape) -> str:
    lines, look = "<w:br/>".join(map(text, shape.lines)), size(shape.size)
    # words that are higher than their shape are cut off
    pitch = min(LEADING, shape.height / MM / len(shape.lines) / shape.size)
    return (
        f'<w:p><w:pPr><w:spacing w:after="0" {exact(shape.size, pitch)}/><w:jc w:val="center"/><w:rPr>{look}</w:rPr>'
        f"</w:pPr><w:r><w:rPr>{look}</w:rPr>{lines}</w:r></w:p>"
    )


def text(line: str) -> str:
    """Return a line of words."""
    return f'<w:t xml:space="preserve">{xml(line)}</w:t>'


def size(points: float) -> str:
    """Return how large letters are."""
    return f'<w:sz w:val="{round(points * 2)}"/><w:szCs w:val="{round(points * 2)}"/>'


def exact(points: float, pitch: float = LEADING) -> str:
    """Return how far lines with letters of a size are from each other: as far as the layout says, if not closer."""
    return f'w:line="{int(points * pitch * 20)}" w:lineRule="exact"'
