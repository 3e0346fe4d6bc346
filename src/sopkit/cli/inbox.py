"""
Somebody, and the actors they stand for → what waits for them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sopkit.cli.case.seen import gathered, limit_option, more
from sopkit.cli.case.told import as_json, numbered
from sopkit.cli.desks import as_option, at_desk, store_option, wall, words_option
from sopkit.cli.parts import Unusable, Verb, format_option
from sopkit.cli.terminal import show, show_json
from sopkit.reader.references import nearest
from sopkit.views.cases import Listed, cases
from sopkit.views.names import actor as named

if TYPE_CHECKING:
    from sopkit.desk import Desk, Page, Task
    from sopkit.model import Person, Sop
    from sopkit.views.screen import Screen

__all__ = ["row", "verb"]

_MOST = 8  # actors that are named


def verb(language: str) -> Verb:
    """Return the command."""
    return Verb("inbox", language, _run, [
        as_option(language),
        words_option("--actor", language, "cli.inbox.actor", "actor"),
        limit_option(language),
        store_option(language),
        format_option(language),
    ])  # fmt: skip


def _run(looks: Screen, by: Person, actor: str | None, limit: int, store: str, shape: str) -> int:
    def work(desk: Desk) -> int:
        def page(after: str | None, size: int) -> Page[Task]:
            return desk.inbox(by=by, actor=actor, after=after, limit=size)

        found, is_all = gathered(page, limit)
        if shape == "json":
            show_json({"tasks": [as_json(one) for one in found], "is_all": is_all})
        elif not found:
            _known(by, desk, looks)
            show(looks.say("cli.inbox.none", by=by.id, actors=tuple(sorted(by.actors))))
        else:
            show(cases((row(one, desk.sop(one.sop.id, one.sop.version), looks) for one in found), looks))
            more(len(found), is_all, looks)
        return 0

    return at_desk(work, store, looks, shape)


def _known(by: Person, desk: Desk, looks: Screen) -> None:
    """
    Let somebody pass who stands for an actor that a published SOP knows, or for none; else it is probably a slip.

    Raises:
        Unusable: nothing can ever wait for them.
    """
    sops = (desk.sop(one.id, one.version) for one in desk.published())
    known = tuple(dict.fromkeys(actor.id for sop in sops for actor in sop.actors))
    if not known or not by.actors or set(known) & by.actors:
        return
    actors = tuple(sorted(by.actors))
    meant = tuple(filter(None, (nearest(actor, known) for actor in actors)))
    code = "cli.inbox.meant" if meant else "cli.inbox.unknown"
    raise Unusable(looks.say(code, actors=actors, meant=meant, known=(*known[:_MOST], "…")[: len(known)]))


def row(task: Task, sop: Sop, looks: Screen) -> Listed:
    """Return a task as it stands in an inbox."""
    note = named(sop, task.actor, looks)
    if task.taken_by:
        note = f"{looks.say('view.cases.taken', by=task.taken_by)} · {note}"
    return Listed(task.case, task.title, numbered(sop, task.step, looks), note, wall(task.since))
