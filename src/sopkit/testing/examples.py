"""
Text of a *.cases.json + its Sop → Examples, or every problem; an Example + that Sop → the walk it tells of.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs

from sopkit.errors import Refusal
from sopkit.model import Person
from sopkit.places import Places
from sopkit.reader import schema_text, shaped
from sopkit.reader.strict import decode
from sopkit.testing.called import end_called, outcome_called
from sopkit.testing.unknown import refuse_unknown
from sopkit.testing.walker import walk
from sopkit.views.journal import worked
from sopkit.views.names import label, outcome, place
from sopkit.views.screen import Screen, shortened
from sopkit.views.stop import refused
from sopkit.wording import say
from sopkit.worktime import Duration, in_hours

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sopkit.model import Sop
    from sopkit.testing.walker import Walk

__all__ = ["Example", "ExampleFailed", "examples"]


class ExampleFailed(AssertionError):
    """An example goes otherwise than it says; the words tell where, and how."""

    def __init__(self, said: str, at: str) -> None:
        super().__init__(said)
        self.at = at
        """JSON pointer within the example to what does not hold."""


@attrs.frozen
class Example:
    """One named case: what is done, and what must come of it."""

    name: str
    case: Mapping[str, Any]
    """As the file says it; see `cases.schema.json`."""
    people: Mapping[str, tuple[str, ...]]
    """Person → the actors they stand for."""

    def played(self, sop: Sop, language: str = "en") -> Walk:
        """
        Return the walk, after everything that must come of it has come.

        Raises:
            ExampleFailed: it did not.
        """
        walked = walk(sop, self.name)
        for n, act in enumerate(self.case["acts"], 1):
            walked = self._act(walked, n, act, language)
        if cancelled := self.case.get("cancelled"):
            here = say("testing.example.cancel", language)
            given = {**cancelled, "by": self._person(cancelled["by"])}
            walked = self._done(walked, (here, "/cancelled"), language, lambda: walked.cancel(**given))
        self._arrived(walked, language)
        return walked

    def _act(self, walked: Walk, n: int, act: Mapping[str, Any], language: str) -> Walk:
        here, at = self._told(walked, n, act, language), f"/acts/{n - 1}"
        given = {key: act[key] for key in ("reason", "outputs") if key in act}
        if "by" in act:
            given["by"] = self._person(act["by"])
        way = {"outcome": act["outcome"]} if "outcome" in act else {}
        if "refused" not in act:
            return self._done(walked, (here, at), language, lambda: walked.do(act["step"], **way, **given))
        expected = act["refused"]
        try:
            return walked.expect_refusal(expected, act["step"], **way, **given)
        except AssertionError as error:
            facts: dict[str, str] = {"here": here, "expected": expected}
            if isinstance(error.__cause__, Refusal):
                why = self._why(error.__cause__, walked, language)
                raise ExampleFailed(say("testing.example.otherwise", language, why=why, **facts), at) from error
            raise ExampleFailed(say("testing.example.not-refused", language, **facts), at) from error

    def _done(self, walked: Walk, act: tuple[str, str], language: str, do: Callable[[], Walk]) -> Walk:
        here, at = act
        try:
            return do()
        except AssertionError as error:
            cause = error.__cause__
            why = self._why(cause, walked, language) if isinstance(cause, Refusal) else str(error)
            raise ExampleFailed(say("testing.example.refused", language, here=here, why=why), at) from error

    def _told(self, walked: Walk, n: int, act: Mapping[str, Any], language: str) -> str:
        """Return which act this is: the number of its row, and the outcome."""
        sop, screen = walked.case.sop, Screen(language)
        step = sop.step(walked.named(act["step"]))
        facts = {"n": n, "number": place(sop, step.id, screen)}
        if "outcome" not in act:
            return say("testing.example.act", language, **facts)
        (way,) = outcome_called(step, act["outcome"])
        return say("testing.example.act.outcome", language, outcome=outcome(step, way, screen), **facts)

    def _arrived(self, walked: Walk, language: str) -> None:
        case, expected = walked.case, self.case
        if "end" in expected:
            (end,) = end_called(case.sop, expected["end"])
            self._must(walked, "end", end, language, holds=case.end == end)
        if "at" in expected:
            step = walked.named(expected["at"])
            self._must(walked, "at", step, language, holds=step in case.open_steps)
        if "time" in expected:
            time, must = worked(case.sop, case.journal), Duration(expected["time"]).effort(case.sop.working_day)
            if must != time:
                told = {"expected": in_hours(must, language), "given": in_hours(time, language)}
                raise ExampleFailed(say("testing.example.time", language, **told), "/time")

    def _must(self, walked: Walk, key: str, id: str, language: str, *, holds: bool) -> None:
        """Say that the case must be at `id`, unless it is."""
        if not holds:
            case = walked.case
            expected, here = (_named(case.sop, one, language) for one in (id, case.journal[-1].to))
            where = say(f"testing.example.where.{'end' if case.is_closed else 'at'}", language, place=here)
            raise ExampleFailed(say(f"testing.example.{key}", language, expected=expected, where=where), f"/{key}")

    def _person(self, name: str) -> Person:
        return Person(name, actors=self.people.get(name, (name,)))

    def _why(self, refusal: Refusal, walked: Walk, language: str) -> str:
        again: Any = refusal  # mypy sees no attrs class behind the decorator of errors
        quoted = attrs.evolve(again, case=f'"{self.name}"')  # else its words read on as those of the sentence
        return refused(quoted, walked.case.sop, Screen(language))


def examples(data: bytes, sop: Sop, *, file: str = "") -> tuple[Example, ...]:
    """
    Return the examples in the bytes of a *.cases.json, in the order of the file.

    Raises:
        DefinitionError: they are not shaped as `cases.schema.json` says, or name what `sop` does not know; it carries
            every problem.
    """
    told = shaped(data, schema_text("cases"), file=file)
    text, _ = decode(data)
    refuse_unknown(told, sop, Places(file, text))
    people = {name: tuple(actors) for name, actors in told.get("people", {}).items()}
    return tuple(Example(case["name"], case, people) for case in told["cases"])


def _named(sop: Sop, id: str, language: str) -> str:
    """Return what people call a place: a step by number and activity, an end by its name."""
    screen = Screen(language)
    name = shortened(label(sop, id, screen), 40)
    return name if sop.place(id) is None else f"{place(sop, id, screen)} {name}"
