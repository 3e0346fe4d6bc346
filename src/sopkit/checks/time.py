"""
Times → totals that do not add up, norms that no limit can hold, rows that nobody has timed.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sopkit.checks.finding import Found
from sopkit.model import Range
from sopkit.places import pointer
from sopkit.wording import LANGUAGES
from sopkit.worktime import Duration, in_hours

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sopkit.checks.survey import Survey
    from sopkit.errors import Fact
    from sopkit.model import Sop

__all__ = ["fits_sla", "time_filled", "total_equals_sum"]

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
            facts = {**_spoken("printed", bound), **_spoken("sum", total), "written": _written(total)}
            variant = key if total else "untimed"
            yield Found(pointer("printed_total", *([key] if key else [])), facts, variant)
            if not total:
                return


def _lower(sop: Sop, time: Duration | Range | None) -> timedelta:
    return sop.effort(time.from_ if isinstance(time, Range) else time)


def fits_sla(survey: Survey) -> Iterator[Found]:
    """Find norms that are longer than their limit."""
    sop = survey.sop
    for n, step in enumerate(sop.steps):
        if step.standard_time and (step.complete_within or step.elapsed_within):
            norm = step.standard_time.to if isinstance(step.standard_time, Range) else step.standard_time
            facts = {**survey.named(step), **_spoken("norm", norm)}
            for found in _too_short(sop, step.complete_within, step.elapsed_within, sop.effort(norm), facts, ""):
                yield Found(pointer("steps", n) + found.pointer, found.facts, found.variant)
    yield from _too_short(
        sop, sop.complete_within, sop.elapsed_within, sop.total_time, _spoken("norm", sop.total_time), "whole"
    )


def _too_short(
    sop: Sop, within: Duration | None, elapsed: Duration | None, norm: timedelta, facts: dict[str, Fact], whole: str
) -> Iterator[Found]:
    """Find which of two limits is too short for a norm."""
    day = _spoken("day", sop.working_day)
    if within and norm > sop.effort(within):
        yield Found("/complete_within", {**facts, **_spoken("limit", within), **day}, whole)
    if elapsed and norm > (room := _room(elapsed, sop.effort(sop.working_day))):
        limit = {f"limit_{language}": elapsed.in_(language, calendar=True) for language in LANGUAGES}
        yield Found(
            "/elapsed_within",
            {**facts, **limit, **_spoken("room", room), **day},
            f"{whole}-elapsed" if whole else "elapsed",
        )


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
            yield Found(pointer("steps", n), {**survey.named(step), "number": step.number})


def _spoken(fact: str, time: Duration | timedelta) -> dict[str, Fact]:
    """Return a time in words, as one fact for each language."""
    return {
        f"{fact}_{language}": time.in_(language) if isinstance(time, Duration) else in_hours(time, language)
        for language in LANGUAGES
    }


def _written(time: timedelta) -> str:
    """Return a time as it is written in a file."""
    minutes, seconds = divmod(round(time.total_seconds()), 60)
    hours, minutes = divmod(minutes, 60)
    parts = ((hours, "H"), (minutes, "M"), (seconds, "S"))
    return "PT" + ("".join(f"{n}{unit}" for n, unit in parts if n) or "0M")
