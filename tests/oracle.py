"""
JSON values + acts → what must happen.

Written from the language page, without looking at the engine: dicts, counters, one pass.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

JSON = Any


class Oracle:
    """A case as a clerk with the page in hand would keep it."""

    def __init__(self, whole: JSON) -> None:
        self.steps = {step["id"]: step for step in whole["steps"]}
        self.order = list(self.steps)
        self.ends = [end["id"] for end in whole.get("ends", [{"id": "end"}])]
        self.documents = {document["id"] for document in whole["documents"]}
        self.cancellers = whole.get("cancel", [])
        self.at = self.order[0]
        self.taken: Counter[tuple[str, str]] = Counter()
        self.hands: dict[str, str] = {}

    def ways(self, step: str) -> dict[str, JSON]:
        """Return outcome id → outcome of a step; a step without outcomes has `done`."""
        told = self.steps[step]
        if "outcomes" in told:
            return {outcome["id"]: outcome for outcome in told["outcomes"]}
        n = self.order.index(step)
        following = self.order[n + 1] if n + 1 < len(self.order) else self.ends[0]
        return {"done": {"id": "done", "to": told.get("next", following)}}

    def produces(self, step: str, outcome: str) -> list[str]:
        way = self.ways(step)[outcome]
        if outcome == "done" or "outputs" in way:
            return self.steps[step].get("outputs", []) if outcome == "done" else way["outputs"]
        is_return = way["to"] in self.order[: self.order.index(step) + 1]
        return [] if is_return else self.steps[step].get("outputs", [])

    def requires(self, step: str, outcome: str) -> set[str]:
        demands = set(self.steps[step].get("requires", [])) | set(self.ways(step)[outcome].get("requires", []))
        return demands if self.produces(step, outcome) else demands - {"outputs"}

    def barred(self, step: str, outcome: str, who: str, actors: frozenset[str]) -> str | None:
        """Return the refusal that the person meets whatever they give, by name."""
        told = self.steps[step]
        if not actors & {told["actor"], *told.get("alternates", [])}:
            return "NotYourStep"
        if any(self.hands.get(other) == who for other in told.get("separate_from", [])):
            return "SameHands"
        at_most = self.ways(step)[outcome].get("at_most")
        return "LimitReached" if at_most is not None and self.taken[step, outcome] >= at_most else None

    def expects(
        self, step: str, outcome: str, who: str, actors: frozenset[str], reason: str | None, outputs: dict[str, str]
    ) -> str | None:
        """Return the refusal that an act meets, by name; None if it is legal."""
        if self.at not in self.steps:
            return "CaseClosed"
        if step != self.at:
            return "StepNotOpen"
        if outcome not in self.ways(step):
            return "UnknownOutcome"
        barred = self.barred(step, outcome, who, actors)
        if barred:
            return barred
        if not set(outputs) <= self.documents:
            return "UnknownDocument"
        demands = self.requires(step, outcome)
        if "reason" in demands and not (reason or "").strip():
            return "ReasonMissing"
        if "outputs" in demands and not all(outputs.get(d, "").strip() for d in self.produces(step, outcome)):
            return "OutputMissing"
        return None

    def take(self, step: str, outcome: str, who: str) -> None:
        self.taken[step, outcome] += 1
        self.hands[step] = who
        self.at = self.ways(step)[outcome]["to"]
