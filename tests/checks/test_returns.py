"""What the rules about returns find and leave alone."""

from __future__ import annotations

import json

import pytest
from hypothesis import given

import sopkit
from checks.test_laws import small
from checks.tiny import decision, found, out, sop, step
from sopkit.checks import check
from sopkit.checks.survey import Survey

GOVERNMENT = "permenpan-35-2012"
XYZ = [{"id": id, "name": f"Pelaksana {id}"} for id in "xyz"]
OUTSIDE = [{"id": "d", "name": "Berkas", "supplied_by": "Pemohon"}, {"id": "e", "name": "Berkas tercatat"}]


# what a return is


def brute_returns(whole):
    """Each outcome that leads back up, at once or by steps without outcomes, with where work is done again."""
    order = [step["id"] for step in whole["steps"]]
    returns = set()
    for n, one in enumerate(whole["steps"]):
        for m, outcome in enumerate(one.get("outcomes", [])):
            here, to = n, outcome["to"]
            if to in order[: n + 1]:
                returns.add((n, m, order.index(to)))
                continue
            while to in order[here + 1 :]:
                here = order.index(to)
                if "outcomes" in whole["steps"][here]:
                    break
                to = whole["steps"][here].get(
                    "next", [*order, *[e["id"] for e in whole.get("ends", [{"id": "end"}])]][here + 1]
                )
            if to in order[: n + 1]:
                returns.add((n, m, order.index(to)))
    return returns


@given(small())
def test_a_return_leads_back_up_at_once_or_by_way_of_a_repair(whole):
    flow = Survey(sop=sopkit.loads(json.dumps(whole)), severities={}).flow
    found = {(n, one.place, one.back_at) for n, returns in flow.returns.items() for one in returns}
    assert found == {one for one in brute_returns(whole) if one[0] in flow.reached}


# the limit of a return


def bounded(*steps, **more):
    return found(sop(*steps, profile=GOVERNMENT, actors=XYZ, **more), "return-bounded")


def test_a_decision_that_accepts_or_sends_back_for_ever_is_found():
    assert bounded(step("a"), decision("b", out("o", "end"), out("p", "a"))) == [("/steps/1/outcomes/1", "")]


def test_a_loop_by_way_of_a_repair_is_one_too():
    check = decision("b", out("o", "end"), out("p", "c"))
    assert bounded(step("a"), check, step("c", "b")) == [("/steps/1/outcomes/1", "")]
    assert bounded(step("a"), check, step("c", "a")) == [("/steps/1/outcomes/1", "")]


def test_decisions_without_a_limit_are_told_together():
    steps = [step("a"), decision("b", out("o", "c"), out("p", "a")), decision("c", out("p", "b"), out("o", "end"))]
    (finding,) = [one for one in check(sop(*steps, profile=GOVERNMENT)) if one.rule == "return-bounded"]
    assert (finding.step, finding.variant, finding.facts["decisions"]) == ("b", "many", ("b", "c"))


@pytest.mark.parametrize(
    "steps",
    [
        [step("a"), decision("b", out("o", "end"), out("p", "a", at_most=3))],
        [step("a"), decision("b", out("o", "c"), out("p", "a"), out("q", "end")), step("c")],
        [step("a"), decision("b", out("o", "end"), out("p", "c", at_most=1)), step("c", "b")],
        # the limit stands on another outcome of the loop
        [decision("a", out("o", "b", at_most=2), out("p", "end")), decision("b", out("o", "end"), out("p", "a"))],
        [step("a"), decision("b", out("o", "end"), out("p", "c")), step("c")],
        [step("a", "end"), decision("b", out("o", "end"), out("p", "a"))],
    ],
)
def test_a_limit_or_another_way_bounds_a_return(steps):
    assert bounded(*steps) == []


def test_whoever_may_cancel_bounds_every_return():
    assert bounded(step("a"), decision("b", out("o", "end"), out("p", "a")), cancel=["y"]) == []


def test_plain_does_not_ask_for_limits():
    assert found(sop(step("a"), decision("b", out("o", "end"), out("p", "a"))), "return-bounded") == []


# how far a return goes


def near(*steps, documents="d e f"):
    return found(sop(*steps, documents=documents, actors=XYZ), "return-near")


FIRST = step("a"), decision("b", out("o", "c"), out("p", "a"), actor="y")


def test_a_return_past_a_check_is_found_where_its_actor_has_a_nearer_step():
    last = decision("e", out("o", "end"), out("p", "a"), inputs="d", actor="z")
    assert near(*FIRST, step("c", outputs="d"), last) == [("/steps/3/outcomes/1/to", "")]
    (finding,) = [
        one
        for one in check(sop(*FIRST, step("c", outputs="d"), last, documents="d", actors=XYZ))
        if one.rule == "return-near"
    ]
    assert [finding.facts[key] for key in ("back", "check", "near", "actor")] == ["a", "b", "c", "Pelaksana x"]


@pytest.mark.parametrize(
    "steps",
    [
        # it goes to the nearest step already
        [*FIRST, step("c", outputs="d"), decision("e", out("o", "end"), out("p", "c"), inputs="d")],
        # there is a nearer return besides
        [*FIRST, step("c", outputs="d"), decision("e", out("o", "end"), out("p", "a"), out("q", "c"), inputs="d")],
        # another actor made what is checked: as in row 4 of the reference
        [*FIRST, step("c", outputs="d", actor="y"), decision("e", out("o", "end"), out("p", "a"), inputs="d")],
        # the first step made some of it as well
        [step("a", outputs="f"), FIRST[1], step("c", outputs="d"),
         decision("e", out("o", "end"), out("p", "a"), inputs="d f")],
        # nobody knows what is checked
        [*FIRST, step("c", outputs="d"), decision("e", out("o", "end"), out("p", "a"))],
        # no check lies between
        [step("a"), step("b"), step("c", outputs="d"), decision("e", out("o", "end"), out("p", "a"), inputs="d")],
        # what lies between chooses a way and sends nothing back
        [step("a"), decision("b", out("o", "c"), out("p", "end")), step("c", outputs="d"),
         decision("e", out("o", "end"), out("p", "a"), inputs="d")],
        # not every way passes the check
        [decision("z", out("o", "a"), out("p", "c")), *FIRST, step("c", outputs="d"),
         decision("e", out("o", "end"), out("p", "a"), inputs="d")],
        # a repair takes it back
        [*FIRST, step("c", outputs="d"), decision("e", out("o", "end"), out("p", "g"), inputs="d"), step("g", "a")],
    ],
)  # fmt: skip
def test_a_return_that_may_have_its_reason_is_left_alone(steps):
    assert near(*steps) == []


# who checks


def own(*steps, documents="d e", **more):
    return found(sop(*steps, documents=documents, actors=XYZ, **more), "same-actor-check")


def maker(**more):
    return step("a", outputs="d", **more)


def checker(to="a", **more):
    return decision("c", out("o", "end"), out("p", to), inputs="d", **more)


@pytest.mark.parametrize(
    "steps",
    [
        [maker(), checker()],
        [maker(), step("b"), checker()],
        [step("z", actor="y"), maker(), checker()],
        [maker(alternates=["y"]), checker(alternates=["z"])],
        [maker(), checker(separate_from=["c"])],
        # its own repair
        [maker(), checker(to="f"), step("f", "c")],
        [maker(), checker(to="f"), step("f", "a")],
    ],
)
def test_whoever_checks_what_they_made_is_found(steps):
    here = next(n for n, one in enumerate(steps) if one["id"] == "c")
    assert own(*steps) == [(f"/steps/{here}/actor", "")]


@pytest.mark.parametrize(
    "steps",
    [
        [maker(actor="y"), checker()],
        [maker(), checker(actor="y")],
        # somebody else has had it in between, or mends it, or looks on
        [maker(), step("b", actor="y"), checker()],
        [step("z", actor="y"), maker(), checker(to="z")],
        [maker(), checker(to="f"), step("f", "c", actor="y")],
        [maker(), checker(participants=["y"])],
        # two people hold the position
        [maker(), checker(separate_from=["a"])],
        [maker(separate_from=["c"]), checker()],
        # nobody knows what is checked, or it is the work of others
        [step("a"), decision("c", out("o", "end"), out("p", "a"))],
        [step("z", outputs="e", actor="y"), maker(), decision("c", out("o", "end"), out("p", "a"), inputs="d e")],
        # trying again is no sending back
        [maker(), checker(to="c")],
        # to choose between two ways is no check
        [maker(), decision("c", out("o", "end"), out("p", "f"), inputs="d"), step("f")],
    ],
)
def test_a_check_by_others_or_of_something_else_is_left_alone(steps):
    assert own(*steps) == []


@pytest.mark.parametrize(
    "steps",
    [
        [step("a", inputs="d", outputs="e"), decision("c", out("o", "end"), out("p", "a"), inputs="e")],
        [step("a"), decision("c", out("o", "end"), out("p", "a"), inputs="d")],
        [step("a", outputs="e"), decision("c", out("o", "end"), out("p", "a"), inputs="d e")],
        [step("a", inputs="d"), step("b", outputs="e"), decision("c", out("o", "end"), out("p", "a"), inputs="e")],
    ],
)
def test_a_counter_that_checks_what_an_applicant_handed_in_checks_no_work_of_its_own(steps):
    assert own(*steps, documents=OUTSIDE) == []


def test_a_tool_is_no_work_of_anybody():
    tool = [{"id": "d", "name": "Konsep"}, {"id": "e", "name": "Daftar periksa", "kind": "tool"}]
    steps = maker(), decision("c", out("o", "end"), out("p", "a"), inputs="d e")
    assert own(*steps, documents=tool) == [("/steps/1/actor", "")]
    assert own(step("a", outputs="e"), decision("c", out("o", "end"), out("p", "a"), inputs="e"), documents=tool) == []


def test_where_there_is_one_actor_nobody_else_can_check():
    assert found(sop(maker(), checker(), documents="d"), "same-actor-check") == []
