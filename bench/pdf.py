"""
The reference SOP → its sheet as PDF, by a whole process: `sopkit sheet`, against others that print our HTML of it.

They get the HTML for nothing: that it must be made first is not counted.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

import attrs

import sopkit
from bench.rounds import Row, repeated, surroundings, timed

if TYPE_CHECKING:
    from collections.abc import Callable

    from bench.rounds import Build, Effort, Measured, Prepare

__all__ = ["ROWS"]

REFERENCE = Path(__file__).parents[1] / "sops" / "rekomendasi-izin-usaha-industri.sop.json"
FOLDER = Path(tempfile.gettempdir()) / "sopkit-bench-pdf"
ROUNDS = 7  # of seconds each


def _process(command: Callable[[Path], list[str]]) -> Build:
    """Return the running of one process that writes a PDF."""

    def build(_: Effort) -> Prepare:
        FOLDER.mkdir(exist_ok=True)
        made = FOLDER / "sheet.pdf"
        said, env = command(made), surroundings()

        def work() -> None:
            made.unlink(missing_ok=True)
            subprocess.run(said, check=True, capture_output=True, env=env)
            assert made.read_bytes().startswith(b"%PDF")

        return repeated(work)

    return build


def _sopkit(made: Path) -> list[str]:
    return [sys.executable, "-m", "sopkit", "sheet", str(REFERENCE), "-o", str(made)]


def _html() -> Path:
    page = FOLDER / "sheet.html"
    page.write_bytes(sopkit.render(sopkit.reference(), "sheet.html"))
    return page


def _weasyprint(made: Path) -> list[str]:
    import weasyprint  # noqa: F401, PLC0415  where it is missing, the row says so

    return [sys.executable, "-m", "weasyprint", "--quiet", str(_html()), str(made)]


def _chromium(made: Path) -> list[str]:
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if not found:
        told = "chromium is not installed"
        raise ModuleNotFoundError(told, name="chromium")
    quiet = ["--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer"]
    return [found, *quiet, f"--print-to-pdf={made}", _html().as_uri()]


def _against(theirs: Callable[[Path], list[str]]) -> Callable[[Effort], Measured]:
    measure = timed(_process(_sopkit), _process(theirs), clock=perf_counter, units=1)
    return lambda effort: measure(attrs.evolve(effort, rounds=min(ROUNDS, effort.rounds)))


ROWS = tuple(
    Row(
        name=f"pdf-{name}", work="sopkit sheet to PDF, as a process", against=f"{name}, from its HTML", goal=5,
        unit="times faster", measure=_against(theirs),
    )
    for name, theirs in (("weasyprint", _weasyprint), ("chromium", _chromium))
)  # fmt: skip
