"""
A whole store → whatever in it is not as it was written.

Every record is bound to the one before it, every opening to the openings before; so a change, a removal, an insertion
or another order shows. That a tail was cut off shows only against a checkpoint that was kept elsewhere.
"""

from __future__ import annotations

from collections import Counter
from itertools import islice
from typing import TYPE_CHECKING

from sopkit.desk.chain import folded, looked_through
from sopkit.desk.folding import waiting
from sopkit.desk.values import Trouble, Verification
from sopkit.errors import CheckpointBroken, DefinitionError, StoreDamaged
from sopkit.reader import loads
from sopkit.stores.record import canonical, link, stamp
from sopkit.stores.row import facts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from sopkit.journal import Edition
    from sopkit.model import JSON
    from sopkit.plan import Plan
    from sopkit.stores import Record, Row, Store

__all__ = ["checkpoint", "verify"]

_MOST = 1_000  # troubles that are told one by one
_FIRST = -(2**62)
_KIND = "checkpoint"


def checkpoint(store: Store) -> dict[str, JSON]:
    """Return where every case stands, as JSON values to keep elsewhere."""
    with store.still() as now:
        heads: dict[str, JSON] = {}
        for no, id, _, n, head in now.registered():
            if not isinstance(n, int):
                raise StoreDamaged(store=store.name, why=f"sopkit_cases {no}")
            heads[id] = [n, head]
        return {"sopkit": _KIND, "heads": heads}


def verify(
    store: Store, plans: Callable[[int], Plan], known: Mapping[str, JSON] | None,
    told: Callable[[int, int], object] | None,
) -> Verification:  # fmt: skip
    """
    Look through everything, as it is at this moment.

    Args:
        store: the store.
        plans: gives the plan of a definition.
        known: a checkpoint.
        told: hears how many cases were looked through, and how many there are.

    Raises:
        CheckpointBroken: `known` is no checkpoint.
    """
    heads = _heads(known)
    with store.still() as now:
        looking = _Looking(now, plans, heads)
        troubles = looking.troubles(told)
        first = tuple(islice(troubles, _MOST))
        count = len(first) + sum(1 for _ in troubles)
    found = looking.found
    return Verification(cases=found["cases"], records=found["records"], troubles=first, trouble_count=count)


class _Looking:
    """One look through a store that stands still."""

    def __init__(self, store: Store, plans: Callable[[int], Plan], heads: dict[str, tuple[int, str]]) -> None:
        self._store = store
        self._plans = plans
        self._heads = heads
        self._editions: dict[int, Edition] = {}
        self._lost: set[int] = set()
        self._doubted: set[int] = set()
        self.found: Counter[str] = Counter()

    def troubles(self, told: Callable[[int, int], object] | None) -> Iterator[Trouble]:
        """Yield whatever is not as it was written."""
        try:
            self._editions = self._store.editions()
        except StoreDamaged:
            yield Trouble(what="definition")
        yield from self._definitions()
        try:
            of, end = self._store.register()
        except StoreDamaged:
            of, end = 0, "–"
        last, ties = 0, {""}
        for no, id, tie, _, _ in self._store.registered():
            if told is not None:
                told(self.found["cases"], of)
            self.found["cases"] += 1
            history, unread = self._history(no)
            self.found["records"] += len(history)
            expected = {link(before, no, id, history[0].hash) for before in ties} if history else set()
            if no != last + 1 or tie not in expected:
                yield Trouble(what="register", case=id)
            last, ties = no, {tie, *expected}
            self.found["facts"] += len(self._store.facts_of(no))
            found = list(self._case(no, id, history, unread))
            if found:
                self._doubted.add(no)
            yield from found
            yield from self._cut(id, history)
        yield from (Trouble(what="cut", case=id) for id in self._heads)
        if of != last or end not in ties:
            yield Trouble(what="register")
        yield from self._beside()

    def _definitions(self) -> Iterator[Trouble]:
        for no, edition in self._editions.items():
            try:
                sop = loads(self._store.definition(no)[1])
            except DefinitionError:
                sop = None
            if sop is None or (sop.id, sop.version, sop.digest) != (edition.id, edition.version, edition.digest):
                self._lost.add(no)
                yield Trouble(what="definition", case=f"{edition.id} {edition.version}", record=no)

    def _history(self, no: int) -> tuple[list[Record], bool]:
        """Return the records of a case, and whether one of them could not be read: then those before it."""
        history: list[Record] = []
        try:
            history.extend(self._store.records(no, after=_FIRST))
        except StoreDamaged:
            return history, True
        return history, False

    def _case(self, no: int, id: str, history: list[Record], unread: bool) -> Iterator[Trouble]:  # noqa: FBT001
        if unread:
            self.found["unread"] += 1
            yield Trouble(what="value", case=id, record=len(history))
            return
        try:
            row = self._store.case_no(no)
        except StoreDamaged:
            yield Trouble(what="standing", case=id)
            return
        edition = self._editions.get(row.definition)
        if edition is None or row.definition in self._lost:
            yield Trouble(what="definition", case=id)
            return
        plan = self._plans(row.definition)
        found = list(looked_through(id, history, edition, plan))
        yield from found
        then = folded(row, history, plan) if not found else None
        if then is not None and not self._stands(row, then, plan):
            yield Trouble(what="standing", case=id)

    def _stands(self, row: Row, then: Row, plan: Plan) -> bool:
        """Return whether a case, and what it is found by, stand in the store as its records tell."""
        actors = waiting(then, plan)
        self.found["tasks"] += len(actors)
        return (
            (row, canonical({"data": row.data})) == (then, canonical({"data": then.data}))
            and all(self._store.waits(then, actor) for actor in actors)
            and self._store.facts_of(then.no) == facts(then)
        )

    def _cut(self, id: str, history: list[Record]) -> Iterator[Trouble]:
        if id in self._heads:
            n, hash = self._heads.pop(id)
            if n >= len(history) or history[n].hash != hash:
                yield Trouble(what="cut", case=id, record=n)

    def _beside(self) -> Iterator[Trouble]:
        """Yield rows that stand beside the cases and belong to none; of tasks, also those that a case does not have."""
        if self._store.count("tasks") != self.found["tasks"]:
            try:
                strays = {self._stray(*task) for task in self._store.all_tasks()}
            except StoreDamaged:  # no desk ever wrote such a row
                strays = {""}
            yield from (
                Trouble(what="standing", case=case) for case in sorted(one for one in strays if one is not None)
            )
        if self._store.count("facts") != self.found["facts"]:
            yield Trouble(what="standing")
        if self._store.count("records") != self.found["records"] and not self.found["unread"]:
            yield Trouble(what="order")
        yield from self._outbox()

    def _outbox(self) -> Iterator[Trouble]:
        """Yield what waits to be told but was never written so, and that nothing says who tells it."""
        try:
            self._store.courier()
        except StoreDamaged:
            yield Trouble(what="outbox")
        for no, n in self._store.unsound(limit=_MOST):
            try:
                id = self._store.case_no(no).id
            except StoreDamaged:
                id = ""
            yield Trouble(what="outbox", case=id, record=n if isinstance(n, int) else 0)

    def _stray(self, actor: str, since: int, no: int) -> str | None:
        """Return the id of the case that a task is wrongly said to belong to; None where it does, or was told of."""
        if no in self._doubted:
            return None
        try:
            row = self._store.case_no(no)
        except StoreDamaged:
            return ""
        is_meant = actor in waiting(row, self._plans(row.definition)) and since == stamp(row.since)
        return None if is_meant else row.id


def _heads(known: Mapping[str, JSON] | None) -> dict[str, tuple[int, str]]:
    """Return where a checkpoint says that each case stood."""
    try:
        heads = {} if known is None else known["heads"] if known["sopkit"] == _KIND else None
        read = {id: (n, hash) for id, (n, hash) in heads.items()}  # type: ignore[union-attr]
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise CheckpointBroken from error
    if not all(n.__class__ is int and n >= 0 and isinstance(hash, str) for n, hash in read.values()):
        raise CheckpointBroken
    return read
