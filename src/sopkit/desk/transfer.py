"""
A case in one store ⇄ JSON values ⇄ the same case in another store.
"""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs

from sopkit.case import replay
from sopkit.desk.chain import looked_through
from sopkit.desk.folding import after, first, waiting
from sopkit.errors import CaseExists, ExportBroken, KeyReused, StoreBusy, VersionTaken
from sopkit.plan import plan_of
from sopkit.reader import dumps, loads, shaped
from sopkit.stores.database import Clash
from sopkit.stores.limits import can_be_kept
from sopkit.stores.record import ENTRIES, Record, link, moment, stamp
from sopkit.stores.row import acting, opening

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import datetime

    from sopkit.case import Case
    from sopkit.desk.standing import Standing
    from sopkit.journal import Edition
    from sopkit.model import JSON, Sop
    from sopkit.plan import Plan
    from sopkit.stores import Row, Store

__all__ = ["Export", "export_of", "exported", "imported", "published"]

_TRIES = 100
_DAY = timedelta(days=1)

FORMAT = 1
_SCHEMA = Path(__file__).with_name("case.schema.json")


def exported(now: Standing, history: Sequence[Record]) -> dict[str, JSON]:
    """Return a case as JSON values, with the definition it runs on and every record."""
    return {
        "sopkit": "case",
        "format": FORMAT,
        "case": now.row.id,
        "digest": now.edition.digest,
        "definition": json.loads(dumps(now.plan.sop)),
        "records": [_told(record) for record in history],
    }


@attrs.frozen
class Export:
    """A case that another store exported, looked through: every record of it may have been written so."""

    id: str
    plan: Plan
    history: tuple[Record, ...]


def export_of(data: Mapping[str, JSON] | str | bytes) -> Export:
    """
    Return the case in an export. No store is asked.

    Raises:
        DefinitionError: it is not shaped as an export, or its definition is unsound; every problem is told.
        ExportBroken: it is no whole case.
    """
    text = data if isinstance(data, (str, bytes)) else json.dumps(data)
    raw = text.encode(errors="surrogatepass") if isinstance(text, str) else text
    tree = shaped(raw, _SCHEMA.read_text(encoding="utf-8"), by_hand=False)
    sop = loads(json.dumps(tree["definition"]))
    id: str = tree["case"]
    if sop.digest != tree["digest"]:
        raise ExportBroken(case=id, record=0, why="definition")
    plan = plan_of(sop)
    history = tuple(_read(one, id) for one in tree["records"])
    for trouble in looked_through(id, history, plan.edition, plan):
        raise ExportBroken(case=id, record=trouble.record, why=trouble.what)
    keys: set[str] = set()
    for record in history:
        if record.key in keys:
            raise ExportBroken(case=id, record=record.n, why="key")
        keys |= {record.key} if record.key is not None else set()
    return Export(id, plan, history)


def imported(store: Store, data: Mapping[str, JSON] | str | bytes, *, at: datetime) -> Case:
    """
    Keep a case that another store exported, with its definition, and return it.

    Raises:
        DefinitionError, ExportBroken: see `export_of`.
        CaseExists, KeyReused, VersionTaken: as they say.
    """
    export = export_of(data)
    id, plan, history = export.id, export.plan, export.history
    for _ in range(_TRIES):
        _is_new(store, id, history)
        _is_published(store, plan.edition)
        count, before = store.register()
        tie = link(before, count + 1, id, history[0].hash)
        row = partial(first, history[0], no=count + 1, id=id, link=tie)
        with suppress(Clash):  # somebody was quicker, with the same id or key
            steps = partial(_steps, row, history, plan, before)
            if store.bring_in(plan.edition, dumps(plan.sop), steps, no=count + 1, at=at):
                return replay(plan.sop, [one.entry(id, plan.edition) for one in history if one.kind in ENTRIES])
    raise StoreBusy(store=store.name)


def _is_new(store: Store, id: str, history: Sequence[Record]) -> None:
    """Let pass a case whose id and keys the store does not have yet."""
    if store.case(id) is not None:
        raise CaseExists(case=id)
    for record in history:
        if record.key is not None and (found := store.under_key(record.key)) is not None:
            case, n = found
            now = store.case(case)
            kept = None if now is None else next(store.records(now.no, after=n - 1), None)
            raise KeyReused(key=record.key, case=case, seq=record.seq if kept is None else kept.seq)


def published(store: Store, sop: Sop, *, at: datetime) -> Edition:
    """
    Keep a definition for good, and return its edition.

    Raises:
        VersionTaken: this version is published and means something else.
    """
    plan = plan_of(sop)
    while not _is_published(store, plan.edition):
        if store.publish(plan.edition, dumps(plan.sop), at=at):  # else somebody else was quicker
            break
    return plan.edition


def _is_published(store: Store, edition: Edition) -> bool:
    """
    Return whether an edition is published.

    Raises:
        VersionTaken: this version is published and means something else.
    """
    for kept in store.editions(edition.id).values():
        if kept.version == edition.version and kept != edition:
            raise VersionTaken(sop=edition.id, version=edition.version, expected=kept.digest, given=edition.digest)
        if kept == edition:
            return True
    return False


def _steps(
    opened: Callable[..., Row], history: Sequence[Record], plan: Plan, before: str, definition: int
) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the changes that write a case record by record."""
    row = opened(definition=definition)
    yield "open", opening(row, history[0], link_before=before, actors=waiting(row, plan))
    for record in history[1:]:
        then = after(row, record, plan)
        yield "act", acting(row, then, record, (waiting(row, plan), waiting(then, plan)))
        row = then


def _told(record: Record) -> dict[str, JSON]:
    return {**attrs.asdict(record), "at": stamp(record.at), "salts": list(record.salts), "marks": list(record.marks)}


def _read(values: Mapping[str, Any], case: str) -> Record:
    try:
        can_be_kept(sought=(case,), words=None)
        at = moment(values["at"])
        _ = at - _DAY, at + _DAY  # wherever it is read, the clock on the wall can show it
    except (OverflowError, TypeError, ValueError) as error:
        raise ExportBroken(case=case, record=int(values["n"]), why="value") from error
    fields = {one.name: values[one.name] for one in attrs.fields(Record)}
    return Record(**{**fields, "at": at, "salts": tuple(values["salts"]), "marks": tuple(values["marks"])})
