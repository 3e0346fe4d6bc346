"""
Sop → Guide: what applicants should know, in plain sentences: what to bring, who does what, how long, what they get.

Nothing is said that the definition does not say: no promise is made of a standard time, and no reason is invented.
"""

from __future__ import annotations

from datetime import timedelta
from math import ceil
from typing import TYPE_CHECKING

import attrs

from sopkit.model import Range
from sopkit.sheet.style import style
from sopkit.wording import say
from sopkit.worktime import in_hours

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from sopkit.model import Outcome, Sop, Step
    from sopkit.worktime import Duration

__all__ = ["Guide", "GuideStep", "guide"]


@attrs.frozen(kw_only=True)
class GuideStep:
    """One step, told."""

    number: str
    actor: str
    activity: str
    lines: tuple[str, ...]
    """Who else, how long, what comes of it."""
    question: str
    ways: tuple[tuple[str, str], ...]
    """What can come out, and what then happens; one that is no decision has no label. None that only goes on."""


@attrs.frozen(kw_only=True)
class Guide:
    """Everything an applicant is told, in the order in which they ask."""

    language: str
    texts: str
    """Language of what the SOP says."""
    title: str
    about: tuple[str, ...]
    """Whose it is, number and version."""
    bring: tuple[str, ...]
    time: tuple[str, ...]
    steps: tuple[GuideStep, ...]
    get: tuple[str, ...]
    back: tuple[str, ...]
    """What can be returned or end otherwise, where, and whether a reason must be given."""


def guide(sop: Sop, language: str | None = None) -> Guide:
    """Return the guide to an SOP, in its own language or another."""
    look = style(sop, language)
    told = _Telling(sop, look.texts, look.language)
    return Guide(
        language=look.language, texts=look.texts, title=told.plain(sop.title.in_(look.texts)),
        about=tuple(told.about()), bring=tuple(told.bring()), time=tuple(told.time()),
        steps=tuple(map(told.step, sop.steps)), get=tuple(told.get()), back=tuple(told.back()),
    )  # fmt: skip


@attrs.frozen
class _Telling:
    sop: Sop
    texts: str
    language: str

    def say(self, code: str, **facts: object) -> str:
        return say(f"guide.{code}", self.language, **facts)

    def plain(self, words: str) -> str:
        return " ".join(words.split())

    def span(self, time: Duration | Range, *, calendar: bool = False) -> str:
        if isinstance(time, Range):
            (unit, least), *more = time.from_.parts
            is_alike = not more and [unit] == [one for one, _ in time.to.parts]
            return f"{least if is_alike else self.span(time.from_)} – {self.span(time.to)}"
        return time.in_(self.language, calendar=calendar).lower()

    def actors(self, ids: Iterable[str]) -> tuple[str, ...]:
        return tuple(self.plain(self.sop.actor(id).name.in_(self.texts)) for id in ids)

    def about(self) -> Iterator[str]:
        about = self.sop.identity
        if about:
            yield from (self.plain(text.in_(self.texts)) for text in (about.agency, about.unit) if text)
        number = about.number if about and about.number else ""
        yield self.say("number" if number else "version", number=number, version=self.sop.version)

    def bring(self) -> Iterator[str]:
        """Yield what comes from outside, with who brings it and to which step."""
        for document in self.sop.documents:
            users = [step for step in self.sop.steps if document.id in step.inputs]
            if document.supplied_by and not document.is_tool and users:
                yield self.say(
                    "bring", name=self.plain(document.name.in_(self.texts)), place=self.place(users[0].id),
                    who=self.plain(document.supplied_by.in_(self.texts)),
                )  # fmt: skip

    def get(self) -> Iterator[str]:
        for document in self.sop.documents:
            if document.delivered_to:
                name, who = (self.plain(text.in_(self.texts)) for text in (document.name, document.delivered_to))
                yield self.say("get", name=name, who=who)

    def time(self) -> Iterator[str]:
        """Yield how long it takes: what is promised, and how much work it is where nothing is returned."""
        sop = self.sop
        if sop.complete_within:
            yield self.say("time.promise", time=self.span(sop.complete_within))
        if sop.elapsed_within:
            yield self.say("time.promise.calendar", time=self.span(sop.elapsed_within, calendar=True))
        timed = [step for step in sop.steps if step.standard_time]
        if timed:
            least, most = _straight(sop)
            code = "time.work" if least == most else "time.work.between"
            yield self.say(code, least=self.worked(least), most=self.worked(most))
            day = sop.working_day.hours()
            if most > day:
                yield self.say("time.day", day=in_hours(day, self.language).lower())
        rows = {step.row for step in timed}
        untimed = dict.fromkeys(step.number for step in sop.steps if step.row not in rows)
        if untimed:
            code = "none" if not timed else "one" if len(untimed) == 1 else "some"
            yield self.say(f"time.untimed.{code}", numbers=", ".join(untimed))
        if timed:
            yield self.say("time.waiting")

    def worked(self, time: timedelta) -> str:
        """Return a sum of work, with the working days that it fills where it is longer than one."""
        day = self.sop.working_day.hours()
        hours = in_hours(time, self.language).lower()
        if time <= day:
            return hours
        return self.say("time.days", hours=hours, days=ceil(time / day))

    def step(self, step: Step) -> GuideStep:
        labels = {outcome.id: outcome for outcome in step.outcomes}
        ways = self.sop.ways(step)
        if not step.outcomes and self.sop.place(ways[0][1]) == (self.sop.place(step.id) or 0) + 1:
            ways = ()
        return GuideStep(
            number=step.number, actor=self.actors([step.actor])[0],
            activity=self.plain(self.sop.label(step.id).in_(self.texts)), lines=tuple(self.beside(step)),
            question=self.plain(step.question.in_(self.texts)) if step.question and step.outcomes else "",
            ways=tuple((self.label(labels.get(id)), self.then(step, to, labels.get(id))) for id, to in ways),
        )  # fmt: skip

    def label(self, outcome: Outcome | None) -> str:
        return self.plain(outcome.label.in_(self.texts)) if outcome else ""

    def beside(self, step: Step) -> Iterator[str]:
        if step.participants:
            yield self.say("with", actors=", ".join(self.actors(step.participants)))
        if step.alternates:
            yield self.say("instead", actors=self.actors(step.alternates))
        if step.standard_time:
            yield self.say("takes", time=self.span(step.standard_time))
        if step.complete_within:
            yield self.say("within", time=self.span(step.complete_within))
        if step.elapsed_within:
            yield self.say("within.calendar", time=self.span(step.elapsed_within, calendar=True))
        made = dict.fromkeys([*step.outputs, *(id for one in step.outcomes for id in one.outputs or ())])
        if made:
            names = (self.plain(self.sop.document(id).name.in_(self.texts)) for id in made)
            yield self.say("makes", names="; ".join(names))

    def then(self, step: Step, to: str, outcome: Outcome | None) -> str:
        """Return what happens after an outcome, how often it can come, and whether a reason is given."""
        sop = self.sop
        place, here = sop.place(to), sop.place(step.id) or 0
        if place is None:
            said = self.say("ends" if len(sop.ends) > 1 else "end", end=self.plain(sop.label(to).in_(self.texts)))
        elif place == here:
            said = self.say("again")
        else:
            said = self.say("on" if place > here else "back", place=self.place(to))
        if outcome and outcome.at_most:
            said = self.say("at-most", said=said, n=outcome.at_most)
        is_reasoned = "reason" in step.requires or (outcome is not None and "reason" in outcome.requires)
        return self.say("reasoned", said=said) if is_reasoned and outcome else said

    def back(self) -> Iterator[str]:
        """Yield each outcome that sends a case back, then where it can end, where that differs."""
        for step in self.sop.steps:
            for outcome in step.outcomes:
                if outcome.is_return:
                    yield self.outcome(step, outcome)
        if len(self.sop.ends) > 1:
            for end in self.sop.ends:
                leads = [
                    (step, next((one for one in step.outcomes if one.id == id), None))
                    for step in self.sop.steps for id, to in self.sop.ways(step) if to == end.id
                ]  # fmt: skip
                places = dict.fromkeys(self.place(step.id) for step, _ in leads)
                if places:
                    yield self.say("ending", end=self.plain(end.name.in_(self.texts)), places=tuple(places))
        if self.sop.cancel:
            yield self.say("cancel", actors=self.actors(self.sop.cancel))

    def outcome(self, step: Step, outcome: Outcome) -> str:
        asked = step.question or self.sop.label(step.id)
        return self.say(
            "returned", place=self.place(step.id), actor=self.actors([step.actor])[0],
            asked=self.plain(asked.in_(self.texts)).rstrip("."), label=self.label(outcome),
            then=self.then(step, outcome.to, outcome),
        )  # fmt: skip

    def place(self, id: str) -> str:
        """Return the number of a step; where a neighbour has the same, with its actor."""
        here = self.sop.place(id) or 0
        step, near = self.sop.steps[here], self.sop.steps[max(0, here - 1) : here + 2]
        is_shared = sum(other.number == step.number for other in near) > 1
        return f"{step.number} ({self.actors([step.actor])[0]})" if is_shared else step.number


def _straight(sop: Sop) -> tuple[timedelta, timedelta]:
    """Return how much work the shortest and the longest way to an end is on which nothing goes back; else all rows."""

    def reached(effort: Callable[[Step], timedelta], better: Callable[[timedelta, timedelta], timedelta]) -> timedelta:
        spent = {sop.steps[0].id: timedelta()}
        ended: list[timedelta] = []
        for here, step in enumerate(sop.steps):  # what goes on goes down, so a step is complete when it is met
            if step.id not in spent:
                continue
            after = spent[step.id] + effort(step)
            for _, to in sop.ways(step):
                place = sop.place(to)
                if place is None:
                    ended.append(after)
                elif place > here:
                    spent[to] = better(spent.get(to, after), after)
        whole = ended[0] if ended else sop.total_time
        for one in ended:
            whole = better(whole, one)
        return whole

    def least(step: Step) -> timedelta:
        time = step.standard_time
        return sop.effort(time.from_ if isinstance(time, Range) else time)

    return reached(least, min), reached(lambda step: sop.effort(step.standard_time), max)
