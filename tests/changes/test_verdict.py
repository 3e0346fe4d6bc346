"""Whether a running case can go on: what `safe` promises, and each reason why it is not."""

from __future__ import annotations

import copy
from datetime import UTC, datetime
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

import sopkit
from changes.versions import RULED, SMALL, read, versions
from checks.tiny import decision, out, sop, step, values
from oracle import Oracle

NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)


def crowd(*wholes):
    actors = sorted({actor["id"] for whole in wholes for actor in whole["actors"]})
    return [*(sopkit.Person(f"p-{actor}", actors={actor}) for actor in actors), sopkit.Person("semua", actors=actors)]


def walked(whole, people, random, length):
    """A case after some legal acts, and the oracle that stands where it does."""
    oracle = Oracle(whole)
    case = sopkit.start(read(whole), "K", at=NOON)
    for _ in range(length):
        legal = [act for act in acts(oracle, people) if oracle.expects(*act) is None]
        if not legal:
            break
        at, outcome, who, actors, reason, outputs = random.choice(legal)
        by = sopkit.Person(who, actors=actors)
        case = case.complete(at, outcome, by=by, at=NOON, reason=reason, outputs=outputs)
        oracle.take(at, outcome, who)
    return case, oracle


def acts(oracle, people):
    """Every act at the open step: each outcome, by each person, with what it asks for and without."""
    for outcome in oracle.ways(oracle.at) if oracle.at in oracle.steps else ():
        handed = dict.fromkeys(oracle.produces(oracle.at, outcome), "x.pdf")
        for by, reason, outputs in product(people, ("Sebab", None), (handed, {})):
            yield oracle.at, outcome, by.id, by.actors, reason, outputs


@given(versions(((1, 4),), RULED), st.randoms(use_true_random=False), st.integers(0, 6))
def test_what_a_safe_case_would_have_answered_it_answers_under_the_new_version(pair, random, length):
    before, after = pair
    people = crowd(before, after)
    case, old = walked(before, people, random, length)
    if sopkit.compare(read(before), read(after)).verdict(case).answer != "safe":
        return
    new = Oracle(after)
    new.at, new.taken, new.hands = old.at, copy.copy(old.taken), dict(old.hands)
    for _ in range(10):
        assert new.at == old.at
        tried = list(acts(old, people))
        assert tried == list(acts(new, people))
        legal = [act for act in tried if old.expects(*act) is None]
        assert legal == [act for act in tried if new.expects(*act) is None]
        if not legal:
            break
        at, outcome, who, *_ = random.choice(legal)
        for oracle in (old, new):
            oracle.take(at, outcome, who)
    assert (old.at in old.steps) == (new.at in new.steps)


@given(versions(SMALL), st.randoms(use_true_random=False), st.integers(0, 12))
def test_a_case_is_not_safe_only_where_a_change_bears_on_cases(pair, random, length):
    before, after = pair
    case, oracle = walked(before, crowd(before), random, length)
    compared = sopkit.compare(read(before), read(after))
    verdict = compared.verdict(case)
    assert (verdict.answer == "closed") == case.is_closed
    assert (verdict.answer == "impossible") == (oracle.at in oracle.steps and oracle.at not in Oracle(after).steps)
    if verdict.reasons:
        assert any(change.bears_on_cases for change in compared.changes)
    for language in ("id", "en"):
        assert all(reason.in_(language) for reason in (verdict, *verdict.reasons))


OLD = values(
    step("a", outputs="d"),
    decision("b", out("ya", "c"), out("tidak", "a", requires=["reason"], at_most=3), complete_within="P1D"),
    step("c", actor="y", separate_from=["a"]),
    documents="d",
    actors=[{"id": "x", "name": "Xena"}, {"id": "y", "name": "Yudi"}],
    cancel=["x"],
    complete_within="P9D",
)
X, Y = sopkit.Person("x1", actors={"x"}), sopkit.Person("y1", actors={"y"})


def at(place, whole=OLD):
    """A case that stands at `b` after one return, or at another step."""
    case = sopkit.start(read(whole), "K", at=NOON)
    if place == "a":
        return case
    case = case.complete("a", by=X, at=NOON).complete("b", "tidak", by=X, at=NOON, reason="Kurang")
    case = case.complete("a", by=X, at=NOON)
    return case if place == "b" else case.complete("b", "ya", by=X, at=NOON)


def edited(change):
    """The definition after an edit of its steps by id, or of its head."""
    whole = copy.deepcopy(OLD)
    steps = {one["id"]: one for one in whole["steps"]}
    change(whole, steps)
    return read(whole)


def put(of, **keys):
    return lambda whole, steps: (steps[of] if of else whole).update(keys)


def into(place, one):
    return lambda whole, steps: whole["steps"].insert(place, one)


@pytest.mark.parametrize(
    ("place", "change", "codes"),
    [
        ("b", put("", title="Lain", printed_total="PT1H", source="Arsip"), []),
        ("b", put("c", activity="Lain", standard_time="P2D", note="Catatan", participants=["x"], number="9"), []),
        ("b", put("c", complete_within="P2D"), []),  # its clock does not run yet
        ("b", put("a", actor="y"), ["ahead"]),
        ("c", put("a", actor="y"), []),  # the case never comes back there
        ("b", put("b", actor="y"), ["open-step"]),
        ("b", put("b", alternates=["y"]), ["open-step"]),
        ("b", put("b", inputs=["d"]), ["open-step"]),
        ("b", put("b", complete_within="P2D"), ["open-step"]),
        ("b", put("b", complete_within="PT450M"), []),  # as long, in other words
        ("b", put("b", elapsed_within="P2D"), ["open-step"]),
        ("b", put("", complete_within="P8D"), ["whole"]),
        ("b", put("", working_day="PT6H"), ["whole", "open-step"]),
        ("b", put("", cancel=["x", "y"]), ["whole"]),
        ("b", put("", id="lain"), ["other-sop"]),
        ("b", put("c", requires=["reason"]), ["ahead"]),
        ("b", put("a", requires=["outputs"]), ["ahead"]),
        ("b", put("c", outputs=["d"]), ["ahead"]),
        ("c", put("c", separate_from=["b"]), ["open-step"]),
        ("c", put("b", separate_from=["a"]), ["same-hands"]),
        ("b", put("b", outcomes=[out("ya", "c"), out("tidak", "a", requires=["reason"], at_most=2)]), ["open-step"]),
        ("c", put("b", outcomes=[out("ya", "c"), out("tidak", "b", requires=["reason"], at_most=3)]), []),
        ("b", put("b", outcomes=[out("ya", "c"), out("lain", "c")]), ["open-step", "open-step"]),
        ("b", put("b", outcomes=[out("ya", "end"), out("tidak", "a", requires=["reason"], at_most=3)]), ["open-step"]),
        ("b", into(1, step("n")), ["ahead", "skipped"]),  # the return leads there again
        ("c", into(1, step("n")), ["skipped"]),
        ("b", into(3, step("n")), ["ahead"]),
        ("c", into(0, step("n")), ["skipped"]),
    ],
)  # fmt: skip
def test_each_reason_is_given_where_it_holds(place, change, codes):
    verdict = sopkit.compare(read(OLD), edited(change)).verdict(at(place))
    assert [reason.code for reason in verdict.reasons] == codes
    assert verdict.answer == ("needs-decision" if codes else "safe")


def test_a_limit_that_the_case_has_used_up_is_told_with_its_count():
    change = put("b", outcomes=[out("ya", "c"), out("tidak", "a", requires=["reason"], at_most=1)])
    whole = copy.deepcopy(OLD)
    case = at("b").complete("b", "tidak", by=X, at=NOON, reason="Lagi").complete("a", by=X, at=NOON)
    verdict = sopkit.compare(read(whole), edited(change)).verdict(case)
    assert [reason.code for reason in verdict.reasons] == ["open-step", "used-up"]
    assert (
        str(verdict.reasons[1]) == "step 2 “Mengerjakan b”: outcome “TIDAK” has been used 2 times; the new limit is 1"
    )


def test_a_step_that_was_moved_before_the_open_one_is_skipped_unless_it_was_done():
    def move(whole, steps):
        whole["steps"] = [steps["c"], steps["a"], steps["b"]]
        steps["b"]["outcomes"][0]["to"] = "end"

    compared = sopkit.compare(read(OLD), edited(move))
    assert "skipped" in {reason.code for reason in compared.verdict(at("b")).reasons}


def test_a_case_at_a_step_that_is_gone_cannot_go_on_unless_it_was_renamed():
    new = sop(step("a"), step("c"), actors=OLD["actors"], documents=OLD["documents"])
    verdict = sopkit.compare(read(OLD), new).verdict(at("b"))
    assert (verdict.answer, [reason.code for reason in verdict.reasons]) == ("impossible", ["gone"])
    assert "langkah 2 “Mengerjakan b”" in verdict.reasons[0].in_("id")
    renamed = read(values(*OLD["steps"][:1], {**OLD["steps"][1], "id": "bb"}, *OLD["steps"][2:], **{
        key: OLD[key] for key in ("actors", "documents", "cancel", "complete_within")}))  # fmt: skip
    assert sopkit.compare(read(OLD), renamed, renamed={"b": "bb"}).verdict(at("b")).answer == "safe"


def test_a_case_that_has_ended_is_not_concerned():
    closed = at("c").complete("c", by=Y, at=NOON)
    assert sopkit.compare(read(OLD), edited(put("c", actor="x"))).verdict(closed).answer == "closed"


def test_a_case_of_another_definition_is_refused():
    with pytest.raises(sopkit.errors.OtherDefinition):
        sopkit.compare(edited(put("", title="Lain")), read(OLD)).verdict(at("b"))
