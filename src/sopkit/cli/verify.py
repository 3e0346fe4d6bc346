"""
A store, perhaps with a checkpoint of it → whether everything in it is as it was written.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import attrs

from sopkit.cli.desks import at_desk, store_option
from sopkit.cli.files import bounded
from sopkit.cli.parts import Unusable, Verb, file_option, format_option, why
from sopkit.cli.progress import progress
from sopkit.cli.terminal import show, show_json
from sopkit.cli.writing import create
from sopkit.wording import say

if TYPE_CHECKING:
    from sopkit.desk import Desk, Trouble, Verification
    from sopkit.model import JSON
    from sopkit.views.screen import Screen

__all__ = ["verb"]

_OF_A_RECORD = ("chain", "value", "order", "cut")  # the others are about all of a case
_MOST = 1024 * 1024 * 1024  # bytes: a checkpoint of some ten million cases


def verb(language: str) -> Verb:
    """Return the command."""
    file = say("cli.metavar.path", language)
    return Verb("verify", language, _run, [
        file_option("--checkpoint", language, "cli.verify.checkpoint", metavar=file),
        file_option("--save", language, "cli.verify.save", metavar=file),
        store_option(language),
        format_option(language),
    ])  # fmt: skip


def _run(looks: Screen, checkpoint: str | None, save: str | None, store: str, shape: str) -> int:
    known = _known(checkpoint, looks) if checkpoint else None

    def work(desk: Desk) -> int:
        now = desk.checkpoint() if save else None  # of before: what is verified is at least that
        with progress("cli.verify.progress", looks) as told:
            found = desk.verify(known, told=told)
        if shape == "json":
            show_json(_as_json(found, looks))
        else:
            _tell(found, looks)
        if found.is_whole and save:
            create(save, json.dumps(now, ensure_ascii=False, indent=1) + "\n", looks)
            _also("cli.verify.saved", save, shape, looks)
        elif save:
            _also("cli.verify.not-saved", save, shape, looks)
        return int(not found.is_whole)

    return at_desk(work, store, looks, shape)


def _also(code: str, path: str, shape: str, looks: Screen) -> None:
    for line in looks.wrapped(looks.say(code, path=path)):
        show(line, err=shape == "json")


def _tell(found: Verification, looks: Screen) -> None:
    for trouble in found.troubles:
        for line in looks.wrapped(_said(trouble, looks), "  ", "", style="red"):
            show(line)
    facts = {"cases": looks.counted("case", found.cases), "records": looks.counted("record", found.records)}
    code = "cli.verify.whole" if found.is_whole else "cli.verify.troubles"
    for line in looks.wrapped(looks.say(code, n=found.trouble_count, **facts), style="bold"):
        show(line)


def _said(trouble: Trouble, looks: Screen) -> str:
    """Return what is not as it was written, in words."""
    said = looks.say(f"cli.trouble.{trouble.what}")
    if not trouble.case:
        return said
    code = "cli.verify.record" if trouble.what in _OF_A_RECORD else "cli.verify.case"
    return looks.say(code, case=trouble.case, record=trouble.record, said=said)


def _as_json(found: Verification, looks: Screen) -> JSON:
    return {
        "is_whole": found.is_whole,
        "cases": found.cases,
        "records": found.records,
        "troubles": [{**attrs.asdict(one), "message": _said(one, looks)} for one in found.troubles],
    }


def _known(path: str, looks: Screen) -> dict[str, JSON]:
    """
    Return the checkpoint in a file.

    Raises:
        Unusable: it cannot be read, or holds no JSON object.
    """
    try:
        told: Any = json.loads(bounded(path, _MOST))
    except OSError as error:
        code = "cli.error.no-path" if isinstance(error, FileNotFoundError) else "cli.error.unread"
        raise Unusable(looks.say(code, path=path, why=why(error))) from error
    except (ValueError, RecursionError) as error:
        raise Unusable(looks.say("cli.verify.no-checkpoint", path=path)) from error
    if not isinstance(told, dict):
        raise Unusable(looks.say("cli.verify.no-checkpoint", path=path))
    return told
