"""A host's app is held against its SOP: a true one passes, each planted bug is found, and the script does it again."""

from __future__ import annotations

import re
from typing import ClassVar

import pytest
from hypothesis import settings
from hypothesis.stateful import run_state_machine_as_test

import sopkit
from checks.tiny import decision, out, sop, step
from sopkit.testing import SopStateMachine

X, Y = {"id": "x", "name": "X"}, {"id": "y", "name": "Y"}
ENDS = [{"id": "issued", "name": "Issued"}, {"id": "rejected", "name": "Rejected"}]
SMALL = sop(
    step("a"),
    decision("b", out("fit", "c"), out("not-fit", "a", at_most=2, requires=["reason"]), alternates=["y"]),
    decision("c", out("yes", "issued"), out("again", "b"), out("no", "rejected"), actor="y", separate_from=["b"]),
    actors=[X, Y], ends=ENDS,
)  # fmt: skip
LONG = sop(
    *(step(letter) for letter in "abcdefgh"), decision("i", out("fit", "j"), out("not-fit", "g", at_most=3)), step("j")
)
TWO_POSTS = sop(
    step("a"), decision("b", out("yes", "end"), out("no", "a"), actor="y", separate_from=["a"]), actors=[X, Y]
)


class Counter(SopStateMachine):
    """An app that keeps its cases as sopkit does, with room for a bug."""

    sop = sopkit.reference()

    def __init__(self):
        super().__init__()
        self.cases = {}

    def open(self, case, *, at):
        self.cases[case] = sopkit.start(self.sop, case, at=at)

    def act(self, case, step, outcome, *, by, at, reason, outputs):
        try:
            self.cases[case] = self.cases[case].complete(step, outcome, by=by, at=at, reason=reason, outputs=outputs)
        except sopkit.Refusal:
            return False
        return True

    def where(self, case):
        return self.cases[case].open_steps or [self.cases[case].end]

    def options(self, case, *, by):
        return [(one.step, one.outcome) for one in self.cases[case].options(by=by) if one.refusal is None]

    def journal(self, case):
        return [(one.step, one.outcome, one.by) for one in self.cases[case].journal if one.step]


class AnybodyActs(Counter):
    """The role is not looked at."""

    def act(self, case, step, outcome, *, by, **more):
        able = sopkit.Person(by.id, actors=[actor.id for actor in self.sop.actors])
        return super().act(case, step, outcome, by=able, **more)


class LosesTheLast(Counter):
    def journal(self, case):
        return super().journal(case)[:7]


class KeepsOneEntryAStep(Counter):
    def journal(self, case):
        return [*{step: (step, outcome, by) for step, outcome, by in super().journal(case)}.values()]


class NeedsNoReason(Counter):
    def act(self, case, step, outcome, *, reason, **more):
        return super().act(case, step, outcome, reason=reason or "-", **more)


class NeverEnds(Counter):
    def where(self, case):
        return self.cases[case].open_steps or ("arsip-kirim",)


class OffersTooMuch(Counter):
    def options(self, case, *, by):
        return [(one.step, one.outcome) for one in self.cases[case].options(by=by)]


class Small(Counter):
    sop = SMALL


class EndsElsewhere(Small):
    def where(self, case):
        return self.cases[case].open_steps or ["issued"]


class Jumps(Small):
    """After the second check the first step is left out."""

    def where(self, case):
        here = super().where(case)
        return ["b"] if here == ("a",) and len(self.journal(case)) > 2 else here


class ActsAfterTheEnd(Small):
    def act(self, case, step, outcome, **more):
        return super().act(case, step, outcome, **more) or (self.cases[case].is_closed and step == "c")


class AnswersTwice(Small):
    """The form of the step before is still taken."""

    def act(self, case, step, outcome, **more):
        return super().act(case, step, outcome, **more) or step in [one for one, _, _ in self.journal(case)[-1:]]


class RefusesTheSecondOfAnActor(Small):
    def act(self, case, step, outcome, *, by, **more):
        return not by.id.endswith("-2") and super().act(case, step, outcome, by=by, **more)


class LooksAtTheFirstCheck(Small):
    """Who decides must be another than who checked first, and not than who checked last."""

    def options(self, case, *, by):
        checked = [who for step, _, who in self.journal(case) if step == "b"]
        if super().where(case) != ("c",) or "y" not in by.actors or by.id == checked[0]:
            return [one for one in super().options(case, by=by) if one[0] != "c"]
        return [("c", "yes"), ("c", "again"), ("c", "no")]


class CountsOneTooMany(Counter):
    """The fourth return is offered, eight steps deep."""

    sop = LONG

    def options(self, case, *, by):
        back = self.journal(case).count(("i", "not-fit", "x"))
        return [
            *super().options(case, by=by),
            *([("i", "not-fit")] if back == 3 and super().where(case) == ("i",) else []),
        ]


class DoubleHatted(Counter):
    """Four eyes are not looked at; only who stands for both actors can break them."""

    sop = TWO_POSTS

    def options(self, case, *, by):
        able = sopkit.Person("nobody", actors=by.actors)
        return [(one.step, one.outcome) for one in self.cases[case].options(by=able) if one.refusal is None]


BUGS = [AnybodyActs, LosesTheLast, KeepsOneEntryAStep, NeedsNoReason, NeverEnds, OffersTooMuch, EndsElsewhere, Jumps, ActsAfterTheEnd,
        AnswersTwice, RefusesTheSecondOfAnActor, LooksAtTheFirstCheck, CountsOneTooMany, DoubleHatted]  # fmt: skip


def run(machine, **more):
    run_state_machine_as_test(
        machine, settings=settings(machine.TestCase.settings, database=None, derandomize=True, **more)
    )


def failure(machine, kind=AssertionError, **more):
    """What a failing run says, and its script."""
    with pytest.raises(kind) as told:
        run(machine, **more)
    said = "\n".join([str(told.value), *getattr(told.value, "__notes__", ())])
    head, script = said.split("  the same again:\n")
    return head, [line.removeprefix("    ") for line in script.splitlines()]


@pytest.mark.parametrize("app", [Counter, Small])
def test_an_app_that_follows_its_sop_passes(app):
    run(app, max_examples=20)


@pytest.mark.parametrize("app", BUGS)
def test_a_bug_is_found_by_default_settings_and_the_script_does_it_again(app):
    _, script = failure(app)
    with pytest.raises(AssertionError):
        exec("\n".join(script), {})


@pytest.mark.parametrize(
    ("app", "said", "acts"),
    [
        (EndsElsewhere, "the app is at issued; the SOP is at rejected", 3),
        (LosesTheLast, r"entry 8 of the app's journal is missing; in the SOP it is .+", 8),
        (RefusesTheSecondOfAnActor, r"the app refuses, but .-2 may do .+", 2),  # at the last step at the latest
        (CountsOneTooMany, r"the app offers x: i \(not-fit\); but Case 1: \"not-fit\" at \"i\" has been used .+", 17),
        (DoubleHatted, r"the app offers x\+y(\+2)?: b \(no\), b \(yes\); but x\+y(\+2)? cannot do \"b\" .+", 1),
    ],
)  # fmt: skip
def test_a_failing_run_says_what_differs_after_no_more_acts_than_the_way_takes(app, said, acts):
    head, script = failure(app)
    assert re.fullmatch(said, head.strip())
    assert sum(line.startswith("machine.act(") for line in script[:-1]) <= acts


def test_a_script_is_as_short_wherever_the_run_began():
    lengths = {len(failure(CountsOneTooMany, stateful_step_count=steps)[1]) for steps in (50, 60, 70)}
    assert len(lengths) == 1


class Breaks(Counter):
    def where(self, case):
        return self.cases[f"lost {case}"].open_steps


def test_an_error_of_the_app_is_told_with_the_script():
    head, script = failure(Breaks, KeyError)
    assert "where raised this" in head
    assert script[-1] == "machine.where('1')"


class Cluttered(AnybodyActs):
    """Its cases are left over from run to run, until `teardown`."""

    left: ClassVar = set()

    def open(self, case, *, at):
        super().open(case, at=at)
        assert case not in self.left, "there is such a case"
        self.left.add(case)

    def teardown(self):
        self.left.clear()


def test_where_a_fresh_app_does_otherwise_the_run_itself_is_told():
    head, _ = failure(Cluttered)
    assert "the app does what the SOP refuses" in head


class OneAtATime(AnybodyActs):
    """Its database lets in nobody else."""

    open_now: ClassVar = set()

    def __init__(self):
        assert not self.open_now, "the database is in use"
        super().__init__()
        self.open_now.add(self)

    def teardown(self):
        self.open_now.clear()


class TearsDownTheFirstOnly(AnybodyActs):
    alive: ClassVar = []

    def __init__(self):
        super().__init__()
        self.alive.append(self)

    def teardown(self):
        is_first = self is self.alive[0]
        self.alive.remove(self)
        if not is_first:
            raise ConnectionError


@pytest.mark.parametrize("app", [OneAtATime, TearsDownTheFirstOnly])
def test_an_app_that_bears_no_second_one_beside_it_does_not_hide_the_difference(app):
    head, _ = failure(app)
    assert "the app does what the SOP refuses" in head


class SecondCaseFails(Counter):
    def open(self, case, *, at):
        if self.cases:
            raise LookupError(case)
        super().open(case, at=at)


def test_on_a_case_that_has_ended_nothing_is_tried_before_the_next_is_opened():
    for steps in (50, 60, 70):
        _, script = failure(SecondCaseFails, LookupError, stateful_step_count=steps)
        assert sum(line.startswith("machine.act(") for line in script) == len(SecondCaseFails.sop.steps)
        assert script[-1] == "machine.open('2', at=MONDAY)"


class KeepsNoTime(Counter):
    def act(self, case, step, outcome, *, at, outputs, **more):
        at = self.cases[case].journal[-1].at
        return super().act(case, step, outcome, at=at, outputs={}, **more)


def test_what_an_app_does_not_take_can_be_left_out():
    head, _ = failure(KeepsNoTime)
    assert re.search(r"leave '(at|outputs)' out of `mistakes`", head)
    run(type("KeepsNoTime", (KeepsNoTime,), {"mistakes": ("by", "step", "outcome", "reason")}), max_examples=10)
    run(type("OnlyLegal", (KeepsNoTime,), {"mistakes": ()}), max_examples=5)
