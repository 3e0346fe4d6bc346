"""
Problems and findings → the lines by which a job on GitHub marks them in a change.

The runner of GitHub Actions obeys lines of the form `::error file=…,line=…::message`. It shows ten of each kind, so
the gravest come first. What is waived is left out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sopkit.views.findings import SEVERITIES, span, spoken, waived

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from sopkit.errors import Problem

__all__ = ["github"]

_COMMANDS = {"error": "error", "warning": "warning", "hint": "notice"}


def github(
    found: Sequence[Problem], lines: Mapping[str, Sequence[str]], rest: str = "", *, language: str
) -> Iterator[str]:
    """
    Yield a workflow command for each finding that counts.

    Args:
        found: problems or findings; their `file` is the path within the repository.
        lines: file → the lines of its text.
        rest: what is to be said about problems that are not among them.
        language: the language of the messages, id or en.
    """
    counts = [one for one in found if waived(one) is None]
    for one in sorted(counts, key=lambda one: SEVERITIES.index(one.severity)):
        properties: dict[str, object] = {"file": one.file, "title": f"sopkit {one.rule}"}
        if one.line <= len(lines.get(one.file, ())):
            end = span(lines[one.file][one.line - 1], one.column)
            properties |= {"line": one.line, "col": one.column, "endColumn": end}
        listed = ",".join(f"{name}={_property(str(value))}" for name, value in properties.items())
        yield f"::{_COMMANDS[one.severity]} {listed}::{_data(spoken(one, language))}"
    if rest:
        yield f"::notice title=sopkit::{_data(rest)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
