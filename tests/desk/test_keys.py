"""An act under a key is done once, however often it is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from desk.office import ANI, BUDI, CITRA, DEDI, letter
from sopkit import errors

if TYPE_CHECKING:
    from collections.abc import Callable

    from sopkit.desk import Desk

ACTS: dict[str, Callable[[Desk, str], Any]] = {
    "open": lambda desk, key: desk.open("surat", "S-9", by=ANI, title="T", data={"a": 1}, key=key),
    "complete": lambda desk, key: desk.complete("S-1", "periksa", "ulang", by=DEDI, reason="x", seq=1, key=key),
    "cancel": lambda desk, key: desk.cancel("S-1", by=CITRA, reason="x", key=key),
    "suspend": lambda desk, key: desk.suspend("S-1", by=DEDI, reason="x", key=key),
    "resume": lambda desk, key: desk.resume("S-2", by=DEDI, reason="x", key=key),
    "claim": lambda desk, key: desk.claim("S-1", by=DEDI, key=key),
    "release": lambda desk, key: desk.release("S-3", by=DEDI, key=key),
    "assign": lambda desk, key: desk.assign("S-1", to=CITRA, by=DEDI, key=key),
    "note": lambda desk, key: desk.note("S-1", "x", by=ANI, key=key),
    "attach": lambda desk, key: desk.attach("S-1", "x", "y", by=ANI, key=key),
}


@pytest.fixture
def office(desk: Desk) -> Desk:
    for id in ("S-1", "S-2", "S-3"):
        desk.open("surat", id)
        desk.complete(id, "tulis", by=ANI)
    desk.suspend("S-2", by=DEDI, reason="libur")
    desk.claim("S-3", by=DEDI)
    return desk


def counts(desk: Desk) -> dict[str, int]:
    return {one.id: len(desk.history(one.id)) for one in desk.search()}


@pytest.mark.parametrize("name", ACTS)
def test_the_same_act_under_its_key_is_done_once_and_answered_alike(office: Desk, name: str) -> None:
    first = ACTS[name](office, "k")
    before = counts(office)
    assert ACTS[name](office, "k") == first
    for other in set(before) & {"S-1", "S-9"}:  # also when the case has gone on
        if not office.case(other).is_closed:
            office.note(other, "lanjut", by=ANI)
    after = counts(office)
    assert ACTS[name](office, "k") == first
    assert counts(office) == after
    assert office.verify().is_whole


@pytest.mark.parametrize("name", ACTS)
def test_another_act_under_a_key_is_refused(office: Desk, name: str) -> None:
    office.note("S-3", "yang pertama", by=BUDI, key="k")
    before = counts(office)
    with pytest.raises(errors.KeyReused) as caught:
        ACTS[name](office, "k")
    assert caught.value == errors.KeyReused(key="k", case="S-3", seq=1)
    assert counts(office) == before


def test_every_difference_makes_another_act(office: Desk) -> None:
    office.complete("S-1", "periksa", "ulang", by=DEDI, reason="x", key="k")
    office.complete("S-1", "tulis", by=ANI, outputs={"draf": "d"}, key="k2")
    for act in (
        lambda: office.complete("S-1", "periksa", "ulang", by=DEDI, reason="y", key="k"),
        lambda: office.complete("S-1", "periksa", "baik", by=DEDI, reason="x", key="k"),
        lambda: office.complete("S-1", "periksa", "ulang", by=CITRA, reason="x", key="k"),
        lambda: office.complete("S-1", "tulis", "ulang", by=DEDI, reason="x", key="k"),
        lambda: office.complete("S-3", "periksa", "ulang", by=DEDI, reason="x", key="k"),
        lambda: office.complete("S-1", "periksa", "ulang", by=DEDI, reason="x", outputs={"draf": "z"}, key="k"),
        lambda: office.complete("S-1", "tulis", by=ANI, outputs={"draf": "e"}, key="k2"),
        lambda: office.cancel("S-1", by=DEDI, reason="x", key="k"),
    ):
        with pytest.raises(errors.KeyReused):
            act()


def test_a_case_is_opened_again_under_its_key_only_on_the_same_sop(office: Desk) -> None:
    first = office.open("surat", "S-9", by=ANI, key="k")
    office.publish(letter("2.0"))
    office.publish(letter(surat="nota"))
    assert office.open("surat", "S-9", by=ANI, key="k") == first  # also where another version is the newest now
    assert office.open("surat", "S-9", by=ANI, version="1.0", key="k") == first
    for sop, version in (("nota", None), ("surat", "2.0")):
        with pytest.raises(errors.KeyReused) as caught:
            office.open(sop, "S-9", by=ANI, version=version, key="k")
        assert caught.value == errors.KeyReused(key="k", case="S-9", seq=0)


def test_a_key_holds_after_the_values_it_stood_for_were_erased(office: Desk) -> None:
    case = office.complete("S-1", "periksa", "ulang", by=DEDI, reason="x", key="k")
    office.erase("S-1", by=ANI, reason="diminta", person="dedi", words=True)
    again = office.complete("S-1", "periksa", "ulang", by=DEDI, reason="x", key="k")
    assert [(one.step, one.outcome, one.to) for one in again.journal] == [
        (one.step, one.outcome, one.to) for one in case.journal
    ]
    assert again.last.by == "erased-1"


def test_an_act_that_was_refused_leaves_its_key_free(office: Desk) -> None:
    with pytest.raises(errors.NotYourStep):
        office.complete("S-1", "periksa", "baik", by=ANI, key="k")
    assert office.complete("S-1", "periksa", "baik", by=DEDI, key="k").open_steps == ("teken",)


@pytest.mark.parametrize("key", ["", 5, "x" * 501])
def test_a_key_is_a_word(office: Desk, key: Any) -> None:
    with pytest.raises(ValueError, match="key"):
        office.note("S-1", "x", by=ANI, key=key)


def test_who_comes_second_with_the_same_key_in_the_same_moment_gets_the_same_answer(office: Desk) -> None:
    kept = office._store.act

    def late(*given: Any, **more: Any) -> bool:
        office._store.act = kept  # type: ignore[method-assign]
        office.complete("S-1", "periksa", "baik", by=DEDI, key="k")
        return kept(*given, **more)

    office._store.act = late  # type: ignore[method-assign]
    case = office.complete("S-1", "periksa", "baik", by=DEDI, key="k")
    assert case == office.case("S-1")
    assert len(office.history("S-1")) == 3


def test_two_openings_in_the_same_moment_are_both_kept_and_of_one_id_only_one(office: Desk) -> None:
    kept = office._store.open

    def late(id: str, key: str | None = None) -> Callable[..., bool]:
        def open(*given: Any, **more: Any) -> bool:
            office._store.open = kept  # type: ignore[method-assign]
            office.open("surat", id, key=key)
            return kept(*given, **more)

        return open

    office._store.open = late("S-7")  # type: ignore[method-assign]
    assert office.open("surat", "S-8").id == "S-8"
    office._store.open = late("S-10")  # type: ignore[method-assign]
    with pytest.raises(errors.CaseExists):
        office.open("surat", "S-10", by=ANI)
    office._store.open = late("S-11", "k")  # type: ignore[method-assign]
    assert office.open("surat", "S-11", key="k") == office.case("S-11")
    office._store.open = late("S-12", "k2")  # type: ignore[method-assign]
    with pytest.raises(errors.KeyReused):
        office.open("surat", "S-13", key="k2")
    assert office.verify().is_whole
