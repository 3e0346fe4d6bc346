"""
The steps of a row → what stands in its cells: marks, ways out, times, inputs, outputs, remarks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sopkit.views.names import documents, goes_on, label, limits, outcome, place, time
from sopkit.views.screen import clean

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sopkit.model import Outcome, Sop, Step
    from sopkit.views.screen import Screen

__all__ = ["MARKS", "NEEDS", "activity", "details", "legend", "marks", "times", "ways"]

MARKS = {"process": "●", "decision": "◇", "alternate": "◐", "participant": "○"}
"""What a mark in an actor's column says."""

NEEDS = {"reason": "*", "outputs": "+"}
"""What a sign behind a way out asks for."""


def marks(row: Iterable[Step], actor: str) -> tuple[str, ...]:
    """Return the kinds of marks where this row meets this actor's column, in the order of its steps."""
    found = []
    for step in row:
        if step.actor == actor:
            found.append("decision" if step.is_decision else "process")
        elif actor in step.alternates:
            found.append("alternate")
        elif actor in step.participants:
            found.append("participant")
    is_one_kind = len(set(found)) == 1
    return tuple(found[:1] if is_one_kind else found)


def ways(sop: Sop, step: Step, screen: Screen) -> Iterator[tuple[str, str]]:
    """Yield each way out of a step that the reader must be told, and its style."""
    for one in step.outcomes:
        line = f"{outcome(step, one.id, screen)} → {place(sop, one.to, screen)}{_asks(step, one, screen)}"
        yield line, "yellow" if one.is_return else "green"
    onward = goes_on(sop, step, screen)
    if not step.outcomes and (onward or step.requires):
        yield f"{onward or screen.say('outcome.done')}{_asks(step, None, screen)}", "cyan"


def activity(sop: Sop, row: Sequence[Step], screen: Screen) -> str:
    """Return what is done in the row, and what its decisions ask."""
    said = []
    for step in row:
        said += [clean(text.in_(screen.language)) for text in (step.activity, step.question) if text]
    return "\n".join(dict.fromkeys(said)) or label(sop, row[0].id, screen)


def times(row: Iterable[Step], screen: Screen) -> str:
    """Return the standard times of the row as their author wrote them."""
    return "\n".join(time(step.standard_time, screen) for step in row if step.standard_time)


def details(sop: Sop, row: Sequence[Step], screen: Screen) -> dict[str, str]:
    """Return what stands in the columns of inputs, outputs and note."""
    return {
        "inputs": documents(sop, dict.fromkeys(id for step in row for id in step.inputs), screen),
        "outputs": documents(sop, dict.fromkeys(id for step in row for id in _produced(step)), screen),
        "note": "\n".join(line for step in row for line in _remarks(sop, step, screen)),
    }


def legend(sop: Sop, screen: Screen) -> Iterator[str]:
    """Yield what each mark and sign means that this SOP needs."""
    used = {kind for step in sop.steps for actor in sop.actors for kind in marks([step], actor.id)}
    needs = {need for step in sop.steps for need in step.requires}
    needs.update(need for step in sop.steps for one in step.outcomes for need in one.requires)
    for kind, sign in MARKS.items():
        if kind in used:
            yield f"{sign} {screen.say(f'view.mark.{kind}')}"
    for need, sign in NEEDS.items():
        if need in needs:
            yield f"{sign} {screen.say(f'view.needs.{need}')}"


def _asks(step: Step, one: Outcome | None, screen: Screen) -> str:
    """Return the signs of what this way out asks for, and how often it may be taken."""
    requires = (*step.requires, *(one.requires if one else ()))
    produces = step.produces(one)
    signs = "".join(sign for need, sign in NEEDS.items() if need in requires and (need != "outputs" or produces))
    most = screen.say("view.at-most", n=one.at_most) if one and one.at_most else ""
    return signs + f" {most}" * bool(most)


def _produced(step: Step) -> tuple[str, ...]:
    own = (document for one in step.outcomes for document in one.outputs or ())
    return tuple(dict.fromkeys((*step.outputs, *own)))


def _remarks(sop: Sop, step: Step, screen: Screen) -> Iterator[str]:
    """Yield the author's note, then the limits for which the paper has no column."""
    if step.note and str(step.note) != "-":
        yield clean(step.note.in_(screen.language))
    yield from (screen.say("view.limit.step", limit=limit) for limit in limits(step, screen))
    if step.separate_from:
        yield screen.say("view.separate", places=tuple(place(sop, id, screen) for id in step.separate_from))
