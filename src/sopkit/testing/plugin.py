"""
pytest + *.sop.json → one item for each claim a definition must keep, and how much of it the tests took.

Where no such file is met and no fixture is used, nothing of sopkit is imported but its words.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from sopkit.testing.session import TALLY, tally, why_not
from sopkit.wording import LANGUAGES, language_of, say

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sopkit.model import Sop
    from sopkit.testing.tally import Tally
    from sopkit.testing.walker import Walk

_SOP, _CASES = ".sop.json", ".cases.json"
_MOST_RETURNS = 1_000
_MOST = 8  # things of a kind that no test took; pytest -v tells all


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("sopkit", "standard operating procedures (*.sop.json)")
    group.addoption(
        "--sop-returns", default=1, metavar="N",
        help=f"play every path that takes each return at most N times, from 0 to {_MOST_RETURNS} (1)",
    )  # fmt: skip
    group.addoption(
        "--sop-coverage", nargs="?", const=0, default=None, metavar="MIN%",
        help="list what no test took of each SOP; with a number, fail where fewer of a hundred outcomes were taken",
    )  # fmt: skip
    group.addoption(
        "--sop-coverage-report", type=Path, default=None, metavar="FOLDER",
        help="write into this folder, for each SOP, its coverage as JSON and as a picture for Mermaid",
    )  # fmt: skip
    group.addoption(
        "--sop-lang", choices=LANGUAGES, default=language_of(os.environ),
        help="the language in which SOP files are told about; else the one of the system",
    )  # fmt: skip


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "sop(path): the SOP file that the fixtures `sop` and `walk` are about")
    config.option.sop_returns = _whole(config)
    config.option.sop_coverage = _percent(config)
    folder = config.getoption("--sop-coverage-report")
    if folder is not None and not hasattr(config, "workerinput"):
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            is_file = folder.is_file()
            language = config.getoption("--sop-lang")
            code, why = f"testing.report.{'no-folder' if is_file else 'refused'}", why_not(error, language)
            raise pytest.UsageError(say(code, language, folder=folder, why=why)) from error


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    if not file_path.name.endswith((_SOP, _CASES)):
        return None
    from sopkit.testing.claims import CasesFile, SopFile

    kind = SopFile if file_path.name.endswith(_SOP) else CasesFile
    collector: pytest.Collector = kind.from_parent(parent, path=file_path)
    return collector


@pytest.fixture
def sop(request: pytest.FixtureRequest) -> Sop:
    """The Sop that the test's mark names: `@pytest.mark.sop("surat.sop.json")`, seen from the test's own folder."""
    from sopkit import DefinitionError, load

    language = request.config.getoption("--sop-lang")
    mark = request.node.get_closest_marker("sop")
    if mark is None:
        pytest.fail(say("testing.mark.none", language), pytrace=False)
    if len(mark.args) != 1 or mark.kwargs or not isinstance(mark.args[0], str | os.PathLike):
        given = ", ".join([*map(repr, mark.args), *(f"{key}={value!r}" for key, value in mark.kwargs.items())])
        pytest.fail(say("testing.mark.wrong", language, given=f"({given:.60})"), pytrace=False)
    file = request.path.parent / mark.args[0]
    try:
        return load(file)
    except DefinitionError as error:
        pytest.fail(error.in_(language), pytrace=False)
    except (OSError, ValueError) as error:  # ValueError: such a name there cannot be
        pytest.fail(say("testing.mark.refused", language, file=file, why=why_not(error, language)), pytrace=False)


@pytest.fixture
def walk(sop: Sop, request: pytest.FixtureRequest) -> Iterator[Callable[..., Walk]]:
    """Open a case of `sop` and walk it, as `sopkit.testing.walk` does; what is walked counts as covered."""
    from sopkit.testing.walker import walk as opened

    ends: list[Walk] = []
    yield lambda case="1", **more: opened(sop, case, ends=ends, **more)
    for walked in ends:
        tally(request.config).add(sop, [walked.case], walked.refusals)


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """Take over what a worker of xdist counted."""
    told = getattr(node, "workeroutput", {}).get("sopkit")
    if told:
        tally(node.config).take(told)


def pytest_sessionfinish(session: pytest.Session) -> None:
    config = session.config
    counted = config.stash.get(TALLY, None)
    if counted is None:
        return
    if hasattr(config, "workeroutput"):
        config.workeroutput["sopkit"] = counted.to_list()
    elif counted.is_below(config.getoption("--sop-coverage")) and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    counted = config.stash.get(TALLY, None)
    if counted is None or hasattr(config, "workeroutput"):
        return
    language = config.getoption("--sop-lang")
    terminalreporter.section(say("testing.section", language))
    least, most = config.getoption("--sop-coverage"), None if config.get_verbosity() > 0 else _MOST
    for line in counted.lines(terminalreporter._tw.fullwidth, least, language, most=most):
        terminalreporter.line(line)
    folder = config.getoption("--sop-coverage-report")
    if folder is not None:
        terminalreporter.line(_written(folder, counted, language))


def _written(folder: Path, counted: Tally, language: str) -> str:
    """Write the report into the folder, and say what came of it."""
    try:
        for name, text in counted.files(language):
            (folder / name).write_text(text, encoding="utf-8")
    except OSError as error:
        return say("testing.report.refused", language, folder=folder, why=why_not(error, language))
    return say("testing.report.written", language, folder=folder)


def _whole(config: pytest.Config) -> int:
    given = str(config.option.sop_returns)
    if not (given.isascii() and given.isdigit() and len(given) < 10 and int(given) <= _MOST_RETURNS):
        language = config.getoption("--sop-lang")
        raise pytest.UsageError(say("testing.option.returns", language, given=given, most=_MOST_RETURNS))
    return int(given)


def _percent(config: pytest.Config) -> float | None:
    given = config.option.sop_coverage
    if given is None:
        return None
    try:
        number = float(str(given).removesuffix("%"))
    except ValueError:
        number = -1
    if not 0 <= number <= 100:
        raise pytest.UsageError(say("testing.option.coverage", config.getoption("--sop-lang"), given=given))
    return number
