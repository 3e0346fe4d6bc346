"""
A store + who asks → definitions, cases, tasks and what was found, as far as the host lets them see it.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from sopkit.desk.asking import mapped, text, whole
from sopkit.desk.finding import Finding
from sopkit.desk.standing import Standings
from sopkit.desk.transfer import published
from sopkit.errors import MayNotRead
from sopkit.judge import aware
from sopkit.judge import person as a_person
from sopkit.stores.limits import LONGEST

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sized

    from sopkit.case import Case
    from sopkit.desk.standing import Standing
    from sopkit.desk.values import Page, Summary, Task
    from sopkit.journal import Edition
    from sopkit.model import JSON, Person, Sop
    from sopkit.stores import Record, Row, Store

__all__ = ["Reading", "utc"]

_VALUES = 100
"""Values of the data by which one search finds; SQLite takes no longer a question than some ten times that."""


def utc() -> datetime:
    """Return the time, as the machine tells it."""
    return datetime.now(UTC)


def in_utc(clock: Callable[[], datetime]) -> Callable[[], datetime]:
    """Return a clock that tells the same time in UTC, and raises TimeNaive where `clock` knows no time zone."""
    return lambda: aware("–", clock()).astimezone(UTC)


class Reading:
    """What is read at a desk, and the definitions that are published there."""

    def __init__(
        self, store: Store, *, clock: Callable[[], datetime] = utc,
        may_read: Callable[[Person, Summary], bool] | None = None,
    ) -> None:  # fmt: skip
        self._store = store
        self._clock = in_utc(clock)
        self._may_read = may_read
        self._standings = Standings(store)
        self._finding = Finding(store, self._standings)

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
        return tuple(self._standings.whole(self._seen(id, by))[1])

    def inbox(
        self, *, by: Person, actor: str | None = None, after: str | None = None, limit: int = 50
    ) -> Page[Task]:  # fmt: skip
        """
        Return what waits for a person, the longest first: each open step that they may do, also if somebody took it.

        Args:
            by: the person, with the actors they stand for at this moment.
            actor: only what they may do as this actor.
            after: `next` of the page before.
            limit: tasks on a page.
        """
        text("actor", actor, optional=True)
        return self._finding.inbox(by, actor=actor, sees=self._sees(by), after=after, limit=whole("limit", limit, 1))

    def search(
        self, *, by: Person | None = None, id: str | None = None, title: str | None = None, sop: str | None = None,
        state: str | None = None, step: str | None = None, actor: str | None = None, person: str | None = None,
        opened_from: datetime | None = None, opened_to: datetime | None = None,
        data: Mapping[str, JSON] | None = None, after: str | None = None, limit: int = 50,
    ) -> Page[Summary]:  # fmt: skip
        """
        Return the cases that are all that is asked for, the newest first.

        Args:
            by: who looks; only what they may see is found.
            id: of the case, whole.
            title: words in the title; A to Z also find a to z.
            sop: id of the SOP.
            state: `open`, `suspended` or `closed`.
            step: id of the step, or of the end, where the case is.
            actor: for whom the case waits.
            person: id of somebody who did something with it.
            opened_from: a moment, at which or after which it was opened.
            opened_to: a moment, before which it was opened.
            data: plain values of the host's data, all of them equal.
            after: `next` of the page before.
            limit: cases on a page.

        Raises:
            TimeNaive: a moment has no time zone.
            TypeError, ValueError: something else belongs there, or less of it: a title of at most 500 characters, at
                most 100 values of data.
        """
        texts = {
            "id": id, "title": title, "sop": sop, "state": state, "step": step, "actor": actor, "person": person,
        }  # fmt: skip
        for name, value in texts.items():
            text(name, value, optional=True)
        values = {} if data is None else mapped("data", data)
        _at_most(LONGEST, "characters of a title", title or "")
        _at_most(_VALUES, "values of data", values)
        wanted = {
            **texts,
            "opened_from": None if opened_from is None else aware("–", opened_from),
            "opened_to": None if opened_to is None else aware("–", opened_to),
        }  # fmt: skip
        return self._finding.search(
            wanted, values, sees=self._sees(by), after=after, limit=whole("limit", limit, 1)
        )  # fmt: skip

    def _seen(self, id: str, by: Person | None) -> Standing:
        now = self._standings.standing(id)
        if by is not None:
            self._may_see(now, by)
        return now

    def _may_see(self, now: Standing, by: Person) -> None:
        if not self._sees(by)(now.row):
            raise MayNotRead(case=now.row.id, by=by.id)

    def _sees(self, by: Person | None) -> Callable[[Row], bool]:
        may_read = self._may_read
        if by is None:
            return lambda _: True
        a_person(by)
        if may_read is None:
            return lambda _: True
        return lambda row: bool(may_read(by, self._finding.summary(row)))


def _at_most(most: int, what: str, given: Sized) -> None:
    """Let pass what every database takes in one question."""
    if len(given) > most:
        msg = f"cases are looked for by at most {most} {what}, not {len(given)}"
        raise ValueError(msg)
