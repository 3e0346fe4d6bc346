"""
Sop + Sop → the keys that differ and are no part of what an SOP means.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sopkit.model import JSON, Sop

__all__ = ["beside"]


def beside(old: Sop, new: Sop, to_new: Mapping[str, str]) -> tuple[str, ...]:
    """Return which of `waive`, `inferred` and the `x-` keys differ, in objects that both definitions have."""
    olds, news = dict(_notes(old.to_json(), to_new)), dict(_notes(new.to_json(), {}))
    found = {
        key
        for at in olds.keys() & news.keys()
        for key in olds[at].keys() | news[at].keys()
        if olds[at].get(key) != news[at].get(key)
    }
    return tuple(sorted(found))


def _notes(value: JSON, to_new: Mapping[str, str], at: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], JSON]]:
    """Yield each object below `value` with its notes, by the ids and keys that lead to it."""
    notes = {key: inner for key, inner in value.items() if key in ("waive", "inferred") or key.startswith("x-")}
    yield at, notes
    for key, inner in value.items():
        if key in notes:
            continue
        items = inner if isinstance(inner, list) else [inner]
        for one in items:
            if isinstance(one, dict):
                id = str(one.get("id", ""))
                yield from _notes(one, {}, (*at, key, to_new.get(id, id) if key == "steps" else id))
