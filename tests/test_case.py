"""A case, act by act: the contract's own example, a table of refusals, long journals."""

from __future__ import annotations

import copy
import json
import pickle
from datetime import UTC, date, datetime, timedelta, tzinfo

import attrs
import pytest

import sopkit
from sopkit import errors

NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)
DEMANDING = {
    "sopkit": 1, "id": "surat", "version": "1", "title": "Surat", "cancel": ["kepala"],
    "actors": [{"id": "staf", "name": "Staf"}, {"id": "wakil", "name": "Wakil"}, {"id": "kepala", "name": "Kepala"}],
    "documents": [{"id": "draf", "name": "Draf"}, {"id": "surat", "name": "Surat", "delivered_to": "Pemohon"}],
    "steps": [
        {"id": "susun", "activity": "Menyusun", "actor": "staf", "outputs": ["draf"], "requires": ["outputs"]},
        {"id": "setujui", "activity": "Menyetujui", "actor": "kepala", "alternates": ["wakil"], "inputs": ["draf"],
         "outputs": ["surat"], "separate_from": ["susun"], "requires": ["outputs"],
         "outcomes": [
             {"id": "ya", "label": "Ya", "to": "end"},
             {"id": "tidak", "label": "Tidak", "to": "susun", "requires": ["reason"], "at_most": 2},
             {"id": "batal", "label": "Batal", "to": "end", "outputs": []}]},
    ],
}  # fmt: skip
ANI = sopkit.Person("ani", actors={"staf", "kepala"})
BUDI = sopkit.Person("budi", actors={"kepala"})
CICI = sopkit.Person("cici", actors={"wakil"})


class _PutBack(tzinfo):
    """A zone whose clock was put back by an hour: `fold` tells the second hour from the first."""

    def utcoffset(self, at):
        return timedelta(hours=-5 if at.fold else -4)

    def dst(self, at):
        return timedelta(hours=0 if at.fold else 1)


@pytest.fixture
def sop():
    return sopkit.loads(json.dumps(DEMANDING))


@pytest.fixture
def opened(sop):
    return sopkit.start(sop, "S-1", at=NOON, by=ANI)


@pytest.fixture
def drafted(opened):
    return opened.complete("susun", by=ANI, at=NOON, outputs={"draf": "v1"})


def refused(kind, act, **fields):
    with pytest.raises(kind) as refusal:
        act()
    for name, value in fields.items():
        assert getattr(refusal.value, name) == value
    assert type(refusal.value) is kind
    assert refusal.value.case in refusal.value.in_("en")
    assert refusal.value.case in refusal.value.in_("id")
    assert refusal.value.in_("id") != str(refusal.value)
    return refusal.value


def test_a_step_that_is_not_open(opened):
    refused(
        errors.StepNotOpen,
        lambda: opened.decide("setujui", "ya", by=BUDI, at=NOON),
        step="setujui",
        open_steps=("susun",),
    )
    refused(errors.StepNotOpen, lambda: opened.decide("nowhere", by=BUDI, at=NOON), step="nowhere")


def test_leaving_out_the_outcome_on_a_decision(drafted):
    refused(
        errors.UnknownOutcome,
        lambda: drafted.decide("setujui", by=BUDI, at=NOON),
        outcome="done",
        outcomes=("ya", "tidak", "batal"),
    )
    refused(errors.UnknownOutcome, lambda: drafted.decide("setujui", None, by=BUDI, at=NOON), outcome="None")


def test_somebody_else_s_step(opened, drafted):
    refused(errors.NotYourStep, lambda: opened.decide("susun", by=BUDI, at=NOON), by="budi", actors=("staf",))
    refused(
        errors.NotYourStep,
        lambda: drafted.decide("setujui", "ya", by=sopkit.Person("x"), at=NOON),
        actors=("kepala", "wakil"),
    )


def test_four_eyes_bind_the_person_and_not_the_actor(drafted):
    refused(errors.SameHands, lambda: drafted.decide("setujui", "batal", by=ANI, at=NOON), by="ani", other="susun")
    assert drafted.decide("setujui", "batal", by=CICI, at=NOON).actor == "wakil"


def test_four_eyes_look_at_the_last_performer(drafted):
    again = drafted.complete("setujui", "tidak", by=BUDI, at=NOON, reason="Salah nama")
    dina = sopkit.Person("dina", actors={"staf"})
    by_dina = again.complete("susun", by=dina, at=NOON, outputs={"draf": "v2"})
    assert by_dina.decide("setujui", "batal", by=ANI, at=NOON)
    refused(
        errors.SameHands,
        lambda: by_dina.decide("setujui", "batal", by=sopkit.Person("dina", actors={"kepala"}), at=NOON),
    )


def test_an_outcome_beyond_its_limit(drafted):
    case = drafted
    for n in range(2):
        assert [option.left for option in case.options(by=BUDI)] == [None, 2 - n, None]
        case = case.complete("setujui", "tidak", by=BUDI, at=NOON, reason="Salah").complete(
            "susun", by=ANI, at=NOON, outputs={"draf": "v"}
        )
    refused(
        errors.LimitReached,
        lambda: case.decide("setujui", "tidak", by=BUDI, at=NOON, reason="Salah"),
        at_most=2,
        outcomes=("ya", "batal"),
    )
    assert [type(option.refusal) for option in case.options(by=BUDI)] == [type(None), errors.LimitReached, type(None)]


@pytest.mark.parametrize("reason", [None, "", "  \n"])
def test_a_reason_that_is_missing(drafted, reason):
    refused(
        errors.ReasonMissing,
        lambda: drafted.decide("setujui", "tidak", by=BUDI, at=NOON, reason=reason),
        step="setujui",
        outcome="tidak",
    )


def test_each_outcome_of_a_step_has_a_limit_of_its_own():
    step = {**DEMANDING["steps"][1], "outcomes": [{"id": "ya", "label": "Ya", "to": "end"}]}
    step["outcomes"] += [{"id": id, "label": id, "to": "susun", "at_most": 1} for id in ("ulang", "salah")]
    case = sopkit.start(sopkit.loads(json.dumps(DEMANDING | {"steps": [DEMANDING["steps"][0], step]})), "S-2", at=NOON)
    for returned in ("ulang", "salah"):
        case = case.complete("susun", by=ANI, at=NOON, outputs={"draf": "v"})
        case = case.complete("setujui", returned, by=BUDI, at=NOON)
    case = case.complete("susun", by=ANI, at=NOON, outputs={"draf": "v"})
    assert [option.left for option in case.options(by=BUDI)] == [None, 0, 0]


def test_an_entry_keeps_the_reason_that_was_given(drafted):
    assert drafted.complete("setujui", "tidak", by=BUDI, at=NOON, reason="Salah").journal[-1].reason == "Salah"


@pytest.mark.parametrize("outputs", [None, {}, {"draf": "v1"}, {"surat": " "}])
def test_an_output_that_is_missing(drafted, outputs):
    refused(
        errors.OutputMissing,
        lambda: drafted.decide("setujui", "ya", by=BUDI, at=NOON, outputs=outputs),
        missing=("surat",),
    )


def test_outputs_are_asked_only_of_outcomes_that_produce(drafted):
    assert drafted.decide("setujui", "tidak", by=BUDI, at=NOON, reason="x").outputs == {}
    assert drafted.decide("setujui", "batal", by=BUDI, at=NOON).to == "end"


def test_a_document_that_is_not_declared(opened):
    refused(
        errors.UnknownDocument,
        lambda: opened.decide("susun", by=ANI, at=NOON, outputs={"ghost": "x"}),
        document="ghost",
        documents=("draf", "surat"),
    )


def test_time_goes_forward_and_has_a_zone(drafted):
    early = NOON - timedelta(microseconds=1)
    refused(errors.TimeBackwards, lambda: drafted.decide("setujui", "batal", by=BUDI, at=early), at=early, last=NOON)
    refused(errors.TimeNaive, lambda: drafted.decide("setujui", "batal", by=BUDI, at=datetime(2026, 1, 6)))  # noqa: DTZ001
    refused(errors.TimeNaive, lambda: sopkit.start(drafted.sop, "S-2", at=datetime(2026, 1, 6)))  # noqa: DTZ001


def test_in_the_hour_a_clock_is_put_back_time_still_goes_forward(opened):
    zone = _PutBack()
    early = datetime(2026, 11, 1, 1, 50, tzinfo=zone)
    late = datetime(2026, 11, 1, 1, 10, tzinfo=zone, fold=1)  # twenty minutes later
    case = sopkit.start(opened.sop, "S-1", at=early)
    case = case.complete("susun", by=ANI, at=late, outputs={"draf": "v1"})
    assert sopkit.replay(case.sop, [sopkit.Entry.from_dict(entry.to_dict()) for entry in case.journal]) == case
    started = sopkit.start(opened.sop, "S-1", at=late)
    refused(errors.TimeBackwards, lambda: started.complete("susun", by=ANI, at=early, outputs={"draf": "v1"}))


def test_a_closed_case(drafted):
    case = drafted.complete("setujui", "batal", by=BUDI, at=NOON)
    assert (case.is_closed, case.end, case.open_steps, case.options(by=BUDI)) == (True, "end", (), ())
    refused(errors.CaseClosed, lambda: case.decide("setujui", "ya", by=BUDI, at=NOON), end="end", at=NOON)
    refused(errors.CaseClosed, lambda: case.cancel(by=BUDI, at=NOON, reason="x"))
    refused(errors.CaseClosed, lambda: case.since("setujui"))


def test_cancelling(drafted):
    refused(errors.MayNotCancel, lambda: drafted.cancel(by=CICI, at=NOON, reason="x"), by="cici", actors=("kepala",))
    refused(errors.ReasonMissing, lambda: drafted.cancel(by=BUDI, at=NOON, reason=" "), outcome="cancelled")
    refused(errors.TimeBackwards, lambda: drafted.cancel(by=BUDI, at=NOON - timedelta(1), reason="x"))
    case = drafted.cancel(by=BUDI, at=NOON, reason="Pemohon menarik berkas")
    assert (case.end, case.journal[-1].kind, case.journal[-1].actor) == ("cancelled", "cancelled", "kepala")
    assert [entry.seq for entry in case.journal] == [0, 1, 2]
    assert (case.last.step, case.last.outcome, case.last.reason) == (None, None, "Pemohon menarik berkas")
    assert sopkit.replay(case.sop, case.journal) == case


def test_nobody_may_cancel_where_the_file_names_nobody(recommendation_letter, budi):
    case = sopkit.start(recommendation_letter, "R-1", at=NOON)
    refusal = refused(errors.MayNotCancel, lambda: case.cancel(by=budi, at=NOON, reason="x"), actors=())
    assert "nobody" in str(refusal)


@pytest.mark.parametrize(
    ("change", "field", "expected", "given"),
    [
        ({"to": "susun"}, "to", "end", "susun"), ({"seq": 7}, "seq", "2", "7"), ({"case": "S-2"}, "case", "S-1", "S-2"),
        ({"kind": "opened"}, "kind", "completed", "opened"), ({"actor": None}, "actor", "", "–"),
        ({"by": " "}, "by", "", "–"), ({"step": None}, "step", "", "–"), ({"outcome": ""}, "outcome", "", "–"),
    ],
)  # fmt: skip
def test_a_forged_entry_is_told_by_its_first_field_that_differs(drafted, change, field, expected, given):
    entry = drafted.decide("setujui", "ya", by=BUDI, at=NOON, outputs={"surat": "s.pdf"})
    error = refused(errors.EntryMismatch, lambda: drafted.apply(attrs.evolve(entry, **change)))
    assert (error.seq, error.field, error.expected, error.given) == (2, field, expected, given)


def test_a_forged_cancelling_is_told_by_its_first_field_that_differs(drafted):
    entry = drafted.cancel(by=BUDI, at=NOON, reason="x").last
    for change, field, expected, given in (
        ({"outputs": {"draf": "1", "surat": "2"}}, "outputs", "–", "draf=1, surat=2"),
        ({"step": "susun"}, "step", "–", "susun"),
        ({"to": "end"}, "to", "cancelled", "end"),
    ):
        error = refused(errors.EntryMismatch, lambda change=change: drafted.apply(attrs.evolve(entry, **change)))
        assert (error.case, error.field, error.expected, error.given) == ("S-1", field, expected, given)
    error = refused(errors.EntryMismatch, lambda: sopkit.replay(drafted.sop, []))
    assert (error.case, error.seq, error.field, error.expected, error.given) == ("–", 0, "kind", "opened", "–")


def test_a_refusal_names_the_step_and_the_outcome_that_were_tried(opened, drafted):
    refused(
        errors.OutputMissing,
        lambda: opened.complete("susun", by=ANI, at=NOON),
        step="susun", outcome="done", missing=("draf",),
    )  # fmt: skip
    refused(
        errors.SameHands,
        lambda: drafted.complete("setujui", "batal", by=ANI, at=NOON),
        step="setujui", by="ani", other="susun",
    )  # fmt: skip
    case = drafted
    for _ in range(2):
        case = case.complete("setujui", "tidak", by=BUDI, at=NOON, reason="Belum rapi.")
        case = case.complete("susun", by=ANI, at=NOON, outputs={"draf": "v2"})
    refused(
        errors.LimitReached,
        lambda: case.complete("setujui", "tidak", by=BUDI, at=NOON, reason="Masih belum."),
        step="setujui", outcome="tidak", at_most=2, outcomes=("ya", "batal"),
    )  # fmt: skip


def test_what_a_programmer_got_wrong_is_told_to_them(drafted):
    for act, told in (
        (lambda: drafted.decide("setujui", "ya", by="budi", at=NOON), "by is a Person, not str"),
        (lambda: drafted.decide("setujui", "batal", by=BUDI, at="now"), "at is a datetime, not str"),
        (
            lambda: drafted.decide("setujui", "tidak", by=BUDI, at=NOON, reason=5),
            "a reason is a string, and outputs map document ids to strings",
        ),
        (
            lambda: drafted.apply({}),
            "a journal is made of Entry values, not dict; Entry.from_dict reads what to_dict wrote",
        ),
        (
            lambda: sopkit.start(drafted.sop, " ", at=NOON),
            "a case needs an id, a string that is not blank; ' ' is none",
        ),
        (lambda: sopkit.Person("x", actors="kepala"), "actors are a set of ids, not the string 'kepala'"),
        (lambda: sopkit.Person(" "), "a person needs an id, a string that is not blank; ' ' is none"),
        (lambda: sopkit.loads(5), "here belongs str or bytes, not int"),
        (lambda: sopkit.start("surat", "S-1", at=NOON), "here belongs Sop, not str"),
    ):
        with pytest.raises((TypeError, ValueError)) as raised:
            act()
        assert str(raised.value) == told


def test_wrong_kinds_of_arguments_are_a_programmer_s_error(drafted):
    for act in (
        lambda: drafted.decide("setujui", "ya", by="budi", at=NOON),
        lambda: drafted.decide("setujui", "batal", by=BUDI, at="2026-01-05"),
        lambda: drafted.decide("setujui", "batal", by=BUDI, at=date(2026, 1, 5)),
        lambda: drafted.decide("setujui", "tidak", by=BUDI, at=NOON, reason=5),
        lambda: drafted.decide("setujui", "batal", by=BUDI, at=NOON, reason=[]),
        lambda: drafted.decide("setujui", "batal", by=BUDI, at=NOON, reason=0),
        lambda: drafted.decide("setujui", "ya", by=BUDI, at=NOON, outputs={"surat": 5}),
        lambda: drafted.cancel(by="budi", at=NOON, reason="x"),
        lambda: drafted.options(by="budi"),
        lambda: sopkit.start(drafted.sop, "S-1", at=NOON, by="budi"),
        lambda: sopkit.start(drafted.sop, "S-1", at="now"),
        lambda: sopkit.Person("budi", actors="kepala"),
        lambda: sopkit.start("surat", "S-1", at=NOON),
        lambda: sopkit.check("surat"),
        lambda: sopkit.loads({}),
        lambda: sopkit.replay(drafted.sop, [entry.to_dict() for entry in drafted.journal]),
        lambda: drafted.apply({}),
        lambda: drafted.decide("setujui", "ya", by=BUDI, at=NOON, outputs=["surat"]),
    ):
        with pytest.raises(TypeError):
            act()
    for act in (
        lambda: sopkit.start(drafted.sop, " ", at=NOON),
        lambda: sopkit.start(drafted.sop, 5, at=NOON),
        lambda: sopkit.Person(""),
        lambda: sopkit.Person(None),
    ):
        with pytest.raises(ValueError, match="id"):
            act()


def test_what_was_handed_over_is_kept_by_document(drafted):
    case = drafted.complete("setujui", "tidak", by=BUDI, at=NOON, reason="x", outputs={"draf": "v1 dengan catatan"})
    assert case.documents == {"draf": "v1 dengan catatan"}
    assert drafted.documents == {"draf": "v1"}
    case.documents["draf"] = "changed"
    case.journal[-1].outputs["draf"] = "changed"
    assert case.documents == {"draf": "v1 dengan catatan"}


def test_since_tells_when_the_open_step_was_opened(drafted):
    assert drafted.since("setujui") == NOON
    refused(errors.StepNotOpen, lambda: drafted.since("susun"))


def test_the_responsible_actor_acts_before_the_alternate(drafted):
    both = sopkit.Person("eka", actors={"wakil", "kepala"})
    assert drafted.decide("setujui", "batal", by=both, at=NOON).actor == "kepala"


def test_apply_takes_only_what_decide_gives(drafted):
    entry = drafted.decide("setujui", "ya", by=BUDI, at=NOON, outputs={"surat": "s.pdf"})
    assert drafted.apply(entry) == drafted.complete("setujui", "ya", by=BUDI, at=NOON, outputs={"surat": "s.pdf"})
    for change in (
        {"to": "susun"}, {"seq": 7}, {"case": "S-2"}, {"kind": "opened"}, {"kind": "cancelled"}, {"actor": None}, {"by": None},
        {"step": None}, {"outcome": None}, {"actor": "staf"}, {"outputs": {}}, {"by": "ani"}, {"at": NOON - timedelta(1)},
        {"step": "susun"}, {"outcome": "done"},
    ):  # fmt: skip
        forged = attrs.evolve(entry, **change)
        with pytest.raises(sopkit.Refusal):
            drafted.apply(forged)
    assert drafted.journal[-1].outcome == "done"


def test_a_sop_made_by_hand_counts_as_its_text_says(sop):
    cancel = ["kepala"]
    made = attrs.evolve(sop, version="3", cancel=cancel)
    case = sopkit.start(made, "S-1", at=NOON)
    cancel.append("staf")
    refused(errors.MayNotCancel, lambda: case.cancel(by=sopkit.Person("x", actors={"staf"}), at=NOON, reason="x"))
    assert sopkit.replay(sopkit.loads(sopkit.dumps(case.sop)), case.journal) == case


def test_another_definition_is_refused_by_name(sop, drafted):
    other = sopkit.loads(json.dumps({**DEMANDING, "version": "2"}))
    refusal = refused(errors.OtherDefinition, lambda: sopkit.replay(other, drafted.journal))
    assert "surat 2" in refusal.expected
    assert "surat 1" in refusal.given
    entry = drafted.decide("setujui", "batal", by=BUDI, at=NOON)
    elsewhere = sopkit.start(other, "S-1", at=NOON).complete("susun", by=ANI, at=NOON, outputs={"draf": "v1"})
    refused(errors.OtherDefinition, lambda: elsewhere.apply(entry))
    same = sopkit.loads(json.dumps({**DEMANDING, "x-note": 1}))
    assert sopkit.replay(same, drafted.journal) == drafted


def test_that_the_definition_is_another_one_is_told_before_what_the_entry_does(recommendation_letter, now, budi):
    renamed = sopkit.dumps(recommendation_letter).replace('"terima-berkas"', '"catat-berkas"')
    other = sopkit.loads(renamed.replace('"version": "1.0.0"', '"version": "1.1.0"'))
    entry = sopkit.start(other, "REK-2026-001", at=now).decide("catat-berkas", by=budi, at=now)
    case = sopkit.start(recommendation_letter, "REK-2026-001", at=now)
    with pytest.raises(errors.OtherDefinition):
        case.apply(entry)


def test_an_empty_journal_is_no_case(sop):
    with pytest.raises(errors.EntryMismatch):
        sopkit.replay(sop, [])


def test_a_journal_that_does_not_begin_with_an_opening_is_refused(sop, drafted):
    with pytest.raises(errors.EntryMismatch):
        sopkit.replay(sop, drafted.journal[1:])
    with pytest.raises(errors.EntryMismatch):
        sopkit.replay(sop, [drafted.journal[0], *drafted.journal])


def test_cases_differ_where_their_journals_do(opened, drafted, sop):
    assert opened != drafted
    assert drafted != sopkit.start(sop, "S-1", at=NOON, by=BUDI).complete(
        "susun", by=ANI, at=NOON, outputs={"draf": "v1"}
    )
    assert opened != "S-1"
    assert len({opened, drafted, drafted}) == 2
    assert repr(drafted) == "Case('S-1', at 'setujui', 2 entries)"
    assert repr(opened) == "Case('S-1', at 'susun', 1 entry)"
    assert drafted.sop is sop


def test_a_case_is_frozen(drafted):
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        drafted.id = "x"
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        drafted._entry = None
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        drafted.journal[0].to = "end"


def test_a_case_with_a_hundred_thousand_entries_compares_prints_hashes_and_pickles():
    steps = [
        {
            "id": "putar",
            "activity": "Putar",
            "actor": "a",
            "outcomes": [
                {"id": "lagi", "label": "Lagi", "to": "putar"},
                {"id": "cukup", "label": "Cukup", "to": "end"},
            ],
        }
    ]
    sop = sopkit.loads(
        json.dumps(
            {
                "sopkit": 1,
                "id": "p",
                "version": "1",
                "title": "P",
                "actors": [{"id": "a", "name": "A"}],
                "documents": [],
                "steps": steps,
            }
        )
    )
    who = sopkit.Person("a", actors={"a"})

    def long():
        case = sopkit.start(sop, "K", at=NOON)
        for _ in range(100_000):
            case = case.complete("putar", "lagi", by=who, at=NOON)
        return case

    case, twin = long(), long()
    assert case == twin
    assert hash(case) == hash(twin)
    assert repr(case) == "Case('K', at 'putar', 100001 entries)"
    again = pickle.loads(pickle.dumps(case))
    assert again == case
    assert copy.deepcopy(case.complete("putar", "cukup", by=who, at=NOON)).is_closed
    assert len(case.journal) == 100_001
    del case, twin, again  # a long chain must also come apart without recursion


def test_every_path_of_the_reference_with_each_return_at_most_once_is_played_to_its_end(recommendation_letter):
    sop = recommendation_letter
    everybody = sopkit.Person("semua", actors={actor.id for actor in sop.actors})
    played = 0
    for path in sopkit.paths(sop, returns=1):
        case = sopkit.start(sop, "R-1", at=NOON)
        for step, outcome in path:
            case = case.complete(step, outcome, by=everybody, at=NOON, reason="Kurang lengkap")
        assert case.end == path.end
        played += 1
    assert played == 25
