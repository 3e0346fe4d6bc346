"""
A host's app and a case beside it + the same acts on both → a Difference, with a script, where they differ.
"""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING, Any, Never

import attrs

from sopkit.case import start
from sopkit.errors import Refusal
from sopkit.model import DONE, Person
from sopkit.testing.crowd import cast
from sopkit.testing.host import read
from sopkit.testing.script import Script
from sopkit.testing.walker import MONDAY

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import timedelta

    from sopkit.case import Case
    from sopkit.model import Sop
    from sopkit.testing.journeys import Attempt

__all__ = ["OPEN", "Beside", "Difference", "Event"]

__tracebackhide__ = True  # pytest shows the frames of the app, not ours

OPEN = "open"
_FORMS = {"where": "sorted({})", "options": "sorted(map(tuple, {}))", "journal": "[*map(tuple, {})]"}


class Difference(AssertionError):
    """The app does otherwise than its SOP. What an app asserts of itself is an AssertionError of another type."""


@attrs.frozen(kw_only=True)
class Event:
    """Something that is done on both, wherever it comes in a run: an act, or the opening of the next case."""

    place: str
    """The step or end where the case was then; OPEN for an opening."""
    attempt: Attempt | None = None
    """The act; None opens a case."""
    after: timedelta | None = None
    """How long after the last entry it is tried."""
    mistake: str | None = None
    """What may be wrong with it."""


class Beside:
    """One host, and its case as the SOP has it."""

    case: Case

    def __init__(self, host: Any) -> None:
        self.sop: Sop = host.sop
        self.crowd = tuple(dict.fromkeys([*cast(self.sop), *_of_two_posts(self.sop)]))
        self.events: list[Event] = []
        self._host = host
        self._opened = 0
        self._script = Script(type(host))

    @property
    def place(self) -> str:
        """The step or end where the case is."""
        return self.case.journal[-1].to

    def allowed(self, person: Person) -> list[tuple[str, str]]:
        """Return step and outcome of everything the SOP lets `person` do now."""
        return sorted((one.step, one.outcome) for one in self.case.options(by=person) if one.refusal is None)

    def open(self) -> None:
        """Open the next case."""
        self.do(Event(place=OPEN))

    def attempt(self, attempt: Attempt, mistake: str | None = None) -> None:
        """Try an act."""
        after = attempt.at - self.case.journal[-1].at
        self.do(Event(place=self.place, attempt=attempt, after=after, mistake=mistake))

    def do(self, event: Event) -> None:
        """
        Do the same on both, and hold the app against the case.

        Raises:
            Difference: they differ; and whatever the app raises, with a note.
        """
        self.events.append(event)
        if event.attempt and event.after is not None:
            self._try(attrs.evolve(event.attempt, at=self.case.journal[-1].at + event.after), event.mistake)
        else:
            self._opened += 1
            self.case = start(self.sop, str(self._opened), at=MONDAY)
            self._ask("open", self.case.id, at=MONDAY)
        self._compare()

    def _try(self, attempt: Attempt, mistake: str | None) -> None:
        case, why = self.case, None
        try:
            self.case = attempt.on(case)
        except Refusal as refusal:
            why = refusal
        given = {key: getattr(attempt, key) for key in ("by", "at", "reason", "outputs")}
        is_done = self._ask("act", case.id, attempt.step, attempt.outcome, **given)
        if is_done is not (why is None):
            tried = f"{attempt.by.id} may do {_acts([(attempt.step, attempt.outcome)])}"
            wrong = f"the app does what the SOP refuses: {why}" if why else f"the app refuses, but {tried}"
            if mistake in ("at", "outputs") and why:
                wrong += f"\n  (if it takes no such thing at all, leave {mistake!r} out of `mistakes`)"
            self._fail(wrong, lambda call: f"assert {call} is {why is None}")

    def _compare(self) -> None:
        """Hold the app against the case: where it is, what it offers whom, what it has done."""
        case = self.case
        self._same("where", sorted(case.open_steps or [self.place]), _elsewhere)
        for person in self.crowd:
            self._same("options", self.allowed(person), self._offered, by=person)
        done = [(str(one.step), str(one.outcome), str(one.by)) for one in case.journal if one.step]
        self._same("journal", done, _retold)

    def _same(self, method: str, must: list[Any], told: Callable[..., str], **given: Any) -> None:
        app = self._ask(method, self.case.id, **given)
        app = app if method == "journal" else sorted(app)
        if app != must:
            form = _FORMS[method]
            self._fail(told(app, must, **given), lambda call: f"assert {form.format(call)} == {must!r}")

    def _offered(self, app: list[Any], must: list[Any], *, by: Person) -> str:
        """Return what the app offers too much, or too little."""
        extra = [one for one in app if one not in must]
        if not extra:
            lacking = [one for one in must if one not in app]
            return f"the app {'does not offer' if lacking else 'offers twice, to'} {by.id}: {_acts(lacking or app)}"
        refusals = {(one.step, one.outcome): one.refusal for one in self.case.options(by=by)}
        return f"the app offers {by.id}: {_acts(extra)}; but {refusals.get(extra[0]) or f'the SOP is at {self.place}'}"

    def _fail(self, wrong: str, end: Callable[[str], str]) -> Never:
        # The only place: to Hypothesis, failures of one place are one, and it shows one.
        raise Difference(self._script.told(wrong, end))

    def _ask(self, method: str, *args: Any, **given: Any) -> Any:
        """Ask the app; whatever it raises is told with the lines that do the same again."""
        self._script.ask(method, args, given)
        try:
            return read(type(self._host).__name__, method, getattr(self._host, method)(*args, **given))
        except Exception as error:
            error.add_note(self._script.told(f"{method} raised this"))
            raise


def _of_two_posts(sop: Sop) -> Iterator[Person]:
    """Yield people who stand for two actors, where only such a person can break a rule of four eyes, and obey it."""
    for step in sop.steps:
        for other in map(sop.step, step.separate_from):
            if not {*step.actors}.intersection(other.actors):
                actors = sorted([step.actor, other.actor])
                yield from (Person("+".join([*actors, *more]), actors=actors) for more in ([], ["2"]))


def _acts(acts: Iterable[tuple[str, str]]) -> str:
    """Return acts as a sentence names them."""
    return ", ".join(step if outcome == DONE else f"{step} ({outcome})" for step, outcome in acts)


def _elsewhere(app: list[str], must: list[str]) -> str:
    return f"the app is at {', '.join(app) or 'no step and no end'}; the SOP is at {', '.join(must)}"


def _retold(app: list[Any], must: list[Any]) -> str:
    """Return where the app's journal first differs."""
    pairs = enumerate(zip_longest(app, must), start=1)
    n, mine, its = next((n, mine, its) for n, (mine, its) in pairs if mine != its)
    return f"entry {n} of the app's journal is {mine or 'missing'}; in the SOP it is {its or 'none'}"
