"""
A case that opens → its time and its memory, against one stock machine for each case.

The ids are made beforehand on both sides. A unit of work is a batch of a thousand cases that live together, so that the
garbage collector has to look through what they are made of; for the machines that is about half of their time.
"""

from __future__ import annotations

import gc
import tracemalloc
from typing import TYPE_CHECKING

from transitions import Machine

import sopkit
from bench.rounds import Row, in_turn, timed
from bench.walks import EDGES, END, OPENED, STEPS

if TYPE_CHECKING:
    from collections.abc import Callable

    from bench.rounds import Build, Effort, Measured, Prepare

__all__ = ["ROWS"]

BATCH = 1000
STATES = [*STEPS, END]
TRANSITIONS = [list(edge) for edge in EDGES]


class Matter:
    """What a host would hang a machine of its own on: an object with an id, and room for what the machine adds."""

    def __init__(self, case_id: str) -> None:
        self.id = case_id


def _open_sopkit() -> Callable[[str], object]:
    sop = sopkit.reference()
    return lambda case_id: sopkit.start(sop, case_id, at=OPENED)


def _open_machine() -> Callable[[str], object]:
    def opened(case_id: str) -> Matter:
        matter = Matter(case_id)
        Machine(model=matter, states=STATES, transitions=TRANSITIONS, initial=STEPS[0], auto_transitions=False)
        return matter

    return opened


def _ids(count: int) -> list[str]:
    return [f"REK-2026-{number:06}" for number in range(count)]


def _opening(opens: Callable[[], Callable[[str], object]]) -> Build:
    """Return batches of openings; a batch is the unit, and as large on both sides."""

    def build(effort: Effort) -> Prepare:
        opened = opens()
        ids = _ids(effort.size(BATCH, 50))

        def prepare(count: int) -> Callable[[], object]:
            def work() -> list[object]:
                live: list[object] = []
                for _ in range(count):
                    live = [opened(case_id) for case_id in ids]
                return live

            return work

        return prepare

    return build


def _bytes(opened: Callable[[str], object], ids: list[str]) -> float:
    """Return the bytes that one live case takes, the id apart."""
    live: list[object] = [opened(ids[0])]  # what is shared by all cases is made now
    gc.collect()
    tracemalloc.start()
    try:
        live = [opened(case_id) for case_id in ids]
        gc.collect()
        used, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    return used / len(live)


def _memory(effort: Effort) -> Measured:
    ours, theirs = _open_sopkit(), _open_machine()
    ids = _ids(effort.size(BATCH, 50))
    return in_turn(lambda: (_bytes(ours, ids), _bytes(theirs, ids)), effort)


ROWS = (
    Row(
        name="opening",
        work="opening a case (sopkit.start)",
        against="one stock Machine for each case",
        goal=50,
        unit="times faster",
        measure=timed(_opening(_open_sopkit), _opening(_open_machine)),
    ),
    Row(
        name="memory",
        work="memory of a live case, just opened",
        against="one stock Machine for each case",
        goal=40,
        unit="times less memory",
        measure=_memory,
    ),
)
