"""SVG: whole XML, text as text, the same bytes each time, nothing from outside."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from pathlib import Path

import attrs
import pytest
from hypothesis import given, settings

import sopkit
from sheet import hostile
from sheet.printable import laid_out, printable
from sopkit.errors import SheetError
from sopkit.sheet.layout import layout
from sopkit.sheet.metrics import MM, width
from sopkit.sheet.outputs.ink import Box, Run, ink
from sopkit.sheet.outputs.svg import svg
from sopkit.sheet.values import Cell, Label, Mark, Page, Picture, Symbol

ROOT = Path(__file__).parents[2]
FILES = sorted([*ROOT.glob("sops/*.sop.json"), *ROOT.glob("examples/*.sop.json")])
SVG = "{http://www.w3.org/2000/svg}"


def runs(page):
    return [one for one in ink(page) if isinstance(one, Run)]


def page_of(*cells, **more):
    return Page(cells=cells, **more)


def drawn(page):
    sheet = attrs.evolve(layout(sopkit.reference()), pages=(page,))
    return ET.fromstring(svg(sheet))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name.split(".")[0])
def test_each_page_is_whole_xml_with_every_line_of_the_layout_in_its_order(file):
    sheet = layout(sopkit.load(file))
    for number, page in enumerate(sheet.pages):
        root = ET.fromstring(svg(sheet, number))
        assert [one.text for one in root.iter(f"{SVG}text")] == [run.text for run in runs(page)]
        assert root.find(f"{SVG}title").text == sheet.title
        assert root.find(f"{SVG}desc").text
        assert root.get("width") == f"{sheet.paper.width:g}mm"
        assert root.get("lang") == sheet.language


@settings(max_examples=25)
@given(printable())
def test_it_is_whole_xml_whatever_the_sop(sop):
    sheet = laid_out(sop)
    for number in range(len(sheet.pages)):
        ET.fromstring(svg(sheet, number))


def test_the_same_sop_gives_the_same_bytes_and_nothing_is_fetched():
    sheet = layout(sopkit.reference())
    again = layout(sopkit.loads(sopkit.dumps(sopkit.reference())))
    assert svg(sheet) == svg(again)
    for name in ("href", "url(", "@import", "<style", "<script"):
        assert name not in svg(sheet)


def test_hostile_words_are_words():
    sheet = layout(hostile.sop(), paper="Legal")
    shown = ""
    for number, page in enumerate(sheet.pages):
        root = ET.fromstring(svg(sheet, number))
        assert {one.tag for one in root.iter()} <= {
            f"{SVG}{tag}" for tag in ("svg", "title", "desc", "g", "rect", "path", "text")
        }
        shown += " ".join(one.text for one in root.iter(f"{SVG}text")) + " "
        assert len(runs(page)) == len(list(root.iter(f"{SVG}text")))
    for word in " ".join(hostile.WORDS).split():
        assert word in shown


def test_a_line_is_as_long_as_was_measured_and_lies_within_its_cell():
    for page in layout(sopkit.reference()).pages:
        for run in runs(page):
            assert run.width == pytest.approx(width(run.text, run.size, bold=run.bold))
        for cell in page.cells:
            for run in runs(page_of(cell)):
                assert cell.x <= run.x
                assert run.x + run.width <= cell.x + cell.width + 0.01


@pytest.mark.parametrize(
    ("options", "left", "top"),
    [
        ({}, 11.2, 25),
        ({"align": "center"}, 30 - width("satu", 10) / 2, 25),
        ({"upright": "top"}, 11.2, 10 + 1.2 + 10 * MM * 0.6),
        ({"numbers": ("1.",), "indent": 4.0}, 15.2, 25),
    ],
)
def test_where_the_words_of_a_cell_stand(options, left, top):
    cell = Cell(x=10, y=10, width=40, height=30, lines=("satu",), size=10, **options)
    (run,) = (one for one in runs(page_of(cell)) if one.text == "satu")
    assert run.x == pytest.approx(left)
    assert run.y - 1409 / 2048 * 10 * MM / 2 == pytest.approx(top)  # half a capital above its baseline is its middle


def test_words_on_end_run_upwards_around_the_middle():
    cell = Cell(x=10, y=10, width=20, height=40, lines=("satu", "dua"), size=10, align="upright", bold=True)
    first, second = runs(page_of(cell))
    assert first.turned
    assert first.y == pytest.approx(30 + width("satu", 10, bold=True) / 2)
    assert second.x - first.x == pytest.approx(12 * MM)
    assert 'transform="rotate(-90' in ET.tostring(drawn(page_of(cell)), encoding="unicode")


def test_a_struck_line_has_a_line_through_it_and_a_cell_without_rules_no_border():
    words = {"lines": ("lama",), "struck": True}
    one, two = (list(ink(page_of(Cell(x=0, y=0, width=20, height=9, ruled=ruled, **words)))) for ruled in (True, False))
    assert len(one) == 3
    assert isinstance(one[0], Box)
    run, line = two
    assert line.points[0][0] == run.x
    assert run.y - run.size * MM < line.points[0][1] < run.y


def test_pictures_labels_and_marks_are_drawn_and_labels_lie_over_all_else():
    page = page_of(
        pictures=(Picture(x=1, y=2, width=3, height=4, kind="png", data=b"\x89PNG"),),
        symbols=(Symbol(kind="alternate", x=9, y=9, width=9, height=5),),
        labels=(Label(x=5, y=5, width=9, height=4, lines=("Ya",)),),
        marks=(
            Mark(kind="changed", points=((1, 1), (1, 9)), width=0.7),
            Mark(kind="here", points=((1, 1), (2, 2), (1, 3))),
            Mark(kind="passed", points=((1, 1), (2, 2), (1, 1)), width=0.8),
        ),
    )
    root = drawn(page)
    assert root.find(f".//{SVG}image").get("href") == "data:image/png;base64,iVBORw=="
    assert root.find(f".//{SVG}rect[@stroke-dasharray]") is not None
    *_, one, two, three, label, words = root.iter()
    marks = (one, two, three)
    assert [mark.get("stroke-width") for mark in marks] == ["0.7", None, "0.8"]
    assert [mark.get("d")[-1] for mark in marks] == ["9", "Z", "Z"]
    assert (label.get("fill"), words.text) == ("#fff", "Ya")


def test_a_control_sign_has_no_picture():
    for sign in "\0\r\n\x1b":
        with pytest.raises(SheetError):
            width(sign, 9)


@pytest.mark.parametrize("sign", "\u202e\u2066\u2069\u200b")
def test_signs_that_turn_words_round_or_hide_come_into_no_sheet(sign):
    with pytest.raises(sopkit.DefinitionError):
        sopkit.loads(sopkit.dumps(sopkit.reference()).replace("Menerima", f"Menerima{sign}", 1))
