"""A book: in order, with contents that lead to the right pages, under one count of pages."""

from __future__ import annotations

import json
import re
from datetime import date
from io import BytesIO

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import sopkit
from cli.conftest import ROOM
from sheet.printable import printable
from sopkit.errors import SheetError
from sopkit.sheet.documents.book import book
from sopkit.sheet.layout import layout
from sopkit.sheet.outputs.html import html
from sopkit.sheet.outputs.typeset import pdf

LONG = "x" * 5_000  # no line holds it


def sop(title="Ruang", **identity):
    more = {"identity": identity} if identity else {}
    return sopkit.loads(json.dumps({**ROOM, "title": title, **more}))


def said(page):
    """What a page says, by the names of its cells."""
    return {cell.name: " ".join(cell.lines) for cell in page.cells}


def listed(sheet):
    """The lines of the contents: number, title and page."""
    found = []
    for page in sheet.pages:
        if page.kind == "contents":
            cells = said(page)
            rows = sorted({int(name.split()[1]) for name in cells if name.startswith("entry ")})
            found += [tuple(cells[f"entry {n} {name}"] for name in ("number", "name", "page")) for n in rows]
    return [(number, title, int(page)) for number, title, page in found]


def test_sops_stand_by_number_as_people_count_and_those_without_one_are_the_last():
    sops = [
        sop("Zakat"), sop("arsip"), sop("B", number="SOP-10/2025"), sop("C", number="SOP-2/2025"),
        sop("A", number="SOP-2/2026"), sop("D", number="SOP-2/2025"),
    ]  # fmt: skip
    assert [(number, title) for number, title, _ in listed(book(sops).sheet)] == [
        ("SOP-2/2025", "C"), ("SOP-2/2025", "D"), ("SOP-2/2026", "A"), ("SOP-10/2025", "B"), ("–", "arsip"), ("–", "Zakat"),
    ]  # fmt: skip
    assert book(sops) == book(sops[::-1])


@settings(max_examples=25)
@given(st.lists(printable(), min_size=1, max_size=4))
def test_the_contents_lead_to_the_first_page_of_each_and_every_page_is_counted(sops):
    made = book(sops)
    assert len(made.left_out) + len(listed(made.sheet) if made.sheet else ()) == len(sops)
    if made.sheet is None:
        return
    pages = made.sheet.pages
    for n, page in enumerate(pages[1:], 2):
        assert said(page)["foot"].split()[-1] == str(len(pages))
        assert re.findall(r"\d+", said(page)["foot"])[0] == str(n)
    for number, title, page in listed(made.sheet):
        assert pages[page - 1].title.endswith(title)
        assert pages[page - 1].title == (title if number == "–" else f"{number} – {title}")
    starts = [page for *_, page in listed(made.sheet)]
    assert starts == [n for n, page in enumerate(pages, 1) if page.title][2:]
    assert {cell.leads_to for page in pages for cell in page.cells} - {0} == set(starts)


def test_connectors_name_the_pages_of_the_book(recommendation_letter):
    alone = layout(recommendation_letter)
    bound = book([sop("A", number="1"), recommendation_letter]).sheet
    start = listed(bound)[-1][2]
    for n, page in enumerate(alone.pages):
        named = [symbol.lines[-1] for symbol in page.symbols if symbol.kind in ("out", "into")]
        there = [symbol.lines[-1] for symbol in bound.pages[start - 1 + n].symbols if symbol.kind in ("out", "into")]
        assert there == [re.sub(r"\d+", lambda page: str(int(page[0]) + start - 1), words) for words in named]
    assert any(symbol.kind == "out" for page in alone.pages for symbol in page.symbols)


def test_what_cannot_be_drawn_is_left_out_and_the_rest_is_numbered_without_it():
    sops = [sop("A", number="1"), sop(LONG, number="2"), sop("C", number="3")]
    wide = sopkit.loads(
        json.dumps({**ROOM, "title": "D", "steps": [{**ROOM["steps"][0], "activity": LONG}, *ROOM["steps"][1:]]})
    )
    made = book([*sops, wide])
    assert [left.title for left, _ in made.left_out] == [sops[1].title, wide.title]
    assert {why.why for _, why in made.left_out} == {"word"}
    assert made.sheet == book([sops[0], sops[2]]).sheet
    assert book([sops[1]]).sheet is None


def test_the_cover_names_agency_and_unit_where_they_are_those_of_all():
    one, other = (
        {"agency": "Dinas A", "unit": unit, "effective": day}
        for unit, day in (("X", "2024-03-01"), ("Y", "2026-02-01"))
    )
    assert said(book([sop(**one)]).sheet.pages[0]) == {
        "agency": "DINAS A", "unit": "X", "title": "STANDAR OPERASIONAL PROSEDUR", "many": "1 SOP", "year": "2024",
    }  # fmt: skip
    cover = said(book([sop(**one), sop(**other)], title="Kumpulan").sheet.pages[0])
    assert (cover["agency"], cover.get("unit"), cover["title"], cover["year"]) == ("DINAS A", None, "KUMPULAN", "2026")
    made = book([sop(**one), sop(**other)])
    assert (made.agency, made.day) == ("Dinas A", date(2026, 2, 1))
    assert "agency" not in said(book([sop(**one), sop(agency="Dinas B")]).sheet.pages[0])


def test_a_long_list_goes_on_on_the_next_page_under_the_same_header():
    sheet = book([sop(f"SOP {n}") for n in range(60)]).sheet
    pages = [page for page in sheet.pages if page.kind == "contents"]
    assert len(pages) > 1
    assert {"column.number", "column.name", "column.page"} <= said(pages[1]).keys()
    assert len(listed(sheet)) == 60
    for page in pages:
        for cell in page.cells:
            assert cell.name == "foot" or cell.y + cell.height <= sheet.paper.height - sheet.paper.foot + 0.01


@pytest.mark.parametrize(
    ("wishes", "why"),
    [({"title": LONG}, "title"), ({"title": "申請"}, "glyph"), ({"logo": b"GIF89a"}, "logo")],
)
def test_a_cover_that_cannot_be_is_an_error(wishes, why):
    with pytest.raises(SheetError) as raised:
        book([sop()], **wishes)
    assert raised.value.why == why


def test_the_book_speaks_the_language_of_most():
    english = sopkit.loads(json.dumps({**ROOM, "language": "en", "title": "Rooms"}))
    assert book([english, english, sop()]).sheet.language == "en"
    assert book([english, sop(), sop()]).sheet.language == "id"
    assert book([english, english, sop()], language="id").sheet.language == "id"


def test_a_sheet_in_another_language_says_so():
    english = sopkit.loads(json.dumps({**ROOM, "language": "en", "title": "Zoo"}))
    made = book([sop(), sop(), english]).sheet
    last = listed(made)[-1][2]
    assert {page.language for page in made.pages[: last - 1]} == {""}
    assert {page.language for page in made.pages[last - 1 :]} == {"en"}
    assert list(book([sop(), sop(), english]).flows) == [start - 1 for *_, start in listed(made)[1:]] + [
        len(made.pages)
    ]
    told = html(made).split('<div class="paper" lang="en">')
    assert len(told) == len(made.pages) - last + 2
    assert "does this" in told[-1]
    with pikepdf.open(BytesIO(pdf(made))) as document:
        parts = [one for one in document.objects if isinstance(one, pikepdf.Dictionary)]
        assert [str(one.S) for one in parts if str(one.get("/Lang", "")) == "en"] == ["/Table"]


def test_a_click_in_the_contents_opens_the_page():
    sheet = book([sop("A", number="1"), sop("B", number="2")]).sheet
    told = html(sheet)
    for *_, page in listed(sheet):
        assert f'href="#page-{page}"' in told
        assert f'id="page-{page}"' in told
