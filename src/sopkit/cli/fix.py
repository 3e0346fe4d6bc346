"""
A file + the fixes that its problems and findings carry → the file mended, after the change was shown.
"""

from __future__ import annotations

import re
from collections import Counter
from difflib import SequenceMatcher
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from sopkit import check
from sopkit.cli.files import read
from sopkit.cli.terminal import ask, can_ask, show
from sopkit.cli.writing import replace
from sopkit.edits import applied
from sopkit.errors import DefinitionError
from sopkit.reader import loads
from sopkit.views.findings import waived
from sopkit.views.screen import shortened

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sopkit.cli.files import Document
    from sopkit.errors import Problem
    from sopkit.views.screen import Screen

__all__ = ["better", "changes", "mended"]

_NO = ("n", "no", "t", "tidak")
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|\s+|[^\s"]')
_BEFORE = 12  # characters of a line shown before what changed in it, where the line is long


class _State(NamedTuple):
    """How good a text is as a definition."""

    is_sound: bool
    found: Sequence[Problem]
    """What counts: problems, or findings that are not waived."""
    total: int
    """How many there are, with those that are not told."""


def mended(document: Document, looks: Screen) -> Document:
    """
    Show what the fixes would change in this file, make them, and return the file as it then is.

    On a terminal somebody is asked first; where nobody can answer, whoever typed `--fix` has answered.

    Raises:
        Unusable: the file cannot be written; it is as it was.
    """
    text, rules = better(document.text, document.file)
    if text == document.text:
        return document
    show(looks.paint(document.file, "bold"))
    for line in changes(document.text, text, looks):
        show(line)
    show(looks.paint(", ".join(f"{rule} × {n}" for rule, n in rules.items()), "dim"))
    if can_ask() and not _is_agreed(looks):
        show(looks.say("cli.fix.kept", path=document.file) + "\n")
        return document
    replace(document.file, text, instead_of=document.text, looks=looks)
    show(looks.counted("fixed", sum(rules.values())) + "\n")
    return read(document.file)


def better(text: str, file: str) -> tuple[str, Counter[str]]:
    """Return `text` with each fix made that leaves nothing worse, and how many problems of which rule that mends."""
    rules: Counter[str] = Counter()
    state = _state(text, file)
    while True:
        fixable = [one for one in state.found if one.fix]
        tries = [fixable, *([one] for one in fixable)] if fixable else []  # all at once, else one at a time
        for some in tries:
            changed = _changed(text, some)
            after = _state(changed, file) if changed != text else state
            if _is_better(state, after, mended=len(some)):
                rules.update(one.rule for one in some)
                text, state = changed, after
                break
        else:
            return text, rules


def changes(before: str, after: str, looks: Screen) -> Iterator[str]:
    """Yield what differs between two texts: each line that goes and each that comes, with its number."""
    old, new = ([line.rstrip("\r") for line in text.split("\n")] for text in (before, after))
    room = looks.width - 12
    for kind, i, i_end, j, j_end in SequenceMatcher(None, old, new).get_opcodes():
        gone, come = old[i:i_end], new[j:j_end]
        if kind == "replace" and len(gone) == len(come) and max(map(len, gone + come)) > room:
            for n, pair in enumerate(zip(gone, come, strict=True), 1):
                for was, is_now in _excerpts(*pair, room):
                    yield _line("-", i + n, was, looks)
                    yield _line("+", j + n, is_now, looks)
        elif kind != "equal":
            yield from (_line("-", n, line, looks) for n, line in enumerate(gone, i + 1))
            yield from (_line("+", n, line, looks) for n, line in enumerate(come, j + 1))


def _line(sign: str, n: int, text: str, looks: Screen) -> str:
    style = "red" if sign == "-" else "green"
    return f"{looks.paint(f'{n:>7} │', 'dim')} {looks.paint(f'{sign} {shortened(text, looks.width - 12)}', style)}"


def _excerpts(old: str, new: str, room: int) -> Iterator[tuple[str, str]]:
    """Yield each stretch of two versions of a line in which they differ, no longer than a line of the screen."""
    if max(len(old.strip()), len(new.strip())) <= room:
        if old != new:
            yield old, new
        return
    tokens, others = _TOKEN.findall(old), _TOKEN.findall(new)
    shown = -1
    begins = [0, *accumulate(map(len, tokens))], [0, *accumulate(map(len, others))]
    for kind, i, i_end, j, j_end in SequenceMatcher(None, tokens, others).get_opcodes():
        if kind != "equal" and max(begins[0][i_end], begins[1][j_end]) > shown:
            cuts = max(0, begins[0][i] - _BEFORE), max(0, begins[1][j] - _BEFORE)
            shown = min(cuts) + room
            yield _cut(old, cuts[0]), _cut(new, cuts[1])


def _cut(line: str, begin: int) -> str:
    return "…" + line[begin:] if begin else line


def _state(text: str, file: str) -> _State:
    try:
        found = [one for one in check(loads(text, file=file)) if waived(one) is None]
    except DefinitionError as error:
        return _State(False, error.problems, error.total)
    return _State(True, found, len(found))


def _changed(text: str, some: Iterable[Problem]) -> str:
    """Return the text with these problems mended; as it is if their fixes contradict each other."""
    try:
        return applied(text, [edit for one in some for edit in one.fix])
    except ValueError:
        return text


def _is_better(before: _State, after: _State, *, mended: int) -> bool:
    """Return whether that many things are no longer wrong, and nothing is that was not wrong before."""
    if before.is_sound != after.is_sound:
        return after.is_sound  # what a check then finds was there all along
    are_all_told = before.total == len(before.found)
    new = Counter(one.rule for one in after.found) - Counter(one.rule for one in before.found)
    return after.total <= before.total - mended and not (new and are_all_told)


def _is_agreed(looks: Screen) -> bool:
    try:
        answer = ask(looks.say("cli.fix.ask"))
    except EOFError:
        show("")
        return False
    return answer.lower() not in _NO
