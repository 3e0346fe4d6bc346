"""
Sop → the fewest paths that together take every act.

A flow tells how many there must be at least; paths are gathered until there are no more than that. No case, no person
and no clock comes in here, and no chance: what is counted is effort, so the answer is the same on every machine.
"""

from __future__ import annotations

from collections import Counter, deque
from math import inf
from operator import itemgetter
from typing import TYPE_CHECKING

from sopkit.circulation import EFFORT, Net
from sopkit.plan import plan_of
from sopkit.routes import fewest, path_of, whole

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from typing import TypeAlias

    from sopkit.circulation import Walk
    from sopkit.model import Sop
    from sopkit.routes import Path

    _State: TypeAlias = tuple[int, int, tuple[int, ...], int]
    _Trail: TypeAlias = "tuple[int, _Trail] | None"

__all__ = ["covering_paths"]

DEPTH = 50  # how many upward moves a path that is gathered takes at most, beyond those that some act needs
TRIES = 200  # how often paths are gathered anew
STATES = 20_000  # how many half-walked paths are told apart, in order to know every set of acts that a path can take
SETS = 2_000  # how many such sets are compared


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
    net = Net(plan, None if returns is None else whole(returns))
    walks = _Search(net).smallest()
    return tuple(path_of(plan, [net.acts[act] for act in walk]) for walk in sorted(walks))


class _Search:
    """The search for a small set of walks through a net."""

    def __init__(self, net: Net) -> None:
        self.net = net
        self.wanted = {act for acts in net.out for act in acts}
        self.depth = int(min(net.returns, net.deepest + DEPTH)) if net.most or not net.is_free else net.deepest
        self.ways: dict[int, Walk] = {}  # by act: a walk that takes it
        self.effort, self.states = 4 * EFFORT, 20 * STATES  # the first walks are worth it

    def smallest(self) -> list[Walk]:
        """Return the smallest set of walks that is found."""
        walks = self._gathered([1] * len(self.net.acts))
        least, flow = self.net.least(walks)
        if len(walks) > least and flow:
            loose = self.net.unravelled(flow, least)
            walks = loose if all(map(self.net.is_legal, loose)) else walks
        if len(walks) > least:
            walks = self._chosen(self._known(_set(self.wanted)), walks, least) or self._regathered(walks, least)
        return walks

    def _gathered(self, worth: Sequence[int]) -> list[Walk]:
        """Gather walks until they take every act: each the one that takes most of the worth that is still to be had."""
        walks: list[Walk] = []
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

    def _through(self, act: int) -> Walk:
        """Return a walk that takes `act`; [] if `at_most` forbids it, or makes it too hard to find."""
        walk = [act]
        while (before := self.net.away[self.net.arcs[walk[-1]][0]][1]) >= 0:
            walk.append(before)
        walk.reverse()
        walk += self._homeward(walk)
        return walk if self.net.is_legal(walk) else self._known(1 << act).get(1 << act, [])

    def _homeward(self, walk: Walk) -> Walk:
        """Return how to go on from a walk to an end with the fewest upward moves, by acts that are not used up."""
        spent = {act for act, times in Counter(walk).items() if times >= self.net.most.get(act, inf)}
        # An act that is used up leads from nowhere to nowhere; so the others keep their numbers.
        arcs = [(-1, -1, 0) if act in spent else arc for act, arc in enumerate(self.net.arcs)]
        found = fewest(self.net.arcs[walk[-1]][1], arcs)
        onward: Walk = []
        here = self.net.end
        while here in found and (last := found[here][1]) >= 0:
            onward.append(last)
            here = self.net.arcs[last][0]
        return onward[::-1]

    def _regathered(self, walks: list[Walk], least: int) -> list[Walk]:
        """Gather again and again, each time giving more worth to the acts that came late the times before."""
        self.effort = EFFORT
        worth = [0] * len(self.net.acts)
        best = walks
        for _ in range(TRIES):
            if len(best) == least or self.effort <= 0:
                break
            for act, late in {act: late for late, walk in reversed([*enumerate(walks)]) for act in walk}.items():
                worth[act] = worth[act] * 3 // 4 + late * 4 + 1
            walks = self._gathered(worth)
            best = min(best, walks, key=len)
        return best

    def _richest(self, wanted: set[int], worth: Sequence[int]) -> Walk:
        """
        Return a walk that takes much worth; [] if none is found.

        Of all ways to a step by as many upward moves only the best is followed, of equals the one that moved up first.
        """
        net, most = self.net, self.net.most
        rows: list[dict[int, tuple[int, int, _Trail]]] = [{} for _ in range(self.depth + 1)]
        rows[0][0] = (0, 0, None)
        self.effort -= len(rows) * len(net.arcs)
        for moves, row in enumerate(rows):
            for here in range(net.end):
                value, taken, trail = row.get(here, (0, 0, None))
                times = Counter(_acts(trail)) if most else {}
                for act in net.out[here] if here in row else ():
                    _, there, up = net.arcs[act]
                    if moves + up + net.home[there][0] > self.depth or times.get(act, 0) >= most.get(act, inf):
                        continue
                    is_new = act in wanted and not taken >> act & 1
                    worthy = value + worth[act] if is_new else value
                    if worthy >= rows[moves + up].get(there, (0,))[0]:
                        rows[moves + up][there] = worthy, taken | is_new << act, (act, trail)
        ways = [row[net.end] for row in rows if net.end in row]
        return _acts(max(ways, key=itemgetter(0))[2]) if ways else []

    def _known(self, acts: int) -> dict[int, Walk]:
        """
        Return, by the set of those of `acts` that a walk can take, such a walk; nothing if there are too many to tell.

        A walk that takes all of them is enough: then it alone is returned.
        """
        net, most = self.net, self.net.most
        start: _State = (0, 0, (), 0)
        trails: dict[_State, _Trail] = {start: None}
        waiting = deque([start])
        known: dict[int, Walk] = {}
        while waiting and len(trails) <= min(STATES, self.states) and acts not in known:
            state = here, moves, used, taken = waiting.popleft()
            for act in net.out[here]:
                _, there, up = net.arcs[act]
                now = 0 if net.is_free else moves + up
                if now + net.home[there][0] > net.returns or used.count(act) >= most.get(act, inf):
                    continue
                after = there, now, tuple(sorted((*used, act))) if act in most else used, taken | acts & 1 << act
                if there == net.end:
                    known.setdefault(after[3], _acts((act, trails[state])))
                elif after not in trails:
                    trails[after] = act, trails[state]
                    waiting.append(after)
        self.states -= len(trails)
        return known if acts in known or not waiting else {}

    def _chosen(self, known: Mapping[int, Walk], walks: list[Walk], least: int) -> list[Walk]:
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


def _acts(trail: _Trail) -> Walk:
    """Return the acts of a trail, which is its last act and the trail before."""
    walk = []
    while trail:
        act, trail = trail
        walk.append(act)
    return walk[::-1]


def _set(walk: Iterable[int]) -> int:
    """Return the acts of `walk` as a set: the bits of a number."""
    return sum(1 << act for act in set(walk))
