"""
Sheet + what changed since an older version → the sheet with the changes marked, and pages that list them.

What changed is known by its attributes alone; the room that compares definitions stays out. Nothing moves: a bar stands
at the left edge of each cell that reads otherwise now, a new row has a plus beside it, symbols and arrows that mean
something else are heavier. What was said before, and what is gone, stands in the list, struck through.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

import attrs

from sopkit.sheet.layout.heading import numbered
from sopkit.sheet.layout.ruled import Column, edged, ruled
from sopkit.sheet.marks.overlay import MAIN, above_all, heavy, mark, outline, ways
from sopkit.sheet.metrics import line_height, lines
from sopkit.sheet.values import Page, Sheet
from sopkit.wording import say

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sopkit.model import Sop, Step
    from sopkit.sheet.values import Cell, Mark

__all__ = ["Changed", "redline"]

_BAR, _OUTLINE = 0.6, 0.8
_INSET = (0.4, 0.6)  # of a bar from the left, and from above and below
_OUTSIDE, _PLUS = 1.6, (4.4, 1.5)  # of a new row: from the table to its bar; to its plus, and half its size
_TITLE, _TEXT = 13.0, 9.0
_CELLS = {  # key of a step or an outcome → the column whose words say it
    "activity": "activity", "inputs": "inputs", "outputs": "outputs", "standard_time": "time", "note": "note",
}  # fmt: skip
_DRAWN = ("actor", "alternates", "participants", "question", "outcomes")
_WAYS = ("next", "to", "label", "outcomes")
_NAMED = {"title": ("cover title", "heading title"), "printed_total": ("total",)}


class Changed(Protocol):
    """One thing that the new definition says differently, as `sopkit.changes` tells it."""

    @property
    def kind(self) -> str: ...
    @property
    def key(self) -> str: ...
    @property
    def step(self) -> str | None: ...
    @property
    def id(self) -> str | None: ...
    @property
    def new(self) -> Any: ...
    def part_in(self, language: str) -> str: ...
    def old_in(self, language: str) -> str: ...
    def new_in(self, language: str) -> str: ...


def redline(sheet: Sheet, sop: Sop, changes: Sequence[Changed], *, language: str | None = None) -> Sheet:
    """
    Mark on the sheet of an SOP what changed in it since an older version.

    Args:
        sheet: the layout of the new version.
        sop: the new version.
        changes: what changed, in the order of the paper: `changes` of a Comparison.
        language: of the list, `id` or `en`; the sheet's own without it.

    Raises:
        SheetError: a word is too wide for the list, or the font lacks a character.
    """
    touched, language = _Touched.by(changes, sop), language or sheet.language
    line = above_all(sheet.paper, say("redline.line", language), "redline")
    pages = [
        attrs.evolve(
            page, cells=(*page.cells, line),
            marks=(*page.marks, *_bars(page, touched), *_symbols(page, touched), *_rows(page, touched, sheet)),
        )
        for page in sheet.pages
    ]  # fmt: skip
    return attrs.evolve(sheet, pages=(*pages, *_listed(sheet, changes, language)))


@attrs.frozen(kw_only=True)
class _Touched:
    """What of a sheet is marked."""

    cells: frozenset[str]
    """Names of cells that read otherwise."""
    steps: frozenset[str]
    """Steps whose symbol means something else."""
    ways: frozenset[tuple[str, str]]
    """Step and outcome of arrows that lead elsewhere, or are new."""
    rows: frozenset[int]
    """Rows that are new, from 0."""

    @classmethod
    def by(cls, changes: Iterable[Changed], sop: Sop) -> _Touched:
        cells: set[str] = set()
        steps: set[str] = set()
        ways: set[tuple[str, str]] = set()
        rows: set[int] = set()
        for change in changes:
            step = sop.step(change.step) if change.step and sop.place(change.step) is not None else None
            if change.key in ("standard_time", "steps") and change.kind != "step-moved" and not sop.printed_total:
                cells.add("total")
            if change.kind == "step-removed":
                continue
            if step is None:
                cells.update(_named(change, sop))
            elif change.kind == "step-added" and not step.same_row:
                rows.add(step.row - 1)
            elif change.kind == "step-added":
                steps.add(step.id)
            else:
                cells.update(_cell(change, step))
                steps.update([step.id] if change.key in _DRAWN else [])
                ways.update(_ways(change, step))
        return cls(cells=frozenset(cells), steps=frozenset(steps), ways=frozenset(ways), rows=frozenset(rows))


def _named(change: Changed, sop: Sop) -> Iterator[str]:
    """Yield the cells that a change outside the steps concerns."""
    if change.kind.startswith("identity"):
        field = {"unit": "agency", "position": "approved_by", "name": "approved_by", "id_number": "approved_by"}
        yield f"cover {field.get(change.key, change.key)}"
    elif change.key == "actors" and change.kind == "actors-reordered":
        yield "column.actors"
    elif change.kind.startswith("actor-"):
        yield from (f"actor {n}" for n, actor in enumerate(sop.actors) if actor.id == change.id)
    elif change.kind.startswith("document-") and change.key == "name":
        for step in sop.steps:
            produced = {*step.outputs, *(id for outcome in step.outcomes for id in outcome.outputs or ())}
            yield from [f"inputs {step.row - 1}"] if change.id in step.inputs else []
            yield from [f"outputs {step.row - 1}"] if change.id in produced else []
    else:
        yield from _NAMED.get(change.key, ())


def _cell(change: Changed, step: Step) -> Iterator[str]:
    """Yield the cell of a row that says what changed; the number stands for what no cell says."""
    if change.key in _CELLS:
        yield f"{_CELLS[change.key]} {step.row - 1}"
    elif change.key not in (*_DRAWN, *_WAYS):
        yield f"number {step.row - 1}"


def _ways(change: Changed, step: Step) -> Iterator[tuple[str, str]]:
    """Yield the arrows that lead elsewhere, or are new, or are called otherwise."""
    if change.key == "next":
        yield step.id, "done"
    elif change.kind == "outcome-added":
        yield step.id, str(change.new)
    elif change.key in ("to", "label") and change.id:
        yield step.id, change.id


def _bars(page: Page, touched: _Touched) -> Iterator[Mark]:
    for cell in page.cells:
        if cell.name in touched.cells:
            x, inset = cell.x + _INSET[0], _INSET[1]
            ends = ((x, cell.y + inset), (x, cell.y + cell.height - inset))
            yield mark("changed", ends, _BAR, cell.name)


def _symbols(page: Page, touched: _Touched) -> Iterator[Mark]:
    ends = [arrow.points[-1] for arrow in page.arrows if arrow.step in touched.steps and not arrow.is_return]
    for symbol in page.symbols:
        is_end = any(abs(x - symbol.x) < symbol.width and abs(y - symbol.y) < symbol.height for x, y in ends)
        if symbol.step in touched.steps and symbol.kind in MAIN and not (symbol.kind == "capsule" and is_end):
            yield mark("changed", outline(symbol), _OUTLINE, symbol.step)
    for arrow in page.arrows:
        if not touched.ways.isdisjoint(ways(arrow)):
            yield from heavy(arrow, "changed")


def _rows(page: Page, touched: _Touched, sheet: Sheet) -> Iterator[Mark]:
    """Yield a bar and a plus beside each new row."""
    for cell in page.cells:
        what, _, row = cell.name.partition(" ")
        if what == "number" and row.isdigit() and int(row) in touched.rows:
            left, middle = sheet.paper.margin - _OUTSIDE, cell.y + cell.height / 2
            yield mark("new", ((left, cell.y), (left, cell.y + cell.height)), _BAR, cell.name)
            x, half = sheet.paper.margin - _PLUS[0], _PLUS[1]
            yield mark("new", ((x - half, middle), (x + half, middle)), _BAR, cell.name)
            yield mark("new", ((x, middle - half), (x, middle + half)), _BAR, cell.name)


def _listed(sheet: Sheet, changes: Sequence[Changed], language: str) -> list[Page]:
    """Return the pages that list what changed, with the old words struck through."""
    columns = [
        Column(head=say(f"change.view.column.{name}", language), share=share, align=align)
        for name, share, align in (
            ("no", 8, "center"),
            ("part", 60, "left"),
            ("old", 100, "left"),
            ("new", 100, "left"),
        )
    ]
    title = say("redline.title", language)
    above, top = _above(sheet, title, say("redline.legend" if changes else "change.view.none", language))
    if not changes:
        return [Page(cells=above, title=title, kind="changes")]
    rows = []
    for n, change in enumerate(changes, 1):
        part = change.part_in(language)
        rows.append((str(n), part[:1].upper() + part[1:], change.old_in(language), change.new_in(language)))
    pages, _ = ruled(columns, rows, sheet.paper, top=top, least=0, kind="changes", name="change")
    pages = [attrs.evolve(page, cells=tuple(_struck(page.cells))) for page in pages]
    pages[0] = attrs.evolve(pages[0], cells=(*above, *pages[0].cells), title=title)
    if (count := len(pages)) == 1:
        return pages
    return numbered(pages, sheet.paper, lambda n: say("redline.page-of", language, page=n, pages=count))


def _struck(cells: Sequence[Cell]) -> Iterator[Cell]:
    """Yield the cells, those of the column of old words struck through where they say something."""
    for n, cell in enumerate(cells):
        is_old = not cell.shaded and n % 4 == 2
        yield attrs.evolve(cell, struck=True) if is_old and cell.lines not in ((), ("–",)) else cell


def _above(sheet: Sheet, title: str, legend: str) -> tuple[tuple[Cell, ...], float]:
    paper = sheet.paper
    left, right = paper.margin, paper.width - paper.margin
    cells, y = [], paper.margin
    for name, said, size in (("title", f"{title}: {sheet.title}", _TITLE), ("legend", legend, _TEXT)):
        broken = lines(said, right - left, size, bold=name == "title")
        low = y + len(broken) * line_height(size) + 1
        cells.append(edged(left, y, right, low, broken, size, bold=name == "title", ruled=False, name=name))
        y = low
    return tuple(cells), y + 2
