"""The command as a process: start-up, pipes, encodings, colours, a real terminal."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

import sopkit

SRC = Path(sopkit.__file__).parents[1]


def call(*args, **more):
    env = {"PATH": os.environ["PATH"], "PYTHONPATH": str(SRC), "COLUMNS": "80", "LANG": "C.UTF-8"} | more.pop("env", {})
    command = [sys.executable, "-m", "sopkit", *map(str, args)]
    return subprocess.run(command, env=env, capture_output=True, timeout=60, check=False, **more)


def imported(*args):
    told = call(*args, env={"PYTHONPROFILEIMPORTTIME": "1"}).stderr.decode()
    return {line.rpartition("|")[2].strip().partition(".")[0] for line in told.splitlines() if "|" in line}


def test_help_imports_nothing_heavy():
    assert imported("--help") & {"attr", "attrs", "jsonschema", "rich", "transitions", "rpds", "click"} == {"click"}


def test_drawing_a_sheet_that_needs_no_extra_imports_none(room, tmp_path):
    heavy = {"typst", "docx", "PIL", "rich", "transitions", "jsonschema"}
    assert imported("sheet", room, "-o", tmp_path / "x.html") & heavy == set()
    assert (tmp_path / "x.html").exists()


def test_checking_a_sound_file_imports_no_tables_and_no_machine(room):
    heavy = {"jsonschema", "rich", "transitions", "rpds", "referencing"}
    assert imported("check", room) & heavy == set()


def test_ctrl_c_before_the_program_has_begun_is_no_traceback():
    program = (
        "import sys\n"
        "class Stop:\n"
        "    def find_spec(self, name, *_):\n"
        "        if name == 'click': raise KeyboardInterrupt\n"
        "sys.meta_path.insert(0, Stop())\n"
        "import sopkit.cli"
    )
    env = {**os.environ, "PYTHONPATH": str(SRC)}
    result = subprocess.run([sys.executable, "-c", program], capture_output=True, env=env, check=False, timeout=60)
    assert (result.returncode, result.stdout, result.stderr) == (130, b"", b"")


def test_a_closed_pipe_ends_silently(reference):
    command = f"{sys.executable} -m sopkit paths {reference} --returns 3 --limit 0 | head -1"
    env = {**os.environ, "PYTHONPATH": str(SRC)}
    result = subprocess.run(
        ["bash", "-o", "pipefail", "-c", command], capture_output=True, env=env, check=False, timeout=60
    )
    assert result.stderr == b""
    assert result.stdout.count(b"\n") == 1
    assert result.returncode == 141


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is full")
def test_a_full_disk_is_told():
    with Path("/dev/full").open("wb") as full:
        command = [sys.executable, "-m", "sopkit", "schema"]
        env = {**os.environ, "PYTHONPATH": str(SRC), "LC_ALL": "C.UTF-8"}
        result = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, env=env, check=False)
    assert result.returncode == 2
    assert b"The system refuses" in result.stderr
    assert b"Traceback" not in result.stderr


@pytest.mark.parametrize("verb", ["show", "paths", "check", "walk"])
def test_a_poor_encoding_gets_plain_marks(verb, reference):
    more = ["--script", "1"] if verb == "walk" else []
    result = call(verb, reference, *more, env={"PYTHONIOENCODING": "ascii"})
    assert result.returncode == 0
    result.stdout.decode("ascii")
    assert result.stderr == b""
    if verb == "show":
        assert b"X does it  # does it and decides  * needs a reason" in result.stdout
        assert b"Yes > 3 - No > 1*" in result.stdout


def test_json_in_a_poor_encoding_is_escaped(room):
    data = json.loads(room.read_text("utf-8"))
    data["title"] = "Ruang “Rapat”"
    room.write_text(json.dumps(data), "utf-8")
    said = call("show", room, "--format", "json", env={"PYTHONIOENCODING": "latin-1"}).stdout
    assert json.loads(said)["title"] == "Ruang “Rapat”"


def in_a_terminal(*args, **env):
    """Run with a terminal as standard output, and return what is written there."""
    ours, theirs = pty.openpty()
    env = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(SRC),
        "COLUMNS": "80",
        "TERM": "xterm",
        "LANG": "C.UTF-8",
    } | env
    command = [sys.executable, "-m", "sopkit", *map(str, args)]
    process = subprocess.Popen(command, env=env, stdout=theirs, stderr=theirs, stdin=subprocess.DEVNULL)
    os.close(theirs)
    said = b""
    while True:
        try:
            part = os.read(ours, 65536)
        except OSError:  # the other side is gone
            break
        if not part:
            break
        said += part
    process.wait()
    os.close(ours)
    return said.decode()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is full")
@pytest.mark.parametrize("command", ["check nowhere", "draw {broken}", "check --nonsense"])
def test_a_full_disk_for_what_is_wrong_is_no_traceback_either(command, broken):
    env = {**os.environ, "PYTHONPATH": str(SRC)}
    line = f"{sys.executable} -m sopkit {command.format(broken=broken)} 2>/dev/full"
    result = subprocess.run(["bash", "-c", line], capture_output=True, env=env, check=False, timeout=60)
    assert (result.returncode, result.stdout, result.stderr) == (2, b"", b"")


def test_colours_only_on_a_terminal_that_wants_them(reference, broken, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)  # the demo leaves something in the folder it is run in
    assert "\x1b[" not in call("demo").stdout.decode()
    for args in (["demo"], ["show", reference], ["check", broken]):
        assert "\x1b[" in in_a_terminal(*args)
        assert "\x1b[" not in in_a_terminal(*args, NO_COLOR="1")
        assert "\x1b[" not in in_a_terminal(*args, TERM="dumb")


@pytest.mark.parametrize("verb", ["show", "tidy", "draw"])
def test_colours_within_a_sentence_are_not_printed_as_text(broken, verb):
    said = in_a_terminal(verb, broken)
    assert "cannot be used yet: 2 errors." in said
    assert r"\x1b" not in said


def test_the_locale_of_the_process_is_spoken():
    assert call("--help", env={"LANG": "id_ID.UTF-8"}).stdout.startswith(b"Cara pakai: python -m sopkit")


def test_the_program_is_called_as_it_was_called(tmp_path):
    link = tmp_path / "bin" / "sopkit"
    link.parent.mkdir()
    link.write_text(f"#!{sys.executable}\nfrom sopkit.cli import main\nmain()\n")
    link.chmod(0o755)
    env = {"PATH": os.environ["PATH"], "PYTHONPATH": str(SRC), "LANG": "C.UTF-8"}

    def usage(command, **more):
        said = subprocess.run([*command, "--help"], env=env | more, capture_output=True, cwd=tmp_path, check=True)
        return said.stdout.decode().split(" [")[0]

    assert usage(["bin/sopkit"]) == "Usage: bin/sopkit"
    assert usage(["sopkit"], PATH=f"{link.parent}:{env['PATH']}") == "Usage: sopkit"
    assert usage([sys.executable, "-m", "sopkit"]) == "Usage: python -m sopkit"


@pytest.mark.parametrize(
    ("command", "code"),
    [
        ("--help >&-", 0),
        ("schema >&-", 0),
        ("demo >&-", 0),
        ("nonsense 2>&-", 2),
        ("walk {reference} <&-", 1),
        ("walk {reference} --script - <&-", 0),
    ],
)
def test_a_stream_that_is_closed_is_no_traceback(command, code, reference):
    env = {**os.environ, "PYTHONPATH": str(SRC), "LANG": "C.UTF-8"}
    line = f"{sys.executable} -m sopkit {command.format(reference=reference)}"
    result = subprocess.run(["bash", "-c", line], capture_output=True, env=env, check=False, timeout=60)
    assert b"Traceback" not in result.stderr
    assert result.returncode == code


def test_an_address_with_a_port_is_a_document_and_no_reason():
    from sopkit.cli.script import parsed

    choice = parsed("selesai +surat=http://host:8080/x: lengkap, lihat http://a:1/b")
    assert (choice.word, choice.outputs) == ("selesai", {"surat": "http://host:8080/x"})
    assert choice.reason == "lengkap, lihat http://a:1/b"
