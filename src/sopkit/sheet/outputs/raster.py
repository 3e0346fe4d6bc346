"""
Picture → PNG, for documents that show no SVG.
"""

from __future__ import annotations

import attrs

from sopkit.sheet.outputs.typeset import png
from sopkit.sheet.paper import Paper
from sopkit.sheet.values import Page, Picture, Sheet

__all__ = ["raster"]

_FINE = 300  # dots to the inch


def raster(picture: Picture) -> bytes:
    """
    Return a picture as PNG; one that is a PNG stays as it is.

    Raises:
        SheetError: typst, which draws an SVG, is missing.
    """
    if picture.kind == "png":
        return picture.data
    page = Page(cells=(), pictures=(attrs.evolve(picture, x=0, y=0),))
    paper = Paper("", picture.width, picture.height)
    return png(Sheet(title="", language="id", paper=paper, pages=(page,)), ppi=_FINE)
