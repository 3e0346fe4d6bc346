"""`sopkit.render`: every view of every definition is the same bytes each time, or a sentence."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings

import sopkit
from cli.conftest import ROOM
from sheet.printable import cases, printable
from sopkit.errors import SheetError
from sopkit.sheet import VIEWS, Wish, drawing
from sopkit.sheet.paper import PAPERS

BEGINNINGS = {
    "pdf": b"%PDF-", "png": b"\x89PNG", "docx": b"PK", "xlsx": b"PK", "svg": b"<svg", "html": b"<!DOCTYPE html>", "md": b"# ",
}  # fmt: skip


@pytest.fixture(scope="module")
def room():
    return sopkit.loads(json.dumps(ROOM))


@pytest.mark.parametrize("view", VIEWS)
def test_every_view_is_what_its_name_says_and_the_same_each_time(view, recommendation_letter):
    found = drawing(recommendation_letter, view, Wish())
    for page in range(1, found.count + 1):
        data = sopkit.render(recommendation_letter, view, page=page)
        assert data.startswith(BEGINNINGS[view.rpartition(".")[2]])
        assert data == sopkit.render(sopkit.reference(), view, page=page)


def test_the_docstring_names_every_view_and_every_format():
    told = sopkit.render.__doc__
    for view in VIEWS:
        what, _, shape = view.partition(".")
        assert f"`{what}`" in told
        assert f"`.{shape}`" in told


@settings(max_examples=5)
@given(printable())
def test_every_view_of_every_definition_is_bytes_or_a_sentence(sop):
    for view in VIEWS:
        for language in ("id", "en", "jv"):
            try:
                assert sopkit.render(sop, view, language=language) == sopkit.render(sop, view, language=language)
            except SheetError as error:
                assert str(error)
                assert error.in_("id")


@settings(max_examples=5)
@given(cases())
def test_every_case_is_drawn_on_every_format_of_the_sheet(case):
    for view in VIEWS:
        if view.startswith("sheet."):
            try:
                plain, marked = (drawing(case.sop, view, Wish(paper="Legal", case=one)) for one in (None, case))
                pages = range(1, plain.count + 1)
                assert [marked.page(n) for n in pages] != [plain.page(n) for n in pages], view
            except SheetError as error:
                assert error.why != "case"


@pytest.mark.parametrize("paper", PAPERS)
def test_every_paper_is_drawn(paper, room):
    size = PAPERS[paper]
    assert f'width="{size.width:g}mm" height="{size.height:g}mm"'.encode() in sopkit.render(room, paper=paper)


@pytest.mark.parametrize(
    ("wishes", "sentence"),
    [
        ({"view": "sheet.doc"}, 'There is no view "sheet.doc"; there are sheet.pdf, sheet.html, '),
        ({"view": ""}, 'There is no view "";'),
        ({"view": "x" * 1_000}, 'There is no view "xxx'),
        ({"paper": "A3"}, 'There is no paper "A3"; there are A4, F4, Letter, Legal.'),
        ({"page": 0}, "There is no page 0; the number of pages is "),
        ({"page": 99}, "There is no page 99; the number of pages is "),
        ({"view": "sheet.pdf", "page": 2}, "There is no page 2; the number of pages is 1."),
        ({"view": "monitoring.pdf", "logo": b""}, 'The view "monitoring" has no use for "logo".'),
        ({"view": "steps.html", "paper": "A4"}, 'The view "steps" has no use for "paper".'),
        ({"logo": b"GIF89a"}, "The logo must be a PNG"),
    ],
)
def test_what_is_not_possible_is_told_in_a_sentence_with_what_is(wishes, sentence, recommendation_letter):
    with pytest.raises(SheetError) as raised:
        sopkit.render(recommendation_letter, **wishes)
    assert str(raised.value).startswith(sentence)
    assert raised.value.in_("id") != str(raised.value)


def test_a_case_of_another_version_is_not_drawn_though_its_steps_have_the_same_names(recommendation_letter):
    old = recommendation_letter
    new = sopkit.loads(sopkit.dumps(old).replace(f'"version": "{old.version}"', '"version": "9.9.9"'))
    with pytest.raises(SheetError, match=r"9\.9\.9"):
        sopkit.render(old, "sheet.svg", case=sopkit.start(new, "K-1", at=datetime(2026, 1, 5, tzinfo=UTC)))
