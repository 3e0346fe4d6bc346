"""
Sop + Sop → Comparison: every Change, in the order of the paper.

What counts is what the digest counts: two definitions have the same digest if, and only if, nothing changed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from sopkit.changes.beside import beside
from sopkit.changes.change import Change, Remark
from sopkit.changes.matching import Matching
from sopkit.changes.steps import of_step
from sopkit.changes.verdict import Verdict, judged
from sopkit.changes.whole import of_things, of_whole
from sopkit.reader import proven

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from sopkit.case import Case
    from sopkit.model import Sop

__all__ = ["Comparison", "compare"]


@attrs.frozen(kw_only=True)
class Comparison:
    """What changed between two definitions."""

    old: Sop
    new: Sop
    changes: tuple[Change, ...]
    """Of the SOP, its actors, documents and ends; then of the steps, in the order of the new paper."""
    renamed: tuple[tuple[str, str], ...]
    """The steps that were said to have another id now: old id, new id."""
    suggestions: tuple[tuple[str, str], ...]
    """Removed and added steps that seem to be the same, as `renamed` would say it."""
    warnings: tuple[Remark, ...]
    """What is odd about this pair of definitions."""
    beside: tuple[str, ...]
    """Keys that differ and are no part of what an SOP means: `waive`, `inferred`, those that begin with `x-`."""
    _matching: Matching = attrs.field(eq=False, repr=False)

    def __str__(self) -> str:
        return "\n".join(map(str, self.changes))

    def verdict(self, case: Case) -> Verdict:
        """
        Return whether this case, which runs on the old definition, could go on under the new one.

        `safe` is a promise: whatever the case would have allowed from here on, it allows, and answers alike, as long as
        people hand over the documents that the steps name.

        Raises:
            OtherDefinition: the case runs on another definition than the old one.
        """
        return judged(case, self.old, self.new, self._matching)


def compare(old: Sop, new: Sop, *, renamed: Mapping[str, str] | None = None) -> Comparison:
    """
    Return what changed from `old` to `new`.

    Args:
        old: a definition, as a rule an earlier version of the same SOP.
        new: another one.
        renamed: id of a step in `old` → its id in `new`, where that is another; all else is matched by id.

    Raises:
        ValueError: `renamed` names a step that is not there, or one new step twice.
        DefinitionError: a Sop was made by hand, and is no sound definition.
    """
    sops = proven(old), proven(new)
    said = dict(renamed or {})
    matching = Matching.of(*sops, said)
    changes = tuple(_changes(sops, matching))
    return Comparison(
        old=sops[0], new=sops[1], changes=changes, renamed=tuple(said.items()), suggestions=matching.alike(*sops),
        warnings=tuple(_warnings(sops, changes)), beside=beside(*sops, matching.to_new), matching=matching,
    )  # fmt: skip


def _changes(sops: tuple[Sop, Sop], matching: Matching) -> Iterator[Change]:
    yield from of_whole(sops)
    yield from of_things(sops)
    for old_id, new_id in matching.order(*sops):
        steps = sops[0].step(old_id) if old_id else None, sops[1].step(new_id) if new_id else None
        yield from of_step(sops, steps, matching)


def _warnings(sops: tuple[Sop, Sop], changes: Sequence[Change]) -> Iterator[Remark]:
    old, new = sops
    if old.id != new.id:
        yield Remark(code="other-sop", facts={"old": old.id, "new": new.id})
    elif changes and old.version == new.version:
        yield Remark(code="same-version", facts={"version": new.version})
