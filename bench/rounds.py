"""
Two pieces of work → the ratio between them, measured in turn.

No engine comes in here. A round prepares one side, collects garbage, times it, then does the same for the other side;
what counts is the ratio within a round, and of those the median. Garbage collection stays on while the clock runs.
The clock is that of the processor, so that busy neighbours disturb less; whole processes are timed by the wall.
"""

from __future__ import annotations

import gc
import os
import statistics
from collections.abc import Callable
from time import process_time
from typing import TypeAlias

import attrs

__all__ = ["Build", "Effort", "Measured", "Prepare", "Row", "in_turn", "repeated", "surroundings", "timed"]

Prepare: TypeAlias = Callable[[int], Callable[[], object]]
"""Given how many units, gets everything ready and returns the work itself, which is all that is timed."""


@attrs.frozen
class Effort:
    """How long to measure."""

    rounds: int = 15
    seconds: float = 0.02
    """What one side of one round lasts at least."""
    quick: bool = False
    """Whether everything is made small, only to see that it runs."""

    def size(self, full: int, small: int) -> int:
        """Return how large a thing to measure on."""
        return small if self.quick else full


Build: TypeAlias = Callable[[Effort], Prepare]
"""Makes what all rounds share, such as a loaded SOP or a built machine."""


@attrs.frozen
class Measured:
    """What came out: both sides of every round, in seconds or bytes for one unit of work."""

    ours: tuple[float, ...]
    theirs: tuple[float, ...]

    def ratios(self, *, ours_over_theirs: bool) -> list[float]:
        """Return the ratio of each round."""
        pairs = zip(self.ours, self.theirs, strict=True)
        return [ours / theirs if ours_over_theirs else theirs / ours for ours, theirs in pairs]


@attrs.frozen(kw_only=True)
class Row:
    """One line of the table."""

    name: str
    """What selects it on the command line."""
    work: str
    against: str
    goal: float
    unit: str
    """How the goal is said: "times faster", "times less memory", or "times its time"."""
    at_most: bool = False
    """Whether the goal is a ceiling for ours / theirs, instead of a floor for theirs / ours."""
    many: int = 0
    """Of how many things a unit of work consists, where their number by the second is told; 0 where it is not."""
    measure: Callable[[Effort], Measured]

    def ratio(self, measured: Measured) -> float:
        """Return the median ratio, in the direction of the goal."""
        return statistics.median(measured.ratios(ours_over_theirs=self.at_most))

    def is_met(self, ratio: float) -> bool:
        """Return whether the goal is reached."""
        return ratio <= self.goal if self.at_most else ratio >= self.goal


def timed(
    ours: Build, theirs: Build, *, clock: Callable[[], float] = process_time, units: int | None = None
) -> Callable[[Effort], Measured]:
    """
    Return a measurement that builds both works, finds how many units fill a round, and times them in turn.

    Where `units` says how many, both sides do so many.
    """

    def measure(effort: Effort) -> Measured:
        works = ours(effort), theirs(effort)
        counts = [units or _enough(work, effort.seconds, clock) for work in works]

        def one_round() -> tuple[float, float]:
            our_time, their_time = (_time(work, count, clock) for work, count in zip(works, counts, strict=True))
            return our_time, their_time

        return in_turn(one_round, effort)

    return measure


def repeated(once: Callable[[], object]) -> Prepare:
    """Return the doing of one thing again and again, what comes of it dropped each time."""

    def prepare(count: int) -> Callable[[], object]:
        def work() -> None:
            for _ in range(count):
                once()

        return work

    return prepare


def in_turn(one_round: Callable[[], tuple[float, float]], effort: Effort) -> Measured:
    """Repeat a round that measures us and then them."""
    ours, theirs = zip(*(one_round() for _ in range(effort.rounds)), strict=True)
    return Measured(ours, theirs)


def _time(prepare: Prepare, count: int, clock: Callable[[], float]) -> float:
    """Return the seconds that one of `count` units takes; what they leave behind is dropped after the clock stops."""
    work = prepare(count)
    gc.collect()
    begin = clock()
    left = work()
    spent = clock() - begin
    del left
    return spent / count


def _enough(prepare: Prepare, seconds: float, clock: Callable[[], float]) -> int:
    """Return a number of units that takes about this long; trying it is also the warm-up."""
    count = 1
    while True:
        spent = _time(prepare, count, clock) * count
        if spent >= seconds:
            return count
        count *= max(2, min(10, round(1.2 * seconds / max(spent, 1e-9))))


def surroundings() -> dict[str, str]:
    """Return the environment for a whole process of Python: this one, but compiled modules are kept, as usual."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
