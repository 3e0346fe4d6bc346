"""Laws of cases: listed is allowed, refused leaves nothing behind, the journal is the case."""

from __future__ import annotations

import json
import pickle
from datetime import UTC, datetime, timedelta

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import sopkit
from oracle import Oracle
from sopkit.testing import definitions

NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)


@st.composite
def journeys(draw):
    """Draw a definition and a number that the acts are drawn from: mostly legal ones, so that they get far."""
    reference = json.loads(sopkit.dumps(sopkit.reference()))
    whole = draw(st.just(reference) | definitions())
    return whole, draw(st.randoms(use_true_random=False)), draw(st.integers(1, 60))


def people(whole):
    actors = [actor["id"] for actor in whole["actors"]]
    alone = [sopkit.Person(f"p-{actor}", actors={actor}) for actor in actors]
    return [*alone, sopkit.Person("p-all", actors=set(actors)), sopkit.Person("p-none")]


def act(random, oracle, crowd, whole):
    """Return the arguments of an act: aimed at a legal one three times out of four."""
    aimed = random.random() < 0.75 and oracle.at in oracle.steps
    step = oracle.at if aimed else random.choice([*oracle.order, *oracle.ends, "nowhere"])
    ways = list(oracle.ways(step)) if step in oracle.steps else ["done"]
    outcome = random.choice(ways) if aimed or random.random() < 0.5 else random.choice(["done", "o0", "o1", "x"])
    able = [p for p in crowd if step in oracle.steps and oracle.steps[step]["actor"] in p.actors]
    by = random.choice(able if aimed and able else crowd)
    produces = oracle.produces(step, outcome) if step in oracle.steps and outcome in ways else []
    outputs = {document: f"{document}.pdf" for document in produces}
    if not aimed and random.random() < 0.5:
        outputs = random.choice([{}, {"ghost": "x"}, dict.fromkeys(produces, " ")])
    return step, outcome, by, random.choice(["Kurang lengkap", None, "  "] if not aimed else ["Sesuai"]), outputs


@given(journeys())
def test_the_engine_answers_every_act_as_the_oracle_does(journey):
    whole, random, length = journey
    sop = sopkit.loads(json.dumps(whole))
    oracle, crowd = Oracle(whole), people(whole)
    case = sopkit.start(sop, "K-1", at=NOON)
    for n in range(length):
        step, outcome, by, reason, outputs = act(random, oracle, crowd, whole)
        expected = oracle.expects(step, outcome, by.id, by.actors, reason, outputs)
        at = NOON + timedelta(minutes=n)
        before = (case, case.journal, hash(case), case.open_steps)
        if expected is None:
            entry = case.decide(step, outcome, by=by, at=at, reason=reason, outputs=outputs)
            after = case.complete(step, outcome, by=by, at=at, reason=reason, outputs=outputs)
            assert after == case.apply(entry)
            oracle.take(step, outcome, by.id)
            assert after.open_steps == ((oracle.at,) if oracle.at in oracle.steps else ())
            assert after.end == (None if oracle.at in oracle.steps else oracle.at)
        else:
            with pytest.raises(sopkit.Refusal) as refused:
                case.complete(step, outcome, by=by, at=at, reason=reason, outputs=outputs)
            assert type(refused.value).__name__ == expected
            assert str(refused.value) and refused.value.in_("id") != str(refused.value)
            assert pickle.loads(pickle.dumps(refused.value)) == refused.value
            after = case
        assert before == (case, case.journal, hash(case), case.open_steps)
        case = after


@given(journeys())
def test_options_are_exactly_what_the_oracle_allows(journey):
    whole, random, length = journey
    sop = sopkit.loads(json.dumps(whole))
    oracle, crowd = Oracle(whole), people(whole)
    case = sopkit.start(sop, "K-1", at=NOON)
    for _ in range(length):
        for by in crowd:
            options = case.options(by=by)
            assert [option.outcome for option in options] == (
                list(oracle.ways(oracle.at)) if oracle.at in oracle.steps else []
            )
            for option in options:
                refusal = oracle.barred(option.step, option.outcome, by.id, by.actors)
                assert (option.refusal and type(option.refusal).__name__) == refusal
                assert set(option.requires) == oracle.requires(option.step, option.outcome)
                assert list(option.outputs) == oracle.produces(option.step, option.outcome)
                assert option.to == oracle.ways(option.step)[option.outcome]["to"]
                given_ = {"reason": "Sebab", "outputs": dict.fromkeys(option.outputs, "ref")}
                if option.refusal is None:
                    assert case.decide(option.step, option.outcome, by=by, at=NOON, **given_).to == option.to
                else:
                    with pytest.raises(type(option.refusal)) as refused:
                        case.decide(option.step, option.outcome, by=by, at=NOON, **given_)
                    assert refused.value == option.refusal
        legal = [(by, option) for by in crowd for option in case.options(by=by) if option.refusal is None]
        if not legal:
            break
        by, option = random.choice(legal)
        outputs = dict.fromkeys(option.outputs, "ref")
        case = case.complete(option.step, option.outcome, by=by, at=NOON, reason="Sebab", outputs=outputs)
        oracle.take(option.step, option.outcome, by.id)


def walked(sop, random, length):
    """Return a case after a legal walk; cancelled at its end now and then, where that is allowed."""
    crowd = [sopkit.Person(f"p{n}", actors={actor.id for actor in sop.actors}) for n in range(3)]
    case = sopkit.start(sop, "K-1", at=NOON, by=random.choice([None, crowd[0]]))
    for n in range(length):
        legal = [(by, o) for by in crowd for o in case.options(by=by) if o.refusal is None]
        if not legal:
            break
        by, option = random.choice(legal)
        outputs = dict.fromkeys(option.outputs, f"{n}")
        at = NOON + timedelta(seconds=n)
        case = case.complete(option.step, option.outcome, by=by, at=at, reason="Sebab", outputs=outputs)
    if sop.cancel and not case.is_closed and random.random() < 0.3:
        case = case.cancel(by=crowd[0], at=NOON + timedelta(days=1), reason="Ditarik pemohon")
    return case


@given(journeys())
def test_replaying_the_journal_gives_the_case(journey):
    whole, random, length = journey
    sop = sopkit.loads(json.dumps(whole))
    case = walked(sop, random, length)
    written = json.loads(json.dumps([entry.to_dict() for entry in case.journal]))
    entries = [sopkit.Entry.from_dict(data) for data in written]
    again = sopkit.replay(sop, entries)
    assert again == case
    assert hash(again) == hash(case)
    assert again.options(by=sopkit.Person("p0", actors={a.id for a in sop.actors})) == case.options(
        by=sopkit.Person("p0", actors={a.id for a in sop.actors})
    )
    assert (again.documents, again.end, again.open_steps) == (case.documents, case.end, case.open_steps)
    assert pickle.loads(pickle.dumps(case)) == case


@given(journeys())
def test_replay_refuses_a_journal_with_one_field_changed(journey):
    whole, random, length = journey
    sop = sopkit.loads(json.dumps(whole))
    case = walked(sop, random, length)
    journal = list(case.journal)
    n = random.randrange(len(journal))
    field = random.choice(["kind", "seq", "case", "sop", "step", "outcome", "to", "at"])
    forged = {
        "kind": "cancelled" if journal[n].kind != "cancelled" else "completed",
        "seq": journal[n].seq + 1,
        "case": "K-2",
        "sop": attrs.evolve(journal[n].sop, digest="0" * 64),
        "step": "nowhere",
        "outcome": "nothing",
        "to": "nowhere",
        "at": NOON - timedelta(days=1),
    }[field]
    # The time of the opening, and whose case it is, are facts that only the journal itself holds.
    if n == 0 and field in ("case", "at") and len(journal) == 1:
        return
    if n == 0 and field == "at":
        return
    journal[n] = attrs.evolve(journal[n], **{field: forged})
    with pytest.raises(sopkit.Refusal):
        sopkit.replay(sop, journal)
