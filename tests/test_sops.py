"""Each definition that ships: sound, in its written form, without findings, every outcome taken by played paths."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

import sopkit
from sopkit.reader import schema_text

ROOT = Path(__file__).parents[1]
FILES = sorted([*ROOT.glob("sops/*.sop.json"), *ROOT.glob("examples/*.sop.json")])
NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_it_is_written_as_sopkit_writes_it(path):
    text = path.read_text(encoding="utf-8")
    assert sopkit.dumps(sopkit.loads(text)) == text


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_it_has_no_finding_but_hints_and_what_it_waives(path):
    findings = sopkit.check(sopkit.load(path))
    assert [f for f in findings if f.severity != "hint" and f.waived is None] == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_covering_paths_take_every_outcome_and_play_to_an_end(path):
    sop = sopkit.load(path)
    taken = set()
    for way in sopkit.covering_paths(sop):
        case = sopkit.start(sop, "K-1", at=NOON)
        for n, (step, outcome) in enumerate(way):
            able = [sopkit.Person(f"p{n}", actors={actor}) for actor in sop.step(step).actors]
            outputs = {document.id: "ref" for document in sop.documents}
            case = case.complete(step, outcome, by=able[0], at=NOON, reason="Sebab", outputs=outputs)
            taken.add((step, outcome))
        assert case.end == way.end
    assert taken == {(step.id, outcome) for step in sop.steps for outcome, _ in sop.ways(step)}


def keys(value, schema, whole, name="file"):
    """The (object, key) pairs of the schema that a value uses, `x-` standing for every key of one's own."""
    if "$ref" in schema:
        name = schema["$ref"].removeprefix("#/$defs/")
        schema = whole["$defs"][name]
    if isinstance(value, list):
        return {pair for part in value for pair in keys(part, schema["items"], whole)}
    if not isinstance(value, dict) or "properties" not in schema:
        return set()
    known = {key: part for key, part in value.items() if key in schema["properties"]}
    used = {(name, key) for key in known} | {(name, "x-") for key in value.keys() - known.keys()}
    return used.union(*(keys(part, schema["properties"][key], whole, name) for key, part in known.items()))


def test_the_examples_use_every_key_and_every_word_of_the_language():
    schema = json.loads(schema_text())
    objects = {"file": schema, **{name: kind for name, kind in schema["$defs"].items() if "properties" in kind}}
    examples = [path.read_text(encoding="utf-8") for path in ROOT.glob("examples/*.sop.json")]
    used = set().union(*(keys(json.loads(text), schema, schema) for text in examples))
    assert {(name, key) for name, kind in objects.items() for key in kind["properties"]} - used == set()
    assert ("file", "x-") in used
    for word in ('"kind": "tool"', '"reason"', '"outputs": []', '"language": "en"', '"printed_total": {'):
        assert any(word in text for text in examples), word
    counts = {len(step.outcomes) for text in examples for step in sopkit.loads(text).steps}
    assert {0, 2, 3} <= counts


def test_the_numbers_of_the_reference(recommendation_letter):
    for returns, number in ((0, 1), (1, 25), (2, 361)):
        assert sopkit.count_paths(recommendation_letter, returns=returns) == number
        assert sum(1 for _ in sopkit.paths(recommendation_letter, returns=returns)) == number
    sizes = [len(sopkit.covering_paths(recommendation_letter, returns=n)) for n in (1, 2, None)]
    assert sizes == [4, 2, 1]


def test_every_text_of_the_reference_stands_in_the_table_it_was_taken_from(recommendation_letter):
    seed = ROOT.parent / "shared" / "seed" / "sop-rekomendasi-izin-usaha-industri.txt"
    if not seed.exists():
        pytest.skip("the table the reference was taken from lies outside this repository")
    table = seed.read_text(encoding="utf-8")
    sop = recommendation_letter
    texts = [step.activity for step in sop.steps] + [d.name for d in sop.documents] + [s.note for s in sop.steps]
    for text in [sop.title, *texts]:
        assert str(text) in table
    for actor in sop.actors:
        assert str(actor.name) in table
