"""Every sentence of every rule, in both languages, with a definition that calls for it."""

from __future__ import annotations

import json
import re
from importlib import resources

import attrs
import pytest

import sopkit
from checks.tiny import decision, out, sop, step
from sopkit.checks import RULES, Finding, Rule, check
from sopkit.wording import LANGUAGES

TWO = [{"id": "x", "name": "Pelaksana X"}, {"id": "y", "name": "Pelaksana Y"}]
WORK = [{"id": "d", "name": "Dokumen d"}]
LONG = {"standard_time": "P3D"}
GOVERNMENT = {"profile": "permenpan-35-2012"}


def waived(rule, at=None):
    waiver = {"rule": rule, "reason": "Diterima."} | ({"at": at} if at else {})
    return sop(step("a"), waive=[waiver])


def covered(**cover):
    """A definition of the government's with this on its cover."""
    return sop(step("a"), profile="permenpan-35-2012", identity=cover)


def signed(nip):
    return covered(approved_by={"position": "Kepala Dinas", "name": "Ratna Wulandari", "id_number": nip})


def said(activity):
    """A definition of the government's with one step, whose activity reads so."""
    return sop(step("a", activity=activity), **GOVERNMENT)


# (rule, variant) → a definition with such a finding
CASES = {
    ("reachable", ""): sop(step("a", "c"), step("b", "c"), step("c")),
    ("reachable", "chain"): sop(step("a", "d"), step("b"), step("c", "d"), step("d")),
    ("end-reachable", ""): sop(step("a", "yes"), ends=[{"id": "yes", "name": "Ya"}, {"id": "no", "name": "Tidak"}]),
    ("can-finish", ""): sop(step("a"), step("b", "a")),
    ("can-finish", "limit"): sop(decision("a", out("o", "end", at_most=2), out("p", "a"))),
    ("decision-two", ""): sop(decision("a", out("o", "end", label="Ya"), out("p", "a", label=" YA "))),
    ("chain", ""): sop(
        decision("a", out("o", "b"), out("p", "c")), step("b", "d", outputs="d"), step("c"), step("d", inputs="d"),
        documents="d",
    ),
    ("chain", "way"): sop(
        decision("a", out("o", "b"), out("p", "c")), step("b", outputs="d"), step("c", inputs="d"), documents="d"
    ),
    ("chain", "own"): sop(step("a"), step("b", inputs="d", outputs="d"), documents="d"),
    ("chain", "never"): sop(step("a", inputs="d"), documents="d"),
    ("chain", "first"): sop(step("a", inputs="d"), decision("b", out("o", "a"), out("p", "end"), outputs="d"), documents="d"),
    ("chain", "later"): sop(step("a"), step("b", inputs="d"), step("c", outputs="d"), documents="d"),
    ("output-consumed", ""): sop(step("a", outputs="d"), documents="d"),
    ("output-consumed", "outcome"): sop(decision("a", out("o", "end", outputs=["d"]), out("p", "a")), documents="d"),
    ("output-consumed", "unmade"): sop(
        decision("a", out("o", "end", outputs=[]), out("p", "a"), outputs="d"), documents="d"
    ),
    ("document-used", ""): sop(step("a"), documents="d"),
    ("total-equals-sum", ""): sop(step("a"), printed_total="PT1H"),
    ("total-equals-sum", "from"): sop(step("a"), printed_total={"from": "PT1M", "to": "PT10M"}),
    ("total-equals-sum", "to"): sop(step("a"), printed_total={"from": "PT10M", "to": "PT11M"}),
    ("total-equals-sum", "untimed"): sop({"id": "a", "activity": "A", "actor": "x"}, printed_total="PT1H"),
    ("fits-sla", ""): sop(step("a", complete_within="P2D", **LONG)),
    ("fits-sla", "elapsed"): sop(step("a", elapsed_within="P2D", **LONG)),
    ("fits-sla", "whole"): sop(step("a", **LONG), complete_within="P2D"),
    ("fits-sla", "whole-elapsed"): sop(step("a", **LONG), elapsed_within="P2D"),
    ("time-filled", ""): sop({"id": "a", "activity": "A", "actor": "x"}),
    ("actor-used", ""): sop(step("a"), actors=TWO),
    ("four-eyes-possible", ""): sop(step("a"), step("b", separate_from=["a"])),
    ("four-eyes-applies", ""): sop(step("a", separate_from=["b"]), step("b", actor="y"), actors=TWO),
    ("identity-complete", ""): covered(agency="Dinas Perindustrian"),
    ("identity-complete", "none"): sop(step("a"), profile="permenpan-35-2012"),
    ("dates-order", ""): covered(created="2026-02-01", effective="2026-01-01"),
    ("approver-full", ""): covered(approved_by={"name": "Ratna Wulandari"}),
    ("approver-full", "length"): signed("NIP 19700817 199503 2 01"),
    ("approver-full", "born"): signed("197013171995032001"),
    ("approver-full", "appointed"): signed("197008171975032001"),
    ("approver-full", "sex"): signed("197008171995033001"),
    ("number-format", ""): covered(number="SOP/xxx/2026"),
    ("law-order", ""): covered(legal_basis=["PP 96 Tahun 2012", "UU 25 Tahun 2009"]),
    ("law-order", "number"): covered(legal_basis=["Undang-Undang tentang Pelayanan Publik"]),
    ("law-revoked", ""): covered(legal_basis=["PP 5/2021"]),
    ("law-revoked", "again"): covered(legal_basis=["PP 24/2018"]),
    ("warning-form", ""): covered(warnings=["Periksa berkas dengan teliti"]),
    ("record-present", ""): covered(records=["Disimpan sebagai data elektronik dan manual"]),
    ("record-present", "nothing"): covered(records=["-"]),
    ("actor-two", ""): sop(step("a"), **GOVERNMENT),
    ("same-actor-check", ""): sop(
        step("a", outputs="d"), decision("b", out("o", "c"), out("p", "a"), inputs="d"), step("c", actor="y"),
        documents="d", actors=TWO,
    ),
    ("return-bounded", ""): sop(decision("a", out("o", "end"), out("p", "a")), **GOVERNMENT),
    ("return-bounded", "many"): sop(
        decision("a", out("o", "b"), out("p", "a")), decision("b", out("o", "end"), out("p", "a")), **GOVERNMENT
    ),
    ("return-near", ""): sop(
        step("a"), decision("b", out("o", "c"), out("p", "a")), step("c", outputs="d"),
        decision("e", out("o", "end"), out("p", "a"), inputs="d"), documents="d",
    ),
    ("vertical-order", ""): sop(step("a", "c"), step("b", "end"), step("c", "b"), **GOVERNMENT),
    ("vertical-order", "gap"): sop(step("a", number="1"), step("b", number="3"), **GOVERNMENT),
    ("vertical-order", "falls"): sop(step("a", number="4"), step("b", number="3"), **GOVERNMENT),
    ("vertical-order", "twice"): sop(step("a", number="1"), step("b", number="1"), **GOVERNMENT),
    ("too-long", ""): sop(*(step(f"s{n}") for n in range(18))),
    ("too-long", "actors"): sop(step("a"), actors=[*TWO, *({"id": f"a{n}", "name": "A"} for n in range(7))]),
    ("handoffs", ""): sop(step("a"), step("b", actor="y"), step("c"), step("d", actor="y"), actors=TWO),
    ("kelengkapan-filled", ""): sop(step("a", inputs="d"), step("b"), documents="d", **GOVERNMENT),
    ("kelengkapan-filled", "all"): sop(step("a"), step("b"), **GOVERNMENT),
    ("output-filled", ""): sop(step("a", outputs="d"), step("b"), documents="d", **GOVERNMENT),
    ("output-filled", "all"): sop(step("a"), step("b"), **GOVERNMENT),
    ("output-changes", ""): sop(step("a", inputs="d", outputs="d"), documents="d", **GOVERNMENT),
    ("time-range", ""): sop(step("a", standard_time={"from": "PT1H", "to": "PT2H"}), **GOVERNMENT),
    ("time-unit-mix", ""): sop(step("a"), step("b", **LONG)),
    ("time-unit-mix", "one"): sop(step("a", standard_time="P1DT2H")),
    ("note-time-agrees", ""): sop(step("a", note="Dalam 2 hari", **LONG)),
    ("note-time-agrees", "limit"): sop(step("a", note="Dalam 2 hari", complete_within="P3D")),
    ("note-time-agrees", "elapsed"): sop(step("a", note="Dalam 2 hari", elapsed_within="P3D")),
    ("translation-missing", ""): sop(step("a", activity={"id": "Menerima", "en": "Receive"})),
    ("verb-first", ""): said("Surat masuk dari pemohon"),
    ("verb-first", "noun"): said("Verifikasi berkas"),
    ("verb-first", "passive"): said("Diserahkan kepada pemohon"),
    ("verb-first", "subject"): said("Kabid memeriksa berkas"),
    ("vague-verb", ""): said("Melakukan verifikasi berkas"),
    ("one-action", ""): said("Memeriksa dan memaraf draf surat"),
    ("decision-in-text", ""): said("Memeriksa berkas, jika tidak lengkap dikembalikan"),
    ("text-length", ""): said("Memeriksa " + "berkas " * 40),
    ("hari-ambiguous", ""): said("Menyusun laporan dalam 3 hari"),
    ("actor-named-in-text", ""): said("Menyerahkan surat kepada Bagian Umum"),
    ("actor-is-role", ""): sop(step("a"), actors=[{"id": "x", "name": "Budi Santoso, S.Sos."}]),
    ("name-variants", ""): sop(
        step("a"), documents=[{"id": "d", "name": "Berkas diperiksa"}, {"id": "e", "name": "Berkas yang telah diperiksa"}]
    ),
    ("name-variants", "actor"): sop(
        step("a"), actors=[{"id": "x", "name": "Kabid Industri"}, {"id": "y", "name": "Kepala Bidang Industri"}]
    ),
    ("final-product", ""): sop(
        step("a"), title="Penerbitan Kartu Anggota", documents=[{"id": "d", "name": "Arsip", "delivered_to": "Gudang"}],
        **GOVERNMENT,
    ),
    ("spelling", ""): sop(step("a", activity="Menyusun surat ijin")),
    ("spelling", "choice"): sop(step("a", activity="Meninjauan lokasi")),
    ("inferred", ""): sop(step("a"), inferred={"title": "Dibaca dari sampul."}),
    ("file-name", ""): sop(step("a"), file="lain.json"),
    ("profile-known", ""): sop(step("a"), profile="kantor-kami"),
    ("waiver-unused", ""): waived("chain"),
    ("waiver-unused", "here"): waived("chain", "a"),
    ("waiver-unused", "nowhere"): waived("chain", "nowhere-at-all"),
    ("waiver-unused", "error"): waived("reachable"),
    ("waiver-unused", "off"): waived("identity-complete"),
    ("rule-error", ""): sop(step("a")),
}  # fmt: skip


def templates(language, rules=RULES):
    folder = resources.files("sopkit").joinpath("words", language)
    files = [json.loads(path.read_text(encoding="utf-8")) for path in folder.iterdir()]
    words = {key: said for file in files for key, said in file.items()}
    return {key: said for key, said in words.items() if key.split(".")[0] == "problem" and key.split(".")[1] in rules}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_words_of_the_rules_are_those_of_the_cases(language):
    codes = {".".join(["problem", rule, *([variant] if variant else [])]) for rule, variant in CASES}
    keys = set(templates(language))
    assert {key for key in keys if not key.endswith(".hint")} == codes
    assert {key.removesuffix(".hint") for key in keys} == codes
    assert {f"problem.{rule}.hint" for rule in RULES} <= keys


@pytest.mark.parametrize("language", LANGUAGES)
def test_two_mistakes_never_share_one_sentence(language):
    sentences = [said for key, said in templates(language).items() if not key.endswith(".hint")]
    assert len(set(sentences)) == len(sentences)


@pytest.mark.parametrize(("rule", "variant"), CASES)
def test_each_case_is_told_in_both_languages_with_nothing_left_to_fill_in(rule, variant, monkeypatch):
    if rule == "rule-error":
        monkeypatch.setitem(RULES, "chain", Rule(lambda survey: 1 / 0))
    findings = [one for one in check(CASES[rule, variant]) if (one.rule, one.variant) == (rule, variant)]
    assert findings
    for finding in findings:
        told = [finding.in_(language) for language in LANGUAGES]
        hints = [finding.hint_in(language) for language in LANGUAGES]
        assert [finding.message, finding.hint] == [told[1], hints[1]]
        for sentence in (*told, *hints):
            assert len(sentence) > 15
            assert not re.search(r"[{}]", sentence)
        assert told[0] != told[1]
        assert hints[0] != hints[1]


def test_a_long_activity_is_cut_and_line_breaks_are_left_out():
    whole = sop(
        step("a", activity="Memeriksa\nkelengkapan " + "berkas permohonan " * 9), step("b", separate_from=["a"])
    )
    (finding,) = [one for one in check(whole) if one.rule == "four-eyes-possible"]
    assert finding.facts["activity"] == "Mengerjakan b"
    finding = next(
        one for one in check(sop(step("a", standard_time="P9D", complete_within="P1D", activity="Kata " * 40)))
    )
    assert finding.facts["activity"].endswith("Kata…")
    assert len(finding.facts["activity"]) <= 60


def test_a_finding_compares_prints_and_can_be_changed():
    (finding,) = check(CASES["document-used", ""])
    assert isinstance(finding, Finding)
    assert finding == attrs.evolve(finding)
    assert hash(finding) == hash(attrs.evolve(finding))
    assert "document-used" in repr(finding)
    assert isinstance(finding, sopkit.Problem)
