"""
JSON values → what is well formed, refers to what exists, and still cannot be meant.

Works on any values, sound or not: what is unsound it passes over.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from sopkit.places import pointer
from sopkit.reader.build import KEYS, TEXT_KEYS
from sopkit.reader.references import members
from sopkit.reader.strict import Found
from sopkit.worktime import Duration

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sopkit.errors import Fact
    from sopkit.model import JSON

__all__ = ["meaning", "texts"]


def meaning(tree: JSON) -> Iterator[Found]:
    """Find what contradicts itself: steps, times, demands that nothing can meet."""
    working_day = _duration(tree.get("working_day", "PT7H30M"))
    if working_day and any(unit == "days" for unit, _ in working_day.parts):
        working_day = None
    if working_day and working_day.effort(working_day).total_seconds() > 24 * 3600:
        yield Found("working-day-too-long", "/working_day")
    yield from _rising(tree.get("printed_total"), "/printed_total", working_day)
    yield from _countable(tree, working_day)
    steps = tree.get("steps")
    ends = tree.get("ends")
    place = {step["id"]: n for n, step in members(tree, "steps") if isinstance(step.get("id"), str)}
    for n, step in members(tree, "steps"):
        at = pointer("steps", n)
        if step.get("same_row") is True and n == 0:
            yield Found("same-row-first", f"{at}/same_row")
        if "next" in step and "outcomes" in step:
            yield Found("next-and-outcomes", f"{at}/next", key=True)
        if n == len(steps) - 1 and not {"next", "outcomes"} & step.keys() and isinstance(ends, list) and len(ends) > 1:
            yield Found("next-missing", at, {"known": tuple(str(end.get("id")) for _, end in members(tree, "ends"))})
        yield from _rising(step.get("standard_time"), f"{at}/standard_time", working_day)
        yield from _unmeetable(step, n, place)


def texts(tree: JSON) -> Iterator[Found]:
    """Find texts that lack the SOP's own language, inferences about no key, days that no calendar has."""
    own = tree.get("language", "id")
    for at, holder in _objects(tree, ""):
        for key, value in holder.items():
            if key == "inferred" and isinstance(value, dict):
                yield from _inferred(value, at, own)
            elif key in TEXT_KEYS:
                yield from _lacking(holder, key, own, at)
        if at == "/identity":
            yield from _dates(holder, at)


def _countable(tree: JSON, working_day: Duration | None) -> Iterator[Found]:
    """Find standard times that add up to more than anybody can mean, and a program can count."""
    total = 0.0
    for n, step in members(tree, "steps"):
        time = step.get("standard_time")
        upper = _duration(time.get("to") if isinstance(time, dict) else time)
        total += upper.effort(working_day).total_seconds() if upper and working_day else 0
        if total > _LONGEST:
            yield Found("total-too-long", f"/steps/{n}/standard_time")
            return


_LONGEST = 1_000_000 * 24 * 3600  # seconds: some 2,700 years, without a night's rest


def _unmeetable(step: dict[str, JSON], n: int, place: dict[str, int]) -> Iterator[Found]:
    """Find outputs that are required where no outcome produces any."""
    at = pointer("steps", n)
    produced = []
    for m, outcome in members(step, "outcomes"):
        returns = place.get(outcome["to"], n + 1) <= n if isinstance(outcome.get("to"), str) else False
        outputs = outcome.get("outputs", [] if returns else step.get("outputs", []))
        if not isinstance(outputs, list):
            return
        produced.append(bool(outputs))
        if _demands(outcome) and not outputs:
            yield Found("outputs-unmeetable", f"{at}/outcomes/{m}/requires")
    own = step.get("outputs", [])
    if _demands(step) and isinstance(own, list) and not any(produced or [own]):
        yield Found("outputs-unmeetable", f"{at}/requires")


def _demands(holder: dict[str, JSON]) -> bool:
    requires = holder.get("requires")
    return isinstance(requires, list) and "outputs" in requires


def _rising(time: JSON, at: str, working_day: Duration | None) -> Iterator[Found]:
    if isinstance(time, dict) and working_day:
        lower, upper = _duration(time.get("from")), _duration(time.get("to"))
        if lower and upper and lower.effort(working_day) >= upper.effort(working_day):
            yield Found("range-not-rising", at, {"lower": lower.text, "upper": upper.text})


def _duration(written: JSON) -> Duration | None:
    try:
        duration = Duration(written) if isinstance(written, str) else None
    except ValueError:
        return None
    return duration if duration and duration.is_working_time else None


def _objects(value: JSON, at: str) -> Iterator[tuple[str, dict[str, JSON]]]:
    """Yield each object of the language with its pointer; what stands under keys of no meaning is none."""
    if isinstance(value, dict):
        yield at, value
        for key, inner in value.items():
            if key in KEYS:
                yield from _objects(inner, at + pointer(key))
    elif isinstance(value, list):
        for n, inner in enumerate(value):
            yield from _objects(inner, f"{at}/{n}")


def _inferred(inferred: dict[str, JSON], at: str, own: JSON) -> Iterator[Found]:
    known = KEYS.get(next((part for part in reversed(at.split("/")) if not part.isdigit()), ""), ())
    for key in inferred:
        if not key.startswith("x-"):
            if known and key not in known:
                there = f"{at}/inferred{pointer(key)}"
                yield Found("inferred-about-nothing", there, {"key": key}, key=True, known=known)
            yield from _lacking(inferred, key, own, f"{at}/inferred")


def _lacking(holder: dict[str, JSON], key: str, own: JSON, at: str) -> Iterator[Found]:
    """Find the text or texts under `key` that say nothing in the SOP's own language."""
    value = holder[key]
    if not isinstance(own, str):
        return
    for n, text in enumerate(value) if isinstance(value, list) else [(None, value)]:
        if isinstance(text, dict) and text and own not in text:
            here = at + (pointer(key) if n is None else pointer(key, n))
            slips = (own.casefold(), *_SLIPS.get(own, ()))
            slip = next((name for name in text if name.casefold() in slips), None)
            facts: dict[str, Fact] = {"language": str(own)}
            if slip:
                facts["slip"] = slip
            yield Found("language-missing", here, facts, variant="slip" if slip else "")


_SLIPS = {"id": ("ind", "in", "id_id", "indonesia"), "en": ("eng", "en_us", "english", "inggris")}


def _dates(identity: dict[str, JSON], at: str) -> Iterator[Found]:
    for key in ("created", "revised", "effective"):
        try:
            date.fromisoformat(identity.get(key, "2000-01-01"))
        except ValueError:
            yield Found("date-impossible", f"{at}/{key}", {"date": str(identity[key])[:20]})
        except TypeError:
            pass
