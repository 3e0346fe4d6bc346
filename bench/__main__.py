"""
The command line → one table: work, against, at least, measured ratio, met.

    python -m bench [--quick] [--times] [NAME …]

Exits 0 whatever the ratios are, 1 where a benchmark could not be run, 2 for an unusable call.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from bench import aims, books, desk, durable, files, many, opening, pdf, peers, scale, sheet, walks, ways
from bench.rounds import Effort, Measured, Row

ROOMS = (walks, peers, opening, scale, files, ways, aims, desk, durable, many, sheet, books, pdf)
ROWS = tuple(row for room in ROOMS for row in room.ROWS)
PACKAGES = (
    "sopkit",
    "transitions",
    "python-statemachine",
    "sismic",
    "SpiffWorkflow",
    "dbos",
    "psycopg",
    "jsonschema",
    "networkx",
    "typst",
    "weasyprint",
    "hypothesis",
    "pytest",
)
PEERS = {"statemachine", "sismic", "SpiffWorkflow", "dbos", "lxml", "networkx", "xstate", "weasyprint", "chromium"}
QUICK = Effort(rounds=3, seconds=0.002, quick=True)


def main() -> int:
    """Measure the rows that were asked for, and print them one by one."""
    asked = _arguments()
    chosen = [row for row in ROWS if not asked.names or row.name in asked.names]
    effort = QUICK if asked.quick else Effort()
    print(_versions())
    print(_machine())
    print(
        f"Median ratio of {effort.rounds} interleaved rounds, gc on, gc.collect() before each side; "
        "a walk begins at an open case, on every engine.\n"
    )
    if effort.quick:
        print("Quick: everything is smaller than the table says, and no ratio means anything.\n")
    head = ["work", "against", "at least", "measured", "met", *(["ours", "theirs", "rounds"] if asked.times else [])]
    widths = _widths(head, chosen)
    print(_line(head, widths))
    print(_line(["-" * width for width in widths], widths))
    rates: list[str] = []
    failures: list[str] = []
    for row in chosen:
        cells = _cells(row, effort, rates, failures)
        print(_line([*_promise(row), *cells][: len(head)], widths), flush=True)
    print(*rates, *failures, sep="", end="")
    return 1 if failures else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description="Measure sopkit against its peers.")
    known = ", ".join(row.name for row in ROWS)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"only these rows: {known}")
    parser.add_argument("--quick", action="store_true", help="tiny counts: only shows that everything runs")
    parser.add_argument("--times", action="store_true", help="also print both sides and the spread of the rounds")
    asked = parser.parse_args()
    unknown = [name for name in asked.names if name not in {row.name for row in ROWS}]
    if unknown:
        parser.error(f"no row is called {', '.join(unknown)}; there are {known}")
    return asked


def _cells(row: Row, effort: Effort, rates: list[str], failures: list[str]) -> list[str]:
    """
    Return the measured cells of a row; where it cannot be run, say so there and tell why among the failures.

    Of a row whose work is told by the second, that goes to the rates.
    """
    try:
        measured = row.measure(effort)
    except Exception as error:  # one row that fails must not hide the others
        is_missing = isinstance(error, ModuleNotFoundError) and (error.name or "").partition(".")[0] in PEERS
        failures.append(f"{row.name}: {error if is_missing else f'{type(error).__name__}: {error}'}\n")
        return ["not installed" if is_missing else "cannot be run", "-", "", "", ""]
    if row.many:
        rates.append(f"{row.name}: {row.many / statistics.median(measured.ours):,.0f} a second, on this machine, now\n")
    ratio = row.ratio(measured)
    met = "yes" if row.is_met(ratio) else "no"
    return [f"{_number(ratio)} {row.unit}", met, *_both(row, measured)]


def _both(row: Row, measured: Measured) -> list[str]:
    say = _size if "memory" in row.unit else _time
    ratios = measured.ratios(ours_over_theirs=row.at_most)
    return [
        say(statistics.median(measured.ours)),
        say(statistics.median(measured.theirs)),
        f"{_number(min(ratios))} to {_number(max(ratios))}",
    ]


def _promise(row: Row) -> list[str]:
    return [row.work, row.against, f"{'at most ' if row.at_most else ''}{row.goal:g} {row.unit}"]


def _widths(head: list[str], rows: list[Row]) -> list[int]:
    promised = [max(len(cell) for cell in column) for column in zip(head[:3], *map(_promise, rows), strict=True)]
    return [*promised, 22, 3, *([9, 9, 14] if len(head) > 5 else [])]


def _line(cells: list[str], widths: list[int]) -> str:
    return f"| {' | '.join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True))} |"


def _number(ratio: float) -> str:
    return f"{ratio:.2f}" if ratio < 10 else f"{ratio:.1f}" if ratio < 100 else f"{ratio:.0f}"


def _time(seconds: float) -> str:
    return f"{seconds * 1e3:.1f} ms" if seconds >= 1e-3 else f"{seconds * 1e6:.2f} µs"


def _size(size: float) -> str:
    return f"{size:,.0f} B"


def _versions() -> str:
    return ", ".join([f"python {platform.python_version()}", *map(_version, PACKAGES), f"xstate {_xstate()}"])


def _xstate() -> str:
    file = ways.XSTATE / "package.json"
    return json.loads(file.read_text(encoding="utf-8"))["version"] if file.exists() else "not installed"


def _version(package: str) -> str:
    try:
        return f"{package} {version(package)}"
    except PackageNotFoundError:
        return f"{package} (uninstalled source)" if package == "sopkit" else f"{package} not installed"


def _machine() -> str:
    """Return the processor by its model, and how many cores are there."""
    info = Path("/proc/cpuinfo")
    lines = info.read_text(encoding="utf-8").splitlines() if info.exists() else []
    model = next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "")
    return f"{model or platform.processor() or platform.machine()}, {os.cpu_count()} cores, {platform.system()}"


if __name__ == "__main__":
    sys.exit(main())
