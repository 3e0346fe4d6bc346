"""
Symbol or arrow → the heavier lines that are laid over it; what they mean → a line above all else.
"""

from __future__ import annotations

from math import cos, pi, sin
from typing import TYPE_CHECKING

from sopkit.sheet.metrics import lines
from sopkit.sheet.values import Cell, Mark

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sopkit.sheet.paper import Paper
    from sopkit.sheet.values import Arrow, Symbol

__all__ = ["LINE", "MAIN", "above_all", "heavy", "mark", "outline", "ways"]

MAIN = ("capsule", "box", "diamond")
"""Kinds of the symbols that stand for a step or an end."""
LINE = (3.6, 7.6, 8.0)
"""Of the line in the upper margin, in bold: where it begins, how high it is, size of its letters."""
_LINE = 0.75
_HEAD = (2.3, 2.1)  # length and width of the head of a heavy arrow


def ways(arrow: Arrow) -> tuple[tuple[str, str], ...]:
    """Return step and outcome of each way that an arrow stands for."""
    return arrow.ways or ((arrow.step, arrow.outcome),)


def heavy(arrow: Arrow, kind: str) -> Iterator[Mark]:
    """Yield an arrow once more, heavier: its line, a mark of this kind, and its head."""
    name = ", ".join(" ".join(way) for way in ways(arrow)).strip()
    (x1, y1), (x, y) = arrow.points[-2:]
    long, half = _HEAD[0], _HEAD[1] / 2
    right, down = (x > x1) - (x < x1), (y > y1) - (y < y1)
    back = (x - right * long, y - down * long)
    short = min(long - 0.6, abs(x - x1) + abs(y - y1))
    yield mark(kind, (*arrow.points[:-1], (x - right * short, y - down * short)), _LINE, name)
    sides = ((back[0] - down * half, back[1] - right * half), (back[0] + down * half, back[1] + right * half))
    yield mark("head", ((x, y), *sides), 0, name)


def outline(symbol: Symbol, inset: float = 0) -> tuple[tuple[float, float], ...]:
    """Return the corners of a symbol, or of a smaller one within it; the last is the first again."""
    x, y, wide, high = symbol.x, symbol.y, symbol.width / 2 - inset, symbol.height / 2 - inset
    if symbol.kind == "diamond":
        wide, high = wide - inset * 0.5, high - inset * 0.3  # its sides slope: they come nearer than its points do
        corners = [(x, y - high), (x + wide, y), (x, y + high), (x - wide, y)]
    elif symbol.kind in ("out", "into"):
        low = symbol.y + symbol.height / 2 - symbol.point - inset
        corners = [(x - wide, y - high), (x + wide, y - high), (x + wide, low), (x, y + high), (x - wide, low)]
    elif symbol.kind == "capsule":
        turns = [(side, pi * n / 12 - pi / 2) for side in (1, -1) for n in range(13)]
        corners = [
            (x + side * (wide - high) + side * high * cos(turn), y + side * high * sin(turn)) for side, turn in turns
        ]
    else:
        corners = [(x - wide, y - high), (x + wide, y - high), (x + wide, y + high), (x - wide, y + high)]
    return (*corners, corners[0])


def above_all(paper: Paper, said: str, name: str) -> Cell:
    """Return the line in the upper margin that says what the marks of a page mean."""
    top, high, size = LINE
    room = paper.width - 2 * paper.margin
    return Cell(
        x=paper.margin, y=top, width=room, height=high, lines=lines(said, room - 3, size), size=size, ruled=False,
        bold=True, name=name,
    )  # fmt: skip


def mark(kind: str, points: Sequence[tuple[float, float]], width: float, name: str) -> Mark:
    """Return a mark with its points rounded."""
    return Mark(kind=kind, points=tuple((round(x, 2), round(y, 2)) for x, y in points), width=width, name=name)
