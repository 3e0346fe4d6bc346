"""
Cases ⇄ files, one for each case.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from sopkit.cli.case.seen import gathered
from sopkit.cli.desks import at_desk, case_id, store_option, tell_refusal
from sopkit.cli.files import Document, bounded, limited
from sopkit.cli.parts import Unusable, Verb, argument, file_option, flag, why
from sopkit.cli.progress import progress
from sopkit.cli.report import report
from sopkit.cli.terminal import show, show_json
from sopkit.cli.writing import create
from sopkit.errors import DefinitionError, Refusal, StoreError
from sopkit.wording import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sopkit.desk import Desk
    from sopkit.render.screen import Screen

__all__ = ["export", "import_"]

_MOST = 64 * 1024 * 1024  # bytes: a case with some 100,000 records


def export(language: str) -> Verb:
    """Return the command that writes cases into files."""
    return Verb("case export", language, _export, [
        case_id(language, "cases", many=True),
        flag("--all is_all", language, "cli.case.export.all"),
        file_option("--to folder", language, "cli.case.export.to", metavar=say("cli.metavar.folder", language)),
        store_option(language),
    ])  # fmt: skip


def _export(looks: Screen, cases: Sequence[str], is_all: bool, folder: str | None, store: str) -> int:
    if is_all == bool(cases):
        raise Unusable(looks.say("cli.case.export.which"))
    if folder is None and (is_all or len(cases) > 1):
        raise Unusable(looks.say("cli.case.export.where"))
    if folder is not None and not Path(folder).is_dir():
        raise Unusable(looks.say("cli.case.export.folder", path=folder))

    def work(desk: Desk) -> int:
        if folder is None:
            show_json(desk.export(cases[0]))
            return 0
        ids = cases or [one.id for one in gathered(lambda after, n: desk.search(after=after, limit=n), 0)[0]]
        with progress("cli.case.export.progress", looks) as told:
            for n, id in enumerate(ids):
                told(n, len(ids))
                text = json.dumps(desk.export(id), ensure_ascii=False, indent=2) + "\n"
                create(str(Path(folder, f"{quote(id, safe=' ')}.case.json")), text, looks)
            told(len(ids), len(ids))
        show(looks.say("cli.case.export.done", cases=looks.counted("case", len(ids)), path=folder))
        return 0

    return at_desk(work, store, looks, err=folder is None)


def import_(language: str) -> Verb:
    """Return the command that keeps cases from files."""
    return Verb("case import", language, _import, [
        argument("files", language, many=True, required=True),
        store_option(language),
    ])  # fmt: skip


def _import(looks: Screen, files: Sequence[str], store: str) -> int:
    def work(desk: Desk) -> int:
        kept = 0
        with progress("cli.case.import.progress", looks) as told:
            for n, file in enumerate(files):
                told(n, len(files))
                kept += _kept(file, desk, looks)
            told(len(files), len(files))
        show(looks.say("cli.case.import.done", cases=looks.counted("case", kept)))
        return int(kept < len(files))

    return at_desk(work, store, looks, is_new=True)


def _kept(file: str, desk: Desk, looks: Screen) -> bool:
    """Keep the case in a file whole, or say why it is not kept."""
    try:
        data = limited(sys.stdin.buffer, _MOST) if file == "-" else bounded(file, _MOST)
        desk.import_case(data)
    except OSError as error:
        code = "cli.error.no-path" if isinstance(error, FileNotFoundError) else "cli.error.unread"
        _not_kept(looks.say(code, path=file, why=why(error)), looks)
    except DefinitionError as error:
        text = data.decode("utf-8", errors="replace").removeprefix("\ufeff")
        if "records" not in text:
            _not_kept(looks.say("cli.case.import.other", path=file), looks)
        else:
            found = Document(file, text, None, error.problems, error.total - len(error.problems))
            report(found, error.problems, looks, verbose=True)
    except (Refusal, StoreError) as error:
        tell_refusal(error, desk, looks, "text")
    else:
        return True
    return False


def _not_kept(sentence: str, looks: Screen) -> None:
    for line in looks.wrapped(sentence, style="red"):
        show(line)
