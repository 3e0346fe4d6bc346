"""Every way through an SOP: held against a walk written apart, against cases, and against numbers known otherwise."""

from __future__ import annotations

import json
import sys
from collections import Counter
from datetime import UTC, datetime, timedelta
from functools import reduce
from itertools import islice
from math import comb

import attrs
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import sopkit
from sopkit.counting import count_paths
from sopkit.routes import Path, paths

AT = datetime(2026, 1, 5, 9, tzinfo=UTC)


def whole(steps, ends=("end",)):
    """Return the JSON values of an SOP; a step is (where it goes, …), each (to, at_most); without any it goes on."""
    return {
        "sopkit": 1, "id": "made", "version": "1.0", "title": "Made",
        "actors": [{"id": "a", "name": "A"}], "documents": [], "ends": [{"id": end, "name": end} for end in ends],
        "steps": [{"id": id, "activity": "x", "actor": "a", "standard_time": f"PT{n + 1}M", **ways} for n, (id, ways) in enumerate(steps.items())],
    }  # fmt: skip


def leads(*ways):
    """Return what a step needs to lead there: `next` for one way, outcomes for more; a way is a target or (target, at_most)."""
    pairs = [way if isinstance(way, tuple) else (way, None) for way in ways]
    if len(pairs) == 1:
        return {"next": pairs[0][0]}
    return {
        "outcomes": [
            {"id": f"o{n}", "label": "x", "to": to, **({"at_most": most} if most else {})}
            for n, (to, most) in enumerate(pairs)
        ]
    }


def made(ends=("end",), **steps):
    return sopkit.loads(json.dumps(whole(steps, ends)))


def chain(size, *ways):
    """Return an SOP of so many steps, each leading where `ways(n)` say; the place after the last is the end."""
    return sopkit.loads(
        json.dumps(
            whole({f"s{n}": leads(*(f"s{to}" if to < size else "end" for to in ways[0](n))) for n in range(size)})
        )
    )


@st.composite
def wholes(draw):
    ends = ["e0", "e1"][: draw(st.integers(1, 2))]
    ids = [f"s{n}" for n in range(draw(st.sampled_from([1, 2, 3, 4, 5, 6, 7])))]
    limits = st.sampled_from(draw(st.sampled_from([[None], [None, None, 1, 2], [1, 2]])))
    steps = {}
    for onward, id in zip([*ids[1:], ends[0]], ids, strict=True):  # most ways lead on, for else few ever end
        ways = st.tuples(st.sampled_from([onward] * len(ids) + ids + ends), limits)
        steps[id] = leads(*draw(st.lists(ways, min_size=1, max_size=3)))
    return whole(steps, ends)


def ways_of(told):
    """Return step → [(outcome, to, is upward, at_most)], from the JSON values."""
    place = {step["id"]: n for n, step in enumerate(told["steps"])}
    found = {}
    for n, step in enumerate(told["steps"]):
        outcomes = step.get("outcomes") or [{"id": "done", "to": step["next"]}]
        found[step["id"]] = [
            (one["id"], one["to"], place.get(one["to"], len(place)) <= n, one.get("at_most")) for one in outcomes
        ]
    return found


def brute(told, returns, budget=20_000):
    """Return the moves of every path, by trying every act that is allowed, even where no end can follow."""
    ways, found, nodes = ways_of(told), [], [0]

    def walk(step, moves, taken):
        nodes[0] += 1
        assume(nodes[0] < budget)
        if step not in ways:
            found.append(tuple(moves))
            return
        for outcome, to, is_upward, most in ways[step]:
            times = taken[step, outcome]
            if not (is_upward and times >= returns) and not (most and times >= most):
                walk(to, [*moves, (step, outcome)], taken + Counter([(step, outcome)]))

    walk(told["steps"][0]["id"], [], Counter())
    return found


@given(wholes(), st.integers(0, 2))
def test_paths_are_those_that_trying_everything_finds_in_the_same_order(told, returns):
    expected = brute(told, returns)
    found = list(islice(paths(sopkit.loads(json.dumps(told)), returns=returns), len(expected) + 1))
    assert [path.moves for path in found] == expected
    assert len(set(found)) == len(found)


@given(wholes(), st.integers(0, 3))
def test_the_count_is_how_many_paths_there_are(told, returns):
    sop = sopkit.loads(json.dumps(told))
    found = sum(1 for _ in islice(paths(sop, returns=returns), 3_000))
    assume(found < 3_000)
    assert count_paths(sop, returns=returns) == found


@given(wholes(), st.integers(0, 2))
def test_every_path_can_be_played_to_its_end_and_takes_the_time_of_its_steps(told, returns):
    sop = sopkit.loads(json.dumps(told))
    ani = sopkit.Person("ani", actors={"a"})
    for path in islice(paths(sop, returns=returns), 20):
        case = sopkit.start(sop, "C-1", at=AT)
        for step, outcome in path:
            case = case.complete(step, outcome, by=ani, at=AT, reason="Perlu.")
        assert (case.is_closed, case.end, len(case.journal)) == (True, path.end, len(path) + 1)
        assert path.time == sum((timedelta(minutes=1 + sop.place(step)) for step, _ in path), timedelta())


@pytest.mark.parametrize(("returns", "expected"), [(0, 1), (1, 25), (2, 361)])
def test_the_reference_has_as_many_paths_as_was_worked_out_elsewhere(recommendation_letter, returns, expected):
    assert count_paths(recommendation_letter, returns=returns) == expected
    assert sum(1 for _ in islice(paths(recommendation_letter, returns=returns), expected + 1)) == expected


def test_the_straight_path_of_the_reference(recommendation_letter):
    (path,) = paths(recommendation_letter)
    assert path.moves[:2] == (("terima-berkas", "done"), ("verifikasi-berkas", "sesuai"))
    assert (len(path), path.end, path.time) == (8, "end", recommendation_letter.total_time)


def test_a_path_is_a_value():
    first, again = (list(paths(made(s=leads("end", "s")), returns=1)) for _ in range(2))
    assert first == again
    assert {*first, *again} == set(first)
    assert list(first[1]) == [("s", "o1"), ("s", "o0")]
    assert first[1] == Path((("s", "o1"), ("s", "o0")), "end", timedelta(minutes=2))
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        first[0].end = "elsewhere"


CASES = {
    "a step that leads to the end": (made(s=leads("end")), [1, 1, 1]),
    "an end that nothing reaches": (made(s=leads("s")), [0, 0, 0]),
    "an end behind a return only": (made(a=leads("c"), b=leads("end"), c=leads("b")), [0, 1, 1]),
    "two outcomes to one step are two paths": (made(a=leads("b", "b"), b=leads("end")), [2, 2, 2]),
    "several ends, straight from outcomes": (made(("e0", "e1"), a=leads("e0", "e1", "a")), [2, 4, 6]),
    "a step that returns to itself": (made(a=leads("end", "a")), [1, 2, 3]),
    "two returns from one step to itself": (made(a=leads("end", "a", "a")), [1, 5, 19]),
    "a repair step whose next leads up": (made(a=leads("end", "b"), b=leads("a")), [1, 2, 3]),
    "at_most below returns": (made(a=leads("end", ("a", 1))), [1, 2, 2]),
    "at_most on the way down, in a loop": (made(a=leads(("b", 1), "end"), b=leads("a", "end")), [2, 3, 3]),
    "at_most that never counts": (made(a=leads(("b", 999_999), "end"), b=leads("a", "end")), [2, 4, 6]),
    "a way out that is used up": (made(a=leads("b", "b"), b=leads("c", ("end", 1)), c=leads("b")), [2, 4, 6]),
    "steps that nothing reaches": (made(a=leads("end"), b=leads("a", "end")), [1, 1, 1]),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_the_corners(case):
    sop, expected = CASES[case]
    assert [sum(1 for _ in paths(sop, returns=returns)) for returns in range(3)] == expected
    assert [count_paths(sop, returns=returns) for returns in range(3)] == expected


def calls(work):
    """Return what `work` gives, and how many Python functions were called for it."""
    seen = Counter()
    before = sys.getprofile()
    sys.setprofile(lambda frame, event, arg: seen.update([event]))
    try:
        result = work()
    finally:
        sys.setprofile(before)
    return result, seen["call"]


def test_the_first_of_more_paths_than_can_be_counted_by_hand_comes_at_once():
    sop = chain(2_000, lambda n: (n + 1, n + 2, max(0, n - 7)) if n < 1_998 else (n + 1,))
    paths(sop)  # so that the plan is made
    (path, *_), effort = calls(lambda: list(islice(paths(sop, returns=1), 3)))
    assert len(path) == 2_000
    assert effort < 20 * len(path)


def test_a_region_that_no_end_can_follow_is_never_entered():
    # From a there are 2 ** 40 ways to the last step, which leads back only; once it has, a must go to the end.
    steps = {
        "a": leads("d0", "end"),
        **{f"d{n}": leads(f"d{n + 1}", f"d{n + 1}") for n in range(40)},
        "d40": leads("a"),
    }
    sop = made(**steps)
    paths(sop)  # so that the plan is made
    found, effort = calls(lambda: list(paths(sop)))
    assert [path.moves for path in found] == [(("a", "o1"),)]
    assert effort < 1_000
    assert count_paths(sop, returns=3) == 1 + 2**40 + 2**80 + 2**120
    assert [path.moves[-1] for path in islice(paths(sop, returns=1), 50)] == [("a", "o1")] * 50


def test_the_order_is_that_of_the_outcomes_in_the_file():
    sop = made(a=leads("b", "end"), b=leads("a", "end"))
    told = [[outcome for _, outcome in path] for path in paths(sop, returns=1)]
    assert told == [["o0", "o0", "o0", "o1"], ["o0", "o0", "o1"], ["o0", "o1"], ["o1"]]


def test_a_thousand_diamonds_are_counted():
    assert count_paths(chain(1_001, lambda n: (n + 1, n + 1) if n < 1_000 else (n + 1,))) == 2**1_000


def test_steps_that_return_to_themselves_do_not_make_counting_harder():
    assert count_paths(chain(100, lambda n: (n + 1, n)), returns=2) == 3**100


def test_repair_rows_at_the_bottom_do_not_make_counting_harder():
    sop = chain(200, lambda n: ((n + 1, n + 100) if n < 99 else (200, 199)) if n < 100 else (n - 100,))
    assert count_paths(sop, returns=2) == 3**100


def test_steps_that_return_to_the_step_before_are_counted():
    # If step n returns u(n) times, it is left downwards 1 + u(n + 1) times, at last among them; the rest is free.
    def settle(ways, _):
        return [sum(ways[below] * comb(here + below, here) for below in range(3)) for here in range(3)]

    sop = chain(100, lambda n: (n + 1, max(0, n - 1)))
    assert count_paths(sop, returns=2) == sum(reduce(settle, range(100), [1, 0, 0]))


def test_counting_what_is_tangled_is_refused_and_always_is():
    sop = chain(20, lambda n: (*range(20), 20))
    assert count_paths(sop) == 2**19
    for _ in range(2):
        with pytest.raises(sopkit.TooManyPaths, match="made") as caught:
            count_paths(sop, returns=1)
        assert caught.value == sopkit.TooManyPaths(sop="made", returns=1)
    with pytest.raises(sopkit.TooManyPaths):
        count_paths(made(s=leads("end", "s")), returns=10**12)


@pytest.mark.parametrize("ask", [paths, count_paths])
@pytest.mark.parametrize(
    ("returns", "error"), [(-1, ValueError), (1.0, TypeError), ("1", TypeError), (None, TypeError), (True, TypeError)]
)
def test_returns_that_are_no_whole_number_from_0_up_are_refused_when_they_are_given(
    recommendation_letter, ask, returns, error
):
    with pytest.raises(error, match="returns is a whole number from 0 up"):
        ask(recommendation_letter, returns=returns)


def test_a_step_that_lies_between_is_not_settled_before_it_is_reached():
    # All that is owed to b comes from steps that some paths pass by.
    sop = made(a=leads("b", "c"), b=leads("c", "d"), c=leads("d", "b"), d=leads("b", "c", "end"))
    for returns in range(3):
        assert count_paths(sop, returns=returns) == sum(1 for _ in paths(sop, returns=returns))


def test_a_path_prints_as_its_steps_with_the_outcomes_of_decisions():
    path = next(paths(sopkit.reference()))
    assert str(path).startswith("terima-berkas → verifikasi-berkas (sesuai) → tinjau-lokasi → ")
    assert str(path).endswith(" → end")
