"""The inbox and the search, page by page, while cases move; and what the host lets people see."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from desk.office import ANI, BUDI, CITRA, DEDI, EKO, letter
from sopkit import Person, errors, open_desk

if TYPE_CHECKING:
    from collections.abc import Callable

    from desk.office import Clock
    from sopkit.desk import Desk, Page


def pages(page: Callable[[str | None], Page[Any]], between: Callable[[], object] = lambda: None) -> list[Any]:
    found: list[Any] = []
    after = None
    for _ in range(1_000):
        one = page(after)
        found += one.items
        if one.next is None:
            return found
        after = one.next
        between()
    raise AssertionError


def many(desk: Desk, count: int = 25) -> None:
    desk.publish(letter("2.0"))
    for n in range(count):
        desk.open(
            "surat", f"S-{n}", by=[None, ANI, BUDI][n % 3], title=f"Surat {['Izin', 'tugas'][n % 2]} {n}_",
            data={"nib": str(n), "genap": n % 2 == 0, "n": n, "hal": [n]}, version="1.0" if n % 5 else "2.0",
        )  # fmt: skip
        if n % 4:
            desk.complete(f"S-{n}", "tulis", by=[ANI, BUDI][n // 4 % 2])
        if n % 4 > 1:
            desk.complete(f"S-{n}", "periksa", "baik", by=DEDI)
        if n % 8 == 7:
            desk.complete(f"S-{n}", "teken", "ya", by=CITRA, outputs={"surat": "s"})
        if n % 8 == 5:
            desk.suspend(f"S-{n}", by=CITRA, reason="libur")


def test_the_inbox_holds_what_a_person_may_do_the_longest_first(desk: Desk) -> None:
    many(desk)
    for by in (ANI, BUDI, CITRA, DEDI, EKO, Person("semua", actors={"staf", "kabid", "kadis"})):
        expected = []
        for summary in desk.search(limit=1_000):
            options = [] if summary.state != "open" else desk.case(summary.id).options(by=by)
            if any(option.refusal is None for option in options):
                expected.append((summary.since, summary.id, summary.step, summary.seq))
        tasks = desk.inbox(by=by, limit=1_000)
        assert tasks.next is None
        assert [(one.since, one.case, one.step, one.seq) for one in tasks] == sorted(expected)
        for limit in (1, 3, 7):
            assert tuple(pages(lambda after: desk.inbox(by=by, after=after, limit=limit))) == tasks.items  # noqa: B023
    both = desk.inbox(by=BUDI, limit=1_000)
    assert {one.step for one in both} == {"tulis", "periksa"}
    assert {one.actor for one in desk.inbox(by=BUDI, actor="kabid")} == {"kabid"}
    assert not desk.inbox(by=BUDI, actor="kadis")
    assert str(both.items[0].activity) == "Menulis draf"


def test_pages_of_the_inbox_neither_skip_nor_repeat_while_cases_move(desk: Desk) -> None:
    for n in range(30):
        desk.open("surat", f"S-{n}")
        desk.complete(f"S-{n}", "tulis", by=ANI)
    moved = iter(range(100))
    movers = [3, 17, 0, 29, 11, 12, 13]

    def between() -> None:
        n = next(moved)
        if n < len(movers):
            desk.complete(f"S-{movers[n]}", "periksa", ["ulang", "baik"][n % 2], by=DEDI, reason="x")
        desk.open("surat", f"baru-{n}")

    seen = [task.case for task in pages(lambda after: desk.inbox(by=DEDI, after=after, limit=4), between)]
    assert len(seen) == len(set(seen))
    assert set(seen) >= {f"S-{n}" for n in range(30) if n not in movers}


def test_pages_of_the_search_neither_skip_nor_repeat_while_cases_come_and_go(desk: Desk) -> None:
    many(desk, 12)
    new = iter(range(100))

    def between() -> None:
        n = next(new)
        desk.open("surat", f"baru-{n}")
        desk.note(f"S-{n}", "x", by=ANI)

    seen = [one.id for one in pages(lambda after: desk.search(after=after, limit=2), between)]
    assert seen == [f"S-{n}" for n in reversed(range(12))]


def test_the_search_finds_by_everything_it_is_asked_for(desk: Desk, clock: Clock) -> None:
    many(desk)
    everything = {one.id: one for one in desk.search(limit=1_000)}
    assert list(everything) == [f"S-{n}" for n in reversed(range(25))]
    some = everything["S-9"].opened

    def persons(id: str) -> set[str | None]:
        return {record.by for record in desk.history(id)}

    asked: list[tuple[dict[str, Any], Callable[[Any], bool]]] = [
        ({"id": "S-9"}, lambda one: one.id == "S-9"),
        ({"id": "s-9"}, lambda one: False),
        ({"title": "izin"}, lambda one: "Izin" in one.title),
        ({"title": "IZIN 4"}, lambda one: "Izin 4" in one.title),
        ({"title": "4_"}, lambda one: "4_" in one.title),
        ({"title": "%"}, lambda one: False),
        ({"title": "!"}, lambda one: False),
        ({"sop": "surat"}, lambda one: True),
        ({"sop": "nota"}, lambda one: False),
        ({"state": "open"}, lambda one: one.state == "open"),
        ({"state": "suspended"}, lambda one: one.state == "suspended"),
        ({"state": "closed"}, lambda one: one.state == "closed"),
        ({"step": "teken"}, lambda one: one.step == "teken"),
        ({"step": "end"}, lambda one: one.end == "end"),
        ({"actor": "kabid"}, lambda one: one.step == "periksa" and one.state == "open"),
        ({"actor": "kadis"}, lambda one: one.step in ("periksa", "teken") and one.state == "open"),
        ({"person": "budi"}, lambda one: "budi" in persons(one.id)),
        ({"person": "dedi"}, lambda one: "dedi" in persons(one.id)),
        ({"opened_from": some}, lambda one: one.opened >= some),
        ({"opened_to": some}, lambda one: one.opened < some),
        ({"opened_from": some, "opened_to": some + timedelta(minutes=9)}, lambda one: some <= one.opened < some + timedelta(minutes=9)),
        ({"data": {"nib": "7"}}, lambda one: one.id == "S-7"),
        ({"data": {"n": 7}}, lambda one: one.id == "S-7"),
        ({"data": {"n": "7"}}, lambda one: False),
        ({"data": {"genap": True}}, lambda one: one.data["genap"]),
        ({"data": {"genap": 1}}, lambda one: False),
        ({"data": {"genap": True, "n": 4}}, lambda one: one.id == "S-4"),
        ({"data": {"hal": [3]}}, lambda one: False),
        ({"state": "open", "step": "tulis", "person": "ani", "data": {"genap": True}},
         lambda one: (one.state, one.step) == ("open", "tulis") and "ani" in persons(one.id) and one.data["genap"]),
    ]  # fmt: skip
    for arguments, is_meant in asked:
        expected = [one for one in everything.values() if is_meant(one)]
        assert list(desk.search(**arguments, limit=1_000)) == expected, arguments
        assert pages(lambda after: desk.search(**arguments, after=after, limit=3)) == expected, arguments  # noqa: B023


def test_letters_beyond_z_are_found_alike_by_every_store(desk: Desk) -> None:
    desk.open("surat", "S-1", title="Éclair ß İZMİR 100%")
    for title in ("Éclair", "ß", "İzmİr", "100%", "ÉCLAIR"):
        assert [one.id for one in desk.search(title=title)] == ["S-1"], title
    assert not desk.search(title="éclair")


def test_whoever_may_not_see_a_case_finds_nothing_of_it(store_url: str, clock: Clock) -> None:
    def may_read(by: Person, summary: Any) -> bool:
        return bool(summary.data.get("open")) or by.id == "citra"

    with open_desk(store_url, clock=clock, may_read=may_read) as desk:
        desk.publish(letter())
        for n in range(9):
            desk.open("surat", f"S-{n}", data={"open": n % 3 == 0})
        seen = ["S-6", "S-3", "S-0"]
        assert [one.id for one in desk.search(by=ANI)] == seen
        assert [one.id for one in pages(lambda after: desk.search(by=ANI, after=after, limit=1))] == seen
        assert [one.case for one in desk.inbox(by=ANI)] == seen[::-1]
        assert [one.case for one in pages(lambda after: desk.inbox(by=ANI, after=after, limit=2))] == seen[::-1]
        assert len(desk.search(by=CITRA)) == len(desk.search()) == 9
        for look in (desk.case, desk.summary, desk.history, desk.export):
            assert look("S-1") and look("S-1", by=CITRA) and look("S-3", by=ANI)
            with pytest.raises(errors.MayNotRead) as caught:
                look("S-1", by=ANI)
            assert caught.value == errors.MayNotRead(case="S-1", by="ani")
            with pytest.raises(TypeError, match="Person"):
                look("S-1", by="ani")


@pytest.mark.parametrize("after", ["x", "1.2.3", "", "9" * 40, "1." + "9" * 40])
def test_a_page_goes_on_only_where_one_has_ended(desk: Desk, after: str) -> None:
    desk.open("surat", "S-1")
    for look in (lambda: desk.inbox(by=ANI, after=after), lambda: desk.search(after=after)):
        with pytest.raises(ValueError, match="after"):
            look()


def test_a_page_holds_at_least_one(desk: Desk) -> None:
    for look in (lambda: desk.inbox(by=ANI, limit=0), lambda: desk.search(limit=-1)):
        with pytest.raises(ValueError, match="from 1 to"):
            look()
