"""
Ids → what people call the things: row numbers, names, labels, times.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sopkit.model import Range
from sopkit.views.screen import clean
from sopkit.wording import listed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sopkit.model import Sop, Step, Text
    from sopkit.views.screen import Screen
    from sopkit.worktime import Duration

__all__ = [
    "actor", "actors", "documents", "goes_on", "inferences", "label", "limits", "outcome", "place", "rows", "time",
]  # fmt: skip


def actor(sop: Sop, id: str, screen: Screen) -> str:
    """Return the name of this actor."""
    return clean(sop.actor(id).name.in_(screen.language))


def actors(sop: Sop, ids: Iterable[str], screen: Screen) -> str:
    """Return the names of these actors, as alternatives."""
    return listed(tuple(actor(sop, id, screen) for id in ids), screen.language)


def documents(sop: Sop, ids: Iterable[str], screen: Screen) -> str:
    """Return the names of these documents, one after the other."""
    return "; ".join(clean(sop.document(id).name.in_(screen.language)) for id in ids)


def label(sop: Sop, id: str, screen: Screen) -> str:
    """Return what people call a step or an end."""
    return clean(sop.label(id).in_(screen.language))


def place(sop: Sop, id: str, screen: Screen) -> str:
    """Return how a target is told in a row: the number of a step, with its actor where two share it; an end's name."""
    here = sop.place(id)
    if here is None:
        return label(sop, id, screen)
    step, neighbours = sop.steps[here], sop.steps[max(0, here - 1) : here + 2]
    is_shared = sum(other.row == step.row for other in neighbours) > 1
    return f"{clean(step.number)} ({actor(sop, step.actor, screen)})" if is_shared else clean(step.number)


def outcome(step: Step, id: str | None, screen: Screen) -> str:
    """Return the label of an outcome; of the one outcome of a step without any, `done`."""
    said = next((one.label.in_(screen.language) for one in step.outcomes if one.id == id), None)
    return screen.say("outcome.done") if said is None else clean(said)


def goes_on(sop: Sop, step: Step, screen: Screen) -> str:
    """Return where a step without outcomes goes, if that is not simply the next row or the only end."""
    to, here = sop.following(step), sop.place(step.id)
    is_last = step is sop.steps[-1]
    is_plain = len(sop.ends) == 1 and sop.place(to) is None if is_last else sop.place(to) == (here or 0) + 1
    return "" if is_plain else f"→ {place(sop, to, screen)}"


def time(given: Duration | Range | None, screen: Screen) -> str:
    """Return a working time as its author wrote it."""
    if isinstance(given, Range):
        return f"{given.from_.in_(screen.language)} – {given.to.in_(screen.language)}"
    return given.in_(screen.language) if given else ""


def limits(one: Sop | Step, screen: Screen) -> Iterator[str]:
    """Yield the limits of a step or of the whole case."""
    if one.complete_within:
        yield one.complete_within.in_(screen.language)
    if one.elapsed_within:
        yield screen.say("view.limit.calendar", time=one.elapsed_within.in_(screen.language, calendar=True))


def rows(sop: Sop) -> Iterator[tuple[Step, ...]]:
    """Yield the rows of the paper, each with the steps that stand in it."""
    row: list[Step] = []
    for step in sop.steps:
        if row and step.row != row[0].row:
            yield tuple(row)
            row = []
        row.append(step)
    yield tuple(row)


def inferences(sop: Sop) -> Iterator[tuple[str, str, Text]]:
    """Yield what was read into the source: where it stands (a step id, or an empty string), key, and reason."""
    identity = sop.identity
    signs, printed = identity and identity.approved_by, sop.printed_total
    total = printed if isinstance(printed, Range) else None
    for thing in (sop, identity, signs, *sop.actors, *sop.documents, total, *sop.ends, *sop.waive):
        if thing and thing.inferred:
            yield from (("", key, reason) for key, reason in thing.inferred.reasons)
    for step in sop.steps:
        for part in (step, step.standard_time if isinstance(step.standard_time, Range) else None, *step.outcomes):
            if part and part.inferred:
                yield from ((step.id, key, reason) for key, reason in part.inferred.reasons)
