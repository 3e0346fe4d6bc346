"""
Ways → steps that no case reaches, that no case leaves, that nobody can decide.

Of several steps that are wrong for one reason, the one that causes it is reported and the others are named there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sopkit.checks.finding import Found
from sopkit.checks.flow import regions
from sopkit.checks.survey import MOST, brief
from sopkit.places import pointer

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sopkit.checks.survey import Survey
    from sopkit.model import Outcome

__all__ = ["can_finish", "decision_two", "end_reachable", "reachable"]


def reachable(survey: Survey) -> Iterator[Found]:
    """Find the steps that cannot be reached from the first: those that others hang on."""
    steps, flow = survey.sop.steps, survey.flow
    leads = {
        n: [way.to for way in flow.ways[n] if way.to not in flow.reached and way.to < len(steps)]
        for n in range(len(steps))
        if n not in flow.reached
    }
    for here, hanging in _heads(leads):
        others = tuple(steps[n].id for n in sorted(hanging) if n != here)
        facts = {**survey.named(steps[here]), "first": steps[0].id, "others": others[:MOST]}
        yield Found(pointer("steps", here, "id"), facts, "chain" if others else "")


def _heads(leads: dict[int, list[int]]) -> Iterator[tuple[int, list[int]]]:
    """Yield the first step of each region that no other leads to, and what hangs on it."""
    found = regions(leads)
    region_of = {node: number for number, region in enumerate(found) for node in region}
    led_to = {region_of[to] for node, there in leads.items() for to in there if region_of[to] != region_of[node]}
    seen: set[int] = set()
    for head in sorted(min(region) for number, region in enumerate(found) if number not in led_to):
        yield head, _walk(leads, [head], seen)


def _walk(leads: dict[int, list[int]], starts: Iterable[int], seen: set[int]) -> list[int]:
    """Return what can be reached from `starts` and was not seen before; now it is."""
    met = list(starts)
    seen.update(met)
    for node in met:
        for to in leads[node]:
            if to not in seen:
                seen.add(to)
                met.append(to)
    return met


def end_reachable(survey: Survey) -> Iterator[Found]:
    """Find the declared ends that no way leads to."""
    sop = survey.sop
    if sop.has_implied_end:
        return  # nobody declared it; where it matters, can-finish speaks
    for n, end in enumerate(sop.ends):
        if len(sop.steps) + n not in survey.flow.reached:
            yield Found(pointer("ends", n, "id"), {"end": end.id, "name": brief(end.name)})


def can_finish(survey: Survey) -> Iterator[Found]:
    """
    Find where a case may be caught once every `at_most` is used up.

    A step that merely leads to such a place is not reported: of each place, the step by which a case comes in.
    """
    steps, flow = survey.sop.steps, survey.flow
    free = {n: [way.to for way in flow.ways[n] if not way.is_limited] for n in flow.order}
    back: dict[int, list[int]] = {n: [] for n in free}
    for n, there in free.items():
        for to in there:
            back[to].append(n)
    saved: set[int] = set()
    _walk(back, [n for n in free if n >= len(steps)], saved)
    caught = {n: leads for n, leads in free.items() if n not in saved}  # whatever these lead to is caught as well
    for region in regions(caught):
        inside = set(region)
        if any(to not in inside for n in region for to in caught[n]):
            continue
        entered = [n for n in region if n == 0 or any(way.origin not in inside for way in flow.into[n])]
        here = min(entered)
        limited = tuple(
            f"{steps[n].id}/{way.outcome.id}"
            for n in sorted(region)
            for way in flow.ways[n]
            if way.outcome is not None and way.to not in inside
        )
        loop = tuple(steps[n].id for n in sorted(region))
        facts = {**survey.named(steps[here]), "loop": loop[:MOST], "limited": limited[:MOST]}
        yield Found(pointer("steps", here, "id"), facts, "limit" if limited else "")


def decision_two(survey: Survey) -> Iterator[Found]:
    """Find outcomes of one decision whose labels read alike in some language."""
    for n, step in enumerate(survey.sop.steps):
        if step.outcomes:
            for m, language, other in _alike(step.outcomes):
                facts = {**survey.named(step, step.outcomes[m]), "other": other.id, "language": language}
                yield Found(pointer("steps", n, "outcomes", m, "label"), facts)


def _alike(outcomes: Sequence[Outcome]) -> Iterator[tuple[int, str, Outcome]]:
    """Yield each outcome by its place, a language in which it reads like an earlier one, and that one."""
    languages = dict.fromkeys(language for outcome in outcomes for language in outcome.label.languages)
    blamed = set()
    for language in languages:
        said: dict[str, Outcome] = {}
        for m, outcome in enumerate(outcomes):
            words = outcome.label.in_(language).strip().casefold()
            other = said.setdefault(words, outcome)
            if other is not outcome and m not in blamed:
                blamed.add(m)
                yield m, language, other
