"""`case`: opened, carried, looked at and looked for; refused in words; what is typed never breaks it."""

from __future__ import annotations

import json
import re
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from types import NoneType

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from cli.conftest import ROOM, written
from sopkit.cli import case, main, store
from views.test_views import cells

FAMILIES = [("case", name) for name in case.VERBS] + [("store", name) for name in store.VERBS]
DEWI, SITI, TONO, HASAN = "dewi:pemohon", "siti:staf", "tono:staf", "hasan:kepala"


@pytest.fixture
def office(monkeypatch, tmp_path, room):
    """A folder with an SOP file, and the time of Jakarta."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TZ", "Asia/Jakarta")
    time.tzset()
    yield room.name
    monkeypatch.delenv("TZ")
    time.tzset()


@pytest.fixture
def opened(run, office):
    """A case on its first step."""
    assert run("case", "open", office, "R-1", "--title", "Rapat [bold]Kerja[/bold]", "--as", DEWI).exit_code == 0


def said(result):
    return " ".join(result.stdout.split())


@pytest.mark.parametrize(("family", "name"), FAMILIES)
@pytest.mark.parametrize(("lang", "usage", "example"), [("en", "Usage:", "Example"), ("id", "Cara pakai:", "Contoh")])
def test_each_verb_of_a_family_has_help_with_examples_in_both_languages(run, family, name, lang, usage, example):
    result = run(family, name, "--help", "--lang", lang)
    assert result.exit_code == 0
    assert result.stdout.startswith(usage)
    assert example in result.stdout
    assert f"  sopkit {family} {name}" in result.stdout
    assert all(len(line) <= 84 for line in result.stdout.splitlines())


@pytest.mark.parametrize("family", ["case", "store"])
def test_a_family_alone_shows_its_verbs(run, family):
    result = run(family)
    assert result.exit_code == 0
    assert result.stdout == run(family, "--help").stdout
    assert all(f"  {name} " in result.stdout for one, name in FAMILIES if one == family)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("selesaikan", "case do R-1"),
        ("shwo", "case show R-1"),
        ("ekspor", "case export R-1"),
        ("COMPLETE", "case do R-1"),
    ],
)
def test_a_likely_word_in_a_family_is_answered_with_the_right_verb(run, typed, meant):
    result = run("case", typed, "R-1")
    assert (result.exit_code, result.stdout) == (2, "")
    assert f"Did you mean: sopkit {meant}\n" in result.stderr
    assert "The commands are: open, do, show" in run("case", "zzz").stderr


def test_one_command_leads_from_a_file_to_an_open_case(run, office):
    result = run("case", "open", office, "R-1", "--lang", "id")
    assert (result.exit_code, result.stderr) == (0, "")
    assert "Kasus R-1 dibuka, dengan ruang 1.0.0." in result.stdout
    assert "Kasus berada di baris 1, Mengajukan surat (Pemohon)." in result.stdout
    assert "sopkit case do R-1 --as NAMA:pemohon" in result.stdout
    assert run("case", "open", "ruang", "R-2").exit_code == 0


def test_a_case_is_carried_to_its_end_and_shown(run, opened):
    for args in (
        ["--as", DEWI], ["no", "--as", SITI, "--reason", "tanpa tanggal"], ["--as", DEWI], ["1", "--as", SITI],
        ["--as", HASAN, "--output", "memo=M-1"], ["--as", SITI],
    ):  # fmt: skip
        result = run("case", "do", "R-1", *args, "--lang", "en")
        assert result.exit_code == 0, result.output
    assert said(result) == "Recorded: row 4, Menyerahkan kunci: Done. The case has ended: Ruang dipakai."
    shown = run("case", "show", "R-1", "--lang", "en").stdout
    assert shown.startswith("R-1 · Rapat [bold]Kerja[/bold]\n")
    assert "“tanpa tanggal”" in shown
    assert "hasan, Head" in shown
    assert "Memo: M-1" in shown
    assert shown.endswith("The case has ended: Ruang dipakai.\n")


def test_a_decision_that_is_not_named_is_asked_for_by_its_outcomes(run, opened):
    run("case", "do", "R-1", "--as", DEWI)
    result = run("case", "do", "R-1", "--as", SITI, "--lang", "id")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "pilih Ya (ya), Tidak (tidak) atau Penuh (penuh)." in result.stderr


def test_what_happens_beside_the_journal_is_told_in_order(run, opened):
    for args in (
        ["claim", "R-1", "--as", DEWI], ["release", "R-1", "--as", DEWI], ["assign", "R-1", "ani:pemohon", "--as", DEWI],
        ["note", "R-1", "Menelepon", "--as", TONO], ["attach", "R-1", "Foto", "foto/1.jpg", "--as", HASAN],
        ["suspend", "R-1", "--as", DEWI, "--reason", "sengketa"], ["resume", "R-1", "--as", DEWI, "--reason", "putus"],
    ):  # fmt: skip
        result = run("case", *args, "--lang", "id")
        assert result.exit_code == 0, result.output
        assert "Kasus berada di baris 1" in result.stdout
    shown = run("case", "show", "R-1", "--lang", "id").stdout
    told = ["mengambil langkah", "melepas langkah", "menyerahkan langkah yang terbuka kepada ani", "“Menelepon”",
            "Foto: foto/1.jpg", "menangguhkan kasus: sengketa", "melanjutkan kasus: putus"]  # fmt: skip
    assert sorted(told, key=shown.index) == told
    assert "Langkah ini sudah diambil ani." in shown


def test_whoever_looks_is_told_what_they_may_do_or_why_nothing(run, opened):
    run("case", "do", "R-1", "--as", DEWI)
    assert "sopkit case do R-1 OUTCOME --as NAME:staf\n" in run("case", "show", "R-1", "--lang", "en").stdout
    assert (
        "sopkit case do R-1 HASIL --as hasan:kepala\n"
        in run("case", "show", "R-1", "--as", HASAN, "--lang", "id").stdout
    )
    shown = run("case", "show", "R-1", "--as", DEWI, "--lang", "en").stdout
    assert 'dewi cannot do "2 Memeriksa surat" of case R-1' in " ".join(shown.split())
    assert "sopkit case do" not in shown


def test_times_are_told_in_the_minutes_of_this_place(run, opened):
    at = json.loads(run("case", "show", "R-1", "--format", "json").stdout)["journal"][0]["at"]
    assert at.endswith("+00:00")
    hour = (int(at[11:13]) + 7) % 24
    assert f" {hour:02}:{at[14:16]} " in run("case", "show", "R-1").stdout
    run("case", "suspend", "R-1", "--as", DEWI, "--reason", "x")
    refused = run("case", "do", "R-1", "--as", DEWI).stdout
    assert re.search(r"on \d{4}-\d\d-\d\d (\d\d):\d\d \(x\)", " ".join(refused.split())).group(1) == f"{hour:02}"


@pytest.mark.parametrize(
    ("args", "english", "indonesian"),
    [
        (["do", "R-1", "--as", SITI], "siti cannot do \"1 Mengajukan surat\"", "siti tidak dapat mengerjakan"),
        (["do", "R-1", "--as", DEWI, "--seq", "7"], "has no entry 7 yet; its last one is 0.", "belum mempunyai entri 7"),
        (["do", "R-1", "x", "--as", DEWI], "cannot end with \"x\"", "\"x\""),
        (["do", "R-1", "--as", DEWI, "--step", "serahkan"], "is not at \"4 Menyerahkan kunci\"", "4 Menyerahkan kunci"),
        (["do", "R-9", "--as", DEWI], "There is no case R-9.", "Tidak ada kasus R-9."),
        (["show", "R-9"], "There is no case R-9.", "Tidak ada kasus R-9."),
        (["open", "ruang", "R-1"], "There is a case R-1 already", "Kasus R-1 sudah ada"),
        (["open", "lain", "R-2"], "SOP lain has not been published here", "SOP lain belum diterbitkan"),
        (["open", "ruang", "R-2", "--version", "2.0.0"], "published are: 1.0.0", "yang sudah terbit: 1.0.0"),
        (["resume", "R-1", "--as", DEWI, "--reason", "x"], "is not suspended", "tidak sedang ditangguhkan"),
        (["release", "R-1", "--as", DEWI], "nobody has taken it", "belum ada yang mengambilnya"),
        (["claim", "R-1", "--as", SITI], "a task for Pemohon", "Pemohon"),
        (["cancel", "R-1", "--as", SITI, "--reason", "x"], "only Pemohon may", "Pemohon"),
        (["note", "R-1", "x", "--as", "orang"], "it is for Pemohon, Clerk or Head", "Pemohon, Staf Umum atau Kepala"),
    ],
)  # fmt: skip
def test_what_is_refused_is_told_in_labels_in_both_languages(run, opened, args, english, indonesian):
    for lang, sentence in (("en", english), ("id", indonesian)):
        result = run("case", *args, "--lang", lang)
        assert (result.exit_code, result.stderr) == (1, "")
        assert sentence in said(result)
    told = json.loads(run("case", *args, "--format", "json", "--lang", "en").stdout)["refusal"]
    assert english in told["message"]
    assert told["rule"]
    assert isinstance(told["facts"], dict)


@pytest.mark.parametrize(
    ("args", "english", "indonesian"),
    [
        (["do", "R-1"], "--as NAME:ACTOR,… is missing", "--as NAMA:PELAKSANA,… belum disebutkan"),
        (["do", "R-1", "--as", "dewi:"], "“dewi:” names nobody", "tidak menyebut siapa pun"),
        (["do", "R-1", "--as", ":staf"], "“:staf” names nobody", "tidak menyebut siapa pun"),
        (["do", "R-1", "--as", DEWI, "--output", "memo"], "write NAME=VALUE", "tulislah NAMA=NILAI"),
        (["do", "R-1", "--as", DEWI, "--output", "a=1", "--output", "a=2"], "each name once", "setiap nama satu kali"),
        (["do", " ", "--as", DEWI], "CASE says nothing", "KASUS tidak berisi"),
        (["note", "9" * 501, "x", "--as", DEWI], "longer than the 500 characters", "lebih panjang daripada 500"),
        (["open", "ruang", "R-2", "--data", 'x:="\\u0000"'], "write NAME=VALUE", "tulislah NAMA=NILAI"),
        (["open", "ruang", "R-2", "--data", 'x:="\\ud800"'], "write NAME=VALUE", "tulislah NAMA=NILAI"),
        (["do", "\udcff", "--as", DEWI], "bytes that are no characters", "bukan karakter"),
        (["cancel", "R-1", "--as", DEWI], "--reason TEXT is missing", "--reason TEKS belum"),
        (["open", "ruang", "R-2", "--data", "=x"], "write NAME=VALUE", "tulislah NAMA=NILAI"),
        (["open", "ruang", "R-2", "--data", "x:={"], "is no JSON", "bukan JSON"),
        (["open", "ruang", "R-2", "--data", "x:=NaN"], "is no JSON", "bukan JSON"),
        (["open", "none.sop.json", "R-2"], "There is no file or folder", "Tidak ada berkas atau folder"),
        (["list", "--from", "kemarin"], "“kemarin” is no day", "“kemarin” bukan tanggal"),
        (["list", "--to", "0001-01-01"], "is no day", "bukan tanggal"),
        (["list", "--state", "asleep"], "choose open, suspended or closed", "pilih open, suspended atau closed"),
        (["export"], "Name the cases", "Sebutkan kasus"),
        (["export", "R-1", "--all"], "Name the cases", "Sebutkan kasus"),
        (["export", "--all"], "need a folder", "perlu folder"),
        (["export", "R-1", "--to", "none"], "is no folder", "bukan folder"),
    ],
)
def test_a_call_that_cannot_be_used_changes_nothing(run, opened, args, english, indonesian):
    before = run("case", "show", "R-1", "--format", "json").stdout
    for lang, sentence in (("en", english), ("id", indonesian)):
        result = run("case", *args, "--lang", lang)
        assert (result.exit_code, result.stdout) == (2, "")
        assert sentence in result.stderr
    assert run("case", "show", "R-1", "--format", "json").stdout == before
    assert len(json.loads(run("case", "list", "--format", "json").stdout)["cases"]) == 1


def test_a_file_with_problems_opens_nothing(run, office, tmp_path, broken):
    result = run("case", "open", broken, "R-1")
    assert result.exit_code == 1
    assert "cannot be used yet: 2 errors" in result.stdout
    assert not (tmp_path / "sopkit.db").exists()


def test_a_changed_file_needs_a_new_version(run, opened, tmp_path):
    changed = written(tmp_path / "lain.sop.json", ROOM | {"title": "Lain"})
    result = run("case", "open", changed, "R-2")
    assert result.exit_code == 1
    assert "SOP ruang 1.0.0 is published already and means something else." in said(result)


@pytest.mark.parametrize("verb", [["inbox", "--as", SITI], ["case", "list"], ["case", "show", "R-1"], ["verify"]])
def test_looking_into_a_store_that_is_not_there_makes_none(run, office, tmp_path, verb):
    result = run(*verb, "--lang", "id")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "Belum ada penyimpanan “sopkit.db”" in result.stderr
    assert not (tmp_path / "sopkit.db").exists()


def test_the_store_is_the_one_named_or_that_of_the_environment(run, office, tmp_path):
    named = run("case", "open", office, "A", "--store", "sqlite:///satu.db")
    assert "sopkit case show A --store sqlite:///satu.db\n" in named.stdout
    meant = run("case", "open", office, "B", SOPKIT_STORE="sqlite:///dua.db")
    assert "sopkit case show B\n" in meant.stdout
    assert {path.name for path in tmp_path.glob("*.db")} == {"satu.db", "dua.db"}
    assert "B" in run("case", "list", "--store", "sqlite:///dua.db").stdout


@pytest.mark.parametrize("columns", [60, 80, 120])
@pytest.mark.parametrize("lang", ["en", "id"])
def test_lists_fit_any_width(run, opened, office, columns, lang):
    run("case", "open", "ruang", "503/" + "9" * 90, "--title", "Rapat " * 30, "--data", "nib=1", "--as", DEWI)
    run("case", "claim", "R-1", "--as", "x" * 50 + ":pemohon")
    for verb in (["case", "list"], ["inbox", "--as", DEWI], ["case", "show", "R-1"]):
        result = run(*verb, "--lang", lang, columns=columns)
        assert result.exit_code == 0
        assert [
            line for line in result.stdout.splitlines() if cells(line) > columns and "sopkit case" not in line
        ] == []
        if "show" not in verb:
            assert "503/999" in result.stdout
            assert "[bold]" in result.stdout


def test_cases_are_found_by_whatever_they_are(run, opened, office):
    run("case", "open", "ruang", "R-2", "--title", "Seminar", "--data", "nib=7", "--data", "n:=7", "--as", TONO)
    run("case", "do", "R-2", "--as", DEWI)
    run("case", "open", "ruang", "R-3")
    run("case", "cancel", "R-3", "--as", DEWI, "--reason", "x")
    run("case", "suspend", "R-1", "--as", DEWI, "--reason", "x")

    def found(*args):
        return [one["id"] for one in json.loads(run("case", "list", *args, "--format", "json").stdout)["cases"]]

    assert found() == ["R-3", "R-2", "R-1"]
    assert found("--limit", "0") == found()
    assert found("--limit", "2") == ["R-3", "R-2"]
    assert found("--title", "SEMI") == found("--data", "nib=7") == found("--data", "n:=7") == ["R-2"]
    assert found("--data", "n=7") == found("--sop", "lain") == []
    assert found("--state", "closed") == found("--step", "cancelled") == ["R-3"]
    assert found("--state", "suspended") == ["R-1"]
    assert found("--actor", "staf") == found("--person", "tono") == ["R-2"]
    assert found("--from", "2026-01-01") == found()
    assert found("--to", "2020-01-01") == []
    assert run("case", "list", "--to", "2020-01-01", "--lang", "id").stdout == "Tidak ada kasus yang sesuai.\n"
    assert "--limit 0 shows all" in run("case", "list", "--limit", "2").stdout
    listed = said(run("case", "list", "--lang", "id"))
    assert "ditangguhkan" in listed
    assert "berakhir" in listed


def test_an_inbox_holds_what_somebody_may_do_and_who_has_taken_it(run, opened, office):
    run("case", "open", "ruang", "R-2")
    run("case", "claim", "R-2", "--as", "ani:pemohon")
    told = run("inbox", "--as", f"{DEWI},staf", "--lang", "id").stdout
    assert told.index("R-1") < told.index("R-2")
    assert "diambil ani · Pemohon" in told
    tasks = json.loads(run("inbox", "--as", DEWI, "--format", "json").stdout)
    assert [(one["case"], one["taken_by"]) for one in tasks["tasks"]] == [("R-1", None), ("R-2", "ani")]
    assert tasks["is_all"]
    assert run("inbox", "--as", SITI, "--lang", "id").stdout == "Tidak ada yang menunggu siti sebagai staf.\n"
    assert "Nothing waits" in run("inbox", "--as", f"{DEWI},staf", "--actor", "staf").stdout
    assert not json.loads(run("inbox", "--as", DEWI, "--limit", "1", "--format", "json").stdout)["is_all"]


def test_an_actor_that_no_published_sop_knows_is_a_slip_and_no_empty_inbox(run, opened):
    result = run("inbox", "--as", "tono:stff", "--lang", "id")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "Tidak ada pelaksana stff dalam SOP yang terbit. Mungkin maksudnya staf?" in " ".join(result.stderr.split())
    assert "there are: pemohon, staf or kepala." in run("inbox", "--as", "tono:xyz", "--lang", "en").stderr
    assert run("inbox", "--as", "tono:stff,staf").exit_code == run("inbox", "--as", "tono").exit_code == 0


WORDS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=30)


@settings(max_examples=25, deadline=None)
@given(WORDS, WORDS, WORDS, WORDS)
def test_whatever_is_typed_is_kept_as_typed_or_refused_and_never_breaks(id, title, note, value):
    with TemporaryDirectory() as folder:
        here = Path(folder)
        file, store, other = written(here / "ruang.sop.json", ROOM), f"sqlite:///{here}/a.db", f"sqlite:///{here}/b.db"

        def typed(*args, store=store):
            env = {"LANG": "id_ID", "COLUMNS": "80", "SOPKIT_STORE": store}
            result = CliRunner().invoke(main, [str(arg) for arg in args], env=env)
            assert isinstance(result.exception, (SystemExit, NoneType)), result.exception
            return result

        opened = typed("case", "open", "--title", title, "--data", f"x={value}", "--", file, id)
        assert opened.exit_code == (0 if id.strip() and title.strip() else 2), opened.output
        if opened.exit_code:
            return
        assert typed("case", "note", "--as", DEWI, "--", id, note).exit_code == (0 if note.strip() else 2)
        told = json.loads(typed("case", "show", "--format", "json", "--", id).stdout)
        assert (told["case"]["id"], told["case"]["title"], told["case"]["data"]) == (id, title, {"x": value})
        assert [one["reason"] for one in told["beside"]] == [note] * bool(note.strip())
        assert all(ord(char) >= 32 or char == "\n" for char in typed("case", "show", "--", id).stdout)
        assert typed("case", "export", "--all", "--to", here).exit_code == 0
        (exported,) = here.glob("*.case.json")
        assert typed("case", "import", exported, store=other).exit_code == 0
        assert "1 kasus" in typed("verify", store=other).stdout
