"""
What was done until a host's app erred → the error after as little as possible of it.

Hypothesis shortens the choices of a run, and does not know that a case which comes back to a step could have spared the
way between. We do, and cut it out: a run of fifty acts becomes the five that matter, whatever the choices were.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

import attrs

from sopkit.testing.beside import OPEN, Beside
from sopkit.testing.crowd import cast

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sopkit.model import Sop
    from sopkit.testing.beside import Event

__all__ = ["shortest"]

__tracebackhide__ = True  # pytest shows the frames of the app, not ours


def shortest(host: type[Any], events: Sequence[Event], error: Exception) -> Exception:
    """
    Return what `host` raises after the fewest of `events`, an error of the type of `error`.

    Args:
        host: a machine; a fresh one is made for each try, and torn down.
        events: what was done, the last one ending in `error`.
        error: returned where a fresh host does not err in the same way.
    """
    best = error
    left: Sequence[Event] | None = events
    while left is not None:
        events = left
        left = None
        for some in [events] if best is error else _shorter(host.sop, events):
            found, done = _replayed(host, some)
            if found and type(found) is type(error):
                best, left = found, some[:done]
                break
    return best


def _shorter(sop: Sop, events: Sequence[Event]) -> Iterator[Sequence[Event]]:
    """
    Yield `events` without what lies between two visits of one place, the longest first; then with plainer people.

    Where a case has ended, nothing need be tried on it before the next is opened.
    """
    places = [event.place for event in events]
    ends = {end.id for end in sop.ends}
    last = len(events) - 1
    for length in range(last, 0, -1):
        for i in range(last - length + 1):
            if places[i] == places[i + length] or (places[i] in ends and places[i + length] == OPEN):
                yield [*events[:i], *events[i + length :]]
    for i, event in enumerate(events):
        if event.attempt:
            actors = sop.step(event.attempt.step).actors
            plain = next(person for person in cast(sop) if not person.actors.isdisjoint(actors))
            if event.attempt.by != plain:
                plainer = attrs.evolve(event, attempt=attrs.evolve(event.attempt, by=plain))
                yield [*events[:i], plainer, *events[i + 1 :]]


def _replayed(host: type[Any], events: Sequence[Event]) -> tuple[Exception | None, int]:
    """Return what a fresh `host` raises, and after how many of `events`; what it raises of itself is no answer."""
    with suppress(Exception):  # no second app beside the first, or none that can be torn down: the first error counts
        machine = host()
        beside = Beside(machine)
        try:
            for event in events:
                beside.do(event)
        except Exception as error:
            return error, len(beside.events)
        finally:
            with suppress(Exception):
                machine.teardown()
    return None, len(events)
