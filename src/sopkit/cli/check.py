"""
Files and folders → problems and findings, and whether any of them is grave.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from sopkit import check
from sopkit.cli.closing import close
from sopkit.cli.files import find, read
from sopkit.cli.parts import Unusable, Verb, argument, flag, format_option, one_of
from sopkit.cli.report import as_json, hand_over, report
from sopkit.cli.terminal import show_json
from sopkit.render.findings import SEVERITIES, waived

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sopkit.cli.files import Document
    from sopkit.errors import Problem
    from sopkit.render.screen import Screen

__all__ = ["verb"]

_NAMES = 4  # of skipped files told without -v


def verb(language: str) -> Verb:
    """Return the command."""
    return Verb("check", language, _run, [
        argument("paths", language, many=True),
        one_of("--fail-on", SEVERITIES, language, "cli.check.fail-on", default="error"),
        format_option(language, "github", "sarif"),
        flag("-v --verbose", language, "cli.check.verbose"),
    ])  # fmt: skip


def _run(looks: Screen, paths: Sequence[str], fail_on: str, shape: str, verbose: bool) -> int:
    found = find(paths, looks)
    if not found.files:
        code = "cli.error.only-others" if found.skipped else "cli.error.nothing-to-check"
        raise Unusable(looks.say(code, names=", ".join(found.skipped[:_NAMES])))
    told: list[Problem] = []
    documents: list[Document] = []
    in_full: Counter[str] = Counter()
    for document in map(read, found.files):
        here = _found_in(document)
        told += here
        documents.append(document)
        if shape == "text":
            report(document, here, looks, verbose=verbose, told=in_full)
    if shape == "json":
        show_json(as_json(told, found, looks))
    elif shape == "text":
        more = sum(document.more for document in documents)
        close(told, found, looks, more=more, in_full=in_full, verbose=verbose)
    else:
        hand_over(shape, told, documents, looks)
    grave = SEVERITIES[: SEVERITIES.index(fail_on) + 1]
    return int(any(one.severity in grave and waived(one) is None for one in told))


def _found_in(document: Document) -> list[Problem]:
    found = document.problems if document.sop is None else check(document.sop)
    return sorted(found, key=lambda one: (one.line, one.column))
