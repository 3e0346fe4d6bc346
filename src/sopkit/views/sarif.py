"""
Problems and findings → SARIF 2.1.0, the format in which programs that find faults in files tell each other.

Lines and columns are counted as sopkit counts: from 1, in characters. What is waived is told as suppressed.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from sopkit.edits import applied
from sopkit.views.findings import span, spoken, waived
from sopkit.wording import knows, say

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sopkit.errors import Problem

__all__ = ["sarif"]

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_HALVES = re.compile("[\ud800-\udc7f\udd00-\udfff]")  # halves of a character that stand for no byte of a name
_LEVELS = {"error": "error", "warning": "warning", "hint": "note"}


def sarif(
    found: Sequence[Problem], texts: Mapping[str, str], rest: str = "", *, language: str, version: str
) -> dict[str, Any]:
    """
    Return the log of one run, as JSON values.

    Args:
        found: problems or findings; their `file` is a path with forward slashes, relative to the root of the sources
            or absolute.
        texts: file → what stands in it.
        rest: what is to be said about problems that are not among them.
        language: the language of the messages, id or en.
        version: the version of sopkit that found them.
    """
    rules = list(dict.fromkeys(one.rule for one in found))
    lines = {file: text.split("\n") for file, text in texts.items()}
    driver = {
        "name": "sopkit", "version": version, "language": language,
        "rules": [_rule(rule, language) for rule in rules],
    }  # fmt: skip
    results = [
        {"ruleId": one.rule, "ruleIndex": rules.index(one.rule), "level": _LEVELS[one.severity],
         "message": {"text": _message(one, language)}, "locations": [{"physicalLocation": _location(one, lines)}]}
        | _suppressed(one) | _fixes(one, texts, language)
        for one in found
    ]  # fmt: skip
    told = [{"level": "note", "message": {"text": rest}}] if rest else []
    run = {
        "tool": {"driver": driver}, "language": language, "columnKind": "unicodeCodePoints", "results": results,
        "invocations": [{"executionSuccessful": True, "toolExecutionNotifications": told}],
    }  # fmt: skip
    return {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}


def _rule(rule: str, language: str) -> dict[str, Any]:
    short, why = (say(f"rule.{rule}.{part}", language) for part in ("short", "why"))
    source = say("explain.from", language, source=say(f"rule.{rule}.source", language)) if _has_source(rule) else ""
    parts = [part for part in (why, source) if part]
    return {
        "id": rule,
        "shortDescription": {"text": short},
        "fullDescription": {"text": why},
        "help": {"text": "\n".join(parts), "markdown": "\n\n".join(parts)},
    }


def _has_source(rule: str) -> bool:
    return knows(f"rule.{rule}.source")


def _message(one: Problem, language: str) -> str:
    """Return what is wrong and what to do, with nothing in it that a reader of SARIF would fill in or follow."""
    said = spoken(one, language).replace("{", "{{").replace("}", "}}")
    return said.replace("[", "\\[") if "](" in said else said


def _location(one: Problem, lines: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    place: dict[str, Any] = {"artifactLocation": {"uri": _uri(one.file)}}
    if one.line <= len(lines.get(one.file, ())):
        end = span(lines[one.file][one.line - 1], one.column)
        place["region"] = {"startLine": one.line, "startColumn": one.column, "endColumn": end}
    return place


def _uri(path: str) -> str:
    """Return a path as a URI; bytes of a name that are no text keep their values."""
    path = _HALVES.sub("\ufffd", path)
    return ("file://" if path.startswith("/") else "") + quote(path, safe="/", errors="surrogateescape")


def _suppressed(one: Problem) -> dict[str, Any]:
    reason = waived(one)
    return {} if reason is None else {"suppressions": [{"kind": "inSource", "justification": reason}]}


def _fixes(one: Problem, texts: Mapping[str, str], language: str) -> dict[str, Any]:
    """Return the change that takes the finding away, as one replacement in its file."""
    if not one.fix or one.file not in texts:
        return {}
    old = texts[one.file]
    new = applied(old, one.fix)
    begin = _alike(old, new)
    tail = _alike(old[begin:][::-1], new[begin:][::-1])
    (line, column), (end_line, end_column) = (_place(old, at) for at in (begin, len(old) - tail))
    region = {"startLine": line, "startColumn": column, "endLine": end_line, "endColumn": end_column}
    replaced = {"deletedRegion": region, "insertedContent": {"text": new[begin : len(new) - tail]}}
    change = {"artifactLocation": {"uri": _uri(one.file)}, "replacements": [replaced]}
    return {"fixes": [{"description": {"text": say("view.findings.fixable", language)}, "artifactChanges": [change]}]}


def _alike(one: str, other: str) -> int:
    """Return how many characters two texts begin with alike."""
    least = min(len(one), len(other))
    return next((n for n in range(least) if one[n] != other[n]), least)


def _place(text: str, at: int) -> tuple[int, int]:
    return text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)
