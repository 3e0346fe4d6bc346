"""
Mutants of ground and engine → how many the tests kill, and why the others may live.

mutmut makes them and runs, for each, the tests that reach the changed function; what it changes and which tests it
runs stands in `[tool.mutmut]`. A survivor needs a reason in `mutants.json`: beside each reason stand the changes that
it answers for (function, lines as they were, lines as they became), or patterns of them (`function: was → now`).
`make mutants` does all of them in a copy of the project; `--only GLOB` those whose names match.

mutmut changes no table of a module and no function that is decorated, properties above all: 4 lines of 100. And it
turns a mutant on after all modules are imported, so that what runs then is as it was: that is one of the reasons.

In that copy this file is also a plugin of pytest: tests that take little time come first.
"""

from __future__ import annotations

import argparse
import difflib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).parents[1]
PARTS = ("src", "tests", "proof", "sops", "examples", "pyproject.toml")
FLOOR = 85  # per cent
SETTINGS = {
    "HYPOTHESIS_PROFILE": "mutants",
    "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",  # each mutant starts pytest anew; what else is installed has no say in it
    "PYTHONDONTWRITEBYTECODE": "1",
    "PYTHONHASHSEED": "0",
}
_CRASHED = 255  # mutmut itself failed, as where pytest does not find a test by its name; mutmut calls this a timeout


class Mutant(NamedTuple):
    """One changed function, and what came of it."""

    room: str
    function: str
    was: str
    """The changed lines, without their indentation."""
    now: str
    verdict: str
    """In the words of mutmut: killed, survived, timeout, no tests …"""

    @property
    def lives(self) -> bool:
        """Whether no test noticed it."""
        return self.verdict not in ("killed", "timeout", "segfault")


def main() -> int:
    """Run every mutant, print a table and the survivors, and return 1 if they are too many or one has no reason."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", default="", metavar="GLOB", help="such as sopkit.worktime.*")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    wanted = parser.parse_args()
    begun = time.perf_counter()
    with tempfile.TemporaryDirectory(prefix="sopkit-mutants-") as name:
        folder = Path(name)
        _copy(folder)
        command = [str(Path(sys.executable).with_name("mutmut")), "run", "--max-children", str(wanted.workers)]
        ran = subprocess.run(
            [*command, *filter(None, [wanted.only])], cwd=folder, env={**os.environ, **SETTINGS}, check=False
        )
        if ran.returncode:
            return ran.returncode
        is_good = _tell(_mutants(folder), is_whole=not wanted.only)
    print(f"in {time.perf_counter() - begun:.0f} s")
    return int(not is_good)


def _copy(folder: Path) -> None:
    for part in PARTS:
        source = ROOT / part
        if source.is_dir():
            shutil.copytree(source, folder / part, ignore=shutil.ignore_patterns("__pycache__", "node_modules"))
        else:
            shutil.copy(source, folder / part)


def _mutants(folder: Path) -> list[Mutant]:
    """Return what mutmut wrote down about the mutants that it ran in `folder`."""
    from mutmut.stats import status_by_exit_code  # noqa: PLC0415 - without it there is nothing to read

    mutants = []
    for file in sorted(folder.glob("mutants/src/**/*.py.meta")):
        source = file.with_suffix("")
        lines = source.read_text(encoding="utf-8").split("\n")
        spans = json.loads(Path(f"{source}.spans").read_text(encoding="utf-8"))["spans"]
        for name, code in json.loads(file.read_text(encoding="utf-8"))["exit_code_by_key"].items():
            if code is None:
                continue
            room, _, mangled = name.rpartition(".")
            sound = f"{mangled.partition('__mutmut_')[0]}__mutmut_orig"
            was, now = (
                [line.strip().replace(one, "…") for line in lines[spans[one][0] - 1 : spans[one][1]]]
                for one in (sound, mangled)
            )
            marked = [line for line in difflib.ndiff(was, now) if line[0] in "-+"]
            was, now = (" ⏎ ".join(line[2:] for line in marked if line[0] == sign) for sign in "-+")
            function = ".".join(re.split("ǁ|^x_", mangled.partition("__mutmut_")[0])[1:])
            verdict = "not run" if code == _CRASHED else status_by_exit_code[code]
            mutants.append(Mutant(room, f"{room}.{function}", was, now, verdict))
    return mutants


def _tell(mutants: list[Mutant], *, is_whole: bool) -> bool:
    """Print what came of them, and return whether it is good enough."""
    groups = json.loads(Path(__file__).with_suffix(".json").read_text(encoding="utf-8"))
    living = [mutant for mutant in mutants if mutant.lives]
    unanswered = [mutant for mutant in living if not any(_covers(group, mutant) for group in groups)]
    print(f"{'room':<26}{'mutants':>8}{'survived':>10}{'score':>8}")
    for room, count in sorted(Counter(mutant.room for mutant in mutants).items()):
        alive = sum(mutant.room == room for mutant in living)
        print(f"{room:<26}{count:>8}{alive:>10}{100 * (count - alive) / count:>7.1f}%")
    for group in groups:
        print(f"\n{sum(_covers(group, mutant) for mutant in living)} survived: {group['why']}")
        known = {(mutant.function, mutant.was, mutant.now) for mutant in living}
        for function, was, now in group.get("mutants", ()) if is_whole else ():
            if (function, was, now) not in known:
                print(f"    and no longer, or it is no more: {function}: {was} → {now}")
    for mutant in unanswered:
        print(f"\n{mutant.verdict}, and nobody said why that may be: {mutant.function}")
        print(f"    {mutant.was}\n  → {mutant.now}")
    slow = sum(mutant.verdict == "timeout" for mutant in mutants)
    score = 100 * (len(mutants) - len(living)) / max(1, len(mutants))
    print(
        f"\n{len(mutants)} mutants, {len(mutants) - len(living)} killed ({slow} by the clock), {len(living)} survived, "
        f"{len(unanswered)} without a reason; score {score:.1f} %"
    )
    return score >= FLOOR and not unanswered


def _covers(group: dict[str, Any], mutant: Mutant) -> bool:
    change = f"{mutant.function}: {mutant.was} → {mutant.now}"
    is_listed = [mutant.function, mutant.was, mutant.now] in group.get("mutants", ())
    return is_listed or any(re.search(pattern, change) for pattern in group.get("patterns", ()))


def pytest_collection_modifyitems(items: list[Any]) -> None:
    """Put the quickest test first, as mutmut measured them; most mutants fall to one of those."""
    measured = Path("mutmut-stats.json")
    if measured.exists():
        costs = json.loads(measured.read_text(encoding="utf-8"))["duration_by_test"]
        items.sort(key=lambda item: (costs.get(item.nodeid, 0), item.nodeid))


if __name__ == "__main__":
    sys.exit(main())
