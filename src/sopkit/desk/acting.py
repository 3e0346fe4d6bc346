"""
An act of a person + a store → the record of it, kept once, or the error that says why not.

Whatever is done goes through `Acting.do`: look where the case stands, decide, keep the record if nobody was quicker,
else begin again. A clock is read here, and salts are drawn.
"""

from __future__ import annotations

import secrets
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import attrs

from sopkit.case import Case, replay, start
from sopkit.desk.asking import text, whole
from sopkit.desk.chain import looked_through
from sopkit.desk.erasing import GONE, alias, nameless, wordless
from sopkit.desk.folding import after, first, waiting
from sopkit.desk.rights import nameable, of_the_case
from sopkit.errors import (
    CaseExists,
    CaseSuspended,
    KeyReused,
    NoSuchEntry,
    NotInCase,
    NotSuspended,
    NotTaken,
    NotYourCase,
    Refusal,
    StaleCase,
    StoreBusy,
    StoreDamaged,
    StoreError,
    TakenByOther,
)
from sopkit.model import Person
from sopkit.stores.database import Clash
from sopkit.stores.limits import can_be_kept
from sopkit.stores.record import ENTRIES, PERSONAL, Record, canonical, link, written

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from sopkit.desk.standing import Standing, Standings
    from sopkit.model import JSON
    from sopkit.stores import Store

__all__ = ["Act", "Acting"]

_NOT_NOW = (Refusal, CaseSuspended, NotSuspended, NotTaken, NotYourCase, TakenByOther)
_LONG_AGO = datetime.min.replace(tzinfo=UTC)
_TRIES = 1_000  # a case whose every act is lost to others that often is not served by waiting on


@attrs.frozen(kw_only=True)
class Act:
    """What somebody wants to do with a case: what its record would say."""

    kind: str
    by: str | None
    step: str | None = None
    outcome: str | None = None
    reason: str | None = None
    details: Mapping[str, JSON] = attrs.field(factory=dict)
    key: str | None = None
    """By which the host knows the act again."""

    def __attrs_post_init__(self) -> None:
        words: JSON = [self.reason, self.details] if self.reason or self.details else None
        can_be_kept(sought=(self.by, self.key), words=words)

    def is_that_of(self, record: Record) -> bool:
        """Return whether `record` is what this act once wrote, as far as its values were not erased."""
        mine = {"by": self.by, "reason": self.reason, "more": canonical(self.details)}
        kept = [field for field, mark in zip(PERSONAL, record.marks, strict=True) if not mark]
        same = all(getattr(record, name) == getattr(self, name) for name in ("kind", "outcome"))
        return same and self.step in (None, record.step) and all(getattr(record, name) == mine[name] for name in kept)


class Acting:
    """What is done at one desk."""

    def __init__(self, store: Store, standings: Standings, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._standings = standings
        self._clock = clock

    def do(
        self, id: str, act: Act, decide: Callable[[Standing, datetime], Case], *, seq: int | None = None
    ) -> Case:  # fmt: skip
        """
        Do something with a case: `decide` returns the case after it, or raises.

        Raises:
            StaleCase: it is no longer where `seq` says, or somebody else was quicker and left no room for the act.
            NoSuchEntry: it has not come to where `seq` says.
            KeyReused: the key of the act stands for another one.
            Refusal, StoreError: as they say.
        """
        seen: Standing | None = None
        began = _LONG_AGO
        known = self._standings.remembered(id)  # most often nobody came between, and the store need not be asked first
        for _ in range(_TRIES):
            now, is_now = (self._standings.standing(id), True) if known is None else (known, False)
            known = None
            if act.key is not None and (done := self._done(act, id)) is not None:
                return done
            if seq is not None:
                if not is_now and seq != now.row.seq:
                    continue
                self._is_there(now, seq)
            at = self._at(now.row.changed)
            try:
                case = decide(now, at)
            except (Refusal, StoreError) as why:
                if not is_now:
                    continue
                if seen is not None and now.row.changed > began and isinstance(why, _NOT_NOW):
                    raise self._stale(now, seen.row.seq) from why
                raise
            if self._kept(now, case, act, at):
                return case
            seen, began = now, _LONG_AGO if is_now else at  # what was remembered may have been old already
        raise StoreBusy(store=self._store.name)

    def open(self, id: str, sop: str, act: Act, *, version: str | None) -> Case:
        """
        Open a case on a published definition; the newest version where none is named.

        Raises:
            UnknownVersion: it is not published.
            CaseExists: the id is taken.
            KeyReused: the key stands for another act.
        """
        definition, of = self._standings.sop(sop, version)
        can_be_kept(sought=(text("case", id),), words=None)
        by = None if act.by is None else Person(act.by)
        for _ in range(_TRIES):
            if act.key is not None and (done := self._done(act, id)) is not None:
                if done.sop.id != sop or version not in (None, done.sop.version):
                    raise KeyReused(key=act.key, case=id, seq=0)
                return done
            count, before = self._store.register()
            case = start(of, id, at=self._at(None), by=by)
            record = self._record(case, act, before="", n=0)
            tie = link(before, count + 1, id, record.hash)
            row = first(record, no=count + 1, id=id, definition=definition, link=tie)
            plan = self._standings.plan(definition)
            try:
                if self._store.open(row, record, link_before=before, actors=waiting(row, plan)):
                    self._standings.remember(row, case)
                    return case
            except Clash as clash:
                if self._store.case(id) is not None and (act.key is None or not self._store.under_key(act.key)):
                    raise CaseExists(case=id) from clash
        raise StoreBusy(store=self._store.name)

    def erase(self, id: str, *, by: Person, reason: str, person: str | None, words: bool) -> Case:
        """
        Erase values from a case, and put that on record.

        Raises:
            NotInCase: nothing in the case names the person.
            NameNeeded: the case runs, and what others may do in it is decided by the name.
        """
        for _ in range(_TRIES):
            now, history = self._standings.whole(self._standings.standing(id))
            of_the_case(now, by)
            for trouble in looked_through(id, history, now.edition, now.plan):
                raise StoreDamaged(store=self._store.name, why=f"sopkit_records {now.row.no}, {trouble.record}")
            name = None if person is None else alias(history)
            changed = self._changed(now, history, person, name)
            if words:
                changed |= {one.n: one for one in wordless([changed.get(one.n, one) for one in history])}
            left = {str(n): changed[n].left for n in sorted(changed)}
            eraser = name if by.id == person else by.id  # who erases their own name leaves it nowhere
            act = Act(kind="erased", by=eraser, reason=reason, details={"records": left, "name": name})
            record = self._record(now.case, act, before=now.row.head, n=now.row.n + 1, at=self._at(now.row.changed))
            then = after(now.row, record, now.plan)
            taker = None if then.taken_by == person else then.taken_by  # nobody of that name can do the step any more
            then = attrs.evolve(then, taken_by=taker, title=GONE if words else then.title)
            if self._store.erase(now.row, then, record, list(changed.values()), all_words=words):
                left_of = [changed.get(one.n, one) for one in history]
                return replay(now.plan.sop, [one.entry(id, now.edition) for one in left_of if one.kind in ENTRIES])
        raise StoreBusy(store=self._store.name)

    def _changed(
        self, now: Standing, history: Sequence[Record], person: str | None, name: str | None
    ) -> dict[int, Record]:  # fmt: skip
        """Return the records that name a person, with another name in its place."""
        if person is None or name is None:
            return {}
        changed = {one.n: one for one in nameless(history, person, name)}
        is_alias = any(one.kind == "erased" and one.details["name"] == person for one in history)
        if not changed or is_alias:  # a name that an erasure gave is nobody's
            raise NotInCase(case=now.row.id, person=person)
        nameable(now, person)
        return changed

    def _kept(self, now: Standing, case: Case, act: Act, at: datetime) -> bool:
        """Keep the record of an act, if nobody was quicker."""
        record = self._record(case, act, before=now.row.head, n=now.row.n + 1, at=at)
        then = after(now.row, record, now.plan)
        try:
            is_kept = self._store.act(
                now.row, then, record, waits=(waiting(now.row, now.plan), waiting(then, now.plan))
            )
        except Clash as clash:
            if act.key is None:  # nothing else can be there already, unless somebody put it there
                raise StoreDamaged(store=self._store.name, why=str(clash.__cause__)) from clash
            return False
        if is_kept:
            self._standings.remember(then, case)
        return is_kept

    def _record(self, case: Case, act: Act, *, before: str, n: int, at: datetime | None = None) -> Record:
        entry = case.last
        is_entry = act.kind in ENTRIES
        return written(
            act.kind, before=before, case=case.id, digest=entry.sop.digest, n=n, seq=entry.seq, to=entry.to,
            at=entry.at if is_entry or at is None else at, by=act.by, salt=secrets.token_hex(48),
            step=entry.step if is_entry else act.step, outcome=entry.outcome if is_entry else None,
            actor=entry.actor if is_entry else None, reason=act.reason, more=canonical(act.details), key=act.key,
        )  # fmt: skip

    def _done(self, act: Act, id: str) -> Case | None:
        """Return the case as it was after this very act, if that was done before under its key."""
        found = self._store.under_key(str(act.key))
        if found is None:
            return None
        case, n = found
        now = self._standings.standing(case)
        record = self._store.record(now.row.no, n)
        if case != id or not act.is_that_of(record):
            raise KeyReused(key=str(act.key), case=case, seq=record.seq)
        return replay(now.plan.sop, now.case.journal[: record.seq + 1])

    def _is_there(self, now: Standing, seq: int) -> None:
        """Let a case pass that is at its entry `seq`."""
        if whole("seq", seq, 0) > now.row.seq:
            raise NoSuchEntry(case=now.row.id, seq=seq, last=now.row.seq)
        if seq != now.row.seq:
            raise self._stale(now, seq)

    def _stale(self, now: Standing, seq: int) -> StaleCase:
        """Return who moved the case on from its place `seq`; where it still is there, who else did something to it."""
        last: Any = now.case.last
        if now.row.seq == seq:
            last = self._store.record(now.row.no, now.row.n)
        return StaleCase(case=now.row.id, seq=now.row.seq, by=last.by, at=last.at, now=now.row.place)

    def _at(self, last: datetime | None) -> datetime:
        """Return the time, never earlier than what was written last: a clock may go back, a journal may not."""
        at = self._clock()
        return at if last is None or at > last else last
