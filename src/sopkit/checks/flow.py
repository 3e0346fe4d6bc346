"""
Steps and ends as numbers → who comes before and after whom.

Each question is answered for all steps at once, in a time that grows with the ways; sets of things are bits of an int.
No rule and no sentence comes in here.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import attrs

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from sopkit.model import Outcome

__all__ = ["Flow", "Return", "Way", "ahead", "before", "downward", "lacking", "regions"]


class Way(NamedTuple):
    """One way out of a step."""

    origin: int
    to: int
    outcome: Outcome | None
    """None for the one way out of a step without outcomes."""
    makes: int
    """The documents that it produces, as bits."""

    @property
    def is_limited(self) -> bool:
        """Whether a case may take it only so many times."""
        return self.outcome is not None and self.outcome.at_most is not None


class Return(NamedTuple):
    """One outcome of a decision that leads back up: at once, or by steps that repair something and then go up."""

    place: int
    """Which of the outcomes it is."""
    way: Way
    back_at: int
    """The step from which work is done again: the decision itself or one above it."""


@attrs.frozen(eq=False)
class Flow:
    """All ways, by the number of the step they leave; steps come first, then ends, which no way leaves."""

    ways: Sequence[Sequence[Way]]

    @cached_property
    def order(self) -> tuple[int, ...]:
        """Everything that can be reached from the first step, each after what leads to it, but for loops."""
        finished: list[int] = []
        seen = {0}
        work: list[tuple[int, Iterator[Way]]] = [(0, iter(self.ways[0]))]
        while work:
            node, ahead = work[-1]
            for way in ahead:
                if way.to not in seen:
                    seen.add(way.to)
                    work.append((way.to, iter(self.ways[way.to])))
                    break
            else:
                finished.append(node)
                work.pop()
        return tuple(reversed(finished))

    @cached_property
    def reached(self) -> frozenset[int]:
        """Everything that can be reached from the first step."""
        return frozenset(self.order)

    @cached_property
    def into(self) -> Mapping[int, Sequence[Way]]:
        """The ways that lead to each thing that can be reached, from what can be reached."""
        into: dict[int, list[Way]] = {node: [] for node in self.order}
        for node in self.order:
            for way in self.ways[node]:
                into[way.to].append(way)
        return into

    @cached_property
    def regions(self) -> Sequence[Sequence[int]]:
        """The regions of all that can be reached, each after those that lead to it."""
        return regions({node: [way.to for way in self.ways[node]] for node in self.order})[::-1]

    @cached_property
    def returns(self) -> Mapping[int, Sequence[Return]]:
        """The returns of each decision that can be reached and has some, in the order of the file."""
        # Where a case gets from each node with nothing to decide: to a decision, to an end, or back up.
        lands = list(range(len(self.ways)))
        for node in reversed(range(len(self.ways))):
            for way in self.ways[node]:
                if way.outcome is None:
                    lands[node] = way.to if way.to <= node else lands[way.to]
        found: dict[int, list[Return]] = {}
        for node in sorted(self.order):
            for place, way in enumerate(self.ways[node]):
                back_at = way.to if way.to <= node else lands[way.to]
                if way.outcome is not None and back_at <= node:
                    found.setdefault(node, []).append(Return(place, way, back_at))
        return found


def regions(leads: Mapping[int, Sequence[int]]) -> list[list[int]]:
    """
    Return the regions of a graph, each before those that lead to it.

    In a region everything leads to everything: it is one node, or loops that hang together. (Tarjan's algorithm,
    without recursion: a definition may have thousands of steps in a row.)
    """
    found: list[list[int]] = []
    number: dict[int, int] = {}
    low: dict[int, int] = {}
    stack: list[int] = []
    start: dict[int, int] = {}
    done: set[int] = set()
    for root in leads:
        work = [] if root in number else [(root, iter(leads[root]))]
        while work:
            node, ahead = work[-1]
            if node not in number:
                number[node] = low[node] = len(number)
                start[node] = len(stack)
                stack.append(node)
            for to in ahead:
                if to not in number:
                    work.append((to, iter(leads[to])))
                    break
                if to not in done:
                    low[node] = min(low[node], low[to])
            else:
                work.pop()
                if low[node] == number[node]:
                    found.append(stack[start[node] :])
                    done.update(found[-1])
                    del stack[start[node] :]
                else:
                    low[work[-1][0]] = min(low[work[-1][0]], low[node])
    return found


def before(flow: Flow, mark: Callable[[Way], int]) -> dict[int, int]:
    """Return for each node the marks of all ways that a case may have taken when it arrives there."""
    taken: dict[int, int] = {}
    for region in flow.regions:
        bits = 0
        for node in region:
            for way in flow.into[node]:
                # A way inside the region starts where nothing is known yet: it adds its own mark alone, and rightly.
                bits |= taken.get(way.origin, 0) | mark(way)
        taken |= dict.fromkeys(region, bits)
    return taken


def ahead(flow: Flow, mark: Sequence[int]) -> dict[int, int]:
    """Return for each node its own mark together with those of everything that can be reached from it."""
    met: dict[int, int] = {}
    for region in reversed(flow.regions):
        bits = 0
        for node in region:
            bits |= mark[node]
            for way in flow.ways[node]:
                bits |= met.get(way.to, 0)
        met |= dict.fromkeys(region, bits)
    return met


def lacking(flow: Flow, wanted: int) -> dict[int, int]:
    """Return for each node which of the documents `wanted` may be lacking when a case arrives there."""
    lacks = dict.fromkeys(flow.order, 0)
    lacks[0] = wanted
    changed = {0}
    while changed:
        for node in flow.order:
            if node in changed:
                changed.discard(node)
                here = lacks[node]
                for _, to, _, makes in flow.ways[node]:
                    there = lacks[to] | (here & ~makes)
                    if there != lacks[to]:
                        lacks[to] = there
                        changed.add(to)
    return lacks


def downward(flow: Flow, marks: Mapping[int, int], join: Callable[[int, int], int]) -> dict[int, int]:
    """
    Return for each node that is reached by going down only: the marks of the nodes passed on the way, its own too.

    Where ways meet, `join` decides: with `or_` what some way has passed, with `and_` what every way has.
    """
    passed = {0: 0}
    for node in sorted(flow.order):
        if node in passed:
            here = passed[node] = passed[node] | marks.get(node, 0)
            for way in flow.ways[node]:
                if way.to > node:
                    passed[way.to] = join(passed.get(way.to, here), here)
    return passed
