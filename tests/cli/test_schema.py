"""The schema that editors get: it accepts the same files, and an editor shows our words for it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

import sopkit
from sopkit import wording
from sopkit.cli.schema import for_editors
from sopkit.reader import schema_text
from sopkit.testing import sops

ROOT = Path(__file__).parents[2]
SCHEMA = json.loads(schema_text())
NODE = ROOT / "tests" / "node"


CASES = json.loads(schema_text("cases"))


def printed(run, language, *which):
    return json.loads(run("schema", *which, "--lang", language).stdout)


def told(part, at="schema"):
    """Every title and description of the schema, by its place."""
    for key, value in part.items() if isinstance(part, dict) else ():
        if key in ("title", "description") and isinstance(value, str):
            yield f"{at}/{key}", value
        elif key not in ("examples", "default"):
            yield from told(value, f"{at}/{key}")


@pytest.mark.parametrize(("schema", "at", "name"), [(SCHEMA, "schema", "schema"), (CASES, "cases", "cases-schema")])
def test_the_words_for_editors_are_those_of_the_schema(schema, at, name):
    path = Path(wording.__file__).parent / "words" / "en" / f"{name}.json"
    assert json.loads(path.read_text(encoding="utf-8")) == dict(told(schema, at))


@pytest.mark.parametrize("language", ["id", "en"])
def test_the_schema_of_examples_is_printed_in_the_reader_s_words(run, language):
    schema = printed(run, language, "cases")
    jsonschema.Draft202012Validator.check_schema(schema)
    assert '"$ref"' not in json.dumps(schema)
    act = schema["properties"]["cases"]["items"]["properties"]["acts"]["items"]
    assert act["properties"]["by"]["description"] == wording.say("cases/$defs/act/properties/by/description", language)
    assert printed(run, language, "sop") == printed(run, language)


def test_the_schema_of_examples_accepts_the_examples_that_ship(run):
    validator = jsonschema.Draft202012Validator(printed(run, "id", "cases"))
    for path in (ROOT / "sops").glob("*.cases.json"):
        assert not list(validator.iter_errors(json.loads(path.read_text(encoding="utf-8")))), path.name


@pytest.mark.parametrize("language", ["id", "en"])
def test_each_key_holds_its_own_words_and_no_reference_is_left(run, language):
    schema = printed(run, language)
    jsonschema.Draft202012Validator.check_schema(schema)
    assert '"$ref"' not in json.dumps(schema)
    actor = schema["properties"]["steps"]["items"]["properties"]["actor"]
    assert actor["description"] == wording.say("schema/$defs/step/properties/actor/description", language)
    assert actor["patternErrorMessage"] == wording.say("schema/$defs/id/description", language)


@given(sops(), st.data())
def test_it_accepts_a_file_exactly_when_the_schema_does(sop, data):
    value = json.loads(sopkit.dumps(sop))
    spoiled = data.draw(st.sampled_from([value, *value["steps"], *value["documents"], *value["actors"]]))
    key = data.draw(st.sampled_from([*spoiled, "unknown"]))
    spoiled[key] = data.draw(st.sampled_from([spoiled.get(key), None, 1, "", "P1D", [], {"from": "P1D"}]))
    one, other = (jsonschema.Draft202012Validator(schema) for schema in (SCHEMA, for_editors(SCHEMA, "id")))
    assert one.is_valid(value) == other.is_valid(value)


@pytest.fixture(scope="module")
def look():
    """Show an editor's language server a schema and texts, and return what it answers for each."""
    if not (shutil.which("node") and (NODE / "node_modules" / "vscode-json-languageservice").exists()):
        if os.environ.get("CI"):
            pytest.fail("node or its packages are missing: `make .venv/node` installs them")
        pytest.skip("needs node and its packages: `make .venv/node` installs them")

    def asked(schema, *texts):
        given = json.dumps({"schema": json.dumps(schema), "texts": texts})
        done = subprocess.run(
            ["node", str(NODE / "editor.mjs")],
            input=given,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=True,
        )
        return json.loads(done.stdout)

    return asked


@pytest.mark.parametrize("language", ["id", "en"])
def test_hovering_a_key_explains_it_in_our_words(run, look, language):
    text = (ROOT / "examples" / "cuti-akademik.sop.json").read_text(encoding="utf-8")
    places = {
        "title": "properties/title",
        "actors": "properties/actors",
        "standard_time": "$defs/step/properties/standard_time",
        "same_row": "$defs/step/properties/same_row",
        "from": "$defs/time/properties/from",
        "at_most": "$defs/outcome/properties/at_most",
        "supplied_by": "$defs/document/properties/supplied_by",
    }
    answers = look(printed(run, language), *(text.replace(f'"{key}"', f'"¦{key}"', 1) for key in places))
    for place, answer in zip(places.values(), answers, strict=True):
        title, description = (wording.say(f"schema/{place}/{what}", language) for what in ("title", "description"))
        assert answer["hover"].split() == f"{title} {description}".split()
        assert answer["problems"] == []


@pytest.mark.parametrize(("page", "language"), [("editor.md", "en"), ("editor.id.md", "id")])
def test_the_how_to_quotes_what_hovering_says(page, language):
    said = wording.say("schema/$defs/step/properties/separate_from/description", language)
    assert f'"{said}"' in (ROOT / "docs" / "howto" / page).read_text(encoding="utf-8")


def test_completing_offers_our_keys_and_values_with_our_words(run, look):
    file, step, outcome, needs, kind, profile = look(
        printed(run, "id"),
        '{"sopkit": 1, ¦}',
        '{"steps": [{"id": "periksa", ¦}]}',
        '{"steps": [{"outcomes": [{¦}]}]}',
        '{"steps": [{"requires": ["¦"]}]}',
        '{"documents": [{"kind": ¦}]}',
        '{"profile": ¦}',
    )
    assert file["offered"].keys() == SCHEMA["properties"].keys() - {"sopkit"}
    assert step["offered"].keys() == SCHEMA["$defs"]["step"]["properties"].keys() - {"id"}
    assert step["offered"]["actor"] == wording.say("schema/$defs/step/properties/actor/description", "id")
    assert outcome["offered"].keys() == SCHEMA["$defs"]["outcome"]["properties"].keys()
    assert needs["offered"].keys() == {'"reason"', '"outputs"'}
    assert kind["offered"].keys() == {'"document"', '"tool"'}
    assert '"permenpan-35-2012"' in profile["offered"]


def test_an_editor_flags_what_the_language_forbids(run, look):
    text = (ROOT / "examples" / "cuti-akademik.sop.json").read_text(encoding="utf-8")
    unknown, mistimed, missing = look(
        printed(run, "id"),
        text.replace('"question"', '"qestion"', 1),
        text.replace('"PT30M"', '"30 menit"', 1),
        text.replace('"version"', '"x-version"', 1),
    )
    lines = text.splitlines()
    ((line, said),) = unknown["problems"]
    assert '"question"' in lines[line]
    assert "qestion" in said
    ((line, said),) = mistimed["problems"]
    assert '"PT30M"' in lines[line]
    assert said == wording.say("schema/$defs/time/description", "id")
    assert "version" in missing["problems"][0][1]
