"""
Mutants of ground and engine → how many the tests kill, and why the others may live.

mutmut makes them and runs, for each, the tests that reach the changed function; what it changes and which tests it
runs stands in `[tool.mutmut]`. A survivor needs a reason in `mutants.json`: beside each reason stand the changes that
it answers for (function, lines as they were, lines as they became), or patterns of them (`function: was → now`).
`make mutants` does one in ten of them, drawn by the digest of their names and so always the same, in a copy of the
project: as many as leave time to think about each survivor. `--share 1` does all, `--only GLOB` those of that name.

mutmut changes no table of a module and no function that is decorated, properties above all: 4 lines of 100. It turns
a mutant on after all modules are imported; so in that copy this file is also a plugin of pytest, which has them
imported anew where a function runs as early as that, and which puts first the tests that take little time.
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
from fnmatch import fnmatchcase
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

import pytest

ROOT = Path(__file__).parents[1]
PARTS = ("src", "tests", "proof", "sops", "examples", "pyproject.toml")
FLOOR = 85  # per cent
SETTINGS = {
    "HYPOTHESIS_PROFILE": "mutants",
    "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",  # each mutant starts pytest anew; what else is installed has no say in it
    "PYTHONHASHSEED": "0",
}
# What `mutmut run` begins with; between this and the rest, most mutants are passed over.
_MAKE = """
from pathlib import Path
from mutmut.__main__ import copy_also_copy_files, copy_src_dir, create_mutants
Path("mutants").mkdir()
copy_src_dir()
copy_also_copy_files()
create_mutants(2)
"""
_LISTED = 10  # of which share the survivors have their reasons
_SKIPPED = 34  # as mutmut writes it down
_UNREADABLE = 2  # the tests could not be imported; mutmut thinks that somebody interrupted them, or fails
_EARLY = re.compile(r"sopkit\.(frozen|reader\.build)\.x_")  # functions that run while modules are imported
_MADE_EARLY = ("tests/test_reader.py", "tests/test_case.py", "tests/laws")
_CRASHED = 255  # mutmut itself failed, as where pytest does not find a test by its name; mutmut calls this a timeout


class Mutant(NamedTuple):
    """One changed function, and what came of it."""

    name: str
    """As mutmut calls it: the function and a number."""
    room: str
    function: str
    was: str
    """The changed lines, without their indentation."""
    now: str
    verdict: str
    """In the words of mutmut: killed, survived, timeout, no tests …"""

    @property
    def change(self) -> list[str]:
        """As a reason lists it."""
        return [self.function, self.was, self.now]

    @property
    def lives(self) -> bool:
        """Whether no test noticed it."""
        return self.verdict not in ("killed", "timeout", "segfault")


def main() -> int:
    """Run every mutant, print a table and the survivors, and return 1 if they are too many or one has no reason."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--share", type=int, default=_LISTED, metavar="N", help="one mutant in N, always the same; 1 is all"
    )
    parser.add_argument("--only", default="", metavar="GLOB", help="all whose names match, such as sopkit.worktime.*")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    wanted = parser.parse_args()
    begun = time.perf_counter()
    with tempfile.TemporaryDirectory(prefix="sopkit-mutants-") as name:
        folder = Path(name)
        _copy(folder)
        there: dict[str, Any] = {"cwd": folder, "env": {**os.environ, **SETTINGS}}
        subprocess.run([sys.executable, "-c", _MAKE], stdout=subprocess.DEVNULL, check=True, **there)
        made = _draw(folder, wanted.share)
        command = [str(Path(sys.executable).with_name("mutmut")), "run", "--max-children", str(wanted.workers)]
        ran = subprocess.run([*command, *filter(None, [wanted.only])], check=False, **there)
        if ran.returncode:
            return ran.returncode
        mutants = [mutant for mutant in _mutants(folder) if fnmatchcase(mutant.name, wanted.only or "*")]
        print(f"{len(mutants)} of {made} mutants were run\n")
        is_good = _tell(mutants)
    print(f"in {time.perf_counter() - begun:.0f} s")
    return int(not is_good)


def _copy(folder: Path) -> None:
    for part in PARTS:
        source = ROOT / part
        if source.is_dir():
            shutil.copytree(source, folder / part, ignore=shutil.ignore_patterns("__pycache__", "node_modules"))
        else:
            shutil.copy(source, folder / part)


def _draw(folder: Path, share: int) -> int:
    """Have mutmut pass over all mutants but one in `share`, chosen by the digest of their names; return how many."""
    made = 0
    for file in folder.glob("mutants/src/**/*.py.meta"):
        kept = json.loads(file.read_text(encoding="utf-8"))
        codes = kept["exit_code_by_key"]
        made += len(codes)
        codes.update({name: _SKIPPED for name in codes if int(sha256(name.encode()).hexdigest(), 16) % share})
        file.write_text(json.dumps(kept), encoding="utf-8")
    return made


def _mutants(folder: Path) -> list[Mutant]:
    """Return what mutmut wrote down about the mutants that it ran in `folder`."""
    from mutmut.stats import status_by_exit_code  # noqa: PLC0415 - without it there is nothing to read

    mutants = []
    for file in sorted(folder.glob("mutants/src/**/*.py.meta")):
        source = file.with_suffix("")
        lines = source.read_text(encoding="utf-8").split("\n")
        spans = json.loads(Path(f"{source}.spans").read_text(encoding="utf-8"))["spans"]
        for name, code in json.loads(file.read_text(encoding="utf-8"))["exit_code_by_key"].items():
            if code in (None, _SKIPPED):
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
            if code == _UNREADABLE or (code == _CRASHED and _EARLY.match(name)):
                verdict = "killed"
            mutants.append(Mutant(name, room, f"{room}.{function}", was, now, verdict))
    return mutants


def _tell(mutants: list[Mutant]) -> bool:
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
        for mutant in mutants:
            if not mutant.lives and mutant.change in group.get("mutants", ()):
                print(f"    and no longer {mutant.function}: {mutant.was} → {mutant.now}")
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
    told = f"{mutant.function}: {mutant.was} → {mutant.now}"
    return mutant.change in group.get("mutants", ()) or any(
        re.search(pattern, told) for pattern in group.get("patterns", ())
    )


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests() -> None:
    """Forget what was imported before the mutant was turned on, if the changed function runs while modules are."""
    if _EARLY.match(os.environ.get("MUTANT_UNDER_TEST", "")):
        here = str(Path.cwd())
        for name, module in list(sys.modules.items()):
            if str(getattr(module, "__file__", "")).startswith(here) and name != __name__:
                del sys.modules[name]


def pytest_configure(config: pytest.Config) -> None:
    """Add the tests of what such a function makes: mutmut knows only those that were running when it was called."""
    if _EARLY.match(os.environ.get("MUTANT_UNDER_TEST", "")):
        config.args += _MADE_EARLY


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the quickest test first, as mutmut measured them; most mutants fall to one of those."""
    measured = Path("mutmut-stats.json")
    if measured.exists():
        costs = json.loads(measured.read_text(encoding="utf-8"))["duration_by_test"]
        items.sort(key=lambda item: (costs.get(item.nodeid, 0), item.nodeid))


if __name__ == "__main__":
    sys.exit(main())
