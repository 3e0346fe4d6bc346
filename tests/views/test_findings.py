"""Findings on a screen: whatever stands in the file, every line fits, and the carets stand under what is meant."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from sopkit.errors import Problem
from sopkit.views.findings import Row, by_rule, findings, gravest, span
from sopkit.views.screen import Screen, cells, one_line, shortened
from views.test_views import SCREENS, plain

HOSTILE = st.text(st.characters() | st.sampled_from('役所🙂é\u0301\u200b\t\r"{}:, \x1b\u2028'), max_size=90)
LINES = st.lists(HOSTILE.map(lambda text: text.replace("\n", "")), min_size=1, max_size=3)


def problem(**more):
    return Problem(**{"rule": "unknown-key", "facts": {"key": "x", "known": ("id",)}} | more)


@given(LINES, st.integers(1, 3), st.integers(1, 90), HOSTILE, HOSTILE, SCREENS)
def test_every_line_fits_and_none_commands_the_terminal(lines, line, column, key, label, screen):
    one = problem(line=min(line, len(lines)), column=column, step="s", facts={"key": key, "known": (key,)})
    for shown in findings([one], "\n".join(lines), {"s": Row("1", label)}, screen):
        text = plain(shown)
        assert cells(text) <= screen.width
        assert not set(text) & set("\x1b\r\t\n\u2028\u202e")


@given(st.text("ab役 ", min_size=1, max_size=60), SCREENS)
def test_carets_stand_under_the_value(before, screen):
    line = f'"{before}": "nilai",'
    one = problem(column=line.index('"nilai"') + 1)
    *_, shown, carets, _ = (plain(text) for text in findings([one], line, {}, screen))
    begin = carets.index("^")
    assert set(carets[begin:]) == {"^"}
    at = next(n for n in range(len(shown)) if cells(shown[:n]) == begin and shown[n] == '"')
    assert shown[at : at + 7] == '"nilai"'
    assert len(carets) - begin == 7


def test_what_a_run_has_told_in_full_it_tells_in_one_line():
    found = [problem(line=n + 1, column=1) for n in range(4)]
    told = Counter({"unknown-key": 3})
    lines = list(findings(found, "{}\n{}\n{}\n{}", {}, Screen("en"), told=told))
    assert sum("→ known keys" in line for line in lines) == 2
    assert told["unknown-key"] == 5
    assert [line for line in lines if line.startswith("    4:1")] == [
        '    4:1  error  unknown-key  the key "x" is not known here'
    ]


def test_a_label_that_the_sentence_tells_is_not_told_twice():
    (head, *_) = findings([problem(step="s")], "{}", {"s": Row("2", "Memeriksa")}, Screen("en"))
    assert head.endswith("unknown-key · row 2 · Memeriksa")
    facts = {"key": "Memeriksa", "known": ("id",)}
    (head, *_) = findings([problem(step="s", facts=facts)], "{}", {"s": Row("2", "Memeriksa")}, Screen("en"))
    assert head.endswith("unknown-key · row 2")


def test_rules_are_counted_the_gravest_first():
    found = [problem(severity="hint"), problem(rule="chain", severity="warning"), problem(severity="hint")]
    assert gravest(found) == [("warning", "chain", 1), ("hint", "unknown-key", 2)]
    assert list(by_rule(found, Screen("en"))) == [
        "      1  warning  chain        Every input exists before it is needed.",
        "      2  hint     unknown-key  A key must be one that the language knows.",
    ]


def test_a_value_ends_where_its_quote_does():
    assert span('{"a b": [1, "x\\"y"]}', 2) == 7
    assert span('{"a b": [1, "x\\"y"]}', 13) == 19
    assert span("", 1) == 2


@given(st.text("ab役🙂 \n", max_size=40), st.integers(1, 30))
def test_a_shortened_text_takes_no_more_columns_than_it_may(text, width):
    assert cells(shortened(text, width)) <= width


def test_a_name_stands_on_one_line():
    assert one_line("a\nb\r\x1b") == "a\\nb\\x1b"


@pytest.mark.parametrize("text", ["", "abc", "役所", "e\u0301", "🙂", "a\u200bb", "ｗｉｄｅ", "한국", "é", "ก็", "…→│"])
def test_columns_are_counted_as_rich_counts_them(text):
    assert cells(text) == cell_len(text)
