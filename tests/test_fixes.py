"""Which problems of a file carry a fix, what it writes, and which leave the choice to a person."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings

from sopkit import DefinitionError, loads
from sopkit.edits import Edit, applied
from sopkit.reader.loading import MAX_BYTES
from sopkit.testing import definitions


def problems(text):
    with pytest.raises(DefinitionError) as refused:
        loads(text)
    return refused.value.problems


def tiny(**more):
    whole = {
        "sopkit": 1, "id": "kecil", "version": "1.0", "title": "Kecil", "actors": [{"id": "x", "name": "X"}], "documents": [{"id": "d", "name": "D"}],
        "steps": [{"id": "a", "activity": "Menulis", "actor": "x"}],
    }  # fmt: skip
    step = {key: more.pop(key) for key in ("standard_time", "inputs", "requires", "actor", "alternates") if key in more}
    return {**whole, "steps": [{**whole["steps"][0], **step}], **more}


CERTAIN = [
    ({"standard_time": "120 menit"}, "PT120M"),
    ({"standard_time": "2 hari kerja"}, "P2D"),
    ({"standard_time": "3 working days"}, "P3D"),
    ({"standard_time": "1,5 jam"}, "PT90M"),
    ({"standard_time": "pt30m"}, "PT30M"),
    ({"standard_time": "p3d"}, "P3D"),
    ({"standard_time": "P1D2H"}, "P1DT2H"),
    ({"standard_time": {"from": "10 menit", "to": "PT1H"}}, "PT10M"),
    ({"working_day": "7 jam 30 menit"}, "PT7H30M"),
    ({"identity": {"created": "5 Januari 2026"}}, "2026-01-05"),
    ({"identity": {"created": "05/08/2026"}}, "2026-08-05"),
    ({"identity": {"created": "25/8/2026"}, "language": "en"}, "2026-08-25"),
    ({"identity": {"created": "5 May 2026"}, "language": "en"}, "2026-05-05"),
    ({"sopkit": "1"}, 1),
    ({"requires": ["Reason"]}, "reason"),
    ({"requires": "reason"}, ["reason"]),
    ({"inputs": "d"}, ["d"]),
    ({"cancel": "x"}, ["x"]),
    ({"inputs": ["d", "d"]}, None),
    ({"title": "Ke\u200bcil"}, "Kecil"),
]


@pytest.mark.parametrize(("wrong", "right"), CERTAIN)
def test_what_can_be_meant_in_one_way_only_carries_its_fix(wrong, right):
    text = json.dumps(tiny(**wrong), ensure_ascii=False)
    (problem,) = problems(text)
    (edit,) = problem.fix
    assert edit == (Edit.remove(problem.pointer) if right is None else Edit.put(problem.pointer, right))
    assert loads(applied(text, problem.fix))


OPEN = [
    {"standard_time": 120}, {"standard_time": "120"}, {"standard_time": "P30M"}, {"standard_time": "2 hari"},
    {"standard_time": "2 days"}, {"standard_time": "1.200 menit"}, {"standard_time": "sebentar"},
    {"complete_within": "2 minggu"}, {"working_day": "5"}, {"identity": {"created": "5/8/2026"}, "language": "en"},
    {"identity": {"created": "31/2/2026"}}, {"actor": "y"}, {"actor": "X"}, {"alternates": [5]}, {"requires": ["reasons"]},
    {"titel": "Kecil"}, {"sopkit": "1.0"}, {"sopkit": True}, {"title": "a\u202eb"}, {"title": 5}, {"inputs": "D, E"},
]  # fmt: skip


@pytest.mark.parametrize("wrong", OPEN)
def test_what_may_be_meant_in_two_ways_is_left_to_a_person(wrong):
    assert all(problem.fix == () for problem in problems(json.dumps(tiny(**wrong))))


def test_a_value_that_a_later_key_replaced_is_not_mended_in_its_place():
    text = json.dumps(tiny())
    for twice in ('"x-a": {"b": "\u200bc"}, "title": {"id": "\u200bc"}', '"title": "\u200bc"'):
        found = problems("{" + twice + ", " + text[1:])
        assert "character-unprintable" in {problem.rule for problem in found}
        assert all(problem.fix == () for problem in found)


@settings(max_examples=25)
@given(definitions(((1, 8),)))
def test_mending_every_time_that_was_written_in_words_gives_the_definition_back(whole):
    sound = json.dumps(whole)
    words = sound.replace('"PT10M"', '"10 menit"').replace('"P3D"', '"3 hari kerja"').replace('"PT120M"', '"120 Menit"')
    for _ in range(len(words) // 8):
        try:
            again = loads(words)
        except DefinitionError as error:
            words = applied(words, [edit for problem in error.problems for edit in problem.fix])
        else:
            break
    assert len(words) < MAX_BYTES
    assert again == loads(sound)
