"""
Sop + five methods of a host → a machine that plays legal and illegal acts on the host's app, and tells where it errs.

The case beside the app is the model: whatever it refuses the app must refuse, whatever it does the app must do.
"""

from __future__ import annotations

from collections import Counter
from math import inf
from typing import TYPE_CHECKING, ClassVar, Never

from hypothesis import Phase, Verbosity, settings
from hypothesis import strategies as st
from hypothesis.control import current_build_context
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from sopkit.plan import plan_of
from sopkit.testing.beside import Beside
from sopkit.testing.host import must_be_complete
from sopkit.testing.journeys import MISTAKES, Attempt, lawful, mistaken
from sopkit.testing.routing import onward, taken
from sopkit.testing.shortest import shortest

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from datetime import datetime

    from sopkit.model import Person, Sop
    from sopkit.plan import Act

__all__ = ["SopStateMachine"]

__tracebackhide__ = True  # pytest shows the frames of the app, not ours

_NUMBERS = st.integers(0, 999_999)  # what they choose of depends on the case, so they are taken modulo its number


class SopStateMachine(RuleBasedStateMachine):
    """
    Hypothesis plays cases on your app, legal acts and illegal ones, and compares it with the SOP after each.

    Subclass it, name the `sop`, and write the five methods; then give pytest its `TestCase`:

        class Counter(SopStateMachine):
            sop = sopkit.load("sops/rekomendasi-izin-usaha-industri.sop.json")

            def __init__(self):
                super().__init__()
                self.app = ...  # a fresh one: each run begins with nothing

            def open(self, case, *, at): ...
            def act(self, case, step, outcome, *, by, at, reason, outputs): ...
            def where(self, case): ...
            def options(self, case, *, by): ...
            def journal(self, case): ...

        TestCounter = Counter.TestCase

    Cases are called "1", "2", … in each run; where your app gives them ids of its own, keep those under these names.
    A run aims: it draws an outcome and goes there step by step, so that deep steps and ends are reached. When one case
    has ended, acts on it are tried, and the next is opened. Nobody cancels a case, and of documents only what an act
    requires is compared. A failing run says what was expected, and prints the lines that do the same again.
    """

    sop: ClassVar[Sop]
    """The definition that the app is to follow."""

    mistakes: ClassVar[Collection[str]] = MISTAKES
    """What may be wrong with an act that is tried. Leave out what your app does not take: "at" if it reads a clock of
    its own, "outputs" if it keeps no documents."""

    def open(self, case: str, *, at: datetime) -> None:
        """Open a case in the app."""
        raise NotImplementedError

    def act(
        self, case: str, step: str, outcome: str, *, by: Person, at: datetime, reason: str | None,
        outputs: Mapping[str, str],
    ) -> bool:  # fmt: skip
        """
        Try an act in the app; return True if the app did it, False if it refused.

        Args:
            case: which case; it may have ended.
            step: the id of a step, perhaps of one that is not open, or that there is not.
            outcome: the id of an outcome; `done` where the step has none of its own.
            by: who acts: an id, and the ids of the actors that they stand for just now.
            at: when.
            reason: why; None is no reason.
            outputs: document id → a reference to the document that is handed over.
        """
        raise NotImplementedError

    def where(self, case: str) -> Iterable[str]:
        """Return the ids of the steps that are open in the app; when the case has ended, the id of its end."""
        raise NotImplementedError

    def options(self, case: str, *, by: Person) -> Iterable[tuple[str, str]]:
        """Return step and outcome of everything the app offers this person now, in any order."""
        raise NotImplementedError

    def journal(self, case: str) -> Iterable[tuple[str, str, str]]:
        """Return step, outcome and person's id of everything the app has done in this case, in order."""
        raise NotImplementedError

    def __init_subclass__(cls) -> None:
        # A failing run is shortened and told here, in acts; Hypothesis would do it again, in numbers, and print those
        # behind the script (it does wherever `CI` is set).
        given = cls.TestCase.settings
        phases = [one for one in given.phases if one not in (Phase.shrink, Phase.explain)]
        cls.TestCase.settings = settings(
            given, phases=phases, verbosity=min(given.verbosity, Verbosity.quiet), print_blob=False
        )

    def __init__(self) -> None:
        must_be_complete(type(self), SopStateMachine)
        super().__init__()
        self._times: Counter[tuple[str, str]] = Counter()
        self._tried: Counter[tuple[Act, str | None]] = Counter()
        self._way: list[Act] = []
        self._beside = Beside(self)

    def __getattr__(self, name: str) -> Never:
        begin = "" if "_beside" in vars(self) else "; its __init__ begins with super().__init__()"
        msg = f"{type(self).__name__} has no {name!r}{begin}"
        raise AttributeError(msg, name=name, obj=self)

    @initialize()
    def begin(self) -> None:
        """Open the first case."""
        self._do(None)

    @rule(aim=_NUMBERS, who=_NUMBERS)
    def go_on(self, aim: int, who: int) -> None:
        """Do the next legal acts on the way to what is aimed at, the more the larger the SOP; or open the next case."""
        beside = self._beside
        if beside.case.is_closed:
            self._do(None)
            return
        self._way = self._way or self._aimed(aim)
        stride = 1 + len(plan_of(self.sop).acts) // 20
        for n, act in enumerate(self._way[:stride]):
            self._times[act.step, act.outcome] += 1
            able = [one for one in beside.crowd if (act.step, act.outcome) in beside.allowed(one)]
            self._do(lawful(beside.case, act, able[(who >> n) % len(able)]))
        del self._way[:stride]

    @rule(way=_NUMBERS, which=_NUMBERS)
    def go_astray(self, way: int, which: int) -> None:
        """Try an act that may be wrong in one thing, the least tried so far, or any act on a case that has ended."""
        case, plan = self._beside.case, plan_of(self.sop)
        last = case.open_steps[0] if case.open_steps else case.journal[-1].step or ""
        acts = [*plan.stops[last].acts.values()] if which % 2 or not case.is_closed else plan.acts
        kinds: Sequence[str | None] = [one for one in MISTAKES if one in self.mistakes and not case.is_closed] or [None]
        pairs = [(act, kind) for act in acts for kind in kinds if kind != "reason" or kind in act.requires]
        first = way % len(pairs)
        act, mistake = min(pairs[first:] + pairs[:first], key=lambda pair: self._tried[pair])
        self._tried[act, mistake] += 1
        legal = lawful(case, act)
        self._do(mistaken(case, legal, mistake, which) if mistake else legal, mistake)
        if self._beside.case is not case:
            self._way = []

    def _aimed(self, aim: int) -> list[Act]:
        """Return the acts to the outcome that is aimed at: the one drawn of those that were taken least so far."""
        case, plan = self._beside.case, plan_of(self.sop)
        every = plan.acts
        first = aim % len(every)
        spent = taken(case.journal)
        for act in sorted(every[first:] + every[:first], key=lambda act: self._times[act.step, act.outcome]):
            left = (act.at_most or inf) - spent[act.step, act.outcome]
            way = onward(self.sop, spent, case.open_steps[0], [act.step])
            if way is not None and left > 0:
                often = int(left) if act.at_most else int(plan.stops[act.step].is_watched)
                spent.update((one.step, one.outcome) for one in way)
                return [*way, act, *self._again(act, spent, often if aim // len(every) % 2 else 0)]
        msg = f"from {case.open_steps[0]!r} nothing can be reached; `sopkit check` finds it as can-finish"
        raise ValueError(msg)

    def _again(self, act: Act, spent: Counter[tuple[str, str]], times: int) -> list[Act]:
        """
        Return the acts, once `act` was taken, that lead back to its step so many times, and take it between them.

        At last they lead to a step that must be in other hands. Only in such places it shows whether an app counts
        right, and remembers the last hands and not the first; by itself a run would seldom come there.
        """
        way: list[Act] = []
        for n in range(times):
            spent[act.step, act.outcome] += 1
            way += [act] if n else []
            back = onward(self.sop, spent, act.to, [act.step])
            if back is None:
                return way
            spent.update((one.step, one.outcome) for one in back)
            way += back
        others = [step.id for step in self.sop.steps if act.step in step.separate_from]
        return [*way, *((times and onward(self.sop, spent, act.step, others)) or ())]

    def _do(self, attempt: Attempt | None, mistake: str | None = None) -> None:
        """Try an act, or open the next case, in the app and beside it."""
        beside = self._beside
        try:
            beside.attempt(attempt, mistake) if attempt else beside.open()
        except Exception as error:
            # Only the run that is shown: where a user's settings let Hypothesis shrink, it comes by here all the time.
            is_shown = current_build_context().is_final
            raise (shortest(type(self), beside.events, error) if is_shown else error) from None
