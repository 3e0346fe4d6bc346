"""
Name → paper, and how the sheet divides it, in millimetres.
"""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["PAPERS", "Paper"]


class Paper(NamedTuple):
    """A sheet of paper on its side."""

    name: str
    width: float
    height: float
    margin: float = 12
    """Left, right and above."""
    foot: float = 20
    """Below; the mark of an electronic signature has its place at the left."""


PAPERS = {
    "A4": Paper("A4", 297, 210),
    "F4": Paper("F4", 330, 215),
    "Letter": Paper("Letter", 279.4, 215.9),
    "Legal": Paper("Legal", 355.6, 215.9),
}
