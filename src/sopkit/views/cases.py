"""
Many cases, or what happened beside the journal of one → tables that fit.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rich.box import SIMPLE_HEAD
from rich.console import Group
from rich.table import Table
from rich.text import Text as Line

from sopkit.views.paper import printed
from sopkit.views.screen import clean, one_line

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from sopkit.views.screen import Screen

__all__ = ["Happened", "Listed", "aside", "cases"]

_MOST = 110  # most width of a table
_CASE = 3  # what part of it the cases may take


class Listed(NamedTuple):
    """A case as it stands in a list."""

    id: str
    title: str
    place: str
    """Where it is: number and label of its row, or its end."""
    note: str
    """Whose turn it is, and who has taken it."""
    since: datetime
    """When it came there, as the clock on the wall showed it."""


class Happened(NamedTuple):
    """Something that left a case where it was."""

    at: datetime
    by: str
    said: str


def cases(listed: Iterable[Listed], screen: Screen) -> str:
    """Return cases with their titles, where they are, whose turn it is, and since when."""
    screen = screen._replace(width=min(screen.width, _MOST))
    table = _table(screen)
    table.add_column(screen.say("view.cases.case"), max_width=screen.width // _CASE)
    table.add_column(screen.say("view.cases.place"), ratio=1)
    table.add_column(screen.say("view.cases.since"), no_wrap=True)
    for one in listed:
        id = Line(one_line(one.id), overflow="fold")
        case = Group(id, _brief(one.title, "dim")) if one.title else id
        table.add_row(case, Group(_brief(one.place), _brief(one.note, "dim")), _minute(one.since))
    return printed(table, screen)


def aside(happened: Iterable[Happened], screen: Screen) -> str:
    """Return what left a case where it was: when, who, and what."""
    screen = screen._replace(width=min(screen.width, _MOST))
    table = _table(screen)
    table.add_column(screen.say("view.journal.when"), no_wrap=True)
    table.add_column(screen.say("view.cases.who"), max_width=screen.width // _CASE)
    table.add_column(screen.say("view.cases.what"), ratio=1)
    for one in happened:
        table.add_row(_minute(one.at), Line(clean(one.by), overflow="fold"), Line(clean(one.said), overflow="fold"))
    return printed(table, screen)


def _table(screen: Screen) -> Table:
    return Table(
        box=SIMPLE_HEAD, expand=True, width=screen.width, pad_edge=False, collapse_padding=True, header_style="bold"
    )


def _brief(text: str, style: str = "") -> Line:
    """Return text that is cut at the end of its line."""
    return Line(" ".join(clean(text).split()), style=style, no_wrap=True, overflow="ellipsis")


def _minute(at: datetime) -> str:
    return at.strftime("%Y-%m-%d %H:%M")
