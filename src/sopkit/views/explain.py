"""
What is known about a code → the lines that explain it: why it exists, how grave it is, what is wrong and what is right.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from sopkit.journal import CANCELLED
from sopkit.views.findings import COLOURS, advice, plain_line, span
from sopkit.views.names import actor, label, outcome
from sopkit.views.screen import cells, one_line
from sopkit.wording import knows

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from sopkit.errors import Problem
    from sopkit.journal import Entry
    from sopkit.model import Sop
    from sopkit.views.screen import Screen

__all__ = ["OFF", "act", "prose", "sample", "severity", "told"]

OFF = "off"

_INDENT = " " * 9


def prose(code: str, screen: Screen) -> Iterator[str]:
    """Yield what the code stands for, why it exists, and where it comes from."""
    yield from screen.wrapped(screen.say(f"rule.{code}.short"), style="bold")
    yield ""
    yield from screen.wrapped(screen.say(f"rule.{code}.why"), "  ", "  ")
    if knows(f"rule.{code}.source"):
        yield ""
        source = screen.say(f"rule.{code}.source")
        yield from screen.wrapped(screen.say("explain.from", source=source), "    ", "  ", style="dim")


def severity(rated: Mapping[str, str], screen: Screen) -> str:
    """Return how grave a rule is; where profiles differ, how grave under the first one and under the others."""
    (_, usual), *others = rated.items()
    grades = {grade for _, grade in others} - {usual}
    if not grades:
        return _graded(_said(usual, screen), usual, screen)
    if len(grades) > 1:
        each = (f"{profile}: {_said(grade, screen)}" for profile, grade in rated.items())
        return "; ".join(each)
    (grade,) = grades
    code = "explain.severity.only" if usual == OFF else "explain.severity.differs"
    return _graded(screen.say(code, usual=_said(usual, screen), grade=_said(grade, screen)), grade, screen)


def sample(lines: Sequence[tuple[int, str, bool]], found: Problem | None, screen: Screen) -> Iterator[str]:
    """
    Yield the lines of a sample, those that differ from the other one in colour, and under its line what is found.

    Args:
        lines: number and text of each line, and whether the other sample has it otherwise.
        found: what is wrong with it; None for the good one.
        screen: where it is shown.
    """
    mark, colour = ("+", "green") if found is None else ("-", "red")
    dent = min((len(text) - len(text.lstrip()) for _, text, _ in lines if text.strip()), default=0)
    room = max(20, screen.width - len(_INDENT) - 4)
    last = lines[0][0] if lines else 0
    for n, text, differs in lines:
        if n > last + 1:
            yield screen.paint(f"{'⋮':>9}", "dim")
        last = n
        shown = _cut(text[dent:], room)
        gutter = screen.paint(f"{mark if differs else ' '} {n:>5} │", colour if differs else "dim")
        yield f"{gutter} {screen.paint(shown, colour) if differs else shown}".rstrip()
        if found is not None and n == found.line:
            yield from _carets(text, dent, room, found, screen)
    if found is not None:
        yield from told(found, screen)


def told(found: Problem, screen: Screen) -> Iterator[str]:
    """Yield what a finding says, and its hint."""
    yield from screen.wrapped(found.in_(screen.language), _INDENT, _INDENT)
    yield from advice(found, screen)


def act(sop: Sop, tried: Entry, mark: str, forged: Mapping[str, Any], screen: Screen) -> Iterator[str]:
    """Yield an act as one line: who, as whom, which step, how it ends, and what goes with it."""
    who = f"{one_line(tried.by or '')} ({actor(sop, tried.actor or '', screen)})"
    if tried.outcome == CANCELLED or tried.step is None:
        what = screen.say("explain.cancel")
    else:
        step = sop.step(tried.step)
        what = f"{step.number} {label(sop, step.id, screen)}"
        if step.is_decision:
            is_known = tried.outcome in dict(sop.ways(step))
            what += f" →\u00a0{outcome(step, tried.outcome, screen) if is_known else tried.outcome}"
    what += "".join(f" +{document}={reference}" for document, reference in tried.outputs.items())
    what += f": {tried.reason}" if tried.reason else ""
    what += f" ({screen.say('explain.forged', entry=json.dumps(forged, ensure_ascii=False))})" if forged else ""
    at = f"{tried.at:%H:%M}" if tried.at.tzinfo else f"{tried.at:%H:%M} ({screen.say('explain.no-zone')})"
    yield from screen.wrapped(
        f"{at}  {who}: {what}", " " * 12, f"  {mark}  ", style={"✗": "red", "✓": "green"}.get(mark, "")
    )


def _cut(text: str, room: int) -> str:
    """Return a line of a file, cut at its end where it is too long; its spaces stay."""
    shown = plain_line(text)
    return shown if cells(shown) <= room else f"{shown[: room // 2 if not shown.isascii() else room - 1]}…"


def _carets(text: str, dent: int, room: int, found: Problem, screen: Screen) -> Iterator[str]:
    begin = max(found.column - 1 - dent, 0)
    end = span(text, found.column) - 1 - dent
    before, under = cells(plain_line(text[dent:])[:begin]), max(1, cells(plain_line(text[dent:])[begin:end]))
    carets = "^" * min(under, max(1, room - before))
    if before < room:
        yield f"{screen.paint(' ' * 7 + ' │', 'dim')} {' ' * before}{screen.paint(carets, COLOURS[found.severity])}"


def _said(grade: str, screen: Screen) -> str:
    return screen.say("explain.severity.off" if grade == OFF else f"view.severity.{grade}")


def _graded(said: str, grade: str, screen: Screen) -> str:
    return screen.paint(said, COLOURS.get(grade, "dim"))
