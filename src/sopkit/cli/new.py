"""
Answers, or options → a first SOP file that passes the check.
"""

from __future__ import annotations

import os
from itertools import count
from typing import TYPE_CHECKING

import click

from sopkit import check, loads
from sopkit.checks.profiles import installed
from sopkit.cli.files import Document
from sopkit.cli.interview import Interview, matching, names
from sopkit.cli.parts import Unusable, Verb, one_of, option
from sopkit.cli.report import report, show_commands
from sopkit.cli.steps import Typed, decides, parsed, target, words
from sopkit.cli.terminal import show
from sopkit.cli.writing import create
from sopkit.draft import Row, Way, draft, sop_id
from sopkit.errors import DefinitionError
from sopkit.reader import MAX_STEPS
from sopkit.reader.build import is_id
from sopkit.reader.meant import id_meant
from sopkit.reader.references import nearest
from sopkit.views.findings import tally, waived
from sopkit.views.table import compact
from sopkit.wording import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sopkit.views.screen import Screen

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
    given = names(actors or "")
    said = None if steps is None else parsed(steps)
    if said is not None:
        _rows(said, [*given], looks)  # before anything is asked
    if title is None or said is None:
        for line in looks.wrapped(looks.say("cli.new.intro"), style="dim"):
            show(line)
        show("")

    def questions(interview: Interview) -> tuple[str, str, list[str], list[Row]]:
        called = interview.title() if title is None else words(title)
        if not called:
            raise Unusable(looks.say("cli.new.no-title"))
        free = _free(id, called, looks, interview if said is None else None)
        columns = [*given] if given or said is not None else interview.actors()
        typed = interview.rows(columns) if said is None else said
        return called, free, columns, _rows(typed, columns, looks)

    called, free, columns, rows = Interview(looks).held(questions)
    try:
        text = draft(called, rows, actors=columns, id=free, profile=profile or "", language=looks.language)
    except DefinitionError as error:  # too long, as no text that people type
        raise Unusable(error.problems[0].in_(looks.language)) from error
    create(_file(free), text, looks)
    without = set(columns) - {row.actor for row in rows}
    return _tell(text, _file(free), [name for name in columns if name in without], looks)


def _free(id: str | None, title: str, looks: Screen, interview: Interview | None) -> str:
    """
    Return the id to take, of which there is no file here yet.

    Raises:
        Unusable: the id that was given is not written like one, or its file is there and nobody is asked.
    """
    if id is not None and not is_id(id):
        raise Unusable(looks.say("cli.new.no-id", id=id, meant=id_meant(id) or sop_id(title)))
    wanted = id or sop_id(title)
    if _is_free(wanted):
        return wanted
    if id is not None or interview is None:
        raise Unusable(looks.say("cli.new.exists", path=_file(wanted)))
    usual = next(other for n in count(2) if _is_free(other := f"{wanted}-{n}"))
    return interview.id(usual=usual, file=_file(wanted), is_free=_is_free)


def _is_free(id: str) -> bool:
    return not os.path.lexists(_file(id))


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
    if len(typed) > MAX_STEPS:
        raise Unusable(looks.say("cli.new.too-many", count=len(typed), most=MAX_STEPS))
    are_given = bool(actors)
    rows = []
    for n, one in enumerate(typed, 1):
        _whole(one, n, looks)
        actor = _actor(one, n, actors, looks, are_given=are_given)
        if actor not in actors:
            actors.append(actor)
        ways = tuple(Way(label, _target(to, n, typed, looks)) for label, to in one.ways)
        if one.ways and not decides(one.ways):
            raise Unusable(looks.say("cli.new.labels", n=n, activity=one.activity))
        rows.append(Row(one.activity, actor, one.time, one.question, ways, _target(one.to, n, typed, looks)))
    return rows


def _whole(one: Typed, n: int, looks: Screen) -> None:
    """
    Look whether a row says what is done and how long that takes, and nothing that cannot be read.

    Raises:
        Unusable: it does not.
    """
    if not one.activity:
        raise Unusable(looks.say("cli.new.no-activity", n=n))
    if not one.time:
        code = "cli.new.wrong-time" if one.no_time else "cli.new.no-time"
        raise Unusable(looks.say(code, n=n, activity=one.activity, said=one.no_time))
    if one.question and not one.ways:
        raise Unusable(looks.say("cli.new.after-time", n=n, activity=one.activity, said=one.question.rstrip("?")))


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


def _tell(text: str, file: str, without: Sequence[str], looks: Screen) -> int:
    """Show the SOP that was written, what a check says of it, and what to do next; return 1 if it holds errors."""
    sop = loads(text, file=file)
    show("\n" + compact(sop, looks) + "\n")
    found = [one for one in check(sop) if waived(one) is None]
    errors = [one for one in found if one.severity == "error"]
    counted = tally(found, looks)
    if errors:
        report(Document(file, text, sop), errors, looks)
    is_grave = any(one.severity != "hint" for one in found)
    code = "cli.new.found" if is_grave else "cli.new.hints" if found else "cli.new.passes"
    for line in looks.wrapped(looks.say(code, path=file, counted=counted), style="bold"):
        show(line)
    if without:
        for line in looks.wrapped(looks.say("cli.new.without", names=", ".join(without))):
            show(line)
    program = click.get_current_context().find_root().command_path
    verbs = ("check", "show", "walk", "tidy") if counted else ("show", "walk", "tidy")
    show_commands([(looks.say(f"cli.new.next.{verb}"), f"{program} {verb} {file}") for verb in verbs], looks)
    return int(bool(errors))
