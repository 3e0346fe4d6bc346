"""Laws of telling what changed: any two versions, any width, both languages; every change is told, and no line is too long."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import sopkit
from changes.versions import SMALL, read, versions
from checks.tiny import sop, step
from sopkit.views.changes import changes, minutes
from sopkit.views.screen import Screen, cells

SCREENS = st.builds(Screen, st.sampled_from(["id", "en"]), st.integers(60, 200), st.just(False))


def told(old, new, screen, remarks=()):
    compared = sopkit.compare(old, new)
    labels = {one.id: of.label(one.id) for of in (old, new) for one in of.steps}
    return compared, list(changes("Judul", compared.changes, labels, remarks, screen))


@settings(max_examples=25)
@given(versions(SMALL), SCREENS)
def test_every_change_is_told_and_every_line_fits(pair, screen):
    compared, lines = told(*map(read, pair), screen, ["Perhatikan."])
    assert all(cells(line) <= screen.width for line in lines)
    text = " ".join(" ".join(lines).split())
    for change in compared.changes:
        where, values = (
            change.where_in(screen.language),
            (change.old_in(screen.language), change.new_in(screen.language)),
        )
        assert where.lower() in text.lower()
        what = " ".join(change.what_in(screen.language).split())
        assert what in text or (change.is_of_values and all(" ".join(value.split()) in text for value in values))
    assert sum(line.startswith("  * ") for line in lines) == sum(change.bears_on_cases for change in compared.changes)
    assert lines[-1] == "Perhatikan."


@settings(max_examples=25)
@given(versions(SMALL), SCREENS)
def test_minutes_have_a_row_for_every_change_and_four_cells_in_each(pair, screen):
    compared = sopkit.compare(*map(read, pair))
    rows = [line for line in minutes("Judul", compared.changes, (), screen) if line.startswith("|")]
    assert len(rows) == (len(compared.changes) + 2 if compared.changes else 0)
    assert all(len(re.findall(r"(?<!\\)(?:\\\\)*\|", row)) == 5 for row in rows)


@pytest.mark.parametrize(
    ("words", "cell"),
    [
        ("a | b\\| c", "a \\| b\\\\\\| c"),
        ("a\nb", "a<br>b"),
        ("<script>&amp;", "&lt;script&gt;&amp;amp;"),
        ("![x](y) `z` *a* _b_ ~c~ $d$ #e", "!\\[x\\](y) \\`z\\` \\*a\\* \\_b\\_ \\~c\\~ \\$d\\$ \\#e"),
    ],
)
def test_no_word_of_a_file_is_markdown(words, cell):
    old, new = (sop({**step("a"), "note": note}) for note in ("semula", words))
    (*_, row) = minutes("Judul", sopkit.compare(old, new).changes, (), Screen("id"))
    assert row == f"| 1 | Langkah 1, keterangan | semula | {cell} |"


def test_long_values_stand_below_one_another():
    old, new = (sop({**step("a"), "activity": f"Memeriksa {'berkas ' * 12}{last}"}) for last in ("lama", "baru"))
    _, lines = told(old, new, Screen("id", 80))
    assert [line.split()[0] for line in lines if line.startswith("        ") and line[8] != " "] == [
        "semula",
        "menjadi",
    ]
    assert "    uraian kegiatan:" in lines
