"""
Journals and refusals → which parts of the definition they took, and which they did not.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, TypeAlias

import attrs

from sopkit.case import Case
from sopkit.errors import LimitReached, NotYourStep, OutputMissing, ReasonMissing, Refusal, SameHands
from sopkit.plan import plan_of
from sopkit.testing.given import a_sop, must_be

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from typing import Any, Self

    from sopkit.model import JSON, Sop
    from sopkit.plan import Act, Plan

__all__ = ["KINDS", "Coverage", "Part"]

Item: TypeAlias = tuple[str, ...]

KINDS = ("steps", "outcomes", "returns", "pairs", "refusals")
"""What is counted. A pair is two outcomes taken one after the other; a refusal is one that this definition asks for."""


@attrs.frozen
class Part:
    """How much of one kind of thing was met."""

    kind: str
    """One of `KINDS`."""
    of: int
    """How many there are in the definition."""
    missing: tuple[Item, ...]
    """Those that were not met, in the order of the file: ids of step and outcome, behind the code of a refusal."""

    @property
    def covered(self) -> int:
        """How many were met."""
        return self.of - len(self.missing)

    @property
    def percent(self) -> float:
        """How many out of a hundred were met; 100 where there are none."""
        return 100 * self.covered / self.of if self.of else 100.0


@attrs.frozen
class Coverage:
    """
    What tests took of a definition. Two of the same definition can be added.

    >>> import sopkit
    >>> from sopkit.testing import Coverage, play
    >>> sop = sopkit.reference()
    >>> once = Coverage.of(sop, [play(sop, path) for path in sopkit.paths(sop)])
    >>> [(part.kind, part.covered, part.of) for part in once.parts]
    [('steps', 8, 8), ('outcomes', 8, 12), ('returns', 0, 4), ('pairs', 7, 16), ('refusals', 0, 12)]
    """

    sop: Sop
    met: Mapping[tuple[str, Item], int]
    """How often each thing was met, by its kind and its ids."""

    @classmethod
    def of(cls, sop: Sop, cases: Iterable[Case] = (), refusals: Iterable[Refusal] = ()) -> Self:
        """
        Return what these cases and refusals, all under `sop`, took of it.

        Raises:
            ValueError: a case is under another definition.
        """
        a_sop(sop)
        met: Counter[tuple[str, Item]] = Counter()
        for case in cases:
            must_be(Case, "a Case; that of a walk is its .case", case)
            if case.sop is not sop and case.sop.digest != sop.digest:
                msg = f"case {case.id} is under {case.sop.id} {case.sop.version}; this is {sop.id} {sop.version}"
                raise ValueError(msg)
            met.update(_walked(sop, case))
        for refusal in refusals:
            must_be(Refusal, "a Refusal, as a case raised it", refusal)
            met.update(("refusals", item) for item in _refused(refusal))
        possible = {(kind, item) for kind, items in _possible(sop).items() for item in items}
        return cls(sop, {item: n for item, n in met.items() if item in possible})

    def __add__(self, other: Self) -> Self:
        """
        Return what both took together.

        Raises:
            ValueError: they are about different definitions.
        """
        if self.sop.digest != other.sop.digest:
            msg = (
                f"coverage of {self.sop.id} {self.sop.version} and of {other.sop.id} {other.sop.version} do not add up"
            )
            raise ValueError(msg)
        return attrs.evolve(self, met=dict(Counter(self.met) + Counter(other.met)))

    @property
    def parts(self) -> tuple[Part, ...]:
        """How much of each kind was met, in the order of `KINDS`."""
        return tuple(
            Part(kind, len(items), tuple(item for item in items if (kind, item) not in self.met))
            for kind, items in _possible(self.sop).items()
        )

    def part(self, kind: str) -> Part:
        """Return how much of one of `KINDS` was met; ValueError for anything else."""
        if kind not in KINDS:
            msg = f"a kind is one of {', '.join(KINDS)}, not {kind!r}"
            raise ValueError(msg)
        return self.parts[KINDS.index(kind)]

    def times(self, step: str, outcome: str) -> int:
        """Return how often an outcome was taken."""
        return self.met.get(("outcomes", (step, outcome)), 0)

    def to_dict(self) -> dict[str, JSON]:
        """Return it as JSON values; `from_dict` reads `met` back."""
        parts = {
            part.kind: {"covered": part.covered, "of": part.of, "missing": [list(item) for item in part.missing]}
            for part in self.parts
        }
        edition = {"id": self.sop.id, "version": self.sop.version, "digest": self.sop.digest}
        return {"sop": edition, **parts, "met": [[kind, *item, n] for (kind, item), n in self.met.items()]}

    @classmethod
    def from_dict(cls, sop: Sop, data: Mapping[str, Any]) -> Self:
        """Return what `to_dict` gave, for the same definition."""
        return cls(sop, {(kind, tuple(item)): n for kind, *item, n in data["met"]})


def _possible(sop: Sop) -> dict[str, list[Item]]:
    """Return everything there is to meet, by kind."""
    plan = plan_of(sop)
    acts = plan.acts
    return {
        "steps": [(step,) for step in plan.stops],
        "outcomes": [(act.step, act.outcome) for act in acts],
        "returns": [(act.step, act.outcome) for act in acts if act.is_upward],
        "pairs": [pair for act in acts for pair in _pairs(plan, act)],
        "refusals": [*_by_people(plan), *(item for act in acts for item in _by_act(act))],
    }


def _pairs(plan: Plan, act: Act) -> Iterator[Item]:
    """Yield each outcome that can follow `act`, behind it."""
    for after in plan.stops[act.to].acts.values() if act.to in plan.stops else ():
        if after is not act or act.at_most != 1:
            yield act.step, act.outcome, after.step, after.outcome


def _by_people(plan: Plan) -> Iterator[Item]:
    for stop in plan.stops.values():
        yield "not-your-step", stop.id
        yield from (("same-hands", stop.id, other) for other in stop.separate_from)


def _by_act(act: Act) -> Iterator[Item]:
    kinds = {"reason": "reason-missing", "outputs": "output-missing"}
    yield from ((kinds[what], act.step, act.outcome) for what in act.requires)
    if act.at_most is not None:
        yield "limit-reached", act.step, act.outcome


def _walked(sop: Sop, case: Case) -> Iterator[tuple[str, Item]]:
    """Yield what a case took, entry by entry."""
    stops = plan_of(sop).stops
    before: Item = ()
    for entry in case.journal:
        if entry.step and entry.outcome:
            act = stops[entry.step].acts[entry.outcome]
            yield "steps", (act.step,)
            yield "outcomes", (act.step, act.outcome)
            if act.is_upward:
                yield "returns", (act.step, act.outcome)
            if before:
                yield "pairs", (*before, act.step, act.outcome)
            before = act.step, act.outcome


def _refused(refusal: Refusal) -> Iterator[Item]:
    """Yield what a refusal met, if it is one that a definition asks for."""
    kind = refusal.rule
    if isinstance(refusal, NotYourStep):
        yield kind, refusal.step
    if isinstance(refusal, SameHands):
        yield kind, refusal.step, refusal.other
    if isinstance(refusal, (LimitReached, OutputMissing, ReasonMissing)):
        yield kind, str(refusal.step), refusal.outcome
