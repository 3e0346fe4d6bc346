"""
Sheet → one HTML file: on each page a table to be read, and the drawing below it; no script, nothing fetched.

On paper it is what the PDF is. The font is within it, so that words are as wide as the layout has measured.
"""

from __future__ import annotations

from base64 import b64encode
from html import escape
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from sopkit.sheet.metrics import FONTS, line_height
from sopkit.sheet.outputs.grid import grid
from sopkit.sheet.outputs.svg import drawing
from sopkit.wording import say

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from sopkit.sheet.outputs.grid import Box, Grid
    from sopkit.sheet.values import Arrow, Cell, Page, Sheet, Symbol

__all__ = ["html"]

_STYLE = Path(__file__).with_name("sheet.css")
_CONNECTORS = ("out", "into")
_TOLD = ("passed", "here", "cancelled", "changed")
"""Marks of a symbol, as those hear them who do not see them."""
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; font-src data:; img-src data:"
_LABEL = " words"  # how the name of a cell ends whose words are the label of another
_NEAR = 0.1  # millimetres from a symbol within which an arrow touches it


def html(sheet: Sheet, *, told: Mapping[int, Sequence[str]] | None = None) -> str:
    """Return all pages as a document; `told` is a flow in sentences, by the page below which it stands."""
    language, paper = sheet.language, sheet.paper
    return "\n".join([
        "<!DOCTYPE html>",
        f'<html lang="{escape(language)}">',
        "<head>",
        '<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{escape(sheet.title)}</title>",
        "<style>",
        *_fonts(),
        f"@page {{ size: {paper.width:g}mm {paper.height:g}mm; margin: 0; }}",
        f":root {{ --wide: {paper.width:g}mm; --high: {paper.height:g}mm; }}",
        _STYLE.read_text(encoding="utf-8").rstrip(),
        "</style>",
        "</head>",
        "<body>",
        f"<h1>{escape(sheet.title)}</h1>",
        f'<input type="checkbox" id="drawn"><label class="choice" for="drawn">{_say("html.drawn", language)}</label>',
        "<main>",
        *_pages(sheet, told or {}),
        "</main>",
        "</body>",
        "</html>",
        "",
    ])  # fmt: skip


def _fonts() -> Iterator[str]:
    for name, weight in (("Regular", 400), ("Bold", 700)):
        data = b64encode((FONTS / f"Arimo-{name}.woff2").read_bytes()).decode()
        yield (
            f"@font-face {{ font-family: Arimo; font-weight: {weight}; "
            f'src: url(data:font/woff2;base64,{data}) format("woff2"); }}'
        )


def _pages(sheet: Sheet, told: Mapping[int, Sequence[str]]) -> Iterator[str]:
    for number in range(len(sheet.pages)):
        yield from _page(sheet, number)
        yield from _told(sheet, number, told.get(number + 1, ()))


def _told(sheet: Sheet, number: int, told: Sequence[str]) -> Iterator[str]:
    if told:
        language, id = sheet.pages[number].language or sheet.language, f"told-{number + 1}"
        said = _say("html.told", language)
        yield f'<section class="told" lang="{language}" aria-labelledby="{id}"><h2 id="{id}">{said}</h2><ol>'
        for sentence in told:
            yield f"<li>{escape(sentence)}</li>"
        yield "</ol></section>"


def _page(sheet: Sheet, number: int) -> Iterator[str]:
    page, paper = sheet.pages[number], sheet.paper
    name = _say("html.page", sheet.language, page=number + 1, pages=len(sheet.pages))
    yield f'<section class="page {escape(page.kind)}" id="page-{number + 1}" aria-label="{name}" tabindex="0">'
    language = f' lang="{escape(page.language)}"' if page.language else ""
    if page.title:
        yield f'<h2 class="unseen"{language}>{escape(page.title)}</h2>'
    yield f'<div class="paper"{language}>'
    yield (
        f'<svg aria-hidden="true" width="{paper.width:g}mm" height="{paper.height:g}mm" '
        f'viewBox="0 0 {paper.width:g} {paper.height:g}">'
    )
    yield from drawing(page, words=False)
    yield "</svg>"
    ruled = [cell for cell in page.cells if cell.ruled]
    high = min((cell.y for cell in ruled), default=0)
    loose = [cell for cell in page.cells if not cell.ruled and any(cell.lines)]
    yield from _beside([cell for cell in loose if cell.y < high])
    if ruled:
        yield from _table(grid(ruled), page, name, page.language or sheet.language)
    yield from _beside([cell for cell in loose if cell.y >= high])
    yield "</div></section>"


def _beside(cells: Sequence[Cell]) -> Iterator[str]:
    """Yield words that stand in no table; `first` are those with which a line of the page begins."""
    heights = set()
    for cell in cells:
        first = " first" if cell.y not in heights else ""
        heights.add(cell.y)
        place = f"left:{cell.x:g}mm;top:{cell.y:g}mm;width:{cell.width:g}mm;height:{cell.height:g}mm"
        kind = f"beside {cell.align} {cell.upright}{' bold' if cell.bold else ''}{first}"
        yield f'<p class="{kind}" style="{place};{_letters(cell)}">{_words(cell)}</p>'


def _table(found: Grid, page: Page, caption: str, language: str) -> Iterator[str]:
    across, down = found.across, found.down
    yield f'<table style="left:{across[0]:g}mm;top:{down[0]:g}mm;width:{_mm(across[-1] - across[0])}">'
    yield f'<caption class="unseen">{caption}</caption>'
    wide = pairwise(across)
    yield "<colgroup>" + "".join(f'<col style="width:{_mm(b - a)}">' for a, b in wide) + "</colgroup>"
    heads = [box for box in found.boxes if box.row < found.head]
    gap = min((box.row for box in found.boxes if box.columns == len(across) - 1 and not box.cell), default=len(down))
    yield "<thead>" if found.head else "<tbody>"
    for row, (top, low) in enumerate(pairwise(down)):
        if found.head and row == found.head:
            yield "</thead><tbody>"
        yield f'<tr style="height:{_mm(low - top)}">'
        for box in found.boxes:
            if box.row == row:
                yield _box(box, page, heads if row < gap else (), language)
        yield "</tr>"
    yield "</tbody></table>" if found.head < len(down) - 1 else "</thead></table>"


def _box(box: Box, page: Page, heads: Sequence[Box], language: str) -> str:
    cell = box.cell
    span = (f' rowspan="{box.rows}"' if box.rows > 1 else "") + (f' colspan="{box.columns}"' if box.columns > 1 else "")
    if cell is None:
        return f'<td class="void"{span}></td>'
    if scope := _scope(box, heads):
        return f'<th scope="{scope}"{span}{_look(cell)}><div>{_words(cell)}{_changed(cell, page, language)}</div></th>'
    said = f"{_words(cell)}{_changed(cell, page, language)}" if any(cell.lines) else _symbols(cell, page, language)
    named = next((one for one in page.cells if one.name == f"{cell.name}{_LABEL}"), None)
    label = " ".join(named.lines) if named else _label(box, heads) if said and not cell.bold else ""
    told = f' data-label="{escape(label)}"' if label else ""
    is_void = not (said or label)
    return f"<td{span}{_look(cell, is_void=is_void)}>{'' if is_void else f'<div{told}>{said}</div>'}</td>"


def _scope(box: Box, heads: Sequence[Box]) -> str:
    """Return what a place is the header of, if it is one."""
    if box in heads:
        return "colgroup" if box.columns > 1 else "col"
    if box.cell and box.cell.name.endswith(_LABEL):
        return "col" if box.cell.shaded else "row"
    return "row" if box.cell and box.cell.name.startswith("activity ") else ""


def _label(box: Box, heads: Sequence[Box]) -> str:
    """Return the words above a place: the lowest header of its column."""
    above = [one for one in heads if one.column <= box.column < one.column + one.columns and one.cell]
    lowest = max(above, key=lambda one: one.row, default=None)
    return " ".join(lowest.cell.lines) if lowest and lowest.cell else ""


def _symbols(cell: Cell, page: Page, language: str) -> str:
    """Return what is drawn in a cell, for those who do not see it."""
    inside = [
        one
        for one in page.symbols
        if cell.x <= one.x <= cell.x + cell.width and cell.y <= one.y <= cell.y + cell.height
    ]
    told = (
        one
        for symbol in sorted(inside, key=lambda one: one.y)
        if symbol.kind not in _CONNECTORS  # it stands where there was room; whose it is, its arrow tells
        for one in (_symbol(symbol, page, language), *_connected(symbol, page, language))
    )
    said = "; ".join(told)
    return f'<span class="unseen symbol">{escape(said)}</span>' if said else ""


def _symbol(symbol: Symbol, page: Page, language: str) -> str:
    kind = symbol.kind
    if kind == "capsule":
        kind = "start" if any(_touches(arrow.points[0], symbol) for arrow in page.arrows) else "end"
    said = say(f"sheet.symbol.{kind}", language, words=" ".join(symbol.lines)).removesuffix(": ")
    marks = {mark.kind for mark in page.marks if mark.name == symbol.step and _touches(mark.points[0], symbol)}
    return ", ".join((said, *(say(f"sheet.mark.{one}", language) for one in _TOLD if one in marks)))


def _connected(symbol: Symbol, page: Page, language: str) -> Iterator[str]:
    """Yield what comes to a symbol from another page, and what goes on there."""
    for arrow in page.arrows:
        for near, far, kind in ((0, -1, "out"), (-1, 0, "into")):
            if _touches(arrow.points[near], symbol):
                ends = (one for one in page.symbols if one.kind == kind and _touches(arrow.points[far], one))
                yield from (_letters_of(one, arrow, page, language) for one in ends)


def _letters_of(connector: Symbol, arrow: Arrow, page: Page, language: str) -> str:
    named = dict.fromkeys(zip(connector.letters, connector.pages, strict=True))
    words = ", ".join(f"{letter} {say('sheet.page', language, page=n)}" for letter, n in named)
    said = say(f"sheet.symbol.{connector.kind}", language, words=words)
    label = next((one for one in page.labels if one.way == (arrow.step, arrow.outcome) and arrow.outcome), None)
    return f"{' '.join(label.lines)}: {said}" if label and connector.kind == "out" else said


def _changed(cell: Cell, page: Page, language: str) -> str:
    """Return that a cell reads otherwise than before, for those who do not see the mark."""
    kinds = {mark.kind for mark in page.marks if mark.name == cell.name}
    said = ", ".join(say(f"sheet.mark.{kind}", language) for kind in ("changed", "new") if kind in kinds)
    return f' <span class="unseen symbol">({escape(said)})</span>' if said else ""


def _touches(point: tuple[float, float], symbol: Symbol) -> bool:
    x, y = point
    return abs(x - symbol.x) < symbol.width / 2 + _NEAR and abs(y - symbol.y) < symbol.height / 2 + _NEAR


def _look(cell: Cell, *, is_void: bool = False) -> str:
    names = [cell.align] if cell.align != "left" else []
    names += ["top"] if cell.upright == "top" else []
    names += ["bold"] if cell.bold else []
    names += ["void"] if is_void else []
    names += ["number"] if cell.name.startswith("number ") else []
    names += ["label"] if cell.name.endswith(_LABEL) else []
    kind = f' class="{" ".join(names)}"' if names else ""
    return kind + (f' style="{_letters(cell)}"' if cell.lines else "")


def _letters(cell: Cell) -> str:
    return f"font-size:{cell.size:g}pt;line-height:{line_height(cell.size):.4g}mm"


def _words(cell: Cell) -> str:
    numbers = cell.numbers or ("",) * len(cell.lines)
    if not any(cell.lines):
        return ""
    said = " ".join(_line(cell, n, number) for n, number in enumerate(numbers))
    return f'<a href="#page-{cell.leads_to}">{said}</a>' if cell.leads_to else said


def _line(cell: Cell, n: int, number: str) -> str:
    line = cell.lines[n]
    if not line:
        return '<span class="line"><br></span>'
    indent = f' style="margin-left:{cell.indent:g}mm;text-indent:-{cell.indent:g}mm"' if number else ""
    if cell.indent and not number:
        indent = f' style="margin-left:{cell.indent:g}mm"'
    words = f"<s>{escape(line)}</s>" if cell.struck else escape(line)
    before = f'<b style="width:{cell.indent:g}mm">{escape(number)}</b>' if number else ""
    kind = "line begins" if n in cell.begins else "line"
    return f'<span class="{kind}"{indent}>{before}{words}</span>'


def _mm(value: float) -> str:
    return f"{round(value, 2):g}mm"


def _say(code: str, language: str, **facts: object) -> str:
    return escape(say(f"sheet.{code}", language, **facts))
