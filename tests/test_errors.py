"""Errors are values: they compare, hash, print in two languages and pickle by their fields."""

from __future__ import annotations

import inspect
import pickle
from datetime import UTC, datetime, timedelta, timezone

import attrs
import pytest

import sopkit
from sopkit import errors
from sopkit.wording import knows, say

REFUSALS = [
    kind
    for _, kind in inspect.getmembers(errors, inspect.isclass)
    if issubclass(kind, errors.Refusal) and kind is not errors.Refusal
]
STORED = [
    kind
    for _, kind in inspect.getmembers(errors, inspect.isclass)
    if issubclass(kind, errors.StoreError) and kind not in (errors.StoreError, errors.ExportBroken)  # it names a part
]
VALUES = {
    "datetime": datetime(2026, 1, 5, tzinfo=UTC), "str": "x", "int": 2, "tuple[str, ...]": ("a", "b"), "str | None": None,
}  # fmt: skip


def one(kind, **more):
    return kind(**{field.name: VALUES[str(field.type)] for field in attrs.fields(kind)} | more)


@pytest.mark.parametrize("kind", REFUSALS)
def test_each_refusal_is_a_value_with_a_sentence_in_two_languages(kind):
    refusal = one(kind)
    assert refusal == one(kind)
    assert hash(refusal) == hash(one(kind))
    assert refusal != one(kind, case="other")
    assert pickle.loads(pickle.dumps(refusal)) == refusal
    assert knows(f"refusal.{refusal.rule}")
    assert str(refusal) == refusal.in_("en") != refusal.in_("id")
    assert "{" not in refusal.in_("id") + str(refusal)
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        refusal.case = "x"
    with pytest.raises(kind) as raised:
        raise refusal
    assert raised.value is refusal


def test_a_refusal_is_no_other_refusal():
    assert one(errors.TimeNaive) != one(errors.CaseClosed)
    assert one(errors.TimeNaive) != "TimeNaive"


def test_no_two_refusals_have_the_same_hash():
    assert len({hash(one(kind)) for kind in REFUSALS}) == len(REFUSALS)


def test_the_code_of_a_refusal_is_its_name_in_words():
    assert one(errors.StepNotOpen).rule == "step-not-open"


def test_the_tree_at_the_top_of_the_room_names_every_error():
    for kind in [*REFUSALS, sopkit.SopkitError, sopkit.DefinitionError, sopkit.Refusal, sopkit.TooManyPaths]:
        assert kind.__name__ in errors.__doc__


def test_what_is_possible_is_said_otherwise_where_nothing_is():
    assert "no other outcome" in str(one(errors.LimitReached, outcomes=()))


def test_a_problem_carries_its_facts_and_speaks_two_languages():
    problem = sopkit.Problem(
        rule="target-exists", pointer="/steps/0/actor", facts={"id": "x", "kind": "actor", "known": ("a", "b")}
    )
    assert problem.facts == {"id": "x", "kind": "actor", "known": ("a", "b")}
    problem.facts["id"] = "changed"
    assert problem.message == problem.in_("en") == 'there is no actor "x"'
    assert problem.hint == problem.hint_in("en") == "there are: a or b"
    assert problem.hint_in("id") == "yang ada: a atau b"
    assert str(problem) == '–:1:1: error: target-exists: there is no actor "x"'
    assert hash(problem) == hash(pickle.loads(pickle.dumps(problem)))


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize(
    ("rule", "summary"), [("target-exists", "definition.summary"), ("name-clash", "definition.clash")]
)
def test_a_definition_error_lists_its_problems_and_says_how_many_more_there_are(rule, summary, language):
    facts = {"id": "x", "kind": "actor", "known": ("a", "b"), "attribute": "x"}
    problem = sopkit.Problem(rule=rule, line=3, column=4, facts=facts)
    listed = [f"  3:4 {rule}: {problem.in_(language)}", f"      {problem.hint_in(language)}"]
    told = sopkit.DefinitionError(file="", problems=(problem, problem), total=2).in_(language)
    assert told.split("\n") == [say(summary, language, file="–", total=2), *listed, *listed]
    told = sopkit.DefinitionError(file="x.json", problems=(problem,), total=3).in_(language)
    more = say("definition.more", language, more=2)
    assert told.split("\n") == [say(summary, language, file="x.json", total=3), *listed, more]


def test_a_hint_names_the_word_that_was_meant_and_may_have_a_variant_of_its_own():
    problem = sopkit.Problem(
        rule="target-exists", facts={"id": "x", "kind": "actor", "known": ("a",), "suggestion": "a"}
    )
    assert problem.hint == say("hint.suggestion", "en", suggestion="a")
    assert sopkit.Problem(rule="wrong-form", variant="calendar").hint != sopkit.Problem(rule="wrong-form").hint


@pytest.mark.parametrize("kind", STORED)
def test_each_error_of_a_store_has_a_sentence_in_two_languages(kind):
    told = one(kind)
    assert told.in_("id") != str(told) == told.in_("en")
    assert "{" not in told.in_("id") + str(told)
    assert pickle.loads(pickle.dumps(told)) == told


@pytest.mark.parametrize("language", ["id", "en"])
def test_what_is_not_known_is_said_as_a_dash_or_in_a_sentence_of_its_own(language):
    nobody = [kind for kind in STORED if "None" in str([field.type for field in attrs.fields(kind)])]
    assert nobody
    for kind in nobody:
        assert "None" not in one(kind).in_(language)
    facts = {"case": "K-1", "seq": 2, "field": "by", "given": "–"}
    told = errors.EntryMismatch(expected="", **facts).in_(language)
    assert told == say("refusal.entry-mismatch.empty", language, expected="", **facts)
    assert told != errors.EntryMismatch(expected="x", **facts).in_(language)


@pytest.mark.parametrize("language", ["id", "en"])
def test_what_needs_a_reason_is_named_also_where_it_is_no_outcome(language):
    told = [
        errors.ReasonMissing(case="K-1", step=None, outcome=done).in_(language)
        for done in ("suspended", "resumed", "noted", "erased", "cancelled")
    ]
    assert len(set(told)) == len(told)
    assert not any("–" in one or '"' in one for one in told)


def test_times_are_told_to_the_minute_with_their_offset_and_exactly_where_that_hides_the_difference():
    at, jakarta = datetime(2026, 1, 5, 9, 30, 15, 7, tzinfo=UTC), timezone(timedelta(hours=7))
    assert "on 2026-01-05 09:30 UTC" in str(one(errors.StaleCase, at=at))
    assert "2026-01-05 16:30 UTC+07:00" in str(one(errors.CaseSuspended, at=at.astimezone(jakarta)))
    assert "2026-01-05 09:30 has" in str(one(errors.TimeNaive, at=at.replace(tzinfo=None)))
    near = one(errors.TimeBackwards, at=at, last=at.replace(second=20))
    assert "2026-01-05 09:30:15.000007 UTC" in str(near)
    assert "2026-01-05 09:30:20.000007 UTC" in str(near)


def test_too_many_paths_says_so():
    error = sopkit.TooManyPaths(sop="x", returns=3)
    assert "3" in str(error)
    assert error.in_("id") != str(error)
    assert pickle.loads(pickle.dumps(error)) == error


def test_the_root_has_no_sentence_of_its_own():
    with pytest.raises(NotImplementedError):
        str(sopkit.SopkitError())
