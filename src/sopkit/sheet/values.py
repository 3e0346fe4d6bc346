"""
What a sheet is made of, as values: pages of cells, symbols, arrows and labels, placed in millimetres from the top left.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

if TYPE_CHECKING:
    from sopkit.sheet.paper import Paper

__all__ = ["Arrow", "Cell", "Label", "Mark", "Page", "Picture", "Sheet", "Symbol", "Tie"]

_POINT = 2.73  # millimetres; a pentagon with many words has no longer one


@attrs.frozen(kw_only=True)
class Cell:
    """A ruled box with lines of text."""

    x: float
    y: float
    width: float
    height: float
    lines: tuple[str, ...] = ()
    size: float = 9
    """Of the text, in points."""
    align: str = "left"
    """`left` or `center`."""
    upright: str = "middle"
    """`top` or `middle`."""
    bold: bool = False
    shaded: bool = False
    struck: bool = False
    """Whether a line goes through its words: they no longer hold."""
    ruled: bool = True
    """Whether its borders are drawn."""
    numbers: tuple[str, ...] = ()
    """Of a list: what stands before each line, `1.` or nothing; the lines themselves then begin `indent` further in."""
    indent: float = 0
    """How far that is, in millimetres; only where the text stands left."""
    begins: tuple[int, ...] = ()
    """Lines, from 0, with which a paragraph after the first begins; a telephone breaks lines anew within one."""
    leads_to: int = 0
    """Page of this sheet, from 1, that a click on it opens; 0 is none."""
    name: str = ""
    """What it holds, for whoever reads the layout: `number 3`, `activity 3`, `actor kabid`."""


@attrs.frozen(kw_only=True)
class Symbol:
    """One of the five symbols, around its centre."""

    kind: str
    x: float
    y: float
    width: float
    height: float
    lines: tuple[str, ...] = ()
    size: float = 7
    step: str = ""
    ways: tuple[tuple[str, str], ...] = ()
    """Of a connector: step and outcome of each arrow that goes on here, in the order of its letters."""
    letters: tuple[str, ...] = ()
    pages: tuple[int, ...] = ()
    """Of a connector: where each of its arrows goes on, as a page of this sheet from 1."""

    @property
    def point(self) -> float:
        """Of a connector, which is a pentagon: how high its point is, below all its words."""
        return min(0.325 * self.height, _POINT)


@attrs.frozen(kw_only=True)
class Arrow:
    """A line from symbol to symbol, its head at the last point."""

    points: tuple[tuple[float, float], ...]
    is_return: bool = False
    step: str = ""
    outcome: str = ""
    target: str = ""
    """Key of the symbol that it leads to; arrows may run together only where this is the same."""
    ways: tuple[tuple[str, str], ...] = ()
    """Step and outcome of each way that it stands for; more than one only where it comes out of a connector."""


@attrs.frozen(kw_only=True)
class Tie:
    """A dotted line: between those who do a step together, or on a cover where something is to be written by hand."""

    points: tuple[tuple[float, float], ...]
    width: float = 0.3
    """Of the line, in millimetres."""


@attrs.frozen(kw_only=True)
class Label:
    """What stands beside an arrow, from its top left."""

    x: float
    y: float
    width: float
    height: float
    lines: tuple[str, ...]
    size: float = 7.5
    way: tuple[str, str] = ("", "")
    """Step and outcome of its arrow."""


@attrs.frozen(kw_only=True)
class Picture:
    """A picture that the caller gave, a logo, as it is; from its top left."""

    x: float
    y: float
    width: float
    height: float
    kind: str
    """`png` or `svg`."""
    data: bytes = attrs.field(repr=False)


@attrs.frozen(kw_only=True)
class Mark:
    """A black line or shape over all else on the page: the way of a case, or what a revision changed."""

    kind: str
    """`taken`, `head`, `passed`, `here`, `cancelled` (of a case); `changed`, `new` (of a revision)."""
    points: tuple[tuple[float, float], ...]
    """Its corners; a line whose last point is its first is closed."""
    width: float = 0
    """Of the line; 0 is a shape without a line, filled."""
    name: str = ""
    """What it marks: `step outcome`, a step, or the name of a cell."""


@attrs.frozen(kw_only=True)
class Page:
    """One page."""

    cells: tuple[Cell, ...]
    symbols: tuple[Symbol, ...] = ()
    arrows: tuple[Arrow, ...] = ()
    ties: tuple[Tie, ...] = ()
    labels: tuple[Label, ...] = ()
    marks: tuple[Mark, ...] = ()
    pictures: tuple[Picture, ...] = ()
    language: str = ""
    """Of its words; empty where it is that of the sheet."""
    title: str = ""
    """What a list of contents calls what begins here; empty where it began before."""
    kind: str = "flow"
    """`cover`, `flow`, `changes` or `form`."""


@attrs.frozen(kw_only=True)
class Sheet:
    """All pages on one paper."""

    title: str
    language: str
    paper: Paper
    pages: tuple[Page, ...]
