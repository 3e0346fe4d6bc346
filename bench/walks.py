"""
The reference SOP → its happy walk of eight steps, on sopkit and on stock `transitions`.

For every engine alike, the definition is built once and a fresh case for each walk is opened before the clock starts:
a unit of work is the eight acts that bring one open case to its end. Opening is measured by itself, in `opening`.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import attrs
from transitions import Machine

import sopkit
from bench.rounds import Row, timed

if TYPE_CHECKING:
    from collections.abc import Callable

    from bench.rounds import Effort, Prepare

__all__ = ["EDGES", "END", "OPENED", "OUTCOMES", "ROWS", "STEPS", "Engine", "against", "sopkit_engine"]

OPENED = datetime(2026, 1, 5, 9, tzinfo=UTC)

ACTS = (
    ("terima-berkas", "done", "budi", "kabid"),
    ("verifikasi-berkas", "sesuai", "siti", "tim-teknis"),
    ("tinjau-lokasi", "done", "siti", "tim-teknis"),
    ("buat-bap", "sesuai", "siti", "tim-teknis"),
    ("buat-draft", "done", "siti", "tim-teknis"),
    ("periksa-paraf", "sesuai", "budi", "kabid"),
    ("tanda-tangan", "sesuai", "ratna", "kadis"),
    ("arsip-kirim", "done", "joko", "caraka"),
)
"""Step, outcome, person and the actor that the person stands for."""

STEPS = tuple(step for step, *_ in ACTS)
OUTCOMES = tuple(outcome for _, outcome, *_ in ACTS)
END = "end"
FORWARD = tuple(zip(OUTCOMES, STEPS, (*STEPS[1:], END), strict=True))
RETURNS = (
    ("tidak-sesuai", "verifikasi-berkas", "terima-berkas"),
    ("tidak-sesuai", "buat-bap", "terima-berkas"),
    ("tidak-sesuai", "periksa-paraf", "buat-draft"),
    ("tidak-sesuai", "tanda-tangan", "periksa-paraf"),
)
EDGES = (*FORWARD, *RETURNS)
"""Every way of the SOP as (outcome, from, to), for the engines that are not told by a file."""


@attrs.frozen
class Engine:
    """One way to carry cases: what opens one, what walks it to its end, and how it tells that it is there."""

    open: Callable[[], Any]
    walk: Callable[[Any], Any]
    is_ended: Callable[[Any], bool]

    def prepare(self, count: int) -> Callable[[], object]:
        """Open `count` cases, and return the walking of them all."""
        walk = self.walk
        opened = [self.open() for _ in range(count)]

        def work() -> None:
            for case in opened:
                walk(case)

        return work

    def proved(self) -> Engine:
        """Return itself, after one walk that is seen to begin open and to end."""
        case = self.open()
        if self.is_ended(case):
            msg = "a fresh case has ended already"
            raise RuntimeError(msg)
        if not self.is_ended(self.walk(case)):
            msg = "the walk does not reach the end"
            raise RuntimeError(msg)
        return self


def sopkit_engine() -> Engine:
    """Return sopkit: `Case.complete` with the actor check, full entries and rising times, on frozen cases."""
    sop = sopkit.reference()
    people = {name: sopkit.Person(name, actors={actor}) for _, _, name, actor in ACTS}
    acts = [
        (step, outcome, people[name], OPENED + timedelta(hours=hour))
        for hour, (step, outcome, name, _) in enumerate(ACTS, start=1)
    ]

    def walk(case: sopkit.Case) -> sopkit.Case:
        for step, outcome, person, at in acts:
            case = case.complete(step, outcome, by=person, at=at)
        return case

    return Engine(
        open=lambda: sopkit.start(sop, "REK-2026-001", at=OPENED),
        walk=walk,
        is_ended=lambda case: case.is_closed and case.end == END and len(case.journal) == len(ACTS) + 1,
    ).proved()


@attrs.define(eq=False)
class Token:
    """The lightest model that `transitions` accepts: a slot for its state."""

    state: str = STEPS[0]


def transitions_engine() -> Engine:
    """Return `transitions` at its fastest: one stock machine without models, and bare triggers on a slotted token."""
    machine = Machine(
        model=None,
        states=[*STEPS, END],
        transitions=[list(edge) for edge in EDGES],
        initial=None,
        auto_transitions=False,
    )
    events = machine.events

    def walk(token: Token) -> Token:
        for outcome in OUTCOMES:
            events[outcome].trigger(token)
        return token

    return Engine(open=Token, walk=walk, is_ended=lambda token: token.state == END).proved()


def against(name: str, rival: str, goal: float, engine: Callable[[], Engine]) -> Row:
    """Return the row in which sopkit walks the eight steps against another engine."""

    def ours(_: Effort) -> Prepare:
        return sopkit_engine().prepare

    def theirs(_: Effort) -> Prepare:
        return engine().prepare

    return Row(
        name=name,
        work="Case.complete, 8-step walk",
        against=rival,
        goal=goal,
        unit="times faster",
        measure=timed(ours, theirs),
    )


ROWS = (against("transitions", "bare triggers of stock transitions", 2.5, transitions_engine),)
