"""Laws of the views: any sound SOP, any width, both languages; never a failure, never a line too long."""

from __future__ import annotations

import unicodedata
from datetime import UTC, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

import sopkit
from checks.tiny import sop, step
from sopkit.errors import Refusal
from sopkit.testing import sops
from sopkit.views.journal import journal, standing, totals
from sopkit.views.screen import Screen
from sopkit.views.stop import refused, stop
from sopkit.views.table import compact, sheet

NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)
SMALL = ((1, 5), (6, 12), (13, 20))  # tables of more rows are only longer
SCREENS = st.builds(Screen, st.sampled_from(["id", "en"]), st.integers(60, 200), st.booleans())


def cells(line):
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else not unicodedata.combining(char) for char in line)


def plain(text):
    parts = text.split("\x1b[")
    return parts[0] + "".join(part.partition("m")[2] for part in parts[1:])


@settings(max_examples=25)
@given(sops(SMALL), SCREENS)
def test_the_table_shows_each_row_once_and_fits(sop, screen):
    lines = plain(sheet(sop, screen)).splitlines()
    table = [line for line in lines if line[:1] in " │┌├└"]
    assert all(cells(line) <= screen.width for line in table)
    widest = max(2, *(len(step.number) for step in sop.steps))
    column = [line[2 if line.startswith("│") else 1 :][:widest].strip() for line in table]
    numbers = [step.number for step in sop.steps if not step.same_row]
    assert [number for number in column if number in numbers] == numbers


@settings(max_examples=25)
@given(sops(SMALL), SCREENS)
def test_the_compact_table_never_fails(sop, screen):
    assert compact(sop, screen)


@settings(max_examples=25)
@given(sops(SMALL), SCREENS, st.randoms(use_true_random=False))
def test_a_case_can_be_shown_wherever_it_stands(sop, screen, random):
    people = [sopkit.Person(actor.id, actors={actor.id}) for actor in sop.actors]
    case = sopkit.start(sop, "1", at=NOON)
    for _ in range(8):
        if case.is_closed:
            break
        by = random.choice(people)
        options = case.options(by=by)
        assert len([line for line in stop(case, options, screen) if line.strip()[:1].isdigit()]) >= len(options)
        option = random.choice(options)
        try:
            case = case.complete(option.step, option.outcome, by=by, at=NOON, reason=random.choice([None, "x"]))
        except Refusal as why:
            assert refused(why, sop, screen)
    for has_times in (True, False):
        told = plain(journal(case, screen, has_times=has_times)).splitlines()
        assert all(cells(line) <= screen.width for line in told)
    assert standing(case, screen)
    assert len(list(totals(case, screen))) == 3


def test_two_limits_of_a_case_stand_in_one_sentence_and_a_total_of_ranges_says_that_it_is_the_most():
    limits = {"complete_within": "P10D", "elapsed_within": "P3W"}
    said = sheet(sop(step("a"), **limits), Screen("id", 80))
    assert "Batas seluruh kasus: 10 Hari Kerja, dan tidak lebih dari 3 Minggu kalender." in said
    assert "paling lama" not in said
    said = sheet(sop(step("a", standard_time={"from": "PT1H", "to": "PT2H"}), complete_within="P10D"), Screen("id", 80))
    assert "Batas seluruh kasus: 10 Hari Kerja." in said
    assert "Total Waktu (paling lama)" in said
