"""
Sop → the symbols of its sheet, each in a band of its row and the column of its actor, and the links between them.

A band is a line of symbols; a row has one for each of its steps, and more where ends or connectors need a place.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sopkit.model import Sop, Step

__all__ = ["Band", "Flow", "Link", "Node", "flow", "is_private"]


@attrs.frozen
class Node:
    """A symbol."""

    key: str
    kind: str
    """`capsule`, `box`, `diamond`, `participant`, `alternate`, `out` or `into` (both pentagons)."""
    column: int
    text: str = ""
    step: str = ""
    """The step it stands for, if any."""
    ways: tuple[tuple[str, str], ...] = ()
    """Of a connector: symbol and outcome of each arrow that goes on here."""
    height: float = 0
    """In millimetres, where it is not that of its kind."""
    from_above: bool = False
    """Of a connector: whether it is reached from above only, so that its label has its place there."""


@attrs.frozen
class Link:
    """An arrow; outcomes of one step that lead to the same place share it, and their words stand side by side."""

    source: str
    target: str
    label: str = ""
    is_return: bool = False
    step: str = ""
    outcome: str = ""
    """The first of its outcomes."""
    ways: tuple[tuple[str, str], ...] = ()
    """Step and outcome of each way that it stands for."""


@attrs.frozen
class Band:
    """One line of symbols within a row."""

    nodes: tuple[Node, ...]


@attrs.frozen
class Flow:
    """All rows, each as its bands, and all links."""

    rows: tuple[tuple[Band, ...], ...]
    links: tuple[Link, ...]


def is_private(key: str) -> bool:
    """Return whether one arrow only leads to a symbol: to an end of a step, or out of the page."""
    return key.endswith(" out") or " ends " in key


def flow(sop: Sop, language: str, *, capsules: str = "own") -> Flow:
    """Return symbols and links; capsules are the first and last symbol themselves (`own`), or stand `beside` them."""
    rows: list[tuple[Band, ...]] = []
    links: list[Link] = []
    for steps in _rows(sop):
        bands: list[Band] = []
        for step in steps:
            before, symbol, after = _bands(sop, step, language, capsules, links)
            bands += [*before, symbol, *after]
        rows.append(tuple(bands))
    return Flow(tuple(rows), tuple(links))


def _rows(sop: Sop) -> Iterator[list[Step]]:
    row: list[Step] = []
    for step in sop.steps:
        if row and step.row != row[0].row:
            yield row
            row = []
        row.append(step)
    yield row


def _bands(
    sop: Sop, step: Step, language: str, capsules: str, links: list[Link]
) -> tuple[list[Band], Band, list[Band]]:  # fmt: skip
    column = {actor.id: n for n, actor in enumerate(sop.actors)}
    here = column[step.actor]
    ways = sop.ways(step)
    is_first = step is sop.steps[0]
    closes = not step.is_decision and sop.place(ways[0][1]) is None
    is_own = capsules == "own" and not step.is_decision
    ends_itself = is_own and closes and len(sop.ends) == 1 and not is_first
    kind = "diamond" if step.is_decision else "box"
    if (is_own and is_first) or ends_itself:
        kind = "capsule"
    question = step.question.in_(language) if step.question and step.is_decision else ""
    nodes = [Node(step.id, kind, here, question, step.id)]
    roles = dict.fromkeys(step.participants, "participant") | dict.fromkeys(step.alternates, "alternate")
    nodes += [Node(f"{step.id} {id}", role, column[id], "", step.id) for id, role in roles.items() if id != step.actor]
    before = []
    if is_first and kind != "capsule":
        before.append(Band((Node("start", "capsule", here),)))
        links.append(Link("start", step.id))
    after: list[Band] = []
    for id, to in ways:
        outcome = next((one for one in step.outcomes if one.id == id), None)
        label = outcome.label.in_(language) if outcome else ""
        target = to
        if sop.place(to) is None:
            if ends_itself:
                continue
            target = f"{step.id} ends {to}"
            if all(node.key != target for band in after for node in band.nodes):
                name = sop.label(to).in_(language) if len(sop.ends) > 1 else ""
                after.append(Band((Node(target, "capsule", here, name, step.id),)))
        is_return = (aim := sop.place(to)) is not None and aim <= (sop.place(step.id) or 0)
        link = next((one for one in links if (one.source, one.target) == (step.id, target)), None)
        if link is None:
            links.append(Link(step.id, target, label, is_return, step.id, id, ((step.id, id),)))
        else:
            links[links.index(link)] = attrs.evolve(
                link, label=f"{link.label} / {label}", ways=(*link.ways, (step.id, id))
            )
    return before, Band(tuple(nodes)), after
