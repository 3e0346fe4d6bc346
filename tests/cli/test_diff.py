"""`diff`: what changed between two versions, as text, Markdown and JSON, and what it means for a case."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

import sopkit

NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)


@pytest.fixture
def revised(reference, tmp_path):
    """The reference after a revision: another time, another actor, a new outcome, a renamed step, a hostile note."""
    whole = json.loads(reference.read_text(encoding="utf-8"))
    whole["version"] = "1.1.0"
    whole["actors"][3]["name"] = "Sekretariat"
    steps = {step["id"]: step for step in whole["steps"]}
    steps["tinjau-lokasi"]["standard_time"] = "PT600M"
    steps["periksa-paraf"]["outcomes"].append({"id": "ditolak", "label": "Ditolak | <b>", "to": "end"})
    steps["buat-draft"]["id"] = "susun-draft"
    for step in whole["steps"]:
        for outcome in step.get("outcomes", []):
            outcome["to"] = {"buat-draft": "susun-draft"}.get(outcome["to"], outcome["to"])
    file = tmp_path / "baru.sop.json"
    file.write_text(json.dumps(whole, ensure_ascii=False), encoding="utf-8")
    return file


@pytest.fixture
def journal(reference, tmp_path):
    """The journal of a case that stands at the site visit."""
    sop = sopkit.load(reference)
    case = sopkit.start(sop, "REK-1", at=NOON)
    case = case.complete("terima-berkas", by=sopkit.Person("a", actors={"kabid"}), at=NOON)
    case = case.complete("verifikasi-berkas", "sesuai", by=sopkit.Person("b", actors={"tim-teknis"}), at=NOON)
    file = tmp_path / "kasus.json"
    file.write_text(json.dumps([entry.to_dict() for entry in case.journal]), encoding="utf-8")
    return file


def test_nothing_that_changed_is_said_in_one_sentence_and_exits_0(run, reference):
    for shape in ("text", "markdown"):
        result = run("diff", reference, reference, "--lang", "en", "--format", shape)
        assert result.exit_code == 0
        assert result.stdout.strip()
    assert json.loads(run("diff", reference, reference, "--format", "json").stdout)["changes"] == []


@pytest.mark.parametrize("columns", [60, 80, 120])
@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("en", ("900 → 600 minutes", "Sekretariat", "Ditolak | <b>")),
        ("id", ("900 → 600 Menit", "Sekretariat", "Ditolak | <b>")),
    ],
)
def test_a_revision_is_told_in_words_that_can_be_signed(run, reference, revised, lang, words, columns):
    result = run("diff", reference, revised, "--renamed", "buat-draft=susun-draft", "--lang", lang, columns=columns)
    assert result.exit_code == 1
    assert all(len(line) <= columns for line in result.stdout.splitlines())
    told = " ".join(result.stdout.split())
    for word in words:
        assert word in told


def test_a_step_with_another_id_is_suggested_as_renamed_and_not_assumed(run, reference, revised):
    told = json.loads(run("diff", reference, revised, "--format", "json").stdout)
    assert told["suggestions"] == {"buat-draft": "susun-draft"}
    assert {"step-removed", "step-added"} <= {change["kind"] for change in told["changes"]}
    said = run("diff", reference, revised, "--lang", "en").stdout
    assert "--renamed buat-draft=susun-draft" in " ".join(said.split())
    renamed = run("diff", reference, revised, "--renamed", "buat-draft=susun-draft", "--format", "json").stdout
    assert json.loads(renamed)["renamed"] == {"buat-draft": "susun-draft"}
    assert "step-removed" not in {change["kind"] for change in json.loads(renamed)["changes"]}


def test_minutes_are_a_markdown_table_that_no_text_breaks(run, reference, revised):
    lines = run("diff", reference, revised, "--lang", "id", "--format", "markdown").stdout.splitlines()
    rows = [line for line in lines if line.startswith("|")]
    assert len(rows) > 4
    unescaped = {row.replace("\\|", "").count("|") for row in rows}
    assert len(unescaped) == 1
    assert "<b>" not in "".join(rows)


def test_json_tells_each_change_by_the_names_of_its_attributes(run, reference, revised):
    told = json.loads(run("diff", reference, revised, "--format", "json", "--lang", "en").stdout)
    assert (told["old"]["version"], told["new"]["version"]) == ("1.0.0", "1.1.0")
    keys = {"kind", "key", "step", "id", "old_number", "new_number", "old", "new", "bears_on_cases", "message"}
    assert all(set(change) == keys and change["message"] for change in told["changes"])
    assert told["verdict"] is None


def test_a_case_is_told_whether_it_could_go_on(run, reference, revised, journal):
    same = json.loads(run("diff", reference, reference, "--case", journal, "--format", "json").stdout)
    assert same["verdict"] == {"answer": "safe", "reasons": []}
    other = json.loads(run("diff", reference, revised, "--case", journal, "--format", "json").stdout)
    assert other["verdict"]["answer"] in ("needs-decision", "impossible")
    assert other["verdict"]["reasons"]
    for lang in ("id", "en"):
        for shape in ("text", "markdown"):
            assert (
                "REK-1" in run("diff", reference, revised, "--case", journal, "--lang", lang, "--format", shape).stdout
            )


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--renamed", "nowhere=susun-draft"], "nowhere"),
        (["--renamed", "buat-draft"], "buat-draft"),
        (["--renamed", "buat-draft=susun-draft", "--renamed", "buat-draft=tanda-tangan"], "buat-draft=tanda-tangan"),
        (["--case", "nothing-there.json"], "nothing-there.json"),
        (["--format", "xml"], "xml"),
    ],
)
def test_a_call_that_cannot_be_done_exits_2_with_a_sentence(run, reference, revised, options, said):
    result = run("diff", reference, revised, *options, "--lang", "en")
    assert result.exit_code == 2
    assert said in result.stderr
    assert "Traceback" not in result.stderr


def test_a_journal_of_another_definition_and_a_file_with_problems_exit_2(run, reference, revised, broken, journal):
    assert run("diff", revised, reference, "--case", journal).exit_code == 2
    result = run("diff", reference, broken, "--lang", "en")
    assert result.exit_code == 2
    assert "titel" in result.stderr
    assert result.stdout == ""
    assert run("diff", reference).exit_code == 2
    assert run("diff", reference, "no-such-file").exit_code == 2


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[]", "is no journal"),
        ('{"journal": 1}', "is no journal"),
        ("no JSON", "is no journal"),
        ("[" * 100_000, "is no journal"),
        ("[1]", "an entry is a JSON object { … }, not 1."),
    ],
)
def test_what_is_no_journal_is_called_so(run, reference, tmp_path, text, said):
    file = tmp_path / "kasus.json"
    file.write_text(text, encoding="utf-8")
    result = run("diff", reference, reference, "--case", file, "--lang", "en")
    assert (result.exit_code, result.stdout) == (2, "")
    assert said in result.stderr


def test_what_walk_prints_is_a_journal(run, reference, tmp_path):
    file = tmp_path / "kasus.json"
    file.write_text(run("walk", reference, "--script", "done", "--format", "json").stdout, encoding="utf-8")
    result = run("diff", reference, reference, "--case", file, "--lang", "id")
    assert result.exit_code == 0
    assert "Aman: kasus ini dapat dilanjutkan di versi baru." in result.stdout


def test_what_is_odd_or_no_part_of_the_meaning_is_told_beside_the_changes(run, reference, tmp_path):
    whole = json.loads(reference.read_text(encoding="utf-8"))
    del whole["inferred"]
    whole["x-arsip"] = 1
    file = tmp_path / "baru.sop.json"
    file.write_text(json.dumps(whole), encoding="utf-8")
    result = run("diff", reference, file, "--lang", "en", columns=120)
    assert result.exit_code == 0
    assert "Also different, but no part of what the SOP means: inferences, x-arsip." in result.stdout
    whole["title"] = "Lain"
    whole["steps"][0]["complete_within"] = "P1D"
    whole["steps"][0]["standard_time"] = {"from": "PT10M", "to": "PT20M"}
    file.write_text(json.dumps(whole), encoding="utf-8")
    result = run("diff", reference, file, "--lang", "en", columns=120)
    assert "The content changed but the version is still 1.0.0" in result.stdout
    values = {
        change["key"]: change["new"]
        for change in json.loads(run("diff", reference, file, "--format", "json").stdout)["changes"]
    }
    assert values == {"title": "Lain", "complete_within": "P1D", "standard_time": {"from": "PT10M", "to": "PT20M"}}


@pytest.mark.parametrize("lang", ["id", "en"])
def test_a_journal_or_script_that_never_ends_is_refused(run, reference, lang, tmp_path):
    """A device or a huge file was read until memory ran out."""
    huge = tmp_path / "huge.json"
    with huge.open("wb") as file:
        file.truncate(100 * 1024 * 1024)
    for call in (
        ["diff", reference, reference, "--case", huge],
        ["draw", reference, "--case", huge],
        ["walk", reference, "--script", f"@{huge}"],
    ):
        result = run(*call, "--lang", lang)
        assert result.exit_code == 2
        assert {"id": "terlalu besar", "en": "too large"}[lang] in " ".join(result.stderr.split())
