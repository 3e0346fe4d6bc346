"""
SOP as code: one JSON file → a checked definition, a running workflow, its paths, its findings.

The names of the front door; each room behind it is opened when its name is first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sopkit.case import Case, Option, replay, start
    from sopkit.errors import DefinitionError, Problem, Refusal, SopkitError, TooManyPaths
    from sopkit.journal import Entry
    from sopkit.machine import build_machine
    from sopkit.model import Actor, Document, End, Outcome, Person, Range, Sop, Step, Text
    from sopkit.reader import dumps, load, loads, reference
    from sopkit.worktime import Duration

__version__ = "0.1.0"

_ROOMS = {
    "case": ("Case", "Option", "replay", "start"),
    "errors": ("DefinitionError", "Problem", "Refusal", "SopkitError", "TooManyPaths"),
    "journal": ("Entry",),
    "machine": ("build_machine",),
    "model": ("Actor", "Document", "End", "Outcome", "Person", "Range", "Sop", "Step", "Text"),
    "reader": ("dumps", "load", "loads", "reference"),
    "worktime": ("Duration",),
}
_ROOM_OF = {name: room for room, names in _ROOMS.items() for name in names}

__all__ = sorted(_ROOM_OF)  # noqa: PLE0605


def __getattr__(name: str) -> object:
    if name not in _ROOM_OF:
        msg = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(msg)
    return getattr(import_module(f"{__name__}.{_ROOM_OF[name]}"), name)


def __dir__() -> list[str]:
    return [*__all__, "__version__"]
