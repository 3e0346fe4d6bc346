"""
Coverage of many definitions, as it comes in from tests and their workers → a table.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sopkit.reader import dumps, loads
from sopkit.render.screen import shortened
from sopkit.testing.coverage import KINDS, Coverage
from sopkit.wording import say

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sopkit.case import Case
    from sopkit.errors import Refusal
    from sopkit.model import Sop

__all__ = ["Tally"]

_CELL = 12  # columns of one kind
_NAMES = 8  # of missing things told for each kind


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

    def lines(self, width: int, least: float | None, language: str) -> Iterator[str]:
        """Yield the table; what is missing only if somebody asked, which is when `least` is not None."""
        names = [f"{met.sop.id} {met.sop.version}" for met in self._by_digest.values()]
        room = min(max(map(len, names)), max(18, width - _CELL * len(KINDS) - 1))
        yield " " * room + "".join(f"{say(f'testing.kind.{kind}', language):>{_CELL}}" for kind in KINDS)
        for name, met in sorted(zip(names, self._by_digest.values(), strict=True), key=lambda pair: pair[0]):
            cells = (f"{part.covered}/{part.of} {part.percent:3.0f}%" for part in met.parts)
            yield f"{shortened(name, room):<{room}}" + "".join(f"{cell:>{_CELL}}" for cell in cells)
            yield from _missing(met, language) if least is not None else ()
            if least and met.part("outcomes").percent < least:
                yield "  " + say("testing.below", language, least=f"{least:g}")


def _missing(met: Coverage, language: str) -> Iterator[str]:
    for part in met.parts:
        for item in part.missing[:_NAMES]:
            yield "  " + say("testing.missing", language, kind=part.kind, what=" ".join(item))
        if len(part.missing) > _NAMES:
            yield "  " + say("testing.missing.more", language, kind=part.kind, n=len(part.missing) - _NAMES)
