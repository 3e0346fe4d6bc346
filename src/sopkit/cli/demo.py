"""
Nothing → the main job on the reference SOP: checked, its rows, a case from receipt to dispatch, an inbox, the sheet.
"""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING
from urllib.parse import quote

import click

from sopkit import Person, check, open_desk, reference, render
from sopkit.cli.case.seen import on_the_wall
from sopkit.cli.desks import unusable
from sopkit.cli.drawing import make_folder, put
from sopkit.cli.inbox import row
from sopkit.cli.parts import Unusable, Verb, flag
from sopkit.cli.report import show_commands, show_pairs
from sopkit.cli.terminal import show
from sopkit.cli.writing import create
from sopkit.counting import count_paths
from sopkit.errors import SheetError, StoreError
from sopkit.views.block import subtitle
from sopkit.views.cases import cases
from sopkit.views.findings import SEVERITIES, tally, waived
from sopkit.views.journal import journal, standing, totals
from sopkit.views.names import inferences
from sopkit.views.table import compact

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sopkit.case import Case
    from sopkit.desk import Desk
    from sopkit.model import Sop
    from sopkit.views.screen import Screen

__all__ = ["verb"]

_WIDTH = 100
_FOLDER = "sopkit-demo"  # where the sheet is put
_WIB = timezone(timedelta(hours=7))
_PEOPLE = {"kabid": "Budi", "tim-teknis": "Siti", "kadis": "Hasan", "caraka": "Rini"}
_RECEIVED = (5, 9, 0)
# What each act is: step, outcome, and day, hour and minute in January 2026.
_ACTS = (
    ("terima-berkas", "done", (5, 9, 10)),
    ("verifikasi-berkas", "tidak-sesuai", (5, 11, 10)),
    ("terima-berkas", "done", (6, 8, 40)),
    ("verifikasi-berkas", "sesuai", (6, 10, 40)),
    ("tinjau-lokasi", "done", (9, 10, 40)),
    ("buat-bap", "sesuai", (9, 11, 40)),
    ("buat-draft", "done", (9, 13, 40)),
    ("periksa-paraf", "sesuai", (9, 14, 10)),
    ("tanda-tangan", "sesuai", (12, 9, 15)),
    ("arsip-kirim", "done", (12, 9, 30)),
)
# What comes in afterwards, and waits for the second step.
_WAITING = (("REK-2026-002", "CV Sinar Jaya", (12, 10, 0)), ("REK-2026-003", "PT Karya Bersama", (12, 10, 30)))


def verb(language: str) -> Verb:
    """Return the command."""
    return Verb("demo", language, _run, [flag("--copy", language, "cli.demo.copy")])


def _run(looks: Screen, copy: bool) -> int:
    sop = reference()
    if copy:
        return _copied(sop, looks)
    looks = looks._replace(width=min(looks.width, _WIDTH))
    try:
        with TemporaryDirectory() as folder:
            times = [_at(_RECEIVED)]
            with open_desk(f"sqlite:///{quote(folder)}/demo.db", clock=lambda: times[-1]) as desk:
                _show(sop, desk, times, looks)
    except StoreError as why:
        raise unusable(why, looks) from why
    _head("sheet", looks)
    show_pairs(_sheets(sop, looks), looks)
    _head("next", looks)
    show_commands(_next(sop, looks), looks)
    return 0


def _show(sop: Sop, desk: Desk, times: list[datetime], looks: Screen) -> None:
    """Show all of it, the cases being kept at a desk whose clock shows the last of `times`."""
    case = on_the_wall(_carried(sop, desk, times, looks), _WIB)
    _head("sop", looks)
    _tell(subtitle(sop, looks))
    _head("check", looks)
    _tell(_checked(sop, looks))
    _head("rows", looks)
    show(compact(sop, looks))
    _head("case", looks, case=case.id)
    show(journal(case, looks, has_times=True))
    show("\n  " + standing(case, looks))
    _head("totals", looks)
    show_pairs([*totals(case, looks), (looks.say("cli.demo.ways"), _ways(sop, looks))], looks)
    siti = _person("tim-teknis")
    _wait(sop, desk, times)
    _head("inbox", looks, name=siti.id.upper())
    listed = (row(task, sop, looks) for task in desk.inbox(by=siti))
    show(cases((one._replace(since=one.since.astimezone(_WIB)) for one in listed), looks))
    kept = desk.verify()
    counted = {"cases": looks.counted("case", kept.cases), "records": looks.counted("record", kept.records)}
    show("")
    for line in looks.wrapped(looks.say("cli.demo.kept", **counted), "  ", "  "):
        show(line)


def _carried(sop: Sop, desk: Desk, times: list[datetime], looks: Screen) -> Case:
    """Return one case carried from receipt to dispatch, sent back once on its way."""
    desk.publish(sop)
    case = desk.open(sop.id, "REK-2026-001", by=_person("kabid"))
    for step, outcome, at in _ACTS:
        times.append(_at(at))
        reason = looks.say("cli.demo.reason") if outcome == "tidak-sesuai" else None
        case = desk.complete(case.id, step, outcome, by=_person(sop.step(step).actor), reason=reason)
    return case


def _wait(sop: Sop, desk: Desk, times: list[datetime]) -> None:
    """Open two more cases, which then wait for the technical team; one of them is taken."""
    for id, title, at in _WAITING:
        times.append(_at(at))
        desk.open(sop.id, id, by=_person("kabid"), title=title)
        desk.complete(id, sop.steps[0].id, by=_person("kabid"))
    desk.claim(_WAITING[0][0], by=_person("tim-teknis"))


def _person(actor: str) -> Person:
    return Person(_PEOPLE[actor], actors={actor})


def _at(moment: tuple[int, int, int]) -> datetime:
    return datetime(2026, 1, *moment, tzinfo=_WIB)


def _checked(sop: Sop, looks: Screen) -> Iterable[str]:
    """Yield what the check says, and what the agency still has to sign."""
    found = check(sop)
    yield tally(found, looks, of=SEVERITIES, is_painted=True)
    accepted = sum(waived(one) is not None for one in found)
    if accepted:
        yield looks.counted("waived", accepted)
    yield looks.counted("inferred", sum(1 for _ in inferences(sop)))


def _ways(sop: Sop, looks: Screen) -> str:
    return looks.say("cli.demo.count", straight=count_paths(sop), back=count_paths(sop, returns=1))


def _sheets(sop: Sop, looks: Screen) -> Iterable[tuple[str, str]]:
    """Write the official sheet to be opened and to be printed, and yield what for, and where it is or why not."""
    for shape in ("html", "pdf"):
        path = str(Path(_FOLDER, f"{sop.id}.{shape}"))
        try:
            data = render(sop, f"sheet.{shape}")
            make_folder(_FOLDER, looks)
            put([(path, data)], looks)
        except SheetError as error:
            path = error.in_(looks.language)
        except Unusable as error:
            path = error.message
        yield looks.say(f"cli.demo.sheet.{shape}"), path


def _next(sop: Sop, looks: Screen) -> Iterable[tuple[str, str]]:
    """Yield what to try next: what for, and the command."""
    program, file = click.get_current_context().find_root().command_path, _file(sop)
    path = str(file.relative_to(Path.cwd())) if file.is_relative_to(Path.cwd()) else file.name
    if path == file.name:
        yield looks.say("cli.demo.next.copy"), f"{program} demo --copy"
    for verb in ("show", "walk", "paths", "check"):
        yield looks.say(f"cli.demo.next.{verb}"), f"{program} {verb} {path}"
    yield looks.say("cli.demo.next.sheet"), f"{program} sheet {path} -o sheet.html"
    yield looks.say("cli.demo.next.case"), f"{program} case open {path} REK-001"
    yield looks.say("cli.demo.next.help"), f"{program} --help"


def _copied(sop: Sop, looks: Screen) -> int:
    """Put the file of the reference SOP into this folder, for somebody to change."""
    name = _file(sop).name
    create(name, sop.places.text if sop.places else "", looks)
    show(looks.say("cli.demo.copied", path=name))
    return 0


def _file(sop: Sop) -> Path:
    return Path(sop.places.file if sop.places else "").resolve()


def _head(part: str, looks: Screen, **facts: str) -> None:
    show(("\n" if part != "sop" else "") + looks.paint(looks.say(f"cli.demo.head.{part}", **facts), "bold", "cyan"))


def _tell(lines: Iterable[str]) -> None:
    for line in lines:
        show(f"  {line}")
