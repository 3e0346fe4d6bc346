"""
Sop → the table of its sheet: number, activity, a column for each actor, inputs, time, output, note, total.

Where it is wide enough each has its column, as on paper. Where it is not, actors become letters, and inputs, output
and note stand below the activity.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.box import SIMPLE_HEAD, SQUARE
from rich.console import Group
from rich.table import Table
from rich.text import Text as Line

from sopkit.model import Range
from sopkit.views.block import foot, head
from sopkit.views.cells import MARKS, activity, details, legend, marks, times, ways
from sopkit.views.names import actor, rows
from sopkit.views.paper import lettered, printed
from sopkit.views.screen import cells, clean
from sopkit.worktime import in_hours

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.box import Box

    from sopkit.model import Sop, Step
    from sopkit.views.screen import Screen

__all__ = ["compact", "sheet"]

_ACTOR = 12  # least width of an actor's column
_TIME = 9  # least width of the times
_REST = 96  # least width of all other columns of the wide form, with their borders
_FOLDED = 110  # most width of the other form
_WAYS = 3  # which part of the width the ways out of a row may take side by side
_MAX_LETTERS = 12


def sheet(sop: Sop, screen: Screen) -> str:
    """Return the whole view: title block, table, legend, and what else the SOP says of a case."""
    is_wide = screen.width >= _REST + len(sop.actors) * (_ACTOR + 3)
    if not is_wide:
        screen = screen._replace(width=min(screen.width, _FOLDED))
    table = _wide(sop, screen) if is_wide else _narrow(sop, screen)
    parts = [head(sop, screen), "" if is_wide else _letters(sop, screen), printed(table, screen)]
    parts += ["\n".join(screen.listed(legend(sop, screen), style="dim")), foot(sop, screen)]
    return "\n\n".join(part for part in parts if part)


def compact(sop: Sop, screen: Screen) -> str:
    """Return the rows, each cut to one line: number, activity, marks, time, and ways out, of which many are stacked."""
    table = _table(sop, screen, SIMPLE_HEAD)
    table.show_footer = False
    has_letters = _add_letters(table, sop)
    table.add_column(screen.say("view.column.ways"), no_wrap=True)
    _add_time(table, sop, screen)
    for row in rows(sop):
        said = Line(activity(sop, row, screen).split("\n")[0], no_wrap=True, overflow="ellipsis")
        led = [Line(way, style=style) for step in row for way, style in ways(sop, step, screen)]
        is_long = sum(cells(way.plain) + 2 for way in led) > screen.width // _WAYS
        cell = Line("\n" if is_long else ", ").join(led)
        table.add_row(clean(row[0].number), said, *_marks(sop, row, has_letters=has_letters), cell, times(row, screen))
    below = [_letters(sop, screen), *screen.listed(legend(sop, screen), style="dim")]
    return "\n".join([printed(table, screen), "", *below])


def _wide(sop: Sop, screen: Screen) -> Table:
    table = _table(sop, screen, SQUARE)
    for one in sop.actors:
        table.add_column(actor(sop, one.id, screen), justify="center", min_width=_ACTOR, ratio=12)
    table.add_column(screen.say("view.column.inputs"), min_width=12, ratio=17)
    _add_time(table, sop, screen)
    for column in ("outputs", "note"):
        table.add_column(screen.say(f"view.column.{column}"), min_width=12, ratio=17)
    for row in rows(sop):
        said = details(sop, row, screen)
        symbols = [_symbols(sop, row, one.id, screen) for one in sop.actors]
        cells = (Line(said["inputs"]), Line(times(row, screen)), Line(said["outputs"]), Line(said["note"]))
        table.add_row(clean(row[0].number), Line(activity(sop, row, screen)), *symbols, *cells)
    return table


def _narrow(sop: Sop, screen: Screen) -> Table:
    table = _table(sop, screen, SIMPLE_HEAD)
    has_letters = _add_letters(table, sop)
    _add_time(table, sop, screen)
    for n, row in enumerate(rows(sop)):
        if n:
            table.add_row()
        words = _folded(sop, row, screen, with_actor=not has_letters)
        when = Line(times(row, screen).replace(" – ", " –\n"))  # a range on one line leaves little for the words
        table.add_row(clean(row[0].number), words, *_marks(sop, row, has_letters=has_letters), when)
    return table


def _table(sop: Sop, screen: Screen, box: Box) -> Table:
    table = Table(
        box=box, show_lines=box is SQUARE, show_footer=True, expand=True, pad_edge=box is SQUARE,
        collapse_padding=box is not SQUARE, header_style="bold", footer_style="bold",
    )  # fmt: skip
    widest = max(len(step.number) for step in sop.steps)
    table.add_column(screen.say("view.column.number"), justify="right", width=min(max(widest, 2), 8))
    is_most = any(isinstance(step.standard_time, Range) for step in sop.steps)
    total = screen.say("view.total.most" if is_most else "view.total")
    table.add_column(screen.say("view.column.activity"), min_width=20, ratio=34, footer=total)
    return table


def _add_letters(table: Table, sop: Sop) -> bool:
    """Add a column with a letter for each actor, unless they are too many."""
    has_letters = len(sop.actors) <= _MAX_LETTERS
    for letter in lettered(len(sop.actors)) if has_letters else ():
        table.add_column(letter, justify="center", width=1)
    return has_letters


def _add_time(table: Table, sop: Sop, screen: Screen) -> None:
    """Add the column of times, below it their total; among many columns each unit has a line of its own."""
    total = in_hours(sop.total_time, screen.language)
    least = _TIME
    if table.box is SQUARE:
        words = total.split(" ")
        total = "\n".join(" ".join(words[n : n + 2]) for n in range(0, len(words), 2))
    elif table.show_footer:
        least = max(_TIME, cells(total))
    table.add_column(screen.say("view.column.time"), justify="right", min_width=least, footer=total)


def _marks(sop: Sop, row: Sequence[Step], *, has_letters: bool) -> list[Line]:
    if not has_letters:
        return []
    return [Line("\n".join(MARKS[kind] for kind in marks(row, one.id)), style="bold") for one in sop.actors]


def _symbols(sop: Sop, row: Sequence[Step], id: str, screen: Screen) -> Line:
    """Return the actor's cell of the wide form: each mark, and below it where it leads."""
    lines = []
    mine = [step for step in row if id in (step.actor, *step.alternates, *step.participants)]
    for step in mine:
        lines += [Line(MARKS[kind], style="bold") for kind in marks([step], id)]
        if step.actor == id:
            lines += [Line(_broken(way), style=style) for way, style in ways(sop, step, screen)]
    return Line("\n").join(lines)


def _broken(way: str) -> str:
    """Return a way out that is too long for its column with the arrow at the begin of a line, never at the end."""
    return way.replace(" → ", "\n→ ", 1) if len(way) > _ACTOR else way


def _folded(sop: Sop, row: Sequence[Step], screen: Screen, *, with_actor: bool) -> Group:
    """Return the activity, and below it the ways out, inputs, output and note."""
    said = [Line(activity(sop, row, screen))]
    for step in row:
        led = Line(" · ").join(Line(way, style=style) for way, style in ways(sop, step, screen))
        if with_actor or (led and len(row) > 1):
            led = Line(f"{actor(sop, step.actor, screen)}  ").append_text(led)
        said += [led] if led else []
    below = Table.grid(padding=(0, 2, 0, 0))
    for column, words in details(sop, row, screen).items():
        if words:
            below.add_row(Line(screen.say(f"view.column.{column}"), style="dim"), Line(words, style="dim"))
    return Group(*said, *([below] if below.rows else []))


def _letters(sop: Sop, screen: Screen) -> str:
    """Return which letter stands for which actor."""
    if len(sop.actors) > _MAX_LETTERS:
        return ""
    pairs = zip(lettered(len(sop.actors)), sop.actors, strict=True)
    return "\n".join(screen.listed(f"{letter} {actor(sop, one.id, screen)}" for letter, one in pairs))
