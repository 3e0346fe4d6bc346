"""What the plan knows of a definition: each act, where it leads, and what it asks for."""

from __future__ import annotations

from hypothesis import given

from checks.tiny import decision, out, sop, step
from sopkit.plan import plan_of
from sopkit.testing import sops


def test_an_act_that_leads_to_its_own_step_is_upward():
    plan = plan_of(sop(step("a"), decision("b", out("fit", "end"), out("again", "b"), out("back", "a"))))
    assert [act.outcome for act in plan.acts if act.is_upward] == ["again", "back"]


def test_outputs_are_asked_only_of_an_act_that_produces_some():
    one = step("a", outputs="d", requires=["reason", "outputs"])
    two = decision(
        "b", out("fit", "end"), out("back", "a"), out("no", "end", outputs=[]), outputs="d", requires=["outputs"]
    )
    plan = plan_of(sop(one, two, documents=[{"id": "d", "name": "D"}]))
    assert [act.requires for act in plan.acts] == [("reason", "outputs"), ("outputs",), (), ()]


@given(sops())
def test_acts_are_those_of_the_file_in_its_order_and_upward_where_they_lead_back(sop):
    place = {step.id: n for n, step in enumerate(sop.steps)}
    acts = plan_of(sop).acts
    assert [act.move for act in acts] == [(step.id, id) for step in sop.steps for id, _ in sop.ways(step)]
    for act in acts:
        assert act.is_upward == (place.get(act.to, len(place)) <= place[act.step])
