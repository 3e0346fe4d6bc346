"""`verify`, `store`, exports and imports: whole stores, and stores that are none."""

from __future__ import annotations

import inspect
import json
import re
import shutil
import sqlite3
from io import StringIO
from pathlib import Path

import click
import pytest

import servers
from cli.conftest import ROOM, written
from sopkit.cli import main
from sopkit.cli.case.told import command
from sopkit.cli.progress import progress
from sopkit.desk import Desk, Trouble
from sopkit.stores import open_store
from sopkit.stores.queries import migrations
from sopkit.views.screen import Screen
from sopkit.wording import LANGUAGES, say

DEWI = "dewi:pemohon"


@pytest.fixture
def office(run, monkeypatch, tmp_path, room):
    """A folder with a store that holds three cases, one of them a step further."""
    monkeypatch.chdir(tmp_path)
    for n in range(1, 4):
        assert run("case", "open", room.name, f"R/{n}", "--title", f"Rapat {n}").exit_code == 0
    assert run("case", "do", "R/3", "--as", DEWI).exit_code == 0
    return tmp_path


def sql(file, *statements):
    with sqlite3.connect(file) as connection:
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            connection.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            connection.execute(statement)
    connection.close()


def held(file):
    """What is in a file: the rows of a database, or bytes."""
    if not Path(file).is_file():
        return None
    try:
        with sqlite3.connect(file) as connection:
            return list(connection.iterdump())
    except sqlite3.DatabaseError:
        return Path(file).read_bytes()


def test_a_whole_store_is_verified(run, office):
    assert run("verify", "--lang", "id").stdout == "3 kasus, 4 catatan: semuanya seperti saat ditulis.\n"
    told = json.loads(run("verify", "--format", "json").stdout)
    assert told == {"is_whole": True, "cases": 3, "records": 4, "troubles": []}


def test_what_was_changed_is_found_and_gets_no_checkpoint(run, office):
    sql("sopkit.db", "UPDATE sopkit_records SET at = at + 1 WHERE no = 3 AND n = 1",
        "UPDATE sopkit_cases SET title = 'lain' WHERE no = 1")  # fmt: skip
    result = run("verify", "--save", "cp.json", "--lang", "en", columns=120)
    assert result.exit_code == 1
    assert "R/3, record 1: it is not what was written" in result.stdout
    assert "R/1: what is kept for searching does not agree with the records." in result.stdout
    assert "No checkpoint was written to cp.json." in result.stdout
    assert not Path("cp.json").exists()
    told = json.loads(run("verify", "--format", "json", "--lang", "en").stdout)
    assert not told["is_whole"]
    assert {(one["case"], one["what"]) for one in told["troubles"]} >= {("R/3", "chain"), ("R/1", "standing")}


def test_a_tail_that_was_cut_shows_against_a_checkpoint_alone(run, office):
    shutil.copy("sopkit.db", "old.db")
    run("case", "note", "R/1", "x", "--as", DEWI)
    saved = run("verify", "--save", "cp.json", "--format", "json", "--lang", "en")
    assert json.loads(saved.stdout)["is_whole"]
    assert "The checkpoint is in cp.json." in saved.stderr
    assert run("verify", "--checkpoint", "cp.json").exit_code == 0
    for name in ("sopkit.db-wal", "sopkit.db-shm"):
        Path(name).unlink(missing_ok=True)
    Path("old.db").replace("sopkit.db")
    assert run("verify").exit_code == 0
    result = run("verify", "--checkpoint", "cp.json", "--lang", "id", columns=120)
    assert result.exit_code == 1
    assert "catatan yang dikenal titik periksa hilang atau diganti." in result.stdout
    before = Path("cp.json").read_bytes()
    again = run("verify", "--save", "cp.json")
    assert again.exit_code == 2
    assert "is already there and is not overwritten" in again.stderr
    assert Path("cp.json").read_bytes() == before


@pytest.mark.parametrize("text", ["", "[]", "{", "{}", '{"sopkit": "checkpoint"}', "[" * 100_000, "\udcff"])
def test_a_file_that_is_no_checkpoint_is_called_so(run, office, text):
    Path("cp.json").write_text(text, "utf-8", errors="surrogateescape")
    for lang, sentence in (("en", "checkpoint"), ("id", "titik periksa")):
        result = run("verify", "--checkpoint", "cp.json", "--lang", lang)
        assert (result.exit_code, result.stdout) == (2, "")
        assert sentence in result.stderr
    assert "There is no file or folder" in run("verify", "--checkpoint", "none.json").stderr


def test_every_trouble_has_its_words():
    source = inspect.getsource(Trouble)
    codes = re.findall("`([a-z]+)`", source[source.index("The code") : source.index("case:")])
    assert len(codes) >= 8
    for code in codes:
        for language in LANGUAGES:
            assert say(f"cli.trouble.{code}", language).endswith(".")


def _old(file):
    """Make a store as the first sopkit made it."""
    with sqlite3.connect(file) as connection:
        connection.executescript(migrations("sqlite")[0][1])
        connection.execute("CREATE TABLE sopkit_schema (version INTEGER NOT NULL)")
        connection.execute("INSERT INTO sopkit_schema VALUES (1)")
    connection.close()


@pytest.mark.parametrize(
    ("make", "english", "indonesian"),
    [
        (lambda: Path("x.db").write_bytes(b"no database at all, only words" * 50), "is not a store", "bukan penyimpanan"),
        (lambda: sql("x.db", "CREATE TABLE warga (nik TEXT)"), "is not a store", "bukan penyimpanan"),
        (lambda: Path("x.db").mkdir(), "Look at its name, its folder", "Periksa nama, folder"),
        (lambda: _old("x.db"), "older sopkit (schema 1", "sopkit yang lebih lama (skema 1"),
        (lambda: (shutil.copy("sopkit.db", "x.db"), sql("x.db", "UPDATE sopkit_schema SET version = 99")),
         "newer sopkit (schema 99", "sopkit yang lebih baru (skema 99"),
        (lambda: (shutil.copy("sopkit.db", "x.db"), sql("x.db", "UPDATE sopkit_definitions SET text = '{}'")),
         "is damaged", "rusak"),
    ],
)  # fmt: skip
def test_a_store_that_cannot_be_used_is_told_in_both_languages_and_left_alone(run, office, make, english, indonesian):
    make()
    before = held("x.db")
    for lang, sentence in (("en", english), ("id", indonesian)):
        for verb in (["inbox", "--as", DEWI], ["case", "show", "R/1"], ["case", "open", "ruang.sop.json", "R/9"]):
            if verb[1] == "show" and english == "is damaged":
                continue
            result = run(*verb, "--store", "sqlite:///x.db", "--lang", lang)
            assert (result.exit_code, result.stdout) == (2, "")
            assert sentence in result.stderr
    assert held("x.db") == before


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("x.db", "does not name a store"), ("mysql://x/y", "does not name a store"), ("sqlite://[", "does not name"),
        ("sqlite:///x%00y.db", "does not name"),
        ("sqlite://server/x.db", "network file system"), ("sqlite:///none/x.db", "There is no store"),
        ("postgresql://localhost:1/x", "nothing answers there"), ("", "--store says nothing"),
        ("sqlite://", "kept in memory"), ("sqlite:///:memory:", "kept in memory"),
    ],
)  # fmt: skip
def test_a_url_that_leads_to_no_store_is_told(run, office, url, sentence):
    result = run("inbox", "--as", DEWI, "--store", url, "--lang", "en")
    assert (result.exit_code, result.stdout) == (2, "")
    assert sentence in result.stderr


def test_a_password_is_printed_nowhere(run, office, monkeypatch):
    url = "postgresql://app:rahasia@127.0.0.1:1/agency?connect_timeout=1&password=rahasia"
    with click.Context(main, info_name="sopkit"):
        assert command(url, "case", "show", "R") == "sopkit case show R --store 'postgresql://…@127.0.0.1:1/agency?…'"
    for store in (url, url + "\udcff", "mysql://app:rahasia@db/agency", "app:rahasia@db"):
        result = run("case", "show", "R", "--store", store)
        assert result.exit_code == 2
        assert "rahasia" not in result.stdout + result.stderr


def test_a_store_is_not_made_in_a_folder_that_is_not_there(run, office):
    result = run("case", "open", "ruang.sop.json", "R", "--store", "sqlite:///none/x.db", "--lang", "en")
    assert result.exit_code == 2
    assert "does not exist" in result.stderr


def test_a_store_of_an_older_sopkit_is_upgraded_on_purpose(run, office):
    _old("x.db")
    known = migrations("sqlite")[-1][0]
    upgrade = ("store", "upgrade", "--store", "sqlite:///x.db", "--lang", "en")
    assert run(*upgrade).stdout == f"The store was brought from schema 1 to {known}.\n"
    assert run(*upgrade).stdout == f"Nothing to do: the store has schema {known}, as it should.\n"
    assert run("case", "open", "ruang.sop.json", "R", "--store", "sqlite:///x.db").exit_code == 0
    assert run("verify", "--store", "sqlite:///x.db").exit_code == 0
    assert run("store", "upgrade", "--store", "sqlite:///none.db").exit_code == 2
    sql("x.db", "UPDATE sopkit_schema SET version = 99")
    result = run(*upgrade)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "newer sopkit (schema 99" in result.stderr


def test_sops_are_published_all_or_none(run, office, broken):
    written(office / "dua.sop.json", ROOM | {"version": "2.0.0", "title": "Lain"})
    assert run("store", "publish", "dua.sop.json", broken.name).exit_code == 1
    assert "published are: 1.0.0" in run("case", "open", "ruang", "A", "--version", "2.0.0", "--lang", "en").stdout
    assert run("store", "publish", "dua.sop.json", "ruang.sop.json", "--lang", "id").stdout == (
        "ruang 2.0.0 terbit.\nruang 1.0.0 terbit.\n"
    )
    assert "on ruang 2.0.0" in run("case", "open", "ruang", "A", "--lang", "en").stdout
    assert "on ruang 1.0.0" in run("case", "open", "ruang", "B", "--version", "1.0.0", "--lang", "en").stdout


def test_cases_go_from_store_to_store_as_files(run, office):
    Path("arsip").mkdir()
    assert run("case", "export", "--all", "--to", "arsip", "--lang", "id").stdout == "3 kasus ditulis ke arsip.\n"
    files = sorted(str(path) for path in Path("arsip").iterdir())
    assert files == [f"arsip/R%2F{n}.case.json" for n in (1, 2, 3)]
    for n, file in enumerate(files, 1):
        alone = run("case", "export", f"R/{n}").stdout
        assert json.loads(alone) == json.loads(Path(file).read_text("utf-8"))
    brought = run("case", "import", *reversed(files), "--store", "sqlite:///b.db", "--lang", "en")
    assert (brought.exit_code, brought.stdout) == (0, "3 cases imported.\n")
    there = [
        json.loads(run("case", "list", "--format", "json", "--store", f"sqlite:///{file}.db").stdout)
        for file in ("b", "sopkit")
    ]
    assert there[0] == there[1]  # the newest first, as in the store they are from
    for n, file in enumerate(files, 1):
        assert json.loads(run("case", "export", f"R/{n}", "--store", "sqlite:///b.db").stdout) == json.loads(
            Path(file).read_text("utf-8")
        )
    assert run("verify", "--store", "sqlite:///b.db").exit_code == 0
    piped = run("case", "import", "-", "--store", "sqlite:///c.db", keys=run("case", "export", "R/1").stdout)
    assert piped.exit_code == 0


def test_an_export_never_overwrites_and_never_leaves_half_a_file(run, office, monkeypatch):
    Path("arsip").mkdir()
    Path("arsip/R%2F2.case.json").write_text("mine", "utf-8")
    result = run("case", "export", "R/2", "--to", "arsip", "--lang", "en")
    assert (result.exit_code, "arsip/R%2F2.case.json” is already there" in result.stdout) == (1, True), result.output
    assert Path("arsip/R%2F2.case.json").read_text("utf-8") == "mine"

    def full(*_):
        raise OSError(28, "x")

    with monkeypatch.context() as patch:
        patch.setattr("os.fsync", full)
        assert "the disk is full" in run("case", "export", "R/1", "--to", "arsip", "--lang", "en").stderr
    assert [path.name for path in Path("arsip").iterdir()] == ["R%2F2.case.json"]


def test_an_import_tells_of_each_file_that_holds_no_case_and_keeps_the_others(run, office):
    whole = run("case", "export", "R/1").stdout
    told = json.loads(whole)
    Path("baik.json").write_text(whole, "utf-8")
    for name, change in (
        ("ubah.json", {"records": [told["records"][0] | {"at": 0}]}), ("kunci.json", {"lain": 1}), ("id.json", {"case": " "}),
    ):  # fmt: skip
        Path(name).write_text(json.dumps(told | change), "utf-8")
    files = ["none.json", "ubah.json", "ruang.sop.json", "kunci.json", "id.json", "baik.json", "baik.json"]
    result = run("case", "import", *files, "--store", "sqlite:///b.db", "--lang", "en")
    assert (result.exit_code, result.stderr) == (1, "")
    said = " ".join(result.stdout.split())
    assert "There is no file or folder “none.json”." in said
    assert "Case R/1 cannot be imported: its chain of hashes is broken, at record 0." in said
    assert "“ruang.sop.json” is an SOP file, and no exported case." in said
    assert "unknown-key" in said
    assert "There is a case R/1 already" in said
    assert said.endswith("1 case imported.")
    assert run("verify", "--store", "sqlite:///b.db", "--lang", "en").stdout.startswith("1 case, 1 record:")


def test_ctrl_c_leaves_whole_cases_only(run, office, monkeypatch):
    Path("arsip").mkdir()
    done = []

    def stopped(one):
        def act(*args, **more):
            if done:
                raise KeyboardInterrupt
            done.append(args)
            return one(*args, **more)

        return act

    with monkeypatch.context() as patch:
        patch.setattr(Desk, "export", stopped(Desk.export))
        result = run("case", "export", "--all", "--to", "arsip", "--lang", "en")
    assert (result.exit_code, result.stdout) == (130, "")
    assert "Stopped after 1 of 3; nothing is half written." in result.stderr
    (file,) = Path("arsip").iterdir()
    done.clear()
    with monkeypatch.context() as patch:
        patch.setattr(Desk, "import_case", stopped(Desk.import_case))
        assert run("case", "import", str(file), str(file), "--store", "sqlite:///b.db").exit_code == 130
    assert run("verify", "--store", "sqlite:///b.db", "--lang", "en").stdout.startswith("1 case, ")


class Terminal(StringIO):
    encoding = "utf-8"

    def isatty(self):
        return True


@pytest.mark.parametrize("stream", [Terminal(), StringIO()])
def test_progress_is_one_line_that_goes_away_and_only_where_somebody_sees_it(monkeypatch, stream):
    monkeypatch.setattr("sys.stderr", stream)
    monkeypatch.setattr("sopkit.cli.progress.monotonic", iter(range(100)).__next__)
    with progress("cli.verify.progress", Screen("en", 24)) as told:
        told(0, 1000)
        told(999, 1000)
    lines = stream.getvalue().split("\r")
    if not stream.isatty():
        assert lines == [""]
        return
    assert [line.rstrip() for line in lines] == ["", "Looking through cases:…", "Looking through cases:…", "", ""]
    assert max(map(len, lines)) < 24


def test_what_is_published_is_listed_with_what_new_cases_run_on(run, office):
    written(office / "dua.sop.json", ROOM | {"version": "2.0.0", "title": "Lain"})
    written(office / "nota.sop.json", ROOM | {"id": "nota"})
    assert run("store", "publish", "dua.sop.json", "nota.sop.json").exit_code == 0
    assert run("store", "list", "--lang", "en").stdout == (
        "  ruang 1.0.0  Rooms\n  ruang 2.0.0  Lain · for new cases\n  nota 1.0.0   Rooms · for new cases\n"
    )
    assert "Lain · untuk kasus baru" in run("store", "list", "--lang", "id").stdout
    told = json.loads(run("store", "list", "--format", "json").stdout)["published"]
    assert [(one["id"], one["version"], one["is_newest"]) for one in told] == [
        ("ruang", "1.0.0", False), ("ruang", "2.0.0", True), ("nota", "1.0.0", True),
    ]  # fmt: skip
    assert told[0]["digest"] == Desk(open_store("sqlite:///sopkit.db")).sop("ruang", "1.0.0").digest


@pytest.mark.parametrize("kind", ["file", "server"])
def test_a_verb_that_reads_makes_no_store_and_one_that_publishes_does(run, office, kind, request):
    Path("x.db").touch()
    url = "sqlite:///x.db" if kind == "file" else request.getfixturevalue("server")
    for verb in (["inbox", "--as", DEWI], ["case", "list"], ["store", "list"], ["verify"]):
        for lang, sentence in (("en", "There is no store at"), ("id", "Belum ada penyimpanan di")):
            result = run(*verb, "--store", url, "--lang", lang)
            assert (result.exit_code, result.stdout) == (2, "")
            assert sentence in " ".join(result.stderr.split())
    assert held("x.db") == ["BEGIN TRANSACTION;", "COMMIT;"]
    assert run("store", "publish", "ruang.sop.json", "--store", url).exit_code == 0
    assert "ruang 1.0.0" in run("store", "list", "--store", url).stdout
    assert "no case" in run("case", "list", "--store", url, "--lang", "en").stdout.lower()


@pytest.fixture
def server():
    with servers.postgres() as url:
        yield url
