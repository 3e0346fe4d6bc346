"""
Words in several languages → those that stand in fewer than the others.

Only what people see who work by the SOP is held to this: not the cover, notes, reasons and other remarks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sopkit.checks.finding import Found
from sopkit.checks.survey import MOST
from sopkit.places import pointer

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import TypeAlias

    from sopkit.checks.survey import Survey
    from sopkit.errors import Fact
    from sopkit.model import Sop, Text

    Seen: TypeAlias = tuple[tuple[str, ...], tuple[str | int, ...], Text]  # whose it is, where it stands, itself

__all__ = ["translation_missing"]


def translation_missing(survey: Survey) -> Iterator[Found]:
    """Find the languages of the SOP that some of its words lack: once for each language and kind of thing."""
    kinds: dict[str, list[Seen]] = {}
    languages: dict[str, None] = {}
    for kind, seen in _seen(survey.sop):
        kinds.setdefault(kind, []).append(seen)
        for language, _ in seen[-1].by_language:
            languages[language] = None
    for language in languages if len(languages) > 1 else ():
        for kind, texts in kinds.items():
            lacking = [seen for seen in texts if language not in seen[-1].languages]
            if lacking:
                facts: dict[str, Fact] = {
                    "language": language, "kind": kind, "count": len(lacking), "total": len(texts),
                    "where": tuple("/".join(ids) for ids, _, _ in lacking[:MOST]),
                }  # fmt: skip
                yield Found(pointer(*lacking[0][1]), facts)


def _seen(sop: Sop) -> Iterator[tuple[str, Seen]]:
    """Yield each text that whoever works by the SOP sees, with its kind."""
    yield "title", ((sop.id,), ("title",), sop.title)
    for n, actor in enumerate(sop.actors):
        yield "actor", ((actor.id,), ("actors", n, "name"), actor.name)
    for n, document in enumerate(sop.documents):
        yield "document", ((document.id,), ("documents", n, "name"), document.name)
    for n, step in enumerate(sop.steps):
        if step.activity:
            yield "activity", ((step.id,), ("steps", n, "activity"), step.activity)
        if step.question:
            yield "question", ((step.id,), ("steps", n, "question"), step.question)
        for m, outcome in enumerate(step.outcomes):
            yield "label", ((step.id, outcome.id), ("steps", n, "outcomes", m, "label"), outcome.label)
    for n, end in enumerate(() if sop.has_implied_end else sop.ends):
        yield "end", ((end.id,), ("ends", n, "name"), end.name)
