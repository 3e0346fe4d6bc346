"""Waivers: what they silence, what they cannot, and that none is left behind in silence."""

from __future__ import annotations

import json

import pytest

import sopkit
from checks.tiny import decision, out, sop, step
from sopkit.checks import RULES, Rule, check
from sopkit.edits import applied


def waive(rule, at=None, reason="Diterima."):
    return {"rule": rule, "reason": reason} | ({} if at is None else {"at": at})


def told(*waivers, **more):
    """(rule, waived) of each finding on two outputs that nobody takes and an actor without a part."""
    whole = {
        "documents": "d e",
        "actors": [{"id": "x", "name": "X"}, {"id": "y", "name": "Y"}],
        "waive": list(waivers),
        **more,
    }
    findings = check(sop(step("a", outputs="d"), decision("b", out("o", "end", outputs=["e"]), out("p", "a")), **whole))
    return [(finding.pointer, finding.waived) for finding in findings]


OPEN = [("/actors/1/id", None), ("/steps/0/outputs/0", None), ("/steps/1/outcomes/0/outputs/0", None)]


def test_without_waivers_nothing_is_waived():
    assert told() == OPEN


def test_a_waiver_without_a_place_silences_its_rule_everywhere_and_no_other():
    assert told(waive("output-consumed")) == [OPEN[0], (OPEN[1][0], "Diterima."), (OPEN[2][0], "Diterima.")]


@pytest.mark.parametrize(("at", "silenced"), [("a", 1), ("d", 1), ("b", 2), ("o", 2), ("e", 2)])
def test_a_waiver_silences_at_any_id_that_the_finding_concerns(at, silenced):
    assert told(waive("output-consumed", at)) == [
        (pointer, "Diterima." if n == silenced else None) for n, (pointer, _) in enumerate(OPEN)
    ]


def test_a_waiver_is_about_actors_too():
    assert told(waive("actor-used", "y"))[0] == ("/actors/1/id", "Diterima.")


def test_the_reason_is_that_of_the_waiver_for_the_place():
    both = [waive("output-consumed", reason="Di mana-mana."), waive("output-consumed", "a", reason="Di sini.")]
    assert [reason for _, reason in told(*both)] == [None, "Di sini.", "Di mana-mana."]
    assert [reason for _, reason in told(*reversed(both))] == [None, "Di sini.", "Di mana-mana."]


def test_the_reason_is_told_in_the_language_of_the_definition():
    said = waive("actor-used", reason={"id": "Nanti.", "en": "Later."})
    assert told(said)[0][1] == "Nanti."


def test_a_waiver_that_silences_nothing_is_found_and_a_foreign_one_is_not():
    assert told(waive("offpage-pairs"), waive("crossing", "a")) == OPEN
    assert told(waive("chain"))[3:] == [("/waive/0/rule", None)]
    assert told(waive("output-consumed", "p"))[3:] == [("/waive/0/at", None)]


def test_a_wrong_id_is_told_the_likely_one():
    whole = sop(step("terima-berkas"), waive=[waive("chain", "terima-bekas")])
    (finding,) = check(whole)
    assert finding.variant == "nowhere"
    assert finding.hint == 'did you mean "terima-berkas"?'


def test_errors_cannot_be_waived():
    whole = sop(step("a", "c"), step("b"), step("c"), waive=[waive("reachable", "b")])
    findings = check(whole)
    assert [(one.rule, one.severity, one.waived, one.variant) for one in findings] == [
        ("reachable", "error", None, ""),
        ("waiver-unused", "warning", None, "error"),
    ]


def test_a_waiver_of_unused_waivers_is_used_by_them_and_never_by_itself():
    own = waive("waiver-unused", reason="Untuk profil lain.")
    assert told(waive("chain", "a"), own)[3:] == [("/waive/0/at", "Untuk profil lain.")]
    assert told(own)[3:] == [("/waive/0/rule", None)]
    assert told(waive("waiver-unused", "b"), waive("chain", "b"))[3:] == [("/waive/1/at", "Diterima.")]
    assert told(waive("waiver-unused", "a"), waive("chain", "b"))[3:] == [("/waive/0/at", None), ("/waive/1/at", None)]


def test_waivers_of_a_rule_that_broke_are_not_judged(monkeypatch):
    monkeypatch.setitem(RULES, "actor-used", Rule(lambda survey: 1 / 0))
    findings = check(sop(step("a"), waive=[waive("actor-used")]))
    assert [finding.rule for finding in findings] == ["rule-error"]


def test_many_waivers_over_many_findings_are_weighed_once_each():
    ids = [f"z{n}" for n in range(20_000)]
    whole = {
        "sopkit": 1, "id": "s", "version": "1", "title": "T", "actors": [{"id": "a", "name": "A"}],
        "documents": [{"id": id, "name": "D"} for id in ids[:4_000]],
        "steps": [{"id": "x", "activity": "X", "actor": "a"}],
        "waive": [{"rule": "document-used", "at": id, "reason": "r"} for id in [*ids[:3_999], "x"]],
    }  # fmt: skip
    findings = sopkit.check(sopkit.loads(json.dumps(whole)))
    unused = [one for one in findings if one.rule == "document-used"]
    assert [one.facts["document"] for one in unused if one.waived is None] == ["z3999"]
    assert sum(one.rule == "waiver-unused" for one in findings) == 1


def test_a_waiver_that_silences_nothing_goes_unless_its_id_may_be_a_slip():
    text = sopkit.dumps(sop(step("a"), step("b"), waive=[
        {"rule": "reachable", "reason": "Sebuah kesalahan."},
        {"rule": "inferred", "reason": "Tidak ada."},
        {"rule": "inferred", "at": "b", "reason": "Tidak ada di sini."},
        {"rule": "inferred", "at": "bb", "reason": "Salah tulis?"},
    ]))  # fmt: skip
    fixes = [edit for finding in check(sopkit.loads(text)) if finding.rule == "waiver-unused" for edit in finding.fix]
    left = sopkit.loads(applied(text, fixes))
    assert [waiver.at for waiver in left.waive] == ["bb"]
