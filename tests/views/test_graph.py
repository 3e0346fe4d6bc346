"""What is drawn of an SOP, as values: each step once, each way once, and where a case went."""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

import sopkit
from checks.tiny import decision, out, sop, step
from sopkit.errors import Refusal
from sopkit.testing import sops
from sopkit.views.dot import dot
from sopkit.views.graph import graph
from sopkit.views.mermaid import mermaid

NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)
LANGUAGES = st.sampled_from(["id", "en"])


def nodes(drawn):
    return sorted(node for group in drawn.groups for node in group.nodes)


def edges(drawn):
    return [(edge.source, edge.target, edge.lines, edge.is_upward) for edge in drawn.edges]


def walked(sop, random, most=12):
    """A case that took some ways at random, and perhaps was cancelled."""
    people = [sopkit.Person(actor.id, actors={actor.id}) for actor in sop.actors]
    case = sopkit.start(sop, "K-1", at=NOON)
    for _ in range(random.randrange(most)):
        by = random.choice(people)
        with suppress(Refusal):
            if random.randrange(9) == 0:
                return case.cancel(by=by, at=NOON, reason="x")
            option = random.choice(case.options(by=by))
            outputs = dict.fromkeys(option.outputs, "x")
            case = case.complete(option.step, option.outcome, by=by, at=NOON, reason="x", outputs=outputs)
        if case.is_closed:
            break
    return case


def test_the_reference_is_drawn_as_its_table_says(recommendation_letter):
    drawn = graph(recommendation_letter, language="id")
    assert drawn.title == "SOP Penerbitan Surat Rekomendasi Izin Usaha Bidang Industri"
    assert [(group.title, [node.place for node in group.nodes]) for group in drawn.groups] == [
        ("KABID INDUSTRI", [0, 1, 6]), ("TIM TEKNIS", [2, 3, 4, 5]), ("KADIS", [7]), ("CARAKA", [8, 9]),
    ]  # fmt: skip
    assert [node.kind for node in nodes(drawn)] == [
        "start", "step", "decision", "step", "decision", "step", "decision", "decision", "step", "end",
    ]  # fmt: skip
    assert nodes(drawn)[5].lines == (
        "5.\u00a0Membuat Draft Surat", "Rekomendasi Izin Usaha", "Bidang Industri dan", "menyerahkan kepada Kabid",
    )  # fmt: skip
    assert nodes(drawn)[9].lines == ("Selesai",)
    forward = [(edge.source, edge.target, *edge.lines) for edge in drawn.edges if not edge.is_upward]
    assert forward == [
        ("n0", "n1"), ("n1", "n2"), ("n2", "n3", "Ya"), ("n3", "n4"), ("n4", "n5", "Ya"), ("n5", "n6"),
        ("n6", "n7", "Ya"), ("n7", "n8", "Ya"), ("n8", "n9"),
    ]  # fmt: skip
    upward = [(edge.source, edge.target, *edge.lines) for edge in drawn.edges if edge.is_upward]
    assert upward == [("n2", "n1", "Tidak"), ("n4", "n1", "Tidak"), ("n6", "n5", "Tidak"), ("n7", "n6", "Tidak")]
    assert graph(recommendation_letter, language="en").groups[3].title == "Courier"


@given(sops(), LANGUAGES)
def test_every_step_and_every_way_is_drawn_once(sop, language):
    drawn = graph(sop, language=language)
    assert [node.place for node in nodes(drawn)] == list(range(len(sop.steps) + len(sop.ends) + 1))
    ids = ["", *(step.id for step in sop.steps), *(end.id for end in sop.ends)]
    drawn_of = {
        group.name: [node for node in group.nodes if ids[node.place] in {step.id for step in sop.steps}]
        for group in drawn.groups
    }
    for n, actor in enumerate(sop.actors, 1):
        own = [step for step in sop.steps if step.actor == actor.id]
        shown = drawn_of.get(f"g{n}", [])
        assert [ids[node.place] for node in shown] == [step.id for step in own]
        assert all(node.lines[0].startswith(f"{step.number}.\u00a0") for node, step in zip(shown, own, strict=True))
        assert [node.kind == "decision" for node in shown] == [step.is_decision for step in own]
    ways = [(step.id, to) for step in sop.steps for _, to in sop.ways(step)]
    assert [(ids[int(edge.source[1:])], ids[int(edge.target[1:])]) for edge in drawn.edges[1:]] == ways
    assert [edge.is_upward for edge in drawn.edges[1:]] == [
        sop.place(to) is not None and sop.place(to) <= sop.place(id) for id, to in ways
    ]


@given(sops(), LANGUAGES)
def test_both_languages_name_each_node_once(sop, language):
    for text in mermaid(sop, language=language), dot(sop, language=language):
        named = Counter(line.split("[")[0].split("(")[0].split("{")[0].strip() for line in text.splitlines())
        assert {named[f"n{n}"] for n in range(len(sop.steps) + len(sop.ends) + 1)} == {1}
    assert mermaid(sop, language=language).isascii()


@given(sops(), st.randoms(use_true_random=False))
def test_a_case_is_counted_wherever_it_went(sop, random):
    case = walked(sop, random)
    drawn = graph(sop, language="id", case=case)
    ids = ["", *(step.id for step in sop.steps), *(end.id for end in sop.ends), "cancelled"]
    assert [ids[node.place] for node in nodes(drawn) if node.is_here] == [case.journal[-1].to]
    assert sum(edge.visits for edge in drawn.edges) == len(case.journal)
    came = Counter(edge.target for edge in drawn.edges for _ in range(edge.visits))
    assert {node.name: node.visits for node in nodes(drawn) if node.visits} == {"n0": 1, **came}
    assert mermaid(sop, language="id", case=case) and dot(sop, language="id", case=case)


@given(sops(), st.randoms(use_true_random=False))
def test_of_many_cases_each_step_end_and_way_out_tells_how_often_it_was_taken_or_that_it_was_not(sop, random):
    ways = [(step.id, outcome, to) for step in sop.steps for outcome, to in sop.ways(step)]
    taken = {(step, outcome): random.randint(1, 9) for step, outcome, _ in ways if random.random() < 0.5}
    drawn = graph(sop, language="en", taken=taken)
    assert drawn.title.endswith(f"{len(taken)} of {len(ways)} outcomes tested")
    assert [edge.visits for edge in drawn.edges] == [0, *(taken.get((step, outcome), 0) for step, outcome, _ in ways)]
    ids = ["", *(step.id for step in sop.steps), *(end.id for end in sop.ends)]
    ends = {end.id for end in sop.ends}
    for node in nodes(drawn):
        here = ids[node.place]
        assert node.visits == sum(
            taken.get((step, way), 0) for step, way, to in ways if here == (to if here in ends else step)
        )
    start, *others = sorted(nodes(drawn), key=lambda node: node.place)
    assert (start.lines, start.is_missed, drawn.edges[0].is_missed) == (("Start",), False, False)
    for one in [*others, *drawn.edges[1:]]:
        assert one.is_missed == (not one.visits)
    for one in [*others, *(edge for edge in drawn.edges if edge.lines)]:
        assert one.lines[-1] == ("not tested" if one.is_missed else f"tested {one.visits}×")


def test_a_decision_asks_its_question_and_tells_how_often():
    drawn = graph(
        sop(
            step("a"),
            decision("b", out("ya", "c"), out("tidak", "b", at_most=2), question="Lengkap?"),
            step("c"),
        ),
        language="id",
    )
    assert nodes(drawn)[2].lines == ("2.\u00a0Lengkap?",)
    assert edges(drawn)[2:4] == [("n2", "n3", ("YA",), False), ("n2", "n2", ("TIDAK (≤\u00a02×)",), True)]


def test_a_repair_step_that_goes_up_returns_too():
    drawn = graph(sop(decision("a", out("ya", "end"), out("tidak", "b")), step("b", "a")), language="id")
    assert edges(drawn)[-1] == ("n2", "n1", (), True)


def test_an_actor_without_steps_has_no_group():
    drawn = graph(sop(step("a"), actors=[{"id": "x", "name": "X"}, {"id": "y", "name": "Y"}]), language="id")
    assert [group.title for group in drawn.groups] == ["X"]


def test_an_end_stands_with_the_last_step_that_leads_there_and_a_lost_one_with_the_last_step():
    ends = [{"id": id, "name": id.upper()} for id in ("e", "lost")]
    actors = [{"id": id, "name": id.upper()} for id in "xyz"]
    drawn = graph(
        sop(
            decision("a", out("ya", "b"), out("tidak", "e")),
            decision("b", out("ya", "c"), out("tidak", "e"), actor="y"),
            step("c", "b", actor="z"),
            ends=ends,
            actors=actors,
        ),
        language="id",
    )
    assert [[node.lines[0] for node in group.nodes if node.kind == "end"] for group in drawn.groups] == [[], ["E"], ["LOST"]]  # fmt: skip


def test_a_long_text_is_cut_after_a_word_and_a_long_word_is_broken():
    drawn = graph(sop(step("a", activity="kata " * 60), step("b", activity="x" * 200)), language="id")
    assert nodes(drawn)[1].lines[-1] == "kata kata kata kata kata …"
    assert [len(node.lines) for node in nodes(drawn)] == [1, 5, 5, 1]
    assert max(len(line) for node in nodes(drawn) for line in node.lines) <= 28


def test_a_number_keeps_one_dot():
    drawn = graph(sop(step("a", number="1."), step("b", number="2a")), language="id")
    assert [node.lines[0][:3] for node in nodes(drawn)[1:3]] == ["1.\u00a0", "2a."]


def test_a_case_that_was_cancelled_is_drawn_to_its_end():
    whole = sop(step("a"), step("b"), cancel=["x"])
    person = sopkit.Person("p", actors={"x"})
    case = sopkit.start(whole, "K-1", at=NOON).complete("a", by=person, at=NOON)
    case = case.cancel(by=person, at=NOON, reason="ditarik")
    drawn = graph(whole, language="id", case=case)
    assert drawn.title == "Kecil – kasus K-1"
    assert [(node.lines, node.visits, node.is_here) for node in nodes(drawn)][2:] == [
        (("2.\u00a0Mengerjakan b",), 1, False), (("Selesai",), 0, False), (("Dibatalkan",), 1, True),
    ]  # fmt: skip
    assert [(edge.source, edge.target, edge.visits) for edge in drawn.edges] == [
        ("n0", "n1", 1), ("n1", "n2", 1), ("n2", "n3", 0), ("n2", "n4", 1),
    ]  # fmt: skip


def test_of_several_loops_mermaid_gets_one_with_all_labels():
    whole = sop(decision("a", out("ya", "end"), out("ulang", "a"), out("ganti", "a", at_most=1)))
    lines = mermaid(whole, language="id").splitlines()
    assert lines[-2:] == ['  n1 -->|"YA"| n2', '  n1 -.->|"ULANG<br>GANTI #40;#8804;#160;1#215;#41;"| n1']
    assert dot(whole, language="id").count("n1 -> n1") == 2


def test_what_was_tested_is_green_what_was_not_is_red_and_a_loop_is_red_if_one_of_its_ways_is():
    whole = sop(decision("a", out("ya", "b"), out("ulang", "a"), out("ganti", "a")), step("b"))
    lines = mermaid(whole, language="id", taken={("a", "ya"): 1, ("a", "ulang"): 2}).splitlines()
    start = lines.index("  n0 --> n1")
    assert lines[start:] == [
        "  n0 --> n1",
        '  n1 -->|"YA<br>diuji 1#215;"| n2',
        '  n1 -.->|"ULANG<br>diuji 2#215;<br>GANTI<br>belum diuji"| n1',
        "  n2 --> n3",
        "  classDef met fill:#e3f1e6,stroke:#2e7d46,color:black",
        "  class n1 met",
        "  classDef missed fill:#fbe2df,stroke:#c02617,stroke-width:3px,color:black",
        "  class n2,n3 missed",
        "  linkStyle 1 stroke:#2e7d46",
        "  linkStyle 2,3 stroke:#c02617,stroke-width:3px",
    ]


TINY = [
    step("a", activity='Menerima "berkas"'),
    decision("b", out("ya", "end"), out("tidak", "a", at_most=2), question="Lengkap?"),
]
CASE = [("a", "done"), ("b", "tidak"), ("a", "done")]


def tiny(*, is_walked):
    whole = sop(*TINY)
    case = sopkit.start(whole, "K-1", at=NOON)
    for id, outcome in CASE:
        case = case.complete(id, outcome, by=sopkit.Person("p", actors={"x"}), at=NOON)
    return {"sop": whole, "case": case if is_walked else None}


@pytest.mark.parametrize("is_walked", [False, True])
def test_a_small_one_in_mermaid(is_walked):
    given = tiny(is_walked=is_walked)
    times, title = ("<br>2 kali", r"Kecil \u2013 kasus K-1") if is_walked else ("", "Kecil")
    label = f'|"{times.removeprefix("<br>")}"|' * is_walked
    assert mermaid(given["sop"], language="id", case=given["case"]) == f"""\
---
title: "{title}"
config:
  theme: neutral
  flowchart:
    wrappingWidth: 400
    subGraphTitleMargin: {{ top: 4, bottom: 14 }}
---
flowchart TB
  subgraph g1["Pelaksana X"]
    n0(["Mulai"])
    n1["1#46;#160;Menerima #34;berkas#34;{times}"]
    n2{{"2#46;#160;Lengkap?{times}"}}
    n3(["Selesai"])
  end
  n0 --> n1
  n1 -->{label} n2
  n2 -->|"YA"| n3
  n2 -.->|"TIDAK #40;#8804;#160;2#215;#41;"| n1
""" + is_walked * """\
  classDef been stroke:black,stroke-width:3px
  class n0,n1 been
  classDef here stroke:black,fill:black,color:white
  class n2 here
  linkStyle 0,1,3 stroke:black,stroke-width:3px
"""  # fmt: skip


@pytest.mark.parametrize("is_walked", [False, True])
def test_a_small_one_in_dot(is_walked):
    given = tiny(is_walked=is_walked)
    text = dot(given["sop"], language="id", case=given["case"])
    thick, times = (", penwidth=3", r"\n2 kali") if is_walked else ("", "")
    here = ", style=filled, fillcolor=black, fontcolor=white" * is_walked
    diamond = 'shape=diamond, height=1, margin="0.04,0.04"'
    once = ' [label=" 2 kali ", penwidth=3]' if is_walked else ""
    assert (
        text[text.index("  subgraph") :]
        == f"""\
  subgraph cluster_g1 {{
    graph [label="Pelaksana X", labeljust=l, fontsize=12, margin=14]
    n0 [label="Mulai", shape=box, style=rounded{thick}]
    n1 [label="1.&#160;Menerima &#34;berkas&#34;{times}", shape=box{thick}]
    n2 [label="2.&#160;Lengkap?{times}", {diamond}{here}]
    n3 [label="Selesai", shape=box, style=rounded]
  }}
  n0 -> n1{thick.replace(", ", " [") + "]" * is_walked}
  n1 -> n2{once}
  n2 -> n3 [label=" YA "]
  n2 -> n1 [label=" TIDAK (&#8804;&#160;2&#215;) ", style=dashed, constraint=false, tailport=e{thick}]
  n1 -> n2 [style=invis]
}}
"""
    )
