"""The flow by itself: every step once with its words, labels over nothing, arrows around all symbols."""

from __future__ import annotations

from itertools import combinations, pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

import sopkit
from checks.tiny import sop, step
from sheet.printable import printable
from sopkit.errors import SheetError
from sopkit.sheet.documents.lanes import lanes, lanes_sheet

if TYPE_CHECKING:
    from sopkit.sheet.values import Page

    Box = tuple[float, float, float, float]

MAIN = ("box", "diamond")
TOUCH = 0.06  # an arrow touches the edges of the symbols that it joins


def boxes(page: Page) -> list[Box]:
    return [(s.x - s.width / 2, s.y - s.height / 2, s.x + s.width / 2, s.y + s.height / 2) for s in page.symbols]


def meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def stretches(page: Page) -> list[Box]:
    return [
        (min(a[0], b[0]), min(a[1], b[1]), max(a[0], b[0]), max(a[1], b[1]))
        for arrow in page.arrows
        for a, b in pairwise(arrow.points)
    ]


@given(printable(), st.sampled_from([None, "en"]))
def test_each_step_and_each_way_is_drawn_and_nothing_overlaps(sop: sopkit.Sop, language: str | None) -> None:
    sheet = lanes_sheet(sop, language)
    (page,) = sheet.pages
    drawn = [one for one in page.symbols if one.kind in MAIN and one.step]
    assert [one.step for one in drawn] == [one.id for one in sop.steps]
    for symbol, one in zip(drawn, sop.steps, strict=True):
        assert " ".join(symbol.lines).startswith(f"{one.number}.")
    ways = {way for arrow in page.arrows for way in arrow.ways}
    assert ways == {(one.id, id) for one in sop.steps for id, _ in sop.ways(one)}
    labels = [(one.x, one.y, one.x + one.width, one.y + one.height) for one in page.labels]
    keeps_apart(page, labels)
    everything = [*boxes(page), *labels, *stretches(page)]
    assert min(box[0] for box in everything) >= 0
    assert max(box[2] for box in everything) <= sheet.paper.width
    assert max(box[3] for box in everything) <= sheet.paper.height


def keeps_apart(page: Page, labels: list[Box]) -> None:
    assert not any(meet(a, b) for a, b in combinations(boxes(page), 2))
    assert not any(meet(a, b) for a, b in combinations(labels, 2))
    rectangles = [
        (x + TOUCH, y + TOUCH, u - TOUCH, v - TOUCH)
        for (x, y, u, v), symbol in zip(boxes(page), page.symbols, strict=True) if symbol.kind != "diamond"
    ]  # fmt: skip
    assert not any(meet(label, box) for label in labels for box in rectangles)
    for left, top, right, low in stretches(page):
        assert left == right or top == low
        assert not any(meet((left, top, right, low), box) for box in rectangles)


@pytest.mark.parametrize("language", ["id", "en"])
def test_the_reference_begins_and_ends_in_words(language: str) -> None:
    (page,) = lanes_sheet(sopkit.reference(), language).pages
    words = [" ".join(one.lines) for one in page.symbols if one.kind == "capsule"]
    assert words == {"id": ["Mulai", "Selesai"], "en": ["Start", "End"]}[language]


def test_a_question_stands_in_its_diamond_below_the_activity() -> None:
    (page,) = lanes_sheet(sopkit.load("examples/cuti-akademik.sop.json")).pages
    assert [" ".join(one.lines) for one in page.symbols if one.kind == "diamond"] == [
        "3. Meneliti syarat cuti akademik Syarat terpenuhi?",
        "5. Menandatangani surat izin cuti akademik Konsep sesuai?",
    ]


def test_a_long_activity_is_cut_at_a_word() -> None:
    (page,) = lanes_sheet(sop(step("a", activity="Mengerjakan sesuatu yang panjang " * 20))).pages
    words = next(" ".join(one.lines) for one in page.symbols if one.kind == "box")
    assert words.endswith(" …")
    assert len(words) < 170


def test_a_word_wider_than_a_symbol_is_refused() -> None:
    with pytest.raises(SheetError) as found:
        lanes_sheet(sop(step("a", activity="W" * 60)))
    assert found.value.why == "word"


def test_hostile_words_stay_words_in_the_picture() -> None:
    picture = lanes(sop(step("a", activity="<script>alert(1)</script>")))
    assert "<script" not in picture
    assert "&lt;script&gt;" in picture
