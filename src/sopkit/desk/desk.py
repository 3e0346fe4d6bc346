"""
People's acts → cases that last: the desk is where a store, a clock and rights meet.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from sopkit.desk.acting import Act, Acting
from sopkit.desk.finding import Finding
from sopkit.desk.outbox import deliver
from sopkit.desk.rights import able, free, of_the_case, of_the_step, running
from sopkit.desk.standing import Standings
from sopkit.desk.transfer import exported, imported, published
from sopkit.desk.verifying import checkpoint, verify
from sopkit.errors import (
    MayNotRead,
    NotSuspended,
    NotTaken,
    ReasonMissing,
)
from sopkit.judge import person
from sopkit.model import DONE
from sopkit.stores import open_store
from sopkit.stores.store import SUSPENDED

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from types import TracebackType

    from sopkit.case import Case
    from sopkit.desk.standing import Standing
    from sopkit.desk.values import Delivery, Message, Page, Summary, Task
    from sopkit.journal import Edition
    from sopkit.model import JSON, Person, Sop
    from sopkit.stores import Record, Row, Store

__all__ = ["Desk", "open_desk"]


def _utc() -> datetime:
    return datetime.now(UTC)


def open_desk(
    url: str = "sqlite:///sopkit.db", *, clock: Callable[[], datetime] = _utc,
    may_read: Callable[[Person, Summary], bool] | None = None,
) -> Desk:  # fmt: skip
    """
    Open the desk on a store.

    Args:
        url: `sqlite:///cases.db` (a file, made if it is not there), `sqlite://` (memory, for tests), `postgresql://…`.
        clock: what tells the time, an aware datetime; a test gives its own.
        may_read: whether a person may see a case; without it everybody may.

    >>> from sopkit import Person, open_desk, reference
    >>> desk = open_desk("sqlite://")
    >>> _ = desk.publish(reference())
    >>> budi = Person("budi", actors={"kabid"})
    >>> case = desk.open("rekomendasi-izin-usaha-industri", "REK-2026-001", by=budi, title="PT Maju")
    >>> [task.step for task in desk.inbox(by=budi)]
    ['terima-berkas']

    Raises:
        StoreError: the store cannot be opened; the class says why.
    """
    return Desk(open_store(url), clock=clock, may_read=may_read)


class Desk:
    """
    What people do with cases, and what they find.

    Every act says who does it, `by`, a Person with the actors they stand for at this moment. Reading may say so, and
    where it does, the host is asked whether this person may see the case; reading without `by` is the host's own.
    A desk may be shared by threads. Whatever an act cannot do raises, and leaves the store as it was.
    """

    def __init__(
        self, store: Store, *, clock: Callable[[], datetime] = _utc,
        may_read: Callable[[Person, Summary], bool] | None = None,
    ) -> None:  # fmt: skip
        self._store = store
        self._clock = clock
        self._may_read = may_read
        self._standings = Standings(store)
        self._acting = Acting(store, self._standings, clock)
        self._finding = Finding(store, self._standings)

    def __enter__(self) -> Desk:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the store."""
        self._store.close()

    def joined(self, connection: Any) -> Desk:
        """
        Return a desk whose acts are part of the host's own transaction: kept when the host commits, gone when not.

        Args:
            connection: the host's, to the database that holds sopkit's tables (sqlite3, or psycopg 3).
        """
        return Desk(self._store.joined(connection), clock=self._clock, may_read=self._may_read)

    # Definitions

    def publish(self, sop: Sop) -> Edition:
        """
        Publish a definition, for good; publishing it again does nothing.

        Raises:
            VersionTaken: this version is published and means something else.
            DefinitionError: the Sop was made by hand, and is no sound definition.
        """
        return published(self._store, sop, at=self._clock())

    def published(self) -> tuple[Edition, ...]:
        """Return every definition that is published, in the order of publication."""
        return tuple(self._store.editions().values())

    def sop(self, id: str, version: str | None = None) -> Sop:
        """
        Return a published definition, the newest version where none is named.

        Raises:
            UnknownVersion: it is not published.
        """
        return self._standings.sop(id, version)[1]

    # Work

    def open(
        self, sop: str, case: str, *, by: Person | None = None, title: str = "",
        data: Mapping[str, JSON] | None = None, version: str | None = None, key: str | None = None,
    ) -> Case:  # fmt: skip
        """
        Open a case on a published SOP, for good on this version of it; whoever may open is the host's to say.

        Args:
            sop: the SOP's id.
            case: the host's own id for the case.
            title: what people call the case.
            data: the host's own values, as JSON; `search` finds the case by them.
            version: of the SOP; the newest where none is named.
            key: by which the host knows this act again: done twice under one key, it is done once.

        Raises:
            UnknownVersion, CaseExists, KeyReused: as they say.
        """
        details = {"title": title, "data": _plain(data or {})}
        who = None if by is None else person(by).id
        return self._acting.open(
            case, self._standings.sop(sop, version), Act(kind="opened", by=who, details=details, key=key)
        )

    def complete(
        self, case: str, step: str, outcome: str = DONE, *, by: Person, reason: str | None = None,
        outputs: Mapping[str, str] | None = None, seq: int | None = None, key: str | None = None,
    ) -> Case:  # fmt: skip
        """
        Leave an open step by one of its outcomes, and return the case after it.

        Args:
            reason: why, in words.
            outputs: document id → the reference the host keeps.
            seq: the place where the clerk saw the case (`case.last.seq`); without it the act is judged by where the
                case is now.
            key: by which the host knows this act again: done twice under one key, it is done once.

        Raises:
            StaleCase: somebody acted first.
            CaseSuspended, TakenByOther, KeyReused, NoSuchCase: as they say.
            Refusal: the case may not do that now; the class and its fields say why.
        """

        def decide(now: Standing, at: datetime) -> Case:
            if now.row.state == SUSPENDED:
                running(now, self._store)
            then = now.case.complete(step, outcome, by=by, at=at, reason=reason, outputs=outputs)
            free(now, by)
            return then

        details = {"outputs": dict(outputs)} if outputs else {}
        act = Act(
            kind="completed", by=person(by).id, step=step, outcome=outcome, reason=reason, details=details, key=key
        )
        return self._acting.do(case, act, decide, seq=seq)

    def cancel(
        self, case: str, *, by: Person, reason: str, seq: int | None = None, key: str | None = None
    ) -> Case:  # fmt: skip
        """
        End a case before its time, where the SOP allows it; arguments are those of `complete`.

        Raises:
            MayNotCancel, CaseClosed, ReasonMissing, StaleCase, KeyReused, NoSuchCase: as they say.
        """

        def decide(now: Standing, at: datetime) -> Case:
            return now.case.cancel(by=by, at=at, reason=reason)

        act = Act(kind="cancelled", by=person(by).id, reason=reason, key=key)
        return self._acting.do(case, act, decide, seq=seq)

    def suspend(self, case: str, *, by: Person, reason: str, seq: int | None = None, key: str | None = None) -> Case:
        """
        Let a case rest: it waits for nobody and nothing can be done with it until it is resumed, but cancelling.

        Raises:
            NotYourCase: `by` stands neither for the open step nor for who may cancel.
            CaseSuspended, CaseClosed, ReasonMissing, StaleCase, KeyReused, NoSuchCase: as they say.
        """

        def decide(now: Standing, _: datetime) -> Case:
            running(now, self._store)
            of_the_step(now, by)
            return now.case

        return self._aside(case, "suspended", decide, by=by, words=reason, seq=seq, key=key)

    def resume(self, case: str, *, by: Person, reason: str, seq: int | None = None, key: str | None = None) -> Case:
        """
        Let a suspended case go on where it was.

        Raises:
            NotSuspended, NotYourCase, ReasonMissing, StaleCase, KeyReused, NoSuchCase: as they say.
        """

        def decide(now: Standing, _: datetime) -> Case:
            if now.row.state != SUSPENDED:
                raise NotSuspended(case=case)
            of_the_step(now, by)
            return now.case

        return self._aside(case, "resumed", decide, by=by, words=reason, seq=seq, key=key)

    def claim(self, case: str, *, by: Person, seq: int | None = None, key: str | None = None) -> Case:
        """
        Take the open step: nobody else may do it until it is released or assigned to somebody else.

        Raises:
            TakenByOther: somebody else has taken it.
            Refusal: `by` may not do it.
            CaseSuspended, StaleCase, KeyReused, NoSuchCase: as they say.
        """

        def decide(now: Standing, _: datetime) -> Case:
            running(now, self._store)
            able(now, by)
            free(now, by)
            return now.case

        return self._aside(case, "claimed", decide, by=by, seq=seq, key=key)

    def release(self, case: str, *, by: Person, seq: int | None = None, key: str | None = None) -> Case:
        """
        Let go of the open step that `by` has taken.

        Raises:
            NotTaken, TakenByOther, CaseSuspended, StaleCase, KeyReused, NoSuchCase: as they say.
        """

        def decide(now: Standing, _: datetime) -> Case:
            running(now, self._store)
            if now.row.taken_by is None:
                raise NotTaken(case=case, step=now.row.place)
            free(now, by)
            return now.case

        return self._aside(case, "released", decide, by=by, seq=seq, key=key)

    def assign(self, case: str, *, to: Person, by: Person, seq: int | None = None, key: str | None = None) -> Case:
        """
        Give the open step to somebody who may do it, also where somebody else has taken it.

        Raises:
            Refusal: `to` may not do it.
            NotYourCase: `by` stands neither for the open step nor for who may cancel.
            CaseSuspended, StaleCase, KeyReused, NoSuchCase: as they say.
        """

        def decide(now: Standing, _: datetime) -> Case:
            running(now, self._store)
            of_the_step(now, by)
            able(now, to)
            return now.case

        return self._aside(case, "assigned", decide, by=by, details={"to": person(to).id}, seq=seq, key=key)

    def note(self, case: str, text: str, *, by: Person, key: str | None = None) -> Case:
        """
        Put a note to a case, whatever its state.

        Raises:
            NotYourCase: `by` stands for no actor of the SOP.
            ReasonMissing: the note says nothing.
            KeyReused, NoSuchCase: as they say.
        """
        return self._aside(case, "noted", lambda now, _: _of_the_case(now, by), by=by, words=text, key=key)

    def attach(self, case: str, name: str, reference: str, *, by: Person, key: str | None = None) -> Case:
        """
        Put a reference to a file to a case: `name` is what people call it, `reference` where the host keeps it.

        Raises:
            NotYourCase, KeyReused, NoSuchCase: as they say.
        """
        details = {"name": _words(name), "reference": _words(reference)}
        return self._aside(case, "attached", lambda now, _: _of_the_case(now, by), by=by, details=details, key=key)

    # Reading

    def case(self, id: str, *, by: Person | None = None) -> Case:
        """
        Return a case as it stands.

        Raises:
            NoSuchCase: there is none of this id.
            MayNotRead: the host says that `by` may not see it.
        """
        return self._seen(id, by).case

    def summary(self, id: str, *, by: Person | None = None) -> Summary:
        """Return title, data, state and place of a case; raises what `case` raises."""
        return self._finding.summary(self._seen(id, by).row)

    def history(self, id: str, *, by: Person | None = None) -> tuple[Record, ...]:
        """Return everything that happened to a case, notes, claims and rests too; raises what `case` raises."""
        return tuple(self._store.records(self._seen(id, by).row.no))

    def inbox(
        self, *, by: Person, actor: str | None = None, after: str | None = None, limit: int = 50
    ) -> Page[Task]:  # fmt: skip
        """
        Return what waits for a person, the longest first: each open step that they may do, also if somebody took it.

        Args:
            actor: only what they may do as this actor.
            after: `next` of the page before.
            limit: tasks on a page.
        """
        return self._finding.inbox(by, actor=actor, sees=self._sees(by), after=after, limit=_positive(limit))

    def search(
        self, *, by: Person | None = None, id: str | None = None, title: str | None = None, sop: str | None = None,
        state: str | None = None, step: str | None = None, actor: str | None = None, person: str | None = None,
        opened_from: datetime | None = None, opened_to: datetime | None = None,
        data: Mapping[str, JSON] | None = None, after: str | None = None, limit: int = 50,
    ) -> Page[Summary]:  # fmt: skip
        """
        Return the cases that are all that is asked for, the newest first.

        Args:
            title: words in the title, in small or capital letters.
            state: `open`, `suspended` or `closed`.
            step: id of the step, or of the end, where the case is.
            actor: for whom the case waits.
            person: id of somebody who did something with it.
            opened_from, opened_to: moments; the second is not included.
            data: plain values of the host's data, all of them equal.
            after: `next` of the page before.
            limit: cases on a page.
        """
        wanted = {
            "id": id, "title": title, "sop": sop, "state": state, "step": step, "actor": actor, "person": person,
            "opened_from": opened_from, "opened_to": opened_to,
        }  # fmt: skip
        return self._finding.search(wanted, data or {}, sees=self._sees(by), after=after, limit=_positive(limit))

    def deliver(self, tell: Callable[[Message], object], *, limit: int = 100) -> Delivery:
        """
        Tell the world what happened, through `tell`: each message at least once, those of one case in their order.

        A message that `tell` raises on is delivered again later, ever later, and with it what follows in its case.
        Several processes may call this; one of them delivers at a time.
        """
        return deliver(self._store, self._standings, tell, limit=limit, clock=self._clock)

    # Keeping

    def verify(self, checkpoint: Mapping[str, JSON] | None = None) -> Verification:
        """
        Look through the whole store for whatever is not as it was written.

        Args:
            checkpoint: what `checkpoint` gave earlier, kept elsewhere; only against it a tail that was cut off shows.
        """
        return verify(self._store, self._standings.plan, checkpoint)

    def checkpoint(self) -> dict[str, JSON]:
        """Return where every case stands, as JSON values to keep where nobody who may write the store may write."""
        return checkpoint(self._store)

    def export(self, case: str, *, by: Person | None = None) -> dict[str, JSON]:
        """Return a case as JSON values: definition, every record, the chain; raises what `case` raises."""
        return exported(self._store, self._seen(case, by))

    def import_case(self, data: Mapping[str, JSON] | str | bytes) -> Case:
        """
        Keep a case that another desk exported, with its definition.

        Raises:
            DefinitionError: it is not shaped as an export; every problem is told.
            ExportBroken: it is no whole case.
            CaseExists, VersionTaken: as they say.
        """
        return self.case(imported(self._store, self._standings, data, at=self._clock()))

    def erase(self, case: str, *, by: Person, reason: str, person: str | None = None, words: bool = False) -> Case:
        """
        Erase personal values from a case on a lawful request; that it was done, by whom and why, is put on record.

        Args:
            person: id of the person whose name is put to one that means nothing, the same in all of the case.
            words: whether reasons, notes, references, title and data are erased.

        Raises:
            NotYourCase: `by` stands for no actor of the SOP.
            ReasonMissing, NoSuchCase: as they say.
        """
        if not _says(reason):
            raise ReasonMissing(case=case, step=None, outcome="erased")
        return self._acting.erase(case, by=by, reason=reason, person=person, words=words)

    def _aside(
        self, case: str, kind: str, decide: Callable[[Standing, datetime], Case], *, by: Person,
        words: str | None = None, details: Mapping[str, JSON] | None = None, seq: int | None = None,
        key: str | None = None,
    ) -> Case:  # fmt: skip
        """Do something that leaves the case at its place."""
        if kind in _IN_WORDS and not _says(words):
            raise ReasonMissing(case=case, step=None, outcome=kind)
        act = Act(kind=kind, by=person(by).id, reason=words, details=details or {}, key=key)
        return self._acting.do(case, act, decide, seq=seq)

    def _seen(self, id: str, by: Person | None) -> Standing:
        now = self._standings.standing(id)
        if by is not None and not self._sees(by)(now.row):
            raise MayNotRead(case=id, by=by.id)
        return now

    def _sees(self, by: Person | None) -> Callable[[Row], bool]:
        may_read = self._may_read
        if by is None or may_read is None:
            return lambda _: True
        return lambda row: bool(may_read(person(by), self._finding.summary(row)))


_IN_WORDS = ("suspended", "resumed", "noted")


def _says(words: str | None) -> bool:
    return isinstance(words, str) and bool(words.strip())


def _of_the_case(now: Standing, by: Person) -> Case:
    of_the_case(now, by)
    return now.case


def _positive(limit: int) -> int:
    if limit < 1:
        msg = f"a page has at least 1 item, not {limit}"
        raise ValueError(msg)
    return limit


def _words(value: str) -> str:
    if not _says(value):
        msg = f"here belong words, not {value!r}"
        raise ValueError(msg)
    return value


def _plain(data: Mapping[str, JSON]) -> dict[str, JSON]:
    """Return the host's data as JSON keeps it; raise where JSON cannot keep it."""
    return json.loads(json.dumps(dict(data), allow_nan=False))
