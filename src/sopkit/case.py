"""
Case + outcome + person + time → Entry, or a Refusal.

A case is its plan and its chain of entries, nothing else: each case holds its last entry and the case before it.
There is one way to the next case, `_decided`, and everything goes through it. No clock and no store comes in here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs
from rpds import HashTrieMap

from sopkit import judge
from sopkit.errors import (
    CaseClosed,
    EntryMismatch,
    OtherDefinition,
    ReasonMissing,
    Refusal,
    StepNotOpen,
    UnknownOutcome,
)
from sopkit.frozen import quick
from sopkit.journal import CANCELLED, COMPLETED, OPENED, Entry, new_entry, pairs
from sopkit.model import DONE, Person
from sopkit.plan import plan_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import datetime
    from typing import Any

    from sopkit.model import Sop, Text
    from sopkit.plan import Act, Plan, Stop

__all__ = ["Case", "Option", "replay", "start"]


@attrs.frozen(kw_only=True)
class Option:
    """One way the case could go from here, for one person."""

    step: str
    outcome: str
    label: Text
    """What people call the outcome."""
    to: str
    """The step or end it leads to."""
    requires: tuple[str, ...]
    """What must be given: `reason`, `outputs`."""
    outputs: tuple[str, ...]
    """Ids of the documents it produces."""
    left: int | None
    """How often it may still be taken; None is without limit."""
    refusal: Refusal | None
    """Why this person may not take it; None if they may."""


def start(sop: Sop, case_id: str, *, at: datetime, by: Person | None = None) -> Case:
    """
    Open a case: it stands at the first step, with its opening entry.

    Args:
        sop: the definition that the case runs on, for good.
        case_id: the host's own id for the case.
        at: when, an aware datetime.
        by: who opens it; whoever may is the host's to say.

    Raises:
        TimeNaive: `at` has no time zone.
        DefinitionError: the Sop was made by hand, and is no sound definition.
    """
    if not isinstance(case_id, str) or not case_id.strip():
        msg = f"a case needs an id, a string that is not blank; {case_id!r} is none"
        raise ValueError(msg)
    plan = plan_of(sop)
    at = judge.aware(case_id, at)
    who = None if by is None else judge.person(by).id
    entry = new_entry(OPENED, 0, case_id, plan.edition, None, None, plan.first, who, None, at)
    return _new_case(plan, entry, None, _NOTHING)


def replay(sop: Sop, entries: Iterable[Entry]) -> Case:
    """
    Return the case that this journal tells of, each entry checked as if it were decided now.

    Raises:
        OtherDefinition: the journal was written under another definition.
        EntryMismatch: an entry is not the one this case would have written.
        Refusal: an entry does what the case refuses.
    """
    case: Case | None = None
    for entry in entries:
        judge.is_entry(entry)
        case = _opened(sop, entry) if case is None else case.apply(entry)
    if case is None:
        raise EntryMismatch(case="–", seq=0, field="kind", expected=OPENED, given="–")
    return case


@attrs.frozen(eq=False, repr=False, weakref_slot=False)
class Case:
    """
    One matter on its walk through an SOP. Frozen: every act gives a new case.

    Made by `start` or `replay`. It compares, prints, hashes and pickles by loops, however long its journal is.
    """

    _plan: Plan
    _entry: Entry
    """The last entry."""
    _before: Case | None
    _ledger: HashTrieMap[Any, Any]
    """What later acts depend on: act → how often it was taken, step id → who did it last."""

    @property
    def sop(self) -> Sop:
        """The definition the case runs on."""
        return self._plan.sop

    @property
    def id(self) -> str:
        """The host's own id for the case."""
        return self._entry.case

    @property
    def open_steps(self) -> tuple[str, ...]:
        """The ids of the steps that are open now; none when the case is closed."""
        stop = self._stop
        return stop.open_steps if stop else ()

    @property
    def end(self) -> str | None:
        """The id of the end that was reached, or `cancelled`; None while the case is running."""
        return None if self._stop else self._entry.to

    @property
    def is_closed(self) -> bool:
        """Whether the case has ended."""
        return self._stop is None

    @property
    def last(self) -> Entry:
        """The last entry of the journal; its `seq` names the place where the case is now."""
        return self._entry

    @property
    def journal(self) -> tuple[Entry, ...]:
        """Every entry, the opening first."""
        entries = [case._entry for case in self._back()]
        return tuple(reversed(entries))

    @property
    def documents(self) -> dict[str, str]:
        """What was handed over last, by document id."""
        return {document: reference for entry in self.journal for document, reference in entry._outputs}

    def since(self, step: str) -> datetime:
        """
        Return when the open step `step` was opened.

        Raises:
            CaseClosed, StepNotOpen: it is not open.
        """
        self._open(step)
        return self._entry.at

    def options(self, *, by: Person) -> tuple[Option, ...]:
        """Return every way out of the open steps, with what each requires, and why `by` may not take it."""
        stop = self._stop
        return tuple(self._option(stop, act, by) for act in stop.acts.values()) if stop else ()

    def decide(
        self, step: str, outcome: str = DONE, *, by: Person, at: datetime,
        reason: str | None = None, outputs: Mapping[str, str] | None = None,
    ) -> Entry:  # fmt: skip
        """
        Return the entry for leaving `step` by `outcome`. Nothing changes, so this is also the dry run.

        Args:
            step: id of an open step.
            outcome: id of one of its outcomes; `done` for a step without outcomes.
            by: who acts, with the actors they stand for at this moment.
            at: when, an aware datetime, not before the last entry.
            reason: why, in words.
            outputs: document id → the reference the host keeps (a file name, a URL, a hash).

        Raises:
            Refusal: the case may not do that now; the class and its fields say why.
        """
        return self._decided(step, outcome, by, at, reason, outputs)[0]

    def complete(
        self, step: str, outcome: str = DONE, *, by: Person, at: datetime,
        reason: str | None = None, outputs: Mapping[str, str] | None = None,
    ) -> Case:  # fmt: skip
        """
        Decide and apply: return the case after leaving `step` by `outcome`. Arguments are those of `decide`.

        Raises:
            Refusal: the case may not do that now; the class and its fields say why.
        """
        entry, stop, act = self._decided(step, outcome, by, at, reason, outputs)
        return self._after(entry, stop, act)

    def cancel(self, *, by: Person, at: datetime, reason: str) -> Case:
        """
        Return the case ended before its time; it ends at `cancelled`.

        Raises:
            MayNotCancel: `by` stands for none of the actors who may.
            CaseClosed, ReasonMissing, TimeBackwards, TimeNaive: as they say.
        """
        return _new_case(self._plan, self._cancelled(by, at, reason), self, self._ledger)

    def apply(self, entry: Entry) -> Case:
        """
        Return the case after `entry`, which must be the very one that `decide` gives here.

        Raises:
            OtherDefinition: it was written under another definition.
            EntryMismatch: it is another entry than the case would have written.
            Refusal: it does what the case refuses.
        """
        judge.is_entry(entry)
        last = self._entry
        if entry.sop != last.sop:
            raise OtherDefinition(case=last.case, expected=str(last.sop), given=str(entry.sop))
        if entry.kind == CANCELLED:
            expected = self._cancelled(judge.writer(entry), entry.at, entry.reason)
            judge.match(entry, expected)
            return _new_case(self._plan, expected, self, self._ledger)
        by = judge.writer(entry)
        step, outcome = str(entry.step), str(entry.outcome)
        expected, stop, act = self._decided(step, outcome, by, entry.at, entry.reason, entry.outputs)
        judge.match(entry, expected)
        return self._after(expected, stop, act)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Case):
            return NotImplemented
        mine: Case | None = self
        theirs: Case | None = other
        while mine is not theirs:
            if mine is None or theirs is None or mine._entry != theirs._entry:
                return False
            mine, theirs = mine._before, theirs._before
        return True

    def __hash__(self) -> int:
        return hash(self._entry)

    def __repr__(self) -> str:
        count = self._entry.seq + 1
        return f"Case({self.id!r}, at {self._entry.to!r}, {count} {'entry' if count == 1 else 'entries'})"

    def __reduce__(self) -> tuple[Any, ...]:
        return replay, (self.sop, self.journal)

    def _back(self) -> Iterator[Case]:
        case: Case | None = self
        while case is not None:
            yield case
            case = case._before

    @property
    def _stop(self) -> Stop | None:
        return self._plan.stops.get(self._entry.to)

    def _option(self, stop: Stop, act: Act, by: Person) -> Option:
        refusal = None
        try:
            judge.actor(self.id, self._ledger, stop, act, by)
        except Refusal as why:
            refusal = why.with_traceback(None)
        return Option(
            step=stop.id, outcome=act.outcome, label=act.label, to=act.to, requires=act.requires, outputs=act.produces,
            left=judge.left(self._ledger, act), refusal=refusal,
        )  # fmt: skip

    def _open(self, step: str) -> Stop:
        stop = self._plan.stops.get(step)
        if stop is not None and step == self._entry.to:
            return stop
        if self.is_closed:
            raise CaseClosed(case=self.id, end=self._entry.to, at=self._entry.at)
        raise StepNotOpen(case=self.id, step=step, open_steps=self.open_steps)

    def _decided(
        self, step: str, outcome: str, by: Person, at: datetime,
        reason: str | None, outputs: Mapping[str, str] | None,
    ) -> tuple[Entry, Stop, Act]:  # fmt: skip
        stop = self._open(step)
        act = stop.acts.get(outcome)
        if act is None:
            raise UnknownOutcome(case=self.id, step=step, outcome=str(outcome), outcomes=tuple(stop.acts))
        last = self._entry
        actor = judge.actor(last.case, self._ledger, stop, act, by)
        if act.requires or reason is not None or outputs is not None:
            judge.given(last.case, self._plan, act, reason, outputs or {})
        at = judge.not_before(last, at)
        given: Any = pairs(outputs) if outputs else ()
        entry = new_entry(
            COMPLETED, last.seq + 1, last.case, last.sop, step, outcome, act.to, by.id, actor, at, reason, given
        )
        return entry, stop, act

    def _after(self, entry: Entry, stop: Stop, act: Act) -> Case:
        ledger = self._ledger
        if act.at_most is not None:
            ledger = ledger.insert(act, ledger.get(act, 0) + 1)
        if stop.is_watched:
            ledger = ledger.insert(stop.id, entry.by)
        return _new_case(self._plan, entry, self, ledger)

    def _cancelled(self, by: Person, at: datetime, reason: str | None) -> Entry:
        last = self._entry
        if self.is_closed:
            raise CaseClosed(case=last.case, end=last.to, at=last.at)
        actor = judge.canceller(last.case, self.sop, by)
        if not isinstance(reason, str) or not reason.strip():
            raise ReasonMissing(case=last.case, step=last.to, outcome=CANCELLED)
        at = judge.not_before(last, at)
        return new_entry(CANCELLED, last.seq + 1, last.case, last.sop, None, None, CANCELLED, by.id, actor, at, reason)


_new_case = quick(Case)
_NOTHING: HashTrieMap[Any, Any] = HashTrieMap()


def _opened(sop: Sop, entry: Entry) -> Case:
    by = None if entry.by is None else Person(entry.by)
    case = start(sop, entry.case, at=entry.at, by=by)
    judge.match(entry, case._entry)
    return case
