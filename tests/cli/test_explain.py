"""`explain` and `rules`: why a rule exists, how grave it is, what is wrong and what is right."""

from __future__ import annotations

import json
import re

import pytest

from sopkit.checks import pages
from sopkit.cli.explain import explained
from sopkit.views.screen import Screen
from sopkit.wording import say
from views.test_views import cells, plain

CODES = pages.codes()


@pytest.mark.parametrize("width", [60, 80, 120])
@pytest.mark.parametrize("language", ["id", "en"])
def test_every_page_fits_any_width(language, width):
    for code in CODES:
        lines = list(explained(pages.page(code), Screen(language, width, is_coloured=True)))
        assert lines
        for line in map(plain, lines[1:]):
            assert cells(line) <= width, code
            assert line == line.rstrip()
        assert say(f"rule.{code}.why", language)[:20] in " ".join("".join(map(plain, lines)).split())


def test_a_rule_is_told_with_severity_source_and_both_samples(run):
    said = run("explain", "time-filled").stdout
    lines = said.splitlines()
    assert lines[0] == "time-filled · hint; under government profiles: warning"
    assert lines[1] == "Every row has a standard time."
    assert "Source: PermenPANRB 35/2012" in said
    wrong, right = said.index("\nWrong\n"), said.index("\nRight\n")
    assert wrong < said.index("^^^") < said.index("without it neither the total") < right
    assert re.search(r'^\+ +\d+ │ +"standard_time": "PT10M"$', said[right:], re.MULTILINE)


def test_the_same_in_indonesian(run):
    said = run("explain", "kelengkapan-filled", "--lang", "id").stdout
    assert said.startswith("kelengkapan-filled · peringatan, hanya di profil pemerintah\n")
    assert "\nSalah\n" in said
    assert "\nBenar\n" in said


def test_samples_whose_files_differ_name_them(run):
    said = run("explain", "file-name").stdout
    assert "\nWrong (file-name.bad.sop.json)\n" in said
    assert "\nRight (penomoran-surat-keluar.sop.json)\n" in said
    assert "\nWrong\n" in run("explain", "chain").stdout


def test_a_problem_a_refusal_and_what_needs_no_rule_have_pages_too(run):
    said = run("explain", "json-syntax.comma", "reason-missing", "start-one", columns=120).stdout
    assert "json-syntax · error: the file cannot be read as an SOP" in said
    assert '-     4 │ "version": "1.0.0"\n' in said
    assert "✗  08:20  siti (Staf Bagian Umum): 2 Memeriksa jadwal kendaraan →\u00a0Tidak\n" in said
    assert "✓  08:20  siti (Staf Bagian Umum): 2 Memeriksa jadwal kendaraan →\u00a0Tidak: Semua kendaraan" in said
    assert "start-one · guaranteed by the language" in said
    assert "Keys: steps" in said


def test_an_unknown_code_is_answered_with_the_nearest_or_with_the_list(run):
    near = run("explain", "time_filed")
    assert (near.exit_code, near.stdout) == (2, "")
    assert "Did you mean: sopkit explain time-filled\n" in near.stderr
    assert "Did you mean: sopkit explain four-eyes-possible\n" in run("explain", "four-eyes").stderr
    for word in ("xyzzy", "sparate"):
        assert "All rules: sopkit rules\n" in run("explain", word).stderr
    assert "Semua aturan: sopkit rules\n" in run("explain", "\x1b[1m", "--lang", "id").stderr
    missing = run("explain", "--lang", "id")
    assert (missing.exit_code, missing.stdout) == (2, "")
    assert "KODE… belum disebutkan" in missing.stderr


def test_a_code_may_be_typed_in_capitals_or_with_underscores(run):
    assert run("explain", "Time_Filled").stdout == run("explain", "time-filled").stdout


def test_pages_as_json(run):
    told = json.loads(run("explain", *CODES, "--format", "json", "--lang", "id").stdout)["pages"]
    assert [page["code"] for page in told] == list(CODES)
    chain = next(page for page in told if page["code"] == "chain")
    assert chain["severity"]["plain"] == "warning"
    assert chain["short"] == "Setiap kelengkapan sudah ada sebelum diperlukan."
    assert [line["text"].strip() for line in chain["good"]["lines"] if line["differs"]] == [
        '"to": "ajukan-perjalanan",'
    ]
    assert chain["bad"]["message"].startswith("kelengkapan ")
    scene = next(page for page in told if page["code"] == "entry-mismatch")["scene"]
    assert scene["bad"]["forged"] == {"to": "serahkan"}
    assert scene["good"]["to"] == "setujui"
    assert next(page for page in told if page["code"] == "case-closed")["scene"]["good"] is None


def test_rules_lists_each_rule_once_by_topic(run):
    said = run("rules").stdout
    named = re.findall(r"^  ([a-z]+(?:-[a-z]+)*) · ", said, re.MULTILINE)
    assert sorted(named) == sorted(code for code, kind in CODES.items() if kind == "rule")
    heads = [line for line in said.splitlines() if line and line == line.upper()]
    assert heads == [say(f"topic.{topic}", "en").upper() for topic in pages.TOPICS]
    assert f"{len(named)} rules. Why, with examples: sopkit explain RULE" in said
    assert "start-one, end-some" in said
    assert all(cells(line) <= 80 for line in said.splitlines())


def test_rules_of_a_profile_are_those_that_run_under_it(run):
    for profile in pages.rated("chain"):
        told = json.loads(run("rules", "--profile", profile, "--format", "json").stdout)["rules"]
        wanted = {code: pages.rated(code)[profile] for code, kind in CODES.items() if kind == "rule"}
        assert {one["rule"]: one["severity"] for one in told} == {
            code: {profile: grade} for code, grade in wanted.items() if grade != "off"
        }
    assert "choose plain, permendagri-52-2011 or permenpan-35-2012" in run("rules", "--profile", "x").stderr


def test_rules_as_json_have_topic_severities_and_source(run):
    told = json.loads(run("rules", "--format", "json", "--lang", "id").stdout)["rules"]
    assert len(told) >= 45
    assert {tuple(one) for one in told} == {("rule", "topic", "severity", "short", "source")}
    assert all(one["source"] and one["topic"] in pages.TOPICS for one in told)


@pytest.mark.parametrize(("word", "verb"), [("jelaskan", "explain"), ("why", "explain"), ("aturan", "rules")])
def test_likely_words_are_answered(run, word, verb):
    assert f"Did you mean: sopkit {verb}" in run(word).stderr


def test_nothing_of_our_colours_is_told_as_text():
    for code in CODES:
        told = "".join(explained(pages.page(code), Screen("en", 80, is_coloured=True)))
        assert "\\x1b" not in told
