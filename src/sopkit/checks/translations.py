"""
Words in several languages → those that stand in fewer than the others.

Only what people see who work by the SOP is held to this: not the cover, notes, reasons and other remarks.
"""

from __future__ import annotations

from collections import Counter
from itertools import islice, product
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
    written: Counter[tuple[str, str]] = Counter()
    for kind, seen in _seen(survey.sop):
        kinds.setdefault(kind, []).append(seen)
        for language, _ in seen[-1].by_language:
            written[kind, language] += 1
    languages = dict.fromkeys(language for _, language in written)
    for language, (kind, texts) in product(languages, kinds.items()):
        count = len(texts) - written[kind, language]
        if count:
            lacking = list(islice((seen for seen in texts if language not in seen[-1].languages), MOST))
            facts: dict[str, Fact] = {
                "language": language, "kind": kind, "count": count, "total": len(texts),
                "where": tuple("/".join(ids) for ids, _, _ in lacking),
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
