"""
What changed between two definitions → lines for a terminal, or a Markdown table for the minutes of a revision.

What is shown here is known by its attributes alone; the room that makes it stays out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from sopkit.views.screen import cells, clean, shortened

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from sopkit.model import Text
    from sopkit.views.screen import Screen

__all__ = ["changes", "minutes", "verdict"]

_INDENT, _DEEP = " " * 4, " " * 8
_MARK = "  * "  # instead of the indent, where running cases are concerned
_TOLD_IN_FULL = ("step-added", "step-removed")  # their sentences name the step


class _Said(Protocol):
    def in_(self, language: str) -> str: ...


class _Change(_Said, Protocol):
    @property
    def kind(self) -> str: ...
    @property
    def step(self) -> str | None: ...
    @property
    def bears_on_cases(self) -> bool: ...
    @property
    def is_of_values(self) -> bool: ...
    def where_in(self, language: str) -> str: ...
    def what_in(self, language: str) -> str: ...
    def part_in(self, language: str) -> str: ...
    def old_in(self, language: str) -> str: ...
    def new_in(self, language: str) -> str: ...


def changes(
    title: str, told: Sequence[_Change], labels: Mapping[str, Text], remarks: Sequence[str], screen: Screen
) -> Iterator[str]:
    """
    Yield the lines that tell what changed: how much, then a paragraph for the SOP and one for each step.

    Args:
        title: what the SOP is called.
        told: what changed, in the order to tell it.
        labels: what people call each step, by its id.
        remarks: what the reader should know beside that.
        screen: where it is shown.
    """
    yield from screen.wrapped(title, style="bold")
    bearing = sum(change.bears_on_cases for change in told)
    counted = [screen.counted("change", len(told)), *([screen.counted("bearing", bearing)] if bearing else [])]
    yield from screen.wrapped(", ".join(counted) if told else screen.say("change.view.none"))
    at = ""
    for change in told:
        head = change.where_in(screen.language) or screen.say("change.view.sop")
        if head != at:
            yield ""
            yield _heading(head, change, labels, screen)
            at = head
        yield from _lines(change, screen)
    if bearing:
        yield ""
        yield from screen.wrapped(screen.say("change.view.bearing"), style="dim")
    for remark in remarks:
        yield ""
        yield from screen.wrapped(remark, "  ", "", style="yellow")


def _heading(head: str, change: _Change, labels: Mapping[str, Text], screen: Screen) -> str:
    head = head[:1].upper() + head[1:]
    label = labels.get(change.step or "")
    said = f" · {label.in_(screen.language)}" if label and change.kind not in _TOLD_IN_FULL else ""
    return screen.paint(shortened(head + said, screen.width), "bold")


def _lines(change: _Change, screen: Screen) -> Iterator[str]:
    """Yield a change in one line; where old and new do not fit, below one another."""
    first = screen.paint(_MARK, "yellow") if change.bears_on_cases else _INDENT
    what = change.what_in(screen.language)
    if not change.is_of_values or ("\n" not in what and cells(_INDENT + clean(what)) <= screen.width):
        yield from screen.wrapped(what, _INDENT, first)
        return
    part = change.part_in(screen.language).removeprefix(f"{change.where_in(screen.language)}, ")
    yield from screen.wrapped(f"{part}:", _INDENT, first)
    for code, value in (("old", change.old_in(screen.language)), ("new", change.new_in(screen.language))):
        head = screen.say(f"change.view.{code}").ljust(9)
        yield from screen.wrapped(value, _DEEP + " " * 9, _DEEP + screen.paint(head, "dim"))


def minutes(title: str, told: Sequence[_Change], remarks: Sequence[str], screen: Screen) -> Iterator[str]:
    """Yield Markdown: the title, a table of number, part, what was said and what is said now, and the remarks."""
    yield f"## {_escaped(title)}"
    yield ""
    if told:
        yield _row([screen.say(f"change.view.column.{column}") for column in ("no", "part", "old", "new")])
        yield _row(["--:", "---", "---", "---"])
    else:
        yield _escaped(screen.say("change.view.none"))
    for n, change in enumerate(told, 1):
        part = change.part_in(screen.language)
        values = (part[:1].upper() + part[1:], change.old_in(screen.language), change.new_in(screen.language))
        yield _row([str(n), *map(_escaped, values)])
    yield from ([""] if remarks else [])
    yield from (f"- {_escaped(remark)}" for remark in remarks)


def verdict(
    case: str, said: _Said, reasons: Sequence[_Said], screen: Screen, *, is_markdown: bool = False
) -> Iterator[str]:
    """Yield the lines that tell whether a case can go on, and why not."""
    yield ""
    head, answer = screen.say("change.view.case", case=case), said.in_(screen.language)
    if is_markdown:
        yield from (f"### {_escaped(head)}", "", _escaped(answer), *([""] if reasons else []))
        yield from (f"- {_escaped(reason.in_(screen.language))}" for reason in reasons)
        return
    yield from screen.wrapped(f"{head}: {answer}", style="bold")
    for reason in reasons:
        yield from screen.wrapped(reason.in_(screen.language), _INDENT, "  - ")


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _escaped(text: str) -> str:
    """Return `text` as Markdown that shows it as it stands, on one line."""
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    for sign in "\\`*_[]|~$#":
        text = text.replace(sign, f"\\{sign}")
    return clean(text).strip().replace("\n", "<br>")
