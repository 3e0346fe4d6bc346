"""
What the rules about ways should find, worked out from JSON values by walking about. Slow, and written apart.

A case is tried out as (where it is, what it has done or made so far); all such situations are visited.
"""

from __future__ import annotations

from itertools import combinations


class Brute:
    def __init__(self, whole):
        self.whole = whole
        self.order = [step["id"] for step in whole["steps"]]
        self.steps = {step["id"]: step for step in whole["steps"]}
        self.ends = [end["id"] for end in whole.get("ends", [{"id": "end"}])]
        self.documents = {document["id"]: document for document in whole["documents"]}

    def ways(self, id):
        """Each way out of a step: where it leads, what it makes, whether it is limited, where its outputs stand."""
        step = self.steps[id]
        here = self.order.index(id)
        if "outcomes" not in step:
            to = step.get("next", self.order[here + 1] if here + 1 < len(self.order) else self.ends[0])
            return [(to, step.get("outputs", []), False, ("outputs",))]
        ways = []
        for n, outcome in enumerate(step["outcomes"]):
            upward = outcome["to"] in self.order[: here + 1]
            made, where = ([] if upward else step.get("outputs", [])), ("outputs",)
            if "outputs" in outcome:
                made, where = outcome["outputs"], ("outcomes", n, "outputs")
            ways.append((outcome["to"], made, "at_most" in outcome, where))
        return ways

    def from_(self, id, *, unlimited=False):
        """Everything that can be reached from here, itself among it."""
        seen, work = {id}, [id]
        while work:
            now = work.pop()
            if now in self.steps:
                fresh = {to for to, _, limited, _ in self.ways(now) if not (unlimited and limited)} - seen
                seen |= fresh
                work += fresh
        return seen

    @property
    def reached(self):
        return self.from_(self.order[0])

    def lost_steps(self):
        return set(self.order) - self.reached

    def lost_ends(self):
        return {end["id"] for end in self.whole.get("ends", [])} - self.reached

    def caught(self):
        return {id for id in self.reached & set(self.order) if not self.from_(id, unlimited=True) & set(self.ends)}

    def situations(self, gains):
        """Each (place, what was gained on some way there)."""
        start = (self.order[0], frozenset())
        seen, work = {start}, [start]
        while work:
            now, had = work.pop()
            if now in self.steps:
                fresh = {(to, had | frozenset(gains(now, made))) for to, made, _, _ in self.ways(now)} - seen
                seen |= fresh
                work += fresh
        return seen

    def lacking(self):
        """(step, document) for each input that some way there has not made and nobody brings."""
        given = {id for id, one in self.documents.items() if "supplied_by" in one or one.get("kind") == "tool"}
        return {
            (at, document)
            for at, had in self.situations(lambda _, made: made)
            if at in self.steps
            for document in self.steps[at].get("inputs", [])
            if document not in had | given
        }

    def unused(self):
        """(step, where it is written, document) for each output that nobody takes."""
        leaving = {id for id, one in self.documents.items() if "delivered_to" in one or one.get("kind") == "tool"}
        found = set()
        for id in self.reached & set(self.order):
            step = self.steps[id]
            written = {("outputs",): step.get("outputs", [])}
            for n, outcome in enumerate(step.get("outcomes", [])):
                written["outcomes", n, "outputs"] = outcome.get("outputs", [])
            for where, documents in written.items():
                for document in documents:
                    after = [to for to, made, _, origin in self.ways(id) if origin == where and document in made]
                    later = {step for to in after for step in self.from_(to) if step in self.steps}
                    used = any(document in self.steps[one].get("inputs", []) for one in later)
                    if not after or not (used or document in leaving):
                        found.add((id, where, document))
        return found

    def never_before(self):
        """(step, other) for each `separate_from` whose step never comes first."""
        pairs = {
            (id, other) for id in self.reached & set(self.order) for other in self.steps[id].get("separate_from", [])
        }
        met = {(at, other) for at, done in self.situations(lambda here, _: [here]) for other in done}
        return pairs - met

    def impossible(self):
        """The steps for which, one person to each actor, some earlier choice leaves nobody."""
        found = set()
        for id, step in self.steps.items():
            who = {one: {self.steps[one]["actor"], *self.steps[one].get("alternates", [])} for one in self.order}
            others = step.get("separate_from", [])
            if others and all(any(who[other] <= {actor} for other in others) for actor in who[id]):
                found.add(id)
        return found

    def alike(self):
        """(step, number of the later outcome) of each pair that reads alike in some language."""
        found = set()
        for id, step in self.steps.items():
            labels = [
                label if isinstance(label := one["label"], dict) else {"id": label} for one in step.get("outcomes", [])
            ]
            for language in {language for label in labels for language in label}:
                read = [label.get(language, label["id"]).strip().casefold() for label in labels]
                found |= {(id, m) for (_, one), (m, other) in combinations(enumerate(read), 2) if one == other}
        return found
