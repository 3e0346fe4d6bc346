"""
Drawn SOPs → how many of their sheets have something wrong, and what.

`make sheets COUNT=10000` draws so many SOPs that are hard to lay out, lays each out on one of the papers, and looks at
every page as `tests/sheet/acceptance.py` does. Exits 1 where anything was wrong, or where an SOP was refused for a
reason that is none: too many actors, a word too wide, a character without a picture, or a row higher than a page.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import sys
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

import sopkit
from sopkit.errors import SheetError
from sopkit.sheet.layout import layout

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))
from sheet.acceptance import breaches, crossings
from sheet.crowded import crowded

if TYPE_CHECKING:
    from collections.abc import Iterator

MAY_BE_REFUSED = {"actors", "word", "glyph", "row"}
BATCH = 50
MOST = 8  # actors that A4 must hold


@attrs.define
class Tally:
    """What was found so far."""

    counts: Counter[str] = attrs.field(factory=Counter)
    wrong: dict[str, str] = attrs.field(factory=dict)
    """Of each kind of breach the smallest SOP that has it."""
    slowest: tuple[float, str] = (0.0, "")

    def add(self, other: Tally) -> None:
        """Add what another process found."""
        self.counts += other.counts
        self.slowest = max(self.slowest, other.slowest)
        for kind, text in other.wrong.items():
            self.note(kind, text)

    def note(self, kind: str, text: str) -> None:
        """Keep an SOP as an example, if it is the smallest."""
        if kind not in self.wrong or len(text) < len(self.wrong[kind]):
            self.wrong[kind] = text


def looked_at(sop: sopkit.Sop, paper: str, capsules: str, tally: Tally) -> None:
    """Lay out an SOP, and count what is wrong with its sheet."""
    text = sopkit.dumps(sop)
    began = time.process_time()
    tally.counts["SOPs"] += 1
    tally.counts["rows"] += len({step.row for step in sop.steps})
    try:
        sheet = layout(sop, paper=paper, capsules=capsules, cover=False)
    except SheetError as error:
        tally.counts[f"refused: {error.why}"] += 1
        if error.why not in MAY_BE_REFUSED:
            tally.note(f"refused: {error.why}", text)
        return
    tally.slowest = max(tally.slowest, (time.process_time() - began, f"{len(sop.steps)} steps, {paper}"))
    tally.counts["pages"] += len(sheet.pages)
    for page in sheet.pages:
        tally.counts["arrows"] += len(page.arrows)
        tally.counts["crossings"] += crossings(page)
        tally.counts["pairs of connectors"] += sum(symbol.kind == "out" for symbol in page.symbols)
    for kind, _ in breaches(sheet, sop):
        tally.counts[f"wrong: {kind}"] += 1
        tally.note(f"wrong: {kind}", text)


def batch(start: int) -> Tally:
    """Look at one batch of SOPs, always the same for the same start."""
    tally = Tally()

    @seed(start)
    @settings(
        max_examples=BATCH, deadline=None, database=None, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(crowded(), st.sampled_from(["A4", "F4", "Letter", "Legal"]), st.sampled_from(["own", "beside"]))
    def look(sop: sopkit.Sop, paper: str, capsules: str) -> None:
        wide = {"A4": "F4", "Letter": "Legal"} if len(sop.actors) > MOST else {}
        looked_at(sop, wide.get(paper, paper), capsules, tally)

    look()
    return tally


def batches(count: int, first: int) -> Iterator[Tally]:
    """Yield what the batches found, as they are done."""
    starts = range(first, first + -(-count // BATCH))
    with multiprocessing.get_context("fork").Pool(os.cpu_count()) as pool:
        yield from pool.imap_unordered(batch, starts)


def main() -> int:
    """Look at as many as are asked for, and tell."""
    parser = argparse.ArgumentParser(prog="python -m proof.sheets", description="Look at the sheets of drawn SOPs.")
    parser.add_argument("--count", type=int, default=10_000, help="how many SOPs")
    parser.add_argument("--first", type=int, default=1, help="number of the first batch")
    parser.add_argument("--keep", type=Path, help="folder for the SOPs whose sheets are wrong")
    asked: Any = parser.parse_args()
    total, began = Tally(), time.monotonic()
    for one in batches(asked.count, asked.first):
        total.add(one)
        if sys.stderr.isatty():
            print(f"\r{total.counts['SOPs']} SOPs", end="", file=sys.stderr)
    print(f"{time.monotonic() - began:.0f} seconds; the slowest took {total.slowest[0]:.2f} s ({total.slowest[1]})")
    for kind, count in sorted(total.counts.items()):
        print(f"{count:>9,}  {kind}")
    for kind, text in total.wrong.items():
        if asked.keep:
            asked.keep.mkdir(parents=True, exist_ok=True)
            (asked.keep / f"{'-'.join(kind.replace(':', '').split())}.sop.json").write_text(text, encoding="utf-8")
    return 1 if total.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
