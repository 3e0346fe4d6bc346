"""
A large SOP, many live cases, a long journal → the time of an act, against the same act where all that is small.

Only what a row names differs between its sides.
Of the SOP: one case walks round and round on either, its journal as long.
Of entries: an act on each of a hundred cases in turn.
Of live cases: an act on one picked at random, or on the only one. Out of 100,000 it is seldom in the processor's cache,
and the first act on it pays for that; so another row has nine acts in a row on each.
All rows come twice: on a plain SOP, and on one whose every act is counted and held against who acted before.
"""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import attrs

import sopkit
from bench.rounds import Row, timed
from bench.samples import PEOPLE, ring
from bench.walks import OPENED

if TYPE_CHECKING:
    from collections.abc import Callable

    from bench.rounds import Build, Effort, Prepare

__all__ = ["ROWS"]

SMALL = 10
"""Steps of the small SOP."""

LARGE = 2_000, 200
"""Steps of the large SOP, in full and where it is to be quick."""

RUN = SMALL - 1
"""Acts in a row: one lap of the small SOP but for its last step."""

IN_TURN = 100
"""Cases that are acted on in turn, so that none can live on what it remembers of the act before."""


@attrs.frozen
class Ring:
    """An SOP that is walked round and round, by people who take turns."""

    sop: sopkit.Sop
    steps: tuple[str, ...]
    people: tuple[sopkit.Person, ...]

    @classmethod
    def of(cls, steps: int, *, limited: bool) -> Ring:
        """Load a ring of this many steps."""
        sop = sopkit.loads(ring(steps, limited=limited))
        people = tuple(sopkit.Person(f"petugas-{n}", actors={"petugas"}) for n in range(PEOPLE))
        return cls(sop, tuple(step.id for step in sop.steps), people)

    def open(self) -> sopkit.Case:
        """Open a case at the first step."""
        return sopkit.start(self.sop, "LINGKARAN-1", at=OPENED)

    def script(self, first: int, acts: int) -> list[tuple[str, str, sopkit.Person]]:
        """Return step, outcome and person of so many acts; the last step of the ring leads back to the first."""
        around = len(self.steps)
        return [
            (
                self.steps[act % around],
                "kembali" if act % around == around - 1 else "lanjut",
                self.people[act % PEOPLE],
            )
            for act in range(first, first + acts)
        ]

    def runs(self, cases: list[sopkit.Case], done: list[int], acts: int = 1) -> Callable[[], object]:
        """Return the work of so many acts on each case, which has seen as many before as `done` says."""
        scripts = {before: self.script(before, acts) for before in set(done)}
        todo = [(case, scripts[before]) for case, before in zip(cases, done, strict=True)]

        def work() -> None:
            for case, script in todo:
                walked(case, script)

        return work


def walked(case: sopkit.Case, script: list[tuple[str, str, sopkit.Person]]) -> sopkit.Case:
    """Return the case after every act of the script."""
    for step, outcome, person in script:
        case = case.complete(step, outcome, by=person, at=OPENED)
    return case


def _around(steps: Callable[[Effort], int], *, limited: bool) -> Build:
    """Return acts on one case that walks on and on, after as many acts as the large SOP has steps."""

    def build(effort: Effort) -> Prepare:
        large, this = effort.size(*LARGE), Ring.of(steps(effort), limited=limited)
        warm = walked(this.open(), this.script(0, large))

        def prepare(count: int) -> Callable[[], object]:
            script = this.script(large, count)
            return lambda: walked(warm, script)

        return prepare

    return build


def _fresh(*, limited: bool) -> Build:
    """Return an act on each of a hundred fresh cases, in turn."""

    def build(_: Effort) -> Prepare:
        small = Ring.of(SMALL, limited=limited)
        cases = [small.open() for _ in range(IN_TURN)]
        return lambda count: small.runs([cases[n % IN_TURN] for n in range(count)], [0] * count)

    return build


def _old(*, limited: bool) -> Build:
    """Return an act on each of a hundred states of one case, the first after 10,000 entries, the others after more."""

    def build(effort: Effort) -> Prepare:
        small = Ring.of(SMALL, limited=limited)
        entries = effort.size(10_000, 1_000)
        done = [entries + SMALL * later for later in range(IN_TURN)]
        cases = [walked(small.open(), small.script(0, entries))]
        for acts in done[:-1]:
            cases.append(walked(cases[-1], small.script(acts, SMALL)))

        def prepare(count: int) -> Callable[[], object]:
            turns = [n % IN_TURN for n in range(count)]
            return small.runs([cases[n] for n in turns], [done[n] for n in turns])

        return prepare

    return build


def _live(alive: int | None, acts: int = 1, *, limited: bool) -> Build:
    """Return acts on cases picked at random from many that live, or (None) again and again on the only one."""

    def build(effort: Effort) -> Prepare:
        small = Ring.of(SMALL, limited=limited)

        def prepare(count: int) -> Callable[[], object]:
            if alive is None:
                return small.runs([small.open()] * count, [0] * count, acts)
            cases = [small.open() for _ in range(effort.size(alive, 1_000))]
            picked = random.Random(count).choices(cases, k=count)  # noqa: S311 - nothing secret
            work = small.runs(picked, [0] * count, acts)
            return lambda: (work(), cases)

        return prepare

    return build


def _rows(*, limited: bool) -> tuple[Row, ...]:
    suffix, note = ("-limited", ", all limited") if limited else ("", "")

    def row(name: str, work: str, against: str, ours: Build, theirs: Build) -> Row:
        return Row(
            name=name + suffix,
            work=f"{work}{note}",
            against=against,
            goal=1.25,
            unit="times its time",
            at_most=True,
            measure=timed(ours, theirs),
        )

    large = _around(lambda effort: effort.size(*LARGE), limited=limited)
    small = _around(lambda _: SMALL, limited=limited)
    live, alone = _live(100_000, limited=limited), _live(None, limited=limited)
    live_in_a_row, alone_in_a_row = _live(100_000, RUN, limited=limited), _live(None, RUN, limited=limited)
    old, fresh = _old(limited=limited), _fresh(limited=limited)
    return (
        row("steps", "an act at 2,000 steps", "at 10 steps", large, small),
        row("cases", "an act with 100,000 live cases", "with 1 case", live, alone),
        row("cases-in-a-row", "nine acts in a row, likewise", "with 1 case", live_in_a_row, alone_in_a_row),
        row("entries", "an act on a case of 10,000 entries", "of 1 entry", old, fresh),
    )


ROWS = (*_rows(limited=False), *_rows(limited=True))
