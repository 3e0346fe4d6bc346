"""What a test gives that does not belong there is answered by one sentence that says what does, and at once."""

from __future__ import annotations

import re

import pytest

import sopkit
from checks.tiny import sop, step
from sopkit import testing
from sopkit.errors import NotYourStep, Refusal
from sopkit.testing import Coverage, picture, play, report, sops, walk

REFERENCE = sopkit.reference()


@pytest.mark.parametrize("name", ["acts", "broken", "cast", "faults", "people", "walk", "walks"])
@pytest.mark.parametrize("value", [None, 5, "surat.sop.json"])
def test_what_is_about_an_sop_says_so_of_anything_else(name, value):
    with pytest.raises(
        TypeError, match=re.escape(f"here belongs a Sop, as sopkit.load or sopkit.reference returns it, not {value!r}")
    ):
        list(getattr(testing, name)(value))


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (lambda: play(None, []), "a Sop"),
        (lambda: Coverage.of("x"), "a Sop"),
        (lambda: picture(REFERENCE), r"a Coverage, as Coverage\.of\(sop, cases\) returns it, not Sop"),
        (lambda: report(None), "a Coverage"),
        (lambda: Coverage.of(REFERENCE, [walk(REFERENCE)]), r"a Case; that of a walk is its \.case, not Walk"),
        (lambda: Coverage.of(REFERENCE, [], ["not-your-step"]), "a Refusal, as a case raised it, not 'not-your-step'"),
        *((lambda path=path: play(REFERENCE, path), r"a path, pairs of step and outcome: \[\('verify', 'fit'\)\], not ")
          for path in (5, [5], ["ab"], [("a",)], [("a", "b", "c")])),
        (lambda: walk(REFERENCE).do(None), "what a step is called, a string, not None"),
        (lambda: walk(REFERENCE).take(5), "what an outcome is called, a string, not 5"),
        (lambda: walk(REFERENCE).expect_at(5), "what a step is called"),
        (lambda: walk(REFERENCE).expect_end(5), "what an end is called"),
        (lambda: walk(REFERENCE).finish(5), "what an end is called"),
        *((lambda kind=kind: walk(REFERENCE).expect_refusal(kind, "2"), "a refusal: a class of sopkit.errors, its name or its code")
          for kind in (None, 5, ValueError)),
        *((lambda sizes=sizes: sops(sizes), r"ranges of numbers of steps, .* \(\(1, 5\), \(6, 12\)\), not ")
          for sizes in (5, "ab", [1, 5], (("a", "b"),))),
    ],
)  # fmt: skip
def test_anything_else_is_answered_by_what_belongs_there(asked, said):
    with pytest.raises(TypeError, match="here belongs " + said) as told:
        asked()
    assert "\n" not in str(told.value)


@pytest.mark.parametrize("sizes", [(), ((5, 1),), ((0, 0),), ((-1, 3),), ((1,),), ((1, 2_000),)])
def test_ranges_that_hold_no_number_of_steps_are_refused_before_anything_is_drawn(sizes):
    with pytest.raises(ValueError, match="here belongs ranges of numbers of steps, each from at least 1"):
        sops(sizes)


def test_a_case_of_another_sop_does_not_count_here():
    with pytest.raises(
        ValueError, match=r"case 1 is under kecil 1\.0; this is rekomendasi-izin-usaha-industri 1\.0\.0"
    ):
        Coverage.of(REFERENCE, [walk(sop(step("a"))).case])


def test_a_kind_of_coverage_that_there_is_not_is_answered_by_those_there_are():
    with pytest.raises(ValueError, match="a kind is one of steps, outcomes, returns, pairs, refusals, not 'step'"):
        Coverage.of(REFERENCE).part("step")


@pytest.mark.parametrize("kind", [NotYourStep, Refusal, "NotYourStep", "not-your-step"])
def test_a_refusal_is_expected_by_its_class_its_name_or_its_code(kind):
    assert len(walk(REFERENCE).expect_refusal(kind, "1", by="caraka").refusals) == 1


def test_a_refusal_that_there_is_not_is_answered_by_those_there_are():
    with pytest.raises(ValueError, match=r"no refusal is called 'NotMyStep'; there are CaseClosed, .*, NotYourStep, "):
        walk(REFERENCE).expect_refusal("NotMyStep", "1", by="caraka")


def test_a_step_that_there_is_not_is_never_refused_as_one_that_is_not_open():
    with pytest.raises(AssertionError, match="no step is called 'periksa-parap'; there are terima-berkas, "):
        walk(REFERENCE).expect_refusal("StepNotOpen", "periksa-parap")


def test_a_word_that_two_steps_share_is_answered_by_their_ids():
    whole = sop(step("a"), step("b", number="1"))
    with pytest.raises(AssertionError, match="'1' may be a or b; say which one by its id"):
        walk(whole).do("1")
