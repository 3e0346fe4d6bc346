"""
Bytes of a logo → Picture: its kind, and its size within the room it is given.

Nothing in it is executed or followed: two numbers are read, the rest is handed on as it is.
"""

from __future__ import annotations

import re
import struct

from sopkit.errors import SheetError
from sopkit.sheet.values import Picture

__all__ = ["logo_size", "placed"]

_PNG = b"\x89PNG\r\n\x1a\n"
_NUMBER = rb"[\d.]+(?:[eE]\d+)?"
_SVG = re.compile(rb"<svg\b[^>]*>", re.DOTALL)
_BOX = re.compile(rb"""\bviewBox\s*=\s*["']\s*[-\d.eE]+[\s,]+[-\d.eE]+[\s,]+(%b)[\s,]+(%b)""" % (_NUMBER, _NUMBER))
_SIDE = rb"""[\s"']%b\s*=\s*["']\s*(%b)(?:px|mm|cm|in|pt)?\s*["']"""
_WIDTH, _HEIGHT = (re.compile(_SIDE % (side, _NUMBER)) for side in (b"width", b"height"))
_LOOKED_AT = 65_536  # bytes in which the first tag of an SVG is sought


def logo_size(data: bytes) -> tuple[str, float, float]:
    """
    Return kind (`png` or `svg`), width and height of a picture, in units of its own.

    Raises:
        SheetError: it is neither a PNG nor an SVG that tells its size.
    """
    if data.startswith(_PNG) and data[12:16] == b"IHDR" and len(data) >= 24:
        kind, sides = "png", tuple(map(float, struct.unpack(">II", data[16:24])))
    else:
        kind, sides = "svg", _drawn_size(data)
    if len(sides) != 2 or not all(0 < side < 1e6 for side in sides):
        raise SheetError(why="logo", text="", what="")
    return kind, sides[0], sides[1]


def _drawn_size(data: bytes) -> tuple[float, ...]:
    tag = _SVG.search(data[:_LOOKED_AT])
    if tag is None:
        return ()
    box = _BOX.search(tag[0])
    sides = box.groups() if box else tuple(found[1] for side in (_WIDTH, _HEIGHT) if (found := side.search(tag[0])))
    try:
        return tuple(map(float, sides))
    except ValueError:  # 1.2.3
        return ()


def placed(data: bytes, *, x: float, y: float, width: float, height: float) -> Picture:
    """
    Return a picture as large as fits into this room, in its middle; millimetres.

    Raises:
        SheetError: it is neither a PNG nor an SVG that tells its size.
    """
    kind, wide, high = logo_size(data)
    scale = min(width / wide, height / high)
    return Picture(
        x=round(x + (width - wide * scale) / 2, 2), y=round(y + (height - high * scale) / 2, 2),
        width=round(wide * scale, 2), height=round(high * scale, 2), kind=kind, data=data,
    )  # fmt: skip
