"""
Sop → the lines above and below its table: what it is, who signed it, what a case must keep to.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from sopkit.views.names import actors, inferences, limits, time
from sopkit.views.screen import clean
from sopkit.wording import dated, knows
from sopkit.worktime import in_hours

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from sopkit.model import Approver, Sop
    from sopkit.views.screen import Screen

__all__ = ["foot", "head", "subtitle"]

_LISTS = ("legal_basis", "qualifications", "related", "equipment", "warnings", "records")


def head(sop: Sop, screen: Screen) -> str:
    """Return the title block; what the SOP does not say is left out."""
    pairs = list(_cover(sop, screen))
    widest = max(len(label) for label, _ in pairs)
    lines = [*screen.wrapped(sop.title.in_(screen.language), style="bold"), ""]
    for label, value in pairs:
        lines += screen.wrapped(value, " " * (widest + 2), screen.paint(label.ljust(widest + 2), "dim"))
    return "\n".join(lines)


def subtitle(sop: Sop, screen: Screen) -> Iterator[str]:
    """Yield the title, and how large the SOP is."""
    yield from screen._replace(width=screen.width - 2).wrapped(sop.title.in_(screen.language), style="bold")
    counted = (("row", sop.steps[-1].row), ("actor", len(sop.actors)), ("document", len(sop.documents)))
    size = ", ".join(screen.counted(noun, n) for noun, n in counted)
    yield screen.say("view.size", version=sop.version, size=size)


def foot(sop: Sop, screen: Screen) -> str:
    """Return the promises for the whole case, and the lists of the cover."""
    lines: list[str] = []
    for said in _of_the_case(sop, screen):
        lines += screen.wrapped(said)
    for field in _LISTS:
        texts = getattr(sop.identity, field, ())
        lines += ["", screen.paint(screen.say(f"view.cover.{field}"), "bold")] if texts else []
        for n, text in enumerate(texts, 1):
            lines += screen.wrapped(text.in_(screen.language), "    ", f"{n:>2}. ")
    return "\n".join(lines).strip("\n")


def _cover(sop: Sop, screen: Screen) -> Iterator[tuple[str, str]]:
    identity, language = sop.identity, screen.language
    if identity:
        yield from _told(identity, ("agency", "unit", "number", "created", "revised", "effective"), screen)
        if identity.approved_by:
            yield screen.say("view.cover.approved_by"), _signer(identity.approved_by, language)
    yield screen.say("view.cover.version"), sop.version
    code = f"view.profile.{sop.profile}"
    if sop.profile != "plain":
        yield screen.say("view.cover.profile"), screen.say(code) if knows(code) else sop.profile
    if sop.source:
        yield screen.say("view.cover.source"), sop.source.in_(language)


def _told(of: object, fields: tuple[str, ...], screen: Screen) -> Iterator[tuple[str, str]]:
    for field in fields:
        value = getattr(of, field)
        if value is not None:
            yield screen.say(f"view.cover.{field}"), _value(value, screen)


def _value(value: Any, screen: Screen) -> str:
    if isinstance(value, date):
        return dated(value, screen.language)
    return str(value.in_(screen.language)) if hasattr(value, "in_") else str(value)


def _signer(signer: Approver, language: str) -> str:
    texts = [text.in_(language) for text in (signer.position, signer.name) if text]
    return ", ".join([*texts, *([signer.id_number] if signer.id_number else [])])


def _of_the_case(sop: Sop, screen: Screen) -> Iterator[str]:
    printed = sop.printed_total
    if printed and sop.effort(printed) != sop.total_time:
        total = in_hours(sop.total_time, screen.language)
        yield screen.say("view.total.differs", printed=time(printed, screen), total=total)
    told = tuple(limits(sop, screen))
    if told:
        both = screen.say("view.limit.both", work=told[0], calendar=told[-1])
        yield screen.say("view.limit.case", limit=both if len(told) > 1 else told[0])
    if len(sop.ends) > 1:
        yield screen.say("view.ends", ends=tuple(clean(end.name.in_(screen.language)) for end in sop.ends))
    if sop.cancel:
        yield screen.say("view.cancel", actors=actors(sop, sop.cancel, screen))
    open_points = sum(1 for _ in inferences(sop))
    if open_points:
        yield screen.counted("inferred", open_points)
