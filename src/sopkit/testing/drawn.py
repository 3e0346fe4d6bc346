"""
Random choices → sound definitions, as JSON values or as a Sop.

How many steps there are at most is drawn first, and large numbers often; `make census` tells what comes of it. Left to
itself, Hypothesis draws small ones, and what only a large SOP shows is never seen. Everything is drawn as JSON values
and then read, so what comes out is a definition like any other.
"""

from __future__ import annotations

import json
from itertools import takewhile
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from sopkit.reader import loads

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sopkit.model import JSON, Sop

__all__ = ["SIZES", "definitions", "sops"]

SIZES = ((1, 5), (6, 12), (13, 30), *3 * ((31, 60),))
"""The ranges that the number of steps is drawn from, each as often as it stands here: the last more often than the
others, since steps can end before their time; so a quarter has more than 30 steps."""

_TIMES = ("PT10M", "PT120M", "PT90S", "P3D", "P1DT2H", "PT1H30M", "P1D")
_ELAPSED = ("P2W", "P1M", "PT24H", "P10D", "P1M15D")
_RANGES = ({"from": "PT10M", "to": "PT20M"}, {"from": "P1D", "to": "P3D"}, {"from": "PT4H", "to": "P1D"})
_WORDS = ("Menerima berkas", "Memeriksa", "Ya", "baris\nbaru", "os.system", "{x} %s <b>", "— “é” 🙂")


def sops(sizes: Sequence[tuple[int, int]] = SIZES, *, can_finish: bool = False) -> st.SearchStrategy[Sop]:
    """
    Return any sound definition: loops in loops, several ends, limits, four eyes, alternates, shared rows, tools.

    Args:
        sizes: the ranges that the number of steps is drawn from, each as often as the others.
        can_finish: whether from every step an end must be reachable by ways without `at_most`, as the check
            `can-finish` asks. Without it, some definitions have cases that can never end.
    """
    return definitions(sizes, can_finish=can_finish).map(lambda whole: loads(json.dumps(whole)))


@st.composite
def definitions(
    draw: st.DrawFn, sizes: Sequence[tuple[int, int]] = SIZES, *, can_finish: bool = False
) -> dict[str, JSON]:
    """Return what `sops` returns, as the JSON values of its file."""
    size = draw(st.integers(*draw(st.sampled_from(sizes))))
    actors = [f"a{n}" for n in range(draw(st.integers(1, 4)))]
    documents = [f"d{n}" for n in range(draw(st.integers(0, 5)))]
    ends = [f"e{n}" for n in range(draw(st.integers(0, 3)))]
    maker = _Maker(draw, actors, documents, [f"s{n}" for n in range(size)], ends or ["end"])
    whole = {
        "sopkit": 1,
        "id": "generated",
        "version": "1.0",
        "title": draw(_texts()),
        "actors": [{"id": actor, "name": actor.upper()} for actor in actors],
        "documents": [maker.document(document) for document in documents],
        "steps": maker.steps(can_finish=can_finish),
    }
    if ends:
        whole["ends"] = [{"id": end, "name": end} for end in ends]
    return maker.sometimes(whole, _about_the_whole(actors))


def _about_the_whole(actors: list[str]) -> dict[str, st.SearchStrategy[JSON]]:
    return {
        "language": st.just("id"), "profile": st.sampled_from(["plain", "permenpan-35-2012"]), "source": _texts(),
        "working_day": st.sampled_from(["PT5H", "PT7H30M"]), "printed_total": _times(),
        "complete_within": st.sampled_from(_TIMES), "elapsed_within": st.sampled_from(_ELAPSED),
        "cancel": st.lists(st.sampled_from(actors), unique=True, min_size=1),
        "x-note": st.sampled_from([None, [1, {"a": 2.5}], "x"]),
        "inferred": st.just({"working_day": "Dibaca dari baris 3."}), "$schema": st.just("sop.schema.json"),
        "waive": st.just([{"rule": "spelling", "at": "s0", "reason": "Dikutip."}]),
    }  # fmt: skip


def _texts() -> st.SearchStrategy[JSON]:
    words = st.sampled_from(_WORDS)
    return words | st.fixed_dictionaries({"id": words}, optional={"en": words})


def _times() -> st.SearchStrategy[JSON]:
    return st.sampled_from(_TIMES) | st.sampled_from(_RANGES)


@st.composite
def _one(draw: st.DrawFn, maker: _Maker, here: int) -> dict[str, JSON]:
    """
    Return a step, or nothing where the steps end before their time.

    It is there for shrinking: what is drawn together can be taken out of the middle together, and where the steps can
    end by a choice, those behind need not be as many as before.
    """
    is_there = draw(st.integers(0, 126)) > 0 or here == 0  # in a range this small Hypothesis does not prefer 0
    return maker.step(here) if is_there else {}


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

    def sometimes(self, whole: dict[str, JSON], optional: dict[str, st.SearchStrategy[JSON]]) -> dict[str, JSON]:
        """Return `whole` with up to five of the optional keys."""
        chosen = self.draw(st.sets(st.sampled_from(sorted(optional)), max_size=5))
        return {**whole, **{key: self.draw(optional[key]) for key in sorted(chosen)}}

    def document(self, id: str) -> dict[str, JSON]:
        optional = {"supplied_by": _texts(), "delivered_to": _texts(), "kind": st.sampled_from(["tool", "document"])}
        return self.sometimes({"id": id, "name": id}, optional)

    def steps(self, *, can_finish: bool) -> list[dict[str, JSON]]:
        steps = list(takewhile(bool, (self.draw(_one(self, n)) for n in range(len(self.ids)))))
        self._close(steps)
        while can_finish and (stuck := self._stuck(steps)):
            self._free(next(step for step in reversed(steps) if step["id"] in stuck))
        for n, step in enumerate(steps):
            self._demand(n, step)
        return steps

    def _close(self, steps: list[dict[str, JSON]]) -> None:
        """Let nothing refer to a step that was not drawn."""
        self.ids = self.ids[: len(steps)]
        there = {*self.ids, *self.ends}
        for step in steps:
            if "separate_from" in step:
                step["separate_from"] = [other for other in step["separate_from"] if other in there]
            for way, key in ((step, "next"), *((outcome, "to") for outcome in step.get("outcomes", []))):
                if key in way and way[key] not in there:
                    way[key] = self.ends[0]
        if len(self.ends) > 1 and "outcomes" not in steps[-1]:
            steps[-1].setdefault("next", self.ends[0])

    def _some(self, of: list[str]) -> st.SearchStrategy[list[str]]:
        return st.lists(st.sampled_from(of), unique=True, max_size=3) if of else st.just([])

    def step(self, here: int) -> dict[str, JSON]:
        step: dict[str, JSON] = {
            "id": self.ids[here],
            "activity": self.draw(_texts()),
            "actor": self.draw(st.sampled_from(self.actors)),
        }
        optional = {
            "alternates": self._some(self.actors), "participants": self._some(self.actors),
            "inputs": self._some(self.documents), "outputs": self._some(self.documents), "standard_time": _times(),
            "complete_within": st.sampled_from(_TIMES), "elapsed_within": st.sampled_from(_ELAPSED),
            "separate_from": self._some(self.ids), "note": _texts(), "number": st.sampled_from(["1", "3a"]),
            "x-a": st.just({"b": [1]}), "inferred": st.just({"actor": "Dibaca."}), "requires": st.just(["reason"]),
        }  # fmt: skip
        if here:
            optional["same_row"] = st.booleans()
        step = self.sometimes(step, optional)
        if self.draw(st.integers(0, 9)) < 4:
            step["outcomes"] = [self._outcome(here, n) for n in range(self.draw(st.integers(2, 5)))]
        elif self.draw(st.integers(0, 9)) < 2:
            step["next"] = self.draw(st.sampled_from(self.ends + self.ids))
        return step

    def _outcome(self, here: int, n: int) -> dict[str, JSON]:
        after = self.ids[here + 1 :] or self.ends
        forward = st.sampled_from([after[0], *self.ends])
        to = self.draw(forward if n == 0 else forward | st.sampled_from(self.ends + self.ids))
        optional = {
            "outputs": self._some(self.documents), "requires": st.just(["reason"]), "at_most": st.integers(1, 3),
            "x-b": st.just(1),
        }  # fmt: skip
        outcome = self.sometimes({"id": f"o{n}", "label": f"Label {n}", "to": to}, optional)
        if outcome.get("outputs") and self.draw(st.booleans()):
            outcome["requires"] = ["reason", "outputs"]
        return outcome

    def _demand(self, here: int, step: dict[str, JSON]) -> None:
        """Let the step require outputs now and then, where some way out of it produces any."""
        own = step.get("outputs")
        earlier = self.ids[: here + 1]
        ways = step.get("outcomes", [{"to": "", "outputs": own}])
        produces = [way.get("outputs", [] if way["to"] in earlier else own) for way in ways]
        if any(produces) and self.draw(st.booleans()):
            step["requires"] = ["outputs", *step.get("requires", [])]

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
