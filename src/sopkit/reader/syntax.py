"""
Text that json refuses → what is wrong with it, in the words of whoever typed it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import json

    from sopkit.errors import Fact

__all__ = ["explained"]

_QUOTES = "“”„‟‘’‚«»"
_TOKEN = re.compile(r'"(?:[^"\\\n]|\\.)*"|[\[\]{}]')
_WORDS = {"True": "true", "False": "false", "None": "null", "ya": "true", "tidak": "false"}


def explained(error: json.JSONDecodeError) -> tuple[str, int, dict[str, Fact]]:
    """Return the variant of the sentence about `error`, where the mistake stands, and the facts."""
    text, at = error.doc, error.pos
    if not text.strip():
        return "empty", 0, {}
    if error.msg.startswith("Invalid control"):
        return _control(text, at)
    for beginning, variant in (("Invalid", "escape"), ("Unterminated", "string"), ("Extra", "extra")):
        if error.msg.startswith(beginning):
            return variant, at, {}
    return _typed(text, at) or _misplaced(error.msg, text, at)


def _control(text: str, at: int) -> tuple[str, int, dict[str, Fact]]:
    """Tell a quote that was never closed from a tab or line break within a text, and from what only terminals obey."""
    start = text.rfind('"', 0, at)
    if text[at] not in "\r\n\t":
        return "obeyed", at, {"character": f"U+{ord(text[at]):04X}"}
    return ("string", start, {}) if text[at] in "\r\n" and start >= 0 else ("control", at, {})


def _typed(text: str, at: int) -> tuple[str, int, dict[str, Fact]] | None:
    """Tell what people type that JSON does not know at all."""
    here = text[at : at + 1]
    word = re.match(r"[A-Za-z]+", text[at:])
    if word and word.group() in _WORDS:
        return "python", at, {"word": word.group(), "right": _WORDS[word.group()]}
    if text.startswith(("#", "//", "/*"), at):
        return "comment", at, {}
    if here and (here.isspace() or here == "\ufeff"):
        return "blank", at, {"character": f"U+{ord(here):04X}"}
    if here == "'":
        return "single-quotes", at, {}
    return ("word-quotes", at, {"quote": here}) if here and here in _QUOTES else None


def _misplaced(message: str, text: str, at: int) -> tuple[str, int, dict[str, Fact]]:
    """Tell what is missing or too many among the marks of JSON."""
    here = text[at : at + 1]
    before = len(text[:at].rstrip())
    if not here:
        return _unclosed(text)
    if here in "}]" and text[before - 1 : before] == ",":
        return "trailing-comma", before - 1, {}
    if message.startswith("Expecting ','"):
        is_inside = here.isalpha() and text[before - 1] == '"'
        return ("quote-inside", at, {}) if is_inside else ("comma", before if "\n" in text[before:at] else at, {})
    if not before:
        return "beginning", at, {}
    return "key" if "property name" in message else "colon" if "':'" in message else "value", at, {}


def _unclosed(text: str) -> tuple[str, int, dict[str, Fact]]:
    """Name the bracket that is open at the end of the text; there is one, else json had found an end."""
    stack: list[tuple[str, int]] = []
    for match in _TOKEN.finditer(text):
        if match.group() in ("[", "{"):
            stack.append((match.group(), match.start()))
        elif match.group() in ("]", "}"):
            stack.pop()
    end = len(text.rstrip())
    bracket, start = stack[-1]
    line, column = text.count("\n", 0, start) + 1, start - text.rfind("\n", 0, start)
    return "unclosed", end, {"bracket": bracket, "line": line, "column": column}
