"""
Times → totals that do not add up, norms that no limit can hold, rows that nobody has timed, units that do not mix.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sopkit.checks.finding import Found
from sopkit.model import WORKING_DAY, Range
from sopkit.places import pointer
from sopkit.worktime import written

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sopkit.checks.survey import Survey
    from sopkit.errors import Fact
    from sopkit.model import Sop, Step
    from sopkit.worktime import Duration

__all__ = ["fits_sla", "time_filled", "time_range", "time_unit_mix", "total_equals_sum"]

# How long the units of calendar time can be at most: where a month is meant, nobody may be blamed for a short one.
_LENGTHS = {
    "months": timedelta(days=31),
    "weeks": timedelta(weeks=1),
    "days": timedelta(days=1),
    "hours": timedelta(hours=1),
    "minutes": timedelta(minutes=1),
    "seconds": timedelta(seconds=1),
}


def total_equals_sum(survey: Survey) -> Iterator[Found]:
    """Find a printed total that is not what the rows add up to; a printed range is compared at both bounds."""
    sop = survey.sop
    printed = sop.printed_total
    if isinstance(printed, Range):
        least = sum((_lower(sop, step.standard_time) for step in sop.steps), timedelta())
        bounds = [("from", printed.from_, least), ("to", printed.to, sop.total_time)]
    else:
        bounds = [("", printed, sop.total_time)] if printed else []
    for key, bound, total in bounds:
        if sop.effort(bound) != total:
            at = pointer("printed_total", *([key] if key else []))
            if not total:
                yield Found(at, {"printed": str(bound)}, "untimed")
                return
            # Said once in words and once as it would be written.
            yield Found(at, {"printed": str(bound), "sum": written(total), "written": written(total)}, key)


def _lower(sop: Sop, time: Duration | Range | None) -> timedelta:
    return sop.effort(time.from_ if isinstance(time, Range) else time)


def fits_sla(survey: Survey) -> Iterator[Found]:
    """Find norms that are longer than their limit."""
    sop = survey.sop
    for n, step in enumerate(sop.steps):
        if step.standard_time and (step.complete_within or step.elapsed_within):
            norm = step.standard_time.to if isinstance(step.standard_time, Range) else step.standard_time
            for key, variant, facts in _too_short(sop, step, sop.effort(norm)):
                yield Found(pointer("steps", n, key), {**survey.named(step), "norm": str(norm), **facts}, variant)
    longest = _longest_way(survey)
    for key, variant, facts in _too_short(sop, sop, longest):
        yield Found(pointer(key), {"norm": written(longest), **facts}, f"whole-{variant}".rstrip("-"))


def _longest_way(survey: Survey) -> timedelta:
    """
    Return the standard time of the longest way to an end that never goes back.

    The sum of all rows would blame a procedure for branches that no one case takes together.
    """
    sop = survey.sop
    times = [sop.effort(step.standard_time) for step in sop.steps] + [timedelta()] * len(sop.ends)
    best = {0: times[0]}
    for n in range(len(sop.steps)):
        for way in survey.flow.ways[n] if n in best else ():
            if way.to > n:
                best[way.to] = max(best.get(way.to, timedelta()), best[n] + times[way.to])
    return max((best[n] for n in best if n >= len(sop.steps)), default=timedelta())


def _too_short(sop: Sop, limited: Sop | Step, norm: timedelta) -> Iterator[tuple[str, str, dict[str, Fact]]]:
    """Yield each limit that is too short for a norm: its key, the variant of the sentence, the facts."""
    day = str(sop.working_day)
    if limited.complete_within and norm > sop.effort(limited.complete_within):
        yield "complete_within", "", {"limit": str(limited.complete_within), "day": day}
    if limited.elapsed_within:
        room = _room(limited.elapsed_within, sop.effort(sop.working_day))
        if norm > room:
            facts: dict[str, Fact] = {"calendar": str(limited.elapsed_within), "room": written(room), "day": day}
            yield "elapsed_within", "elapsed", facts


def _room(elapsed: Duration, working_day: timedelta) -> timedelta:
    """
    Return how much work fits into calendar time at most, if every day of it is a working day.

    Work is done at the same hours every day, so each full day holds one working day, whenever the clock was started,
    and what remains of a day holds at most another.
    """
    days, rest = divmod(sum((n * _LENGTHS[unit] for unit, n in elapsed.parts), timedelta()), timedelta(days=1))
    return days * working_day + min(rest, working_day)


def time_filled(survey: Survey) -> Iterator[Found]:
    """Find rows without a standard time; a step that shares a row may leave it to the row."""
    for n, step in enumerate(survey.sop.steps):
        if step.standard_time is None and not step.same_row:
            yield Found(pointer("steps", n, "id"), {**survey.named(step), "number": step.number})


def time_range(survey: Survey) -> Iterator[Found]:
    """Find standard times that are ranges, of which only the upper bound counts."""
    for n, step in enumerate(survey.sop.steps):
        time = step.standard_time
        if isinstance(time, Range):
            facts = {**survey.named(step), "lower": str(time.from_), "norm": str(time.to)}
            yield Found(pointer("steps", n, "standard_time"), facts)


def time_unit_mix(survey: Survey) -> Iterator[Found]:
    """Find standard times in days beside others in hours or minutes, where nobody says how long a day is."""
    sop = survey.sop
    if sop.working_day != WORKING_DAY or "working_day" in sop.written:
        return
    first: dict[bool, int] = {}  # whether in days → the first step so timed
    for n, step in enumerate(sop.steps):
        for unit in _units(step.standard_time):
            first.setdefault(unit == "days", n)
    if len(first) == 2:
        there, here = sorted(first.values())
        facts: dict[str, Fact] = {
            **survey.named(sop.steps[here]),
            "other": sop.steps[there].id,
            "day": str(sop.working_day),
        }
        yield Found(pointer("steps", here, "standard_time"), facts, "one" if here == there else "")


def _units(time: Duration | Range | None) -> list[str]:
    bounds = (time.from_, time.to) if isinstance(time, Range) else (time,) if time else ()
    return [unit for bound in bounds for unit, _ in bound.parts]
