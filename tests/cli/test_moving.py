"""Cases that are exported, imported or opened: go on where one fails, leave nothing behind, and say what is done."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from cli.conftest import ROOM, written

DEWI = "dewi:pemohon"


@pytest.fixture
def office(run, monkeypatch, tmp_path, room):
    """A folder with a store that holds one case."""
    monkeypatch.chdir(tmp_path)
    assert run("case", "open", room.name, "R-1").exit_code == 0
    return tmp_path


def said(result):
    return " ".join(result.output.split())


def test_a_long_id_has_a_file_of_its_own_and_a_second_run_goes_on(run, office):
    long = ["é" * 400, "é" * 399 + "x"]
    for id in long:
        assert run("case", "open", "ruang", id).exit_code == 0
    folder = office / "arsip"
    folder.mkdir()
    assert said(run("case", "export", "--all", "--to", folder, "--lang", "en")).startswith("3 cases written to")
    files = sorted(folder.iterdir())
    assert {json.loads(file.read_text())["case"] for file in files} == {"R-1", *long}
    files[0].unlink()
    result = run("case", "export", "--all", "--to", folder, "--lang", "en")
    assert result.exit_code == 0
    assert "1 case written" in said(result)
    assert "2 cases: there in" in said(result)
    assert run("case", "import", *folder.iterdir(), "--store", "sqlite:///baru.db").exit_code == 0


def test_an_export_goes_on_past_a_file_that_is_in_the_way(run, office):
    for id in ("R-2", "R-3"):
        run("case", "open", "ruang", id)
    Path("R-2.case.json").write_text("lain")
    result = run("case", "export", "--all", "--to", ".", "--lang", "id")
    assert result.exit_code == 1
    assert "R-2.case.json" in result.stdout
    assert "2 kasus ditulis ke ." in result.stdout
    assert Path("R-2.case.json").read_text() == "lain"
    result = run("case", "export", "R-9", "R-1", "--to", ".", "--lang", "id")
    assert (result.exit_code, "Tidak ada kasus R-9." in result.stdout) == (1, True)
    assert "1 kasus sudah ada di ." in result.stdout


def test_an_import_of_nothing_makes_no_store(run, office):
    written(office / "bukan.json", {"a": 1})
    Path("kosong.json").write_text("")
    export = json.loads(run("case", "export", "R-1").stdout)
    export["records"][0]["n"] = 1
    written(office / "salah.case.json", export)
    for file in ("/dev/null", "none.json", "bukan.json", "kosong.json", "ruang.sop.json", "salah.case.json"):
        result = run("case", "import", file, "--store", "sqlite:///baru.db", "--lang", "id")
        assert (result.exit_code, Path("baru.db").exists()) == (1, False), result.output
        assert result.stdout
    assert "adalah berkas SOP" in said(run("case", "import", "ruang.sop.json", "--lang", "id"))
    Path("R-1.case.json").write_text(run("case", "export", "R-1").stdout)
    result = run("case", "import", "bukan.json", "R-1.case.json", "none.json", "--store", "sqlite:///baru.db")
    assert result.exit_code == 1
    assert "1 case" in run("verify", "--store", "sqlite:///baru.db", "--lang", "en").stdout


def test_a_version_that_the_file_does_not_hold_opens_and_publishes_nothing(run, office):
    for lang, sentence in (("en", "holds version 1.0.0, not 9"), ("id", "memuat versi 1.0.0, bukan 9")):
        result = run(
            "case", "open", "ruang.sop.json", "R-2", "--version", "9", "--store", "sqlite:///baru.db", "--lang", lang
        )
        assert result.exit_code == 2
        assert sentence in said(result)
    assert not Path("baru.db").exists()
    assert run("case", "open", "ruang.sop.json", "R-2", "--version", "1.0.0").exit_code == 0


def test_an_id_that_is_taken_publishes_nothing(run, office):
    written(office / "lain.sop.json", {**ROOM, "id": "lain"})
    result = run("case", "open", "lain.sop.json", "R-1", "--lang", "id")
    assert (result.exit_code, "Kasus R-1 sudah ada" in said(result)) == (1, True)
    assert "SOP lain belum diterbitkan" in said(run("case", "open", "lain", "R-2", "--lang", "id"))


@pytest.mark.parametrize(
    "verb", [["note", "R-1", "x", "--as", DEWI], ["do", "R-1", "--as", DEWI], ["open", "ruang", "R-2"]]
)
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full device here")
def test_what_is_done_but_cannot_be_told_is_told_as_done(run, office, verb):
    before = json.loads(run("verify", "--format", "json").stdout)["records"]
    with Path("/dev/full").open("w") as full:
        result = subprocess.run(
            [sys.executable, "-m", "sopkit", "case", *verb, "--lang", "id"],
            check=False, stdout=full, stderr=subprocess.PIPE, text=True,
            env={**os.environ, "PYTHONIOENCODING": "utf-8"},
        )  # fmt: skip
    assert result.returncode == 2
    assert "sudah dilaksanakan dan tercatat" in " ".join(result.stderr.split())
    assert json.loads(run("verify", "--format", "json").stdout)["records"] == before + 1


@pytest.mark.parametrize(
    ("args", "english", "indonesian"),
    [
        (["case", "open", "/nope", "R-2"], "There is no file or folder “/nope”", "Tidak ada berkas atau folder"),
        (["case", "note", "R-1", "x", "--as", "x:a,,b"], "names an actor that is blank", "pelaksana yang kosong"),
        (["case", "open", "ruang", "R-2", "--data", "a:=["], "is no JSON", "bukan JSON"),
    ],
)
def test_a_slip_in_what_is_typed_is_told_as_what_it_is(run, office, args, english, indonesian):
    for lang, sentence in (("en", english), ("id", indonesian)):
        result = run(*args, "--lang", lang)
        assert (result.exit_code, result.stdout) == (2, "")
        assert sentence in said(result)


def test_a_suspended_case_is_told_as_such_with_all_that_resumes_it(run, office):
    result = run("case", "suspend", "R-1", "--as", DEWI, "--reason", "x", "--lang", "id")
    command = "sopkit case resume R-1 --as dewi:pemohon --reason TEKS"
    assert result.stdout.startswith("Kasus R-1 ditangguhkan.\n")
    assert command in result.stdout
    assert command in run("case", "show", "R-1", "--as", DEWI, "--lang", "id").stdout
    assert "sopkit case resume R-1 --as NAME:pemohon --reason TEXT" in run("case", "show", "R-1", "--lang", "en").stdout


@pytest.mark.parametrize("at", [-62135596800000000, 253402300799999999])
def test_a_case_at_the_edge_of_time_is_shown(run, office, monkeypatch, at):
    import sqlite3
    import time

    with sqlite3.connect("sopkit.db") as connection:
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            connection.execute(f"DROP TRIGGER {name}")
        connection.execute("UPDATE sopkit_records SET at = ?", [at])
        connection.execute("UPDATE sopkit_cases SET since = ?, opened = ?, changed = ?", [at, at, at])
    connection.close()
    for zone in ("Asia/Jakarta", "America/Lima"):
        monkeypatch.setenv("TZ", zone)
        time.tzset()
        for verb in (["case", "show", "R-1"], ["case", "list"], ["inbox", "--as", DEWI]):
            assert run(*verb).exit_code == 0
    monkeypatch.delenv("TZ")
    time.tzset()


@pytest.mark.parametrize("n", ["1e400", "-1", "0.5", '"0"', "null", "true"])
def test_a_checkpoint_with_odd_numbers_is_none(run, office, n):
    Path("cp.json").write_text('{"sopkit": "checkpoint", "heads": {"R-1": [N, "a"]}}'.replace("N", n))
    result = run("verify", "--checkpoint", "cp.json", "--lang", "id")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "bukan titik periksa" in result.stderr
