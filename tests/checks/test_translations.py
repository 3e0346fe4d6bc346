"""Which words are missed in which language."""

from __future__ import annotations

from time import process_time

import pytest

from checks.tiny import decision, out, sop, step
from sopkit.checks import check


def both(words):
    return {"id": words, "en": f"{words} (en)"}


def missed(whole):
    return [
        (one.pointer, *(one.facts[key] for key in ("kind", "language", "count", "total")))
        for one in check(whole)
        if one.rule == "translation-missing"
    ]


ALL = {"title": both("Kecil"), "actors": [{"id": "x", "name": both("Pelaksana")}]}


def test_one_language_throughout_is_complete():
    assert missed(sop(step("a"), step("b", activity={"id": "Menerima"}))) == []
    assert missed(sop(step("a", activity={"en": "Receive"}), language="en")) == []


def test_what_lacks_a_language_is_told_once_for_each_kind_at_the_first():
    question = decision("b", out("o", "end", label=both("Ya")), out("p", "a"), question="Lengkap?", activity=both("B"))
    whole = sop(
        step("a"),
        question,
        step("c"),
        documents="d e",
        actors=[{"id": "x", "name": "X"}],
        ends=[{"id": "end", "name": "E"}],
    )
    assert missed(whole) == [
        ("/title", "title", "en", 1, 1),
        ("/actors/0/name", "actor", "en", 1, 1),
        ("/documents/0/name", "document", "en", 2, 2),
        ("/steps/0/activity", "activity", "en", 2, 3),
        ("/steps/1/question", "question", "en", 1, 1),
        ("/steps/1/outcomes/1/label", "label", "en", 1, 2),
        ("/ends/0/name", "end", "en", 1, 1),
    ]
    labels = [one for one in check(whole) if one.rule == "translation-missing"][5]
    assert labels.facts["where"] == ("b/p",)
    assert 'no words in "en" for the label of b/p (1 of 2)' in labels.message


def test_each_language_is_told():
    whole = sop(step("a", activity=both("A")), step("b", activity={"id": "B", "jv": "B"}), **ALL)
    assert missed(whole) == [
        ("/title", "title", "jv", 1, 1),
        ("/actors/0/name", "actor", "jv", 1, 1),
        ("/steps/0/activity", "activity", "jv", 1, 2),
        ("/steps/1/activity", "activity", "en", 1, 2),
    ]


@pytest.mark.parametrize(
    "more",
    [
        {"source": "Lembar lama"},
        {"identity": {"agency": "Dinas", "legal_basis": ["UU 25/2009"]}},
        {"documents": [{"id": "d", "name": both("D"), "supplied_by": "Pemohon", "delivered_to": "Bagian Umum"}]},
        {"waive": [{"rule": "inferred", "reason": "Sudah disahkan."}]},
        {"inferred": {"title": "Dibaca dari sampul."}},
    ],
)
def test_the_cover_notes_and_reasons_may_stay_in_one_language(more):
    assert missed(sop(step("a", activity=both("A"), note="Segera"), **ALL, **more)) == []


def test_a_translated_remark_asks_for_no_other_translation():
    assert missed(sop(step("a", note=both("Segera")), source=both("Lembar lama"))) == []


def test_the_end_that_nobody_wrote_is_in_no_language():
    assert missed(sop(step("a", activity={"id": "A", "jv": "A"}), **{**ALL, "title": {"id": "K", "jv": "K"}, "actors": [
        {"id": "x", "name": {"id": "X", "jv": "X"}}
    ]})) == []  # fmt: skip


def test_a_language_for_each_text_is_told_in_time():
    before = process_time()
    steps = [step(f"s{n}", activity={"id": "A", f"en-a{n:04}": "B"}) for n in range(1_000)]
    assert len(missed(sop(*steps))) == 3 * 1_000
    assert process_time() - before < 3
