"""
Sop → its flow by itself as one picture, for a wall or a web page: a lane for each actor, symbols with their words.

Symbols, links and routes are those of the official sheet; only their measures are larger, and the page is as high as it
has to be.
"""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

import attrs

from sopkit.errors import SheetError
from sopkit.sheet.documents.lanes_placing import Lane, placed, ways
from sopkit.sheet.layout.flow import flow
from sopkit.sheet.layout.paging import part
from sopkit.sheet.layout.ruled import edged
from sopkit.sheet.metrics import line_height, lines, width
from sopkit.sheet.outputs.svg import svg
from sopkit.sheet.paper import Paper
from sopkit.sheet.style import style
from sopkit.sheet.values import Page, Sheet
from sopkit.wording import say

if TYPE_CHECKING:
    from sopkit.model import Sop
    from sopkit.sheet.documents.lanes_placing import Placed
    from sopkit.sheet.layout.flow import Link, Node
    from sopkit.sheet.layout.paging import Part
    from sopkit.sheet.style import Style
    from sopkit.sheet.values import Cell

__all__ = ["lanes", "lanes_sheet"]

_MARGIN = 8.0
_TITLE, _HEAD, _TEXT, _SMALL = 14.0, 10.0, 9.0, 8.0  # sizes in points
_WIDE = 54.0  # of a symbol, in millimetres
_MOST = 160  # signs of an activity within a box
_DECIDED = 110  # the same within a diamond
_NARROW = (0.7, 0.62, 0.54, 0.46)  # of a diamond's width, that its words may take
_AIR = (1.0, 1.8, 3.0)  # how much air there is, until every label has a place


def lanes(sop: Sop, language: str | None = None) -> str:
    """
    Return the flow of an SOP as an SVG picture: lanes, symbols with their words, arrows.

    Args:
        sop: the definition.
        language: of the words; the SOP's own without it.

    Raises:
        SheetError: a word is wider than a symbol, or the font lacks a character.
    """
    return svg(lanes_sheet(sop, language))


def lanes_sheet(sop: Sop, language: str | None = None) -> Sheet:
    """Return the same as a sheet of one page, as large as it has to be; arguments and errors are those of `lanes`."""
    look = style(sop, language)
    graph = flow(sop, look.texts, capsules="beside")
    title = " ".join(sop.title.in_(look.texts).split())
    heads = [actor.name.in_(look.texts) for actor in sop.actors]
    cut: list[Link] = []
    while True:
        shown = part(graph, range(len(graph.rows)), cut, (), columns=len(heads), reach=lambda _: 1)
        worded = {node.key: _worded(sop, node, look, shown) for _, node in shown.nodes}
        routes, stuck = ways(shown, len(heads))
        for air in () if stuck else _AIR:
            found = placed(shown, worded, routes, columns=len(heads), air=air)
            if not found.lost:
                return _sheet(found, title, heads, look)
            stuck = list(found.lost)
        more = [link for link in graph.links if link not in cut and any(_is_of(link, one) for one in stuck)]
        if not more:
            number = next((sop.step(one.step).number for one in stuck if one.step), "1")
            raise SheetError(why="arrows", text=title, what=number)
        cut += more


def _is_of(link: Link, stuck: Link) -> bool:
    return (link.source, link.target, link.outcome) == (stuck.source, stuck.target, stuck.outcome)


def _worded(sop: Sop, node: Node, look: Style, shown: Part) -> Lane:
    """Return a symbol of the flow with its words in lines, as large as they need."""
    said = _said(sop, node, look, shown)
    if node.kind == "diamond":
        return _diamond(said)
    if node.kind in ("out", "into"):
        found = tuple(said.split("\n"))
        return Lane(lines=found, size=_TEXT, width=12, height=4 + line_height(_TEXT) * (len(found) + 1))
    size = _SMALL if node.kind in ("participant", "alternate") else _TEXT
    wide = _WIDE * 0.7 if node.kind in ("capsule", "participant", "alternate") else _WIDE
    found = lines(said, wide - 5, size)
    return Lane(lines=found, size=size, width=wide, height=max(len(found) * line_height(size) + 4, 9))


def _said(sop: Sop, node: Node, look: Style, shown: Part) -> str:
    if node.kind in ("participant", "alternate"):
        return say(f"view.mark.{node.kind}", look.language)
    if node.kind in ("out", "into"):
        return "\n".join(_letters(shown)[way] for way in node.ways)
    if node.kind == "capsule":
        if node.key == "start":
            return say("lanes.start", look.language)
        return node.text or sop.label(node.key.partition(" ends ")[2]).in_(look.texts)
    step = sop.step(node.step)
    said = sop.label(step.id).in_(look.texts)
    short = textwrap.shorten(said, _DECIDED if node.kind == "diamond" else _MOST, placeholder=" …") or said
    asked = step.question.in_(look.texts) if node.kind == "diamond" and step.question else ""
    return "\n".join(one for one in (f"{step.number}. {short}", asked) if one)


def _letters(shown: Part) -> dict[tuple[str, str], str]:
    """Return the letter of each arrow that is cut in two."""
    cut = [way for _, node in shown.nodes if node.kind == "out" for way in node.ways]
    return {way: f"{chr(ord('A') + n % 26)}{n // 26 or ''}" for n, way in enumerate(cut)}


def _diamond(said: str) -> Lane:
    """Return a diamond that is as low as it can be with its words in it."""
    best: Lane | None = None
    for share in _NARROW:
        try:
            found = lines(said, _WIDE * share, _TEXT)
        except SheetError as error:
            if error.why == "glyph":
                raise
            continue
        widest = max(width(line, _TEXT) for line in found)
        high = max(16.0, len(found) * line_height(_TEXT) / (1 - (widest + 4) / _WIDE))
        if best is None or high < best.height:
            best = Lane(lines=found, size=_TEXT, width=_WIDE, height=high)
    if best is None:
        raise SheetError(why="word", text=said, what=max(said.split(), key=lambda word: width(word, _TEXT)))
    return best


def _sheet(found: Placed, title: str, heads: list[str], look: Style) -> Sheet:
    """Return the picture with its title and the heads of its lanes."""
    wide = found.lane * len(heads)
    said = lines(title, wide, _TITLE, bold=True)
    names = [lines(head, found.lane - 4, _HEAD, bold=True) for head in heads]
    top = _MARGIN + len(said) * line_height(_TITLE) + 3
    head = max(map(len, names)) * line_height(_HEAD) + 4
    cells: list[Cell] = [
        edged(_MARGIN, _MARGIN, _MARGIN + wide, top - 3, said, _TITLE, bold=True, ruled=False, name="title")
    ]
    for n, name in enumerate(names):
        left, right = _MARGIN + n * found.lane, _MARGIN + (n + 1) * found.lane
        cells.append(
            edged(left, top, right, top + head, name, _HEAD, align="center", bold=True, shaded=True, name=f"actor {n}")
        )
        cells.append(edged(left, top + head, right, top + head + found.height, (), _TEXT, name=f"lane {n}"))
    x, y = _MARGIN, round(top + head, 2)
    paper = Paper("", round(wide + 2 * _MARGIN, 2), round(y + found.height + _MARGIN, 2), _MARGIN, _MARGIN)
    page = Page(
        title=title, kind="lanes", cells=tuple(cells),
        symbols=tuple(attrs.evolve(one, x=_mm(one.x + x), y=_mm(one.y + y)) for one in found.symbols),
        arrows=tuple(attrs.evolve(one, points=_moved(one.points, x, y)) for one in found.arrows),
        ties=tuple(attrs.evolve(one, points=_moved(one.points, x, y)) for one in found.ties),
        labels=tuple(attrs.evolve(one, x=_mm(one.x + x), y=_mm(one.y + y)) for one in found.labels),
    )  # fmt: skip
    return Sheet(title=title, language=look.language, paper=paper, pages=(page,))


def _moved(points: tuple[tuple[float, float], ...], x: float, y: float) -> tuple[tuple[float, float], ...]:
    return tuple((_mm(across + x), _mm(down + y)) for across, down in points)


def _mm(value: float) -> float:
    return round(value, 2)
