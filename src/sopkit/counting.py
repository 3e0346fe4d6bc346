"""
Sop → the number of ways through it, without walking them.

Loops that do not overlap cost a sum instead of a product. No case, no person and no clock comes in here, and no
chance: what is counted is effort, so the answer is the same on every machine.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import chain
from math import comb, inf
from typing import TYPE_CHECKING

from sopkit.errors import TooManyPaths
from sopkit.plan import plan_of
from sopkit.routes import allowances, fewest, whole

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from typing import TypeAlias

    from sopkit.model import Sop
    from sopkit.plan import Act, Plan

    _Acts: TypeAlias = Mapping[str, Sequence[Act]]
    _Border: TypeAlias = tuple[tuple[int, int, int], ...]
    _Leaving: TypeAlias = Mapping[tuple[_Border, int, bool], int]

__all__ = ["count_paths"]

EFFORT = 100_000  # how many choices `count_paths` weighs: some tenths of a second, and the same everywhere
CHOICE = 50  # among how many steps the one to be settled next is chosen


def count_paths(sop: Sop, *, returns: int = 0) -> int:
    """
    Return how many `paths` there are, exactly, without walking them.

    >>> import sopkit
    >>> count_paths(sopkit.reference(), returns=2)
    361

    Args:
        sop: the definition.
        returns: how often one path may take each upward move.

    Raises:
        TooManyPaths: too many upward moves overlap. On which SOPs it is raised does not depend on the machine.
        ValueError, TypeError: `returns` is no whole number from 0 up.
        DefinitionError: the Sop was made by hand, and is no sound definition.
    """
    plan = plan_of(sop)
    left = allowances(plan, whole(returns))
    acts = _useful(plan, left)
    return _Tally(plan.first, acts, left, TooManyPaths(sop=sop.id, returns=returns)).total() if acts else 0


def _useful(plan: Plan, left: Mapping[Act, int]) -> dict[str, list[Act]]:
    """Return, by step, the acts that lie between the first step and an end."""
    acts = [act for act in plan.acts if left.get(act, 1)]
    arcs = [(act.step, act.to if act.to in plan.stops else "", 0) for act in acts]
    away, home = fewest(plan.first, arcs), fewest("", [(there, here, 0) for here, there, _ in arcs])
    useful: dict[str, list[Act]] = {}
    for act, (here, there, _) in zip(acts, arcs, strict=True):
        if here in away and there in home:
            useful.setdefault(here, []).append(act)
    return useful


def _settling(first: str, acts: _Acts, left: Mapping[Act, int]) -> Iterator[str]:
    """Order the steps so that no unlimited act leads to one before, and so that few are open at any time."""
    place = {step: n for n, step in enumerate(acts)}
    into = {step: Counter(act.to for act in leaving if act.to in acts) for step, leaving in acts.items()}
    arrivals = Counter(chain.from_iterable(each.elements() for each in into.values()))
    unlimited = Counter(act.to for act in chain.from_iterable(acts.values()) if act not in left)
    settled, reached = set(), {first}
    ready = [step for step in acts if not unlimited[step]][::-1]

    def opened(step: str) -> tuple[int, int]:
        more = sum(to not in settled and to not in reached and to != step for to in into[step])
        less = sum(to in settled and arrivals[to] == count for to, count in into[step].items())
        return more - less - (step in reached) + (arrivals[step] > into[step][step]), place[step]

    while ready:
        step = min(ready[-CHOICE:], key=opened)
        ready.remove(step)
        settled.add(step)
        reached.update(into[step])
        arrivals.subtract(into[step])
        for act in acts[step]:
            unlimited[act.to] -= act not in left
            if act not in left and not unlimited[act.to] and act.to in acts:
                ready.append(act.to)
        yield step


class _Tally:
    """
    The number of paths, found step by step instead of path by path.

    A path is told by the outcomes by which it leaves each step, visit after visit. Such rows of outcomes, one for each
    step, are those of exactly one path if each step is left as often as it is reached, and if following from anywhere
    the *last* outcome of each row comes to the end (so Euler trails are counted: the BEST theorem). Steps are settled
    one after the other. Of all that is settled, a border remembers (step, arrivals, root) of what is still open: how
    often a step not settled yet has been reached, or how many arrivals are still owed to a settled one; and the root,
    which is the step not settled yet, or the end, to which the last outcomes lead from there.
    """

    def __init__(self, first: str, acts: _Acts, left: Mapping[Act, int], refusal: TooManyPaths) -> None:
        order = list(_settling(first, acts, left))
        place = {step: n for n, step in enumerate(order)}
        self.first, self.end = place[first], len(order)
        self.acts = [[(place.get(act.to, self.end), left.get(act, inf)) for act in acts[step]] for step in order]
        self.supply = Counter[int]()
        """How often each step can still be reached by limited acts that are not settled."""
        for to, most in chain.from_iterable(self.acts):
            self.supply[to] += 0 if most == inf else int(most)
        self.effort, self.refusal = EFFORT, refusal

    def total(self) -> int:
        """Return the number of paths."""
        due: dict[int, dict[_Border, int]] = defaultdict(dict)  # by the next place that is reached already
        due[self.first][(self.first, 1, self.first),] = 1
        for here, acts in enumerate(self.acts):
            touched = due.pop(here, {})
            if self.supply[here]:
                touched.update(chain.from_iterable(borders.items() for borders in due.values()))
                due.clear()
            settled, leaving = self._reached(here, touched)
            for n, (to, most) in enumerate(acts, 1):
                leaving = self._left(here, to, most, leaving, settled, is_final=n == len(acts))
            for border, ways in settled.items():
                borders = due[min(place for place, _, _ in border if place > here)]
                borders[border] = borders.get(border, 0) + ways
        return due[self.end].get(((self.end, 1, self.end),), 0)

    def _reached(self, here: int, touched: Mapping[_Border, int]) -> tuple[dict[_Border, int], _Leaving]:
        """Return the paths that pass `here` by, and those that leave it, for each number of arrivals it may be owed."""
        passing: dict[_Border, int] = defaultdict(int)
        leaving: dict[tuple[_Border, int, bool], int] = {}
        for border, ways in touched.items():
            self._spend(self.supply[here] + 1)
            if any(place < here and count > self.supply[place] for place, count, _ in border):
                continue  # nothing is left that could bring what is owed
            count, _ = _entry(border, here)
            for owed in range(self.supply[here] + 1):
                if count + owed:
                    leaving[_with(border, here, owed, here), count + owed - 1, False] = ways
                else:
                    passing[border] = ways
        return passing, leaving

    def _left(
        self, here: int, to: int, most: float, leaving: _Leaving, settled: dict[_Border, int], *, is_final: bool
    ) -> _Leaving:
        """
        Settle how often `here` is left by the act that leads `to`, and whether it is so left at last.

        The keys of `leaving` are a border, how many departures before the last are open, and whether the last is known;
        a border of which nothing is open any more goes to `settled`.
        """
        then: dict[tuple[_Border, int, bool], int] = defaultdict(int)
        self.supply[to] -= 0 if most == inf else int(most)
        for (border, rest, is_known), ways in leaving.items():
            count, root = _entry(border, to)
            is_owed = to <= here
            most_here = min(most, count) if is_owed else 1 - count if to == self.end else most
            least = max(count - self.supply[to] if is_owed else 0, rest + (not is_known) if is_final else 0)
            for is_last in (False,) if is_known or root == here else (False, True):
                some = range(max(0, least - is_last), int(min(rest * (to < self.end), most_here - is_last)) + 1)
                self._spend(len(some))
                for times in some:
                    arrivals = count + (times + is_last) * (-1 if is_owed else 1)
                    after = _with(border, to, arrivals, root)
                    if is_last:
                        after = tuple((place, n, root if via == here else via) for place, n, via in after)
                    if times == rest and (is_last or is_known):
                        settled[after] += ways * comb(rest, times)
                    else:
                        then[after, rest - times, is_known or is_last] += ways * comb(rest, times)
        return then

    def _spend(self, effort: int) -> None:
        self.effort -= effort
        if self.effort < 0:
            raise self.refusal


def _entry(border: _Border, place: int) -> tuple[int, int]:
    """Return the arrivals at `place`, and its root."""
    return next(((count, root) for known, count, root in border if known == place), (0, place))


def _with(border: _Border, place: int, count: int, root: int) -> _Border:
    others = [entry for entry in border if entry[0] != place]
    return tuple(sorted([*others, (place, count, root)])) if count else tuple(others)
