"""
Sop → Machine.  The only module that knows `transitions`.

No string of a definition is ever given to a callback or condition slot, no id ever becomes an attribute of ours,
and what `transitions` leaves unchecked (unknown targets, doubled states) the reader has refused before.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from transitions import Machine

from sopkit.errors import DefinitionError, Problem
from sopkit.reader import MAX_PROBLEMS, proven

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

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
        TypeError: the model takes no attributes.
    """
    sop = proven(sop)
    if model is None:
        return _machine(sop, model=None, initial=None, model_attribute=_attribute(sop))
    clashes = tuple(_clashes(sop, model))
    if clashes:
        problems = _problems(sop, clashes[:MAX_PROBLEMS])
        raise DefinitionError(file=problems[0].file, problems=problems, total=len(clashes))
    try:
        if isinstance(model, (list, tuple)):  # the library would take its items for models
            raise AttributeError
        # In a list, since a model that is empty or false would else be taken for none.
        return _machine(sop, model=[model], initial=sop.steps[0].id)
    except AttributeError as error:  # slots, or frozen
        msg = f"a machine needs a model it can give attributes to; {type(model).__name__} takes none"
        raise TypeError(msg) from error


def _attribute(sop: Sop) -> str:
    """Return where a model would keep its state: `state`, unless an outcome is called so, which the library refuses."""
    outcomes = {outcome for step in sop.steps for outcome, _ in sop.ways(step)}
    return _POSITION if "state" in outcomes else "state"


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


def _clashes(sop: Sop, model: object) -> Iterator[tuple[str, str | None, str, str]]:
    """Find ids that `transitions` would silently skip, or hook to what the model happens to have."""
    taken = {"state", "trigger", "may_trigger", *dir(model)}
    if "trigger" in dir(model):
        yield "/steps/0", sop.steps[0].id, sop.steps[0].id, "trigger"
    for n, step in enumerate(sop.steps):
        for m, (outcome, _) in enumerate(sop.ways(step)):
            names = [name for name in (outcome, f"may_{outcome}") if name in taken]
            if names:
                yield f"/steps/{n}/outcomes/{m}/id", step.id, outcome, names[0]
    places = [(f"/steps/{n}/id", step.id) for n, step in enumerate(sop.steps)]
    for at, place in places + [(f"/ends/{n}/id", end.id) for n, end in enumerate(sop.ends)]:
        if f"is_{place}" in taken:
            yield at, None, place, f"is_{place}"


def _problems(sop: Sop, clashes: Iterable[tuple[str, str | None, str, str]]) -> tuple[Problem, ...]:
    assert sop.places is not None  # noqa: S101 - it is proven, and so was read
    starts = sop.places.offsets(at for at, *_ in clashes)
    placed = sop.places.in_order((starts[clash[0]], clash) for clash in clashes)
    return tuple(
        Problem(
            rule="name-clash", file=sop.places.file, pointer=at, step=step, line=place.line, column=place.column,
            facts={"id": id, "attribute": attribute},
        )
        for place, (at, step, id, attribute) in placed
    )  # fmt: skip
