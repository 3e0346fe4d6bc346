"""
Coverage of many definitions, as it comes in from tests and their workers → a table.
"""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any

from sopkit.reader import dumps, loads
from sopkit.testing.coverage import Coverage
from sopkit.testing.gaps import lacking, picture, table
from sopkit.views.screen import Screen, shortened

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sopkit.case import Case
    from sopkit.errors import Refusal
    from sopkit.model import Sop

__all__ = ["Tally"]


class Tally:
    """Coverage by the digest of its definition."""

    def __init__(self) -> None:
        self._by_digest: dict[str, Coverage] = {}

    def add(self, sop: Sop, cases: Iterable[Case], refusals: Iterable[Refusal] = ()) -> None:
        """Count what these cases and refusals took of `sop`."""
        self.take_coverage(Coverage.of(sop, cases, refusals))

    def take_coverage(self, met: Coverage) -> None:
        """Count what was met elsewhere."""
        before = self._by_digest.get(met.sop.digest)
        self._by_digest[met.sop.digest] = before + met if before else met

    def to_list(self) -> list[Any]:
        """Return it as JSON values, each definition with its text; `take` adds them to another tally."""
        return [[dumps(met.sop), met.to_dict()] for met in self._by_digest.values()]

    def take(self, told: Iterable[Any]) -> None:
        """Count what `to_list` of another tally gave."""
        for text, data in told:
            self.take_coverage(Coverage.from_dict(loads(text), data))

    def is_below(self, least: float | None) -> bool:
        """Return whether of some definition fewer than `least` of a hundred outcomes were taken."""
        return least is not None and any(met.part("outcomes").percent < least for met in self._by_digest.values())

    def lines(self, width: int, least: float | None, language: str, *, most: int | None = None) -> Iterator[str]:
        """
        Yield the table, and under it what each definition lacks, if somebody asked, which is when `least` is not None.

        Args:
            width: columns of a line, at the most.
            least: of a hundred outcomes, how many must have been taken.
            language: `id` or `en`.
            most: how many things of a kind are told; None for all.
        """
        screen = Screen(language, width)
        every = self.every()
        yield from table(every, screen)
        for met in every if least is not None else ():
            lines = [*lacking(met, screen, most=most)]
            if least and met.part("outcomes").percent < least:
                lines.insert(0, "  " + screen.say("testing.below", least=f"{least:g}"))
            yield from [shortened(f"{met.sop.id} {met.sop.version}", width), *lines] if lines else ()

    def every(self) -> list[Coverage]:
        """Return the coverage of each definition, by id and version."""
        return sorted(self._by_digest.values(), key=lambda met: (met.sop.id, met.sop.version))

    def files(self, language: str) -> Iterator[tuple[str, str]]:
        """Yield the name and the text of each file of a report: for each definition its figures and its picture."""
        every = self.every()
        named = [
            (sop.id, f"{sop.id}-{sop.version}", f"{sop.id}-{sop.version}-{sop.digest[:8]}")
            for sop in (met.sop for met in every)
        ]
        shared = Counter(name for names in named for name in names)
        for met, names in zip(every, named, strict=True):
            name = next((name for name in names if shared[name] == 1), names[-1])
            yield f"{name}.coverage.json", json.dumps(met.to_dict(), ensure_ascii=False, indent=1) + "\n"
            yield f"{name}.coverage.mmd", picture(met, language=language)
