"""
An SOP whose end is hard to reach → walks that reach it: drawn by `sopkit.testing.walks`, or come upon by chance.

Each of its ten steps is a decision that goes on or back to the first, so that of a thousand walks by chance about
twenty are at the end after 50 acts, which is when a rule-based machine of Hypothesis gives up. Ours are drawn by
Hypothesis, and that is much of their time; theirs by `random`, each act by somebody who may. Where an end is near, as
in the reference SOP, chance gets there sooner than Hypothesis can draw.
"""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, Phase, given, seed, settings

import sopkit
from bench.rounds import Row, timed
from bench.samples import ring
from bench.walks import OPENED
from sopkit.plan import plan_of
from sopkit.testing import walks

if TYPE_CHECKING:
    from collections.abc import Callable

    from bench.rounds import Effort, Prepare

__all__ = ["ROWS"]

BATCH = 20
"""Walks in a unit of work, so that what Hypothesis does once for all of them counts little."""

LOST = 50
"""After how many acts a walk by chance is given up."""


def _sop() -> sopkit.Sop:
    return sopkit.loads(ring(10, limited=False))


def _drawn(_: Effort) -> Prepare:
    """Return batches of walks that Hypothesis draws, each seen to be at an end."""
    sop = _sop()

    def prepare(count: int) -> Callable[[], object]:
        @seed(1)
        @settings(
            max_examples=BATCH * count,
            database=None,
            deadline=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(walks(sop))
        def work(case: sopkit.Case) -> None:
            assert case.is_closed

        return work

    return prepare


def _by_chance(_: Effort) -> Prepare:
    """Return batches of walks by chance that are at an end; the time of those that are not counts too."""
    sop = _sop()
    ways = {step: tuple(stop.acts) for step, stop in plan_of(sop).stops.items()}
    anybody = sopkit.Person("petugas-1", actors={"petugas"})

    def prepare(count: int) -> Callable[[], object]:
        chance = random.Random(1)  # noqa: S311 - nothing secret

        def ends() -> bool:
            case = sopkit.start(sop, "LINGKARAN-1", at=OPENED)
            for _ in range(LOST):
                [step] = case.open_steps
                case = case.complete(step, chance.choice(ways[step]), by=anybody, at=OPENED)
                if case.is_closed:
                    return True
            return False

        def work() -> None:
            ended = 0
            while ended < BATCH * count:
                ended += ends()

        return work

    return prepare


ROWS = (
    Row(
        name="aims",
        work="sopkit.testing.walks, 10 returning steps",
        against="walks by chance that reach the end",
        goal=3,
        unit="times faster",
        many=BATCH,
        measure=timed(_drawn, _by_chance),
    ),
)
