"""
Questions and answers → what a draft is made of: title, id, actors, rows.

An answer can be taken back: those before it are given again, unseen, and the question that it answered is asked anew.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from sopkit.cli.parts import Unusable
from sopkit.cli.steps import Typed, decides, row, target, time, words
from sopkit.cli.terminal import ask, attempts, show
from sopkit.reader import MAX_STEPS
from sopkit.reader.meant import id_meant

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sopkit.views.screen import Screen

__all__ = ["Interview", "matching", "names"]

_NO, _YES = ("-", "n", "no", "t", "tidak", "tidak ada"), ("y", "yes", "ya", "ada")
_BACK = "<"
_Answer = TypeVar("_Answer")


class _TakenBack(Exception):
    """The last answer is to be given again."""


class Interview:
    """
    Questions on a screen, and the answers so far.

    Raises, at each question:
        EOFError: nobody answers any more.
        Unusable: a program answers, and never with anything that can be read.
    """

    def __init__(self, looks: Screen) -> None:
        self._looks = looks
        self._given: list[str] = []
        self._at = 0
        self._is_seen = True
        self._taken_back = ""

    def held(self, questions: Callable[[Interview], _Answer]) -> _Answer:
        """Return what `questions`, which asks them all, comes to in the end."""
        while True:
            self._at = 0
            try:
                return questions(self)
            except _TakenBack:
                self._taken_back = self._given.pop()
                self._is_seen = False

    def title(self) -> str:
        """Ask for the title."""
        return self._asked("title", lambda said: words(said) or None)

    def id(self, *, usual: str, file: str, is_free: Callable[[str], bool]) -> str:
        """Ask for an id of which there is no file yet, because there is `file`; no answer means `usual`."""

        def read(said: str) -> str | None:
            meant = id_meant(said) if said else usual
            return meant if meant and is_free(meant) else None

        return self._asked("id", read, usual=usual, path=file)

    def actors(self) -> list[str]:
        """Ask who takes part; at least one does."""
        return self._asked("actors", lambda said: names(said) or None)

    def rows(self, actors: list[str]) -> list[Typed]:
        """
        Ask for the rows, one after the other, until an empty line; an actor who is new is added to `actors`.

        A row may be typed in the notation of `--steps`, whole or in part: only what it leaves out is asked for.
        """
        rows: list[Typed] = []
        self._show("")
        self._tell("intro.steps")
        while len(rows) < MAX_STEPS:
            self._show("")
            typed = self._asked("activity", lambda said: _row(said, may_end=bool(rows)), n=len(rows) + 1)
            if not typed.activity:
                break
            rows.append(self._completed(typed, rows, actors))
        return self._mended(rows)

    def _mended(self, rows: Sequence[Typed]) -> list[Typed]:
        """Ask again where rows lead, if that is no place or a row that does not exist."""
        made = list(rows)
        for n, one in enumerate(rows, 1):
            if _is_lost(one.to, n, rows):
                made[n - 1] = one._replace(to=self._target("lost", n, rows, said=one.to))
            ways = (
                (label, self._target("lost", n, rows, said=to) if _is_lost(to, n, rows) else to)
                for label, to in one.ways
            )
            made[n - 1] = made[n - 1]._replace(ways=tuple(ways))
        return made

    def _completed(self, typed: Typed, rows: Sequence[Typed], actors: list[str]) -> Typed:
        """Ask for what the row leaves out."""
        n = len(rows) + 1
        actor = typed.actor or self._actor(actors, rows[-1].actor if rows else actors[0])
        known = matching(actor, actors)
        if known is None:
            actors.append(actor)
            self._tell("actor-added", name=actor)
        if typed.no_time:
            self._tell("again.time")
        norm = typed.time or self._asked("time", lambda said: time(said) or None)
        typed = typed._replace(actor=known or actor, time=norm)
        return typed if typed.ways or typed.to else self._decided(typed, n, [*rows, typed])

    def _actor(self, actors: Sequence[str], usual: str) -> str:
        if len(actors) == 1:
            return actors[0]
        listed = ", ".join(f"{n} {actor}" for n, actor in enumerate(actors, 1))

        def read(said: str) -> str | None:
            is_known = matching(said, actors) is not None or not said.isdigit()  # a number is none of a new actor
            return words(said or usual) or None if is_known or not said else None

        return self._asked("actor", read, listed=listed, usual=usual)

    def _decided(self, typed: Typed, n: int, rows: Sequence[Typed]) -> Typed:
        """Ask whether the row decides something, and what follows from it."""
        question = typed.question or self._asked("question", words)
        if question.casefold().rstrip(".") in ("", *_NO):
            return typed
        if question.casefold().rstrip(".") in _YES:
            question = ""
        yes, no, on, end = (self._looks.say(f"cli.new.{word}") for word in ("yes", "no", "on", "end"))
        ways = tuple(
            (label, self._target("target", n, rows, usual=usual, label=label))
            for label, usual in ((yes, on), (no, str(n - 1) if n > 1 else end))
        )
        return typed._replace(question=f"{question.rstrip('?')}?" if question else "", ways=ways)

    def _target(self, code: str, n: int, rows: Sequence[Typed], *, usual: str = "", **facts: object) -> str:
        """Ask where row `n` leads until it can be told; `usual` is what no answer means. Later rows may still come."""

        def read(said: str) -> str | None:
            to = target(said or usual, n, rows)
            is_later = code == "lost" and isinstance(to, int) and to > len(rows)
            return None if to is None or is_later or not (said or usual) else said or usual

        return self._asked(code, read, n=n, last=len(rows), usual=usual, **facts)

    def _asked(self, code: str, read: Callable[[str], _Answer | None], **facts: object) -> _Answer:
        """Ask until an answer can be read."""
        if self._at < len(self._given):
            answer = read(self._given[self._at])
            if answer is not None:
                self._at += 1
                return answer
            del self._given[self._at :]  # what it meant has changed, as a file that is there by now
        self._is_seen = True
        if self._taken_back:
            self._tell("taken-back", said=self._taken_back)
            self._taken_back = ""
        *lines, last = self._looks.wrapped(self._looks.say(f"cli.new.ask.{code}", **facts), "    ", "")
        for _ in attempts():
            for line in lines:
                show(line)
            said = ask(f"{last} ")
            if said == _BACK and self._given:
                raise _TakenBack
            answer = read(said) if said != _BACK else None
            if answer is not None:
                self._given.append(said)
                self._at += 1
                return answer
            self._tell(f"again.{code}", **facts)
        raise Unusable(self._looks.say("cli.new.hopeless"))

    def _tell(self, code: str, **facts: object) -> None:
        for line in self._looks.wrapped(self._looks.say(f"cli.new.{code}", **facts), style="dim"):
            self._show(line)

    def _show(self, line: str) -> None:
        if self._is_seen:
            show(line)


def names(said: str) -> list[str]:
    """Return the names in a list with commas or semicolons, each once."""
    by_name: dict[str, str] = {}
    for name in filter(None, map(words, said.replace(";", ",").split(","))):
        by_name.setdefault(name.casefold(), name)
    return list(by_name.values())


def matching(said: str, actors: Sequence[str]) -> str | None:
    """Return which actor is meant: by name, or by number in the list."""
    if said.isascii() and said.isdigit() and 0 < int(said[:6]) <= len(actors):
        return actors[int(said) - 1]
    return next((actor for actor in actors if actor.casefold() == said.casefold()), None)


def _row(said: str, *, may_end: bool) -> Typed | None:
    """Return the row that is typed; one without an activity where the list may end here."""
    typed = row(said)
    is_odd = not decides(typed.ways) if typed.ways else typed.question and not said.endswith("?")
    is_row = typed.activity and not is_odd
    return typed if is_row or (may_end and not said) else None


def _is_lost(said: str, n: int, rows: Sequence[Typed]) -> bool:
    to = target(said, n, rows)
    return to is None or (isinstance(to, int) and to > len(rows))
