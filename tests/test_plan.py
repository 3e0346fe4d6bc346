"""What the plan knows of a definition: each act, where it leads, and what it asks for."""

from __future__ import annotations

from hypothesis import given

from checks.tiny import decision, out, sop, step
from sopkit.plan import plan_of
from sopkit.testing import sops


def test_an_act_that_leads_to_its_own_step_is_upward():
    plan = plan_of(sop(step("a"), decision("b", out("fit", "end"), out("again", "b"), out("back", "a"))))
    assert [act.outcome for act in plan.acts if act.is_upward] == ["again", "back"]


@given(sops())
def test_an_act_is_upward_where_its_step_does_not_stand_before_what_it_leads_to(sop):
    place = {step.id: n for n, step in enumerate(sop.steps)}
    for act in plan_of(sop).acts:
        assert act.is_upward == (place.get(act.to, len(place)) <= place[act.step])


@given(sops())
def test_acts_are_those_of_the_file_in_its_order(sop):
    written = [(step.id, id) for step in sop.steps for id, _ in sop.ways(step)]
    assert [act.move for act in plan_of(sop).acts] == written
