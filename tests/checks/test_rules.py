"""What single rules find and leave alone, where no oracle and no sample says it."""

from __future__ import annotations

import pytest

from checks.tiny import decision, found, out, rules, sop, step
from sopkit.checks import check

XY = [{"id": "x", "name": "X"}, {"id": "y", "name": "Y"}]


def untimed(id, **more):
    return {key: value for key, value in step(id, **more).items() if key != "standard_time"}


# reachable, end-reachable, can-finish


def test_a_lost_loop_is_reported_once_by_its_first_step():
    whole = sop(step("a", "end"), step("b"), step("c"), step("d", "b"))
    assert found(whole, "reachable") == [("/steps/1/id", "chain")]


def test_two_lost_steps_that_lead_to_one_are_both_reported():
    whole = sop(step("a", "end"), step("b", "d"), step("c", "d"), step("d"))
    assert found(whole, "reachable") == [("/steps/1/id", "chain"), ("/steps/2/id", "")]


def test_an_end_that_nobody_declared_is_not_missed():
    assert rules(sop(step("a", "a"))) == ["can-finish"]
    declared = sop(step("a", "a"), ends=[{"id": "end", "name": {"id": "Selesai", "en": "End"}}])
    assert found(declared, "end-reachable") == [("/ends/0/id", "")]


def test_a_loop_is_reported_where_a_case_enters_it():
    whole = sop(step("a", "c"), step("b", "d"), step("c", "b"), step("d", "c"))
    (finding,) = check(whole)
    assert (finding.rule, finding.step) == ("can-finish", "c")
    assert finding.facts["loop"] == ("b", "c", "d")


def test_steps_that_only_lead_to_a_trap_are_not_reported():
    whole = sop(step("a"), step("b"), decision("c", out("o", "a", at_most=1), out("p", "end", at_most=1)))
    (finding,) = check(whole)
    assert (finding.step, finding.facts["limited"]) == ("c", ("c/o", "c/p"))


def test_a_way_without_limit_is_enough_to_finish():
    assert found(sop(decision("a", out("o", "end", at_most=1), out("p", "b")), step("b")), "can-finish") == []


# chain, output-consumed, document-used


def test_a_step_does_not_make_its_own_inputs():
    whole = sop(step("a"), step("b", inputs="d", outputs="d"), documents="d")
    assert found(whole, "chain") == [("/steps/1/inputs/0", "own")]


def test_what_a_return_makes_does_not_count_unless_it_says_so():
    back = [out("o", "end"), out("p", "b")]
    once = step("a"), step("b", "c"), decision("c", *back, outputs="d")
    assert found(sop(*once, documents="d"), "output-consumed") == [("/steps/2/outputs/0", "")]
    back[1]["outputs"] = ["d"]
    whole = sop(step("a"), step("b", inputs="d"), decision("c", *back), documents="d")
    assert found(whole, "chain") == [("/steps/1/inputs/0", "")]
    assert found(whole, "output-consumed") == []


def test_a_tool_needs_neither_giver_nor_taker():
    tool = [{"id": "d", "name": "Cap dinas", "kind": "tool"}]
    assert rules(sop(step("a", inputs="d"), documents=tool)) == []
    assert rules(sop(step("a", outputs="d"), documents=tool)) == []


def test_the_way_that_is_named_is_one_without_the_document():
    whole = sop(
        decision("a", out("o", "b"), out("p", "c", outputs=["d"]), out("q", "c")),
        step("b", "d", outputs="d"),
        step("c", "d", outputs="e"),
        step("d", inputs="d e"),
        documents="d e",
    )
    named = {one.facts["document"]: one.facts["origin"] for one in check(whole) if one.rule == "chain"}
    assert named == {"d": "c", "e": "b"}


def test_a_step_that_shares_a_row_may_leave_documents_to_it():
    shared = {"id": "b", "actor": "x", "same_row": True}
    paper = [{"id": "d", "name": "Berkas", "supplied_by": "Pemohon", "delivered_to": "Pemohon"}]
    whole = sop(step("a", inputs="d", outputs="d"), shared, documents=paper)
    assert rules(whole) == []


# total-equals-sum, fits-sla, time-filled


@pytest.mark.parametrize(
    ("printed", "at"),
    [
        ("PT19H", [("/printed_total", "")]),
        ("PT20H", []),
        ("P2DT5H", []),
        ({"from": "PT10H", "to": "PT20H"}, []),
        ({"from": "P1D", "to": "P2D"}, [("/printed_total/from", "from"), ("/printed_total/to", "to")]),
        ({"from": "P1D", "to": "PT20H"}, [("/printed_total/from", "from")]),
        ({"from": "PT10H", "to": "P2D"}, [("/printed_total/to", "to")]),
    ],
)
def test_a_printed_total_is_compared_at_its_bounds(printed, at):
    times = [{"standard_time": "PT5H"}, {"standard_time": {"from": "PT5H", "to": "P2D"}}]
    assert found(sop(step("a", **times[0]), step("b", **times[1]), printed_total=printed), "total-equals-sum") == at


def test_a_total_is_told_as_it_would_be_written():
    (finding,) = [
        one for one in check(sop(step("a", standard_time="PT3690S"), printed_total="PT1H")) if one.variant == ""
    ]
    assert finding.facts == {"printed": "PT1H", "sum": "PT1H1M30S", "written": "PT1H1M30S"}
    assert "1 Jam 1 Menit 30 Detik" in finding.in_("id")
    assert "PT1H1M30S" in finding.hint


def test_rows_without_time_are_said_once_even_of_a_range():
    whole = sop(untimed("a"), printed_total={"from": "PT1H", "to": "PT2H"})
    assert found(whole, "total-equals-sum") == [("/printed_total/from", "untimed")]


@pytest.mark.parametrize(
    ("time", "within", "fits"),
    [
        ("PT7H30M", "P1D", True),
        ("PT7H31M", "P1D", False),
        ("P1D", "PT7H", False),
        ({"from": "PT1H", "to": "P2D"}, "P1D", False),
        ({"from": "PT1H", "to": "P1D"}, "P1D", True),
    ],
)
def test_a_norm_is_held_against_its_limit_in_working_time(time, within, fits):
    assert found(sop(step("a", standard_time=time, complete_within=within)), "fits-sla") == (
        [] if fits else [("/steps/0/complete_within", "")]
    )
    assert found(sop(step("a", standard_time=time), complete_within=within), "fits-sla") == (
        [] if fits else [("/complete_within", "whole")]
    )


@pytest.mark.parametrize(
    ("time", "within", "fits"),
    [
        ("P1D", "PT24H", True),
        ("P1D", "P1D", True),
        ("PT7H31M", "P1D", False),
        ("PT7H", "PT7H", True),
        ("PT7H", "PT6H59M", False),
        ("P1D", "PT8H", True),
        ("PT8H", "PT8H", False),  # no day holds more than one working day
        ("P2D", "PT30H", False),
        ("PT13H30M", "PT30H", True),
        ("P7D", "P1W", True),
        ("P8D", "P1W", False),
        ("P31D", "P1M", True),
        ("P32D", "P1M", False),
        ("P33D", "P1M1DT12H", True),
        ("P1D", "PT450M", True),
        ("P1D", "PT26999S", False),
    ],
)
def test_only_what_certainly_does_not_fit_into_calendar_time_is_reported(time, within, fits):
    assert found(sop(step("a", standard_time=time, elapsed_within=within)), "fits-sla") == (
        [] if fits else [("/steps/0/elapsed_within", "elapsed")]
    )
    assert found(sop(step("a", standard_time=time), elapsed_within=within), "fits-sla") == (
        [] if fits else [("/elapsed_within", "whole-elapsed")]
    )


def test_a_limit_is_told_in_its_own_kind_of_days():
    (finding,) = check(sop(step("a", standard_time="P3D", elapsed_within="P2D")))
    assert "3 working days" in finding.message
    assert "2 days of the calendar, which hold at most 15 hours of work" in finding.message
    assert "One working day holds 7 hours 30 minutes" in finding.hint


def test_a_sum_longer_than_anybody_writes_is_told_as_it_is():
    (finding,) = check(sop(step("a", standard_time="P999999D"), complete_within="P1D"))
    assert "takes PT7499992H30M" in finding.message


def test_both_limits_of_a_step_can_be_too_short():
    whole = sop(step("a", standard_time="P3D", complete_within="P1D", elapsed_within="P1D"))
    assert found(whole, "fits-sla") == [("/steps/0/complete_within", ""), ("/steps/0/elapsed_within", "elapsed")]


def test_a_limit_without_a_norm_is_left_alone():
    assert found(sop(untimed("a", complete_within="P1D")), "fits-sla") == []


def test_a_row_is_timed_by_its_first_step():
    whole = sop(untimed("a"), untimed("b", same_row=True), step("c"), untimed("d", same_row=True), untimed("e"))
    assert found(whole, "time-filled") == [("/steps/0/id", ""), ("/steps/4/id", "")]


# actor-used, four-eyes


@pytest.mark.parametrize("part", [{"alternates": ["y"]}, {"participants": ["y"]}])
def test_whoever_stands_in_or_takes_part_is_used(part):
    assert rules(sop(step("a", **part), actors=XY)) == []


def test_whoever_may_cancel_is_used():
    assert rules(sop(step("a"), actors=XY, cancel=["y"])) == []


def test_four_eyes_are_possible_where_an_alternate_remains():
    assert rules(sop(step("a"), step("b", alternates=["y"], separate_from=["a"]), actors=XY)) == []
    assert rules(sop(step("a", alternates=["y"]), step("b", separate_from=["a"]), actors=XY)) == []


def test_two_earlier_steps_can_use_up_everybody():
    whole = sop(step("a"), step("b", actor="y"), step("c", alternates=["y"], separate_from=["a", "b"]), actors=XY)
    (finding,) = check(whole)
    assert (finding.rule, finding.facts["others"], finding.facts["actors"]) == (
        "four-eyes-possible",
        ("a", "b"),
        ("x", "y"),
    )


def test_a_step_may_be_separate_from_itself_where_it_comes_again():
    again = decision("a", out("o", "end"), out("p", "a"), alternates=["y"], separate_from=["a"])
    assert rules(sop(again, actors=XY)) == []
    assert rules(sop(step("a", alternates=["y"], separate_from=["a"]), actors=XY)) == ["four-eyes-applies"]


# inferred, file-name


def test_a_cover_without_approval_holds_inferences_too():
    whole = sop(step("a"), identity={"agency": "Dinas", "inferred": {"agency": "Dibaca dari kop."}})
    assert found(whole, "inferred") == [("/identity/agency", "")]


def test_every_object_can_hold_inferences():
    whole = sop(
        decision(
            "a",
            out("o", "end", inferred={"label": "1"}),
            out("p", "a", inferred={"at_most": "2"}),
            standard_time={"from": "PT1M", "to": "PT2M", "inferred": {"from": "3"}},
            inferred={"number": "4", "note": "5", "standard_time": "6", "x-by": 7},
        ),
        step("b", number="2", inferred={"number": "8"}),
        step("c", number="9", inferred={"number": "9"}),
        identity={
            "agency": "Dinas",
            "inferred": {"agency": "10"},
            "approved_by": {"name": "A", "inferred": {"name": "11"}},
        },
        actors=[{"id": "x", "name": "X", "inferred": {"name": "12"}}],
        documents=[{"id": "d", "name": "D", "kind": "tool", "inferred": {"kind": "13", "supplied_by": "14"}}],
        ends=[{"id": "end", "name": "E", "inferred": {"name": "15"}}],
        printed_total={"from": "PT21M", "to": "PT22M", "inferred": {"to": "16"}},
        waive=[{"rule": "spelling", "reason": "R", "inferred": {"at": "17"}}],
        inferred={"language": "18", "title": "19"},
    )
    said = {one.facts["reason"]: (one.pointer, one.facts["whose"]) for one in check(whole) if one.rule == "inferred"}
    assert said == {
        "1": ("/steps/0/outcomes/0/label", "a/o"), "2": ("/steps/0/outcomes/1", "a/p"),
        "3": ("/steps/0/standard_time/from", "a"), "4": ("/steps/0", "a"), "5": ("/steps/0", "a"),
        "6": ("/steps/0/standard_time", "a"), "8": ("/steps/1/number", "b"), "9": ("/steps/2/number", "c"),
        "10": ("/identity/agency", "kecil"), "11": ("/identity/approved_by/name", "kecil"), "12": ("/actors/0/name", "x"),
        "13": ("/documents/0/kind", "d"), "14": ("/documents/0", "d"), "15": ("/ends/0/name", "end"),
        "16": ("/printed_total/to", "kecil"), "17": ("/waive/0", "kecil"), "18": ("", "kecil"), "19": ("/title", "kecil"),
    }  # fmt: skip


@pytest.mark.parametrize("file", ["kecil.sop.json", "a/b/kecil.sop.json", "C:\\sop\\kecil.sop.json", ""])
def test_a_file_called_by_its_id_is_fine(file):
    assert rules(sop(step("a"), file=file)) == []


@pytest.mark.parametrize("file", ["Kecil.sop.json", "kecil.json", "kecil.sop.json/x", "-"])
def test_any_other_file_is_told_its_name(file):
    (finding,) = check(sop(step("a"), file=file))
    assert (finding.rule, finding.facts["expected"], finding.line) == ("file-name", "kecil.sop.json", 3)


def test_a_limit_for_the_whole_case_is_held_against_the_longest_way_and_not_against_the_sum():
    time = {"standard_time": "P2D"}
    branches = [out("o", "b"), out("p", "c")]
    steps = [decision("a", *branches, **time), step("b", "end", **time), step("c", "end", **time)]
    assert found(sop(*steps, complete_within="P4D"), "fits-sla") == []
    assert found(sop(*steps, complete_within="P3D"), "fits-sla") == [("/complete_within", "whole")]
    assert found(sop(step("a", "b", **time), step("b", "a", **time), complete_within="P1D"), "fits-sla") == []
