"""
Sop → Graph: its nodes by actor and its edges, as values, for whatever draws them.

Nodes and groups have names of their own (`n1`, `g1`): no id of a file is one, since `end` or `graph` mean something to
those who read a drawing.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from sopkit.journal import CANCELLED, OPENED
from sopkit.model import DONE
from sopkit.views.screen import Screen, shortened

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sopkit.case import Case
    from sopkit.model import Outcome, Sop, Step

__all__ = ["Edge", "Graph", "Group", "Node", "graph"]

_START = ""  # stands for the start where the id of a step or an end would stand
_NODE, _LABEL, _MOST = 26, 20, 5  # columns of a line in a node and on an edge, and the most lines of a text
_TITLE = 160  # columns of a title
_NO_CHARACTERS = str.maketrans("\ufffe\uffff", "\ufffd\ufffd")  # a picture in SVG may not hold them


class Node(NamedTuple):
    """A step, the start or an end."""

    place: int
    """The start is 0, then come the steps as in the file, then the ends."""
    kind: str
    """`start`, `step`, `decision` or `end`."""
    lines: tuple[str, ...]
    visits: int = 0
    """How often the case came here; of what many cases took, how often they left here, or ended here."""
    is_here: bool = False
    """Whether the case stands here."""
    is_missed: bool = False
    """Whether it is told what many cases took, and this is none of it."""

    @property
    def name(self) -> str:
        return f"n{self.place}"


class Group(NamedTuple):
    """An actor, with the steps they are responsible for; start and ends stand with the step next to them."""

    name: str
    title: str
    nodes: tuple[Node, ...]


class Edge(NamedTuple):
    """A way from node to node, by their names."""

    source: str
    target: str
    lines: tuple[str, ...]
    is_upward: bool
    """Whether it leads to the same or an earlier step: a return, or the `next` of a repair step."""
    visits: int = 0
    """How often it was taken."""
    is_missed: bool = False
    """Whether it is told what many cases took, and this is none of it."""


class Graph(NamedTuple):
    """What is drawn of an SOP."""

    title: str
    groups: tuple[Group, ...]
    """In the order of the actors; who is responsible for no step has none."""
    edges: tuple[Edge, ...]
    """The one from the start, then those of each step in the order of the file."""
    is_of_many: bool = False
    """Whether it tells what many cases took, not where one of them went."""


def graph(
    sop: Sop, *, language: str, case: Case | None = None, taken: Mapping[tuple[str, str], int] | None = None
) -> Graph:
    """
    Return what is drawn of `sop`, in the words of `language` (`id` or `en`).

    Args:
        sop: the definition.
        language: of labels that the file has in several languages, and of the words between them.
        case: one that ran on this definition: how often it came where is counted.
        taken: instead of a case, how often many of them left which step by which outcome.
    """
    maker = _Maker(sop, language, case)
    if taken is not None:
        maker.count(taken)
    return maker.graph()


class _Maker:
    """What all parts of a graph are made from."""

    def __init__(self, sop: Sop, language: str, case: Case | None) -> None:
        self.sop = sop
        self.case = case
        self.screen = Screen(language, _NODE)
        ends = [end.id for end in sop.ends]
        if case and case.end == CANCELLED:
            ends.append(CANCELLED)
        self.places = {id: n for n, id in enumerate((_START, *(step.id for step in sop.steps), *ends))}
        self.ends = ends
        self.arrivals: Counter[str] = Counter()
        self.taken: Counter[tuple[str, str]] = Counter()
        self.is_of_many = False
        if case:
            self._follow(case)

    def count(self, taken: Mapping[tuple[str, str], int]) -> None:
        """Count what many cases took."""
        self.is_of_many = True
        for step in self.sop.steps:
            for way, to in self.sop.ways(step):
                times = self.taken[step.id, way] = taken.get((step.id, way), 0)
                for place in {step.id, to} if to in self.ends else {step.id}:
                    self.arrivals[place] += times

    def graph(self) -> Graph:
        title = self.sop.title.in_(self.screen.language)
        if self.case:
            title = self.screen.say("view.draw.case", title=title, case=self.case.id)
        if self.is_of_many:
            tested = sum(1 for times in self.taken.values() if times)
            title = self.screen.say("view.draw.tested", title=title, n=tested, of=len(self.taken))
        return Graph(_titled(title), tuple(self._groups()), tuple(self._edges()), self.is_of_many)

    def _follow(self, case: Case) -> None:
        """Count where the case came, and by which way out."""
        here = _START
        self.arrivals[here] += 1
        for entry in case.journal:
            way = entry.outcome or (DONE if entry.kind == OPENED else CANCELLED)
            self.taken[here, way] += 1
            self.arrivals[entry.to] += 1
            here = entry.to

    def _groups(self) -> Iterator[Group]:
        nodes: dict[str, list[Node]] = {actor.id: [] for actor in self.sop.actors}
        nodes[self.sop.steps[0].actor].append(self._node(_START, "start", self.screen.say("view.draw.start")))
        for step in self.sop.steps:
            nodes[step.actor].append(self._step(step))
        for end in self.ends:
            nodes[self._before(end).actor].append(self._node(end, "end", self._label(end)))
        for n, actor in enumerate(self.sop.actors, 1):
            if nodes[actor.id]:
                yield Group(f"g{n}", _titled(actor.name.in_(self.screen.language)), tuple(nodes[actor.id]))

    def _before(self, end: str) -> Step:
        """Return the last step from which this end is reached; the last of all where none is."""
        leads = [step for step in self.sop.steps if end in (to for _, to in self._ways(step))]
        return leads[-1] if leads else self.sop.steps[-1]

    def _ways(self, step: Step) -> Iterator[tuple[str, str]]:
        """Yield each way out of a step that is drawn, as (outcome id, where it leads)."""
        yield from self.sop.ways(step)
        if self.taken[step.id, CANCELLED]:
            yield CANCELLED, CANCELLED

    def _step(self, step: Step) -> Node:
        said = step.question.in_(self.screen.language) if step.question else self._label(step.id)
        # A blank that does not break: with another, some versions of Mermaid would begin a list.
        text = f"{step.number.rstrip('.')}.\u00a0{said}"
        return self._node(step.id, "decision" if step.is_decision else "step", text)

    def _node(self, id: str, kind: str, text: str) -> Node:
        case, visits = self.case, self.arrivals[id]
        is_here = case is not None and id in (case.end, *case.open_steps)
        is_missed = self._is_missed(id, visits)
        return Node(self.places[id], kind, self._lines(text, id, visits, _NODE), visits, is_here, is_missed)

    def _edges(self) -> Iterator[Edge]:
        yield self._edge(_START, DONE, self.sop.steps[0].id, "")
        for step in self.sop.steps:
            said = {one.id: self._said(one) for one in step.outcomes}
            yield from (self._edge(step.id, way, to, said.get(way, "")) for way, to in self._ways(step))

    def _edge(self, source: str, way: str, target: str, text: str) -> Edge:
        here, there, visits = self.places[source], self.places[target], self.taken[source, way]
        # Of many cases, what is at the only way out of a step stands in the step already.
        lines = self._lines(text, source, visits, _LABEL) if text or not self.is_of_many else ()
        return Edge(f"n{here}", f"n{there}", lines, there <= here, visits, self._is_missed(source, visits))

    def _is_missed(self, id: str, visits: int) -> bool:
        return self.is_of_many and id != _START and not visits

    def _lines(self, text: str, id: str, visits: int, width: int) -> tuple[str, ...]:
        """Return the text of what is at or leaves `id` in lines, the last of them telling how often it was passed."""
        lines = [*self.screen._replace(width=width).wrapped(text.translate(_NO_CHARACTERS))] if text else []
        if len(lines) > _MOST:
            lines[_MOST - 1 :] = [f"{lines[_MOST - 1]} …"]
        return (*lines, *self._passed(id, visits))

    def _passed(self, id: str, visits: int) -> Iterator[str]:
        if self._is_missed(id, visits):
            yield self.screen.say("view.draw.missed")
        elif self.is_of_many and id != _START:
            yield self.screen.say("view.draw.met", n=visits)
        elif visits > 1:
            yield self.screen.say("view.draw.times", n=visits)

    def _said(self, one: Outcome) -> str:
        label = one.label.in_(self.screen.language)
        return f"{label} {self.screen.say('view.draw.at-most', n=one.at_most)}" if one.at_most else label

    def _label(self, id: str) -> str:
        return self.sop.label(id).in_(self.screen.language)


def _titled(text: str) -> str:
    return shortened(text.translate(_NO_CHARACTERS), _TITLE)
