"""What people do with cases, on every store."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from desk.office import ANI, BUDI, CITRA, DEDI, EKO, LETTER, letter
from sopkit import Person, errors, open_desk, replay

if TYPE_CHECKING:
    from pathlib import Path

    from desk.office import Clock
    from sopkit.desk import Desk


def at_periksa(desk: Desk, id: str = "S-1", by: Person = ANI) -> None:
    desk.open("surat", id, by=by)
    desk.complete(id, "tulis", by=by)


def at_teken(desk: Desk, id: str = "S-1") -> None:
    at_periksa(desk, id)
    desk.complete(id, "periksa", "baik", by=DEDI)


def closed(desk: Desk, id: str = "S-1") -> None:
    at_teken(desk, id)
    desk.complete(id, "teken", "ya", by=CITRA, outputs={"surat": "surat.pdf"})


def test_a_case_goes_from_its_opening_to_its_end_and_is_read_again_as_it_was(desk: Desk) -> None:
    opened = desk.open("surat", "S-1", by=ANI, title="Surat tugas", data={"nib": "12", "rows": [1, {"a": None}]})
    assert opened == desk.case("S-1")
    assert opened.open_steps == ("tulis",)
    written = desk.complete("S-1", "tulis", by=ANI, outputs={"surat": "b", "draf": "a"}, reason="baru")
    assert written == desk.case("S-1")
    checked = desk.complete("S-1", "periksa", "baik", by=DEDI)
    signed = desk.complete("S-1", "teken", "ya", by=CITRA, outputs={"surat": "s.pdf"})
    assert signed == desk.case("S-1")
    assert (signed.end, len(signed.journal)) == ("end", 4)
    assert replay(LETTER, signed.journal) == signed
    assert checked.journal == signed.journal[:3]
    summary = desk.summary("S-1")
    assert (summary.state, summary.step, summary.end) == ("closed", None, "end")
    assert (summary.title, summary.data) == ("Surat tugas", {"nib": "12", "rows": [1, {"a": None}]})
    assert [record.kind for record in desk.history("S-1")] == ["opened", "completed", "completed", "completed"]
    assert desk.verify().is_whole


def test_a_case_that_another_desk_moved_is_seen_where_it_is(lasting_url: str, clock: Clock) -> None:
    with open_desk(lasting_url, clock=clock) as one, open_desk(lasting_url, clock=clock) as other:
        one.publish(LETTER)
        at_periksa(one)
        assert other.complete("S-1", "periksa", "baik", by=DEDI).open_steps == ("teken",)
        assert one.case("S-1").open_steps == ("teken",)
        one.note("S-1", "segera", by=ANI)
        other.complete("S-1", "teken", "tidak", by=CITRA, reason="salah")
        assert one.case("S-1") == other.case("S-1")


def test_whoever_may_not_do_it_is_refused_and_nothing_is_kept(desk: Desk) -> None:
    desk.open("surat", "S-1")
    before = desk.case("S-1")
    with pytest.raises(errors.NotYourStep):
        desk.complete("S-1", "tulis", by=CITRA)
    with pytest.raises(errors.StepNotOpen):
        desk.complete("S-1", "periksa", "baik", by=DEDI)
    with pytest.raises(errors.UnknownOutcome):
        desk.complete("S-1", "tulis", "baik", by=ANI)
    with pytest.raises(errors.NoSuchCase):
        desk.complete("S-2", "tulis", by=ANI)
    with pytest.raises(errors.MayNotCancel):
        desk.cancel("S-1", by=ANI, reason="batal")
    assert desk.case("S-1") == before
    assert len(desk.history("S-1")) == 1


def test_four_eyes_hold_and_the_rights_are_those_of_the_moment(desk: Desk) -> None:
    at_periksa(desk, by=BUDI)
    with pytest.raises(errors.SameHands):
        desk.complete("S-1", "periksa", "baik", by=BUDI)
    with pytest.raises(errors.NotYourStep):
        desk.complete("S-1", "periksa", "baik", by=Person("dedi"))
    assert desk.complete("S-1", "periksa", "baik", by=Person("dedi", actors={"kadis"})).last.actor == "kadis"


def test_a_case_is_cancelled_by_whoever_may(desk: Desk) -> None:
    at_periksa(desk)
    with pytest.raises(errors.ReasonMissing):
        desk.cancel("S-1", by=CITRA, reason=" ")
    assert desk.cancel("S-1", by=CITRA, reason="pemohon mundur").end == "cancelled"
    with pytest.raises(errors.CaseClosed):
        desk.cancel("S-1", by=CITRA, reason="lagi")
    assert not desk.inbox(by=DEDI)


def test_a_suspended_case_waits_for_nobody_until_it_is_resumed(desk: Desk) -> None:
    at_periksa(desk)
    with pytest.raises(errors.NotYourCase):
        desk.suspend("S-1", by=ANI, reason="menunggu")
    with pytest.raises(errors.NotSuspended):
        desk.resume("S-1", by=DEDI, reason="lanjut")
    with pytest.raises(errors.ReasonMissing):
        desk.suspend("S-1", by=DEDI, reason="  ")
    desk.claim("S-1", by=DEDI)
    desk.suspend("S-1", by=DEDI, reason="menunggu berkas")
    assert desk.summary("S-1").state == "suspended"
    assert not desk.inbox(by=DEDI)
    rests = errors.CaseSuspended(case="S-1", by="dedi", at=desk.summary("S-1").changed, reason="menunggu berkas")
    for act in (
        lambda: desk.complete("S-1", "periksa", "baik", by=DEDI),
        lambda: desk.suspend("S-1", by=DEDI, reason="lagi"),
        lambda: desk.claim("S-1", by=DEDI),
        lambda: desk.release("S-1", by=DEDI),
        lambda: desk.assign("S-1", to=DEDI, by=DEDI),
    ):
        with pytest.raises(errors.CaseSuspended) as caught:
            act()
        assert caught.value == rests
    since = desk.summary("S-1").since
    desk.resume("S-1", by=CITRA, reason="berkas datang")
    (task,) = desk.inbox(by=DEDI)
    assert (task.since, task.taken_by) == (since, "dedi")
    desk.suspend("S-1", by=DEDI, reason="menunggu lagi")
    assert desk.cancel("S-1", by=CITRA, reason="batal").end == "cancelled"
    assert desk.verify().is_whole


def test_an_open_step_is_claimed_released_and_assigned(desk: Desk) -> None:
    at_periksa(desk, by=BUDI)
    with pytest.raises(errors.NotTaken):
        desk.release("S-1", by=DEDI)
    with pytest.raises(errors.SameHands):
        desk.claim("S-1", by=BUDI)
    with pytest.raises(errors.NotYourStep):
        desk.claim("S-1", by=ANI)
    desk.claim("S-1", by=DEDI)
    for act in (
        lambda: desk.claim("S-1", by=CITRA),
        lambda: desk.release("S-1", by=CITRA),
        lambda: desk.complete("S-1", "periksa", "baik", by=CITRA),
    ):
        with pytest.raises(errors.TakenByOther) as caught:
            act()
        assert caught.value == errors.TakenByOther(case="S-1", step="periksa", by="citra", taken_by="dedi")
    desk.release("S-1", by=DEDI)
    assert desk.summary("S-1").taken_by is None
    with pytest.raises(errors.NotYourCase):
        desk.assign("S-1", to=CITRA, by=ANI)
    with pytest.raises(errors.NotYourStep):
        desk.assign("S-1", to=ANI, by=DEDI)
    with pytest.raises(errors.SameHands):
        desk.assign("S-1", to=BUDI, by=DEDI)
    desk.claim("S-1", by=DEDI)
    desk.assign("S-1", to=CITRA, by=CITRA)
    assert [task.taken_by for task in desk.inbox(by=DEDI)] == ["citra"]
    desk.complete("S-1", "periksa", "ulang", by=CITRA, reason="salah ketik")
    assert desk.summary("S-1").taken_by is None
    assert desk.verify().is_whole


def test_a_closed_case_takes_notes_and_files_and_nothing_else(desk: Desk) -> None:
    closed(desk)
    before = desk.case("S-1")
    for act in (
        lambda: desk.complete("S-1", "teken", "ya", by=CITRA),
        lambda: desk.suspend("S-1", by=CITRA, reason="henti"),
        lambda: desk.claim("S-1", by=CITRA),
        lambda: desk.release("S-1", by=CITRA),
        lambda: desk.assign("S-1", to=CITRA, by=CITRA),
        lambda: desk.cancel("S-1", by=CITRA, reason="batal"),
    ):
        with pytest.raises(errors.CaseClosed):
            act()
    with pytest.raises(errors.NotSuspended):
        desk.resume("S-1", by=CITRA, reason="lanjut")
    assert desk.note("S-1", "diambil pemohon", by=ANI) == before
    assert desk.attach("S-1", "Tanda terima", "s3://terima.pdf", by=ANI) == before
    note, file = desk.history("S-1")[-2:]
    assert (note.kind, note.reason, note.details) == ("noted", "diambil pemohon", {})
    assert (file.kind, file.details) == ("attached", {"name": "Tanda terima", "reference": "s3://terima.pdf"})


def test_a_note_is_by_somebody_of_the_sop_and_says_something(desk: Desk) -> None:
    desk.open("surat", "S-1")
    with pytest.raises(errors.NotYourCase):
        desk.note("S-1", "halo", by=EKO)
    with pytest.raises(errors.ReasonMissing):
        desk.note("S-1", "\n", by=ANI)
    with pytest.raises(ValueError, match="words"):
        desk.attach("S-1", "", "x", by=ANI)


def test_only_people_act(desk: Desk) -> None:
    desk.open("surat", "S-1")
    for act in (
        lambda: desk.open("surat", "S-2", by="ani"),  # type: ignore[arg-type]
        lambda: desk.complete("S-1", "tulis", by="ani"),  # type: ignore[arg-type]
        lambda: desk.claim("S-1", by="ani"),  # type: ignore[arg-type]
        lambda: desk.inbox(by="ani"),  # type: ignore[arg-type]
        lambda: desk.erase("S-1", by="ani", reason="x"),  # type: ignore[arg-type]
    ):
        with pytest.raises(TypeError, match="Person"):
            act()
    with pytest.raises(errors.NoSuchCase):
        desk.case("S-2")


def test_an_act_for_an_earlier_visit_to_the_same_step_is_stale(desk: Desk) -> None:
    at_periksa(desk)
    seen = desk.inbox(by=DEDI).items[0].seq
    desk.complete("S-1", "periksa", "ulang", by=DEDI, reason="kurang", seq=seen)
    desk.complete("S-1", "tulis", by=ANI)
    with pytest.raises(errors.StaleCase) as caught:
        desk.complete("S-1", "periksa", "baik", by=CITRA, seq=seen)
    last = desk.case("S-1").last
    assert caught.value == errors.StaleCase(case="S-1", seq=3, by="ani", at=last.at, now="periksa")
    assert desk.complete("S-1", "periksa", "baik", by=CITRA).open_steps == ("teken",)


@pytest.mark.parametrize("act", ["complete", "cancel", "suspend", "claim", "release", "assign", "resume"])
def test_every_act_takes_the_place_that_the_clerk_saw(desk: Desk, act: str) -> None:
    at_teken(desk)
    words = {"by": CITRA, "seq": 1}
    arguments = {
        "complete": {"step": "teken", "outcome": "ya"},
        "assign": {"to": CITRA},
        **{one: {"reason": "sebab"} for one in ("cancel", "suspend", "resume")},
    }.get(act, {})
    with pytest.raises(errors.StaleCase) as caught:
        getattr(desk, act)("S-1", **words, **arguments)
    assert (caught.value.seq, caught.value.by, caught.value.now) == (2, "dedi", "teken")
    assert len(desk.history("S-1")) == 3


@pytest.mark.parametrize("is_remembered", [True, False])
def test_who_lost_a_race_is_told_who_won_it_even_where_the_case_did_not_move(
    desk: Desk, clock: Clock, is_remembered: bool
) -> None:
    at_periksa(desk)
    if not is_remembered:
        desk._standings._cases.clear()
    kept = desk._store.act

    def late(*given: object, **more: object) -> bool:
        desk._store.act = kept  # type: ignore[method-assign]
        clock.now += timedelta(seconds=1)
        desk.claim("S-1", by=CITRA)
        return kept(*given, **more)  # type: ignore[arg-type]

    desk._store.act = late  # type: ignore[method-assign]
    with pytest.raises(errors.StaleCase) as caught:
        desk.complete("S-1", "periksa", "baik", by=DEDI)
    at = desk.history("S-1")[-1].at
    assert caught.value == errors.StaleCase(case="S-1", seq=1, by="citra", at=at, now="periksa")


def test_what_another_desk_did_long_before_is_no_race(desk: Desk, clock: Clock) -> None:
    at_periksa(desk)
    before = dict(desk._standings._cases)
    desk.claim("S-1", by=CITRA)
    desk._standings._cases.update(before)  # as at a desk that did not see it
    clock.now += timedelta(hours=1)
    with pytest.raises(errors.TakenByOther):
        desk.complete("S-1", "periksa", "baik", by=DEDI)


def test_a_host_that_takes_an_act_back_and_does_another_finds_its_case_whole(tmp_path: Path) -> None:
    desk = open_desk(f"sqlite:///{tmp_path}/cases.db")
    desk.publish(LETTER)
    desk.open("surat", "S-1")
    with closing(sqlite3.connect(tmp_path / "cases.db", isolation_level=None)) as host:
        joined = desk.joined(host)
        joined.suspend("S-1", by=ANI, reason="libur")
        host.execute("ROLLBACK")
        assert joined.complete("S-1", "tulis", by=ANI).open_steps == ("periksa",)
        host.execute("COMMIT")
    assert desk.verify().is_whole
    desk.close()


def test_an_act_that_lost_a_race_and_is_still_allowed_is_done(desk: Desk) -> None:
    at_periksa(desk)
    kept = desk._store.act

    def late(*given: object, **more: object) -> bool:
        desk._store.act = kept  # type: ignore[method-assign]
        desk.note("S-1", "hampir bersamaan", by=ANI)
        return kept(*given, **more)  # type: ignore[arg-type]

    desk._store.act = late  # type: ignore[method-assign]
    assert desk.complete("S-1", "periksa", "baik", by=DEDI).open_steps == ("teken",)
    assert [one.kind for one in desk.history("S-1")][-2:] == ["noted", "completed"]
    assert desk.verify().is_whole


def test_the_clock_may_go_back_and_the_journal_does_not(desk: Desk, clock: Clock) -> None:
    desk.open("surat", "S-1")
    opened = desk.case("S-1").last.at
    clock.now -= timedelta(days=400)
    assert desk.complete("S-1", "tulis", by=ANI).last.at == opened
    desk.note("S-1", "jam salah", by=ANI)
    assert desk.history("S-1")[-1].at == opened
    clock.now += timedelta(days=800)
    assert desk.complete("S-1", "periksa", "baik", by=DEDI).last.at > opened
    assert desk.verify().is_whole


def test_a_clock_that_stands_still_moves_cases_all_the_same(desk: Desk, clock: Clock) -> None:
    clock.step = timedelta(0)
    at_periksa(desk, by=BUDI)
    desk.complete("S-1", "periksa", "ulang", by=DEDI, reason="kurang")
    desk.complete("S-1", "tulis", by=ANI)
    desk.claim("S-1", by=DEDI)
    assert [task.step for task in desk.inbox(by=DEDI)] == ["periksa"]
    assert desk.verify().is_whole


def test_a_clock_without_a_time_zone_is_refused_before_anything_is_kept(desk: Desk, clock: Clock) -> None:
    desk.open("surat", "S-1")
    clock.now = clock.now.replace(tzinfo=None)
    for act in (
        lambda: desk.open("surat", "S-2"),
        lambda: desk.complete("S-1", "tulis", by=ANI),
        lambda: desk.note("S-1", "halo", by=ANI),
        lambda: desk.publish(letter("2.0")),
        lambda: desk.deliver(print),
        lambda: desk.erase("S-1", by=ANI, reason="diminta", words=True),
        lambda: desk.import_case({**desk.export("S-1"), "case": "S-3"}),
        lambda: desk.search(opened_from=datetime(2026, 1, 1)),  # noqa: DTZ001 - the point of it
    ):
        with pytest.raises(errors.TimeNaive):
            act()
    assert len(desk.history("S-1")) == len(desk.search().items) == 1


def test_a_clock_of_another_time_zone_is_kept_in_utc(desk: Desk, clock: Clock) -> None:
    from zoneinfo import ZoneInfo

    clock.now = clock.now.astimezone(ZoneInfo("Asia/Jayapura"))
    assert desk.open("surat", "S-1") == desk.case("S-1")


@pytest.mark.parametrize("word", ["nul \0 nul", "half \ud800 half"])
def test_what_no_database_can_keep_is_refused_by_every_store_alike(desk: Desk, word: str) -> None:
    desk.open("surat", "S-1")
    for act in (
        lambda: desk.open("surat", word),
        lambda: desk.open("surat", "S-2", title=word),
        lambda: desk.open("surat", "S-2", data={"a": [word]}),
        lambda: desk.open("surat", "S-2", data={word: 1}),
        lambda: desk.open("surat", "S-2", key=word),
        lambda: desk.note("S-1", word, by=ANI),
        lambda: desk.attach("S-1", word, "x", by=ANI),
        lambda: desk.complete("S-1", "tulis", by=Person(word, actors={"staf"})),
        lambda: desk.complete("S-1", "tulis", by=ANI, reason=word),
        lambda: desk.complete("S-1", "tulis", by=ANI, outputs={"draf": word}),
        lambda: desk.erase("S-1", by=ANI, reason=word, words=True),
    ):
        with pytest.raises(ValueError, match="cannot be kept"):
            act()
    assert len(desk.history("S-1")) == len(desk.search().items) == 1
    for look in (lambda: desk.case(word), lambda: desk.note(word, "halo", by=ANI)):
        with pytest.raises(errors.NoSuchCase):
            look()
    with pytest.raises(errors.UnknownVersion):
        desk.open(word, "S-2")
    assert not desk.search(id=word, title=word, step=word, data={word: word})
    assert not desk.inbox(by=Person("x", actors={word}))


def test_long_values_are_kept_and_found_by_every_store(desk: Desk) -> None:
    import random

    long = "".join(random.Random(1).choices("abcdefghijklmnopqrstuvwxyz0123456789", k=60_000))
    desk.open("surat", "S-1", title=long, data={"isi": long, long: 1}, by=ANI)
    desk.note("S-1", long, by=ANI)
    assert [one.id for one in desk.search(data={"isi": long, long: 1})] == ["S-1"]
    assert not desk.search(data={"isi": long + "a"})
    wide = "".join(map(chr, random.Random(1).choices(range(0x10000, 0x20000), k=490)))  # of four bytes each
    desk.open("surat", wide, data={wide: wide}, by=Person(wide), key=wide)
    assert [one.id for one in desk.search(data={wide: wide})] == [wide]
    assert not desk.search(data={"isi": "\ud800" * 1_000})
    for too_long in (
        lambda: desk.open("surat", long),
        lambda: desk.open("surat", "S-2", key=long),
        lambda: desk.note("S-1", "halo", by=Person(long, actors={"staf"})),
    ):
        with pytest.raises(ValueError, match="cannot be kept"):
            too_long()
    assert desk.verify().is_whole
