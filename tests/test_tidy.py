"""What was typed comes into order, names become ids, and nothing is lost."""

from __future__ import annotations

import copy
import json
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

import sopkit
from sopkit.reader.build import KEYS
from sopkit.testing import definitions, sops
from sopkit.tidy import Lifted, tidied

KEY_WORDS = st.sampled_from([*{key for keys in KEYS.values() for key in keys if key}, "x-a", "lain", "en"])
WORDS = st.sampled_from(
    [
        "Surat",
        "surat",
        "SURAT  masuk",
        "surat-masuk",
        "ktp",
        "Selesai",
        "end",
        "役所",
        " ",
        "a",
        "Berkas lengkap sekali",
    ]
)
VALUES = st.recursive(
    WORDS | st.integers() | st.none() | st.booleans(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEY_WORDS, inner, max_size=5),
    max_leaves=25,
)
WHOLES = st.dictionaries(KEY_WORDS, VALUES, max_size=8)


def never(*names):
    raise AssertionError(names)


def leaves(value):
    if isinstance(value, dict):
        return [leaf for inner in value.values() for leaf in leaves(inner)]
    if isinstance(value, list):
        return [leaf for inner in value for leaf in leaves(inner)]
    return [" ".join(value.split()).casefold() if isinstance(value, str) else repr(value)]


def typed(tree, same=lambda *_: False):
    return json.dumps(tidied(tree, same=same)[0], ensure_ascii=False, indent=2) + "\n"


@given(sops())
def test_a_sound_definition_is_put_as_dumps_writes_it(sop):
    tree = json.loads(sop.places.text)
    values, lifted = tidied(tree, same=never)
    assert json.dumps(values, indent=2, ensure_ascii=False) + "\n" == sopkit.dumps(sop)
    assert lifted == []


@given(WHOLES, st.booleans())
def test_what_is_tidy_stays_as_it_is(tree, same):
    once = typed(tree, lambda *_: same)
    assert typed(json.loads(once), never) == once


@given(WHOLES)
def test_nothing_that_was_typed_is_lost(tree):
    before = copy.deepcopy(tree)
    values, _ = tidied(tree, same=lambda *_: False)
    assert tree == before
    assert set(leaves(tree)) <= set(leaves(values))
    others = {key: value for key, value in tree.items() if key not in KEYS[""]}
    assert {key: values[key] for key in others} == others
    assert [key for key in values if key in others] == list(others)


@given(definitions(((1, 8),)), st.randoms(use_true_random=False))
def test_names_in_the_place_of_ids_give_the_definition_back(whole, random):
    """Every actor and document by its name, in any capitals; declarations that say no more than the name are gone."""
    for key, word in (("actors", "Pelaksana"), ("documents", "Dokumen")):
        for thing in whole[key]:
            thing["name"] = f"{word} {thing['id']}"
            thing["id"] = thing["name"].lower().replace(" ", "-")
    sound = rewritten(whole, lambda key, one: f"{'pelaksana' if one.startswith('a') else 'dokumen'}-{one}")
    names = rewritten(
        whole,
        lambda key, one: random.choice([str.upper, str.title, str])(
            f"{'Pelaksana' if one.startswith('a') else 'Dokumen'} {one}"
        ),
    )
    names["documents"] = [thing for thing in names["documents"] if len(thing) > 2]
    names["documents"] = [{key: value for key, value in thing.items() if key != "id"} for thing in names["documents"]]
    values, lifted = tidied(names, same=lambda *_: False)
    expected, got = sopkit.loads(json.dumps(sound)), values
    assert Counter(item["id"] for item in got["documents"]) <= Counter(item.id for item in expected.documents)
    assert {one.key for one in lifted} <= {"documents"}
    assert got["steps"] == tidied(sound, same=never)[0]["steps"]


def rewritten(whole, name):
    """The definition with its references to actors and documents written otherwise."""
    whole = copy.deepcopy(whole)
    holders = [whole, *whole["steps"], *(outcome for step in whole["steps"] for outcome in step.get("outcomes", ()))]
    for holder in holders:
        for key in ("actor", "alternates", "participants", "cancel", "inputs", "outputs"):
            if key in holder:
                ids = holder[key]
                holder[key] = name(key, ids) if isinstance(ids, str) else [name(key, id) for id in ids]
    return whole


SURAT = {
    "actors": ["Pemohon", {"name": {"id": "Staf Umum", "en": "Clerk"}}],
    "steps": [
        {"activity": "Mengisi formulir", "actor": "pemohon", "inputs": ["KTP", " ktp"], "outputs": "Formulir"},
        {"actor": "CLERK", "activity": "Memeriksa", "inputs": ["formulir"], "separate_from": ["mengisi Formulir"],
         "outcomes": [{"label": "Ya", "to": "selesai"}, {"label": "Tidak", "to": "Mengisi formulir"}]},
    ],
}  # fmt: skip


def test_a_first_attempt_gets_its_ids():
    values, lifted = tidied(SURAT, same=never)
    assert [actor["id"] for actor in values["actors"]] == ["pemohon", "staf-umum"]
    assert values["documents"] == [{"id": "ktp", "name": "KTP"}, {"id": "formulir", "name": "Formulir"}]
    first, second = values["steps"]
    assert (first["id"], first["actor"], first["inputs"], first["outputs"]) == (
        "mengisi-formulir",
        "pemohon",
        ["ktp"],
        ["formulir"],
    )
    assert (second["actor"], second["inputs"], second["separate_from"]) == (
        "staf-umum",
        ["formulir"],
        ["mengisi-formulir"],
    )
    assert [(one["id"], one["to"]) for one in second["outcomes"]] == [("ya", "end"), ("tidak", "mengisi-formulir")]
    assert list(values) == ["actors", "documents", "steps"]
    assert list(second) == ["id", "activity", "actor", "inputs", "outcomes", "separate_from"]
    assert lifted == [Lifted("documents", "ktp", "KTP"), Lifted("documents", "formulir", "Formulir")]
    assert sopkit.loads(json.dumps({"sopkit": 1, "id": "surat", "version": "1", "title": "Surat", **values}))


@pytest.mark.parametrize(
    ("known", "new", "is_near"),
    [
        ("Berkas permohonan", "Berkas permohonan lengkap", True),
        ("Berkas permohonan lengkap", "berkas  permohonan", True),
        ("Surat rekomendasi", "Surat rekomdasi", True),
        ("Surat", "Surat rekomendasi", False),
        ("Formulir A", "Kartu B", False),
    ],
)
def test_names_that_read_nearly_alike_are_asked_about(known, new, is_near):
    asked = []
    tree = {"documents": [{"id": "d", "name": known}], "steps": [{"inputs": [new, known.upper(), new]}]}
    for answer in (False, True):
        values, lifted = tidied(tree, same=lambda *names, answer=answer: asked.append(names) or answer)
        assert len(lifted) == int(not (answer and is_near))
        assert values["steps"][0]["inputs"] == (["d"] if answer and is_near else [lifted[0].id, "d"])
    assert asked == [("documents", " ".join(new.split()), known)] * 2 * is_near  # once for each name


@pytest.mark.parametrize("said", ["surat-masuk", "surat", "ktp"])
def test_what_is_written_like_an_id_is_sooner_a_slip_where_others_are_declared(said):
    tree = {"documents": [{"id": "surat-keluar", "name": "Surat keluar"}], "steps": [{"inputs": [said]}]}
    assert tidied(tree, same=never) == (tree, [])
    tree = {
        "documents": [{"id": "d", "name": "KTP"}, {"id": "e", "name": "Surat masuk"}, {"id": "f", "name": "Surat"}],
        "steps": [{"inputs": [said]}],
    }
    assert tidied(tree, same=never)[0]["steps"][0]["inputs"] == [{"surat-masuk": "e", "surat": "f", "ktp": "d"}[said]]


def test_ids_that_are_there_are_never_given_again():
    tree = {
        "actors": [{"id": "kepala"}, {"name": "Kepala"}], "ends": [{"name": "Memeriksa"}, {"name": "Cancelled"}],
        "steps": [{"activity": "Memeriksa", "outcomes": [{"label": "Done"}, {"label": "done"}, {"label": "?"}]}, {"id": "memeriksa-2"}],
    }  # fmt: skip
    values, _ = tidied(tree, same=never)
    assert [actor["id"] for actor in values["actors"]] == ["kepala", "kepala-2"]
    assert [values["steps"][0]["id"], *(end["id"] for end in values["ends"])] == [
        "memeriksa",
        "memeriksa-3",
        "cancelled-2",
    ]
    assert [one["id"] for one in values["steps"][0]["outcomes"]] == ["done-2", "done-3", "outcome-3"]


def test_what_is_no_reference_is_left_for_the_check():
    tree = {"steps": [{"actor": 5, "inputs": {"a": 1}, "outputs": [None, " ", {"name": "Surat"}], "next": ["b"]}]}
    assert tidied(tree, same=never) == (tree, [])


def test_an_id_that_stands_twice_is_left_for_the_check():
    tree = {"documents": [{"id": "surat", "name": "Surat"}], "steps": [{"inputs": ["surat", "surat"]}]}
    assert tidied(tree, same=never)[0] == tree


def test_many_names_are_tidied_in_time():
    tree = {"steps": [{"inputs": [f"Surat nomor {n}" for n in range(m, m + 500)]} for m in range(0, 20_000, 500)]}
    assert len(tidied(tree, same=lambda *_: False)[1]) == 20_000
