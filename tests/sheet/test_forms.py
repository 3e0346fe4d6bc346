"""The monitoring and the evaluation form: filled in as far as the SOP knows, and on the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

import sopkit
from checks.tiny import sop, step
from sheet.printable import printable
from sopkit.errors import SheetError
from sopkit.sheet.documents.forms import evaluation, monitoring
from sopkit.sheet.outputs.svg import svg
from sopkit.wording import say

if TYPE_CHECKING:
    from collections.abc import Callable

    from sopkit.sheet.values import Sheet

FORMS = [monitoring, evaluation]


def words(sheet: Sheet) -> str:
    return " ".join(" ".join(cell.lines) for page in sheet.pages for cell in page.cells)


@given(printable(), st.sampled_from(FORMS), st.sampled_from(["id", "en"]), st.sampled_from(["A4", "F4", "Letter"]))
def test_each_row_stands_in_a_form_once_and_nothing_leaves_the_page(
    sop: sopkit.Sop, form: Callable[..., Sheet], language: str, paper: str
) -> None:
    sheet = form(sop, paper=paper, language=language)
    rows = [cell for page in sheet.pages for cell in page.cells if cell.name.startswith("row ")]
    numbers = [cell.lines for cell in rows if cell.align == "center" and cell.x == sheet.paper.margin and cell.lines]
    statements = [(str(n),) for n in range(1, 8)] if form is evaluation else []
    firsts = {step.row: step.number for step in reversed(sop.steps)}
    assert numbers == [*statements, *((firsts[row],) for row in sorted(firsts))]
    for page in sheet.pages:
        assert page.kind == "form"
        for cell in page.cells:
            assert cell.x >= sheet.paper.margin - 0.01
            assert cell.x + cell.width <= sheet.paper.width - sheet.paper.margin + 1.3
            assert cell.name == "foot" or cell.y + cell.height <= sheet.paper.height - sheet.paper.foot + 0.02


@pytest.mark.parametrize("form", FORMS)
def test_a_form_names_the_sop_its_number_and_its_standard_times(form: Callable[..., Sheet]) -> None:
    told = words(form(sopkit.load("examples/pengadaan-langsung-barang.sop.json")))
    for part in (
        "Pengadaan Langsung Barang",
        "SOP-014/DISKOMINFO/2026 (versi 1.0.0)",
        "7 langkah",
        "20 Jam",
        "Penilai,",
    ):
        assert part in told


def test_the_monitoring_form_has_the_columns_of_the_regulation() -> None:
    sheet = monitoring(sopkit.reference())
    heads = [" ".join(cell.lines) for cell in sheet.pages[0].cells if cell.shaded]
    assert heads == [
        "Penilaian terhadap Penerapan", "No", "Prosedur", "Berjalan dengan baik", "Tidak berjalan dengan baik",
        "Catatan Hasil Penilaian", "Tindakan yang Harus Diambil", "Paraf Penilai",
    ]  # fmt: skip
    assert "Pelaksana: TIM TEKNIS. Waktu baku: 900 Menit." in words(sheet)


def test_the_evaluation_form_asks_seven_questions_in_english_too() -> None:
    told = words(evaluation(sopkit.reference(), language="en"))
    assert all(say(f"form.statement.{n}", "en") in told for n in range(1, 8))
    assert "Actual Time (Average)" in told


def test_what_the_sop_does_not_say_is_a_line_to_write_on() -> None:
    page = monitoring(sopkit.reference()).pages[0]
    assert len(page.ties) == 4  # owner, number, half-year, date
    assert all(a[1] == b[1] for tie in page.ties for a, b in [tie.points])


def test_a_step_without_a_standard_time_says_so() -> None:
    told = words(monitoring(sop({"id": "a", "activity": "A", "actor": "x"})))
    assert "Waktu baku belum ditetapkan." in told
    assert "waktu baku belum ditetapkan" in told


def test_an_activity_longer_than_a_page_goes_on_on_the_next() -> None:
    long = monitoring(sop(step("a", activity="Mengerjakan sesuatu yang panjang sekali. " * 120)))
    assert words(long).count("panjang") == 120
    assert len(long.pages) > 1


def test_a_word_wider_than_its_column_is_refused() -> None:
    with pytest.raises(SheetError) as found:
        monitoring(sop(step("a", activity="W" * 90)))
    assert found.value.why == "word"


def test_hostile_words_in_a_form_are_words() -> None:
    sheet = monitoring(sop(step("a", activity="<script>alert(1)</script> & =1+1")))
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; =1+1" in svg(sheet)
