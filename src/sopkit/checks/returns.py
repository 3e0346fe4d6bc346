"""
Returns → those that no limit bounds, those that go back too far, and checks of one's own work.

A return is an outcome that leads back up: at once, or by a step that repairs the fault and then goes up.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from operator import and_
from typing import TYPE_CHECKING

from sopkit.checks.finding import Found
from sopkit.checks.flow import downward, regions
from sopkit.checks.survey import MOST, brief
from sopkit.places import pointer

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sopkit.checks.flow import Return
    from sopkit.checks.survey import Survey

__all__ = ["return_bounded", "return_near", "same_actor_check"]


def return_bounded(survey: Survey) -> Iterator[Found]:
    """
    Find decisions that can only accept or send back, as often as they like, in an SOP that nobody may cancel.

    They are told together, at the first: whoever sets one limit thinks of the others.
    """
    if survey.sop.cancel:
        return
    flow, steps = survey.flow, survey.sop.steps
    free = regions({n: [way.to for way in flow.ways[n] if not way.is_limited] for n in flow.order})
    region = {node: number for number, nodes in enumerate(free) for node in nodes}
    unbounded = []
    for n, returns in survey.flow.returns.items():
        endless = [one for one in returns if not one.way.is_limited and region[one.way.to] == region[n]]
        others = {way.to for way in flow.ways[n]} - {one.way.to for one in returns}
        if endless and len(others) < 2:
            unbounded.append((n, endless[0]))
    for n, first in unbounded[:1]:
        facts = {
            **survey.named(steps[n], first.way.outcome),
            "decisions": tuple(steps[n].id for n, _ in unbounded[:MOST]),
            "count": len(unbounded),
        }
        yield Found(pointer("steps", n, "outcomes", first.place), facts, "many" if len(unbounded) > 1 else "")


def return_near(survey: Survey) -> Iterator[Found]:
    """
    Find returns that go past a check which had accepted, though the same actor made what is checked after it.

    Nothing is said where the step that the return goes to made some of it, or where the decision has a nearer return.
    """
    steps = survey.sop.steps
    returns = survey.flow.returns
    checks = list(returns)
    passed = downward(survey.flow, {n: 1 << bit for bit, n in enumerate(checks)}, and_)
    for n, made_at in _makers(survey, returns):
        one = max(returns[n], key=lambda one: one.back_at)
        makers = set(made_at.values())
        if one.way.to > n or one.back_at in makers:
            continue
        nearer = [maker for maker in makers if maker > one.back_at and steps[maker].actor == steps[one.back_at].actor]
        for maker in sorted(nearer, reverse=True):
            first = bisect_right(checks, one.back_at)
            between = (passed.get(maker, 0) & (1 << bisect_left(checks, maker)) - 1) >> first
            if between:
                yield _too_far(survey, n, one, maker, checks[first + between.bit_length() - 1])
                break


def _too_far(survey: Survey, n: int, one: Return, maker: int, check: int) -> Found:
    steps = survey.sop.steps
    facts = {
        **survey.named(steps[n], one.way.outcome),
        "back": steps[one.back_at].id,
        "check": steps[check].id,
        "near": steps[maker].id,
        "near_activity": survey.activity[steps[maker].id],
        "actor": brief(survey.sop.actor(steps[maker].actor).name),
    }
    return Found(pointer("steps", n, "outcomes", one.place, "to"), facts)


def _makers(survey: Survey, returns: Mapping[int, object]) -> Iterator[tuple[int, dict[str, int]]]:
    """Yield each decision that has returns, with where above it each of its inputs was last made."""
    latest: dict[str, int] = {}
    for n, step in enumerate(survey.sop.steps):
        if n in returns:
            yield n, {document: latest[document] for document in step.inputs if document in latest}
        for way in survey.flow.ways[n]:
            latest |= dict.fromkeys(step.produces(way.outcome), n)


def same_actor_check(survey: Survey) -> Iterator[Found]:
    """
    Find decisions that send back what their own actor made, where nobody else has had it in between.

    What comes in from outside is not one's own work, and where no inputs are written nobody knows whose work is
    checked: then nothing is said.
    """
    sop, steps = survey.sop, survey.sop.steps
    if len(sop.actors) == 1:
        return  # there is nobody else
    tools = {document.id for document in sop.documents if document.is_tool}
    returns = survey.flow.returns
    alone = _alone(survey)
    for n, made_at in _makers(survey, returns):
        step = steps[n]
        makers = {made_at.get(document, -1) for document in step.inputs if document not in tools}
        if any(_is_own(survey, n, one, makers, alone[n]) for one in returns[n]):
            maker = steps[max(makers)]
            facts = {
                **survey.named(step), "other": maker.id, "other_activity": survey.activity[maker.id],
                "actor": brief(sop.actor(step.actor).name),
            }  # fmt: skip
            yield Found(pointer("steps", n, "actor"), facts)


def _alone(survey: Survey) -> list[int]:
    """Return for each step since which step its actor has had the work, with nothing from others or from outside."""
    outside = {document.id for document in survey.sop.documents if document.supplied_by and not document.is_tool}
    since: list[int] = []
    previous = ""
    for n, step in enumerate(survey.sop.steps):
        start = since[-1] if step.actor == previous else n
        since.append(n + 1 if outside.intersection(step.inputs) else start)
        previous = step.actor
    return since


def _is_own(survey: Survey, n: int, one: Return, makers: set[int], alone: int) -> bool:
    """Return whether a decision's return sends back what its own actor has made, and nobody else can have seen."""
    steps, step = survey.sop.steps, survey.sop.steps[n]
    if one.way.to == n or not makers:
        return False
    if one.way.to > n and steps[one.way.to].actor != step.actor:
        return False  # others repair it
    first = min(makers) if one.back_at == n else one.back_at
    if not alone <= first <= min(makers):
        return False
    others = {survey.number[other] for other in step.separate_from}
    is_separate = any(first <= other < n for other in others) or any(step.id in steps[m].separate_from for m in makers)
    return not is_separate and set(step.participants) <= {step.actor}
