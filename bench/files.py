"""
An SOP file → the time to read it, to check it, and to do so from a shell.

What is read is `samples.paper`; a process is timed from the call to its exit, its output thrown away.
"""

from __future__ import annotations

import atexit
import contextlib
import io
import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any

import sopkit
from bench.rounds import Row, repeated, surroundings, timed
from bench.samples import paper
from sopkit.cli import main
from sopkit.testing.claims import CLAIMS
from sopkit.wording import say

if TYPE_CHECKING:
    from collections.abc import Callable

    from bench.rounds import Build, Effort, Prepare

__all__ = ["ROWS"]

ROOT = Path(__file__).parents[1]
REFERENCE = "sops/rekomendasi-izin-usaha-industri.sop.json"
FILES = 300
WAITING = say("cli.watch.waiting", "en")


def _text(effort: Effort) -> str:
    return paper(effort.size(1_000, 40))


def _reading(read: Callable[[str], object]) -> Build:
    """Return readings of one text, each dropped before the next."""

    def build(effort: Effort) -> Prepare:
        text = _text(effort)
        return repeated(lambda: read(text))

    return build


def _load(text: str) -> sopkit.Sop:
    return sopkit.loads(text)


def _checking(effort: Effort) -> Prepare:
    """Return all checks on SOPs that were just loaded, so that nothing is remembered from the time before."""
    text = _text(effort)

    def prepare(count: int) -> Callable[[], object]:
        sops = [sopkit.loads(text) for _ in range(count)]

        def work() -> None:
            for sop in sops:
                sopkit.check(sop)

        return work

    return prepare


def _process(*arguments: str) -> Build:
    """Return runs of `python` with these arguments, in this environment, but with compiled modules kept."""
    command = [sys.executable, *arguments]
    options: dict[str, Any] = {"cwd": ROOT, "env": surroundings(), "stdout": subprocess.DEVNULL}

    def build(_: Effort) -> Prepare:
        tried = subprocess.run(command, **options, check=False, stderr=subprocess.PIPE, text=True)
        if tried.returncode:
            said = tried.stderr.strip().splitlines()
            msg = f"exit {tried.returncode}: {said[-1] if said else 'no word on stderr'}"
            raise RuntimeError(msg)
        return repeated(lambda: subprocess.run(command, **options, check=True))

    return build


def _scratch() -> Path:
    """Return an empty folder that is gone when all is measured."""
    folder = Path(tempfile.mkdtemp(prefix="sopkit-bench-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def _sops(files: int) -> Path:
    """Return a folder of so many SOPs of ten steps."""
    folder = _scratch()
    for n in range(files):
        name = f"sop-{n}"
        whole = {**json.loads(paper(10)), "id": name}
        folder.joinpath(f"{name}.sop.json").write_text(json.dumps(whole, indent=2), encoding="utf-8")
    return folder


def _folder(files: int) -> Build:
    """Return checks of a folder of so many SOPs, by the command in this process, its words thrown away."""

    def build(effort: Effort) -> Prepare:
        folder = _sops(effort.size(files, 3))

        def once() -> None:
            with contextlib.redirect_stdout(io.StringIO()):
                main(["check", str(folder)], standalone_mode=False)

        return repeated(once)

    return build


def _one_file(_: Effort) -> Prepare:
    """Return loads of one SOP file of ten steps."""
    file = _scratch() / "one.sop.json"
    file.write_text(json.dumps(json.loads(paper(10)), indent=2), encoding="utf-8")
    return repeated(lambda: sopkit.load(file))


def _watching(_: Effort) -> Prepare:
    """Return answers of `sopkit check --watch` to a file that is saved, from the saving to the last line."""
    text = ROOT.joinpath(REFERENCE).read_text(encoding="utf-8")
    file = _scratch() / Path(REFERENCE).name
    file.write_text(text, encoding="utf-8")
    command = [sys.executable, "-u", "-m", "sopkit", "check", "--watch", "--lang", "en", str(file)]
    watching = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, bufsize=1)
    atexit.register(watching.kill)

    def answered() -> None:
        for line in watching.stdout or ():
            if WAITING in line:
                return
        msg = "--watch ended"
        raise RuntimeError(msg)

    answered()

    def once() -> None:
        file.write_text(text, encoding="utf-8")
        answered()

    return repeated(once)


def _collecting(effort: Effort) -> Prepare:
    """Return collections of the items of 300 SOP files by pytest, which runs none of them."""
    return _pytest(_sops(effort.size(FILES, 3)))(effort)


def _collecting_empty(effort: Effort) -> Prepare:
    """Return collections of as many empty items by pytest without the plugin, all in one file, its quickest way."""
    items = effort.size(FILES, 3) * len(CLAIMS)
    folder = _scratch()
    text = "".join(f"def test_{n}():\n    pass\n" for n in range(items))
    folder.joinpath("test_empty.py").write_text(text, encoding="utf-8")
    return _pytest(folder, "-p", "no:sopkit")(effort)


def _pytest(folder: Path, *more: str) -> Build:
    (folder / "pytest.ini").write_text("[pytest]\n", encoding="utf-8")
    return _process("-m", "pytest", "--collect-only", "-qq", "-p", "no:cacheprovider", *more, str(folder))


def _shell(name: str, arguments: tuple[str, ...], goal: float) -> Row:
    return Row(
        name=name,
        work=f"python -m sopkit {' '.join(arguments).removesuffix('.sop.json')}",
        against="python -c pass",
        goal=goal,
        unit="times its time",
        at_most=True,
        measure=timed(_process("-m", "sopkit", *arguments), _process("-c", "pass"), clock=perf_counter),
    )


ROWS = (
    Row(
        name="load",
        work="sopkit.loads, 1,000 steps",
        against="json.loads of the same text",
        goal=100,
        unit="times its time",
        at_most=True,
        measure=timed(_reading(_load), _reading(json.loads)),
    ),
    Row(
        name="checks",
        work="sopkit.check, 1,000 steps",
        against="loading it",
        goal=1,
        unit="times its time",
        at_most=True,
        measure=timed(_checking, _reading(_load)),
    ),
    _shell("help", ("--help",), 8),
    _shell("check", ("check", REFERENCE), 12),
    Row(
        name="folder",
        work="check of a folder, 300 SOPs of 10 steps",
        against="loading one of them",
        goal=300,
        unit="times its time",
        at_most=True,
        measure=timed(_folder(FILES), _one_file),
    ),
    Row(
        name="folders",
        work="check of a folder of 300 SOPs",
        against="of 100 SOPs",
        goal=3.3,
        unit="times its time",
        at_most=True,
        measure=timed(_folder(FILES), _folder(100)),
    ),
    Row(
        name="collect",
        work="pytest --collect-only, 300 SOP files",
        against="as many empty items in one file",
        goal=3,
        unit="times its time",
        at_most=True,
        measure=timed(_collecting, _collecting_empty, clock=perf_counter),
    ),
    Row(
        name="watch",
        work="check --watch answers a saved file",
        against="python -m sopkit check, anew",
        goal=1,
        unit="times its time",
        at_most=True,
        measure=timed(_watching, _process("-m", "sopkit", "check", REFERENCE), clock=perf_counter),
    ),
)
