"""
A file, perhaps with the journal of a case → its flow as a text that Mermaid or Graphviz draws.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from sopkit.case import replay
from sopkit.cli.parts import Unusable, Verb, argument, one_of, option, why
from sopkit.cli.report import sound
from sopkit.cli.terminal import show
from sopkit.cli.writing import create
from sopkit.errors import Refusal
from sopkit.journal import Entry
from sopkit.render.dot import dot
from sopkit.render.mermaid import mermaid
from sopkit.render.stop import refused
from sopkit.wording import say

if TYPE_CHECKING:
    from sopkit.model import JSON
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
        entries = _entries(journal, looks)
        try:
            case = replay(sop, map(Entry.from_dict, entries))
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


def _entries(journal: str, looks: Screen) -> list[JSON]:
    """
    Return the entries in this file, as JSON values: the file is a list of them, or what `walk` prints.

    Raises:
        Unusable: the file cannot be read, or holds no such list.
    """
    try:
        data = sys.stdin.buffer.read() if journal == "-" else Path(journal).read_bytes()
        whole = json.loads(data)
    except FileNotFoundError as error:
        raise Unusable(looks.say("cli.error.no-path", path=journal)) from error
    except OSError as error:
        raise Unusable(looks.say("cli.draw.unreadable", path=journal, why=why(error))) from error
    except (ValueError, RecursionError) as error:
        raise Unusable(looks.say("cli.draw.no-journal", path=journal)) from error
    entries = whole.get("journal") if isinstance(whole, dict) else whole
    if not isinstance(entries, list):
        raise Unusable(looks.say("cli.draw.no-journal", path=journal))
    return entries
