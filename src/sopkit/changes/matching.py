"""
Steps of two definitions → which are the same, which have moved, which may be the same under another id.

Each answer is the same, mirrored, when the two definitions change places.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from difflib import SequenceMatcher
from itertools import product
from typing import TYPE_CHECKING

import attrs

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from sopkit.model import Sop

__all__ = ["Matching"]

_ALIKE, _EQUAL = 0.75, 0.95  # how much of two activities must be common, beside other signs
_MOST = 400  # pairs whose words are compared; definitions that differ in more steps are no two versions of one
_WORDS = 300  # characters of an activity that are compared


@attrs.frozen(eq=False)
class Matching:
    """Which step of the old definition is which of the new one."""

    to_new: Mapping[str, str]
    """Id in the old definition → id in the new one, of each step that both have."""
    to_old: Mapping[str, str]
    moved: frozenset[str]
    """New ids of those that stand elsewhere among the steps that both have; as few as can be."""

    @classmethod
    def of(cls, old: Sop, new: Sop, renamed: Mapping[str, str]) -> Matching:
        """
        Match steps by id, and as `renamed` (old id → new id) says.

        Raises:
            ValueError: it names a step that is not there, or one new step twice.
        """
        for old_id, new_id in renamed.items():
            if old.place(old_id) is None or new.place(new_id) is None:
                msg = f"renamed: {old_id!r} is no step of the old SOP, or {new_id!r} none of the new one"
                raise ValueError(msg)
        if len(set(renamed.values())) < len(renamed):
            msg = "renamed: two steps of the old SOP cannot be one step of the new one"
            raise ValueError(msg)
        taken = set(renamed.values())
        to_new = dict(renamed)
        for step in old.steps:
            if step.id not in renamed and step.id not in taken and new.place(step.id) is not None:
                to_new[step.id] = step.id
        to_old = {new_id: old_id for old_id, new_id in to_new.items()}
        return cls(to_new, to_old, _moved(old, new, to_new, to_old))

    def leads(self, sops: tuple[Sop, Sop], to: str) -> str | None:
        """Return what a target in the old definition is in the new one; None where the new one does not have it."""
        if sops[0].place(to) is not None:
            return self.to_new.get(to)
        return to if any(end.id == to for end in sops[1].ends) else None

    def order(self, old: Sop, new: Sop) -> Iterator[tuple[str | None, str | None]]:
        """Yield (old id, new id) of all steps: in the order of the new paper, each removed one at its old place."""
        removed = defaultdict(list)
        for id, gap in self._gone(old).items():
            removed[gap].append(id)
        yield from ((id, None) for id in removed[0])
        kept = 0
        for step in new.steps:
            yield self.to_old.get(step.id), step.id
            if self._stays(step.id):
                kept += 1
                yield from ((id, None) for id in removed[kept])

    def alike(self, old: Sop, new: Sop) -> tuple[tuple[str, str], ...]:
        """Return (old id, new id) of removed and added steps that seem to be the same."""
        gone, come = self._gone(old), self._come(new)
        scored = []
        for old_id, new_id in _candidates(old, new, gone, come):
            is_same_actor = old.step(old_id).actor == new.step(new_id).actor
            is_same_place = gone[old_id] == come[new_id]
            needed = _ALIKE if is_same_actor and is_same_place else _EQUAL
            score = _score(_said(old, old_id), _said(new, new_id), needed)
            if score >= needed and (is_same_actor or is_same_place):
                scored.append((-score, not is_same_place, sorted((old_id, new_id)), old_id, new_id))
        chosen: dict[str, str] = {}
        taken: set[str] = set()
        for *_, old_id, new_id in sorted(scored):
            if old_id not in chosen and new_id not in taken:
                chosen[old_id] = new_id
                taken.add(new_id)
        return tuple((id, chosen[id]) for id in gone if id in chosen)

    def _stays(self, new_id: str | None) -> bool:
        return new_id in self.to_old and new_id not in self.moved

    def _gone(self, old: Sop) -> dict[str, int]:
        """Return each removed step, and how many that stay stand before it."""
        return _gaps([(id, new_id is not None, self._stays(new_id)) for id, new_id in _each(old, self.to_new)])

    def _come(self, new: Sop) -> dict[str, int]:
        """Return each added step, and how many that stay stand before it."""
        return _gaps([(id, old_id is not None, self._stays(id)) for id, old_id in _each(new, self.to_old)])


def _each(sop: Sop, matched: Mapping[str, str]) -> Iterator[tuple[str, str | None]]:
    """Yield each step of one definition, and its id in the other one."""
    yield from ((step.id, matched.get(step.id)) for step in sop.steps)


def _gaps(steps: Sequence[tuple[str, bool, bool]]) -> dict[str, int]:
    gaps: dict[str, int] = {}
    kept = 0
    for id, is_in_both, stays in steps:
        if not is_in_both:
            gaps[id] = kept
        kept += stays
    return gaps


def _moved(old: Sop, new: Sop, to_new: Mapping[str, str], to_old: Mapping[str, str]) -> frozenset[str]:
    """Return the new ids of all but a longest run of steps that stand in one order in both."""
    olds = [step.id for step in old.steps if step.id in to_new]
    news = [to_old[step.id] for step in new.steps if step.id in to_old]
    # Which of several longest runs is taken must not depend on which definition is the old one.
    first, second = sorted((olds, news), key=lambda ids: [sorted((id, to_new[id])) for id in ids])
    place = {id: n for n, id in enumerate(first)}
    stays = {second[n] for n in _longest_rise([place[id] for id in second])}
    return frozenset(to_new[id] for id in olds if id not in stays)


def _longest_rise(numbers: Sequence[int]) -> list[int]:
    """Return the indices of a longest rising part of `numbers`."""
    lasts: list[int] = []  # the smallest number at which a rise of each length can end
    ends: list[int] = []  # its index
    before: list[int] = []
    for here, number in enumerate(numbers):
        length = bisect_left(lasts, number)
        lasts[length : length + 1] = [number]
        ends[length : length + 1] = [here]
        before.append(ends[length - 1] if length else -1)
    rise = []
    here = ends[-1] if ends else -1
    while here >= 0:
        rise.append(here)
        here = before[here]
    return rise


def _candidates(
    old: Sop, new: Sop, gone: Mapping[str, int], come: Mapping[str, int],
) -> Iterator[tuple[str, str]]:  # fmt: skip
    """Yield pairs of a removed and an added step that are worth a look: all, or those that alone have their words."""
    if len(gone) * len(come) <= _MOST:
        yield from product(gone, come)
        return
    olds, news = _by_words(old, gone), _by_words(new, come)
    for said, (id, *others) in olds.items():
        there = news.get(said, [])
        if not others and len(there) == 1:
            yield id, there[0]


def _by_words(sop: Sop, ids: Iterable[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for id in ids:
        found[_said(sop, id)].append(id)
    return found


def _said(sop: Sop, id: str) -> str:
    return str(sop.label(id)).casefold()[:_WORDS]


def _score(one: str, other: str, needed: float) -> float:
    """Return how much of two texts is common, from 0 to 1; the same either way round, and 0 where it is not enough."""
    first, second = sorted((one, other))
    match = SequenceMatcher(None, first, second, autojunk=False)
    quick = match.real_quick_ratio() >= needed and match.quick_ratio() >= needed
    return match.ratio() if quick else 0.0
