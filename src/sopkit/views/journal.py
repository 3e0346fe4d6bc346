"""
Case → its journal as a table, where it stands, and its totals.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from rich.box import SIMPLE_HEAD
from rich.console import Group
from rich.table import Table
from rich.text import Text as Line

from sopkit.journal import CANCELLED, COMPLETED
from sopkit.views.names import actor, documents, label, outcome, place
from sopkit.views.paper import printed
from sopkit.views.screen import clean, shortened
from sopkit.worktime import in_hours

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sopkit.case import Case
    from sopkit.journal import Entry
    from sopkit.model import Sop
    from sopkit.views.screen import Screen

__all__ = ["journal", "returns", "rework", "standing", "totals", "worked"]

_MOST = 110  # most width of the table
_WHO, _OUTCOME = 4, 5  # what part of it the columns of actors and outcomes may take


def journal(case: Case, screen: Screen, *, has_times: bool) -> str:
    """
    Return the journal: when, which row, who as which actor, with what outcome; below it why, and what was handed over.

    Without the times of day, the working time that has added up stands there instead, and each row with its activity.
    """
    sop, spent = case.sop, timedelta()
    screen = screen._replace(width=min(screen.width, _MOST))
    table = _table(screen, has_times=has_times)
    for entry in case.journal:
        spent += _effort(sop, entry)
        when = [entry.at.strftime("%Y-%m-%d %H:%M")] if has_times else []
        so_far = [] if has_times else [in_hours(spent, screen.language) if spent else ""]
        row = Line(_row(sop, entry, screen, is_brief=has_times), no_wrap=True, overflow="ellipsis")
        who, notes = _who(sop, entry, screen), _notes(sop, entry, screen)
        cells = (row, Group(who, *notes)) if has_times else (Group(row, *notes), who)
        table.add_row(*when, *cells, _outcome(sop, entry, screen), *so_far)
    return printed(table, screen)


def _table(screen: Screen, *, has_times: bool) -> Table:
    table = Table(box=SIMPLE_HEAD, expand=True, pad_edge=False, collapse_padding=True, header_style="bold")
    if has_times:
        table.add_column(screen.say("view.journal.when"), no_wrap=True)
    table.add_column(screen.say("view.journal.row"), ratio=None if has_times else 1, min_width=3)
    if has_times:
        table.add_column(screen.say("view.journal.who"), ratio=1)
    else:
        table.add_column(screen.say("view.journal.actor"), max_width=screen.width // _WHO)
    table.add_column(screen.say("view.journal.outcome"), max_width=_room(screen))
    if not has_times:
        table.add_column(screen.say("view.journal.so-far"), justify="right", no_wrap=True)
    return table


def standing(case: Case, screen: Screen) -> str:
    """Return where the case stands, in one sentence."""
    sop = case.sop
    if case.end is not None:
        return screen.say("view.case.ended", end=label(sop, case.end, screen))
    step = sop.step(case.open_steps[0])
    said = shortened(label(sop, step.id, screen), max(20, screen.width - 40))
    return screen.say("view.case.open", number=step.number, activity=said, actor=actor(sop, step.actor, screen))


def totals(case: Case, screen: Screen) -> Iterator[tuple[str, str]]:
    """Yield what a person wants to see added up, as (label, value)."""
    yield screen.say("view.total.standard"), in_hours(case.sop.total_time, screen.language)
    spent, again = worked(case.sop, case.journal), rework(case)
    code = "view.total.with-rework" if again else "view.total.without-rework"
    yield screen.say("view.total.case"), screen.say(code, **_hours({"spent": spent, "again": again}, screen))
    yield screen.say("view.total.returns"), str(returns(case))


def worked(sop: Sop, entries: Iterable[Entry]) -> timedelta:
    """Return the standard times of all steps that were completed, each time counted."""
    return sum((_effort(sop, entry) for entry in entries), timedelta())


def rework(case: Case) -> timedelta:
    """Return how much of that was the time of steps done before."""
    done = {entry.step: entry for entry in case.journal}.values()
    return worked(case.sop, case.journal) - worked(case.sop, done)


def returns(case: Case) -> int:
    """Return how often the case was sent back."""
    back = {(step.id, one.id) for step in case.sop.steps for one in step.outcomes if one.is_return}
    return sum((entry.step, entry.outcome) in back for entry in case.journal)


def _hours(times: dict[str, timedelta], screen: Screen) -> dict[str, str]:
    return {name: in_hours(time, screen.language) for name, time in times.items()}


def _effort(sop: Sop, entry: Entry) -> timedelta:
    done = entry.kind == COMPLETED and entry.step is not None
    return sop.effort(sop.step(entry.step).standard_time) if done else timedelta()  # type: ignore[arg-type]


def _row(sop: Sop, entry: Entry, screen: Screen, *, is_brief: bool) -> str:
    if entry.step is None:
        return ""
    step = sop.step(entry.step)
    said = "" if is_brief else f" {shortened(label(sop, step.id, screen), screen.width)}"
    return clean(step.number) + said


def _who(sop: Sop, entry: Entry, screen: Screen) -> Line:
    """Return who acted, and as which actor."""
    acted = actor(sop, entry.actor, screen) if entry.actor else ""
    return Line(", ".join(dict.fromkeys(words for words in (clean(entry.by or ""), acted) if words)), overflow="fold")


def _notes(sop: Sop, entry: Entry, screen: Screen) -> list[Line]:
    """Return the reason given, and what was handed over."""
    reason = [Line(f"“{clean(entry.reason)}”", style="italic", overflow="fold")] if entry.reason else []
    handed = ((documents(sop, [document], screen), clean(given)) for document, given in entry.outputs.items())
    return reason + [Line(f"{name}: {given}", style="dim", overflow="fold") for name, given in handed]


def _outcome(sop: Sop, entry: Entry, screen: Screen) -> Line:
    """Return how the step ended and where the case went."""
    to = place(sop, entry.to, screen)
    if entry.kind == CANCELLED:
        return Line(screen.say("view.journal.cancelled"), style="yellow")
    if entry.step is None:
        return Line(_led(screen.say("view.journal.opened"), to, screen))
    step = sop.step(entry.step)
    said = outcome(step, entry.outcome, screen) if step.is_decision else ""
    is_return = any(one.id == entry.outcome and one.is_return for one in step.outcomes)
    return Line(_led(said, to, screen), style="yellow" if is_return else "")


def _led(said: str, to: str, screen: Screen) -> str:
    """Return how a step ended and where that led; the arrow begins a line where both do not fit on one."""
    gap = "\n" if len(said) + len(to) + 3 > _room(screen) else " "
    return f"{said}{gap * bool(said)}→ {to}"


def _room(screen: Screen) -> int:
    """Return how wide the column of outcomes may be."""
    return screen.width // _OUTCOME
