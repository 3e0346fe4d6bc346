"""
A desk as plain dicts, written from what the contract says and not from the code: what each act answers, and what is kept.

An act returns the case as it is after it (a dict), or raises `No` with the name of the error and what it must tell.
"""

# ruff: noqa: EM101, C901 - the names of errors are no sentences, and a rule that is read at one place is read soonest

from __future__ import annotations

import copy
from typing import Any

GONE = "–"
ACTORS = ("staf", "kabid", "kadis")
MAY_CANCEL = ("kadis",)


def rules(version: str) -> dict[str, Any]:
    """Step → who, apart from whom, outcomes → (to, needs a reason, needs outputs, at most)."""
    apart, at_most = (["tulis"], 2) if version == "1.0" else ([], 1)
    return {
        "tulis": (["staf"], [], {"done": ("periksa", False, [], None)}),
        "periksa": (["kabid", "kadis"], apart, {
            "baik": ("teken", False, [], None), "ulang": ("tulis", True, [], at_most),
        }),
        "teken": (["kadis"], [], {"ya": ("end", False, ["surat"], None), "tidak": ("periksa", True, [], None)}),
    }  # fmt: skip


class No(Exception):
    def __init__(self, error: str, **told: Any) -> None:
        super().__init__(error, told)
        self.error, self.told = error, told


class Model:
    def __init__(self) -> None:
        self.cases: dict[str, dict[str, Any]] = {}
        self.keys: dict[str, tuple[str, int]] = {}

    # what is done

    def open(self, id: str, *, by: Any, title: str, data: Any, version: str, key: Any, now: int) -> Any:
        act = {
            "kind": "opened",
            "by": by and by.id,
            "reason": None,
            "more": (title, data),
            "outcome": None,
            "step": None,
        }
        if (done := self._again(id, act, key)) is not None:
            return done
        if id in self.cases:
            raise No("CaseExists", case=id)
        self.cases[id] = {
            "id": id, "no": len(self.cases) + 1, "version": version, "title": title, "data": data, "state": "open",
            "place": "tulis", "since": now, "changed": now, "taken_by": None, "records": [],
        }  # fmt: skip
        return self._write(id, act, key, now, to="tulis", actor=None)

    def complete(self, id: str, step: str, outcome: str, *, by: Any, reason: Any, outputs: Any, **at: Any) -> Any:
        act = {"kind": "completed", "by": by.id, "reason": reason, "more": outputs, "outcome": outcome, "step": step}
        case, done = self._look(id, act, **at)
        if done is not None:
            return done
        self._not_suspended(case)
        if case["state"] == "closed" or case["place"] != step:
            raise No("CaseClosed" if case["state"] == "closed" else "StepNotOpen", case=id)
        outcomes = rules(case["version"])[step][2]
        if outcome not in outcomes:
            raise No("UnknownOutcome", outcome=outcome)
        actor = self._hands(case, by)
        to, needs_reason, needs_outputs, at_most = outcomes[outcome]
        if at_most is not None and self._taken(case, step, outcome) >= at_most:
            raise No("LimitReached", outcome=outcome)
        if needs_reason and not (reason or "").strip():
            raise No("ReasonMissing")
        if any(one not in outputs for one in needs_outputs):
            raise No("OutputMissing")
        self._not_of_others(case, by)
        now = self._time(case, at["now"])
        case.update(state="closed" if to == "end" else "open", place=to, since=now, taken_by=None)
        return self._write(id, act, at["key"], now, to=to, actor=actor)

    def cancel(self, id: str, *, by: Any, reason: str, **at: Any) -> Any:
        act = {"kind": "cancelled", "by": by.id, "reason": reason, "more": {}, "outcome": None, "step": None}
        case, done = self._look(id, act, **at)
        if done is not None:
            return done
        if case["state"] == "closed":
            raise No("CaseClosed", case=id)
        actor = next((one for one in MAY_CANCEL if one in by.actors), None)
        if actor is None:
            raise No("MayNotCancel", by=by.id)
        if not reason.strip():
            raise No("ReasonMissing")
        now = self._time(case, at["now"])
        case.update(state="closed", place="cancelled", since=now, taken_by=None)
        return self._write(id, act, at["key"], now, to="cancelled", actor=actor)

    def aside(
        self, id: str, kind: str, *, by: Any, words: Any = None, to: Any = None, more: Any = None, **at: Any
    ) -> Any:
        """Suspend, resume, claim, release, assign, note, attach."""
        if kind in ("suspended", "resumed", "noted") and not words.strip():
            raise No("ReasonMissing")
        details = {"to": to.id} if to is not None else more or {}
        act = {"kind": kind, "by": by.id, "reason": words, "more": details, "outcome": None, "step": None}
        case, done = self._look(id, act, **at)
        if done is not None:
            return done
        if kind == "resumed":
            if case["state"] != "suspended":
                raise No("NotSuspended", case=id)
        elif kind not in ("noted", "attached"):
            self._not_suspended(case)
            if case["state"] == "closed":
                raise No("CaseClosed", case=id)
        wide = (
            ACTORS
            if kind in ("noted", "attached")
            else (*rules(case["version"]).get(case["place"], ((),))[0], *MAY_CANCEL)
        )
        if kind in ("suspended", "resumed", "assigned", "noted", "attached") and not set(wide) & by.actors:
            raise No("NotYourCase", by=by.id)
        if kind in ("claimed", "assigned"):
            self._hands(case, by if kind == "claimed" else to)
        if kind == "released" and case["taken_by"] is None:
            raise No("NotTaken", case=id)
        if kind in ("claimed", "released"):
            self._not_of_others(case, by)
        case.update({
            "suspended": {"state": "suspended"}, "resumed": {"state": "open"}, "claimed": {"taken_by": by.id},
            "released": {"taken_by": None}, "assigned": {"taken_by": details.get("to")},
        }.get(kind, {}))  # fmt: skip
        return self._write(id, act, at["key"], self._time(case, at["now"]), to=case["place"], actor=None)

    def erase(self, id: str, *, by: Any, reason: str, person: Any, words: bool, now: int) -> Any:
        if not reason.strip():
            raise No("ReasonMissing")
        case = self._case(id)
        if not set(ACTORS) & by.actors:
            raise No("NotYourCase", by=by.id)
        names = {one["by"] for one in case["records"]} | {
            one["more"]["to"] for one in case["records"] if one["kind"] == "assigned"
        }
        if person is not None and (person not in names or person in case.get("aliases", ())):
            raise No("NotInCase", person=person)
        if person is not None and case["state"] != "closed":
            for _, apart, _ in rules(case["version"]).values():
                if any(self._did(case, step) == person for step in apart):
                    raise No("NameNeeded", person=person)
        n = 1
        while f"erased-{n}" in names:
            n += 1
        for one in case["records"]:
            if person is not None and one["by"] == person:
                one["by"] = f"erased-{n}"
                one["erased"] |= {"by"}
            if person is not None and one["kind"] == "assigned" and one["more"]["to"] == person:
                one["more"] = {"to": f"erased-{n}"}
                one["erased"] |= {"more"}
            if words:
                if one["reason"] not in (None, GONE):
                    one["reason"] = GONE
                    one["erased"] |= {"reason"}
                if one["kind"] == "opened" and one["more"] != (GONE, {}):
                    one["more"] = (GONE, {})
                    one["erased"] |= {"more"}
                if one["kind"] in ("completed", "attached") and any(value != GONE for value in one["more"].values()):
                    one["more"] = dict.fromkeys(one["more"], GONE)
                    one["erased"] |= {"more"}
        if person is not None and case["taken_by"] == person:
            case["taken_by"] = None
        if words:
            case.update(title=GONE, data={})
        if person is not None:
            case.setdefault("aliases", set()).add(f"erased-{n}")
        eraser = f"erased-{n}" if by.id == person else by.id
        act = {"kind": "erased", "by": eraser, "reason": reason, "more": {}, "outcome": None, "step": None}
        return self._write(id, act, None, self._time(case, now), to=case["place"], actor=None)

    # what is found

    def inbox(self, by: Any) -> list[tuple[int, str, str]]:
        found = []
        for case in self.cases.values():
            try:
                if case["state"] == "open" and self._hands(case, by):
                    found.append((case["since"], case["no"], case["id"], case["place"]))
            except No:
                pass
        return [(since, id, place) for since, _, id, place in sorted(found)]

    def search(self, **wanted: Any) -> list[str]:
        tests = {
            "state": lambda case, state: case["state"] == state,
            "step": lambda case, step: case["place"] == step,
            "person": lambda case, person: person in {one["by"] for one in case["records"]},
            "title": lambda case, title: title.lower() in case["title"].lower(),
            "data": lambda case, data: all(case["data"].get(name) == value for name, value in data.items()),
            "actor": lambda case, actor: case["state"] == "open" and actor in rules(case["version"])[case["place"]][0],
        }
        cases = [
            case for case in self.cases.values() if all(tests[name](case, value) for name, value in wanted.items())
        ]
        return [case["id"] for case in reversed(cases)]

    # within

    def _case(self, id: str) -> dict[str, Any]:
        if id not in self.cases:
            raise No("NoSuchCase", case=id)
        return self.cases[id]

    def _look(self, id: str, act: Any, *, seq: Any, key: Any, now: int) -> tuple[dict[str, Any], Any]:
        case = self._case(id)
        if (done := self._again(id, act, key)) is not None:
            return case, done
        entries = [one for one in case["records"] if one["is_entry"]]
        if seq is not None and seq != len(entries) - 1:
            raise No("StaleCase", case=id, seq=len(entries) - 1, by=entries[-1]["by"], now=case["place"])
        return case, None

    def _again(self, id: str, act: Any, key: Any) -> Any:
        if key is None or key not in self.keys:
            return None
        where, n = self.keys[key]
        record = self.cases[where]["records"][n]
        same = where == id and all(record[name] == act[name] for name in act if name not in record["erased"] | {"step"})
        if not same or act["step"] not in (None, record["step"]):
            raise No("KeyReused", key=key, case=where)
        return self.journal(id)[: sum(one["is_entry"] for one in self.cases[where]["records"][: n + 1])]

    def _hands(self, case: Any, by: Any) -> str:
        actors, apart, _ = rules(case["version"])[case["place"]]
        actor = next((one for one in actors if one in by.actors), None)
        if actor is None:
            raise No("NotYourStep", by=by.id)
        for step in apart:
            if self._did(case, step) == by.id:
                raise No("SameHands", by=by.id)
        return actor

    def _did(self, case: Any, step: str) -> Any:
        did = [one["by"] for one in case["records"] if one["kind"] == "completed" and one["step"] == step]
        return did[-1] if did else None

    def _taken(self, case: Any, step: str, outcome: str) -> int:
        return sum(
            (one["kind"], one["step"], one["outcome"]) == ("completed", step, outcome) for one in case["records"]
        )

    def _not_suspended(self, case: Any) -> None:
        if case["state"] == "suspended":
            last = [one for one in case["records"] if one["kind"] == "suspended"][-1]
            raise No("CaseSuspended", case=case["id"], by=last["by"], reason=last["reason"])

    def _not_of_others(self, case: Any, by: Any) -> None:
        if case["taken_by"] not in (None, by.id):
            raise No("TakenByOther", taken_by=case["taken_by"])

    def _time(self, case: Any, now: int) -> int:
        return max(now, int(case["changed"]))

    def _write(self, id: str, act: Any, key: Any, now: int, *, to: str, actor: Any) -> Any:
        case = self.cases[id]
        is_entry = act["kind"] in ("opened", "completed", "cancelled")
        case["changed"] = now
        if key is not None:
            self.keys[key] = id, len(case["records"])
        case["records"].append({**act, "to": to, "actor": actor, "at": now, "is_entry": is_entry, "erased": set()})
        return self.journal(id)

    def journal(self, id: str) -> list[Any]:
        names = ("kind", "step", "outcome", "to", "by", "actor", "at", "reason")
        return copy.deepcopy([
            (*(one[name] for name in names), one["more"] if one["kind"] == "completed" else {})
            for one in self.cases[id]["records"] if one["is_entry"]
        ])  # fmt: skip
