"""A host's app is held against its SOP: a true one passes, each planted bug is found, and the script does it again."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

import sopkit
from sopkit.testing import SopStateMachine


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
    def act(self, case, step, outcome, *, by, **more):
        able = sopkit.Person(by.id, actors=[actor.id for actor in self.sop.actors])
        return super().act(case, step, outcome, by=able, **more)


class LosesTheLast(Counter):
    def journal(self, case):
        return super().journal(case)[:7]


class NeedsNoReason(Counter):
    def act(self, case, step, outcome, *, reason, **more):
        return super().act(case, step, outcome, reason=reason or "-", **more)


class NeverEnds(Counter):
    def where(self, case):
        return self.cases[case].open_steps or ("arsip-kirim",)


class OffersTooMuch(Counter):
    def options(self, case, *, by):
        return [(one.step, one.outcome) for one in self.cases[case].options(by=by)]


def run(machine):
    run_state_machine_as_test(
        machine, settings=settings(max_examples=30, stateful_step_count=30, database=None, deadline=None,
                                   suppress_health_check=list(HealthCheck)))  # fmt: skip


def test_an_app_that_follows_its_sop_passes():
    run(Counter)


@pytest.mark.parametrize("app", [AnybodyActs, LosesTheLast, NeedsNoReason, NeverEnds, OffersTooMuch])
def test_an_app_with_a_bug_is_told_and_the_script_does_it_again(app):
    with pytest.raises(AssertionError) as told:
        run(app)
    sentence = str(told.value)
    assert "the same again" in sentence
    script = [line.strip() for line in sentence.split("the same again:\n")[1].splitlines() if line.startswith("    ")]
    with pytest.raises(AssertionError):
        exec("\n".join(script), {app.__name__: app})


class Breaks(Counter):
    def where(self, case):
        return self.cases[f"lost {case}"].open_steps


def test_an_error_of_the_app_is_told_with_the_script():
    with pytest.raises(KeyError) as told:
        run(Breaks)
    (note,) = [one for one in told.value.__notes__ if "the same again" in one]
    assert note.splitlines()[-1].strip() == "machine.where('1')"
