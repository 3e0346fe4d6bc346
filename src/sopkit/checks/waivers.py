"""
What all other rules found → waivers that silence nothing, rules that broke.

These two come last. What a waiver silences is decided here, for findings and for the rule alike.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sopkit.checks.finding import Found
from sopkit.checks.profiles import OFF
from sopkit.checks.survey import about
from sopkit.edits import Edit
from sopkit.places import pointer
from sopkit.reader.references import MANY, suggestion

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from typing import TypeAlias

    from sopkit.checks.survey import Survey
    from sopkit.model import Sop, Waiver

    Index: TypeAlias = Mapping[tuple[str, str | None], Sequence[tuple[int, Waiver]]]

__all__ = ["UNRATED", "by_place", "rule_error", "silencer", "waiver_unused"]

UNRATED = "warning"  # a rule that was added at run time, and that no profile rates


def by_place(sop: Sop) -> Index:
    """Return the waivers of a definition, each with its number, by rule and the id they are about (None: all)."""
    index: dict[tuple[str, str | None], list[tuple[int, Waiver]]] = {}
    for n, waiver in enumerate(sop.waive):
        index.setdefault((waiver.rule, waiver.at), []).append((n, waiver))
    return index


def silencer(index: Index, rule: str, found: Found, ids: tuple[str, ...]) -> Waiver | None:
    """Return which waiver silences what `rule` found: the first for its place, else the first for all."""
    own = _waiver_at(found)
    fitting = [
        next(((n, waiver) for n, waiver in index.get((rule, at), ()) if n != own), None)  # no waiver excuses itself
        for at in (*ids, None)
    ]
    *placed, general = fitting
    first = min((one for one in placed if one), key=lambda one: one[0], default=general)
    return first[1] if first else None


def _waiver_at(found: Found) -> int:
    """Return the number of the waiver that something was found at; -1 elsewhere."""
    parts = found.pointer.split("/")
    return int(parts[2]) if parts[1:2] == ["waive"] and len(parts) > 2 else -1


def waiver_unused(survey: Survey) -> Iterator[Found]:
    """Find waivers of installed rules that silence nothing, and why."""
    sop, own = survey.sop, "waiver-unused"
    judged = [(n, one) for n, one in enumerate(sop.waive) if one.rule in survey.rules - survey.crashes.keys()]
    waived = {waiver.rule for _, waiver in judged}
    met: dict[tuple[str, str | None], set[int]] = {}
    for rule, found in survey.found:
        if rule in waived:
            _meet(met, sop, rule, found)
    # Waivers of this very rule come last: they are judged by what it finds among the others.
    for n, waiver in sorted(judged, key=lambda one: one[1].rule == own):
        is_error = survey.severities.get(waiver.rule) == "error"
        if is_error or not met.get((waiver.rule, waiver.at), set()) - {n}:
            found = _unused(survey, n, waiver)
            _meet(met, sop, own, found)
            yield found


def _meet(met: dict[tuple[str, str | None], set[int]], sop: Sop, rule: str, found: Found) -> None:
    """Note what was found under its rule and each id it concerns, by the waiver it was found at."""
    for at in (*about(sop, found.pointer), None):
        met.setdefault((rule, at), set()).add(_waiver_at(found))


def _unused(survey: Survey, n: int, waiver: Waiver) -> Found:
    at = waiver.at
    gone = (Edit.remove(pointer("waive", n)),)  # but where the id may be a slip
    place = pointer("waive", n, "rule" if at is None else "at")
    if survey.severities.get(waiver.rule) == "error":
        return Found(place, {"rule": waiver.rule}, "error", gone)
    if survey.severities.get(waiver.rule) == OFF:
        return Found(place, {"rule": waiver.rule, "profile": survey.sop.profile}, "off", gone)
    if at is None:
        return Found(place, {"rule": waiver.rule}, fix=gone)
    if at in survey.ids:
        return Found(place, {"rule": waiver.rule, "at": at}, "here", gone)
    near = suggestion(at, tuple(survey.ids)) if n < MANY else {}
    return Found(place, {"rule": waiver.rule, "at": at, **near}, "nowhere")


def rule_error(survey: Survey) -> Iterator[Found]:
    """Find the rules that broke, so that nobody takes their silence for praise."""
    for rule, error in survey.crashes.items():
        yield Found("", {"broken": rule, "error": error})
