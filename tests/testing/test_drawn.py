"""What is drawn is small where nothing asks for more, so that a law that breaks is told on a page, not on ten."""

from __future__ import annotations

import pytest
from hypothesis import Phase, find, settings

import sopkit
from sopkit.plan import plan_of
from sopkit.testing import sops

SMALLER = ((1, 5), (6, 12), (13, 30))  # from 60 steps it may take minutes to come down
SEARCH = settings(
    max_examples=300, database=None, deadline=None, derandomize=True, phases=[Phase.generate, Phase.shrink]
)


def acts(sop):
    return plan_of(sop).acts


def returned_to(sop):
    first = sop.steps[0].id
    return {act.step for act in acts(sop) if act.is_upward and act.to == first != act.step}


CONDITIONS = {
    "a return": (lambda sop: any(act.is_upward for act in acts(sop)), 1),
    "two steps that return to the first": (lambda sop: len(returned_to(sop)) > 1, 3),
    "a decision with five outcomes": (lambda sop: any(len(step.outcomes) == 5 for step in sop.steps), 1),
    "four eyes": (lambda sop: any({*step.separate_from} - {step.id} for step in sop.steps), 2),
    "a shared row": (lambda sop: any(step.same_row for step in sop.steps), 2),
    "a step out of reach": (lambda sop: any(one.rule == "reachable" for one in sopkit.check(sop)), 2),
}


@pytest.mark.parametrize("name", CONDITIONS)
def test_what_meets_a_condition_is_shrunk_to_a_few_short_steps(name):
    condition, most = CONDITIONS[name]
    sop = find(sops(SMALLER), condition, settings=SEARCH)
    assert len(sop.steps) <= most, sopkit.dumps(sop)
    assert max(len(str(step.activity)) for step in sop.steps) <= 15
    assert (len(sop.actors) <= 2, len(sop.documents) <= 1) == (True, True)
    assert len(sopkit.dumps(sop)) < 1_200
