"""What the rules about the cover find and leave alone."""

from __future__ import annotations

from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks.tiny import found, sop, step
from sopkit.checks import check
from sopkit.wording import LANGUAGES

FULL = {
    "agency": "Dinas Perindustrian", "number": "SOP-1", "created": "2026-01-05", "effective": "2026-03-01",
    "approved_by": {"position": "Kepala Dinas", "name": "Ratna Wulandari", "id_number": "197008171995032001"},
    "legal_basis": ["UU 25 Tahun 2009"], "qualifications": ["-"], "related": ["-"], "equipment": ["-"],
    "warnings": ["-"], "records": ["Register surat"],
}  # fmt: skip


def cover(**more):
    """A definition of the government's with this cover."""
    return sop(step("a"), profile="permenpan-35-2012", identity=more)


LINES = st.lists(st.sampled_from(["-", "UU 32/2004", "1. PP", "SOP p", "Jika …", "Disimpan", "\u0663/2021", "{0}"]))
WORDS = st.sampled_from(["-", "…", "SOP-1", "Bupati", "NIP 1", "19701317 199503 2 001", "197008171995032001"])
COVERS = st.fixed_dictionaries({}, optional={
    **dict.fromkeys(("agency", "number"), WORDS),
    **dict.fromkeys(("created", "revised", "effective"), st.dates().map(str)),
    "approved_by": st.fixed_dictionaries({}, optional=dict.fromkeys(("position", "name", "id_number"), WORDS)),
    **dict.fromkeys(("legal_basis", "qualifications", "related", "equipment", "warnings", "records"), LINES),
})  # fmt: skip
"""What may stand on a cover, right or wrong."""


@given(COVERS)
def test_any_cover_is_checked_and_told_without_a_rule_breaking(identity):
    for finding in check(cover(**identity)):
        assert finding.rule != "rule-error"
        for language in LANGUAGES:
            assert finding.in_(language)
            assert finding.hint_in(language)


def findings(rule, **more):
    return [one for one in check(cover(**more)) if one.rule == rule]


# identity-complete


def test_a_full_cover_needs_neither_unit_nor_revision_and_a_dash_is_an_answer():
    assert findings("identity-complete", **FULL) == []


@pytest.mark.parametrize("field", FULL)
def test_each_field_of_the_cover_is_missed(field):
    (finding,) = findings("identity-complete", **{key: value for key, value in FULL.items() if key != field})
    assert (finding.pointer, finding.facts["fields"]) == ("/identity", (field,))


def test_an_empty_list_is_missed_like_none():
    assert findings("identity-complete", **{**FULL, "warnings": []})[0].facts["fields"] == ("warnings",)


def test_missing_fields_are_told_in_peoples_words():
    rest = {key: value for key, value in FULL.items() if key not in ("created", "records", "approved_by")}
    (finding,) = findings("identity-complete", **rest)
    assert finding.in_("id") == (
        "Bagian Identitas belum memuat Tgl. Pembuatan, Disahkan oleh atau Pencatatan dan Pendataan"
    )
    assert finding.message == "the cover has no Created, Approved by or Records"


def test_the_rules_of_the_cover_are_silent_under_plain_and_without_a_cover():
    wrong = {"created": "2026-02-01", "effective": "2026-01-01", "number": "...", "warnings": ["Awas"]}
    assert check(sop(step("a"), identity=wrong)) == ()
    bare = check(sop(step("a"), profile="permenpan-35-2012"))
    assert [(one.rule, one.variant) for one in bare if one.pointer == ""] == [("identity-complete", "none")]
    assert not [one for one in bare if one.pointer.startswith("/identity")]


# dates-order


@pytest.mark.parametrize(
    ("created", "revised", "effective", "at"),
    [
        ("2026-01-05", "2026-01-05", "2026-01-05", []),
        ("2026-01-05", None, "2026-01-06", []),
        (None, None, "2026-01-06", []),
        ("2026-01-05", "2026-01-04", None, ["/identity/revised"]),
        ("2026-01-05", "2026-02-05", "2026-01-31", ["/identity/effective"]),
        ("2026-01-05", None, "2025-01-05", ["/identity/effective"]),
        ("2026-01-05", "2025-01-04", "2025-01-03", ["/identity/revised"]),
    ],
)
def test_dates_run_forward(created, revised, effective, at):
    dates = {"created": created, "revised": revised, "effective": effective}
    whole = cover(**{field: day for field, day in dates.items() if day})
    assert [pointer for pointer, _ in found(whole, "dates-order")] == at


def test_dates_are_told_in_words():
    (finding,) = findings("dates-order", created="2026-03-05", effective="2026-01-02")
    assert finding.in_("id") == "Tgl. Efektif (2 Januari 2026) lebih awal daripada Tgl. Pembuatan (5 Maret 2026)"
    assert finding.message == 'the date "Effective" (2 January 2026) is before the date "Created" (5 March 2026)'
    assert finding.facts["early"] == "2026-01-02"


# approver-full


@pytest.mark.parametrize(
    ("approver", "missing"),
    [
        ({}, ("position", "name", "id_number")),
        ({"position": "Kepala Dinas", "name": "Ratna"}, ("id_number",)),
        ({"position": "Kepala Dinas", "name": "Ratna", "id_number": "-"}, ("id_number",)),
        ({"name": "Ratna", "id_number": "197008171995032001"}, ("position",)),
        ({"position": "Bupati Sumedang", "name": "Ratna"}, ()),
        ({"position": "Plt. Wali Kota Bogor", "name": "Ratna", "id_number": "-"}, ()),
        ({"position": "Direktur RSUD", "name": "Ratna"}, ()),
    ],
)
def test_position_name_and_nip_are_missed_but_no_nip_of_whoever_may_have_none(approver, missing):
    assert [one.facts["fields"] for one in findings("approver-full", approved_by=approver)] == (
        [missing] if missing else []
    )


@pytest.mark.parametrize(
    ("nip", "variant"),
    [
        ("197008171995032001", None),
        ("19700817 199503 2 001", None),
        ("NIP. 19700817.199503.2.001", None),
        ("NIP: 19700817 199503 2 001", None),
        ("19900101 202121 1 005", None),  # by contract: 21 stands where the month does
        ("19880229 201001 1 001", None),
        ("19890229 201001 1 001", "born"),
        ("19701317 199503 2 001", "born"),
        ("00000817 199503 2 001", "born"),
        ("19700817 199513 2 001", "appointed"),
        ("19700817 199500 2 001", "appointed"),
        ("19700817 198003 2 001", "appointed"),
        ("19700817 199503 0 001", "sex"),
        ("19700817 199503 2 01", "length"),
        ("19700817 199503 2 0011", "length"),
        ("NIP 131110468", "length"),
        ("131110468", None),
        ("76010123", None),  # of a police officer
        ("NRP 76010123", None),
        ("11960012345678", None),  # of a soldier
        ("NIK 3204123456780001", None),
        ("-", None),
    ],
)
def test_only_what_is_certainly_no_nip_is_told(nip, variant):
    approver = {"position": "Kepala Dinas", "name": "Ratna", "id_number": nip}
    expected = [("/identity/approved_by/id_number", variant)] if variant else []
    assert [one for one in found(cover(approved_by=approver), "approver-full") if one[1]] == expected


def test_a_long_id_number_is_read_in_linear_time():
    before = process_time()
    approver = {"position": "Kepala Dinas", "name": "Ratna", "id_number": "NIP" + " ." * 100_000 + "x"}
    assert findings("approver-full", approved_by=approver) == []
    assert process_time() - before < 2


# number-format


@pytest.mark.parametrize(
    "number", ["SOP-006/17000/2025", "000/123/DINAS/2024", "7", "SOP.01.2", "060/XXIX/2024", "B-12/XII/2025"]
)
def test_agencies_number_as_they_like(number):
    assert findings("number-format", number=number) == []


@pytest.mark.parametrize(
    "number", ["-", "…", "SOP/.../2025", "SOP/XXX/2025", "SOP-____/2026", "belum ada", "SOP/…/2025"]
)
def test_what_holds_a_place_is_no_number(number):
    assert [one.pointer for one in findings("number-format", number=number)] == ["/identity/number"]


# warning-form


@pytest.mark.parametrize(
    "warning",
    [
        "Jika SOP ini tidak dijalankan, maka pelayanan terganggu",
        "Apabila berkas tidak lengkap, permohonan dikembalikan",
        "Kelalaian dapat mengakibatkan sanksi",
        "Keterlambatan menyebabkan surat tidak terkirim",
        "Pelayanan akan terhambat",
        "Periksa kembali agar tidak terjadi salah kirim",
        "-",
        {"id": "Bila terlambat, dikenai sanksi", "en": "Take care"},
    ],
)
def test_a_warning_with_a_consequence_is_left_alone(warning):
    assert findings("warning-form", warnings=[warning]) == []


@pytest.mark.parametrize("warning", ["Periksa berkas dengan teliti", "Dilarang merokok", "Ketelitian"])
def test_an_order_without_a_consequence_is_told(warning):
    assert [one.pointer for one in findings("warning-form", warnings=["-", warning])] == ["/identity/warnings/1"]


def test_only_indonesian_warnings_are_looked_at():
    whole = sop(step("a"), profile="permenpan-35-2012", language="en", identity={"warnings": ["Take care"]})
    assert found(whole, "warning-form") == []


# record-present


@pytest.mark.parametrize(
    "records",
    [
        ["Register surat"],
        ["-", "Buku agenda"],
        ["Disimpan sebagai data elektronik dan manual", "Register surat"],
        ["Disimpan sebagai data elektronik pada aplikasi Srikandi"],
        ["Formulir permohonan disimpan secara manual"],
        [],
    ],
)
def test_a_form_or_register_is_enough(records):
    assert findings("record-present", records=records) == []


@pytest.mark.parametrize(
    ("records", "where"),
    [
        (["Disimpan sebagai data elektronik dan manual."], ("/identity/records/0", "")),
        (["-", "Disimpan dalam bentuk hardcopy dan softcopy"], ("/identity/records/1", "")),
        (["Data elektronik", "Arsip manual"], ("/identity/records/0", "")),
        (["-"], ("/identity/records/0", "nothing")),
        (["Tidak ada.", "…"], ("/identity/records/0", "nothing")),
        (["Nihil"], ("/identity/records/0", "nothing")),
    ],
)
def test_how_records_are_kept_and_dashes_name_no_register(records, where):
    assert found(cover(records=records), "record-present") == [where]


def test_records_in_another_language_are_only_told_where_they_are_empty():
    whole = [
        sop(step("a"), profile="permenpan-35-2012", language="en", identity={"records": [one]}) for one in ("Data", "-")
    ]
    assert [found(one, "record-present") for one in whole] == [[], [("/identity/records/0", "nothing")]]
