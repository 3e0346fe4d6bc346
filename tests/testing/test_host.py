"""What a host gets wrong in its machine is told so that it can be mended; a machine is a test like any other."""

from __future__ import annotations

import asyncio
import unittest

import pytest
from hypothesis import Phase, Verbosity, settings
from hypothesis.stateful import run_state_machine_as_test

import sopkit
from sopkit.testing import SopStateMachine
from testing.test_stateful import AnybodyActs, Counter

pytest_plugins = ["pytester"]


def test_what_a_host_has_not_written_is_named_at_once():
    machine = type("Half", (SopStateMachine,), {"sop": sopkit.reference(), "open": Counter.open, "act": Counter.act})
    with pytest.raises(
        TypeError, match=r"^Half has no where, options, journal of its own: SopStateMachine asks a host"
    ):
        run_state_machine_as_test(machine)


@pytest.mark.parametrize("sop", [None, "sops/rekomendasi.sop.json"])
def test_the_definition_is_asked_for_as_a_sop(sop):
    machine = type("Lost", (Counter,), {"sop": sop})
    with pytest.raises(
        TypeError, match=r"^Lost.sop is the definition that the app follows, as sopkit.load returns it, not "
    ):
        run_state_machine_as_test(machine)


def test_a_mistake_that_there_is_not_is_told():
    machine = type("Odd", (Counter,), {"mistakes": ("by", "time")})
    with pytest.raises(TypeError, match=r"^Odd.mistakes names time; it is some of \('by', 'step', "):
        run_state_machine_as_test(machine)


@pytest.mark.parametrize("mistakes", ["by", 5, None])
def test_mistakes_that_are_no_tuple_are_told(mistakes):
    machine = type("Odd", (Counter,), {"mistakes": mistakes})
    with pytest.raises(TypeError, match=rf"^Odd.mistakes is a tuple of some of \('by', .*\), not {mistakes!r}$"):
        run_state_machine_as_test(machine)


class Hasty(Counter):
    def __init__(self):
        self.cases = {}


def test_a_forgotten_init_is_told():
    with pytest.raises(AttributeError, match=r"Hasty has no '\w+'; its __init__ begins with super\(\).__init__\(\)"):
        run_state_machine_as_test(Hasty)


def test_an_attribute_that_there_is_not_is_just_that():
    with pytest.raises(AttributeError, match=r"^Counter has no 'client'$"):
        _ = Counter().client


@pytest.mark.parametrize(
    ("method", "value", "form"),
    [
        ("act", None, "True if the app did it, False if it refused"),
        ("act", 200, "True if the app did it"),
        ("where", "terima-berkas", "a list with the id of the open step"),
        ("where", None, "a list with the id"),
        ("where", [1], "a list with the id"),
        ("where", {"at": "terima-berkas"}, "a list with the id"),
        ("options", ["terima-berkas"], "pairs of step and outcome"),
        ("options", [("terima-berkas", "done", 1)], "pairs of step and outcome"),
        ("options", [{"step": "terima-berkas"}], "pairs of step and outcome"),
        ("journal", [("terima-berkas", "done", None)], "step, outcome and person's id of each act"),
        ("journal", [("terima-berkas", "done")], "step, outcome and person's id of each act"),
    ],
)
def test_what_a_method_may_not_return_is_told_with_what_it_returns(method, value, form):
    machine = type("Odd", (Counter,), {method: lambda self, *args, **given: value})
    with pytest.raises(TypeError) as told:
        run_state_machine_as_test(machine)
    assert str(told.value).startswith(f"Odd.{method} returned {value!r}; it returns {form}")
    assert any("the same again" in note for note in told.value.__notes__)


def test_lists_and_generators_will_do_where_rows_are_asked_for():
    class Loose(Counter):
        def where(self, case):
            yield from super().where(case)

        def options(self, case, *, by):
            return [list(one) for one in super().options(case, by=by)]

        def journal(self, case):
            return map(list, super().journal(case))

    run_state_machine_as_test(Loose, settings=settings(Loose.TestCase.settings, max_examples=3))


class Async(Counter):
    """An app that is awaited, on one loop for a run."""

    def __init__(self):
        super().__init__()
        self.loop = asyncio.new_event_loop()

    def teardown(self):
        self.loop.close()

    def where(self, case):
        async def answer():
            return super(Async, self).where(case)

        return self.loop.run_until_complete(answer())


def test_an_async_app_is_run_by_its_methods():
    run_state_machine_as_test(Async, settings=settings(Async.TestCase.settings, max_examples=3))


@pytest.mark.parametrize("method", ["open", "where"])
def test_a_method_that_is_async_itself_is_told(method):
    async def answer(self, case, **given):
        return ["terima-berkas"]

    with pytest.raises(TypeError, match=rf"^Awaited.{method} is async; let it run what it awaits"):
        run_state_machine_as_test(type("Awaited", (Counter,), {method: answer}))


def test_settings_are_those_of_the_profile_but_the_telling_is_ours():
    given, plain = Counter.TestCase.settings, settings()
    assert (given.max_examples, given.stateful_step_count) == (plain.max_examples, plain.stateful_step_count)
    assert given.deadline is None
    assert set(plain.phases) - set(given.phases) == {Phase.shrink, Phase.explain} & set(plain.phases)
    assert given.verbosity == Verbosity.quiet


@pytest.mark.parametrize("way", ["decorator", "assigned"])
def test_a_user_brings_settings_of_their_own(way):
    mine = settings(max_examples=2, stateful_step_count=4, deadline=None, database=None, derandomize=True)
    opened = []

    class Mine(Counter):
        def open(self, case, *, at):
            opened.append(case)
            super().open(case, at=at)

    if way == "decorator":
        mine(Mine)
    else:
        Mine.TestCase.settings = mine
    told = unittest.TestResult()
    unittest.defaultTestLoader.loadTestsFromTestCase(Mine.TestCase).run(told)
    assert told.testsRun == 1
    assert told.wasSuccessful()
    assert opened.count("1") == 2


def test_with_settings_of_their_own_a_bug_is_told_as_well():
    mine = settings(max_examples=20, deadline=None, database=None, derandomize=True)
    with pytest.raises(AssertionError, match="the same again") as told:
        run_state_machine_as_test(AnybodyActs, settings=mine)
    assert any(note.startswith("state = AnybodyActs()") for note in told.value.__notes__)


def test_pytest_and_its_workers_run_the_test_case(pytester):
    pytester.makepyfile(
        test_app="""
        import sopkit
        from sopkit.testing import SopStateMachine
        from hypothesis import settings

        class Forgets(SopStateMachine):
            sop = sopkit.reference()

            def open(self, case, *, at): pass
            def act(self, case, step, outcome, *, by, at, reason, outputs): return False
            def where(self, case): return ["terima-berkas"]
            def options(self, case, *, by): return [("terima-berkas", "done")] if by.id == "kabid" else []
            def journal(self, case): return []

        TestForgets = Forgets.TestCase
        TestForgets.settings = settings(TestForgets.settings, database=None)
        """
    )
    for workers in "0", "2":
        told = pytester.runpytest_subprocess("-p", "no:cacheprovider", "-n", workers)
        told.assert_outcomes(failed=1)
        told.stdout.fnmatch_lines(
            [
                "E *Difference: the app refuses, but kabid may do terima-berkas",
                "E * from test_app import Forgets",
                "E * machine.open('1', at=MONDAY)",
                "E * assert machine.act('1', 'terima-berkas', 'done', by=kabid, at=MONDAY*",
            ]
        )
        told.stdout.no_fnmatch_line("*sopkit/testing/*.py:*")
