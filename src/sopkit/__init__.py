"""
SOP as code: one JSON file → a checked definition, a running workflow, its paths, its findings.

These names are the front door; the room behind each is opened when it is first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sopkit import errors as errors
    from sopkit.case import Case, Option, replay, start
    from sopkit.changes import Change, Comparison, Remark, Verdict, compare
    from sopkit.checks import Finding, check, check_book
    from sopkit.counting import count_paths
    from sopkit.covering import covering_paths
    from sopkit.desk import Desk, open_desk
    from sopkit.errors import DefinitionError, Problem, Refusal, SheetError, SopkitError, StoreError, TooManyPaths
    from sopkit.journal import Entry
    from sopkit.machine import build_machine
    from sopkit.model import Actor, Document, End, Outcome, Person, Range, Sop, Step, Text
    from sopkit.reader import dumps, load, loads, reference
    from sopkit.routes import Path, paths
    from sopkit.sheet import render
    from sopkit.worktime import Duration

__version__ = "0.1.0"

__all__ = [
    "Actor", "Case", "Change", "Comparison", "DefinitionError", "Desk", "Document", "Duration", "End", "Entry",
    "Finding", "Option", "Outcome", "Path", "Person", "Problem", "Range", "Refusal", "Remark", "SheetError", "Sop",
    "SopkitError", "Step", "StoreError", "Text", "TooManyPaths", "Verdict", "build_machine", "check", "check_book",
    "compare", "count_paths", "covering_paths", "dumps", "load", "loads", "open_desk", "paths", "reference", "render",
    "replay", "start",
]  # fmt: skip

_ROOMS = {
    "case": ("Case", "Option", "replay", "start"),
    "changes": ("Change", "Comparison", "Remark", "Verdict", "compare"),
    "checks": ("Finding", "check", "check_book"),
    "counting": ("count_paths",),
    "covering": ("covering_paths",),
    "desk": ("Desk", "open_desk"),
    "errors": ("DefinitionError", "Problem", "Refusal", "SheetError", "SopkitError", "StoreError", "TooManyPaths"),
    "journal": ("Entry",),
    "machine": ("build_machine",),
    "model": ("Actor", "Document", "End", "Outcome", "Person", "Range", "Sop", "Step", "Text"),
    "reader": ("dumps", "load", "loads", "reference"),
    "routes": ("Path", "paths"),
    "sheet": ("render",),
    "worktime": ("Duration",),
}
_ROOM_OF = {name: room for room, names in _ROOMS.items() for name in names}


def __getattr__(name: str) -> object:
    if name == "errors":  # the one room that hosts name: `except sopkit.errors.TimeBackwards`
        return import_module("sopkit.errors")
    if name not in _ROOM_OF:
        msg = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(msg)
    value = globals()[name] = getattr(import_module(f"{__name__}.{_ROOM_OF[name]}"), name)
    return value


def __dir__() -> list[str]:
    return [*__all__, "__version__", "errors"]
