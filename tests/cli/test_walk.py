"""`walk`: by answers and by script, refused, stopped, and told."""

from __future__ import annotations

import json
import re
from datetime import datetime

import pytest

from sopkit.cli.script import parsed


def test_a_case_is_walked_by_answers(run, reference):
    keys = "\n2\nKTP belum ada\n\n1\n\nya\n\nYes\nsesuai\n\n"
    result = run("walk", reference, "--lang", "id", keys=keys)
    assert result.exit_code == 0
    said = result.stdout
    assert "── 2 · TIM TEKNIS ─" in said
    assert "sejauh ini: 2 Jam 20 Menit ──" in said
    assert "   2  Tidak → 1 Menerima Berkas" in said
    assert "(wajib disertai alasan)" in said
    assert "“KTP belum ada”" in said
    assert "Kasus berakhir: Selesai." in said
    assert "waktu kasus ini   21 Jam 50 Menit, termasuk kerja ulang 2 Jam 10 Menit" in said
    assert "pengembalian      1" in said


def test_an_answer_that_is_none_is_asked_again(run, reference):
    said = run("walk", reference, keys="7\n\nzzz\n?\nj\nq\n").stdout
    assert said.count("There is no such choice") == 2
    assert "Type a number or a label to choose" in said
    assert said.count("opened → 1") == 2
    assert "The case is at row 2, Verify the permit" in said


def test_the_last_act_is_taken_back(run, reference):
    said = run("walk", reference, keys="<\n\n2\nKTP belum ada\n<\n1\nq\n").stdout
    assert said.count("There is no such choice") == 1
    assert "KTP belum ada" not in said
    assert said.count("── 2 ·") == 2
    assert "The case is at row 3" in said


def test_a_refusal_is_told_in_names_and_asked_again(run, room):
    keys = "@Clerk\n\n2: kurang\n\nno\n1 @Siti\n@Siti\nM-1\n\n"
    said = " ".join(run("walk", room, keys=keys).stdout.split())
    assert 'Clerk cannot do "1 Mengajukan surat" of case 1: it is a task for Pemohon.' in said
    assert '"No" at "2 Memeriksa surat" has been used as often as allowed (1×); you can still choose Yes (ya)' in said
    assert 'Siti cannot do "2a Menyetujui" of case 1, having done "2 Memeriksa surat"' in said
    assert "Who will do it, then?" in said
    assert "The case is at row 2a" in said


def test_somebody_else_may_do_it_then(run, room):
    said = run("walk", room, keys="\n1 @Siti\n@Siti\nM-1\nHasan\n\n").stdout
    assert "Hasan, Head" in said
    assert "Memo: M-1" in said
    assert "The case has ended: Ruang dipakai." in said


def test_a_case_is_cancelled_where_that_is_allowed(run, room, reference):
    said = run("walk", room, "--lang", "id", keys="batal\nditarik\n").stdout
    assert "Kasus berakhir: Dibatalkan." in said
    assert "“ditarik”" in said
    said = run("walk", reference, keys="cancel\n").stdout
    assert "cannot cancel case 1: under this SOP nobody may." in said


def test_an_empty_reason_or_document_is_asked_for_again_or_the_choice_is(run, room):
    result = run("walk", room, "--lang", "id", keys="\n2\n\n<\n2\n\n\nkurang\n\n1\n\n\nM-1\n\nq\n", columns=120)
    assert result.stdout.count("Alasannya: ") == 5
    assert result.stdout.count("Nama atau nomor “Memo”: ") == 2
    assert result.stdout.count("Ini wajib diisi. Ketik < bila ingin memilih lagi.") == 4
    assert result.stdout.count("Pilihan, 1 sampai 3") == 3
    assert "“kurang”" in result.stdout
    assert "Kasus berakhir: Ruang dipakai." in result.stdout
    assert run("walk", room, keys="cancel\n\n<\nq\n").stdout.count("The reason: ") == 2


def test_answers_that_end_before_the_case_does_are_told_and_an_error(run, reference):
    result = run("walk", reference, keys="\n")
    assert result.exit_code == 1
    assert "The case is at row 2" in result.stdout
    assert result.stderr == "The answers ended before this case did.\n"
    assert run("walk", reference, keys="\nq\n").exit_code == 0


@pytest.mark.parametrize("answer", ["", "j", "?", "@X"])
def test_poor_answers_without_end_come_to_an_end(run, room, answer):
    result = run("walk", room, keys="\n1 @X\n" + f"{answer}\n" * 1000)
    assert (result.exit_code, result.stderr) == (1, "The answers ended before this case did.\n")
    assert "The case is at row 2a" in result.stdout


def test_ctrl_c_tells_where_the_case_stands(run, reference, monkeypatch):
    def stop(_prompt):
        raise KeyboardInterrupt

    monkeypatch.setattr("sopkit.cli.walk.ask", stop)
    result = run("walk", reference)
    assert result.exit_code == 130
    assert "The case is at row 1" in result.stdout


def test_bytes_that_are_no_text_are_only_a_poor_answer(run, reference):
    result = run("walk", reference, keys=b"\xff\xfe\n\nq\n")
    assert result.exit_code == 0
    assert "no such choice" in result.stdout


SCRIPT = "selesai, tidak: KTP, bukan KK, done, ya, , ya, done, yes, 1, done".replace("KTP,", "KTP\\,")


def test_a_script_is_played(run, reference):
    result = run("walk", reference, "--script", SCRIPT)
    assert result.exit_code == 0
    assert "“KTP, bukan KK”" in result.stdout
    assert "The case has ended: End." in result.stdout
    assert "Enter" not in result.stdout


def test_a_script_comes_from_a_file_or_standard_input(run, reference, tmp_path):
    lines = "# satu pengembalian\nselesai\n\ntidak: KTP, bukan KK\nselesai\n"
    file = tmp_path / "pilihan.txt"
    file.write_text(lines, "utf-8-sig")
    for result in run("walk", reference, "--script", f"@{file}"), run("walk", reference, "--script", "-", keys=lines):
        assert result.exit_code == 0
        assert "“KTP, bukan KK”" in result.stdout
        assert "The case is at row 2" in result.stdout


def test_a_script_that_cannot_be_read_is_an_unusable_call(run, reference, tmp_path):
    (tmp_path / "x").write_bytes(b"\xff")
    why = {
        "none": "There is no script file",
        "x": "cannot be read as UTF-8 text",
        ".": "cannot be read: it is a folder",
    }
    assert "No file is named after @" in run("walk", reference, "--script", "@").stderr
    for name, said in why.items():
        result = run("walk", reference, "--script", f"@{tmp_path / name}", columns=200)
        assert (result.exit_code, result.stdout) == (2, "")
        assert said in result.stderr


@pytest.mark.parametrize(
    ("script", "why"),
    [
        ("done, no", "needs a reason"),
        ("done, maybe", "choose Yes (ya), No (tidak) or Penuh (penuh)"),
        ("done, yes, done", "without Memo (+memo=…)"),
        ("done, yes, done +note=x", "is not in the SOP"),
        ("done, penuh, done", "ended at “Ditolak”"),
        ("done @Head", "it is a task for Pemohon"),
        ("done, yes @Siti, done @Siti +memo=1", "having done"),
        ("cancel", "Cancelling case 1 needs a reason."),
        ("cancel @Head: no", "only Pemohon may."),
    ],
)
def test_a_choice_that_is_refused_ends_the_script(run, room, script, why):
    result = run("walk", room, "--script", script)
    assert result.exit_code == 1
    said = " ".join(result.stdout.split())
    assert f"Choice {script.count(',') + 1}, “{script.rpartition(',')[2].strip()}”, was refused." in said
    assert why in said.replace('"Ditolak"', "“Ditolak”")


def test_a_script_is_told_as_json(run, room):
    said = json.loads(run("walk", room, "--script", "done, no: x, done, no: y", "--format", "json").stdout)
    assert said["open_steps"] == ["periksa"]
    assert (said["is_closed"], said["end"], said["time"]) == (False, None, "PT1H20M")
    assert [entry["outcome"] for entry in said["journal"]] == [None, "done", "tidak", "done"]
    assert said["refusal"]["rule"] == "limit-reached"
    assert said["refusal"]["facts"] == {
        "case": "1", "step": "periksa", "outcome": "tidak", "at_most": 1, "outcomes": ["ya", "penuh"],
    }  # fmt: skip
    closed = json.loads(run("walk", room, "--script", "done, penuh, done", "--format", "json").stdout)
    assert datetime.fromisoformat(closed["refusal"]["facts"]["at"]).tzinfo is not None


def test_json_answers_no_questions(run, room):
    result = run("walk", room, "--format", "json", keys="\n")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "--script" in result.stderr


@pytest.mark.parametrize(
    ("typed", "word", "by", "outputs", "reason"),
    [
        ("ya", "ya", "", {}, None),
        (" tidak :  a: b ", "tidak", "", {}, "a: b"),
        ("ya @Kepala Dinas: sudah", "ya", "Kepala Dinas", {}, "sudah"),
        ("done +bap=https://x/1 +foto=2", "done", "", {"bap": "https://x/1", "foto": "2"}, None),
        ("@Siti", "", "Siti", {}, None),
        ("", "", "", {}, None),
    ],
)
def test_a_choice_is_parsed(typed, word, by, outputs, reason):
    choice = parsed(typed)
    assert (choice.word, choice.by, choice.outputs, choice.reason) == (word, by, outputs, reason)


def test_who_cancels_is_named_before_the_colon_and_help_says_so(run, room):
    said = run("walk", room, "--lang", "id", "--script", "selesai, batal @Pemohon: ditarik", columns=120).stdout
    assert "“ditarik”" in said
    assert "Kasus berakhir: Dibatalkan." in said
    for lang, words in {"id": "batal @Pemohon: ditarik", "en": "cancel @Head: withdrawn"}.items():
        assert words in run("walk", "--help", "--lang", lang).stdout
        assert words in " ".join(run("walk", room, "--lang", lang, keys="?\nq\n").stdout.split())


def test_a_closed_case_tells_its_end_in_minutes(run, room):
    said = run("walk", room, "--lang", "id", "--script", "selesai, penuh, selesai", columns=160).stdout
    assert re.search(r'sudah berakhir dengan "Ditolak" pada \d{4}-\d\d-\d\d \d\d:\d\d; tidak ada lagi', said)


@pytest.mark.parametrize("columns", [60, 80, 160])
def test_what_was_handed_over_is_wrapped_and_takes_no_column_from_the_activity(run, room, columns):
    given = "Nota-Dinas-No-123/2026-tentang-ruang-rapat-lantai-tiga.pdf"
    said = run("walk", room, "--script", f"done, yes, done @Hasan +memo={given}, done", columns=columns).stdout
    lines = said.splitlines()
    assert all(len(line) <= min(columns, 110) for line in lines)
    assert ("2a Menyetujui " if columns >= 80 else "2a Menyetu…") in said
    pieces = "".join(line.strip() for line in lines)
    assert given in pieces


def test_a_script_on_standard_input_is_bounded_as_a_file_is(run, reference, monkeypatch):
    monkeypatch.setattr("sopkit.cli.script.MAX_BYTES", 10)
    result = run("walk", reference, "--script", "-", keys="# " + "x" * 20)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "The script “stdin” cannot be read: it is too large." in result.stderr
    assert "UTF-8" in run("walk", reference, "--script", "-", keys=b"\xff").stderr
