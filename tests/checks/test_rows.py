"""What the rules about the cells of a row find and leave alone; and about a lone actor."""

from __future__ import annotations

import pytest

from checks.tiny import decision, found, out, sop, step

GOVERNMENT = {"profile": "permenpan-35-2012"}
TOOL = [{"id": "d", "name": "Surat"}, {"id": "e", "name": "Agenda"}, {"id": "t", "name": "Stempel", "kind": "tool"}]
XY = [{"id": "x", "name": "X"}, {"id": "y", "name": "Y"}]


def shared(id, **more):
    return {"id": id, "actor": "x", "same_row": True, **more}


def cells(rule, *steps, **more):
    return found(sop(*steps, documents=TOOL, **{**GOVERNMENT, **more}), rule)


# kelengkapan-filled, output-filled


def test_each_row_without_inputs_is_found():
    steps = step("a", inputs="d"), step("b"), step("c", inputs="e"), step("f", inputs="d"), step("g")
    assert cells("kelengkapan-filled", *steps) == [("/steps/1/id", ""), ("/steps/4/id", "")]


def test_a_tool_is_an_input_too():
    assert cells("kelengkapan-filled", step("a", inputs="t"), step("b", inputs="d")) == []


def test_a_row_is_filled_by_any_of_its_steps():
    assert cells("kelengkapan-filled", step("a"), shared("b", inputs=["d"]), step("c", inputs="d")) == []
    assert cells("output-filled", step("a", outputs="d"), shared("b"), step("c", outputs="d")) == []
    assert cells("output-filled", step("a", outputs="d"), step("b"), shared("c")) == [("/steps/1/id", "")]


def test_what_an_outcome_produces_fills_the_row():
    choice = decision("b", out("o", "end", outputs=["e"]), out("p", "a", outputs=[]))
    assert cells("output-filled", step("a", outputs="d"), choice) == []
    choice["outcomes"][0]["outputs"] = []
    assert cells("output-filled", step("a", outputs="d"), choice) == [("/steps/1/id", "")]


@pytest.mark.parametrize("rule", ["kelengkapan-filled", "output-filled"])
def test_a_column_that_is_empty_throughout_is_said_once(rule):
    assert cells(rule, step("a"), step("b"), step("c")) == [("/steps/0/id", "all")]
    assert cells(rule, step("a")) == [("/steps/0/id", "")]
    assert cells(rule, step("a"), step("b"), profile="plain") == []


# output-changes


@pytest.mark.parametrize(
    ("steps", "at"),
    [
        ([step("a", inputs="d", outputs="d")], ["/steps/0/outputs/0"]),
        ([step("a", inputs="d e", outputs="d")], ["/steps/0/outputs/0"]),
        ([step("a", inputs="d t", outputs="t d")], ["/steps/0/outputs/1"]),
        ([step("a", inputs="d"), shared("b", outputs=["d"])], ["/steps/1/outputs/0"]),
        ([step("a", inputs="d e", outputs="d"), shared("b", outputs=["e"])], ["/steps/0/outputs/0"]),
    ],
)
def test_a_row_that_hands_on_what_it_took_in_is_found(steps, at):
    assert cells("output-changes", *steps) == [(pointer, "") for pointer in at]


@pytest.mark.parametrize(
    "steps",
    [
        [step("a", inputs="d", outputs="e")],
        [step("a", inputs="d", outputs="d e")],
        [step("a", outputs="d")],
        [step("a", inputs="d")],
        [step("a", inputs="t", outputs="t")],
        # a check passes on what it found right
        [step("z"), decision("a", out("o", "end"), out("p", "z"), inputs="d", outputs="d")],
        [step("z"), step("a", inputs="d", outputs="d"), {**decision("b", out("o", "end"), out("p", "z")), "same_row": True}],
        # the row made it itself
        [step("a", inputs="e", outputs="d"), shared("b", inputs=["d"])],
        [step("a", inputs="e", outputs="d"), shared("b", inputs=["d"], outputs=["d"])],
    ],
)  # fmt: skip
def test_a_row_that_makes_something_or_checks_is_left_alone(steps):
    assert cells("output-changes", *steps) == []


# actor-two


@pytest.mark.parametrize("part", [{"participants": ["y"]}, {"alternates": ["y"]}])
def test_whoever_takes_part_or_stands_in_is_a_second_performer(part):
    assert found(sop(step("a", **part), actors=XY, **GOVERNMENT), "actor-two") == []


def test_one_performer_alone_is_found():
    assert found(sop(step("a"), **GOVERNMENT), "actor-two") == [("/actors/0/id", "")]
    assert found(sop(step("a", actor="y"), actors=XY, cancel=["x"], **GOVERNMENT), "actor-two") == [
        ("/actors/1/id", "")
    ]
    assert found(sop(step("a")), "actor-two") == []


def test_an_actor_without_a_part_is_not_told_twice():
    assert found(sop(step("a"), actors=XY, **GOVERNMENT), "actor-two") == []
