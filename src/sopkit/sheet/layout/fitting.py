"""
Flow + columns → the same flow with words in lines that fit into its symbols, and those that fit into none.

Diamonds of a sheet are equally high, and so are its capsules: higher than usual only where that makes room for words.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from sopkit.errors import SheetError
from sopkit.sheet.layout.placing import symbol_width
from sopkit.sheet.metrics import cap_height, line_height, lines, width

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sopkit.sheet.layout.flow import Flow, Node
    from sopkit.sheet.layout.table import Table
    from sopkit.sheet.style import Style

__all__ = ["LEGEND", "fitted"]

LEGEND = 7.0  # points, of words within symbols
_TALL = (9.0, 10.5, 12.0)  # heights of a diamond, the usual one first
_AIR = 0.5  # on each side of a line within a diamond
_CAPSULE = 6.6  # height of a capsule with two lines
_ROUND = 2.4  # of the width of a capsule, at its ends
_MOST = 2  # lines within a symbol


def fitted(graph: Flow, columns: Table, look: Style) -> tuple[Flow, dict[int, list[str]]]:
    """
    Return the flow, and by row what has no room in its symbols: questions, and ends with the ways that lead there.

    Raises:
        SheetError: the font has no picture of a character.
    """
    wide = symbol_width(columns)
    questions = [node.text for _, node in _nodes(graph) if node.kind == "diamond" and node.text]
    counts = [sum(bool(_asked(said, wide, tall)) for said in questions) for tall in _TALL]
    tall = _TALL[counts.index(max(counts))]
    left: dict[int, list[str]] = {}
    for row, node in _nodes(graph):
        if node.kind == "diamond" and node.text and not _asked(node.text, wide, tall):
            left.setdefault(row, []).append(node.text)
        if node.kind == "capsule" and node.text and not _told(node.text, wide - _ROUND):
            by = " / ".join(link.label for link in graph.links if link.target == node.key and link.label)
            left.setdefault(row, []).append(f"{by or look.word('sheet.end')}: {node.text}")

    names = [_told(node.text, wide - _ROUND) for _, node in _nodes(graph) if node.kind == "capsule"]
    high = _CAPSULE if any(len(name) > 1 for name in names) else 0

    def fit(node: Node) -> Node:
        if node.kind == "diamond":
            return attrs.evolve(node, text="\n".join(_asked(node.text, wide, tall)), height=tall)
        if node.kind == "capsule":
            return attrs.evolve(node, text="\n".join(_told(node.text, wide - _ROUND)), height=high)
        return node

    rows = tuple(
        tuple(attrs.evolve(band, nodes=tuple(map(fit, band.nodes))) for band in row) for row in graph.rows
    )  # fmt: skip
    return attrs.evolve(graph, rows=rows), left


def _nodes(graph: Flow) -> Iterator[tuple[int, Node]]:
    return ((n, node) for n, row in enumerate(graph.rows) for band in row for node in band.nodes)


def _told(text: str, room: float) -> tuple[str, ...]:
    """Return the lines of a name in a capsule; none if it does not fit."""
    try:
        found = lines(text, room, LEGEND) if text else ()
    except SheetError as error:
        if error.why == "glyph":
            raise
        return ()
    return found if len(found) <= _MOST else ()


def _asked(text: str, wide: float, tall: float) -> tuple[str, ...]:
    """Return the lines of a question in a diamond; none if it does not fit."""
    words = text.split()
    for found in ((" ".join(words),), *((" ".join(words[:n]), " ".join(words[n:])) for n in range(1, len(words)))):
        apart = (len(found) - 1) * line_height(LEGEND) / 2 + cap_height(LEGEND) / 2  # of its edge from the middle
        room = wide * (1 - 2 * apart / tall) - 2 * _AIR
        if words and max(width(line, LEGEND) for line in found) <= room:
            return found
    return ()
