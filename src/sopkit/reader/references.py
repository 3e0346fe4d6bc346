"""
JSON values → references that lead nowhere, ids that stand twice.

Works on any values, sound or not: what is unsound it passes over, since the shape layer speaks of that.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from sopkit.model import CANCELLED, DONE
from sopkit.places import pointer
from sopkit.reader.build import is_id
from sopkit.reader.strict import Found

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sopkit.errors import Fact
    from sopkit.model import JSON

__all__ = ["KIND_OF", "LISTS", "MANY", "REFERENCES", "members", "nearest", "references", "suggestion"]


MANY = 300  # comparing more words with each other takes longer than a person waits


def members(holder: JSON, key: str) -> Iterator[tuple[int, dict[str, JSON]]]:
    """Yield index and value of each object in the list `holder[key]`, if it is one."""
    items = holder.get(key) if isinstance(holder, dict) else None
    if isinstance(items, list):
        yield from ((n, item) for n, item in enumerate(items) if isinstance(item, dict))


def nearest(wrong: str, known: tuple[str, ...]) -> str | None:
    """Return the known word that `wrong` is probably a slip for."""
    from difflib import SequenceMatcher, get_close_matches  # noqa: PLC0415 - only for a wrong file

    near = known if len(known) <= MANY else tuple(word for word in known if word[:1] == wrong[:1])[:MANY]
    wrong = wrong[:64]
    matches = get_close_matches(wrong, near, n=3, cutoff=0.6)
    # A word that begins otherwise must be more like it: "draft" is no slip for "surat".
    return next(
        (word for word in matches if word[:1] == wrong[:1] or SequenceMatcher(None, word, wrong).ratio() > 0.7), None
    )


def suggestion(wrong: str, known: tuple[str, ...]) -> dict[str, Fact]:
    """Return the fact `suggestion`, the known word that `wrong` is probably a slip for, or no fact."""
    near = nearest(wrong, known)
    return {"suggestion": near} if near else {}


REFERENCES = {"actor": ("actors",), "document": ("documents",), "place": ("ends", "steps"), "step": ("steps",)}
"""The kind of thing a reference names → the keys under which such things are declared."""

KIND_OF = {
    "actor": "actor", "alternates": "actor", "participants": "actor", "cancel": "actor", "inputs": "document",
    "outputs": "document", "next": "place", "to": "place", "separate_from": "step",
}  # fmt: skip
"""The key a reference stands under → the kind of thing it names."""

LISTS = frozenset(KIND_OF) - {"actor", "next", "to"}
"""The keys under which several references stand."""


def references(tree: JSON) -> Iterator[Found]:
    """Find ids that are declared twice or reserved, and references to what is not declared."""
    declared = {kind: _Declared(kind) for kind in ("actor", "document", "place", "step")}
    for kind in ("actor", "document"):
        for n, thing in members(tree, f"{kind}s"):
            yield from declared[kind].add(thing.get("id"), pointer(f"{kind}s", n))
        declared[kind].close(tree, f"{kind}s")
    yield from _places(tree, declared["place"], declared["step"])
    for kind, at, wanted in _wanted(tree):
        yield from declared[kind].miss(at, wanted)


def _places(tree: JSON, places: _Declared, steps: _Declared) -> Iterator[Found]:
    reserved = (CANCELLED,) if "ends" in tree else (CANCELLED, "end")
    for key in ("steps", "ends"):
        for n, thing in members(tree, key):
            at = pointer(key, n)
            if thing.get("id") in reserved:
                yield Found("id-reserved", f"{at}/id", {"id": thing["id"]})
            yield from places.add(thing.get("id"), at)
            yield from _outcome_ids(thing, at)
            if key == "steps":
                steps.is_whole = steps.is_whole and is_id(thing.get("id"))
                steps.ids[str(thing.get("id"))] = at
        places.close(tree, key)
    steps.close(tree, "steps")
    if "ends" not in tree:
        places.ids.setdefault("end", "")


def _outcome_ids(step: JSON, at: str) -> Iterator[Found]:
    outcomes = _Declared("outcome")
    for n, outcome in members(step, "outcomes"):
        if outcome.get("id") == DONE:
            yield Found("id-reserved", f"{at}/outcomes/{n}/id", {"id": DONE})
        yield from outcomes.add(outcome.get("id"), f"{at}/outcomes/{n}")


def _wanted(tree: JSON) -> Iterator[tuple[str, str, JSON]]:
    """Yield each reference: what kind of thing it names, its pointer, the id."""
    yield from _list("actor", tree, "cancel", "")
    for n, step in members(tree, "steps"):
        at = pointer("steps", n)
        for key, kind in (("actor", "actor"), ("next", "place")):
            if key in step:
                yield kind, f"{at}/{key}", step[key]
        for key, kind in _OF_A_STEP:
            yield from _list(kind, step, key, at)
        for m, outcome in members(step, "outcomes"):
            yield from _list("document", outcome, "outputs", f"{at}/outcomes/{m}")
            if "to" in outcome:
                yield "place", f"{at}/outcomes/{m}/to", outcome["to"]


_OF_A_STEP = tuple((key, kind) for key, kind in KIND_OF.items() if key in LISTS and key != "cancel")


def _list(kind: str, holder: JSON, key: str, at: str) -> Iterator[tuple[str, str, JSON]]:
    items = holder.get(key) if isinstance(holder, dict) else None
    if isinstance(items, list):
        yield from ((kind, f"{at}/{key}/{n}", item) for n, item in enumerate(items))


class _Declared:
    """The ids of one kind of thing, and whether all of them could be read."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self.ids: dict[str, str] = {}
        self.is_whole = True

    def add(self, id: JSON, at: str) -> Iterator[Found]:
        if not is_id(id):
            self.is_whole = False
        elif id in self.ids:
            yield Found("id-twice", f"{at}/id", {"id": id, "kind": self.kind}, other=f"{self.ids[id]}/id")
        else:
            self.ids[id] = at

    def close(self, tree: JSON, key: str) -> None:
        """Note whether the list itself can be read; where it cannot, no reference to its things is blamed."""
        items = tree.get(key, [] if key == "ends" else None)
        self.is_whole = self.is_whole and isinstance(items, list) and all(isinstance(item, dict) for item in items)

    @cached_property
    def known(self) -> tuple[str, ...]:
        """All ids, of places the few ends first."""
        return tuple(sorted(self.ids, key=lambda id: self.ids[id].startswith("/steps")))  # noqa: A006

    def miss(self, at: str, wanted: JSON) -> Iterator[Found]:
        if isinstance(wanted, str) and wanted not in self.ids and self.is_whole:
            facts: dict[str, Fact] = {"id": wanted[:64], "kind": self.kind}
            yield Found("target-exists", at, facts, known=self.known)
