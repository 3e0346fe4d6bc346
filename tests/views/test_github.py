"""Workflow commands, read back by a parser written from their grammar and not from the writer."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sopkit.checks import Finding
from sopkit.errors import Problem
from sopkit.views.github import github

HOSTILE = st.text(st.sampled_from("%:,;=\n\r\t\0 a0AD25役\u2028\x1b#[]"), max_size=20)


def parsed(line):
    """
    Read `::name key=value,key=value::data`, the way the runner does.

    The command ends at the second `::`; of the properties, each runs to the next comma and its name to the first
    equals sign. Escapes are undone last, and `%25` after all others.
    """
    match = re.fullmatch(r"::([a-z]+) (.*?)::(.*)", line, re.DOTALL)
    assert match is not None
    name, properties, data = match.groups()
    found = {}
    for pair in properties.split(","):
        key, _, value = pair.partition("=")
        found[key] = undone(value, {"%0D": "\r", "%0A": "\n", "%3A": ":", "%2C": ","})
    return name, found, undone(data, {"%0D": "\r", "%0A": "\n"})


def undone(text, escapes):
    for escape, char in escapes.items():
        text = text.replace(escape, char)
    return text.replace("%25", "%")


def problem(**more):
    return Problem(**{"rule": "unknown-key", "file": "a.sop.json", "facts": {"key": "x", "known": ("id",)}} | more)


@pytest.mark.parametrize(("severity", "name"), [("error", "error"), ("warning", "warning"), ("hint", "notice")])
def test_a_finding_is_a_command_with_its_place(severity, name):
    (line,) = github(
        [problem(line=2, column=3, severity=severity)], {"a.sop.json": ["", '  "titel": 1']}, language="en"
    )
    said = 'the key "x" is not known here\n→ known keys: id; keys of your own begin with x-.'
    command, properties, data = parsed(line)
    assert command == name
    assert properties == {
        "file": "a.sop.json", "title": "sopkit unknown-key", "line": "2", "col": "3", "endColumn": "10",
    }  # fmt: skip
    assert data.startswith(said)


def test_the_gravest_come_first_and_what_is_waived_does_not_come():
    waived = Finding(rule="inferred", facts={"key": "x", "whose": "y", "reason": "z"}, severity="hint", waived="Sah.")
    found = [problem(severity="hint"), waived, problem(severity="warning"), problem(severity="error")]
    assert [parsed(line)[0] for line in github(found, {}, language="id")] == ["error", "warning", "notice"]


def test_a_file_that_cannot_be_read_has_no_line():
    (line,) = github([problem(rule="file-unreadable", facts={"why": "other"})], {}, language="id")
    assert parsed(line)[1] == {"file": "a.sop.json", "title": "sopkit file-unreadable"}


@given(HOSTILE, HOSTILE, HOSTILE)
def test_nothing_in_a_name_or_a_text_ends_a_command_or_begins_another(file, key, known):
    (line,) = github([problem(file=file, facts={"key": key, "known": (known,)})], {}, language="en")
    assert not re.search("[\r\n]", line)
    name, properties, data = parsed(line)
    assert name == "error"
    assert properties == {"file": file, "title": "sopkit unknown-key"}
    assert data.startswith(f'the key "{key}" is not known here\n→ known keys: {known};')


def test_what_is_not_listed_is_counted():
    assert list(github([], {}, "… and 30\nmore", language="en")) == ["::notice title=sopkit::… and 30%0Amore"]
