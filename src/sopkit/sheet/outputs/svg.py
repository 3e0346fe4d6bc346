"""
Page → SVG: what the page holds, as shapes and text, in millimetres.

No font comes in: whoever has Arimo, Arial, Liberation Sans or Helvetica has letters of these widths, and where there is
none of them, as on many telephones, each line is stretched to the length that the layout has measured.
"""

from __future__ import annotations

from base64 import b64encode
from html import escape  # xml.sax would bring half of a web client along
from typing import TYPE_CHECKING

from sopkit.sheet.metrics import MM
from sopkit.sheet.outputs.ink import Box, Path, Run, Way, ink
from sopkit.wording import say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sopkit.sheet.outputs.ink import Points
    from sopkit.sheet.values import Page, Picture, Sheet

__all__ = ["FAMILY", "drawing", "svg"]

FAMILY = "Arimo, Arial, 'Liberation Sans', Helvetica, sans-serif"
_FILLS = {"none": "none", "white": "#fff", "grey": "#eee", "black": "#000"}
_MEDIA = {"png": "image/png", "svg": "image/svg+xml"}


def svg(sheet: Sheet, page: int = 0) -> str:
    """Return a page, counted from 0, as an SVG document."""
    paper = sheet.paper
    wide, high = _n(paper.width), _n(paper.height)
    told = say("sheet.picture", sheet.language, page=page + 1, pages=len(sheet.pages))
    return "\n".join([
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{wide}mm" height="{high}mm" viewBox="0 0 {wide} {high}" '
        f'lang="{escape(sheet.language)}" role="img" aria-labelledby="title desc">',
        f'<title id="title">{escape(sheet.title, quote=False)}</title>',
        f'<desc id="desc">{escape(told, quote=False)}</desc>',
        f'<rect width="{wide}" height="{high}" fill="#fff"/>',
        *drawing(sheet.pages[page]),
        "</svg>",
        "",
    ])  # fmt: skip


def drawing(page: Page, *, words: bool = True) -> Iterator[str]:
    """Yield the elements of a page, with the words of its cells or without them."""
    style = "font-kerning:none;font-variant-ligatures:none;text-rendering:geometricPrecision"
    yield f'<g font-family="{FAMILY}" style="{style}">'
    for one in ink(page, words=words):
        if not isinstance(one, Way):  # a page by itself leads nowhere
            yield _element(one)
    yield "</g>"


def _element(one: Box | Path | Run | Picture) -> str:
    if isinstance(one, Run):
        return _run(one)
    if isinstance(one, Box):
        radius = f' rx="{_n(one.radius)}"' if one.radius else ""
        return f"<rect {_place(one)}{radius}{_look(one)}/>"
    if isinstance(one, Path):
        return f'<path d="{_steps(one.points)}{"Z" if one.closed else ""}"{_look(one)}/>'
    return f'<image {_place(one)} href="data:{_MEDIA[one.kind]};base64,{b64encode(one.data).decode()}"/>'


def _run(run: Run) -> str:
    x, y = _n(run.x), _n(run.y)
    weight = ' font-weight="bold"' if run.bold else ""
    turn = f' transform="rotate(-90 {x} {y})"' if run.turned else ""
    return (
        f'<text x="{x}" y="{y}" font-size="{run.size * MM:.4g}" textLength="{_n(run.width)}" '
        f'lengthAdjust="spacingAndGlyphs"{weight}{turn}>{escape(run.text, quote=False)}</text>'
    )


def _place(one: Box | Picture) -> str:
    return f'x="{_n(one.x)}" y="{_n(one.y)}" width="{_n(one.width)}" height="{_n(one.height)}"'


def _look(one: Box | Path) -> str:
    line = f' stroke="#000" stroke-width="{_n(one.line)}"' if one.line else ""
    dash = f' stroke-dasharray="{" ".join(map(_n, one.dash))}"' if one.dash else ""
    return f' fill="{_FILLS[one.fill]}"{line}{dash}'


def _steps(points: Points) -> str:
    return "M" + "L".join(f"{_n(x)} {_n(y)}" for x, y in points)


def _n(value: float) -> str:
    return f"{round(value, 2):g}"
