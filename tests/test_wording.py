"""Both languages say everything, and say it with the same facts."""

from __future__ import annotations

import json
import string
from datetime import date
from pathlib import Path

import pytest

from sopkit import wording


def words(language):
    """Each file of a language, and what it says."""
    folder = Path(wording.__file__).parent / "words" / language
    return {path.name: json.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.json"))}


def fields(sentence):
    return {(name, spec) for _, name, spec, _ in string.Formatter().parse(sentence) if name}


def test_both_languages_have_the_same_sentences_about_the_same_facts():
    indonesian, english = words("id"), words("en")
    assert list(indonesian) == list(english)
    for name, sentences in indonesian.items():
        assert list(sentences) == list(english[name])
        for code, sentence in sentences.items():
            assert {one for one, _ in fields(sentence)} == {one for one, _ in fields(english[name][code])}, code
            assert sentence.strip()


def test_no_sentence_is_written_twice():
    codes = [code for sentences in words("en").values() for code in sentences]
    assert len(set(codes)) == len(codes)


def test_a_tuple_is_said_as_a_list():
    assert wording.listed(("a", "b", "c"), "id") == "a, b atau c"
    assert wording.listed(("a",), "en") == "a"
    assert wording.listed((), "en") == "–"


def test_facts_are_filled_in_and_never_interpreted():
    said = wording.say("problem.target-exists", "en", kind="actor", id="{0.__class__} {kind}")
    assert said == 'there is no actor "{0.__class__} {kind}"'


def test_another_language_is_answered_in_english():
    assert wording.say("outcome.done", "jv") == "Done"
    assert wording.knows("outcome.done")
    assert not wording.knows("outcome.lost")
    with pytest.raises(KeyError):
        wording.say("outcome.lost", "en")


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({"LANG": "id_ID.UTF-8"}, "id"),
        ({"LC_MESSAGES": "ID", "LANG": "en_GB.UTF-8"}, "id"),
        ({"LC_ALL": "id", "LC_MESSAGES": "en", "LANG": "en"}, "id"),
        ({"LC_ALL": "C", "LC_MESSAGES": "id", "LANG": "id"}, "en"),
        ({"LC_ALL": "", "LANG": "id"}, "id"),
        ({}, "en"),
    ],
)
def test_people_are_addressed_as_their_environment_says(environment, language):
    assert wording.language_of(environment) == language


def test_a_day_is_said_in_words():
    assert wording.dated(date(2026, 1, 5), "id") == "5 Januari 2026"
    assert wording.dated(date(2026, 8, 17), "en") == "17 August 2026"


def test_a_list_in_a_sentence_is_joined_in_its_language():
    assert wording.listed(("a", "b"), "id") == "a atau b"
    assert wording.listed((1, 2, 3), "en") == "1, 2 or 3"
