"""
Nothing → the JSON Schema of the language, or of examples beside an SOP, for editors.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from sopkit.cli.parts import OneOf, Verb, argument
from sopkit.cli.terminal import show_json
from sopkit.reader import schema_text
from sopkit.wording import say

if TYPE_CHECKING:
    from typing import Any

    from sopkit.views.screen import Screen

__all__ = ["for_editors", "told", "verb"]

_WORDS = {"sop": "schema", "cases": "cases"}  # each schema, and with what the codes of its words begin


def verb(language: str) -> Verb:
    """Return the command."""
    return Verb("schema", language, _run, [argument("schema", language, type=OneOf(*_WORDS), required=False)])


def _run(looks: Screen, schema: str | None) -> int:
    of = schema or "sop"
    show_json(for_editors(json.loads(schema_text(of)), looks.language, _WORDS[of]))
    return 0


def for_editors(schema: dict[str, Any], language: str, at: str = "schema") -> dict[str, Any]:
    """
    Return a schema that accepts the same files and that editors read well, its words in `language`.

    They show the title and description behind a `$ref` in place of those beside it, and a pattern as it stands: here
    each key holds its form itself, and each form says in words what it wants.
    """
    ours = told(schema, language, at)
    whole: dict[str, Any] = _in_place({key: part for key, part in ours.items() if key != "$defs"}, ours["$defs"])
    return whole


def told(part: Any, language: str, at: str = "schema") -> Any:
    """Return the schema, or the part of it at `at`, with its titles and descriptions in `language`."""
    if not isinstance(part, dict) or at.endswith(("/examples", "/default")):
        return part
    return {
        key: say(f"{at}/{key}", language)
        if key in ("title", "description") and isinstance(value, str)
        else told(value, language, f"{at}/{key}")
        for key, value in part.items()
    }


def _in_place(part: Any, forms: dict[str, Any]) -> Any:
    if isinstance(part, list):
        return [_in_place(one, forms) for one in part]
    if not isinstance(part, dict):
        return part
    own = {key: _in_place(value, forms) for key, value in part.items() if key != "$ref"}
    if "$ref" in part:
        own = _in_place(forms[part["$ref"].removeprefix("#/$defs/")], forms) | own
    elif isinstance(part.get("pattern"), str) and "description" in part:
        own["patternErrorMessage"] = part["description"]
    return own
