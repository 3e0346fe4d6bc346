"""
An SOP, perhaps in a file that is not published yet, and an id → a case that lasts.
"""

from __future__ import annotations

import json
import os
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from sopkit.cli.case.told import command, tell
from sopkit.cli.desks import as_option, at_desk, case_id, store_option, telling, words_option
from sopkit.cli.parts import Unusable, Verb, argument, format_option
from sopkit.cli.report import show_commands, sound
from sopkit.errors import CaseExists, NoSuchCase
from sopkit.stores.limits import is_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sopkit.case import Case
    from sopkit.desk import Desk
    from sopkit.model import JSON, Person, Sop
    from sopkit.views.screen import Screen

__all__ = ["open_", "parted"]


def open_(language: str) -> Verb:
    """Return the command."""
    return Verb("case open", language, _run, [
        argument("sop", language),
        case_id(language),
        words_option("--title", language, "cli.case.title", "text"),
        words_option("--data", language, "cli.case.data", "data", multiple=True),
        words_option("--version", language, "cli.case.version", "version"),
        as_option(language, required=False),
        store_option(language),
        format_option(language),
    ])  # fmt: skip


def _run(
    looks: Screen, sop: str, case: str, title: str | None, data: Sequence[str], version: str | None, by: Person | None,
    store: str, shape: str,
) -> int:  # fmt: skip
    facts = parted(data, "--data", looks)
    known: Sop | None = None
    if sop.endswith(".json") or "/" in sop or os.sep in sop or Path(sop).is_file():
        known = sound(sop, looks, shape)
        if known is None:
            return 1
        if version not in (None, known.version):
            facts_of = {"path": sop, "id": known.id, "version": known.version, "wanted": version}
            raise Unusable(looks.say("cli.case.open.version", **facts_of))

    def work(desk: Desk) -> int:
        if known is not None:
            _is_free(case, desk)
            desk.publish(known)
        id, wanted = (sop, version) if known is None else (known.id, known.version)
        opened = desk.open(id, case, by=by, title=title or "", data=facts, version=wanted)
        edition = opened.last.sop
        code = tell(
            looks.say("cli.case.open.done", case=case, sop=edition.id, version=edition.version),
            opened, desk, looks, shape,
        )  # fmt: skip
        if shape == "text":
            with telling(looks):
                show_commands(_next(opened, store, looks), looks)
        return code

    return at_desk(work, store, looks, shape, is_new=known is not None)


def _is_free(case: str, desk: Desk) -> None:
    """Let pass an id that no case has: what cannot be opened publishes nothing."""
    with suppress(NoSuchCase):
        desk.summary(case)
        raise CaseExists(case=case)


def parted(typed: Sequence[str], name: str, looks: Screen) -> dict[str, JSON]:
    """Return the values that are typed as `name=text`, or `name:=JSON` where they are no text."""
    values: dict[str, JSON] = {}
    for one in typed:
        key, parted, text = one.partition("=")
        is_json = key.endswith(":")
        try:
            value = json.loads(text) if is_json else text
            told = json.dumps(value, ensure_ascii=False, allow_nan=False)
        except (ValueError, RecursionError) as error:
            raise Unusable(looks.say("cli.error.pair.json", name=name, given=one)) from error
        key = key[:-1] if is_json else key
        if not (key.strip() and parted and is_text(told) and "\\u0000" not in told) or key in values:
            raise Unusable(looks.say("cli.error.pair", name=name, given=one))
        values[key] = value
    return values


def _next(case: Case, store: str, looks: Screen) -> Sequence[tuple[str, str]]:
    """Return what to type next: what for, and the command."""
    step = case.sop.step(case.open_steps[0])
    who = f"{looks.say('cli.case.somebody')}:{step.actor}"
    return (
        (looks.say("cli.case.next.do"), command(store, "case", "do", case.id, "--as", who)),
        (looks.say("cli.case.next.show"), command(store, "case", "show", case.id)),
    )
