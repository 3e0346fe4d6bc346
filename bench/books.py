"""
Many SOPs → the time to bind them into one book, against the time for as many single sheets.

Each is the reference SOP under a title of its own, so that nobody remembers what was set before.
"""

from __future__ import annotations

from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

import attrs

import sopkit
from bench.rounds import Row, timed
from sopkit.sheet.documents.book import book
from sopkit.sheet.outputs.typeset import pdf

if TYPE_CHECKING:
    from collections.abc import Callable

    from bench.rounds import Effort, Measured, Prepare

__all__ = ["ROWS"]

REFERENCE = Path(__file__).parents[1] / "sops" / "rekomendasi-izin-usaha-industri.sop.json"
SOPS = 300
ROUNDS = 3  # of seconds each
_titles = count()


def _sops(many: int) -> list[sopkit.Sop]:
    text = REFERENCE.read_text(encoding="utf-8")
    return [sopkit.loads(text.replace("SOP Penerbitan", f"SOP {next(_titles)} Penerbitan", 1)) for _ in range(many)]


def _bound(effort: Effort) -> Prepare:
    """Return the binding of one book, set as PDF."""

    def prepare(_: int) -> Callable[[], object]:
        sops = _sops(effort.size(SOPS, 5))

        def work() -> bytes:
            sheet = book(sops).sheet
            assert sheet is not None
            return pdf(sheet)

        return work

    return prepare


def _alone(_effort: Effort) -> Prepare:
    """Return the setting of single sheets as PDF; what counts is one of them."""

    def prepare(many: int) -> Callable[[], object]:
        sops = _sops(many)

        def work() -> None:
            for sop in sops:
                sopkit.render(sop, "sheet.pdf")

        return work

    return prepare


def _measure(effort: Effort) -> Measured:
    return timed(_bound, _alone)(attrs.evolve(effort, rounds=effort.size(ROUNDS, effort.rounds)))


ROWS = (
    Row(
        name="book", work=f"bind {SOPS} SOPs into one PDF", against="one sheet as PDF", goal=SOPS,
        unit="times its time", at_most=True, measure=_measure,
    ),
)  # fmt: skip
