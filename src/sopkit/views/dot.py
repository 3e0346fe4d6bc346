"""
Sop → DOT text, for Graphviz.

No text of a file is obeyed: each stands in quotes, and what Graphviz could take for an instruction is written by its
number. So is what stands beyond ASCII, for poor terminals and pipes, as far as Graphviz knows the numbers.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sopkit.views.graph import graph

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sopkit.case import Case
    from sopkit.model import Sop
    from sopkit.views.graph import Edge, Graph, Node

__all__ = ["dot"]

_BY_NUMBER = re.compile(r"""["&]|[^ -~\U00010000-\U0010ffff]""")
_FONT = 'fontname="Helvetica,Arial,sans-serif"'
# A diamond that is not too flat, and ends like the terminator of the sheet.
_SHAPES = {
    "start": ("shape=box", "style=rounded"), "step": ("shape=box",),
    "decision": ("shape=diamond", "height=1", 'margin="0.04,0.04"'), "end": ("shape=box", "style=rounded"),
}  # fmt: skip


def dot(sop: Sop, *, language: str, case: Case | None = None) -> str:
    """
    Return `sop` as a directed graph: a cluster for each actor, returns dashed.

    Args:
        sop: the definition.
        language: of the labels, `id` or `en`.
        case: one that ran on this definition; its way is drawn thick, and where it stands is black.

    >>> import sopkit
    >>> dot(sopkit.reference(), language="id").splitlines()[-2]
    '  n6 -> n7 [style=invis]'
    """
    return "".join(f"{line}\n" for line in _lines(graph(sop, language=language, case=case)))


def _lines(drawn: Graph) -> Iterator[str]:
    yield "digraph {"
    # Ranks for all clusters together: each by itself would put steps above those before them, and more search, or
    # arrows would run across steps.
    yield "  graph [newrank=true, searchsize=500, nodesep=0.6]"
    yield f"  graph [label={_text([drawn.title])}, labelloc=t, fontsize=16, {_FONT}]"
    yield f'  node [fontsize=11, margin="0.15,0.1", {_FONT}]'
    yield f"  edge [fontsize=11, {_FONT}]"
    for group in drawn.groups:
        yield f"  subgraph cluster_{group.name} {{"
        yield f"    graph [label={_text([group.title])}, labeljust=l, fontsize=12, margin=14]"
        yield from (f"    {node.name} [{', '.join(_node(node))}]" for node in group.nodes)
        yield "  }"
    for edge in drawn.edges:
        looks = ", ".join(_edge(edge))
        yield f"  {edge.source} -> {edge.target}" + (f" [{looks}]" if looks else "")
    # Unseen: returns do not move steps, and yet no step may come to stand beside the one it returns to, since Graphviz
    # gives up on some labels between neighbours.
    back = [(edge.target, edge.source) for edge in drawn.edges if edge.is_upward and edge.source != edge.target]
    yield from (f"  {above} -> {below} [style=invis]" for above, below in dict.fromkeys(back))
    yield "}"


def _node(node: Node) -> Iterator[str]:
    yield f"label={_text(node.lines)}"
    if not node.is_here:
        yield from _SHAPES[node.kind]
        yield from ("penwidth=3",) if node.visits else ()
        return
    yield from (look for look in _SHAPES[node.kind] if not look.startswith("style"))
    yield 'style="filled,rounded"' if node.kind in ("start", "end") else "style=filled"
    yield from ("fillcolor=black", "fontcolor=white")


def _edge(edge: Edge) -> Iterator[str]:
    if edge.lines:
        yield f"label={_text([f' {line} ' for line in edge.lines])}"  # blanks, so that it does not touch the line
    if edge.is_upward:
        yield from ("style=dashed", "constraint=false")
        # From the side, or it would lie on the way down. A loop that names its side is drawn badly.
        yield from ("tailport=e",) if edge.source != edge.target else ()
    if edge.visits:
        yield "penwidth=3"


def _text(lines: Sequence[str]) -> str:
    return '"' + r"\n".join(_harmless(line) for line in lines) + '"'


def _harmless(line: str) -> str:
    # A backslash by its number would still be obeyed: Graphviz reads numbers first.
    return _BY_NUMBER.sub(lambda sign: f"&#{ord(sign.group())};", line.replace("\\", "\\\\"))
