"""
Definition → the same with one fault, and the code that must name it at its place.

What may be wrong with a value is read from the schema, so a key that is added to the language is broken too.
"""

from __future__ import annotations

import copy
import json
from functools import cache
from typing import TYPE_CHECKING, Any

import attrs
from hypothesis import strategies as st

from sopkit.places import pointer
from sopkit.reader import MAX_BYTES, MAX_DEPTH, MAX_STEPS, schema_text
from sopkit.testing.given import a_sop

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import TypeAlias

    from sopkit.model import JSON, Sop

    At: TypeAlias = tuple[str | int, ...]

__all__ = ["KINDS", "Fault", "broken", "faults"]

KINDS = ("bytes", "numbers", "keys", "shape", "references", "ids", "text", "graph", "time", "size", "findings")
"""What a fault is about. Those of `findings` leave a sound definition, which a check then finds fault with."""

_REFERENCES = ("actor", "alternates", "participants", "inputs", "outputs", "next", "to", "separate_from", "cancel")
_TARGETS = ("to", "next")  # a list of targets is what a later language may read
_UNPRINTABLE = ("\x00", "\x1b[31m", "\u202e", "\ud800")
_NO_TIMES = ("P", "PT", "PT0M", "-PT1M", "PT1.5H", "P1Y", "1 jam", "PT9999999M", "PT1M\n", "P1DT")
_NO_IDS = ("Tanpa Spasi", "a_b", "-a", "a-", "a--b", "1a", "__class__", "../../x", "a\n", "á", "s\u0430tu")


@attrs.frozen(eq=False)
class Fault:
    """One fault of one definition."""

    kind: str
    """One of `KINDS`."""
    rule: str
    """The code of the problem, or of the finding, that must name it."""
    pointer: str
    """JSON pointer to where it must be named."""
    text: Callable[[], bytes] = attrs.field(repr=False)
    """Makes the file that has it."""


def broken(sop: Sop) -> st.SearchStrategy[Fault]:
    """Return `sop` with one fault, each kind as likely as the others."""
    by_kind: dict[str, list[Fault]] = {}
    for fault in faults(sop):
        by_kind.setdefault(fault.kind, []).append(fault)
    return st.sampled_from([*by_kind.values()]).flatmap(st.sampled_from)


def faults(sop: Sop) -> Iterator[Fault]:
    """Yield every single fault that is known for `sop`, some thousand for a definition of ten steps."""
    a_sop(sop)
    whole = sop.to_json()
    text = json.dumps(whole, ensure_ascii=False, indent=2)
    yield from _of_bytes(text)
    yield from _of_size(whole)
    maker = _Maker(whole)
    for at, schema, value in _values(whole, json.loads(schema_text()), ()):
        yield from maker.of_value(at, schema, value)
    yield from maker.of_graph()
    yield from maker.of_findings(sop)


def _of_bytes(text: str) -> Iterator[Fault]:
    data = text.encode()
    half = text[: len(text) // 2].encode()
    for rule, made in (
        ("json-syntax", half), ("json-syntax", data + b"}"), ("json-syntax", b""),
        ("json-syntax", data.replace(b'"sopkit"', b"sopkit", 1)), ("json-syntax", data.replace(b",", b",,", 1)),
        ("json-syntax", data.replace(b"{", b"{ // catatan\n", 1)), ("json-syntax", data.replace(b'"', b"'", 2)),
        ("json-syntax", data.replace(b'"', "“".encode(), 1)), ("not-utf-8", b"\xff" + data),
        ("not-utf-8", text.encode("utf-16")), ("no-object", b"[" + data + b"]"), ("no-object", b"null"),
    ):  # fmt: skip
        yield Fault("bytes", rule, "", lambda made=made: made)  # type: ignore[misc]
    for again in ('"sopkit": 1', '"\\u0073opkit": 1'):
        made = data.replace(b"{", f"{{ {again},".encode(), 1)
        yield Fault("bytes", "key-twice", "/sopkit", lambda made=made: made)  # type: ignore[misc]
    for number in ("NaN", "-Infinity", "1e999", "9" * 5000):
        made = data.replace(b"{", f'{{ "x-n": {number},'.encode(), 1)
        yield Fault("numbers", "number-unusable", "/x-n", lambda made=made: made)  # type: ignore[misc]


def _of_size(whole: JSON) -> Iterator[Fault]:
    deep = json.dumps({"x-deep": "?", **whole}).replace('"?"', "[" * MAX_DEPTH + "]" * MAX_DEPTH, 1)
    yield Fault("size", "too-deep", "", deep.encode)
    yield Fault("size", "file-too-large", "", lambda: json.dumps(whole).encode() + b" " * MAX_BYTES)
    step = {"activity": "x", "actor": whole["actors"][0]["id"]}
    many = [{"id": f"step-{n}", **step} for n in range(MAX_STEPS + 1)]
    yield Fault("size", "too-many-steps", f"/steps/{MAX_STEPS}", lambda: json.dumps({**whole, "steps": many}).encode())


def _values(value: JSON, schema: JSON, at: At) -> Iterator[tuple[At, JSON, JSON]]:
    """Yield each value of a definition with its place and its schema, outermost first."""
    schema = {**_definition(schema["$ref"]), **schema} if "$ref" in schema else schema
    yield at, schema, value
    if isinstance(value, dict):
        for key, inner in value.items():
            if key in schema.get("properties", {}):
                yield from _values(inner, schema["properties"][key], (*at, key))
            elif not key.startswith("x-") and isinstance(schema.get("additionalProperties"), dict):
                yield from _values(inner, schema["additionalProperties"], (*at, key))
    elif isinstance(value, list):
        for n, inner in enumerate(value):
            yield from _values(inner, schema["items"], (*at, n))


@cache
def _definition(reference: str) -> Any:
    return json.loads(schema_text())["$defs"][reference.removeprefix("#/$defs/")]


class _Maker:
    """Makes the faults of one definition, given as JSON values."""

    def __init__(self, whole: JSON) -> None:
        self.whole = whole
        self.language = whole.get("language", "id")

    def of_value(self, at: At, schema: JSON, value: JSON) -> Iterator[Fault]:
        """Yield what can be wrong with one value, by its schema."""
        if at and at != ("$schema",):
            yield from self._retyped(at, schema, value)
        if isinstance(value, dict) and "properties" in schema:
            yield from self._keys(at, schema, value)
        elif isinstance(value, str):
            yield from self._strings(at, schema)
            yield from self._references(at)
        elif isinstance(value, list) and value and schema.get("uniqueItems"):
            yield self._put("shape", "item-twice", (*at, len(value)), at, [*value, value[0]])
        if schema.get("type") == "integer" and "minimum" in schema:
            yield self._put("numbers", "number-too-small", at, at, 0)
            yield self._put("numbers", "number-too-large", at, at, 10**7)
        if schema.get("minItems"):
            yield self._put("shape", "too-few", at, at, [])

    def _retyped(self, at: At, schema: JSON, value: JSON) -> Iterator[Fault]:
        may_be = schema["type"] if isinstance(schema.get("type"), list) else [schema.get("type")]
        may_be += ["object"] if "properties" in schema else []
        may_be += ["string"] if "from" in schema.get("properties", {}) else []
        for kind, other in (("null", None), ("integer", 7), ("boolean", True), ("array", [[]]), ("object", {"x-": 1})):
            is_later = at[-1] in _TARGETS and kind == "array" and at[0] == "steps" and at[-2] != "standard_time"
            if kind not in may_be and not is_later and other != value:
                yield self._put("shape", "wrong-type", at, at, other)

    def _keys(self, at: At, schema: JSON, value: JSON) -> Iterator[Fault]:
        for key in schema.get("required", []):
            yield self._drop("keys", "missing-key", at, (*at, key))
        for key in ("zzz", "__class__", "", "X-catatan"):
            yield self._put("keys", "unknown-key", (*at, key), (*at, key), "x")
        if "inferred" in schema["properties"] and "inferred" not in value:
            wrong = {"zzz": "x"}
            yield self._put("keys", "inferred-about-nothing", (*at, "inferred", "zzz"), (*at, "inferred"), wrong)

    def _strings(self, at: At, schema: JSON) -> Iterator[Fault]:
        pattern = schema.get("pattern", "")
        if pattern:
            yield self._put("text", "blank", at, at, "")
        if pattern == "\\S":
            yield self._put("text", "blank", at, at, " \n")
            for character in _UNPRINTABLE:
                yield self._put("text", "character-unprintable", at, at, f"a{character}b")
        if schema.get("type") == ["string", "object"]:
            yield self._put("text", "language-missing", at, at, {"zz": "x"})
        if "enum" in schema:
            yield self._put("shape", "wrong-value", at, at, "lain")
        yield from self._forms(at, pattern)

    def _forms(self, at: At, pattern: str) -> Iterator[Fault]:
        if pattern.startswith("^[a-z]["):
            for id in _NO_IDS:
                yield self._put("ids", "wrong-form", at, at, id)
            yield self._put("ids", "value-too-long", at, at, "a" * 65)
        if pattern.startswith("^P"):
            for time in _NO_TIMES:
                yield self._put("time", "wrong-form", at, at, time)
        if pattern.startswith("^[0-9]{4}"):
            yield self._put("time", "wrong-form", at, at, "5 Januari 2026")
            yield self._put("time", "date-impossible", at, at, "2026-02-30")

    def _references(self, at: At) -> Iterator[Fault]:
        key = at[-2] if isinstance(at[-1], int) else at[-1]
        if (
            key in _REFERENCES
            and "inferred" not in at
            and at[-2:-1] != ("standard_time",)
            and at[0] in ("steps", "cancel")
        ):
            yield self._put("references", "target-exists", at, at, "nothing-of-that-name")
        if at[-1] == "id" and len(at) in (3, 5):
            *_, place, _ = at
            holder = self.whole
            for part in at[:-2]:
                holder = holder[part]
            if isinstance(place, int) and place:
                yield self._put("ids", "id-twice", at, at, holder[0]["id"])
            if at[0] in ("steps", "ends"):
                reserved = "done" if len(at) == 5 else "cancelled"
                yield self._put("ids", "id-reserved", at, at, reserved)

    def of_graph(self) -> Iterator[Fault]:
        """Yield what no key alone has wrong."""
        steps = self.whole["steps"]
        for n, step in enumerate(steps):
            at = ("steps", n)
            if "outcomes" in step:
                yield self._put("graph", "next-and-outcomes", (*at, "next"), (*at, "next"), steps[0]["id"])
                yield self._put("graph", "too-few", (*at, "outcomes"), (*at, "outcomes"), step["outcomes"][:1])
            else:
                yield self._put("graph", "needs-key", (*at, "question"), (*at, "question"), "Lengkap?")
            wrong = {"from": "PT5M", "to": "PT5M"}
            yield self._put("time", "range-not-rising", (*at, "standard_time"), (*at, "standard_time"), wrong)
        first = ("steps", 0, "same_row")
        yield self._put("graph", "same-row-first", first, first, value=True)
        yield self._put("time", "working-day-too-long", ("working_day",), ("working_day",), "PT25H")

    def of_findings(self, sop: Sop) -> Iterator[Fault]:
        """Yield what a check must find."""
        whole = self.whole
        for key, rule, one in (
            ("actors", "actor-used", {"id": "nobody-at-all", "name": "Tanpa Tugas"}),
            ("documents", "document-used", {"id": "nothing-at-all", "name": "Tanpa Guna"}),
            ("waive", "waiver-unused", {"rule": "waiver-unused", "reason": "Tidak ada.", "at": "nothing-at-all"}),
        ):
            here = (key, len(whole.get(key, [])), "at" if key == "waive" else "id")
            yield self._put("findings", rule, here, (key,), [*whole.get(key, []), one])
        if "ends" in whole:
            lost = {"id": "never-at-all", "name": "Tidak Pernah"}
            here = ("ends", len(whole["ends"]), "id")
            yield self._put("findings", "end-reachable", here, ("ends",), [*whole["ends"], lost])
        total = int(sop.total_time.total_seconds()) + 1
        if 1 < total < 999_999:
            yield self._put("findings", "total-equals-sum", ("printed_total",), ("printed_total",), f"PT{total}S")
        for n, step in enumerate(whole["steps"]):
            for m, outcome in enumerate(step.get("outcomes", [])[1:], 1):
                at = ("steps", n, "outcomes", m, "label")
                if outcome["label"] != step["outcomes"][0]["label"]:
                    yield self._put("findings", "decision-two", at, at, step["outcomes"][0]["label"])

    def _put(self, kind: str, rule: str, named: At, at: At, value: JSON) -> Fault:
        def change(holder: Any, last: Any) -> None:
            holder[last] = value

        return Fault(kind, rule, pointer(*named), lambda: self._changed(at, change))

    def _drop(self, kind: str, rule: str, named: At, at: At) -> Fault:
        def change(holder: Any, last: Any) -> None:
            del holder[last]

        return Fault(kind, rule, pointer(*named), lambda: self._changed(at, change))

    def _changed(self, at: At, change: Callable[[Any, Any], None]) -> bytes:
        whole = copy.deepcopy(self.whole)
        holder = whole
        for part in at[:-1]:
            holder = holder[part]
        change(holder, at[-1])
        return json.dumps(whole, indent=1).encode()
