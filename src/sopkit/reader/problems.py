"""
What the layers found → Problems, sorted by place.

One mistake is told once: what only follows from another is left out here.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from sopkit.errors import Problem
from sopkit.reader.fixes import fix
from sopkit.reader.meant import date_meant, duration_meant, id_meant, thing_meant
from sopkit.reader.references import KIND_OF, LISTS, REFERENCES, nearest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sopkit.model import JSON
    from sopkit.places import Place, Places
    from sopkit.reader.strict import Found

__all__ = ["MAX_PROBLEMS", "problems"]

MAX_PROBLEMS = 50  # shown of one file; of the rest, the number
MOST = 8  # ids that one sentence names

_DECLARATION = re.compile(r"/(actors|documents|steps|ends)/[0-9]+/id")
# What a misspelt key brings with it: rule → the keys whose absence it complains of (none: the facts name it).
_FOR_WANT_OF_A_KEY: dict[str, tuple[str, ...]] = {
    "missing-key": (), "needs-key": (), "next-missing": ("next", "outcomes"), "outputs-unmeetable": ("outputs",),
}  # fmt: skip


def problems(found: Iterable[Found], places: Places, tree: JSON) -> tuple[int, tuple[Problem, ...]]:
    """Return how many problems there are, and the first of them by place."""
    told = list(_independent(list(found)))
    placed = [one for one in told if one.offset is None]  # without a sound text there are none
    values = places.offsets(one.pointer for one in placed) if placed else {}
    keys = places.offsets((one.pointer for one in placed if one.key), keys=True) if placed else {}
    starts = [(keys if one.key else values)[one.pointer] if one.offset is None else one.offset for one in told]
    first = islice(places.in_order(zip(starts, told, strict=True)), MAX_PROBLEMS)
    return len(told), tuple(_problem(one, place, places, tree) for place, one in first)


def _problem(one: Found, place: Place, places: Places, tree: JSON) -> Problem:
    facts, variant = dict(one.facts), one.variant
    if one.known is not None and one.rule == "target-exists":
        facts |= {"known": one.known[:MOST], "more": max(0, len(one.known) - MOST)}
        variant = "many" if len(one.known) > MOST else variant
    if one.other:
        facts["line"] = places.of(one.other).line
    written = _value_at(tree, one.pointer) if one.rule in _AT_VALUES else None
    meant = None if one.variant == "calendar" else _meant(one, written, tree)
    if one.rule == "wrong-form" and _is_name(one, written):
        variant = "name"
    elif one.rule == "wrong-type" and isinstance(written, str) and one.pointer.rpartition("/")[2] in LISTS:
        variant, meant = "list", None
    language = tree.get("language", "id") if isinstance(tree, dict) else None
    return Problem(
        rule=one.rule, file=places.file, pointer=one.pointer, line=place.line, column=place.column,
        step=_step(one.pointer, tree), variant=variant, facts={**facts, "suggestion": meant} if meant else facts,
        fix=fix(one, written, meant, language),
    )  # fmt: skip


def _meant(one: Found, written: JSON, tree: JSON) -> str | None:
    """Return what probably belongs where `one` was found."""
    if one.rule == "inferred-about-nothing":
        return nearest(str(one.facts["key"]), one.known or ())
    keys = [part for part in reversed(one.pointer.split("/")) if not part.isdigit()]
    if one.rule not in _GUESSED:
        return None
    form = one.facts.get("form")
    if isinstance(written, str) and form == "date":
        return date_meant(written)
    if form in _WORKING or (type(written) in (int, float) and _TIMES & set(keys[:2])):
        meant = duration_meant(written)
        # Of a bare number nobody can tell whether a working day of so many hours or minutes is meant.
        is_day = form == "hours" and (str(written).strip().isdigit() or not _HOURS.fullmatch(meant or ""))
        return None if is_day or meant == written else meant
    if type(written) in (int, str) and keys[0] in KIND_OF:
        return thing_meant(tree, KIND_OF[keys[0]], str(written))
    return id_meant(written) if isinstance(written, str) and form == "id" else None


def _is_name(one: Found, written: JSON) -> bool:
    """Return whether a name stands in the place of an id, and tidying the file makes one of it."""
    key = next((part for part in reversed(one.pointer.split("/")) if not part.isdigit()), "")
    return isinstance(written, str) and KIND_OF.get(key) in ("actor", "document")


_GUESSED = ("target-exists", "wrong-form", "wrong-type")
_AT_VALUES = (*_GUESSED, "character-unprintable", "item-twice", "wrong-value")  # whose pointer leads to a value
_TIMES = {"standard_time", "complete_within", "printed_total"}
_HOURS = re.compile(r"PT(?:(?:1?[0-9]|2[0-3])H)?(?:[0-9]{1,3}M)?")
_WORKING = ("duration", "time", "hours")


def _value_at(tree: JSON, at: str) -> JSON:
    """Return what stands at a JSON pointer; None if a later key of the same name has taken its place."""
    try:
        for part in at.split("/")[1:]:
            tree = tree[int(part) if isinstance(tree, list) else part.replace("~1", "/").replace("~0", "~")]
    except (LookupError, TypeError, ValueError):
        return None
    return tree


def _step(at: str, tree: JSON) -> str | None:
    """Return the id of the step that `at` lies in, if it has a readable one."""
    match = re.match(r"/steps/([0-9]+)", at)
    step = tree["steps"][int(match.group(1))] if match and isinstance(tree, dict) else None
    id = step.get("id") if isinstance(step, dict) else None
    return id if isinstance(id, str) else None


def _independent(found: list[Found]) -> Iterator[Found]:
    """Yield what does not merely follow from something else that was found."""
    renamed = {(one.pointer.rpartition("/")[0], one.facts["suggestion"]) for one in found if _is_misspelt(one)}
    bad_ids = {one.facts["given"] for one in found if one.rule == "wrong-form" and _DECLARATION.fullmatch(one.pointer)}
    is_language_bad = any(one.pointer == "/language" for one in found)
    blamed: set[str] = set()
    for one in found:
        if one.rule in _FOR_WANT_OF_A_KEY:
            keys = _FOR_WANT_OF_A_KEY[one.rule] or (one.facts.get("needed", one.facts.get("key")),)
            follows = any((whole, key) in renamed for whole in _around(one.pointer) for key in keys)
        elif one.rule == "wrong-form" and not _DECLARATION.fullmatch(one.pointer):
            follows = one.pointer in blamed or one.facts.get("given") in bad_ids
        elif one.rule == "language-missing":
            follows = is_language_bad
        elif one.rule == "target-exists":
            lists = REFERENCES[str(one.facts["kind"])]
            follows = one.pointer in blamed or any(("", key) in renamed for key in lists)
        else:
            follows = one.pointer in blamed
        if not follows:
            yield one
            if one.rule != "missing-key":  # it points at an object whose members may be wrong in their own right
                blamed.add(one.pointer)


def _around(at: str) -> Iterator[str]:
    """Yield the pointer and those of the object, the step and so on that it lies in."""
    while at:
        yield at
        at = at.rpartition("/")[0]
    yield at


def _is_misspelt(one: Found) -> bool:
    return one.rule == "unknown-key" and "suggestion" in one.facts
