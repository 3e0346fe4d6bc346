"""`check` itself: order, broken rules, profiles, definitions made by hand, speed."""

from __future__ import annotations

import json
from collections import Counter
from importlib import resources
from time import process_time

import attrs
import pytest

import sopkit
from checks.tiny import out, sop, step, values
from sopkit.checks import BOOK_RULES, RULES, Found, Rule, check, installed
from sopkit.checks.profiles import severities

GOVERNMENT = ["permendagri-52-2011", "permenpan-35-2012"]


def test_the_reference_has_inferences_to_sign_off_and_wording_to_consider_and_nothing_else(recommendation_letter):
    findings = check(recommendation_letter)
    told = [finding for finding in findings if finding.waived is None]
    assert {finding.severity for finding in told} == {"hint"}
    assert Counter(finding.rule for finding in told) == {"inferred": 16, "one-action": 4, "vague-verb": 1}


def test_findings_come_in_the_order_of_the_file():
    whole = sop(step("a", "c"), step("b", inferred={"actor": "x"}), step("c", outputs="d"), documents="d e")
    assert [(one.rule, one.line) for one in check(whole)] == [
        ("document-used", 18), ("reachable", 31), ("inferred", 33), ("output-consumed", 45),
    ]  # fmt: skip


def test_a_rule_that_breaks_is_told_and_the_others_have_their_say(monkeypatch):
    def breaks(survey):
        yield Found("/title")
        raise KeyError(survey.sop.id)

    monkeypatch.setitem(RULES, "chain", Rule(breaks))
    findings = check(sop(step("a", inputs="d"), documents="d e"))
    assert [(one.rule, one.severity) for one in findings] == [("rule-error", "error"), ("document-used", "warning")]
    assert findings[0].facts == {"broken": "chain", "error": "KeyError"}


@pytest.mark.parametrize("rule", [name for name in RULES if name != "rule-error"])
def test_any_rule_may_break(rule, monkeypatch):
    monkeypatch.setitem(RULES, rule, attrs.evolve(RULES[rule], find=lambda survey: survey.nothing))
    monkeypatch.setitem(installed()["plain"]["severity"], rule, "hint")  # whatever plain leaves off is asked too
    findings = check(sop(step("a")))
    assert [finding.facts for finding in findings] == [{"broken": rule, "error": "AttributeError"}]


def test_a_rule_of_ones_own_is_a_warning_until_a_profile_rates_it(monkeypatch):
    monkeypatch.setitem(RULES, "house-style", Rule(lambda survey: [Found("/title")]))
    whole = sop(step("a"), waive=[{"rule": "house-style", "reason": "Lembar lama."}])
    assert [(one.rule, one.severity, one.waived) for one in check(whole)] == [
        ("house-style", "warning", "Lembar lama.")
    ]
    assert [one.rule for one in check(sop(step("a")))] == ["house-style"]


# profiles


def test_plain_rates_every_rule_and_the_others_say_what_differs():
    assert set(severities("plain")) == {*RULES, *BOOK_RULES}
    assert list(installed()) == ["plain", *GOVERNMENT]
    for name, profile in installed().items():
        assert set(profile["name"]) == {"id", "en"}
        assert set(severities(name).values()) <= {"error", "warning", "hint", "off"}
        beneath = severities(profile["builds_on"]) if "builds_on" in profile else {}
        assert [rule for rule, severity in profile["severity"].items() if severity == beneath.get(rule)] == []


def test_a_rule_that_a_profile_leaves_off_is_not_asked(monkeypatch):
    monkeypatch.setitem(RULES, "house-style", Rule(lambda survey: [Found("/title")]))
    monkeypatch.setitem(installed()["plain"]["severity"], "house-style", "off")
    whole = sop(step("a"), waive=[{"rule": "house-style", "reason": "Lembar lama."}])
    (finding,) = check(whole)
    assert (finding.rule, finding.variant) == ("waiver-unused", "off")


def test_profiles_are_tidy_json():
    for file in resources.files("sopkit").joinpath("profiles").iterdir():
        text = file.read_text(encoding="utf-8")
        assert text == json.dumps(json.loads(text), ensure_ascii=False, indent=2) + "\n"


@pytest.mark.parametrize(("profile", "severity"), [("plain", "hint"), *((name, "warning") for name in GOVERNMENT)])
def test_the_profile_of_a_definition_rates_its_findings(profile, severity):
    whole = sop({"id": "a", "activity": "A", "actor": "x"}, profile=profile)
    assert [one.severity for one in check(whole) if one.rule == "time-filled"] == [severity]


def test_an_unknown_profile_is_plain_with_a_warning():
    whole = sop({"id": "a", "activity": "A", "actor": "x"}, profile="permenpan-35")
    assert [(one.rule, one.severity) for one in check(whole)] == [("time-filled", "hint"), ("profile-known", "warning")]
    assert check(whole)[1].hint == 'did you mean "permenpan-35-2012"?'
    assert check(sop(step("a"), profile="kantor"))[0].facts["known"] == ("plain", *GOVERNMENT)


def test_a_profile_is_no_path():
    with pytest.raises(sopkit.DefinitionError):
        sop(step("a"), profile="../profiles/plain")


# made by hand, and large


def test_a_definition_made_by_hand_is_checked_at_no_place():
    by_hand = attrs.evolve(sop(step("a"), documents="d", file="a.json"), title=sopkit.Text("id", {"id": "Baru"}))
    (finding,) = check(by_hand)
    assert (finding.rule, finding.pointer, finding.file) == ("document-used", "/documents/0/id", "")
    assert (finding.line, finding.column) == (1, 1)


def test_an_unsound_definition_made_by_hand_is_refused():
    unsound = attrs.evolve(sop(step("a")), documents=(), steps=(sopkit.Step(id="a", actor="nobody"),))
    with pytest.raises(sopkit.DefinitionError):
        check(unsound)


def large(size, *, documents):
    """Every third step can go back, and every tenth may be anywhere next: loops in loops, everything passed on."""
    ids = [f"s{n}" for n in range(size)]
    steps = []
    for n, id in enumerate(ids):
        onward = ids[n + 1] if n + 1 < size else "end"
        one = step(id, inputs=f"d{(n - 1) % documents}", outputs=f"d{n % documents}", separate_from=[ids[n - 1]])
        if n % 3 == 0:
            one["outcomes"] = [out("ya", onward), out("tidak", ids[max(0, n - 5)]), out("lain", ids[n * 37 % size])]
        steps.append(one)
    return values(*steps, documents=" ".join(f"d{n}" for n in range(documents)))


def test_a_large_definition_is_checked_within_seconds_and_without_recursion():
    text = json.dumps(large(2_000, documents=2_000))
    whole = sopkit.loads(text)
    before = process_time()
    findings = check(whole)
    assert process_time() - before < 5  # some 0.2 in quiet; the rest is for busy machines
    assert {finding.rule for finding in findings} >= {"chain", "four-eyes-possible"}
    assert "rule-error" not in {finding.rule for finding in findings}
