"""
A *.sop.json → pytest items: it loads, has no errors, its paths can be played, its outcomes reached, its limits kept.
And a *.cases.json beside it → an item for each of its examples.
"""

from __future__ import annotations

from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from sopkit.checks import check
from sopkit.counting import count_paths
from sopkit.covering import covering_paths
from sopkit.errors import DefinitionError, TooManyPaths
from sopkit.places import Places
from sopkit.reader import load
from sopkit.reader.strict import decode
from sopkit.routes import paths
from sopkit.testing.coverage import Coverage
from sopkit.testing.examples import ExampleFailed, examples
from sopkit.testing.session import tally, why_not
from sopkit.testing.walker import play
from sopkit.views.names import outcome, place
from sopkit.views.screen import Screen
from sopkit.wording import say

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from sopkit.errors import Problem
    from sopkit.model import Sop
    from sopkit.routes import Path as Way
    from sopkit.testing.examples import Example

__all__ = ["CLAIMS", "CasesFile", "SopFile"]

_MOST_WIDE = 120  # columns of a sentence
MOST = 10_000  # paths that are played one by one; of more, the first ones and those that cover
MOST_ACTS = 200_000  # likewise acts: with many returns each path is long


class Broken(Exception):
    """A claim does not hold; the words say what to do."""


class SopFile(pytest.File):
    """One SOP file. It is read when its first item runs, and once."""

    _sop: Sop | DefinitionError | OSError | None = None

    def collect(self) -> Iterator[pytest.Item]:
        for name, claim in CLAIMS.items():
            yield Claim.from_parent(self, name=name, claim=claim)

    def read(self) -> Sop:
        """
        Return the definition.

        Raises:
            DefinitionError: it has problems.
            OSError: the system does not let it be read.
        """
        if self._sop is None:
            try:
                self._sop = load(self.path)
            except (DefinitionError, OSError) as error:
                self._sop = error
        if isinstance(self._sop, Exception):
            raise self._sop
        return self._sop


class CasesFile(pytest.File):
    """The examples beside an SOP file."""

    def collect(self) -> Iterator[pytest.Item]:
        beside = self.path.with_name(self.path.name.removesuffix(".cases.json") + ".sop.json")
        try:
            sop = load(beside)
            found = examples(self.path.read_bytes(), sop, file=self.path.name)
        except (DefinitionError, OSError) as error:
            yield Unreadable.from_parent(self, name="loads", error=error, beside=beside.name)
            return
        for n, example in enumerate(found):
            yield Played.from_parent(self, name=example.name, example=example, sop=sop, place=n)


class _Item(pytest.Item):
    """An item whose failure is told in sentences, in the language that people read."""

    @property
    def language(self) -> str:
        """Which one: id or en."""
        return str(self.config.getoption("--sop-lang"))

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        error = excinfo.value
        if isinstance(error, OSError):
            file, why = Path(error.filename or self.path).name, why_not(error, self.language)
            said = say("testing.unreadable", self.language, file=file, why=why)
        elif isinstance(error, (DefinitionError, Broken, AssertionError)):
            said = error.in_(self.language) if isinstance(error, DefinitionError) else str(error)
        else:
            return super().repr_failure(excinfo, style)
        screen = Screen(self.language, min(self.config.get_terminal_writer().fullwidth, _MOST_WIDE))
        return "\n".join(part for line in said.splitlines() for part in _wrapped(line, screen))

    def reportinfo(self) -> tuple[Any, int, str]:
        return self.path, 0, f"{self.path.name}: {self.name}"


class Claim(_Item):
    """One thing that a definition must keep."""

    parent: SopFile

    def __init__(self, *, claim: Callable[[Claim, Sop], None], **more: Any) -> None:
        super().__init__(**more)
        self._claim = claim

    def runtest(self) -> None:
        try:
            sop = self.parent.read()
        except (DefinitionError, OSError):
            if self.name == "loads":
                raise
            pytest.skip(say("testing.skip.unloaded", self.language))
        self._claim(self, sop)


class Played(_Item):
    """One example, played."""

    def __init__(self, *, example: Example, sop: Sop, place: int, **more: Any) -> None:
        super().__init__(**more)
        self._example = example
        self._sop = sop
        self._pointer = f"/cases/{place}"

    def runtest(self) -> None:
        try:
            walked = self._example.played(self._sop, self.language)
        except ExampleFailed as error:
            text, _ = decode(self.path.read_bytes())
            place = Places(self.path.name, text).of(self._pointer + error.at)
            said = f"{place.line}:{place.column} {error}"
            raise Broken(said) from error
        tally(self.config).add(self._sop, [walked.case], walked.refusals)


class Unreadable(_Item):
    """A file of examples of which none can be played: it is wrong itself, or the SOP beside it is, or is not there."""

    def __init__(self, *, error: DefinitionError | OSError, beside: str, **more: Any) -> None:
        super().__init__(**more)
        self._error = error
        self._beside = beside

    def runtest(self) -> None:
        if isinstance(self._error, FileNotFoundError):
            raise Broken(say("testing.example.no-sop", self.language, name=self._beside))
        if isinstance(self._error, DefinitionError) and self._error.file == self.path.name:
            _none(self, self._error.problems)
        raise self._error


def _wrapped(line: str, screen: Screen) -> Iterator[str]:
    """Yield a line in lines that fit, each as deep as it was."""
    words = line.lstrip()
    yield from screen.wrapped(words, line[: len(line) - len(words)])


def loads(_: Claim, __: Sop) -> None:
    """It can be read: nothing is left to show."""


def no_errors(item: Claim, sop: Sop) -> None:
    """No check finds anything grave."""
    _none(item, (one for one in check(sop) if one.severity == "error"))


def finishes(item: Claim, sop: Sop) -> None:
    """Whatever happens, a case can end, also when every limit is used up."""
    _none(item, (one for one in check(sop) if one.rule == "can-finish"))


def paths_play(item: Claim, sop: Sop) -> None:
    """Every path up to the bound on returns can be walked to its end."""
    returns = item.config.getoption("--sop-returns")
    first = [*_first(sop, returns)]
    met = Coverage.of(sop, (play(sop, path) for path in first))
    tally(item.config).take_coverage(met)
    if not met.met:
        raise Broken(say("testing.broken.no-path", item.language))
    try:
        count = count_paths(sop, returns=returns)
    except TooManyPaths:
        count = MOST + 1
    if count > len(first):
        pytest.skip(say("testing.skip.many", item.language, n=len(first)))


def _first(sop: Sop, returns: int) -> Iterator[Way]:
    """Yield the first paths, as many as are played."""
    acts = 0
    for path in islice(paths(sop, returns=returns), MOST):
        yield path
        acts += len(path)
        if acts > MOST_ACTS:
            return


def outcomes(item: Claim, sop: Sop) -> None:
    """Every outcome is taken by some path."""
    met = Coverage.of(sop, (play(sop, path) for path in covering_paths(sop, returns=None)))
    tally(item.config).take_coverage(met)
    missing = met.part("outcomes").missing
    if missing:
        screen = Screen(item.language)
        told = ", ".join(
            f"{place(sop, step, screen)} ({outcome(sop.step(step), way, screen)})" for step, way in missing
        )
        raise Broken(say("testing.broken.outcomes", item.language, outcomes=told))


CLAIMS: dict[str, Callable[[Claim, Sop], None]] = {
    "loads": loads, "no-errors": no_errors, "finishes": finishes, "paths": paths_play, "outcomes": outcomes
}  # fmt: skip


def _none(item: _Item, found: Iterable[Problem]) -> None:
    language = item.language
    told = [
        line
        for one in found
        for line in (f"{one.line}:{one.column} {one.rule}: {one.in_(language)}", f"    {one.hint_in(language)}")
        if line.strip()
    ]
    if told:
        raise Broken("\n".join(told))
