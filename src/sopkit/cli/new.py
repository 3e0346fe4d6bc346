"""
Answers, or options → a first SOP file that passes the check.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import click

from sopkit import check, loads
from sopkit.checks.profiles import installed
from sopkit.cli.interview import actors_asked, matching, mended, names, rows_asked, title_asked
from sopkit.cli.parts import Unusable, Verb, one_of, option
from sopkit.cli.report import show_commands
from sopkit.cli.steps import Typed, parsed, target, words
from sopkit.cli.terminal import ask, show
from sopkit.cli.writing import create
from sopkit.draft import Row, Way, draft, sop_id
from sopkit.reader.build import is_id
from sopkit.reader.meant import id_meant
from sopkit.reader.references import nearest
from sopkit.render.findings import tally, waived
from sopkit.render.table import compact
from sopkit.wording import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sopkit.render.screen import Screen

__all__ = ["verb"]

_NOT_ANSWERED, _STOPPED = 1, 130


def verb(language: str) -> Verb:
    """Return the command."""
    texts = [
        option(f"--{name}", language, f"cli.new.{name}", metavar=say(f"cli.new.metavar.{name}", language))
        for name in ("title", "actors", "steps", "id")
    ]
    return Verb("new", language, _run, [*texts, one_of("--profile", tuple(installed()), language, "cli.new.profile")])


def _run(
    looks: Screen, title: str | None, actors: str | None, steps: str | None, id: str | None, profile: str | None
) -> int:
    try:
        return _written(looks, title=title, actors=actors, steps=steps, id=id, profile=profile)
    except (EOFError, KeyboardInterrupt) as end:
        is_stopped = isinstance(end, KeyboardInterrupt)
        show("")
        for line in looks.wrapped(looks.say("cli.new.stopped" if is_stopped else "cli.new.unanswered")):
            show(line, err=True)
        return _STOPPED if is_stopped else _NOT_ANSWERED


def _written(
    looks: Screen, *, title: str | None, actors: str | None, steps: str | None, id: str | None, profile: str | None
) -> int:
    columns = names(actors or "")
    rows = None if steps is None else _rows(parsed(steps), columns, looks)
    if title is None or rows is None:
        for line in looks.wrapped(looks.say("cli.new.intro"), style="dim"):
            show(line)
        show("")
    title = title_asked(looks) if title is None else words(title)
    if not title:
        raise Unusable(looks.say("cli.new.no-title"))
    id = _free(id, title, looks, can_ask=rows is None)
    if rows is None:
        columns = columns or actors_asked(looks)
        rows = _rows(mended(rows_asked(looks, columns), looks), columns, looks)
    text = draft(title, rows, actors=columns, id=id, profile=profile or "", language=looks.language)
    create(_file(id), text, looks)
    without = set(columns) - {row.actor for row in rows}
    _tell(text, _file(id), [name for name in columns if name in without], looks)
    return 0


def _free(id: str | None, title: str, looks: Screen, *, can_ask: bool) -> str:
    """
    Return the id to take, of which there is no file here yet.

    Raises:
        Unusable: the id that was given is not written like one, or its file is there.
    """
    if id is not None and not is_id(id):
        raise Unusable(looks.say("cli.new.no-id", id=id, meant=id_meant(id) or sop_id(title)))
    free = id or sop_id(title)
    while os.path.lexists(_file(free)):
        if id is not None or not can_ask:
            raise Unusable(looks.say("cli.new.exists", path=_file(free)))
        said = ask(looks.say("cli.new.ask.id", path=_file(free)))
        free = id_meant(said) or free
    return free


def _file(id: str) -> str:
    return f"{id}.sop.json"


def _rows(typed: Sequence[Typed], actors: list[str], looks: Screen) -> list[Row]:
    """
    Return the rows as they are meant.

    Raises:
        Unusable: a row leaves something out, or names what does not exist.
    """
    if not typed:
        raise Unusable(looks.say("cli.new.no-steps"))
    are_given = bool(actors)
    rows = []
    for n, one in enumerate(typed, 1):
        for missing in ("activity", "time"):
            if not getattr(one, missing):
                raise Unusable(looks.say(f"cli.new.no-{missing}", n=n, activity=one.activity))
        actor = _actor(one, n, actors, looks, are_given=are_given)
        if actor not in actors:
            actors.append(actor)
        ways = tuple(Way(label, _target(to, n, typed, looks)) for label, to in one.ways)
        labels = {way.label.casefold() for way in ways}
        if ways and (len(ways) < 2 or len(labels) < len(ways) or "" in labels):
            raise Unusable(looks.say("cli.new.labels", n=n, activity=one.activity))
        rows.append(Row(one.activity, actor, one.time, one.question, ways, _target(one.to, n, typed, looks)))
    return rows


def _actor(one: Typed, n: int, actors: Sequence[str], looks: Screen, *, are_given: bool) -> str:
    if not one.actor and len(actors) == 1 and are_given:
        return actors[0]
    if not one.actor:
        raise Unusable(looks.say("cli.new.no-actor", n=n, activity=one.activity))
    known = matching(one.actor, actors)
    if known is None and are_given:
        near = nearest(one.actor.casefold(), tuple(actor.casefold() for actor in actors))
        meant = next((actor for actor in actors if actor.casefold() == near), "")
        code = "cli.new.actor-meant" if meant else "cli.new.actor-unknown"
        raise Unusable(looks.say(code, n=n, name=one.actor, meant=meant, known=", ".join(actors)))
    return known or one.actor


def _target(said: str, n: int, typed: Sequence[Typed], looks: Screen) -> int | str:
    to = target(said, n, typed)
    if to is None or (isinstance(to, int) and to > len(typed)):
        raise Unusable(looks.say("cli.new.lost", n=n, said=said, last=len(typed)))
    return to


def _tell(text: str, file: str, without: Sequence[str], looks: Screen) -> None:
    """Show the SOP that was written, what a check says of it, and what to do next."""
    sop = loads(text, file=file)
    show("\n" + compact(sop, looks) + "\n")
    counted = tally([one for one in check(sop) if one.severity != "hint" and waived(one) is None], looks)
    said = looks.say("cli.new.found", path=file, counted=counted) if counted else looks.say("cli.new.passes", path=file)
    for line in looks.wrapped(said, style="bold"):
        show(line)
    if without:
        for line in looks.wrapped(looks.say("cli.new.without", names=", ".join(without))):
            show(line)
    program = click.get_current_context().find_root().command_path
    verbs = ("check", "show", "walk", "tidy") if counted else ("show", "walk", "tidy")
    show_commands([(looks.say(f"cli.new.next.{verb}"), f"{program} {verb} {file}") for verb in verbs], looks)
