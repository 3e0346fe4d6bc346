"""
Text + size → its width in millimetres, and the lines it takes in a column.

Widths are those of Arimo, which are those of Arial, glyph by glyph: kerning and ligatures are off in every output, so
that every output breaks lines at the same words.
"""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path

from sopkit.errors import SheetError

__all__ = ["FONTS", "LEADING", "MM", "cap_height", "line_height", "lines", "width"]

FONTS = Path(__file__).parent / "fonts"
MM = 25.4 / 72
"""Millimetres in a point."""
LEADING = 1.2
_UNITS = 2048
_CAP = 1409
_BREAKS = re.compile(r"(?<=[/\-–_.:])(?=\w)")


@cache
def _advances(weight: str) -> dict[str, int]:
    runs = json.loads((FONTS / "widths.json").read_text(encoding="utf-8"))[weight]
    return {chr(first + n): advance for first, advances in runs for n, advance in enumerate(advances)}


def width(text: str, size: float, *, bold: bool = False) -> float:
    """
    Return how wide a line is, in millimetres, at a size in points.

    Raises:
        SheetError: the font has no picture of a character.
    """
    advances = _advances("bold" if bold else "regular")
    try:
        return sum(advances[sign] for sign in text) * size * MM / _UNITS
    except KeyError as missing:
        raise SheetError(why="glyph", text=text, what=missing.args[0]) from None


def line_height(size: float) -> float:
    """Return the distance between two lines, in millimetres."""
    return size * MM * LEADING


def cap_height(size: float) -> float:
    """Return how high a capital letter is, in millimetres."""
    return size * MM * _CAP / _UNITS


def lines(text: str, room: float, size: float, *, bold: bool = False) -> tuple[str, ...]:
    """
    Return the lines that a text takes in a column `room` millimetres wide.

    Raises:
        SheetError: a word is wider than that, or the font lacks a character.
    """
    found: list[str] = []
    for paragraph in text.split("\n"):
        line = ""
        for word in paragraph.split():
            for part, glue in _parts(word, room, size, bold=bold):
                longer = f"{line}{glue if line else ''}{part}"
                if line and width(longer, size, bold=bold) > room:
                    found.append(line)
                    line = part
                else:
                    line = longer
        found.append(line)
    return tuple(found)


def _parts(word: str, room: float, size: float, *, bold: bool) -> list[tuple[str, str]]:
    """Return a word, or where it is too wide its parts, each with what stands before it on one line."""
    if width(word, size, bold=bold) <= room:
        return [(word, " ")]
    parts = _BREAKS.split(word)
    for part in parts:
        if width(part, size, bold=bold) > room:
            raise SheetError(why="word", text=word, what=part)
    return [(part, "" if n else " ") for n, part in enumerate(parts)]
