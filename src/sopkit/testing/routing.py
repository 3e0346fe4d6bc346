"""
Where a case is, and what it has taken → the acts that lead on to a step or an end.
"""

from __future__ import annotations

from collections import Counter
from math import inf
from typing import TYPE_CHECKING

from sopkit.plan import plan_of
from sopkit.routes import fewest

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sopkit.journal import Entry
    from sopkit.model import Sop
    from sopkit.plan import Act

__all__ = ["onward", "taken"]


def taken(journal: Iterable[Entry]) -> Counter[tuple[str, str]]:
    """Return how often a case has left which step by which outcome."""
    return Counter((entry.step, entry.outcome) for entry in journal if entry.step and entry.outcome)


def onward(sop: Sop, spent: Mapping[tuple[str, str], int], here: str, to: Iterable[str]) -> Sequence[Act] | None:
    """
    Return the acts that lead from `here` to the nearest of `to`, with as few upward moves as can be.

    Args:
        sop: the definition.
        spent: step and outcome → how often that was taken; no act is beyond its `at_most`.
        here: a step or end.
        to: steps or ends.

    Returns:
        No acts at all if `here` is among `to`; None if no way leads there any more.
    """
    acts = [act for act in plan_of(sop).acts if spent.get((act.step, act.outcome), 0) < (act.at_most or inf)]
    found = fewest(here, [(act.step, act.to, int(act.is_upward)) for act in acts])
    reached = [place for place in to if place in found]
    if not reached:
        return None
    place = min(reached, key=lambda one: found[one][0])
    way: list[Act] = []
    while found[place][1] >= 0:
        way.append(acts[found[place][1]])
        place = way[-1].step
    return way[::-1]
