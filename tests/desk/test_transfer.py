"""A case leaves one store as JSON and arrives in another, of either kind, whole; what is not whole is refused whole."""

from __future__ import annotations

import copy
import json
from typing import TYPE_CHECKING, Any

import pytest

from desk.conftest import KINDS
from desk.office import ANI, BUDI, CITRA, DEDI, LETTER, letter
from sopkit import errors, open_desk, replay

if TYPE_CHECKING:
    from collections.abc import Callable

    from desk.office import Clock
    from sopkit.desk import Desk


def walked(desk: Desk, id: str = "S-1") -> None:
    desk.open("surat", id, by=ANI, title="Satu", data={"nib": "1", "hal": [True, None, 1.5]}, key=f"{id}-open")
    desk.complete(id, "tulis", by=ANI, outputs={"draf": "d1"}, reason="“baru” – é")
    desk.note(id, "catatan", by=BUDI, key=f"{id}-note")
    desk.assign(id, to=CITRA, by=DEDI)
    desk.suspend(id, by=DEDI, reason="libur")
    desk.erase(id, by=CITRA, reason="diminta", person="budi")


@pytest.mark.parametrize("target", KINDS)
def test_a_case_arrives_as_it_left(desk: Desk, target: str, new_url: Callable[[str], str], clock: Clock) -> None:
    walked(desk)
    sent = desk.export("S-1")
    with open_desk(new_url(target), clock=clock) as other:
        other.publish(letter("2.0"))
        case = other.import_case(json.dumps(sent))
        assert case == desk.case("S-1") == replay(LETTER, case.journal)
        assert other.summary("S-1") == desk.summary("S-1")
        assert other.history("S-1") == desk.history("S-1")
        assert other.export("S-1") == sent
        assert other.verify().is_whole
        assert other.deliver(print).heard == 0
        assert [one.id for one in other.search(data={"nib": "1"}, person="ani", state="suspended")] == ["S-1"]
        with pytest.raises(errors.CaseExists):
            other.import_case(sent)
        other.resume("S-1", by=DEDI, reason="masuk")
        assert [task.taken_by for task in other.inbox(by=CITRA)] == ["citra"]
        assert other.complete("S-1", "periksa", "baik", by=CITRA).open_steps == ("teken",)
        assert other.note("S-1", "catatan", by=BUDI, key="S-1-note").last.seq == 1
        assert other.verify().is_whole
        desk.note("S-1", "masih di sini", by=ANI)


def test_many_cases_move_house(desk: Desk, new_url: Callable[[str], str], clock: Clock) -> None:
    for n in range(5):
        walked(desk, f"S-{n}")
    with open_desk(new_url("memory"), clock=clock) as other:
        for summary in desk.search():
            other.import_case(desk.export(summary.id))
        assert {one.id: one for one in other.search()} == {one.id: one for one in desk.search()}
        assert other.verify().is_whole


def changed(sent: dict[str, Any], change: Callable[[dict[str, Any]], object]) -> dict[str, Any]:
    sent = copy.deepcopy(sent)
    change(sent)
    return sent


def test_every_change_to_an_export_is_found_and_nothing_of_it_is_kept(
    new_url: Callable[[str], str], clock: Clock
) -> None:
    with open_desk(new_url("memory"), clock=clock) as desk:
        desk.publish(LETTER)
        walked(desk)
        sent = desk.export("S-1")
    with open_desk(new_url("memory"), clock=clock) as other:
        tried = 0
        for n, record in enumerate(sent["records"]):
            for field, value in record.items():
                news: list[Any] = []
                if isinstance(value, bool) or value is None:
                    news = ["x"]
                elif isinstance(value, int):
                    news = [value + 1, 2**70]
                elif isinstance(value, str):
                    news = ["0" * 64 if field == "hash" else value + "x"]
                else:
                    news = [[*value[:i], "ab", *value[i + 1 :]] for i in range(3)]
                for new in news:
                    if field == "kind":
                        new = "cancelled" if value != "cancelled" else "noted"  # noqa: PLW2901
                    bad = changed(sent, lambda one: one["records"][n].update({field: new}))  # noqa: B023
                    with pytest.raises(errors.ExportBroken) as caught:
                        other.import_case(bad)
                    assert caught.value.case == "S-1"
                    assert caught.value.in_("id")
                    tried += 1
        assert tried > 100
        for change in (
            lambda one: one["records"].pop(2),
            lambda one: one["records"].append(one["records"][-1]),
            lambda one: one["records"].insert(1, one["records"][0]),
            lambda one: one["records"].reverse(),
            lambda one: one.update(case="S-2"),
            lambda one: one.update(digest="0" * 64),
            lambda one: one["definition"].update(title="Lain"),
        ):
            with pytest.raises(errors.ExportBroken):
                other.import_case(changed(sent, change))
        assert other.verify().cases == 0
        assert other.published() == ()
        assert other.import_case(sent).id == "S-1"


@pytest.mark.parametrize(
    "change",
    [
        lambda one: one.pop("case"),
        lambda one: one.update(format=2),
        lambda one: one.update(records=[]),
        lambda one: one["records"][0].update(extra=1),
        lambda one: one["records"][0].update(at="kemarin"),
        lambda one: one["definition"].pop("steps"),
    ],
)
def test_what_is_not_shaped_as_an_export_is_told_with_every_problem(
    desk: Desk, change: Callable[[dict[str, Any]], object]
) -> None:
    walked(desk)
    with pytest.raises(errors.DefinitionError):
        desk.import_case(changed(desk.export("S-1"), change))
    for text in ("", "{", b"\xff", "[]"):
        with pytest.raises(errors.DefinitionError):
            desk.import_case(text)


def forged(desk: Desk, change: Callable[[list[dict[str, Any]]], object]) -> dict[str, Any]:
    """An export whose chain was written anew after a change: whoever writes it can compute hashes."""
    from sopkit.desk.transfer import _read, _told

    sent = desk.export("S-1")
    change(sent["records"])
    before = ""
    for n, one in enumerate(sent["records"]):
        record = _read({**one, "n": n}, "S-1")
        hash = record.expected_hash(before, "S-1", sent["digest"])
        sent["records"][n] = {**_told(record), "hash": hash}
        before = hash
    return sent


@pytest.mark.parametrize(
    "change",
    [
        lambda records: records[1].update(actor="kabid"),
        lambda records: records[1].update(to="teken"),
        lambda records: records[2].update(seq=7),
        lambda records: records[2].update(to="teken"),
        lambda records: records[2].update(at=0),
        lambda records: records[3].update(more=None),
        lambda records: records[3].update(more='{"to":5}'),
        lambda records: records[0].update(more='{"title":5}'),
        lambda records: records[0].update(more='{"data":[]}'),
        lambda records: records[0].update(more="[]"),
        lambda records: records[0].update(more="{"),
        lambda records: records[0].update(more='{"data":{"a":"\\u0000"}}'),
        lambda records: records[0].update(key="x" * 501),
        lambda records: records[0].update(by=""),
        lambda records: records[-1].update(more=None),
        lambda records: records[-1].update(more='{"records":[]}'),
        lambda records: records.pop(0),
        lambda records: records.pop(1),
    ],
)
def test_an_export_that_no_desk_wrote_is_refused_though_its_hashes_agree(
    desk: Desk, new_url: Callable[[str], str], change: Callable[[list[dict[str, Any]]], object]
) -> None:
    walked(desk)
    with open_desk(new_url("memory")) as other:
        with pytest.raises(errors.ExportBroken):
            other.import_case(forged(desk, change))
        assert other.verify().cases == 0
        other.import_case(forged(desk, lambda _: None))


def test_a_key_that_is_taken_keeps_a_case_out(desk: Desk, new_url: Callable[[str], str], clock: Clock) -> None:
    walked(desk)
    with open_desk(new_url("memory"), clock=clock) as other:
        other.publish(LETTER)
        other.open("surat", "S-9", key="S-1-note")
        with pytest.raises(errors.KeyReused) as caught:
            other.import_case(desk.export("S-1"))
        assert caught.value == errors.KeyReused(key="S-1-note", case="S-9", seq=0)


def test_another_meaning_of_its_version_keeps_a_case_out(
    desk: Desk, new_url: Callable[[str], str], clock: Clock
) -> None:
    walked(desk)
    with open_desk(new_url("memory"), clock=clock) as other:
        other.publish(letter("1.0", Menulis="Menyusun"))
        with pytest.raises(errors.VersionTaken):
            other.import_case(desk.export("S-1"))
        assert other.verify().cases == 0


@pytest.mark.parametrize("other_kind", ["file", "postgres"])
def test_a_case_that_is_registered_at_the_same_moment_keeps_none_out_and_one_of_its_id_all_of_it(
    desk: Desk, new_url: Callable[[str], str], other_kind: str
) -> None:
    walked(desk)
    with open_desk(new_url(other_kind)) as other:
        other.publish(letter(surat="nota"))
        kept = other._store.bring_in

        def late(id: str) -> Callable[..., bool]:
            def bring_in(*given: Any, **more: Any) -> bool:
                other._store.bring_in = kept  # type: ignore[method-assign]
                other.open("nota", id)
                return kept(*given, **more)

            return bring_in

        walked(desk, "S-2")
        other._store.bring_in = late("S-2")  # type: ignore[method-assign]
        with pytest.raises(errors.CaseExists):
            other.import_case(desk.export("S-2"))
        assert [one.id for one in other.published()] == ["nota"]
        other._store.bring_in = late("S-7")  # type: ignore[method-assign]
        assert other.import_case(desk.export("S-1")).id == "S-1"
        assert other.verify().is_whole
