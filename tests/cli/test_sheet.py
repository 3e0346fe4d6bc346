"""`sheet`: one SOP into a file, many into a folder; what was there stays, and whatever goes wrong is one sentence."""

from __future__ import annotations

import json
import os
import sys
from io import StringIO

import pytest

import sopkit
from cli.conftest import ROOM, written
from sopkit.cli import writing
from sopkit.cli.drawing import tell
from sopkit.cli.progress import progress
from sopkit.sheet import VIEWS
from sopkit.sheet.outputs import typeset
from sopkit.views.screen import Screen

LANGUAGES = ["id", "en"]
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360606060000000"
    "050001a5f645400000000049454e44ae426082"
)


@pytest.fixture
def folder(tmp_path):
    """A folder with two sound SOPs, one that is not, and one below."""
    sops = tmp_path / "sops"
    (sops / "bawah").mkdir(parents=True)
    written(sops / "a.sop.json", ROOM)
    written(sops / "b.sop.json", {**ROOM, "id": "b", "version": 7})
    written(sops / "bawah" / "c.sop.json", {**ROOM, "id": "c"})
    return sops


@pytest.fixture
def out(tmp_path):
    return tmp_path / "out"


def names(folder):
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize("view", VIEWS)
def test_the_name_of_the_file_tells_the_format(run, room, out, view):
    out.mkdir()
    what, _, shape = view.partition(".")
    result = run("sheet", room, "--view", what, "-o", out / f"x.{shape.upper() if shape == 'pdf' else shape}")
    assert (result.exit_code, result.stderr) == (0, "")
    sop = sopkit.load(room)
    for n, path in enumerate(sorted(out.iterdir()), 1):
        assert path.read_bytes() == sopkit.render(sop, view, page=n)
        assert path.name in result.stdout


def test_what_a_check_would_find_is_drawn_and_nothing_is_said_of_it(run, tmp_path, out):
    steps = [{**ROOM["steps"][0], "next": "dipakai"}, *ROOM["steps"][1:]]  # no case reaches the others
    path = written(tmp_path / "ruang.sop.json", {**ROOM, "steps": steps})
    assert run("check", path).exit_code == 1
    result = run("sheet", path, "-o", f"{out}.html")
    assert (result.exit_code, result.stderr) == (0, "")


def test_a_picture_has_a_file_for_each_page(run, reference, out):
    out.mkdir()
    result = run("sheet", reference, "-o", out / "x.svg")
    pages = names(out)
    assert pages == [f"x-{n}.svg" for n in range(1, len(pages) + 1)]
    assert len(pages) > 1
    assert result.stdout == f"{reference} → {out / pages[0]} … {out / pages[-1]}\n"


def test_the_sheet_speaks_the_language_of_the_sop_unless_one_is_asked_for(run, room, out):
    out.mkdir()
    sop = sopkit.load(room)
    run("sheet", room, "-o", out / "plain.html", LANG="en_US.UTF-8")
    run("sheet", room, "-o", out / "asked.html", "--lang", "en")
    run("--lang", "en", "sheet", room, "-o", out / "first.html")
    assert (out / "plain.html").read_bytes() == sopkit.render(sop, "sheet.html")
    assert (out / "asked.html").read_bytes() == sopkit.render(sop, "sheet.html", language="en")
    assert (out / "first.html").read_bytes() == (out / "asked.html").read_bytes()


def test_paper_and_logo_reach_the_sheet(run, reference, out):
    out.mkdir()
    (out / "logo.png").write_bytes(PNG)
    run("sheet", reference, "-o", out / "x.html", "--paper", "F4", "--logo", out / "logo.png")
    want = sopkit.render(sopkit.load(reference), "sheet.html", paper="F4", logo=PNG)
    assert (out / "x.html").read_bytes() == want
    assert b"image/png" in want


def test_a_file_that_is_there_is_never_overwritten_but_the_same_again_is_no_complaint(run, room, out):
    out.mkdir()
    target = out / "x.html"
    run("sheet", room, "-o", target)
    again = run("sheet", room, "-o", target, "--lang", "en")
    assert again.exit_code == 2, "another language, another sheet"
    again = run("sheet", room, "-o", target)
    assert (again.exit_code, again.stderr) == (0, "")
    assert "already there, with the same content" in again.stdout
    target.write_text("mine", encoding="utf-8")
    refused = run("sheet", room, "-o", target)
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert f"“{target}” is already there and is not overwritten" in refused.stderr
    assert target.read_text(encoding="utf-8") == "mine"


def test_of_several_pages_all_are_written_or_none(run, reference, out):
    out.mkdir()
    (out / "x-2.svg").write_text("mine", encoding="utf-8")
    assert run("sheet", reference, "-o", out / "x.svg").exit_code == 2
    assert names(out) == ["x-2.svg"]
    assert (out / "x-2.svg").read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_folder_is_drawn_into_a_folder_with_a_line_for_each(run, folder, out, lang):
    result = run("sheet", folder, "-o", out, "--format", "html", "--lang", lang)
    assert result.exit_code == 1
    assert names(out) == ["a.html", "c.html"]
    assert result.stdout.splitlines() == [
        f"{folder / 'a.sop.json'} → {out / 'a.html'}", f"{folder / 'bawah' / 'c.sop.json'} → {out / 'c.html'}"
    ]  # fmt: skip
    assert len(result.stderr.splitlines()) == 1
    assert result.stderr.startswith(str(folder / "b.sop.json"))


def test_a_folder_is_filled_with_pdf_unless_another_format_is_named(run, folder, out):
    assert run("sheet", folder / "a.sop.json", folder / "bawah", "-o", out).exit_code == 0
    assert names(out) == ["a.pdf", "c.pdf"]


def test_one_sop_goes_into_a_folder_too(run, room, out):
    out.mkdir()
    run("sheet", room, "-o", out, "--format", "docx")
    run("sheet", room, "-o", f"{out}/new/", "--format", "html")
    assert names(out) == ["new", "ruang.docx"]
    assert names(out / "new") == ["ruang.html"]


def test_other_views_do_not_take_the_place_of_the_sheet(run, folder, out):
    for view in "sheet", "monitoring":
        run("sheet", folder / "bawah", "-o", out, "--view", view, "--format", "html")
    assert names(out) == ["c-monitoring.html", "c.html"]


def test_of_two_sops_of_one_name_the_second_is_told_and_the_rest_goes_on(run, folder, out):
    written(folder / "bawah" / "a.sop.json", {**ROOM, "title": "Lain"})
    result = run("sheet", folder / "a.sop.json", folder / "bawah", "-o", out, "--format", "html", "--lang", "en")
    assert result.exit_code == 2
    assert result.stderr == (
        f"{folder / 'bawah' / 'a.sop.json'} is not drawn: {folder / 'a.sop.json'} became {out / 'a.html'} already. "
        "Draw it into another folder, or rename one of them.\n"
    )
    assert names(out) == ["a.html", "c.html"]
    assert (out / "a.html").read_bytes() == sopkit.render(
        sopkit.load(folder / "a.sop.json"), "sheet.html", language="en"
    )


@pytest.fixture
def journal(run, room, tmp_path):
    path = tmp_path / "kasus.json"
    path.write_text(run("walk", room, "--script", "done, 2: KTP belum ada", "--format", "json").stdout, "utf-8")
    return path


def test_the_way_of_a_case_is_marked(run, room, journal, out):
    out.mkdir()
    assert run("sheet", room, "-o", out / "x.svg", "--case", journal).exit_code == 0
    assert run("sheet", room, "-o", out / "y.svg", "--case", "-", keys=journal.read_text("utf-8")).exit_code == 0
    drawn = (out / "x.svg").read_bytes()
    assert drawn == (out / "y.svg").read_bytes()
    assert drawn != sopkit.render(sopkit.load(room), "sheet.svg")
    case = sopkit.replay(
        sopkit.load(room), [sopkit.Entry.from_dict(one) for one in json.loads(journal.read_text("utf-8"))["journal"]]
    )
    assert drawn == sopkit.render(sopkit.load(room), "sheet.svg", case=case)


def test_what_changed_since_an_older_version_is_marked_and_listed(run, room, tmp_path, out):
    out.mkdir()
    old = written(tmp_path / "lama.sop.json", {**ROOM, "version": "0.9.0", "title": "Ruang lama"})
    assert run("sheet", room, "-o", out / "x.html", "--against", old).exit_code == 0
    changes = sopkit.compare(sopkit.load(old), sopkit.load(room)).changes
    drawn = (out / "x.html").read_bytes()
    assert drawn == sopkit.render(sopkit.load(room), "sheet.html", changes=changes)
    assert b"Ruang lama" in drawn


def test_a_case_of_another_sop_is_refused(run, reference, journal, out):
    result = run("sheet", reference, "-o", f"{out}.svg", "--case", journal, "--lang", "en")
    assert (result.exit_code, result.stdout) == (2, "")
    assert f"The journal “{journal}” cannot be drawn on this SOP." in result.stderr
    assert not out.with_suffix(".svg").exists()


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["{room}"], "-o FILE|FOLDER is missing"),
        (["-o", "{out}/x.pdf"], "FILE|FOLDER… is missing"),
        (["{room}", "-o", ""], "the name is empty"),
        (["{room}", "-o", "-"], "Name a file, such as sheet.pdf"),
        (["{room}", "-o", "{out}/x"], "end it with .pdf"),
        (["{room}", "-o", "{out}/x.doc"], "end it with .pdf"),
        (["{room}", "-o", "{out}/x.pdf", "--format", "svg"], "so --format svg cannot be used"),
        (["{room}", "-o", "{out}/x.svg", "--paper", "A3"], "choose A4, F4, Letter or Legal"),
        (["{room}", "-o", "{out}/x.svg", "--view", "map"], "“map” is not a valid choice"),
        (["{room}", "-o", "{out}/none/x.svg"], "the folder does not exist"),
        (["{room}", "-o", "{room}/x.svg"], "its folder is a file"),
        (["{room}", "-o", "{room}"], "end it with .pdf"),
        (["{room}", "-o", f"{{out}}/{'x' * 300}.svg"], "its name is too long"),
        (["{room}", "{reference}", "-o", f"{{out}}/{'x' * 300}"], "its name is too long"),
        (["{room}", "-o", "/dev/null"], "end it with .pdf"),
        (["{room}", "{reference}", "-o", "{out}/x.svg"], "sopkit book"),
        (["{room}", "{reference}", "-o", "{room}"], "sopkit book"),
        (["{room}", "{reference}", "-o", "{out}/none/here"], "the folder does not exist"),
        (["{out}/none.sop.json", "-o", "{out}/x.svg"], "There is no file or folder"),
        (["{out}", "-o", "{out}/x.svg"], "There is no *.sop.json here"),
        (["-", "-o", "{out}/x.svg"], "Standard input"),
        (["/dev/null", "-o", "{out}/x.svg"], "ordinary file"),
        (["{room}", "-o", "{out}/x.svg", "--logo", "{out}/none.png"], "There is no file or folder"),
        (["{room}", "-o", "{out}/x.svg", "--logo", "{out}"], "it is a folder"),
        (["{room}", "-o", "{out}/x.svg", "--logo", "/dev/zero"], "not an ordinary file"),
        (["{reference}", "-o", "{out}/x.svg", "--logo", "{room}"], "The logo must be a PNG"),
        (["{room}", "-o", "{out}/x.svg", "--case", "{out}/none.json"], "There is no file or folder"),
        (["{room}", "-o", "{out}/x.svg", "--case", "{room}"], "is no journal"),
        (["{room}", "{reference}", "-o", "{out}/new", "--case", "{room}"], "--case is only for"),
        (["{room}", "-o", "{out}/x.svg", "--case", "{room}", "--against", "{room}"], "--case is only for"),
        (["{room}", "-o", "{out}/x.svg", "--view", "monitoring", "--case", "{room}"], "--case is only for"),
        (["{room}", "-o", "{out}/x.svg", "--view", "monitoring", "--logo", "{room}"], "has no use for"),
        (["{room}", "-o", "{out}/x.html", "--view", "steps", "--paper", "A4"], "has no use for"),
        (["{room}", "-o", "{out}/x.pdf", "--view", "steps"], "end it with .html or .md"),
        (["{room}", "-o", "{out}/", "--view", "steps", "--format", "pdf"], "there is html or md"),
        (["{room}", "-o", "{out}/x.svg", "--against", "{out}/none.json"], "There is no file or folder"),
    ],
)  # fmt: skip
def test_a_call_that_cannot_be_done_is_one_sentence_and_leaves_nothing(run, room, reference, out, args, said, lang):
    out.mkdir()
    before = room.read_bytes()
    result = run("sheet", *(arg.format(room=room, reference=reference, out=out) for arg in args), "--lang", lang)
    assert (result.exit_code, result.stdout) == (2, ""), result.stderr
    sentence, help = result.stderr.splitlines()
    assert "sheet --help" in help
    if lang == "en":
        assert said in sentence
    assert names(out) == []
    assert room.read_bytes() == before


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_file_with_problems_is_told_with_its_problems(run, broken, room, out, lang):
    for args in ([broken], [room, "--against", broken]):
        result = run("sheet", *args, "-o", f"{out}.svg", "--lang", lang)
        assert (result.exit_code, result.stdout) == (1, "")
        assert "titel" in result.stderr
        assert not out.with_suffix(".svg").exists()


WIDE = "".join(f"{n:02}pneumonoultramicroscopic" for n in range(9))
UNFIT = {
    "actors": {"actors": [{"id": f"a{n}", "name": f"Pelaksana {n}"} for n in range(40)]},
    "word": {"title": "Ruang", "steps": [{**ROOM["steps"][0], "activity": WIDE}, *ROOM["steps"][1:]]},
    "letters": {"steps": [{**ROOM["steps"][0], "activity": "x" * 100_000}, *ROOM["steps"][1:]]},
    "title": {"title": "Judul yang amat panjang " * 400},
    "glyph": {"steps": [{**ROOM["steps"][0], "activity": "Mengajukan 申請書"}, *ROOM["steps"][1:]]},
    "row": {"steps": [{**ROOM["steps"][0], "activity": "surat " * 20_000}, *ROOM["steps"][1:]]},
}
UNFIT["actors"]["actors"] += ROOM["actors"]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("why", UNFIT)
def test_what_does_not_fit_on_paper_is_told_in_a_sentence(run, tmp_path, out, why, lang):
    sop = written(tmp_path / "besar.sop.json", {**ROOM, **UNFIT[why]})
    result = run("sheet", sop, "-o", f"{out}.svg", "--lang", lang)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith(f"{sop} {'tidak dapat digambar' if lang == 'id' else 'cannot be drawn'}. ")
    assert len(result.stderr.splitlines()) == 1
    assert len(result.stderr) < 600
    assert not out.with_suffix(".svg").exists()


def test_without_the_extra_a_pdf_is_a_sentence_and_nothing_is_written(run, room, folder, out, monkeypatch):
    monkeypatch.setitem(sys.modules, "typst", None)
    monkeypatch.setattr(typeset, "_compiler", typeset._compiler.__wrapped__)
    for args in ([room, "-o", f"{out}.pdf"], [room, "-o", f"{out}.png"], [folder, "-o", out]):
        result = run("sheet", *args, "--lang", "en")
        assert (result.exit_code, result.stdout) == (2, "")
        assert "pip install 'sopkit[sheet]'" in result.stderr
        assert len(result.stderr.splitlines()) == 2
        assert not os.path.lexists(args[2])
    assert run("sheet", room, "-o", f"{out}.html").exit_code == 0


def test_a_full_disk_leaves_nothing_half(run, reference, out, monkeypatch):
    out.mkdir()
    writes = []

    def full(handle, data):
        writes.append(len(data))
        if len(writes) > 1:
            raise OSError(28, "x")
        return os.pwrite(handle, data, 0)

    monkeypatch.setattr(writing.os, "write", full)
    result = run("sheet", reference, "-o", out / "x.svg", "--lang", "en")
    assert result.exit_code == 2
    assert "the disk is full" in result.stderr
    assert names(out) == []


class Terminal(StringIO):
    encoding = "utf-8"

    def isatty(self):
        return True


def test_what_is_told_of_a_file_stands_on_a_line_of_its_own_and_progress_below_it(monkeypatch):
    stream = Terminal()
    monkeypatch.setattr("sys.stderr", stream)
    with progress("cli.sheet.progress", Screen("en", 40)) as line:
        line(0, 2)
        line.gone()
        tell("a " * 30, Screen("en", 40))
        line(1, 2)
    rows = [part.rstrip(" ") for part in stream.getvalue().split("\n")]
    assert [row.rpartition("\r")[2] for row in rows] == ["a " * 18 + "a", "  " + "a " * 10 + "a", ""]
    assert rows[0].startswith("\rDrawing: 0 of 2 SOPs\r")
    assert rows[2].startswith("\rDrawing: 1 of 2 SOPs\r")


def test_ctrl_c_is_told_and_leaves_nothing_half(run, folder, out, monkeypatch):
    def stop(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr("sopkit.cli.sheet.drawing", stop)
    result = run("sheet", folder, "-o", out, "--lang", "en")
    assert result.exit_code == 130
    assert "Stopped after 0 of 3; nothing is half written." in result.stderr
    assert not out.exists()


def test_a_huge_logo_is_not_read(run, room, out, tmp_path):
    logo = tmp_path / "logo.png"
    with logo.open("wb") as file:
        file.truncate(5 * 1024 * 1024)
    result = run("sheet", room, "-o", f"{out}.svg", "--logo", logo, "--lang", "en")
    assert result.exit_code == 2
    assert "it is too large" in result.stderr


@pytest.mark.parametrize("columns", [80, 120])
@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("verb", ["sheet", "book"])
def test_the_help_fits(run, verb, lang, columns):
    said = run(verb, "--help", "--lang", lang, columns=columns).stdout
    assert [line for line in said.splitlines() if len(line) > 80] == []
