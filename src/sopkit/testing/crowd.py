"""
Sop → people for it: as many for each actor as its four-eyes rules can ask for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sopkit.model import Person
from sopkit.testing.given import a_sop

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sopkit.case import Case
    from sopkit.model import Sop, Step

__all__ = ["cast", "fitting"]


def cast(sop: Sop) -> tuple[Person, ...]:
    """
    Return people who together can walk any way through `sop`: each stands for one actor.

    The first of an actor is called by the actor's id. Where steps must be done by different hands there are more of
    each, called `<actor>-2` and so on, so that somebody is always left who may act.

    >>> import sopkit
    >>> [person.id for person in cast(sopkit.reference())]
    ['kabid', 'tim-teknis', 'kadis', 'caraka']
    """
    a_sop(sop)
    many = 1 + max(len(step.separate_from) for step in sop.steps)
    names = [(actor.id, actor.id if n == 1 else f"{actor.id}-{n}") for actor in sop.actors for n in range(1, many + 1)]
    return tuple(Person(name, actors={actor}) for actor, name in names)


def fitting(case: Case, step: Step, crowd: Iterable[Person] = ()) -> Person:
    """
    Return the first of `crowd` (else of the cast) whose hands may do `step` in `case` now.

    Where nobody may, it is the first who stands for the actor; whatever else is in the way, the case says.
    """
    people = tuple(crowd) or cast(case.sop)
    standing = [person for person in people if not person.actors.isdisjoint(step.actors)]
    last = {entry.step: entry.by for entry in case.journal} if step.separate_from else {}
    barred = {last.get(other) for other in step.separate_from}
    return next((person for person in standing if person.id not in barred), (*standing, *people)[0])
