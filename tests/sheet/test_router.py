"""The router: plain ways where there are any, nothing over a symbol or along a line, and what finds no way is told."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sopkit.sheet.layout import router
from sopkit.sheet.layout.board import Board
from sopkit.sheet.layout.flow import Link
from sopkit.sheet.layout.router import Spot, routed, side


def ways(spots, *links, columns=3, **more):
    routes, left = routed(spots, links, columns=columns, tracks=2, **more)
    return [route.points for route in routes], left


def test_the_next_step_of_the_same_actor_is_reached_straight_down():
    [points], _ = ways({"a": Spot(0, 0), "b": Spot(0, 1)}, Link("a", "b"))
    assert points == ((50, 70), (50, 130))


def test_the_next_step_of_another_actor_is_reached_with_one_bend_from_the_middle_of_a_side():
    [points], _ = ways({"a": Spot(0, 0), "b": Spot(2, 1)}, Link("a", "b"))
    assert points == ((70, 50), (250, 50), (250, 130))


def test_a_return_climbs_in_a_gutter_and_enters_from_the_side():
    spots = {"a": Spot(0, 0), "b": Spot(0, 1), "c": Spot(0, 2, "diamond")}
    [*_, points], _ = ways(spots, Link("a", "b"), Link("b", "c"), Link("c", "a", "Tidak", True, "c", "no"))
    assert points[0][1] == 250
    assert points[-1][1] == 50
    assert len(points) == 4


def test_ways_to_one_symbol_may_run_together():
    spots = {"a": Spot(0, 0), "b": Spot(1, 1, "diamond"), "c": Spot(1, 2, "diamond")}
    routes, _ = ways(spots, Link("b", "a", "", True, "b", "no"), Link("c", "a", "", True, "c", "no"))
    assert routes[0][-2:] == routes[1][-2:]


def test_a_shunned_side_is_left_alone():
    spots = {"a": Spot(1, 0, "diamond"), "b": Spot(1, 2), "c": Spot(1, 1)}
    link = Link("a", "b", "Ya", False, "a", "yes")
    wide = {("a", "yes"): 0.2}
    [first], _ = ways(spots, link, wide=wide)
    [other], _ = ways(spots, link, wide=wide, shunned=[(link, side(first))])
    assert side(other) != side(first)


def test_a_label_that_is_too_wide_for_one_side_turns_its_arrow_to_the_other():
    spots = {"a": Spot(0, 0, "diamond"), "b": Spot(0, 2), "c": Spot(0, 1)}
    link = Link("a", "b", "Ya", False, "a", "yes")
    [points], _ = ways(spots, link, wide={("a", "yes"): 0.9})
    assert side(points) == "right"


def test_a_tie_is_crossed_but_nothing_runs_along_it():
    spots = {"a": Spot(0, 0), "b": Spot(2, 0), "c": Spot(2, 1), "d": Spot(1, 1)}
    [points], _ = ways(spots, Link("a", "c"), walls=[("a", "b")])
    assert (points[0][1], points[1][1]) != (50, 50)


def test_what_finds_no_way_is_told():
    spots = {f"s{n}": Spot(0, n, "diamond") for n in range(12)}
    links = [Link(f"s{n}", f"s{m}", "", n > m, f"s{n}", f"o{m}") for n in range(12) for m in range(12) if n != m]
    routes, left = routed(spots, links, columns=1, tracks=1)
    assert left
    assert len(routes) + len(left) == len(links)


@st.composite
def drawn(draw):
    columns = draw(st.integers(1, 5))
    kinds = st.sampled_from(["box", "diamond", "capsule"])
    spots = {f"s{n}": Spot(draw(st.integers(0, columns - 1)), n, draw(kinds)) for n in range(draw(st.integers(2, 8)))}
    keys = sorted(spots)
    pairs = draw(st.lists(st.tuples(st.sampled_from(keys), st.sampled_from(keys)), max_size=14, unique=True))
    links = [Link(a, b, "", spots[b].band <= spots[a].band, a, b) for a, b in pairs]
    return spots, links, columns


@given(drawn())
def test_lines_to_different_symbols_share_no_stretch_and_bend_nowhere_on_each_other(case):
    spots, links, columns = case
    routes, left = routed(spots, links, columns=columns, tracks=2)
    assert {*links} == {route.link for route in routes} | {*left}
    for n, one in enumerate(routes):
        for other in routes[:n]:
            if one.link.target != other.link.target:
                assert not cells(one.points, across=True) & cells(other.points, across=True)
                assert not cells(one.points, across=False) & cells(other.points, across=False)
                assert not {*one.points} & every(other.points)


def every(points):
    return cells(points, across=True) | cells(points, across=False)


def cells(points, *, across):
    """Return the places that the level or the upright stretches of a way take."""
    found = set()
    for (x, y), (u, v) in pairwise(points):
        if (y == v) == across:
            found |= {(p, q) for p in range(min(x, u), max(x, u) + 1) for q in range(min(y, v), max(y, v) + 1)}
    return found


@pytest.mark.parametrize(("begin", "found"), [(0, (0, 3, 0b100)), (6, (5, 9, 0)), (4, (1, 0, 0))])
def test_a_board_tells_how_far_a_line_may_run(begin, found):
    board = Board(10, 10)
    board.tie(5, 4, 4)
    board.place([(2, 0), (2, 9)], "other")
    low, high, met = board.reach(1, 5, begin, "mine")
    assert (low, min(high, 9), met if high >= low and low < 4 else 0) == found


def test_no_lane_at_a_box_is_as_high_on_the_lattice_as_a_corner_of_a_diamond():
    """They are not as high on paper: a level line from the one to the other ran over what stood between."""
    lanes = {abs(y) for y in router._LANES if y}
    assert not lanes & {router.HALF - x for x in router._CORNERS}
