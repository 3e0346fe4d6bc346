"""
Name of a refusal → a scene that ends in it: what went before, the act that is refused, and one that is not.

Every scene is played on the sample SOP; nothing here says what happens, the case itself does.
"""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs

from sopkit.case import start
from sopkit.errors import Refusal
from sopkit.journal import CANCELLED, Edition, Entry
from sopkit.model import Person
from sopkit.reader import loads

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sopkit.case import Case
    from sopkit.model import Sop

__all__ = ["BASE", "SAMPLES", "Scene", "refusals", "scene"]

SAMPLES = Path(__file__).parents[1] / "samples"
BASE = "peminjaman-kendaraan-dinas"

_OPENED = datetime.fromisoformat("2026-01-05T08:00+07:00")


@attrs.frozen
class Scene:
    """A case up to the act that it refuses. The acts are told as entries; the refused one was never written."""

    sop: Sop
    before: tuple[Entry, ...]
    bad: Entry
    forged: Mapping[str, Any]
    """What somebody changed in the entry before it was applied; empty where the act itself is refused."""
    refusal: Refusal
    good: Entry | None
    """What is possible instead; None where nothing is."""


def refusals() -> tuple[str, ...]:
    """Return the name of each refusal that has a scene."""
    return tuple(_written()["samples"])


def scene(name: str) -> Scene:
    """
    Play the scene of the refusal `name`.

    Raises:
        LookupError: there is none, or it does not end in a refusal.
    """
    told = _written()["samples"][name]
    sop = loads((SAMPLES / f"{BASE}.sop.json").read_text(encoding="utf-8"), file=f"{BASE}.sop.json")
    case = start(sop, "K-1", at=_OPENED)
    for act in told["before"]:
        case = _played(case, _act({"act": act}))
    bad = _act(told["bad"])
    good = told["good"] and _played(case, _act(told["good"])).journal[-1]
    try:
        _played(case, bad)
    except Refusal as refusal:
        return Scene(sop, case.journal[1:], _meant(case, bad), bad["entry"], refusal, good)
    raise LookupError(name)


def _act(told: Mapping[str, Any]) -> dict[str, Any]:
    """Return an act as it is written: a known one, and what is different this time."""
    usual: dict[str, Any] = {"step": None, "outcome": "done", "reason": None, "outputs": {}, "at": None, "entry": {}}
    return {**usual, **_written()["acts"][told["act"]], **told}


def _played(case: Case, act: Mapping[str, Any]) -> Case:
    """Return the case after this act, however it is done."""
    # Whoever does a step they may not do twice holds both positions; the scene is about the hands, not the rights.
    by, at = Person(act["by"], actors={act["actor"]}), _moment(case, act)
    if act["outcome"] == CANCELLED:
        return case.cancel(by=by, at=at, reason=act["reason"])
    entry = case.decide(act["step"], act["outcome"], by=by, at=at, reason=act["reason"], outputs=act["outputs"])
    return case.apply(Entry.from_dict({**entry.to_dict(), **act["entry"]}))


def _meant(case: Case, act: Mapping[str, Any]) -> Entry:
    """Return what was tried, as an entry that nobody has written."""
    return Entry(
        kind="tried", seq=len(case.journal), case=case.id, sop=Edition(case.sop.id, case.sop.version, case.sop.digest),
        step=act["step"], outcome=act["outcome"], to="", by=act["by"], actor=act["actor"], at=_moment(case, act),
        reason=act["reason"], outputs=act["outputs"],
    )  # fmt: skip


def _moment(case: Case, act: Mapping[str, Any]) -> datetime:
    return datetime.fromisoformat(act["at"]) if act["at"] else _OPENED + timedelta(minutes=10 * len(case.journal))


@cache
def _written() -> Any:
    return json.loads((SAMPLES / "refusals.json").read_text(encoding="utf-8"))
