"""
Actors → those without a part, those who are alone, and four eyes that cannot be had or are never asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sopkit.checks.finding import Found
from sopkit.checks.flow import before
from sopkit.checks.survey import MOST, brief
from sopkit.places import pointer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sopkit.checks.survey import Survey
    from sopkit.model import Sop, Step

__all__ = ["actor_two", "actor_used", "four_eyes_applies", "four_eyes_possible"]


def actor_used(survey: Survey) -> Iterator[Found]:
    """Find the actors who neither act, nor take part, nor may cancel."""
    sop = survey.sop
    used = {actor for step in sop.steps for actor in (*step.actors, *step.participants)}
    used.update(sop.cancel)
    for n, actor in enumerate(sop.actors):
        if actor.id not in used:
            yield Found(pointer("actors", n, "id"), {"actor": actor.id, "name": brief(actor.name)})


def actor_two(survey: Survey) -> Iterator[Found]:
    """Find an SOP in which only one actor does anything, and nobody is left without a part."""
    sop = survey.sop
    performers = {actor for step in sop.steps for actor in (*step.actors, *step.participants)}
    if len(performers) == 1 and len(performers.union(sop.cancel)) == len(sop.actors):
        n, actor = next((n, actor) for n, actor in enumerate(sop.actors) if actor.id in performers)
        yield Found(pointer("actors", n, "id"), {"actor": actor.id, "name": brief(actor.name)})


def four_eyes_possible(survey: Survey) -> Iterator[Found]:
    """Find the steps that need other hands than an earlier one, where one position holds both."""
    for n, step in enumerate(survey.sop.steps):
        others = [survey.sop.step(other) for other in step.separate_from]
        if others and not any(_leaves_somebody(actor, others) for actor in step.actors):
            taken = [m for m, other in enumerate(others) if len(set(other.actors)) == 1 and other.actor in step.actors]
            facts = {
                **survey.named(step),
                "actors": tuple(dict.fromkeys(step.actors)),
                "others": tuple(others[m].id for m in taken[:MOST]),
            }
            yield Found(pointer("steps", n, "separate_from", taken[0]), facts)


def _leaves_somebody(actor: str, others: list[Step]) -> bool:
    """Return whether each of the other steps can be done without this actor."""
    return all(any(one != actor for one in other.actors) for other in others)


def four_eyes_applies(survey: Survey) -> Iterator[Found]:
    """Find steps named in `separate_from` that never come before the step that names them."""
    bit = _watched(survey.sop)
    if not bit:
        return
    done = before(survey.flow, lambda way: bit.get(way.origin, 0))
    for n, step in survey.reached:
        for m, other in enumerate(step.separate_from):
            if not done[n] & bit[survey.number[other]]:
                facts = {**survey.named(step), "other": other, "other_activity": survey.activity[other]}
                yield Found(pointer("steps", n, "separate_from", m), facts)


def _watched(sop: Sop) -> dict[int, int]:
    """Return a bit for each step, by its number, that some step must be done by other hands than."""
    watched = {other for step in sop.steps for other in step.separate_from}
    numbers = [n for n, step in enumerate(sop.steps) if step.id in watched]
    return {n: 1 << place for place, n in enumerate(numbers)}
