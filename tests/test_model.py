"""What a definition says, as values."""

from __future__ import annotations

import json
import pickle
from datetime import date, timedelta

import attrs
import pytest
from hypothesis import given

import sopkit
from sopkit.model import CANCELLED, Text
from sopkit.testing import definitions, sops


def test_the_reference_says_what_the_paper_says(recommendation_letter):
    sop = recommendation_letter
    assert str(sop.title) == "SOP Penerbitan Surat Rekomendasi Izin Usaha Bidang Industri"
    assert sop.total_time == timedelta(hours=19, minutes=40) == timedelta(minutes=1180)
    assert str(sop.printed_total) == "PT19H40M"
    assert [actor.id for actor in sop.actors] == ["kabid", "tim-teknis", "kadis", "caraka"]
    assert [step.number for step in sop.steps] == list("12345678")
    assert [step.is_decision for step in sop.steps] == [False, True, False, True, False, True, True, False]
    returns = {(step.id, outcome.to) for step in sop.steps for outcome in step.outcomes if outcome.is_return}
    assert returns == {
        ("verifikasi-berkas", "terima-berkas"), ("buat-bap", "terima-berkas"),
        ("periksa-paraf", "buat-draft"), ("tanda-tangan", "periksa-paraf"),
    }  # fmt: skip


def test_look_ups_by_id(recommendation_letter):
    sop = recommendation_letter
    assert sop.step("buat-bap").actor == "tim-teknis"
    assert sop.actor("kadis").name.in_("en") == "Head of the Agency"
    assert str(sop.document("bap").name) == "BAP Hasil Meninjauan Lapangan"
    assert sop.label("end").in_("en") == "End"
    assert sop.label(CANCELLED).in_("id") == "Dibatalkan"
    assert sop.label("buat-bap") == sop.step("buat-bap").activity
    assert (sop.place("terima-berkas"), sop.place("end")) == (0, None)
    for look_up in (sop.step, sop.actor, sop.document, sop.label):
        with pytest.raises(KeyError):
            look_up("nothing")


def test_text_speaks_the_language_of_its_sop_and_others_where_it_can():
    text = Text("id", {"en": "Permit", "id": "Izin"})
    assert (str(text), text.in_("en"), text.in_("jv")) == ("Izin", "Permit", "Izin")
    assert text.languages == ("en", "id")
    assert text.to_json() == {"en": "Permit", "id": "Izin"}
    assert Text("id", {"id": "x"}, is_plain=True) == Text("id", {"id": "x"})


def definition(*steps, **more):
    whole = {
        "sopkit": 1, "id": "s", "version": "1", "title": "T", "actors": [{"id": "a", "name": "A"}],
        "documents": [{"id": "d", "name": "D"}, {"id": "e", "name": "E"}], "steps": list(steps), **more,
    }  # fmt: skip
    return sopkit.loads(json.dumps(whole))


def step(id, **more):
    return {"id": id, "activity": id.upper(), "actor": "a", **more}


def test_rows_are_numbered_by_place_and_steps_may_share_one():
    sop = definition(step("a"), {"id": "b", "actor": "a", "same_row": True}, step("c", number="2a"), step("d"))
    assert [(s.row, s.number) for s in sop.steps] == [(1, "1"), (1, "1"), (2, "2a"), (3, "3")]
    assert str(sop.label("b")) == "A"


def test_rows_are_placed_also_in_a_sop_made_by_hand():
    sop = definition(step("a"), step("b"))
    made = attrs.evolve(sop, steps=tuple(reversed([attrs.evolve(s, row=0, number="") for s in sop.steps])))
    assert [(s.id, s.row, s.number) for s in made.steps] == [("b", 1, "1"), ("a", 2, "2")]


def test_what_an_outcome_produces():
    outcomes = [
        {"id": "maju", "label": "M", "to": "end"},
        {"id": "kembali", "label": "K", "to": "a"},
        {"id": "sendiri", "label": "S", "to": "b", "outputs": ["e"]},
        {"id": "kosong", "label": "O", "to": "end", "outputs": []},
    ]
    sop = definition(step("a", outputs=["d", "e"]), step("b", outputs=["d"], outcomes=outcomes))
    decision = sop.step("b")
    assert sop.step("a").produces(None) == ("d", "e")
    assert [decision.produces(outcome) for outcome in decision.outcomes] == [("d",), (), ("e",), ()]
    assert [outcome.is_return for outcome in decision.outcomes] == [False, True, True, False]


def test_where_a_step_goes():
    sop = definition(step("a"), step("b", next="a"), step("c"))
    assert [sop.ways(s) for s in sop.steps] == [(("done", "b"),), (("done", "a"),), (("done", "end"),)]


def test_time_is_summed_at_the_upper_bound_and_days_are_working_days():
    time = {"from": "PT1H", "to": "P1DT2H"}
    sop = definition(step("a", standard_time=time), step("b", standard_time="PT90S"), step("c"), working_day="PT5H")
    assert sop.total_time == timedelta(hours=7, seconds=90)
    assert sop.effort(sop.step("a").standard_time.from_) == timedelta(hours=1)
    assert definition(step("a", standard_time="P2D")).total_time == timedelta(hours=15)


def test_the_cover_block_and_every_other_key_is_kept():
    identity = {
        "agency": "Dinas", "unit": {"id": "Bidang", "en": "Division"}, "number": "SOP-1", "created": "2026-01-05",
        "approved_by": {"position": "Kadis", "name": "N", "id_number": "1970", "x-a": 1}, "legal_basis": ["PP 28"],
        "qualifications": ["SMA"], "related": ["SOP lain"], "equipment": ["Komputer"], "warnings": ["Awas"],
        "records": ["Buku"], "inferred": {"number": "Dibaca."}, "revised": "2026-01-06", "effective": "2026-01-07",
    }  # fmt: skip
    sop = definition(step("a"), identity=identity)
    assert sop.identity.created == date(2026, 1, 5)
    assert sop.identity.number == "SOP-1"
    assert str(sop.identity.approved_by.name) == "N"
    assert sop.identity.approved_by.extra == {"x-a": 1}
    assert dict(sop.identity.inferred.reasons)["number"].in_("id") == "Dibaca."
    assert json.loads(sopkit.dumps(sop))["identity"] == identity


@given(definitions(((1, 3),)))
def test_keys_are_written_in_the_order_of_the_language(whole):
    sop = sopkit.loads(json.dumps(dict(reversed(whole.items()))))
    schema = json.loads(sopkit.reader.schema_text())
    written = json.loads(sopkit.dumps(sop))
    for kind, things in (("", [written]), ("step", written["steps"]), ("actor", written["actors"])):
        order = list((schema["$defs"][kind] if kind else schema)["properties"])
        for thing in things:
            own = [key for key in thing if not key.startswith("x-")]
            assert own == sorted(own, key=order.index)
            assert list(thing) == own + [key for key in thing if key.startswith("x-")]


@given(sops(((1, 8),)))
def test_a_sop_is_a_value(sop):
    assert {sop: 1}[pickle.loads(pickle.dumps(sop))] == 1
    assert repr(sop) == f"Sop('generated', version '1.0', {len(sop.steps)} steps)"
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        sop.id = "x"
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        sop.steps[0].actor = "x"


def test_a_sop_pickles_without_its_plan(recommendation_letter, now):
    sopkit.start(recommendation_letter, "R-1", at=now)
    again = pickle.loads(pickle.dumps(recommendation_letter))
    assert again == recommendation_letter
    assert again.plan is None
    assert again.places.file == recommendation_letter.places.file


def test_extra_keys_are_fresh_values_each_time():
    sop = definition(step("a", **{"x-list": [1]}))
    sop.step("a").extra["x-list"].append(2)
    assert sop.step("a").extra == {"x-list": [1]}
    assert sop.extra == {}


@pytest.mark.parametrize(
    ("language", "end", "cancelled"),
    [("id", "Selesai", "Dibatalkan"), ("en", "End", "Cancelled"), ("jv", "End", "Cancelled")],
)
def test_built_in_words_speak_the_language_of_the_sop(language, end, cancelled):
    whole = {
        "sopkit": 1,
        "id": "s",
        "version": "1",
        "title": "T",
        "language": language,
        "actors": [{"id": "a", "name": "A"}],
        "documents": [],
        "steps": [{"id": "x", "activity": "X", "actor": "a"}],
    }
    sop = sopkit.loads(json.dumps(whole))
    assert (str(sop.ends[0].name), str(sop.label("end")), str(sop.label(CANCELLED))) == (end, end, cancelled)
    assert json.loads(sopkit.dumps(sop)) == whole
    assert sopkit.loads(sopkit.dumps(sop)) == sop


@pytest.mark.parametrize("id", ["end", "terbit"])
def test_an_end_that_is_named_is_written_also_where_it_reads_like_the_implied_one(id):
    ends = [{"id": id, "name": {"id": "Selesai", "en": "End"}}]
    whole = {
        "sopkit": 1,
        "id": "s",
        "version": "1",
        "title": "T",
        "language": "en",
        "actors": [{"id": "a", "name": "A"}],
        "documents": [],
        "steps": [{"id": "x", "activity": "X", "actor": "a"}],
        "ends": ends,
    }
    sop = sopkit.loads(json.dumps(whole))
    assert json.loads(sopkit.dumps(sop)) == whole
    assert not sop.has_implied_end
