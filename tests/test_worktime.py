"""Durations keep their author's unit; days are working days."""

from __future__ import annotations

import json
import re
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sopkit.reader import schema_text
from sopkit.worktime import Duration, in_hours, written

DAY = Duration("PT7H30M")
FORMS = {
    name: re.compile(form["pattern"]) for name, form in json.loads(schema_text())["$defs"].items() if "pattern" in form
}
WRITTEN = st.from_regex(
    r"P([0-9]{0,7}[MWD]){0,3}(T([0-9]{0,7}[HMS]){0,3})?", fullmatch=True, alphabet=st.characters(codec="ascii")
)


@given(
    WRITTEN
    | st.sampled_from(
        ["P", "PT", "P1D", "PT1M\n", "P0D", "PT00M", "PT1S", "P1M1D", "P1W", "P1W1D", "p1d", "P-1D", "PT1.5H", "P١D"]
    )
)
def test_python_and_the_schema_read_the_same_durations(text):
    try:
        duration = Duration(text)
    except ValueError:
        assert not FORMS["duration"].search(text)
        assert not FORMS["elapsed"].search(text)
    else:
        assert str(duration) == duration.text == text
        assert bool(FORMS["duration"].search(text)) == duration.is_working_time
        assert FORMS["elapsed"].search(text) or ("W" in text and len(duration.parts) > 1)


@pytest.mark.parametrize(
    ("text", "indonesian", "english"),
    [
        ("PT120M", "120 Menit", "120 minutes"), ("PT1H", "1 Jam", "1 hour"), ("P3D", "3 Hari Kerja", "3 working days"),
        ("P1DT2H", "1 Hari Kerja 2 Jam", "1 working day 2 hours"), ("PT90S", "90 Detik", "90 seconds"),
        ("PT0H30M", "0 Jam 30 Menit", "0 hours 30 minutes"),
    ],
)  # fmt: skip
def test_it_prints_in_the_unit_it_was_written_in(text, indonesian, english):
    assert Duration(text).in_("id") == indonesian
    assert Duration(text).in_("en") == english


def test_calendar_time_prints_calendar_days():
    assert Duration("P1M15D").in_("id", calendar=True) == "1 Bulan 15 Hari"
    assert Duration("P2W").in_("en", calendar=True) == "2 weeks"


def test_effort():
    assert Duration("P1DT2H").effort(DAY) == timedelta(hours=9, minutes=30)
    assert Duration("PT90S").effort(DAY) == timedelta(seconds=90)
    with pytest.raises(ValueError, match="calendar time"):
        Duration("P1W").effort(DAY)
    with pytest.raises(ValueError, match="not in hours"):
        Duration("P1D").effort(Duration("P1D"))


@pytest.mark.parametrize(
    ("minutes", "indonesian", "english"),
    [
        (1180, "19 Jam 40 Menit", "19 hours 40 minutes"),
        (60, "1 Jam", "1 hour"),
        (0, "0 Menit", "0 minutes"),
        (1.5, "1 Menit 30 Detik", "1 minute 30 seconds"),
    ],
)
def test_sums_print_in_hours_and_minutes(minutes, indonesian, english):
    assert in_hours(timedelta(minutes=minutes), "id") == indonesian
    assert in_hours(timedelta(minutes=minutes), "en") == english


@pytest.mark.parametrize(
    ("seconds", "text"), [(70_800, "PT19H40M"), (3_600, "PT1H"), (90, "PT1M30S"), (7_201, "PT2H1S"), (0, "PT0M")]
)
def test_a_sum_is_written_as_a_file_writes_it(seconds, text):
    assert written(timedelta(seconds=seconds)) == text


def test_what_is_no_duration_is_refused_with_examples_of_some():
    with pytest.raises(ValueError, match=r"^'3 days' is no duration such as PT120M or P3D$"):
        Duration("3 days")


@given(st.integers(1, 999_999), st.sampled_from("DHMS"))
def test_what_is_longer_in_one_unit_is_longer_in_effort(n, unit):
    text = f"P{n}D" if unit == "D" else f"PT{n}{unit}"
    longer = text.replace(str(n), str(n + 1), 1) if n < 999_999 else text
    assert Duration(longer).effort(DAY) >= Duration(text).effort(DAY) > timedelta()
