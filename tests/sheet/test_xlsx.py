"""The Excel workbook: openpyxl reads its cells back, LibreOffice shows all at its place, a validator finds it sound."""

from __future__ import annotations

import re
from io import BytesIO
from zipfile import ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

import sopkit
from sheet import hostile, office
from sheet.converted import converted
from sheet.held import every
from sheet.office import PNG, SVG, drawn, sheet_of, unsound
from sheet.printable import laid_out, printable
from sopkit.sheet.layout import layout
from sopkit.sheet.metrics import width
from sopkit.sheet.office.xlsx import xlsx
from sopkit.sheet.outputs.grid import below
from sopkit.sheet.paper import PAPERS
from sopkit.sheet.values import Cell, Page, Picture, Sheet


def opened(sheet: Sheet):
    return load_workbook(BytesIO(xlsx(sheet)))


def part(sheet: Sheet, name: str) -> str:
    with ZipFile(BytesIO(xlsx(sheet))) as package:
        return package.read(name).decode()


def read(worksheet) -> list[str]:
    return sorted(cell.value for row in worksheet.iter_rows() for cell in row if cell.value is not None)


def said(page: Page) -> list[str]:
    cells = [cell for cell in page.cells if cell not in below(page.cells) and any(cell.lines)]
    return sorted("\n".join(cell.lines) for cell in cells)


@given(printable())
@settings(max_examples=25)
def test_each_worksheet_has_the_words_of_its_page_once(sop):
    sheet = laid_out(sop)
    workbook = opened(sheet)
    assert len(workbook.worksheets) == len(sheet.pages)
    for worksheet, page in zip(workbook.worksheets, sheet.pages, strict=True):
        lists = {"\n".join(cell.lines) for cell in page.cells if cell.numbers}
        assert len(read(worksheet)) == len(said(page))
        assert not lists or page.kind == "cover"
        if not lists:
            assert read(worksheet) == said(page)


def test_no_cell_is_a_formula_and_none_becomes_one_when_it_is_edited():
    words = ("=1+1", "+2", "-3", "@SUM(A1)", "-", "plain")
    cells = [Cell(x=12 + 20 * n, y=12, width=20, height=9, lines=(word,)) for n, word in enumerate(words)]
    (row,) = opened(drawn(*cells)).active.iter_rows()
    assert [cell.value for cell in row] == list(words)
    assert {cell.data_type for cell in row} <= {"s", "inlineStr"}
    assert {cell.number_format for cell in row} == {"@"}
    assert [bool(cell.quotePrefix) for cell in row] == [True] * 5 + [False]
    assert "<f>" not in part(layout(hostile.sop()), "xl/worksheets/sheet2.xml")


def test_hostile_words_are_words():
    sheet = layout(hostile.sop())
    workbook = opened(sheet)
    assert workbook.properties.title == hostile.WORDS[0]
    for worksheet, page in zip(workbook.worksheets, sheet.pages, strict=True):
        assert read(worksheet) == said(page)
        assert not any(cell.hyperlink for row in worksheet.iter_rows() for cell in row)


def test_what_looks_like_an_escaped_letter_stays_as_it_was_written():
    """Excel reads `_x0041_` as A."""
    text = part(drawn(Cell(x=12, y=12, width=40, height=9, lines=("a_x0041_b_x1_",))), "xl/worksheets/sheet1.xml")
    assert '<t xml:space="preserve">a_x005F_x0041_b_x1_</t>' in text


def test_a_number_of_a_list_stands_before_its_line_and_the_others_below_it():
    cell = Cell(x=12, y=12, width=80, height=20, lines=("one", "more", "two"), numbers=("1.", "", "2."), indent=5)
    first, second, third = opened(drawn(cell)).active["A1"].value.split("\n")
    assert (first.split(), second.split(), third.split()) == (["1.", "one"], ["more"], ["2.", "two"])
    for line, word in ((first, "one"), (second, "more"), (third, "two")):
        assert width(line.removesuffix(word), 9) == pytest.approx(5, abs=0.5)


@pytest.mark.parametrize("paper", PAPERS)
def test_each_worksheet_is_printed_on_one_page_of_the_paper_with_its_header_on_each(paper):
    workbook = opened(layout(sopkit.reference(), paper=paper))
    for worksheet in workbook.worksheets:
        setup = worksheet.page_setup
        assert (setup.orientation, int(setup.paperSize)) == (
            "landscape",
            {"A4": 9, "F4": 14, "Letter": 1, "Legal": 5}[paper],
        )
        assert worksheet.sheet_properties.pageSetUpPr.fitToPage
        assert (setup.fitToWidth, setup.fitToHeight) == (1, 1)
    assert [sheet.print_title_rows for sheet in workbook.worksheets] == [
        None,
        *["$1:$2"] * (len(workbook.worksheets) - 1),
    ]


def test_header_cells_are_merged_and_every_cell_of_them_has_its_borders():
    worksheet = opened(layout(sopkit.reference())).worksheets[1]
    assert {"A1:A2", "B1:B2", "C1:F1", "G1:I1", "J1:J2"} <= {str(one) for one in worksheet.merged_cells.ranges}
    assert all(worksheet.cell(row, column).border.bottom.style == "thin" for row in (1, 2) for column in range(1, 11))
    assert worksheet["A1"].font.bold
    assert worksheet["A1"].fill.fgColor.rgb == "FFEEEEEE"
    assert worksheet["A1"].alignment.horizontal == "center"


@given(printable())
@settings(max_examples=25)
def test_columns_and_rows_are_those_of_the_layout_on_whole_dots_of_excel(sop):
    sheet = laid_out(sop)
    for n, page in enumerate(sheet.pages, 1):
        text = part(sheet, f"xl/worksheets/sheet{n}.xml")
        dots = [float(one) * 10 for one in re.findall(r'<col [^>]*width="([\d.]+)"', text)]
        assert all(one == pytest.approx(round(one)) for one in dots)
        cells = [cell for cell in page.cells if cell not in below(page.cells)]
        wide = max(cell.x + cell.width for cell in cells) - min(cell.x for cell in cells)
        assert sum(dots) * 25.4 / 96 == pytest.approx(wide, abs=0.2)
        heights = [float(one) for one in re.findall(r'<row [^>]* ht="([\d.]+)"', text)]
        assert max(heights) <= 409.5
        high = max(cell.y + cell.height for cell in page.cells) - min(cell.y for cell in page.cells)
        assert sum(heights) * 25.4 / 72 == pytest.approx(high, abs=0.2)


def test_straight_arrows_are_connectors_and_all_others_shapes():
    text = part(office.every_kind(), "xl/drawings/drawing1.xml")
    assert set(re.findall(r'prst="(\w+)"', "".join(re.findall(r"<xdr:cxnSp.*?</xdr:cxnSp>", text)))) == {
        "straightConnector1"
    }
    assert 'prst="bentConnector3"' in text
    assert " rot=" not in text


def test_a_logo_is_a_picture_of_the_workbook():
    for kind, data in (("png", PNG), ("svg", SVG)):
        page = drawn(pictures=(Picture(x=20, y=20, width=10, height=5, kind=kind, data=data),)).pages[0]
        images = [sheet._images for sheet in opened(sheet_of(page, page)).worksheets]
        assert [len(one) for one in images] == [1, 1]


def test_the_same_sheet_gives_the_same_bytes_without_a_date():
    assert xlsx(layout(sopkit.reference())) == xlsx(layout(sopkit.reference()))
    with ZipFile(BytesIO(xlsx(layout(sopkit.reference())))) as package:
        assert {(info.date_time[0], info.create_system) for info in package.infolist()} == {(1980, 0)}


@given(printable())
@settings(max_examples=10)
def test_a_validator_finds_every_workbook_sound(tmp_path_factory, sop):
    assert unsound(xlsx(laid_out(sop)), tmp_path_factory.getbasetemp(), "valid.xlsx") == []


@pytest.fixture(scope="module")
def sheets():
    return {f"{name}.xlsx": sheet for name, sheet in office.sheets().items()}


@pytest.fixture(scope="module")
def shown(sheets, tmp_path_factory):
    return converted({name: xlsx(sheet) for name, sheet in sheets.items()}, tmp_path_factory.mktemp("xlsx"))


def test_libreoffice_shows_each_worksheet_on_one_page(sheets, shown):
    for name, sheet in sheets.items():
        paper = sheet.paper.width, sheet.paper.height
        assert [(one.width, one.height) for one in shown[name]] == [pytest.approx(paper, abs=1)] * len(sheet.pages)


def test_libreoffice_shows_symbols_and_lines_at_their_places_and_words_in_their_cells(sheets, shown):
    found = [(name, *one) for name, sheet in sheets.items() for one in every(sheet.pages, shown[name], closer=True)]
    assert found == []


@given(st.lists(printable(), min_size=5, max_size=5))
@settings(max_examples=1)
def test_libreoffice_shows_generated_workbooks_as_the_layout_has_them(tmp_path_factory, sops):
    sheets = {f"{n}.xlsx": laid_out(sop) for n, sop in enumerate(sops)}
    shown = converted({name: xlsx(sheet) for name, sheet in sheets.items()}, tmp_path_factory.mktemp("drawn"))
    found = [(name, *one) for name, sheet in sheets.items() for one in every(sheet.pages, shown[name], closer=True)]
    assert found == []
