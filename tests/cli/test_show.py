"""`show`: the table, narrow and wide, in both languages, and as JSON."""

from __future__ import annotations

import json

import pytest

import sopkit


@pytest.mark.parametrize("columns", [60, 80, 100, 160, 200])
@pytest.mark.parametrize("lang", ["id", "en"])
def test_every_row_is_there_and_nothing_runs_over(run, reference, columns, lang):
    result = run("show", reference, "--lang", lang, columns=columns)
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert all(len(line) <= columns for line in lines)
    assert [line for line in lines if line != line.rstrip()] == []
    label, total = {"id": ("Total Waktu", "19 Jam 40 Menit"), "en": ("Total time", "19 hours 40 minutes")}[lang]
    n = next(n for n, line in enumerate(lines) if label in line)
    hours = " ".join(total.split()[:2])
    said = total if columns < 160 else hours
    end = lines[n].index(said) + len(said)
    assert lines[n + (said == hours)][:end].endswith(total.split()[-1])
    minutes = {"id": "15 Menit", "en": "15 minutes"}[lang]
    assert next(line for line in lines if minutes in line)[:end].endswith(minutes)
    for step in sopkit.load(reference).steps:
        first = step.activity.in_(lang).split()[0]
        assert any(
            line.strip("│ ").startswith((f"{step.number}  {first}", f"{step.number} │ {first}")) for line in lines
        )


def test_the_narrow_form_folds_documents_and_marks_by_letter(run, room):
    said = run("show", room, "--lang", "id").stdout
    assert "A Pemohon  B Staf Umum  C Kepala" in said
    row = next(line for line in said.splitlines() if "Memeriksa surat" in line)
    assert row.split()[-6:] == ["○", "◇", "◐", "10", "Menit", "–"]
    assert said.splitlines()[said.splitlines().index(row) + 1].endswith("  1 Jam")
    assert "Ya → 2a · Tidak → 1* (paling banyak 1×) · Penuh → Ditolak" in " ".join(said.split())
    assert "Keterangan   Hari yang sama" in said
    assert "Batas: 3 Hari kalender." in said
    assert "Tidak boleh oleh orang yang mengerjakan baris 2." in " ".join(said.split())
    assert "→ Ruang dipakai" in said
    assert "○ ikut serta" in said
    assert "◐ dapat menggantikan" in said


def test_the_wide_form_has_a_column_for_each_actor(run, reference):
    said = run("show", reference, "--lang", "id", columns=160).stdout
    head = next(line for line in said.splitlines() if "│ Kegiatan" in line)
    assert [cell.strip() for cell in head.split("│")[2:-1]][3:] == [
        "KADIS", "CARAKA", "Kelengkapan", "Waktu", "Output", "Keterangan",
    ]  # fmt: skip
    assert "Ya → 3" in said
    assert "Tidak → 1*" in said


def test_limits_ends_and_cancelling_are_told_below(run, room):
    said = run("show", room).stdout
    assert "Limit for the whole case: 2 working days." in said
    assert "A case can end at Ruang dipakai or Ditolak." in said
    assert "Pemohon may cancel a case, giving a reason." in said


def test_markup_in_texts_is_shown_literally(run, room):
    text = room.read_text("utf-8").replace('"Kepala"', '"Ka [red]:x:"').replace('"Memo"', '"[b]Memo[/b]"')
    room.write_text(text.replace('"Ya"', '"Ya [/]"').replace("Hari yang", "[link=x]Hari"), "utf-8")
    for columns in (80, 200):
        said = run("show", room, "--lang", "id", columns=columns).stdout
        for literal in ("SOP Ruang [bold]Rapat[/bold]", "Ka [red]:x:", "[b]Memo[/b]", "Ya [/] → 2a", "[link=x]Hari"):
            assert literal in said
    said = run("walk", room, "--script", "done, 1: [i]x[/i], done @[u] +memo=[s]").stdout
    assert "“[i]x[/i]”" in said
    assert "[b]Memo[/b]: [s]" in said


def test_the_cover_is_shown_where_there_is_one(run, room):
    data = json.loads(room.read_text("utf-8"))
    data["identity"] = {
        "agency": "Dinas :smile: [x]", "number": "1/2026", "created": "2026-01-05",
        "approved_by": {"position": "Kepala", "name": "Budi", "id_number": "19"}, "legal_basis": ["PP 1", "PP 2"],
    }  # fmt: skip
    data["printed_total"] = "PT9H"
    room.write_text(json.dumps(data), "utf-8")
    said = run("show", room, "--lang", "id").stdout
    assert "Instansi        Dinas :smile: [x]" in said
    assert "Tgl. Pembuatan  5 Januari 2026" in said
    assert "Disahkan oleh   Kepala, Budi, 19" in said
    assert "Dasar Hukum\n 1. PP 1\n 2. PP 2" in said
    assert "Total yang tercetak, 9 Jam, berbeda dari jumlah semua baris, 8 Jam 45 Menit." in said


@pytest.mark.parametrize("columns", [60, 80, 240])
def test_many_actors_and_shared_rows_find_room(run, room, columns):
    data = json.loads(room.read_text("utf-8"))
    data["actors"] += [{"id": f"a{n}", "name": f"Pelaksana {n}"} for n in range(12)]
    data["steps"].insert(2, {"id": "catat", "same_row": True, "actor": "kepala"})
    room.write_text(json.dumps(data), "utf-8")
    result = run("show", room, "--lang", "id", columns=columns)
    assert result.exit_code == 0
    assert all(len(line) <= columns for line in result.stdout.splitlines())
    assert "Staf Umum  Lengkap" in result.stdout or "Staf Umum  Ya" in result.stdout


def test_json_adds_what_is_worked_out(run, reference):
    sop = sopkit.load(reference)
    said = json.loads(run("show", reference, "--format", "json").stdout)
    assert said["total_time"] == "PT19H40M"
    assert said["digest"] == sop.digest
    assert [step["number"] for step in said["steps"]] == list("12345678")
    assert said["steps"][1]["is_decision"] is True
    assert [one["is_return"] for one in said["steps"][1]["outcomes"]] == [False, True]
    assert {**sop.to_json(), "steps": 0} == {
        key: value for key, value in {**said, "steps": 0}.items() if key not in ("total_time", "digest")
    }


def test_problems_are_json_too(run, broken):
    result = run("show", broken, "--format", "json")
    assert result.exit_code == 1
    said = json.loads(result.stdout)
    assert (said["files"], said["skipped"]) == ([str(broken)], [])
    assert {one["rule"] for one in said["findings"]} == {"unknown-key", "target-exists"}


def test_dates_and_profiles_are_told_as_people_write_them(run, room):
    data = json.loads(room.read_text("utf-8"))
    data |= {"identity": {"created": "2026-01-05"}, "profile": "permendagri-52-2011"}
    room.write_text(json.dumps(data), "utf-8")
    said = run("show", room).stdout
    assert "Created  5 January 2026" in said
    assert "Profile  Permendagri 52/2011" in said


def test_no_line_of_a_column_ends_in_an_arrow(run, room):
    text = room.read_text("utf-8").replace('"Tidak"', '"Tidak lengkap berkasnya"').replace('"No"', '"Not complete yet"')
    room.write_text(text, "utf-8")
    for columns in (80, 140, 160):
        for args in ("show",), ("walk", "--script", "done, 2: x, done, 1"):
            said = run(args[0], room, *args[1:], "--lang", "id", columns=columns).stdout
            assert "→ 1" in said
            cells = [cell.strip() for line in said.splitlines() for cell in line.replace("  ", "│").split("│")]
            assert [cell for cell in cells if cell.endswith("→")] == []
