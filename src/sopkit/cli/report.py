"""
What was found in files → the lines or the JSON that tell it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sopkit.cli.files import Found, one
from sopkit.cli.terminal import show, show_json
from sopkit.render.findings import findings, tally, waived

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sopkit.cli.files import Document
    from sopkit.errors import Problem
    from sopkit.model import JSON, Sop
    from sopkit.render.screen import Screen

__all__ = ["as_json", "report", "show_pairs", "sound"]


def sound(path: str, looks: Screen, shape: str = "text") -> Sop | None:
    """
    Return the Sop in the one file that a verb is about; None if it holds problems, which then have been told.

    Raises:
        Unusable: there is no such file, or it is a folder.
    """
    document = one(path, looks)
    if document.sop is None and shape == "json":
        show_json(as_json(document.problems, Found((path,), ()), looks))
    elif document.sop is None:
        report(document, document.problems, looks)
        show(looks.say("cli.not-sound", path=path, counted=tally(document.problems, looks)))
    return document.sop


def report(document: Document, found: Sequence[Problem], looks: Screen, *, verbose: bool = False) -> None:
    """Show what was found in one file; what is waived only on demand."""
    found = [one for one in found if verbose or waived(one) is None]
    numbers = {step.id: step.number for step in document.sop.steps} if document.sop else {}
    if found:
        show(looks.paint(document.file, "bold"))
    for line in findings(found, document.text, numbers, looks, is_full=verbose):
        show(line)
    if document.more:
        show(looks.say("definition.more", more=document.more) + "\n")


def show_pairs(pairs: Iterable[tuple[str, str]], looks: Screen) -> None:
    """Show each value behind its head, all of them in one column."""
    told = list(pairs)
    widest = max(len(head) for head, _ in told) + 2
    for head, value in told:
        for line in looks.wrapped(value, " " * (widest + 2), f"  {looks.paint(head.ljust(widest), 'dim')}"):
            show(line)


def as_json(told: Sequence[Problem], found: Found, looks: Screen) -> JSON:
    """Return the report as JSON values; its keys are the attribute names."""
    names = ("rule", "severity", "file", "pointer", "line", "column", "step", "facts")
    return {
        "findings": [
            {name: getattr(one, name) for name in names}
            | {"message": one.in_(looks.language), "hint": one.hint_in(looks.language), "waived": waived(one)}
            for one in told
        ],
        "files": found.files,
        "skipped": found.skipped,
    }
