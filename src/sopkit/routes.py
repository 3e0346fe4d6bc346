"""
Sop → ways through it, one after the other.

What leads where is read from the Plan, as cases read it. No case, no person and no clock comes in here.
"""

from __future__ import annotations

from collections import defaultdict, deque
from datetime import timedelta
from typing import TYPE_CHECKING

import attrs

from sopkit.model import DONE
from sopkit.plan import plan_of

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Mapping, Sequence
    from typing import TypeVar

    from sopkit.model import Sop
    from sopkit.plan import Act, Plan

    _Place = TypeVar("_Place", bound=Hashable)

__all__ = ["Path", "allowances", "fewest", "path_of", "paths", "whole"]


@attrs.frozen
class Path:
    """One way from the first step to an end; what it is iterated over and measured by are its moves."""

    moves: tuple[tuple[str, str], ...]
    """Each step that is visited with the outcome by which it is left, in order."""
    end: str
    """The end that is reached."""
    time: timedelta
    """The working time: the standard times of the steps, each visit counted."""

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return iter(self.moves)

    def __len__(self) -> int:
        return len(self.moves)

    def __str__(self) -> str:
        moves = (step if outcome == DONE else f"{step} ({outcome})" for step, outcome in self.moves)
        return " → ".join((*moves, self.end))


def paths(sop: Sop, *, returns: int = 0) -> Iterator[Path]:
    """
    Find every way from the first step to an end, one at a time: depth first, outcomes in the order of the file.

    >>> import sopkit
    >>> [str(path.time) for path in paths(sopkit.reference())]
    ['19:40:00']

    Args:
        sop: the definition. A path is found while it is walked; but there may be more than anybody has patience for.
        returns: how often one path may take each upward move. `at_most` is honoured besides.

    Raises:
        ValueError, TypeError: `returns` is no whole number from 0 up.
        DefinitionError: the Sop was made by hand, and is no sound definition.
    """
    plan = plan_of(sop)
    return _walks(plan, allowances(plan, whole(returns)))


def path_of(plan: Plan, acts: Sequence[Act]) -> Path:
    """Return the path that consists of `acts`, the last of which leads to an end."""
    moves = tuple(act.move for act in acts)
    return Path(moves, acts[-1].to, sum((plan.stops[act.step].time for act in acts), timedelta()))


def whole(returns: int) -> int:
    """
    Return `returns` itself.

    Raises:
        ValueError, TypeError: it is no whole number from 0 up.
    """
    if not isinstance(returns, int) or isinstance(returns, bool):
        msg = f"returns is a whole number from 0 up; {returns!r} is none"
        raise TypeError(msg)
    if returns < 0:
        msg = f"returns is a whole number from 0 up; {returns} is less"
        raise ValueError(msg)
    return returns


def allowances(plan: Plan, returns: int) -> dict[Act, int]:
    """Return how often one path may take each act that it could be short of."""
    acts = plan.acts
    upward = {act: returns if act.at_most is None else min(returns, act.at_most) for act in acts if act.is_upward}
    # Between two upward moves a path only goes down, so no path takes any act more often than this.
    most = sum(upward.values()) + 1
    return {act: upward.get(act, act.at_most or most) for act in acts if act in upward or (act.at_most or most) < most}


def _walks(plan: Plan, left: dict[Act, int]) -> Iterator[Path]:
    """Walk depth first, keeping only the path at hand and the acts not tried yet at each of its steps."""
    safe = _safe(plan, left)
    taken: list[Act] = []
    untried = [_onward(plan, safe, left, plan.first)]
    while untried:
        act = next(untried[-1], None)
        if act is None:
            untried.pop()
            back = taken.pop() if taken else None
            if back in left:
                left[back] += 1
            continue
        taken.append(act)
        if act in left:
            left[act] -= 1
        if act.to in plan.stops:
            untried.append(_onward(plan, safe, left, act.to))
        else:
            yield path_of(plan, taken)
            untried.append(iter(()))


def _safe(plan: Plan, left: Mapping[Act, int]) -> set[str]:
    """Return the ends, and the steps from which unlimited acts lead to one: no path gets stuck there."""
    safe = {act.to for act in plan.acts} - plan.stops.keys()
    for id, stop in [*plan.stops.items()][::-1]:  # an unlimited act leads down
        if any(act not in left and act.to in safe for act in stop.acts.values()):
            safe.add(id)
    return safe


def _onward(plan: Plan, safe: set[str], left: Mapping[Act, int], step: str) -> Iterator[Act]:
    """
    Yield the acts by which a path at `step` can go on and still reach an end, so that none is followed in vain.

    Plain reachability by acts of which something is left decides: a way to an end that takes one of them twice has
    gone in a circle, and is a way without it.
    """
    acts = [act for act in plan.stops[step].acts.values() if left.get(act, 1)]
    for act in acts:
        if (len(acts) == 1 and step != plan.first) or _can_finish(plan, safe, left, act.to):
            yield act


def _can_finish(plan: Plan, safe: set[str], left: Mapping[Act, int], place: str) -> bool:
    seen, waiting = {place}, [place]
    while waiting:
        here = waiting.pop()
        if here in safe:
            return True
        new = {act.to for act in plan.stops[here].acts.values() if left.get(act, 1)} - seen
        seen |= new
        waiting += new
    return False


def fewest(start: _Place, arcs: Sequence[tuple[_Place, _Place, int]]) -> dict[_Place, tuple[int, int]]:
    """
    Return, by place reached from `start`, at how little cost, and by which arc at last (its number; -1 for `start`).

    Args:
        start: where to begin.
        arcs: (from, to, cost), a cost being 0 or 1.
    """
    out: dict[_Place, list[int]] = defaultdict(list)
    for arc, (here, _, _) in enumerate(arcs):
        out[here].append(arc)
    found = {start: (0, -1)}
    waiting = deque([start])
    while waiting:
        here = waiting.popleft()
        for arc in out[here]:
            _, there, cost = arcs[arc]
            total = found[here][0] + cost
            if there not in found or total < found[there][0]:
                found[there] = total, arc
                (waiting.append if cost else waiting.appendleft)(there)
    return found
