"""
Case + another definition → whether it could go on there, and why not.

What is asked is what the plans of both definitions answer for the open step and for all that can still be reached from
it; then what the journal holds that the new definition would not have allowed.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

import attrs

from sopkit.changes.change import Change, Remark
from sopkit.changes.spot import Spot, calendar
from sopkit.changes.telling import both, label, outcome, step
from sopkit.errors import OtherDefinition
from sopkit.journal import COMPLETED, Edition
from sopkit.model import DONE
from sopkit.plan import plan_of
from sopkit.wording import say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sopkit.case import Case
    from sopkit.changes.matching import Matching
    from sopkit.model import Sop, Step, Text
    from sopkit.plan import Act, Plan

__all__ = ["ANSWERS", "Verdict", "judged"]

ANSWERS = ("safe", "needs-decision", "impossible", "closed")


@attrs.frozen(kw_only=True)
class Verdict:
    """Whether a running case could go on under another definition."""

    answer: str
    """`safe`, `needs-decision`, `impossible`, or `closed` for a case that has ended: it is not concerned."""
    reasons: tuple[Remark, ...]
    """Why it is not safe."""

    def __str__(self) -> str:
        return self.in_("en")

    def in_(self, language: str) -> str:
        """Return the answer as a sentence in `language` (id or en)."""
        return say(f"change.verdict.{self.answer}", language)


def judged(case: Case, old: Sop, new: Sop, matching: Matching) -> Verdict:
    """
    Return whether `case`, which runs on `old`, could go on under `new`.

    Raises:
        OtherDefinition: the case runs on another definition than `old`.
    """
    runs_on, given = (Edition(id=sop.id, version=sop.version, digest=sop.digest) for sop in (case.sop, old))
    if runs_on != given:
        raise OtherDefinition(case=case.id, expected=str(given), given=str(runs_on))
    if case.is_closed:
        return Verdict(answer="closed", reasons=())
    here = case.open_steps[0]
    if here not in matching.to_new:
        return Verdict(answer="impossible", reasons=(_about("gone", old, here),))
    reasons = tuple(_Judge(case, here, plan_of(old), plan_of(new), matching).reasons())
    return Verdict(answer="needs-decision" if reasons else "safe", reasons=reasons)


class _Judge(NamedTuple):
    """The questions that a case is asked."""

    case: Case
    here: str
    """Id of the open step in the old definition."""
    old: Plan
    new: Plan
    matching: Matching

    @property
    def sops(self) -> tuple[Sop, Sop]:
        return self.old.sop, self.new.sop

    def reasons(self) -> Iterator[Remark]:
        """Yield all that somebody would have to decide."""
        old, new = self.sops
        if old.id != new.id:
            yield Remark(code="other-sop", facts={"old": old.id, "new": new.id})
        yield from self._of_the_whole()
        ahead = _reached(self.old, self.here)
        for at in (self.here, *(id for id in self.old.stops if id in ahead and id != self.here)):
            if at in self.matching.to_new:
                changes = [*self._hands(at), *self._ways(at), *(self._limits(at) if at == self.here else ())]
                code = "open-step" if at == self.here else "ahead"
                for change in changes:
                    yield Remark(code=code, facts={"where": both(change.where_in), "what": both(change.what_in)})
        yield from self._skipped()
        yield from self._past()

    def _of_the_whole(self) -> Iterator[Remark]:
        old, new = self.sops
        spot = Spot(sops=self.sops, family="sop")
        cancel = spot.field("cancel", old.cancel, new.cancel) if set(old.cancel) != set(new.cancel) else ()
        for change in (*self._limit(spot, old, new), *cancel):
            yield Remark(code="whole", facts={"what": both(change.what_in)})

    def _limits(self, at: str) -> Iterator[Change]:
        yield from self._limit(self._spot(at), *self._steps(at))

    def _limit(self, spot: Spot, old: Sop | Step, new: Sop | Step) -> Iterator[Change]:
        """Yield the limits that are running and are not as long as they were."""
        efforts = [sop.effort(one.complete_within) for sop, one in zip(self.sops, (old, new), strict=True)]
        both_limits = {
            "complete_within": efforts[0] == efforts[1],
            "elapsed_within": calendar(old.elapsed_within) == calendar(new.elapsed_within),
        }
        for key, is_same in both_limits.items():
            values = getattr(old, key), getattr(new, key)
            if not is_same and values[0] == values[1]:  # as many working days, of another length
                days = self.sops[0].working_day, self.sops[1].working_day
                yield from spot.field("working_day", *days)
            elif not is_same:
                yield from spot.field(key, *values)

    def _hands(self, at: str) -> Iterator[Change]:
        """Yield what changed of who may act, and with which documents."""
        spot = self._spot(at)
        old, new = self._steps(at)
        yield from spot.field("actor", old.actor, new.actor)
        for key in ("alternates", "inputs"):
            theirs, ours = getattr(old, key), getattr(new, key)
            if set(theirs) != set(ours):
                yield from spot.field(key, theirs, ours)
        if {self.matching.to_new.get(id) for id in old.separate_from} != set(new.separate_from):
            values = old.separate_from, new.separate_from
            yield spot.change("separate-from-changed", "separate_from", values, "changed", bears=True)

    def _ways(self, at: str) -> Iterator[Change]:
        """Yield what changed of how the step can be left."""
        olds, news = self.old.stops[at].acts, self.new.stops[self.matching.to_new[at]].acts
        for id, old in olds.items():
            new, spot = news.get(id), self._spot(at, old)
            if new is None:
                yield spot.change("target-changed", "to", (old.to, None), "way-removed", bears=True)
                continue
            if self.matching.leads(self.sops, old.to) != new.to:
                yield spot.change("target-changed", "to", (old.to, new.to), "target", bears=True)
            yield from spot.field("at_most", old.at_most, new.at_most)
            for key, theirs, ours in (
                ("requires", old.requires, new.requires), ("outputs", old.produces, new.produces),
            ):  # fmt: skip
                if set(theirs) != set(ours):
                    yield from spot.field(key, theirs, ours)
        for id, act in news.items():
            if id not in olds:
                yield self._spot(at, act).change("target-changed", "to", (None, act.to), "way-added", bears=True)

    def _skipped(self) -> Iterator[Remark]:
        """Yield the steps that the new definition has before the open one, and that this case never came by."""
        done = {entry.step for entry in self.case.journal}
        there = self.matching.to_new[self.here]
        before = _between(self.old, self.here)
        for id in _between(self.new, there):
            known = self.matching.to_old.get(id)
            if known is None or (known not in before and known not in done):
                yield _about("skipped", self.new.sop, id)

    def _past(self) -> Iterator[Remark]:
        """Yield what happened in this case that the new definition would not have allowed."""
        taken: Counter[tuple[str, str]] = Counter()
        hands: dict[str, str] = {}
        broken: dict[tuple[str, str, str], None] = {}
        for entry in self.case.journal:
            at = self.matching.to_new.get(entry.step or "")
            if entry.kind != COMPLETED or at is None:
                continue
            taken[at, str(entry.outcome)] += 1
            for other in self.new.stops[at].separate_from:
                if hands.get(other) == entry.by:
                    broken[at, other, str(entry.by)] = None
            hands[at] = str(entry.by)
        for (at, way), count in taken.items():
            act = self.new.stops[at].acts.get(way)
            if act and act.at_most is not None and count > act.at_most:
                yield _about("used-up", self.new.sop, at, label=act.label, taken=count, most=act.at_most)
        for at, other, by in broken:
            yield _about("same-hands", self.new.sop, at, other=both(step, self.new.sop, other), by=by)

    def _steps(self, at: str) -> tuple[Step, Step]:
        return self.sops[0].step(at), self.sops[1].step(self.matching.to_new[at])

    def _spot(self, at: str, act: Act | None = None) -> Spot:
        """Return the place of a step; of one of its outcomes, if it has any."""
        subject = None
        if act and act.outcome != DONE:
            subject = both(outcome, act.label)
        return Spot(sops=self.sops, family="step", id=at, steps=self._steps(at), subject=subject)


def _reached(plan: Plan, first: str, without: str | None = None) -> set[str]:
    """Return the steps that can be reached from `first`, itself among them, never going on from `without`."""
    found, work = {first}, [first]
    while work:
        at = work.pop()
        for act in plan.stops[at].acts.values() if at != without else ():
            if act.to in plan.stops and act.to not in found:
                found.add(act.to)
                work.append(act.to)
    return found


def _between(plan: Plan, here: str) -> list[str]:
    """Return the steps by which a case may have come before it first stood at `here`, in the order of the paper."""
    into: dict[str, list[str]] = {id: [] for id in plan.stops}
    for act in plan.acts:
        if act.to in into:
            into[act.to].append(act.step)
    leads, work = {here}, [here]
    while work:
        for origin in into[work.pop()]:
            if origin not in leads:
                leads.add(origin)
                work.append(origin)
    passed = _reached(plan, plan.first, here)
    return [id for id in plan.stops if id in leads and id in passed and id != here]


def _about(code: str, sop: Sop, at: str, **facts: str | int | Text) -> Remark:
    """Return a Remark about a step, told by its number and its label."""
    told = {"step": both(step, sop, at), "activity": both(label, sop, at)}
    return Remark(code=code, facts={**told, **facts})
