"""What the rules about the order of rows find and leave alone."""

from __future__ import annotations

import json
from functools import reduce
from operator import and_, or_

import pytest
from hypothesis import given
from hypothesis import strategies as st

import sopkit
from checks.test_laws import small
from checks.tiny import decision, found, out, sop, step
from sopkit.checks import check
from sopkit.checks.flow import downward
from sopkit.checks.survey import Survey

GOVERNMENT = "permenpan-35-2012"
ABC = [{"id": id, "name": f"Pelaksana {id}"} for id in "xyz"]


def numbered(*numbers):
    steps = [step(f"s{n}", **({"number": number} if number else {})) for n, number in enumerate(numbers)]
    return [(pointer, variant) for pointer, variant in vertical(*steps) if variant]


def vertical(*steps, **more):
    return found(sop(*steps, profile=GOVERNMENT, **more), "vertical-order")


# vertical-order: numbers


@pytest.mark.parametrize(
    "numbers",
    [
        ["1", "2", "3"],
        ["1.", "2.", " 3 . "],
        ["01", "02", "03"],
        ["5", "6", "7"],  # the second sheet of a long procedure
        ["0", "1", "2"],
        ["1", "2", "2a", "2b", "3"],
        ["1", "2a", "2b", "3"],
        ["1.1", "1.2", "2.1", "2.2"],
        ["A", "1", "2", "B", "1", "2"],
        ["I", "II", "III"],
        ["a", "b", "-"],
        [None, None, "2a", "3"],
        ["", "2", None],
        ["1)", "2)", "3)"],
        ["1", "9999999", "2"],  # no number of a row
    ],
)
def test_numbers_that_count_the_rows_or_are_the_authors_own_are_left_alone(numbers):
    assert numbered(*numbers) == []


@pytest.mark.parametrize(
    ("numbers", "at", "variant"),
    [
        (["1", "3"], 1, "gap"),
        (["1", "2", "4", "5"], 2, "gap"),
        (["1", "2a", "4"], 2, "gap"),
        (["1", "2", "2", "3"], 2, "twice"),
        (["1", "2", "2", "4"], 2, "twice"),
        (["1", "2", "1", "4"], 2, "twice"),
        (["3", "1", "2"], 1, "falls"),
        (["1", "2", "30", "4", "5"], 2, "gap"),
        (["1", "2", "2a", "5"], 3, "gap"),
        (["A", "1", "2", "B", "4"], 4, "gap"),
        (["0", "1", "3"], 2, "gap"),
    ],
)
def test_the_odd_number_is_found_and_no_other(numbers, at, variant):
    assert numbered(*numbers) == [(f"/steps/{at}/number", variant)]


def test_a_number_that_nobody_wrote_is_found_at_its_step():
    assert numbered("1", "1a", None) == [("/steps/2/id", "gap")]
    assert numbered("1", None, "2") == [("/steps/2/number", "twice")]


def test_steps_that_share_a_row_share_its_number():
    shared = {"id": "b", "actor": "x", "same_row": True, "number": "7"}
    assert vertical(step("a"), shared, step("c")) == []


@given(st.integers(3, 9).flatmap(lambda size: st.tuples(st.just(size), st.integers(1, size - 1), st.integers(0, 12))))
def test_one_wrong_number_is_one_finding(drawn):
    size, at, wrong = drawn
    numbers = [str(n + 1) for n in range(size)]
    is_wrong = numbers[at] != str(wrong)
    numbers[at] = str(wrong)
    assert [pointer for pointer, _ in numbered(*numbers)] == [f"/steps/{at}/number"] * is_wrong


# vertical-order: ways up


def test_rows_in_another_order_than_they_are_done_are_found():
    (finding,) = [
        one
        for one in check(sop(step("a", "c"), step("b", "end"), step("c", "b"), profile=GOVERNMENT))
        if one.rule == "vertical-order"
    ]
    assert (finding.pointer, finding.facts["other"]) == ("/steps/2/next", "b")


@pytest.mark.parametrize(
    "steps",
    [
        # what is repeated was passed before
        [step("a"), decision("b", out("o", "c"), out("p", "end")), step("c", "a")],
        [step("a"), step("b"), decision("c", out("o", "d"), out("p", "end")), step("d"), step("e", "b")],
        [step("a", "a")],
        # a repair below, reached by a branch that skips rows, goes up to where the fault is looked for again
        [step("a"), decision("b", out("o", "c"), out("p", "d")), step("c", "end"), step("d", "b")],
        # and so it may to a row that was skipped, in several steps
        [step("a"), decision("b", out("o", "e"), out("p", "d")), step("c", "end"), step("d"), step("e", "c")],
        # a repair above, reached by a return alone
        [step("a", "c"), step("b", "a"), decision("c", out("o", "end"), out("p", "b"))],
        # what no case reaches is for another rule
        [step("a", "end"), step("b", "end"), step("c", "b")],
        # returns are no `next`
        [step("a"), decision("b", out("o", "a"), out("p", "end"))],
    ],
)
def test_repeating_and_repairing_may_go_up(steps):
    assert vertical(*steps) == []


def test_the_straight_way_may_not_go_up_after_a_decision_either():
    steps = [step("a"), decision("b", out("o", "c"), out("p", "end")), step("c", "e"), step("d", "end"), step("e", "d")]
    assert vertical(*steps) == [("/steps/4/next", "")]


def test_plain_leaves_the_order_to_the_author():
    assert found(sop(step("a", "c"), step("b", "end", number="9"), step("c", "b")), "vertical-order") == []


@given(small())
def test_what_is_passed_on_the_way_down_is_what_some_or_every_way_passes(whole):
    survey = Survey(sop=sopkit.loads(json.dumps(whole)), severities={})
    flow = survey.flow
    marks = {n: 1 << n for n in range(len(flow.ways))}
    paths = {}

    def walk(node, passed):
        paths.setdefault(node, []).append(passed | marks[node])
        for way in flow.ways[node]:
            if way.to > node:
                walk(way.to, passed | marks[node])

    walk(0, 0)
    for join in (or_, and_):
        assert downward(flow, marks, join) == {node: reduce(join, passed) for node, passed in paths.items()}


# too-long


def test_seventeen_rows_and_eight_actors_are_not_too_many():
    actors = [{"id": f"a{n}", "name": f"Pelaksana {n}"} for n in range(8)]
    steps = [step(f"s{n}", actor=f"a{n // 3}") for n in range(17)]
    shared = {"id": "t", "actor": "a6", "same_row": True}
    assert check(sop(*steps, shared, actors=actors, cancel=["a7"])) == ()


def test_both_can_be_too_many():
    actors = [{"id": f"a{n}", "name": f"Pelaksana {n}"} for n in range(9)]
    whole = sop(*(step(f"s{n}", actor=f"a{n // 2}") for n in range(18)), actors=actors)
    assert found(whole, "too-long") == [("/actors/8/id", "actors"), ("/steps/17/id", "")]


# handoffs


def turns(actors, **more):
    return sop(*(step(f"s{n}", actor=actor) for n, actor in enumerate(actors)), actors=ABC, **more)


@pytest.mark.parametrize("actors", ["x", "xyx", "xxyyxx", "xyzxyz", "xyxzxy", "xyzyx"])
def test_work_that_comes_back_once_or_by_way_of_others_is_no_ping_pong(actors):
    assert found(turns(actors), "handoffs") == []


@pytest.mark.parametrize(
    ("actors", "at", "count", "total"),
    [("xyxy", 3, 3, 3), ("xxyyxxyyx", 6, 4, 4), ("zxyxyz", 4, 3, 5), ("xyzyzyx", 4, 4, 6)],
)
def test_work_that_goes_to_and_fro_is_found_once(actors, at, count, total):
    (finding,) = [one for one in check(turns(actors)) if one.rule == "handoffs"]
    assert (finding.pointer, finding.facts["count"], finding.facts["total"]) == (f"/steps/{at}/actor", count, total)


def test_two_stretches_are_two_findings():
    assert found(turns("xyxyzyzy"), "handoffs") == [("/steps/3/actor", ""), ("/steps/6/actor", "")]


def test_a_long_stretch_is_cut():
    (finding,) = [one for one in check(turns("xy" * 5)) if one.rule == "handoffs"]
    assert finding.facts["way"] == "s0 → s1 → s2 → s3 → s4 → s5 → s6 → s7 → …"


def test_a_return_is_no_handover():
    back = decision("b", out("o", "c"), out("p", "a"), actor="y")
    assert found(sop(step("a"), back, step("c"), actors=ABC), "handoffs") == []


def test_the_straight_way_follows_the_first_outcome_that_goes_down_to_a_step():
    choice = decision("b", out("o", "end"), out("p", "a"), out("q", "d"), out("r", "c"), actor="y")
    assert found(sop(step("a"), choice, step("c"), step("d", actor="y"), actors=ABC), "handoffs") == []
    choice["outcomes"].reverse()
    assert found(sop(step("a"), choice, step("c"), step("d", actor="y"), actors=ABC), "handoffs") != []
