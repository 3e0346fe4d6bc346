"""
Rows in their order → numbers that do not count, arrows that climb, sheets that are too long, work that goes to and fro.
"""

from __future__ import annotations

import re
from itertools import pairwise
from operator import or_
from typing import TYPE_CHECKING

from sopkit.checks.finding import Found
from sopkit.checks.flow import downward
from sopkit.checks.survey import MOST, brief
from sopkit.places import pointer

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sopkit.checks.flow import Flow
    from sopkit.checks.survey import Survey
    from sopkit.errors import Fact
    from sopkit.model import Step

__all__ = ["handoffs", "too_long", "vertical_order"]

ROWS = 17  # the most rows on a sheet among 348 signed ones
ACTORS = 8  # columns that a sheet still prints legibly

_PING_PONG = 4  # turns of two actors, A B A B: the second time that one hands it to the other

_NUMBER = re.compile(r"([0-9]{1,6})(\.?)(.*)", re.DOTALL)


def vertical_order(survey: Survey) -> Iterator[Found]:
    """Find printed numbers that do not count the rows, and ways up that repeat and repair nothing."""
    yield from _misnumbered(survey)
    yield from _climbing(survey)


def _misnumbered(survey: Survey) -> Iterator[Found]:
    """
    Find whole numbers that leave a gap, fall, or stand twice.

    Numbers such as 3a are the author's own; after one without digits, such as a section's A, numbers may begin anew.
    """
    firsts = [row[0] for row in survey.rows]
    numbers = [_NUMBER.fullmatch(step.number.strip()) for _, step in firsts]
    whole = [int(number[1]) if number and not number[3].strip() else None for number in numbers]
    following = _following(whole)
    last, seen, may_restart = 0, dict[int, str](), True
    for place, (n, step) in enumerate(firsts):
        here, number = whole[place], numbers[place]
        if here is None:
            if number is None:
                may_restart = True
            elif int(number[1]) == last + 1:
                last += 1
            continue
        if here == last + 1 or (may_restart and here <= 1) or not seen:
            seen = {} if here <= last else seen
            last = here
        else:
            yield _miscounted(survey, n, step, last, seen.get(here))
            near = following[place]
            # An odd one out does not make the rest wrong: what follows may still count on from what came before.
            last = near - 1 if near is not None and last < near <= last + 2 else here
        seen.setdefault(here, step.id)
        may_restart = False


def _following(whole: Sequence[int | None]) -> list[int | None]:
    """Return for each place the next whole number after it."""
    found: list[int | None] = []
    near = None
    for number in reversed(whole):
        found.append(near)
        near = near if number is None else number
    return found[::-1]


def _miscounted(survey: Survey, n: int, step: Step, last: int, other: str | None) -> Found:
    is_written = step.number != str(step.row) or "number" in step.written
    facts = {**survey.named(step), "number": step.number, "last": last, "other": other or ""}
    variant = "twice" if other else "gap" if int(step.number.strip(" .")) > last else "falls"
    return Found(pointer("steps", n, "number" if is_written else "id"), facts, variant)


def _climbing(survey: Survey) -> Iterator[Found]:
    """
    Find a `next` that goes up to a step which was not passed yet.

    Going up to repeat what was passed is a loop, and going up from a branch beside the straight way is a repair.
    """
    flow, steps = survey.flow, survey.sop.steps
    up = {n: flow.ways[n][0].to for n, step in survey.reached if not step.outcomes and flow.ways[n][0].to <= n}
    marks = {to: 1 << bit for bit, to in enumerate(dict.fromkeys(up.values()))}
    passed = downward(flow, marks, or_) if up else {}
    beside = _beside(flow) if up else set()
    for n, to in up.items():
        if n in passed and n not in beside and not passed[n] & marks[to]:
            other = {"other": steps[to].id, "other_activity": survey.activity[steps[to].id]}
            facts = {**survey.named(steps[n]), **other}
            yield Found(pointer("steps", n, "next"), facts)


def _beside(flow: Flow) -> set[int]:
    """Return the steps that lie beside the straight way: a case comes down to them by a branch that skips rows."""
    beside: set[int] = set()
    for n in sorted(flow.order)[1:]:
        down = (way for way in flow.into[n] if way.origin < n)
        if all(way.origin in beside or (way.outcome and n > way.origin + 1) for way in down):
            beside.add(n)
    return beside


def too_long(survey: Survey) -> Iterator[Found]:
    """Find SOPs with more rows or more actors than a sheet can show well."""
    sop = survey.sop
    if len(sop.actors) > ACTORS:
        facts: dict[str, Fact] = {"count": len(sop.actors), "most": ACTORS, "name": brief(sop.actors[ACTORS].name)}
        yield Found(pointer("actors", ACTORS, "id"), facts, "actors")
    there = survey.rows
    if len(there) > ROWS:
        n, step = there[ROWS][0]
        facts = {**survey.named(step), "count": len(there), "most": ROWS, "next": ROWS + 1}
        yield Found(pointer("steps", n, "id"), facts)


def handoffs(survey: Survey) -> Iterator[Found]:
    """Find where work goes to and fro between two actors on the straight way, returns aside."""
    sop, steps = survey.sop, survey.sop.steps
    way = list(_straight(survey))
    turns = [way[0], *(n for before, n in pairwise(way) if steps[n].actor != steps[before].actor)]
    start = 0
    for end in range(2, len(turns) + 1):
        if end < len(turns) and steps[turns[end]].actor == steps[turns[end - 2]].actor:
            continue
        stretch = turns[start:end]
        start = end - 1
        if len(stretch) >= _PING_PONG:
            first, second = (brief(sop.actor(steps[n].actor).name) for n in stretch[:2])
            shown = [steps[n].id for n in stretch[:MOST]] + ["…"] * (len(stretch) > MOST)
            facts: dict[str, Fact] = {
                "first": first, "second": second, "count": len(stretch) - 1, "total": len(turns) - 1,
                "way": " → ".join(shown),
            }  # fmt: skip
            yield Found(pointer("steps", stretch[_PING_PONG - 1], "actor"), facts)


def _straight(survey: Survey) -> Iterator[int]:
    """Yield the steps of the straight way down: at a decision, the first outcome that goes down to a step."""
    n: int | None = 0
    while n is not None:
        yield n
        n = next((way.to for way in survey.flow.ways[n] if n < way.to < len(survey.sop.steps)), None)
