"""
Sop + choices, one readable line each → a case on its walk, and an AssertionError where it goes otherwise.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import attrs

from sopkit.case import start
from sopkit.errors import Refusal
from sopkit.model import DONE, Person
from sopkit.testing.called import end_called, outcome_called, step_called
from sopkit.testing.crowd import cast, fitting
from sopkit.testing.given import a_refusal, a_sop, a_word, pairs
from sopkit.testing.routing import onward, taken
from sopkit.wording import listed

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any, Self

    from sopkit.case import Case
    from sopkit.model import Sop

__all__ = ["MONDAY", "Walk", "made_up", "play", "walk"]

MONDAY = datetime(2026, 1, 5, 1, tzinfo=UTC)  # eight in the morning in Jakarta: a walk needs a time, not the clock's
REASON = "…"


def walk(sop: Sop, case: str = "1", *, at: datetime = MONDAY, ends: list[Walk] | None = None) -> Walk:
    """
    Open a case for an example test.

    >>> import sopkit
    >>> ended = (
    ...     walk(sopkit.reference())
    ...     .do("terima-berkas")
    ...     .take("tidak-sesuai", reason="KTP belum ada")
    ...     .expect_at("terima-berkas")
    ...     .expect_refusal("NotYourStep", "terima-berkas", by="caraka")
    ...     .finish()
    ... )
    >>> len(ended.case.journal)
    11

    Args:
        sop: the definition.
        case: the id of the case.
        at: when it is opened; each act follows after the standard time of its step.
        ends: a list that is kept to what this walk and those made from it have come to, for whoever counts.
    """
    a_sop(sop)
    return Walk(start(sop, case, at=at), cast(sop), ends=ends)._noted()


def play(sop: Sop, path: Iterable[tuple[str, str]]) -> Case:
    """
    Return the case after walking `path`, pairs of step and outcome such as a `Path` consists of.

    People of `cast` act, and give whatever is required.

    Raises:
        AssertionError: an act was refused; the sentence says which one and why.
    """
    walked = walk(sop)
    for step, outcome in pairs(path):
        walked = walked.do(step, outcome)
    return walked.case


@attrs.frozen
class Walk:
    """
    A case in an example test. Frozen: every line gives a new walk.

    A step is called by its id, the number printed in its row, or its activity; an outcome by its id or its label; an
    end by its id or its name, in any language; a person by a `Person`, by the name of one of the `crowd`, or by an
    actor's id. What an outcome requires is given unless the line says otherwise, so that a test names only what it is
    about.
    """

    case: Case
    """As it stands."""
    crowd: tuple[Person, ...] = attrs.field(repr=False)
    """Who acts where no line says by whom."""
    refusals: tuple[Refusal, ...] = ()
    """Those that were expected and came."""
    ends: list[Walk] | None = attrs.field(default=None, eq=False, repr=False)
    """See `walk`."""

    def do(self, step: str, outcome: str = DONE, **given: Any) -> Self:
        """
        Leave `step` by `outcome`.

        Args:
            step: which one; it must be open.
            outcome: how; needs no word where there is one way only.
            **given: `by`, `at`, `reason`, `outputs`, as `Case.complete` takes them.

        Raises:
            AssertionError: the case refuses.
        """
        try:
            after = self._act(step, outcome, given, is_complete=True)
        except Refusal as why:
            raise AssertionError(self._said(f"expected to do {step!r} by {outcome!r}, but: {why}")) from why
        return self._noted(case=after)

    def take(self, outcome: str, **given: Any) -> Self:
        """Leave the step that is open by `outcome`; otherwise as `do`."""
        return self.do(self._open(), outcome, **given)

    def cancel(self, *, by: Person | str, reason: str = REASON) -> Self:
        """End the case before its time; otherwise as `do`."""
        try:
            after = self.case.cancel(by=self._person(by), at=self.case.journal[-1].at, reason=reason)
        except Refusal as why:
            raise AssertionError(self._said(f"expected to cancel, but: {why}")) from why
        return self._noted(case=after)

    def expect_refusal(
        self, kind: type[Refusal] | str, step: str | None = None, outcome: str = DONE, **given: Any
    ) -> Self:
        """
        Try to leave `step` (else the open one) by `outcome`, and expect to be refused.

        Args:
            kind: which refusal: a class of `sopkit.errors`, its name, or its code.
            step: which step.
            outcome: how.
            **given: as `do` takes them; nothing is given that is not said here, but somebody who may act.

        Raises:
            AssertionError: the case does it, or refuses for another reason.
        """
        name = a_refusal(kind)
        try:
            self._act(step or self._open(), outcome, given, is_complete=False)
        except Refusal as why:
            if name not in (one.__name__ for one in type(why).__mro__):
                raise AssertionError(self._said(f"expected {name}, but: {type(why).__name__}: {why}")) from why
            return self._noted(refusals=(*self.refusals, why.with_traceback(None)))
        raise AssertionError(self._said(f"expected {name}, but {step or self._open()!r} was left by {outcome!r}"))

    def expect_at(self, step: str) -> Self:
        """Expect `step` to be open; AssertionError if it is not."""
        id = self.named(step)
        if id not in self.case.open_steps:
            raise AssertionError(self._said(f"expected to be at {id!r}"))
        return self

    def expect_end(self, end: str | None = None) -> Self:
        """Expect the case to have ended, at `end` if one is named; AssertionError if not."""
        id = end and self._end(end)
        if not self.case.is_closed or id not in (None, self.case.end):
            raise AssertionError(self._said(f"expected to have ended{f' at {end!r}' if end else ''}"))
        return self

    def finish(self, end: str | None = None) -> Self:
        """Go on to `end`, or the nearest, with as few upward moves as can be; AssertionError if no way leads there."""
        sop, case = self.case.sop, self.case
        ends = [one.id for one in sop.ends] if end is None else [self._end(end)]
        way = onward(sop, taken(case.journal), case.journal[-1].to, ends)
        if way is None:
            raise AssertionError(self._said(f"expected to end at {listed(tuple(ends), 'en')}, but no way leads there"))
        walked = self
        for act in way:
            walked = walked.do(act.step, act.outcome)
        return walked.expect_end(end)

    def _noted(self, **changes: Any) -> Self:
        """Return the walk that comes after this one, and note it in its place."""
        after = attrs.evolve(self, **changes)
        if self.ends is not None:
            self.ends[:] = [*(one for one in self.ends if one is not self), after]
        return after

    def _act(self, step: str, outcome: str, given: Mapping[str, Any], *, is_complete: bool) -> Case:
        case = self.case
        id = self.named(step)
        told = case.sop.step(id)
        a_word("an outcome", outcome)
        way = _one(outcome_called(told, outcome), outcome)
        whole = {"at": case.journal[-1].at + case.sop.effort(told.standard_time), **given}
        whole["by"] = self._person(given["by"]) if "by" in given else fitting(case, told, self.crowd)
        if is_complete:
            option = next((one for one in case.options(by=whole["by"]) if (one.step, one.outcome) == (id, way)), None)
            whole = {**(made_up(option.requires, option.outputs) if option else {}), **whole}
        return case.complete(id, way, **whole)

    def named(self, word: str) -> str:
        """
        Return the id of the one step that is called so, by id, number or activity.

        Raises:
            AssertionError: none is, or several are. A slip would else be a step that is not open, and refused as such.
        """
        a_word("a step", word)
        called = step_called(self.case.sop, word)
        if not called:
            steps = listed(tuple(step.id for step in self.case.sop.steps), "en")
            raise AssertionError(self._said(f"no step is called {word!r}; there are {steps}"))
        if len(called) > 1:
            raise AssertionError(self._said(f"{word!r} may be {listed(called, 'en')}; say which one by its id"))
        return called[0]

    def _end(self, word: str) -> str:
        a_word("an end", word)
        return _one(end_called(self.case.sop, word), word)

    def _open(self) -> str:
        if not self.case.open_steps:
            raise AssertionError(self._said("expected a step to be open"))
        return self.case.open_steps[0]

    def _person(self, by: Person | str) -> Person:
        if isinstance(by, Person):
            return by
        known = next((person for person in self.crowd if person.id == by), None)
        return known or Person(by, actors=self.case.sop.step(self._open()).actors if self.case.open_steps else ())

    def _said(self, what: str) -> str:
        """Return what was expected, where the case is, and how it came there."""
        where = (
            f"it ended at {self.case.end!r}"
            if self.case.is_closed
            else f"it is at {listed(self.case.open_steps, 'en')}"
        )
        way = " → ".join(entry.step if entry.outcome == DONE else f"{entry.step} ({entry.outcome})"
                         for entry in self.case.journal if entry.step)  # fmt: skip
        return f"{what}\n  case {self.case.id}: {where}{f', by way of {way}' if way else ''}"


def _one(ids: tuple[str, ...], word: str) -> str:
    return ids[0] if len(ids) == 1 else word


def made_up(requires: Iterable[str], documents: Iterable[str]) -> dict[str, Any]:
    """Return what an outcome requires, as arguments of an act: some reason, a reference for each of its documents."""
    wanted = {"reason": REASON, "outputs": {document: f"{document}.pdf" for document in documents}}
    return {what: wanted[what] for what in requires}
