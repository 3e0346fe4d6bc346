"""
Of each mistake the reader tells the same facts, at the same place, with the same repair, as somebody once read and
found right: they stand in facts.json, which `python tests/test_facts.py` writes anew. Sentences are no part of it.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path

import attrs
import pytest

import sopkit
from test_reader import JSON_TABLE, TABLE, sound

APPROVED = Path(__file__).with_name("facts.json")
HINT = "if that is meant: run `python tests/test_facts.py`, and read what it changed in facts.json"
TYPED = [
    '{"a": /* 1 */ 1}',
    '{"a": 1,\n/ 2}',
    '{"a":\ufeff1}',
    '{"a": "b\n, "c": 1}',
    '"a\nb',
    '{"a": "x "yes" z"}',
    "[1,, 2]",
    "[1, X]",
    "[[1]",
    '{"a": [1], "b": 2',
    '[{"a": 1}, 2',
    '{\n "a": [\n  1,\n  2\n',
    '\n{"a": 1',
    '{"a": "[", "b": [1',
]


def texts():
    """Every text by its name: the mistakes of the reader's tables, each in the sound definition, and those above."""
    seen = Counter()
    for rule, pointer, change, _ in TABLE:
        whole = sound()
        change(whole)
        seen[rule, pointer] += 1
        yield f"{rule} {pointer} {seen[rule, pointer]}", json.dumps(whole, indent=1)
    for text in [*(text for *_, text in JSON_TABLE), *TYPED]:
        yield text, text


def told(text):
    try:
        sopkit.loads(text)
    except sopkit.DefinitionError as error:
        return [as_json(problem) for problem in error.problems]
    return []


def as_json(problem):
    values = attrs.asdict(problem, filter=lambda field, value: value and field.name not in ("severity", "fix"))
    values["_facts"] = problem.facts
    values["fix"] = [f"{edit.kind} {edit.pointer} {edit.text}" for edit in problem.fix]
    return json.loads(json.dumps({key.strip("_"): value for key, value in values.items() if value}))


TEXTS = dict(texts())


@pytest.mark.parametrize("name", TEXTS, ids=lambda name: re.sub(r"[^\w]+", "-", name))
def test_the_facts_about_a_mistake_are_as_they_were_approved(name):
    assert told(TEXTS[name]) == json.loads(APPROVED.read_text(encoding="utf-8")).get(name), HINT


def test_nothing_is_approved_that_is_not_tried():
    assert set(json.loads(APPROVED.read_text(encoding="utf-8"))) == set(TEXTS), HINT


if __name__ == "__main__":
    lines = (
        f"{json.dumps(name, ensure_ascii=False)}: [\n"
        + ",\n".join(json.dumps(one, ensure_ascii=False) for one in told(text))
        + "\n]"
        for name, text in TEXTS.items()
    )
    APPROVED.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")
