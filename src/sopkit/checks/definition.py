"""
What a definition says about itself → what its readers should know: inferences, another file name, a profile we lack.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import attrs

from sopkit.checks.finding import Found
from sopkit.checks.profiles import installed
from sopkit.checks.survey import MOST, about
from sopkit.model import Object, Range, Step
from sopkit.places import pointer
from sopkit.reader.references import suggestion

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sopkit.checks.survey import Survey
    from sopkit.model import Sop

__all__ = ["file_name", "inferred", "profile_known"]


def inferred(survey: Survey) -> Iterator[Found]:
    """Find every field that was read into the source, so that somebody signs it off."""
    for at, thing in _objects(survey.sop):
        if thing.inferred is not None:
            whose = "/".join(about(survey.sop, at)) or survey.sop.id
            for key, reason in thing.inferred.reasons:
                facts = {"key": key, "whose": whose, "reason": str(reason)}
                yield Found(at + pointer(key) if _writes(thing, key) else at, facts)


def _objects(sop: Sop) -> Iterator[tuple[str, Object]]:
    """Yield each object of the definition with its pointer."""
    yield "", sop
    if sop.identity is not None:
        yield "/identity", sop.identity
        if sop.identity.approved_by is not None:
            yield "/identity/approved_by", sop.identity.approved_by
    if isinstance(sop.printed_total, Range):
        yield "/printed_total", sop.printed_total
    lists: dict[str, Iterable[Object]] = {
        "actors": sop.actors, "documents": sop.documents, "ends": sop.ends, "waive": sop.waive
    }  # fmt: skip
    for key, things in lists.items():
        yield from ((f"/{key}/{n}", thing) for n, thing in enumerate(things))
    for n, step in enumerate(sop.steps):
        at = f"/steps/{n}"
        yield at, step
        if isinstance(step.standard_time, Range):
            yield f"{at}/standard_time", step.standard_time
        yield from ((f"{at}/outcomes/{m}", outcome) for m, outcome in enumerate(step.outcomes))


def _writes(thing: Object, key: str) -> bool:
    """Return whether the file writes this key of the object."""
    fields = {field.metadata.get("key", field.name): field for field in attrs.fields(type(thing))}
    value = getattr(thing, fields[key].name)
    if isinstance(thing, Step) and key == "number":
        is_derived = value == str(thing.row)  # the Sop numbers the rows that the file does not
    else:
        is_derived = value == fields[key].default
    return key in thing.written or not is_derived


def file_name(survey: Survey) -> Iterator[Found]:
    """Find a definition whose file is not called by its id."""
    places = survey.sop.places
    if places is None or not places.file:
        return
    expected = f"{survey.sop.id}.sop.json"
    given = re.split(r"[/\\]", places.file)[-1]
    if given != expected:
        yield Found("/id", {"given": given, "expected": expected})


def profile_known(survey: Survey) -> Iterator[Found]:
    """Find a profile that is not installed; the rules of `plain` then apply."""
    known = tuple(installed())
    profile = survey.sop.profile
    if profile not in known:
        yield Found("/profile", {"profile": profile, "known": known[:MOST], **suggestion(profile, known)})
