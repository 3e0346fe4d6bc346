"""
A step as two definitions have it → its Changes, and those of its outcomes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from sopkit.changes.parts import come_or_gone, written
from sopkit.changes.spot import Spot, keys
from sopkit.changes.telling import both, label, outcome, step, words
from sopkit.model import Outcome, Step
from sopkit.wording import say

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from sopkit.changes.change import Change
    from sopkit.changes.matching import Matching
    from sopkit.model import Sop

__all__ = ["of_step"]


def of_step(sops: tuple[Sop, Sop], steps: tuple[Step | None, Step | None], matching: Matching) -> Iterator[Change]:
    """Yield what changed of one step, which only one of the definitions may have."""
    old, new = steps
    for one, is_new in ((new, True), (old, False)):
        if one is not None and None in steps:
            yield come_or_gone(Spot(sops=sops, family="step", id=one.id, steps=steps), "steps", one, is_new=is_new)
    if old is None or new is None:
        return
    spot = Spot(sops=sops, family="step", id=new.id, steps=steps)
    if old.id != new.id:
        yield spot.change("step-renamed", "id", (old.id, new.id), "changed", bears=False)
    if new.id in matching.moved:
        yield _moved(spot, old, new)
    for key in keys(Step):
        if key == "next":
            yield from _target(spot, old, new, matching)
        elif key == "separate_from":
            yield from _separate(spot, old.separate_from, new.separate_from, matching)
        else:
            yield from spot.field(key, written(old, key), written(new, key))
    yield from _outcomes(spot, old, new, matching)


def _moved(spot: Spot, old: Step, new: Step) -> Change:
    before, now = (both(_after, sop, one) for sop, one in zip(spot.sops, (old, new), strict=True))
    return spot.change("step-moved", "steps", (old.number, new.number), "moved", bears=True, old=before, new=now)


def _after(sop: Sop, one: Step, language: str) -> str:
    """Return where a step stands, by the one before it."""
    here = sop.place(one.id)
    if not here:
        return say("change.first", language)
    before = sop.steps[here - 1].id
    return say("change.after", language, number=step(sop, before, language), label=label(sop, before, language))


def _target(spot: Spot, old: Step, new: Step, matching: Matching) -> Iterator[Change]:
    """Yield where a step without outcomes leads now, if that is written; what merely follows on paper is no news."""
    if old.outcomes or new.outcomes or old.next is new.next is None:
        return
    theirs, ours = spot.sops[0].following(old), spot.sops[1].following(new)
    if matching.leads(spot.sops, theirs) != ours:
        yield spot.change("target-changed", "next", (theirs, ours), "target", bears=True)
    elif None in (old.next, new.next):
        yield spot.change("target-rewritten", "next", (old.next, new.next), "target-rewritten", bears=False)


def _separate(spot: Spot, old: tuple[str, ...], new: tuple[str, ...], matching: Matching) -> Iterator[Change]:
    """Yield the Change of the steps that other hands must have done, whatever their ids are now."""
    theirs = tuple(matching.to_new.get(id) for id in old)
    if set(theirs) != set(new):
        form = "given" if not old else "dropped" if not new else "changed"
        yield spot.change("separate-from-changed", "separate_from", (old, new), form, bears=True)
    elif theirs != new:
        yield spot.change("separate-from-reordered", "separate_from", (old, new), "reordered", bears=False)


def _outcomes(spot: Spot, old: Step, new: Step, matching: Matching) -> Iterator[Change]:
    olds, news = ({one.id: one for one in step.outcomes} for step in (old, new))
    for id, one in news.items():
        at = attrs.evolve(spot, family="outcome", id=id)
        if id in olds:
            yield from _outcome(attrs.evolve(at, subject=both(outcome, one.label)), olds[id], one, matching)
        else:
            yield come_or_gone(at, "outcomes", one, is_new=True)
    for id, one in olds.items():
        if id not in news:
            yield come_or_gone(attrs.evolve(spot, family="outcome", id=id), "outcomes", one, is_new=False)
    here = tuple(id for id in olds if id in news), tuple(id for id in news if id in olds)
    if here[0] != here[1]:
        before, now = both(_labels, olds, here[0]), both(_labels, news, here[1])
        yield spot.change("outcomes-reordered", "outcomes", here, "reordered", bears=False, old=before, new=now)


def _labels(outcomes: Mapping[str, Outcome], ids: Sequence[str], language: str) -> str:
    return "; ".join(outcomes[id].label.in_(language) for id in ids)


def _outcome(spot: Spot, old: Outcome, new: Outcome, matching: Matching) -> Iterator[Change]:
    for key in keys(Outcome):
        theirs, ours = getattr(old, key), getattr(new, key)
        if key == "to":
            if matching.leads(spot.sops, theirs) != ours:
                yield spot.change("target-changed", key, (theirs, ours), "target", bears=True)
        elif key == "outputs" and theirs != ours and None in (theirs, ours):
            before, now = (both(_own, sop, own) for sop, own in zip(spot.sops, (theirs, ours), strict=True))
            yield spot.change("outputs-changed", key, (theirs, ours), "changed", bears=True, old=before, new=now)
        else:
            yield from spot.field(key, theirs, ours)


def _own(sop: Sop, outputs: tuple[str, ...] | None, language: str) -> str:
    """Return what an outcome produces, as it says so itself."""
    if not outputs:
        return say("change.as-step" if outputs is None else "change.no-output", language)
    return words(sop, "outputs", outputs, language)
