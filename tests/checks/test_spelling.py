"""Slips as they are printed, what is meant by them, and the lists that know."""

from __future__ import annotations

import json
from importlib import resources

import pytest

import sopkit
from checks.tiny import decision, found, out, sop, step, values
from sopkit.checks import check
from sopkit.checks.indonesian import ACTIVE, voice
from sopkit.edits import applied

LISTS = resources.files("sopkit").joinpath("checks", "lists")
SLIPS = json.loads(LISTS.joinpath("spelling.json").read_text(encoding="utf-8"))
SURE = {slip: right for slip, right in SLIPS.items() if isinstance(right, str)}


def findings(said):
    return [one for one in check(sop(step("a", activity=said))) if one.rule == "spelling"]


def mended(said):
    """What a text reads like when the fix has been written."""
    (finding,) = [one for one in findings(said) if not one.variant]
    (edit,) = finding.fix
    assert edit.pointer == finding.pointer
    return json.loads(edit.text)


@pytest.mark.parametrize(
    ("said", "right"),
    [
        ("Menyusun surat ijin usaha", "Menyusun surat izin usaha"),
        ("Menyusun surat Ijin usaha", "Menyusun surat Izin usaha"),
        ("MENYUSUN SURAT IJIN USAHA", "MENYUSUN SURAT IZIN USAHA"),
        ("Ijin, ijin dan IJIN", "Izin, izin dan IZIN"),
        ("Meninjau keadaan dilapangan", "Meninjau keadaan di lapangan"),
        ("Dilapangan memeriksa", "Di lapangan memeriksa"),
        ("Memeriksa. Dilapangan, mencatat", "Memeriksa. Di lapangan, mencatat"),
        ("Meninjau Keadaan Dilapangan", "Meninjau Keadaan di Lapangan"),
        ("Menandatangani Perjanjian Kerjasama Daerah", "Menandatangani Perjanjian Kerja Sama Daerah"),
        ("Menjalin kerjasama", "Menjalin kerja sama"),
        ("Kerjasama daerah", "Kerja sama daerah"),
        ("Menerima berkas yang di periksa", "Menerima berkas yang diperiksa"),
        ("Berkas Di Periksa", "Berkas Diperiksa"),
        ("Berkas di\n periksa lagi", "Berkas diperiksa lagi"),
        ("Menyalin foto copy KTP", "Menyalin fotokopi KTP"),
        ("Menyalin foto copy, photo dan ijasah", "Menyalin fotokopi, foto dan ijazah"),
        ("Menanda tangani surat", "Menandatangani surat"),
        ("Memproses pada hari Jum'at", "Memproses pada hari Jumat"),
        ("Memeriksa berkas yg lengkap", "Memeriksa berkas yang lengkap"),
        ("Laporan bulan Nopember", "Laporan bulan November"),
        ("pengajuan rekomdasi izin dengan keadaan dilapangan", "pengajuan rekomendasi izin dengan keadaan di lapangan"),
    ],
)
def test_a_slip_is_mended_in_its_own_case(said, right):
    assert mended(said) == right


@pytest.mark.parametrize(
    "said",
    [
        "Memeriksa berkas permohonan izin",
        "Meninjau lokasi di lapangan",
        "Mencatat di proses berikutnya",
        "Mencatat di buku agenda",
        "Mengirim ke luar kota",
        "Mengeluarkan barang, lalu keluar",
        "Menyusun draft surat",
        "Menyusun Standard Operating Procedure",
        "Menyusun foto dan fotokopi",
        "Mencatat izinkan dan keijinan",
        "di-periksa",
        "di, periksa",
        "Menjelaskan pas masuk",
        "Memeriksa sub bagian dan Walikota",
        "Menandatangani surat keterangan",
        "Memproses respons pemohon",
    ],
)
def test_right_words_and_words_that_may_be_right_are_left_alone(said):
    assert findings(said) == []


def test_where_several_things_may_be_meant_nothing_is_mended():
    (finding,) = findings("Meninjauan lokasi")
    assert (finding.variant, finding.fix) == ("choice", ())
    assert finding.facts["slips"] == "Meninjauan → Meninjau / Peninjauan"
    sure, open_ = findings("Meninjauan lokasi dan ijin, lalu ijin dan resiko")
    assert (sure.facts["slips"], open_.variant) == ("ijin → izin, resiko → risiko", "choice")
    assert json.loads(sure.fix[0].text) == "Meninjauan lokasi dan izin, lalu izin dan risiko"


def test_the_fix_leaves_other_languages_as_they_are():
    text = json.dumps(values(step("a", activity={"en": "Write the ijin", "id": "Menulis ijin"})), indent=1)
    (finding,) = [one for one in check(sopkit.loads(text)) if one.rule == "spelling"]
    assert finding.pointer == "/steps/0/activity/id"
    after = applied(text, finding.fix)
    assert json.loads(after)["steps"][0]["activity"] == {"en": "Write the ijin", "id": "Menulis izin"}
    assert found(sopkit.loads(after), "spelling") == []


def test_all_that_the_sheet_prints_is_read_and_nothing_else():
    slip = "Surat ijin"
    ways = out("o", "yes", label=slip), out("p", "a")
    cover = {
        "agency": slip, "unit": slip, "number": slip, "approved_by": {"position": slip, "name": slip},
        "legal_basis": [slip], "qualifications": [slip], "related": [slip], "equipment": [slip], "warnings": [slip],
        "records": [slip],
    }  # fmt: skip
    whole = sop(
        decision("a", *ways, activity=slip, question=slip, note=slip),
        title=slip, source=slip, identity=cover, actors=[{"id": "x", "name": slip}], ends=[{"id": "yes", "name": slip}],
        documents=[{"id": "d", "name": slip, "supplied_by": slip, "delivered_to": slip}],
        waive=[{"rule": "chain", "reason": slip}], inferred={"title": slip},
    )  # fmt: skip
    assert sorted(at for at, _ in found(whole, "spelling")) == sorted([
        "/title", "/identity/agency", "/identity/unit", "/identity/approved_by/position",
        "/identity/qualifications/0", "/identity/related/0", "/identity/equipment/0", "/identity/warnings/0",
        "/identity/records/0", "/actors/0/name", "/documents/0/name", "/documents/0/supplied_by",
        "/documents/0/delivered_to", "/steps/0/activity", "/steps/0/outcomes/0/label", "/steps/0/question",
        "/steps/0/note", "/ends/0/name",
    ])  # fmt: skip


@pytest.mark.parametrize("slip", SLIPS)
def test_every_slip_of_the_list_is_found_and_what_is_meant_is_none(slip):
    (finding,) = findings(f"Ada {slip} itu")
    assert finding.variant == ("" if slip in SURE else "choice")
    meant = [SLIPS[slip]] if slip in SURE else SLIPS[slip]
    assert [findings(f"Ada {one} itu") for one in meant] == [[] for _ in meant]
    if slip in SURE:
        assert mended(f"Ada {slip} itu") == f"Ada {meant[0]} itu"


def test_the_reference_has_the_slips_that_it_waives_and_no_other():
    told = [one for one in check(sopkit.reference()) if one.rule == "spelling"]
    assert [(one.about, one.facts["slips"]) for one in told] == [
        (("bap",), "Meninjauan → Meninjau / Peninjauan"),
        (("tinjau-lokasi",), "rekomdasi → rekomendasi, dilapangan → di lapangan"),
        (("periksa-paraf",), "indsutri → industri"),
    ]
    assert all(one.waived for one in told)


# the lists


def lists():
    return {path.name: json.loads(path.read_text(encoding="utf-8")) for path in LISTS.iterdir()}


def test_the_lists_of_words_are_sorted_small_and_without_doubles():
    for name in ("forms.json", "nouns.json", "positions.json", "products.json"):
        for key, those in lists()[name].items():
            assert list(those) == sorted(set(those)), (name, key)
            assert all(word == word.lower() for word in those), (name, key)
    assert list(SLIPS) == sorted(SLIPS)


def test_the_lists_agree_on_what_is_a_verb():
    for noun, verb in [pair for pairs in lists()["nouns.json"].values() for pair in pairs.items()]:
        assert voice(noun) == ""
        assert voice(verb) == ACTIVE
    forms = lists()["forms.json"]
    assert not set(forms["not_verbs"]) & set(forms["base_verbs"])
    assert all(voice(word) for key in ("states", "joint_verbs", "handovers") for word in forms[key])
