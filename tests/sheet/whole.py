"""
Pages + their Sop → what is missing or there twice: rows, the total, connectors in pairs, outcomes.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from sheet.plane import on_edge

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sopkit.model import Sop
    from sopkit.sheet.values import Arrow, Cell, Page, Sheet, Symbol


def of_rows(page: Page) -> dict[int, list[Cell]]:
    """Return the cells of each row."""
    rows: dict[int, list[Cell]] = {}
    for cell in page.cells:
        last = cell.name.split(" ")[-1]
        if last.isdigit() and not cell.shaded and not cell.name.startswith("cover"):
            rows.setdefault(int(last), []).append(cell)
    return rows


def rows(pages: list[Page], sop: Sop) -> Iterator[tuple[str, object]]:
    """Every row stands once, in order, on one page."""
    found = [number for page in pages for number in sorted(of_rows(page))]
    if found != list(range(len({step.row for step in sop.steps}))):
        yield "rows", found
    totals = [n for n, page in enumerate(pages) for cell in page.cells if cell.name == "total"]
    if totals != [len(pages) - 1]:
        yield "total", totals


def connectors(sheet: Sheet) -> Iterator[tuple[str, object]]:
    """Connectors are pairs with one letter, and name each other's page."""
    found: dict[str, list[tuple[str, int, int, tuple[str, str]]]] = {}
    for number, page in enumerate(sheet.pages, 1):
        for symbol in page.symbols:
            if symbol.kind not in ("out", "into"):
                continue
            if not len(symbol.letters) == len(symbol.pages) == len(symbol.ways) >= 1:
                yield "connector without a letter", symbol
            words = " ".join(symbol.lines)
            for letter, there, way in zip(symbol.letters, symbol.pages, symbol.ways, strict=True):
                found.setdefault(letter, []).append((symbol.kind, number, there, way))
                if letter not in words or str(there) not in words:
                    yield "connector does not say its letter and page", symbol
    for letter, ends in found.items():
        yield from _paired(letter, ends)


def _paired(letter: str, ends: list[tuple[str, int, int, tuple[str, str]]]) -> Iterator[tuple[str, object]]:
    """Ways may share a letter only from one page to one other."""
    outs, intos = ([one for one in ends if one[0] == kind] for kind in ("out", "into"))
    if sorted(one[3] for one in outs) != sorted(one[3] for one in intos) or len({one[1:3] for one in outs}) != 1:
        yield "connectors not in a pair", (letter, ends)
    elif {one[1:3] for one in outs} != {(there, number) for _, number, there, _ in intos}:
        yield "connector names a wrong page", (letter, ends)


def outcomes(pages: list[Page], sop: Sop) -> Iterator[tuple[str, object]]:
    """Every outcome is drawn exactly once, from its symbol to the one it leads to."""
    drawn: Counter[tuple[str, str, str, str]] = Counter()
    gone: dict[tuple[str, str], str] = {}
    come: dict[tuple[str, str], str] = {}
    for page in pages:
        for arrow in page.arrows:
            source, target = _ends(page, arrow)
            if source is None or target is None:
                continue
            if target.kind == "out":
                yield from _noted(gone, arrow, source.step, target)
            elif source.kind == "into":
                yield from _noted(come, arrow, _name(arrow, target), source)
            else:
                drawn.update((*way, source.step, _name(arrow, target)) for way in arrow.ways)
    drawn.update((*way, source, come.get(way, "?")) for way, source in gone.items())
    wanted = _wanted(pages, sop)
    if drawn != wanted:
        yield "outcomes", (drawn - wanted, wanted - drawn)


def _noted(
    found: dict[tuple[str, str], str], arrow: Arrow, step: str, connector: Symbol
) -> Iterator[tuple[str, object]]:
    """Note to where the ways of an arrow lead, or from where they come; its connector knows of them."""
    if not set(connector.ways) <= set(arrow.ways) or any(way in found for way in arrow.ways):
        yield "outcome drawn twice", arrow
    found |= dict.fromkeys(arrow.ways, step)


def _wanted(pages: list[Page], sop: Sop) -> Counter[tuple[str, str, str, str]]:
    """Return what is to be drawn: nothing where the capsule of the last step is the end itself."""
    wanted: Counter[tuple[str, str, str, str]] = Counter()
    ends = {arrow.target for page in pages for arrow in page.arrows}
    capsules = {symbol.step for page in pages for symbol in page.symbols if symbol.kind == "capsule"}
    for step in sop.steps:
        for outcome, to in sop.ways(step):
            if sop.place(to) is not None:
                wanted[step.id, outcome, step.id, to] += 1
            elif f"{step.id} ends {to}" in ends or step.id not in capsules:
                wanted[step.id, outcome, step.id, f"{step.id} ends {to}"] += 1
    return wanted


def _name(arrow: Arrow, target: Symbol) -> str:
    """Return the step that an arrow leads to, or the key of the capsule of an end."""
    return arrow.target if " ends " in arrow.target and target.kind == "capsule" else target.step


def _ends(page: Page, arrow: Arrow) -> tuple[Symbol | None, Symbol | None]:
    """Return the symbols where an arrow begins and ends."""
    found = [
        next((symbol for symbol in page.symbols if on_edge(symbol, point)), None)
        for point in (arrow.points[0], arrow.points[-1])
    ]
    return found[0], found[1]
