"""Labels: beside their own arrow, over nothing, and on the arrow itself where nothing else is free."""

from __future__ import annotations

from sopkit.sheet.layout.labels import Bounds, labelled
from sopkit.sheet.values import Arrow, Symbol

FIELD = Bounds(left=0, right=100, top=0, low=100, rules=(), columns=())


def arrow(*points, target="b"):
    return Arrow(points=points, step="a", outcome="yes", target=target)


def place(*arrows, words=("Ya",), symbols=(), field=FIELD):
    labels, lost = labelled(arrows, [*words, *[""] * (len(arrows) - len(words))], symbols, (), field)
    return labels, lost


def test_a_label_stands_beside_its_arrow_where_it_leaves():
    [label], lost = place(arrow((50, 10), (50, 40)))
    assert lost == []
    assert label.x == 50.5
    assert label.y < 12
    assert label.way == ("a", "yes")


def test_it_keeps_off_borders_if_it_can():
    [label], _ = place(
        arrow((50, 10), (50, 40)), field=Bounds(left=0, right=100, top=0, low=100, rules=(11,), columns=())
    )
    assert not label.y < 11 < label.y + label.height


def test_it_interrupts_its_arrow_where_both_sides_are_taken():
    walls = [Symbol(kind="box", x=x, y=25, width=10, height=50) for x in (44, 56)]
    [label], _ = place(arrow((50, 0), (50, 45)), symbols=walls, words=("I",))
    assert abs(label.x + label.width / 2 - 50) < 0.02


def test_it_is_told_as_lost_where_nothing_is_free():
    walls = [Symbol(kind="box", x=x, y=25, width=10, height=50) for x in (44.5, 55.5)]
    assert place(arrow((50, 0), (50, 45)), symbols=walls, words=("Sesuai",)) == ([], [0])


def test_it_does_not_stand_where_arrows_run_together():
    one, other = arrow((50, 10), (50, 14), (60, 14), (60, 60)), arrow((80, 14), (60, 14), (60, 60))
    [label], _ = place(one, other, words=("Perlu perbaikan",))
    assert label.y < 14.5


def test_the_corners_around_a_diamond_are_free():
    diamond = Symbol(kind="diamond", x=50, y=50, width=14, height=9)
    [label], _ = place(arrow((50, 54.5), (50, 58)), symbols=[diamond])
    assert label.y < 56


def test_a_long_label_is_broken():
    [label], _ = place(arrow((50, 10), (50, 60)), words=("Perlu perbaikan kecil pada berkas permohonan",))
    assert len(label.lines) > 1


def test_a_label_far_from_where_its_arrow_leaves_does_not_lie_along_another():
    up, left = arrow((50, 74), (50, 5)), arrow((100, 50), (52, 50), (52, 20), target="c")
    beside = [
        Symbol(kind="box", x=24.5, y=40, width=49, height=90),
        Symbol(kind="box", x=75, y=70, width=49, height=28),
    ]
    words = ["Dikembalikan untuk perbaikan", ""]
    assert labelled([up, left], words, beside, [], FIELD) == ([], [0])
    [label], lost = labelled([up, left], words, beside, [], FIELD, doubtful=[0])
    assert lost == []
    assert 50 < label.y < 56


def test_a_label_of_two_lines_in_its_file_is_set_like_any_other():
    [label], lost = place(arrow((50, 10), (50, 40)), words=("Ya,\n\tsekali",))
    assert lost == []
    assert " ".join(label.lines) == "Ya, sekali"
