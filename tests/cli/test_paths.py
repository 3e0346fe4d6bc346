"""`paths`: their number first, then each with its time."""

from __future__ import annotations

import json

import pytest

import sopkit
from sopkit.errors import TooManyPaths


def test_the_straight_path_of_the_reference(run, reference):
    said = run("paths", reference, "--lang", "id").stdout
    assert said.splitlines()[0] == "1 jalur, tanpa pengembalian"
    assert "1. 19 Jam 40 Menit  8 langkah" in said
    assert "1 → 2 Ya → 3 → 4 Ya → 5 → 6 Ya → 7 Ya → 8 → Selesai" in said


def test_returns_are_counted_and_marked(run, reference):
    said = run("paths", reference, "--returns", 1, "--limit", 3).stdout
    count = sopkit.count_paths(sopkit.load(reference), returns=1)
    assert said.splitlines()[0] == f"{count} paths, with each return at most once"
    assert "7 No ↩ 6 Yes" in said
    assert "10 steps, 1 return" in said
    assert "Only the first 3 are listed; --limit 0 lists them all." in said
    assert all(len(line) <= 80 for line in said.splitlines())


def test_all_are_listed_on_demand(run, reference):
    said = run("paths", reference, "--returns", 1, "--limit", 0).stdout
    count = sopkit.count_paths(sopkit.load(reference), returns=1)
    assert f"{count}. " in said
    assert "are listed" not in said


def test_json_has_the_attribute_names(run, reference):
    said = json.loads(run("paths", reference, "--returns", 2, "--limit", 2, "--format", "json").stdout)
    assert said["count"] == sopkit.count_paths(sopkit.load(reference), returns=2)
    assert said["returns"] == 2
    assert [list(path) for path in said["paths"]] == [["moves", "end", "time"]] * 2
    assert said["paths"][0]["moves"][1] == ["verifikasi-berkas", "sesuai"]
    assert said["paths"][0]["time"] == "PT19H40M"


@pytest.mark.parametrize("lang", ["en", "id"])
def test_too_many_to_count_is_said_kindly(run, reference, monkeypatch, lang):
    def refuse(sop, *, returns):
        raise TooManyPaths(sop=sop.id, returns=returns)

    monkeypatch.setattr("sopkit.cli.paths.count_paths", refuse)
    result = run("paths", reference, "--returns", 9, "--limit", 1, "--lang", lang)
    assert result.exit_code == 0
    assert {"en": "too many to count", "id": "terlalu banyak untuk dihitung"}[lang] in " ".join(result.stdout.split())
    assert "1. 19" in result.stdout
    assert json.loads(run("paths", reference, "--limit", 1, "--format", "json").stdout)["count"] is None


def test_a_number_beyond_the_bound_is_refused_with_the_bound(run, reference):
    result = run("paths", reference, "--returns", 10_000)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "--returns: “10000” is not a whole number from 0 to 1000." in result.stderr
    assert "dari 0 sampai 999999999." in run("paths", reference, "--limit", "9" * 10, LANG="id").stderr
