"""
Problems and findings → lines: place, severity, rule, sentence, hint, and the line of the file with a caret.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from sopkit.views.screen import cells, clean, shortened

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from sopkit.errors import Problem
    from sopkit.views.screen import Screen

__all__ = [
    "COLOURS",
    "SEVERITIES",
    "Row",
    "advice",
    "by_rule",
    "caret",
    "findings",
    "gravest",
    "plain_line",
    "span",
    "spoken",
    "tally",
    "waived",
]

SEVERITIES = ("error", "warning", "hint")
COLOURS = {"error": "red", "warning": "yellow", "hint": "cyan"}

_TOKEN = re.compile(r'"(?:[^"\\\n]|\\.)*"?|[^\s,:\[\]{}"]+')
_INDENT = " " * 9
_HINTS = 2  # of one rule in one file; where there are more, each is told in one line
_IN_FULL = 5  # of any other rule in one run; the reader has understood by then


class Row(NamedTuple):
    """What people call a step: the number on its paper, and its activity."""

    number: str
    label: str


def findings(
    found: Sequence[Problem], text: str, rows: Mapping[str, Row], screen: Screen, *,
    is_full: bool = False, told: Counter[str] | None = None,
) -> Iterator[str]:  # fmt: skip
    """
    Yield the lines that tell what was found in one file.

    Args:
        found: problems or findings, in the order to tell them; those told in one line come last.
        text: what stands in the file.
        rows: step id → its row, where that is known.
        screen: where it is shown.
        is_full: whether to tell each in full, however many there are of its rule.
        told: how many of each rule this run has told in full so far; counted on here.
    """
    told = Counter() if told is None else told
    lines = ["", *text.split("\n")]
    hints = Counter(one.rule for one in found if one.severity == "hint" and waived(one) is None)
    brief = []
    for one in found:
        is_hint = one.severity == "hint"
        is_known = told[one.rule] >= (_HINTS if is_hint else _IN_FULL) or (is_hint and hints[one.rule] > _HINTS)
        if is_known and waived(one) is None and not is_full:
            brief.append(one)
        else:
            told[one.rule] += waived(one) is None
            yield from _in_full(one, lines, rows, screen)
            yield ""
    if brief:
        yield from (_in_brief(one, rows, screen) for one in brief)
        yield ""


def waived(one: Problem) -> str | None:
    """Return the reason for which a finding is accepted; None for one that counts, and for every problem."""
    reason = getattr(one, "waived", None)
    return None if reason is None else str(reason)


def tally(found: Sequence[Problem], screen: Screen, *, of: Sequence[str] = (), is_painted: bool = False) -> str:
    """
    Return how many of each severity count: `1 error, 2 hints`.

    Args:
        found: what was found.
        screen: the language, and the colours.
        of: severities that are named although there are none.
        is_painted: whether it is coloured; within a sentence, which takes nothing that a terminal obeys, it is not.
    """
    counted = Counter(one.severity for one in found if waived(one) is None)
    parts = [(severity, counted[severity]) for severity in SEVERITIES if counted[severity] or severity in of]
    words = ((screen.counted(severity, n), COLOURS[severity] if n else "green") for severity, n in parts)
    return ", ".join(screen.paint(said, colour) if is_painted else said for said, colour in words)


def gravest(found: Sequence[Problem]) -> Sequence[tuple[str, str, int]]:
    """Return each rule that found something that counts: its severity, its name and how often, the gravest first."""
    counted = Counter((one.severity, one.rule) for one in found if waived(one) is None)
    rated = [(severity, rule, n) for (severity, rule), n in counted.items()]
    return sorted(rated, key=lambda one: (SEVERITIES.index(one[0]), -one[2]))


def by_rule(found: Sequence[Problem], screen: Screen) -> Iterator[str]:
    """Yield a line for each rule that found something that counts: how often, how grave, and what it says."""
    rated = gravest(found)
    widest = max((len(rule) for _, rule, _ in rated), default=0)
    grave = max((len(screen.say(f"view.severity.{severity}")) for severity, _, _ in rated), default=0)
    for severity, rule, n in rated:
        said = screen.say(f"view.severity.{severity}").ljust(grave)
        short = shortened(screen.say(f"rule.{rule}.short"), screen.width - grave - widest - 13)
        yield f"{n:>7}  {screen.paint(said, COLOURS[severity])}  {rule.ljust(widest)}  {screen.paint(short, 'dim')}"


def span(line: str, column: int) -> int:
    """Return the column after the key or value that begins at `column` of this line, both counted from 1."""
    token = _TOKEN.match(line, column - 1)
    return max(token.end() if token else 0, column) + 1


def caret(line: str, one: Problem, screen: Screen) -> Iterator[str]:
    """Yield the line of the file, cut around the place where it is long, and carets under what is meant."""
    if not line.strip():
        return
    begin, end = max(0, one.column - 1), span(line, max(1, one.column)) - 1
    columns = max(20, screen.width - len(_INDENT) - 4)
    is_wide = not line.isascii() and (len(line) > columns or cells(line) > columns)
    room = columns // 2 if is_wide else columns  # a character may take two columns
    first = 0 if end <= room else max(0, begin - room // 3)
    shown = plain_line(line[first : first + room])
    if first:
        shown = "…" + shown[1:]
    if first + room < len(line):
        shown = shown[:-1] + "…"
    stripped = len(shown) - len(shown.lstrip()) if not first else 0
    before = cells(shown[stripped : begin - first])
    under = max(1, cells(shown[begin - first : min(end, first + room) - first]))
    yield f"{screen.paint(f'{one.line:>7} │', 'dim')} {shown[stripped:].rstrip()}"
    carets = screen.paint("^" * under, COLOURS[one.severity])
    yield f"{screen.paint(' ' * 7 + ' │', 'dim')} {' ' * before}{carets}"


def plain_line(line: str) -> str:
    """Return a line of a file with each character as it is, or something in its place that a terminal just prints."""
    return line if line.isascii() and line.isprintable() else "".join(map(_one_wide, line))


def _in_full(one: Problem, lines: Sequence[str], rows: Mapping[str, Row], screen: Screen) -> Iterator[str]:
    said = one.in_(screen.language)
    head = _head(one, screen)
    yield head + _where(one, said, rows, screen)
    yield from screen.wrapped(said, _INDENT)
    if waived(one) is not None:
        yield from screen.wrapped(screen.say("view.findings.waived", reason=str(waived(one))), _INDENT, style="dim")
        return
    yield from advice(one, screen)
    yield from caret(lines[one.line], one, screen) if one.line < len(lines) else ()


def advice(one: Problem, screen: Screen) -> Iterator[str]:
    """Yield what to do about a problem or finding: its hint, and whether a fix is at hand."""
    hint = one.hint_in(screen.language)
    yield from screen.wrapped(hint, f"{_INDENT}  ", f"{_INDENT}→ ", style="cyan") if hint else ()
    fix = screen.say("view.findings.fixable")
    yield from screen.wrapped(fix, f"{_INDENT}  ", f"{_INDENT}✓ ", style="green") if one.fix else ()


def spoken(one: Problem, language: str) -> str:
    """Return what is wrong and what to do about it, for a program that shows plain text."""
    return "\n→ ".join(part for part in (one.in_(language), one.hint_in(language)) if part)


def _in_brief(one: Problem, rows: Mapping[str, Row], screen: Screen) -> str:
    """Return the finding on one line."""
    head = _head(one, screen) + _where(one, None, rows, screen)
    taken = cells(_plain(one, screen) + _where(one, None, rows, screen._replace(is_coloured=False))) + 2
    return f"{head}  {shortened(one.in_(screen.language), max(20, screen.width - taken))}"


def _head(one: Problem, screen: Screen) -> str:
    colours = ("dim",) if waived(one) is not None else ("bold", COLOURS[one.severity])
    severity = screen.paint(screen.say(f"view.severity.{one.severity}"), *colours)
    return f"{f'{one.line}:{one.column}':>7}  {severity}  {screen.paint(one.rule, 'dim')}"


def _plain(one: Problem, screen: Screen) -> str:
    return _head(one, screen._replace(is_coloured=False))


def _where(one: Problem, said: str | None, rows: Mapping[str, Row], screen: Screen) -> str:
    """Return in which row it was found, and what people call that step, unless the sentence tells it."""
    row = rows.get(one.step or "")
    if row is None:
        return ""
    where = f" · {screen.say('view.findings.row', number=row.number)}" if row.number else ""
    label = " ".join(clean(row.label).split())
    room = screen.width - cells(_plain(one, screen) + where) - 3
    if said is not None and label and label[:40] not in said and room > 10:
        where += f" · {shortened(label, room)}"
    return screen.paint(where, "dim")


def _one_wide(char: str) -> str:
    """Return the character, or something as wide in its place where a terminal would not just print it."""
    return " " if char in "\t\r" else "?" if clean(char) != char else char
