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
from test_reader import JSON_TABLE, O0, S0, S1, TABLE, changed, sound

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


MEANT = {
    "a key with dashes": changed(*S0, "standard_time", rename="Standard-Time"),
    "a key with blanks": changed(*S0, "standard_time", rename=" standard time "),
    "a word of the sheet with a dash": changed(*S0, "standard_time", rename="Waktu-Baku"),
    "words of the sheet": changed(*S0, "activity", rename="Uraian Kegiatan"),
    "an actor called as the only end is": [changed("ends", drop=True), changed(*S1, "outcomes", 2, "to", to="end"), changed(*O0, "to", to="end"), changed(*S0, "actor", to="Selesai")],
    "a numbered actor": changed(*S0, "actor", to="1. Pegawai"),
    "an id with a number": changed(*S0, "id", to="Ajukan 2"),
    "a long id": changed(*S0, "id", to="A" * 63 + " b"),
    "an id of accents": changed(*S0, "id", to="Café"),
    "an id without letters": changed(*S0, "id", to="123"),
    "an actor in another language": [
        changed("actors", 1, "name", to={"id": "Atasan", "en": "Superior"}),
        changed(*S0, "actor", to="Superior"),
    ],
    "a step by its activity": changed(*O0, "to", to="Mengajukan cuti"),
    "a step by its number": [changed(*S0, "number", to="1a"), changed(*O0, "to", to="1a")],
    "a step by its row": changed(*O0, "to", to="2"),
    "an end by the usual name": [changed("ends", drop=True), changed(*S1, "outcomes", 2, "to", to="end"), changed(*O0, "to", to="Selesai")],
    "an end among several": changed(*O0, "to", to="Selesai"),
    "an actor called as an end is": changed(*S0, "actor", to="Selesai"),
    "a day in english, day first": [changed("language", to="en"), changed("identity", to={"created": "13/5/2026"})],
    "a day in english, either": [changed("language", to="en"), changed("identity", to={"created": "12/5/2026"})],
    "a day in english, the same": [changed("language", to="en"), changed("identity", to={"created": "5/5/2026"})],
    "a day in english, in words": [changed("language", to="en"), changed("identity", to={"created": "5 March 2026"})],
    "days that no calendar has": changed("identity", to={"revised": "2026-02-30", "effective": "2026-13-01"}),
    "a day that is none": changed("identity", to={"revised": "2026-02-30 pagi hari sekali"}),
    "minutes and seconds": changed(*S0, "standard_time", to="1 menit 30 detik"),
    "less than two hours": changed(*S0, "standard_time", to="1 jam 59 menit"),
    "more than two hours": changed(*S0, "standard_time", to="2 jam 1 menit"),
    "a day and hours": changed(*S0, "standard_time", to="1 hari 2 jam"),
    "a part of an hour": changed(*S0, "standard_time", to="1,5 jam"),
    "many minutes": changed(*S0, "standard_time", to="999999 menit"),
    "thousands": changed(*S0, "standard_time", to="1.200 menit"),
    "a bare number": changed(*S0, "standard_time", to="30"),
    "calendar days or others": changed(*S0, "standard_time", to="2 hari"),
    "working days": changed(*S0, "standard_time", to="2 hari kerja"),
    "minutes or months": changed(*S0, "standard_time", to="P30M"),
    "a word in capitals": changed("documents", 0, "kind", to=" Tool "),
    "one word for a list": changed(*S1, "inputs", to="formulir"),
    "one demand for a list": changed(*S1, "requires", to="outputs"),
    "one actor for a list": changed(*S0, "actor", to=["pegawai"]),
    "what nobody sees": changed("title", to="Pem\u200bberian"),
    "what is obeyed": changed("title", to="Pem\u202eberian"),
    "a language with a slip": changed("title", to={"ID": "x"}),
    "a text in its own language": [changed("language", to="en"), changed("title", to={"english": "x"})],
    "many things that are like it": [
        changed("actors", to=[{"id": f"{letter}-{n}", "name": "X"} for n in range(160) for letter in "ab"]),
        changed(*S0, "actor", to="b-1590"),
        changed(*S1, "actor", to="a-1"),
    ],
    "nothing like it": changed(*S0, "actor", to="zzzzzzz"),
    "several mistakes": [
        changed(*S0, "activity", rename="aktivitas"),
        changed(*S1, "actor", to="atasn"),
        changed(*O0, "to", to="trbit"),
        changed("version", to=1),
        changed("ends", 0, "x-y", to=1e400),
    ],
    "an id that is wrong, and who refers to it": [changed("actors", 0, "id", to="Pegawai"), changed(*S0, "actor", to="Pegawai")],
    "a list with a wrong key, and who refers to it": [changed("actors", rename="aktor"), changed(*S0, "x-y", to=1)],
    "a later version, and other mistakes": [changed("sopkit", to=2), changed("title", to=5)],
    "a key of x-, and one that is not": [changed("x-mine", to=1), changed("xmine", to=1)],
    "a return to its own step that demands outputs": [changed(*S1, "outcomes", 1, "to", to="putuskan"), changed(*S1, "outcomes", 1, "requires", to=["outputs"])],
    "steps that are no list": changed("steps", to="x"),
    "ends that are no list": changed("ends", to="x"),
    "a range of days": changed(*S0, "standard_time", to={"from": "P1D", "to": "PT7H30M"}),
    "a range that rises": [changed(*S0, "standard_time", to={"from": "PT7H", "to": "P1D"}), changed("title", to=5)],
    "a working day of eight hours": [changed("working_day", to="PT8H"), changed(*S0, "standard_time", to={"from": "PT8H", "to": "P1D"})],
    "a working day of a whole day": [changed("working_day", to="PT24H"), changed("title", to=5)],
}  # fmt: skip


def texts():
    """Every text by its name: the mistakes of the reader's tables, each in the sound definition, and those above."""
    seen = Counter()
    for rule, pointer, change, _ in TABLE:
        seen[rule, pointer] += 1
        yield f"{rule} {pointer} {seen[rule, pointer]}", with_all([change])
    for name, change in MEANT.items():
        yield name, with_all(change if isinstance(change, list) else [change])
    for text in [*(text for *_, text in JSON_TABLE), *TYPED]:
        yield text, text


def with_all(changes):
    whole = sound()
    for change in changes:
        change(whole)
    return json.dumps(whole, indent=1)


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
