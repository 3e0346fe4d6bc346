"""
The public API as a host's type checker sees it.

Never run, only checked: `make types`.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import assert_type

import sopkit

sop = sopkit.load("x.sop.json")
assert_type(sop, sopkit.Sop)
assert_type(sopkit.loads(b"{}"), sopkit.Sop)
assert_type(sopkit.reference(), sopkit.Sop)
assert_type(sopkit.dumps(sop), str)
assert_type(sop.title, sopkit.Text)
assert_type(sop.title.in_("en"), str)
assert_type(sop.total_time, timedelta)
assert_type(sop.digest, str)
assert_type(sop.steps, tuple[sopkit.Step, ...])
assert_type(sop.step("a").outcomes, tuple[sopkit.Outcome, ...])
assert_type(sop.step("a").number, str)
assert_type(sop.step("a").is_decision, bool)
assert_type(sop.printed_total, sopkit.Duration | sopkit.Range | None)

budi = sopkit.Person("budi", actors={"kabid"})
siti = sopkit.Person("siti", actors=["tim-teknis"])


def act(now: datetime) -> None:
    case = sopkit.start(sop, "K-1", at=now, by=budi)
    assert_type(case, sopkit.Case)
    assert_type(case.open_steps, tuple[str, ...])
    assert_type(case.options(by=siti), tuple[sopkit.Option, ...])
    assert_type(case.options(by=siti)[0].refusal, sopkit.Refusal | None)
    entry = case.decide("a", "b", by=budi, at=now, reason="x", outputs={"d": "r"})
    assert_type(entry, sopkit.Entry)
    assert_type(case.apply(entry), sopkit.Case)
    assert_type(case.complete("a", by=budi, at=now), sopkit.Case)
    assert_type(case.cancel(by=budi, at=now, reason="x"), sopkit.Case)
    assert_type(case.journal, tuple[sopkit.Entry, ...])
    assert_type(case.end, str | None)
    assert_type(case.is_closed, bool)
    assert_type(case.documents, dict[str, str])
    assert_type(case.since("a"), datetime)
    assert_type(sopkit.replay(sop, case.journal), sopkit.Case)
    assert_type(sopkit.Entry.from_dict(entry.to_dict()), sopkit.Entry)
    case.complete("a", by="budi", at=now)  # type: ignore[arg-type]
    case.complete("a", budi, now)  # type: ignore[call-arg, arg-type]


def revise(case: sopkit.Case) -> None:
    compared = sopkit.compare(sop, sop, renamed={"a": "b"})
    assert_type(compared, sopkit.Comparison)
    assert_type(compared.changes, tuple[sopkit.Change, ...])
    assert_type(compared.changes[0].in_("id"), str)
    assert_type(compared.warnings, tuple[sopkit.Remark, ...])
    assert_type(compared.verdict(case), sopkit.Verdict)
    assert_type(compared.verdict(case).answer, str)


def draw(case: sopkit.Case) -> None:
    assert_type(sopkit.render(sop, "sheet.svg", paper="A4", language="en", page=1), bytes)
    assert_type(sopkit.render(sop, "sheet.pdf", case=case, logo=b""), bytes)
    try:
        sopkit.render(sop, "sheet.html", changes=sopkit.compare(sop, sop).changes, profile="plain")
    except sopkit.SheetError as error:
        assert_type(error.why, str)


def look() -> None:
    for path in sopkit.paths(sop, returns=1):
        assert_type(path, sopkit.Path)
        assert_type(path.time, timedelta)
    assert_type(sopkit.count_paths(sop), int)
    assert_type(sopkit.covering_paths(sop, returns=None), tuple[sopkit.Path, ...])
    assert_type(sopkit.check(sop), tuple[sopkit.Finding, ...])
    assert_type(sopkit.check_book([sop]), tuple[sopkit.Finding, ...])
    try:
        sopkit.load("x")
    except sopkit.DefinitionError as error:
        assert_type(error.problems, tuple[sopkit.Problem, ...])
        assert_type(error.problems[0].message, str)
