"""
Sop → the fewest paths that together take every act.

A flow tells how many there must be at least; paths are gathered until there are no more than that. No case, no person
and no clock comes in here, and no chance: what is counted is effort, so the answer is the same on every machine.
"""

from __future__ import annotations

from collections import Counter, deque
from itertools import chain
from math import inf
from operator import itemgetter
from typing import TYPE_CHECKING

from sopkit.plan import plan_of
from sopkit.routes import fewest, path_of, whole

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from typing import TypeAlias

    from sopkit.model import Sop
    from sopkit.plan import Plan
    from sopkit.routes import Path

    _State: TypeAlias = tuple[int, int, tuple[int, ...], int]
    _Trail: TypeAlias = "tuple[int, _Trail] | None"
    _Walk: TypeAlias = list[int]

__all__ = ["covering_paths"]

EFFORT = 1_000_000  # how many acts each stage of the search looks at before it makes do with what it has
DEPTH = 50  # how many upward moves a path that is gathered takes at most, beyond those that some act needs
TRIES = 200  # how often paths are gathered anew
STATES = 20_000  # how many half-walked paths are told apart, in order to know every set of acts that a path can take
SETS = 2_000  # how many such sets are compared
DEAR = 1_000_000  # what a flow pays for going beyond `at_most`: more than for all upward moves


def covering_paths(sop: Sop, *, returns: int | None = 1) -> tuple[Path, ...]:
    """
    Return a smallest set of paths that together take every outcome of every step, in the order of `paths`.

    An act that no such path can take is left out: nothing leads there, or only too many upward moves do.

    It is proven that no set is smaller where a flow shows that fewer paths cannot do, or where all sets of acts that a
    path can take could be compared. That is so for nearly every SOP; and for each that is not enormous, if `returns` is
    0 or None and no `at_most` is in the way. Else it is the smallest set that was found, which is seldom a path too
    many; and where `at_most` is tight all over a large SOP, an act that is very hard to reach may be missed.

    >>> import sopkit
    >>> [len(covering_paths(sopkit.reference(), returns=returns)) for returns in (1, 2, None)]
    [4, 2, 1]

    Args:
        sop: the definition.
        returns: how many upward moves one path may take in all; None is any number. `at_most` is honoured besides.

    Raises:
        ValueError, TypeError: `returns` is neither a whole number from 0 up nor None.
        DefinitionError: the Sop was made by hand, and is no sound definition.
    """
    plan = plan_of(sop)
    search = _Search(plan, None if returns is None else whole(returns))
    return tuple(path_of(plan, [search.acts[act] for act in walk]) for walk in sorted(search.smallest()))


class _Search:
    """
    The search for a small set of walks.

    Acts are numbers in the order of the file; steps likewise, all ends being one. `away` and `home` tell by step with
    how few upward moves it is reached from the first step, and the end from it, and by which act at last, or at first.
    """

    def __init__(self, plan: Plan, returns: int | None) -> None:
        place = {id: n for n, id in enumerate(plan.stops)}
        self.end = len(place)
        self.acts = [act for stop in plan.stops.values() for act in stop.acts.values()]
        self.arcs = [(place[act.step], place.get(act.to, self.end), int(act.is_upward)) for act in self.acts]
        self.away = fewest(0, self.arcs)
        self.home = fewest(self.end, [(there, here, up) for here, there, up in self.arcs])
        self.out: list[list[int]] = [[] for _ in place]  # by step: the acts that, but for `at_most`, some path can take
        deepest = is_any_up = 0
        for act, (here, there, up) in enumerate(self.arcs):
            if here in self.away and there in self.home:
                moves = self.away[here][0] + up + self.home[there][0]
                if returns is None or moves <= returns:
                    self.out[here].append(act)
                    deepest, is_any_up = max(deepest, moves), is_any_up or up
        self.is_free = returns is None or not is_any_up
        self.returns: float = inf if self.is_free or returns is None else returns
        self.wanted = {act for acts in self.out for act in acts}
        # Between two upward moves no act is taken twice, nor is it of use to, on the way from one new act to the next.
        useful = len(self.acts) if returns is None else returns
        self.most = {
            n: act.at_most for n, act in enumerate(self.acts) if act.at_most is not None and act.at_most <= useful
        }
        self.depth = int(min(self.returns, deepest + DEPTH)) if self.most or not self.is_free else deepest
        self.ways: dict[int, _Walk] = {}  # by act: a walk that takes it
        self.effort, self.states = 4 * EFFORT, 20 * STATES  # the first walks are worth it

    def smallest(self) -> list[_Walk]:
        """Return the smallest set of walks that is found."""
        walks = self._gathered([1] * len(self.acts))
        self.effort = EFFORT
        least, flow = self._least(walks)
        if len(walks) > least and flow:
            loose = self._unravelled(flow, least)
            walks = loose if all(map(self._is_legal, loose)) else walks
        if len(walks) > least:
            walks = self._chosen(self._known(_set(self.wanted)), walks, least) or self._regathered(walks, least)
        return walks

    def _is_legal(self, walk: _Walk) -> bool:
        ends = self.arcs[walk[-1]][1] == self.end
        moves = sum(self.arcs[act][2] for act in walk)
        return (
            ends
            and moves <= self.returns
            and all(n <= (self.acts[act].at_most or n) for act, n in Counter(walk).items())
        )

    def _gathered(self, worth: Sequence[int]) -> list[_Walk]:
        """Gather walks until they take every act: each the one that takes most of the worth that is still to be had."""
        walks: list[_Walk] = []
        wanted = set(self.wanted)
        for act in sorted(wanted):
            while act in wanted:
                walk = self._richest(wanted, worth) if self.effort > 0 else []
                if wanted.isdisjoint(walk):
                    walk = self.ways.get(act) or self._through(act)
                if walk:
                    walks.append(walk)
                    self.ways.update((new, walk) for new in wanted.intersection(walk))
                    wanted.difference_update(walk)
                else:
                    self.wanted.remove(act)
                    wanted.remove(act)
        return walks

    def _through(self, act: int) -> _Walk:
        """Return a walk that takes `act`; [] if `at_most` forbids it, or makes it too hard to find."""
        walk = [act]
        while (before := self.away[self.arcs[walk[-1]][0]][1]) >= 0:
            walk.append(before)
        walk.reverse()
        walk += self._homeward(walk)
        return walk if self._is_legal(walk) else self._known(1 << act).get(1 << act, [])

    def _homeward(self, walk: _Walk) -> _Walk:
        """Return how to go on from a walk to an end with the fewest upward moves, by acts that are not used up."""
        spent = {act for act, times in Counter(walk).items() if times >= self.most.get(act, inf)}
        # An act that is used up leads from nowhere to nowhere; so the others keep their numbers.
        arcs = [(-1, -1, 0) if act in spent else arc for act, arc in enumerate(self.arcs)]
        found = fewest(self.arcs[walk[-1]][1], arcs)
        onward: _Walk = []
        here = self.end
        while here in found and (last := found[here][1]) >= 0:
            onward.append(last)
            here = self.arcs[last][0]
        return onward[::-1]

    def _regathered(self, walks: list[_Walk], least: int) -> list[_Walk]:
        """Gather again and again, each time giving more worth to the acts that came late the times before."""
        self.effort = EFFORT
        worth = [0] * len(self.acts)
        best = walks
        for _ in range(TRIES):
            if len(best) == least or self.effort <= 0:
                break
            for act, late in {act: late for late, walk in reversed([*enumerate(walks)]) for act in walk}.items():
                worth[act] = worth[act] * 3 // 4 + late * 4 + 1
            walks = self._gathered(worth)
            best = min(best, walks, key=len)
        return best

    def _richest(self, wanted: set[int], worth: Sequence[int]) -> _Walk:
        """
        Return a walk that takes much worth; [] if none is found.

        Of all ways to a step by as many upward moves only the best is followed, of equals the one that moved up first.
        """
        rows: list[dict[int, tuple[int, int, _Trail]]] = [{} for _ in range(self.depth + 1)]
        rows[0][0] = (0, 0, None)
        self.effort -= len(rows) * len(self.arcs)
        for moves, row in enumerate(rows):
            for here in range(self.end):
                value, taken, trail = row.get(here, (0, 0, None))
                times = Counter(_acts(trail)) if self.most else {}
                for act in self.out[here] if here in row else ():
                    _, there, up = self.arcs[act]
                    if moves + up + self.home[there][0] > self.depth or times.get(act, 0) >= self.most.get(act, inf):
                        continue
                    is_new = act in wanted and not taken >> act & 1
                    worthy = value + worth[act] if is_new else value
                    if worthy >= rows[moves + up].get(there, (0,))[0]:
                        rows[moves + up][there] = worthy, taken | is_new << act, (act, trail)
        ways = [row[self.end] for row in rows if self.end in row]
        return _acts(max(ways, key=itemgetter(0))[2]) if ways else []

    def _known(self, acts: int) -> dict[int, _Walk]:
        """
        Return, by the set of those of `acts` that a walk can take, such a walk; nothing if there are too many to tell.

        A walk that takes all of them is enough: then it alone is returned.
        """
        start: _State = (0, 0, (), 0)
        trails: dict[_State, _Trail] = {start: None}
        waiting = deque([start])
        known: dict[int, _Walk] = {}
        while waiting and len(trails) <= min(STATES, self.states) and acts not in known:
            state = here, moves, used, taken = waiting.popleft()
            for act in self.out[here]:
                _, there, up = self.arcs[act]
                now = 0 if self.is_free else moves + up
                if now + self.home[there][0] > self.returns or used.count(act) >= self.most.get(act, inf):
                    continue
                after = there, now, tuple(sorted((*used, act))) if act in self.most else used, taken | acts & 1 << act
                if there == self.end:
                    known.setdefault(after[3], _acts((act, trails[state])))
                elif after not in trails:
                    trails[after] = act, trails[state]
                    waiting.append(after)
        self.states -= len(trails)
        return known if acts in known or not waiting else {}

    def _chosen(self, known: Mapping[int, _Walk], walks: list[_Walk], least: int) -> list[_Walk]:
        """Return a smallest choice from the `known` walks, `walks` if none is smaller; [] if that takes too long."""
        if not 0 < len(known) <= SETS:
            return []
        self.effort = EFFORT
        by_size = sorted(known, key=int.bit_count, reverse=True)
        sets = [one for n, one in enumerate(by_size) if all(one | other != other for other in by_size[:n])]
        rare = sorted(self.wanted, key=lambda act: sum(one >> act & 1 for one in sets))
        for size in range(least, len(walks)):
            waiting: list[tuple[int, tuple[int, ...]]] = [(_set(self.wanted), ())]
            while waiting and self.effort > 0:
                rest, chosen = waiting.pop()
                if not rest:
                    return [known[one] for one in chosen]
                self.effort -= len(sets)
                if max((rest & one).bit_count() for one in sets) * (size - len(chosen)) >= rest.bit_count():
                    act = next(act for act in rare if rest >> act & 1)
                    waiting += [(rest & ~one, (*chosen, one)) for one in sets if one >> act & 1]
        return walks if self.effort > 0 else []

    def _least(self, walks: list[_Walk]) -> tuple[int, Counter[int]]:
        """
        Return how many walks it takes at least, and a flow of so many if there is one at hand.

        Poured together, walks are a flow: how often each act is taken, at least once each. It is pushed round in
        circles, against acts that are taken more than once and along any: first until it costs as little as can be,
        then through the end, to be one walk less. So many walks must still be able to afford it.
        """
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

    def _unravelled(self, flow: Counter[int], count: int) -> list[_Walk]:
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
        walks: list[_Walk] = []
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


def _acts(trail: _Trail) -> _Walk:
    """Return the acts of a trail, which is its last act and the trail before."""
    walk = []
    while trail:
        act, trail = trail
        walk.append(act)
    return walk[::-1]


def _set(walk: Iterable[int]) -> int:
    """Return the acts of `walk` as a set: the bits of a number."""
    return sum(1 << act for act in set(walk))
