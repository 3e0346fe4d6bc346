"""
Random choices → sound definitions, as JSON values or as a Sop.

How many steps there are is drawn first, and large numbers often; `make census` tells what comes of it. Left to itself,
Hypothesis draws small ones, and what only a large SOP shows is never seen. Everything is drawn as JSON values and then
read, so what comes out is a definition like any other.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from sopkit.reader import loads
from sopkit.testing.given import ranges

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sopkit.model import JSON, Sop

__all__ = ["SIZES", "definitions", "sops"]

SIZES = ((1, 5), (6, 12), (13, 32), (31, 60))
"""The ranges that the number of steps is drawn from, each as often as the others: a quarter has more than 30 steps. It
is a little more of those that are drawn, since a run of Hypothesis begins with small ones."""

_TIMES = ("PT10M", "PT120M", "PT90S", "P3D", "P1DT2H", "PT1H30M", "P1D")
_ELAPSED = ("P2W", "P1M", "PT24H", "P10D", "P1M15D")
_RANGES = ({"from": "PT10M", "to": "PT20M"}, {"from": "P1D", "to": "P3D"}, {"from": "PT4H", "to": "P1D"})
_WORDS = ("Menerima berkas", "Memeriksa", "Ya", "baris\nbaru", "os.system", "{x} %s <b>", "— “é” 🙂")
_IS_THERE = st.integers(0, 126)  # Hypothesis draws of so small a range evenly, and shrinks to 0
_WORD = st.sampled_from(_WORDS)
_TEXTS: st.SearchStrategy[JSON] = _WORD | st.fixed_dictionaries({"id": _WORD}, optional={"en": _WORD})
_TIMES_TAKEN: st.SearchStrategy[JSON] = st.sampled_from(_TIMES) | st.sampled_from(_RANGES)


def sops(sizes: Sequence[tuple[int, int]] = SIZES, *, can_finish: bool = False) -> st.SearchStrategy[Sop]:
    """
    Return any sound definition: loops in loops, several ends, limits, four eyes, alternates, shared rows, tools.

    Args:
        sizes: the ranges that the number of steps is drawn from, each as often as the others.
        can_finish: whether from every step an end must be reachable by ways without `at_most`, as the check
            `can-finish` asks. Without it, some definitions have cases that can never end.
    """
    return definitions(sizes, can_finish=can_finish).map(lambda whole: loads(json.dumps(whole)))


def definitions(
    sizes: Sequence[tuple[int, int]] = SIZES, *, can_finish: bool = False
) -> st.SearchStrategy[dict[str, JSON]]:
    """Return what `sops` returns, as the JSON values of its file."""
    # Four of five things that Hypothesis tries are one that was drawn, with a part of it copied over another: a run
    # then has few sizes, and large ones by luck. It copies nothing inside of what must be unlike, so this is a list of
    # one that must be unlike itself, and each definition is drawn anew.
    ranges(sizes)
    whole = _whole(sizes, can_finish=can_finish)
    return st.lists(whole, min_size=1, max_size=1, unique_by=id).map(lambda of_one: of_one[0])


@st.composite
def _whole(draw: st.DrawFn, sizes: Sequence[tuple[int, int]], *, can_finish: bool) -> dict[str, JSON]:
    size = draw(st.integers(*draw(st.sampled_from(sizes))))
    actors = [f"a{n}" for n in range(draw(st.integers(1, 4)))]
    documents = [f"d{n}" for n in range(draw(st.integers(0, 5)))]
    ends = [f"e{n}" for n in range(draw(st.integers(0, 3)))]
    maker = _Maker(draw, actors, documents, [f"s{n}" for n in range(size)], ends or ["end"])
    whole = {
        "sopkit": 1,
        "id": "generated",
        "version": "1.0",
        "title": draw(_TEXTS),
        "actors": [{"id": actor, "name": actor.upper()} for actor in actors],
        "documents": [maker.document(document) for document in documents],
        "steps": maker.steps(can_finish=can_finish),
    }
    if ends:
        whole["ends"] = [{"id": end, "name": end} for end in ends]
    return maker.sometimes(whole, _about_the_whole(actors, maker.ids[0]))


def _about_the_whole(actors: list[str], step: str) -> dict[str, st.SearchStrategy[JSON]]:
    return {
        "language": st.just("id"), "profile": st.sampled_from(["plain", "permenpan-35-2012"]), "source": _TEXTS,
        "working_day": st.sampled_from(["PT5H", "PT7H30M"]), "printed_total": _TIMES_TAKEN,
        "complete_within": st.sampled_from(_TIMES), "elapsed_within": st.sampled_from(_ELAPSED),
        "cancel": st.lists(st.sampled_from(actors), unique=True, min_size=1),
        "x-note": st.sampled_from([None, [1, {"a": 2.5}], "x"]),
        "inferred": st.just({"working_day": "Dibaca dari baris 3."}), "$schema": st.just("sop.schema.json"),
        "waive": st.just([{"rule": "spelling", "at": step, "reason": "Dikutip."}]),
    }  # fmt: skip


def _some(of: list[str]) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(of), unique=True, max_size=3) if of else st.just([])


@st.composite
def _step(draw: st.DrawFn, maker: _Maker, here: int, *, must_be: bool) -> dict[str, JSON]:
    """
    Return a step, or nothing: of a hundred one is left out.

    It is there for shrinking: what is drawn as one is made simple as one, and the simplest step is none.
    """
    if not (draw(_IS_THERE) or must_be):
        return {}
    step: dict[str, JSON] = {
        "id": maker.ids[here],
        "activity": draw(_TEXTS),
        "actor": draw(st.sampled_from(maker.actors)),
    }
    step = maker.sometimes(step, maker.of_step)
    if draw(st.integers(0, 9)) >= 6:
        step["outcomes"] = [maker.outcome(here, n) for n in range(draw(st.integers(2, 5)))]
    elif draw(st.integers(0, 9)) >= 8:
        step["next"] = draw(st.sampled_from(maker.ends + maker.ids))
    own = step.get("outputs")
    earlier = maker.ids[: here + 1]
    ways = step.get("outcomes", [{"to": "", "outputs": own}])
    produces = [way.get("outputs", [] if way["to"] in earlier else own) for way in ways]
    if any(produces) and draw(st.booleans()):
        step["requires"] = ["outputs", *step.get("requires", [])]
    return step


class _Maker:
    """Draws the parts of one definition."""

    def __init__(
        self, draw: st.DrawFn, actors: list[str], documents: list[str], ids: list[str], ends: list[str]
    ) -> None:
        self.draw = draw
        self.actors = actors
        self.documents = documents
        self.ids = ids
        self.ends = ends
        some_actors, some_documents = _some(actors), _some(documents)
        self.of_step: dict[str, st.SearchStrategy[JSON]] = {
            "alternates": some_actors, "participants": some_actors, "inputs": some_documents,
            "outputs": some_documents, "standard_time": _TIMES_TAKEN, "complete_within": st.sampled_from(_TIMES),
            "elapsed_within": st.sampled_from(_ELAPSED), "separate_from": _some(ids), "note": _TEXTS,
            "number": st.sampled_from(["1", "3a"]), "x-a": st.just({"b": [1]}),
            "inferred": st.just({"actor": "Dibaca."}), "requires": st.just(["reason"]), "same_row": st.booleans(),
        }  # fmt: skip
        self.of_outcome: dict[str, st.SearchStrategy[JSON]] = {
            "outputs": some_documents, "requires": st.just(["reason"]), "at_most": st.integers(1, 3),
            "x-b": st.just(1),
        }  # fmt: skip

    def sometimes(self, whole: dict[str, JSON], optional: dict[str, st.SearchStrategy[JSON]]) -> dict[str, JSON]:
        """Return `whole` with up to five of the optional keys."""
        chosen = self.draw(st.sets(st.sampled_from(sorted(optional)), max_size=5))
        return {**whole, **{key: self.draw(optional[key]) for key in sorted(chosen)}}

    def document(self, id: str) -> dict[str, JSON]:
        optional = {"supplied_by": _TEXTS, "delivered_to": _TEXTS, "kind": st.sampled_from(["tool", "document"])}
        return self.sometimes({"id": id, "name": id}, optional)

    def steps(self, *, can_finish: bool) -> list[dict[str, JSON]]:
        steps: list[dict[str, JSON]] = []
        for n in range(len(self.ids)):
            must_be = not steps and n == len(self.ids) - 1
            steps += [step] if (step := self.draw(_step(self, n, must_be=must_be))) else []
        steps[0].pop("same_row", None)
        self._close(steps)
        while can_finish and (stuck := self._stuck(steps)):
            self._free(next(step for step in reversed(steps) if step["id"] in stuck))
        return steps

    def _close(self, steps: list[dict[str, JSON]]) -> None:
        """Let whatever refers to a step that was left out refer to the next one."""
        there = {step["id"] for step in steps}
        meant: dict[str, str] = {}
        after = self.ends[0]
        for id in reversed(self.ids):
            meant[id] = after = id if id in there else after
        self.ids = [id for id in self.ids if id in there]
        for step in steps:
            if "separate_from" in step:
                step["separate_from"] = [other for other in step["separate_from"] if other in there]
            for way, key in ((step, "next"), *((outcome, "to") for outcome in step.get("outcomes", []))):
                if way.get(key) in meant:
                    way[key] = meant[way[key]]
        if len(self.ends) > 1 and "outcomes" not in steps[-1]:
            steps[-1].setdefault("next", self.ends[0])

    def outcome(self, here: int, n: int) -> dict[str, JSON]:
        after = self.ids[here + 1 :] or self.ends
        forward = st.sampled_from([after[0], *self.ends])
        to = self.draw(forward if n == 0 else forward | st.sampled_from(self.ends + self.ids))
        outcome = self.sometimes({"id": f"o{n}", "label": f"Label {n}", "to": to}, self.of_outcome)
        if outcome.get("outputs") and self.draw(st.booleans()):
            outcome["requires"] = ["reason", "outputs"]
        return outcome

    def _stuck(self, steps: list[dict[str, JSON]]) -> set[str]:
        """Return the steps from which no end can be reached by ways without `at_most`."""
        following = dict(zip(self.ids, [*self.ids[1:], self.ends[0]], strict=True))
        ways = {
            step["id"]: [way["to"] for way in step["outcomes"] if "at_most" not in way]
            if "outcomes" in step
            else [step.get("next", following[step["id"]])]
            for step in steps
        }
        free = set(self.ends)
        while new := {id for id, to in ways.items() if id not in free and free.intersection(to)}:
            free |= new
        return set(self.ids) - free

    def _free(self, step: dict[str, JSON]) -> None:
        """Let a step that is stuck go forward without limit."""
        if "outcomes" in step:
            step["outcomes"][0].pop("at_most", None)  # the first outcome goes forward
        elif step["id"] == self.ids[-1]:
            step["next"] = self.ends[0]
        else:
            step.pop("next")
