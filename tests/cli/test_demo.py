"""`demo`: what a newcomer sees first."""

from __future__ import annotations

from pathlib import Path

import pytest

import sopkit
from sopkit.errors import NetworkPath


@pytest.mark.parametrize("lang", ["en", "id"])
@pytest.mark.parametrize("columns", [60, 80, 160])
def test_the_demo_fits_and_is_the_same_each_time(run, lang, columns):
    result = run("demo", "--lang", lang, columns=columns)
    assert result.exit_code == 0
    assert result.stdout == run("demo", "--lang", lang, columns=columns).stdout
    if columns >= 80:
        assert [line for line in result.stdout.splitlines() if len(line) > columns] == []


def test_it_tells_the_main_job(run):
    said = run("demo", "--lang", "id").stdout
    assert "0 kesalahan" in said
    assert "hal hasil tafsiran penyusun, menunggu pengesahan" in said
    for number in range(1, 9):
        assert f"\n  {number}  " in said
    assert "Siti, TIM TEKNIS" in said
    assert "“KTP pemohon belum dilampirkan”" in said
    assert "2026-01-12 09:30  8" in said
    assert "Kasus berakhir: Selesai." in said
    assert "total waktu baku  19 Jam 40 Menit" in said
    assert "21 Jam 50 Menit, termasuk kerja ulang 2 Jam 10 Menit" in said
    assert "pengembalian      1" in said
    assert "DAFTAR TUGAS SITI" in said
    assert "diambil Siti · TIM TEKNIS" in said
    assert "3 kasus, 16 catatan, semuanya seperti saat ditulis" in " ".join(said.split())
    back = sopkit.count_paths(sopkit.reference(), returns=1)
    assert f"1 tanpa pengembalian, {back} bila tiap pengembalian terjadi paling banyak sekali" in " ".join(said.split())


def test_the_store_of_the_demo_is_gone_when_it_ends(run, monkeypatch, tmp_path):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    assert run("demo").exit_code == 0
    assert list(tmp_path.iterdir()) == []


def test_a_demo_that_finds_no_place_for_its_store_says_so(run, monkeypatch):
    def refuse(*_, **__):
        raise NetworkPath(store="demo.db", filesystem="nfs")

    monkeypatch.setattr("sopkit.cli.demo.open_desk", refuse)
    result = run("demo", "--lang", "en")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "demo.db lies on a network file system (nfs)" in result.stderr


def test_what_it_says_to_try_next_works(run, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    commands = [line.split("sopkit ", 1)[1].split() for line in run("demo").stdout.splitlines() if "  sopkit " in line]
    assert commands[0] == ["demo", "--copy"]
    assert [command[0] for command in commands] == ["demo", "show", "walk", "paths", "check", "case", "--help"]
    for command in commands:
        assert run(*command, keys="q\n").exit_code == 0


def test_the_copy_never_overwrites(run, monkeypatch, tmp_path, reference):
    monkeypatch.chdir(tmp_path)
    assert run("demo", "--copy").exit_code == 0
    assert (tmp_path / reference.name).read_bytes() == reference.read_bytes()
    result = run("demo", "--copy")
    assert result.exit_code == 2
    assert "is already there and is not overwritten" in result.stderr


def test_a_copy_that_cannot_be_written_says_why(run, monkeypatch, tmp_path):
    plainly = Path.open

    def refuse(path, mode="r", **more):
        if mode == "xb":
            raise PermissionError(13, "x")
        return plainly(path, mode, **more)

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(Path, "open", refuse)
    result = run("demo", "--copy", "--lang", "id")
    assert result.exit_code == 2
    assert "tidak dapat dibuat: Anda tidak memiliki izin." in result.stderr


def test_a_copy_on_a_full_disk_leaves_no_file(run, monkeypatch, tmp_path, reference):
    def full(*_):
        raise OSError(28, "x")

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("os.fsync", full)
    assert "the disk is full" in run("demo", "--copy", "--lang", "en").stderr
    assert list(tmp_path.iterdir()) == []
