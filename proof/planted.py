"""
Planted bugs → which of them the tests catch, and by which test first.

Each bug is a small change of the source, kept as data in `planted.json`: what stands there, what is put in its place,
and which tests are tried first. A copy of the project gets one bug at a time, and its tests run in the `ci` profile
until one fails. It has caught the bug if it passes without it; a run that is cut off, or ends without naming a test,
has caught nothing.
`make planted` does all of them; `--only WORD` those whose names hold the word.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import SimpleQueue
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

ROOT = Path(__file__).parents[1]
LEFT_OUT = (".git", ".venv", "__pycache__", "node_modules", "site", ".*_cache", ".hypothesis", ".coverage*")
SECONDS = 900  # for one run; a bug that makes the tests never end was named by none of them
MEMORY = 6 << 30  # bytes; a bug that never stops piling up ends in an error then, and not with the machine
ALL = ("tests",)


class Verdict(NamedTuple):
    """What came of one bug."""

    bug: str
    caught_by: str
    """The test that failed; empty if none did."""
    seconds: int


def main() -> int:
    """Plant every bug, print a table, and return 1 if one was not caught."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default="", metavar="WORD")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    wanted = parser.parse_args()
    bugs = json.loads(Path(__file__).with_suffix(".json").read_text(encoding="utf-8"))
    bugs = [bug for bug in bugs if wanted.only in bug["bug"]]
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
    begun = time.perf_counter()
    with tempfile.TemporaryDirectory(prefix="sopkit-planted-") as folder:
        copies: SimpleQueue[Path] = SimpleQueue()
        for n in range(wanted.workers):
            copies.put(_copy(Path(folder) / str(n)))
        with ThreadPoolExecutor(wanted.workers) as pool:
            verdicts = []
            for verdict in pool.map(lambda bug: _planted(bug, copies), bugs):
                print(f"{verdict.seconds:>4} s  {verdict.bug}: {verdict.caught_by or 'NOT CAUGHT'}", flush=True)
                verdicts.append(verdict)
    caught = sum(bool(verdict.caught_by) for verdict in verdicts)
    print(f"{caught} of {len(verdicts)} planted bugs caught, in {time.perf_counter() - begun:.0f} s")
    return int(caught < len(verdicts))


def _copy(folder: Path) -> Path:
    shutil.copytree(ROOT, folder, ignore=shutil.ignore_patterns(*LEFT_OUT))
    return folder


def _planted(bug: dict[str, Any], copies: SimpleQueue[Path]) -> Verdict:
    folder = copies.get()
    begun = time.perf_counter()
    file = folder / bug["file"]
    sound = file.read_text(encoding="utf-8")
    if sound.count(bug["old"]) != 1:
        msg = f"{bug['bug']}: what it changes stands {sound.count(bug['old'])} times in {bug['file']}"
        raise SystemExit(msg)
    try:
        file.write_text(sound.replace(bug["old"], bug["new"]), encoding="utf-8")
        failing = next(filter(None, (_failing(folder, tests) for tests in (bug["first"], ALL))), "")
        file.write_text(sound, encoding="utf-8")
        named = failing.split("[")[0]  # a test with all its examples: what stands in the brackets may hold blanks
        is_caught = "::" in named and not _failing(folder, [named])
        return Verdict(bug["bug"], failing if is_caught else "", round(time.perf_counter() - begun))
    finally:
        file.write_text(sound, encoding="utf-8")
        copies.put(folder)


def _failing(folder: Path, tests: Sequence[str]) -> str:
    """Return the first test that fails on the copy in `folder`, else how its run ended; nothing if all pass."""
    environment = {
        **os.environ,
        "PYTHONPATH": str(folder / "src"),
        "HYPOTHESIS_PROFILE": "ci",
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    quick = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", "--no-header", *tests]
    with subprocess.Popen(
        quick,
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    ) as run:
        try:
            said, _ = run.communicate(timeout=SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(run.pid, signal.SIGKILL)
            return f"no end within {SECONDS} s"
    if not run.returncode:
        return ""
    told = re.search(r"^(?:FAILED|ERROR) (\S+)", said, re.MULTILINE)
    return told.group(1) if told else (said.strip().splitlines() or ["nothing"])[-1]


if __name__ == "__main__":
    sys.exit(main())
