"""`draw`: the picture as text, to the terminal or a file, perhaps with the way of a case."""

from __future__ import annotations

import json

import pytest

import sopkit
from sopkit.views.dot import dot
from sopkit.views.mermaid import mermaid

SCRIPT = "done, 2: KTP belum ada, done"


@pytest.fixture
def journal(run, room, tmp_path):
    """What `walk` prints of a case that was returned once."""
    path = tmp_path / "kasus.json"
    path.write_text(run("walk", room, "--script", SCRIPT, "--format", "json").stdout, "utf-8")
    return path


@pytest.mark.parametrize("lang", ["id", "en"])
def test_mermaid_is_printed_unless_dot_is_asked_for(run, reference, lang):
    sop = sopkit.load(reference)
    assert run("draw", reference, "--lang", lang).stdout == mermaid(sop, language=lang)
    assert run("draw", reference, "--format", "mermaid", "--lang", lang).stdout == mermaid(sop, language=lang)
    assert run("draw", reference, "--format", "dot", "--lang", lang).stdout == dot(sop, language=lang)


@pytest.mark.parametrize("form", ["mermaid", "dot"])
def test_the_way_of_a_case_is_marked(run, room, journal, form):
    plain = run("draw", room, "--format", form).stdout
    result = run("draw", room, "--format", form, "--case", journal)
    assert result.exit_code == 0
    assert plain.count("2 times") == 0
    assert result.stdout.count("2 times") == 3  # two steps, and the arrow between them
    assert result.stdout.count("fill" if form == "mermaid" else "fillcolor=black") == 1


def test_a_list_of_entries_is_a_journal_and_so_is_what_comes_from_stdin(run, room, journal):
    drawn = run("draw", room, "--case", journal).stdout
    entries = json.loads(journal.read_text("utf-8"))["journal"]
    assert run("draw", room, "--case", "-", keys=json.dumps(entries)).stdout == drawn
    journal.write_text(json.dumps(entries), "utf-16")
    assert run("draw", room, "--case", journal).stdout == drawn


def test_a_new_file_is_written_and_one_that_exists_is_not(run, room, tmp_path):
    picture = tmp_path / "ruang.mmd"
    result = run("draw", room, "-o", picture)
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "")
    drawn = picture.read_text("utf-8")
    assert drawn == run("draw", room).stdout
    for path in picture, room:
        held = path.read_bytes()
        result = run("draw", room, "--format", "dot", "--output", path)
        assert (result.exit_code, result.stdout) == (2, "")
        assert f"“{path}” is already there and is not overwritten. Use another name" in result.stderr
        assert path.read_bytes() == held
    assert run("draw", room, "-o", tmp_path).exit_code == 2
    assert run("draw", room, "-o", tmp_path / "none" / "x.mmd").exit_code == 2


def test_a_dash_is_stdout_and_no_file_of_that_name(run, room, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert run("draw", room, "-o", "-").stdout == run("draw", room).stdout
    assert not (tmp_path / "-").exists()


@pytest.mark.parametrize(("lang", "said"), [("id", "bukan jurnal"), ("en", "is no journal")])
@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[" * 5_000,
        "1",
        "null",
        '"x"',
        "{}",
        '{"journal": 1}',
        "\x00",
        "\xff\xfe",
        "9" * 5_000,
        '{"journal": {}}',
    ],
)
def test_what_is_no_journal_is_told(run, room, tmp_path, text, lang, said):
    path = tmp_path / "kasus.json"
    path.write_bytes(text.encode("latin-1"))
    result = run("draw", room, "--case", path, "--lang", lang)
    assert (result.exit_code, result.stdout) == (2, "")
    assert said in result.stderr


def test_a_journal_that_is_not_there_or_a_folder_is_told(run, room, tmp_path):
    assert "no file or folder" in run("draw", room, "--case", tmp_path / "none").stderr
    assert "it is a folder" in run("draw", room, "--case", tmp_path).stderr
    assert run("draw", room, "--case", tmp_path).exit_code == 2


def test_a_journal_of_another_definition_is_refused(run, reference, journal):
    result = run("draw", reference, "--case", journal, "--lang", "id")
    assert (result.exit_code, result.stdout) == (2, "")
    assert f"Jurnal “{journal}” tidak dapat digambar pada SOP ini." in result.stderr
    assert "ruang 1.0.0" in result.stderr


@pytest.mark.parametrize("lang", ["id", "en"])
def test_an_entry_that_could_not_be_is_refused_and_never_a_traceback(run, room, journal, lang):
    whole = json.loads(journal.read_text("utf-8"))
    values = [None, 0, -1, "", " ", "x", "ajukan", "2026-01-05", [], {}, "cancelled", True]
    for n, entry in enumerate(whole["journal"]):
        for key, kept in entry.items():
            for value in values:
                if value == kept:
                    continue
                entry[key] = value
                journal.write_text(json.dumps(whole), "utf-8")
                result = run("draw", room, "--case", journal, "--lang", lang)
                if result.exit_code == 2:
                    assert str(journal) in result.stderr
                else:  # what the host keeps is its own: who, why, and what was handed over
                    assert result.exit_code == 0, (n, key, value, result.stderr)
            entry[key] = kept
    for entries in [], whole["journal"][1:], [*whole["journal"], *whole["journal"]], [1], [None], [[]]:
        journal.write_text(json.dumps(entries), "utf-8")
        assert run("draw", room, "--case", journal, "--lang", lang).exit_code == 2


def test_a_file_with_problems_is_told_with_its_problems(run, broken, tmp_path):
    result = run("draw", broken, "-o", tmp_path / "x.mmd", "--lang", "id")
    assert (result.exit_code, result.stdout) == (1, "")  # a redirected picture would hold it
    assert "belum dapat dipakai: 2 kesalahan" in result.stderr
    assert not (tmp_path / "x.mmd").exists()


def test_another_form_is_answered_with_those_there_are(run, room):
    assert "choose mermaid or dot" in run("draw", room, "--format", "svg").stderr
