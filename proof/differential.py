"""
Random definitions + random acts → `Case` and a stock `transitions.Machine`, side by side, without a difference.

The machine is what `build_machine` gives to a team that drives a plain object of its own. It knows nothing of people,
limits and requirements; so somebody acts who may, giving what is asked, and an act that a limit or four eyes forbid is
not put to the machine. `make differential` plays 100,000 acts; a share of them is among the tests.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from collections import Counter

from hypothesis import HealthCheck, Phase, given, seed, settings
from transitions import MachineError

import sopkit
from sopkit.errors import LimitReached, SameHands
from sopkit.testing import MONDAY, sops

ACTS = 100  # of one definition


class Letter:
    """A plain object of a host."""


def play(sop: sopkit.Sop, draw: random.Random, told: Counter[str]) -> None:
    """Play random acts on a case and on a machine; count what was said to them, and raise where they differ."""
    letter, case = _opened(sop)
    crowd = [sopkit.Person(name, actors=[actor.id for actor in sop.actors]) for name in ("p1", "p2", "p3", "p4")]
    outcomes = sorted({outcome for step in sop.steps for outcome, _ in sop.ways(step)})
    outputs = {document.id: "x" for document in sop.documents}
    for _ in range(ACTS):
        if case.is_closed:
            told["ended"] += 1
            assert letter.state == case.end
            letter, case = _opened(sop)
        outcome = draw.choice(outcomes)
        step = case.open_steps[0]
        try:
            after = case.complete(step, outcome, by=draw.choice(crowd), at=MONDAY, reason="x", outputs=outputs)
        except (LimitReached, SameHands):
            told["limited"] += 1
            continue
        except sopkit.errors.UnknownOutcome:
            told["impossible"] += 1
            after = None
        assert _fired(letter, outcome) is (after is not None), (sop.to_json(), step, outcome)
        if after is not None:
            told["moved"] += 1
            case = after
            assert letter.state == (case.end or case.open_steps[0]), (sop.to_json(), step, outcome)


def _opened(sop: sopkit.Sop) -> tuple[Letter, sopkit.Case]:
    letter = Letter()
    sopkit.build_machine(sop, letter)
    return letter, sopkit.start(sop, "1", at=MONDAY)


def _fired(letter: Letter, outcome: str) -> bool:
    try:
        return bool(letter.trigger(outcome))
    except MachineError:
        return False


def compared(acts: int, start: int) -> Counter[str]:
    """Return what was said to this many acts at least, on definitions drawn from `start` on."""
    told: Counter[str] = Counter()
    phases = [Phase.generate]

    @seed(start)
    @settings(
        max_examples=-(-acts // ACTS), deadline=None, database=None, phases=phases, suppress_health_check=[*HealthCheck]
    )
    @given(sops())
    def law(sop: sopkit.Sop) -> None:
        told["definitions"] += 1
        play(sop, random.Random(told["definitions"]), told)  # noqa: S311 - the same acts each time

    law()
    return told


def main() -> int:
    """Run it and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--acts", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    wanted = parser.parse_args()
    begun = time.perf_counter()
    told = compared(wanted.acts, wanted.seed)
    acts = sum(told[what] for what in ("limited", "impossible", "moved"))
    print(json.dumps({"acts": acts, **told, "differences": 0, "seconds": round(time.perf_counter() - begun)}, indent=2))
    return 0


if __name__ == "__main__":
    sys.exit(main())
