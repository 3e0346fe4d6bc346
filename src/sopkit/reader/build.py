"""
Sound JSON values → Sop, or None at the first doubt.

Builds and proves in one pass, at the speed of plain Python: it accepts exactly what the schema accepts
and what `texts` has no quarrel with (a law holds them together). Where it doubts, the slow layers explain.
"""

from __future__ import annotations

import json
import re
from datetime import date
from typing import TYPE_CHECKING, Any, TypeAlias

import attrs

from sopkit.model import (
    Actor,
    Approver,
    Document,
    End,
    Identity,
    Inferred,
    Outcome,
    Range,
    Sop,
    Step,
    Text,
    Waiver,
)
from sopkit.worktime import Duration

if TYPE_CHECKING:
    from collections.abc import Callable

    from sopkit.model import JSON

__all__ = ["KEYS", "TEXT_KEYS", "build", "is_id"]

_ID = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*")
_VERSION = re.compile(r"[0-9]{1,6}(?:\.[0-9]{1,6}){0,5}")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_ELAPSED = re.compile(r"P(?:[^W]*|[0-9]+W)")
_HOURS = re.compile(r"PT(?:[0-9]+H)?(?:[0-9]+M)?")

Read: TypeAlias = "Callable[[_Builder, Any], object]"


class _Doubt(Exception):
    """Something is not as the schema says; which thing, the slow layers will say."""


def build(tree: JSON) -> Sop | None:
    """Return the Sop that `tree` spells, or None if anything about it is doubtful."""
    try:
        sop: Sop = _Builder(tree).object(Sop, tree)
    except (_Doubt, ValueError):
        return None
    return sop


class _Builder:
    """Knows what the parts of one definition must ask each other for: its language and the order of its steps."""

    def __init__(self, tree: JSON) -> None:
        if type(tree) is not dict or type(tree.get("steps")) is not list:
            raise _Doubt
        self.language = tree.get("language", "id")
        if type(self.language) is not str:
            raise _Doubt
        ids = [step.get("id") if type(step) is dict else None for step in tree["steps"]]
        self.place = {id: n for n, id in enumerate(ids) if type(id) is str}
        self.here = 0
        self.row = 0
        self.durations: dict[str, Duration] = {}

    def object(self, kind: type[Any], raw: Any, **derived: object) -> Any:
        if type(raw) is not dict:
            raise _Doubt
        reads, required = _KINDS[kind]
        values: dict[str, Any] = {}
        written = []
        extra = {}
        for key, value in raw.items():
            if key in reads:
                field, read, default = reads[key]
                made = values[field] = read(self, value)
                if made == default or key == "ends":  # what end is meant where none is named hangs on the language
                    written.append(key)
            elif key[:2] == "x-":
                extra[key] = value
            else:
                raise _Doubt
        if not required <= values.keys():
            raise _Doubt
        if "inferred" in raw and not all(key in reads or key[:2] == "x-" for key in raw["inferred"]):
            raise _Doubt
        if extra:
            values["extra_json"] = json.dumps(extra, ensure_ascii=False)
        if written:
            values["written"] = frozenset(written)
        return kind(**values, **derived)

    def step(self, raw: Any) -> Step:
        if type(raw) is not dict:
            raise _Doubt
        shares = raw.get("same_row") is True
        if not ("activity" in raw or shares) or ("question" in raw and "outcomes" not in raw):
            raise _Doubt
        self.row += not (shares and self.row)
        number = str(self.row)
        step: Step = self.object(Step, {"number": number, **raw}, row=self.row)
        if raw.get("number") == number:
            step = attrs.evolve(step, written=step.written | {"number"})
        self.here += 1
        return step

    def outcome(self, raw: Any) -> Outcome:
        if type(raw) is not dict or type(raw.get("to")) is not str:
            raise _Doubt
        is_return = self.place.get(raw["to"], self.here + 1) <= self.here
        outcome: Outcome = self.object(Outcome, raw, is_return=is_return)
        return outcome

    def text(self, raw: Any) -> Text:
        by_language: tuple[tuple[Any, Any], ...]
        if type(raw) is str:
            by_language, is_plain = ((self.language, raw),), True
        elif type(raw) is dict and self.language in raw:
            by_language, is_plain = tuple(raw.items()), False
        else:
            raise _Doubt
        for language, words in by_language:
            if type(words) is not str or not words.strip() or not (is_plain or is_language(language)):
                raise _Doubt
        return Text(self.language, by_language, is_plain)

    def inferred(self, raw: Any) -> Inferred:
        if type(raw) is not dict:
            raise _Doubt
        reasons = tuple((key, self.text(value)) for key, value in raw.items() if key[:2] != "x-")
        extra = {key: value for key, value in raw.items() if key[:2] == "x-"}
        return Inferred(reasons=reasons, extra_json=json.dumps(extra, ensure_ascii=False) if extra else "")

    def duration(self, raw: Any) -> Duration:
        if type(raw) is not str:
            raise _Doubt
        if raw not in self.durations:
            self.durations[raw] = Duration(raw)
        return self.durations[raw]

    def working(self, raw: Any) -> Duration:
        duration = self.duration(raw)
        if not duration.is_working_time:
            raise _Doubt
        return duration

    def elapsed(self, raw: Any) -> Duration:
        duration = self.duration(raw)
        if not _ELAPSED.fullmatch(duration.text):
            raise _Doubt
        return duration

    def hours(self, raw: Any) -> Duration:
        duration = self.duration(raw)
        if not _HOURS.fullmatch(duration.text):
            raise _Doubt
        return duration

    def time(self, raw: Any) -> Duration | Range:
        return self.working(raw) if type(raw) is str else self.object(Range, raw)


def is_id(raw: Any) -> bool:
    """Return whether `raw` is written as an id."""
    return type(raw) is str and len(raw) <= 64 and _ID.fullmatch(raw) is not None


def is_language(raw: str) -> bool:
    """Return whether `raw` is written as the name of a language."""
    return len(raw) <= 64 and _LANGUAGE.fullmatch(raw) is not None


def _sound(is_sound: Callable[[Any], object]) -> Read:
    """Read a value that is kept as it stands, if it is sound."""

    def read(_: _Builder, raw: Any) -> object:
        if not is_sound(raw):
            raise _Doubt
        return raw

    return read


def _matching(pattern: re.Pattern[str], most: int = 1_000_000_000) -> Read:
    return _sound(lambda raw: type(raw) is str and len(raw) <= most and pattern.fullmatch(raw))


def _many(read: Read, least: int = 0) -> Read:
    def read_all(builder: _Builder, raw: Any) -> object:
        if type(raw) is not list or len(raw) < least:
            raise _Doubt
        return tuple([read(builder, item) for item in raw])

    return read_all


def _each_once(read: Read) -> Read:
    many = _many(read)

    def read_once(builder: _Builder, raw: Any) -> object:
        items = many(builder, raw)
        if len(set(items)) != len(items):  # type: ignore[call-overload, arg-type]
            raise _Doubt
        return items

    return read_once


def _of(kind: type) -> Read:
    return lambda builder, raw: builder.object(kind, raw)


def _whole(least: int, most: int) -> Read:
    def read(_: _Builder, raw: Any) -> object:
        if type(raw) not in (int, float) or raw != int(raw) or not least <= raw <= most:
            raise _Doubt
        return int(raw)

    return read


def _date(_: _Builder, raw: Any) -> object:
    if type(raw) is not str or not _DATE.fullmatch(raw):
        raise _Doubt
    return date.fromisoformat(raw)


_id = _sound(is_id)
_ids = _each_once(_id)
_requires = _each_once(_sound(lambda raw: raw in ("reason", "outputs")))
_string = _sound(lambda raw: type(raw) is str)
_filled = _sound(lambda raw: type(raw) is str and raw.strip())
_texts = _many(_Builder.text)

_READS: dict[type, dict[str, Read]] = {
    Sop: {
        "schema": _string, "sopkit": _whole(1, 1), "id": _id, "version": _matching(_VERSION), "title": _Builder.text,
        "language": _matching(_LANGUAGE, 64), "profile": _id, "identity": _of(Identity), "source": _Builder.text,
        "actors": _many(_of(Actor), 1), "documents": _many(_of(Document)), "working_day": _Builder.hours,
        "printed_total": _Builder.time, "complete_within": _Builder.working, "elapsed_within": _Builder.elapsed,
        "steps": _many(_Builder.step, 1), "ends": _many(_of(End), 1), "cancel": _ids, "waive": _many(_of(Waiver)),
    },
    Identity: {
        "agency": _Builder.text, "unit": _Builder.text, "number": _filled, "created": _date, "revised": _date,
        "effective": _date, "approved_by": _of(Approver), "legal_basis": _texts, "qualifications": _texts,
        "related": _texts, "equipment": _texts, "warnings": _texts, "records": _texts,
    },
    Approver: {"position": _Builder.text, "name": _Builder.text, "id_number": _filled},
    Actor: {"id": _id, "name": _Builder.text},
    Document: {
        "id": _id, "name": _Builder.text, "supplied_by": _Builder.text, "delivered_to": _Builder.text,
        "kind": _sound(lambda raw: raw in ("document", "tool")),
    },
    Step: {
        "id": _id, "activity": _Builder.text, "actor": _id, "alternates": _ids, "participants": _ids,
        "same_row": _sound(lambda raw: type(raw) is bool),
        "number": _sound(lambda raw: type(raw) is str and raw.strip() and len(raw) <= 64),
        "inputs": _ids, "outputs": _ids, "requires": _requires, "standard_time": _Builder.time,
        "complete_within": _Builder.working, "elapsed_within": _Builder.elapsed, "next": _id,
        "question": _Builder.text, "outcomes": _many(_Builder.outcome, 2), "separate_from": _ids, "note": _Builder.text,
    },
    Outcome: {
        "id": _id, "label": _Builder.text, "to": _id, "outputs": _ids, "requires": _requires,
        "at_most": _whole(1, 999_999),
    },
    End: {"id": _id, "name": _Builder.text},
    Waiver: {"rule": _id, "at": _id, "reason": _Builder.text},
    Range: {"from_": _Builder.working, "to": _Builder.working},
}  # fmt: skip


def _kind(kind: type) -> tuple[dict[str, tuple[str, Read, object]], frozenset[str]]:
    reads = _READS[kind] | {"inferred": _Builder.inferred}
    fields = [field for field in attrs.fields(kind) if field.name in reads]
    return (
        {field.metadata.get("key", field.name): (field.name, reads[field.name], field.default) for field in fields},
        frozenset(field.name for field in fields if field.default is attrs.NOTHING or field.metadata.get("always")),
    )


_KINDS = {kind: _kind(kind) for kind in _READS}


TEXT_KEYS = frozenset(
    key for reads, _ in _KINDS.values() for key, (_, read, _) in reads.items() if read in (_Builder.text, _texts)
)
"""The keys under which a text may stand."""

KEYS = {
    name: tuple(_KINDS[kind][0])
    for name, kind in {
        "": Sop, "identity": Identity, "approved_by": Approver, "actors": Actor, "documents": Document, "steps": Step,
        "outcomes": Outcome, "ends": End, "waive": Waiver, "printed_total": Range, "standard_time": Range,
    }.items()
}  # fmt: skip
"""The key an object stands under (as itself or in a list) → the keys it may have."""
