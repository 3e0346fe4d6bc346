"""
What all other rules found → waivers that silence nothing, rules that broke.

These two come last. What a waiver silences is decided here, for findings and for the rule alike.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sopkit.checks.finding import Found
from sopkit.checks.survey import about
from sopkit.places import pointer
from sopkit.reader.references import suggestion

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sopkit.checks.survey import Survey
    from sopkit.model import Sop, Waiver

__all__ = ["UNRATED", "rule_error", "silencer", "waiver_unused"]

UNRATED = "warning"  # a rule that was added at run time, and that no profile rates


def silencer(waivers: Sequence[tuple[int, Waiver]], found: Found, ids: tuple[str, ...]) -> Waiver | None:
    """Return which of the waivers of its rule silences what was found: one for its place before one for all."""
    fitting = [
        waiver
        for n, waiver in waivers
        # No waiver excuses itself.
        if (waiver.at is None or waiver.at in ids) and not found.pointer.startswith(f"{pointer('waive', n)}/")
    ]
    return min(fitting, key=lambda waiver: waiver.at is None, default=None)


def waiver_unused(survey: Survey) -> Iterator[Found]:
    """Find waivers of installed rules that silence nothing, and why."""
    sop, own = survey.sop, "waiver-unused"
    judged = [(n, one) for n, one in enumerate(sop.waive) if one.rule in survey.rules - survey.crashes.keys()]
    waived = {waiver.rule for _, waiver in judged}
    met = [(rule, found, about(sop, found.pointer)) for rule, found in survey.found if rule in waived]
    # Waivers of this very rule come last: they are judged by what it finds among the others.
    for n, waiver in sorted(judged, key=lambda one: one[1].rule == own):
        if not _silences(survey, n, waiver, met):
            found = _unused(survey, n, waiver)
            met.append((own, found, about(sop, found.pointer)))
            yield found


def _silences(survey: Survey, n: int, waiver: Waiver, met: Sequence[tuple[str, Found, tuple[str, ...]]]) -> bool:
    if survey.severities.get(waiver.rule) == "error":
        return False
    return any(rule == waiver.rule and silencer([(n, waiver)], found, ids) for rule, found, ids in met)


def _unused(survey: Survey, n: int, waiver: Waiver) -> Found:
    at = waiver.at
    place = pointer("waive", n, "rule" if at is None else "at")
    if survey.severities.get(waiver.rule) == "error":
        return Found(place, {"rule": waiver.rule}, "error")
    if at is None:
        return Found(place, {"rule": waiver.rule})
    known = _ids(survey.sop)
    if at in known:
        return Found(place, {"rule": waiver.rule, "at": at}, "here")
    return Found(place, {"rule": waiver.rule, "at": at, **suggestion(at, tuple(known))}, "nowhere")


def _ids(sop: Sop) -> dict[str, None]:
    """Return every id that a waiver can be about."""
    ids = [one.id for one in sop.actors] + [one.id for one in sop.documents]
    ids += [one.id for one in sop.steps] + [one.id for one in sop.ends]
    return dict.fromkeys(ids + [one.id for step in sop.steps for one in step.outcomes])


def rule_error(survey: Survey) -> Iterator[Found]:
    """Find the rules that broke, so that nobody takes their silence for praise."""
    for rule, error in survey.crashes.items():
        yield Found("", {"broken": rule, "error": error})
