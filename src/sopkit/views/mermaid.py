"""
Sop → Mermaid text.

No text of a file is obeyed: all that Mermaid, Markdown or HTML could take for an instruction is written by its number.
So the text is plain ASCII, and survives every terminal and every pipe.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from sopkit.views.graph import Node, graph

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from sopkit.case import Case
    from sopkit.model import Sop
    from sopkit.views.graph import Edge, Graph

__all__ = ["mermaid"]

_BY_NUMBER = re.compile(r"[^A-Za-z0-9 ,?]")
# What Mermaid still obeys when it has put the signs back: those in which it keeps numbers, of formulas, and of icons.
_OBEYED = re.compile(r"(?<=ﬂ)(?=°)|(?<=¶)(?=ß)|(?<=\$)(?=\$)|(?<=:)(?=fa-)")
_ANGLES = str.maketrans("<>", "‹›")  # in a title Mermaid knows no numbers, and takes away what looks like HTML
_SHAPES = {"start": '(["{}"])', "step": '["{}"]', "decision": '{{"{}"}}', "end": '(["{}"])'}
_LOOKS = {
    "been": ("stroke:black,stroke-width:3px", "stroke:black,stroke-width:3px"),
    "here": ("stroke:black,fill:black,color:white", ""),
    "met": ("fill:#e3f1e6,stroke:#2e7d46,color:black", "stroke:#2e7d46"),
    "missed": ("fill:#fbe2df,stroke:#c02617,stroke-width:3px,color:black", "stroke:#c02617,stroke-width:3px"),
}
# Lines are broken here already; and the name of a group needs room above the arrow that comes in.
_CONFIG = """\
config:
  theme: neutral
  flowchart:
    wrappingWidth: 400
    subGraphTitleMargin: { top: 4, bottom: 14 }
---
flowchart TB"""


def mermaid(
    sop: Sop, *, language: str, case: Case | None = None, taken: Mapping[tuple[str, str], int] | None = None
) -> str:
    """
    Return `sop` as a flowchart: a subgraph for each actor, returns dotted.

    Args:
        sop: the definition.
        language: of the labels, `id` or `en`.
        case: one that ran on this definition; its way is drawn thick, and where it stands is black.
        taken: instead of a case, how often many of them left which step by which outcome; what none of them took is
            red, and says so.

    >>> import sopkit
    >>> mermaid(sopkit.reference(), language="id").splitlines()[-1]
    '  n8 --> n9'
    """
    return "".join(f"{line}\n" for line in _lines(graph(sop, language=language, case=case, taken=taken)))


def _lines(drawn: Graph) -> Iterator[str]:
    yield "---"
    yield f"title: {json.dumps(_parted(drawn.title.translate(_ANGLES)))}"
    yield _CONFIG
    for group in drawn.groups:
        yield f'  subgraph {group.name}["{_text([group.title])}"]'
        yield from (f"    {_node(node)}" for node in group.nodes)
        yield "  end"
    edges = _joined(drawn.edges)
    yield from (f"  {_edge(edge)}" for edge in edges)
    yield from _way(drawn, edges)


def _node(node: Node) -> str:
    return node.name + _SHAPES[node.kind].format(_text(node.lines))


def _edge(edge: Edge) -> str:
    label = f'|"{_text(edge.lines)}"|' if edge.lines else ""
    return f"{edge.source} {'-.->' if edge.is_upward else '-->'}{label} {edge.target}"


def _joined(edges: Iterable[Edge]) -> Sequence[Edge]:
    """Return the edges, the loops of a node as one with all labels: of several, Mermaid would show but one."""
    joined: dict[str | int, Edge] = {}
    for n, edge in enumerate(edges):
        key = edge.source if edge.source == edge.target else n
        before = joined.get(key)
        lines, visits = (before.lines, before.visits) if before else ((), 0)
        is_missed = edge.is_missed or (before is not None and before.is_missed)
        joined[key] = edge._replace(lines=lines + edge.lines, visits=visits + edge.visits, is_missed=is_missed)
    return list(joined.values())


def _way(drawn: Graph, edges: Sequence[Edge]) -> Iterator[str]:
    """Yield how the way of the case is told apart, or what many cases took from what they did not."""
    nodes = [(node.name, _kind(node, drawn)) for group in drawn.groups for node in group.nodes]
    for kind, (look, _) in _LOOKS.items():
        if names := ",".join(name for name, one in nodes if one == kind):
            yield f"  classDef {kind} {look}"
            yield f"  class {names} {kind}"
    links = [_kind(edge, drawn) for edge in edges]
    for kind, (_, look) in _LOOKS.items():
        if places := ",".join(str(n) for n, one in enumerate(links) if one == kind):
            yield f"  linkStyle {places} {look}"


def _kind(one: Node | Edge, drawn: Graph) -> str:
    if one.is_missed:
        return "missed"
    if isinstance(one, Node) and one.is_here:
        return "here"
    return ("met" if drawn.is_of_many else "been") if one.visits else ""


def _text(lines: Sequence[str]) -> str:
    return "<br>".join(_harmless(line) for line in lines)


def _harmless(line: str) -> str:
    return _BY_NUMBER.sub(lambda sign: f"#{ord(sign.group())};", _parted(line))


def _parted(line: str) -> str:
    return _OBEYED.sub("\u200c", line)  # a joint that nobody sees
