"""
Sop + what a test calls something in it → the ids that it may mean.

None: nothing is called so. Several: it must be said more exactly.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sopkit.journal import CANCELLED
from sopkit.model import DONE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sopkit.model import Sop, Step, Text

__all__ = ["end_called", "outcome_called", "step_called"]


def step_called(sop: Sop, word: str) -> tuple[str, ...]:
    """Return the step of this id, else those of this printed number, else those whose activity reads so."""
    numbered = tuple(step.id for step in sop.steps if step.number == word)
    return _called(word, ((step.id, sop.label(step.id)) for step in sop.steps), numbered)


def outcome_called(step: Step, word: str) -> tuple[str, ...]:
    """Return the outcome of this id, else those of this label; `done` where a step has none to choose from."""
    return _called(word, [(one.id, one.label) for one in step.outcomes] or [(DONE, None)])


def end_called(sop: Sop, word: str) -> tuple[str, ...]:
    """Return the end of this id, else those of this name; `cancelled` is one too."""
    return _called(word, ((id, sop.label(id)) for id in (*(one.id for one in sop.ends), CANCELLED)))


def _called(
    word: str, things: Iterable[tuple[str, Text | None]], numbered: tuple[str, ...] = ()
) -> tuple[str, ...]:  # fmt: skip
    things = tuple(things)
    if any(id == word for id, _ in things):
        return (word,)
    plain = _plain(word)
    return numbered or tuple(
        id for id, name in things if name and plain in map(_plain, dict(name.by_language).values())
    )


def _plain(words: str) -> str:
    """Return words as they are compared: capitals and doubled spaces tell nothing apart."""
    return " ".join(words.casefold().split())
