"""`check` on several files: what only all of them together show stands under its file and counts."""

from __future__ import annotations

import json

import pytest

from sopkit.checks.pages import book


@pytest.fixture
def folder(tmp_path):
    """Two SOP files that have the same number."""
    for name, sample in book("number-unique", "bad").items():
        (tmp_path / name).write_bytes(sample.read_bytes())
    return tmp_path


def test_a_finding_of_the_book_stands_under_its_file_and_counts(run, folder):
    lines = run("check", folder).stdout.splitlines()
    assert lines[0] == str(folder / "penyerahan-izin-penelitian.sop.json")
    assert lines[1].split() == ["10:15", "warning", "number-unique"]
    assert "2 files: 1 warning" in lines
    assert run("check", folder, "--fail-on", "warning").exit_code == 1


@pytest.mark.parametrize("order", [1, -1])
def test_files_named_together_are_a_book_and_one_alone_is_none(run, folder, order):
    files = sorted(folder.iterdir())[::order]
    said = json.loads(run("check", *files, "--format", "json").stdout)
    assert [(one["rule"], one["file"]) for one in said["findings"]] == [("number-unique", str(files[1]))]
    assert json.loads(run("check", files[0], "--format", "json").stdout)["findings"] == []


def test_a_broken_file_does_not_keep_the_others_from_being_a_book(run, tmp_path, broken):
    for name, sample in book("id-unique", "bad").items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(sample.read_bytes())
    result = run("check", tmp_path, "--format", "json")
    rules = {one["rule"] for one in json.loads(result.stdout)["findings"]}
    assert {"id-unique", "unknown-key"} <= rules
    assert result.exit_code == 1


def test_findings_of_file_and_book_come_in_the_order_of_the_file(run, folder):
    for path in folder.iterdir():
        text = path.read_text("utf-8").replace('"Surat izin penelitian"', '"Surat izin  penelitian"')
        path.write_text(text, "utf-8")
        path.rename(path.with_name(f"lain-{path.name}"))
    said = json.loads(run("check", folder, "--format", "json").stdout)["findings"]
    second = [(one["rule"], one["line"]) for one in said if "penyerahan" in one["file"]]
    assert second == [("file-name", 3), ("number-unique", 10)]
