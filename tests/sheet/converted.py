"""Office documents → what LibreOffice shows of them: words and lines on pages, in millimetres from the top left."""

from __future__ import annotations

import subprocess
from itertools import pairwise
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import attrs
import pikepdf
from tools import needed

from sopkit.sheet.metrics import MM

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

Point = tuple[float, float]
_DESCENT = 434 / 2048  # of the letters that stand for Arial, which poppler takes for the lower edge of a word
_OPEN, _FILLED = ("S", "s"), ("f", "F", "f*", "B", "B*", "b", "b*")


@attrs.frozen
class Word:
    """A word: its left and right edge and the height of its baseline; on end, its own edges whichever they are."""

    text: str
    left: float
    right: float
    top: float
    low: float

    @property
    def baseline(self) -> float:
        return self.low - (self.low - self.top) * _DESCENT / (1854 / 2048 + _DESCENT)


@attrs.frozen
class Stroke:
    """Lines from point to point, drawn or filled."""

    points: tuple[Point, ...]
    is_filled: bool

    @property
    def box(self) -> tuple[float, float, float, float]:
        across, down = zip(*self.points, strict=True)
        return min(across), min(down), max(across), max(down)


@attrs.frozen
class Shown:
    """One page."""

    width: float
    height: float
    words: tuple[Word, ...]
    strokes: tuple[Stroke, ...]


def converted(documents: Mapping[str, bytes], folder: Path) -> dict[str, list[Shown]]:
    """Return the pages of each document, by its name, as LibreOffice makes a PDF of it; all in one run."""
    soffice, pdftotext = needed("soffice"), needed("pdftotext")
    for name, data in documents.items():
        (folder / name).write_bytes(data)
    profile = (folder / "profile").as_uri()
    subprocess.run(  # noqa: S603  our own documents
        [soffice, f"-env:UserInstallation={profile}", "--headless", "--convert-to", "pdf", "--outdir", folder, *documents],
        cwd=folder, check=True, capture_output=True, timeout=150,
    )  # fmt: skip
    return {name: _pages((folder / name).with_suffix(".pdf"), pdftotext) for name in documents}


def _pages(file: Path, pdftotext: str) -> list[Shown]:
    made = subprocess.run([pdftotext, "-bbox", file, "-"], check=True, capture_output=True, timeout=30)  # noqa: S603
    told = ET.fromstring(made.stdout)  # noqa: S314  poppler's own
    space = "{http://www.w3.org/1999/xhtml}"
    with pikepdf.open(file) as pdf:
        return [
            Shown(
                float(said.get("width")) * MM,
                float(said.get("height")) * MM,
                tuple(_word(one) for one in said.iter(f"{space}word")),
                tuple(_strokes(page, float(said.get("height")))),
            )
            for said, page in zip(told.iter(f"{space}page"), pdf.pages, strict=True)
        ]


def _word(said: ET.Element) -> Word:
    left, right, top, low = (float(said.get(name)) * MM for name in ("xMin", "xMax", "yMin", "yMax"))
    return Word(said.text, left, right, top, low)


def _strokes(page: pikepdf.Page, high: float) -> Iterator[Stroke]:
    """Yield what a page draws; of a curve its ends."""
    turn: Sequence[float] = (1, 0, 0, 1, 0, 0)
    kept: list[Sequence[float]] = []
    lines: list[list[Point]] = []

    def at(x: float, y: float) -> Point:
        a, b, c, d, e, f = turn
        return (x * a + y * c + e) * MM, (high - x * b - y * d - f) * MM

    for operands, operator in pikepdf.parse_content_stream(page):
        does = str(operator)
        if does in ("cm", "m", "l", "c", "v", "y", "re"):
            numbers = [float(one) for one in operands]
        if does == "q":
            kept.append(turn)
        elif does == "Q":
            turn = kept.pop()
        elif does == "cm":
            turn = _turned(numbers, turn)
        elif does == "m":
            lines.append([at(*numbers)])
        elif does in ("l", "c", "v", "y"):
            lines[-1].append(at(*numbers[-2:]))
        elif does == "re":
            x, y, wide, tall = numbers
            corners = (x, y), (x + wide, y), (x + wide, y + tall), (x, y + tall), (x, y)
            lines.append([at(*corner) for corner in corners])
        elif does == "h":
            lines[-1].append(lines[-1][0])
        elif does in (*_OPEN, *_FILLED, "n"):
            if does != "n":
                yield from (Stroke(tuple(line), does in _FILLED) for line in lines)
            lines = []


def _turned(one: Sequence[float], by: Sequence[float]) -> tuple[float, ...]:
    a, b, c, d, e, f = one
    p, q, r, s, t, u = by
    return a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u


def corners(points: Sequence[Point]) -> list[Point]:
    """Return the points at which a line begins, bends and ends."""
    kept = [points[0]]
    for point, after in pairwise(points[1:]):
        (x, y), (u, v) = kept[-1], after
        if abs((point[0] - x) * (v - y) - (point[1] - y) * (u - x)) > 0.1 * (abs(u - x) + abs(v - y)):
            kept.append(point)
    return [*kept, points[-1]]


def near(one: Point, other: Point, by: float) -> bool:
    """Return whether two points are at most so far from each other, across and down."""
    return abs(one[0] - other[0]) <= by and abs(one[1] - other[1]) <= by
