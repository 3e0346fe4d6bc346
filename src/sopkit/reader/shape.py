"""
JSON values → where they are not shaped as a schema says.  The only module that knows `jsonschema`.

It runs only for a file that `build` doubts: jsonschema is thorough and slow. Nothing is ever fetched: the schema is
the package's own, its references are put in place beforehand, and the registry is closed.
"""

from __future__ import annotations

import json
import re
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING, Any

import jsonschema
import referencing

from sopkit.places import pointer
from sopkit.reader.meant import key_meant
from sopkit.reader.references import MANY, suggestion
from sopkit.reader.strict import MAX_FOUND, Found, schema_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sopkit.errors import Fact
    from sopkit.model import JSON

__all__ = ["misshapen"]

# Keys that later versions of the language keep for themselves, and what they will be about.
_LATER = {
    "waits_for": "parallel", "parallel": "parallel", "branches": "parallel", "start": "starts", "starts": "starts",
    "escalate": "escalation", "escalation": "escalation", "escalate_to": "escalation", "deemed_approved": "escalation",
    "on_timeout": "escalation", "call": "calling", "calls": "calling", "sop": "calling", "condition": "conditions",
    "conditions": "conditions", "when": "conditions", "if": "conditions", "form": "conditions", "data": "conditions",
}  # fmt: skip

_TARGET = re.compile(r"/steps/[0-9]+/(outcomes/[0-9]+/to|next)")


def misshapen(tree: JSON, schema: str = "") -> Iterator[Found]:
    """Find every place where `tree` differs from a schema (else that of the language), up to a bound."""
    errors = _validator(schema or schema_text()).iter_errors(tree)
    found = (one for error in errors for one in _explained(error, pointer(*error.absolute_path)))
    return islice(found, MAX_FOUND)


@cache
def _validator(text: str) -> Any:
    schema = json.loads(text)
    # Small enough in-place references make jsonschema three times as fast as when it resolves them.
    whole = _in_place({key: value for key, value in schema.items() if key not in ("$defs", "$id")}, schema["$defs"])
    kind = jsonschema.validators.extend(
        jsonschema.Draft202012Validator, {"uniqueItems": _unique_items, "pattern": _pattern}
    )
    return kind(whole, registry=referencing.Registry())


def _in_place(schema: JSON, definitions: dict[str, JSON]) -> JSON:
    if isinstance(schema, list):
        return [_in_place(item, definitions) for item in schema]
    if not isinstance(schema, dict):
        return schema
    own = {key: _in_place(value, definitions) for key, value in schema.items() if not _is_for_people(key, value)}
    if isinstance(name := schema.get("$ref"), str):
        own = {**_in_place(definitions[name.removeprefix("#/$defs/")], definitions), **own}
    return own


def _is_for_people(key: str, value: JSON) -> bool:
    # A property may be called `title`, and then holds a schema.
    return key in ("$ref", "examples", "default") or (key in ("title", "description") and isinstance(value, str))


def _unique_items(_: object, unique: bool, instance: JSON, __: object) -> Iterator[jsonschema.ValidationError]:  # noqa: FBT001
    """Find strings that stand twice; jsonschema's own rule compares every item with every other."""
    if unique and isinstance(instance, list):
        seen = set()
        for n, item in enumerate(instance):
            if isinstance(item, str):
                if item in seen:
                    yield jsonschema.ValidationError("twice", path=[n], instance=item)
                seen.add(item)


def _pattern(_: object, pattern: str, instance: JSON, schema: JSON) -> Iterator[jsonschema.ValidationError]:
    """Find a string of the wrong form; one that is too long is not tried, since forms may repeat without end."""
    is_short = isinstance(instance, str) and len(instance) <= schema.get("maxLength", len(instance))
    if is_short and not re.search(pattern, instance):
        yield jsonschema.ValidationError("form")


def _explained(error: jsonschema.ValidationError, at: str) -> Iterator[Found]:
    if "propertyNames" in error.absolute_schema_path:
        yield Found("wrong-language-name", at + pointer(error.instance), {"given": error.instance[:40]}, key=True)
    else:
        yield from _EXPLAIN[str(error.validator)](error, at)


def _unknown_keys(error: Any, at: str) -> Iterator[Found]:
    known = tuple(error.schema["properties"])
    absent = tuple(key for key in known if key not in error.instance)
    unknown = (key for key in error.instance if key not in known and not key.startswith("x-"))
    for n, key in enumerate(unknown):
        if key in _LATER:
            yield Found("later-language", at + pointer(key), {"key": key, "what": _LATER[key]}, key=True)
        else:
            near = key_meant(key, absent, known) if n < MANY else None
            facts: dict[str, Fact] = {"key": key[:64], "known": known}
            yield Found("unknown-key", at + pointer(key), {**facts, "suggestion": near} if near else facts, key=True)


def _missing_key(error: Any, at: str) -> Iterator[Found]:
    # jsonschema reports each missing key by itself, and names it only in its sentence.
    for key in error.validator_value:
        if error.message.startswith(f"'{key}' "):
            yield Found("missing-key", at, {"key": key})


def _needs_key(error: Any, at: str) -> Iterator[Found]:
    ((key, (needed,)),) = error.validator_value.items()
    yield Found("needs-key", at + pointer(key), {"key": key, "needed": needed}, key=True)


def _wrong_type(error: Any, at: str) -> Iterator[Found]:
    if isinstance(error.instance, list) and _TARGET.fullmatch(at):
        yield Found("later-language", at, {"key": at.rpartition("/")[2], "what": "parallel"})
        return
    wanted = error.validator_value if isinstance(error.validator_value, list) else [error.validator_value]
    facts: dict[str, Fact] = {"key": _key(at), "wanted": tuple(wanted), "given": _type(error.instance)}
    variant = "item" if at.rpartition("/")[2].isdigit() else "" if at else "whole"
    yield Found("wrong-type", at, facts, variant=variant)


def _wrong_form(error: Any, at: str) -> Iterator[Found]:
    given = error.instance[:40]
    form = _forms().get(error.validator_value, "hex" if "0-9a-f" in error.validator_value else "text")
    if not given.strip():
        yield Found("blank", at, {"key": _key(at)})
        return
    # P30M is sooner a slip for minutes than a month, but where a whole promise is written.
    may_be = form in ("duration", "time") and ("W" in error.instance or _key(at) == "complete_within")
    is_calendar = may_be and re.search(_forms_by_name()["elapsed"], error.instance)
    facts: dict[str, Fact] = {"key": _key(at), "given": given, "form": form}
    yield Found("wrong-form", at, facts, variant="calendar" if is_calendar else "")


def _wrong_value(error: Any, at: str) -> Iterator[Found]:
    allowed = tuple(str(v) for v in (error.validator_value if error.validator == "enum" else [error.validator_value]))
    if at == "/sopkit" and type(error.instance) is int and error.instance > 1:
        yield Found("newer-language", at, {"given": error.instance})
    else:
        given = str(error.instance)[:40]
        facts: dict[str, Fact] = {"key": _key(at), "given": given, "allowed": allowed}
        yield Found("wrong-value", at, {**facts, **suggestion(given, allowed)})


def _twice(error: Any, at: str) -> Iterator[Found]:
    yield Found("item-twice", at, {"item": error.instance[:64]})


def _too_few(error: Any, at: str) -> Iterator[Found]:
    facts: dict[str, Fact] = {"key": _key(at), "least": error.validator_value, "count": len(error.instance)}
    yield Found("too-few", at, facts, variant="outcomes" if _key(at) == "outcomes" else "")


def _out_of_bounds(error: Any, at: str) -> Iterator[Found]:
    rule = "number-too-small" if error.validator == "minimum" else "number-too-large"
    yield Found(rule, at, {"key": _key(at), "bound": error.validator_value})


def _too_long(error: Any, at: str) -> Iterator[Found]:
    yield Found("value-too-long", at, {"key": _key(at), "most": error.validator_value, "count": len(error.instance)})


_EXPLAIN: dict[str, Callable[[Any, str], Iterator[Found]]] = {
    "additionalProperties": _unknown_keys, "required": _missing_key, "dependentRequired": _needs_key,
    "type": _wrong_type, "pattern": _wrong_form, "const": _wrong_value, "enum": _wrong_value,
    "uniqueItems": _twice, "minItems": _too_few, "minProperties": _too_few,
    "minimum": _out_of_bounds, "maximum": _out_of_bounds, "maxLength": _too_long,
}  # fmt: skip

_TYPES: dict[type, str] = {
    dict: "object", list: "array", str: "string", bool: "boolean", type(None): "null", int: "number", float: "number",
}  # fmt: skip


def _type(value: JSON) -> str:
    return _TYPES[type(value)]


def _key(at: str) -> str:
    """Return the nearest key in a pointer: what a person would call the place."""
    return next((part for part in reversed(at.split("/")) if part and not part.isdigit()), "")


@cache
def _forms() -> dict[str, str]:
    """Return the name of each written form by its pattern."""
    schema = json.loads(schema_text())
    patterns = [(whole.get("pattern"), name) for name, whole in reversed(schema["$defs"].items())]
    return {**dict(patterns), schema["properties"]["version"]["pattern"]: "version"}


@cache
def _forms_by_name() -> dict[str, str]:
    return {name: pattern for pattern, name in _forms().items()}
