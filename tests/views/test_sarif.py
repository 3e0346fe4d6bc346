"""SARIF, read back by models that are made from its schema and know nothing of the writer."""

from __future__ import annotations

import json
import re
from urllib.parse import unquote_to_bytes

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pydantic_sarif.model import StaticAnalysisResultsFormatSarifVersion210JsonSchema as Log

from sopkit.checks import Finding
from sopkit.edits import Edit, applied
from sopkit.errors import Problem
from sopkit.views.sarif import sarif

# Characters of every kind: what JSON escapes, what a URI escapes, what SARIF fills in or follows, and other scripts.
HOSTILE = st.text(
    st.characters(exclude_categories=["Cs"]) | st.sampled_from('%{}[]()\\"#?:,/\n\r\t\u2028役'), max_size=30
)
CHARACTERS = st.characters(exclude_characters="\0", exclude_categories=["Cs"]) | st.sampled_from("\udc80\udcff\ud800")
NAMES = st.text(CHARACTERS, min_size=1, max_size=20)


def read(found, texts=None, language="en"):
    """The one run of the log, after it has been written out and read back."""
    text = json.dumps(sarif(found, texts or {}, language=language, version="1.2.3"))
    (run,) = Log.model_validate_json(text).runs
    return run


def said(message):
    """What a reader of SARIF shows: pairs of braces are one, a bracket after a backslash is a bracket."""
    assert not set("{}") & set(message.replace("{{", "").replace("}}", ""))
    return message.replace("{{", "{").replace("}}", "}").replace("\\[", "[")


def problem(**more):
    return Problem(**{"rule": "unknown-key", "file": "a.sop.json", "facts": {"key": "x", "known": ("id",)}} | more)


@pytest.mark.parametrize(("severity", "level"), [("error", "error"), ("warning", "warning"), ("hint", "note")])
def test_a_finding_has_rule_level_place_and_sentence(severity, level):
    text = 'first\n  "titel": 1\n'
    run = read([problem(line=2, column=3, severity=severity)], {"a.sop.json": text})
    (result,) = run.results
    assert (result.ruleId, result.level.value, run.columnKind.value) == ("unknown-key", level, "unicodeCodePoints")
    assert run.tool.driver.rules[result.ruleIndex].id == result.ruleId
    assert (run.tool.driver.name, run.tool.driver.version, run.language) == ("sopkit", "1.2.3", "en")
    region = result.locations[0].physicalLocation.region
    assert (region.startLine, region.startColumn, region.endColumn) == (2, 3, 10)
    assert text.split("\n")[1][region.startColumn - 1 : region.endColumn - 1] == '"titel"'
    assert said(result.message.text).startswith('the key "x" is not known here\n→ known keys: id')


def test_a_rule_is_told_once_with_why_it_exists():
    run = read(
        [problem(), problem(), problem(rule="document-used", facts={"document": "d", "name": "D"})], language="id"
    )
    first, second = run.tool.driver.rules
    assert (first.id, second.id) == ("unknown-key", "document-used")
    assert second.shortDescription.text == "Setiap dokumen yang terdaftar disebut sebuah langkah."
    assert second.help.text == f"{second.fullDescription.text}\nDasar: praktik penyusunan SOP"
    assert "Dasar" not in first.help.text


def test_nothing_found_is_a_run_all_the_same():
    run = read([])
    assert (run.results, run.tool.driver.rules) == ([], [])


def test_what_is_waived_is_suppressed_with_its_reason():
    one = Finding(rule="inferred", file="a", facts={"key": "x", "whose": "y", "reason": "z"}, waived="Disahkan.")
    (result,) = read([one]).results
    assert [(one.kind.value, one.justification) for one in result.suppressions] == [("inSource", "Disahkan.")]


def test_a_file_that_cannot_be_read_has_no_line():
    (result,) = read([problem(rule="file-unreadable", facts={"why": "other"})]).results
    assert result.locations[0].physicalLocation.region is None


@given(HOSTILE.filter(lambda text: "\\[" not in text), HOSTILE.filter(lambda text: "\\[" not in text))
@example("[x](https://example.org)", "{0}")
def test_texts_from_a_file_come_back_as_they_were(key, known):
    (result,) = read([problem(facts={"key": key, "known": (known,)})]).results
    assert said(result.message.text).startswith(f'the key "{key}" is not known here\n→ known keys: {known};')
    assert not re.search(r"(?<!\\)\[[^\]]*\]\(", result.message.text)  # nothing that a reader would make a link of


@given(NAMES)
def test_any_name_of_a_file_is_a_uri(name):
    (result,) = read([problem(file=name)]).results
    uri = result.locations[0].physicalLocation.artifactLocation.uri
    assert uri.isascii()
    assert not set(' ?#[]\\"<>{}|^`') & set(uri)
    absolute = name.startswith("/")
    assert uri.startswith("file://") == absolute
    assert ":" not in uri.removeprefix("file:").split("/")[0]  # no name is taken for a scheme
    path = unquote_to_bytes(uri.removeprefix("file://") if absolute else uri)
    assert path == name.replace("\ud800", "\ufffd").encode("utf-8", "surrogateescape")


@pytest.mark.parametrize(
    "edits", [[Edit.put("/a", "PT10M")], [Edit.rename("/b", "c")], [Edit.remove("/a")], [Edit.put("/b", [])]]
)
def test_a_fix_is_one_replacement_that_makes_the_text_of_the_edits(edits):
    text = '{\n  "a": "10 menit",\n  "b": [\n    "役"\n  ]\n}\n'
    (result,) = read([problem(fix=tuple(edits))], {"a.sop.json": text}).results
    (fix,) = result.fixes
    (change,) = fix.artifactChanges
    (replaced,) = change.replacements
    region, starts = replaced.deletedRegion, [0]
    for line in text.split("\n"):
        starts.append(starts[-1] + len(line) + 1)
    begin = starts[region.startLine - 1] + region.startColumn - 1
    end = starts[region.endLine - 1] + region.endColumn - 1
    assert text[:begin] + replaced.insertedContent.text + text[end:] == applied(text, edits)


def test_what_is_not_listed_is_counted():
    log = sarif([], {}, "… and 30 more", language="en", version="1")
    (run,) = Log.model_validate(log).runs
    assert [one.message.text for one in run.invocations[0].toolExecutionNotifications] == ["… and 30 more"]
    assert read([]).invocations[0].toolExecutionNotifications == []
