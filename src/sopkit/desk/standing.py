"""
Store → cases as they stand now, remembered for as long as nobody else moved them.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from itertools import takewhile
from typing import TYPE_CHECKING

import attrs

from sopkit.case import Case, replay
from sopkit.desk.asking import text
from sopkit.errors import DefinitionError, NoSuchCase, Refusal, StoreDamaged, UnknownVersion
from sopkit.plan import Plan, plan_of
from sopkit.reader import loads
from sopkit.stores.record import ENTRIES
from sopkit.stores.row import CLOSED

if TYPE_CHECKING:
    from sopkit.journal import Edition
    from sopkit.model import Sop
    from sopkit.stores import Record, Row, Store

__all__ = ["Standing", "Standings"]

_ENTRIES = 50_000  # that are remembered in all; some 40 MiB


@attrs.frozen
class Standing:
    """A case as it stands."""

    row: Row
    case: Case
    plan: Plan

    @property
    def edition(self) -> Edition:
        """The definition it runs on."""
        return self.plan.edition


class Standings:
    """
    Definitions and cases of one store, as they were read last.

    Whatever is remembered is held against the store before it counts: the hash of a case's last record tells whether
    anything happened since.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._plans: dict[int, Plan] = {}
        self._cases: OrderedDict[str, tuple[Row, Case]] = OrderedDict()
        self._size = 0
        self._lock = threading.Lock()

    def remembered(self, id: str) -> Standing | None:
        """
        Return a case as it stood when it was last used here, without its data; None where that is not known.

        Nothing is asked of the store: only an act may rely on it, which takes place if this is still so.

        Raises:
            TypeError: the id is no string.
        """
        with self._lock:
            known = self._cases.get(text("case", id))
        return None if known is None else Standing(*known, self.plan(known[0].definition))

    def standing(self, id: str) -> Standing:
        """
        Return a case as it stands now.

        Raises:
            NoSuchCase: there is none of this id.
            TypeError: the id is no string.
        """
        row = self._store.case(text("case", id))
        if row is None:
            raise NoSuchCase(case=id)
        return self.standing_of(row)

    def standing_of(self, row: Row) -> Standing:
        """
        Return the case of a row that was just read.

        Raises:
            StoreDamaged: its records are none, or tell of another place.
        """
        plan = self.plan(row.definition)
        with self._lock:
            before, case = self._cases.get(row.id, (None, None))
        if before is None or case is None or before.head != row.head:
            try:
                case = self._caught_up(row, plan, case, before)
            except (Refusal, AttributeError, KeyError, TypeError, ValueError) as error:  # nobody can have written this
                raise StoreDamaged(store=self._store.name, why=f"sopkit_records {row.no}: {error}") from error
            self.remember(row, case)
        if (row.place, row.seq, row.state == CLOSED) != (case.last.to, case.last.seq, case.is_closed):
            raise StoreDamaged(store=self._store.name, why=f"sopkit_cases {row.no}")
        return Standing(row, case, plan)

    def whole(self, now: Standing) -> tuple[Standing, list[Record]]:
        """Return a case as it stands, now or since, with all its records, both as of one moment."""
        while True:
            history = list(self._store.records(now.row.no))
            is_one = bool(history) and history[-1].hash == now.row.head
            then = now if is_one else self.standing(now.row.id)
            if then.row.head == now.row.head:  # else somebody acted between one page of records and the next
                return now, history
            now = then

    def remember(self, row: Row, case: Case) -> None:
        """Remember a case as it stands after the last record of `row`; what was used longest ago is forgotten."""
        with self._lock:
            before, _ = self._cases.pop(row.id, (None, None))
            self._size += row.seq + 1 - (0 if before is None else before.seq + 1)
            self._cases[row.id] = attrs.evolve(row, data={}) if row.data else row, case
            while self._size > _ENTRIES and len(self._cases) > 1:
                _, (forgotten, _) = self._cases.popitem(last=False)
                self._size -= forgotten.seq + 1

    def plan(self, definition: int) -> Plan:
        """
        Return the plan of a published definition.

        Raises:
            StoreDamaged: what stands there is not what was published.
        """
        if definition not in self._plans:
            edition, source = self._store.definition(definition)
            try:
                plan = plan_of(loads(source))
            except DefinitionError as error:
                raise StoreDamaged(store=self._store.name, why=f"sopkit_definitions {definition}") from error
            if plan.edition != edition:
                raise StoreDamaged(store=self._store.name, why=f"sopkit_definitions {definition}")
            self._plans[definition] = plan
        return self._plans[definition]

    def sop(self, id: str, version: str | None) -> tuple[int, Sop]:
        """
        Return the number of a published definition and itself; the newest version where none is named.

        Raises:
            UnknownVersion: it is not published.
        """
        editions = self._store.editions(text("sop", id))
        text("version", version, optional=True)
        wanted = [no for no, one in editions.items() if version in (None, one.version)]
        if not wanted:
            versions = tuple(one.version for one in editions.values())
            raise UnknownVersion(sop=id, version=version or "", versions=versions)
        try:
            no = max(wanted, key=lambda one: [int(part) for part in editions[one].version.split(".")])
        except ValueError as error:
            raise StoreDamaged(store=self._store.name, why=f"sopkit_definitions: {error}") from error
        if self.plan(no).edition != editions[no]:  # a host's transaction that published another one was rolled back
            del self._plans[no]
        return no, self.plan(no).sop

    def _caught_up(self, row: Row, plan: Plan, case: Case | None, before: Row | None) -> Case:
        """Return the case with what happened since; read anew where the past itself was changed, or is another one."""
        if case is not None and before is not None and before.n < row.n:
            news = self._records(row, after=before.n - 1)
            if news and news[0].hash == before.head and all(record.kind != "erased" for record in news[1:]):
                for record in news[1:]:
                    if record.kind in ENTRIES:
                        case = case.apply(record.entry(row.id, plan.edition))
                return case
        entries = [one.entry(row.id, plan.edition) for one in self._records(row, after=-1) if one.kind in ENTRIES]
        return replay(plan.sop, entries)

    def _records(self, row: Row, *, after: int) -> list[Record]:
        """Return the records up to the last one that `row` knows of: others may have come since the row was read."""
        return list(takewhile(lambda one: one.n <= row.n, self._store.records(row.no, after=after)))
