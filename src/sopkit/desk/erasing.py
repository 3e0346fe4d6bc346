"""
A lawful request + a case → its records without the values asked for, while the chain still holds.

The commitment of a value stays, its salt goes: nobody can find the value again by trying. A person becomes a name that
means nothing, the same in all records of the case. While the case runs, who did a step that asks for other hands later
keeps the name: under another one they would pass for somebody else.
"""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from sopkit.stores.record import ENTRIES, canonical

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sopkit.model import JSON
    from sopkit.stores import Record

__all__ = ["GONE", "alias", "nameless", "wordless"]

GONE = "–"
"""What stands where words were erased."""
_ALIAS = "erased-"


def alias(history: Sequence[Record]) -> str:
    """Return a name that nobody has in this case."""
    taken = {name for record in history for name in (record.by, record.details.get("to"))}
    return next(name for name in map(f"{_ALIAS}{{}}".format, itertools.count(1)) if name not in taken)


def nameless(history: Sequence[Record], person: str, name: str) -> Iterator[Record]:
    """Yield the records that name a person, with `name` in its place."""
    for record in history:
        fields: dict[str, str | None] = {}
        if record.by == person:
            fields["by"] = name
        if record.kind == "assigned" and record.details.get("to") == person:
            fields["more"] = canonical({**record.details, "to": name})
        if fields:
            yield record.without(fields)


def wordless(history: Sequence[Record]) -> Iterator[Record]:
    """Yield the records that hold words or references, without them."""
    for record in history:
        fields: dict[str, str | None] = {}
        if record.reason is not None and record.reason != GONE:
            fields["reason"] = GONE
        blank = canonical(_blank(record.kind, record.details))
        if record.kind not in ("assigned", "erased") and blank != record.more:
            fields["more"] = blank
        if fields:
            yield record.without(fields)


def _blank(kind: str, details: dict[str, JSON]) -> dict[str, JSON]:
    if kind == "opened":
        return {"title": GONE, "data": {}}
    if kind in ENTRIES:
        return {"outputs": dict.fromkeys(details["outputs"], GONE)} if details else {}
    return dict.fromkeys(details, GONE)
