"""
A file, perhaps with the journal of a case → its flow as a text that Mermaid or Graphviz draws.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sopkit.cli.journals import replayed
from sopkit.cli.parts import Unusable, Verb, argument, file_option, one_of
from sopkit.cli.report import sound
from sopkit.cli.terminal import show
from sopkit.cli.writing import create
from sopkit.errors import Refusal
from sopkit.views.dot import dot
from sopkit.views.mermaid import mermaid
from sopkit.views.stop import refused
from sopkit.wording import say

if TYPE_CHECKING:
    from sopkit.case import Case
    from sopkit.model import Sop
    from sopkit.views.screen import Screen

__all__ = ["verb"]

_DRAWN = {"mermaid": mermaid, "dot": dot}


def verb(language: str) -> Verb:
    """Return the command."""
    return Verb("draw", language, _run, [
        argument("path", language),
        one_of("--format shape", tuple(_DRAWN), language, "cli.draw.format", default="mermaid"),
        file_option("--case journal", language, "cli.draw.case", metavar=say("cli.metavar.journal", language)),
        file_option("-o --output output", language, "cli.draw.output", metavar=say("cli.metavar.path", language)),
    ])  # fmt: skip


def _run(looks: Screen, path: str, shape: str, journal: str | None, output: str | None) -> int:
    sop = sound(path, looks, err=True)
    if sop is None:
        return 1
    case = None if journal is None else _case(journal, sop, looks)
    drawn = _DRAWN[shape](sop, language=looks.language, case=case)
    if output is None or output == "-":
        show(drawn, nl=False)
    else:
        create(output, drawn, looks)
    return 0


def _case(path: str, sop: Sop, looks: Screen) -> Case:
    """Return the case whose journal stands in a file."""
    try:
        return replayed(path, sop, looks)
    except Refusal as refusal:
        raise Unusable(looks.say("cli.draw.refused", path=path, why=refused(refusal, sop, looks))) from refusal
