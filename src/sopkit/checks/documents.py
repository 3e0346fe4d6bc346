"""
Documents → what a step needs and may not have, what it makes and nobody takes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sopkit.checks.finding import Found
from sopkit.checks.flow import ahead, before, lacking
from sopkit.checks.survey import MOST, brief
from sopkit.places import pointer

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sopkit.checks.flow import Way
    from sopkit.checks.survey import Survey
    from sopkit.errors import Fact
    from sopkit.model import Step

__all__ = ["chain", "document_used", "output_consumed"]


def chain(survey: Survey) -> Iterator[Found]:
    """Find inputs that some way to the step has not produced, and nobody supplies."""
    wanted = survey.bits(one.id for one in survey.sop.documents if not (one.is_tool or one.supplied_by))
    lacks = lacking(survey.flow, wanted)
    needs = {n: survey.bits(step.inputs) & lacks[n] for n, step in survey.reached}
    if not any(needs.values()):
        return
    makers = _makers(survey)
    made = before(survey.flow, lambda way: way.makes)
    for n, step in survey.reached:
        without = _ways_without(survey, n, lacks, needs[n])
        for m, document in enumerate(step.inputs):
            bit = survey.bit[document]
            if needs[n] & bit:
                facts = {**survey.named(step), **_named(survey, document), "makers": makers.get(document, ())[:MOST]}
                if document not in makers:
                    variant = "never"
                elif makers[document] == (step.id,):
                    variant = "own"
                elif n == 0 or not made[n] & bit:
                    variant = "later" if n else "first"
                else:
                    way = without[document]
                    variant = "way" if way.outcome else ""
                    facts["origin"] = survey.sop.steps[way.origin].id
                    facts |= {"outcome": way.outcome.id, "label": brief(way.outcome.label)} if way.outcome else {}
                yield Found(f"/steps/{n}/inputs/{m}", facts, variant)


def _makers(survey: Survey) -> dict[str, tuple[str, ...]]:
    """Return the steps that produce each document."""
    makers: dict[str, dict[str, None]] = {}
    for step in survey.sop.steps:
        for outcome in step.outcomes or (None,):
            for document in step.produces(outcome):
                makers.setdefault(document, {})[step.id] = None
    return {document: tuple(steps) for document, steps in makers.items()}


def _ways_without(survey: Survey, n: int, lacks: dict[int, int], needed: int) -> dict[str, Way]:
    """Return for each needed document that may be lacking at step `n` the first way that comes without it."""
    found: dict[str, Way] = {}
    for way in sorted(survey.flow.into[n], key=lambda way: way.origin):
        without = lacks[way.origin] & ~way.makes & needed
        if without:
            needed &= ~without
            found |= {document: way for document in survey.sop.steps[n].inputs if survey.bit[document] & without}
    return found


def output_consumed(survey: Survey) -> Iterator[Found]:
    """Find what is produced and then neither needed by a later step nor delivered to anyone."""
    sop = survey.sop
    inputs = [survey.bits(step.inputs) for step in sop.steps] + [0] * len(sop.ends)
    taken = ahead(survey.flow, inputs)
    leaving = survey.bits(one.id for one in sop.documents if one.is_tool or one.delivered_to)
    for n, step in survey.reached:
        own = [way for way in survey.flow.ways[n] if way.outcome is None or way.outcome.outputs is None]
        yield from _unused(survey, step, own, taken, leaving, f"/steps/{n}/outputs")
        for m, way in enumerate(survey.flow.ways[n]):
            if way.outcome is not None and way.outcome.outputs is not None:
                yield from _unused(survey, step, [way], taken, leaving, f"/steps/{n}/outcomes/{m}/outputs")


def _unused(
    survey: Survey, step: Step, ways: Sequence[Way], taken: dict[int, int], leaving: int, at: str
) -> Iterator[Found]:
    """Find what the ways of a step produce, as written at one place, and nobody takes."""
    outcome = ways[0].outcome if at.count("/") > 3 else None
    written = step.outputs if outcome is None else outcome.outputs or ()
    makes = used = 0
    for way in ways:
        makes |= way.makes
        used |= way.makes & (taken[way.to] | leaving)
    for m, document in enumerate(written):
        if not used & survey.bit[document]:
            facts = {**survey.named(step, outcome), **_named(survey, document)}
            variant = "outcome" if outcome else "" if makes & survey.bit[document] else "unmade"
            yield Found(f"{at}/{m}", facts, variant)


def document_used(survey: Survey) -> Iterator[Found]:
    """Find declared documents that no step mentions."""
    used: set[str] = set()
    for step in survey.sop.steps:
        used.update(step.inputs, step.outputs, *(outcome.outputs or () for outcome in step.outcomes))
    for n, document in enumerate(survey.sop.documents):
        if document.id not in used:
            yield Found(pointer("documents", n, "id"), _named(survey, document.id))


def _named(survey: Survey, document: str) -> dict[str, Fact]:
    return {"document": document, "name": survey.name[document]}
