"""
Text of a *.cases.json → Examples, or every problem; and an Example + its Sop → the walk it tells of.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs

from sopkit.errors import Refusal
from sopkit.model import Person
from sopkit.reader import shaped
from sopkit.render.journal import worked
from sopkit.render.screen import Screen
from sopkit.render.stop import refused
from sopkit.testing.walker import walk
from sopkit.wording import say
from sopkit.worktime import Duration, written

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
        told = act["step"] + (f" ({act['outcome']})" if "outcome" in act else "")
        here, at = say("testing.example.act", language, n=n, act=told), f"/acts/{n - 1}"
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
                raise ExampleFailed(
                    say("testing.example.otherwise", language, given=error.__cause__.rule, why=why, **facts), at
                ) from error
            raise ExampleFailed(say("testing.example.not-refused", language, **facts), at) from error

    def _done(self, walked: Walk, act: tuple[str, str], language: str, do: Callable[[], Walk]) -> Walk:
        here, at = act
        try:
            return do()
        except AssertionError as error:
            cause = error.__cause__
            why = self._why(cause, walked, language) if isinstance(cause, Refusal) else str(error)
            raise ExampleFailed(say("testing.example.refused", language, here=here, why=why), at) from error

    def _arrived(self, walked: Walk, language: str) -> None:
        case, expected = walked.case, self.case
        kind = "end" if case.is_closed else "at"
        where = say(f"testing.example.where.{kind}", language, place=case.journal[-1].to)
        if "end" in expected and case.end != expected["end"]:
            raise ExampleFailed(say("testing.example.end", language, expected=expected["end"], where=where), "/end")
        if "at" in expected and walked.named(expected["at"]) not in case.open_steps:
            raise ExampleFailed(say("testing.example.at", language, expected=expected["at"], where=where), "/at")
        if "time" in expected:
            time = worked(case.sop, case.journal)
            if Duration(expected["time"]).effort(case.sop.working_day) != time:
                raise ExampleFailed(
                    say("testing.example.time", language, expected=expected["time"], given=written(time)), "/time"
                )

    def _person(self, name: str) -> Person:
        return Person(name, actors=self.people.get(name, (name,)))

    def _why(self, refusal: Refusal, walked: Walk, language: str) -> str:
        return refused(refusal, walked.case.sop, Screen(language))


def examples(data: bytes, *, file: str = "") -> tuple[Example, ...]:
    """
    Return the examples in the bytes of a *.cases.json, in the order of the file.

    Raises:
        DefinitionError: they are not shaped as `cases.schema.json` says; it carries every problem.
    """
    schema = Path(__file__).with_name("cases.schema.json").read_text(encoding="utf-8")
    told = shaped(data, schema, file=file)
    people = {name: tuple(actors) for name, actors in told.get("people", {}).items()}
    return tuple(Example(case["name"], case, people) for case in told["cases"])
