"""
What was found in all files → the closing count, and what else there is to know.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sopkit.cli.terminal import show
from sopkit.views.findings import by_rule, gravest, tally, waived
from sopkit.views.screen import one_line

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterator, Sequence

    from sopkit.cli.files import Found
    from sopkit.errors import Problem
    from sopkit.views.screen import Screen

__all__ = ["close"]

_NAMES = 4  # of skipped files told without -v
_MANY = 20  # findings that one can survey; where there are more, they are counted by rule


def close(
    told: Sequence[Problem], found: Found, looks: Screen, *, more: int, in_full: Counter[str], verbose: bool,
    passed_over: int = 0,
) -> None:  # fmt: skip
    """
    Show the closing count and its notes.

    Args:
        told: everything that was found.
        found: the files it was looked for in.
        looks: where it is shown.
        more: how many problems there are beside those told.
        in_full: how many of each rule were told in full.
        verbose: whether everything was.
        passed_over: how many are not told again, because nothing has changed where they were found.
    """
    counting = [one for one in told if waived(one) is None]
    if len(counting) > _MANY:
        show("\n".join([*by_rule(counting, looks), ""]))
    counted = tally(told, looks, is_painted=True) or looks.paint(looks.say("view.findings.none"), "green")
    files = looks.counted("file", len(found.files))
    show(f"{files}: {counted}" + (looks.say("cli.check.more", more=more) if more else ""))
    notes = [*_notes(len(told) - len(counting), found, looks, verbose=verbose)]
    if passed_over:
        notes.append(looks.counted("passed-over", passed_over))
    if sum(in_full.values()) + passed_over < len(counting):
        notes.append(looks.say("cli.check.shortened"))
    fixable = sum(bool(one.fix) for one in counting)
    if fixable:
        notes.append(looks.counted("fixable", fixable))
    if in_full:
        notes.append(looks.say("cli.check.explain", rule=_first(counting, in_full)))
    for note in notes:
        for line in looks.wrapped(note, "  ", "", style="dim"):
            show(line)


def _notes(accepted: int, found: Found, looks: Screen, *, verbose: bool) -> Iterator[str]:
    if accepted:
        yield looks.counted("waived" if verbose else "waived-hidden", accepted)
    if found.skipped:
        names = found.skipped if verbose else found.skipped[:_NAMES]
        rest = ", …" if len(names) < len(found.skipped) else ""
        yield looks.say("cli.check.skipped", names=", ".join(map(one_line, names)) + rest)


def _first(counting: Sequence[Problem], in_full: Counter[str]) -> str:
    """Return the rule that stands first: in the count by rule, where there is one, else among what was told."""
    return gravest(counting)[0][1] if len(counting) > _MANY else next(iter(in_full))
