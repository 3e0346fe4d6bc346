"""`new`: what is typed becomes a file that passes the check; nothing is written by halves."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

import sopkit
from cli.test_process import SRC
from sopkit.cli import steps
from sopkit.draft import END, NEXT

STEPS = (
    "Mengajukan surat @Pemohon 15m; Memeriksa jadwal @Staf 10 menit Kosong? Ya -> lanjut, Tidak -> 1; "
    "Menyetujui @Kepala 1 jam ? Setuju -> lanjut, Tolak -> selesai Ditolak"
)


@pytest.fixture
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def files(folder):
    return sorted(path.name for path in folder.iterdir())


def test_title_and_steps_become_a_file_that_passes_the_check(run, here):
    result = run("new", "--title", "SOP Peminjaman Ruang", "--steps", STEPS, "--lang", "id")
    assert result.exit_code == 0
    assert "peminjaman-ruang.sop.json ditulis dan lolos pemeriksaan." in result.stdout
    assert run("check", "--fail-on", "warning").exit_code == 0
    sop = sopkit.load(here / "peminjaman-ruang.sop.json")
    assert [str(actor.name) for actor in sop.actors] == ["Pemohon", "Staf", "Kepala"]
    assert [outcome.to for step in sop.steps for outcome in step.outcomes] == [
        "menyetujui",
        "mengajukan-surat",
        "selesai",
        "ditolak",
    ]
    assert sop.language == "id"
    assert sopkit.dumps(sop) == (here / "peminjaman-ruang.sop.json").read_text("utf-8")


def test_the_file_speaks_the_language_of_its_author(run, here):
    run(
        "new",
        "--title",
        "Rooms",
        "--steps",
        "Ask @Applicant 5m; Answer @Clerk 5m ? Yes -> end, No -> end Refused",
        "--lang",
        "en",
    )
    sop = sopkit.load(here / "rooms.sop.json")
    assert sop.language == "en"
    assert [str(end.name) for end in sop.ends] == ["End", "Refused"]


ANSWERS = [
    "", "SOP Layanan Surat", "", "Pemohon, Petugas, pemohon",
    "", "Mengisi formulir", "9", "1", "15", "",
    "Memeriksa berkas @petugas", "sebentar", "1 jam 30 menit", "Lengkap", "", "",
    "Menilai", "Kepala", "2 hari", "ya", "4", "ngawur", "selesai Ditolak",
    "Menyerahkan surat @Kepala 5m -> selesai", "",
]  # fmt: skip


def test_the_same_by_questions_and_answers(run, here):
    result = run("new", "--lang", "id", keys="\n".join(ANSWERS) + "\n")
    assert result.exit_code == 0, result.output
    sop = sopkit.load(here / "layanan-surat.sop.json")
    assert [str(actor.name) for actor in sop.actors] == ["Pemohon", "Petugas", "Kepala"]
    assert [(step.actor, step.standard_time.text) for step in sop.steps] == [
        ("pemohon", "PT15M"), ("petugas", "PT90M"), ("kepala", "P2D"), ("kepala", "PT5M"),
    ]  # fmt: skip
    assert str(sop.steps[1].question) == "Lengkap?"
    assert sop.steps[2].question is None
    assert [outcome.to for step in sop.steps for outcome in step.outcomes] == [
        "menilai", "mengisi-formulir", "menyerahkan-surat", "ditolak",
    ]  # fmt: skip
    for said in (
        "SOP memerlukan judul",
        "paling sedikit satu pelaksana",
        "Tuliskan kegiatannya",
        "angka saja berarti menit",
        "Pelaksana baru: Kepala",
    ):
        assert said in " ".join(result.stdout.split())


def test_a_way_to_a_row_that_never_came_is_asked_for_again(run, here):
    answers = ["A @X 5m ? Ya -> 7, Tidak -> ngawur", "B @X 5m -> 9", "", "8", "2", "selesai", "", "1"]
    result = run("new", "--title", "Kecil", "--actors", "X", keys="\n".join(answers) + "\n", LANG="id_ID")
    assert "Langkah 1 menuju “7”, yang tidak ada" in result.stdout
    assert "Pilih 1 sampai 2" in result.stdout
    sop = sopkit.load(here / "kecil.sop.json")
    assert [[outcome.to for outcome in step.outcomes] or step.next for step in sop.steps] == [["b", "end"], "a"]


def test_every_answer_is_asked_for_until_somebody_stops(run, here):
    for n in range(len(ANSWERS)):
        result = run("new", "--lang", "id", keys="".join(f"{answer}\n" for answer in ANSWERS[:n]))
        assert (result.exit_code, files(here)) == (1, [])
        assert result.stderr.startswith("Dihentikan; tidak ada yang ditulis.")
        assert "Traceback" not in result.output


def test_actors_without_a_task_are_left_out_and_named(run, here):
    result = run(
        "new",
        "--title",
        "Kecil",
        "--actors",
        "Tamu, Kepala, Staf",
        "--steps",
        "Menulis @staf 5m; Membaca @kepala 1m",
        LANG="id",
    )
    assert "Belum punya tugas, jadi belum ditulis: Tamu." in result.stdout
    assert [str(actor.name) for actor in sopkit.load(here / "kecil.sop.json").actors] == ["Kepala", "Staf"]


def test_the_one_actor_need_not_be_named_in_each_step(run, here):
    assert run("new", "--title", "Kecil", "--actors", "Staf", "--steps", "Menulis 5m; Membaca 1m").exit_code == 0


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["--steps", "Menulis 5m"], "step 1, “menulis”, does not say who"),
        (["--steps", "Menulis @Staf"], "does not say its time"),
        (["--steps", "Menulis @Staf 30"], "with a unit"),
        (["--steps", "A - B -5m"], "step 1, “a - b”: “-5m” cannot be its time"),
        (["--steps", "A @B 0m"], "more than zero and at most 999,999, in seconds, minutes, hours or days"),
        (["--steps", "A @B 1000000 hari"], "“1000000 hari” cannot be its time"),
        (["--steps", "A @B 5m segera"], "“segera” is written behind the time"),
        (["--steps", "A @B 1m;" * 2001], "these are 2001 steps; an sop has at most 2000"),
        (["--steps", "@Staf 5m"], "does not say its activity"),
        (["--steps", " ; \n"], "--steps is empty"),
        (["--steps", "A @X 1m ? Ya -> 9, Tidak -> 1"], "“9” is no place to go"),
        (["--steps", "A @X 1m -> nowhere"], "“nowhere” is no place to go"),
        (["--steps", "A @X 1m ? Ya -> 1"], "two or more outcomes"),
        (["--steps", "A @X 1m ? Ya -> 1, ya -> lanjut"], "different names"),
        (["--steps", "A @X 1m ? -> 1, Ya -> lanjut"], "two or more outcomes"),
        (["--steps", "A @Petgas 1m", "--actors", "Petugas, Kepala"], "did you mean “petugas”?"),
        (["--steps", "A @Zzz 1m", "--actors", "Petugas, Kepala"], "there are: petugas, kepala"),
        (["--steps", "A @X 1m", "--id", "Ruang Rapat"], "for example ruang-rapat"),
        (["--steps", "A @X 1m", "--title", "  "], "title of the sop is empty"),
        (["--steps", "A @X 1m", "--profile", "x"], "choose plain"),
        (["--steps", "A @X 1m", "--id", "ada"], "ada.sop.json is already in this folder"),
        (["extra"], "too many arguments"),
        (["--stpes", "x"], "did you mean --steps?"),
    ],
)
def test_what_cannot_be_made_is_told_with_what_could(run, here, args, said):
    (here / "ada.sop.json").write_text("mine")
    title = [] if "--title" in args else ["--title", "Kecil"]
    result = run("new", *title, *args)
    assert (result.exit_code, result.stdout) == (2, "")
    assert said in result.stderr.lower()
    assert files(here) == ["ada.sop.json"]
    assert (here / "ada.sop.json").read_text() == "mine"


def test_a_title_whose_file_is_there_asks_for_another_id_before_anything_else(run, here):
    (here / "kecil.sop.json").write_text("mine")
    result = run("new", keys="Kecil\nkecil\n!\nKecil Lagi\nX\nMenulis @X 5m\n\n\n")
    assert result.exit_code == 0, result.output
    assert result.stdout.count("[kecil-2]: ") == 3
    assert result.stdout.count("That id has no letters, or its file is there already; use kecil-2") == 2
    assert files(here) == ["kecil-lagi.sop.json", "kecil.sop.json"]
    assert (here / "kecil.sop.json").read_text() == "mine"


def test_a_profile_that_wants_more_is_told(run, here):
    result = run("new", "--title", "Kecil", "--steps", "Menulis @X 5m", "--profile", "permenpan-35-2012")
    assert result.exit_code == 0
    assert sopkit.load(here / "kecil.sop.json").profile == "permenpan-35-2012"
    wants = run("check", "--fail-on", "warning").exit_code
    assert ("still to be completed" in result.stdout) == bool(wants)


def test_a_folder_that_cannot_be_written_is_told(run, here, monkeypatch):
    def refuse(*_, **__):
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr("pathlib.Path.open", refuse)
    result = run("new", "--title", "Kecil", "--steps", "Menulis @X 5m")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "kecil.sop.json” cannot be created: the disk is read-only" in result.stderr


def test_ctrl_c_in_the_middle_writes_nothing(here):
    env = {**os.environ, "PYTHONPATH": str(SRC), "LANG": "C.UTF-8"}
    command = [sys.executable, "-m", "sopkit", "new"]
    with subprocess.Popen(
        command, env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        process.stdin.write(b"Kecil\nX\nMenulis @X 5m\n")
        process.stdin.flush()
        said = b""
        while b"Type the question" not in said:
            said += os.read(process.stdout.fileno(), 4096)
        process.send_signal(signal.SIGINT)
        _, error = process.communicate(timeout=30)
    assert process.returncode == 130
    assert error.startswith(b"Stopped; nothing was written.")
    assert b"Traceback" not in error
    assert files(here) == []


WRITTEN = [
    ("Mengisi formulir @Pemohon 15 menit", ("Mengisi formulir", "Pemohon", "PT15M", "", (), "")),
    ("2. Menilai @Kepala Seksi 1 jam 30 menit", ("Menilai", "Kepala Seksi", "PT90M", "", (), "")),
    ("- Menilai 2 hari kerja @Kepala", ("Menilai", "Kepala", "P2D", "", (), "")),
    ("A @Loket 3 PT30M", ("A", "Loket 3", "PT30M", "", (), "")),
    ("A @B 5m Lengkap? Ya, Tidak => 1", ("A", "B", "PT5M", "Lengkap?", (("Ya", ""), ("Tidak", "1")), "")),
    (
        "A @B 5m ? Lengkap? Ya → lanjut, Tidak → 1",
        ("A", "B", "PT5M", "Lengkap?", (("Ya", "lanjut"), ("Tidak", "1")), ""),
    ),
    (
        "A @B 5m ? Ya\\, sekali -> lanjut, Tidak -> 1",
        ("A", "B", "PT5M", "", (("Ya, sekali", "lanjut"), ("Tidak", "1")), ""),
    ),
    ("A @B 5m -> 2", ("A", "B", "PT5M", "", (), "2")),
    ("Menanya: siapa? @B 3m", ("Menanya: siapa?", "B", "PT3M", "", (), "")),
    ("a@b.go.id @Dinas 1 jam", ("a@b.go.id", "Dinas", "PT1H", "", (), "")),
    ("Membaca 30 halaman", ("Membaca 30 halaman", "", "", "", (), "")),
    ("A\u200b @B 5m", ("A", "B", "PT5M", "", (), "")),
    ("A @Kepala Seksi (Kasi) - 1,5 jam", ("A", "Kepala Seksi (Kasi)", "PT90M", "", (), "")),
    (
        "A: @B (15 menit) Lengkap? Ya -> 1, Tidak -> 2",
        ("A", "B", "PT15M", "Lengkap?", (("Ya", "1"), ("Tidak", "2")), ""),
    ),
    ("A @B 5m segera", ("A", "B", "PT5M", "segera?", (), "")),
    ("A @B 5m Lengkap?", ("A", "B", "PT5M", "Lengkap?", (), "")),
]


@pytest.mark.parametrize(("text", "row"), WRITTEN)
def test_a_row_is_read_as_it_is_meant(text, row):
    assert tuple(steps.row(text)) == (*row, "")


@pytest.mark.parametrize(
    "said",
    [
        "-5m",
        "0m",
        "PT0M",
        "99999999 hari",
        "999999 jam 999999 jam",
        "5 minggu",
        "5-10 menit",
        "10 sampai 15 menit",
        "0,01 m",
    ],
)
@pytest.mark.parametrize("row", ["A @B Dua {}", "A {} @B Dua", "A @B Dua {} ? Ya -> 1, Tidak -> 1"])
def test_a_time_that_is_none_is_no_part_of_a_name(said, row):
    typed = steps.row(row.format(said))
    assert (typed.activity, typed.actor, typed.time, typed.no_time) == ("A", "B Dua", "", said)


def test_semicolons_and_lines_part_rows():
    assert [row.activity for row in steps.parsed("A @X 1m; B\\; C @X 1m\n\n 3) D @X 1m;")] == ["A", "B; C", "D"]


@pytest.mark.parametrize(
    ("said", "to"),
    [
        ("", NEXT), ("Lanjut", NEXT), ("next", NEXT), ("2", 2), ("langkah 3", 3), ("kembali ke langkah 1", 1), ("#4", 4),
        ("kembali", 1), ("back", 1), ("b", 2), ("Selesai.", END), ("end", END), ("selesai: Ditolak", "Ditolak"),
        ("end (Refused)", "Refused"), ("selesai, Ditolak", "Ditolak"), ("selesai - Ditolak", "Ditolak"), ("akhir Selesai", END), ("0", None), ("entah", None),
    ],
)  # fmt: skip
def test_where_a_row_leads_is_read_as_it_is_meant(said, to):
    assert steps.target(said, 2, steps.parsed("A @X 1m; B @X 1m; C @X 1m")) == to


@given(st.text("Ab @?->,;:0 15m\\\n.", max_size=40) | st.text(max_size=30))
def test_no_text_breaks_the_notation(text):
    rows = steps.parsed(text)
    for n, row in enumerate(rows, 1):
        for said in (row.to, *(to for _, to in row.ways)):
            steps.target(said, n, rows)
        assert all(part.isprintable() for part in (row.activity, row.actor, row.question))
    assert json.dumps(rows)


@pytest.mark.parametrize("more", [[], ["--profile", "permenpan-35-2012"]])
def test_a_case_that_never_ends_is_written_and_told_and_an_error(run, here, more):
    result = run("new", "--title", "Kecil", "--steps", "Menulis @X 5m; Membaca @X 5m -> 1", *more)
    assert result.exit_code == 1
    assert "still to be completed: " in result.stdout
    assert "1 error" in result.stdout
    assert result.stdout.count("  error  ") == 1
    assert "  warning  " not in result.stdout
    assert "kecil.sop.json:" in result.stdout or "can-finish" in result.stdout
    assert run("check").exit_code == 1


@pytest.mark.parametrize("answer", ["", "x", "1", "5m", "a @b 5m", "a @b 5m ? x -> 1", "a @b 5m c -> 1", "<"])
def test_poor_answers_without_end_come_to_an_end(run, here, answer, monkeypatch):
    monkeypatch.setattr("sopkit.cli.interview.MAX_STEPS", 20)
    result = run("new", keys=f"{answer}\n" * 1_000)
    assert result.exit_code in (1, 2)
    assert "None of the last answers could be read" in result.stderr or files(here)


def test_the_last_answer_can_be_taken_back_again_and_again(run, here):
    keys = [
        "<", "Salah", "<", "Surat", "Pemohon", "<", "Pemohon; Staf",
        "Mengisi", "2", "<", "1", "15 menit", "<", "10 menit", "Perlu?", "<", "<", "<", "<", "Mengisi formulir",
        "1", "10 menit", "-", "Memeriksa @Kepala 5m", "<", "Memeriksa @Staf", "5m", "Lengkap?", "", "2", "<", "1", "<", "1",
        "",
    ]  # fmt: skip
    result = run("new", "--lang", "id", keys="\n".join(keys) + "\n")
    assert result.exit_code == 0, result.output
    sop = sopkit.load(here / "surat.sop.json")
    assert [str(actor.name) for actor in sop.actors] == ["Pemohon", "Staf"]
    assert [str(step.activity) for step in sop.steps] == ["Mengisi formulir", "Memeriksa"]
    assert [step.standard_time.text for step in sop.steps] == ["PT10M", "PT5M"]
    assert [outcome.to for outcome in sop.steps[1].outcomes] == ["end", "mengisi-formulir"]
    assert result.stdout.count("Sekarang langkah-langkahnya") == 2
    assert result.stdout.count("Judul SOP: ") == 3
    assert "    Jawaban tadi: Salah\nJudul SOP: " in result.stdout
    assert "    Jawaban tadi: Memeriksa @Kepala 5m\nKegiatan 2: " in result.stdout


def test_a_row_that_is_odd_is_asked_for_again_and_not_lost_in_the_end(run, here):
    keys = [
        "Surat", "X", "Menulis @X 5m segera", "Menulis @X 5m ? Ya -> 1", "Menulis @X 0m Selesai?", "5m", "", "selesai Batal",
        "",
    ]  # fmt: skip
    result = run("new", "--lang", "id", keys="\n".join(keys) + "\n")
    assert result.exit_code == 0, result.output
    assert result.stdout.count("Tuliskan kegiatannya") == 2
    assert "lebih dari nol" in result.stdout
    sop = sopkit.load(here / "surat.sop.json")
    assert str(sop.steps[0].question) == "Selesai?"


def test_a_return_asks_for_its_reason_and_nothing_else_does(run, here):
    run("new", "--title", "Surat", "--steps", STEPS)
    sop = sopkit.load(here / "surat.sop.json")
    assert {one.label.in_("id"): one.requires for step in sop.steps for one in step.outcomes} == {
        "Ya": (), "Tidak": ("reason",), "Setuju": (), "Tolak": (),
    }  # fmt: skip


def test_what_is_too_long_for_a_file_is_told(run, here):
    result = run("new", keys="x" * 5_000_000 + "\nX\nMenulis @X 5m\n\n\n")
    assert (result.exit_code, files(here)) == (2, [])
    assert "Traceback" not in result.output


def test_long_ways_out_are_stacked_so_that_the_activity_can_be_read(run, here):
    steps = "Memberi pertimbangan @X 1 jam ? Setuju -> lanjut, Perbaiki -> 1, Tolak -> selesai Ditolak pimpinan; Menulis @X 1m"
    said = run("new", "--title", "Cuti", "--steps", steps, "--lang", "id").stdout
    assert "  1  Memberi pertimbangan  " in said
    assert [line.split("  ")[-1].strip() for line in said.splitlines() if "Perbaiki" in line] == ["Perbaiki → 1*"]


def test_a_question_that_is_longer_than_a_line_is_broken_between_words(run, here):
    many = ", ".join(f"Kepala Seksi Pelayanan {letter}" for letter in "ABCDEFGH")
    result = run("new", "--title", "Surat", "--actors", many, "--lang", "id", keys="Menulis\n2\n5m\n\n\n")
    assert result.exit_code == 0, result.output
    asked = result.stdout.split("Siapa? ")[1].split("[")[0]
    assert " ".join(asked.split()) == ", ".join(f"{n} {name}" for n, name in enumerate(many.split(", "), 1))
    assert all(len(line) <= 80 for line in asked.splitlines())


def test_hints_are_told_by_new_and_by_tidy(run, here):
    result = run(
        "new", "--title", "Pinjam", "--steps", "Menulis surat @Petugas 2 hari; Mencatat @Kepala 10m", "--lang", "id"
    )
    assert "lolos pemeriksaan; yang masih perlu dilihat: 1 saran." in " ".join(result.stdout.split())
    assert "sopkit check pinjam.sop.json" in result.stdout
    told = run("tidy", "pinjam.sop.json", "--lang", "id")
    assert (told.exit_code, "Yang masih perlu dilihat: 1 saran" in told.stdout) == (0, True)
