"""The Word document: python-docx reads its cells back, LibreOffice shows all at its place, a validator finds it sound."""

from __future__ import annotations

import re
from collections import Counter
from io import BytesIO
from zipfile import ZipFile

import attrs
import docx as reader
import pytest
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st

import sopkit
from sheet import hostile, office
from sheet.converted import converted
from sheet.held import every
from sheet.office import PNG, SVG, aside, drawn, sheet_of, unsound
from sheet.printable import laid_out, printable
from sopkit.sheet.layout import layout
from sopkit.sheet.office.docx import docx
from sopkit.sheet.outputs.grid import below
from sopkit.sheet.paper import PAPERS
from sopkit.sheet.values import Cell, Page, Picture, Sheet, Symbol


def opened(sheet: Sheet):
    return reader.Document(BytesIO(docx(sheet)))


def part(sheet: Sheet, name: str = "word/document.xml") -> str:
    with ZipFile(BytesIO(docx(sheet))) as package:
        return package.read(name).decode()


def read(table) -> Counter[str]:
    """Return the words of each cell, a merged one once."""
    cells = {cell._tc: cell for row in table.rows for cell in row.cells}
    return Counter(cell.text for cell in cells.values() if cell.text)


def said(page: Page) -> Counter[str]:
    cells = [cell for cell in page.cells if cell not in below(page.cells) and any(cell.lines)]
    return Counter(
        "\n".join(f"{number}\t{line}" for number, line in zip(cell.numbers, cell.lines, strict=True))
        if cell.numbers
        else "\n".join(cell.lines)
        for cell in cells
    )


@given(printable())
@settings(max_examples=25)
def test_each_table_has_the_words_of_its_page_once(sop):
    sheet = laid_out(sop)
    assert [read(table) for table in opened(sheet).tables] == [said(page) for page in sheet.pages]


@pytest.mark.parametrize("paper", PAPERS)
def test_a_page_is_a_section_of_its_paper_with_a_table_as_wide_as_the_layout(paper):
    sheet = layout(sopkit.reference(), paper=paper)
    document = opened(sheet)
    assert len(document.sections) == len(document.tables) == len(sheet.pages)
    for section, table, page in zip(document.sections, document.tables, sheet.pages, strict=True):
        assert (section.page_width.mm, section.page_height.mm) == pytest.approx(
            (sheet.paper.width, sheet.paper.height), abs=0.02
        )
        assert section.orientation == reader.enum.section.WD_ORIENT.LANDSCAPE
        ruled = [cell for cell in page.cells if cell.ruled]
        wide = max(cell.x + cell.width for cell in ruled) - min(cell.x for cell in ruled)
        columns = [int(column.get(qn("w:w"))) for column in table._tbl.tblGrid]
        assert sum(columns) / 1440 * 25.4 == pytest.approx(wide, abs=0.05)
        for row in table._tbl.tr_lst:
            assert sum(int(cell.tcPr.tcW.get(qn("w:w"))) for cell in row.tc_lst) == sum(columns)


def test_the_header_is_merged_and_repeated():
    table = opened(layout(sopkit.reference())).tables[1]
    first, second, *others = table._tbl.tr_lst
    assert [bool(row.trPr.findall(qn("w:tblHeader"))) for row in (first, second, *others[:1])] == [True, True, False]
    assert [cell.grid_span for cell in first.tc_lst] == [1, 1, 4, 3, 1]
    assert [cell.vMerge for cell in first.tc_lst] == ["restart", "restart", None, None, "restart"]
    assert [cell.vMerge for cell in second.tc_lst] == ["continue", "continue", *[None] * 7, "continue"]


def test_rows_grow_when_somebody_adds_words():
    assert set(re.findall(r'w:hRule="(\w+)"', part(layout(sopkit.reference())))) == {"atLeast"}


def test_symbols_are_the_forms_that_word_has_and_arrows_are_lines_with_a_head():
    sheet = layout(sopkit.reference())
    text = part(sheet)
    kinds = Counter(symbol.kind for page in sheet.pages for symbol in page.symbols)
    presets = Counter(re.findall(r'prst="(flowChart\w+)"', text))
    assert presets == {
        "flowChartTerminator": kinds["capsule"],
        "flowChartDecision": kinds["diamond"],
        "flowChartOffpageConnector": kinds["out"] + kinds["into"],
    }
    arrows = sum(len(page.arrows) for page in sheet.pages)
    assert text.count('End type="triangle"') == arrows
    assert text.count("<wps:cNvCnPr/>") + text.count("<a:custGeom>") >= arrows
    assert "<v:" not in text


def test_nothing_is_turned_for_programs_do_not_agree_where_a_turned_shape_stands():
    assert " rot=" not in part(layout(sopkit.reference()))


def test_a_shape_stands_in_the_cell_in_which_it_begins_and_what_begins_over_words_on_the_page():
    cells = (Cell(x=12, y=12, width=40, height=20), Cell(x=52, y=12, width=40, height=20, lines=("words",)))
    here, over = (Symbol(kind="box", x=x, y=20, width=10, height=6) for x in (30, 70))
    document = opened(drawn(*cells, symbols=(here, over)))
    empty, other = document.tables[0].rows[0].cells
    anchors = {where: len(where._element.findall(f".//{qn('wp:anchor')}")) for where in (empty, other)}
    assert (anchors[empty], anchors[other]) == (1, 0)
    offsets = [int(one.text) / 36000 for one in empty._element.iter(qn("wp:posOffset"))]
    assert offsets == pytest.approx([13, 5], abs=0.01)
    last = document.paragraphs[-1]._element
    assert [one.get("relativeFrom") for one in (*last.iter(qn("wp:positionH")), *last.iter(qn("wp:positionV")))] == [
        "page", "page",
    ]  # fmt: skip
    assert [int(one.text) / 36000 for one in last.iter(qn("wp:posOffset"))] == pytest.approx([65, 17], abs=0.01)


def test_words_that_a_form_has_no_room_for_have_the_whole_of_one_like_it():
    for kind in ("diamond", "capsule"):
        symbol = Symbol(kind=kind, x=50, y=50, width=14, height=6)
        assert "custGeom" not in part(drawn(symbols=(attrs.evolve(symbol, lines=("i",)),)))
        assert "custGeom" in part(drawn(symbols=(attrs.evolve(symbol, lines=("Sesuai?",) * 2),)))


def test_shapes_are_named_in_the_language_of_the_sheet_and_numbered_once():
    for language, word in (("id", "Anak panah"), ("en", "Arrow")):
        text = part(layout(sopkit.reference(), language=language))
        assert f'name="{word} ' in text
        numbers = re.findall(r'<wp:docPr id="(\d+)"', text)
        assert len(set(numbers)) == len(numbers) > 20


def test_looks_of_cells_are_kept():
    text = part(
        drawn(
            Cell(x=12, y=12, width=40, height=20, lines=("a",), bold=True, struck=True, shaded=True),
            Cell(x=52, y=12, width=40, height=20, lines=("b",), align="upright", ruled=False),
            Cell(x=92, y=12, width=40, height=20, lines=("c", "d"), numbers=("1.", ""), indent=5, upright="top"),
        )
    )
    cells = re.findall(r"<w:tc>.*?</w:tc>", text)
    assert all(mark in cells[0] for mark in ("<w:b/>", "<w:strike/>", 'w:fill="EEEEEE"', "<w:tcBorders>"))
    assert "<w:tcBorders>" not in cells[1]
    assert 'w:textDirection w:val="btLr"' in cells[1]
    assert "vAlign" not in cells[2]
    assert re.sub(r"<w:t xml[^>]*>|</w:t>", "", cells[2]).count("<w:tab/>") == 2


def test_a_logo_is_a_part_of_the_document_and_an_svg_becomes_a_picture_that_word_shows():
    for kind, data in (("png", PNG), ("svg", SVG)):
        picture = Picture(x=20, y=20, width=10, height=5, kind=kind, data=data)
        sheet = drawn(pictures=(picture,))
        with ZipFile(BytesIO(docx(sheet_of(*sheet.pages, *sheet.pages)))) as package:
            media = [name for name in package.namelist() if "media" in name]
            assert media == ["word/media/logo1.png"]
            held = package.read(media[0])
        assert held.startswith(b"\x89PNG")
        assert (held == data) == (kind == "png")
        shape = opened(sheet).inline_shapes.part.related_parts
        assert any(one.partname == "/word/media/logo1.png" for one in shape.values())


def test_hostile_words_are_words():
    sop = hostile.sop()
    sheet = layout(sop)
    document = opened(sheet)
    assert document.core_properties.title == hostile.WORDS[0]
    assert [read(table) for table in document.tables] == [said(page) for page in sheet.pages]
    everything = " ".join(" ".join(read(table)) for table in document.tables).split()
    for step in sop.steps:
        assert "".join(str(step.activity).split()) in "".join(everything)


def test_what_xml_cannot_hold_is_told_as_that():
    cell = Cell(x=12, y=12, width=40, height=20, lines=("a\x01b\ud800\uffff",))
    assert next(iter(read(opened(drawn(cell)).tables[0]))) == "a\ufffdb\ufffd\ufffd"


def test_the_same_sheet_gives_the_same_bytes_without_a_date():
    sheet = layout(sopkit.reference())
    assert docx(sheet) == docx(layout(sopkit.reference()))
    with ZipFile(BytesIO(docx(sheet))) as package:
        assert {(info.date_time[0], info.create_system) for info in package.infolist()} == {(1980, 0)}
        assert b"dcterms" not in package.read("docProps/core.xml")


@given(printable())
@settings(max_examples=10)
def test_a_validator_finds_every_document_sound(tmp_path_factory, sop):
    assert unsound(docx(laid_out(sop)), tmp_path_factory.getbasetemp(), "valid.docx") == []


def test_the_validator_would_find_a_fault(tmp_path):
    data = docx(layout(sopkit.reference()))
    broken = BytesIO()
    with ZipFile(BytesIO(data)) as package, ZipFile(broken, "w") as other:
        for name in package.namelist():
            other.writestr(name, package.read(name).replace(b'prst="flowChartDecision"', b'prst="flow"'))
    assert unsound(broken.getvalue(), tmp_path, "broken.docx")


@pytest.fixture(scope="module")
def sheets():
    return {f"{name}.docx": sheet for name, sheet in office.sheets().items()}


@pytest.fixture(scope="module")
def shown(sheets, tmp_path_factory):
    return converted({name: docx(sheet) for name, sheet in sheets.items()}, tmp_path_factory.mktemp("docx"))


def test_libreoffice_shows_as_many_pages_of_the_same_paper(sheets, shown):
    for name, sheet in sheets.items():
        paper = sheet.paper.width, sheet.paper.height
        assert [(one.width, one.height) for one in shown[name]] == [pytest.approx(paper, abs=0.5)] * len(sheet.pages)


def test_libreoffice_shows_words_symbols_and_lines_at_the_places_of_the_layout(sheets, shown):
    assert [(name, *one) for name, sheet in sheets.items() for one in every(sheet.pages, shown[name])] == []


def test_what_stands_elsewhere_would_be_found(sheets, shown):
    """Each arrow, symbol and line of words, one after the other, a little beside its place."""
    name = "every kind.docx"
    page = sheets[name].pages[0]
    others = list(aside(page))
    assert len(others) > 50
    for other in others:
        assert list(every((other,), shown[name]))


@given(st.lists(printable(), min_size=5, max_size=5))
@settings(max_examples=1)
def test_libreoffice_shows_generated_sheets_as_the_layout_has_them(tmp_path_factory, sops):
    sheets = {f"{n}.docx": laid_out(sop) for n, sop in enumerate(sops)}
    shown = converted({name: docx(sheet) for name, sheet in sheets.items()}, tmp_path_factory.mktemp("drawn"))
    assert [(name, *one) for name, sheet in sheets.items() for one in every(sheet.pages, shown[name])] == []


def test_pages_are_numbered_below_their_tables():
    sheet = layout(sopkit.reference())
    text = part(sheet)
    said = [cell.lines[0] for page in sheet.pages for cell in below(page.cells)]
    assert len(said) >= len(sheet.pages)
    assert [text.count(f">{one}<") for one in said] == [1] * len(said)
