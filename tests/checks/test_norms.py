"""What the rules about units of time, ranges and notes find and leave alone."""

from __future__ import annotations

from time import process_time

import pytest

from checks.tiny import found, sop, step
from sopkit.checks import check

RANGE = {"from": "PT1H", "to": "PT2H"}


def untimed(id, **more):
    return {"id": id, "activity": "Mengerjakan", "actor": "x", **more}


# time-range, time-unit-mix


def test_a_range_is_found_under_the_governments_profile_only():
    steps = step("a"), step("b", standard_time=RANGE)
    assert found(sop(*steps, profile="permenpan-35-2012"), "time-range") == [("/steps/1/standard_time", "")]
    assert found(sop(*steps), "time-range") == []


@pytest.mark.parametrize(
    ("times", "found_at"),
    [
        (["PT10M", "PT2H", "PT90S"], []),
        (["P1D", "P3D"], []),
        (["P1D", {"from": "P1D", "to": "P3D"}], []),
        ([None, "P1D", None], []),
        (["PT10M", "PT2H", "P1D", "PT1H", "P2D"], [("/steps/2/standard_time", "")]),
        (["P1D", "P1D", "PT2H"], [("/steps/2/standard_time", "")]),
        (["P1DT2H", "P1D", "PT1H"], [("/steps/0/standard_time", "one")]),
        ([{"from": "PT4H", "to": "P1D"}], [("/steps/0/standard_time", "one")]),
    ],
)
def test_days_beside_hours_are_found_once_where_nobody_says_how_long_a_day_is(times, found_at):
    steps = [step(f"s{n}", standard_time=time) if time else untimed(f"s{n}") for n, time in enumerate(times)]
    assert found(sop(*steps), "time-unit-mix") == found_at
    assert found(sop(*steps, working_day="PT7H30M"), "time-unit-mix") == []
    assert found(sop(*steps, working_day="PT5H"), "time-unit-mix") == []


def test_limits_in_days_beside_times_in_minutes_mix_nothing():
    assert found(sop(step("a", complete_within="P3D"), complete_within="P9D"), "time-unit-mix") == []


# note-time-agrees


def noted(note, **times):
    return found(sop(untimed("a", note=note, **times), working_day="PT5H"), "note-time-agrees")


@pytest.mark.parametrize(
    "note",
    [
        "Pelaksanaan Dalam 3 Hari",
        "Dalam 3 hari kerja",
        "dalam waktu tiga hari",
        "Dalam jangka waktu paling lama 3 (tiga) hari kerja.",
        "Diselesaikan paling lambat 3  (tiga)  hari",
        "Waktu penyelesaian maksimal 3 hari kerja",
        "Selambat-lambatnya 3 hari",
        "Berkas asli disertakan; paling lama 3 hari kerja",
        "Catatan\nPaling lama 3 hari\nBerkas asli",
        "Within 3 days",
        "To be done within three working days",
        "At most three days.",
        "Must be completed in no more than 3 business days",
    ],
)
def test_a_note_that_states_a_limit_is_read(note):
    assert noted(note, complete_within="P3D") == []
    assert noted(note, complete_within="P4D") == [("/steps/0/note", "limit")]
    assert noted(note, standard_time="PT900M") == []
    assert noted(note, standard_time="PT901M") == [("/steps/0/note", "")]


@pytest.mark.parametrize(
    "note",
    [
        "-",
        "Dalam hari",
        "Tiga hari",
        "Setiap 3 hari",
        "Selama 3 hari",
        "Lebih dari 3 hari",
        "Jika dalam 3 hari tidak dilengkapi, berkas dikembalikan",
        "Apabila pemohon tidak melengkapi paling lama 3 hari",
        "Pemohon melengkapi berkas dalam 3 hari",
        "Berkas dilengkapi pemohon (paling lama 3 hari)",
        "Perbaikan oleh pemohon: paling lama 3 hari",
        "Jika berkas kurang, paling lama 3 hari",
        "Paling lama 3 hari, kecuali hari libur",
        "Surat berlaku paling lama 3 hari",
        "Paling lambat 3 hari sebelum kegiatan",
        "Paling lama 3 hari setelah berkas lengkap",
        "Dalam 3-5 hari",
        "Dalam 1 x 3 hari",
        "Dalam 3 (dua) hari",
        f"Dalam 3 ({'3' * 5_000}) hari",
        "Dalam beberapa hari",
        "Dalam 0 hari",
        "Dalam 3 hari; paling lama 4 hari",
        "Dalam 3 jam",
        "Dalam 3 minggu",
        "Dalam 3 hari libur",
        "Within a few days",
        "Within 3 days of receipt",
        "The applicant has to answer within 3 days",
        "within3days",
    ],
)
def test_a_note_that_is_not_clear_is_left_alone(note):
    assert noted(note, complete_within="P9D") == []
    assert noted(note, standard_time="P30D") == []


@pytest.mark.parametrize(
    ("word", "days"),
    [("satu", 1), ("sepuluh", 10), ("sebelas", 11), ("dua belas", 12), ("Empat Belas", 14), ("tiga puluh", 30),
     ("ten", 10), ("fourteen", 14), ("thirty", 30), ("007", 7)],
)  # fmt: skip
def test_numbers_are_read_in_digits_and_in_words(word, days):
    assert noted(f"dalam {word} hari", complete_within=f"P{days}D") == []
    assert noted(f"dalam {word} hari", complete_within=f"P{days + 1}D") != []


@pytest.mark.parametrize(
    ("note", "times", "variant"),
    [
        # a limit in either kind of days will do where the note does not say which
        ("Dalam 3 hari", {"complete_within": "PT15H"}, None),
        ("Dalam 3 hari", {"complete_within": "P2D", "elapsed_within": "P3D"}, None),
        ("Dalam 7 hari", {"elapsed_within": "P1W"}, None),
        ("Dalam 2 hari", {"elapsed_within": "PT48H"}, None),
        ("Dalam 30 hari", {"elapsed_within": "P1M"}, None),
        ("Dalam 3 hari", {"complete_within": "P2D", "elapsed_within": "P4D"}, "limit"),
        ("Dalam 3 hari", {"elapsed_within": "P4D"}, "elapsed"),
        # where it says which, only that kind counts
        ("Dalam 3 hari kalender", {"complete_within": "P2D", "elapsed_within": "P3D"}, None),
        ("Dalam 3 hari kalender", {"complete_within": "P3D", "elapsed_within": "P4D"}, "elapsed"),
        ("Within 3 calendar days", {"elapsed_within": "P4D"}, "elapsed"),
        ("Dalam 3 hari kerja", {"complete_within": "P2D", "elapsed_within": "P3D"}, "limit"),
        ("Dalam 3 hari kerja", {"elapsed_within": "P1W"}, None),
        ("Dalam 3 hari kalender", {"complete_within": "P2D"}, None),
        # without a limit of that kind, the standard time has to fit
        ("Dalam 3 hari kalender", {"complete_within": "P9D", "standard_time": "P4D"}, ""),
        ("Dalam 3 hari", {"standard_time": {"from": "P1D", "to": "P4D"}}, ""),
        ("Dalam 3 hari", {"standard_time": {"from": "P1D", "to": "P3D"}}, None),
        ("Dalam 3 hari", {"standard_time": "PT10M"}, None),
        ("Dalam 3 hari", {}, None),
        # where there is one, its own rule holds the standard time against it
        ("Dalam 3 hari", {"standard_time": "P4D", "complete_within": "P3D"}, None),
    ],
)
def test_a_note_is_held_against_the_limit_it_means(note, times, variant):
    assert noted(note, **times) == ([] if variant is None else [("/steps/0/note", variant)])


def test_a_note_in_two_languages_is_found_once_where_it_first_differs():
    note = {"id": "Dalam 3 hari", "en": "Within 4 days"}
    assert noted(note, complete_within="P3D") == [("/steps/0/note/en", "limit")]
    assert noted(note, complete_within="P9D") == [("/steps/0/note/id", "limit")]


def test_a_note_is_quoted_as_it_stands():
    whole = sop(step("a", note="Pelaksanaan Dalam 3 (Tiga) Hari", complete_within="P2D"))
    (finding,) = check(whole)
    assert finding.facts["words"] == "Dalam 3 (Tiga) Hari"


@pytest.mark.parametrize("much", ["(", "waktu ", "\n", "\t", "dalam ", "(dalam 3 hari kerja", ". waktu"])
def test_a_very_long_note_is_read_in_time(much):
    before = process_time()
    noted("x" + much * 20_000, complete_within="P9D")
    assert process_time() - before < 1
