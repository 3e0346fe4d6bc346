"""Mermaid and Graphviz themselves read what is drawn: the graph that was meant, and each text as it stands in the file."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import sopkit
from sopkit.testing import definitions, sops
from sopkit.views.dot import dot
from sopkit.views.graph import graph
from sopkit.views.mermaid import mermaid

ROOT = Path(__file__).parents[2]
NODE = ROOT / "tests" / "node"
FILES = [*ROOT.glob("sops/*.sop.json"), *ROOT.glob("examples/*.sop.json")]
NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)
SMALL = ((1, 4),)
HOSTILE = [
    'kata "dua" \'satu\' `tiga`', "a] b) c} d> [x](y) {{z}}", "x --> y -.-> z ==> w", "a; b\nend\nc;", "%%{init: {}}%%", "%% komentar",
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<a href='javascript:x'>k</a>", "#quot; #35; &lt; &#60; &amp;amp;",
    "end", "graph TD", "subgraph x", "click n1 call x()", "style n1 fill:#f00;", "classDef a fill:#f00;", "class n1 here", "linkStyle 0 x:y",
    "1. satu\n2. dua", "1) satu\n- dua\n* tiga\n+ empat", "# judul\n====", "**tebal** _miring_ ~~coret~~", "`**x**`", "![g](x.png)", "| a | b |",
    "www.contoh.id http://contoh.id a@contoh.id", "$$x^2$$ $y$", "fa:fa-car fab:fa-x :icon:", "\\N \\G \\l \\\\ \\", "\\", "\\\"", "<b>x</b>", "<<x>>", "a -> b { c }",
    "x" * 300, "🙂👨‍👩‍👧 役所 עברית नमस्ते", "\ufb02°°60¶ß ﬂ°lt¶ß ¶ß", "---\ntitle: x\n---", "{% x %} ${y} {z}", "@{ shape: x }", "n1", "A:::here",
]  # fmt: skip


def needed(package=None):
    """Skip where a tool is missing; in CI that is a failure."""
    if not shutil.which("node") or not (NODE / "node_modules" / package).exists():
        told = f"node and its package {package} are needed: `make .venv/node` installs what is missing"
        pytest.fail(told) if os.environ.get("CI") else pytest.skip(told)


def asked(program):
    """Start a program in node, and return what hands it one value and returns its answer."""
    command = ["node", str(NODE / program)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8") as node:

        def ask(value):
            node.stdin.write(json.dumps(value) + "\n")
            node.stdin.flush()
            answer = json.loads(node.stdout.readline())
            assert "refused" not in answer, answer
            return answer

        yield ask
        node.stdin.close()


@pytest.fixture(scope="module")
def read_mermaid():
    needed("mermaid")
    yield from asked("mermaid.mjs")


@pytest.fixture(scope="module")
def read_dot():
    """Debian's Graphviz where it is installed; else the same, compiled for node."""
    if not shutil.which("dot"):
        needed("@hpcc-js/wasm-graphviz")
        yield from asked("graphviz.mjs")
        return

    def ask(text):
        done = subprocess.run(
            ["dot", "-Tjson0", "-Tsvg"], input=text, capture_output=True, encoding="utf-8", check=True
        )
        assert done.stderr == ""
        read, svg, drawn = done.stdout.partition("<?xml")
        return {**json.loads(read), "svg": svg + drawn}

    yield ask


def words(lines):
    """The words of a text, however its lines are broken."""
    return " ".join(lines).split()


def visible(text):
    """The words of a text without the joints that Mermaid's own signs get."""
    return text.replace("\u200c", "").split()


def hostile():
    """Sound definitions in which every text is as bad as can be."""
    printed = st.characters(exclude_categories=["C", "Z"]) | st.sampled_from(" \n\t")
    bad = st.sampled_from(HOSTILE) | st.text(printed, min_size=1, max_size=60).filter(str.strip)

    @st.composite
    def drawn(draw):
        whole = draw(definitions(SMALL))
        for one in [*whole["actors"], *whole.get("ends", ())]:
            one["name"] = draw(bad)
        for step in whole["steps"]:
            step["activity"] = draw(bad)
            step["number"] = draw(bad.map(lambda text: text[:60]).filter(str.strip))
            for outcome in step.get("outcomes", ()):
                step["question"] = draw(bad)
                outcome["label"] = draw(bad)
        return sopkit.loads(json.dumps({**whole, "title": draw(bad)}))

    return drawn()


def walked(sop):
    """A case that goes on by the first way out, at most twenty times."""
    case = sopkit.start(sop, "K;1", at=NOON)
    by = sopkit.Person("p", actors=[actor.id for actor in sop.actors])
    for _ in range(20):
        ways = [way for way in (() if case.is_closed else case.options(by=by)) if not way.refusal]
        if not ways:
            break
        outputs = dict.fromkeys(ways[0].outputs, "x")
        case = case.complete(ways[0].step, ways[0].outcome, by=by, at=NOON, reason="x", outputs=outputs)
    return case


def joined(edges):
    """The edges as Mermaid gets them: the loops of a node stand where the first of them stood, as one."""
    places = [(edge.source, edge.target) if edge.source == edge.target else n for n, edge in enumerate(edges)]
    for place in dict.fromkeys(places):
        alike = [edge for edge, other in zip(edges, places, strict=True) if other == place]
        yield alike[0]._replace(
            lines=sum((edge.lines for edge in alike), ()),
            visits=sum(edge.visits for edge in alike),
            is_missed=any(edge.is_missed for edge in alike),
        )


LOOKS = {
    "been": ["stroke:black", "stroke-width:3px"],
    "met": ["stroke:#2e7d46"],
    "missed": ["stroke:#c02617", "stroke-width:3px"],
}


def kind(one, drawn):
    """The class that a node or an edge should have."""
    if getattr(one, "is_here", False):
        return ["here"]
    return ["missed"] if one.is_missed else (["met"] if drawn.is_of_many else ["been"]) if one.visits else []


def told_by_mermaid(drawn):
    shapes = {"start": "stadium", "end": "stadium", "step": "square", "decision": "diamond"}
    return {
        "groups": [[group.name, [node.name for node in group.nodes]] for group in drawn.groups],
        "nodes": [
            [node.name, shapes[node.kind], kind(node, drawn)] for group in drawn.groups for node in group.nodes
        ],
        "edges": [
            [edge.source, edge.target, "dotted" if edge.is_upward else "normal",
             [*(look for one in kind(edge, drawn) for look in LOOKS[one]), *["fill:none"][: len(kind(edge, drawn))]]]
            for edge in joined(drawn.edges)
        ],
    }  # fmt: skip


def told_by_dot(drawn, answer):
    """What Graphviz should have read, and what it has."""
    named = [one for one in answer["objects"] if "nodes" not in one]
    names = {one["_gvid"]: one["name"] for one in named}
    clusters = {one["name"]: {names[id] for id in one["nodes"]} for one in answer["objects"] if "nodes" in one}
    ours = [(edge.source, edge.target, edge.is_upward, bool(edge.visits)) for edge in drawn.edges]
    theirs = [
        (names[edge["tail"]], names[edge["head"]], edge.get("style") == "dashed", edge.get("penwidth") == "3")
        for edge in answer["edges"]
        if edge.get("style") != "invis"
    ]
    yield {f"cluster_{group.name}": {node.name for node in group.nodes} for group in drawn.groups}, clusters
    yield sorted(ours), sorted(theirs)
    yield (
        {node.name for group in drawn.groups for node in group.nodes if node.is_here},
        {one["name"] for one in named if one.get("fillcolor") == "black"},
    )


def written(answer):
    """The words that Graphviz drew, and on what kind of thing."""
    svg = "{http://www.w3.org/2000/svg}"
    for thing in ET.fromstring(answer["svg"]).iter(f"{svg}g"):
        yield thing.get("class"), words(text.text for text in thing.findall(f"{svg}text"))


@pytest.mark.parametrize("file", FILES, ids=lambda path: path.name)
@pytest.mark.parametrize("language", ["id", "en"])
def test_the_tools_read_our_own_files_as_they_are_meant(read_mermaid, read_dot, file, language):
    sop = sopkit.load(file)
    for case in None, walked(sop):
        drawn = graph(sop, language=language, case=case)
        assert read_mermaid({"text": mermaid(sop, language=language, case=case)}) == told_by_mermaid(drawn)
        for ours, theirs in told_by_dot(drawn, read_dot(dot(sop, language=language, case=case))):
            assert ours == theirs


@settings(max_examples=25)
@given(sops())
def test_mermaid_reads_the_graph_that_is_meant(read_mermaid, sop):
    case = walked(sop)
    assert read_mermaid({"text": mermaid(sop, language="id")}) == told_by_mermaid(graph(sop, language="id"))
    assert read_mermaid({"text": mermaid(sop, language="id", case=case)}) == told_by_mermaid(
        graph(sop, language="id", case=case)
    )


@settings(max_examples=25)
@given(sops(), st.randoms(use_true_random=False))
def test_mermaid_reads_what_was_tested_and_what_was_not(read_mermaid, sop, random):
    ways = [(step.id, outcome) for step in sop.steps for outcome, _ in sop.ways(step)]
    taken = {way: random.randint(1, 9) for way in ways if random.random() < 0.7}
    drawn = graph(sop, language="id", taken=taken)
    assert read_mermaid({"text": mermaid(sop, language="id", taken=taken)}) == told_by_mermaid(drawn)


@settings(max_examples=60)  # what it gives up on is rare
@given(sops())
def test_graphviz_reads_the_graph_that_is_meant(read_dot, sop):
    case = walked(sop)
    for ours, theirs in told_by_dot(graph(sop, language="id", case=case), read_dot(dot(sop, language="id", case=case))):
        assert ours == theirs


@settings(max_examples=15)
@given(hostile())
def test_no_text_breaks_out_of_a_mermaid_drawing(read_mermaid, sop):
    drawn = graph(sop, language="id")
    answer = read_mermaid({"text": mermaid(sop, language="id"), "draws": True})
    assert told_by_mermaid(drawn).items() <= answer.items()
    lines = [group.title.split() for group in drawn.groups]
    lines += [words(node.lines) for group in drawn.groups for node in group.nodes]
    lines += [words(edge.lines) for edge in joined(drawn.edges)]
    shown = [visible(text) for text in answer["texts"]]  # of a loop Mermaid makes three edges, two without a label
    assert sorted(filter(None, shown)) == sorted(visible(" ".join(line)) for line in lines if line)
    assert visible(answer["title"]) == visible(drawn.title.translate(str.maketrans("<>", "‹›")))
    assert set(answer["tags"]) <= TAGS
    assert answer["acts"] == []


TAGS = {
    "svg", "style", "g", "marker", "path", "polygon", "circle", "rect", "foreignobject", "div", "span", "p", "br", "defs", "filter",
    "fedropshadow", "lineargradient", "stop", "text",
}  # fmt: skip


@settings(max_examples=25)
@given(hostile())
def test_no_text_breaks_out_of_a_dot_drawing(read_dot, sop):
    drawn = graph(sop, language="id")
    answer = read_dot(dot(sop, language="id"))
    for ours, theirs in told_by_dot(drawn, answer):
        assert ours == theirs
    ours = [("graph", drawn.title.split())]
    ours += [("cluster", group.title.split()) for group in drawn.groups]
    ours += [("node", words(node.lines)) for group in drawn.groups for node in group.nodes]
    ours += [("edge", words(edge.lines)) for edge in drawn.edges]
    assert sorted(written(answer)) == sorted(ours)


@pytest.mark.parametrize("text", HOSTILE)
def test_a_text_that_means_something_to_the_tools_means_nothing_here(read_mermaid, read_dot, text):
    whole = json.loads((ROOT / "examples" / "cuti-akademik.sop.json").read_text("utf-8"))
    for one in [*whole["actors"], *whole["ends"]]:
        one["name"] = text
    for step in whole["steps"]:
        step["activity"] = text
        for outcome in step.get("outcomes", ()):
            outcome["label"] = step["question"] = text
    sop = sopkit.loads(json.dumps({**whole, "title": text}))
    test_no_text_breaks_out_of_a_mermaid_drawing.hypothesis.inner_test(read_mermaid, sop)
    test_no_text_breaks_out_of_a_dot_drawing.hypothesis.inner_test(read_dot, sop)
