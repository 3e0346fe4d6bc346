"""Laws of reading and writing: nothing is lost, nothing slips through, everything wrong has a place."""

from __future__ import annotations

import copy
import json
import pickle

from hypothesis import given
from hypothesis import strategies as st

import sopkit
from sopkit.reader.build import build
from sopkit.reader.meaning import texts
from sopkit.reader.shape import misshapen
from sopkit.testing import definitions

JUNK = [
    None, True, 0, 1, 2, -1, 1.5, 1.0, 10**30, "", " ", "x", "a0", "s0", "ID", "PT0M", "PT5M", "P1W", "2026-02-30", "id",
    [], ["a0"], ["a0", "a0"], [[]], {}, {"id": "x"}, {"en": "x"}, {"id": ""}, {"id": "x", "xx-1": "y"}, {"from": "P1D"},
    {"from": "PT1M", "to": "PT2M"}, [{"id": "o", "label": "L", "to": "s0"}], "document", "tool", "trailing\n", "a\n",
]  # fmt: skip
KEYS = [
    "",
    "x-",
    "x-new",
    "X-new",
    "id",
    "name",
    "to",
    "outcomes",
    "standart_time",
    "waits_for",
    "__class__",
    "same_row",
]


def places_of(value, at=()):
    yield at
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from places_of(inner, (*at, key))
    elif isinstance(value, list):
        for n, inner in enumerate(value):
            yield from places_of(inner, (*at, n))


@st.composite
def mutated(draw, bases=definitions(((1, 4),))):  # noqa: B008 - a strategy is a value
    """Return a sound definition with one thing changed somewhere."""
    whole = draw(st.just(json.loads(sopkit.dumps(sopkit.reference()))) | bases)
    whole = copy.deepcopy(whole)
    path = draw(st.sampled_from([at for at in places_of(whole) if at]))
    holder = whole
    for part in path[:-1]:
        holder = holder[part]
    how = draw(st.sampled_from(["replace", "replace", "delete", "add", "twice"]))
    if how == "replace":
        holder[path[-1]] = draw(st.sampled_from(JUNK))
    elif how == "delete":
        del holder[path[-1]]
    elif isinstance(holder, list):
        holder.append(copy.deepcopy(holder[path[-1]]) if how == "twice" else draw(st.sampled_from(JUNK)))
    else:
        holder[draw(st.sampled_from(KEYS))] = draw(st.sampled_from(JUNK))
    return whole


@given(definitions())
def test_writing_loses_nothing_of_what_was_read(whole):
    sop = sopkit.loads(json.dumps(whole))
    text = sopkit.dumps(sop)
    assert json.loads(text) == whole
    again = sopkit.loads(text)
    assert again == sop
    assert hash(again) == hash(sop)
    assert again.digest == sop.digest
    assert sopkit.dumps(again) == text
    assert pickle.loads(pickle.dumps(sop)) == sop


@given(definitions())
def test_the_digest_covers_what_a_case_depends_on_and_not_what_the_author_remarks(whole):
    digest = sopkit.loads(json.dumps(whole)).digest
    remarked = {**whole, "$schema": "other", "x-new": 1, "waive": [], "inferred": {"title": "Dibaca."}}
    assert sopkit.loads(json.dumps(remarked)).digest == digest
    reworded = copy.deepcopy(whole)
    reworded["steps"][0]["activity"] = "Lain sama sekali"
    assert sopkit.loads(json.dumps(reworded)).digest != digest


@given(mutated())
def test_the_quick_reader_accepts_exactly_what_schema_and_texts_accept(whole):
    if isinstance(whole, dict):
        slow = [*misshapen(whole), *texts(whole)]
        assert (build(whole) is not None) == (not slow), slow


@given(mutated(), st.sampled_from([None, 2]))
def test_a_changed_file_is_read_or_refused_with_sentences_and_places(whole, indent):
    text = json.dumps(whole, ensure_ascii=False, indent=indent)
    lines = text.split("\n")
    try:
        sop = sopkit.loads(text)
    except sopkit.DefinitionError as refused:
        assert 0 < len(refused.problems) <= refused.total
        assert sorted(refused.problems, key=lambda p: (p.line, p.column)) == list(refused.problems)
        for problem in refused.problems:
            assert problem.column <= len(lines[problem.line - 1]) + 1
            assert problem.message != problem.in_("id")
            assert "{" not in problem.message.replace("{ … }", "") + problem.hint
        assert pickle.loads(pickle.dumps(refused)) == refused
    else:
        assert sopkit.loads(sopkit.dumps(sop)) == sop
