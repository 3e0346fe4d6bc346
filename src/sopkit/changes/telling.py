"""
A value of a definition → the words that people read, in each language.
"""

from __future__ import annotations

import textwrap
from datetime import date
from typing import TYPE_CHECKING

from sopkit.model import Range, Text
from sopkit.wording import LANGUAGES, knows, say
from sopkit.worktime import Duration

if TYPE_CHECKING:
    from collections.abc import Callable

    from sopkit.changes.change import Value
    from sopkit.model import Sop

__all__ = ["both", "brief", "label", "outcome", "pair", "step", "words"]

_LABEL = 60  # characters of an activity, where it stands beside its number


def both(told: Callable[..., str], *of: object) -> Text:
    """Return what `told` says of these things, in each language of ours."""
    return Text("en", {language: told(*of, language) for language in LANGUAGES})


def words(sop: Sop, key: str, value: Value, language: str) -> str:
    """Return what `sop` says for `key`, as people read it; a dash for nothing."""
    if isinstance(value, tuple) and value:
        return "; ".join(words(sop, key, one, language) for one in value)
    if isinstance(value, Text):
        return value.in_(language)
    if isinstance(value, Duration):
        return value.in_(language, calendar=key == "elapsed_within")
    if isinstance(value, Range):
        return f"{value.from_.in_(language)} – {value.to.in_(language)}"
    if isinstance(value, date):
        return say(
            "view.date", language, day=value.day, month=say(f"view.month.{value.month}", language), year=value.year
        )
    if isinstance(value, bool):
        return say(f"change.{'yes' if value else 'no'}", language)
    if isinstance(value, int):
        return say("change.times", language, n=value)
    return _NAMED.get(key, _as_it_is)(sop, str(value), language) if value else "–"


def pair(sops: tuple[Sop, Sop], key: str, values: tuple[Value, Value]) -> tuple[Text, Text]:
    """
    Return the words for an old and a new value.

    Where both would read alike (the same name for another id, words that differ in another language), more is told.
    """

    def told(here: int, language: str) -> str:
        said: list[str] = []
        for tell in (words, _with_labels, _exactly):
            said = [tell(sop, key, value, language) for sop, value in zip(sops, values, strict=True)]
            if said[0] != said[1]:
                break
        return said[here]

    old, new = values
    if isinstance(old, Text) and isinstance(new, Text):
        return both(_where_they_differ, old, new), both(_where_they_differ, new, old)
    return both(told, 0), both(told, 1)


def _where_they_differ(text: Text, other: Text, language: str) -> str:
    """Return the words of `text` in `language`, else in its own, if they differ there; else in all that differ."""
    said, others = dict(text.by_language), dict(other.by_language)
    tags = [tag for tag in {**said, **others} if said.get(tag) != others.get(tag)]
    told = next((tag for tag in (language, text.language) if tag in tags and tag in said and tag in others), None)
    return said[told] if told else " / ".join(f"[{tag}] {said.get(tag, '–')}" for tag in tags)


def brief(old: Value, new: Value, said: Text) -> Text:
    """Return the words for an old value as they stand before the new one: `900 → 600 minutes`."""
    if isinstance(old, Duration) and isinstance(new, Duration) and len(old.parts) == len(new.parts) == 1:
        (unit, n), (other, _) = old.parts[0], new.parts[0]
        return both(lambda _: str(n)) if unit == other else said
    return said


def step(sop: Sop, id: str, language: str) -> str:
    """Return the number of a step; where a neighbour has the same one, with its actor."""
    here = sop.place(id) or 0
    one, neighbours = sop.steps[here], sop.steps[max(0, here - 1) : here + 2]
    is_shared = sum(other.number == one.number for other in neighbours) > 1
    return f"{one.number} ({sop.actor(one.actor).name.in_(language)})" if is_shared else one.number


def label(sop: Sop, id: str, language: str) -> str:
    """Return the first words of what people call a step or an end."""
    return textwrap.shorten(sop.label(id).in_(language), _LABEL, placeholder=" …")


def outcome(name: Text, language: str) -> str:
    """Return how an outcome is called where something is told of it."""
    return say("change.subject.outcome", language, name=name.in_(language))


def _with_labels(sop: Sop, key: str, value: Value, language: str) -> str:
    """Return the words for a value, the steps in it with their labels."""
    if isinstance(value, tuple):
        return "; ".join(_with_labels(sop, key, one, language) for one in value)
    told = words(sop, key, value, language)
    is_step = _NAMED.get(key) is _place and sop.place(str(value)) is not None
    return f"{told} “{label(sop, str(value), language)}”" if is_step else told


def _exactly(sop: Sop, key: str, value: Value, language: str) -> str:
    """Return the words for a value, and what the file writes."""
    if isinstance(value, tuple):
        return "; ".join(_exactly(sop, key, one, language) for one in value)
    if isinstance(value, Text):
        return " / ".join(f"[{tag}] {said}" for tag, said in value.by_language)
    written = f"{value.from_}/{value.to}" if isinstance(value, Range) else value
    return f"{_with_labels(sop, key, value, language)} ({written})"


def _actor(sop: Sop, id: str, language: str) -> str:
    return sop.actor(id).name.in_(language)


def _document(sop: Sop, id: str, language: str) -> str:
    return sop.document(id).name.in_(language)


def _place(sop: Sop, id: str, language: str) -> str:
    if sop.place(id) is None:
        return f"“{label(sop, id, language)}”"
    return say("change.where.step", language, old="", new=step(sop, id, language))


def _need(_sop: Sop, need: str, language: str) -> str:
    return say(f"change.needs.{need}", language)


def _kind(_sop: Sop, kind: str, language: str) -> str:
    return say(f"change.kind.{kind}", language)


def _profile(_sop: Sop, profile: str, language: str) -> str:
    code = f"view.profile.{profile}"
    return say(code, language) if knows(code) else profile


def _as_it_is(_sop: Sop, value: str, _language: str) -> str:
    return value


_NAMED: dict[str, Callable[[Sop, str, str], str]] = {
    "actor": _actor, "alternates": _actor, "participants": _actor, "cancel": _actor,
    "inputs": _document, "outputs": _document,
    "next": _place, "to": _place, "separate_from": _place,
    "requires": _need, "kind": _kind, "profile": _profile,
}  # fmt: skip
