"""What the world hears: everything at least once, in order for each case, from one courier at a time."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from desk.office import ANI, CITRA, DEDI
from sopkit import errors, open_desk
from sopkit.desk import Delivery

if TYPE_CHECKING:
    from desk.office import Clock
    from sopkit.desk import Desk, Message


@pytest.fixture
def busy(desk: Desk) -> Desk:
    desk.open("surat", "S-1", by=ANI, title="Satu")
    desk.open("surat", "S-2")
    desk.complete("S-1", "tulis", by=ANI)
    desk.claim("S-1", by=DEDI)
    desk.suspend("S-1", by=DEDI, reason="libur")
    desk.resume("S-1", by=DEDI, reason="masuk")
    desk.release("S-1", by=DEDI)
    desk.assign("S-1", to=CITRA, by=DEDI)
    desk.note("S-2", "x", by=ANI)
    desk.attach("S-2", "x", "y", by=ANI)
    desk.complete("S-1", "periksa", "baik", by=CITRA)
    desk.complete("S-1", "teken", "ya", by=CITRA, outputs={"surat": "s"})
    desk.cancel("S-2", by=CITRA, reason="batal")
    desk.erase("S-2", by=CITRA, reason="diminta", words=True)
    return desk


KINDS = {
    "S-1": ["opened", "moved", "assigned", "suspended", "resumed", "assigned", "assigned", "moved", "closed"],
    "S-2": ["opened", "noted", "attached", "closed", "erased"],
}


def of_case(messages: list[Message], case: str) -> list[Message]:
    return [one for one in messages if one.case == case]


def test_everything_is_told_once_in_the_order_of_each_case_under_its_key(busy: Desk) -> None:
    heard: list[Message] = []
    assert busy.deliver(heard.append) == Delivery(heard=14)
    for case, kinds in KINDS.items():
        mine = of_case(heard, case)
        assert [one.kind for one in mine] == kinds
        assert [one.key for one in mine] == [f"{case}#{n}" for n in range(len(kinds))]
        assert [one.record for one in mine] == list(busy.history(case))
    assert heard[0].title == "Satu"
    assert heard[0].sop == busy.case("S-1").last.sop
    assert busy.deliver(heard.append) == Delivery(heard=0)
    busy.note("S-1", "lagi", by=ANI)
    assert busy.deliver(heard.append, limit=1) == Delivery(heard=1)


def test_a_limit_is_kept_and_the_rest_follows(busy: Desk) -> None:
    heard: list[Message] = []
    for _ in range(5):
        assert busy.deliver(heard.append, limit=3).heard <= 3
    assert [one.kind for one in of_case(heard, "S-1")] == KINDS["S-1"]
    assert [one.kind for one in of_case(heard, "S-2")] == KINDS["S-2"]


def test_what_was_not_taken_is_told_again_later_and_what_follows_it_waits(busy: Desk, clock: Clock) -> None:
    clock.step = timedelta(milliseconds=1)
    heard: list[Message] = []
    tries = []

    def tell(message: Message) -> None:
        if message.key == "S-1#1" and len(tries) < 6:
            tries.append(clock.now)
            raise ConnectionError("tidak tersambung")  # noqa: EM101
        heard.append(message)

    first = busy.deliver(tell)
    assert first == Delivery(heard=6, failed=(("S-1#1", "ConnectionError: tidak tersambung"),))
    assert [one.key for one in of_case(heard, "S-1")] == ["S-1#0"]
    assert [one.kind for one in of_case(heard, "S-2")] == KINDS["S-2"]
    assert busy.deliver(tell) == Delivery(heard=0)
    for pause in (1, 2, 4, 8, 16):
        clock.now += timedelta(seconds=pause - 0.5)
        assert busy.deliver(tell) == Delivery(heard=0), pause
        clock.now += timedelta(seconds=0.6)
        assert len(busy.deliver(tell).failed) == 1, pause
    clock.now += timedelta(seconds=33)
    assert busy.deliver(tell).heard == 8
    assert [one.kind for one in of_case(heard, "S-1")] == KINDS["S-1"]


def test_no_message_waits_longer_than_an_hour(busy: Desk, clock: Clock) -> None:
    def tell(message: Message) -> None:
        raise ValueError

    for _ in range(20):
        busy.deliver(tell)
        clock.now += timedelta(hours=1)
        assert len(busy.deliver(tell).failed) == 2


def test_a_delivery_that_takes_long_gives_each_message_one_try(busy: Desk, clock: Clock) -> None:
    clock.step = timedelta(minutes=90)
    tries = []

    def tell(message: Message) -> None:
        tries.append(message.key)
        raise ValueError

    assert len(busy.deliver(tell, limit=10).failed) == 2
    assert len(tries) == 10


def test_a_courier_that_dies_between_telling_and_noting_tells_again(busy: Desk, clock: Clock) -> None:
    heard: list[Message] = []

    def tell(message: Message) -> None:
        heard.append(message)
        if len(heard) == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        busy.deliver(tell)
    told = heard[2].key
    assert busy.deliver(heard.append).heard == 12  # at once: whoever is interrupted lets go
    assert [one.key for one in heard].count(told) == 2
    assert {one.key for one in heard} == {f"{case}#{n}" for case, kinds in KINDS.items() for n in range(len(kinds))}


def test_only_one_courier_is_on_the_road(busy: Desk, clock: Clock) -> None:
    heard: list[Message] = []

    def tell(message: Message) -> None:
        heard.append(message)
        assert busy.deliver(heard.append) == Delivery(heard=0)

    clock.step = timedelta(seconds=1)
    assert busy.deliver(tell) == Delivery(heard=14)
    assert len(heard) == 14


def test_a_courier_that_was_away_too_long_stops(busy: Desk, clock: Clock) -> None:
    heard: list[Message] = []

    def tell(message: Message) -> None:
        heard.append(message)
        if len(heard) == 2:
            clock.now += timedelta(minutes=6)
            tell_on = busy.deliver(heard.append, limit=1)  # another process thinks that the first one is dead
            assert tell_on.heard == 1
            store = busy._store
            assert store.lease(
                "other", now=clock.now, until=clock.now + timedelta(minutes=5), far=clock.now + timedelta(minutes=10)
            )

    clock.step = timedelta(seconds=1)
    assert busy.deliver(tell).heard == 2
    assert len(heard) == 3


def test_a_clock_that_was_put_back_keeps_no_message_from_the_world(busy: Desk, clock: Clock) -> None:
    heard: list[Message] = []

    def tell(message: Message) -> None:
        raise ValueError

    busy.deliver(tell)
    busy._store.lease(
        "dead", now=clock.now, until=clock.now + timedelta(minutes=5), far=clock.now + timedelta(minutes=10)
    )
    clock.now -= timedelta(days=365)
    busy.note("S-1", "jam mundur", by=ANI)
    assert busy.deliver(heard.append) == Delivery(heard=15)


def test_a_second_process_delivers_what_the_first_left(lasting_url: str, clock: Clock) -> None:
    from desk.office import LETTER

    heard: list[Any] = []
    with open_desk(lasting_url, clock=clock) as one:
        one.publish(LETTER)
        one.open("surat", "S-1")
        one.note("S-1", "x", by=ANI)
        assert one.deliver(heard.append, limit=1).heard == 1
    with open_desk(lasting_url, clock=clock) as other:
        assert other.deliver(heard.append) == Delivery(heard=1)
    assert [one.key for one in heard] == ["S-1#0", "S-1#1"]


def test_what_is_refused_is_told_to_nobody(desk: Desk) -> None:
    desk.open("surat", "S-1")
    with pytest.raises(errors.NotYourStep):
        desk.complete("S-1", "tulis", by=CITRA)
    assert desk.deliver(print) == Delivery(heard=1)


def test_what_was_never_told_waits_for_no_clock(desk: Desk, clock: Clock) -> None:
    desk.open("surat", "S-1")
    clock.now -= timedelta(minutes=30)
    desk.note("S-1", "jam mundur sedikit", by=ANI)
    assert desk.deliver(repr) == Delivery(heard=2)
