"""
The name of a file → the case whose journal stands in it.
"""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

from sopkit.case import replay
from sopkit.cli.files import bounded, limited
from sopkit.cli.parts import Unusable, why
from sopkit.journal import Entry

if TYPE_CHECKING:
    from sopkit.case import Case
    from sopkit.model import Sop
    from sopkit.views.screen import Screen

__all__ = ["replayed"]

_MOST = 64 * 1024 * 1024  # bytes: the journal of a case with some 100,000 entries


def replayed(path: str, sop: Sop, looks: Screen) -> Case:
    """
    Return the case whose journal is in this file (`-` is stdin): what `walk` prints, or a bare list of entries.

    Raises:
        Unusable: there is no such file, it cannot be read, or it holds no journal.
        Refusal: the journal does not hold under `sop`.
    """
    try:
        # json knows by itself which of its encodings the bytes are in.
        told = json.loads(limited(sys.stdin.buffer, _MOST) if path == "-" else bounded(path, _MOST))
    except OSError as error:
        code = "cli.error.no-path" if isinstance(error, FileNotFoundError) else "cli.error.journal"
        raise Unusable(looks.say(code, path=path, why=why(error))) from error
    except (ValueError, RecursionError) as error:
        raise Unusable(looks.say("cli.error.journal-form", path=path)) from error
    entries = told.get("journal") if isinstance(told, dict) else told
    if not isinstance(entries, list) or not entries:
        raise Unusable(looks.say("cli.error.journal-form", path=path))
    return replay(sop, [Entry.from_dict(entry) for entry in entries])
