"""
Page → SVG: what the page holds, as shapes and text, in millimetres.
"""

from __future__ import annotations

from base64 import b64encode
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from sopkit.sheet.metrics import MM, cap_height, line_height

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sopkit.sheet.values import Arrow, Cell, Mark, Page, Picture, Sheet, Symbol

__all__ = ["drawing", "svg"]

_HEAD = (1.7, 1.2)  # length and width of the head of an arrow
_PAD = 1.2
_FONT = "Arimo, Arial, 'Liberation Sans', Helvetica, sans-serif"


def svg(sheet: Sheet, page: int = 0) -> str:
    """Return a page as an SVG document."""
    paper = sheet.paper
    return "\n".join([
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{paper.width:g}mm" height="{paper.height:g}mm" '
        f'viewBox="0 0 {paper.width:g} {paper.height:g}" lang="{sheet.language}">',
        f"<title>{escape(sheet.title)}</title>",
        f'<rect width="{paper.width:g}" height="{paper.height:g}" fill="#fff"/>',
        *drawing(sheet.pages[page]),
        "</svg>",
        "",
    ])  # fmt: skip


def drawing(page: Page) -> Iterator[str]:
    """Yield the elements of a page."""
    yield f'<g font-family="{_FONT}" style="font-kerning:none;font-variant-ligatures:none" fill="#000">'
    for cell in page.cells:
        yield from _cell(cell)
    yield "</g>"
    for picture in page.pictures:
        yield _picture(picture)
    yield '<g fill="none" stroke="#000" stroke-width="0.3">'
    for tie in page.ties:
        yield f'<path d="{_path(tie.points)}" stroke-dasharray="0.8 0.6"/>'
    for symbol in page.symbols:
        yield _symbol(symbol)
    for arrow in page.arrows:
        yield f'<path d="{_path(arrow.points)}"/>'
    yield "</g>"
    yield "<g>"
    for arrow in page.arrows:
        yield _head(arrow)
    yield "</g>"
    yield f'<g font-family="{_FONT}" style="font-kerning:none;font-variant-ligatures:none" fill="#000">'
    for symbol in page.symbols:
        middle = symbol.y - (0.9 if symbol.kind in ("out", "into") else 0)
        yield from _lines(symbol.lines, symbol.x, middle, symbol.size, anchor="middle")
    for label in page.labels:
        yield (
            f'<rect x="{_n(label.x)}" y="{_n(label.y)}" width="{_n(label.width)}" height="{_n(label.height)}" fill="#fff"/>'
        )
        y = label.y + label.height / 2
        yield from _lines(label.lines, label.x + label.width / 2, y, label.size, anchor="middle")
    yield "</g>"
    for mark in page.marks:
        yield _mark(mark)


def _cell(cell: Cell) -> Iterator[str]:
    fill = "#eee" if cell.shaded else "none"
    if cell.ruled or cell.shaded:
        line = ' stroke="#000" stroke-width="0.13"' if cell.ruled else ""
        yield (
            f'<rect x="{cell.x:g}" y="{cell.y:g}" width="{cell.width:g}" height="{cell.height:g}" fill="{fill}"{line}/>'
        )
    x, y = cell.x + cell.width / 2, cell.y + cell.height / 2
    if cell.align == "upright":
        yield f'<g transform="rotate(-90 {x:g} {y:g})">'
        yield from _lines(cell.lines, x, y, cell.size, anchor="middle", bold=cell.bold)
        yield "</g>"
        return
    at, anchor = (x, "middle") if cell.align == "center" else (cell.x + _PAD, "start")
    if cell.upright == "top":
        y = cell.y + _PAD + len(cell.lines) * line_height(cell.size) / 2
    if cell.numbers:
        yield from _lines(cell.numbers, at, y, cell.size, anchor=anchor)
    at += cell.indent
    yield from _lines(cell.lines, at, y, cell.size, anchor=anchor, bold=cell.bold, struck=cell.struck)


def _picture(picture: Picture) -> str:
    kind = {"png": "image/png", "svg": "image/svg+xml"}[picture.kind]
    return (
        f'<image x="{_n(picture.x)}" y="{_n(picture.y)}" width="{_n(picture.width)}" height="{_n(picture.height)}" '
        f'href="data:{kind};base64,{b64encode(picture.data).decode()}"/>'
    )


def _lines(
    said: Sequence[str], x: float, middle: float, size: float, *, anchor: str, bold: bool = False, struck: bool = False
) -> Iterator[str]:
    """Yield lines of text around a height."""
    step = line_height(size)
    y = middle - step * (len(said) - 1) / 2 + cap_height(size) / 2
    weight = (' font-weight="bold"' if bold else "") + (' text-decoration="line-through"' if struck else "")
    for line in said:
        if line:
            yield (
                f'<text x="{_n(x)}" y="{_n(y)}" font-size="{_n(size * MM)}" text-anchor="{anchor}"{weight}>'
                f"{escape(line)}</text>"
            )
        y += step


def _symbol(symbol: Symbol) -> str:
    x, y, wide, high = symbol.x, symbol.y, symbol.width / 2, symbol.height / 2
    if symbol.kind == "diamond":
        return f'<path d="{_path(((x, y - high), (x + wide, y), (x, y + high), (x - wide, y)))}Z" fill="#fff"/>'
    if symbol.kind in ("out", "into"):
        points = (
            (x - wide, y - high),
            (x + wide, y - high),
            (x + wide, y + high * 0.35),
            (x, y + high),
            (x - wide, y + high * 0.35),
        )
        return f'<path d="{_path(points)}Z" fill="#fff"/>'
    round_ = f' rx="{_n(high)}"' if symbol.kind == "capsule" else ""
    dashed = ' stroke-dasharray="1 0.6"' if symbol.kind == "alternate" else ""
    return (
        f'<rect x="{_n(x - wide)}" y="{_n(y - high)}" width="{_n(2 * wide)}" height="{_n(2 * high)}"{round_}{dashed} '
        'fill="#fff"/>'
    )


def _head(arrow: Arrow) -> str:
    (x1, y1), (x, y) = arrow.points[-2:]
    long, half = _HEAD[0], _HEAD[1] / 2
    if x1 == x:
        back = y - long if y > y1 else y + long
        return f'<path d="{_path(((x, y), (x - half, back), (x + half, back)))}Z"/>'
    back = x - long if x > x1 else x + long
    return f'<path d="{_path(((x, y), (back, y - half), (back, y + half)))}Z"/>'


def _mark(mark: Mark) -> str:
    if not mark.width:
        return f'<path d="{_path(mark.points)}Z"/>'
    closed = "Z" if mark.points[0] == mark.points[-1] else ""
    return f'<path d="{_path(mark.points)}{closed}" fill="none" stroke="#000" stroke-width="{_n(mark.width)}"/>'


def _path(points: Sequence[tuple[float, float]]) -> str:
    return "M" + "L".join(f"{_n(x)} {_n(y)}" for x, y in points)


def _n(value: float) -> str:
    return f"{round(value, 2):g}"
