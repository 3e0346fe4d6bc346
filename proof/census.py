"""
Drawn definitions → how large they are, and how many of them have what a law should meet.

What a generator never draws, no law over it can tell about. `make census` prints the table for 2,000 definitions;
`tests/test_proofs.py` counts a share of them, and none of the numbers may be 0.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from statistics import quantiles
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, Phase, given, seed, settings

from sopkit.checks import check
from sopkit.plan import plan_of
from sopkit.testing import sops

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sopkit.model import Sop
    from sopkit.plan import Act

SIZES = ((1, 5), (6, 12), (13, 30), (31, 45), (46, 60))
LARGE = 30  # a quarter of the definitions have more steps
QUARTER = (0.2, 0.3)  # what passes for one: few hundred are never quite even, and the first fifty drawn are small
KINDS = (
    *(f"a decision with {n} outcomes" for n in (2, 3, 4, 5)), "1 end", "2 ends", "3 ends", "an end in the middle",
    "a return", "a return to the step itself", "a loop in a loop", "loops that cross", "several returns into one step",
    "a repair step that goes up", "several ways between two steps", "at_most", "four eyes", "alternates",
    "participants", "a shared row", "a time", "a time from … to", "a limit of working time", "a limit by the calendar",
    "a reason is required", "an output is required", "outputs of an outcome", "a tool", "may be cancelled",
    "two languages", "a case can be caught", "a step is out of reach",
)  # fmt: skip


def kinds(sop: Sop) -> Iterator[str]:
    """Yield which of `KINDS` there are in `sop`, each at least once."""
    plan = plan_of(sop)
    yield f"{len(sop.ends)} end{'s' if len(sop.ends) > 1 else ''}"
    yield from _flow(sop, plan.acts)
    yield from _parts(sop)
    found = {finding.rule for finding in check(sop)}
    yield from ["a case can be caught"] * ("can-finish" in found)
    yield from ["a step is out of reach"] * ("reachable" in found)


def _flow(sop: Sop, acts: tuple[Act, ...]) -> Iterator[str]:
    """Yield what there is in how the steps lead to each other."""
    places = {step.id: n for n, step in enumerate(sop.steps)}
    decisions = [step for step in sop.steps if step.is_decision]
    decided = {step.id for step in decisions}
    back = [(places[act.to], places[act.step]) for act in acts if act.is_upward]
    loops = {*back}
    there = {
        **{f"a decision with {len(step.outcomes)} outcomes": True for step in decisions},
        "an end in the middle": any(act.to not in places and act.step != sop.steps[-1].id for act in acts),
        "a return": any(act.is_upward and act.step in decided for act in acts),
        "a return to the step itself": any(to == here for to, here in back),
        "a loop in a loop": any(
            one != other and one[0] <= other[0] and other[1] <= one[1] for one in loops for other in loops
        ),
        "loops that cross": any(one[0] < other[0] <= one[1] < other[1] for one in loops for other in loops),
        "several returns into one step": max(Counter(to for to, _ in back).values(), default=0) > 1,
        "a repair step that goes up": any(act.is_upward and act.step not in decided for act in acts),
        "several ways between two steps": max(Counter((act.step, act.to) for act in acts).values()) > 1,
        "at_most": any(act.at_most for act in acts),
    }
    yield from (kind for kind, is_there in there.items() if is_there)


def _parts(sop: Sop) -> Iterator[str]:
    """Yield what there is in what the steps and the whole say."""
    outcomes = [outcome for step in sop.steps for outcome in step.outcomes]
    requires = {what for one in (*sop.steps, *outcomes) for what in one.requires}
    timed = [step.standard_time for step in sop.steps if step.standard_time]
    limited = (sop, *sop.steps)
    there = {
        "four eyes": any(step.separate_from for step in sop.steps),
        "alternates": any(step.alternates for step in sop.steps),
        "participants": any(step.participants for step in sop.steps),
        "a shared row": any(step.same_row for step in sop.steps),
        "a time": any(not hasattr(time, "to") for time in timed),
        "a time from … to": any(hasattr(time, "to") for time in timed),
        "a limit of working time": any(one.complete_within for one in limited),
        "a limit by the calendar": any(one.elapsed_within for one in limited),
        "a reason is required": "reason" in requires,
        "an output is required": "outputs" in requires,
        "outputs of an outcome": any(outcome.outputs for outcome in outcomes),
        "a tool": any(document.kind == "tool" for document in sop.documents),
        "may be cancelled": bool(sop.cancel),
        "two languages": any(len(step.activity.by_language) > 1 for step in sop.steps),
    }
    yield from (kind for kind, is_there in there.items() if is_there)


def counted(count: int, start: int) -> tuple[list[int], Counter[str]]:
    """Return how many steps each of about `count` definitions has, drawn from `start` on, and how many have what."""
    sizes: list[int] = []
    told: Counter[str] = Counter()

    @seed(start)
    @settings(max_examples=count, deadline=None, database=None, phases=[Phase.generate],
              suppress_health_check=[*HealthCheck])  # fmt: skip
    @given(sops())
    def draw(sop: Sop) -> None:
        sizes.append(len(sop.steps))
        told.update({*kinds(sop)})

    draw()
    return sizes, told


def main() -> int:
    """Count, print the table (or JSON), and return 1 if a kind is missing or those that are large are no quarter."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=2_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", action="store_true")
    wanted = parser.parse_args()
    sizes, told = counted(wanted.count, wanted.seed)
    large = sum(size > LARGE for size in sizes) / len(sizes)
    figures = {
        "definitions": len(sizes), "smallest": min(sizes), "quartiles": quantiles(sizes, n=4), "largest": max(sizes),
        "of steps": {f"{least}-{most}": sum(least <= size <= most for size in sizes) for least, most in SIZES},
        f"above {LARGE} steps": round(large, 3), "with": {kind: told[kind] for kind in KINDS},
    }  # fmt: skip
    if wanted.json:
        print(json.dumps(figures, ensure_ascii=False))
    else:
        print(f"{len(sizes)} definitions of {min(sizes)} to {max(sizes)} steps")
        print(
            f"quartiles {', '.join(f'{quartile:g}' for quartile in quantiles(sizes, n=4))}; {large:.0%} above {LARGE}"
        )
        print("".join(f"{n:>7} {n / len(sizes):>4.0%}  of {steps} steps\n" for steps, n in figures["of steps"].items()))
        print("".join(f"{told[kind]:>7} {told[kind] / len(sizes):>4.0%}  {kind}\n" for kind in KINDS), end="")
    return int(not QUARTER[0] <= large <= QUARTER[1] or not all(told[kind] for kind in KINDS))


if __name__ == "__main__":
    sys.exit(main())
