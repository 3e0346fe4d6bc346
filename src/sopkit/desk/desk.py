"""
People's acts → cases that last: the desk is where a store, a clock and rights meet.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sopkit.desk.asking import either, text, whole
from sopkit.desk.outbox import deliver
from sopkit.desk.reading import utc
from sopkit.desk.transfer import exported, imported
from sopkit.desk.verifying import checkpoint, verify
from sopkit.desk.working import Working, says
from sopkit.errors import ReasonMissing
from sopkit.judge import person as a_person
from sopkit.stores import open_store

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime
    from types import TracebackType

    from sopkit.case import Case
    from sopkit.desk.values import Delivery, Message, Summary, Verification
    from sopkit.model import JSON, Person

__all__ = ["Desk", "open_desk"]


def open_desk(
    url: str = "sqlite:///sopkit.db", *, clock: Callable[[], datetime] | None = None,
    may_read: Callable[[Person, Summary], bool] | None = None,
) -> Desk:  # fmt: skip
    """
    Open the desk on a store.

    Args:
        url: `sqlite:///cases.db` (a file, made if it is not there), `sqlite://` (memory, for tests), `postgresql://…`.
        clock: what tells the time, an aware datetime; without it the machine does. A test gives its own.
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
    return Desk(open_store(url), clock=clock or utc, may_read=may_read)


class Desk(Working):
    """
    What people do with cases, what they find, and how it is kept.

    Every act says who does it, `by`, a Person with the actors they stand for at this moment. Reading may say so, and
    where it does, the host is asked whether this person may see the case; reading without `by` is the host's own.
    An act answers with the whole case, also where the host would not show it: whoever may do a step is trusted with the
    case. `note`, `attach` and `erase`, which any actor of the SOP may do, ask the host first.
    A desk may be shared by threads. Whatever an act cannot do raises, and leaves the store as it was.
    """

    def __enter__(self) -> Desk:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the store; whatever is asked of the desk then raises StoreClosed."""
        self._store.close()

    def joined(self, connection: Any) -> Desk:
        """
        Return a desk whose acts are part of the host's own transaction: kept when the host commits, gone when not.

        Args:
            connection: the host's, to the database that holds sopkit's tables (sqlite3, or psycopg 3).

        Raises:
            TypeError: it is no such connection, or one of sqlite3 that gives text as something else than `str`.
        """
        return Desk(self._store.joined(connection), clock=self._clock, may_read=self._may_read)

    def deliver(self, tell: Callable[[Message], object], *, limit: int = 100) -> Delivery:
        """
        Tell the world what happened, through `tell`: each message at least once, those of one case in their order.

        A message that `tell` raises on is delivered again later, ever later, and with it what follows in its case.
        Several processes may call this; one of them delivers at a time.

        Raises:
            TypeError: `tell` is no function, or the desk is joined: the host may still take back what it would tell.
            StoreDamaged: what waits to be told was never written so.
        """
        if self._store.is_joined:
            msg = "a joined desk delivers nothing: the host may still take back what it would tell"
            raise TypeError(msg)
        whole("limit", limit, 0)
        return deliver(self._store, self._standings, tell, limit=limit, clock=self._clock)

    def verify(
        self, checkpoint: Mapping[str, JSON] | None = None, *, told: Callable[[int, int], object] | None = None
    ) -> Verification:  # fmt: skip
        """
        Look through the whole store for whatever is not as it was written.

        Args:
            checkpoint: what `checkpoint` gave earlier, kept elsewhere; only against it a tail that was cut off shows.
            told: called before each case with how many were looked through and how many there are: it may take long.
        """
        return verify(self._store, self._standings.plan, checkpoint, told)

    def checkpoint(self) -> dict[str, JSON]:
        """Return where every case stands, as JSON values to keep where nobody who may write the store may write."""
        return checkpoint(self._store)

    def export(self, case: str, *, by: Person | None = None) -> dict[str, JSON]:
        """Return a case as JSON values: definition, every record, the chain; raises what `case` raises."""
        return exported(*self._standings.whole(self._seen(case, by)))

    def import_case(self, data: Mapping[str, JSON] | str | bytes) -> Case:
        """
        Keep a case that another desk exported, with its definition.

        Raises:
            DefinitionError: it is not shaped as an export; every problem is told.
            ExportBroken: it is no whole case.
            CaseExists, KeyReused, VersionTaken: as they say.
        """
        return imported(self._store, data, at=self._clock())

    def erase(self, case: str, *, by: Person, reason: str, person: str | None = None, words: bool = False) -> Case:
        """
        Erase personal values from a case on a lawful request; that it was done, by whom and why, is put on record.

        Args:
            case: the host's own id for the case.
            by: who erases.
            reason: the request, in words.
            person: id of the person whose name is put to one that means nothing, the same in all of the case; a step
                that they have taken is let go.
            words: whether reasons, notes, references, title and data are erased.

        On SQLite the bytes are gone from the files when this returns, unless somebody reads or writes there all the
        while; then they leave its log with a later act at this desk, when it is closed or another is opened, or with
        the last desk on it: also where this process dies.

        Raises:
            NotInCase: nothing in the case names the person.
            NameNeeded: the case has not ended, and they did a step that another one must be done by other hands than.
            NotYourCase: `by` stands for no actor of the SOP.
            MayNotRead: the host says that `by` may not see the case.
            ReasonMissing, NoSuchCase: as they say.
        """
        if not says(reason):
            raise ReasonMissing(case=case, step=None, outcome="erased")
        either("words", words)
        if text("person", person, optional=True) == "":
            msg = "person is the id of somebody, not empty"
            raise ValueError(msg)
        self._seen(case, a_person(by))
        return self._acting.erase(case, by=by, reason=reason, person=person, words=words)
