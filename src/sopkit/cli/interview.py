"""
Questions and answers → what a draft is made of: title, actors, rows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from sopkit.cli.steps import Typed, row, target, time, words
from sopkit.cli.terminal import ask, show

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sopkit.render.screen import Screen

__all__ = ["actors_asked", "matching", "mended", "names", "rows_asked", "title_asked"]

_NO, _YES = ("n", "no", "t", "tidak", "tidak ada"), ("y", "yes", "ya", "ada")
_Answer = TypeVar("_Answer")


def title_asked(looks: Screen) -> str:
    """
    Ask for the title until there is one.

    Raises:
        EOFError: nobody answers any more; this holds for every question here.
    """
    return _asked("title", looks, lambda said: words(said) or None)


def actors_asked(looks: Screen) -> list[str]:
    """Ask who takes part; at least one does."""
    return _asked("actors", looks, lambda said: names(said) or None)


def rows_asked(looks: Screen, actors: list[str]) -> list[Typed]:
    """
    Ask for the rows, one after the other, until an empty line; an actor who is new is added to `actors`.

    A row may be typed in the notation of `--steps`, whole or in part: only what it leaves out is asked for.
    """
    rows: list[Typed] = []
    show("")
    _tell("cli.new.intro.steps", looks)
    while True:
        show("")
        said = ask(looks.say("cli.new.ask.activity", n=len(rows) + 1))
        typed = row(said)
        if typed.activity:
            rows.append(_completed(typed, rows, actors, looks))
        elif rows and not said:
            return rows
        else:
            _tell("cli.new.again.activity", looks)


def mended(rows: Sequence[Typed], looks: Screen) -> list[Typed]:
    """Ask again where rows lead, if that is no place or a row that does not exist."""
    made = list(rows)
    for n, one in enumerate(rows, 1):
        if _is_lost(one.to, n, rows):
            made[n - 1] = one._replace(to=_target_asked("lost", n, rows, looks, said=one.to))
        ways = (
            (label, _target_asked("lost", n, rows, looks, said=to) if _is_lost(to, n, rows) else to)
            for label, to in one.ways
        )
        made[n - 1] = made[n - 1]._replace(ways=tuple(ways))
    return made


def _is_lost(said: str, n: int, rows: Sequence[Typed]) -> bool:
    to = target(said, n, rows)
    return to is None or (isinstance(to, int) and to > len(rows))


def names(said: str) -> list[str]:
    """Return the names in a list with commas, each once."""
    by_name: dict[str, str] = {}
    for name in filter(None, map(words, said.split(","))):
        by_name.setdefault(name.casefold(), name)
    return list(by_name.values())


def matching(said: str, actors: Sequence[str]) -> str | None:
    """Return which actor is meant: by name, or by number in the list."""
    if said.isascii() and said.isdigit() and 0 < int(said[:6]) <= len(actors):
        return actors[int(said) - 1]
    return next((actor for actor in actors if actor.casefold() == said.casefold()), None)


def _completed(typed: Typed, rows: Sequence[Typed], actors: list[str], looks: Screen) -> Typed:
    """Ask for what the row leaves out."""
    n = len(rows) + 1
    actor = typed.actor or _actor_asked(actors, rows[-1].actor if rows else actors[0], looks)
    known = matching(actor, actors)
    if known is None:
        actors.append(actor)
        _tell("cli.new.actor-added", looks, name=actor)
    norm = typed.time or _asked("time", looks, lambda said: time(said) or None)
    typed = typed._replace(actor=known or actor, time=norm)
    return typed if typed.ways or typed.to else _decided(typed, n, [*rows, typed], looks)


def _actor_asked(actors: Sequence[str], usual: str, looks: Screen) -> str:
    if len(actors) == 1:
        return actors[0]
    listed = ", ".join(f"{n} {actor}" for n, actor in enumerate(actors, 1))

    def read(said: str) -> str | None:
        is_known = matching(said, actors) is not None or not said.isdigit()  # a number is none of a new actor
        return words(said or usual) or None if is_known or not said else None

    return _asked("actor", looks, read, listed=listed, usual=usual)


def _decided(typed: Typed, n: int, rows: Sequence[Typed], looks: Screen) -> Typed:
    """Ask whether the row decides something, and what follows from it."""
    question = words(ask(looks.say("cli.new.ask.question")))
    if question.casefold().rstrip(".") in ("", *_NO):
        return typed
    if question.casefold().rstrip(".") in _YES:
        question = ""
    yes, no = looks.say("cli.new.yes"), looks.say("cli.new.no")
    on, back = looks.say("cli.new.on"), str(n - 1) if n > 1 else looks.say("cli.new.end")
    ways = tuple(
        (label, _target_asked("target", n, rows, looks, usual=usual, label=label))
        for label, usual in ((yes, on), (no, back))
    )
    return typed._replace(question=f"{question.rstrip('?')}?" if question else "", ways=ways)


def _target_asked(code: str, n: int, rows: Sequence[Typed], looks: Screen, *, usual: str = "", **facts: object) -> str:
    """Ask where row `n` leads until it can be told; `usual` is what no answer means. Later rows may still come."""

    def read(said: str) -> str | None:
        to = target(said or usual, n, rows)
        is_later = code == "lost" and isinstance(to, int) and to > len(rows)
        return None if to is None or is_later or not (said or usual) else said or usual

    return _asked(code, looks, read, n=n, last=len(rows), usual=usual, **facts)


def _asked(code: str, looks: Screen, read: Callable[[str], _Answer | None], **facts: object) -> _Answer:
    """Ask until an answer can be read."""
    while True:
        answer = read(ask(looks.say(f"cli.new.ask.{code}", **facts)))
        if answer is not None:
            return answer
        _tell(f"cli.new.again.{code}", looks, **facts)


def _tell(code: str, looks: Screen, **facts: object) -> None:
    for line in looks.wrapped(looks.say(code, **facts), style="dim"):
        show(line)
