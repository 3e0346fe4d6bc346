"""`book`: many SOPs bound into one file; what cannot be bound is told and left out."""

from __future__ import annotations

import sys

import pytest

import sopkit
from cli.conftest import ROOM, written
from sopkit.sheet.documents.book import book
from sopkit.sheet.outputs import typeset
from sopkit.sheet.outputs.html import html

LANGUAGES = ["id", "en"]


@pytest.fixture
def folder(tmp_path):
    """A folder with two sound SOPs, one below."""
    sops = tmp_path / "sops"
    (sops / "bawah").mkdir(parents=True)
    written(sops / "a.sop.json", {**ROOM, "title": "Zakat", "identity": {"agency": "Dinas A", "number": "SOP-10"}})
    written(
        sops / "bawah" / "b.sop.json", {**ROOM, "title": "Arsip", "identity": {"agency": "Dinas A", "number": "SOP-2"}}
    )
    return sops


def test_a_folder_becomes_one_book(run, folder, tmp_path):
    out = tmp_path / "buku.html"
    result = run("book", folder, "-o", out, "--title", "SOP Dinas", "--lang", "id")
    pages = book(map(sopkit.load, folder.rglob("*.json")), title="SOP Dinas", language="id").sheet.pages
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == f"{out}: 2 SOP, {len(pages)} halaman\n"
    told = out.read_text("utf-8")
    assert told.index("SOP DINAS") < told.index("SOP-2") < told.index("SOP-10")
    again = run("book", folder, "-o", out, "--title", "SOP Dinas", "--lang", "id")
    assert again.stdout == f"{out}: 2 SOP, {len(pages)} halaman (sudah ada, isinya sama)\n"


def test_without_a_language_each_sheet_is_in_its_own(run, folder, tmp_path):
    run("book", folder, "-o", tmp_path / "x.html", LANG="en_US.UTF-8")
    want = book(map(sopkit.load, sorted(folder.rglob("*.json"))))
    assert (tmp_path / "x.html").read_text("utf-8") == html(want.sheet, told=want.flows)


def test_the_pdf_of_a_book_is_the_same_each_time(run, folder, tmp_path):
    for name in "x.pdf", "y.pdf":
        assert run("book", folder, "-o", tmp_path / name).exit_code == 0
    assert (tmp_path / "x.pdf").read_bytes() == (tmp_path / "y.pdf").read_bytes()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_cannot_be_read_or_drawn_is_told_and_left_out(run, folder, tmp_path, lang):
    wrong = written(folder / "c.sop.json", {**ROOM, "version": 7})
    wide = written(folder / "d.sop.json", {**ROOM, "title": "x" * 5_000})
    result = run("book", folder, "-o", tmp_path / "x.html", "--lang", lang)
    assert result.exit_code == 1
    first, second, last = result.stderr.splitlines()
    assert first.startswith(str(wrong))
    assert second.startswith(str(wide))
    assert last == ("2 SOP tidak ikut dijilid." if lang == "id" else "2 SOPs are left out.")
    assert result.stdout.startswith(f"{tmp_path / 'x.html'}: 2 SOP")


@pytest.mark.parametrize("title", ["x" * 5_000, 7])
def test_where_nothing_is_left_there_is_no_book(run, tmp_path, title):
    written(tmp_path / "a.sop.json", {**ROOM, "title": title})
    result = run("book", tmp_path, "-o", tmp_path / "x.html", "--lang", "en")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith(str(tmp_path / "a.sop.json"))
    assert not (tmp_path / "x.html").exists()


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["{folder}"], "-o FILE is missing"),
        (["-o", "{out}/x.pdf"], "FILE|FOLDER… is missing"),
        (["{folder}", "-o", "-"], "end it with .pdf or .html"),
        (["{folder}", "-o", "{out}"], "end it with .pdf or .html"),
        (["{folder}", "-o", "{out}/x.svg"], "end it with .pdf or .html"),
        (["{folder}", "-o", "{out}/none/x.pdf"], "the folder does not exist"),
        (["{folder}", "-o", f"{{out}}/{'x' * 300}.html"], "its name is too long"),
        (["{out}", "-o", "{out}/x.pdf"], "There is no *.sop.json here"),
        (["{out}/none", "-o", "{out}/x.pdf"], "There is no file or folder"),
        (["{folder}", "-o", "{out}/x.html", "--title", "Buku " * 900], "is too long for its page"),
        (["{folder}", "-o", "{out}/x.html", "--title", "申請"], "has no picture of the character"),
        (["{folder}", "-o", "{out}/x.html", "--logo", "{folder}/a.sop.json"], "The logo must be a PNG"),
        (["{folder}", "-o", "{out}/x.html", "--logo", "{out}/none"], "There is no file or folder"),
    ],
)  # fmt: skip
def test_a_call_that_cannot_be_done_is_one_sentence_and_leaves_nothing(run, folder, tmp_path, args, said, lang):
    out = tmp_path / "out"
    out.mkdir()
    result = run("book", *(arg.format(folder=folder, out=out) for arg in args), "--lang", lang)
    assert (result.exit_code, result.stdout) == (2, ""), result.stderr
    sentence, help = result.stderr.splitlines()
    assert "book --help" in help
    if lang == "en":
        assert said in sentence
    assert list(out.iterdir()) == []


def test_a_book_that_is_there_is_not_overwritten(run, folder, tmp_path):
    (tmp_path / "x.html").write_text("mine", encoding="utf-8")
    result = run("book", folder, "-o", tmp_path / "x.html", "--lang", "en")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "is already there and is not overwritten" in result.stderr
    assert (tmp_path / "x.html").read_text(encoding="utf-8") == "mine"


def test_without_the_extra_the_pdf_is_a_sentence(run, folder, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "typst", None)
    monkeypatch.setattr(typeset, "_compiler", typeset._compiler.__wrapped__)
    result = run("book", folder, "-o", tmp_path / "x.pdf", "--lang", "en")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "pip install 'sopkit[sheet]'" in result.stderr
    assert not (tmp_path / "x.pdf").exists()
    assert run("book", folder, "-o", tmp_path / "x.html").exit_code == 0


def test_ctrl_c_is_told_and_leaves_nothing(run, folder, tmp_path, monkeypatch):
    def stop(*_, told, **__):
        told(1, 2)
        raise KeyboardInterrupt

    monkeypatch.setattr("sopkit.cli.book.book", stop)
    result = run("book", folder, "-o", tmp_path / "x.html", "--lang", "en")
    assert result.exit_code == 130
    assert "Stopped after 1 of 2; nothing is half written." in result.stderr
    assert not (tmp_path / "x.html").exists()
