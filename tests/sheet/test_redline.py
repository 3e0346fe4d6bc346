"""The changes since an older version, marked on the sheet of the new one, and listed behind it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import attrs
from hypothesis import given
from hypothesis import strategies as st

import sopkit
from sheet.printable import laid_out, printable
from sopkit.changes import compare
from sopkit.sheet.layout import layout
from sopkit.sheet.marks.redline import redline
from sopkit.wording import say

if TYPE_CHECKING:
    from collections.abc import Callable

    from sopkit.sheet.values import Sheet

FILE = "examples/pengadaan-langsung-barang.sop.json"


def changed(change: Callable[[dict[str, Any]], object]) -> Sheet:
    """The sheet of the example after a change, with the change marked."""
    old = sopkit.load(FILE)
    whole = json.loads(sopkit.dumps(old))
    change(whole)
    new = sopkit.loads(json.dumps(whole))
    return redline(layout(new), new, compare(old, new).changes)


def marked(sheet: Sheet) -> set[tuple[str, str]]:
    return {(mark.kind, mark.name) for page in sheet.pages for mark in page.marks if mark.kind != "head"}


@given(st.data(), st.sampled_from(["id", "en"]))
def test_nothing_moves_and_every_change_is_listed_once(data: st.DataObject, language: str) -> None:
    old, new = data.draw(printable()), data.draw(printable())
    sheet, changes = laid_out(new), compare(old, new).changes
    red = redline(sheet, new, changes, language=language)
    count = len(sheet.pages)
    for page, was in zip(red.pages[:count], sheet.pages, strict=True):
        *cells, line = page.cells
        assert attrs.evolve(page, marks=(), cells=tuple(cells)) == was
        assert (line.name, line.lines) == ("redline", (say("redline.line", language),))
    listed = [cell for page in red.pages[count:] for cell in page.cells if cell.name.startswith("change ")]
    assert {int(cell.name.split()[1]) for cell in listed} == set(range(len(changes)))
    assert {page.kind for page in red.pages[count:]} == {"changes"}
    assert all(cell.struck == (n % 4 == 2 and cell.lines not in ((), ("–",))) for n, cell in enumerate(listed))
    low = sheet.paper.height - sheet.paper.foot + 0.02
    assert all(cell.y + cell.height <= low for cell in listed)


@given(printable())
def test_where_nothing_changed_nothing_is_marked_and_the_list_says_so(sop: sopkit.Sop) -> None:
    sheet = laid_out(sop)
    red = redline(sheet, sop, compare(sop, sop).changes)
    assert marked(red) == set()
    assert red.pages[-1].cells[-1].lines == (say("change.view.none", red.language),)


@given(st.data())
def test_each_row_of_a_new_step_has_a_plus(data: st.DataObject) -> None:
    old, new = data.draw(printable()), data.draw(printable())
    ids = {step.id for step in old.steps}
    rows = {f"number {step.row - 1}" for step in new.steps if step.id not in ids and not step.same_row}
    red = redline(laid_out(new), new, compare(old, new).changes)
    assert {name for kind, name in marked(red) if kind == "new"} == rows


def test_a_time_that_changed_has_a_bar_in_its_cell() -> None:
    assert marked(changed(lambda sop: sop["steps"][0].update(standard_time="PT3H"))) == {("changed", "time 0")}


def test_another_actor_is_a_heavy_symbol() -> None:
    assert marked(changed(lambda sop: sop["steps"][3].update(actor="ppk"))) == {("changed", "negosiasi")}


def test_another_way_is_a_heavy_arrow() -> None:
    red = changed(lambda sop: sop["steps"][4]["outcomes"][1].update(to="evaluasi"))
    assert marked(red) == {("changed", "periksa-hasil perbaiki")}


def test_a_new_outcome_is_a_heavy_arrow_out_of_a_step_that_changed() -> None:
    new = {"id": "batal", "label": "Batal", "to": "gagal"}
    red = changed(lambda sop: sop["steps"][4]["outcomes"].append(new))
    assert ("changed", "periksa-hasil batal") in marked(red)


def test_a_removed_step_stands_in_the_list_struck_through() -> None:
    def gone(sop: dict[str, Any]) -> None:
        sop["steps"][4]["outcomes"][0]["to"] = "catat-barang"
        del sop["steps"][5]

    struck = " ".join(" ".join(cell.lines) for cell in changed(gone).pages[-1].cells if cell.struck)
    assert "Memeriksa kesesuaian barang dengan SPK" in struck


def test_the_cover_is_marked_too() -> None:
    red = changed(lambda sop: sop["identity"].update(revised="2026-06-01", unit="Bidang Umum"))
    assert marked(red) == {("changed", "cover revised"), ("changed", "cover agency")}


def test_what_no_cell_says_is_marked_at_the_number() -> None:
    assert marked(changed(lambda sop: sop["steps"][5].update(complete_within="P6D"))) == {("changed", "number 5")}


def test_the_total_is_marked_where_it_is_computed() -> None:
    def untold(sop: dict[str, Any]) -> None:
        del sop["printed_total"]
        sop["steps"][0]["standard_time"] = "PT3H"

    assert {("changed", "total"), ("changed", "time 0")} <= marked(changed(untold))


def test_a_long_list_of_changes_numbers_its_own_pages() -> None:
    def other(sop: dict[str, Any]) -> None:
        for step in sop["steps"]:
            step["note"] = "catatan lain " * 40

    feet = [
        " ".join(cell.lines)
        for page in changed(other).pages if page.kind == "changes"
        for cell in page.cells if cell.name == "foot"
    ]  # fmt: skip
    assert feet[:2] == [f"Daftar perubahan, hal. {n} dari {len(feet)}" for n in (1, 2)]
