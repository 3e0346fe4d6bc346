"""
JSON values as they were typed → the same in the order of the language, with ids where names were typed.

The values need not be sound: what cannot be understood stays as it is, for a check to speak of.
"""

from __future__ import annotations

from copy import deepcopy
from difflib import get_close_matches
from typing import TYPE_CHECKING, NamedTuple

from sopkit.model import CANCELLED, DONE
from sopkit.reader.build import KEYS, is_id
from sopkit.reader.meant import id_meant
from sopkit.reader.naming import id_for
from sopkit.reader.references import KIND_OF, LISTS, REFERENCES, members
from sopkit.wording import LANGUAGES, say

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sopkit.model import JSON

__all__ = ["Lifted", "tidied"]

_NAME = {"actors": "name", "documents": "name", "steps": "activity", "ends": "name", "outcomes": "label"}
_NEAR = 0.85  # how like two names must be for somebody to wonder
_MANY = 300  # names that are compared with each other


class Lifted(NamedTuple):
    """Something that was named and is now declared."""

    key: str
    """The list it is declared in: `actors` or `documents`."""
    id: str
    name: str


def tidied(tree: dict[str, JSON], *, same: Callable[[str, str, str], bool]) -> tuple[dict[str, JSON], list[Lifted]]:
    """
    Return the values of a definition tidied, and what was declared on the way.

    Names of actors and documents in the place of ids become ids. One that is declared, in whatever capitals, keeps its
    id; any other is declared. Names of steps and ends become ids where they are declared. Actors, documents, steps,
    outcomes and ends without an id get one. No value and no key is lost.

    Args:
        tree: the values, which stay as they are.
        same: asked with `actors` or `documents`, a new name and one that reads nearly like it, whether both are one.
    """
    whole = deepcopy(tree)
    for key in ("actors", "documents"):
        _declare_names(whole, key)
    _give_ids(whole, ("actors",))
    _give_ids(whole, ("documents",))
    _give_ids(whole, ("steps", "ends"), CANCELLED, "end")
    for _, step in members(whole, "steps"):
        _give_ids(step, ("outcomes",), DONE)
    names = {kind: _Names(whole, kind, same) for kind in REFERENCES}
    for holder, known in _holders(whole):
        for key in [key for key in holder if key in KIND_OF and key in known]:
            holder[key] = _referring(holder[key], key, names[KIND_OF[key]])
    return _in_order(whole, ""), [lifted for one in names.values() for lifted in one.lifted]


def _declare_names(whole: dict[str, JSON], key: str) -> None:
    """Make objects of names that stand in a list of actors or documents."""
    if isinstance(whole.get(key), list):
        whole[key] = [{"name": item} if isinstance(item, str) and item.strip() else item for item in whole[key]]


def _give_ids(holder: dict[str, JSON], keys: tuple[str, ...], *reserved: str) -> None:
    """Give an id to each thing in these lists that has none, but words for one."""
    things = [(key, n, thing) for key in keys for n, (_, thing) in enumerate(members(holder, key), 1)]
    ids = {thing["id"] for _, _, thing in things if isinstance(thing.get("id"), str)} | set(reserved)
    for key, n, thing in things:
        names = _names_of(thing, _NAME[key])
        if "id" not in thing and names:
            thing["id"] = id_for(names[0], ids, f"{key.removesuffix('s')}-{n}")
            ids.add(thing["id"])


def _names_of(thing: dict[str, JSON], key: str) -> list[str]:
    """Return what a thing is called, in each of its languages."""
    name = thing.get(key)
    names = name.values() if isinstance(name, dict) else [name]
    return [name for name in names if isinstance(name, str) and name.strip()]


def _holders(whole: dict[str, JSON]) -> Iterator[tuple[dict[str, JSON], tuple[str, ...]]]:
    """Yield each object in which references may stand, and the keys it may have."""
    yield whole, KEYS[""]
    for _, step in members(whole, "steps"):
        yield step, KEYS["steps"]
        yield from ((outcome, KEYS["outcomes"]) for _, outcome in members(step, "outcomes"))


def _referring(said: JSON, key: str, names: _Names) -> JSON:
    """Return what stands under a key of references with ids in the place of names."""
    if key not in LISTS:
        return names.id(said)
    if isinstance(said, str):
        said = [said]
    if not isinstance(said, list):
        return said
    ids: list[JSON] = []
    made: list[JSON] = []
    for item in said:
        id = names.id(item)
        if id not in ids or (id == item and id not in made):  # two names of one thing need its id only once
            ids.append(id)
        made += [id] if id != item else []
    return ids


class _Names:
    """What the things of one kind are called, and the ids they have."""

    def __init__(self, whole: dict[str, JSON], kind: str, same: Callable[[str, str, str], bool]) -> None:
        self.lifted: list[Lifted] = []
        self._whole = whole
        self._key = f"{kind}s"
        self._may_lift = self._key in ("actors", "documents") and isinstance(whole.get(self._key, []), list)
        self._same = same
        self._ids: set[str] = set()
        self._by_name: dict[str, str] = {}
        self._by_kebab: dict[str, str] = {}
        self._as_typed: dict[str, str] = {}
        for key in REFERENCES[kind]:
            for _, thing in members(whole, key):
                if isinstance(thing.get("id"), str):
                    self._ids.add(thing["id"])
                    for name in _names_of(thing, _NAME[key]):
                        self._know(name, thing["id"])
        if kind == "place" and "ends" not in whole:
            for language in LANGUAGES:
                self._know(say("end.end", language), "end")
        self._has_any = bool(self._ids)

    def id(self, said: JSON) -> JSON:
        """Return the id that is meant; what is said if nobody can tell."""
        if not isinstance(said, str) or not said.strip() or said in self._ids:
            return said
        known = self._by_name.get(_plain(said))
        if known is None and is_id(said):
            known = self._by_kebab.get(said)
            # A word that is written like an id is sooner a slip or a leftover than a name, where there are others.
            if known is None and (self._has_any or "-" in said):
                return said
        if known is not None or not self._may_lift:
            return known or said
        return self._lift(said)

    def _lift(self, said: str) -> str:
        name = " ".join(said.split())
        near = self._near(name)
        if near is not None and self._same(self._key, name, self._as_typed[near]):
            self._know(name, self._by_name[near])
            return self._by_name[near]
        id = id_for(name, self._ids, f"{self._key.removesuffix('s')}-{len(self._ids) + 1}")
        self._ids.add(id)
        self._know(name, id)
        self._whole.setdefault(self._key, []).append({"id": id, "name": name})
        self.lifted.append(Lifted(self._key, id, name))
        return id

    def _know(self, name: str, id: str) -> None:
        self._by_name.setdefault(_plain(name), id)
        self._as_typed.setdefault(_plain(name), name)
        self._by_kebab.setdefault(id_meant(name) or name, id)

    def _near(self, said: str) -> str | None:
        """Return the known name most like this one, if somebody may have meant both for one thing."""
        if len(self.lifted) > _MANY:
            return None
        known, words = list(self._by_name)[:_MANY], set(_plain(said).split())
        # Like it is a longer name of two words and more that holds the other, or one with a slip.
        held = (
            name
            for name in known
            if min(len(words), len(one := set(name.split()))) > 1 and (words <= one or one <= words)
        )
        return next(held, None) or next(iter(get_close_matches(_plain(said), known, 1, _NEAR)), None)


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()


def _in_order(value: JSON, key: str) -> JSON:
    """Return a value of the language with the keys of its objects in order: those that are known, then the rest."""
    if isinstance(value, list):
        return [_in_order(item, key) for item in value]
    if not isinstance(value, dict) or key not in KEYS:
        return value
    order = sorted(KEYS[key], key=lambda name: name == "inferred")  # what is said about the others comes after them
    known = {name: _in_order(value[name], name) for name in order if name in value}
    return known | {name: inner for name, inner in value.items() if name not in known}
