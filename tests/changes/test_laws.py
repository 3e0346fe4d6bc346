"""Laws of comparing: what the digest counts is told, mirrored when the two change places."""

from __future__ import annotations

import copy
import json
from collections import Counter

import attrs
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import sopkit
from changes.versions import SMALL, WHOLE, keys, one_key, one_of_each, places, read, values, versions
from sopkit.testing import sops

MEANT_NOTHING = ("$schema", "waive", "inferred", "sopkit")
MIRROR = {"added": "removed", "removed": "added"}


@given(sops())
def test_nothing_changed_from_a_definition_to_itself(sop):
    same = sopkit.compare(sop, sopkit.loads(sopkit.dumps(sop)))
    assert same.changes == same.suggestions == same.warnings == same.beside == ()


@given(versions())
def test_something_changed_if_and_only_if_the_digest_did(pair):
    old, new = map(read, pair)
    assert (sopkit.compare(old, new).changes == ()) == (old.digest == new.digest)


@pytest.mark.parametrize(("family", "key"), one_of_each())
def test_each_key_of_the_schema_that_can_mean_otherwise_is_compared(family, key):
    """The first way to write the key otherwise that makes another digest makes a Change that names it."""
    if key in MEANT_NOTHING or (family and key == "id"):
        return  # told apart, or another thing
    objects = len(places(WHOLE))
    tried = []
    for n in range(objects):
        for value in values(WHOLE, key, keys(family)[key]):
            new = copy.deepcopy(WHOLE)
            thing, kind = places(new)[n]
            if kind == family:
                thing[key] = value
                tried += [sop for sop in [read(new)] if sop and sop.digest != read(WHOLE).digest]
    assert tried
    for new in tried:
        there, back = sopkit.compare(read(WHOLE), new), sopkit.compare(new, read(WHOLE))
        assert key in {change.key for change in there.changes}
        assert key in {change.key for change in back.changes}


@given(one_key())
def test_a_key_that_is_written_otherwise_is_named_if_it_means_otherwise(written):
    before, after, family, key = written
    old, new = read(before), read(after)
    assume(old and new)
    changes = sopkit.compare(old, new).changes
    if old.digest == new.digest or key in MEANT_NOTHING:
        assert changes == ()
        return
    named = [change for change in changes if change.key == key]
    assert named
    if key not in (
        "language",
        "same_row",
    ):  # words change their language with the first, numbers their row with the other
        assert len(changes) == 1
    for change in named:
        assert (change.step is None) == (family not in ("step", "outcome"))


@given(versions())
def test_what_changed_is_mirrored_when_the_two_change_places(pair):
    old, new = map(read, pair)
    there, back = sopkit.compare(old, new), sopkit.compare(new, old)
    assert Counter(map(told, there.changes)) == Counter(map(told, map(mirrored, back.changes)))
    assert set(there.suggestions) == {(b, a) for a, b in back.suggestions}
    assert there.beside == back.beside


def told(change):
    return attrs.astuple(change, recurse=False, filter=lambda field, _: field.name not in ("_facts", "_sentence"))


def mirrored(change):
    head, _, how = change.kind.rpartition("-")
    return attrs.evolve(
        change, kind=f"{head}-{MIRROR.get(how, how)}", old=change.new, new=change.old,
        old_number=change.new_number, new_number=change.old_number,
    )  # fmt: skip


@given(versions())
def test_every_sentence_can_be_said_in_both_languages(pair):
    compared = sopkit.compare(*map(read, pair))
    for change in compared.changes:
        for language in ("id", "en"):
            sentence = change.in_(language)
            assert sentence.startswith(change.where_in(language))
            assert change.part_in(language) and change.old_in(language) and change.new_in(language)
            assert (
                change.old_in(language) != change.new_in(language) or "rewritten" in change.kind or "row" in change.kind
            )
    assert str(compared).count("\n") >= len(compared.changes) - 1


@given(sops(SMALL), st.sampled_from(["waive", "inferred", "x-note", "$schema"]))
def test_what_is_no_part_of_the_meaning_is_told_apart(sop, key):
    values = {
        "waive": [{"rule": "spelling", "reason": "Lain."}], "inferred": {"title": "Ditafsirkan."}, "x-note": {"a": 7},
        "$schema": "lain.json",
    }  # fmt: skip
    whole = sop.to_json()
    compared = sopkit.compare(sop, read({**whole, key: values[key]}))
    assert compared.changes == ()
    assert compared.beside == (() if key == "$schema" else (key,))


@given(sops(SMALL), st.data())
def test_a_step_that_is_said_to_be_renamed_is_the_same_step(sop, data):
    step = data.draw(st.sampled_from(sop.steps)).id
    text = json.dumps(sop.to_json()).replace(f'"{step}"', f'"{step}-lain"')
    new = sopkit.loads(text)
    compared = sopkit.compare(sop, new, renamed={step: f"{step}-lain"})
    assert [change.kind for change in compared.changes] == ["step-renamed"]
    assert not compared.changes[0].bears_on_cases
    assert compared.suggestions == ()
    unsaid = sopkit.compare(sop, new)
    assert unsaid.suggestions == ((step, f"{step}-lain"),)


@given(sops(SMALL))
def test_the_way_a_file_is_written_does_not_matter(sop):
    whole = sop.to_json()
    backwards = dict(reversed(list(copy.deepcopy(whole).items())))
    assert sopkit.compare(sop, sopkit.loads(json.dumps(backwards, indent=7))).changes == ()
