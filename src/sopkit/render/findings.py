"""
Problems and findings → lines: place, severity, rule, sentence, hint, and the line of the file with a caret.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from typing import TYPE_CHECKING

from sopkit.render.screen import clean, shortened

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from sopkit.errors import Problem
    from sopkit.render.screen import Screen

__all__ = ["findings", "tally", "waived"]

SEVERITIES = ("error", "warning", "hint")

_COLOURS = {"error": "red", "warning": "yellow", "hint": "cyan"}
_TOKEN = re.compile(r'"(?:[^"\\\n]|\\.)*"?|[^\s,:\[\]{}"]+')
_INDENT = " " * 9
_IN_FULL = 2  # where there are more hints of one rule, each is told in one line


def findings(
    found: Sequence[Problem], text: str, numbers: Mapping[str, str], screen: Screen, *, is_full: bool = False,
) -> Iterator[str]:  # fmt: skip
    """
    Yield the lines that tell what was found in one file.

    Args:
        found: problems or findings, in the order to tell them; hints told in one line come last.
        text: what stands in the file.
        numbers: step id → its number on the paper, where that is known.
        screen: where it is shown.
        is_full: whether to tell each hint in full, however many there are of its rule.
    """
    lines = ["", *text.split("\n")]
    hints = Counter(one.rule for one in found if one.severity == "hint" and waived(one) is None)
    short = {rule for rule, n in hints.items() if n > _IN_FULL and not is_full}
    for one in found:
        if one.rule not in short:
            yield from _in_full(one, lines, numbers, screen)
            yield ""
    if short:
        yield from (_in_brief(one, numbers, screen) for one in found if one.rule in short)
        yield from screen.wrapped(screen.say("view.findings.shortened"), f"{_INDENT}  ", f"{_INDENT}→ ", style="cyan")
        yield ""


def waived(one: Problem) -> str | None:
    """Return the reason for which a finding is accepted; None for one that counts, and for every problem."""
    reason = getattr(one, "waived", None)
    return None if reason is None else str(reason)


def tally(found: Sequence[Problem], screen: Screen, *, of: Sequence[str] = ()) -> str:
    """Return how many of each severity count: `1 error, 2 hints`; those `of` which there are none, too."""
    counted = Counter(one.severity for one in found if waived(one) is None)
    parts = [(severity, counted[severity]) for severity in SEVERITIES if counted[severity] or severity in of]
    words = (screen.paint(screen.counted(severity, n), _COLOURS[severity] if n else "green") for severity, n in parts)
    return ", ".join(words)


def _in_full(one: Problem, lines: Sequence[str], numbers: Mapping[str, str], screen: Screen) -> Iterator[str]:
    yield _head(one, numbers, screen)
    yield from screen.wrapped(one.in_(screen.language), _INDENT)
    if waived(one) is not None:
        yield from screen.wrapped(screen.say("view.findings.waived", reason=str(waived(one))), _INDENT, style="dim")
        return
    hint = one.hint_in(screen.language)
    yield from screen.wrapped(hint, f"{_INDENT}  ", f"{_INDENT}→ ", style="cyan") if hint else ()
    yield from _excerpt(lines[one.line], one, screen) if one.line < len(lines) else ()


def _in_brief(one: Problem, numbers: Mapping[str, str], screen: Screen) -> str:
    """Return the finding on one line."""
    taken = len(_head(one, numbers, screen._replace(is_coloured=False))) + 2
    said = shortened(one.in_(screen.language), max(20, screen.width - taken))
    return f"{_head(one, numbers, screen)}  {said}"


def _head(one: Problem, numbers: Mapping[str, str], screen: Screen) -> str:
    place = f"{one.line}:{one.column}"
    colours = ("dim",) if waived(one) is not None else ("bold", _COLOURS[one.severity])
    severity = screen.paint(screen.say(f"view.severity.{one.severity}"), *colours)
    row = numbers.get(one.step or "")
    where = f" · {screen.say('view.findings.row', number=row)}" if row else ""
    return f"{place:>7}  {severity}  {screen.paint(f'{one.rule}{where}', 'dim')}"


def _excerpt(line: str, one: Problem, screen: Screen) -> Iterator[str]:
    """Yield the line of the file, cut around the place where it is long, and carets under what is meant."""
    if not line.strip():
        return
    begin = max(0, one.column - 1)
    token = _TOKEN.match(line, begin)
    end = max(token.end() if token else 0, begin + 1)
    room = max(20, screen.width - len(_INDENT) - 4)
    first = 0 if end <= room else max(0, begin - room // 3)
    shown = "".join(map(_one_wide, line[first : first + room]))
    if first:
        shown = "…" + shown[1:]
    if first + room < len(line):
        shown = shown[:-1] + "…"
    stripped = len(shown) - len(shown.lstrip()) if not first else 0
    before = sum(map(_cells, shown[stripped : begin - first]))
    under = max(1, sum(map(_cells, shown[begin - first : min(end, first + room) - first])))
    yield f"{screen.paint(f'{one.line:>7} │', 'dim')} {shown[stripped:].rstrip()}"
    carets = screen.paint("^" * under, _COLOURS[one.severity])
    yield f"{screen.paint(' ' * 7 + ' │', 'dim')} {' ' * before}{carets}"


def _one_wide(char: str) -> str:
    """Return the character, or something as wide in its place where a terminal would not just print it."""
    return " " if char in "\t\r" else "?" if clean(char) != char else char


def _cells(char: str) -> int:
    if unicodedata.combining(char):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1
