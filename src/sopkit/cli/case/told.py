"""
A case and its summary → what is shown of them, as lines or as JSON.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs
import click

from sopkit.cli.desks import DEFAULT, VARIABLE, telling, wall
from sopkit.cli.terminal import show, show_json
from sopkit.stores.redacting import redacted
from sopkit.views.cases import Listed
from sopkit.views.journal import standing
from sopkit.views.names import actors, label
from sopkit.views.screen import clean

if TYPE_CHECKING:
    from sopkit.case import Case
    from sopkit.desk import Desk, Summary
    from sopkit.model import JSON, Sop
    from sopkit.views.screen import Screen

__all__ = ["as_json", "command", "listed", "numbered", "resumption", "tell"]


def tell(done: str, case: Case, desk: Desk, looks: Screen, shape: str) -> int:
    """Show what was done, and where the case is then; return the exit code."""
    with telling(looks):
        if shape == "json":
            show_json({"case": as_json(desk.summary(case.id))})
            return 0
        for line in looks.wrapped(done):
            show(line)
        for line in looks.wrapped(standing(case, looks), style="bold"):
            show(line)
    return 0


def resumption(case: str, who: str, store: str, looks: Screen) -> tuple[str, str]:
    """Return what to type so that a suspended case goes on, behind what it is for."""
    reason = looks.say("cli.metavar.text")
    return looks.say("cli.case.next.resume"), command(store, "case", "resume", case, "--as", who, "--reason", reason)


def as_json(one: Any) -> JSON:
    """Return a summary or a task as JSON values; its keys are the attribute names."""
    return attrs.asdict(one, value_serializer=_plain)


def listed(one: Summary, sop: Sop, looks: Screen) -> Listed:
    """Return a case as it stands in a list."""
    if one.step is None or sop.place(one.step) is None:  # the second, where somebody put it there
        place, notes = label(sop, one.end or one.step or "", looks), [looks.say("view.cases.closed")]
    else:
        place, notes = numbered(sop, one.step, looks), [actors(sop, sop.step(one.step).actors, looks)]
    if one.state == "suspended":
        notes = [looks.say("view.cases.suspended")]
    if one.taken_by:
        notes.insert(0, looks.say("view.cases.taken", by=one.taken_by))
    return Listed(one.id, one.title, place, " · ".join(notes), wall(one.since))


def numbered(sop: Sop, step: str, looks: Screen) -> str:
    """Return number and label of a row."""
    return f"{clean(sop.step(step).number)} {label(sop, step, looks)}"


def command(store: str, *args: str) -> str:
    """Return what to type to do something at the same store; never its password, which is to be filled in."""
    import os
    import shlex

    program = click.get_current_context().find_root().command_path
    is_usual = store == os.environ.get(VARIABLE, DEFAULT)
    return f"{program} {shlex.join(args)}" + ("" if is_usual else f" --store {shlex.quote(redacted(store))}")


def _plain(_one: object, _field: object, value: Any) -> Any:
    from datetime import datetime

    from sopkit.model import Text

    if isinstance(value, datetime):
        return value.isoformat()
    return value.to_json() if isinstance(value, Text) else value
