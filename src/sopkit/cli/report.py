"""
What was found in files → the lines or the JSON that tell it.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import attrs

from sopkit.cli.files import Found, one
from sopkit.cli.terminal import show, show_json
from sopkit.views.findings import Row, findings, tally, waived
from sopkit.views.screen import one_line

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterable, Sequence

    from sopkit.cli.files import Document
    from sopkit.errors import Problem
    from sopkit.model import JSON, Sop
    from sopkit.views.screen import Screen

__all__ = ["as_json", "hand_over", "report", "show_commands", "show_pairs", "sound"]


def sound(path: str, looks: Screen, shape: str = "text", *, err: bool = False) -> Sop | None:
    """
    Return the Sop in the one file that a verb is about; None if it holds problems, which then have been told.

    Args:
        path: the name of the file.
        looks: where they are told.
        shape: `json` where a program reads them.
        err: whether they go to stderr, because what the verb prints is a picture or a document.

    Raises:
        Unusable: there is no such file, or it is a folder, a pipe or a device.
    """
    document = one(path, looks)
    if document.sop is None and shape == "json":
        show_json(as_json(document.problems, Found((path,), ()), looks, more=document.more))
    elif document.sop is None:
        report(document, document.problems, looks, verbose=True, err=err)
        show(looks.say("cli.not-sound", path=path, counted=tally(document.problems, looks)), err=err)
    return document.sop


def report(
    document: Document, found: Sequence[Problem], looks: Screen, *,
    verbose: bool = False, told: Counter[str] | None = None, err: bool = False,
) -> None:  # fmt: skip
    """Show what was found in one file; what is waived only on demand. `told` counts on what was told in full."""
    found = [one for one in found if verbose or waived(one) is None]
    if found:
        show(looks.paint(one_line(document.file), "bold"), err=err)
    for line in findings(found, document.text, _rows(document), looks, is_full=verbose, told=told):
        show(line, err=err)
    if document.more:
        show(looks.say("definition.more", more=document.more) + "\n", err=err)


def _rows(document: Document) -> dict[str, Row]:
    """Return what people call each step; of a file that is no SOP yet, as far as it tells."""
    if document.sop is not None:
        return {step.id: Row(step.number, str(document.sop.label(step.id))) for step in document.sop.steps}
    return _guessed(document.text) if any(one.step for one in document.problems) else {}


def _guessed(text: str) -> dict[str, Row]:
    """Return the row of each step of a text that is no SOP yet, as far as it tells."""
    import json

    rows, n = {}, 0
    with suppress(ValueError, LookupError, TypeError):
        for step in (one for one in json.loads(text)["steps"] if isinstance(one, dict)):
            n += step.get("same_row") is not True
            activity = step.get("activity", "")
            label = next(iter(activity.values()), "") if isinstance(activity, dict) else activity
            rows[str(step.get("id"))] = Row(str(step.get("number", n)), str(label))
    return rows


def show_commands(pairs: Iterable[tuple[str, str]], looks: Screen) -> None:
    """Show each command behind what it is for, or below it where that is too long: it is never broken."""
    told = list(pairs)
    widest = max(len(head) for head, _ in told) + 2
    fits = all(2 + widest + len(value) <= looks.width for _, value in told)
    for head, value in told:
        between = " " * (widest - len(head)) if fits else "\n    "
        show(f"  {looks.paint(head, 'dim')}{between}{value}")


def show_pairs(pairs: Iterable[tuple[str, str]], looks: Screen) -> None:
    """Show each value behind its head, all of them in one column."""
    told = list(pairs)
    widest = max(len(head) for head, _ in told) + 2
    for head, value in told:
        for line in looks.wrapped(value, " " * (widest + 2), f"  {looks.paint(head.ljust(widest), 'dim')}"):
            show(line)


def as_json(told: Sequence[Problem], found: Found, looks: Screen, *, more: int) -> JSON:
    """Return the report as JSON values; its keys are the attribute names, `more` the problems that are not listed."""
    names = ("rule", "severity", "file", "pointer", "line", "column", "step", "facts")
    return {
        "findings": [
            {name: getattr(one, name) for name in names}
            | {"message": one.in_(looks.language), "hint": one.hint_in(looks.language), "waived": waived(one)}
            | {"fix": [{"kind": edit.kind, "pointer": edit.pointer, "text": edit.text} for edit in one.fix]}
            for one in told
        ],
        "more": more,
        "files": found.files,
        "skipped": found.skipped,
    }


def hand_over(shape: str, told: Sequence[Problem], documents: Sequence[Document], looks: Screen) -> None:
    """Show what was found in the form that another program reads: `github` or `sarif`."""
    found = [attrs.evolve(one, file=_from_here(one.file)) for one in told]
    texts = {_from_here(document.file): document.text for document in documents if document.text}
    more = sum(document.more for document in documents)
    rest = looks.say("definition.more", more=more).strip() if more else ""
    if shape == "sarif":
        from sopkit import __version__
        from sopkit.views.sarif import sarif

        show_json(sarif(found, texts, rest, language=looks.language, version=__version__))
        return
    from sopkit.views.github import github

    lines = {file: text.split("\n") for file, text in texts.items()}
    for line in github(found, lines, rest, language=looks.language):
        show(line)


def _from_here(file: str) -> str:
    """Return the path of a file from this folder, with forward slashes; one that lies elsewhere in full."""
    here = os.path.relpath(file)
    return Path(os.path.abspath(file) if here.startswith(os.pardir) else here).as_posix()  # noqa: PTH100 - no link is followed
