"""`check --watch`: each save is answered, however an editor saves; Ctrl-C ends it."""

from __future__ import annotations

import os
import re
import select
import signal
import subprocess
import sys
import time

import pytest

from cli.conftest import ROOM, written
from cli.test_process import SRC

WAITING = b"Waiting for a file to be saved; Ctrl-C to stop.\n"
PATIENCE = 30  # seconds, for a machine that is busy; nothing waits that long when all is well


class Watch:
    """The command as a process, read answer by answer."""

    def __init__(self, *args, cwd):
        env = {"PATH": os.environ["PATH"], "PYTHONPATH": str(SRC), "COLUMNS": "80", "LANG": "C.UTF-8"}
        command = [sys.executable, "-m", "sopkit", "check", "--watch", *map(str, args)]
        self.process = subprocess.Popen(command, env=env, cwd=cwd, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self.said = b""

    def answer(self):
        """What is said until it waits again."""
        end = time.monotonic() + PATIENCE
        while WAITING not in self.said:
            ready, _, _ = select.select([self.process.stdout], [], [], max(0, end - time.monotonic()))
            part = os.read(self.process.stdout.fileno(), 65536) if ready else b""
            assert part, (self.said, self.process.poll())
            self.said += part
        answer, _, self.said = self.said.partition(WAITING)
        return answer.decode()

    def until(self, said):
        """Everything that is said up to the answer with these words: a busy machine may show a file half written."""
        answers = [self.answer()]
        while said not in answers[-1]:
            answers.append(self.answer())
        return "".join(answers)

    def is_silent(self, seconds):
        ready, _, _ = select.select([self.process.stdout], [], [], seconds)
        return not ready

    def stop(self):
        self.process.send_signal(signal.SIGINT)
        out, error = self.process.communicate(timeout=PATIENCE)
        return self.process.returncode, out, error


@pytest.fixture
def watch(tmp_path):
    started = []

    def start(*args):
        started.append(Watch(*args, cwd=tmp_path))
        return started[-1]

    yield start
    for one in started:
        if one.process.poll() is None:
            one.process.kill()
        one.process.communicate()


def saved_by_renaming(path, text):
    beside = path.with_name(".4913~")
    beside.write_text(text, "utf-8")
    beside.replace(path)


def saved_in_place(path, text):
    path.write_text(text, "utf-8")


def saved_by_halves(path, text):
    with path.open("w", encoding="utf-8") as file:
        file.write(text[: len(text) // 2])
        file.flush()
        file.write(text[len(text) // 2 :])


def saved_after_removing(path, text):
    path.unlink()
    path.write_text(text, "utf-8")


@pytest.mark.parametrize("save", [saved_in_place, saved_by_renaming, saved_by_halves, saved_after_removing])
def test_a_saved_file_is_answered_and_no_other(watch, tmp_path, save):
    room = written(tmp_path / "ruang.sop.json", ROOM)
    other = written(tmp_path / "lain.sop.json", {**ROOM, "id": "lain", "titel": "x"})
    running = watch()
    first = running.answer()
    assert re.match(r"── \d\d:\d\d:\d\d ─+\n", first)
    assert 'the key "titel" is not known here' in first
    assert "2 files: 1 error" in first
    save(room, room.read_text("utf-8").replace('"staf"', '"stav"', 1))
    second = running.until('there is no actor "staf"')
    assert "titel" not in second
    assert re.search(r"^2 files: \d+ errors", second, re.MULTILINE)
    save(other, other.read_text("utf-8").replace('"titel": "x"', '"x-titel": "x"'))
    third = running.answer()
    assert "titel" not in third
    assert running.stop() == (0, b"\n", b"")


def test_what_is_not_shown_again_is_counted_and_not_explained(watch, tmp_path):
    room = written(tmp_path / "ruang.sop.json", ROOM)
    written(tmp_path / "lain.sop.json", {**ROOM, "id": "lain", "titel": "x"})
    running = watch()
    assert "Why, with examples: sopkit explain unknown-key" in running.answer()
    saved_in_place(room, room.read_text("utf-8") + " ")
    said = running.until("2 files: ")
    assert "1 finding in files that have not changed is not shown again." in said
    assert "explain unknown-key" not in said


def test_what_one_file_means_for_another_is_told_there_too(watch, tmp_path):
    one = written(tmp_path / "a.sop.json", {**ROOM, "id": "a"})
    written(tmp_path / "b.sop.json", {**ROOM, "id": "a"})
    running = watch()
    assert "id-unique" not in running.answer()
    saved_in_place(one, one.read_text("utf-8").replace("Mengajukan", "Menulis"))
    said = running.until("id-unique")
    assert said.index("\na.sop.json\n") < said.index("\nb.sop.json\n") < said.index("id-unique")


def test_nothing_is_said_where_nothing_was_saved(watch, tmp_path):
    room = written(tmp_path / "ruang.sop.json", ROOM)
    running = watch(room)
    running.answer()
    (tmp_path / "catatan.txt").write_text("x")
    assert running.is_silent(1)
    assert running.stop()[0] == 0


def test_a_saved_file_is_answered_soon(watch, tmp_path):
    room = written(tmp_path / "ruang.sop.json", ROOM)
    running = watch(room)
    running.answer()
    took = []
    for n in range(3):
        began = time.monotonic()
        saved_in_place(room, room.read_text("utf-8") + " " * n)
        os.utime(room, ns=(n, n))
        running.answer()
        took.append(time.monotonic() - began)
    assert min(took) < 2, took  # a quarter of a second and one check, on a machine that has other things to do


def test_files_come_and_go(watch, tmp_path):
    written(tmp_path / "ruang.sop.json", ROOM)
    running = watch()
    assert "1 file: " in running.answer()
    written(tmp_path / "lain.sop.json", {**ROOM, "id": "lain"})
    assert "2 files: " in running.answer()
    (tmp_path / "ruang.sop.json").unlink()
    assert "1 file: " in running.answer()
    (tmp_path / "lain.sop.json").unlink()
    assert "no *.sop.json here" in running.answer()
    written(tmp_path / "lain.sop.json", {**ROOM, "id": "lain"})
    assert "1 file: " in running.answer()


def test_a_named_file_that_is_gone_is_told_and_waited_for(watch, tmp_path):
    room = written(tmp_path / "ruang.sop.json", ROOM)
    running = watch(room)
    running.answer()
    text = room.read_text("utf-8")
    room.unlink()
    assert "no file or folder" in running.answer()
    room.write_text(text, "utf-8")
    assert "1 file: " in running.answer()


def test_a_file_that_is_no_definition_is_told_and_watched_on(watch, tmp_path):
    room = written(tmp_path / "ruang.sop.json", ROOM)
    running = watch(room)
    running.answer()
    text = room.read_text("utf-8")
    for wrong, said in ((b"", "is empty"), (b"\xff", "UTF-8"), (b"{", "1 error")):
        room.write_bytes(wrong)
        running.until(said)
    room.write_text(text, "utf-8")
    assert "error" not in running.answer()
    assert running.stop()[0] == 0


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["nowhere"], "no file or folder"),
        ([".", "--fix"], "use it without --fix"),
        ([".", "--format", "json"], "use it without --format json"),
    ],
)
def test_what_cannot_be_watched_is_told(run, tmp_path, monkeypatch, args, said):
    monkeypatch.chdir(tmp_path)
    result = run("check", "--watch", *args)
    assert (result.exit_code, result.stdout) == (2, "")
    assert said in result.stderr


def test_it_ends_when_nobody_reads_any_more(watch, tmp_path):
    room = written(tmp_path / "ruang.sop.json", ROOM)
    running = watch(room)
    running.answer()
    running.process.stdout.close()
    room.write_text(room.read_text("utf-8") + "\n", "utf-8")
    assert running.process.wait(PATIENCE) == 141
    assert running.process.stderr.read() == b""
