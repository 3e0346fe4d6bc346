"""What is written, whatever the terminal lacks; and how a run ends that is cut short."""

from __future__ import annotations

import io
import sys

import click
import pytest

from sopkit.cli import main, terminal


class Poor(io.TextIOWrapper):
    """A stream that knows only this encoding, and may be a terminal."""

    def __init__(self, encoding, is_terminal=False):
        super().__init__(io.BytesIO(), encoding=encoding, newline="\n")
        self._is_terminal = is_terminal

    def isatty(self):
        return self._is_terminal

    def text(self):
        self.flush()
        return self.buffer.getvalue().decode(self.encoding)


@pytest.mark.parametrize(
    ("encoding", "written"),
    [("utf-8", "│┌● → “é”…役\n"), ("latin-1", '|+X > "é"~?\n'), ("ascii", '|+X > "?"~?\n')],
)
def test_what_an_encoding_lacks_is_written_one_for_one(monkeypatch, encoding, written):
    stream = Poor(encoding)
    monkeypatch.setattr(sys, "stdout", stream)
    terminal.show("│┌● → “é”…役")
    assert stream.text() == written


@pytest.mark.parametrize(("is_terminal", "written"), [(True, "\x1b[1mx\x1b[0m\\x1b[2J"), (False, "x\\x1b[2J")])
def test_only_our_own_colours_are_obeyed_and_only_by_a_terminal(monkeypatch, is_terminal, written):
    stream = Poor("utf-8", is_terminal)
    monkeypatch.setattr(sys, "stdout", stream)
    terminal.show("\x1b[1mx\x1b[0m\x1b[2J", nl=False)
    assert stream.text() == written


@pytest.mark.parametrize(
    ("is_terminal", "environ", "is_coloured"),
    [(True, {}, True), (False, {}, False), (True, {"NO_COLOR": "1"}, False), (True, {"TERM": "dumb"}, False)],
)
def test_a_screen_is_as_the_terminal_is(monkeypatch, is_terminal, environ, is_coloured):
    for name in ("NO_COLOR", "TERM"):
        monkeypatch.delenv(name, raising=False)
    for name, value in ({"COLUMNS": "7"} | environ).items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys, "stdout", Poor("utf-8", is_terminal))
    assert terminal.screen("id") == ("id", 60, is_coloured)


def test_the_program_is_named_as_it_can_be_called_again(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    program = tmp_path / ".venv" / "sopkit"
    program.parent.mkdir()
    program.write_text("")
    program.chmod(0o755)
    monkeypatch.setattr(sys, "argv", ["/x/sopkit/__main__.py"])
    assert terminal.called() == "python -m sopkit"
    monkeypatch.setattr(sys, "argv", [str(program)])
    monkeypatch.setenv("PATH", "")
    assert terminal.called() == ".venv/sopkit"
    monkeypatch.chdir("/")
    monkeypatch.setenv("PATH", str(program.parent))
    assert terminal.called() == "sopkit"


@pytest.mark.parametrize(
    ("stop", "code"),
    [
        (KeyboardInterrupt, 130),
        (click.Abort, 130),
        (terminal.PipeClosed, 141),
        (OSError(28, "No space left on device"), 2),
        (click.UsageError("x"), 2),
    ],
)
def test_a_run_that_is_cut_short_ends_with_a_code_and_no_traceback(run, monkeypatch, stop, code):
    def cut(_text, **_more):
        raise stop

    monkeypatch.setattr("sopkit.cli.schema.show_json", cut)
    result = run("schema")
    assert (result.exit_code, result.stdout) == (code, "")
    assert "Traceback" not in result.stderr


def test_a_closed_pipe_is_noticed(monkeypatch):
    def closed(*_args, **_more):
        raise BrokenPipeError

    monkeypatch.setattr(click, "echo", closed)
    with pytest.raises(terminal.PipeClosed):
        terminal.show("x")


def test_a_program_may_ask_for_the_code_instead_of_leaving(capsys):
    assert main(["--version"], standalone_mode=False) == 0
    assert main(["nope"], standalone_mode=False) == 2
    assert main(["schema"], standalone_mode=False) == 0
    assert '"$schema"' in capsys.readouterr().out
