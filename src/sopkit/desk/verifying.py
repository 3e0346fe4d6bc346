"""
A whole store → whatever in it is not as it was written.

Every record is bound to the one before it, every opening to the openings before; so a change, a removal, an insertion
or another order shows. That a tail was cut off shows only against a checkpoint that was kept elsewhere.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sopkit.case import replay
from sopkit.desk.folding import after, first, waiting
from sopkit.desk.values import Trouble, Verification
from sopkit.errors import DefinitionError, SopkitError
from sopkit.reader import loads
from sopkit.stores.record import ENTRIES, link
from sopkit.stores.store import facts

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sopkit.journal import Edition
    from sopkit.model import JSON
    from sopkit.plan import Plan
    from sopkit.stores import Record, Row, Store

__all__ = ["checkpoint", "looked_through", "verify"]


def verify(store: Store, plans: Any, known: Mapping[str, JSON] | None) -> Verification:
    """Look through everything; `plans` gives the plan of a definition, `known` is a checkpoint."""
    editions = store.editions()
    troubles = list(_definitions(store, editions))
    lost = {one.record for one in troubles}
    cases = records = waits = plain = 0
    before = ""
    heads: dict[str, Any] = dict((known or {}).get("heads", {}))
    for row in store.cases():
        cases += 1
        history = list(store.records(row.no))
        records += len(history)
        edition = editions.get(row.definition)
        if edition is None or row.definition in lost:
            troubles.append(Trouble(what="definition", case=row.id))
            continue
        plan = plans(row.definition)
        troubles += _case(row, history, edition, plan, before=before, no=cases)
        troubles += _beside(store, row, plan)
        troubles += _cut(row.id, history, heads.pop(row.id, None))
        before = row.link
        waits += len(waiting(row, plan))
        plain += len(facts(row))
    troubles += [Trouble(what="cut", case=id) for id in heads]
    if store.register() != (cases, before):
        troubles.append(Trouble(what="register"))
    if store.count("tasks") != waits or store.count("facts") != plain:
        troubles.append(Trouble(what="standing"))
    return Verification(cases=cases, records=records, troubles=tuple(troubles))


def checkpoint(store: Store) -> dict[str, JSON]:
    """Return where every case stands, as JSON values to keep elsewhere."""
    heads = {row.id: [row.n, row.head] for row in store.cases()}
    return {"sopkit": "checkpoint", "heads": heads}


def looked_through(row: Row, history: list[Record], edition: Edition, plan: Plan) -> Iterator[Trouble]:
    """Yield what is wrong with the records of one case by themselves."""
    before = ""
    for n, record in enumerate(history):
        if record.n != n:
            yield Trouble(what="order", case=row.id, record=n)
            return
        if record.expected_hash(before, row.id, edition.digest) != record.hash:
            yield Trouble(what="chain", case=row.id, record=n)
            return
        before = record.hash
    if not history:
        yield Trouble(what="order", case=row.id)
        return
    try:
        entries = [record.entry(row.id, edition) for record in history if record.kind in ENTRIES]
        replay(plan.sop, entries)
    except (SopkitError, TypeError, ValueError):
        yield Trouble(what="act", case=row.id)


def _definitions(store: Store, editions: Mapping[int, Edition]) -> Iterator[Trouble]:
    for no, edition in editions.items():
        try:
            sop = loads(store.definition(no))
        except DefinitionError:
            sop = None
        if sop is None or (sop.id, sop.version, sop.digest) != (edition.id, edition.version, edition.digest):
            yield Trouble(what="definition", case=f"{edition.id} {edition.version}", record=no)


def _case(row: Row, history: list[Record], edition: Edition, plan: Plan, *, before: str, no: int) -> Iterator[Trouble]:
    found = list(looked_through(row, history, edition, plan))
    yield from found
    if not history:
        return
    tie = link(before, no, row.id, history[0].hash)
    if (row.no, row.link) != (no, tie):
        yield Trouble(what="register", case=row.id)
    if not found:
        folded = first(history[0], no=row.no, id=row.id, definition=row.definition, link=row.link)
        for record in history[1:]:
            folded = after(folded, record, plan)
        if folded != row or folded.data != row.data:
            yield Trouble(what="standing", case=row.id)


def _beside(store: Store, row: Row, plan: Plan) -> Iterator[Trouble]:
    """Hold the rows by which a case is found against the case itself."""
    if store.tasks_of(row) != sorted(waiting(row, plan)) or store.facts_of(row) != facts(row):
        yield Trouble(what="standing", case=row.id)


def _cut(id: str, history: list[Record], head: Any) -> Iterator[Trouble]:
    if head is not None:
        n, hash = head
        if n >= len(history) or history[n].hash != hash:
            yield Trouble(what="cut", case=id, record=n)
