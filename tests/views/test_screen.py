"""What a terminal is given: nothing to obey, nothing too long."""

from __future__ import annotations

import pytest

from sopkit.views.screen import Screen, clean, shortened


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("a\r\nb", "a\nb"),
        ("a\tb", "a b"),
        ("\x1b[31m", "\\x1b[31m"),
        ("\x00\x7f\x9b", "\\x00\\x7f\\x9b"),
        ("a\u202eb\u2066", "a\\u202eb\\u2066"),
        ("\ud800", "\\ud800"),
        ("é 役 👍🏽 [bold]", "é 役 👍🏽 [bold]"),
    ],
)
def test_nothing_that_a_terminal_obeys_is_left(given, shown):
    assert clean(given) == shown


def test_lines_fit_and_keep_their_indent():
    screen = Screen("en", 40)
    lines = list(screen.wrapped("one two three four five six seven eight nine ten\neleven", "    ", "  - "))
    assert lines[0].startswith("  - one")
    assert all(line.startswith("    ") for line in lines[1:])
    assert all(len(line) <= 40 for line in lines)
    assert lines[-1] == "    eleven"


def test_things_side_by_side_are_not_broken():
    assert list(Screen("en", 12).listed(["A one", "B two", "C"])) == ["A one  B two", "C"]
    assert list(Screen("en", 12).listed([])) == []


def test_colour_is_only_where_there_is_some():
    assert Screen("en").paint("x", "bold") == "x"
    assert Screen("en", is_coloured=True).paint("x", "bold", "red") == "\x1b[1;31mx\x1b[0m"
    assert Screen("en", is_coloured=True).paint("", "bold") == ""


def test_a_text_is_shortened_to_one_line():
    assert shortened("one\n two  three", 9) == "one two…"
    assert shortened("one", 3) == "one"


def test_things_are_counted_in_words():
    assert Screen("en").counted("error", 1) == "1 error"
    assert Screen("id").counted("error", 3) == "3 kesalahan"


def test_what_a_sentence_is_made_of_is_made_harmless():
    assert Screen("en").say("cli.error.no-path", path="\x1b]0;x\x07") == "There is no file or folder “\\x1b]0;x\\x07”."
