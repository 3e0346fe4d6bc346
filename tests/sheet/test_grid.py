"""The cells of a page are one table without a hole or an overlap."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

import sopkit
from sheet.printable import laid_out, printable
from sopkit.sheet.layout import layout
from sopkit.sheet.outputs.grid import below, grid
from sopkit.sheet.values import Cell


def cell(x: float, y: float, width: float, height: float, **more) -> Cell:
    return Cell(x=x, y=y, width=width, height=height, **more)


def places(table) -> list[tuple[int, int]]:
    return sorted(
        (row, column)
        for box in table.boxes
        for row in range(box.row, box.row + box.rows)
        for column in range(box.column, box.column + box.columns)
    )


@given(printable())
@settings(max_examples=25)
def test_every_place_belongs_to_one_box_and_every_cell_to_one_at_its_edges(sop):
    for page in laid_out(sop).pages:
        for table in (grid(page.cells), grid(page.cells, tallest=20, down_to=230)):
            rows, columns = len(table.down) - 1, len(table.across) - 1
            assert places(table) == [(row, column) for row in range(rows) for column in range(columns)]
            held = {box.cell: box for box in table.boxes if box.cell}
            assert set(held) == set(page.cells) - set(below(page.cells))
            for one, box in held.items():
                edges = (
                    table.across[box.column], table.down[box.row],
                    table.across[box.column + box.columns], table.down[box.row + box.rows],
                )  # fmt: skip
                assert edges == pytest.approx((one.x, one.y, one.x + one.width, one.y + one.height), abs=0.06)


def test_edges_that_were_rounded_apart_are_one():
    table = grid([cell(0, 0, 10.01, 5), cell(10, 0, 10, 5.01), cell(0, 5, 20, 5)])
    assert (len(table.across), len(table.down)) == (3, 3)


def test_a_hole_is_a_place_without_a_cell():
    table = grid([cell(0, 0, 30, 5), cell(0, 5, 10, 5)])
    hole = table.boxes[-1]
    assert (hole.cell, hole.row, hole.column, hole.columns) == (None, 1, 1, 1)
    assert table.at(20, 7) == hole
    assert table.at(5, 7).cell == cell(0, 5, 10, 5)
    assert table.at(31, 7) is None


def test_rows_of_a_header_are_those_before_the_first_that_has_a_plain_ruled_cell():
    title, head, row = cell(0, 0, 9, 5, ruled=False), cell(0, 5, 9, 5, shaded=True), cell(0, 10, 9, 5)
    assert grid([title, head, row]).head == 2
    assert grid([row]).head == 0
    assert grid([title, head]).head == 2


def test_the_header_of_the_reference_is_repeated_and_its_cover_has_none():
    first, *flows = layout(sopkit.reference()).pages
    assert (first.kind, grid(first.cells).head) == ("cover", 0)
    assert {grid(page.cells).head for page in flows} == {2}


def test_words_below_the_table_are_no_row():
    row, words = cell(0, 0, 9, 5), cell(0, 100, 9, 3, ruled=False, lines=("hal. 1",))
    assert below([row, words]) == [words]
    assert grid([row, words]).down == (0, 5)
    assert below([words]) == []


def test_a_page_without_cells_has_no_places():
    assert grid([]).boxes == ()


def test_a_row_that_is_too_high_is_several_with_one_cell_over_them():
    table = grid([cell(0, 0, 9, 50)], tallest=20, down_to=60)
    assert table.down == pytest.approx((0, 50 / 3, 100 / 3, 50, 60))
    assert [(box.rows, box.cell is None) for box in table.boxes] == [(3, False), (1, True)]
