"""
Cases ⇄ files, one for each case.
"""

from __future__ import annotations

import errno
import json
import sys
from collections import Counter
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from sopkit.cli.case.seen import gathered
from sopkit.cli.desks import at_desk, case_id, store_option, tell_refusal, telling, unusable
from sopkit.cli.files import Document, bounded, limited
from sopkit.cli.parts import Unusable, Verb, argument, file_option, flag, why
from sopkit.cli.progress import progress
from sopkit.cli.report import report
from sopkit.cli.terminal import show, show_json
from sopkit.cli.writing import create, holds
from sopkit.desk.transfer import export_of
from sopkit.errors import DefinitionError, Refusal, StoreDamaged, StoreError
from sopkit.wording import say

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sopkit.desk import Desk
    from sopkit.views.screen import Screen

__all__ = ["export", "import_"]

_LONGEST = 180  # characters of a file name that are taken from the id
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
            came: Counter[str] = Counter()
            for n, id in enumerate(ids):
                told(n, len(ids))
                came[_written(id, Path(folder, _name(id)), desk, looks)] += 1
            told(len(ids), len(ids))
        for code, count in (("done", came["done"]), ("same", came["same"])):
            if count or (code == "done" and not came["same"]):
                show(looks.say(f"cli.case.export.{code}", cases=looks.counted("case", count), path=folder))
        return int(came["failed"] > 0)

    return at_desk(work, store, looks, err=folder is None)


def _name(id: str) -> str:
    """Return the name of the file for a case: its id, as far as a file name may hold it."""
    name = quote(id, safe=" ")
    if len(name) > _LONGEST:
        name = f"{name[:_LONGEST]}~{sha256(id.encode()).hexdigest()[:16]}"
    return f"{name}.case.json"


def _written(id: str, path: Path, desk: Desk, looks: Screen) -> str:
    """
    Write a case into its file and return `done`; `same` where that holds it already, `failed` if it cannot be, told.

    Raises:
        Unusable: no other case can be written either.
    """
    try:
        text = json.dumps(desk.export(id), ensure_ascii=False, indent=2) + "\n"
        if holds(path, text.encode()):
            return "same"
        create(str(path), text, looks)
    except StoreDamaged as error:
        _not_done(unusable(error, looks).message, looks)
    except (Refusal, StoreError) as error:
        tell_refusal(error, desk, looks, "text")
    except Unusable as error:
        if getattr(error.__cause__, "errno", None) not in (errno.EEXIST, errno.ENAMETOOLONG):
            raise
        _not_done(error.message, looks)
    else:
        return "done"
    return "failed"


def import_(language: str) -> Verb:
    """Return the command that keeps cases from files."""
    return Verb("case import", language, _import, [
        argument("files", language, many=True, required=True),
        store_option(language),
    ])  # fmt: skip


def _import(looks: Screen, files: Sequence[str], store: str) -> int:
    waiting = sorted(files, key=_opened) if len(files) > 1 else [*files]
    first = b""
    while waiting and not first:  # a store is made for a case that can be kept, and for nothing else
        data = _data(waiting[0], looks)
        if data and _is_taken(waiting[0], data, export_of, None, looks):
            first = data
        else:
            del waiting[0]
    if not first:
        return 1

    def work(desk: Desk) -> int:
        kept = 0
        with progress("cli.case.import.progress", looks) as told:
            for n, file in enumerate(waiting):
                told(n, len(waiting))
                data = _data(file, looks) if n else first
                kept += bool(data) and _is_taken(file, data, desk.import_case, desk, looks)
            told(len(waiting), len(waiting))
        with telling(looks):
            show(looks.say("cli.case.import.done", cases=looks.counted("case", kept)))
        return int(kept < len(files))

    return at_desk(work, store, looks, is_new=True)


def _opened(file: str) -> int:
    """Return when the case in a file was opened: the oldest comes first, as in the store it is from."""
    try:
        return int(json.loads(bounded(file, _MOST))["records"][0]["at"]) if file != "-" else 0
    except (OSError, ValueError, LookupError, TypeError, OverflowError, RecursionError):
        return 0  # it is told what that is when its turn comes


def _data(file: str, looks: Screen) -> bytes:
    """Return what is in a file that is named to be imported; nothing where that cannot be, which is told."""
    try:
        data = limited(sys.stdin.buffer, _MOST) if file == "-" else bounded(file, _MOST)
    except OSError as error:
        code = "cli.error.no-path" if isinstance(error, FileNotFoundError) else "cli.error.unread"
        _not_done(looks.say(code, path=file, why=why(error)), looks)
        return b""
    if not data:
        _not_done(looks.say("cli.case.import.other", path=file), looks)
    return data


def _is_taken(file: str, data: bytes, take: Callable[[bytes], object], desk: Desk | None, looks: Screen) -> bool:
    """Do with an export what is to be done, or say why it cannot be."""
    try:
        take(data)
    except DefinitionError as error:
        text = data.decode("utf-8", errors="replace").removeprefix("﻿")
        other = _other(text)
        if other:
            _not_done(looks.say(f"cli.case.import.{other}", path=file), looks)
        else:
            found = Document(file, text, None, error.problems, error.total - len(error.problems))
            report(found, error.problems, looks, verbose=True)
    except (Refusal, StoreError) as error:
        tell_refusal(error, desk, looks, "text")
    else:
        return True
    return False


def _other(text: str) -> str:
    """Return what a text is that is no export: `sop`, or `other`; nothing where it is meant to be one."""
    try:
        tree = json.loads(text)
    except (ValueError, RecursionError):
        return "" if '"records"' in text else "other"
    is_object = isinstance(tree, dict)
    if is_object and tree.get("sopkit") == "case":
        return ""
    return "sop" if is_object and "steps" in tree else "other"


def _not_done(sentence: str, looks: Screen) -> None:
    for line in looks.wrapped(sentence, style="red"):
        show(line)
