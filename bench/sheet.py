"""
A large SOP → the time of its layout, against the reference, and against the same SOP with a quarter of the rows.

The large one has 60 rows for 15 actors on F4; every fourth row is a decision that can return to the row three before. A
layout is all that comes before the first byte: lines of text, pages, arrows, labels; with the cover on either side.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import sopkit
from bench.rounds import Row, repeated, timed
from bench.samples import paper
from sopkit.sheet.layout import layout

if TYPE_CHECKING:
    from collections.abc import Callable

    from bench.rounds import Build, Effort

__all__ = ["ROWS"]

LARGE = 60, 16
"""Rows of the large SOP, in full and where it is to be quick."""
PART = 4
ACTORS = 15
APART = 4  # columns between who has a row and who has the next


def crowd(rows: int) -> sopkit.Sop:
    """Return an SOP of so many rows for 15 actors, each row for another."""
    whole = json.loads(paper(rows))
    whole["actors"] = [
        {"id": f"pelaksana-{n}", "name": {"id": f"Pelaksana {n}", "en": f"Actor {n}"}} for n in range(ACTORS)
    ]
    for place, step in enumerate(whole["steps"]):
        step["actor"] = f"pelaksana-{place * APART % ACTORS}"
    return sopkit.loads(json.dumps(whole))


def _layout(sop: Callable[[Effort], sopkit.Sop], size: str) -> Build:
    def build(effort: Effort) -> Callable[[int], Callable[[], object]]:
        wanted = sop(effort)
        return repeated(lambda: layout(wanted, paper=size))

    return build


_large = _layout(lambda effort: crowd(effort.size(*LARGE)), "F4")

ROWS = (
    Row(
        name="sheet-large", work="layout of 60 rows for 15 actors", against="layout of the reference", goal=15,
        unit="times its time", at_most=True, measure=timed(_large, _layout(lambda _: sopkit.reference(), "A4")),
    ),
    Row(
        name="sheet-growth", work="layout of 60 rows for 15 actors", against="layout of 15 such rows",
        goal=PART * PART, unit="times its time", at_most=True,
        measure=timed(_large, _layout(lambda effort: crowd(effort.size(*LARGE) // PART), "F4")),
    ),
)  # fmt: skip
