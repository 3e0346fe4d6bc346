"""
Sheet → PDF, PNG: set by typst, which is needed for nothing else; all its text and places come from the layout.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from datetime import UTC, datetime, time
from functools import cache
from itertools import pairwise
from pathlib import Path as File
from typing import TYPE_CHECKING, Any

from sopkit.errors import SheetError
from sopkit.sheet.metrics import FONTS
from sopkit.sheet.outputs.grid import grid
from sopkit.sheet.outputs.ink import Box, Path, Run, Way, ink

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from sopkit.sheet.values import Page, Picture, Sheet

__all__ = ["pdf", "png"]

_FORM = File(__file__).with_name("sheet.typ")
_ONCE = datetime(2000, 1, 1, tzinfo=UTC)  # of what has no date: the same SOP gives the same bytes


def pdf(sheet: Sheet, *, author: str = "", day: date | None = None) -> bytes:
    """
    Return all pages as PDF/A-2b and PDF/UA-1: text is text, fonts are within, a table is tagged as a table.

    Args:
        sheet: the layout.
        author: the office whose sheet it is.
        day: since when it holds; the time of making does not come in.

    Raises:
        SheetError: typst is missing, or cannot show the logo.
    """
    when = datetime.combine(day, time(), UTC) if day else _ONCE
    data = _data(sheet, sheet.pages, author, when.date())  # without a date it is no PDF/A
    return _set(sheet.pages, data, format="pdf", pdf_standards=["a-2b", "ua-1"], timestamp=when)


def png(sheet: Sheet, page: int = 0, *, ppi: float = 150) -> bytes:
    """
    Return a page, counted from 0, as a picture of `ppi` dots to the inch.

    Raises:
        SheetError: typst is missing, or cannot show the logo.
    """
    pages = sheet.pages[page : page + 1]
    return _set(pages, _data(sheet, pages, "", None), format="png", ppi=ppi)


def _set(pages: Sequence[Page], data: str, **options: object) -> bytes:
    try:
        return bytes(_compiler().compile(_FORM.read_bytes(), sys_inputs={"sheet": data}, **options))
    except RuntimeError as error:
        if any(page.pictures for page in pages):
            raise SheetError(why="logo", text="", what="") from error
        raise


@cache
def _compiler() -> Any:
    try:
        import typst  # noqa: PLC0415  an extra, and slow to import
    except ImportError:
        raise SheetError(why="package", text="PDF/PNG", what="typst") from None
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])
    return typst.Compiler(root=FONTS, font_paths=fonts)  # a picture that names a file finds none of the reader's


def _data(sheet: Sheet, pages: Sequence[Page], author: str, day: date | None) -> str:
    """Return what is to be set, as JSON: the only way in which words of an SOP reach typst."""
    return json.dumps({
        "title": sheet.title,
        "author": author,
        "date": [day.year, day.month, day.day] if day else None,
        "language": sheet.language,
        "width": sheet.paper.width,
        "height": sheet.paper.height,
        "pages": [_page(page) for page in pages],
    })  # fmt: skip


def _page(page: Page) -> dict[str, object]:
    """Return what is drawn on a page, and its words: those that stand in a cell of the table, and those beside it."""
    drawn = list(ink(page))
    runs = [one for one in drawn if isinstance(one, Run)]
    found = grid([cell for cell in page.cells if cell.ruled])
    across, down = found.across, found.down
    place = {
        (row, column): n
        for n, box in enumerate(found.boxes)
        for row in range(box.row, box.row + box.rows)
        for column in range(box.column, box.column + box.columns)
    }
    inside: dict[int | None, list[Run]] = {}
    for run in runs:
        x, y = (run.x, run.y - run.width / 2) if run.turned else (run.x + run.width / 2, run.y)
        inside.setdefault(place.get((bisect_right(down, y) - 1, bisect_right(across, x) - 1)), []).append(run)
    cells = []
    for n, box in enumerate(found.boxes):
        x, y = across[box.column], down[box.row]
        words = [run._replace(x=run.x - x, y=run.y - y) for run in sorted(inside.get(n, ()), key=_height)]
        cells.append([box.row, box.column, box.rows, box.columns, words])
    return {
        "language": page.language,
        "title": page.title,
        "drawn": [_values(one) for one in drawn if not isinstance(one, Run)],
        "table": None if not cells else {
            "x": across[0], "y": down[0], "head": found.head, "cells": cells,
            "across": [b - a for a, b in pairwise(across)], "down": [b - a for a, b in pairwise(down)],
        },
        "beside": inside.get(None, ()),
    }  # fmt: skip


def _height(run: Run) -> tuple[float, float]:
    return run.y, run.x


def _values(one: Box | Path | Way | Picture) -> list[object]:
    if isinstance(one, Box):
        return ["box", *one]
    if isinstance(one, Path):
        return ["path", *one]
    if isinstance(one, Way):
        return ["way", *one]
    return ["picture", one.x, one.y, one.width, one.height, one.kind, list(one.data)]
