"""
Random choices → sound definitions, acts on their cases, and files with one fault.

The size is drawn first, and a quarter of the definitions have more than 30 steps: left to itself, Hypothesis draws
small ones. Everything is drawn as JSON values, so that the reader is under test too.
"""

from __future__ import annotations

import json
from typing import Any

from hypothesis import strategies as st

import sopkit

JSON = Any
SIZES = ((1, 5), (6, 12), (13, 30), (31, 60))
TIMES = ("PT10M", "PT120M", "PT90S", "P3D", "P1DT2H", "PT1H30M", "P1D")
ELAPSED = ("P2W", "P1M", "PT24H", "P10D", "P1M15D")


def texts() -> st.SearchStrategy[JSON]:
    words = st.sampled_from(
        ["Menerima berkas", "Memeriksa", "Ya", "baris\nbaru", "os.system", "{x} %s <b>", "— “é” 🙂"]
    )
    return words | st.fixed_dictionaries({"id": words}, optional={"en": words})


def times() -> st.SearchStrategy[JSON]:
    ranges = st.sampled_from(
        [{"from": "PT10M", "to": "PT20M"}, {"from": "P1D", "to": "P3D"}, {"from": "PT4H", "to": "P1D"}]
    )
    return st.sampled_from(TIMES) | ranges


@st.composite
def definitions(draw: st.DrawFn, sizes: tuple[tuple[int, int], ...] = SIZES) -> dict[str, JSON]:
    """Return the JSON values of a sound definition: loops in loops, several ends, limits, four eyes, shared rows."""
    size = draw(st.integers(*draw(st.sampled_from(sizes))))
    actors = [f"a{n}" for n in range(draw(st.integers(1, 4)))]
    documents = [f"d{n}" for n in range(draw(st.integers(0, 5)))]
    ends = [f"e{n}" for n in range(draw(st.integers(0, 3)))]
    ids = [f"s{n}" for n in range(size)]
    makers = _Makers(draw, actors, documents, ids, ends or ["end"])
    whole = {
        "sopkit": 1,
        "id": "generated",
        "version": "1.0",
        "title": draw(texts()),
        "actors": [{"id": actor, "name": actor.upper()} for actor in actors],
        "documents": [makers.document(document) for document in documents],
        "steps": [makers.step(n) for n in range(size)],
    }
    if ends:
        whole["ends"] = [{"id": end, "name": end} for end in ends]
    optional = {
        "language": st.just("id"), "profile": st.sampled_from(["plain", "permenpan-35-2012"]), "source": texts(),
        "working_day": st.sampled_from(["PT5H", "PT7H30M"]), "printed_total": times(),
        "complete_within": st.sampled_from(TIMES), "elapsed_within": st.sampled_from(ELAPSED),
        "cancel": st.lists(st.sampled_from(actors), unique=True), "x-note": st.sampled_from([None, [1, {"a": 2.5}], "x"]),
        "inferred": st.just({"working_day": "Dibaca dari baris 3."}), "$schema": st.just("sop.schema.json"),
        "waive": st.just([{"rule": "spelling", "at": "s0", "reason": "Dikutip."}]),
    }  # fmt: skip
    return makers.sometimes(whole, optional)


def sops(sizes: tuple[tuple[int, int], ...] = SIZES) -> st.SearchStrategy[sopkit.Sop]:
    """Return sound definitions, read from their JSON text."""
    return definitions(sizes).map(lambda whole: sopkit.loads(json.dumps(whole)))


class _Makers:
    def __init__(
        self, draw: st.DrawFn, actors: list[str], documents: list[str], ids: list[str], ends: list[str]
    ) -> None:
        self.draw = draw
        self.actors = actors
        self.documents = documents
        self.ids = ids
        self.ends = ends

    def sometimes(self, whole: dict[str, JSON], optional: dict[str, st.SearchStrategy[JSON]]) -> dict[str, JSON]:
        chosen = self.draw(st.sets(st.sampled_from(sorted(optional)), max_size=5))
        return {**whole, **{key: self.draw(optional[key]) for key in sorted(chosen)}}

    def some(self, of: list[str]) -> st.SearchStrategy[list[str]]:
        return st.lists(st.sampled_from(of), unique=True, max_size=3) if of else st.just([])

    def document(self, id: str) -> dict[str, JSON]:
        optional = {"supplied_by": texts(), "delivered_to": texts(), "kind": st.sampled_from(["tool", "document"])}
        return self.sometimes({"id": id, "name": id}, optional)

    def step(self, here: int) -> dict[str, JSON]:
        step: dict[str, JSON] = {
            "id": self.ids[here],
            "activity": self.draw(texts()),
            "actor": self.draw(st.sampled_from(self.actors)),
        }
        optional = {
            "alternates": self.some(self.actors), "participants": self.some(self.actors), "inputs": self.some(self.documents),
            "outputs": self.some(self.documents), "standard_time": times(), "complete_within": st.sampled_from(TIMES),
            "elapsed_within": st.sampled_from(ELAPSED), "separate_from": self.some(self.ids), "note": texts(),
            "number": st.sampled_from(["1", "3a"]), "x-a": st.just({"b": [1]}), "inferred": st.just({"actor": "Dibaca."}),
            "requires": st.just(["reason"]),
        }  # fmt: skip
        if here:
            optional["same_row"] = st.booleans()
        step = self.sometimes(step, optional)
        is_last = here == len(self.ids) - 1
        if self.draw(st.integers(0, 9)) < 4:
            step["outcomes"] = [self.outcome(here, n) for n in range(self.draw(st.integers(2, 5)))]
        elif self.draw(st.integers(0, 9)) < 2 or (is_last and len(self.ends) > 1):
            step["next"] = self.draw(st.sampled_from(self.ids + self.ends))
        produces = [
            outcome.get("outputs", [] if self.returns(here, outcome) else step.get("outputs"))
            for outcome in step.get("outcomes", [step | {"to": "end"}])
        ]
        if any(produces) and self.draw(st.booleans()):
            step["requires"] = ["outputs", *step.get("requires", [])]
        return step

    def outcome(self, here: int, n: int) -> dict[str, JSON]:
        after = self.ids[here + 1 :] or self.ends
        forward = st.sampled_from([after[0], *self.ends])
        to = self.draw(forward if n == 0 else forward | st.sampled_from(self.ids + self.ends))
        outcome = {"id": f"o{n}", "label": f"Label {n}", "to": to}
        optional = {
            "outputs": self.some(self.documents), "requires": st.just(["reason"]), "at_most": st.integers(1, 3),
            "x-b": st.just(1),
        }  # fmt: skip
        outcome = self.sometimes(outcome, optional)
        if outcome.get("outputs") and self.draw(st.booleans()):
            outcome["requires"] = ["reason", "outputs"]
        return outcome

    def returns(self, here: int, outcome: dict[str, JSON]) -> bool:
        return outcome["to"] in self.ids[: here + 1]
