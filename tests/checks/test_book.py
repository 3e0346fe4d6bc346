"""What only several SOPs together show: samples, sentences, tables, waivers, speed."""

from __future__ import annotations

import json
import re
from pathlib import Path
from time import process_time

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import sopkit
from checks.test_identity import COVERS
from checks.test_samples import differences
from checks.test_sentences import templates
from checks.tiny import sop, step
from sopkit import check, check_book
from sopkit.checks import BOOK_RULES
from sopkit.checks.pages import book as samples
from sopkit.wording import LANGUAGES

GOVERNMENT = "permenpan-35-2012"


def one(id, *, version="1", file="", **more):
    """A small SOP of this id, read from a file of that name."""
    whole = {"id": id, "version": version, "title": f"SOP {id}", "profile": GOVERNMENT, **more}
    return sop(step("a"), file=file or f"{id}.sop.json", **whole)


def people(**names):
    return [{"id": id.replace("_", "-"), "name": name} for id, name in {"x": "Pelaksana X", **names}.items()]


def documents(*names):
    return [{"id": f"d{n}", "name": name, "kind": "tool"} for n, name in enumerate(names)]


def told(*book):
    """(file without ending, pointer, rule, variant) of each finding."""
    found = check_book(book)
    return [(f.file.removesuffix(".sop.json"), f.pointer, ":".join(filter(None, (f.rule, f.variant)))) for f in found]


# samples

# rule → the file and the place at which it finds the fault of its bad sample
PLACES = {
    "id-unique": ("izin-penelitian.sop.json", "/id"),
    "number-unique": ("penyerahan-izin-penelitian.sop.json", "/identity/number"),
    "related-resolves": ("penyerahan-izin-penelitian.sop.json", "/identity/related/1"),
    "actor-names": ("penyerahan-izin-penelitian.sop.json", "/actors/0/name"),
    "document-names": ("penyerahan-izin-penelitian.sop.json", "/documents/0/name"),
}


def loaded(rule, kind):
    return [sopkit.loads(path.read_bytes(), file=name) for name, path in samples(rule, kind).items()]


def test_every_book_rule_has_its_two_samples():
    assert set(PLACES) == set(BOOK_RULES)


@pytest.mark.parametrize("rule", BOOK_RULES)
def test_the_good_book_has_no_findings_and_neither_has_each_of_its_files(rule):
    book = loaded(rule, "good")
    assert len(book) == 2
    assert check_book(book) == ()
    assert [check(whole) for whole in book] == [(), ()]


@pytest.mark.parametrize("rule", BOOK_RULES)
def test_the_bad_book_has_one_change_and_one_finding_at_its_line(rule):
    good, bad = samples(rule, "good"), samples(rule, "bad")
    assert good.keys() == bad.keys()
    pairs = [[json.loads(kind[name].read_text(encoding="utf-8")) for kind in (good, bad)] for name in good]
    assert sum(len(list(differences(*pair))) for pair in pairs) == 1
    book = {sop.places.file: sop for sop in loaded(rule, "bad")}
    (finding,) = check_book(book.values())
    assert finding.rule == rule
    assert (Path(finding.file).name, finding.pointer) == PLACES[rule]
    place = book[finding.file].places.of(finding.pointer)
    assert (finding.line, finding.column) == (place.line, place.column)


@pytest.mark.parametrize("rule", BOOK_RULES)
@pytest.mark.parametrize("kind", ["good", "bad"])
def test_the_samples_of_books_are_tidy(rule, kind):
    for path in samples(rule, kind).values():
        assert sopkit.dumps(sopkit.load(path)) == path.read_text(encoding="utf-8")


# sentences

CASES = {
    ("id-unique", ""): [one("p"), one("p", printed_total="PT1H")],
    ("number-unique", ""): [one("p", identity={"number": "7"}), one("q", identity={"number": "7"})],
    ("related-resolves", ""): [one("p"), one("q", identity={"related": ["SOP lain"]})],
    ("related-resolves", "mutual"): [one("p", identity={"number": "1"}), one("q", identity={"related": ["SOP p"]})],
    ("actor-names", ""): [one("p", actors=people(k="Kabid Industri")), one("q", actors=people(k="Kabid Niaga"))],
    ("actor-names", "ids"): [one("p", actors=people(k="Kabid Industri")), one("q", actors=people(j="Kabid Industri"))],
    ("actor-names", "spelling"): [one("p", actors=people(k="Sub Bagian")), one("q", actors=people(k="Subbagian"))],
    ("document-names", ""): [one("p", documents=documents("Tanda tangan")), one("q", documents=documents("Tandatangan"))],
}  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_words_of_the_book_rules_are_those_of_the_cases(language):
    codes = {".".join(["problem", rule, *([variant] if variant else [])]) for rule, variant in CASES}
    assert set(templates(language, BOOK_RULES)) == {*codes, *(f"{code}.hint" for code in codes)}


@pytest.mark.parametrize(("rule", "variant"), CASES)
def test_each_book_is_told_in_both_languages_with_nothing_left_to_fill_in(rule, variant):
    (finding,) = [one for one in check_book(CASES[rule, variant]) if (one.rule, one.variant) == (rule, variant)]
    for say in (finding.in_, finding.hint_in):
        sentences = [say(language) for language in LANGUAGES]
        assert sentences[0] != sentences[1]
        for sentence in sentences:
            assert len(sentence) > 15
            assert not re.search(r"[{}]", sentence)


# ids and numbers


def test_an_exact_copy_and_another_version_are_no_clash():
    assert told(one("p"), one("p", file="salinan/p.sop.json"), one("p", version="2", printed_total="PT1H")) == []


def test_what_means_the_same_for_a_case_is_a_copy():
    whole = one("p")
    assert told(whole, one("p", waive=[{"rule": "chain", "reason": "Lama."}])) == []


def test_each_later_file_that_clashes_is_told_and_errors_are_not_waived():
    waive = [{"rule": "id-unique", "reason": "Sengaja."}]
    book = one("p"), one("p", printed_total="PT1H", file="q.sop.json"), one("p", printed_total="PT2H", waive=waive)
    assert told(*book) == [("q", "/id", "id-unique"), ("p", "/id", "id-unique")]
    assert {(f.severity, f.waived, f.facts["other"]) for f in check_book(book)} == {("error", None, "p.sop.json")}


def test_versions_of_one_sop_may_share_a_number_and_dashes_are_no_number():
    numbered = [one("p", identity={"number": "SOP-1"}), one("p", version="2", identity={"number": "SOP-1"})]
    assert told(*numbered) == []
    assert told(one("p", identity={"number": "-"}), one("q", identity={"number": "-"})) == []
    assert told(*numbered, one("q", identity={"number": "sop - 1"})) == [("q", "/identity/number", "number-unique")]


# related


def related(id, *entries, **more):
    return one(id, identity={"related": list(entries)}, **more)


def test_a_single_sop_has_nothing_to_relate_to():
    assert told(related("p", "SOP lain")) == []
    assert told(related("p", "SOP lain"), related("p", "SOP lain", version="2")) == []


MUTUAL = ("/identity/related/0", "related-resolves:mutual")


@pytest.mark.parametrize(
    "entry",
    ["SOP Surat Masuk", "surat  masuk", "Standar Operasional Prosedur Surat Masuk", "SOP Surat Masuk (SOP-2)", "SOP-2",
     "surat-masuk", {"id": "Lain", "en": "Incoming letters"}],
)  # fmt: skip
def test_a_title_a_number_and_an_id_all_name_an_sop(entry):
    title = {"id": "SOP Surat Masuk", "en": "Incoming Letters"}
    other = one("surat-masuk", title=title, identity={"number": "SOP-2", "related": ["SOP p"]})
    assert told(related("p", entry), other) == []


def test_a_relation_goes_both_ways_unless_the_other_has_no_cover():
    assert told(related("p", "SOP q"), related("q", "-")) == [("p", *MUTUAL)]
    assert told(related("p", "SOP q"), related("q", "SOP p")) == []
    assert told(related("p", "SOP q"), one("q")) == []
    assert told(related("p", "SOP p"), related("q", "-")) == []


def test_related_sops_are_asked_of_the_government_only_and_of_the_latest_version():
    assert told(related("p", "SOP lain", profile="plain"), one("q")) == []
    book = (
        related("p", "SOP lain"),
        related("p", "-", version="1.10"),
        related("p", "SOP lain", version="1.9"),
        one("q"),
    )
    assert told(*book) == []


# names


def test_case_and_blanks_make_no_other_name():
    assert told(one("p", actors=people(k="KABID  INDUSTRI")), one("q", actors=people(k="Kabid Industri"))) == []
    assert told(one("p", documents=documents("SURAT MASUK")), one("q", documents=documents("Surat masuk"))) == []


def test_the_rarer_name_is_told_wherever_it_stands():
    book = [one(id, actors=people(k=name)) for id, name in (("p", "Kabib"), ("q", "Kabid"), ("r", "Kabid"))]
    assert told(*book) == [("p", "/actors/1/name", "actor-names")]
    assert check_book(book)[0].facts == {"actor": "k", "name": "Kabib", "usual": "Kabid", "other": "q.sop.json"}


def test_a_document_may_have_any_id_and_any_id_any_document():
    assert told(one("p", documents=documents("Surat")), one("q", documents=documents("Nota", "Surat"))) == []


def test_two_names_within_one_file_are_not_told_here():
    assert told(one("p", documents=documents("Tanda tangan", "Tandatangan")), one("q")) == []
    assert told(one("p", actors=people(j="Kabid", k="Kabid")), one("q")) == []


def test_versions_of_one_sop_may_name_their_actors_anew():
    assert told(one("p", actors=people(k="Kabid")), one("p", version="2", actors=people(k="Kabag"))) == []


# as a whole

MEMBERS = st.builds(
    lambda cover, names, **more: one(**more, identity=cover, actors=people(**names)),
    id=st.sampled_from("pqr"), version=st.sampled_from(["1", "1.1", "2"]), profile=st.sampled_from(["plain", GOVERNMENT]),
    cover=COVERS, names=st.dictionaries(st.sampled_from("jk"), st.sampled_from(["Kabid", "KABID", "Ka-bid", "Kadis"])),
)  # fmt: skip


@given(st.lists(MEMBERS, max_size=5))
def test_any_book_is_checked_and_told_without_a_rule_breaking(book):
    found = check_book(book)
    assert {finding.rule for finding in found} <= set(BOOK_RULES)
    assert found == () or len({(sop.id, sop.version) for sop in book}) < len(book) or len({sop.id for sop in book}) > 1
    for finding in found:
        for language in LANGUAGES:
            assert finding.in_(language)
            assert finding.hint_in(language)


@given(MEMBERS, st.integers(0, 4))
def test_copies_of_one_sop_show_nothing_together(sop, times):
    assert check_book([sop] * times) == ()


def test_a_book_finding_can_be_waived_and_its_waiver_is_never_called_unused():
    waive = [{"rule": "actor-names", "at": "k", "reason": "Nomenklatur baru."}]
    book = [one("p", actors=people(k="Kabid")), one("q", actors=people(k="Kabag"), waive=waive)]
    (finding,) = check_book(book)
    assert (finding.waived, finding.about) == ("Nomenklatur baru.", ("k",))
    assert "waiver-unused" not in {finding.rule for finding in check(book[1])}


def test_a_book_rule_that_breaks_is_told_once_and_the_others_have_their_say(monkeypatch):
    monkeypatch.setitem(BOOK_RULES, "id-unique", lambda book: 1 / 0)
    assert told(*CASES["number-unique", ""]) == [("p", "", "rule-error"), ("q", "/identity/number", "number-unique")]


def test_a_book_may_be_empty_and_its_sops_made_by_hand():
    assert check_book([]) == ()
    by_hand = attrs.evolve(one("q", printed_total="PT1H"), id="p")
    assert [(f.file, f.line, f.facts["other"]) for f in check_book([one("p"), by_hand])] == [("", 1, "p.sop.json")]
    assert check_book([by_hand, one("p")])[0].facts["other"] == "p 1"
    with pytest.raises(sopkit.DefinitionError):
        check_book([attrs.evolve(by_hand, steps=(sopkit.Step(id="a", actor="nobody"),))])


def test_a_large_book_takes_no_longer_than_reading_it():
    def whole(n):
        cover = {"number": f"{n}", "related": [f"SOP s{n - 1}", f"SOP s{n + 1}", "SOP lain"]}
        names = {f"k{m}": f"Kabid {m} {n % 3}" for m in range(20)}
        return one(f"s{n}", identity=cover, actors=people(**names), documents=documents(*names.values()))

    before = process_time()
    book = [whole(n) for n in range(300)]
    between = process_time()
    assert len(check_book(book)) > 3_000
    assert process_time() - between < 3 * (between - before)
