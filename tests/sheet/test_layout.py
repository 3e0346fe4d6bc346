"""The layout: nothing that a careful reader would find wrong, whatever the SOP; and what is refused, in a sentence."""

from __future__ import annotations

import json
from pathlib import Path

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import sopkit
from sheet.acceptance import breaches
from sheet.crowded import crowded
from sopkit.errors import SheetError
from sopkit.sheet.layout import layout
from sopkit.sheet.paper import PAPERS
from sopkit.sheet.values import Arrow

ROOT = Path(__file__).parents[2]
FILES = sorted([*ROOT.glob("sops/*.sop.json"), *ROOT.glob("examples/*.sop.json")])
LENGTHY = "Kepala Dinas Penanaman Modal dan Pelayanan Terpadu"
LONG = "pertanggungjawabanketidaksesuaianadministrasi"


def named(file):
    return file.name.split(".")[0]


def example(name):
    return sopkit.load(ROOT / "examples" / f"{name}.sop.json")


def flow_pages(sheet):
    return [page for page in sheet.pages if page.kind == "flow"]


def plain(steps, actors=2):
    """Return an SOP of these steps, each `(actor, outcomes)` or with words of its own."""
    ids = [f"s{n}" for n in range(len(steps))]
    whole = {
        "sopkit": 1, "id": "kecil", "version": "1", "title": "Kecil", "profile": "plain", "documents": [],
        "actors": [{"id": f"a{n}", "name": f"A{n}"} for n in range(actors)],
        "steps": [{"id": id, "activity": "Memeriksa", "actor": "a0", **step} for id, step in zip(ids, steps, strict=True)],
    }  # fmt: skip
    return sopkit.loads(json.dumps(whole))


def decision(*targets, **more):
    outcomes = [{"id": f"o{n}", "label": f"Hasil {n}", "to": to} for n, to in enumerate(targets)]
    return {"outcomes": outcomes, **more}


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("file", FILES, ids=named)
def test_nothing_is_wrong_with_a_sheet_of_ours_on_any_paper(file, paper):
    sop = sopkit.load(file)
    for capsules in ("own", "beside"):
        assert list(breaches(layout(sop, paper=paper, capsules=capsules), sop)) == []


@settings(max_examples=25)
@given(crowded(), st.sampled_from(["F4", "Legal"]), st.sampled_from(["own", "beside"]))
def test_nothing_is_wrong_with_the_sheet_of_an_sop_that_is_hard_to_draw(sop, paper, capsules):
    try:
        sheet = layout(sop, paper=paper, capsules=capsules)
    except SheetError as error:
        assert error.why in ("word", "row")
    else:
        assert list(breaches(sheet, sop)) == []


@settings(max_examples=5)
@given(crowded())
def test_the_same_sop_gives_the_same_sheet(sop):
    try:
        assert layout(sop, paper="F4") == layout(sopkit.loads(sopkit.dumps(sop)), paper="F4")
    except SheetError as error:
        assert error.why in ("word", "row")


@pytest.mark.parametrize(("paper", "count"), [("A4", 8), ("F4", 15), ("Legal", 15)])
def test_so_many_actors_fit(paper, count):
    sop = plain([{"actor": f"a{n}"} for n in range(count)], actors=count)
    assert list(breaches(layout(sop, paper=paper), sop)) == []


@pytest.mark.parametrize(("why", "sop"), [
    ("actors", plain([{"actor": f"a{n}"} for n in range(16)], actors=16)),
    ("word", plain([{"note": LONG}])),
    ("glyph", plain([{"activity": "Memeriksa 🙂"}])),
    ("row", plain([{"activity": "Memeriksa berkas permohonan. " * 90}])),
])  # fmt: skip
def test_what_cannot_be_laid_out_is_refused_in_a_sentence(why, sop):
    with pytest.raises(SheetError) as refused:
        layout(sop)
    assert refused.value.why == why
    assert len(refused.value.in_("id")) > 20


def test_a_sheet_that_fits_on_one_page_is_on_one_page():
    assert len(flow_pages(layout(example("critical-result-notification")))) == 1


def test_a_long_total_stands_on_one_line():
    cells = [cell for page in layout(example("cuti-akademik")).pages for cell in page.cells if cell.name == "total"]
    assert [len(cell.lines) for cell in cells] == [1]


def test_five_ways_out_and_many_into_one_step_of_a_single_actor_are_drawn():
    far = decision("s9", "s7", "s5", "s4", "s8")
    back = decision("s10", "s0")
    sop = plain([far, *[{}] * 7, back, back, {}], actors=1)
    sheet = layout(sop)
    assert list(breaches(sheet, sop)) == []
    assert sum(symbol.kind == "out" for page in sheet.pages for symbol in page.symbols) > 5


@pytest.mark.parametrize(("actors", "here"), [(1, 0), (3, 2), (8, 7), (8, 0)])
def test_long_words_on_five_ways_out_find_their_places(actors, here):
    ways = decision("s9", "s7", "s5", "s4", "s8", actor=f"a{here}", participants=[f"a{n}" for n in range(actors)])
    for outcome in ways["outcomes"]:
        outcome["label"] = f"Ketidaksesuaian {outcome['id']}"
    sop = plain([ways, *[{}] * 9], actors=actors)
    assert list(breaches(layout(sop, paper="A4"), sop)) == []


def test_outcomes_that_lead_to_one_place_share_an_arrow_and_its_label():
    sop = plain([decision("s1", "s1", "s2"), {}, {}])
    [page] = flow_pages(layout(sop))
    assert [("s0", "o0"), ("s0", "o1")] in [list(arrow.ways) for arrow in page.arrows]
    assert "Hasil 0 / Hasil 1" in [" ".join(label.lines) for label in page.labels]


def test_long_names_of_many_actors_stand_on_end_in_two_lines():
    sop = plain([{"actor": "a14"}, {}], actors=15)
    names = [attrs.evolve(one, name=attrs.evolve(one.name, by_language=(("id", LENGTHY),))) for one in sop.actors]
    [page] = flow_pages(layout(attrs.evolve(sop, actors=tuple(names)), paper="F4"))
    heads = [cell for cell in page.cells if cell.align == "upright"]
    assert [len(cell.lines) for cell in heads] == [2] * 15
    assert heads[0].height < 55


def test_letters_are_given_as_they_are_met():
    sheet = layout(plain([decision("s19", "s18", "s1")] + [{}] * 19), paper="A4")
    letters = [
        letter
        for page in sheet.pages
        for symbol in sorted(page.symbols, key=lambda one: (one.y, one.x))
        for letter in symbol.letters
        if symbol.kind == "out"
    ]
    assert sorted(letters, key=lambda one: (len(one), one)) == [chr(ord("A") + n) for n in range(len(letters))]


def moved(symbol, **by):
    return attrs.evolve(symbol, **{key: getattr(symbol, key) + value for key, value in by.items()})


def first(page, kind):
    return next(symbol for symbol in page.symbols if symbol.kind == kind)


def with_symbol(page, old, new):
    return attrs.evolve(page, symbols=tuple(new if one is old else one for one in page.symbols))


def with_arrow(page, n, **changes):
    arrows = list(page.arrows)
    arrows[n] = attrs.evolve(arrows[n], **changes)
    return attrs.evolve(page, arrows=tuple(arrows))


def with_label(page, **changes):
    return attrs.evolve(page, labels=(attrs.evolve(page.labels[0], **changes), *page.labels[1:]))


def with_cell(page, name, **changes):
    cells = tuple(attrs.evolve(cell, **changes) if cell.name == name else cell for cell in page.cells)
    return attrs.evolve(page, cells=cells)


SLIPS = {
    "off the centre": lambda page: with_symbol(page, first(page, "box"), moved(first(page, "box"), x=1)),
    "symbols meet": lambda page: attrs.evolve(page, symbols=(*page.symbols, moved(first(page, "box"), y=2))),
    "symbols of unequal size": lambda page: with_symbol(page, first(page, "diamond"), moved(first(page, "diamond"), width=1)),
    "head in the air": lambda page: with_arrow(page, 0, points=(*page.arrows[0].points[:-1], (page.arrows[0].points[-1][0], 1.0))),
    "slanted": lambda page: with_arrow(page, 0, points=(page.arrows[0].points[0], (1.0, 2.0))),
    "in a text column": lambda page: with_arrow(page, 0, points=((20.0, 60.0), (20.0, 70.0))),
    "outcomes": lambda page: attrs.evolve(page, arrows=page.arrows[1:]),
    "two lines along each other": lambda page: attrs.evolve(page, arrows=(*page.arrows, attrs.evolve(page.arrows[0], target="else"))),
    "labels missing": lambda page: attrs.evolve(page, labels=page.labels[1:]),
    "label far from its arrow": lambda page: with_label(page, y=page.labels[0].y - 30),
    "label says something else": lambda page: with_label(page, lines=("Mungkin",)),
    "labels meet": lambda page: with_label(page, x=page.labels[1].x, y=page.labels[1].y),
    "text wider than its cell": lambda page: with_cell(page, "activity 1", lines=(LONG * 2,)),
    "text higher than its cell": lambda page: with_cell(page, "activity 1", lines=("a",) * 60),
    "small text": lambda page: with_cell(page, "activity 1", size=6),
    "gap between rows": lambda page: with_cell(page, "activity 1", y=3),
    "gap between cells": lambda page: with_cell(page, "activity 1", width=5),
    "foot": lambda page: with_cell(page, "number 1", height=190),
    "rows": lambda page: attrs.evolve(page, cells=tuple(cell for cell in page.cells if not cell.name.endswith(" 1"))),
    "header": lambda page: attrs.evolve(page, cells=tuple(cell for cell in page.cells if cell.name != "column.note")),
}  # fmt: skip


@pytest.mark.parametrize("kind", SLIPS)
def test_a_slip_is_found(kind):
    sop = example("pengadaan-langsung-barang")
    sheet = layout(sop, cover=False)
    [page] = sheet.pages
    assert kind in dict(breaches(attrs.evolve(sheet, pages=(SLIPS[kind](page),)), sop))


@pytest.mark.parametrize(("kind", "changes"), [
    ("connectors not in a pair", {"letters": ("Z",)}),
    ("connector names a wrong page", {"pages": (7,)}),
    ("connector does not say its letter and page", {"lines": ("?",)}),
    ("outcome drawn twice", {"ways": (("x", "y"),)}),
])  # fmt: skip
def test_a_slip_with_connectors_is_found(kind, changes):
    sop = sopkit.reference()
    sheet = layout(sop, cover=False)
    page = sheet.pages[0]
    slipped = with_symbol(page, first(page, "out"), attrs.evolve(first(page, "out"), **changes))
    assert kind in dict(breaches(attrs.evolve(sheet, pages=(slipped, *sheet.pages[1:])), sop))


def test_an_arrow_over_a_symbol_is_found():
    sop = example("pengadaan-langsung-barang")
    sheet = layout(sop, cover=False)
    [page] = sheet.pages
    box = first(page, "box")
    over = Arrow(points=((box.x - 20, box.y), (box.x + 20, box.y)))
    wrong = attrs.evolve(sheet, pages=(attrs.evolve(page, arrows=(*page.arrows, over)),))
    assert "over a symbol" in dict(breaches(wrong, sop))


def test_an_end_whose_name_no_capsule_holds_is_named_below_the_activity_by_the_way_that_leads_there():
    whole = {
        "sopkit": 1, "id": "kecil", "version": "1", "title": "Kecil", "documents": [],
        "actors": [{"id": "a0", "name": "A0"}],
        "steps": [{"id": "s0", "activity": "Memeriksa", "actor": "a0", **decision("e0", "e1")}],
        "ends": [{"id": "e0", "name": "Terbit"}, {"id": "e1", "name": "Dikembalikan seluruhnya"}],
    }  # fmt: skip
    [page] = flow_pages(layout(sopkit.loads(json.dumps(whole))))
    [activity] = [cell for cell in page.cells if cell.name == "activity 0"]
    assert activity.lines[-1] == "Hasil 1: Dikembalikan seluruhnya"
    assert [symbol.lines for symbol in page.symbols if symbol.kind == "capsule" and symbol.lines] == [("Terbit",)]


def test_a_text_of_megabytes_is_refused_before_it_is_measured(monkeypatch):
    monkeypatch.setattr("sopkit.sheet.layout.table.lines", None)
    with pytest.raises(SheetError) as caught:
        layout(plain([{"activity": "Menulis surat " * 150_000}]))
    assert (caught.value.why, caught.value.what) == ("row", "1")


@pytest.mark.parametrize("actors", [1, 8])
def test_sixty_rows_that_all_return_to_the_first_share_letters(actors):
    steps = [{}, *[{**decision(f"s{n + 1}", "s0"), "actor": f"a{n % actors}"} for n in range(1, 59)], {}]
    sop = plain(steps, actors=actors)
    sheet = layout(sop)
    assert list(breaches(sheet, sop)) == []
    [into] = [
        symbol
        for page in sheet.pages
        for symbol in page.symbols
        if symbol.kind == "into" and "s0" in targets(page, symbol)
    ]
    assert len(set(into.letters)) == len(sheet.pages) - 1
    assert len(into.ways) > 30


def targets(page, symbol):
    return {
        other.step for arrow in page.arrows for other in page.symbols
        if abs(arrow.points[0][0] - symbol.x) <= symbol.width and abs(arrow.points[0][1] - symbol.y) <= symbol.height
        and abs(arrow.points[-1][0] - other.x) <= other.width / 2 + 0.1 and abs(arrow.points[-1][1] - other.y) <= other.height / 2 + 0.1
    }  # fmt: skip
