"""pytest collects SOP files: analysts need no Python file for it, and who has no SOP file pays nothing."""

from __future__ import annotations

import json
import sys

import pytest

import sopkit
from checks.tiny import decision, out, step, values
from sopkit.testing import Coverage, picture, play

pytest_plugins = ["pytester"]
NAMES = ("loads", "no-errors", "finishes", "paths", "outcomes")


@pytest.fixture
def folder(pytester):
    """A folder of a project with SOP files, and pytest run there as an analyst runs it."""

    def write(name, whole):
        text = whole if isinstance(whole, str) else json.dumps(whole)
        (pytester.path / f"{name}.sop.json").write_text(text, encoding="utf-8")

    pytester.write = write
    pytester.run_pytest = lambda *args: pytester.runpytest_subprocess("-p", "no:cacheprovider", *args)
    return pytester


def test_a_file_becomes_an_item_for_each_claim_and_a_line_in_the_table(folder):
    folder.write("rek", sopkit.dumps(sopkit.reference()))
    told = folder.run_pytest("-v")
    told.assert_outcomes(passed=5)
    told.stdout.fnmatch_lines([f"rek.sop.json::{name} PASSED*" for name in NAMES])
    told.stdout.fnmatch_lines(["*SOP coverage*", "*steps*outcomes*returns*pairs*refusals",
                               "rekomendasi-izin-usaha-industri 1.0.0", " *8/8 100%*12/12 100%*4/4 100%*16/16 100%*0/12   0%"])  # fmt: skip


def test_the_bound_on_returns_says_which_paths_are_played(folder):
    folder.write("rek", sopkit.dumps(sopkit.reference()))
    told = folder.run_pytest("--sop-returns=0", "-k", "paths")
    told.assert_outcomes(passed=1, deselected=4)
    told.stdout.fnmatch_lines(["*8/8 100%*8/12*66%*0/4*0%*"])


def test_a_file_that_does_not_load_says_why_without_a_traceback(folder):
    folder.write("salah", {"sopkit": 1, "id": "salah"})
    told = folder.run_pytest()
    told.assert_outcomes(failed=1, skipped=4)
    told.stdout.fnmatch_lines(["*salah.sop.json: loads*", "*cannot be read, problems: 5*", '*missing-key: *"version"*'])
    told.stdout.no_fnmatch_line("*Traceback*")
    told.stdout.no_fnmatch_line("*.py:*")


@pytest.mark.parametrize(
    ("whole", "failed", "said"),
    [
        (values(step("a"), step("b", "a")), {"no-errors", "finishes", "paths", "outcomes"}, "*can-finish*"),
        (values(decision("a", out("o", "end", at_most=1), out("p", "a"))), {"no-errors", "finishes"}, "*can-finish*"),
        (values(step("a", "end"), step("b")), {"no-errors", "outcomes"}, "*no path takes step 2 (Done)*"),
    ],
)
def test_a_claim_that_does_not_hold_says_what_to_do(folder, whole, failed, said):
    folder.write("kecil", whole)
    told = folder.run_pytest("-rf")
    lines = {line.split("::")[1].split(" ")[0] for line in told.outlines if line.startswith("FAILED")}
    assert lines == failed
    told.stdout.fnmatch_lines([said])


def test_what_does_not_hold_is_told_in_indonesian_where_that_is_read(folder, monkeypatch):
    folder.write("kecil", values(step("a", "end"), step("b")))
    monkeypatch.setenv("LC_ALL", "id_ID.UTF-8")
    folder.run_pytest().stdout.fnmatch_lines(
        ["*tidak dapat dicapai*", "*tidak ada jalur yang memakai langkah 2 (Selesai)*", "*Cakupan SOP*"]
    )
    monkeypatch.setenv("LC_ALL", "C")
    folder.run_pytest("--sop-lang=id").stdout.fnmatch_lines(["*Cakupan SOP*"])


def test_more_paths_than_anybody_plays_are_skipped_in_one_sentence(folder):
    many = [decision(f"s{n}", out("o", f"s{n + 1}"), out("p", f"s{n + 1}")) for n in range(30)]
    folder.write("banyak", values(*many, step("s30")))
    told = folder.run_pytest("-rs", "-k", "paths")
    told.assert_outcomes(skipped=1, deselected=4)
    told.stdout.fnmatch_lines(["*choose a smaller --sop-returns*"])


@pytest.mark.parametrize(("least", "code"), [("", 0), ("66%", 0), ("67", 1)])
def test_too_little_coverage_fails_where_a_bound_is_given(folder, least, code):
    folder.write("rek", sopkit.dumps(sopkit.reference()))
    told = folder.run_pytest("--sop-returns=0", "-k", "paths", "--sop-coverage" + (f"={least}" if least else ""))
    assert told.ret == code
    told.stdout.fnmatch_lines(["  4 of 12 outcomes not tested*", "    2. Verify * – No ↩"])
    assert ("  fewer than 67% of the outcomes were taken" in told.outlines) == bool(code)


def test_eight_things_of_a_kind_are_listed_and_all_of_them_where_more_is_asked_for(folder):
    folder.write("rek", sopkit.dumps(sopkit.reference()))
    short = folder.run_pytest("--sop-coverage", "--sop-lang=id").outlines
    assert "    … dan 4 lagi (-v menampilkan semuanya)" in short
    assert sum(line.endswith("(not-your-step)") for line in short) == 8
    full = folder.run_pytest("--sop-coverage", "--sop-lang=id", "-v").outlines
    assert sum(line.endswith("(reason-missing)") for line in full) == 4
    assert all(len(line) <= 80 for line in [*short, *full] if line.startswith("  "))


@pytest.mark.parametrize("more", [(), ("-n2",)])
def test_a_report_holds_the_figures_and_the_picture_of_each_sop(folder, more):
    sop = sopkit.reference()
    folder.write("rek", sopkit.dumps(sop))
    folder.write("kecil", values(step("a"), step("b")))
    told = folder.run_pytest("--sop-coverage-report=out/cakupan", "--sop-returns=0", "-k", "paths", *more)
    assert told.ret == 0
    told.stdout.fnmatch_lines(["Pictures and figures of the coverage are in out/cakupan: *"])
    kept = folder.path / "out" / "cakupan"
    assert sorted(file.name for file in kept.iterdir()) == [
        f"{id}.coverage.{kind}" for id in ("kecil", sop.id) for kind in ("json", "mmd")
    ]
    met = Coverage.from_dict(sop, json.loads((kept / f"{sop.id}.coverage.json").read_text(encoding="utf-8")))
    assert met == Coverage.of(sop, [play(sop, path) for path in sopkit.paths(sop, returns=0)])
    assert (kept / f"{sop.id}.coverage.mmd").read_text(encoding="utf-8") == picture(met)


def test_files_of_two_sops_that_share_an_id_are_told_apart(folder):
    for n, more in enumerate([{}, {"version": "2.0"}, {"version": "2.0", "title": "Lain"}]):
        folder.write(f"n{n}", values(step("a"), **more))
    assert folder.run_pytest("--sop-coverage-report=out").ret == 0
    names = sorted({file.name.split(".coverage")[0] for file in (folder.path / "out").iterdir()})
    assert names[0] == "kecil-1.0"
    assert [name[:10] for name in names[1:]] == ["kecil-2.0-"] * 2


def test_a_report_is_not_begun_where_a_file_stands_and_a_file_that_cannot_be_written_is_told(folder):
    folder.write("kecil", values(step("a")))
    told = folder.run_pytest("--sop-coverage-report=kecil.sop.json", "--sop-lang=id")
    assert told.ret == 4
    told.stderr.fnmatch_lines(["*Cakupan tidak dapat disimpan di kecil.sop.json: itu bukan folder*"])
    assert sopkit.load(folder.path / "kecil.sop.json")
    (folder.path / "out" / "kecil.coverage.json").mkdir(parents=True)
    told = folder.run_pytest("--sop-coverage-report=out")
    told.stdout.fnmatch_lines(["The coverage cannot be kept in out: *", "*5 passed*"])
    told = folder.run_pytest("--sop-coverage-report=kecil.sop.json/out", "--sop-lang=id")
    told.stderr.fnmatch_lines(["*Cakupan tidak dapat disimpan di kecil.sop.json/out: *"])
    told.stderr.no_fnmatch_line("*Not a directory*")


@pytest.mark.parametrize(
    ("option", "said"),
    [
        ("--sop-returns=-1", "*--sop-returns: “-1” is no whole number from 0 to 1000."),
        ("--sop-returns=1001", "*--sop-returns: “1001” is no whole number from 0 to 1000."),
        ("--sop-returns=" + "9" * 5000, "*is no whole number from 0 to 1000."),
        ("--sop-coverage=lots", "*--sop-coverage: “lots” is no percentage from 0 to 100. Write --sop-coverage=90, *"),
        ("--sop-coverage=101", "*is no percentage*"),
        ("--sop-coverage=nan", "*is no percentage*"),
    ],
)
def test_an_option_that_cannot_be_meant_is_refused_in_a_sentence(folder, option, said):
    told = folder.run_pytest(option)
    assert told.ret == 4
    told.stderr.fnmatch_lines([said])


def test_a_folder_behind_the_option_for_coverage_is_told_where_it_belongs_in_the_language_that_is_read(folder):
    folder.write("rek", values(step("a")))
    told = folder.run_pytest("--sop-lang=id", "--sop-coverage", ".")
    assert told.ret == 4
    told.stderr.fnmatch_lines(["*: --sop-coverage: “.” bukan persentase dari 0 sampai 100. Tulis misalnya *"])
    told = folder.run_pytest("--sop-returns=x", "--sop-lang=id")
    told.stderr.fnmatch_lines(["*: --sop-returns: “x” bukan bilangan bulat dari 0 sampai 1000."])


def test_many_returns_take_no_longer_than_some_and_are_told_as_too_many(folder):
    folder.write("rek", sopkit.dumps(sopkit.reference()))
    told = folder.run_pytest("--sop-returns=1000", "-k", "paths", "-rs", "--sop-lang=id")
    told.assert_outcomes(skipped=1, deselected=4)
    told.stdout.fnmatch_lines(["*: baru * jalur pertama yang dijalankan; masih ada yang lain: *"])
    assert told.duration < 60


@pytest.mark.parametrize(
    ("mark", "said"),
    [
        ("sop()", "@pytest.mark.sop() tidak menyebut satu berkas SOP. Tulis *"),
        ("sop(5)", "@pytest.mark.sop(5) tidak menyebut satu berkas SOP. *"),
        ("sop('a', 'b')", "@pytest.mark.sop('a', 'b') tidak menyebut satu berkas SOP. *"),
        ("sop(path='a')", "@pytest.mark.sop(path='a') tidak menyebut satu berkas SOP. *"),
        ("sop('tiada.sop.json')", "@pytest.mark.sop: *tiada.sop.json tidak dapat dibaca: *"),
        ("sop('a\\0b')", "@pytest.mark.sop: *tidak dapat dibaca: *"),
        ("sop('.')", "@pytest.mark.sop: * tidak dapat dibaca: *"),
        ("sop('salah.sop.json')", "*salah.sop.json: tidak dapat dibaca; ada * masalah"),
    ],
)
def test_a_mark_that_leads_to_no_sop_is_told_in_one_sentence_without_a_traceback(folder, mark, said):
    folder.write("salah", {})
    folder.makepyfile(test_mine=f"import pytest\n@pytest.mark.{mark}\ndef test_mine(sop): pass")
    told = folder.run_pytest("test_mine.py", "--sop-lang=id")
    told.assert_outcomes(errors=1)
    told.stdout.fnmatch_lines([said])
    told.stdout.no_fnmatch_line("*Error*")


def test_a_file_that_the_system_does_not_let_be_read_says_so_in_the_language_that_is_read(folder):
    folder.write("rek", values(step("a")))
    (folder.path / "rek.cases.json").write_text("{}", encoding="utf-8")
    folder.makeconftest(
        """
        import errno, pathlib
        before = pathlib.Path.open

        def locked(path, *args, **more):
            if path.name.startswith("rek."):
                raise PermissionError(errno.EACCES, "Permission denied", str(path))
            return before(path, *args, **more)

        pathlib.Path.open = locked
        """
    )
    told = folder.run_pytest("--sop-lang=id")
    told.assert_outcomes(failed=2, skipped=4)
    told.stdout.fnmatch_lines(["rek.sop.json tidak dapat dibaca: *"])
    told.stdout.no_fnmatch_line("*Permission denied*")
    told.stdout.no_fnmatch_line("*Traceback*")


def test_workers_of_xdist_are_counted_together(folder):
    folder.write("rek", sopkit.dumps(sopkit.reference()))
    told = folder.run_pytest("-n2", "--sop-coverage=100")
    told.assert_outcomes(passed=5)
    told.stdout.fnmatch_lines(["rekomendasi-*", "*8/8 100%*12/12 100%*4/4 100%*16/16 100%*"])


def test_the_fixtures_walk_the_sop_of_their_mark_and_count_it(folder):
    folder.write("rek", sopkit.dumps(sopkit.reference()))
    folder.makepyfile(
        test_mine="""
        import pytest

        pytestmark = pytest.mark.sop("rek.sop.json")

        def test_the_first_row(sop, walk):
            begun = walk("K-1").do("1")
            begun.take("Tidak").expect_at("1")
            begun.expect_refusal("ReasonMissing", outcome="Tidak").take("Ya")
            assert sop.id == begun.case.sop.id

        def test_failing(walk):
            walk().expect_at("2")
        """
    )
    told = folder.run_pytest("test_mine.py")
    told.assert_outcomes(passed=1, failed=1)
    told.stdout.fnmatch_lines(["*expected to be at 'verifikasi-berkas'*", "*2/8*3/12*1/4*2/16*1/12*"])


def test_a_fixture_without_a_mark_says_what_to_write(folder):
    folder.makepyfile("def test_mine(walk): pass")
    told = folder.run_pytest()
    told.assert_outcomes(errors=1)
    told.stdout.fnmatch_lines(["*which SOP? Put @pytest.mark.sop*"])


def test_where_there_is_no_sop_nothing_of_it_is_imported_and_nothing_said(folder):
    folder.makepyfile(
        "import sys\ndef test_mine():\n    assert not [n for n in sys.modules if n.startswith(('sopkit.m', 'hypothesis.s', 'transitions'))]"
    )
    told = folder.run_pytest("-p", "no:hypothesispytest")
    told.assert_outcomes(passed=1)
    told.stdout.no_fnmatch_line("*SOP*")
    assert sys.modules
