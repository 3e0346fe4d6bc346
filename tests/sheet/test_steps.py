"""What applicants read: each step once, times added honestly, in both languages, as HTML and as Markdown."""

from __future__ import annotations

from datetime import timedelta
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

import sopkit
from checks.tiny import decision, out, sop, step
from sopkit.sheet.documents.guide import guide
from sopkit.sheet.documents.steps import steps, steps_markdown
from sopkit.testing import sops
from sopkit.worktime import in_hours


class _Outline(HTMLParser):
    """Which elements are open at each place, and whether each is closed where it must be."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[str] = []
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append(tag)
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def outline(page: str) -> _Outline:
    found = _Outline()
    found.feed(page)
    assert found.open == []
    return found


@given(sops(((1, 5), (6, 12), (13, 30))), st.sampled_from([None, "id", "en"]))
def test_each_step_is_told_once_and_no_word_becomes_markup(sop: sopkit.Sop, language: str | None) -> None:
    told = guide(sop, language)
    assert [one.number for one in told.steps] == [one.number for one in sop.steps]
    page = outline(steps(sop, language))
    assert page.seen.count("h1") == 1
    assert "script" not in page.seen
    assert "b" not in page.seen  # as the words of a generated SOP would have it
    numbers = [f"**{one.number}" for one in sop.steps]
    assert [
        line.partition(".")[0] for line in steps_markdown(sop, language).splitlines() if line.startswith("**")
    ] == numbers


@given(sops(((1, 5), (6, 12), (13, 30))))
def test_every_outcome_is_told_with_where_it_leads(sop: sopkit.Sop) -> None:
    for one, told in zip(sop.steps, guide(sop).steps, strict=True):
        labels = [" ".join(outcome.label.in_(sop.language).split()) for outcome in one.outcomes]
        assert [label for label, _ in told.ways if label] == [label for label in labels if label]


@pytest.mark.parametrize(("language", "said"), [
    ("id", "Pekerjaan petugas memerlukan 19 jam 40 menit (kira-kira 4 hari kerja), bila tidak ada yang dikembalikan."),
    ("en", "The work takes 19 hours 40 minutes (about 4 working days), if nothing is returned."),
])  # fmt: skip
def test_the_times_of_the_reference_are_added_up(language: str, said: str) -> None:
    assert said in guide(sopkit.reference(), language).time
    assert said in steps_markdown(sopkit.reference(), language)


def test_two_branches_are_not_added_to_each_other() -> None:
    told = guide(sop(
        decision("a", out("ya", "b"), out("tidak", "c")),
        step("b", "end", standard_time="PT1H"),
        step("c", "end", standard_time="PT3H"),
    ))  # fmt: skip
    assert "memerlukan 1 jam 10 menit sampai 3 jam 10 menit, tergantung" in told.time[0]


def test_a_return_adds_nothing_and_is_told_as_one() -> None:
    told = guide(sop(step("a"), decision("b", out("ya", "end"), out("tidak", "a", requires=["reason"], at_most=2))))
    assert f"memerlukan {in_hours(timedelta(minutes=20), 'id').lower()}," in told.time[0]
    assert told.back == (
        "Langkah 2, Pelaksana X, “Mengerjakan b”. Jika hasilnya “TIDAK”: kembali ke langkah 1. Paling banyak 2 kali. "
        "Alasannya wajib disebutkan.",
    )


def test_a_way_that_only_goes_on_upward_still_has_a_time() -> None:
    told = guide(sop(
        step("a", "c"), decision("b", out("ya", "end"), out("tidak", "a")), step("c", "b")
    ))  # fmt: skip
    assert "memerlukan 30 menit" in told.time[0]


def test_steps_without_a_time_are_named_not_counted() -> None:
    told = guide(sop(step("a"), {"id": "b", "activity": "B", "actor": "x"}))
    assert "Waktu langkah 2 belum ditetapkan, jadi belum terhitung." in told.time
    none = guide(sop({"id": "b", "activity": "B", "actor": "x"}))
    assert none.time == ("Waktu pengerjaan setiap langkah belum ditetapkan.",)


def test_what_to_bring_and_what_one_gets_are_named_with_who() -> None:
    told = guide(sopkit.load("examples/cuti-akademik.sop.json"))
    assert told.bring == ("Surat keterangan bebas tunggakan, dari Bagian Keuangan (dipakai pada langkah 1)",)
    assert "Surat izin cuti akademik, diserahkan kepada Mahasiswa" in told.get
    assert "Seluruhnya selesai paling lama 10 hari kerja." in told.time
    assert "Dihitung menurut kalender, selesai paling lama 3 minggu." in told.time


def test_a_tool_is_nothing_to_bring() -> None:
    tool = {"id": "d", "name": "Komputer", "kind": "tool", "supplied_by": "Kantor"}
    assert guide(sop(step("a", inputs="d"), documents=[tool])).bring == ()


def test_hostile_words_stay_words() -> None:
    told = sop(step("a", activity="<script>alert(1)</script> [x](javascript:1) **b** `c`"))
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in steps(told)
    assert r"\[x\](javascript:1) \*\*b\*\* \`c\`" in steps_markdown(told)
