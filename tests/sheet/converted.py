"""Office documents → what LibreOffice shows of them: words and lines on pages, in millimetres from the top left."""

from __future__ import annotations

import subprocess
from itertools import pairwise
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import attrs
import pikepdf

from sopkit.sheet.metrics import MM
from tools import needed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

Point = tuple[float, float]
_DESCENT = 0.35 / 1.3  # of the height that poppler gives to words where a PDF does not tell how high its letters are
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
        return self.low - (self.low - self.top) * _DESCENT


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
    subprocess.run(
        [soffice, f"-env:UserInstallation={profile}", "--headless", "--convert-to", "pdf", "--outdir", folder, *documents],
        cwd=folder, check=True, capture_output=True, timeout=150,
    )  # fmt: skip
    return {name: _pages((folder / name).with_suffix(".pdf"), pdftotext) for name in documents}


def _pages(file: Path, pdftotext: str) -> list[Shown]:
    made = subprocess.run([pdftotext, "-bbox", file, "-"], check=True, capture_output=True, timeout=30)
    told = ET.fromstring(made.stdout)
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
    pen = _Pen(high)
    for operands, operator in pikepdf.parse_content_stream(page):
        does = str(operator)
        if does in (*_OPEN, *_FILLED, "n"):
            if does != "n":
                yield from (Stroke(tuple(line), does in _FILLED) for line in pen.lines)
            pen.lines = []
        elif does in _STEPS:
            _STEPS[does](pen, [float(one) for one in operands])


class _Pen:
    """What draws a page: where it is turned to, and the lines it has begun."""

    def __init__(self, high: float) -> None:
        self.high = high
        self.turn: Sequence[float] = (1, 0, 0, 1, 0, 0)
        self.kept: list[Sequence[float]] = []
        self.lines: list[list[Point]] = []

    def at(self, x: float, y: float) -> Point:
        a, b, c, d, e, f = self.turn
        return (x * a + y * c + e) * MM, (self.high - x * b - y * d - f) * MM

    def keep(self, _: Sequence[float]) -> None:
        self.kept.append(self.turn)

    def take(self, _: Sequence[float]) -> None:
        self.turn = self.kept.pop()

    def turned(self, by: Sequence[float]) -> None:
        a, b, c, d, e, f = by
        p, q, r, s, t, u = self.turn
        self.turn = (
            a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u
        )  # fmt: skip

    def begin(self, numbers: Sequence[float]) -> None:
        self.lines.append([self.at(*numbers)])

    def go(self, numbers: Sequence[float]) -> None:
        self.lines[-1].append(self.at(*numbers[-2:]))

    def box(self, numbers: Sequence[float]) -> None:
        x, y, wide, tall = numbers
        edges = (x, y), (x + wide, y), (x + wide, y + tall), (x, y + tall), (x, y)
        self.lines.append([self.at(*edge) for edge in edges])

    def close(self, _: Sequence[float]) -> None:
        self.lines[-1].append(self.lines[-1][0])


_STEPS = {
    "q": _Pen.keep, "Q": _Pen.take, "cm": _Pen.turned, "m": _Pen.begin, "l": _Pen.go, "c": _Pen.go, "v": _Pen.go,
    "y": _Pen.go, "re": _Pen.box, "h": _Pen.close,
}  # fmt: skip


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
