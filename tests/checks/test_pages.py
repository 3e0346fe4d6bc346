"""Every rule, problem and refusal has its page: words in both languages, a severity, and samples that prove it."""

from __future__ import annotations

import inspect
import json
from pathlib import Path

import pytest

import sopkit
from sopkit import errors
from sopkit.checks import RULES, pages
from sopkit.checks.book import BOOK_RULES
from sopkit.checks.kept import definition
from sopkit.checks.scenes import BASE, SAMPLES, scene
from sopkit.reader import loads, schema_text
from sopkit.views.screen import Screen
from sopkit.views.stop import refused
from sopkit.wording import LANGUAGES, knows, say

WORDS = Path(sopkit.__file__).parent / "words" / "en" / "problems.json"
PROBLEMS = {code.split(".")[1] for code in json.loads(WORDS.read_text("utf-8")) if code.startswith("problem.")}
CODES = pages.codes()

# What no snippet of text can show: a limit, the bytes of a file, the model of a developer.
UNSHOWN = {
    "file-too-large", "not-utf-8", "too-many-steps", "too-many-values", "misshapen", "total-too-long", "name-clash",
    "file-unreadable", "no-object",
}  # fmt: skip
SNIPPETS = json.loads((SAMPLES / "problems.json").read_text("utf-8"))
TEXT = (SAMPLES / f"{BASE}.sop.json").read_text("utf-8")


def test_every_code_has_a_page_and_no_two_share_one():
    refusals = {
        kind.rule.fget(kind.__new__(kind))
        for _, kind in inspect.getmembers(errors, inspect.isclass)
        if issubclass(kind, errors.Refusal) and kind is not errors.Refusal
    }
    stores = {
        kind.rule.fget(kind.__new__(kind))
        for _, kind in inspect.getmembers(errors, inspect.isclass)
        if issubclass(kind, errors.StoreError) and kind not in (errors.StoreError, errors.OtherSchema)
    }
    by_kind = {kind: {code for code, one in CODES.items() if one == kind} for kind in pages.KINDS}
    assert by_kind["rule"] == RULES.keys() | BOOK_RULES.keys()
    assert by_kind["problem"] == PROBLEMS
    assert by_kind["refusal"] == refusals
    assert by_kind["store"] == stores | {"newer-schema", "older-schema"}
    assert len(CODES) == sum(map(len, by_kind.values()))


@pytest.mark.parametrize("code", CODES)
def test_every_code_has_its_words_in_both_languages(code):
    parts = ("short", "why", "source") if CODES[code] == "rule" else ("short", "why")
    for language in LANGUAGES:
        for part in parts:
            assert len(say(f"rule.{code}.{part}", language)) > 5
        assert "\n" not in say(f"rule.{code}.short", language)
        assert len(say(f"rule.{code}.short", language)) <= 110
        assert say(f"rule.{code}.short", language).endswith(".")
    assert say(f"rule.{code}.short", "id") != say(f"rule.{code}.short", "en")


@pytest.mark.parametrize("rule", [code for code, kind in CODES.items() if kind == "rule"])
def test_every_rule_has_a_topic_a_severity_in_each_profile_and_two_samples(rule):
    page = pages.page(rule)
    assert knows(f"topic.{page.topic}")
    assert page.severity.keys() == pages.rated(rule).keys()
    assert set(page.severity.values()) <= {"error", "warning", "hint", "off"}
    assert set(page.severity.values()) != {"off"}
    if rule == "rule-error":  # no sample can make a rule break
        return
    assert page.bad.found.rule == rule
    assert page.bad.found.line in {n for n, _, _ in page.bad.lines}
    assert page.good.found is None
    changed = [differs for one in (page.bad, page.good) for _, _, differs in one.lines]
    assert any(changed) or page.bad.file != page.good.file


@pytest.mark.parametrize("code", SNIPPETS)
def test_a_snippet_is_the_problem_and_its_good_side_is_none(code):
    snippet = SNIPPETS[code]
    if snippet is None:
        assert code in UNSHOWN | {"json-syntax.empty"}
        return
    here = snippet.get("at", snippet["good"])
    assert TEXT.count(here) == 1
    assert loads(TEXT.replace(here, snippet["good"]))
    with pytest.raises(sopkit.DefinitionError) as refused:
        loads(TEXT.replace(here, snippet["bad"]))
    (problem,) = refused.value.problems
    rule, _, variant = code.partition(".")
    assert problem.rule == rule
    assert variant in ("", problem.variant)
    shown = pages.page(code)
    assert shown.code == rule
    assert (shown.bad.found.rule, shown.bad.found.variant) == (rule, problem.variant)


def test_every_way_to_miss_json_has_a_snippet():
    told = json.loads(WORDS.read_text("utf-8"))
    variants = {code.split(".")[2] for code in told if code.startswith("problem.json-syntax.")}
    shown = {code.partition(".")[2] for code in SNIPPETS if code.startswith("json-syntax.")}
    assert variants == shown | {pages.page("json-syntax").bad.found.variant}


def test_the_sample_sop_is_sound_and_tidy():
    sop = loads(TEXT, file=f"{BASE}.sop.json")
    assert sopkit.check(sop) == ()
    assert sopkit.dumps(sop) == TEXT


@pytest.mark.parametrize("code", [code for code, kind in CODES.items() if kind == "refusal"])
def test_a_scene_ends_in_its_refusal_and_shows_what_is_possible(code):
    played = scene(code)
    assert played.refusal.rule == code
    assert played.good is not None or code == "case-closed"
    assert pages.page(code).scene == played


@pytest.mark.parametrize("code", [code for code, kind in CODES.items() if kind == "store"])
def test_what_a_store_refuses_has_an_example_that_can_be_told(code):
    example = pages.page(code).example
    assert example.rule == code
    told = [refused(example, definition(), Screen(language)) for language in LANGUAGES]
    assert told[0] != told[1]
    assert not any("{" in one or "+07:00" in one for one in told)


def test_a_scene_that_ends_in_no_refusal_is_a_mistake(monkeypatch):
    with pytest.raises(KeyError):
        scene("no-such-refusal")
    written = {"acts": {"ajukan": {"step": "ajukan", "by": "dewi", "actor": "pemohon"}}}
    written["samples"] = {"x": {"before": [], "bad": {"act": "ajukan"}, "good": None}}
    monkeypatch.setattr("sopkit.checks.scenes._written", lambda: written)
    with pytest.raises(LookupError):
        scene("x")


@pytest.mark.parametrize("code", [code for code, kind in CODES.items() if kind == "guaranteed"])
def test_what_needs_no_rule_names_the_keys_that_see_to_it(code):
    page = pages.page(code)
    schema = json.loads(schema_text())
    keys = {key for kind in [schema, *schema["$defs"].values()] for key in kind.get("properties", {})}
    assert set(page.keys) <= keys
    assert bool(page.keys) == (page.topic == "language")
    assert knows(f"explain.guaranteed.{page.topic}")


def test_a_sentence_of_a_rule_finds_the_page_of_the_rule():
    assert pages.page("chain.way") == pages.page("chain")
    assert pages.page("json-syntax.comma").bad != pages.page("json-syntax").bad
    with pytest.raises(KeyError):
        pages.page("no-such-code")


def test_every_topic_has_rules():
    assert {pages.topic(code) for code, kind in CODES.items() if kind == "rule"} == set(pages.TOPICS)
