"""What tests took of a definition is told in its own words: as a table, as what is lacking, and drawn."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import sopkit
from checks.tiny import decision, out, sop, step
from sopkit.testing import Coverage, picture, report, sops, walk, walks
from sopkit.views.screen import cells

REFERENCE = sopkit.reference()


def half():
    """A definition of which one walk has taken something of every kind, and left something of every kind."""
    whole = sop(
        decision("a", out("ya", "b"), out("tidak", "a", at_most=2, requires=["reason"])),
        step("b", separate_from=["a"]),
        decision("c", out("ya", "end"), out("tidak", "b", label="TIDAK, ULANG")),
    )
    told = walk(whole).expect_refusal("ReasonMissing", outcome="tidak").take("ya").expect_refusal("SameHands", by="x")
    return Coverage.of(whole, [told.do("b").case], told.refusals)


def test_what_is_lacking_is_told_by_row_and_label():
    assert report(half(), language="en", width=90).splitlines() == [
        "                         steps    outcomes     returns       pairs    refusals",
        "kecil 1.0             2/3  66%    2/5  40%    0/2   0%    1/6  16%    2/6  33%",
        "  1 of 3 steps not tested:",
        "    3. Mengerjakan c",
        "  3 of 5 outcomes not tested (↩ returns):",
        "    1. Mengerjakan a – TIDAK ↩",
        "    3. Mengerjakan c – YA",
        "    3. Mengerjakan c – TIDAK, ULANG ↩",
        "  5 of 6 pairs of consecutive outcomes not tested:",
        "    1. Mengerjakan a – TIDAK → 1. Mengerjakan a – YA",
        "    1. Mengerjakan a – TIDAK → 1. Mengerjakan a – TIDAK",
        "    2. Mengerjakan b → 3. Mengerjakan c – YA",
        "    2. Mengerjakan b → 3. Mengerjakan c – TIDAK, ULANG",
        "    3. Mengerjakan c – TIDAK, ULANG → 2. Mengerjakan b",
        "  4 of 6 refusals not tested:",
        "    1. Mengerjakan a: by somebody who is not its actor (not-your-step)",
        "    2. Mengerjakan b: by somebody who is not its actor (not-your-step)",
        "    3. Mengerjakan c: by somebody who is not its actor (not-your-step)",
        "    1. Mengerjakan a – TIDAK: beyond its limit (limit-reached)",
    ]


def test_what_a_whole_definition_lacks_is_nothing():
    met = Coverage.of(REFERENCE, [walk(REFERENCE).finish().case])
    whole = Coverage(
        REFERENCE, {(part.kind, item): 1 for part in Coverage.of(REFERENCE).parts for item in part.missing}
    )
    assert len(report(met).splitlines()) > 10
    assert len(report(whole).splitlines()) == 3


def test_a_share_is_never_rounded_up_to_the_whole():
    many = sop(*(step(f"s{n}") for n in range(300)))
    met = Coverage(many, {("steps", (f"s{n}",)): 1 for n in range(299)})
    assert "299/300  99%" in report(met)


@given(st.data(), sops(can_finish=True), st.sampled_from(["id", "en"]), st.integers(60, 120))
def test_every_lack_stands_in_one_line_that_fits(data, whole, language, width):
    met = Coverage.of(whole, [data.draw(walks(whole))])
    lines = report(met, language=language, width=width).splitlines()
    assert max(map(cells, lines)) <= max(width, 78)
    assert all(line.strip() for line in lines)
    listed = sum(len(part.missing) for part in met.parts if part.kind != "returns")
    assert sum(line.startswith("    ") for line in lines[2:]) == listed


@given(st.data(), sops(can_finish=True))
def test_the_picture_names_each_way_that_was_not_taken(data, whole):
    met = Coverage.of(whole, [data.draw(walks(whole))])
    text = picture(met, language="en")
    missing = [item for item in met.part("outcomes").missing if whole.step(item[0]).is_decision]
    left = text.count("not tested")
    ends = sum(1 for line in text.splitlines() if line.endswith('not tested"])') and '(["' in line)
    assert left - ends == len(missing) + len(met.part("steps").missing)


@pytest.mark.parametrize("language", ["id", "en"])
def test_each_refusal_that_a_definition_asks_for_has_its_words(language):
    told = report(Coverage.of(half().sop), language=language, width=100)
    for code in ("not-your-step", "same-hands", "limit-reached", "reason-missing"):
        assert f"({code})" in told
