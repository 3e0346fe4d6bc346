"""The way of a case on the sheet of its SOP: nothing moves, and all that happened is marked."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import sopkit
from sheet.printable import cases, laid_out
from sopkit.errors import SheetError
from sopkit.journal import COMPLETED
from sopkit.sheet.layout import layout
from sopkit.sheet.marks.walked import walked
from sopkit.testing import walk

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sopkit.sheet.values import Label, Page, Sheet


def unmarked(sheet: Sheet, like: Sheet) -> Sheet:
    """What stays of a marked sheet when its marks, its counts and the line above the table are taken away."""
    pages = [
        attrs.evolve(
            page, marks=(), labels=page.labels[: len(old.labels)],
            cells=tuple(cell for cell in page.cells if cell.name != "case"),
        )
        for page, old in zip(sheet.pages, like.pages, strict=True)
    ]  # fmt: skip
    return attrs.evolve(sheet, pages=tuple(pages))


@given(st.data(), st.sampled_from(["own", "beside"]))
def test_nothing_moves_every_act_is_marked_and_no_count_covers_a_symbol_or_words(
    data: st.DataObject, capsules: str
) -> None:
    case = data.draw(cases())
    sheet = laid_out(case.sop, capsules=capsules)
    marked = walked(sheet, case)
    assert unmarked(marked, sheet) == sheet
    stands = {
        (mark.kind, mark.name) for page in marked.pages for mark in page.marks if mark.kind in ("here", "cancelled")
    }
    assert [kind for kind, _ in stands] == ["cancelled" if case.end == "cancelled" else "here"]
    for page, after in zip(sheet.pages, marked.pages, strict=True):
        counts = after.labels[len(page.labels) :]
        marks_only_what_was_done(case, page, after, counts)
        covers_no_words(page, after, counts)


def marks_only_what_was_done(case: sopkit.Case, page: Page, marked: Page, counts: Sequence[Label]) -> None:
    acts = Counter((entry.step, entry.outcome) for entry in case.journal if entry.kind == COMPLETED)
    times = [
        sum(acts[way] for way in arrow.ways or [(arrow.step, arrow.outcome)]) if arrow.step or arrow.ways else 1
        for arrow in page.arrows
    ]
    heavy = [mark.points[:-1] for mark in marked.marks if mark.kind == "taken"]
    assert heavy == [arrow.points[:-1] for arrow, n in zip(page.arrows, times, strict=True) if n]
    assert [label.lines[0] for label in counts] == [f"{n}×" for n in times if n > 1]


def covers_no_words(page: Page, marked: Page, counts: Sequence[Label]) -> None:
    air = 0.55  # half a heavy outline, and something white beside it
    for label in counts:
        left, top, right, low = label.x, label.y, label.x + label.width, label.y + label.height
        others = [(one.x, one.y, one.x + one.width, one.y + one.height) for one in marked.labels if one != label]
        for one in page.symbols:
            wide, high = one.width / 2 + air, one.height / 2 + air
            others.append((one.x - wide, one.y - high, one.x + wide, one.y + high))
        assert not any(left < o[2] and o[0] < right and top < o[3] and o[1] < low for o in others)


def test_the_line_above_the_table_tells_where_the_case_stands() -> None:
    sop = sopkit.reference()
    sheet = layout(sop)
    case = walk(sop, "REK-1").do("terima-berkas").take("tidak-sesuai", reason="KTP belum ada")

    def told(case: sopkit.Case, language: str) -> str:
        return next(
            " ".join(cell.lines)
            for cell in walked(sheet, case, language=language).pages[-1].cells
            if cell.name == "case"
        )

    assert told(case.case, "id") == (
        "Kasus REK-1 · keadaan per 5 Januari 2026 pukul 03.10 UTC · berada di langkah 1 (KABID INDUSTRI) "
        "· 1 kali dikembalikan"
    )
    assert told(case.finish().case, "en").endswith("ended at step 8: End · returned once")


def test_what_a_step_did_twice_carries_its_count() -> None:
    sop = sopkit.reference()
    case = walk(sop).do("terima-berkas").take("tidak-sesuai", reason="x").do("terima-berkas")
    case = case.take("tidak-sesuai", reason="x").do("terima-berkas")
    sheet = layout(sop)
    found = [label.lines for page in walked(sheet, case.case).pages for label in page.labels]
    assert found.count(("2×",)) == 1
    assert found.count(("3×",)) == 1


def test_a_way_over_two_pages_passes_its_connectors() -> None:
    sop = sopkit.reference()
    sheet = layout(sop)
    for page, marked in zip(sheet.pages, walked(sheet, walk(sop).finish().case).pages, strict=True):
        if page.kind == "cover":
            continue
        corners = [mark.points for mark in marked.marks if mark.kind == "passed"]
        passed = [
            one
            for one in page.symbols
            if one.kind in ("out", "into")
            and any((one.x, round(one.y + one.height / 2, 2)) in outline for outline in corners)
        ]
        assert len(passed) == 1


def test_an_end_that_the_case_passed_by_is_not_marked() -> None:
    sop = sopkit.loads(
        """{"sopkit": 1, "id": "surat", "version": "1.0.0", "title": "Surat", "documents": [],
        "actors": [{"id": "loket", "name": "Loket"}],
        "steps": [
          {"id": "periksa", "activity": "Memeriksa berkas", "actor": "loket", "outcomes": [
            {"id": "ya", "label": "Ya", "to": "serah"}, {"id": "tidak", "label": "Tidak", "to": "ditolak"}]},
          {"id": "serah", "activity": "Menyerahkan surat", "actor": "loket", "next": "terbit"}],
        "ends": [{"id": "terbit", "name": "Terbit"}, {"id": "ditolak", "name": "Ditolak"}]}"""
    )
    marked = walked(layout(sop), walk(sop).take("ya").case).pages[-1]
    end = next(one for one in marked.symbols if one.lines == ("Ditolak",))
    assert not [
        mark
        for mark in marked.marks
        if mark.kind == "passed" and all(abs(y - end.y) <= end.height for _, y in mark.points)
    ]


def test_a_case_with_a_long_id_still_fits() -> None:
    sop = sopkit.reference()
    marked = walked(layout(sop), sopkit.start(sop, "W" * 300, at=walk(sop).case.last.at))
    line = next(cell for cell in marked.pages[-1].cells if cell.name == "case")
    assert len(line.lines) <= 2


def test_a_case_of_another_sop_is_refused_in_a_sentence() -> None:
    other = sopkit.load("examples/cuti-akademik.sop.json")
    with pytest.raises(SheetError) as found:
        walked(layout(sopkit.reference()), walk(other, "K-9").case)
    assert "K-9" in found.value.in_("id")
    assert "cuti-akademik" in found.value.in_("en")


def test_signs_that_turn_words_round_do_not_come_from_the_id_of_a_case() -> None:
    sop = sopkit.reference()
    told = next(
        " ".join(cell.lines)
        for cell in walked(layout(sop), walk(sop, "K\u202eFDP\u200b9").case).pages[-1].cells
        if cell.name == "case"
    )
    assert told.startswith("Kasus K FDP 9 · ")
