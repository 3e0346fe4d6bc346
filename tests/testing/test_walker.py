"""Example tests of an SOP read like a story, and say where the story goes otherwise."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

import sopkit
from checks.tiny import decision, out, sop, step
from sopkit.errors import NotYourStep
from sopkit.testing import Coverage, acts, cast, people, play, sops, walk, walks
from sopkit.testing.journeys import aimed

REFERENCE = sopkit.reference()
GOOD = sops(can_finish=True)


def test_a_story_is_told_in_the_words_of_the_sop():
    told = (
        walk(REFERENCE, "REK-1")
        .do("1")
        .take("Tidak", reason="KTP belum ada")
        .expect_at("terima-berkas")
        .expect_refusal(NotYourStep, by="caraka")
        .expect_refusal("step-not-open", "8")
        .expect_refusal("UnknownOutcome", outcome="sesuai")
        .finish("end")
    )
    assert told.case.end == "end"
    assert [refusal.rule for refusal in told.refusals] == ["not-your-step", "step-not-open", "unknown-outcome"]
    assert told.case.journal[2].reason == "KTP belum ada"


def test_nothing_that_is_required_is_given_where_a_refusal_is_expected():
    told = walk(REFERENCE).do("1").expect_refusal("ReasonMissing", outcome="Tidak").take("Tidak")
    assert told.case.journal[-1].reason == "…"


def test_hands_are_changed_where_four_eyes_ask_for_it():
    whole = sop(step("a"), step("b", separate_from=["a"]), step("c", separate_from=["a", "b"]))
    assert [entry.by for entry in walk(whole).finish().case.journal] == [None, "x", "x-2", "x-3"]
    walk(whole).do("a", by="x").expect_refusal("SameHands", "b", by="x").do("b")


def test_a_walk_is_cancelled_by_whoever_may():
    whole = sop(step("a"), cancel=["x"])
    assert walk(whole).cancel(by="x", reason="Ditarik").expect_end("cancelled").case.is_closed
    with pytest.raises(AssertionError, match="expected to cancel"):
        walk(sop(step("a"))).cancel(by="x")


@pytest.mark.parametrize(
    ("story", "said"),
    [
        (lambda: walk(REFERENCE).do("8"), "expected to do '8' by 'done'"),
        (lambda: walk(REFERENCE).do("1").take("Mungkin"), "sesuai"),
        (lambda: walk(REFERENCE).expect_at("2"), "expected to be at 'verifikasi-berkas'\n  case 1: it is at terima-berkas"),
        (lambda: walk(REFERENCE).expect_end(), "expected to have ended"),
        (lambda: walk(REFERENCE).finish("lain"), "no way leads there"),
        (lambda: walk(REFERENCE).finish().take("done"), "expected a step to be open"),
        (lambda: walk(REFERENCE).finish().expect_end("lain"), "it ended at 'end', by way of terima-berkas → "),
        (lambda: walk(REFERENCE).expect_refusal("ReasonMissing"), "expected ReasonMissing, but 'terima-berkas' was left"),
        (lambda: walk(REFERENCE).expect_refusal("ReasonMissing", "8"), "expected ReasonMissing, but: StepNotOpen"),
    ],
)  # fmt: skip
def test_a_story_that_goes_otherwise_says_what_was_expected_and_where_it_is(story, said):
    with pytest.raises(AssertionError) as told:
        story()
    assert said in str(told.value)


def test_a_label_that_two_outcomes_share_names_neither():
    whole = sop(decision("a", out("o", "end", label="Ya"), out("p", "a", label="Ya")))
    with pytest.raises(AssertionError, match="Ya"):
        walk(whole).take("Ya")


@given(st.data(), GOOD)
def test_every_walk_is_legal_and_reaches_an_end(data, whole):
    case = data.draw(walks(whole))
    assert case.is_closed
    assert sopkit.replay(whole, case.journal) == case


@given(st.data(), GOOD)
def test_every_act_is_answered_as_it_must_be(data, whole):
    case = sopkit.start(whole, "1", at=walk(whole).case.journal[0].at)
    told = data.draw(acts(whole))
    for attempt in told:
        if attempt.refusal is None:
            case = attempt.on(case)
        else:
            with pytest.raises(attempt.refusal):
                attempt.on(case)
    assert case.is_closed
    assert told[-1].refusal is not None


@given(st.data(), sops())
def test_people_stand_for_actors_of_the_sop(data, whole):
    assert data.draw(people(whole)).actors <= {actor.id for actor in whole.actors}
    assert {actor for person in cast(whole) for actor in person.actors} == {actor.id for actor in whole.actors}


@given(GOOD)
def test_covering_paths_cover_every_outcome_that_can_be_reached(whole):
    played = Coverage.of(whole, [play(whole, path) for path in sopkit.covering_paths(whole, returns=None)])
    walked = Coverage.of(whole, [play(whole, path) for path in sopkit.covering_paths(whole, returns=2)])
    assert set(played.part("outcomes").missing) <= set(walked.part("outcomes").missing)
    assert (played + walked).part("outcomes").missing == played.part("outcomes").missing
    again = Coverage.from_dict(whole, json.loads(json.dumps(walked.to_dict())))
    assert again == walked


def test_coverage_counts_what_was_taken_and_refused():
    told = walk(REFERENCE).do("1").expect_refusal("ReasonMissing", outcome="Tidak").take("Tidak").do("1").take("Ya")
    met = Coverage.of(REFERENCE, [told.case], told.refusals)
    assert met.times("terima-berkas", "done") == 2
    assert [(part.kind, part.covered, part.of) for part in met.parts] == [
        ("steps", 2, 8), ("outcomes", 3, 12), ("returns", 1, 4), ("pairs", 3, 16), ("refusals", 1, 12),
    ]  # fmt: skip
    assert met.part("refusals").percent == pytest.approx(100 / 12)
    assert Coverage.of(sop(step("a")), []).part("returns").percent == 100


def test_coverage_of_two_definitions_does_not_add_up():
    with pytest.raises(ValueError, match="do not add up"):
        Coverage.of(REFERENCE) + Coverage.of(sop(step("a")))


def test_a_limit_of_one_is_followed_by_itself_in_no_pair():
    whole = sop(decision("a", out("o", "end"), out("p", "a", at_most=1), out("q", "a", at_most=2)))
    pairs = Coverage.of(whole).part("pairs").missing
    assert ("a", "p", "a", "p") not in pairs
    assert ("a", "q", "a", "q") in pairs


def test_a_definition_that_can_trap_a_case_has_no_walks():
    trap = sop(step("a"), step("b", "a"))
    with pytest.raises(ValueError, match="can-finish"):
        aimed(trap, [])
