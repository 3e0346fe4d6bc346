"""`tidy`: one order and format, names become ids; what is left wrong is told, what cannot be read is not touched."""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys

import pytest

import sopkit
from cli.test_process import SRC
from sopkit.cli import tidy

FIRST = """{"title": "Surat", "sopkit": 1, "version": "1.0.0", "id": "surat",
 "actors": ["Pemohon", "Staf Umum"],
 "steps": [
  {"activity": "Mengisi", "actor": "pemohon", "inputs": ["Surat kuasa", "Berkas permohonan"], "standard_time": "PT5M"},
  {"actor": "staf umum", "activity": "Memeriksa", "inputs": ["Berkas permohonan lengkap"], "standard_time": "PT5M"}
 ]}"""


@pytest.fixture
def surat(tmp_path):
    path = tmp_path / "surat.sop.json"
    path.write_text(FIRST, "utf-8")
    return path


def test_a_first_attempt_is_tidied_and_told(run, surat):
    result = run("tidy", surat, LANG="id", columns=200)
    lines = result.stdout.splitlines()
    assert lines[:5] == [
        f"{surat} dirapikan: nama menjadi id, id ditambahkan, urutan kunci, spasi dan baris.",
        "  dokumen baru: Surat kuasa (surat-kuasa)",
        "  dokumen baru: Berkas permohonan (berkas-permohonan)",
        "  dokumen baru: Berkas permohonan lengkap (berkas-permohonan-lengkap)",
        "  “Berkas permohonan lengkap” mirip dengan “Berkas permohonan”; keduanya dibiarkan terpisah.",
    ]
    assert f"(sopkit check {surat})" in lines[5]  # nobody supplies these documents yet
    assert result.exit_code == 0
    sop = sopkit.load(surat)
    assert surat.read_text("utf-8") == sopkit.dumps(sop)
    assert [document.id for document in sop.documents] == [
        "surat-kuasa",
        "berkas-permohonan",
        "berkas-permohonan-lengkap",
    ]
    again = surat.read_bytes()
    assert "sudah rapi" in run("tidy", surat, LANG="id").stdout
    assert surat.read_bytes() == again


@pytest.mark.parametrize(("answer", "count"), [("y", 2), ("ya", 2), ("", 3), ("t", 3)])
def test_names_that_read_nearly_alike_are_asked_about_on_a_terminal(run, surat, monkeypatch, answer, count):
    monkeypatch.setattr(tidy, "can_ask", lambda: True)
    result = run("tidy", surat, keys=answer + "\n", LANG="id")
    assert "Apakah keduanya dokumen yang sama? [y/T]" in result.stdout
    assert len(sopkit.load(surat).documents) == count


def test_no_answer_leaves_the_file_as_it_was(run, surat, monkeypatch):
    monkeypatch.setattr(tidy, "can_ask", lambda: True)
    result = run("tidy", surat, keys="")
    assert (result.exit_code, surat.read_text("utf-8")) == (1, FIRST)
    assert result.stderr.startswith("Stopped; ")

    def stop(_):
        raise KeyboardInterrupt

    monkeypatch.setattr(tidy, "ask", stop)
    result = run("tidy", surat)
    assert (result.exit_code, surat.read_text("utf-8")) == (130, FIRST)


def test_check_writes_nothing_and_says_what_is_not_tidy(run, surat, reference):
    result = run("tidy", "--check", surat, reference, columns=200)
    changed = "names became ids, ids were added, order of keys, spaces and lines"
    assert result.exit_code == 1
    said = f"{surat} is not tidy ({changed}): sopkit tidy {surat} {reference} is tidy."
    assert " ".join(result.stdout.split()) == said
    assert surat.read_text("utf-8") == FIRST
    assert run("tidy", "--check", reference).exit_code == 0


def test_what_is_left_wrong_is_told_as_check_tells_it(run, surat):
    surat.write_text(FIRST.replace('"title": "Surat"', '"titel": "Surat", "x-a": [1]'), "utf-8")
    result = run("tidy", surat)
    assert result.exit_code == 1
    assert 'did you mean "title"?' in result.stdout
    assert "1 error" in result.stdout
    assert list(json.loads(surat.read_text("utf-8")))[-2:] == ["titel", "x-a"]


@pytest.mark.parametrize(
    "data",
    [
        b"", b"{", b'{"sopkit": 1,}', b"[]", b"5", b"\xff{}", b'{"sopkit": 1, "sopkit": 1}', b'{"sopkit": 1, "x-a": 1e999}',
        b'{"sopkit": 1, "x-a": "\\ud800"}', b'{"sopkit": 2, "steps": []}', b'{"name": "left-pad", "version": "1.0.0"}',
        b'{"sopkit": 1, "title": "a\\u0000b"}', b'{"sopkit": 1, "x-a": ' + b"[" * 99 + b"]" * 99 + b"}",
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_told_and_not_touched(run, tmp_path, data):
    path = tmp_path / "x.sop.json"
    path.write_bytes(data)
    for more in ([], ["--check"]):
        result = run("tidy", path, *more, columns=200)
        assert result.exit_code == 1
        assert " error" in result.stdout
        assert f"{path} was not touched" in result.stdout
        assert path.read_bytes() == data


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ('"id": "b",', '"id":  "b",', "spaces and lines"),
        ("è", "\\u00e8", "spaces and lines"),
        ('"id": "a",\n  "version": "1.0.0"', '"version": "1.0.0",\n  "id": "a"', "order of keys"),
        ('"actor": "b"', '"actor": "Bè"', "names became ids"),
        ('      "id": "b",\n', "", "ids were added"),
        ("\n", "\r\n", ""),
    ],
)
def test_each_kind_of_change_is_told(run, tmp_path, old, new, what):
    tidy_text = (
        '{"sopkit": 1, "id": "a", "version": "1.0.0", "title": "A", "actors": [{"id": "b", "name": "Bè"}], '
        '"documents": [], "steps": [{"id": "s", "activity": "Menulis", "actor": "b", "standard_time": "PT5M"}]}'
    )
    text = sopkit.dumps(sopkit.loads(tidy_text))
    path = tmp_path / "a.sop.json"
    path.write_bytes(text.replace(old, new).encode())
    assert text.replace(old, new) != text
    result = run("tidy", path, columns=200)
    assert result.stdout.splitlines()[0] == (f"{path} is tidied: {what}." if what else f"{path} is tidy.")


def test_a_file_that_is_named_twice_is_tidied_once(run, surat):
    result = run("tidy", surat, f"{surat.parent}/../{surat.parent.name}/{surat.name}", columns=200)
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.count("is tidied") == 1


def test_the_mark_and_line_ends_of_the_file_stay(run, surat):
    surat.write_bytes(b"\xef\xbb\xbf" + FIRST.replace("\n", "\r\n").encode())
    run("tidy", surat)
    data = surat.read_bytes()
    assert data.startswith(b'\xef\xbb\xbf{\r\n  "sopkit": 1,\r\n  "id": "surat",\r\n')
    assert data.count(b"\n") == data.count(b"\r\n")
    assert "is tidy" in run("tidy", surat, columns=200).stdout
    assert surat.read_bytes() == data


@pytest.mark.parametrize(
    ("args", "said"),
    [
        ([], "FILE… is missing"),
        (["nowhere"], "no file or folder"),
        (["."], "is a folder"),
        (["--chek"], "Did you mean --check?"),
    ],
)
def test_an_unusable_call_is_told(run, surat, monkeypatch, args, said):
    monkeypatch.chdir(surat.parent)
    result = run("tidy", *args)
    assert (result.exit_code, result.stdout) == (2, "")
    assert said in result.stderr
    result = run("tidy", surat, "nowhere")  # nothing is tidied if one of them is not there
    assert (result.exit_code, surat.read_text("utf-8")) == (2, FIRST)


def test_a_disk_that_cannot_be_written_is_told(run, surat, monkeypatch):
    def refuse(*_, **__):
        raise OSError(errno.EROFS, "no")

    monkeypatch.setattr(os, "replace", refuse)
    result = run("tidy", surat)
    monkeypatch.undo()
    assert (result.exit_code, result.stdout) == (2, "")
    assert "the disk is read-only" in result.stderr
    assert surat.read_text("utf-8") == FIRST
    assert [path.name for path in surat.parent.iterdir()] == ["surat.sop.json"]


def test_other_words_lead_to_tidy(run, surat):
    assert f"sopkit tidy {surat}" in run("format", surat).stderr
    assert f"sopkit tidy {surat}" in run("rapikan", surat).stderr


def test_in_a_pipe_nobody_is_asked(surat):
    env = {**os.environ, "PYTHONPATH": str(SRC), "LANG": "C.UTF-8"}
    command = [sys.executable, "-m", "sopkit", "tidy", str(surat)]
    result = subprocess.run(command, env=env, stdin=subprocess.DEVNULL, capture_output=True, check=False, timeout=60)
    assert (result.returncode, result.stderr) == (0, b"")
    assert b"both were kept" in b" ".join(result.stdout.split())
    line = f"{sys.executable} -m sopkit tidy {surat} | true"
    result = subprocess.run(["bash", "-c", line], env=env, capture_output=True, check=False, timeout=60)
    assert result.stderr == b""
