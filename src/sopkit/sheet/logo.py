"""
Bytes of a logo → Picture: its kind, and its size within the room it is given.

Nothing in it is executed or followed: that it is whole is made sure of, for what shows it would fail; two numbers are
read, the rest is handed on as it is.
"""

from __future__ import annotations

import re
import struct
import zlib
from io import BytesIO
from xml.parsers import expat

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
_MOST = 64 * 1024 * 1024  # bytes of a PNG when it is unpacked
_CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}  # kind of colour → numbers for each dot


def logo_size(data: bytes) -> tuple[str, float, float]:
    """
    Return kind (`png` or `svg`), width and height of a picture, in units of its own.

    Raises:
        SheetError: it is neither a whole PNG nor an SVG that tells its size and needs no other file.
    """
    kind, sides = ("png", _size(data)) if data.startswith(_PNG) else ("svg", _drawn_size(data))
    if len(sides) != 2 or not all(0 < side < 1e6 for side in sides):
        raise SheetError(why="logo", text="", what="")
    return kind, sides[0], sides[1]


def _size(data: bytes) -> tuple[float, ...]:
    """Return width and height of a PNG in dots; nothing where it is not whole, or too large to be a logo."""
    at, kind, packed = len(_PNG), b"", bytearray()
    while kind != b"IEND":
        length = int.from_bytes(data[at : at + 4])
        kind, body, end = data[at + 4 : at + 8], data[at + 8 : at + 8 + length], at + 12 + length
        if zlib.crc32(kind + body) != int.from_bytes(data[end - 4 : end]) or end > len(data):
            return ()
        packed += body if kind == b"IDAT" else b""
        at = end
    head = data[16:26]
    if data[12:16] != b"IHDR" or head[9] not in _CHANNELS:
        return ()
    wide, high = struct.unpack(">II", head[:8])
    unpacking = zlib.decompressobj()
    try:
        dots = unpacking.decompress(packed, _MOST)
    except zlib.error:
        return ()
    is_whole = unpacking.eof and len(dots) * 8 >= wide * high * head[8] * _CHANNELS[head[9]]
    return (float(wide), float(high)) if is_whole else ()


def _is_whole(data: bytes) -> bool:
    """Return whether this is XML that needs nothing but itself."""
    parser = expat.ParserCreate()
    found: list[str] = []
    parser.EntityDeclHandler = lambda *_: found.append("entity")
    parser.StartElementHandler = lambda _, said: found.extend(
        value for name, value in said.items() if name.endswith("href") and not value.strip().startswith(("#", "data:"))
    )
    try:
        parser.ParseFile(BytesIO(data))
    except expat.ExpatError:
        return False
    return not found


def _drawn_size(data: bytes) -> tuple[float, ...]:
    if not _is_whole(data):
        return ()
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
        SheetError: it is neither a whole PNG nor an SVG that tells its size and needs no other file.
    """
    kind, wide, high = logo_size(data)
    scale = min(width / wide, height / high)
    return Picture(
        x=round(x + (width - wide * scale) / 2, 2), y=round(y + (height - high * scale) / 2, 2),
        width=round(wide * scale, 2), height=round(high * scale, 2), kind=kind, data=data,
    )  # fmt: skip
