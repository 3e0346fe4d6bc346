"""
Case + typed choice → the next case, or a Refusal. The clock is read here.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from sopkit.model import Person

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sopkit.case import Case, Option
    from sopkit.cli.script import Choice
    from sopkit.model import Sop, Step
    from sopkit.views.screen import Screen

__all__ = ["CANCEL", "acted", "chosen", "now", "options"]

CANCEL = ("cancel", "batal", "batalkan")
"""What may be typed to end a case before its time, where the step has no outcome that is called so."""


def acted(case: Case, choice: Choice, looks: Screen) -> Case:
    """
    Return the case after this choice.

    Raises:
        Refusal: the case may not do that now.
    """
    step = _step(case)
    option = chosen(options(case, looks), choice.word)
    at = max(now(), case.journal[-1].at)
    if option is None and choice.word.lower() in CANCEL:
        by = _person(case.sop, case.sop.cancel or (step.actor,), choice.by, looks)
        return case.cancel(by=by, at=at, reason=choice.reason or "")
    by = _person(case.sop, step.actors, choice.by, looks)
    outcome = option.outcome if option else choice.word
    return case.complete(step.id, outcome, by=by, at=at, reason=choice.reason, outputs=choice.outputs)


def options(case: Case, looks: Screen) -> tuple[Option, ...]:
    """Return the ways out of the open step, for one who may act there."""
    return case.options(by=_person(case.sop, _step(case).actors, "", looks))


def chosen(options: Sequence[Option], word: str) -> Option | None:
    """Return the option that `word` means: an id, a label in any language, a number; no word means the only one."""
    if not word:
        return options[0] if len(options) == 1 else None
    for option in options:
        labels = (label.casefold() for _, label in option.label.by_language)
        if word == option.outcome or word.casefold() in labels:
            return option
    is_number = word.isascii() and word.isdigit() and 0 < int(word[:6]) <= len(options)
    return options[int(word) - 1] if is_number else None


def now() -> datetime:
    """Return the time on the clock, with its zone."""
    return datetime.now().astimezone()


def _step(case: Case) -> Step:
    """Return the open step; of a closed case the first, which will be refused."""
    return case.sop.step(case.open_steps[0]) if case.open_steps else case.sop.steps[0]


def _person(sop: Sop, actors: tuple[str, ...], name: str, looks: Screen) -> Person:
    """
    Return who acts: somebody called like the first of `actors` if nobody is named, the actor who is called so,
    or else a person of this name who stands for all of `actors`.
    """  # fmt: skip
    for actor in sop.actors:
        called = {actor.id, *(words.casefold() for _, words in actor.name.by_language)}
        if actor.id == actors[0] if not name else name.casefold() in called:
            return Person(actor.name.in_(looks.language), actors={actor.id})
    return Person(name, actors=actors)
