"""Random choices → a definition and a later version of it, with a few edits that people make."""

from __future__ import annotations

import copy
import json
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

import sopkit
from sopkit.reader import schema_text
from sopkit.testing import definitions
from sopkit.testing.drawn import SIZES

if TYPE_CHECKING:
    from random import Random

JSON = Any
SCHEMA = json.loads(schema_text())
SMALL = ((1, 5), (6, 12))
FAMILIES = {
    "identity": "identity", "approved_by": "approver", "actors": "actor", "documents": "document", "steps": "step",
    "outcomes": "outcome", "ends": "end",
}  # fmt: skip
"""Each key that holds objects, and what the schema calls them."""

TEXT = "Kata lain sama sekali"
VALUES = {
    "text": [TEXT, {"id": TEXT, "en": "Other words"}],
    "texts": [[TEXT], [TEXT, "Dan satu lagi"]],
    "duration": ["PT37M", "P2D"],
    "elapsed": ["P9W", "PT77H"],
    "time": ["PT37M", {"from": "PT1M", "to": "PT2M"}],
    "date": ["2031-02-03"],
    "requires": [["reason"], []],
}
PLAIN = {
    "id": ["versi-lain"], "version": ["9.9"], "language": ["en"], "profile": ["permendagri-52-2011"], "working_day": ["PT6H"],
    "kind": ["tool", "document"], "same_row": [True, False], "number": ["99x"], "at_most": [77], "id_number": ["1970"],
}  # fmt: skip


def places(whole: JSON, family: str = "") -> list[tuple[JSON, str]]:
    """Return every object of a definition, and what the schema calls it; the whole is the empty string."""
    found = [(whole, family)]
    for key, value in whole.items():
        if key in FAMILIES:
            for one in value if isinstance(value, list) else [value]:
                found += places(one, FAMILIES[key])
    return found


def keys(family: str) -> dict[str, JSON]:
    """Return the keys that the schema gives an object."""
    return (SCHEMA["$defs"][family] if family else SCHEMA)["properties"]


def values(whole: JSON, key: str, kind: JSON) -> list[JSON]:
    """Return values that one may write for this key, as far as the schema and the ids at hand say."""
    form = kind.get("$ref", "").rpartition("/")[2]
    actors, documents, steps, ends = (
        [one["id"] for one in whole.get(group, [])] for group in ("actors", "documents", "steps", "ends")
    )
    of = {"actor": actors, "next": steps + ends, "to": steps + (ends or ["end"])}
    lists = {
        "alternates": actors, "participants": actors, "cancel": actors, "inputs": documents, "outputs": documents,
        "separate_from": steps,
    }  # fmt: skip
    if key in of:
        return of[key]
    if key in lists:
        return [lists[key][:n] for n in range(4)] + [lists[key][1:3][::-1]]
    return PLAIN.get(key) or VALUES.get(form) or ([TEXT] if kind.get("type") == "string" else [])


WHOLE: JSON = {
    "sopkit": 1, "id": "utuh", "version": "1.0", "title": "Utuh",
    "identity": {"agency": "Dinas", "approved_by": {"position": "Kepala"}},
    "actors": [{"id": id, "name": id} for id in ("a", "b", "c")],
    "documents": [{"id": id, "name": id} for id in ("d", "e", "f")],
    "steps": [
        {"id": "satu", "activity": "Satu", "actor": "a", "outputs": ["d"]},
        {"id": "dua", "activity": "Dua", "actor": "a", "outcomes": [
            {"id": "ya", "label": "Ya", "to": "tiga"}, {"id": "tidak", "label": "Tidak", "to": "satu"}]},
        {"id": "tiga", "activity": "Tiga", "actor": "a", "next": "selesai"},
    ],
    "ends": [{"id": "selesai", "name": "Selesai"}, {"id": "batal", "name": "Batal"}],
}  # fmt: skip
"""A definition with an object of each kind."""


def one_of_each() -> list[tuple[str, str]]:
    """Return (object, key) for each key of the schema that holds a value."""
    return [(family, key) for family in ("", *FAMILIES.values()) for key in keys(family) if key not in FAMILIES]


@st.composite
def one_key(draw: st.DrawFn) -> tuple[JSON, JSON, str, str]:
    """Return a definition, the same with one key of one object written otherwise, what the object is, and the key."""
    old = draw(definitions(SMALL))
    if draw(st.booleans()):
        old["identity"] = {"agency": "Dinas", "approved_by": {"position": "Kepala"}}
    new = copy.deepcopy(old)
    thing, family = draw(st.sampled_from(places(new)))
    known = keys(family)
    key = draw(st.sampled_from([key for key in known if key not in FAMILIES and (key != "id" or not family)]))
    if key in thing and draw(st.booleans()):
        del thing[key]
    else:
        thing[key] = draw(st.sampled_from(values(old, key, known[key]) or [thing.get(key)]))
    return old, new, family, key


def read(whole: JSON) -> sopkit.Sop | None:
    """Return the definition, or None if it is none."""
    try:
        return sopkit.loads(json.dumps(whole))
    except sopkit.DefinitionError:
        return None


def _moved(whole: JSON, random: Random) -> None:
    steps = whole["steps"]
    steps.insert(random.randrange(len(steps)), steps.pop(random.randrange(len(steps))))


def _removed(whole: JSON, random: Random) -> None:
    steps = whole["steps"]
    gone = steps.pop(random.randrange(len(steps)))["id"]
    there = steps[random.randrange(len(steps))]["id"] if steps else "end"
    for thing, _ in places(whole):
        for key in ("to", "next"):
            if thing.get(key) == gone:
                thing[key] = there
        if gone in thing.get("separate_from", []):
            thing["separate_from"].remove(gone)


def _added(whole: JSON, random: Random) -> None:
    steps, actor = whole["steps"], random.choice(whole["actors"])["id"]
    at = random.randrange(len(steps))
    steps.insert(at, {"id": f"baru{len(steps)}", "activity": "Langkah baru", "actor": actor})


def _edited(whole: JSON, random: Random) -> None:
    thing, family = random.choice(places(whole))
    key = random.choice([key for key in keys(family) if key not in FAMILIES and key != "id"])
    choices = values(whole, key, keys(family)[key])
    if choices:
        thing[key] = random.choice(choices)


BEARING = ("actor", "alternates", "outputs", "requires", "separate_from", "next", "at_most", "to")


def _ruled(whole: JSON, random: Random) -> None:
    """Change what rules a case, of a step or an outcome."""
    key = random.choice(BEARING)
    things = [thing for thing, family in places(whole) if family in ("step", "outcome") and key in keys(family)]
    if things:
        thing = random.choice(things)
        family = "outcome" if "to" in thing else "step"
        choices = [value for value in values(whole, key, keys(family)[key]) if value != thing.get(key)]
        thing[key] = random.choice(choices or [thing.get(key)])


def _without_outcome(whole: JSON, random: Random) -> None:
    decisions = [step["outcomes"] for step in whole["steps"] if "outcomes" in step]
    if decisions:
        outcomes = random.choice(decisions)
        outcomes.pop(random.randrange(len(outcomes)))


def _with_outcome(whole: JSON, random: Random) -> None:
    decisions = [step["outcomes"] for step in whole["steps"] if "outcomes" in step]
    if decisions:
        outcomes = random.choice(decisions)
        outcomes.append({**random.choice(outcomes), "id": "tambahan"})


def _shuffled(whole: JSON, random: Random) -> None:
    lists = [
        thing[key] for thing, _ in places(whole) for key in ("actors", "documents", "ends", "outcomes") if key in thing
    ]
    one = random.choice(lists)
    random.shuffle(one)


def _renamed(whole: JSON, random: Random) -> None:
    """Give a step another id, everywhere."""
    id = random.choice(whole["steps"])["id"]
    text = json.dumps(whole).replace(f'"{id}"', f'"{id}-lain"')
    whole.update(json.loads(text))


RULED = (_ruled, _ruled, _ruled, _ruled, _moved, _without_outcome, _with_outcome)
EDITS = (_moved, _removed, _added, _edited, _edited, _shuffled, _renamed, _ruled, _without_outcome, _with_outcome)


@st.composite
def versions(
    draw: st.DrawFn, sizes: tuple[tuple[int, int], ...] = SIZES, edits: tuple[Any, ...] = EDITS
) -> tuple[JSON, JSON]:
    """Return two sound definitions, as JSON values: the second one is the first one after one to three edits."""
    old = draw(definitions(sizes))
    new = copy.deepcopy(old)
    random = draw(st.randoms(use_true_random=True))  # drawn one by one, edits would seldom be of every kind
    for edit in random.choices(edits, k=random.choice((1, 1, 2, 3))):
        after = copy.deepcopy(new)
        edit(after, random)
        if read(after):
            new = after
    return old, new
