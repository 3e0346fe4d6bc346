"""`check`: files and folders, places, counts, exit codes, JSON."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st


@pytest.fixture
def folder(tmp_path, room, broken):
    """A folder with a sound file, a broken one, a lost one, others, and places that are not searched."""
    (tmp_path / "hilang.sop.json").symlink_to(tmp_path / "nowhere")
    (tmp_path / "package.json").write_text("{}")
    for hidden in (".venv", "node_modules", ".git"):
        (tmp_path / hidden).mkdir()
        (tmp_path / hidden / "lain.sop.json").write_text("{}")
    (tmp_path / "dalam").mkdir()
    (tmp_path / "dalam" / "salinan.sop.json").write_text(room.read_text("utf-8"), "utf-8")
    (tmp_path / "folder.sop.json").mkdir()
    os.mkfifo(tmp_path / "pipa.sop.json")
    return tmp_path


def test_each_problem_has_place_severity_rule_sentence_hint_and_carets(run, broken):
    result = run("check", broken)
    assert result.exit_code == 1
    assert result.stderr == ""
    lines = result.stdout.splitlines()
    assert lines[0] == str(broken)
    here = lines.index('         the key "titel" is not known here')
    assert lines[here - 1].split() == ["146:3", "error", "unknown-key"]
    other = lines.index('         there is no actor "pemohn"')
    assert lines[other - 1].split() == ["49:16", "error", "target-exists", "·", "row", "1", "·", "Mengajukan", "surat"]
    assert lines[here + 1] == '         → did you mean "title"?'
    assert lines[here + 2] == '    146 │ "titel": {'
    assert lines[here + 3] == "        │ ^^^^^^^"
    assert lines[-2:] == ["1 file: 2 errors", "Why, with examples: sopkit explain target-exists"]


def test_the_rule_to_have_explained_is_the_first_that_was_told(run, room):
    whole = json.loads(room.read_text("utf-8"))
    whole |= {"profile": "permenpan-35-2012", "printed_total": "PT1H"}
    room.write_text(json.dumps(whole, indent=2), "utf-8")
    said = run("check", room).stdout.splitlines()
    told = [line.split()[2] for line in said if re.match(r" *\d+:\d+  (error|warning|hint) ", line)]
    assert len(set(told)) > 1
    assert said[-1] == f"Why, with examples: sopkit explain {told[0]}"


def test_the_same_in_indonesian(run, broken):
    said = run("check", broken, LANG="id_ID.UTF-8").stdout
    assert "kesalahan  unknown-key" in said
    assert 'kunci "titel" tidak dikenal di sini' in said
    assert said.endswith("1 berkas: 2 kesalahan\nPenjelasan dan contoh: sopkit explain target-exists\n")


def test_a_long_line_is_cut_around_the_place(run, broken):
    broken.write_text(json.dumps(json.loads(broken.read_text("utf-8"))), "utf-8")
    lines = run("check", broken).stdout.splitlines()
    assert all(len(line) <= 80 for line in lines[1:])
    for n, line in enumerate(lines):
        if set(line.strip("│ ")) == {"^"}:
            begin = line.index("^")
            assert lines[n - 1][begin : begin + line.count("^")] in ('"pemohn"', '"titel"')


def test_tabs_returns_and_wide_characters_keep_the_carets_in_place(run, tmp_path):
    path = tmp_path / "lebar.sop.json"
    path.write_bytes('{\r\n\t"sopkit": 1, "x-役所": "e\u0301", "titel": "x"\r\n}'.encode())
    lines = run("check", path).stdout.splitlines()
    n = next(n for n, line in enumerate(lines) if "titel" in line and "│" in line)
    cells = lines[n].index('"titel"') + 2 - 1  # two wide characters, one that takes no room
    assert lines[n + 1].index("^") == cells
    assert "\r" not in "".join(lines)
    assert "\t" not in "".join(lines)


def test_a_folder_is_searched_and_told_file_by_file(run, folder, monkeypatch):
    monkeypatch.chdir(folder)
    result = run("check", "--format", "json")
    said = json.loads(result.stdout)
    assert said["files"] == ["dalam/salinan.sop.json", "hilang.sop.json", "ruang.sop.json", "rusak.sop.json"]
    assert said["skipped"] == ["package.json"]
    unreadable = [one for one in said["findings"] if one["rule"] == "file-unreadable"]
    assert [one["file"] for one in unreadable] == ["hilang.sop.json"]
    assert {one["file"] for one in said["findings"] if one["rule"] == "unknown-key"} == {"rusak.sop.json"}
    assert result.exit_code == 1


def test_skipped_files_are_named_and_counted(run, folder):
    for n in range(6):
        (folder / f"{n}.json").write_text("{}")
    said = " ".join(run("check", folder, columns=200).stdout.split())
    assert (
        f"skipped, not named *.sop.json: {folder}/0.json, {folder}/1.json, {folder}/2.json, {folder}/3.json, …" in said
    )
    assert f"{folder}/package.json" in run("check", folder, "-v", columns=200).stdout


def test_a_file_named_twice_is_checked_once(run, room):
    said = json.loads(run("check", room, room.parent, room, "--format", "json").stdout)
    assert said["files"] == [str(room)]
    assert said["skipped"] == []


def test_a_named_file_may_be_called_anything(run, room):
    other = room.rename(room.with_name("ruang.txt"))
    assert json.loads(run("check", other, "--format", "json").stdout)["files"] == [str(other)]


def test_json_has_the_attribute_names_and_the_chosen_language(run, broken):
    said = json.loads(run("check", broken, "--format", "json", "--lang", "id").stdout)
    assert list(said) == ["findings", "more", "files", "skipped"]
    one = next(one for one in said["findings"] if one["rule"] == "unknown-key")
    assert list(one) == [
        "rule", "severity", "file", "pointer", "line", "column", "step", "facts", "message", "hint", "waived", "fix",
    ]  # fmt: skip
    assert one["facts"]["suggestion"] == "title"
    assert one["fix"] == []
    assert one["hint"] == 'mungkin maksudnya "title"?'
    assert (one["file"], one["pointer"], one["line"]) == (str(broken), "/titel", 146)


def test_fail_on_chooses_what_counts(run, reference):
    found = json.loads(run("check", reference, "--format", "json").stdout)["findings"]
    counts = {one["severity"] for one in found if one["waived"] is None}
    assert run("check", reference).exit_code == int("error" in counts)
    assert run("check", reference, "--fail-on", "warning").exit_code == int(bool(counts & {"error", "warning"}))
    assert run("check", reference, "--fail-on", "hint").exit_code == int(bool(counts))


def test_findings_tell_their_row(run, reference):
    assert "· row 2" in run("check", reference).stdout
    assert "· baris 2" in run("check", reference, "--lang", "id").stdout


def test_many_hints_of_one_rule_are_told_in_one_line_each_and_that_is_said(run, reference):
    short, full = run("check", reference).stdout, run("check", reference, "-v").stdout
    n = full.count("hint  inferred")
    assert n > 2
    assert short.count("hint  inferred") == n
    assert "Repeated findings are shortened to one line; -v shows them all in full." in short
    assert "-v shows" not in full
    told = [line for line in short.splitlines() if "hint  inferred" in line]
    assert all(len(line) <= 80 for line in told)


def test_one_or_two_hints_of_a_rule_are_told_in_full(run, room):
    data = json.loads(room.read_text("utf-8"))
    data["inferred"] = {"title": "dibaca dari kop"}
    room.write_text(json.dumps(data), "utf-8")
    said = run("check", room).stdout
    assert '→ those responsible should sign it off; once they have, delete "title"' in " ".join(said.split())


def test_what_is_waived_is_counted_and_told_on_demand(run, room):
    wide = json.loads(room.read_text("utf-8"))
    wide["actors"].append({"id": "satpam", "name": "Satpam"})
    room.write_text(json.dumps(wide), "utf-8")
    assert "actor-used" in run("check", room).stdout
    wide["waive"] = [{"rule": "actor-used", "at": "satpam", "reason": "menunggu \x41 struktur baru"}]
    room.write_text(json.dumps(wide), "utf-8")
    result = run("check", room, "--fail-on", "hint")
    assert "actor-used" not in result.stdout
    assert "1 finding is waived, with a reason in the file (-v shows it)" in result.stdout
    assert "waived: menunggu A struktur baru" in run("check", room, "-v").stdout
    found = json.loads(run("check", room, "--format", "json").stdout)["findings"]
    assert [one["waived"] for one in found if one["rule"] == "actor-used"] == ["menunggu A struktur baru"]


def test_more_problems_than_are_shown_are_counted(run, tmp_path):
    path = tmp_path / "banyak.sop.json"
    path.write_text('{"sopkit": 1, ' + ", ".join(f'"k{n}": 1' for n in range(80)) + "}")
    result = run("check", path)
    assert "… and " in result.stdout
    more = int(re.search(r"50 errors \(and (\d+) more\)", result.stdout)[1])
    assert json.loads(run("check", path, "--format", "json").stdout)["more"] == more > 0
    assert f"and {more} more" in run("check", path, "--format", "github").stdout.splitlines()[-1]
    assert f"and {more} more" in run("check", path, "--format", "sarif").stdout


@pytest.mark.parametrize("args", [["check", "none.sop.json"], ["check", "a", "--format", "json"]])
def test_a_path_that_is_not_there_is_an_unusable_call(run, args):
    result = run(*args, "--lang", "id")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "Tidak ada berkas atau folder" in result.stderr


def test_a_folder_without_sops_is_an_unusable_call(run, tmp_path):
    assert "There is no *.sop.json here. Name" in run("check", tmp_path).stderr
    (tmp_path / "alur.json").write_text("{}")
    result = run("check", tmp_path)
    assert result.exit_code == 2
    assert "alur.json" in result.stderr


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (PermissionError(13, "x"), "no permission"),
        (IsADirectoryError(21, "x"), "a folder"),
        (OSError(5, "x"), "damaged"),
        (OSError(99, "x"), "refuses"),
    ],
)
def test_a_file_that_cannot_be_read_is_a_finding(run, room, monkeypatch, error, said):
    def refuse(*_args, **_more):
        raise error

    monkeypatch.setattr(Path, "open", refuse)
    result = run("check", room)
    assert result.exit_code == 1
    assert "file-unreadable" in result.stdout
    assert said in result.stdout


def test_a_folder_that_cannot_be_opened_is_a_finding(run, room, monkeypatch):
    def walk(folder, onerror):
        onerror(PermissionError(13, "x", f"{folder}/rahasia"))
        yield folder, [], [room.name]

    monkeypatch.setattr(os, "walk", walk)
    said = json.loads(run("check", room.parent, "--format", "json").stdout)
    assert [one["file"] for one in said["findings"] if one["rule"] == "file-unreadable"] == [f"{room.parent}/rahasia"]


def test_names_and_texts_cannot_command_the_terminal(run, tmp_path):
    path = tmp_path / "a\x1b[2J\u202e.sop.json"
    path.write_text('{"\\u001b[31m": 1, "x": "\x9b31m"}', "utf-8")
    said = run("check", path, "--lang", "id")
    assert not set("\x1b\x9b\u202e") & set(said.stdout)
    assert "a\\x1b[2J\\u202e.sop.json" in said.stdout
    data = run("check", path, "--format", "json").stdout
    assert not set("\x1b\x9b\u202e") & set(data)
    assert json.loads(data)["files"] == [str(path)]


def test_a_rule_that_is_broken_again_and_again_is_told_in_full_five_times(run, tmp_path, room):
    data = json.loads(room.read_text("utf-8"))
    data["actors"] += [{"id": f"orang-{n}", "name": f"Orang {n}"} for n in range(4)]
    data["version"] = "9"  # six copies do not clash with each other, but would with the room that they were taken from
    for n in range(6):
        (tmp_path / f"sop-{n}").mkdir()
        (tmp_path / f"sop-{n}" / "ruang.sop.json").write_text(json.dumps(data), "utf-8")
    short = run("check", tmp_path).stdout
    assert short.count("the column of this actor") == 5
    assert short.count("actor-used") == 24 + 2  # and once in the count, once in the advice
    counted = next(line for line in short.splitlines() if line.startswith("     24 "))
    assert counted.endswith("  Every actor has something to do.")
    assert "  warning  actor-used" in counted
    assert run("check", tmp_path, "-v").stdout.count("the column of this actor") == 24


def test_a_finding_that_can_be_fixed_says_so(run, tmp_path, room):
    room.write_text(room.read_text("utf-8").replace('"PT10M"', '"10 menit"', 1), "utf-8")
    said = run("check", room).stdout
    assert "✓ can be fixed automatically: sopkit check --fix" in said
    assert "1 finding can be fixed automatically: sopkit check --fix" in said
    (one,) = json.loads(run("check", room, "--format", "json").stdout)["findings"]
    assert one["fix"] == [{"kind": "put", "pointer": "/steps/0/standard_time", "text": '"PT10M"'}]


def test_names_of_files_stand_on_one_line(run, tmp_path, room):
    (tmp_path / "dua\nbaris.json").write_text("{}")
    room.rename(tmp_path / "a\nb.sop.json")
    said = run("check", tmp_path, columns=200).stdout.splitlines()
    assert said[0] == f"{tmp_path}/a\\nb.sop.json"
    assert f"skipped, not named *.sop.json: {tmp_path}/dua\\nbaris.json" in said


@pytest.mark.parametrize("text", ['{"steps": 1}', '{"steps": [1, {"id": 2, "activity": 3, "nombre": 1}, {"x": 1}]}'])
def test_a_row_that_cannot_be_guessed_is_not_told(run, tmp_path, text):
    (tmp_path / "a.sop.json").write_text(text)
    assert run("check", tmp_path).exit_code == 1


def test_sarif_and_github_name_files_from_this_folder(run, folder, monkeypatch):
    monkeypatch.chdir(folder / "dalam")
    log = json.loads(run("check", folder, "--format", "sarif").stdout)
    uris = {
        place["physicalLocation"]["artifactLocation"]["uri"]
        for result in log["runs"][0]["results"]
        for place in result["locations"]
    }
    assert {"salinan.sop.json", f"file://{folder}/hilang.sop.json", f"file://{folder}/rusak.sop.json"} <= uris
    lines = run("check", folder, "--format", "github", "--lang", "id").stdout.splitlines()
    assert all(re.match(r"::(error|warning|notice) file=", line) for line in lines)
    assert [line for line in lines if "title=sopkit unknown-key" in line] == [
        line for line in lines if f"file={folder}/rusak.sop.json" in line and "kunci" in line
    ]


def test_each_format_tells_the_same_findings(run, reference, folder):
    args = ("check", reference, folder)
    told = json.loads(run(*args, "--format", "json").stdout)["findings"]
    results = json.loads(run(*args, "--format", "sarif").stdout)["runs"][0]["results"]
    assert sorted((one["rule"], one["waived"] is not None) for one in told) == sorted(
        (one["ruleId"], "suppressions" in one) for one in results
    )
    marked = re.findall(r"title=sopkit ([a-z-]+)", run(*args, "--format", "github").stdout)
    assert sorted(marked) == sorted(one["rule"] for one in told if one["waived"] is None)
    for shape in ("text", "json", "github", "sarif"):
        assert run(*args, "--format", shape).exit_code == 1


SHAPE = {
    "type": "object",
    "additionalProperties": False,
    "required": ["findings", "more", "files", "skipped"],
    "properties": {
        "more": {"type": "integer", "minimum": 0},
        "files": {"type": "array", "items": {"type": "string"}},
        "skipped": {"type": "array", "items": {"type": "string"}},
        "findings": {
            "type": "array",
            "items": {
                "type": "object",
                "additionalProperties": False,
                "required": [
                    "rule", "severity", "file", "pointer", "line", "column", "step", "facts", "message", "hint", "waived", "fix",
                ],
                "properties": {
                    "rule": {"type": "string", "pattern": "^[a-z]+(-[a-z0-9]+)*$"},
                    "severity": {"enum": ["error", "warning", "hint"]},
                    "file": {"type": "string"},
                    "pointer": {"type": "string", "format": "json-pointer"},
                    "line": {"type": "integer", "minimum": 1},
                    "column": {"type": "integer", "minimum": 1},
                    "step": {"type": ["string", "null"]},
                    "facts": {"type": "object"},
                    "message": {"type": "string", "minLength": 5},
                    "hint": {"type": "string"},
                    "waived": {"type": ["string", "null"]},
                    "fix": {
                        "type": "array",
                        "items": {
                            "type": "object",
                            "required": ["kind", "pointer", "text"],
                            "properties": {"kind": {"enum": ["put", "rename", "remove"]}},
                        },
                    },
                },
            },
        },
    },
}  # fmt: skip


@given(st.text(max_size=12), st.text(max_size=12))
@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_json_has_one_shape_for_problems_and_findings_whatever_stands_in_the_file(run, tmp_path, reference, key, value):
    path = tmp_path / "aneh.sop.json"
    path.write_text(json.dumps({"sopkit": 1, key: value}), "utf-8")
    said = json.loads(run("check", path, reference, "--format", "json").stdout)
    jsonschema.validate(said, SHAPE)
    assert {one["file"] for one in said["findings"]} == {str(path), str(reference)}
