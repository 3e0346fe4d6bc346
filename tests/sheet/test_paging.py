"""Connectors: close to their symbol, one into a symbol for all that comes from elsewhere."""

from __future__ import annotations

from sopkit.sheet.layout.flow import Band, Flow, Link, Node
from sopkit.sheet.layout.paging import part


def flow(columns, links, ties=()):
    """Return a flow with a row for each step, in the given columns."""
    rows = []
    for n, column in enumerate(columns):
        nodes = [Node(f"s{n}", "diamond", column, "", f"s{n}")]
        nodes += [Node(f"s{n} {other}", "participant", other, "", f"s{n}") for row, other in ties if row == n]
        rows.append((Band(tuple(nodes)),))
    made = [Link(f"s{a}", f"s{b}", "Ya", b <= a, f"s{a}", f"o{b}", ((f"s{a}", f"o{b}"),)) for a, b in links]
    return Flow(tuple(rows), tuple(made))


def shown(graph, rows, cut=(), tight=(), alone=(), columns=3):
    return part(graph, rows, set(cut), set(tight), set(alone), columns=columns, reach=lambda _: 1)


def bands(one):
    return [[(node.kind, node.column) for node in band.nodes] for row in one.bands for band in row]


def test_what_goes_on_to_the_next_page_leaves_below_and_arrives_above():
    graph = flow([0, 1], [(0, 1)])
    assert bands(shown(graph, [0])) == [[("diamond", 0)], [("out", 0)]]
    assert bands(shown(graph, [1])) == [[("into", 1)], [("diamond", 1)]]


def test_a_return_to_another_page_leaves_and_arrives_beside_the_symbols():
    graph = flow([0, 1, 1], [(0, 1), (1, 2), (2, 0)])
    assert bands(shown(graph, [2]))[-1] == [("diamond", 1), ("out", 0)]
    first = shown(flow([0, 0, 1, 1], [(0, 1), (3, 1)]), [0, 1])
    assert bands(first)[-1] == [("diamond", 0), ("into", 1)]


def test_a_connector_stands_not_between_those_who_do_a_step_together():
    graph = flow([0, 1], [(1, 0)], ties=[(1, 0), (1, 2)])
    assert bands(shown(graph, [1])) == [[("diamond", 1), ("participant", 0), ("participant", 2)], [("out", 1)]]


def test_all_that_comes_to_one_symbol_comes_out_of_one_connector():
    graph = flow([0, 1, 2], [(1, 0), (2, 0)])
    one = shown(graph, [0])
    assert bands(one) == [[("into", 0)], [("diamond", 0)]]
    [link] = one.links
    assert link.ways == (("s1", "o0"), ("s2", "o0"))


def test_a_link_that_is_cut_within_a_page_has_both_connectors_there():
    graph = flow([0, 0, 0], [(0, 1), (1, 2), (2, 0)])
    kinds = [kind for band in bands(shown(graph, [0, 1, 2], cut=[graph.links[2]])) for kind, _ in band]
    assert sorted(kinds) == ["diamond", "diamond", "diamond", "into", "out"]


def test_a_tight_connector_stands_in_a_band_of_its_own():
    graph = flow([1, 1], [(1, 0)])
    loose, tight = shown(graph, [1]), shown(graph, [1], tight=["s1 o0 out"])
    assert bands(loose) == [[("diamond", 1), ("out", 0)]]
    assert bands(tight) == [[("diamond", 1)], [("out", 1)]]


def test_a_connector_alone_stands_below_all_others_where_there_is_more_room():
    graph = flow([2, 0, 0], [(0, 1), (0, 2)])
    keys = ["s0 o1 out", "s0 o2 out"]
    assert bands(shown(graph, [0], tight=keys, alone=keys[:1])) == [[("diamond", 2)], [("out", 2)], [("out", 1)]]
    assert bands(shown(graph, [0], tight=keys, alone=keys)) == [[("diamond", 2)], [("out", 1)], [("out", 0)]]
