"""
Plan → its acts as a net of numbers, and the fewest walks that a flow through it can be.

Poured together, walks from the first step to an end are a flow. One that costs as little as can be tells how many
walks there must be at least to take every act, and often falls apart into just so many.
"""

from __future__ import annotations

from collections import Counter
from itertools import chain
from math import inf
from typing import TYPE_CHECKING

from sopkit.routes import fewest

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import TypeAlias

    from sopkit.plan import Plan

    Walk: TypeAlias = list[int]

__all__ = ["EFFORT", "Net"]

EFFORT = 1_000_000  # how many acts each stage of a search looks at before it makes do with what it has
DEAR = 1_000_000  # what a flow pays for going beyond `at_most`: more than for all upward moves


class Net:
    """
    The acts of a plan as arcs, and the flows along them.

    Acts are numbers in the order of the file; steps likewise, all ends being one. `away` and `home` tell by step with
    how few upward moves it is reached from the first step, and the end from it, and by which act at last, or at first.
    """

    def __init__(self, plan: Plan, returns: int | None) -> None:
        place = {id: n for n, id in enumerate(plan.stops)}
        self.end = len(place)
        self.acts = plan.acts
        self.arcs = [(place[act.step], place.get(act.to, self.end), int(act.is_upward)) for act in self.acts]
        self.away = fewest(0, self.arcs)
        self.home = fewest(self.end, [(there, here, up) for here, there, up in self.arcs])
        self.out: list[list[int]] = [[] for _ in place]  # by step: the acts that, but for `at_most`, some path can take
        self.deepest = is_any_up = 0
        for act, (here, there, up) in enumerate(self.arcs):
            if here in self.away and there in self.home:
                moves = self.away[here][0] + up + self.home[there][0]
                if returns is None or moves <= returns:
                    self.out[here].append(act)
                    self.deepest, is_any_up = max(self.deepest, moves), is_any_up or up
        self.is_free = returns is None or not is_any_up
        self.returns: float = inf if self.is_free or returns is None else returns
        # Between two upward moves no act is taken twice, nor is it of use to, on the way from one new act to the next.
        useful = len(self.acts) if returns is None else returns
        self.most = {
            n: act.at_most for n, act in enumerate(self.acts) if act.at_most is not None and act.at_most <= useful
        }

    def is_legal(self, walk: Walk) -> bool:
        """Tell whether a walk reaches an end, within `returns` and every `at_most`."""
        ends = self.arcs[walk[-1]][1] == self.end
        moves = sum(self.arcs[act][2] for act in walk)
        return (
            ends
            and moves <= self.returns
            and all(n <= (self.acts[act].at_most or n) for act, n in Counter(walk).items())
        )

    def least(self, walks: list[Walk]) -> tuple[int, Counter[int]]:
        """
        Return how many walks it takes at least, and a flow of so many if there is one at hand.

        A flow is how often each act is taken, at least once each; at first, as the walks do. It is pushed round in
        circles, against acts that are taken more than once and along any: first until it costs as little as can be,
        then through the end, to be one walk less. So many walks must still be able to afford it.
        """
        self.effort = EFFORT
        flow, least = Counter(chain.from_iterable(walks)), len(walks)
        is_plain = self.is_free and not self.most
        while True:
            circle, units = {} if is_plain else self._circle(flow, least, bonus=0), 0
            if not circle:
                moves = sum(flow[act] * up for act, (_, _, up) in enumerate(self.arcs))
                if moves > least * self.returns or any(flow[act] > n * least for act, n in self.most.items()):
                    least, flow = least + 1, Counter()
                    break
                circle = self._circle(flow, least, bonus=DEAR**2)
                if not circle:
                    break
                units = min(flow[act] - 1 for act, change in circle.items() if change < 0) if is_plain else 1
                least -= units
            flow.update({act: change * (units or 1) for act, change in circle.items()})
        return (least, flow) if self.effort > 0 else (1, Counter())  # what was not searched to its end proves nothing

    def _circle(self, flow: Counter[int], count: int, bonus: int) -> dict[int, int]:
        """
        Return a change of flow that makes it cost less; {} if there is none. To be one walk less saves the `bonus`.

        What costs is each upward move, and more so whatever goes beyond `at_most` for `count` walks. The change is a
        circle of negative cost as Bellman and Ford find it, along acts or, where the flow allows, against them.
        """
        against, along = [], [(0, self.end, -bonus, -1, 0)] if bonus else []
        for act, (here, there, up) in enumerate(self.arcs):
            price, beyond = 0 if self.is_free else up, flow[act] - self.most.get(act, inf) * count
            if flow[act] > 1:
                against.append((there, here, -price - DEAR * (beyond > 0), act, -1))
            if flow[act]:
                along.append((here, there, price + DEAR * (beyond >= 0), act, 1))
        arcs = [*reversed(against), *along]
        cost = [0] * (self.end + 1)
        came: dict[int, tuple[int, int, int]] = {}
        is_settled = False
        while not is_settled and self.effort > 0:
            is_settled = True
            self.effort -= len(arcs)
            for here, there, up, act, change in arcs:
                if cost[here] + up < cost[there]:
                    cost[there] = cost[here] + up
                    came[there] = here, act, change
                    is_settled = False
            if changes := _closed(came):
                return changes
        return {}

    def unravelled(self, flow: Counter[int], count: int) -> list[Walk]:
        """Return `count` walks that together take each act as often as the flow does: parts of one Euler circuit."""
        rest = [[act for act in reversed(acts) for _ in range(flow[act])] for acts in self.out]
        rest.append([-1] * count)
        trail, circuit = [(self.end, -1)], []
        while trail:
            here, act = trail[-1]
            if rest[here]:
                act = rest[here].pop()
                trail.append((0 if act < 0 else self.arcs[act][1], act))
            else:
                circuit.append(act)
                trail.pop()
        walks: list[Walk] = []
        for act in circuit[-2::-1]:
            if act < 0:
                walks.append([])
            else:
                walks[-1].append(act)
        return walks


def _closed(came: Mapping[int, tuple[int, int, int]]) -> dict[int, int]:
    """Return the changes on a circle of places that came from each other; {} if there is none."""
    seen: dict[int, int] = {}
    for start in came:
        place = start
        while place in came and place not in seen:
            seen[place] = start
            place = came[place][0]
        if place in came and seen[place] == start:
            changes: dict[int, int] = {}
            last = place
            while not changes or place != last:
                place, act, change = came[place]
                changes[act] = change
            return changes
    return {}
