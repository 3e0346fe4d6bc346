"""
Sop + random choices → people, runs that reach an end, and acts with what must happen.

Rules drawn at random hardly ever come to the deep steps of a workflow, and seldom to an end. So a run draws what it
aims at, one outcome after the other, each as likely as any; it goes there by the nearest way, and then home.
"""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from math import inf
from typing import TYPE_CHECKING

import attrs
from hypothesis import strategies as st

from sopkit.case import start
from sopkit.errors import Refusal
from sopkit.model import DONE, Person
from sopkit.plan import plan_of
from sopkit.testing.crowd import cast, fitting
from sopkit.testing.given import a_sop
from sopkit.testing.routing import onward
from sopkit.testing.walker import MONDAY, made_up, play

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sopkit.case import Case
    from sopkit.model import Sop
    from sopkit.plan import Act

__all__ = ["MISTAKES", "Attempt", "acts", "aimed", "astray", "lawful", "mistaken", "people", "walks"]

STRANGER = Person("stranger")
MISTAKES = ("by", "step", "outcome", "at", "reason", "outputs")
AIMS = 5  # how many outcomes a run aims at, at most
ROW = 40  # likewise, where they stand one after the other


@attrs.frozen(kw_only=True)
class Attempt:
    """An act that is tried, and what must happen."""

    step: str
    outcome: str
    by: Person
    at: datetime
    reason: str | None = None
    outputs: Mapping[str, str] = attrs.field(factory=dict)
    refusal: type[Refusal] | None = None
    """As what the case must refuse it; None if it must do it."""

    def on(self, case: Case) -> Case:
        """
        Return `case` after the act.

        Raises:
            Refusal: the case may not do that.
        """
        return case.complete(
            self.step, self.outcome, by=self.by, at=self.at, reason=self.reason, outputs=self.outputs or None
        )

    def judged(self, case: Case) -> Attempt:
        """Return the attempt with what `case` says to it."""
        try:
            self.on(case)
        except Refusal as why:
            return attrs.evolve(self, refusal=type(why))
        return attrs.evolve(self, refusal=None)


def people(sop: Sop) -> st.SearchStrategy[Person]:
    """Return somebody: one who stands for an actor, for several, or for none."""
    a_sop(sop)
    chosen = st.sets(st.sampled_from([actor.id for actor in sop.actors]))
    several = chosen.map(lambda actors: Person("+".join(sorted(actors)) or STRANGER.id, actors=actors))
    return st.sampled_from(cast(sop)) | several


def walks(sop: Sop) -> st.SearchStrategy[Case]:
    """
    Return cases that went a legal way from the first step to an end.

    Args:
        sop: the definition; from every step an end must be reachable without `at_most`, as the check `can-finish` asks.
    """
    a_sop(sop)
    return _aims(sop).map(lambda aims: play(sop, [(act.step, act.outcome) for act in aimed(sop, aims)]))


def aimed(sop: Sop, aims: Sequence[Act]) -> list[Act]:
    """
    Return the acts of a run that takes each of `aims` if it still can, one after the other, and then goes to an end.

    Raises:
        ValueError: a run can come to where no end is reachable any more.
    """
    spent: Counter[tuple[str, str]] = Counter()
    here = plan_of(sop).first
    gone: list[Act] = []
    for aim in [*aims, None]:
        is_left = aim is None or spent[aim.step, aim.outcome] < (aim.at_most or inf)
        way = onward(sop, spent, here, [aim.step] if aim else [end.id for end in sop.ends]) if is_left else None
        if way is None and aim is None:
            msg = f"from {here!r} no end can be reached; `sopkit check` finds it as can-finish"
            raise ValueError(msg)
        for act in [*way, aim] if way is not None and aim else way or ():
            gone.append(act)
            spent[act.step, act.outcome] += 1
            here = act.to
    return gone


def acts(sop: Sop) -> st.SearchStrategy[list[Attempt]]:
    """
    Return the acts of a run that reaches an end, and illegal ones among them, each with what must happen.

    What is asked of `sop` is what `walks` asks.
    """
    a_sop(sop)
    return _acts(sop)


@st.composite
def _acts(draw: st.DrawFn, sop: Sop) -> list[Attempt]:
    case = start(sop, "1", at=MONDAY)
    told: list[Attempt] = []
    for act in aimed(sop, draw(_aims(sop))):
        legal = lawful(case, act)
        if draw(st.integers(0, 2)) == 0:
            tried = draw(astray(case, legal)).judged(case)
            told += [tried] if tried.refusal else []  # where what was changed is no fault, it is another legal act
        told.append(legal)
        case = legal.on(case)
    return [*told, *(attempt.judged(case) for attempt in told[-1:])]


def lawful(case: Case, act: Act, by: Person | None = None) -> Attempt:
    """Return how `by` (else the first who may) does `act` on `case`, giving what it requires."""
    step = case.sop.step(act.step)
    at = case.journal[-1].at + case.sop.effort(step.standard_time)
    return Attempt(
        step=act.step, outcome=act.outcome, by=by or fitting(case, step), at=at, **made_up(act.requires, act.produces)
    )


def mistaken(case: Case, legal: Attempt, mistake: str, n: int) -> Attempt:
    """Return `legal` with the `n`th thing that may be wrong with its `mistake`, one of MISTAKES."""
    sop = case.sop
    if mistake == "step":
        others = [act for act in plan_of(sop).acts if act.step != legal.step]
        again = [act for act in others if act.step == case.journal[-1].step]  # somebody clicks twice
        ids = ["nowhere", *(end.id for end in sop.ends)]
        pool: Sequence[Act | str] = again if n % 3 == 0 and again else [*others, *ids]
        one = pool[n // 3 % len(pool)]  # what belongs to another step is tried as it would be right there
        return attrs.evolve(legal, step=one) if isinstance(one, str) else lawful(case, one)
    every = [actor.id for actor in sop.actors]
    wrong: dict[str, Sequence[object]] = {
        "by": [*cast(sop), STRANGER, *(Person(entry.by, actors=every) for entry in case.journal[::-1] if entry.by)],
        "outcome": [*(outcome.id for step in sop.steps for outcome in step.outcomes), DONE, "nohow"],
        "at": [case.journal[-1].at - timedelta(seconds=1)],
        "reason": [None, " "],
        "outputs": [{}, {"nothing-such": "x"}, dict.fromkeys(legal.outputs, " ")],
    }
    return attrs.evolve(legal, **{mistake: wrong[mistake][n % len(wrong[mistake])]})  # type: ignore[arg-type]


def astray(case: Case, legal: Attempt) -> st.SearchStrategy[Attempt]:
    """Return `legal` with one thing changed that may be wrong with it: who, where, how, when, with what."""
    choices = st.sampled_from(MISTAKES), st.integers(0, 999)
    return st.builds(lambda mistake, n: mistaken(case, legal, mistake, n), *choices)


def _aims(sop: Sop) -> st.SearchStrategy[list[Act]]:
    """
    Return what a run aims at: some outcomes, or as many as it likes of those that stand one after the other.

    Of these none is aimed at twice; of each step those that return come first, and those that end the case last of all,
    since behind them there may be no way to the others.
    """
    acts = plan_of(sop).acts
    some = st.lists(st.sampled_from(acts), max_size=AIMS)
    row = st.tuples(st.integers(0, len(acts) - 1), st.integers(0, min(len(acts), ROW)))
    order = {stop: n for n, stop in enumerate(plan_of(sop).stops)}
    tour = sorted(acts, key=lambda act: (order[act.step], not act.is_upward))
    in_row = row.map(lambda chosen: (tour + tour)[chosen[0] : sum(chosen)])
    return some | in_row.map(lambda aims: sorted(aims, key=lambda act: act.to not in order))
