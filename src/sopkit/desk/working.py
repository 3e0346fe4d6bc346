"""
What people do with a case → the case after it.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from sopkit.desk.acting import Act, Acting
from sopkit.desk.asking import mapped, text
from sopkit.desk.reading import Reading, utc
from sopkit.desk.rights import able, free, of_the_case, of_the_step, running
from sopkit.errors import NotSuspended, NotTaken, ReasonMissing
from sopkit.judge import person
from sopkit.model import DONE
from sopkit.stores.row import SUSPENDED

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from sopkit.case import Case
    from sopkit.desk.standing import Standing
    from sopkit.desk.values import Summary
    from sopkit.model import JSON, Person
    from sopkit.stores import Store

__all__ = ["Working", "says"]

_DEEPEST = 100
_IN_WORDS = ("suspended", "resumed", "noted")


class Working(Reading):
    """What is done at a desk."""

    def __init__(
        self, store: Store, *, clock: Callable[[], datetime] = utc,
        may_read: Callable[[Person, Summary], bool] | None = None,
    ) -> None:  # fmt: skip
        super().__init__(store, clock=clock, may_read=may_read)
        self._acting = Acting(store, self._standings, self._clock)

    def open(
        self, sop: str, case: str, *, by: Person | None = None, title: str = "",
        data: Mapping[str, JSON] | None = None, version: str | None = None, key: str | None = None,
    ) -> Case:  # fmt: skip
        """
        Open a case on a published SOP, for good on this version of it; whoever may open is the host's to say.

        Args:
            sop: the SOP's id.
            case: the host's own id for the case.
            by: who opens it, if anybody does.
            title: what people call the case.
            data: the host's own values, as JSON; `search` finds the case by them.
            version: of the SOP; the newest where none is named.
            key: by which the host knows this act again: done twice under one key, it is done once.

        Raises:
            UnknownVersion, CaseExists, KeyReused: as they say.
            TypeError, ValueError: a title that is no string, or data that is not JSON or nested too deeply.
        """
        details = {"title": text("title", title), "data": {} if data is None else _plain(data)}
        who = None if by is None else person(by).id
        return self._acting.open(case, sop, Act(kind="opened", by=who, details=details, key=key), version=version)

    def complete(
        self, case: str, step: str, outcome: str = DONE, *, by: Person, reason: str | None = None,
        outputs: Mapping[str, str] | None = None, seq: int | None = None, key: str | None = None,
    ) -> Case:  # fmt: skip
        """
        Leave an open step by one of its outcomes, and return the case after it.

        Args:
            case: the host's own id for the case.
            step: id of the open step.
            outcome: id of one of its outcomes; `done` for a step without outcomes.
            by: who acts, with the actors they stand for at this moment.
            reason: why, in words.
            outputs: document id → the reference the host keeps.
            seq: the place where the clerk saw the case (`case.last.seq`); without it the act is judged by where the
                case is now.
            key: by which the host knows this act again: done twice under one key, it is done once.

        Raises:
            StaleCase: somebody acted first.
            NoSuchEntry: the case has not come to `seq`.
            CaseSuspended, TakenByOther, KeyReused, NoSuchCase: as they say.
            Refusal: the case may not do that now; the class and its fields say why.
        """

        def decide(now: Standing, at: datetime) -> Case:
            if now.row.state == SUSPENDED:
                running(now, self._store)
            then = now.case.complete(step, outcome, by=by, at=at, reason=reason, outputs=outputs)
            free(now, by)
            return then

        details = {"outputs": mapped("outputs", outputs)} if outputs else {}
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
        Suspend a case: it waits for nobody and nothing can be done with it until it is resumed, but cancelling.

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
        Resume a suspended case where it was.

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
        Add a note to a case, whatever its state; whoever may not see the case may not write to it either.

        Raises:
            NotYourCase: `by` stands for no actor of the SOP.
            MayNotRead: the host says that `by` may not see the case.
            ReasonMissing: the note says nothing.
            KeyReused, NoSuchCase: as they say.
        """
        return self._aside(case, "noted", lambda now, _: self._shown(now, by), by=by, words=text, key=key)

    def attach(self, case: str, name: str, reference: str, *, by: Person, key: str | None = None) -> Case:
        """
        Attach a reference to a file to a case: `name` is what people call it, `reference` where the host keeps it.

        Raises:
            NotYourCase, MayNotRead, KeyReused, NoSuchCase: as they say.
        """
        details = {"name": _words(name), "reference": _words(reference)}
        return self._aside(case, "attached", lambda now, _: self._shown(now, by), by=by, details=details, key=key)

    def _shown(self, now: Standing, by: Person) -> Case:
        """Return a case as it stands to somebody who stands for an actor of its SOP and may see it."""
        of_the_case(now, by)
        self._may_see(now, by)
        return now.case

    def _aside(
        self, case: str, kind: str, decide: Callable[[Standing, datetime], Case], *, by: Person,
        words: str | None = None, details: Mapping[str, JSON] | None = None, seq: int | None = None,
        key: str | None = None,
    ) -> Case:  # fmt: skip
        """Do something that leaves the case at its place."""
        if kind in _IN_WORDS and not says(words):
            raise ReasonMissing(case=case, step=None, outcome=kind)
        act = Act(kind=kind, by=person(by).id, reason=words, details=details or {}, key=key)
        return self._acting.do(case, act, decide, seq=seq)


def says(words: str | None) -> bool:
    """Return whether there are any words."""
    return isinstance(words, str) and bool(words.strip())


def _words(value: str) -> str:
    if not says(value):
        msg = f"here belong words, not {value!r}"
        raise ValueError(msg)
    return value


def _plain(data: Mapping[str, JSON]) -> dict[str, JSON]:
    """Return the host's data as JSON keeps it; raise where JSON cannot keep it."""
    try:
        plain: dict[str, JSON] = json.loads(json.dumps(mapped("data", data), allow_nan=False))
        inner: list[Any] = [plain]
        for _ in range(_DEEPEST):
            inner = [one for each in inner for one in (each.values() if isinstance(each, dict) else each)]
            inner = [one for one in inner if isinstance(one, (dict, list))]
    except RecursionError:
        inner = [data]
    if inner:
        msg = f"data is nested more than {_DEEPEST} deep"
        raise ValueError(msg) from None
    return plain
