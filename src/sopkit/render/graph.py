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
from sopkit.render.screen import Screen, shortened

if TYPE_CHECKING:
    from collections.abc import Iterator

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
    """How often the case came here."""
    is_here: bool = False
    """Whether the case stands here."""

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
    """How often the case took it."""


class Graph(NamedTuple):
    """What is drawn of an SOP."""

    title: str
    groups: tuple[Group, ...]
    """In the order of the actors; who is responsible for no step has none."""
    edges: tuple[Edge, ...]
    """The one from the start, then those of each step in the order of the file."""


def graph(sop: Sop, *, language: str, case: Case | None = None) -> Graph:
    """
    Return what is drawn of `sop`, in the words of `language` (`id` or `en`).

    Args:
        sop: the definition.
        language: of labels that the file has in several languages, and of the words between them.
        case: one that ran on this definition: how often it came where is counted.
    """
    return _Maker(sop, language, case).graph()


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
        if case:
            self._follow(case)

    def graph(self) -> Graph:
        title = self.sop.title.in_(self.screen.language)
        if self.case:
            title = self.screen.say("view.draw.case", title=title, case=self.case.id)
        return Graph(_titled(title), tuple(self._groups()), tuple(self._edges()))

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
        return Node(self.places[id], kind, self._lines(text, visits, _NODE), visits, is_here)

    def _edges(self) -> Iterator[Edge]:
        yield self._edge(_START, DONE, self.sop.steps[0].id, "")
        for step in self.sop.steps:
            said = {one.id: self._said(one) for one in step.outcomes}
            yield from (self._edge(step.id, way, to, said.get(way, "")) for way, to in self._ways(step))

    def _edge(self, source: str, way: str, target: str, text: str) -> Edge:
        here, there, visits = self.places[source], self.places[target], self.taken[source, way]
        return Edge(f"n{here}", f"n{there}", self._lines(text, visits, _LABEL), there <= here, visits)

    def _lines(self, text: str, visits: int, width: int) -> tuple[str, ...]:
        """Return a text in lines, the last of them telling that the case passed more than once."""
        lines = [*self.screen._replace(width=width).wrapped(text.translate(_NO_CHARACTERS))] if text else []
        if len(lines) > _MOST:
            lines[_MOST - 1 :] = [f"{lines[_MOST - 1]} …"]
        return (*lines, *([self.screen.say("view.draw.times", n=visits)] if visits > 1 else ()))

    def _said(self, one: Outcome) -> str:
        label = one.label.in_(self.screen.language)
        return f"{label} {self.screen.say('view.draw.at-most', n=one.at_most)}" if one.at_most else label

    def _label(self, id: str) -> str:
        return self.sop.label(id).in_(self.screen.language)


def _titled(text: str) -> str:
    return shortened(text.translate(_NO_CHARACTERS), _TITLE)
