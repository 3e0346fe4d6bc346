"""Any interleaving of acts gives the same answers from every store as from a plain model of dicts."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import hypothesis.strategies as st
import pytest
from hypothesis import settings
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from desk.model import ACTORS, Model, No, rules
from desk.office import LETTER, SOURCE
from sopkit import Person, loads, open_desk
from sopkit.errors import SopkitError

if TYPE_CHECKING:
    from collections.abc import Callable

    from sopkit import Case
    from sopkit.desk import Desk

SHARE = {"memory": 0.8, "file": 0.27, "postgres": 0.27}  # of the examples of a profile: 200 runs in CI
OTHER = loads(
    SOURCE.replace('"1.0"', '"2.0"').replace('"separate_from": ["tulis"],', "").replace('"at_most": 2', '"at_most": 1')
)
START = datetime(2026, 1, 5, tzinfo=UTC)

people = st.builds(
    lambda name, actors: Person(name, actors=actors),
    st.sampled_from(["ani", "budi", "citra"]),
    st.sampled_from(
        [ACTORS, ACTORS, ACTORS, ACTORS, ACTORS, ACTORS, ("staf",), ("kabid",), ("kadis",), ("staf", "kabid"), ()]
    ),
)
ids = st.sampled_from(["S-1", "S-1", "S-1", "S-2", "S-2", "S-2", "S-3"])
reasons = st.sampled_from(["sebab", "sebab", "lain", " "])
keys = st.sampled_from([None, None, None, None, None, None, *"abcdef"])
seqs = st.sampled_from([None, None, None, 0, 0, -1])


class Two(RuleBasedStateMachine):
    """Two desks on one store, or one on a store in memory, beside a model."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self.url = url
        self.now = 0
        self.model = Model()
        self.left: list[Desk] = []
        self.desks = [self.opened() for _ in range(1 if url == "sqlite://" else 2)]
        self.last: Callable[[Desk], Any] | None = None
        self.known: Any = None
        self.heard: list[Any] = []
        for sop in (LETTER, OTHER):
            self.desks[0].publish(sop)

    def opened(self) -> Desk:
        return open_desk(self.url, clock=lambda: START + timedelta(seconds=self.now))

    def both(self, act: Callable[[Desk], Case], meant: Callable[[], Any], desk: int) -> None:
        """Do something at a desk and in the model, and hold the answers against each other."""
        expected: Any
        try:
            expected = meant()
        except No as no:
            expected = no
        try:
            answer: Any = journal(act(self.desks[desk % len(self.desks)]))
        except SopkitError as error:
            answer = error
        if isinstance(expected, No):
            assert isinstance(answer, SopkitError), (expected.error, expected.told, answer)
            told = {name: getattr(answer, name, None) for name in expected.told}
            assert (type(answer).__name__, told) == (expected.error, expected.told)
            assert answer.in_("id")
            assert answer.in_("en")
        else:
            assert answer == expected

    def compare(self, id: str) -> None:
        for desk in self.desks:
            case, summary = self.model.cases[id], desk.summary(id)
            assert journal(desk.case(id)) == self.model.journal(id)
            assert (summary.state, summary.step or summary.end) == (case["state"], case["place"])
            assert (summary.taken_by, summary.title, summary.data) == (case["taken_by"], case["title"], case["data"])
            assert [seconds(one) for one in (summary.since, summary.changed)] == [case["since"], case["changed"]]
            assert [(one.kind, one.by, one.reason, seconds(one.at)) for one in desk.history(id)] == [
                (one["kind"], one["by"], one["reason"], one["at"]) for one in case["records"]
            ]

    def seq(self, id: str, back: Any) -> Any:
        if back is None:
            return None
        if id not in self.model.cases:
            return max(0, back)
        return max(0, sum(one["is_entry"] for one in self.model.cases[id]["records"]) - 1 + back)

    @initialize(choices=st.lists(st.integers(0, 99), max_size=6))
    def first(self, choices: list[int]) -> None:
        self.open("S-1", None, "1.0", None, 0)
        self.open("S-2", None, "2.0", None, 1)
        self.walk("S-1", choices[:3], 0)
        self.walk("S-2", choices[3:], 1)

    @rule(id=ids, choices=st.lists(st.integers(0, 99), min_size=1, max_size=3), desk=st.integers(0, 1))
    def walk(self, id: str, choices: list[int], desk: int) -> None:
        """Acts that the case most likely allows, by people of two posts, so that cases get somewhere."""
        for choice in choices:
            place = self.model.cases.get(id, {}).get("place")
            if place not in rules("1.0"):
                return
            outcomes = list(rules("1.0")[place][2])
            outcome = outcomes[choice % len(outcomes)]
            by = Person(
                ["ani", "budi", "citra"][choice % 3], actors={"kabid", "kadis", "staf"} if choice > 9 else {"kabid"}
            )
            given = {"by": by, "reason": "sebab", "outputs": {"surat": f"s{choice}"}, "seq": None, "key": None}
            self.both(
                lambda desk: desk.complete(id, place, outcome, **given),  # noqa: B023
                lambda: self.model.complete(id, place, outcome, now=self.now, **given),  # noqa: B023
                desk,
            )

    @rule(
        id=st.sampled_from(["S-1", "S-2", "S-3"]), by=people | st.none(), version=st.sampled_from(["1.0", "2.0"]), key=keys,
        desk=st.integers(0, 1),
    )  # fmt: skip
    def open(self, id: str, by: Any, version: str, key: Any, desk: int) -> None:
        words = {"title": f"Surat {id}", "data": {"id": id, "baru": True}}
        self.both(
            lambda desk: desk.open("surat", id, by=by, version=version, key=key, **words),  # type: ignore[arg-type]
            lambda: self.model.open(id, by=by, version=version, key=key, now=self.now, **words),  # type: ignore[arg-type]
            desk,
        )

    @rule(
        id=ids, by=people, reason=st.sampled_from(["sebab", "lain", " ", None]), back=seqs, key=keys, desk=st.integers(0, 1),
        outputs=st.sampled_from([{"surat": "s"}, {"surat": "s"}, {"draf": "d"}, {}]), choice=st.integers(0, 9),
        elsewhere=st.integers(0, 9),
    )  # fmt: skip
    def complete(
        self,
        id: str,
        by: Person,
        reason: Any,
        back: Any,
        key: Any,
        desk: int,
        outputs: Any,
        choice: int,
        elsewhere: int,
    ) -> None:
        place = self.model.cases.get(id, {}).get("place", "tulis")
        step = ["tulis", "periksa", "teken"][choice % 3] if elsewhere == 9 or place not in rules("1.0") else place
        outcomes = ["done", "baik", "ulang", "ya", "tidak"] if choice == 9 else list(rules("1.0")[step][2])
        given = {
            "by": by, "reason": reason, "outputs": outputs, "seq": self.seq(id, back), "key": key,
        }  # fmt: skip
        outcome = outcomes[choice % len(outcomes)]
        self.repeatable(
            key,
            lambda desk: desk.complete(id, step, outcome, **given),
            lambda: self.model.complete(id, step, outcome, now=self.now, **given),
            desk,
        )

    @rule(
        id=ids, kind=st.sampled_from(["suspended", "resumed", "claimed", "claimed", "released", "assigned", "assigned", "noted", "attached"]),
        by=people, to=people, reason=reasons, back=seqs, key=keys, desk=st.integers(0, 1),
    )  # fmt: skip
    def aside(self, id: str, kind: str, by: Person, to: Person, reason: str, back: Any, key: Any, desk: int) -> None:
        seq = None if kind in ("noted", "attached") else self.seq(id, back)
        at = {"key": key} if kind in ("noted", "attached") else {"seq": seq, "key": key}
        words: dict[str, Any] = {"words": reason} if kind in ("suspended", "resumed", "noted") else {}
        if kind == "assigned":
            words = {"to": to}
        if kind == "attached":
            words = {"more": {"name": "Foto", "reference": "foto.jpg"}}
        acts: dict[str, Callable[[Desk], Case]] = {
            "suspended": lambda desk: desk.suspend(id, by=by, reason=reason, **at),
            "resumed": lambda desk: desk.resume(id, by=by, reason=reason, **at),
            "claimed": lambda desk: desk.claim(id, by=by, **at),
            "released": lambda desk: desk.release(id, by=by, **at),
            "assigned": lambda desk: desk.assign(id, to=to, by=by, **at),
            "noted": lambda desk: desk.note(id, reason, by=by, **at),
            "attached": lambda desk: desk.attach(id, "Foto", "foto.jpg", by=by, **at),
        }
        self.repeatable(
            key, acts[kind], lambda: self.model.aside(id, kind, by=by, seq=seq, key=key, now=self.now, **words), desk
        )

    @rule(id=ids, by=people, reason=reasons, back=seqs, key=keys, desk=st.integers(0, 1), likely=st.integers(0, 4))
    def cancel(self, id: str, by: Person, reason: str, back: Any, key: Any, desk: int, likely: int) -> None:
        if likely:
            return  # a cancelled case is a dull one
        given = {"by": by, "reason": reason, "seq": self.seq(id, back), "key": key}
        self.repeatable(
            key, lambda desk: desk.cancel(id, **given), lambda: self.model.cancel(id, now=self.now, **given), desk
        )  # type: ignore[arg-type]

    @rule(
        id=ids, by=people, reason=reasons, person=st.sampled_from([None, "ani", "budi", "erased-1"]), words=st.booleans(),
        desk=st.integers(0, 1),
    )  # fmt: skip
    def erase(self, id: str, by: Person, reason: str, person: Any, words: bool, desk: int) -> None:
        given = {"by": by, "reason": reason, "person": person, "words": words}
        self.both(lambda desk: desk.erase(id, **given), lambda: self.model.erase(id, now=self.now, **given), desk)

    def repeatable(self, key: Any, act: Any, meant: Any, desk: int) -> None:
        if key is not None:
            self.last = lambda again: self.both(act, meant, again)
        self.both(act, meant, desk)

    @rule(id=ids, one=st.sampled_from(["ani", "budi"]), outcome=st.sampled_from(["baik", "ulang"]), rests=st.booleans())
    def taken_by_one_and_tried_by_another(self, id: str, one: str, outcome: str, rests: bool) -> None:
        everybody = {
            "to": Person("citra", actors=ACTORS),
            "by": Person(one, actors=ACTORS),
            "back": None,
            "key": None,
            "desk": 0,
        }
        self.aside(id=id, kind="claimed", reason="", **everybody)  # type: ignore[arg-type]
        if rests:
            self.aside(id=id, kind="suspended", reason="x", **everybody)  # type: ignore[arg-type]
        place = self.model.cases.get(id, {}).get("place", "tulis")
        given = {"by": everybody["to"], "reason": "x", "outputs": {}, "seq": None, "key": None}
        self.both(
            lambda desk: desk.complete(id, place, outcome, **given),
            lambda: self.model.complete(id, place, outcome, now=self.now, **given),
            1,
        )
        if rests:
            self.aside(id=id, kind="resumed", reason="x", **everybody)  # type: ignore[arg-type]

    @rule(desk=st.integers(0, 1))
    def the_same_again(self, desk: int) -> None:
        if self.last is not None:
            self.last(desk)  # type: ignore[arg-type]

    @rule(by=st.sampled_from([1, 60, 86_400, 10**8, -1, -60, -86_400, -(10**8)]))
    def the_clock_jumps(self, by: int) -> None:
        self.now += by

    @rule(desk=st.integers(0, 1), cleanly=st.booleans())
    def reopened(self, desk: int, cleanly: bool) -> None:
        if self.url == "sqlite://":
            return
        if cleanly:
            self.desks[desk].close()
        else:
            self.left.append(self.desks[desk])
        self.desks[desk] = self.opened()

    @rule(id=ids, desk=st.integers(0, 1))
    def looked_at(self, id: str, desk: int) -> None:
        if id in self.model.cases:
            self.compare(id)

    @rule(by=people, limit=st.integers(1, 3), desk=st.integers(0, 1))
    def inbox(self, by: Person, limit: int, desk: int) -> None:
        found, after = [], None
        while True:
            page = self.desks[desk % len(self.desks)].inbox(by=by, limit=limit, after=after)
            found += [(seconds(one.since), one.case, one.step) for one in page]
            if (after := page.next) is None:
                break
        assert found == self.model.inbox(by)

    @rule(
        wanted=st.sampled_from([
            {}, {"state": "open"}, {"state": "suspended", "person": "ani"}, {"step": "periksa"}, {"person": "erased-1"},
            {"title": "SURAT s"}, {"data": {"id": "S-1", "baru": True}}, {"actor": "kadis"}, {"step": "end", "person": "budi"},
        ]),
        desk=st.integers(0, 1),
    )  # fmt: skip
    def search(self, wanted: Any, desk: int) -> None:
        assert [one.id for one in self.desks[desk % len(self.desks)].search(**wanted, limit=2)] == self.model.search(
            **wanted
        )[:2]

    @rule(limit=st.integers(1, 9), desk=st.integers(0, 1))
    def deliver(self, limit: int, desk: int) -> None:
        self.desks[desk % len(self.desks)].deliver(self.heard.append, limit=limit)

    @rule()
    def checkpoint(self) -> None:
        self.known = self.desks[0].checkpoint()

    def teardown(self) -> None:
        for id in self.model.cases:
            self.compare(id)
        self.desks[-1].deliver(self.heard.append, limit=1_000)
        assert len({one.key for one in self.heard}) == len(self.heard)
        for id, case in self.model.cases.items():
            assert [one.record.kind for one in self.heard if one.case == id] == [one["kind"] for one in case["records"]]
        found = self.desks[0].verify(self.known)
        assert (found.cases, found.troubles) == (len(self.model.cases), ())
        for desk in (*self.desks, *self.left):
            desk.close()


def seconds(at: datetime) -> int:
    return int((at - START).total_seconds())


def journal(case: Case) -> list[Any]:
    return [
        (one.kind, one.step, one.outcome, one.to, one.by, one.actor, seconds(one.at), one.reason, one.outputs)
        for one in case.journal
    ]


@pytest.mark.parametrize("kind", SHARE)
def test_every_store_answers_as_a_model_of_dicts(kind: str, new_url: Callable[[str], str]) -> None:
    runs = max(3, round(settings().max_examples * SHARE[kind]))
    run_state_machine_as_test(
        lambda: Two(new_url(kind)), settings=settings(settings(), max_examples=runs, stateful_step_count=50)
    )
