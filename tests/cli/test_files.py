"""What is named on the command line and is no ordinary file, or no name at all; and values of it on one line."""

from __future__ import annotations

import io
import json
import os
import socket

import pytest

from sopkit.cli import journals

WAYS = [
    ("check", "{}"), ("show", "{}"), ("walk", "{}"), ("paths", "{}"), ("tidy", "{}"), ("draw", "{}"),
    ("diff", "{}", "{room}"), ("diff", "{room}", "{}"), ("draw", "{room}", "--case", "{}"),
    ("diff", "{room}", "{room}", "--case", "{}"), ("walk", "{room}", "--script", "@{}"),
]  # fmt: skip


@pytest.fixture(params=["pipe", "socket", "device"])
def odd(request, tmp_path, monkeypatch):
    """Something that has a name in a folder, and never ends or waits for somebody to write."""
    monkeypatch.chdir(tmp_path)
    if request.param == "pipe":
        os.mkfifo("pipe")
    elif request.param == "socket":
        with socket.socket(socket.AF_UNIX) as listening:
            listening.bind("socket")
    else:
        return "/dev/zero"
    return request.param


@pytest.mark.parametrize(("lang", "said"), [("id", "bukan berkas biasa"), ("en", "not an ordinary file")])
@pytest.mark.parametrize("way", WAYS, ids=" ".join)
def test_a_pipe_a_socket_and_a_device_are_refused_and_not_waited_for(run, room, odd, way, lang, said):
    result = run(*(part.format(odd, room=room) for part in way), "--lang", lang)
    assert (result.exit_code, result.stdout) == (2, "")
    assert said in result.stderr
    assert odd in result.stderr


@pytest.mark.parametrize(("lang", "said"), [("id", "Masukan standar"), ("en", "Standard input")])
@pytest.mark.parametrize("verb", ["check", "show", "walk", "paths", "tidy", "draw"])
def test_a_dash_in_the_place_of_a_definition_is_answered(run, verb, lang, said):
    result = run(verb, "-", "--lang", lang, keys="{}")
    assert (result.exit_code, result.stdout) == (2, "")
    assert said in result.stderr


def test_a_pipe_in_a_folder_is_no_sop_file(run, room, tmp_path):
    os.mkfifo(tmp_path / "pipa.sop.json")
    assert run("check", tmp_path).stdout.startswith(f"{room}\n")


@pytest.mark.parametrize(("lang", "said"), [("id", "namanya kosong"), ("en", "the name is empty")])
@pytest.mark.parametrize("way", [*WAYS[:-1], ("draw", "{room}", "-o", "{}"), ("explain", "{}")], ids=" ".join)
def test_an_empty_name_is_called_so(run, room, way, lang, said):
    result = run(*(part.format("", room=room) for part in way), "--lang", lang)
    assert (result.exit_code, result.stdout) == (2, "")
    assert said in result.stderr


def test_a_journal_from_stdin_that_never_ends_is_refused(run, room, monkeypatch):
    monkeypatch.setattr(journals, "_MOST", 1_000)
    result = run("draw", room, "--case", "-", keys=io.BytesIO(b" " * 1_001))
    assert (result.exit_code, result.stdout) == (2, "")
    assert "too large" in result.stderr


@pytest.mark.parametrize("verb", ["check", "show", "draw", "tidy"])
def test_the_name_of_a_file_that_is_not_there_stands_on_one_line(run, tmp_path, verb):
    result = run(verb, tmp_path / "tidak\nada\x1b[1m")
    assert result.exit_code == 2
    assert r"tidak\nada\x1b[1m" in result.stderr


@pytest.mark.parametrize("verb", ["draw", "diff"])
def test_what_a_journal_says_stands_on_one_line(run, room, tmp_path, verb):
    told = json.loads(run("walk", room, "--script", "done", "--format", "json").stdout)
    path = tmp_path / "kasus.json"
    files = [room] if verb == "draw" else [room, room]
    for key, value, said in (
        ("to", "x\ny\x1b[31m", r'"to" should be periksa, not x\ny\x1b[31m.'),
        ("by", None, '"by" is empty.'),
        ("case", "1\n2", r'"case" should be 1, not 1\n2.'),
    ):
        entries = [told["journal"][0], told["journal"][1] | {key: value}]
        path.write_text(json.dumps(entries), encoding="utf-8")
        result = run(verb, *files, "--case", path, "--lang", "en")
        assert (result.exit_code, result.stdout) == (2, "")
        assert said in result.stderr


@pytest.mark.parametrize("given", ["ajukan", "ajukan=", "=ajukan", "="])
def test_renamed_without_two_ids_is_told_what_to_write(run, room, given):
    result = run("diff", room, room, "--renamed", given, "--lang", "en")
    assert (result.exit_code, result.stdout) == (2, "")
    assert f"--renamed {given}: write the old id and the new one" in result.stderr


@pytest.mark.parametrize(
    ("lang", "said"), [("id", "Sistem menolak: tempat penyimpanannya penuh"), ("en", "disk is full")]
)
def test_the_words_of_the_system_are_said_in_the_language_of_the_reader(run, room, monkeypatch, lang, said):
    def full(*_args, **_more):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("sopkit.cli.draw.show", full)
    result = run("draw", room, "--lang", lang)
    assert result.exit_code == 2
    assert said in result.stderr


@pytest.mark.parametrize(("lang", "said"), [("id", "berisi contoh, bukan SOP"), ("en", "holds examples and no SOP")])
@pytest.mark.parametrize("way", WAYS[:8], ids=" ".join)
def test_a_file_of_examples_is_told_to_be_one_that_pytest_plays(run, room, way, lang, said, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "x.cases.json").write_text('{"cases": []}', encoding="utf-8")
    result = run(*(part.format("x.cases.json", room=room) for part in way), "--lang", lang)
    assert (result.exit_code, result.stdout) == (2, "")
    assert said in result.stderr
    assert "pytest x.cases.json" in result.stderr
