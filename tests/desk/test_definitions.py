"""Definitions at a desk: published for good, versions side by side, each case on its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import sopkit
from desk.office import ANI, CITRA, DEDI, LETTER, letter
from sopkit import errors, open_desk

if TYPE_CHECKING:
    from sopkit.desk import Desk


def test_publishing_again_does_nothing_and_another_meaning_is_refused(desk: Desk) -> None:
    edition = desk.publish(LETTER)
    assert desk.publish(sopkit.loads(sopkit.dumps(LETTER))) == edition
    assert desk.published() == (edition,)
    changed = letter("1.0", Memeriksa="Meneliti")
    with pytest.raises(errors.VersionTaken) as caught:
        desk.publish(changed)
    assert caught.value == errors.VersionTaken(sop="surat", version="1.0", expected=LETTER.digest, given=changed.digest)
    assert desk.sop("surat") == LETTER


def test_what_means_the_same_is_the_same_version(desk: Desk) -> None:
    waived = sopkit.loads(sopkit.dumps(LETTER).replace('"version"', '"x-note": "baru", "version"'))
    assert desk.publish(waived).digest == LETTER.digest
    assert len(desk.published()) == 1


def test_a_running_case_stays_on_its_version_and_new_ones_take_the_newest(desk: Desk) -> None:
    desk.open("surat", "S-1", by=ANI)
    for version in ("1.10", "1.9"):
        desk.publish(letter(version, Menulis=f"Menulis ({version})"))
    assert [one.version for one in desk.published()] == ["1.0", "1.10", "1.9"]
    assert desk.open("surat", "S-2").sop.version == "1.10"
    assert desk.open("surat", "S-3", version="1.9").sop.version == "1.9"
    for id, version in (("S-1", "1.0"), ("S-2", "1.10"), ("S-3", "1.9")):
        desk.complete(id, "tulis", by=ANI)
        assert desk.complete(id, "periksa", "baik", by=DEDI).last.sop.version == version
        assert desk.summary(id).sop.version == desk.case(id).sop.version == version
    assert desk.sop("surat", "1.9").version == "1.9"
    assert desk.verify().is_whole


def test_what_is_not_published_is_told_with_what_is(desk: Desk) -> None:
    for act in (lambda: desk.open("surat", "S-1", version="2.0"), lambda: desk.sop("surat", "2.0")):
        with pytest.raises(errors.UnknownVersion) as caught:
            act()
        assert caught.value == errors.UnknownVersion(sop="surat", version="2.0", versions=("1.0",))
    with pytest.raises(errors.UnknownVersion) as caught:
        desk.open("nota", "S-1")
    assert caught.value == errors.UnknownVersion(sop="nota", version="", versions=())
    assert {caught.value.in_(language) for language in ("id", "en")}
    with pytest.raises(errors.NoSuchCase):
        desk.case("S-1")


def test_two_sops_share_a_desk(desk: Desk) -> None:
    desk.publish(sopkit.reference())
    desk.open("surat", "S-1")
    case = desk.open("rekomendasi-izin-usaha-industri", "R-1")
    assert case.open_steps == ("terima-berkas",)
    assert [one.id for one in desk.search(sop="surat")] == ["S-1"]


def test_a_case_id_is_taken_once(desk: Desk) -> None:
    desk.open("surat", "S-1", by=ANI)
    with pytest.raises(errors.CaseExists) as caught:
        desk.open("surat", "S-1", by=CITRA)
    assert caught.value == errors.CaseExists(case="S-1")
    with pytest.raises(errors.CaseExists):
        desk.open("surat", "S-1", key="k")
    for blank in ("", "  "):
        with pytest.raises(ValueError, match="id"):
            desk.open("surat", blank)
    assert len(desk.history("S-1")) == 1


def test_another_desk_sees_what_was_published_meanwhile(lasting_url: str) -> None:
    with open_desk(lasting_url) as one, open_desk(lasting_url) as other:
        one.publish(LETTER)
        assert other.open("surat", "S-1").sop == LETTER
        other.publish(letter("2.0"))
        assert one.open("surat", "S-2").sop.version == "2.0"


def test_data_that_is_no_json_is_refused(desk: Desk) -> None:
    with pytest.raises(TypeError):
        desk.open("surat", "S-1", data={"when": object()})  # type: ignore[dict-item]
    with pytest.raises(ValueError, match="JSON"):
        desk.open("surat", "S-1", data={"n": float("nan")})
    assert not desk.search()
