"""
Sop + five methods of a host → a machine that plays legal and illegal acts on the host's app, and tells where it errs.

The case beside the app is the model: whatever it refuses the app must refuse, whatever it does the app must do.
"""

from __future__ import annotations

from collections import Counter
from math import inf
from typing import TYPE_CHECKING, Any, ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from sopkit.case import start
from sopkit.plan import plan_of
from sopkit.testing.crowd import cast
from sopkit.testing.journeys import Attempt, astray, lawful
from sopkit.testing.routing import onward, taken
from sopkit.testing.script import Script
from sopkit.testing.walker import MONDAY

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from sopkit.case import Case
    from sopkit.model import Person, Sop
    from sopkit.plan import Act

__all__ = ["SopStateMachine"]


class SopStateMachine(RuleBasedStateMachine):
    """
    Hypothesis plays cases on your app, legal acts and illegal ones, and compares it with the SOP after each.

    Subclass it, name the `sop`, and write the five methods; then give pytest its `TestCase`:

        class Counter(SopStateMachine):
            sop = sopkit.load("sops/rekomendasi-izin-usaha-industri.sop.json")
            ...
        TestCounter = Counter.TestCase

    A run aims: it draws an outcome and goes there step by step, so that deep steps and ends are reached. When one case
    has ended the next is opened. A failing run says what was expected, and prints the lines that do the same again.
    """

    sop: ClassVar[Sop]
    """The definition that the app is to follow."""

    def open(self, case: str, *, at: datetime) -> None:
        """Open a case in the app."""
        raise NotImplementedError

    def act(
        self, case: str, step: str, outcome: str, *, by: Person, at: datetime, reason: str | None,
        outputs: Mapping[str, str],
    ) -> bool:  # fmt: skip
        """Try an act in the app; return whether the app did it (False: refused)."""
        raise NotImplementedError

    def open_steps(self, case: str) -> Iterable[str]:
        """Return the ids of the steps that are open in the app; none when the case has ended."""
        raise NotImplementedError

    def options(self, case: str, *, by: Person) -> Iterable[tuple[str, str]]:
        """Return step and outcome of everything the app offers this person."""
        raise NotImplementedError

    def journal(self, case: str) -> Iterable[tuple[str, str, str]]:
        """Return step, outcome and person's id of everything the app has done, in order."""
        raise NotImplementedError

    def __init__(self) -> None:
        super().__init__()
        self._opened = 0
        self._times: Counter[tuple[str, str]] = Counter()
        self._script = Script(type(self).__name__)
        self._way: list[Act] = []
        self._case: Case

    @initialize()
    def _first(self) -> None:
        self._next()

    @rule(aim=st.integers(0, 1_000_000))
    def go_on(self, aim: int) -> None:
        """Do the next legal act on the way to what is aimed at."""
        if self._case.is_closed:
            self._next()
        if not self._way:
            self._way = self._aimed(aim)
        act = self._way.pop(0)
        self._times[act.step, act.outcome] += 1
        self._try(lawful(self._case, act))

    @precondition(lambda self: not self._case.is_closed)
    @rule(data=st.data(), way=st.integers(0, 1_000_000))
    def go_astray(self, data: st.DataObject, way: int) -> None:
        """Try an act that may be wrong in one thing."""
        acts = [*plan_of(self.sop).stops[self._case.open_steps[0]].acts.values()]
        legal = lawful(self._case, acts[way % len(acts)])
        self._try(data.draw(astray(self._case, legal)).judged(self._case))
        self._way = []

    def _next(self) -> None:
        self._opened += 1
        id = str(self._opened)
        self._case = start(self.sop, id, at=MONDAY)
        self._way = []
        self._ask("open", id, at=MONDAY)
        self._compare()

    def _aimed(self, aim: int) -> list[Act]:
        """Return the acts to the outcome that is aimed at: the one drawn of those that were taken least so far."""
        case = self._case
        every = plan_of(self.sop).acts
        first = aim % len(every)
        spent = taken(case.journal)
        for act in sorted(every[first:] + every[:first], key=lambda act: self._times[act.step, act.outcome]):
            way = onward(self.sop, spent, case.open_steps[0], [act.step])
            if way is not None and spent[act.step, act.outcome] < (act.at_most or inf):
                return [*way, act]
        msg = f"from {case.open_steps[0]!r} nothing can be reached; `sopkit check` finds it as can-finish"
        raise ValueError(msg)

    def _try(self, attempt: Attempt) -> None:
        case, must = self._case, attempt.refusal
        given = {key: getattr(attempt, key) for key in ("by", "at", "reason", "outputs")}
        is_done = self._ask("act", case.id, attempt.step, attempt.outcome, **given)
        if bool(is_done) is not (must is None):
            wrong = (
                f"the app does what the SOP refuses: {must.__name__}" if must else "the app refuses what the SOP allows"
            )
            raise AssertionError(self._script.told(wrong, lambda call: f"assert bool({call}) is {must is None}"))
        if must is None:
            self._case = attempt.on(case)
        self._compare()

    def _compare(self) -> None:
        """Hold the app against the case: where it is, what it offers whom, what it has done."""
        case = self._case
        steps = sorted(self._ask("open_steps", case.id))
        self._same(steps, sorted(case.open_steps), "sorted({})")
        for person in cast(self.sop):
            offered = sorted(map(tuple, self._ask("options", case.id, by=person)))
            allowed = sorted((one.step, one.outcome) for one in case.options(by=person) if one.refusal is None)
            self._same(offered, allowed, "sorted(map(tuple, {}))")
        done = [*map(tuple, self._ask("journal", case.id))]
        self._same(done, [(one.step, one.outcome, one.by) for one in case.journal if one.step], "[*map(tuple, {})]")

    def _same(self, app: list[Any], must: list[Any], form: str) -> None:
        if app != must:
            wrong = f"the app says {app}, the SOP {must}"
            raise AssertionError(self._script.told(wrong, lambda call: f"assert {form.format(call)} == {must!r}"))

    def _ask(self, method: str, *args: Any, **given: Any) -> Any:
        """Ask the app; whatever it raises is told with the lines that do the same again."""
        self._script.ask(method, args, given)
        try:
            return getattr(self, method)(*args, **given)
        except Exception as error:
            error.add_note(self._script.told("the app raised this"))
            raise
