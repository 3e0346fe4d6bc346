"""`demo`: what a newcomer sees first."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

import sopkit
from sopkit.errors import NetworkPath

SHEETS = [f"rekomendasi-izin-usaha-industri.{shape}" for shape in ("html", "pdf")]


@pytest.fixture(autouse=True)
def here(monkeypatch, tmp_path):
    """A folder to leave things in."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


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
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temporary"))
    assert run("demo").exit_code == 0
    assert list((tmp_path / "temporary").iterdir()) == []


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
    assert [command[0] for command in commands] == ["demo", "show", "walk", "paths", "check", "sheet", "case", "--help"]
    for command in commands:
        assert run(*command, keys="q\n").exit_code == 0


@pytest.mark.parametrize("lang", ["en", "id"])
def test_the_official_sheet_is_written_and_told_where(run, here, lang):
    for _ in range(2):
        said = run("demo", "--lang", lang).stdout
        assert [name for name in SHEETS if f"sopkit-demo/{name}\n" in said] == SHEETS
    html, pdf = ((here / "sopkit-demo" / name).read_bytes() for name in SHEETS)
    assert html == sopkit.render(sopkit.reference(), "sheet.html")
    assert pdf.startswith(b"%PDF")


def test_without_the_extra_the_demo_tells_how_to_get_the_pdf(run, here, monkeypatch):
    monkeypatch.setitem(sys.modules, "typst", None)
    monkeypatch.setattr("sopkit.sheet.outputs.typeset._compiler", sopkit.sheet.outputs.typeset._compiler.__wrapped__)
    result = run("demo", "--lang", "en")
    assert result.exit_code == 0
    assert "pip install 'sopkit[sheet]'" in " ".join(result.stdout.split())
    assert [path.name for path in (here / "sopkit-demo").iterdir()] == SHEETS[:1]


def test_a_sheet_that_somebody_changed_is_not_overwritten_by_the_demo(run, here):
    run("demo")
    changed = here / "sopkit-demo" / SHEETS[0]
    changed.write_text("mine", encoding="utf-8")
    result = run("demo", "--lang", "en")
    assert result.exit_code == 0
    assert "is not overwritten" in " ".join(result.stdout.split())
    assert changed.read_text(encoding="utf-8") == "mine"


def test_where_no_folder_can_be_made_the_demo_says_so_and_goes_on(run, here):
    (here / "sopkit-demo").write_text("a file", encoding="utf-8")
    result = run("demo", "--lang", "en")
    assert result.exit_code == 0
    assert "“sopkit-demo” cannot be created" in " ".join(result.stdout.split())
    assert "WHAT TO TRY NEXT" in result.stdout


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
