"""Each kind of problem, at its place, once; what follows from it is not repeated."""

from __future__ import annotations

import json

import attrs
import pytest

import sopkit
from sopkit.reader import MAX_BYTES, MAX_DEPTH, MAX_PROBLEMS, MAX_STEPS, MAX_VALUES, dumps, load, loads, proven, shaped
from sopkit.reader.meant import id_meant
from sopkit.reader.naming import id_for


def sound():
    """Return the JSON values of a small definition with a decision and two ends."""
    return {
        "sopkit": 1,
        "id": "cuti",
        "version": "1.0",
        "title": "Pemberian cuti",
        "actors": [{"id": "pegawai", "name": "Pegawai"}, {"id": "atasan", "name": "Atasan"}],
        "documents": [
            {"id": "formulir", "name": "Formulir cuti", "supplied_by": "Pegawai"},
            {"id": "surat", "name": "Surat cuti", "delivered_to": "Pegawai"},
        ],
        "steps": [
            {"id": "ajukan", "activity": "Mengajukan cuti", "actor": "pegawai", "standard_time": "PT10M"},
            {
                "id": "putuskan",
                "activity": "Memutuskan",
                "actor": "atasan",
                "inputs": ["formulir"],
                "outputs": ["surat"],
                "question": "Setuju?",
                "outcomes": [
                    {"id": "ya", "label": "Ya", "to": "terbit"},
                    {"id": "tidak", "label": "Tidak", "to": "ajukan", "requires": ["reason"]},
                    {"id": "tolak", "label": "Tolak", "to": "ditolak", "outputs": []},
                ],
            },
        ],
        "ends": [{"id": "terbit", "name": "Terbit"}, {"id": "ditolak", "name": "Ditolak"}],
    }


def changed(*path, to=None, drop=False, rename=None):
    """Return a change: set, drop or rename what stands under `path`."""

    def change(whole):
        *outer, last = path
        holder = whole
        for part in outer:
            holder = holder[part]
        if drop:
            del holder[last]
        elif rename:
            holder[rename] = holder.pop(last)
        else:
            holder[last] = to

    return change


S0, S1, O0 = ("steps", 0), ("steps", 1), ("steps", 1, "outcomes", 0)
EN = {"en": "x"}
TABLE = [
    # shape
    ("newer-language", "/sopkit", changed("sopkit", to=2), None),
    ("wrong-value", "/sopkit", changed("sopkit", to=0), None),
    ("wrong-type", "/sopkit", changed("sopkit", to="1"), None),
    ("missing-key", "", changed("sopkit", drop=True), None),
    ("missing-key", "/steps/0", changed(*S0, "actor", drop=True), None),
    ("missing-key", "/steps/0", changed(*S0, "activity", drop=True), None),
    ("missing-key", "/steps/1/outcomes/0", changed(*O0, "label", drop=True), None),
    ("unknown-key", "/steps/0/standart_time", changed(*S0, "standard_time", rename="standart_time"), "standard_time"),
    ("unknown-key", "/steps/0/aktor", changed(*S0, "actor", rename="aktor"), "actor"),
    ("unknown-key", "/steps/0/Activity", changed(*S0, "activity", rename="Activity"), "activity"),
    ("unknown-key", "/steps/1/outcome", changed(*S1, "outcomes", rename="outcome"), "outcomes"),
    ("unknown-key", "/steps/0/waktu", changed(*S0, "waktu", to=5), None),
    ("unknown-key", "/steps/1/outcomes/0/lable", changed(*O0, "label", rename="lable"), "label"),
    ("unknown-key", "/steps/0/to", changed("steps", 0, "to", to="x"), "next"),
    ("unknown-key", "/steps/0/tujuan", changed("steps", 0, "tujuan", to="x"), "next"),
    ("unknown-key", "/steps/1/to", changed(*S1, "to", to="x"), None),
    ("unknown-key", "/steps/1/outcomes/0/next", changed(*O0, "to", rename="next"), "to"),
    ("unknown-key", "/end", changed("ends", rename="end"), "ends"),
    ("unknown-key", "/actor", changed("actors", rename="actor"), "actors"),
    ("unknown-key", "/identity/nomor", changed("identity", to={"nomor": "1"}), "number"),
    ("unknown-key", "/identity/approved_by/nip", changed("identity", to={"approved_by": {"nip": "1"}}), "id_number"),
    ("later-language", "/steps/0/waits_for", changed(*S0, "waits_for", to=["x"]), None),
    ("later-language", "/steps/0/next", changed(*S0, "next", to=["putuskan"]), None),
    ("later-language", "/steps/1/outcomes/0/to", changed(*O0, "to", to=["terbit", "ditolak"]), None),
    ("later-language", "/steps/0/when", changed(*S0, "when", to={"amount": 5}), None),
    ("later-language", "/steps/0/escalate", changed(*S0, "escalate", to="x"), None),
    ("later-language", "/starts", changed("starts", to=["ajukan"]), None),
    ("wrong-type", "/steps", changed("steps", to={}), None),
    ("wrong-type", "/steps/0", changed("steps", 0, to="ajukan"), None),
    ("wrong-type", "/steps/0/activity", changed(*S0, "activity", to=5), None),
    ("wrong-type", "/steps/0/standard_time", changed(*S0, "standard_time", to=10), "PT10M"),
    ("wrong-type", "/steps/0/same_row", changed(*S0, "same_row", to="ya"), None),
    ("wrong-form", "/steps/0/standard_time", changed(*S0, "standard_time", to="10 menit"), "PT10M"),
    ("wrong-form", "/steps/0/standard_time", changed(*S0, "standard_time", to="PT0M"), None),
    ("wrong-form", "/steps/0/standard_time", changed(*S0, "standard_time", to="PT1.5H"), "PT90M"),
    ("wrong-form", "/steps/0/standard_time", changed(*S0, "standard_time", to="P1W"), None),
    ("wrong-form", "/steps/0/standard_time", changed(*S0, "standard_time", to="PT1234567M"), None),
    ("wrong-form", "/steps/0/standard_time", changed(*S0, "standard_time", to="PT10M\n"), "PT10M"),
    ("wrong-form", "/complete_within", changed("complete_within", to="P1M"), None),
    ("wrong-form", "/elapsed_within", changed("elapsed_within", to="P1W1D"), None),
    ("wrong-form", "/working_day", changed("working_day", to="P1D"), None),
    ("wrong-form", "/version", changed("version", to="1.x"), None),
    ("wrong-form", "/steps/0/id", changed(*S0, "id", to="Ajukan Cuti"), "ajukan-cuti"),
    ("wrong-form", "/actors/1/id", changed("actors", 1, "id", to="Atasan"), "atasan"),
    ("wrong-form", "/identity/created", changed("identity", to={"created": "5-1-2026"}), "2026-01-05"),
    ("wrong-form", "/language", changed("language", to="bahasa indonesia"), None),
    ("wrong-language-name", "/title/bahasa indonesia", changed("title", to={"id": "x", "bahasa indonesia": "x"}), None),
    ("wrong-language-name", "/title/x-en", changed("title", to={"id": "x", "x-en": "x"}), None),
    ("wrong-value", "/documents/0/kind", changed("documents", 0, "kind", to="tools"), "tool"),
    ("wrong-value", "/steps/0/requires/0", changed(*S0, "requires", to=["reasons"]), "reason"),
    ("blank", "/title", changed("title", to="  "), None),
    ("blank", "/steps/0/activity/en", changed(*S0, "activity", to={"id": "x", "en": ""}), None),
    ("item-twice", "/steps/1/inputs/1", changed(*S1, "inputs", to=["formulir", "formulir"]), None),
    ("too-few", "/steps/1/outcomes", changed(*S1, "outcomes", to=[{"id": "o", "label": "L", "to": "terbit"}]), None),
    ("too-few", "/steps", changed("steps", to=[]), None),
    ("number-too-small", "/steps/1/outcomes/0/at_most", changed(*O0, "at_most", to=0), None),
    ("number-too-large", "/steps/1/outcomes/0/at_most", changed(*O0, "at_most", to=10**6), None),
    ("value-too-long", "/steps/0/id", changed(*S0, "id", to="a" * 65), None),
    ("needs-key", "/steps/0/question", changed(*S0, "question", to="Lengkap?"), None),
    ("missing-key", "/steps/1/outcomes/0", changed(*O0, "to", drop=True), None),
    ("wrong-type", "/steps/0/standard_time/to", changed(*S0, "standard_time", to={"from": "PT5M", "to": ["PT9M"]}), None),
    ("wrong-form", "/steps/0/standard_time/from", changed(*S0, "standard_time", to={"from": "x", "to": "P1D"}), None),
    ("missing-key", "/steps/0/standard_time", changed(*S0, "standard_time", to={"from": "PT1M"}), None),
    ("wrong-type", "/elapsed_within", changed("elapsed_within", to=5), None),
    ("wrong-type", "/inferred", changed("inferred", to=["title"]), None),
    ("wrong-type", "/identity/created", changed("identity", to={"created": 5}), None),
    ("language-missing", "/inferred/title", changed("inferred", to={"x-a": {"en": "x"}, "title": EN}), None),
    ("wrong-type", "/steps/0/next", changed(*S0, "next", to=2), "putuskan"),
    ("wrong-type", "/steps/1/outcomes/0/to", changed(*O0, "to", to=1), "ajukan"),
    ("wrong-type", "/steps/0/standard_time/to", changed(*S0, "standard_time", to={"from": "PT5M", "to": 10}), "PT10M"),
    ("wrong-form", "/steps/0/next", changed(*S0, "next", to="2"), "putuskan"),
    ("wrong-form", "/steps/0/actor", changed(*S0, "actor", to="Atasan"), "atasan"),
    ("wrong-form", "/steps/1/inputs/0", changed(*S1, "inputs", to=["Formulir cuti"]), "formulir"),
    ("wrong-form", "/steps/1/outcomes/0/to", changed(*O0, "to", to="Ditolak"), "ditolak"),
    ("wrong-type", "/steps/1/inputs/0", changed(*S1, "inputs", to=[{"id": "formulir"}]), None),
    ("unknown-key", "/steps/0/kegiatan", changed(*S0, "activity", rename="kegiatan"), "activity"),
    ("unknown-key", "/pelaksana", changed("actors", rename="pelaksana"), "actors"),
    ("unknown-key", "/steps/0/waktu", changed(*S0, "standard_time", rename="waktu"), "standard_time"),
    ("language-missing", "/title", changed("title", to={"ind": "x"}), None),
    ("wrong-type", "/language", lambda whole: whole.update(language=[], title={"id": "x"}), None),
    ("wrong-type", "/language", lambda whole: whole.update(language={}, title={"id": "x"}), None),
    # references
    ("target-exists", "/steps/0/actor", changed(*S0, "actor", to="pegawei"), "pegawai"),
    ("target-exists", "/steps/0/alternates/0", changed(*S0, "alternates", to=["kadis"]), None),
    ("target-exists", "/steps/0/participants/0", changed(*S0, "participants", to=["kadis"]), None),
    ("target-exists", "/steps/1/inputs/0", changed(*S1, "inputs", to=["formulr"]), "formulir"),
    ("target-exists", "/steps/0/outputs/0", changed(*S0, "outputs", to=["nota"]), None),
    ("target-exists", "/steps/1/outcomes/2/outputs/0", changed(*S1, "outcomes", 2, "outputs", to=["nota"]), None),
    ("target-exists", "/steps/0/next", changed(*S0, "next", to="putuskn"), "putuskan"),
    ("target-exists", "/steps/1/outcomes/0/to", changed(*O0, "to", to="end"), None),
    ("target-exists", "/steps/1/separate_from/0", changed(*S1, "separate_from", to=["terbit"]), None),
    ("target-exists", "/cancel/0", changed("cancel", to=["kadis"]), None),
    ("id-twice", "/actors/1/id", changed("actors", to=[{"id": "pegawai", "name": "P"}, {"id": "pegawai", "name": "Q"}, {"id": "atasan", "name": "A"}]), None),
    ("id-twice", "/ends/1/id", changed("ends", to=[{"id": "terbit", "name": "T"}, {"id": "ajukan", "name": "A"}, {"id": "ditolak", "name": "D"}]), None),
    ("id-twice", "/steps/1/outcomes/1/id", changed(*S1, "outcomes", 1, "id", to="ya"), None),
    ("id-reserved", "/steps/1/outcomes/0/id", changed(*O0, "id", to="done"), None),
    ("id-reserved", "/ends/2/id", lambda whole: whole["ends"].append({"id": "cancelled", "name": "Batal"}), None),
    ("id-reserved", "/steps/2/id", lambda whole: whole["steps"].append({"id": "cancelled", "activity": "x", "actor": "pegawai", "next": "terbit"}), None),
    # meaning
    ("working-day-too-long", "/working_day", changed("working_day", to="PT25H"), None),
    ("total-too-long", "/steps/1/standard_time", lambda whole: [s.update(standard_time="P999999D") for s in whole["steps"]] and whole.update(working_day="PT24H"), None),
    ("same-row-first", "/steps/0/same_row", changed(*S0, "same_row", to=True), None),
    ("next-and-outcomes", "/steps/1/next", changed(*S1, "next", to="ajukan"), None),
    ("next-missing", "/steps/2", lambda whole: whole["steps"].append({"id": "arsip", "activity": "Arsip", "actor": "pegawai"}), None),
    ("range-not-rising", "/printed_total", changed("printed_total", to={"from": "P1D", "to": "PT7H"}), None),
    ("range-not-rising", "/steps/0/standard_time", changed(*S0, "standard_time", to={"from": "PT5M", "to": "PT5M"}), None),
    ("outputs-unmeetable", "/steps/0/requires", changed(*S0, "requires", to=["outputs"]), None),
    ("outputs-unmeetable", "/steps/1/outcomes/1/requires", changed(*S1, "outcomes", 1, "requires", to=["outputs"]), None),
    ("inferred-about-nothing", "/steps/0/inferred/aktor", changed(*S0, "inferred", to={"aktor": "x"}), "actor"),
    ("inferred-about-nothing", "/inferred/akhir", changed("inferred", to={"akhir": "x"}), None),
    ("inferred-about-nothing", "/steps/0/standard_time/inferred/unit", changed(*S0, "standard_time", to={"from": "PT5M", "to": "PT9M", "inferred": {"unit": "x"}}), None),
    ("language-missing", "/title", changed("title", to=EN), None),
    ("language-missing", "/steps/0/inferred/actor", changed(*S0, "inferred", to={"actor": EN}), None),
    ("language-missing", "/identity/records/1", changed("identity", to={"records": ["Buku", EN]}), None),
    ("date-impossible", "/identity/created", changed("identity", to={"created": "2026-02-30"}), None),
]  # fmt: skip


def refusal(text):
    with pytest.raises(sopkit.DefinitionError) as refused:
        loads(text)
    return refused.value


@pytest.mark.parametrize(
    ("rule", "pointer", "change", "suggestion"), TABLE, ids=lambda value: value if isinstance(value, str) else ""
)
def test_one_mistake_is_one_problem_at_its_place(rule, pointer, change, suggestion):
    whole = sound()
    change(whole)
    text = json.dumps(whole, indent=2)
    (problem,) = refusal(text).problems
    assert (problem.rule, problem.pointer, problem.severity) == (rule, pointer, "error")
    assert problem.facts.get("suggestion") == suggestion
    for language in ("id", "en"):
        assert problem.in_(language)
        assert (suggestion or "") in problem.hint_in(language)
    last = pointer.rpartition("/")[2]
    if last and not last.isdigit():
        assert f'"{last}"' in text.split("\n")[problem.line - 1]


def test_the_sound_one_is_sound():
    sop = loads(json.dumps(sound()))
    assert [end.id for end in sop.ends] == ["terbit", "ditolak"]


def test_an_implied_end_cannot_be_the_id_of_a_step():
    whole = {**sound(), "steps": [{"id": "end", "activity": "Akhir", "actor": "pegawai"}]}
    del whole["ends"]
    (problem,) = refusal(json.dumps(whole)).problems
    assert (problem.rule, problem.pointer) == ("id-reserved", "/steps/0/id")


JSON_TABLE = [
    ("trailing-comma", 1, 8, '{"a": 1,\n}'),
    ("trailing-comma", 1, 8, '{"a":[1,]}'),
    ("comma", 1, 9, '{"a": 1 "b": 2}'),
    ("comma", 1, 8, '{"a": 1\n  "b": 2}'),
    ("quote-inside", 1, 11, '{"a": "x "y" z"}'),
    ("colon", 1, 6, '{"a" 1}'),
    ("comment", 1, 7, '{"a": // 1\n1}'),
    ("comment", 2, 1, '{"a": 1,\n# x\n}'),
    ("extra", 1, 4, "{} {}"),
    ("string", 1, 7, '{"a": "b}'),
    ("string", 1, 7, '{"a": "b\n}'),
    ("control", 1, 9, '{"a": "b\tc"}'),
    ("escape", 1, 8, '{"a": "\\x"}'),
    ("word-quotes", 1, 2, "{“a”: 1}"),
    ("single-quotes", 1, 2, "{'a': 1}"),
    ("blank", 2, 1, '{\n\u00a0"a": 1}'),
    ("python", 1, 7, '{"a": True}'),
    ("value", 1, 7, '{"a": , "b": 1}'),
    ("value", 1, 7, '{"a": abc}'),
    ("key", 1, 2, "{a: 1}"),
    ("unclosed", 2, 9, '{"a": [\n{"b": 1}'),
    ("unclosed", 1, 6, '{"a":'),
    ("beginning", 1, 1, "x"),
    ("beginning", 2, 1, "\n<!doctype html>"),
    ("obeyed", 1, 9, '{"a": "b\x1b[1m"}'),
    ("empty", 1, 1, " \n"),
]


@pytest.mark.parametrize(("variant", "line", "column", "text"), JSON_TABLE)
def test_what_is_no_json_is_told_in_the_words_of_whoever_typed_it(variant, line, column, text):
    (problem,) = refusal(text).problems
    assert (problem.rule, problem.variant, problem.line, problem.column) == ("json-syntax", variant, line, column)
    assert problem.in_("id") != problem.in_("en")
    assert "{" not in (problem.message + problem.hint).replace("bracket {", "")


@pytest.mark.parametrize("text", ["[]", "5", "null"])
def test_a_file_is_one_object(text):
    assert [problem.rule for problem in refusal(text).problems] == ["no-object"]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("30 menit", "PT30M"), ("30", "PT30M"), (30, "PT30M"), ("30M", "PT30M"), ("P30M", "PT30M"), ("pt10m", "PT10M"),
        ("2 hari kerja", "P2D"), ("3 jam 10 menit", "PT3H10M"), ("1,5 jam", "PT90M"), ("90 detik", "PT90S"),
        ("1 hari 2 jam", "P1DT2H"), ("1 menit 30 detik", "PT1M30S"), ("P1D2H", "P1DT2H"), ("45 detik", "PT45S"), ("2 hours", "PT2H"),
        ("sebentar", None), ("x" * 50, None), ("1 abad", None), ("0 menit", None), ("0.5 hari", None), ("5 menit sekali", None), ("P2W", None),
    ],
)  # fmt: skip
def test_times_as_people_write_them_are_answered_as_a_file_writes_them(written, meant):
    whole = sound()
    whole["steps"][0]["standard_time"] = written
    (problem,) = refusal(json.dumps(whole)).problems
    assert problem.facts.get("suggestion") == meant
    if meant:
        whole["steps"][0]["standard_time"] = meant
        assert loads(json.dumps(whole))


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("05-01-2026", "2026-01-05"),
        ("5 Januari 2026", "2026-01-05"),
        ("5/8/2026", "2026-08-05"),
        ("31/2/2026", None),
        ("besok", None),
    ],
)
def test_days_as_people_write_them_are_answered_as_a_file_writes_them(written, meant):
    (problem,) = refusal(json.dumps({**sound(), "identity": {"created": written}})).problems
    assert problem.facts.get("suggestion") == meant


def test_a_long_list_of_what_exists_begins_with_the_ends_and_says_how_many_more_there_are():
    whole = sound()
    whole["steps"] = [
        {"id": f"s{n}", "activity": "x", "actor": "atasan", "next": "xyz" if n == 0 else "terbit"} for n in range(12)
    ]
    (problem,) = refusal(json.dumps(whole)).problems
    assert problem.facts["known"][:2] == ("terbit", "ditolak")
    assert "6 more" in problem.hint


def test_a_short_list_of_what_exists_has_no_more():
    whole = sound()
    whole["steps"][0]["actor"] = "kadis"
    (problem,) = refusal(json.dumps(whole)).problems
    assert (problem.facts["known"], problem.facts["more"]) == (("pegawai", "atasan"), 0)


def test_an_id_that_stands_twice_names_the_line_of_the_first():
    whole = sound()
    whole["ends"].append({"id": "ajukan", "name": "x"})
    (problem,) = refusal(json.dumps(whole, indent=1)).problems
    assert "line 30" in problem.message
    assert json.dumps(whole, indent=1).split("\n")[29].strip() == '"id": "ajukan",'


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e999", "-1e999", "9" * 5000, "0." + "1" * 5000])
def test_numbers_that_no_program_can_hold_are_refused(number):
    whole = {**sound(), "x-number": "HERE"}
    (problem,) = refusal(json.dumps(whole).replace('"HERE"', number)).problems
    assert (problem.rule, problem.pointer) == ("number-unusable", "/x-number")
    assert len(problem.message) < 100


def test_ordinary_numbers_survive_under_an_open_key():
    whole = {**sound(), "x-numbers": [0, -5, 1.5, 1e3, 10**14]}
    assert loads(json.dumps(whole)).extra == {"x-numbers": [0, -5, 1.5, 1000.0, 10**14]}


def test_a_key_that_stands_twice_is_found_also_when_it_is_escaped():
    text = json.dumps(sound(), indent=1).replace('"version": "1.0",', '"version": "1.0",\n "vers\\u0069on": "2.0",')
    (problem,) = refusal(text).problems
    assert (problem.rule, problem.pointer, problem.line, problem.column) == ("key-twice", "/version", 5, 2)


def test_keys_inside_a_part_that_stands_twice_are_not_blamed_again():
    text = json.dumps(sound()).replace('"actors":', '"documents": [{"id": "x", "name": "y"}], "actors":')
    assert [problem.rule for problem in refusal(text).problems] == ["key-twice"]


@pytest.mark.parametrize("escape", ["\\u0000", "\\u001b[31m", "\\u202e", "\\ud800", "\\u009b", "\\b"])
def test_characters_no_page_can_show_are_refused_in_texts_and_left_alone_elsewhere(escape):
    text = json.dumps(sound()).replace("Pemberian cuti", "Pemberian" + escape)
    (problem,) = refusal(text).problems
    assert (problem.rule, problem.pointer) == ("character-unprintable", "/title")
    if "d800" not in escape:
        assert loads(json.dumps({**sound(), "x-a": "HERE"}).replace("HERE", escape))


def test_emoji_and_line_breaks_written_as_escapes_are_texts_like_any_other():
    whole = {**sound(), "title": "Cuti 🙂\nbaris kedua\r\n“—”"}
    assert str(loads(json.dumps(whole)).title) == whole["title"]


def test_bytes_are_utf_8_and_may_begin_with_a_bom():
    text = json.dumps(sound(), ensure_ascii=False)
    assert loads(b"\xef\xbb\xbf" + text.encode()) == loads("\ufeff" + text) == loads(text)
    (problem,) = refusal(b'{\n"title": "caf\xe9"}').problems
    assert (problem.rule, problem.line, problem.column) == ("not-utf-8", 2, 14)
    assert (problem.variant, refusal(b"\0\0\0\0").problems[0].rule) == ("", "json-syntax")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be"])
def test_utf_16_is_called_so_with_or_without_its_mark(encoding):
    (problem,) = refusal(json.dumps(sound()).encode(encoding)).problems
    assert (problem.rule, problem.variant, problem.line, problem.column) == ("not-utf-8", "utf-16", 1, 1)
    assert "UTF-16" in problem.in_("id")
    assert problem.hint_in("id") == "simpan ulang dengan pengodean UTF-8"


@pytest.mark.parametrize(
    "data",
    [b"%PDF-1.7\n\xe2", b"PK\x03\x04\x14\0", b"\xd0\xcf\x11\xe0\0", b"{\\rtf1\\ansi", b"\x89PNG\r\n", b"\x1f\x8b\x08"],
)
def test_a_document_of_another_kind_is_called_so(data):
    (problem,) = refusal(data).problems
    assert (problem.rule, problem.variant, problem.line, problem.column) == ("not-utf-8", "other", 1, 1)
    assert "UTF-8" not in problem.message + problem.hint


def test_limits_are_kept():
    step = {"activity": "x", "actor": "pegawai"}
    many = {**sound(), "steps": [{"id": f"s{n}", **step} for n in range(MAX_STEPS + 1)]}
    del many["ends"]
    (problem,) = refusal(json.dumps(many)).problems
    assert (problem.rule, problem.facts["limit"]) == ("too-many-steps", MAX_STEPS)
    assert problem.facts["count"] == len(many["steps"])
    many["steps"].pop()
    assert len(loads(json.dumps(many)).steps) == MAX_STEPS
    assert refusal(" " * (MAX_BYTES + 1)).problems[0].rule == "file-too-large"
    assert refusal(b" " * (MAX_BYTES + 1)).problems[0].rule == "file-too-large"
    nested = {**sound(), "x-a": "HERE"}
    assert refusal("[" * 200_000).problems[0].rule == "too-deep"
    deep = json.dumps(nested).replace('"HERE"', "[" * MAX_DEPTH + "]" * MAX_DEPTH)
    assert refusal(deep).problems[0].rule == "too-deep"
    assert loads(json.dumps(nested).replace('"HERE"', "[" * (MAX_DEPTH - 1) + "]" * (MAX_DEPTH - 1)))
    assert refusal(json.dumps({**sound(), "x-" + "a" * 300: 1})).problems[0].rule == "key-too-long"
    wide = {**sound(), "x-a": [0] * MAX_VALUES}
    (problem,) = refusal(json.dumps(wide)).problems
    assert (problem.rule, set(problem.facts)) == ("too-many-values", {"limit", "count"})
    assert problem.facts["count"] > problem.facts["limit"]


def test_the_first_fifty_problems_are_told_and_the_rest_are_counted():
    whole = sound()
    whole["steps"] = [{"id": f"s{n}", "activity": "x", "actor": "nobody", "time": 5} for n in range(60)] + whole[
        "steps"
    ]
    refused = refusal(json.dumps(whole))
    assert len(refused.problems) == MAX_PROBLEMS
    assert refused.total == 120
    assert "70" in str(refused).splitlines()[-1]


def test_later_layers_run_on_the_parts_that_are_sound():
    whole = sound()
    whole["title"] = 5
    whole["steps"][0]["actor"] = "kadis"
    whole["steps"][1]["next"] = "ajukan"
    whole["working_day"] = "PT99H"
    assert {problem.rule for problem in refusal(json.dumps(whole)).problems} == {
        "wrong-type", "target-exists", "next-and-outcomes", "working-day-too-long",
    }  # fmt: skip


def test_references_are_not_blamed_for_a_declaration_that_cannot_be_read():
    whole = sound()
    whole["actors"][1] = {"name": "Atasan"}
    assert [(p.rule, p.pointer) for p in refusal(json.dumps(whole)).problems] == [("missing-key", "/actors/1")]
    whole = sound()
    whole["steps"][0]["id"] = 5
    whole["steps"][1]["id"] = ["x"]
    whole["ends"][0]["id"] = {}
    assert {p.rule for p in refusal(json.dumps(whole)).problems} == {"wrong-type"}


def test_a_reference_to_what_cannot_be_read_is_answered_by_its_own_form():
    whole = sound()
    whole["pelaksana"] = whole.pop("actors")
    whole["steps"][0]["actor"] = "Pegawai Tetap"
    assert [p.facts.get("suggestion") for p in refusal(json.dumps(whole)).problems] == ["pegawai-tetap", "actors"]


def test_a_reference_is_answered_also_where_another_declaration_cannot_be_read():
    whole = sound()
    whole["actors"].insert(0, {"name": "Kepala", "id": 5})
    whole["steps"][1]["actor"] = "Atasan"
    assert [p.facts.get("suggestion") for p in refusal(json.dumps(whole)).problems] == [None, "atasan"]


@pytest.mark.parametrize(
    ("written", "meant"),
    [("1.200 menit", "PT1200M"), ("1.500", "PT1500M"), ("1 000 menit", None), ("7.5 jam", "PT7H30M")],
)
def test_a_point_before_three_digits_parts_thousands(written, meant):
    whole = sound()
    whole["steps"][0]["standard_time"] = written
    assert refusal(json.dumps(whole)).problems[0].facts.get("suggestion") == meant


@pytest.mark.parametrize(
    ("written", "meant"), [("8", None), ("1 hari", None), ("30 jam", None), ("7,5 jam", "PT7H30M"), ("8 jam", "PT8H")]
)
def test_a_working_day_is_answered_only_by_what_could_be_one(written, meant):
    (problem,) = refusal(json.dumps({**sound(), "working_day": written})).problems
    assert problem.facts.get("suggestion") == meant


@pytest.mark.parametrize(("language", "variant"), [("it", ""), ("ID", "slip"), ("ind", "slip")])
def test_another_language_is_no_slip_for_the_own_one(language, variant):
    (problem,) = refusal(json.dumps({**sound(), "title": {language: "x"}})).problems
    assert (problem.rule, problem.variant) == ("language-missing", variant)


def test_what_leans_on_a_wrong_value_is_not_blamed_besides():
    whole = sound()
    whole["steps"][1] |= {"requires": ["outputs"], "outputs": None}
    assert [problem.rule for problem in refusal(json.dumps(whole)).problems] == ["wrong-type"]
    whole = sound()
    whole["steps"][0]["id"] = "Ajukan"
    whole["steps"][1]["separate_from"] = ["ajukan"]
    assert [problem.rule for problem in refusal(json.dumps(whole)).problems] == ["wrong-form"]


def test_a_long_key_is_blamed_and_not_the_one_before_it():
    text = json.dumps({**sound(), "x-" + "a" * 126: 1, "x-" + "b" * 127: 2}, indent=1)
    (problem,) = refusal(text).problems
    assert "bbb" in text.split("\n")[problem.line - 1]


def test_half_a_character_is_refused_also_under_an_open_key():
    text = json.dumps({**sound(), "x-a": "HERE"}).replace("HERE", "\\ud800")
    assert [problem.rule for problem in refusal(text).problems] == ["character-unprintable"]


def test_a_problem_knows_the_step_it_lies_in():
    whole = sound()
    whole["steps"][1]["outcomes"][0]["lable"] = "x"
    (problem,) = refusal(json.dumps(whole)).problems
    assert problem.step == "putuskan"
    whole["steps"][1]["id"] = 5
    assert {p.step for p in refusal(json.dumps(whole)).problems} == {None}


def test_loading_names_the_file(tmp_path):
    path = tmp_path / "cuti.sop.json"
    path.write_text(json.dumps(sound()), encoding="utf-8")
    assert load(path).places.file == str(path)
    path.write_text("{", encoding="utf-8")
    with pytest.raises(sopkit.DefinitionError) as refused:
        load(path)
    assert refused.value.file == refused.value.problems[0].file == str(path)
    with pytest.raises(FileNotFoundError):
        load(tmp_path / "nothing.sop.json")


def test_what_is_written_out_although_it_goes_without_saying_is_kept():
    whole = {**sound(), "language": "id", "profile": "plain", "working_day": "PT7H30M", "cancel": [], "waive": []}
    whole["steps"][0] |= {"same_row": False, "number": "1", "inputs": [], "x-z": {"k": [1, 2.5, None]}}
    whole["documents"][0]["kind"] = "document"
    sop = loads(json.dumps(whole))
    assert json.loads(dumps(sop)) == whole
    assert sop == loads(json.dumps({k: v for k, v in whole.items() if k not in ("cancel", "profile")}))
    assert sop.digest == loads(json.dumps({k: v for k, v in whole.items() if k not in ("cancel", "profile")})).digest


def test_a_sop_made_by_hand_is_read_before_it_is_trusted():
    sop = loads(json.dumps(sound()))
    assert proven(sop) is sop
    import attrs

    made = attrs.evolve(sop, version="2")
    assert made.places is None
    assert proven(made) == made
    with pytest.raises(sopkit.DefinitionError):
        proven(attrs.evolve(sop, actors=set(sop.actors)))
    broken = attrs.evolve(sop, steps=sop.steps[1:])
    with pytest.raises(sopkit.DefinitionError):
        proven(broken)
    with pytest.raises(sopkit.DefinitionError):
        sopkit.start(broken, "K-1", at=None)


@pytest.mark.parametrize("word", ["selesai", "Selesai", "tamat", "finish", "End", "akhir"])
def test_what_people_call_the_end_is_the_only_one_there_is(word):
    whole = sound()
    whole["steps"][0]["next"] = word
    assert "suggestion" not in refusal(json.dumps(whole)).problems[0].facts  # there are two
    whole["ends"] = whole["ends"][:1]
    whole["steps"][1]["outcomes"] = [one | {"to": "terbit"} for one in whole["steps"][1]["outcomes"]]
    assert refusal(json.dumps(whole)).problems[0].facts["suggestion"] == "terbit"
    del whole["ends"]
    whole["steps"][1]["outcomes"] = [one | {"to": "end"} for one in whole["steps"][1]["outcomes"]]
    assert [one.facts["suggestion"] for one in refusal(json.dumps(whole)).problems] == ["end"]


@pytest.mark.parametrize(
    ("language", "said"), [("id", "sopkit tidy mengubah nama menjadi id"), ("en", "tidy makes ids")]
)
def test_a_name_in_the_place_of_an_id_is_told_that_tidy_can_make_one(language, said):
    for change in (changed(*S0, "actor", to="Kepala Bagian"), changed(*S0, "inputs", to=["Surat Kuasa"])):
        whole = sound()
        change(whole)
        (problem,) = refusal(json.dumps(whole)).problems
        assert problem.variant == "name"
        assert said in problem.hint_in(language)
    whole = sound()
    whole["steps"][0]["next"] = "Menimbang lagi"
    assert said not in refusal(json.dumps(whole)).problems[0].hint_in(language)


SHAPE = """{
  "type": "object", "additionalProperties": false, "$defs": {},
  "properties": {"a": {"type": "integer"}, "c": {"type": "string", "pattern": "^[a-z]+$"}}
}"""


def test_a_file_beside_an_sop_is_read_as_its_own_schema_says():
    assert shaped(b'{"a": 1}', SHAPE) == {"a": 1}


@pytest.mark.parametrize(
    ("data", "rule", "line", "column"),
    [
        (b'{"a": 1,\n "b": 2}', "unknown-key", 2, 2),
        (b'{"a": "1"}', "wrong-type", 1, 7),
        (b'{"a": 1', "json-syntax", 1, 8),
        (b'{"a": "\xff"}', "not-utf-8", 1, 8),
    ],
)
def test_a_file_beside_an_sop_is_refused_with_its_problems_at_their_place(data, rule, line, column):
    for names in ({}, {"file": "x.cases.json"}):
        with pytest.raises(sopkit.DefinitionError) as refused:
            shaped(data, SHAPE, **names)
        (problem,) = refused.value.problems
        assert (problem.rule, problem.line, problem.column) == (rule, line, column)
        assert (refused.value.file, problem.file, refused.value.total) == (*2 * (names.get("file", ""),), 1)


def test_a_file_that_a_program_wrote_may_be_large_and_hold_any_characters():
    schema = SHAPE.replace(', "pattern": "^[a-z]+$"', "")
    large = json.dumps({"c": "\x1b\u200b" * (MAX_BYTES // 8)}).encode()
    assert shaped(large, schema, by_hand=False)["c"][:2] == "\x1b\u200b"
    assert shaped(json.dumps([0] * (MAX_VALUES + 1)).encode(), '{"$defs": {}}', by_hand=False)
    for data, rule in ((large, "file-too-large"), (b'{"c": "\\u001b"}', "character-unprintable")):
        with pytest.raises(sopkit.DefinitionError) as refused:
            shaped(data, schema)
        assert refused.value.problems[0].rule == rule
    with pytest.raises(sopkit.DefinitionError):
        shaped(b'{"c": "a", "c": "b"}', schema, by_hand=False)


def test_of_a_file_beside_an_sop_the_whole_has_no_key_and_a_form_of_its_own_no_name():
    for data, facts in (
        (b"[]", {"key": "", "wanted": ("object",), "given": "array"}),
        (b'{"c": "A"}', {"key": "c", "given": "A", "form": "text"}),
    ):
        with pytest.raises(sopkit.DefinitionError) as refused:
            shaped(data, SHAPE)
        assert refused.value.problems[0].facts == facts


@pytest.mark.parametrize(
    ("name", "id"),
    [
        ("1. Pegawai", "pegawai"),
        ("Seksi 2", "seksi-2"),
        ("A" * 63 + " b", "a" * 63),
        ("Kasi (Pelayanan)", "kasi-pelayanan"),
        ("Café Über", "cafe-uber"),
        ("12", None),
    ],
)
def test_an_id_that_is_meant_is_made_of_letters(name, id):
    assert id_meant(name) == id


@pytest.mark.parametrize(
    ("name", "taken", "id"),
    [
        ("Surat Keterangan (asli)", (), "surat-keterangan-asli"),
        ("Surat", ("surat",), "surat-2"),
        ("Surat", ("surat", "surat-2"), "surat-3"),
        ("???", (), "dokumen"),
        ("a" * 40, (), "a" * 40),
        ("a" * 41, (), "a" * 40),
        (f"{'a' * 19} {'b' * 20}", (), f"{'a' * 19}-{'b' * 20}"),
        (f"{'a' * 19} {'b' * 20} c", (), f"{'a' * 19}-{'b' * 20}"),
        (f"{'a' * 20} {'b' * 20} c", (), "a" * 20),
        (f"{'a' * 15} {'b' * 15} {'c' * 15}", (), f"{'a' * 15}-{'b' * 15}"),
    ],
)
def test_an_id_is_made_of_the_words_of_a_name(name, taken, id):
    assert id_for(name, taken, "dokumen") == id


def test_a_language_that_is_none_is_told_once():
    whole = {**sound(), "language": "indonesia", "title": {"id": "Cuti", "en": "Leave"}}
    assert [one.pointer for one in refusal(json.dumps(whole)).problems] == ["/language"]


@pytest.mark.parametrize("written", ["formulir", "Surat Kuasa"])
def test_one_word_in_the_place_of_a_list_is_told_how_to_write_a_list(written):
    whole = sound()
    whole["steps"][0]["inputs"] = written
    (problem,) = refusal(json.dumps(whole)).problems
    assert (problem.rule, problem.variant) == ("wrong-type", "list")
    assert '["surat"]' in problem.hint_in("id")


@pytest.mark.parametrize(
    ("wrong", "meant"), [("foto", None), ("furmulir", "formulir"), ("ormulir", "formulir"), ("surta", "surat")]
)
def test_what_only_shares_some_letters_is_no_slip(wrong, meant):
    whole = sound()
    whole["documents"].append({"id": "draft", "name": "Draft", "kind": "tool"})
    whole["steps"][0]["inputs"] = [wrong]
    assert refusal(json.dumps(whole)).problems[0].facts.get("suggestion") == meant
    del whole["documents"][1], whole["steps"][1]["outputs"]
    whole["steps"][0]["inputs"] = ["surat"]
    assert "suggestion" not in refusal(json.dumps(whole)).problems[0].facts


def test_a_file_as_large_as_may_be_is_read_to_its_last_character(tmp_path):
    text = json.dumps(sound())
    path = tmp_path / "x.sop.json"
    path.write_text(" " * (MAX_BYTES - len(text)) + text)
    assert load(path).id == "cuti"


def test_a_character_that_is_no_text_is_not_taken_for_utf_16():
    (problem,) = refusal(b'{"a"\0: 1}').problems
    assert (problem.rule, problem.column) == ("json-syntax", 5)


def test_what_an_inference_says_under_open_keys_is_kept():
    whole = {**sound(), "inferred": {"title": "Dari judul.", "x-by": ["budi"]}}
    assert loads(json.dumps(whole)).to_json()["inferred"] == whole["inferred"]


def test_a_key_that_stands_twice_is_found_as_deep_as_a_file_may_go():
    text = '{"x-a": ' * MAX_DEPTH + '1, "x-a": 2' + "}" * MAX_DEPTH
    assert "/x-a" * MAX_DEPTH in [one.pointer for one in refusal(text).problems if one.rule == "key-twice"]


def test_steps_that_are_put_in_another_order_know_anew_what_leads_up():
    sop = loads(json.dumps(sound()))
    assert [outcome.is_return for outcome in sop.steps[1].outcomes] == [False, True, False]
    turned = attrs.evolve(sop, steps=sop.steps[::-1])
    assert [outcome.is_return for outcome in turned.steps[0].outcomes] == [False, False, False]
    assert [step.row for step in turned.steps] == [1, 2]


def test_what_an_author_remarks_in_the_parts_of_an_sop_is_no_part_of_its_digest():
    whole = sound()
    whole["steps"][0] |= {"x-note": 1, "inferred": {"actor": "Dari kolom."}}
    whole["actors"][0]["x-note"] = 1
    assert loads(json.dumps(whole)).digest == loads(json.dumps(sound())).digest


@pytest.mark.parametrize("part", ["actors", "documents", "ends"])
def test_a_name_that_people_signed_is_part_of_the_digest(part):
    whole = sound()
    digest = loads(json.dumps(whole)).digest
    whole[part][0]["name"] = "Lain sama sekali"
    assert loads(json.dumps(whole)).digest != digest


def test_the_version_of_the_language_is_always_written():
    sop = attrs.evolve(loads(json.dumps(sound())), written=frozenset())
    assert sop.to_json()["sopkit"] == 1
