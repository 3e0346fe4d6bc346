"""
Sheet + Case → the same sheet with the way that the case has gone.

Nothing moves: marks are laid over the drawing, counts beside its arrows, and a line into the margin above its table.
What is marked can be told apart without colour.
"""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING

import attrs

from sopkit.errors import SheetError
from sopkit.journal import COMPLETED
from sopkit.model import CANCELLED
from sopkit.sheet.box import Box, meet
from sopkit.sheet.marks.counts import counts, filled
from sopkit.sheet.marks.overlay import LINE, MAIN, above_all, heavy, mark, outline, ways
from sopkit.sheet.metrics import width
from sopkit.wording import dated, say

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from sopkit.case import Case
    from sopkit.sheet.values import Arrow, Cell, Mark, Page, Sheet, Symbol

__all__ = ["walked"]

_TAKEN, _PASSED, _INNER = 0.75, 0.8, 0.35  # widths of lines
_OUTWARDS = 0.25
_INSET = 0.95  # of the second outline of where the case stands
_FLAG = (2.7, 3.2)
_ID = 60.0  # millimetres, that the id of a case takes at most
_TOUCH = 0.06


def walked(sheet: Sheet, case: Case, *, language: str | None = None) -> Sheet:
    """
    Mark on the sheet of a case's SOP the way it has gone, as of its last entry.

    Arrows that were taken are heavier, with how often where that is more than once; steps that were completed have a
    heavy outline; where the case stands is a second outline and a flag, or a cross where it was cancelled.

    Args:
        sheet: the layout of the case's own SOP.
        case: the case.
        language: of the line above the table, `id` or `en`; the sheet's own without it.

    Raises:
        SheetError: the sheet is that of another SOP, or the font lacks a sign of the case's id.
    """
    way = _Way.of(case)
    stands = [_end(page, way) for page in sheet.pages]
    if not any(stands):
        stands = [_own(page, way) for page in sheet.pages]
    if not any(stands):
        raise SheetError(why="case", text=case.id, what=case.sop.id)
    pages = [_marked(page, way, here) for page, here in zip(sheet.pages, stands, strict=True)]
    line = above_all(sheet.paper, _told(case, language or sheet.language), "case")
    return attrs.evolve(
        sheet,
        pages=tuple(attrs.evolve(page, cells=_under(line, page)) if page.kind == "flow" else page for page in pages),
    )


@attrs.frozen(kw_only=True)
class _Way:
    """What a case did: how often each (step, outcome), which steps it completed, and where it stands."""

    taken: Counter[tuple[str, str]]
    done: frozenset[str]
    step: str
    """Where it stands: an open step, the one whose outcome ended it, or the one at which it was cancelled."""
    outcome: str
    """The outcome that ended it; empty while it runs."""
    is_cancelled: bool

    @classmethod
    def of(cls, case: Case) -> _Way:
        entries = case.journal
        acts = [(str(entry.step), str(entry.outcome)) for entry in entries if entry.kind == COMPLETED]
        step, outcome = case.last.to, ""
        if case.end == CANCELLED:
            step = entries[-2].to
        elif case.is_closed:
            step, outcome = acts[-1]
        return cls(
            taken=Counter(acts), done=frozenset(step for step, _ in acts), step=step, outcome=outcome,
            is_cancelled=case.end == CANCELLED,
        )  # fmt: skip

    def times(self, arrow: Arrow) -> int:
        """Return how often an arrow was taken; the one from a start beside the first step, once."""
        return sum(self.taken[way] for way in ways(arrow)) if arrow.step or arrow.ways else 1


def _marked(page: Page, way: _Way, here: Symbol | None) -> Page:
    if not page.symbols:
        return page
    gone = [arrow for arrow in page.arrows if way.times(arrow)]
    marks = [mark for arrow in gone for mark in heavy(arrow, "taken")]
    marks += [_outlined(symbol) for symbol in page.symbols if _is_passed(symbol, way, gone, page.arrows)]
    if here is not None:
        marks += _here(here, page, is_cancelled=way.is_cancelled)
    often = [(arrow, way.times(arrow)) for arrow in gone if way.times(arrow) > 1]
    labels = (*page.labels, *counts(page, often, marks))
    return attrs.evolve(page, labels=labels, marks=(*page.marks, *marks))


def _is_passed(symbol: Symbol, way: _Way, gone: Sequence[Arrow], arrows: Sequence[Arrow]) -> bool:
    """Return whether a step was completed here, or the way led over this start, end or connector."""
    if symbol.kind in MAIN and symbol.step and not _is_end(symbol, arrows):
        return symbol.step in way.done
    return any(_touches(point, symbol) for arrow in gone for point in (arrow.points[0], arrow.points[-1]))


def _is_end(symbol: Symbol, arrows: Sequence[Arrow]) -> bool:
    return symbol.kind == "capsule" and any(
        symbol.step in dict(ways(arrow)) and _touches(arrow.points[-1], symbol)
        for arrow in arrows
        if not arrow.is_return
    )


def _end(page: Page, way: _Way) -> Symbol | None:
    """Return the end that the case reached, if it is drawn on this page."""
    points = [arrow.points[-1] for arrow in page.arrows if way.outcome and (way.step, way.outcome) in ways(arrow)]
    ends = (one for one in page.symbols if one.kind == "capsule" and any(_touches(point, one) for point in points))
    return next(ends, None)


def _own(page: Page, way: _Way) -> Symbol | None:
    """Return the symbol of the step at which the case stands, if it is on this page."""
    own = (one for one in page.symbols if one.step == way.step and one.kind in MAIN)
    return next((one for one in own if not _is_end(one, page.arrows)), None)


def _touches(point: tuple[float, float], symbol: Symbol) -> bool:
    """Return whether a line that ends at this point ends at this symbol."""
    return (
        abs(point[0] - symbol.x) <= symbol.width / 2 + _TOUCH and abs(point[1] - symbol.y) <= symbol.height / 2 + _TOUCH
    )


def _outlined(symbol: Symbol) -> Mark:
    outwards = _OUTWARDS if symbol.kind == "diamond" and symbol.lines else 0  # words reach its very sides
    return mark("passed", outline(symbol, -outwards), _PASSED, symbol.step)


def _here(symbol: Symbol, page: Page, *, is_cancelled: bool) -> Iterator[Mark]:
    """Yield the marks of where the case stands: within the symbol, or beside it where it holds words."""
    kind = "cancelled" if is_cancelled else "here"
    if not symbol.lines:
        yield mark(kind, outline(symbol, _INSET), _INNER, symbol.step)
        x, y = symbol.x, symbol.y
    else:
        x, y = _free(symbol, page)
    wide, high = _FLAG[0] / 2, _FLAG[1] / 2
    if is_cancelled:
        for side in (-1, 1):
            yield mark(kind, ((x - side * wide, y - wide), (x + side * wide, y + wide)), _TAKEN, symbol.step)
        return
    left, top, low, pole = x - wide, y - high, y + high, 0.4
    corners = ((left, low), (left, top), (x + wide, top + 0.9), (left + pole, top + 1.8), (left + pole, low))
    yield mark(kind, corners, 0, symbol.step)


def _free(symbol: Symbol, page: Page) -> tuple[float, float]:
    """Return where beside a symbol a flag covers nothing; above its right if it covers something everywhere."""
    across, up = symbol.width / 2, symbol.height / 2
    near = (0.5, 0.5) if symbol.kind == "diamond" else (0.8, 1.0)
    reach = _FLAG[0] / 2 + 0.5, _FLAG[1] / 2 + 0.4
    places = [
        (symbol.x + side * (across * near[0] + (reach[0] if symbol.kind == "diamond" else 0)),
         symbol.y + level * (up * near[1] + reach[1]))
        for level in (-1, 1) for side in (1, -1)
    ]  # fmt: skip
    taken = [*filled(page), *(Box.around(pair) for arrow in page.arrows for pair in pairwise(arrow.points))]
    half = _FLAG[0] / 2, _FLAG[1] / 2

    def is_free(place: tuple[float, float]) -> bool:
        flag = Box(place[0] - half[0], place[1] - half[1], place[0] + half[0], place[1] + half[1])
        return not any(meet(flag, one) for one in taken)

    return next(filter(is_free, places), places[0])


def _under(line: Cell, page: Page) -> tuple[Cell, ...]:
    """Return the cells of a page below a line in its upper margin, in the place of any that is there."""
    return (*(one for one in page.cells if one.y != line.y), line)


def _told(case: Case, language: str) -> str:
    """Return which case this is, as of when, and where it stands."""
    sop, way = case.sop, _Way.of(case)
    step = sop.step(way.step)
    actor = sop.actor(step.actor).name.in_(language)
    how = "cancelled" if way.is_cancelled else "ended" if case.end else "open"
    end = sop.label(case.end).in_(language) if case.end else ""
    back = {(one.id, outcome.id) for one in sop.steps for outcome in one.outcomes if outcome.is_return}
    returned = sum(n for act, n in way.taken.items() if act in back)
    times = "none" if not returned else "one" if returned == 1 else "many"
    return say(
        "sheet.case.line", language, case=_short(case.id), at=_moment(case.last.at, language),
        where=say(f"sheet.case.{how}", language, number=step.number, actor=actor, end=end),
        returns=say(f"sheet.case.returns.{times}", language, n=returned),
    )  # fmt: skip


def _short(id: str) -> str:
    """Return the id of a case, cut where it is too long for a line, without signs that only steer others."""
    id = " ".join("".join(sign if sign.isprintable() else " " for sign in id).split())
    size = LINE[2]
    if width(id, size, bold=True) <= _ID:
        return id
    while width(f"{id}…", size, bold=True) > _ID:
        id = id[:-1]
    return f"{id}…"


def _moment(at: datetime, language: str) -> str:
    zone = at.strftime("%z")
    return say(
        "sheet.case.moment", language, day=dated(at.date(), language), hour=f"{at:%H}", minute=f"{at:%M}",
        zone="" if zone == "+0000" else f"{zone[:3]}:{zone[3:5]}",
    )  # fmt: skip
