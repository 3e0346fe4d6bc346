"""
A part of a definition that was added or removed → its Change, told with all that it says of itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs

from sopkit.changes.change import part
from sopkit.changes.spot import keys
from sopkit.changes.telling import both, label, words
from sopkit.model import Actor, Document, End, Outcome, Step
from sopkit.wording import say

if TYPE_CHECKING:
    from sopkit.changes.change import Change
    from sopkit.changes.spot import Spot
    from sopkit.model import Sop

__all__ = ["come_or_gone", "written"]


def come_or_gone(spot: Spot, key: str, thing: Actor | Document | End | Step | Outcome, *, is_new: bool) -> Change:
    """Return that a part was added, or removed; `key` is its list."""
    sop = spot.sops[is_new]
    how = "added" if is_new else "removed"
    full, nothing = both(_in_full, spot.family, sop, thing), both(lambda _: "–")
    told = (nothing, full) if is_new else (full, nothing)
    of_step = {"part": both(lambda _: "")} if spot.family == "step" else {}  # where it lies says what it is
    return spot.change(
        f"{spot.family}-{how}", key, (None, thing.id) if is_new else (thing.id, None), f"{spot.family}-{how}",
        bears=spot.family in ("step", "outcome"), old=told[0], new=told[1], name=both(_named, sop, thing),
        **of_step,
    )  # fmt: skip


def written(thing: Any, key: str) -> Any:
    """Return the value of a key; of the number of a step, only one that is not simply the place of its row."""
    value = getattr(thing, key)
    return "" if isinstance(thing, Step) and key == "number" and value == str(thing.row) else value


def _named(sop: Sop, thing: Actor | Document | End | Step | Outcome, language: str) -> str:
    """Return what people call the part, and what they ask of it first."""
    if isinstance(thing, Step):
        asked = [words(sop, key, getattr(thing, key), language) for key in ("actor", "standard_time")]
        return f"“{label(sop, thing.id, language)}” ({', '.join(asked if thing.standard_time else asked[:1])})"
    if isinstance(thing, Outcome):
        return say("change.leads", language, name=thing.label.in_(language), to=words(sop, "to", thing.to, language))
    return f"“{thing.name.in_(language)}”"


def _in_full(family: str, sop: Sop, thing: Any, language: str) -> str:
    """Return all that the part says of itself, in lines; first what it is called."""
    called, *others = keys(type(thing))
    lines = [sop.label(thing.id).in_(language) if isinstance(thing, Step) else getattr(thing, called).in_(language)]
    for key in others:
        value = written(thing, key)
        if value != attrs.fields_dict(type(thing))[key].default:
            lines.append(f"{part(family, key, language)}: {words(sop, key, value, language)}")
    lines += (_named(sop, one, language) for one in getattr(thing, "outcomes", ()))
    return "\n".join(lines)
