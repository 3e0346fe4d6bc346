"""Each example runs as its first lines say, and stays short enough to read."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

EXAMPLES = sorted((Path(__file__).parents[1] / "examples").glob("*.py"))


def run(path, *arguments):
    done = subprocess.run([sys.executable, str(path), *arguments], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name)
def test_an_example_runs_and_is_short(path, tmp_path):
    assert path.read_text(encoding="utf-8").count("\n") <= 60
    assert run(path, str(tmp_path))


def test_the_counter_asks_for_its_folder():
    (loket,) = [path for path in EXAMPLES if path.stem == "loket"]
    done = subprocess.run([sys.executable, str(loket)], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "loket.py FOLDER" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_counter_finds_its_case_again(tmp_path):
    (loket,) = [path for path in EXAMPLES if path.stem == "loket"]
    first, second = run(loket, str(tmp_path)), run(loket, str(tmp_path))
    assert "Menerima Berkas" in first
    assert first != second
