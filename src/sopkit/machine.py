"""
Sop → Machine.  The only module that knows `transitions`.

No string of a definition is ever given to a callback or condition slot, no id ever becomes an attribute of ours,
and what `transitions` leaves unchecked (unknown targets, doubled states) the reader has refused before.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from transitions import Machine

from sopkit.errors import DefinitionError, Problem
from sopkit.reader import proven

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sopkit.model import Sop

__all__ = ["build_machine", "moves"]

# Where the inner machine keeps a position. No id can be this word: ids hold no underscore.
_POSITION = "_position"


def build_machine(sop: Sop, model: object | None = None) -> Machine:
    """
    Return the plain `transitions.Machine` of this SOP: states are step and end ids, triggers are outcome ids.

    With a `model`, the machine drives it, and it starts at the first step. Without one, the machine holds no model.

    Raises:
        DefinitionError: an outcome id is the name of an attribute that the model already has, or that the machine
            would give it.
    """
    if model is None:
        return _machine(proven(sop), model=None, initial=None)
    clashes = tuple(_clashes(sop, model))
    if clashes:
        raise DefinitionError(file=clashes[0].file, problems=clashes, total=len(clashes))
    return _machine(proven(sop), model=model, initial=sop.steps[0].id)


def moves(sop: Sop) -> Mapping[str, Mapping[str, str]]:
    """
    Return where each outcome of each step leads, as the machine answers it: step id → outcome id → step or end id.

    The machine carries no callbacks and an SOP never changes, so each question has one answer and is asked once.
    """
    machine = _machine(sop, model=None, initial=None, model_attribute=_POSITION)
    return {step.id: {outcome: _fire(machine, step.id, outcome) for outcome, _ in sop.ways(step)} for step in sop.steps}


class _Token:
    """The one thing the inner machine moves; it is no model of the machine, and nothing is glued onto it."""

    __slots__ = (_POSITION,)


def _fire(machine: Machine, step: str, outcome: str) -> str:
    token = _Token()
    setattr(token, _POSITION, step)
    machine.events[outcome].trigger(token)
    position: str = getattr(token, _POSITION)
    return position


def _machine(sop: Sop, **options: Any) -> Machine:
    return Machine(
        states=[step.id for step in sop.steps] + [end.id for end in sop.ends],
        transitions=[[outcome, step.id, to] for step in sop.steps for outcome, to in sop.ways(step)],
        auto_transitions=False,
        send_event=True,
        **options,
    )


def _clashes(sop: Sop, model: object) -> Iterator[Problem]:
    """Find ids that `transitions` would silently skip, or hook to what the model happens to have."""
    added = {"state", "trigger", "may_trigger"}
    for n, step in enumerate(sop.steps):
        for m, (outcome, _) in enumerate(sop.ways(step)):
            taken = [name for name in (outcome, f"may_{outcome}") if name in added or hasattr(model, name)]
            if taken:
                yield _clash(sop, f"/steps/{n}/outcomes/{m}/id", step.id, outcome, taken[0])
    places = [(f"/steps/{n}/id", step.id) for n, step in enumerate(sop.steps)]
    for at, place in places + [(f"/ends/{n}/id", end.id) for n, end in enumerate(sop.ends)]:
        if hasattr(model, f"is_{place}"):
            yield _clash(sop, at, None, place, f"is_{place}")


def _clash(sop: Sop, at: str, step: str | None, id: str, attribute: str) -> Problem:
    place = sop.places.of(at) if sop.places else None
    return Problem(
        rule="name-clash", file=sop.places.file if sop.places else "", pointer=at, step=step,
        line=place.line if place else 1, column=place.column if place else 1,
        facts={"id": id, "attribute": attribute},
    )  # fmt: skip
