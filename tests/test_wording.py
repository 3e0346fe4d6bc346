"""Both languages say everything, and say it with the same facts."""

from __future__ import annotations

import json
import string
from importlib import resources

import pytest

from sopkit import wording


def words(language):
    return json.loads(resources.files("sopkit").joinpath("words", f"{language}.json").read_text(encoding="utf-8"))


def fields(sentence):
    return {(name, spec) for _, name, spec, _ in string.Formatter().parse(sentence) if name}


def test_both_languages_have_the_same_sentences_about_the_same_facts():
    indonesian, english = words("id"), words("en")
    assert list(indonesian) == list(english)
    for code, sentence in indonesian.items():
        assert {name for name, _ in fields(sentence)} == {name for name, _ in fields(english[code])}, code
        assert sentence.strip()


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
