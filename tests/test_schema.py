"""The schema is closed, open to x-, and explains every key to whoever hovers over it."""

from __future__ import annotations

import json

import jsonschema
import pytest

from sopkit.reader import MAX_STEPS, schema_text

SCHEMA = json.loads(schema_text())
OBJECTS = {"": SCHEMA, **{name: d for name, d in SCHEMA["$defs"].items() if "properties" in d}}


def keys():
    for name, kind in OBJECTS.items():
        for key, schema in kind["properties"].items():
            whole = SCHEMA["$defs"][schema["$ref"].removeprefix("#/$defs/")] | schema if "$ref" in schema else schema
            yield pytest.param(whole, id=f"{name}.{key}")


def test_it_is_a_sound_schema_of_2020_12():
    assert SCHEMA["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("key", list(keys()))
def test_every_key_has_a_title_a_description_and_examples_that_hold(key):
    assert key["title"]
    assert key["description"].endswith(".")
    validator = jsonschema.Draft202012Validator({**key, "$defs": SCHEMA["$defs"]})
    assert key["examples"]
    for example in key["examples"]:
        assert not list(validator.iter_errors(example)), example


@pytest.mark.parametrize("name", OBJECTS)
def test_every_object_is_closed_but_for_x(name):
    kind = OBJECTS[name]
    assert kind["additionalProperties"] is False
    assert kind["patternProperties"] == {"^x-": True}
    assert "inferred" in kind["properties"]


def test_no_error_can_speak_of_alternatives():
    assert "oneOf" not in schema_text()
    assert "anyOf" not in schema_text()


def test_the_limit_of_steps_is_the_reader_s():
    assert SCHEMA["properties"]["steps"]["maxItems"] == MAX_STEPS
