"""
Planted bugs → which of them the tests catch, and by which test first.

Each bug is a small change of the source, kept as data in `planted.json`: what stands there, and what is put in its
place. A copy of the project gets one bug at a time, and its tests run in the `ci` profile until one fails.
`make planted` does all of them; `--only WORD` those whose names hold the word.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import SimpleQueue
from typing import NamedTuple

ROOT = Path(__file__).parents[1]
LEFT_OUT = (".git", ".venv", "__pycache__", "node_modules", "site", ".*_cache", ".hypothesis", ".coverage*")
SECONDS = 900  # after which a run counts as caught: a bug may also be told by a test that never ends
# What tells soonest comes first; the rest of the tests follows, and all of them run where nothing fails.
FIRST = ("tests/test_case.py", "tests/test_reader.py", "tests/test_routes.py", "tests/checks", "tests/laws")


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
    begun = time.perf_counter()
    with tempfile.TemporaryDirectory(prefix="sopkit-planted-") as folder:
        copies: SimpleQueue[Path] = SimpleQueue()
        for n in range(wanted.workers):
            copies.put(_copy(Path(folder) / str(n)))
        if failing := _caught(Path(folder) / "0"):
            print(f"without any bug {failing} fails; mend that first")
            return 2
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


def _planted(bug: dict[str, str], copies: SimpleQueue[Path]) -> Verdict:
    folder = copies.get()
    begun = time.perf_counter()
    file = folder / bug["file"]
    sound = file.read_text(encoding="utf-8")
    if sound.count(bug["old"]) != 1:
        msg = f"{bug['bug']}: what it changes stands {sound.count(bug['old'])} times in {bug['file']}"
        raise SystemExit(msg)
    try:
        file.write_text(sound.replace(bug["old"], bug["new"]), encoding="utf-8")
        return Verdict(bug["bug"], _caught(folder), round(time.perf_counter() - begun))
    finally:
        file.write_text(sound, encoding="utf-8")
        copies.put(folder)


def _caught(folder: Path) -> str:
    """Return the first test that fails on the copy in `folder`."""
    environment = {
        **os.environ,
        "PYTHONPATH": str(folder / "src"),
        "HYPOTHESIS_PROFILE": "ci",
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    quick = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", "--no-header"]
    for tests in (FIRST, ("tests",)):
        try:
            done = subprocess.run(
                [*quick, *tests],
                cwd=folder,
                env=environment,
                capture_output=True,
                text=True,
                timeout=SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired:
            return f"no end within {SECONDS} s"
        if done.returncode:
            told = re.search(r"^(?:FAILED|ERROR) (\S+)", done.stdout, re.MULTILINE)
            return told.group(1) if told else (done.stdout + done.stderr).strip().splitlines()[-1]
    return ""


if __name__ == "__main__":
    sys.exit(main())
