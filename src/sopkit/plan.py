"""
Sop → Plan: each act that is possible at each step, where it leads as the machine answers, and what it asks for.

Worked out once for each Sop; cases, options and paths all read it, so they cannot disagree.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from sopkit.journal import Edition
from sopkit.machine import moves
from sopkit.model import DONE, Sop, built_in
from sopkit.reader import proven

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import timedelta

    from sopkit.model import Document, Outcome, Step, Text

__all__ = ["Act", "Plan", "Stop", "plan_of"]


@attrs.frozen(eq=False)
class Act:
    """Leaving a step by an outcome."""

    step: str
    outcome: str
    label: Text
    to: str
    """The step or end it leads to."""
    is_upward: bool
    """Whether it leads to its own step or an earlier one: an outcome that returns, or the `next` of a repair step."""
    produces: tuple[str, ...]
    """Ids of the documents it produces."""
    requires: tuple[str, ...]
    """What must be given: `reason`, `outputs`."""
    at_most: int | None
    """How often one case may take it."""
    move: tuple[str, str] = attrs.field(init=False)
    """Its step and outcome: made once, for all the paths that take it."""

    @move.default
    def _move(self) -> tuple[str, str]:
        return self.step, self.outcome


@attrs.frozen(eq=False)
class Stop:
    """A step as a case meets it."""

    id: str
    actors: tuple[str, ...]
    """Who may act: the responsible actor, then the alternates."""
    acts: Mapping[str, Act]
    """By outcome, in the order of the file."""
    separate_from: tuple[str, ...]
    is_watched: bool
    """Whether some step must be done by other hands than this one."""
    open_steps: tuple[str, ...]
    """What is open while a case stands here."""
    time: timedelta
    """Its standard time."""


@attrs.frozen(eq=False)
class Plan:
    """Everything the engine knows of one Sop."""

    sop: Sop
    edition: Edition
    stops: Mapping[str, Stop]
    """By step, in the order of the file."""
    first: str
    """Where a case starts."""
    documents: Mapping[str, Document]
    """By id: what may be handed over."""

    @property
    def acts(self) -> tuple[Act, ...]:
        """Every act, in the order of the file."""
        return tuple(act for stop in self.stops.values() for act in stop.acts.values())


def plan_of(sop: Sop) -> Plan:
    """
    Return the plan of `sop`, worked out at the first call and kept with it.

    Raises:
        DefinitionError: the Sop was made by hand, and is no sound definition.
    """
    if not isinstance(sop, Sop) or sop.plan is None:
        # Of a Sop made by hand, what its own text says counts, and not what its maker may still change.
        plan = _plan(proven(sop))
        object.__setattr__(sop, "plan", plan)
    known: Plan = sop.plan  # type: ignore[assignment]
    return known


def _plan(sop: Sop) -> Plan:
    leads = moves(sop)
    watched = {other for step in sop.steps for other in step.separate_from}
    stops = {
        step.id: Stop(
            id=step.id,
            actors=step.actors,
            acts=_acts(sop, step, leads[step.id]),
            separate_from=step.separate_from,
            is_watched=step.id in watched,
            open_steps=(step.id,),
            time=sop.effort(step.standard_time),
        )
        for step in sop.steps
    }
    edition = Edition(id=sop.id, version=sop.version, digest=sop.digest)
    documents = {document.id: document for document in sop.documents}
    return Plan(sop=sop, edition=edition, stops=stops, first=sop.steps[0].id, documents=documents)


def _acts(sop: Sop, step: Step, leads: Mapping[str, str]) -> dict[str, Act]:
    outcomes = {outcome.id: outcome for outcome in step.outcomes}
    return {id: _act(sop, step, id, outcomes.get(id), to) for id, to in leads.items()}


def _act(sop: Sop, step: Step, id: str, outcome: Outcome | None, to: str) -> Act:
    produces = step.produces(outcome)
    requires = dict.fromkeys((*step.requires, *(outcome.requires if outcome else ())))
    here, there = sop.place(step.id), sop.place(to)
    return Act(
        step=step.id,
        outcome=id,
        label=outcome.label if outcome else built_in(f"outcome.{DONE}", sop.language),
        to=to,
        is_upward=there is not None and here is not None and there <= here,
        produces=produces,
        requires=tuple(need for need in requires if need != "outputs" or produces),
        at_most=outcome.at_most if outcome else None,
    )
