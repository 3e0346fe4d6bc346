"""How regulations are written, which stand out of order, which have been revoked."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

import sopkit
from checks.tiny import sop, step
from sopkit.checks import check
from sopkit.checks.citations import Citation, citations, cited, is_incomplete
from sopkit.checks.law import revoked

# Citations: law, however written

# what is meant, each with some of its names
NAMES = {
    ("uu", ""): ["Undang-Undang", "Undang-Undang Republik Indonesia", "UU", "UU RI", "undang undang R.I."],
    ("perppu", ""): ["Peraturan Pemerintah Pengganti Undang-Undang", "Perppu", "Perpu"],
    ("pp", ""): ["Peraturan Pemerintah", "Peraturan Pemerintah Republik Indonesia", "PP", "PERATURAN  PEMERINTAH RI"],
    ("perpres", ""): ["Peraturan Presiden", "Perpres", "Peraturan Presiden Republik Indonesia"],
    ("keppres", ""): ["Keputusan Presiden", "Keppres", "Kepres"],
    ("permen", "dagri"): ["Peraturan Menteri Dalam Negeri", "Permendagri", "Peraturan Menteri Dalam Negeri RI"],
    ("permen", "pan"): [
        "Peraturan Menteri Pendayagunaan Aparatur Negara dan Reformasi Birokrasi", "PermenPANRB", "Permenpan-RB",
        "Peraturan Menteri PANRB", "Permen PAN dan RB", "Peraturan Menteri Negara Pendayagunaan Aparatur Negara",
    ],
    ("permen", "keu"): ["Peraturan Menteri Keuangan", "PMK", "Permenkeu"],
    ("kepmen", "kes"): ["Keputusan Menteri Kesehatan", "Kepmenkes"],
    ("peraturan-badan", "badanpusatstatistik"): ["Peraturan Kepala Badan Pusat Statistik"],
    ("perda", "provinsijawabarat"): ["Peraturan Daerah Provinsi Jawa Barat", "Perda Provinsi Jawa Barat"],
    ("perda", "kotabogor"): ["Peraturan Daerah Kota Bogor", "Perda Kota Bogor"],
    ("pergub", "banten"): ["Peraturan Gubernur Banten", "Pergub Banten"],
    ("perbup", "sumedang"): ["Peraturan Bupati Sumedang", "Perbup Sumedang"],
    ("perwali", "bogor"): ["Peraturan Wali Kota Bogor", "Peraturan Walikota Bogor", "Perwali Bogor", "Perwal Bogor"],
}  # fmt: skip
NUMBERS = [
    "{name} Nomor {number} Tahun {year}", "{name} No. {number} Tahun {year}", "{name} No.{number} Th. {year}",
    "{name} Nomor: {number} tahun {year}", "{name} {number} Tahun {year}", "{name} {number}/{year}",
    "{name} Nomor {number} / {year}", "{name} NOMOR 0{number}, TAHUN {year}", "{name} no {number} thn {year}",
    "{name} Nomor {number}/ABC/PER/8/{year}", "{name} Nomor PER/{number}/X.YZ/11/{year}",
]  # fmt: skip
AROUND = [
    "{law}", "1. {law}", "(2) {law};", "a) {law}", "- {law}", "{law} tentang Pelayanan Publik",
    "{law} tentang Perubahan atas Peraturan Pemerintah Nomor 1 Tahun 1999",
    "{law} (Lembaran Negara Republik Indonesia Tahun 2014 Nomor 244)",
]  # fmt: skip


@given(st.data(), st.integers(1, 9999), st.integers(1900, 2099))
def test_a_regulation_is_the_same_however_it_is_written(data, number, year):
    kind, issuer = data.draw(st.sampled_from(list(NAMES)))
    name = data.draw(st.sampled_from(NAMES[kind, issuer]))
    law = data.draw(st.sampled_from(NUMBERS)).format(name=name, number=number, year=year)
    words = data.draw(st.sampled_from(AROUND)).format(law=law)
    words = data.draw(st.sampled_from([str, str.upper, str.lower]))(words)
    assert cited(words) == Citation(kind, issuer, str(number), year)
    assert cited(words) in citations(words)
    assert not is_incomplete(words)


@given(
    st.lists(
        st.sampled_from([*"0123456789 ./(-", "Nomor ", "Tahun ", "UU", "PP ", "Permen", "PER/", "/M.PAN/", "٣", "ß"])
    )
)
def test_any_words_are_read_without_failing(parts):
    words = "".join(parts)
    cited(words)
    is_incomplete(words)
    assert all(one.is_complete for one in citations(words))


@pytest.mark.parametrize(
    ("words", "kind", "issuer", "number", "year", "rank"),
    [
        ("PER/21/M.PAN/11/2008", "permen", "pan", "21", 2008, 5),
        ("Nomor PER/21/M.PAN/11/2008", None, None, None, None, None),
        ("Permenpan PER/21/M.PAN/11/2008 tentang Pedoman", "permen", "pan", "21", 2008, 5),
        ("PMK Nomor 113/PMK.05/2012", "permen", "keu", "113", 2012, 5),
        ("Permenperin 42/M-IND/PER/8/2013", "permen", "perin", "42", 2013, 5),
        ("Ketetapan MPR Nomor XI/MPR/1998", "tap-mpr", "", "xi", 1998, 1),
        ("UUD 1945", "uud", "", "", None, 0),
        ("Undang-Undang Dasar Negara Republik Indonesia Tahun 1945", "uud", "", "", None, 0),
        ("Peraturan Pemerintah Nomor 12A Tahun 2001", "pp", "", "12a", 2001, 3),
        ("Perda Nomor 4 Tahun 2010", "perda", "", "4", 2010, None),
        ("Perda Kab. Bandung Nomor 4 Tahun 2010", "perda", "kabbandung", "4", 2010, 8),
        ("Peraturan Badan Kepegawaian Daerah Nomor 3 Tahun 2013", "peraturan-badan", "badankepegawaiandaerah", "3", 2013, None),
        ("Peraturan Menteri Kesehatan tentang Puskesmas Nomor 75 Tahun 2014", "permen", "", "", None, 5),
        ("Peraturan Kepala Dinas Nomor 3 Tahun 2013", None, None, None, None, None),
        ("Perdagangan Nomor 5 Tahun 2021", None, None, None, None, None),
        ("Surat Edaran Menteri Nomor 5 Tahun 2021", None, None, None, None, None),
        ("Rapat UU 5/2021", None, None, None, None, None),
    ],
)  # fmt: skip
def test_rarer_forms_and_what_is_no_regulation(words, kind, issuer, number, year, rank):
    law = cited(words)
    assert law == (Citation(kind, issuer, number, year) if kind else None)
    assert law is None or law.rank == rank


def test_every_regulation_in_a_line_is_seen():
    words = "UU Nomor 23 Tahun 2014 sebagaimana diubah dengan UU Nomor 6 Tahun 2023; lihat PP 12/2017"
    assert [(one.kind, one.number) for one in citations(words)] == [("uu", "23"), ("uu", "6"), ("pp", "12")]


@pytest.mark.parametrize(
    ("words", "is_so"),
    [
        ("Undang-Undang tentang Pelayanan Publik", True),
        ("Peraturan Pemerintah Nomor 96", True),
        ("Peraturan Daerah setempat Tahun 2016", True),
        ("UUD 1945", False),
        ("Peraturan Menteri Kesehatan tentang Puskesmas Nomor 75 Tahun 2014", False),
        ("Peraturan Bupati Sumedang Nomor 9, tanggal 5 Mei 2014", False),
        ("Peraturan perundang-undangan yang berlaku", False),
        ("SK Kepala Dinas", False),
    ],
)
def test_a_regulation_without_number_or_year_is_incomplete(words, is_so):
    assert is_incomplete(words) is is_so


def test_a_long_line_is_read_in_linear_time():
    words = "Peraturan Menteri " * 20_000 + "PP " * 20_000 + "9" * 20_000
    before = process_time()
    assert cited(words) is not None
    assert citations(words) == ()
    assert process_time() - before < 2


# law-order


def laws(*lines, **more):
    """A definition of the government's that rests on these."""
    return sop(step("a"), profile="permenpan-35-2012", identity={"legal_basis": list(lines)}, **more)


def findings(rule, *lines):
    return [one for one in check(laws(*lines)) if one.rule == rule]


IN_ORDER = [
    "UUD 1945", "Ketetapan MPR Nomor XI/MPR/1998", "UU 25 Tahun 2009", "Perppu 2 Tahun 2022", "PP 96 Tahun 2012",
    "PP 18 Tahun 2016", "Keppres 1 Tahun 1999", "Perpres 21 Tahun 2023", "Permendagri 52 Tahun 2011",
    "PermenPANRB 35 Tahun 2012", "Permendagri 3 Tahun 2018", "Perda Provinsi Banten Nomor 1 Tahun 2010",
    "Pergub Banten 5 Tahun 2009", "Perda Kota Serang Nomor 1 Tahun 2008", "Perwali Serang 1 Tahun 2007",
]  # fmt: skip


@given(st.sets(st.sampled_from(range(len(IN_ORDER)))))
def test_a_legal_basis_in_order_is_left_alone(chosen):
    assert findings("law-order", *(IN_ORDER[n] for n in sorted(chosen))) == []


@given(st.permutations(range(len(IN_ORDER))))
def test_any_other_order_is_told_once_and_its_fix_puts_it_right(order):
    lines = [IN_ORDER[n] for n in order]
    told = findings("law-order", *lines)
    assert len(told) == (order != sorted(order))
    for finding in told:
        assert order[finding.facts["place"] - 1] < order[finding.facts["before"] - 1]
        (edit,) = finding.fix
        assert (edit.kind, edit.pointer, json.loads(edit.text)) == ("put", "/identity/legal_basis", IN_ORDER)


@pytest.mark.parametrize(
    "lines",
    [
        ("PermenPANRB 35 Tahun 2012", "Permendagri 1 Tahun 2012"),  # of one year, nothing orders the ministers
        ("Permen ESDM 5 Tahun 2011", "Perda 4 Tahun 2010"),  # of which region?
        ("SK Kepala Dinas 5 Tahun 2020", "UU 25 Tahun 2009"),
        ("UU 30 Tahun 2014 dan UU 23 Tahun 2014", "UU 9 Tahun 2015"),
        ("PP 12 Tahun 2001", "PP 12A Tahun 2001"),
        ("Ketetapan MPR Nomor XI/MPR/1998", "Ketetapan MPR Nomor VI/MPR/1998"),
    ],
)
def test_what_nothing_orders_is_left_alone(lines):
    assert findings("law-order", *lines) == []


def test_the_number_counts_within_one_series():
    (finding,) = findings("law-order", "PP 12 Tahun 2019", "PP 5 Tahun 2019")
    assert json.loads(finding.fix[0].text) == ["PP 5 Tahun 2019", "PP 12 Tahun 2019"]
    mixed = ["Permendagri 9 Tahun 2012", "Permendagri 7 Tahun 2012", "PermenPANRB 35 Tahun 2012", "UU 25 Tahun 2009"]
    (finding,) = findings("law-order", *mixed)
    assert json.loads(finding.fix[0].text) == [mixed[3], mixed[1], mixed[0], mixed[2]]


@pytest.mark.parametrize(
    "lines",
    [
        ("PP 96 Tahun 2012", "UU 25 Tahun 2009", "SK Kepala Dinas 5 Tahun 2020"),
        ("PP 96 Tahun 2012", "UU 25 Tahun 2009", "Perda 4 Tahun 2010"),
        ("PP 96 Tahun 2012", "Undang-Undang tentang Pelayanan Publik"),
        ("1. PP 96 Tahun 2012", "2. UU 25 Tahun 2009"),
    ],
)
def test_there_is_no_fix_where_a_line_is_not_understood_or_numbered_by_hand(lines):
    assert [one.fix for one in findings("law-order", *lines) if one.variant == ""] == [()]


def test_the_fix_keeps_every_language():
    both = {"id": "UU 25 Tahun 2009", "en": "Law 25/2009"}
    (finding,) = findings("law-order", "PP 96 Tahun 2012", both)
    assert json.loads(finding.fix[0].text) == [both, "PP 96 Tahun 2012"]


def test_each_line_without_number_or_year_is_told():
    told = findings("law-order", "Undang-Undang tentang Pelayanan Publik", "UU 25 Tahun 2009", "Peraturan Pemerintah")
    assert [(one.pointer, one.variant) for one in told] == [
        ("/identity/legal_basis/0", "number"), ("/identity/legal_basis/2", "number"),
    ]  # fmt: skip


# law-revoked


def test_the_list_of_revoked_regulations_is_sound():
    text = Path(sopkit.__file__).with_name("checks").joinpath("lists", "revoked.json").read_text(encoding="utf-8")
    entries = json.loads(text)["revoked"]
    assert text == json.dumps(json.loads(text), ensure_ascii=False, indent=2) + "\n"
    assert len(revoked()) == len(entries)  # each is understood, and none stands twice
    for entry in entries:
        law, by = cited(entry["law"]), cited(entry["by"])
        assert law.is_complete
        assert by.is_complete
        assert law.year <= by.year
        assert law != by
        date.fromisoformat(entry["since"] if "-" in entry["since"] else f"{entry['since']}-01-01")
        assert int(entry["since"][:4]) - by.year in range(4)  # some come into force later
        assert entry["source"].strip()  # what no one has read somewhere does not stand here


@pytest.mark.parametrize(
    ("line", "by"),
    [
        ("PER/21/M.PAN/11/2008", "Nomor 35 Tahun 2012"),
        ("Peraturan Pemerintah Nomor 5 Tahun 2021 tentang Perizinan", "Nomor 28 Tahun 2025"),
        ("Keppres 68/1995", "Nomor 21 Tahun 2023"),
        ("1. UU RI No. 32 Tahun 2004", "Nomor 23 Tahun 2014"),
        ({"id": "UU 32/2004", "en": "Law 32/2004"}, "Nomor 23 Tahun 2014"),
    ],
)
def test_a_revoked_regulation_is_told_with_what_replaced_it(line, by):
    (finding,) = findings("law-revoked", "UUD 1945", line)
    assert finding.pointer == "/identity/legal_basis/1"
    assert finding.facts["by"].endswith(by)
    assert finding.facts["last"] == finding.facts["by"]


def test_what_was_revoked_again_leads_to_the_last():
    (finding,) = findings("law-revoked", "UU 5 Tahun 1974")
    assert finding.variant == "again"
    assert finding.facts["last"] == "Undang-Undang Nomor 23 Tahun 2014"


@pytest.mark.parametrize(
    "line",
    [
        "UU 23 Tahun 2014",
        "UU 32 Tahun 2005",
        "PP 32 Tahun 2004",
        "Permenkes 54 Tahun 2009",
        "UU 32 Tahun 2004 sebagaimana telah diganti dengan UU 23 Tahun 2014",
        "PermenPANRB 35 Tahun 2012 sebagai pengganti PER/21/M.PAN/11/2008",
        "SK Kepala Dinas tentang pelaksanaan UU 32 Tahun 2004",
    ],
)
def test_what_is_in_force_or_only_mentioned_is_left_alone(line):
    assert findings("law-revoked", line) == []
