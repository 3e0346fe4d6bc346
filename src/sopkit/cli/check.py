"""
Files and folders → problems and findings, and whether any of them is grave.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sopkit import check
from sopkit.cli.files import find, read
from sopkit.cli.parts import Unusable, Verb, argument, flag, format_option, one_of
from sopkit.cli.report import as_json, report
from sopkit.cli.terminal import show, show_json
from sopkit.render.findings import SEVERITIES, tally, waived

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sopkit.cli.files import Document, Found
    from sopkit.errors import Problem
    from sopkit.render.screen import Screen

__all__ = ["verb"]

_NAMES = 4  # of skipped files told without -v


def verb(language: str) -> Verb:
    """Return the command."""
    return Verb("check", language, _run, [
        argument("paths", language, many=True),
        one_of("--fail-on", SEVERITIES, language, "cli.check.fail-on", default="error"),
        format_option(language),
        flag("-v --verbose", language, "cli.check.verbose"),
    ])  # fmt: skip


def _run(looks: Screen, paths: Sequence[str], fail_on: str, shape: str, verbose: bool) -> int:
    found = find(paths, looks)
    if not found.files:
        code = "cli.error.only-others" if found.skipped else "cli.error.nothing-to-check"
        raise Unusable(looks.say(code, names=", ".join(found.skipped[:_NAMES])))
    told: list[Problem] = []
    documents = []
    for document in map(read, found.files):
        here = _found_in(document)
        told += here
        documents.append((document, here))
        if shape == "text":
            report(document, here, looks, verbose=verbose)
    more = sum(document.more for document, _ in documents)
    if shape == "json":
        show_json(as_json(told, found, looks))
    else:
        _close(told, found, more, looks, verbose=verbose)
    grave = SEVERITIES[: SEVERITIES.index(fail_on) + 1]
    return int(any(one.severity in grave and waived(one) is None for one in told))


def _found_in(document: Document) -> list[Problem]:
    found = document.problems if document.sop is None else check(document.sop)
    return sorted(found, key=lambda one: (one.line, one.column))


def _close(told: Sequence[Problem], found: Found, more: int, looks: Screen, *, verbose: bool) -> None:
    """Show the closing count."""
    files = looks.counted("file", len(found.files))
    counted = tally(told, looks) or looks.paint(looks.say("view.findings.none"), "green")
    show(f"{files}: {counted}" + (looks.say("cli.check.more", more=more) if more else ""))
    accepted = sum(waived(one) is not None for one in told)
    if accepted:
        show(looks.paint(looks.counted("waived" if verbose else "waived-hidden", accepted), "dim"))
    if found.skipped:
        names = found.skipped if verbose else found.skipped[:_NAMES]
        rest = ", …" if len(names) < len(found.skipped) else ""
        sentence = looks.say("cli.check.skipped", names=", ".join(names) + rest)
        for line in looks.wrapped(sentence, "  ", "", style="dim"):
            show(line)
