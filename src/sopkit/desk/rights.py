"""
A person + a case as it stands → nothing, or the error that says why they may not.

Who a person is and which actors they stand for, the host says at each act; what an actor may do, the SOP says.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sopkit import judge
from sopkit.errors import CaseClosed, CaseSuspended, NameNeeded, NotYourCase, StoreDamaged, TakenByOther
from sopkit.stores.row import CLOSED, SUSPENDED

if TYPE_CHECKING:
    from sopkit.desk.standing import Standing
    from sopkit.model import Person
    from sopkit.stores import Store

__all__ = ["able", "free", "nameable", "of_the_case", "of_the_step", "running"]


def running(now: Standing, store: Store) -> None:
    """
    Let a case that is running pass.

    Raises:
        CaseSuspended: it rests.
        CaseClosed: it has ended.
    """
    row = now.row
    if row.state == CLOSED:
        raise CaseClosed(case=row.id, end=row.place, at=row.since)
    if row.state == SUSPENDED:
        why = next((one for one in reversed(list(store.records(row.no))) if one.kind == "suspended"), None)
        if why is None:
            raise StoreDamaged(store=store.name, why=f"sopkit_cases {row.no}")
        raise CaseSuspended(case=row.id, by=why.by or "–", at=why.at, reason=why.reason or "–")


def free(now: Standing, by: Person) -> None:
    """
    Let an open step pass that `by` has taken, or nobody.

    Raises:
        TakenByOther: somebody else has taken it.
    """
    row = now.row
    if row.taken_by not in (None, by.id):
        raise TakenByOther(case=row.id, step=row.place, by=by.id, taken_by=str(row.taken_by))


def able(now: Standing, person: Person) -> None:
    """
    Let somebody pass who may do the open step in at least one way.

    Raises:
        Refusal: they may not; why.
    """
    options = now.case.options(by=judge.person(person))
    refusals = [option.refusal for option in options if option.refusal is not None]
    if len(refusals) == len(options) and refusals:
        raise refusals[0]


def of_the_step(now: Standing, by: Person) -> None:
    """
    Let whoever stands for an actor of the open step pass, or for one who may cancel: they answer for the case now.

    Raises:
        NotYourCase: they stand for none.
    """
    actors = dict.fromkeys((*now.plan.stops[now.row.place].actors, *now.plan.sop.cancel))
    _one_of(now, by, tuple(actors))


def of_the_case(now: Standing, by: Person) -> None:
    """
    Let whoever stands for any actor of the SOP pass.

    Raises:
        NotYourCase: they stand for none.
    """
    _one_of(now, by, tuple(actor.id for actor in now.plan.sop.actors))


def nameable(now: Standing, person: str) -> None:
    """
    Let somebody pass by whose name nothing more is decided in the case.

    Raises:
        NameNeeded: they did a step, and another that is still to come must be done by other hands.
    """
    if now.row.state == CLOSED:
        return
    did = {entry.step: entry.by for entry in now.case.journal}  # whoever did it last
    for stop in now.plan.stops.values():
        for step in stop.separate_from:
            if did.get(step) == person:
                raise NameNeeded(case=now.row.id, person=person, step=step, other=stop.id)


def _one_of(now: Standing, by: Person, actors: tuple[str, ...]) -> None:
    if judge.person(by).actors.isdisjoint(actors):
        raise NotYourCase(case=now.row.id, by=by.id, actors=actors)
