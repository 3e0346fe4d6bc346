"""
A file, perhaps with the journal of a case → its flow as a text that Mermaid or Graphviz draws.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sopkit.cli.journals import replayed
from sopkit.cli.parts import Verb, argument, one_of, option
from sopkit.cli.report import sound
from sopkit.cli.terminal import show
from sopkit.cli.writing import create
from sopkit.errors import Refusal
from sopkit.render.dot import dot
from sopkit.render.mermaid import mermaid
from sopkit.render.stop import refused
from sopkit.wording import say

if TYPE_CHECKING:
    from sopkit.render.screen import Screen

__all__ = ["verb"]

_DRAWN = {"mermaid": mermaid, "dot": dot}


def verb(language: str) -> Verb:
    """Return the command."""
    return Verb("draw", language, _run, [
        argument("path", language),
        one_of("--format shape", tuple(_DRAWN), language, "cli.draw.format", default="mermaid"),
        option("--case journal", language, "cli.draw.case", metavar=say("cli.metavar.journal", language)),
        option("-o --output output", language, "cli.draw.output", metavar=say("cli.metavar.path", language)),
    ])  # fmt: skip


def _run(looks: Screen, path: str, shape: str, journal: str | None, output: str | None) -> int:
    sop = sound(path, looks)
    if sop is None:
        return 1
    case = None
    if journal is not None:
        try:
            case = replayed(journal, sop, looks)
        except Refusal as refusal:
            said = looks.say("cli.draw.refused", path=journal, why=refused(refusal, sop, looks))
            for line in looks.wrapped(said, style="red"):
                show(line)
            return 1
    drawn = _DRAWN[shape](sop, language=looks.language, case=case)
    if output is None:
        show(drawn, nl=False)
    else:
        create(output, drawn, looks)
    return 0
