"""The two samples of each rule: the bad one is the good one with one change, and exactly one finding more."""

from __future__ import annotations

import json

import pytest

import sopkit
from sopkit.checks import RULES, Rule, check
from sopkit.checks.scenes import BASE, SAMPLES

# rule → where it finds the fault of its bad sample
PLACES = {
    "reachable": "/steps/2/id",
    "end-reachable": "/ends/1/id",
    "can-finish": "/steps/1/id",
    "decision-two": "/steps/0/outcomes/1/label",
    "chain": "/steps/3/inputs/0",
    "output-consumed": "/steps/1/outputs/0",
    "document-used": "/documents/2/id",
    "total-equals-sum": "/printed_total",
    "fits-sla": "/steps/1/complete_within",
    "time-filled": "/steps/1/id",
    "actor-used": "/actors/1/id",
    "four-eyes-possible": "/steps/2/separate_from/0",
    "four-eyes-applies": "/steps/1/separate_from/0",
    "identity-complete": "/identity",
    "dates-order": "/identity/revised",
    "approver-full": "/identity/approved_by/id_number",
    "number-format": "/identity/number",
    "law-order": "/identity/legal_basis/3",
    "law-revoked": "/identity/legal_basis/1",
    "warning-form": "/identity/warnings/0",
    "record-present": "/identity/records/0",
    "actor-two": "/actors/0/id",
    "same-actor-check": "/steps/2/actor",
    "return-bounded": "/steps/1/outcomes/1",
    "return-near": "/steps/3/outcomes/1/to",
    "vertical-order": "/steps/2/number",
    "too-long": "/steps/17/id",
    "handoffs": "/steps/3/actor",
    "kelengkapan-filled": "/steps/2/id",
    "output-filled": "/steps/3/id",
    "output-changes": "/steps/3/outputs/0",
    "time-range": "/steps/2/standard_time",
    "time-unit-mix": "/steps/1/standard_time",
    "note-time-agrees": "/steps/1/note",
    "translation-missing": "/steps/1/activity",
    "verb-first": "/steps/0/activity",
    "vague-verb": "/steps/0/activity",
    "one-action": "/steps/1/activity",
    "decision-in-text": "/steps/0/activity",
    "text-length": "/steps/0/activity",
    "hari-ambiguous": "/steps/1/note",
    "actor-named-in-text": "/steps/1/activity",
    "actor-is-role": "/actors/1/name",
    "name-variants": "/documents/1/name",
    "final-product": "/title",
    "spelling": "/steps/0/activity",
    "inferred": "/steps/1/actor",
    "file-name": "/id",
    "profile-known": "/profile",
    "waiver-unused": "/waive/0/at",
    "rule-error": "",
}


def text(rule, kind):
    return (SAMPLES / f"{rule}.{kind}.json").read_text(encoding="utf-8")


def load(rule, kind):
    """A sample as if its file were called by its id, but for the bad sample of `file-name`, which is about that."""
    whole = text(rule, kind)
    name = f"{rule}.bad" if (rule, kind) == ("file-name", "bad") else json.loads(whole)["id"]
    return sopkit.loads(whole, file=f"sops/{name}.sop.json")


def breaks(survey):
    """A rule that breaks on the bad sample of `rule-error`."""
    if survey.sop.extra:
        raise ZeroDivisionError
    return ()


def differences(one, other):
    """The places at which two JSON values differ; a part that only one of them has counts as one."""
    if isinstance(one, dict) and isinstance(other, dict):
        for key in {**one, **other}:
            if key in one and key in other:
                yield from differences(one[key], other[key])
            else:
                yield key
    elif isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        for first, second in zip(one, other, strict=True):
            yield from differences(first, second)
    elif isinstance(one, list) and isinstance(other, list) and abs(len(one) - len(other)) == 1:
        yield from [()] if one == other[: len(one)] or other == one[: len(other)] else [(), ()]
    elif one != other:
        yield one


def test_every_rule_has_its_two_samples_and_no_sample_lacks_its_rule():
    names = {path.name for path in SAMPLES.glob("*.json")}
    assert set(PLACES) == set(RULES)
    # A search of the folder finds nothing that is wrong on purpose.
    assert [path.name for path in SAMPLES.rglob("*.sop.json")] == [f"{BASE}.sop.json"]
    assert names >= {f"{rule}.{kind}.json" for rule in RULES for kind in ("good", "bad")}


@pytest.mark.parametrize("rule", RULES)
def test_the_bad_sample_is_the_good_one_with_one_change(rule):
    changes = list(differences(json.loads(text(rule, "good")), json.loads(text(rule, "bad"))))
    assert len(changes) == (0 if rule == "file-name" else 1)


@pytest.mark.parametrize("rule", RULES)
def test_the_good_sample_has_no_findings(rule):
    assert check(load(rule, "good")) == ()


@pytest.mark.parametrize("rule", RULES)
def test_the_bad_sample_has_one_finding_of_the_rule_at_its_line(rule, monkeypatch):
    monkeypatch.setitem(RULES, "breaks", Rule(breaks))
    assert check(load(rule, "good")) == ()
    sop = load(rule, "bad")
    (finding,) = check(sop)
    assert finding.rule == rule
    assert finding.pointer == PLACES[rule]
    place = sop.places.of(PLACES[rule])
    assert (finding.line, finding.column) == (place.line, place.column)
    assert finding.file == sop.places.file


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("kind", ["good", "bad"])
def test_the_samples_are_tidy(rule, kind):
    assert sopkit.dumps(sopkit.loads(text(rule, kind))) == text(rule, kind)
