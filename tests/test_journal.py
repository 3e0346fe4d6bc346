"""Entries go to JSON and back, and nothing else comes in that way."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta, timezone

import pytest

import sopkit
from sopkit.errors import EntryUnreadable


@pytest.fixture
def entry(recommendation_letter, budi):
    at = datetime(2026, 1, 5, 9, 30, 15, 123456, tzinfo=timezone(timedelta(hours=7)))
    case = sopkit.start(recommendation_letter, "R-1", at=at)
    return case.decide("terima-berkas", by=budi, at=at, reason="Lengkap", outputs={"berkas-catatan": "a.pdf"})


def test_an_entry_goes_to_json_and_back(entry):
    data = json.loads(json.dumps(entry.to_dict()))
    assert sopkit.Entry.from_dict(data) == entry
    assert data["at"] == "2026-01-05T09:30:15.123456+07:00"
    assert list(data) == [
        "kind",
        "seq",
        "case",
        "sop",
        "step",
        "outcome",
        "to",
        "by",
        "actor",
        "at",
        "reason",
        "outputs",
    ]
    assert data["sop"]["version"] == "1.0.0"


def test_the_zone_of_utc_may_be_written_with_a_z(entry):
    data = entry.to_dict() | {"at": "2026-01-05T02:30:15.123456Z"}
    assert sopkit.Entry.from_dict(data) == entry
    assert sopkit.Entry.from_dict(data).at.tzinfo is UTC


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("case", " "),
        ("by", ""),
        ("kind", "moved"), ("kind", 5), ("seq", "1"), ("seq", True), ("seq", 1.0), ("case", None), ("sop", "x"), ("sop", {"id": "x"}),
        ("sop", {"id": "x", "version": "1", "digest": 5}), ("step", 5), ("to", None), ("at", "yesterday"),
        ("at", "2026-01-05T09:00:00"), ("at", 5), ("reason", 5), ("outputs", []), ("outputs", {"a": 5}), ("by", {}),
    ],
)  # fmt: skip
def test_data_that_is_no_entry_is_refused_with_its_field(entry, field, value):
    with pytest.raises(EntryUnreadable) as refused:
        sopkit.Entry.from_dict(entry.to_dict() | {field: value})
    assert refused.value.field in (field, "version", "digest")
    assert refused.value.in_("id") != str(refused.value)


def test_missing_unknown_and_foreign_data_is_refused(entry):
    data = entry.to_dict()
    for wrong in ({k: v for k, v in data.items() if k != "to"}, data | {"note": "x"}, data | {5: 1}, [], None, "x"):
        with pytest.raises(EntryUnreadable):
            sopkit.Entry.from_dict(wrong)
    with pytest.raises(EntryUnreadable) as refused:
        sopkit.Entry.from_dict(data | {"case": 5})
    assert refused.value.case == "–"


def test_an_edition_prints_shortly(entry):
    assert str(entry.sop) == f"rekomendasi-izin-usaha-industri 1.0.0 ({entry.sop.digest[:12]})"


@pytest.mark.parametrize(
    ("field", "value", "given"),
    [("by", {}, "{}"), ("outputs", {"a": 5}, '{"a": 5}'), ("kind", "é" * 90, '"' + "é" * 79), ("note", {1}, '"{1}"')],
)
def test_what_stood_in_an_unreadable_field_is_told_and_cut_short(entry, field, value, given):
    with pytest.raises(EntryUnreadable) as refused:
        sopkit.Entry.from_dict(entry.to_dict() | {field: value})
    assert (refused.value.case, refused.value.field, refused.value.given) == (entry.case, field, given)


def test_the_order_in_which_documents_were_handed_over_is_no_difference(recommendation_letter, budi, entry):
    case = sopkit.start(recommendation_letter, "R-1", at=entry.at)
    one = case.decide("terima-berkas", by=budi, at=entry.at, outputs={"bap": "1", "draft": "2"})
    other = case.decide("terima-berkas", by=budi, at=entry.at, outputs={"draft": "2", "bap": "1"})
    assert one == other


def test_a_forged_field_is_told_without_the_signs_of_a_program(recommendation_letter, budi, entry):
    case = sopkit.start(recommendation_letter, "R-1", at=entry.at)
    for field, value in (("by", None), ("actor", None)):
        with pytest.raises(sopkit.Refusal) as refused:
            case.apply(sopkit.Entry.from_dict(entry.to_dict() | {field: value}))
        assert not {"<", "None", "()"} & set(str(refused.value).split())
    forged = sopkit.Entry.from_dict({**case.journal[0].to_dict(), "reason": "x", "outputs": {"bap": "1"}})
    with pytest.raises(sopkit.Refusal, match="reason"):
        sopkit.replay(recommendation_letter, [forged])
    forged = sopkit.Entry.from_dict({**case.journal[0].to_dict(), "outputs": {"bap": "1"}})
    with pytest.raises(sopkit.Refusal, match="bap=1"):
        sopkit.replay(recommendation_letter, [forged])
