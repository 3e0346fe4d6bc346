"""`check --fix`: shown, asked for on a terminal, written whole; nothing is made worse."""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import sopkit
from cli.conftest import written
from cli.test_process import SRC, call
from sopkit.checks import RULES, Rule
from sopkit.checks.finding import Found
from sopkit.cli import fix
from sopkit.edits import Edit
from sopkit.testing import definitions
from sopkit.views.screen import Screen

SURAT = {
    "sopkit": "1", "id": "surat", "version": "1.0.0", "title": "Surat",
    "actors": [{"id": "staf", "name": "Staf"}], "documents": [],
    "steps": [{"id": "a", "activity": "Menulis surat", "actor": "staf", "standard_time": "120 menit"}],
    "waive": [{"rule": "chain", "reason": "Dahulu perlu."}],
}  # fmt: skip


@pytest.fixture
def surat(tmp_path):
    return written(tmp_path / "surat.sop.json", SURAT)


def test_changes_are_shown_made_and_the_rest_is_reported(run, surat):
    before = surat.read_text("utf-8")
    result = run("check", "--fix", surat, LANG="id")
    lines = result.stdout.splitlines()
    assert lines[0] == str(surat)
    assert lines[1:3] == ['      2 │ - "sopkit": "1",', '      2 │ + "sopkit": 1,']
    assert '     18 │ + "standard_time": "PT120M"' in lines
    assert '     21 │ - "waive": [' in lines
    assert "wrong-type × 1, wrong-form × 1, waiver-unused × 1" in lines
    assert "3 perbaikan ditulis." in lines
    assert lines[-1] == "1 berkas: tidak ada temuan"
    assert result.exit_code == 0
    after = surat.read_text("utf-8")
    assert after == before.replace('"1"', "1").replace("120 menit", "PT120M").replace(
        before[before.index('"waive"') : before.rindex("]") + 1], '"waive": []'
    )
    assert run("check", "--fix", surat).stdout == "1 file: nothing found\n"
    assert surat.read_text("utf-8") == after


def test_what_only_a_person_can_decide_stays_and_counts(run, surat):
    surat.write_text(surat.read_text("utf-8").replace('"actor": "staf"', '"actor": "stafx"'), "utf-8")
    result = run("check", "--fix", surat)
    assert result.exit_code == 1
    assert 'there is no actor "stafx"' in result.stdout
    assert '"PT120M"' in surat.read_text("utf-8")


def test_marks_and_line_ends_stay(run, surat):
    data = b"\xef\xbb\xbf" + surat.read_bytes().replace(b"\n", b"\r\n")
    surat.write_bytes(data)
    assert run("check", "--fix", surat).exit_code == 0
    assert surat.read_bytes().startswith(b'\xef\xbb\xbf{\r\n  "sopkit": 1,\r\n')
    assert surat.read_bytes().count(b"\n") == surat.read_bytes().count(b"\r\n")


@pytest.mark.parametrize(
    ("answer", "is_written"), [("", True), ("y", True), ("ya", True), ("t", False), ("N", False), (None, False)]
)
def test_on_a_terminal_it_asks_first(run, surat, monkeypatch, answer, is_written):
    monkeypatch.setattr(fix, "can_ask", lambda: True)
    before = surat.read_bytes()
    result = run("check", "--fix", surat, keys="" if answer is None else answer + "\n", LANG="id")
    assert "Tulis perubahan ini? [Y/t]" in result.stdout
    assert (surat.read_bytes() != before) == is_written
    assert (f"{surat} tidak diubah." in result.stdout) != is_written
    assert result.exit_code == int(not is_written)


def test_each_change_of_a_long_line_is_shown(run, surat):
    surat.write_text(json.dumps(SURAT), "utf-8")
    lines = run("check", "--fix", surat).stdout.splitlines()
    shown = [line for line in lines if line.startswith("      1 │ +")]
    assert ['"sopkit": 1' in shown[0], '"PT120M"' in shown[1], '"waive": []' in shown[2]] == [True] * 3
    assert all(len(line) <= 80 for line in lines[1:])


def test_short_lines_among_long_ones_are_shown_whole():
    old, new = f"{'a' * 100} 1 b\nshort 1", f"{'a' * 100} 2 b\nshort 2"
    assert list(fix.changes(old, new, Screen("en"))) == [
        "      1 │ - …aaaaaaaaaaa 1 b", "      1 │ + …aaaaaaaaaaa 2 b", "      2 │ - short 1", "      2 │ + short 2",
    ]  # fmt: skip


def test_colour_only_on_a_terminal(surat):
    assert b"\x1b[" not in call("check", "--fix", surat).stdout
    old, new = "a\nb\n", "a\nc\n"
    assert list(fix.changes(old, new, Screen("en"))) == ["      2 │ - b", "      2 │ + c"]
    assert "\x1b[31m- b" in next(fix.changes(old, new, Screen("en", 80, is_coloured=True)))


@pytest.mark.parametrize("rule", ["worse", "useless", "wild"])
def test_a_fix_that_helps_nothing_is_not_made(run, surat, monkeypatch, rule):
    fixes = {
        "worse": (Edit.put("/steps/0/actor", "nobody"),),
        "useless": (Edit.put("/title", "Surat Lain"),),
        "wild": (Edit.remove("/nothing/here"),),
    }
    monkeypatch.setitem(RULES, rule, Rule(lambda survey: [Found("/title", {}, fix=fixes[rule])]))
    monkeypatch.setattr("sopkit.errors.root.say", lambda code, *_, **__: code)
    surat.write_text(json.dumps({**SURAT, "sopkit": 1}), "utf-8")
    run("check", "--fix", surat)
    after = json.loads(surat.read_text("utf-8"))
    assert (after["title"], after["steps"][0]["actor"]) == ("Surat", "staf")
    assert (after["steps"][0]["standard_time"], after["waive"]) == ("PT120M", [])  # the others are made all the same


def test_fixes_that_contradict_each_other_are_made_one_after_the_other():
    text = json.dumps(
        {**SURAT, "sopkit": 1, "steps": [{**SURAT["steps"][0], "standard_time": "PT1M", "alternates": [["x"], ["x"]]}]}
    )
    assert fix.better(text, "surat.sop.json")[0] == text  # unsound, and nothing to mend it with
    twice = json.dumps({**SURAT, "sopkit": 1, "cancel": ["staf", "staf", "staf"], "waive": []})
    better, rules = fix.better(twice, "surat.sop.json")
    assert json.loads(better)["cancel"] == ["staf"]
    assert rules == {"item-twice": 2, "wrong-form": 1}


@pytest.mark.parametrize(
    ("function", "code", "said"),
    [
        ("replace", errno.EROFS, "the disk is read-only"),
        ("fsync", errno.ENOSPC, "the disk is full"),
        ("open", errno.ENOENT, "no longer there"),
    ],
)
def test_a_file_that_cannot_be_written_is_as_it_was(run, surat, monkeypatch, function, code, said):
    before = surat.read_bytes()

    def refuse(*_, **__):
        raise OSError(code, "no")

    monkeypatch.setattr(os, function, refuse)
    result = run("check", "--fix", surat)
    monkeypatch.undo()
    assert result.exit_code == 2
    assert said in result.stderr
    assert surat.read_bytes() == before
    assert [path.name for path in surat.parent.iterdir()] == ["surat.sop.json"]


@pytest.mark.parametrize("shape", ["json", "github", "sarif"])
def test_changes_are_for_readers(run, surat, shape):
    before = surat.read_bytes()
    result = run("check", "--fix", "--format", shape, surat)
    assert (result.exit_code, result.stdout) == (2, "")
    assert f"First run --fix, then --format {shape}" in result.stderr
    assert surat.read_bytes() == before


@pytest.mark.parametrize("data", [b"", b"{", b"\xff\xfe{}", b'{"a": 1,}', b"[]", b"\x00"])
def test_what_is_no_definition_is_left_as_it_is(run, tmp_path, data):
    path = tmp_path / "x.sop.json"
    path.write_bytes(data)
    result = run("check", "--fix", path)
    assert (result.exit_code, result.stderr) == (1, "")
    assert "1 file: 1 error" in result.stdout
    assert path.read_bytes() == data


def test_a_closed_pipe_and_a_folder(surat):
    line = f"{sys.executable} -m sopkit check --fix {surat.parent} | head -1"
    env = {**os.environ, "PYTHONPATH": str(SRC), "LANG": "C.UTF-8"}
    result = subprocess.run(["bash", "-c", line], capture_output=True, env=env, check=False, timeout=60)
    assert result.stderr == b""
    assert json.loads(surat.read_text("utf-8"))["title"] == "Surat"  # whole, mended or not


@settings(max_examples=15)
@given(definitions(((1, 6),)), st.integers(0, 3))
def test_mending_leaves_no_rule_with_more_to_say(whole, n):
    text = json.dumps({**whole, "waive": [{"rule": "chain", "reason": "x"}] * n})
    before = sopkit.check(sopkit.loads(text))
    better, rules = fix.better(text, "generated.sop.json")
    after = sopkit.check(sopkit.loads(better))
    assert len(after) == len(before) - sum(rules.values())
    assert {one.rule for one in after} <= {one.rule for one in before} | {"file-name"}
    assert fix.better(better, "generated.sop.json") == (better, {})
    assert attrs.evolve(sopkit.loads(better), waive=()) == attrs.evolve(sopkit.loads(text), waive=()) or rules
