"""The rules about ways against an oracle that tries out every case; and what holds of all findings."""

from __future__ import annotations

import json

import attrs
from hypothesis import example, given
from hypothesis import strategies as st

import sopkit
from checks.brute import Brute
from checks.tiny import decision, out, step, values
from sopkit.checks import check
from sopkit.checks.flow import regions
from sopkit.testing import definitions
from sopkit.wording import LANGUAGES


@st.composite
def small(draw):
    """Values of a definition of at most seven steps in which everything leads anywhere."""
    ids = [f"s{n}" for n in range(draw(st.integers(1, 7)))]
    ends = draw(st.sampled_from([[], ["e0"], ["e0", "e1"]]))
    documents = [f"d{n}" for n in range(draw(st.integers(0, 4)))]
    actors = ["x", "y", "z"][: draw(st.integers(1, 3))]
    places = st.sampled_from([*ids, *(ends or ["end"])])
    some = st.lists(st.sampled_from(documents), unique=True, max_size=2) if documents else st.just([])
    labels = st.sampled_from(["Ya", " ya", "Tidak", {"id": "Ya", "en": "Yes"}, {"id": "Tidak", "en": "YES "}])
    optional = {
        "inputs": some,
        "outputs": some,
        "separate_from": st.lists(st.sampled_from(ids), unique=True, max_size=2),
    }

    def outcome(n):
        more = draw(st.fixed_dictionaries({}, optional={"outputs": some, "at_most": st.just(1)}))
        return {"id": f"o{n}", "label": draw(labels), "to": draw(places), **more}

    steps = []
    for n, id in enumerate(ids):
        more = draw(st.fixed_dictionaries({}, optional=optional))
        more |= {
            "actor": draw(st.sampled_from(actors)),
            "alternates": draw(st.lists(st.sampled_from(actors), unique=True, max_size=2)),
        }
        if draw(st.booleans()):
            more["outcomes"] = [outcome(m) for m in range(draw(st.integers(2, 3)))]
        elif draw(st.booleans()) or (n + 1 == len(ids) and len(ends) > 1):
            more["next"] = draw(places)
        steps.append({**step(id), **more})
    declared = {"ends": [{"id": end, "name": end} for end in ends]} if ends else {}
    kinds = [{}, {}, {}, {"supplied_by": "Luar"}, {"delivered_to": "Luar"}, {"kind": "tool"}]
    holders = [{"id": id, "name": id, **draw(st.sampled_from(kinds))} for id in documents]
    return values(*steps, documents=holders, actors=[{"id": id, "name": id} for id in actors], **declared)


def all_of(whole, rule):
    return [finding for finding in check(sopkit.loads(json.dumps(whole))) if finding.rule == rule]


@given(small())
@example(values(step("a", "c"), step("b", "d"), step("c"), step("d"), step("e", "f"), step("f", "e"), step("g", "e")))
def test_each_lost_step_hangs_on_one_that_is_reported(whole):
    brute = Brute(whole)
    reported = {finding.step for finding in all_of(whole, "reachable")}
    assert reported <= brute.lost_steps()
    assert brute.lost_steps() == {id for one in reported for id in brute.from_(one)} & brute.lost_steps()
    assert not any(one in brute.from_(other) for one in reported for other in reported - {one})
    for finding in all_of(whole, "reachable"):
        assert set(finding.facts["others"]) <= brute.from_(finding.step) & brute.lost_steps() - {finding.step}


@given(small())
def test_the_ends_that_are_reported_are_those_no_case_reaches(whole):
    assert {finding.facts["end"] for finding in all_of(whole, "end-reachable")} == Brute(whole).lost_ends()


@given(small())
@example(
    values(
        step("a"),
        decision("b", out("o", "end", at_most=1), out("p", "b", at_most=1)),
        decision("c", out("o", "a"), out("p", "c")),
    )
)
def test_each_caught_step_leads_to_one_that_is_reported(whole):
    brute = Brute(whole)
    findings = all_of(whole, "can-finish")
    reported = {finding.step for finding in findings}
    assert reported <= brute.caught()
    assert all(brute.from_(id, unlimited=True) & reported for id in brute.caught())
    for finding in findings:
        assert not brute.from_(finding.step, unlimited=True) & reported - {finding.step}
        out_of = [way for id in brute.from_(finding.step, unlimited=True) for way in brute.ways(id)]
        left = any(limited and to not in brute.from_(finding.step, unlimited=True) for to, _, limited, _ in out_of)
        assert (finding.variant == "limit") == left


@given(small())
def test_the_inputs_that_are_reported_are_those_some_way_does_not_make(whole):
    found = {(finding.step, finding.facts["document"]): finding for finding in all_of(whole, "chain")}
    brute = Brute(whole)
    assert set(found) == brute.lacking()
    made = {(at, document) for at, had in brute.situations(lambda _, made: made) for document in had}
    makers = {(document, id) for id in brute.order for _, made, _, _ in brute.ways(id) for document in made}
    for (id, document), finding in found.items():
        making = {maker for what, maker in makers if what == document}
        if making <= {id}:
            expected = "own" if making else "never"
        else:
            expected = "first" if id == brute.order[0] else "" if (id, document) in made else "later"
        assert finding.variant.replace("way", "") == expected
        if not expected:
            without = [
                at
                for at, had in brute.situations(lambda _, made: made)
                if at == finding.facts["origin"] and document not in had
            ]
            assert without
            assert any(to == id and document not in made for to, made, _, _ in brute.ways(without[0]))


@given(small())
def test_the_outputs_that_are_reported_are_those_nobody_takes(whole):
    found = {
        (*finding.pointer.split("/")[3:-1], finding.step, finding.facts["document"])
        for finding in all_of(whole, "output-consumed")
    }
    assert found == {(*map(str, where), id, document) for id, where, document in Brute(whole).unused()}


@given(small())
def test_four_eyes_are_reported_where_they_never_bite_or_never_can(whole):
    brute = Brute(whole)
    assert {
        (finding.step, finding.facts["other"]) for finding in all_of(whole, "four-eyes-applies")
    } == brute.never_before()
    assert {finding.step for finding in all_of(whole, "four-eyes-possible")} == brute.impossible()


@given(small())
def test_labels_are_reported_that_read_alike(whole):
    found = {(finding.step, int(finding.pointer.split("/")[4])) for finding in all_of(whole, "decision-two")}
    assert found == Brute(whole).alike()


@given(st.dictionaries(st.integers(0, 9), st.lists(st.integers(0, 9), max_size=3)))
def test_regions_are_what_leads_to_each_other_in_order(leads):
    leads = {node: [to for to in there if to in leads] for node, there in leads.items()}

    def after(node):
        seen, work = {node}, [node]
        while work:
            fresh = set(leads[work.pop()]) - seen
            seen |= fresh
            work += fresh
        return seen

    found = regions(leads)
    assert sorted(node for region in found for node in region) == sorted(leads)
    for n, region in enumerate(found):
        assert set(region) == {node for node in after(region[0]) if region[0] in after(node)}
        assert {to for node in region for to in leads[node]} <= {node for one in found[: n + 1] for node in one}


@given(definitions(((1, 12),)) | small(), st.sampled_from([None, 0, 3, "\t"]))
def test_every_finding_has_its_place_its_ids_and_its_sentences(whole, indent):
    text = json.dumps(whole, indent=indent, ensure_ascii=False)
    sop = sopkit.loads(text, file="lain/berkas.json")
    findings = check(sop)
    assert [finding.rule for finding in findings if finding.rule == "rule-error"] == []
    assert [(one.line, one.column) for one in findings] == sorted((one.line, one.column) for one in findings)
    for finding in findings:
        place = sop.places.of(finding.pointer)
        assert (finding.line, finding.column, finding.file) == (place.line, place.column, "lain/berkas.json")
        assert (finding.step is not None) == finding.pointer.startswith("/steps/")
        assert finding.step is None or finding.step == finding.about[0]
        assert finding.severity in ("error", "warning", "hint")
        assert all(finding.in_(language) and finding.hint_in(language) for language in LANGUAGES)


@given(definitions(((1, 12),)))
def test_a_definition_made_by_hand_has_the_same_findings_without_places(whole):
    sop = sopkit.loads(json.dumps(whole))
    by_hand = attrs.evolve(sop)
    findings = check(by_hand)
    assert all((one.line, one.column, one.file) == (1, 1, "") for one in findings)
    assert {(one.rule, one.pointer) for one in findings} == {(one.rule, one.pointer) for one in check(sop)}
