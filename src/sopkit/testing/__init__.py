"""
Sop → tests: people, walks, examples, coverage, and a machine that holds a host's own app against its SOP.

What generates needs Hypothesis (`pip install sopkit[testing]`); playing and coverage need nothing more than sopkit.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sopkit.testing.breakage import Fault, broken, faults
    from sopkit.testing.coverage import Coverage, Part
    from sopkit.testing.crowd import cast
    from sopkit.testing.drawn import definitions, sops
    from sopkit.testing.gaps import picture, report
    from sopkit.testing.journeys import Attempt, acts, people, walks
    from sopkit.testing.stateful import SopStateMachine
    from sopkit.testing.walker import MONDAY, Walk, play, walk

__all__ = [
    "MONDAY", "Attempt", "Coverage", "Fault", "Part", "SopStateMachine", "Walk", "acts", "broken", "cast",
    "definitions", "faults", "people", "picture", "play", "report", "sops", "walk", "walks",
]  # fmt: skip

_ROOMS = {
    "coverage": ("Coverage", "Part"),
    "crowd": ("cast",),
    "drawn": ("definitions", "sops"),
    "breakage": ("Fault", "broken", "faults"),
    "journeys": ("Attempt", "acts", "people", "walks"),
    "gaps": ("picture", "report"),
    "stateful": ("SopStateMachine",),
    "walker": ("MONDAY", "Walk", "play", "walk"),
}
_ROOM_OF = {name: room for room, names in _ROOMS.items() for name in names}


def __getattr__(name: str) -> object:
    if name not in _ROOM_OF:
        msg = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(msg)
    try:
        room = import_module(f"{__name__}.{_ROOM_OF[name]}")
    except ModuleNotFoundError as error:
        if error.name != "hypothesis":
            raise
        msg = f"sopkit.testing.{name} needs Hypothesis: pip install 'sopkit[testing]'"
        raise ModuleNotFoundError(msg, name="hypothesis") from error
    value = globals()[name] = getattr(room, name)
    return value


def __dir__() -> list[str]:
    return __all__
