"""Examples beside an SOP are tests of it, and one that fails reads like a sentence."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import sopkit
import sopkit.testing
from sopkit.testing.examples import ExampleFailed, examples

pytest_plugins = ["pytester"]
CASES = Path(sopkit.testing.__file__).with_name("cases.schema.json")
A, V = {"step": "1"}, {"step": "2", "outcome": "Ya"}


def played(case, language="en", people=None):
    whole = {"people": people or {}, "cases": [{"name": "contoh", **case}]}
    (example,) = examples(json.dumps(whole).encode(), file="x.cases.json")
    return example.played(sopkit.reference(), language)


@pytest.mark.parametrize(
    ("case", "said"),
    [
        ({"acts": [{"step": "3"}]}, 'act 1, 3: must be done, but is refused. '),
        ({"acts": [A, {"step": "2", "outcome": "Tidak", "refused": "same-hands"}]}, "must be refused (same-hands), but is refused otherwise (reason-missing)"),
        ({"acts": [{**A, "refused": "not-your-step"}]}, "act 1, 1: must be refused (not-your-step), but is done"),
        ({"acts": [A], "end": "end"}, 'the case must have ended at "end", but it is at "verifikasi-berkas"'),
        ({"acts": [A], "at": "1"}, 'the case must be at "1", but it is at "verifikasi-berkas"'),
        ({"acts": [A, V], "time": "PT3H"}, "the working time must be PT3H, but is PT2H10M"),
        ({"acts": [A], "cancelled": {"by": "kabid"}}, "the cancellation: must be done, but is refused. "),
    ],
)  # fmt: skip
def test_what_goes_otherwise_is_told_in_both_languages(case, said):
    with pytest.raises(ExampleFailed) as told:
        played(case)
    assert said in str(told.value)
    with pytest.raises(ExampleFailed) as lain:
        played(case, "id")
    assert str(lain.value) != str(told.value)


def test_what_comes_as_it_must_is_a_walk():
    told = played({"acts": [{**A, "by": "Budi"}, {"step": "2", "outcome": "Tidak", "refused": "reason-missing"}], "at": "2"},
                  people={"Budi": ["kabid"]})  # fmt: skip
    assert told.case.journal[-1].by == "Budi"
    assert [refusal.rule for refusal in told.refusals] == ["reason-missing"]
    assert played({"acts": [A, V], "time": "PT2H10M", "at": "tinjau-lokasi"}).case.open_steps == ("tinjau-lokasi",)


def test_a_case_can_be_cancelled_and_must_then_end_so():
    whole = {**sopkit.reference().to_json(), "cancel": ["kadis"]}
    data = {
        "cases": [{"name": "batal", "acts": [], "cancelled": {"by": "kadis", "reason": "Ditarik"}, "end": "cancelled"}]
    }
    (example,) = examples(json.dumps(data).encode())
    assert example.played(sopkit.loads(json.dumps(whole))).case.end == "cancelled"


@pytest.mark.parametrize(
    ("whole", "rule", "pointer"),
    [
        ({}, "missing-key", ""),
        ({"cases": []}, "too-few", "/cases"),
        ({"cases": [{"name": "x", "acts": [{}]}]}, "missing-key", "/cases/0/acts/0"),
        ({"cases": [{"name": "x", "acts": [{"step": "1", "outcom": "Ya"}]}]}, "unknown-key", "/cases/0/acts/0/outcom"),
        ({"cases": [{"name": "x", "acts": [], "time": "2 jam"}]}, "wrong-form", "/cases/0/time"),
        ({"cases": [{"name": " ", "acts": []}]}, "blank", "/cases/0/name"),
        (
            {"cases": [{"name": "x", "acts": [{"step": "1", "refused": "no"}]}]},
            "wrong-value",
            "/cases/0/acts/0/refused",
        ),
        ({"cases": [{"name": "x", "acts": [{"step": 1}]}]}, "wrong-type", "/cases/0/acts/0/step"),
        ({"cases": 5}, "wrong-type", "/cases"),
    ],
)
def test_a_file_of_another_shape_is_answered_as_an_sop_file_is(whole, rule, pointer):
    with pytest.raises(sopkit.DefinitionError) as told:
        examples(json.dumps(whole, indent=1).encode(), file="x.cases.json")
    (problem,) = told.value.problems
    assert (problem.rule, problem.pointer) == (rule, pointer)
    assert problem.line >= 1
    assert problem.in_("id") != problem.in_("en")


def test_bytes_that_are_no_json_are_answered_too():
    for data in (b"", b"\xff", b"[", b'{"cases": 1, "cases": 2}'):
        with pytest.raises(sopkit.DefinitionError):
            examples(data)


def test_the_schema_explains_every_key_and_its_examples_hold():
    schema = json.loads(CASES.read_text(encoding="utf-8"))
    kinds = [schema, *schema["$defs"].values()]
    for kind in kinds:
        assert kind["additionalProperties"] is False
        for key, own in kind["properties"].items():
            whole = {**schema["$defs"].get(own.get("$ref", "")[8:], {}), **own}
            assert whole["title"], key
            assert whole["description"].endswith("."), key


def test_pytest_collects_the_examples_beside_an_sop_and_says_what_fails(pytester):
    folder = pytester.path
    whole = {"cases": [{"name": "terbit", "acts": [A]}, {"name": "terbit", "acts": [A], "end": "end"}]}
    text = json.dumps(whole).replace('"end"', '\n"end"', 1)
    (folder / "rek.cases.json").write_text(text, encoding="utf-8")
    run = ("-p", "no:cacheprovider", "--sop-lang=id", "-v")
    told = pytester.runpytest_subprocess(*run)
    told.assert_outcomes(failed=2)
    told.stdout.fnmatch_lines(["*tidak ada rek.sop.json di sebelahnya*"])
    (folder / "rek.sop.json").write_text(sopkit.dumps(sopkit.reference()), encoding="utf-8")
    told = pytester.runpytest_subprocess(*run)
    told.assert_outcomes(passed=6, failed=1)
    told.stdout.fnmatch_lines(["rek.cases.json::terbit PASSED*", "rek.cases.json::terbit (2) FAILED*",
                               '2:* kasus seharusnya berakhir di "end", tetapi berada di "verifikasi-berkas"'])  # fmt: skip
    told.stdout.no_fnmatch_line("*Traceback*")
    (folder / "rek.cases.json").write_text("{}", encoding="utf-8")
    told = pytester.runpytest_subprocess(*run, "rek.cases.json")
    told.assert_outcomes(failed=1)
    told.stdout.fnmatch_lines(['*kunci "cases" wajib ada*'])
