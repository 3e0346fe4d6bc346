"""
A file → its SOP as a table, or as JSON.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sopkit.cli.parts import Verb, argument, format_option
from sopkit.cli.report import sound
from sopkit.cli.terminal import show, show_json
from sopkit.views.table import sheet
from sopkit.worktime import written

if TYPE_CHECKING:
    from sopkit.model import JSON, Sop, Step
    from sopkit.views.screen import Screen

__all__ = ["verb"]


def verb(language: str) -> Verb:
    """Return the command."""
    return Verb("show", language, _run, [argument("path", language), format_option(language)])


def _run(looks: Screen, path: str, shape: str) -> int:
    sop = sound(path, looks, shape)
    if sop is None:
        return 1
    if shape == "json":
        show_json(_as_json(sop))
    else:
        show(sheet(sop, looks))
    return 0


def _as_json(sop: Sop) -> JSON:
    """Return what the file says, and what sopkit works out from it."""
    return {
        **sop.to_json(),
        "steps": [_step(step) for step in sop.steps],
        "total_time": written(sop.total_time),
        "digest": sop.digest,
    }


def _step(step: Step) -> JSON:
    outcomes = [one.to_json() | {"is_return": one.is_return} for one in step.outcomes]
    worked_out = {"number": step.number, "row": step.row, "is_decision": step.is_decision}
    return step.to_json() | worked_out | ({"outcomes": outcomes} if outcomes else {})
