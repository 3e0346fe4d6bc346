"""
Pages that show commands → the same pages, with what the commands answer today.

A page tells its story in fences, carried out from top to bottom in an empty folder. A fence called `json NAME` or
`python NAME` is a file, `diff NAME` a change to it, and `console` a command after `$ ` with its screen; what somebody
types at its questions stands in a comment before it, `<!-- typed: ["", "2"] -->`. A line `…` stands for lines that are
left out. `make docs` writes the screens anew; a test says when one is stale.
"""

from __future__ import annotations

import json
import os
import pty
import re
import subprocess
import sys
import tempfile
from pathlib import Path

DOCS = Path(__file__).parent
_FENCE = re.compile(
    r"(?:<!-- typed: (?P<typed>\[[^\n]*\]) -->\n)?"
    r"^```(?P<kind>json|python|diff|console)(?: (?P<name>\S+))?\n(?P<body>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)
_CUT = "…"


def pages() -> list[Path]:
    """Return the pages that show a command."""
    return [page for page in sorted(DOCS.rglob("*.md")) if "```console\n" in page.read_text(encoding="utf-8")]


def refreshed(page: Path) -> str:
    """Return the text of a page, its screens being what its commands answer in the language of the page."""
    text = page.read_text(encoding="utf-8")
    language = "id_ID.UTF-8" if page.stem.endswith(".id") else "en_US.UTF-8"
    with tempfile.TemporaryDirectory() as folder:
        return _FENCE.sub(lambda fence: _carried_out(fence, Path(folder), language), text)


def _carried_out(fence: re.Match[str], folder: Path, language: str) -> str:
    kind, name, body = fence["kind"], fence["name"], fence["body"]
    if kind in ("json", "python") and name:
        folder.joinpath(name).write_text(body, encoding="utf-8")
    elif kind == "diff" and name:
        _change(folder / name, body)
    elif kind == "console":
        command = body.split("\n")[0].removeprefix("$ ")
        screen = _screen(command, json.loads(fence["typed"] or "[]"), folder, language)
        return fence[0].replace(body, f"$ {command}\n{_cut(screen, body)}")
    return fence[0]


def _change(path: Path, diff: str) -> None:
    """Carry out a change that is told in lines with `-` and `+`; the lines it takes away stand there exactly once."""
    old, new = ("".join(f"{line[1:]}\n" for line in diff.splitlines() if line[0] in mark) for mark in (" -", " +"))
    text = path.read_text(encoding="utf-8")
    if text.count(old) != 1:
        sys.exit(f"{path.name} holds these lines {text.count(old)} times:\n{old}")
    path.write_text(text.replace(old, new), encoding="utf-8")


def _screen(command: str, typed: list[str], folder: Path, language: str) -> str:
    """Return what a terminal of 80 columns shows when `command` is run and `typed` is typed, a line at a time."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    env = {"PATH": path, "COLUMNS": "80", "LANG": language, "NO_COLOR": "1", "PYTHONUTF8": "1"}
    ours, theirs = pty.openpty()
    running = subprocess.Popen(command, shell=True, cwd=folder, env=env, stdin=theirs, stdout=theirs, stderr=theirs)  # noqa: S602
    os.close(theirs)
    shown = b""
    while chunk := _read(ours):
        shown += chunk
        if shown.endswith(b": "):  # a question; where nothing is left to type, Ctrl-D
            os.write(ours, f"{typed.pop(0)}\n".encode() if typed else b"\x04")
    running.wait()
    os.close(ours)
    lines = shown.decode().replace("\r\n", "\n").removesuffix("\n").split("\n") if shown else []
    return "".join(f"{_seen(line)}\n" for line in lines)


def _seen(line: str) -> str:
    """Return what is left of a line on which a program has written again and again, as those that tell progress do."""
    return line.rpartition("\r")[2].rstrip()


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65536)
    except OSError:  # how Linux says that nobody writes any more
        return b""


def _cut(screen: str, body: str) -> str:
    """Return a screen with as many lines left out as the page leaves out now."""
    shown = body.splitlines()[1:]
    if _CUT not in shown:
        return screen
    lines, first = screen.splitlines(), shown.index(_CUT)
    last = len(shown) - first - 1
    return "".join(f"{line}\n" for line in [*lines[:first], _CUT, *lines[len(lines) - last :]])


if __name__ == "__main__":
    for here in pages():
        here.write_text(refreshed(here), encoding="utf-8")
