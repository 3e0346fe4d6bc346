"""
A case, or what is looked for → the case with its journal and its choices, or a list of cases.
"""

from __future__ import annotations

import json
from datetime import datetime
from typing import TYPE_CHECKING, Any

import attrs

from sopkit.case import replay
from sopkit.cli.case.opening import parted
from sopkit.cli.case.told import as_json, command, listed, resumption
from sopkit.cli.desks import as_option, at_desk, case_id, store_option, wall, words_option
from sopkit.cli.parts import Number, Unusable, Verb, format_option, one_of, option
from sopkit.cli.report import show_commands, show_pairs
from sopkit.cli.terminal import show as put
from sopkit.cli.terminal import show_json
from sopkit.model import Person
from sopkit.views.cases import Happened, aside, cases
from sopkit.views.journal import journal, standing
from sopkit.views.stop import refused, stop

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sopkit.case import Case
    from sopkit.desk import Desk, Page, Summary
    from sopkit.model import JSON
    from sopkit.stores import Record
    from sopkit.views.screen import Screen

__all__ = ["LIMIT", "gathered", "list_", "more", "on_the_wall", "show"]

LIMIT = 50
_PAGE = 500
_BESIDE = ("suspended", "resumed", "claimed", "released", "assigned", "noted", "attached", "erased")


def show(language: str) -> Verb:
    """Return the command that shows one case."""
    params = [case_id(language), as_option(language, required=False)]
    return Verb("case show", language, _show, [*params, store_option(language), format_option(language)])


def _show(looks: Screen, case: str, by: Person | None, store: str, shape: str) -> int:
    def work(desk: Desk) -> int:
        summary, now = desk.summary(case, by=by), desk.case(case, by=by)
        beside = [one for one in desk.history(case, by=by) if one.kind in _BESIDE]
        if shape == "json":
            put_json(summary, now, beside)
        else:
            _tell(summary, on_the_wall(now), beside, looks)
            _choices(summary, now, by, store, looks)
        return 0

    return at_desk(work, store, looks, shape)


def put_json(summary: Summary, case: Case, beside: Iterable[Record]) -> None:
    """Show a case as JSON: what a list says of it, its journal, and what happened beside it."""
    happened: list[JSON] = []
    for one in beside:
        columns: dict[str, JSON] = {"kind": one.kind, "at": one.at.isoformat(), "by": one.by, "reason": one.reason}
        happened.append({**columns, **one.details, **columns})  # no detail takes the place of a column
    show_json({
        "case": as_json(summary),
        "open_steps": case.open_steps,
        "journal": [entry.to_dict() for entry in case.journal],
        "beside": happened,
    })  # fmt: skip


def _tell(summary: Summary, case: Case, beside: Sequence[Record], looks: Screen) -> None:
    head = f"{summary.id} · {summary.title}" if summary.title else summary.id
    for line in looks.wrapped(head, style="bold"):
        put(line)
    title = case.sop.title.in_(looks.language)
    for line in looks.wrapped(looks.say("cli.case.show.sop", title=title, version=case.sop.version), "  ", "  "):
        put(line)
    if summary.data:
        values = ((name, one if isinstance(one, str) else json.dumps(one)) for name, one in summary.data.items())
        show_pairs(values, looks)
    put("\n" + journal(case, looks, has_times=True))
    if beside:
        put("\n" + looks.paint(looks.say("cli.case.show.beside"), "bold"))
        put(aside((_happened(one, looks) for one in beside), looks))
    put("")


def _choices(summary: Summary, case: Case, by: Person | None, store: str, looks: Screen) -> None:
    """Show where the case is, and what can be done there."""
    if summary.state != "open":
        code = "cli.case.show.suspended" if summary.state == "suspended" else ""
        for line in looks.wrapped(looks.say(code) if code else standing(case, looks), style="bold"):
            put(line)
        if code:
            mine = case.sop.step(case.open_steps[0]).actor
            who = f"{by.id}:{','.join(sorted(by.actors))}" if by else f"{looks.say('cli.case.somebody')}:{mine}"
            show_commands([resumption(case.id, who, store, looks)], looks)
        return
    actors = case.sop.step(case.open_steps[0]).actors
    ways = case.options(by=by or Person("–", actors=actors))
    for line in stop(case, ways, looks):
        put(line)
    if summary.taken_by:
        for line in looks.wrapped(looks.say("cli.case.show.taken", by=summary.taken_by), style="yellow"):
            put(line)
    refusals = [way.refusal for way in ways if way.refusal is not None]
    if len(refusals) == len(ways):
        for line in looks.wrapped(refused(refusals[0], case.sop, looks), style="yellow"):
            put(line)
        return
    mine = next((actor for actor in actors if by and actor in by.actors), actors[0])
    who = f"{by.id if by else looks.say('cli.case.somebody')}:{mine}"
    put("")
    outcome = [looks.say("cli.metavar.choice")] if len(ways) > 1 else []
    typed = command(store, "case", "do", case.id, *outcome, "--as", who)
    show_commands([(looks.say("cli.case.next.do"), typed)], looks)


def _happened(record: Record, looks: Screen) -> Happened:
    """Return what left a case where it was, in words."""
    details = {name: str(record.details.get(name, "")) for name in ("name", "reference", "to")}
    said = looks.say(f"cli.case.kind.{record.kind}", reason=record.reason or "", **details)
    return Happened(wall(record.at), record.by or "", said)


def on_the_wall(case: Case, zone: Any = None) -> Case:
    """Return the same case, its times as the clock on the wall shows them, here or in another `zone`."""
    return replay(case.sop, (attrs.evolve(entry, at=wall(entry.at, zone)) for entry in case.journal))


def list_(language: str) -> Verb:
    """Return the command that lists cases."""
    return Verb("case list", language, _list, [
        words_option("--title", language, "cli.case.list.title", "text"),
        words_option("--sop", language, "cli.case.list.sop", "sop-id"),
        one_of("--state", ("open", "suspended", "closed"), language, "cli.case.list.state"),
        words_option("--step", language, "cli.case.list.step", "step"),
        words_option("--actor", language, "cli.case.list.actor", "actor"),
        words_option("--person", language, "cli.case.list.person", "person"),
        words_option("--from opened_from", language, "cli.case.list.from", "date"),
        words_option("--to opened_to", language, "cli.case.list.to", "date"),
        words_option("--data", language, "cli.case.list.data", "data", multiple=True),
        limit_option(language),
        store_option(language),
        format_option(language),
    ])  # fmt: skip


def _list(
    looks: Screen, store: str, shape: str, limit: int, data: Sequence[str], opened_from: str | None,
    opened_to: str | None, **wanted: str | None,
) -> int:  # fmt: skip
    facts = parted(data, "--data", looks)
    days = {"opened_from": _day("--from", opened_from, looks), "opened_to": _day("--to", opened_to, looks)}

    def work(desk: Desk) -> int:
        def page(after: str | None, size: int) -> Page[Summary]:
            return desk.search(**wanted, **days, data=facts, after=after, limit=size)  # type: ignore[arg-type]

        found, is_all = gathered(page, limit)
        if shape == "json":
            show_json({"cases": [as_json(one) for one in found], "is_all": is_all})
        elif not found:
            put(looks.say("cli.case.list.none"))
        else:
            put(cases((listed(one, desk.sop(one.sop.id, one.sop.version), looks) for one in found), looks))
            more(len(found), is_all, looks)
        return 0

    return at_desk(work, store, looks, shape)


def limit_option(language: str) -> Any:
    """Return `--limit`: how many are shown."""
    return option("--limit", language, "cli.limit", type=Number(), default=LIMIT, metavar="N")


def gathered(page: Any, limit: int) -> tuple[list[Any], bool]:
    """Return up to `limit` of what pages hold, all of it where that is 0, and whether that is all."""
    found: list[Any] = []
    after = None
    while True:
        one = page(after, min(_PAGE, limit - len(found)) if limit else _PAGE)
        found += one
        after = one.next
        if after is None or (limit and len(found) >= limit):
            return found, after is None


def more(n: int, is_all: bool, looks: Screen) -> None:
    """Tell that there is more than was shown."""
    if not is_all:
        put("")
        for line in looks.wrapped(looks.say("cli.more", n=n), style="dim"):
            put(line)


def _day(name: str, typed: str | None, looks: Screen) -> datetime | None:
    """Return the first moment of a day here."""
    if typed is None:
        return None
    try:
        day = datetime.strptime(typed, "%Y-%m-%d")  # noqa: DTZ007 - it gets the zone of this place
        return day.astimezone()
    except (ValueError, OverflowError, OSError) as error:
        raise Unusable(looks.say("cli.error.date", name=name, given=typed)) from error
