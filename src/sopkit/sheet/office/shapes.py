"""
Page → shapes of DrawingML, which Word and Excel share: symbols, connectors, labels and marks, each in its box.

Nothing is turned: in which box a turned shape is anchored, programs do not agree about.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import attrs

from sopkit.sheet.metrics import line_height, width
from sopkit.sheet.office.parcel import emu
from sopkit.sheet.outputs.grid import below

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sopkit.sheet.values import Arrow, Cell, Label, Mark, Page, Symbol, Tie

__all__ = ["Shape", "shapes"]

_PRESETS = {
    "capsule": "flowChartTerminator",
    "diamond": "flowChartDecision",
    "out": "flowChartOffpageConnector",
    "into": "flowChartOffpageConnector",
}
_ROOM = {"capsule": (0.9, 0.7), "diamond": (0.5, 0.5)}
"""Shares of width and height that these forms of Word have for words, and outside of which words are cut off."""
_LINE = 0.3
_WHITE = '<a:solidFill><a:srgbClr val="FFFFFF"/></a:solidFill>'
_BLACK = '<a:solidFill><a:srgbClr val="000000"/></a:solidFill>'
_HEAD = '<a:tailEnd type="triangle" w="sm" len="sm"/>'
_PAD = 1.2  # millimetres from the edge of a cell to its words
_EASE = 0.15  # millimetres at both sides of a label's words, so that rounding breaks no line
_FLAT = 1.0  # millimetres; a bend in a narrower or lower box is drawn point by point

_Points = tuple[tuple[float, float], ...]


@attrs.frozen(kw_only=True)
class Shape:
    """One shape in its box, in millimetres from the top left of the page."""

    kind: str
    """As symbols have it, or `tie`, `arrow`, `label`, `words` or `mark`."""
    x: float
    y: float
    width: float
    height: float
    drawn: str
    """Its form, filling and line, in DrawingML."""
    flip: str = ""
    """Attributes that mirror it in its box."""
    line: str = ""
    """`straight` or `bent`, of a connector."""
    lines: tuple[str, ...] = ()
    size: float = 7

    def properties(self, x: float = 0, y: float = 0) -> str:
        """Return how it looks, from this place on."""
        return (
            f'<a:xfrm{self.flip}><a:off x="{emu(x)}" y="{emu(y)}"/>'
            f'<a:ext cx="{emu(self.width)}" cy="{emu(self.height)}"/></a:xfrm>{self.drawn}'
        )


def shapes(page: Page) -> Iterator[Shape]:
    """Yield all that is drawn over the cells of a page, the lowest first."""
    yield from map(_tie, page.ties)
    yield from map(_symbol, page.symbols)
    yield from map(_arrow, page.arrows)
    yield from map(_mark, page.marks)
    yield from map(_label, page.labels)
    yield from map(_words, below(page.cells))


def _symbol(symbol: Symbol) -> Shape:
    wide, high = symbol.width, symbol.height
    form = _preset(_PRESETS.get(symbol.kind, "rect")) if _holds(symbol) else _ROOMY[symbol.kind](wide, high)
    dash = "sysDash" if symbol.kind == "alternate" else ""
    return Shape(
        kind=symbol.kind, x=symbol.x - wide / 2, y=symbol.y - high / 2, width=wide, height=high,
        drawn=f"{form}{_WHITE}{_line(_LINE, dash=dash)}", lines=symbol.lines, size=symbol.size,
    )  # fmt: skip


def _holds(symbol: Symbol) -> bool:
    """Return whether the form that Word has for a symbol has room for its words."""
    if symbol.kind not in _ROOM:
        return True
    across, down = _ROOM[symbol.kind]
    longest = max((width(line, symbol.size) for line in symbol.lines), default=0)
    return longest <= symbol.width * across and len(symbol.lines) * line_height(symbol.size) <= symbol.height * down


def _tie(tie: Tie) -> Shape:
    return _connector("tie", tie.points, _line(tie.width, dash="sysDash"))


def _arrow(arrow: Arrow) -> Shape:
    return _connector(
        "arrow", arrow.points, _line(_LINE, end=_HEAD), backwards=_line(_LINE, end=_HEAD.replace("tail", "head"))
    )


def _label(label: Label) -> Shape:
    return Shape(
        kind="label", x=label.x - _EASE, y=label.y, width=label.width + 2 * _EASE, height=label.height,
        drawn=f"{_preset('rect')}{_WHITE}<a:ln><a:noFill/></a:ln>", lines=label.lines, size=label.size,
    )  # fmt: skip


def _words(cell: Cell) -> Shape:
    return Shape(
        kind="words", x=cell.x + _PAD - _EASE, y=cell.y, width=cell.width - 2 * (_PAD - _EASE), height=cell.height,
        drawn=f"{_preset('rect')}<a:noFill/><a:ln><a:noFill/></a:ln>", lines=cell.lines, size=cell.size,
    )  # fmt: skip


def _mark(mark: Mark) -> Shape:
    if mark.width:
        return _connector("mark", mark.points, _line(mark.width))
    return _freeform("mark", mark.points, f"{_BLACK}<a:ln><a:noFill/></a:ln>", is_filled=True)


def _connector(kind: str, points: _Points, line: str, *, backwards: str = "") -> Shape:
    """Return a line: a connector with up to two bends where Word has one that need not be turned, else a free line."""
    points = _straight(points)
    (x1, y1), (x2, y2) = points[0], points[-1]
    wide, high = abs(x2 - x1), abs(y2 - y1)
    preset = ""
    if len(points) == 2:
        preset = _preset("straightConnector1")
    elif len(points) == 3:
        preset = _preset("bentConnector2")
        if (
            points[1][0] == x1
        ):  # it bends from level to upright only, so an arrow that begins upright is drawn from its end
            (x1, y1), (x2, y2), line = (x2, y2), (x1, y1), backwards or line
    elif len(points) == 4 and points[1][1] == y1 and min(wide, high) >= _FLAT:
        bend = round((points[1][0] - x1) / (x2 - x1) * 100000)
        preset = _preset("bentConnector3", f'<a:gd name="adj1" fmla="val {bend}"/>')
    if not preset:
        return _freeform(kind, points, f"<a:noFill/>{line}")
    flip = (' flipH="1"' if x2 < x1 else "") + (' flipV="1"' if y2 < y1 else "")
    return Shape(
        kind=kind, x=min(x1, x2), y=min(y1, y2), width=wide, height=high, drawn=f"{preset}<a:noFill/>{line}", flip=flip,
        line="straight" if len(points) == 2 else "bent",
    )  # fmt: skip


def _freeform(kind: str, points: _Points, look: str, *, is_filled: bool = False) -> Shape:
    left, top = min(x for x, _ in points), min(y for _, y in points)
    wide, high = max(x for x, _ in points) - left, max(y for _, y in points) - top
    path = _path(*((x - left, y - top) for x, y in points))
    if is_filled or points[0] == points[-1]:
        path += "<a:close/>"
    form = _custom(path, wide, high, is_filled=is_filled)
    return Shape(kind=kind, x=left, y=top, width=wide, height=high, drawn=form + look)


def _diamond(wide: float, high: float) -> str:
    path = _path((wide / 2, 0), (wide, high / 2), (wide / 2, high), (0, high / 2))
    return _custom(f"{path}<a:close/>", wide, high)


def _capsule(wide: float, high: float) -> str:
    end = high / 2
    half_way = f'<a:arcTo wR="{emu(end)}" hR="{emu(end)}" stAng="{{}}" swAng="10800000"/>'
    upper, lower = _path((end, 0), (wide - end, 0)), _line_to((end, high))
    return _custom(f"{upper}{half_way.format(16200000)}{lower}{half_way.format(5400000)}<a:close/>", wide, high)


_ROOMY = {"capsule": _capsule, "diamond": _diamond}
"""The same forms with all of their box for words."""


def _custom(path: str, wide: float, high: float, *, is_filled: bool = True) -> str:
    fill = "" if is_filled else ' fill="none"'
    return (
        '<a:custGeom><a:avLst/><a:gdLst/><a:ahLst/><a:cxnLst/><a:rect l="0" t="0" r="r" b="b"/><a:pathLst>'
        f'<a:path w="{emu(wide)}" h="{emu(high)}"{fill}>{path}</a:path></a:pathLst></a:custGeom>'
    )


def _path(first: tuple[float, float], *others: tuple[float, float]) -> str:
    return f"<a:moveTo>{_point(first)}</a:moveTo>{''.join(map(_line_to, others))}"


def _line_to(point: tuple[float, float]) -> str:
    return f"<a:lnTo>{_point(point)}</a:lnTo>"


def _point(point: tuple[float, float]) -> str:
    return f'<a:pt x="{emu(point[0])}" y="{emu(point[1])}"/>'


def _straight(points: _Points) -> _Points:
    """Return the points without those that lie on the way between their neighbours."""
    kept = [points[0]]
    for point, after in pairwise(points[1:]):
        (x, y), (u, v) = kept[-1], after
        if not (x == point[0] == u or y == point[1] == v):
            kept.append(point)
    return (*kept, points[-1])


def _preset(name: str, adjusted: str = "") -> str:
    return f'<a:prstGeom prst="{name}"><a:avLst>{adjusted}</a:avLst></a:prstGeom>'


def _line(width: float, *, dash: str = "", end: str = "") -> str:
    dashed = f'<a:prstDash val="{dash}"/>' if dash else ""
    return f'<a:ln w="{emu(width)}">{_BLACK}{dashed}<a:miter lim="800000"/>{end}</a:ln>'
