"""The words of the table: as the author wrote them, in the language and with the header words of the profile."""

from __future__ import annotations

import json

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import sopkit
from checks.tiny import sop as tiny
from sheet import hostile
from sopkit.profile import installed, settings
from sopkit.sheet.layout import layout
from sopkit.sheet.layout.form import form
from sopkit.sheet.style import Style, style
from sopkit.testing import sops
from sopkit.wording import LANGUAGES, knows

COLUMNS = ("number", "activity", "actors", "quality", "inputs", "time", "outputs", "note")


def words(sop, **options):
    return form(sop, style(sop, **options))


def example(name):
    return sopkit.load(f"examples/{name}.sop.json")


@given(sops(), st.sampled_from([None, "id", "en", "jv"]))
def test_every_word_of_an_sop_stands_in_its_row(sop, language):
    said = words(sop, language=language)
    wanted = language or sop.language
    assert [row.number for row in said.rows] == [
        step.number for n, step in enumerate(sop.steps) if n == 0 or sop.steps[n - 1].row != step.row
    ]
    assert said.actors == tuple(actor.name.in_(wanted) for actor in sop.actors)
    for step in sop.steps:
        row = said.rows[step.row - 1]
        for text, cell in ((step.activity, row.activity), (step.note, row.note)):
            assert (text.in_(wanted) if text else "") in cell
        assert all(sop.document(id).name.in_(wanted) in row.inputs for id in step.inputs)
        made = {*step.outputs, *(id for outcome in step.outcomes for id in outcome.outputs or ())}
        assert all(sop.document(id).name.in_(wanted) in row.outputs for id in made)
        if isinstance(step.standard_time, sopkit.Duration):
            assert step.standard_time.in_(said.language) in row.time
        elif step.standard_time:
            assert step.standard_time.to.in_(said.language) in row.time


@pytest.mark.parametrize(
    ("time", "id", "en"),
    [
        ("PT120M", "120 Menit", "120 minutes"),
        ("P1DT2H", "1 Hari Kerja 2 Jam", "1 working day 2 hours"),
        ("PT1H30M", "1 Jam 30 Menit", "1 hour 30 minutes"),
        ({"from": "PT30M", "to": "PT60M"}, "30 – 60 Menit", "30 – 60 minutes"),
        ({"from": "P1D", "to": "P3D"}, "1 – 3 Hari Kerja", "1 – 3 working days"),
        ({"from": "PT30M", "to": "PT1H"}, "30 Menit – 1 Jam", "30 minutes – 1 hour"),
        ({"from": "PT1H30M", "to": "PT2H"}, "1 Jam 30 Menit – 2 Jam", "1 hour 30 minutes – 2 hours"),
    ],
)
def test_a_time_is_printed_as_its_author_wrote_it(time, id, en):
    sop = tiny({"id": "a", "activity": "A", "actor": "x", "standard_time": time})
    assert words(sop, language="id").rows[0].time == id
    assert words(sop, language="en").rows[0].time == en


def test_the_total_is_the_printed_one_else_the_sum_else_nothing():
    reference = sopkit.reference()
    assert words(reference).total == "19 Jam 40 Menit"
    step = {"id": "a", "activity": "A", "actor": "x", "standard_time": "PT90M"}
    assert words(tiny(step)).total == "1 Jam 30 Menit"
    assert words(tiny(step, printed_total="PT90M")).total == "90 Menit"
    assert words(tiny({"id": "a", "activity": "A", "actor": "x"})).total == ""


def shared(**second):
    first = {"id": "a", "activity": "Menerima berkas", "actor": "x", "standard_time": "PT5M", "note": "Loket"}
    return tiny(first, {"id": "b", "actor": "x", "same_row": True, **second})


def test_activities_that_share_a_row_are_lettered_and_so_are_their_times_and_notes():
    row = words(shared(activity="Memberi nomor", standard_time="PT10M", note="Buku agenda")).rows[0]
    assert row.activity == "a. Menerima berkas\nb. Memberi nomor"
    assert row.time == "a. 5 Menit\nb. 10 Menit"
    assert row.note == "a. Loket\nb. Buku agenda"


def test_one_activity_of_several_hands_needs_no_letter():
    row = words(shared()).rows[0]
    assert (row.activity, row.time, row.note) == ("Menerima berkas", "5 Menit", "Loket")
    same = words(shared(activity="Menerima berkas", standard_time="PT5M", note="Loket")).rows[0]
    assert (same.activity, same.time, same.note) == ("Menerima berkas", "5 Menit", "Loket")


def test_a_time_and_a_note_of_the_whole_row_have_no_letter():
    row = words(shared(activity="Memberi nomor")).rows[0]
    assert row.activity == "a. Menerima berkas\nb. Memberi nomor"
    assert (row.time, row.note) == ("5 Menit", "Loket")


def test_what_an_outcome_produces_instead_stands_by_its_label():
    decision = {
        "id": "a", "activity": "Menilai", "actor": "x", "outputs": ["d"],
        "outcomes": [
            {"id": "ya", "label": "Ya", "to": "end"}, {"id": "tidak", "label": "Ditolak", "to": "end", "outputs": ["e"]},
            {"id": "tunda", "label": "Ditunda", "to": "end", "outputs": []},
        ],
    }  # fmt: skip
    assert words(tiny(decision, documents="d e")).rows[0].outputs == "Dokumen d\nDitolak: Dokumen e"
    only = {**decision, "outputs": []}
    assert words(tiny(only, documents="d e")).rows[0].outputs == "Ditolak: Dokumen e"


# languages and profiles


def test_header_words_follow_the_language_of_the_sheet():
    reference = sopkit.reference()
    assert words(reference).word("column.activity") == "Kegiatan"
    assert words(reference, language="en").word("column.activity") == "Activity"
    assert words(reference, language="en").title == reference.title.in_("en")


def test_in_a_language_that_sopkit_does_not_speak_the_profile_says_which_header_words_stand():
    javanese = tiny({"id": "a", "activity": "Nampa layang", "actor": "x"}, language="jv")
    assert words(javanese).word("column.activity") == "Activity"
    assert words(javanese, profile="permenpan-35-2012").word("column.activity") == "Kegiatan"
    assert words(javanese, profile="permenpan-35-2012").rows[0].activity == "Nampa layang"


def test_header_words_are_those_of_the_profile():
    reference = sopkit.reference()
    assert words(reference).word("column.quality") == "Mutu Baku"
    assert words(reference, profile="permendagri-52-2011").word("column.quality") == "Mutu Baku"
    assert words(reference, profile="plain").word("column.quality") == "Standar"
    assert words(reference, profile="plain", language="en").word("column.quality") == "Standard"


def test_a_profile_that_is_not_installed_is_set_as_plain():
    sop = sopkit.reference()
    kept = {field.name for field in attrs.fields(Style)} - {"profile"}
    one, other = style(sop, profile="kantor-kami"), style(sop, profile="plain")
    assert all(getattr(one, name) == getattr(other, name) for name in kept)


@pytest.mark.parametrize("name", installed())
def test_every_profile_says_how_a_sheet_is_set_in_words_that_are_there(name):
    look = style(sopkit.reference(), profile=name)
    assert look.paper in ("A4", "F4", "Letter", "Legal")
    assert look.cover in ("always", "identity")
    assert look.capsules in ("own", "beside")
    assert isinstance(look.column_numbers, bool)
    assert set(settings(name, "sheet")) == {"paper", "language", "cover", "capsules", "column_numbers"}
    for code, said in settings(name, "words").items():
        assert knows(code), code
        assert set(said) == set(LANGUAGES)


def test_what_is_asked_for_goes_before_the_profile():
    look = style(sopkit.reference(), paper="Legal", capsules="beside", column_numbers=True)
    assert (look.paper, look.capsules, look.column_numbers) == ("Legal", "beside", True)
    kinds = [[symbol.kind for symbol in page.symbols] for page in layout(sopkit.reference(), capsules="beside").pages]
    assert sum(kind == "capsule" for page in kinds for kind in page) == 2


def test_columns_are_numbered_where_that_is_asked_for():
    sheet = layout(sopkit.reference(), column_numbers=True)
    for page in sheet.pages[1:]:
        numbers = [cell for cell in page.cells if cell.name.startswith("column number")]
        assert [cell.lines for cell in sorted(numbers, key=lambda cell: cell.x)] == [(str(n),) for n in range(1, 11)]
        below = min(cell.y for cell in page.cells if cell.name.startswith("activity "))
        assert {round(cell.y + cell.height, 1) for cell in numbers} == {round(below, 1)}
    assert not any(
        cell.name.startswith("column number") for page in layout(sopkit.reference()).pages for cell in page.cells
    )


def test_every_column_has_its_words_on_the_sheet():
    for language in LANGUAGES:
        page = layout(sopkit.reference(), language=language).pages[1]
        said = {cell.name: " ".join(cell.lines) for cell in page.cells if cell.name.startswith("column.")}
        assert said == {
            f"column.{name}": words(sopkit.reference(), language=language).word(f"column.{name}") for name in COLUMNS
        }


def test_hostile_words_are_words():
    assert any(row.activity == hostile.WORDS[0] or row.activity in hostile.WORDS for row in words(hostile.sop()).rows)
    assert json.dumps(words(hostile.sop()).title) == json.dumps(hostile.WORDS[0])


def test_another_agency_would_need_nothing_but_a_profile(monkeypatch):
    aktivitas = {"id": "Aktivitas", "en": "Activity"}
    ours = {
        "builds_on": "permenpan-35-2012",
        "sheet": {"column_numbers": True, "capsules": "beside"},
        "words": {"sheet.column.activity": aktivitas, "view.cover.effective": {"id": "Tgl. Berlaku", "en": "In force"}},
    }
    known = {**installed(), "kantor-kami": ours}
    monkeypatch.setattr("sopkit.profile.installed", lambda: known)
    first, second, *_ = layout(sopkit.reference(), profile="kantor-kami").pages
    said = {cell.name: cell.lines for page in (first, second) for cell in page.cells}
    assert said["column.activity"] == ("Aktivitas",)
    assert said["column.quality"] == ("Mutu Baku",)
    assert said["column number note"] == ("10",)
    assert said["cover effective words"] == ("Tgl. Berlaku",)
    assert not style(sopkit.reference(), profile="kantor-kami", column_numbers=False).column_numbers
