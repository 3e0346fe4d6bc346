"""PDF and PNG: words where the layout has them, in its order; PDF/A; the same bytes each time; text as text."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import zlib
from datetime import date
from html import unescape
from io import BytesIO
from pathlib import Path

import attrs
import pikepdf
import pytest
from hypothesis import given, settings

import sopkit
from sheet import hostile
from sheet.printable import laid_out, printable
from sopkit.errors import SheetError
from sopkit.sheet.layout import layout
from sopkit.sheet.metrics import FONTS, MM, width
from sopkit.sheet.outputs import typeset
from sopkit.sheet.outputs.ink import Run, ink
from sopkit.sheet.outputs.typeset import pdf, png
from sopkit.sheet.values import Cell, Mark, Page, Picture, Symbol
from tools import needed

ROOT = Path(__file__).parents[2]
FILES = sorted([*ROOT.glob("sops/*.sop.json"), *ROOT.glob("examples/*.sop.json")])
WORD = re.compile(r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*?)</word>')
NEAR = 0.5
"""Millimetres."""


@pytest.fixture(scope="module")
def reference():
    return layout(sopkit.reference())


def text(data, tmp_path, *options):
    path = tmp_path / "sheet.pdf"
    path.write_bytes(data)
    done = subprocess.run([needed("pdftotext"), *options, str(path), "-"], capture_output=True, check=True)
    return done.stdout.decode()


def expected(page):
    """Each word of a page: its text, where it begins and ends, and the height of its baseline."""
    for run in ink(page):
        if isinstance(run, Run) and not run.turned:
            x = run.x
            for word in run.text.split(" "):
                wide = width(word, run.size, bold=run.bold)
                yield word, x, x + wide, run.y, run.size
                x += wide + width(" ", run.size, bold=run.bold)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name.split(".")[0])
def test_each_word_lies_where_the_layout_has_it(file, tmp_path):
    sheet = layout(sopkit.load(file))
    pages = text(pdf(sheet), tmp_path, "-bbox").split("<page ")[1:]
    assert len(pages) == len(sheet.pages)
    for page, shown in zip(sheet.pages, pages, strict=True):
        found = {}
        for x, y, right, low, word in WORD.findall(shown):
            found.setdefault(unescape(word), []).append([float(n) * MM for n in (x, y, right, low)])
        for word, x, right, baseline, size in expected(page):
            near = [
                place
                for place in found.get(word, [])
                if abs(place[0] - x) < NEAR
                and abs(place[2] - right) < NEAR
                and abs(place[3] - size * MM * 0.212 - baseline) < NEAR  # the letters of Arimo reach so far below
            ]
            assert near, (word, x, baseline, found.get(word))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name.split(".")[0])
def test_it_is_read_row_by_row_and_in_a_row_from_the_left(file, tmp_path):
    sheet = layout(sopkit.load(file))
    read = text(pdf(sheet), tmp_path, "-raw").split()
    runs = [run for page in sheet.pages for run in ink(page) if isinstance(run, Run)]
    assert sorted(read) == sorted(word for run in runs for word in run.text.split())
    said = " ".join(read)
    at = said.index("Kegiatan" if sheet.language == "id" else "Activity")
    rows = [cell for page in sheet.pages for cell in page.cells if re.fullmatch(r"(?!actor|column)\w+ \d+", cell.name)]
    assert len(rows) >= 6 * 4
    for cell in rows:
        words = " ".join(" ".join(cell.lines).split())
        assert words in said[at:], cell
        at = said.index(words, at) + len(words)


def test_who_hears_it_hears_a_table(reference, tmp_path):
    path = tmp_path / "sheet.pdf"
    path.write_bytes(pdf(reference))
    done = subprocess.run([needed("pdfinfo"), "-struct-text", str(path)], capture_output=True, check=True)
    told = done.stdout.decode()
    assert told.count("Table") == len(reference.pages)
    assert told.count("TH <") == 2 * 12  # the header of each of two pages; a cover has none
    row = told[told.index("Melakukan Verifikasi") :]
    assert row.index("Tidak") < row.index("120 Menit") < row.index("Meninjau")  # the drawing is told in its cell


def test_it_is_pdf_a_with_all_fonts_within(reference, tmp_path):
    path = tmp_path / "sheet.pdf"
    path.write_bytes(pdf(reference, author="Dinas Perindustrian", day=date(2026, 3, 2)))
    with pikepdf.open(path) as file:
        with file.open_metadata() as told:
            assert (told["pdfaid:part"], told["pdfaid:conformance"]) == ("2", "B")
            assert told["pdfuaid:part"] == "1"
            assert told["dc:title"] == reference.title
            assert told["dc:creator"] == ["Dinas Perindustrian"]
            assert told["xmp:CreateDate"].startswith("2026-03-02")
        assert file.Root.Lang == "id"
        (intent,) = file.Root.OutputIntents
        assert intent.S == "/GTS_PDFA1"
        assert intent.DestOutputProfile.read_bytes()
        fonts = {}
        for page in file.pages:
            assert [float(n) * MM for n in page.MediaBox[2:]] == pytest.approx([297, 210], abs=0.01)
            for font in page.Resources.Font.values():
                (inner,) = font.DescendantFonts
                fonts[str(font.BaseFont).split("+")[1]] = inner.FontDescriptor.FontFile2.read_bytes()
        assert set(fonts) == {"Arimo-Regular", "Arimo-Bold"}
        assert not any(name in file.Root for name in ("/AcroForm", "/OpenAction", "/Names", "/AA"))


def test_the_same_sop_gives_the_same_bytes_also_in_another_process(reference):
    code = (
        "import sys, sopkit; from sopkit.sheet.layout import layout; from sopkit.sheet.outputs.typeset import pdf, png\n"
        "sheet = layout(sopkit.reference()); sys.stdout.buffer.write(pdf(sheet) + png(sheet))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert done.stdout == pdf(reference) + png(reference)


def test_an_sop_without_date_and_office_has_a_fixed_date_and_no_author(reference, tmp_path):
    path = tmp_path / "sheet.pdf"
    path.write_bytes(pdf(reference))
    with pikepdf.open(path) as file:
        assert file.docinfo["/CreationDate"] == "D:20000101000000Z"
        assert "/Author" not in file.docinfo


def test_hostile_words_are_words(tmp_path):
    sheet = layout(hostile.sop(), paper="Legal")
    data = pdf(sheet, author="#panic()", day=date(2026, 1, 5))
    shown = text(data, tmp_path, "-raw")
    for word in " ".join(hostile.WORDS).split():
        assert word in shown
    with pikepdf.open(tmp_path / "sheet.pdf") as file, file.open_metadata() as told:
        assert told["dc:title"] == hostile.WORDS[0]
        assert told["dc:creator"] == ["#panic()"]
        assert not any("/Annots" in page for page in file.pages)


@settings(max_examples=25)
@given(printable())
def test_it_can_be_set_whatever_the_sop(sop):
    sheet = laid_out(sop)
    with pikepdf.open(BytesIO(pdf(sheet))) as file:
        assert len(file.pages) == len(sheet.pages)


def test_every_sign_that_has_a_width_can_be_set(reference):
    runs = json.loads((FONTS / "widths.json").read_text(encoding="utf-8"))
    assert runs["regular"][0][0] == runs["bold"][0][0] == 32
    signs = [chr(first + n) for first, widths in runs["regular"] for n in range(len(widths))]
    assert len(signs) == sum(len(widths) for _, widths in runs["bold"]) > 3000
    cells = [
        Cell(x=10 + n % 10 * 25, y=9 + n // 10 % 25 * 7, width=25, height=7, lines=(f"a{''.join(signs[n * 12 : n * 12 + 12])}b",), bold=n % 2 == 0)
        for n in range(len(signs) // 12 + 1)
    ]  # fmt: skip
    pages = (Page(cells=tuple(cells[:250])), Page(cells=tuple(cells[250:])))
    assert pdf(attrs.evolve(reference, pages=pages)).startswith(b"%PDF")
    assert not {"\ufeff", "\0", "\r"} & set(signs)


def test_pictures_marks_and_words_on_end_are_set_too(reference, tmp_path):
    page = Page(
        cells=(
            Cell(x=10, y=10, width=9, height=40, lines=("KEPALA DINAS",), align="upright"),
            Cell(x=40, y=10, width=40, height=9, lines=("lama",), struck=True, numbers=("1.",), indent=5, ruled=False),
        ),
        pictures=(
            Picture(x=90, y=9, width=9, height=9, kind="png", data=png_of_one_dot()),
            Picture(x=99, y=9, width=9, height=9, kind="svg", data=b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script>x</script><rect width="9" height="9"/></svg>'),
        ),
        symbols=tuple(Symbol(kind=kind, x=60, y=60, width=9, height=5) for kind in ("capsule", "alternate", "diamond", "out")),
        marks=(Mark(kind="here", points=((1, 1), (2, 2), (1, 3))), Mark(kind="taken", points=((5, 5), (5, 9)), width=0.8)),
    )  # fmt: skip
    data = pdf(attrs.evolve(reference, pages=(page,)))
    assert text(data, tmp_path, "-raw").split() == ["KEPALA", "DINAS", "1.", "lama"]
    with pikepdf.open(tmp_path / "sheet.pdf") as file:
        assert len(file.pages) == 1
        assert b"/S /JavaScript" not in data


def png_of_one_dot():
    def chunk(kind, data):
        return len(data).to_bytes(4, "big") + kind + data + zlib.crc32(kind + data).to_bytes(4, "big")

    head = chunk(b"IHDR", b"\0\0\0\1\0\0\0\1\x08\0\0\0\0")
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(b"\0\0")) + chunk(b"IEND", b"")


@pytest.mark.parametrize(("ppi", "size"), [(72, (842, 595)), (144, (1684, 1191))])
def test_a_picture_is_one_page_of_as_many_dots_as_asked_for(reference, ppi, size):
    data = png(reference, 1, ppi=ppi)
    assert data.startswith(b"\x89PNG")
    assert tuple(int.from_bytes(data[n : n + 4], "big") for n in (16, 20)) == pytest.approx(size, abs=1)
    assert data != png(reference, 0, ppi=ppi)


def test_without_typst_it_says_what_to_install(reference, monkeypatch):
    monkeypatch.setitem(sys.modules, "typst", None)
    typeset._compiler.cache_clear()
    try:
        with pytest.raises(SheetError) as refused:
            pdf(reference)
    finally:
        typeset._compiler.cache_clear()
    assert refused.value.why == "package"
    for language in ("id", "en"):
        assert "pip install 'sopkit[sheet]'" in refused.value.in_(language)
