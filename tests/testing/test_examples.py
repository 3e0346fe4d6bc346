"""Examples beside an SOP are tests of it, and one that fails reads like a sentence."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import sopkit
from sopkit.reader import MAX_PROBLEMS, schema_text
from sopkit.reader.references import MANY
from sopkit.testing.examples import ExampleFailed, examples

pytest_plugins = ["pytester"]
ROOT = Path(__file__).parents[2]
A, V = {"step": "1"}, {"step": "2", "outcome": "Ya"}


def played(case, language="en", people=None):
    whole = {"people": people or {}, "cases": [{"name": "contoh", **case}]}
    (example,) = read(json.dumps(whole).encode())
    return example.played(sopkit.reference(), language)


def read(data, sop=None):
    return examples(data, sop or sopkit.reference(), file="x.cases.json")


def wrong(people=None, sop=None, **case):
    """What is said of a file with one example, as rule, place in the example, sentence and suggestion."""
    whole = {"people": people or {}, "cases": [{"name": "contoh", "acts": [], **case}]}
    with pytest.raises(sopkit.DefinitionError) as told:
        read(json.dumps(whole).encode(), sop)
    return [
        (one.pointer.removeprefix("/cases/0"), one.message, one.facts.get("suggestion")) for one in told.value.problems
    ]


@pytest.mark.parametrize(
    ("case", "said"),
    [
        ({"acts": [{"step": "3"}]}, 'Act 1 (step 3) must be done, but is refused. Case "contoh" is not at "3 Visit'),
        ({"acts": [A, {"step": "2", "outcome": "Tidak", "refused": "same-hands"}]}, 'Act 2 (step 2, "No") must be refused because the step must be done by somebody else (same-hands), but is refused for something else. Case "contoh": '),
        ({"acts": [{**A, "refused": "not-your-step"}]}, "Act 1 (step 1) must be refused because the step is not theirs to do (not-your-step), but is done."),
        ({"acts": [A], "end": "end"}, 'The case must have ended at "End", but it is at "2 Verify '),
        ({"acts": [A], "at": "1"}, 'The case must be at "1 Receive'),
        ({"acts": [A, V], "time": "PT3H"}, "The working time must be 3 hours, but is 2 hours 10 minutes."),
        ({"acts": [A], "cancelled": {"by": "kabid"}}, "The cancellation must be done, but is refused. "),
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
    sop = sopkit.loads(json.dumps(whole))
    (example,) = read(json.dumps(data).encode(), sop)
    assert example.played(sop).case.end == "cancelled"


@pytest.mark.parametrize("refused", [{}, {"refused": "step-not-open"}, {"refused": "not-your-step"}])
def test_what_an_act_names_must_be_known_also_where_a_refusal_is_expected(refused):
    said = wrong(acts=[
        {"step": "terima-berka", **refused},
        {"step": "2", "outcome": "Tidka", **refused},
        {"step": "1", "outcome": "Ya", **refused},
        {"step": "1", "by": "Bud", "outputs": {"s/x": "1"}, **refused},
    ], people={"Budi": ["kabid"]})  # fmt: skip
    assert said == [
        ("/acts/0/step", 'there is no step "terima-berka"', "terima-berkas"),
        ("/acts/1/outcome", 'there is no outcome "Tidka"', "Tidak"),
        ("/acts/2/outcome", 'there is no outcome "Ya": step 1 ends in one way only', None),
        ("/acts/3/by", 'there is no person or actor "Bud"', "Budi"),
        ("/acts/3/outputs/s~1x", 'there is no document "s/x"', None),
    ]


def test_people_ends_and_places_must_be_known():
    assert wrong(people={"Budi": ["kabit"]}) == [("/people/Budi/0", 'there is no actor "kabit"', "kabid")]
    assert wrong(end="Selesaii") == [("/end", 'there is no end "Selesaii"', "Selesai")]
    assert wrong(at="9") == [("/at", 'there is no step "9"', None)]
    assert wrong(cancelled={"by": "kadiss"}) == [("/cancelled/by", 'there is no person or actor "kadiss"', "kadis")]


def test_a_word_that_may_mean_two_steps_is_asked_about():
    whole = sopkit.reference().to_json()
    whole["steps"][1]["activity"] = whole["steps"][0]["activity"]
    sop = sopkit.loads(json.dumps(whole))
    activity = sop.steps[0].activity.in_("id")
    ((at, said, _),) = wrong(sop=sop, at=activity)
    assert (at, said) == ("/at", f'"{activity[:64]}" may mean several things')


def test_the_number_of_a_row_that_two_steps_share_is_asked_about():
    sop = sopkit.load(ROOT / "examples" / "cuti-akademik.sop.json")
    with pytest.raises(sopkit.DefinitionError) as told:
        read(b'{"cases": [{"name": "x", "acts": [{"step": "2", "refused": "step-not-open"}]}]}', sop)
    (problem,) = told.value.problems
    assert problem.hint == "write the id: pertimbangkan or pertimbangkan-prodi"


def test_two_examples_of_one_name_are_told_with_the_line_of_the_first():
    data = b'{"cases": [\n{"name": "satu", "acts": []},\n{"name": "satu", "acts": []}]}'
    with pytest.raises(sopkit.DefinitionError) as told:
        read(data)
    (problem,) = told.value.problems
    assert (problem.line, problem.column, problem.facts["line"]) == (3, 10, 2)
    assert problem.in_("id") == 'nama contoh "satu" sudah dipakai di baris 2'


def test_of_a_file_of_very_many_slips_no_more_are_looked_for_than_a_person_reads():
    acts = [{"step": f"terima-berkass{n}"} for n in range(2 * MANY)]
    with pytest.raises(sopkit.DefinitionError) as told:
        read(json.dumps({"cases": [{"name": "x", "acts": acts}]}).encode())
    assert (told.value.total, len(told.value.problems)) == (MANY, MAX_PROBLEMS)


def test_problems_come_in_the_order_of_the_file():
    data = b'{"cases": [{"name": "a", "at": "99", "acts": [{"step": "98"}]}],\n "people": {"x": ["y"]}}'
    with pytest.raises(sopkit.DefinitionError) as told:
        read(data)
    assert [one.pointer for one in told.value.problems] == ["/cases/0/at", "/cases/0/acts/0/step", "/people/x/0"]
    assert {one.file for one in told.value.problems} == {"x.cases.json"}


def test_steps_outcomes_and_ends_are_called_as_people_call_them():
    sop = sopkit.reference()
    first = {"step": sop.steps[0].activity.in_("id").upper()}
    second = {"step": "2", "outcome": "ya"}
    told = played({"acts": [first, second], "at": sop.steps[2].activity.in_("en")})
    assert told.case.open_steps == ("tinjau-lokasi",)
    assert told.finish("Selesai").expect_end("End").case.end == "end"


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
        read(json.dumps(whole, indent=1).encode())
    (problem,) = told.value.problems
    assert (problem.rule, problem.pointer) == (rule, pointer)
    assert problem.line >= 1
    assert problem.in_("id") != problem.in_("en")


def test_bytes_that_are_no_json_are_answered_too():
    for data in (b"", b"\xff", b"[", b'{"cases": 1, "cases": 2}'):
        with pytest.raises(sopkit.DefinitionError):
            read(data)


def test_a_file_that_holds_something_else_than_an_object_says_what_it_must_hold():
    for data in (b"[]", b"5", b'"x"', b"null"):
        with pytest.raises(sopkit.DefinitionError) as told:
            read(data)
        assert "isi berkas ini harus berupa objek { … }, bukan " in told.value.in_("id")
        assert '""' not in told.value.in_("en")


def test_the_schema_explains_every_key_and_its_examples_hold():
    schema = json.loads(schema_text("cases"))
    kinds = [schema, *schema["$defs"].values()]
    for kind in kinds:
        assert kind["additionalProperties"] is False
        for key, own in kind["properties"].items():
            whole = {**schema["$defs"].get(own.get("$ref", "")[8:], {}), **own}
            assert whole["title"], key
            assert whole["description"].endswith("."), key


@pytest.mark.parametrize("page", ["examples.md", "examples.id.md"])
def test_the_how_to_names_every_key_and_every_refusal_that_can_be_expected(page):
    text = (ROOT / "docs" / "howto" / page).read_text(encoding="utf-8")
    schema = json.loads(schema_text("cases"))
    keys = {key for kind in [schema, *schema["$defs"].values()] for key in kind["properties"]}
    told = text[text.index("| `people` |") - 20 :]
    for word in keys | {*schema["$defs"]["act"]["properties"]["refused"]["enum"]}:
        assert f"`{word}`" in told, word


def test_pytest_collects_the_examples_beside_an_sop_and_says_what_fails(pytester):
    folder = pytester.path
    whole = {"cases": [{"name": "satu", "acts": [A]}, {"name": "dua", "acts": [A], "end": "end"}]}
    text = json.dumps(whole).replace('"end"', '\n"end"', 1)
    (folder / "rek.cases.json").write_text(text, encoding="utf-8")
    run = ("-p", "no:cacheprovider", "--sop-lang=id", "-v")
    told = pytester.runpytest_subprocess(*run)
    told.assert_outcomes(failed=1)
    told.stdout.fnmatch_lines(["Di sebelah berkas contoh ini tidak ada rek.sop.json,*"])
    (folder / "rek.sop.json").write_text(sopkit.dumps(sopkit.reference()), encoding="utf-8")
    told = pytester.runpytest_subprocess(*run)
    told.assert_outcomes(passed=6, failed=1)
    told.stdout.fnmatch_lines(["rek.cases.json::satu PASSED*", "rek.cases.json::dua FAILED*",
                               '2:* Kasus seharusnya berakhir di "Selesai", tetapi berada di "2*'])  # fmt: skip
    told.stdout.no_fnmatch_line("*Traceback*")
    (folder / "rek.cases.json").write_text("{}", encoding="utf-8")
    told = pytester.runpytest_subprocess(*run, "rek.cases.json")
    told.assert_outcomes(failed=1)
    told.stdout.fnmatch_lines(['*kunci "cases" wajib ada*'])
    (folder / "rek.cases.json").write_text(text.replace('"1"', '"11"'), encoding="utf-8")
    told = pytester.runpytest_subprocess(*run, "rek.cases.json")
    told.assert_outcomes(failed=1)
    told.stdout.fnmatch_lines(['1:* target-exists: tidak ada langkah "11"'])
    (folder / "rek.sop.json").write_text("{}", encoding="utf-8")
    told = pytester.runpytest_subprocess(*run, "rek.cases.json")
    told.assert_outcomes(failed=1)
    told.stdout.fnmatch_lines(["*rek.sop.json: tidak dapat dibaca*"])
    told.stdout.no_fnmatch_line("*Traceback*")
