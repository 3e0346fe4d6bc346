"""`check` on several files: what only all of them together show stands under its file and counts."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import sopkit

SAMPLES = Path(sopkit.__file__).parent / "samples"
BOOK = SAMPLES / "number-unique.bad"


def test_a_finding_of_the_book_stands_under_its_file_and_counts(run):
    lines = run("check", BOOK).stdout.splitlines()
    assert lines[0] == str(BOOK / "penyerahan-izin-penelitian.sop.json")
    assert lines[1].split() == ["10:15", "warning", "number-unique"]
    assert "2 files: 1 warning" in lines
    assert run("check", BOOK, "--fail-on", "warning").exit_code == 1


@pytest.mark.parametrize("order", [1, -1])
def test_files_named_together_are_a_book_and_one_alone_is_none(run, order):
    files = sorted(BOOK.iterdir())[::order]
    said = json.loads(run("check", *files, "--format", "json").stdout)
    assert [(one["rule"], one["file"]) for one in said["findings"]] == [("number-unique", str(files[1]))]
    assert json.loads(run("check", files[0], "--format", "json").stdout)["findings"] == []


def test_a_broken_file_does_not_keep_the_others_from_being_a_book(run, tmp_path, broken):
    for path in sorted(SAMPLES.joinpath("id-unique.bad").rglob("*.sop.json")):
        (tmp_path / path.parent.name).mkdir()
        (tmp_path / path.parent.name / path.name).write_bytes(path.read_bytes())
    result = run("check", tmp_path, "--format", "json")
    rules = {one["rule"] for one in json.loads(result.stdout)["findings"]}
    assert {"id-unique", "unknown-key"} <= rules
    assert result.exit_code == 1


def test_findings_of_file_and_book_come_in_the_order_of_the_file(run, tmp_path):
    for path in BOOK.iterdir():
        text = path.read_text("utf-8").replace('"Surat izin penelitian"', '"Surat izin  penelitian"')
        (tmp_path / f"lain-{path.name}").write_text(text, "utf-8")
    said = json.loads(run("check", tmp_path, "--format", "json").stdout)["findings"]
    second = [(one["rule"], one["line"]) for one in said if "penyerahan" in one["file"]]
    assert second == [("file-name", 3), ("number-unique", 10)]
