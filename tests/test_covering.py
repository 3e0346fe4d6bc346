"""The fewest paths that take every act: held against trying all of them, on small SOPs, and against known numbers."""

from __future__ import annotations

import json
import random
from datetime import UTC, datetime
from itertools import chain, combinations

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import sopkit
from sopkit import covering
from sopkit.circulation import Net
from sopkit.covering import covering_paths
from sopkit.plan import plan_of

AT = datetime(2026, 1, 5, 9, tzinfo=UTC)
RETURNS = (0, 1, 2, 3, None)


def whole(steps, ends=("end",)):
    """Return the JSON values of an SOP: step → the (target, at_most) of its ways out; the only one is its `next`."""
    return {
        "sopkit": 1, "id": "made", "version": "1.0", "title": "Made",
        "actors": [{"id": "a", "name": "A"}], "documents": [], "ends": [{"id": end, "name": end} for end in ends],
        "steps": [{"id": id, "activity": "x", "actor": "a", **leads(ways)} for id, ways in steps.items()],
    }  # fmt: skip


def leads(ways):
    if len(ways) == 1:
        return {"next": ways[0][0]}
    return {
        "outcomes": [
            {"id": f"o{n}", "label": "x", "to": to, **({"at_most": most} if most else {})}
            for n, (to, most) in enumerate(ways)
        ]
    }


def made(**steps):
    """Return an SOP: each step with its targets, in one word or as (target, at_most)."""
    told = {id: [way if isinstance(way, tuple) else (way, None) for way in ways] for id, ways in steps.items()}
    return sopkit.loads(json.dumps(whole(told)))


def numbered(size, ways):
    """Return an SOP of so many steps, `ways(n)` being the numbers that step n leads to; the number after the last is the end."""
    return made(**{f"s{n}": [f"s{to}" if to < size else "end" for to in ways(n)] for n in range(size)})


def real(size, returns, skips, seed, limits=(None,)):
    """Return an SOP like real ones: rows from top to bottom, returns, a few that skip rows or end early."""
    draw = random.Random(seed)
    back, on = (set(draw.sample(range(1, size - 2), count)) for count in (returns, skips))
    steps = {}
    for n in range(size):
        ways = [(f"s{n + 1}" if n + 1 < size else "end", None)]
        ways += [(f"s{draw.randint(0, n)}", draw.choice(limits))] if n in back else []
        ways += [(draw.choice([f"s{draw.randint(n + 2, size - 1)}", "end"]), None)] if n in on else []
        steps[f"s{n}"] = ways
    return sopkit.loads(json.dumps(whole(steps)))


@st.composite
def wholes(draw):
    ends = ["e0", "e1"][: draw(st.integers(1, 2))]
    ids = [f"s{n}" for n in range(draw(st.sampled_from([1, 2, 3, 4, 5, 6, 7])))]
    limits = st.sampled_from(draw(st.sampled_from([[None], [None, None, 1, 2], [1, 2]])))
    steps = {}
    for onward, id in zip([*ids[1:], ends[0]], ids, strict=True):  # most ways lead on, for else few ever end
        ways = st.tuples(st.sampled_from([onward] * len(ids) + ids + ends), limits)
        steps[id] = draw(st.lists(ways, min_size=draw(st.sampled_from([1, 2, 2])), max_size=3))
    return whole(steps, ends)


def ways_of(told):
    """Return step → [(act, to, is upward, at_most)], from the JSON values."""
    place = {step["id"]: n for n, step in enumerate(told["steps"])}
    found = {}
    for n, step in enumerate(told["steps"]):
        outcomes = step.get("outcomes") or [{"id": "done", "to": step["next"]}]
        found[step["id"]] = [
            ((step["id"], one["id"]), one["to"], place.get(one["to"], len(place)) <= n, one.get("at_most"))
            for one in outcomes
        ]
    return found


def every_set(told, returns, budget=30_000):
    """Return every set of acts that a path can take, by walking on until nothing new can come."""
    ways = ways_of(told)
    start = (told["steps"][0]["id"], 0, frozenset(), frozenset())
    seen, waiting, found = {start}, [start], set()
    while waiting:
        assume(len(seen) < budget)
        step, moves, counts, taken = waiting.pop()
        for act, to, is_upward, most in ways[step]:
            times = dict(counts).get(act, 0)
            up = moves + (is_upward and returns is not None)
            if (returns is not None and up > returns) or (most and times >= most):
                continue
            after = (to, up, frozenset({**dict(counts), act: times + 1}.items()) if most else counts, taken | {act})
            if to not in ways:
                found.add(after[3])
            elif after not in seen:
                seen.add(after)
                waiting.append(after)
    return found


def fewest(sets):
    """Return how many of `sets` together hold all that any holds, by trying all choices, small ones first."""
    largest = [one for one in sets if not any(one < other for other in sets)]
    everything = frozenset(chain.from_iterable(sets))
    assume(len(largest) < 25)
    return next(
        size
        for size in range(len(largest) + 1)
        if any(everything == frozenset(chain(*some)) for some in combinations(largest, size))
    )


def acts(found):
    return set(chain.from_iterable(found))


def check(sop, found, returns):
    """Assert that each path keeps to its bounds, and can be played."""
    told = {
        (step.id, act): (to, (sop.place(to) if sop.place(to) is not None else 10**6) <= sop.place(step.id))
        for step in sop.steps
        for act, to in sop.ways(step)
    }
    ani = sopkit.Person("ani", actors={"a"})
    for path in found:
        assert returns is None or sum(told[move][1] for move in path) <= returns
        case = sopkit.start(sop, "C-1", at=AT)
        for step, outcome in path:
            case = case.complete(step, outcome, by=ani, at=AT)
        assert case.end == path.end


@given(wholes(), st.sampled_from(RETURNS))
def test_no_set_of_paths_that_takes_as_much_is_smaller(told, returns):
    sets = every_set(told, returns)
    found = covering_paths(sopkit.loads(json.dumps(told)), returns=returns)
    assert acts(found) == set(chain.from_iterable(sets))
    assert len(found) == fewest(sets)


@given(wholes(), st.sampled_from(RETURNS))
def test_each_path_keeps_to_its_bounds_and_can_be_played(told, returns):
    sop = sopkit.loads(json.dumps(told))
    check(sop, covering_paths(sop, returns=returns), returns)


@given(wholes(), st.sampled_from(RETURNS))
def test_the_answer_is_always_the_same_and_in_the_order_of_paths(told, returns):
    text = json.dumps(told)
    found = covering_paths(sopkit.loads(text), returns=returns)
    assert found == covering_paths(sopkit.loads(text), returns=returns)
    place = {act: n for n, act in enumerate(act for ways in ways_of(told).values() for act, *_ in ways)}
    assert [[place[move] for move in path] for path in found] == sorted(
        [place[move] for move in path] for path in found
    )


@settings(max_examples=30)  # of few, each of its stages is seldom needed
@given(st.integers(0, 999), st.sampled_from(RETURNS))
def test_each_stage_of_the_search_knows_what_trying_everything_finds(seed, returns):
    sop = real(7, 3, 2, seed, (None, 1, 2))
    net = Net(plan_of(sop), returns)
    search = covering._Search(net)
    number = {act.move: n for n, act in enumerate(net.acts)}
    sets = every_set(json.loads(sopkit.dumps(sop)), returns)
    bits = {sum(1 << number[act] for act in one) for one in sets}
    everything = covering._set(number[act] for act in set(chain.from_iterable(sets)))
    known = search._known(everything | 1 << len(number))  # with an act that there is not, so that no walk is enough
    assert set(known) == bits
    for taken, walk in known.items():
        assert net.is_legal(walk)
        assert covering._set(walk) == taken
    size = fewest(sets)
    chosen = search._chosen(known, [[]] * (size + 1), 1)
    assert len(chosen) == size
    assert covering._set(chain.from_iterable(chosen)) == everything
    assert search._chosen(known, chosen, 1) == chosen
    assert search._known(everything).keys() >= bits & {everything}
    for act in search.wanted:
        walk = search._through(act)
        assert (act in walk and net.is_legal(walk)) or not everything >> act & 1
    walks = search._gathered([1] * len(net.acts))
    assert all(map(net.is_legal, walks))
    assert covering._set(chain.from_iterable(walks)) == everything
    search.effort = 1
    assert net.is_legal(search._richest(set(search.wanted), [1] * len(net.acts)))
    assert search.effort <= 0  # what is looked for next makes do
    least, _ = net.least(walks)
    assert least <= size <= len(search._regathered(walks, least)) <= len(walks)


@pytest.mark.parametrize(("returns", "expected"), [(0, 1), (1, 4), (2, 2), (3, 2), (4, 1), (10**9, 1), (None, 1)])
def test_the_reference_needs_so_many_paths(recommendation_letter, returns, expected):
    found = covering_paths(recommendation_letter, returns=returns)
    assert len(found) == expected
    assert len(acts(found)) == (12 if returns != 0 else 8)


def test_one_upward_move_is_what_a_path_has_unless_more_is_said(recommendation_letter):
    assert covering_paths(recommendation_letter) == covering_paths(recommendation_letter, returns=1)


CASES = {
    "nothing leads to an end": (made(s=["s"]), [(0, 0)] * 5),
    "one step": (made(s=["end"]), [(1, 1)] * 5),
    "two outcomes to one step": (made(a=["b", "b"], b=["end"]), [(2, 3)] * 5),
    "an end behind an upward move": (made(a=["c"], b=["end"], c=["b"]), [(0, 0), *[(1, 3)] * 4]),
    "a step that returns to itself": (made(a=["end", "a", "a"]), [(1, 1), (2, 3), (1, 3), (1, 3), (1, 3)]),
    "steps that nothing reaches": (made(a=["end"], b=["a", "end"]), [(1, 1)] * 5),
    "an act that more upward moves lead to": (made(a=["c"], b=["d"], c=["b", "end"], d=["b", "a"]), [(1, 2), (1, 2), (1, 5), (1, 6), (1, 6)]),
    "diamonds": (numbered(9, lambda n: (n + 1,) * 3 if n % 2 else (n + 1,)), [(3, 17)] * 5),
    "a row of diamonds that may be done over once":
        (made(**{f"s{n}": [f"s{n + 1}"] * 3 for n in range(6)}, s6=["end", ("s0", 1)]), [(3, 19), *[(2, 20)] * 4]),
    "a door that opens once, to a room of three":
        (made(a=["b", "end"], b=[("c", 1), "end"], c=["a", "a", "a"]), [(2, 3), *[(3, 7)] * 4]),
    "a door that opens once, with no other way out": (made(a=[("b", 1), "a"], b=["a", "end"]), [(1, 2), *[(1, 3)] * 4]),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_the_corners(case):
    sop, expected = CASES[case]
    for returns, (size, taken) in zip(RETURNS, expected, strict=True):
        found = covering_paths(sop, returns=returns)
        check(sop, found, returns)
        assert (len(found), len(acts(found))) == (size, taken)


def widest(told):
    """Return how many acts there are at most of which no path takes two, in an SOP without upward moves (Dilworth)."""
    ways = ways_of(told)
    after, partner = {}, {}
    for step in reversed(ways):
        after[step] = {act for act, *_ in ways[step]}.union(*(after.get(to, ()) for _, to, *_ in ways[step]))
    every = [(act, after.get(to, set())) for options in ways.values() for act, to, *_ in options]
    follow = dict(every)

    def match(act, seen):
        for other in follow[act] - seen:
            seen.add(other)
            if other not in partner or match(partner[other], seen):
                partner[other] = act
                return True
        return False

    return len(every) - sum(match(act, set()) for act in follow)


@pytest.mark.parametrize("seed", range(8))
def test_without_upward_moves_there_are_as_many_paths_as_acts_that_exclude_each_other(seed):
    draw = random.Random(seed)
    told = whole(
        {
            f"s{n}": [(draw.choice([f"s{n + 1}", f"s{draw.randint(n + 1, 40)}", "end"]), None), (f"s{n + 1}", None)]
            for n in range(40)
        }
        | {"s40": [("end", None)]}
    )
    assert len(covering_paths(sopkit.loads(json.dumps(told)))) == widest(told)


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize(("returns", "expected"), [(1, 60), (2, 30), (3, 20)])
def test_sixty_returns_in_two_hundred_steps_take_no_more_paths_than_they_must(seed, returns, expected):
    sop = real(200, 60, 20, seed)
    found = covering_paths(sop, returns=returns)
    assert len(found) == expected
    assert len(acts(found)) == 280
    check(sop, found[:3], returns)


@pytest.mark.parametrize(("returns", "expected"), [(0, 1), (1, 40), (2, 20), (7, 6), (1_000, 1), (None, 1)])
def test_repair_rows_at_the_bottom_are_all_visited(returns, expected):
    sop = numbered(80, lambda n: ((n + 1, n + 40) if n < 39 else (80, 79)) if n < 40 else (n - 40,))
    found = covering_paths(sop, returns=returns)
    check(sop, found, returns)
    assert len(found) == expected
    assert len(acts(found)) == (40 if returns == 0 else 120)


def test_two_thousand_steps_in_a_row_are_one_path():
    (path,) = covering_paths(numbered(2_000, lambda n: (n + 1,)))
    assert len(path) == 2_000


@pytest.mark.parametrize("limits", [(None,), (None, 1)])
@pytest.mark.parametrize("bounds", [("EFFORT",), ("STATES",), ("SETS",), ("STATES", "TRIES")])
def test_a_search_that_may_not_take_long_still_takes_every_act(monkeypatch, bounds, limits):
    sops = [real(30, 8, 6, seed, limits) for seed in range(6)]
    full = [acts(covering_paths(sop, returns=2)) for sop in sops]
    for bound in bounds:
        monkeypatch.setattr(covering, bound, 0)
    for sop, all_ in zip(sops, full, strict=True):
        found = covering_paths(sop, returns=2)
        check(sop, found, 2)
        assert acts(found) == all_


@pytest.mark.parametrize(
    ("returns", "error"), [(-1, ValueError), (1.0, TypeError), ("1", TypeError), (True, TypeError)]
)
def test_returns_that_are_no_whole_number_from_0_up_are_refused(recommendation_letter, returns, error):
    with pytest.raises(error, match="returns is a whole number from 0 up"):
        covering_paths(recommendation_letter, returns=returns)


def test_acts_that_may_be_taken_once_are_reached_by_others_also_without_any_search(monkeypatch):
    monkeypatch.setattr(covering, "EFFORT", 0)
    monkeypatch.setattr(covering, "STATES", 0)
    size = 40
    ways = {
        f"s{n}": [(f"s{n + 1}" if n + 1 < size else "end", 1)] * 2 + [(f"s{max(0, n - 3)}", 1)] for n in range(size)
    }
    sop = sopkit.loads(json.dumps(whole(ways)))
    found = covering_paths(sop)
    check(sop, found, 1)
    assert len(acts(found)) == 3 * size
