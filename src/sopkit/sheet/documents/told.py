"""
Sop → its flow in sentences, for whoever hears the sheet and does not see it.

One for each step: who does what, and what happens then. Documents, times and remarks stand in the table and are not
told again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sopkit.sheet.style import style
from sopkit.wording import say

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sopkit.model import Sop, Step
    from sopkit.sheet.style import Style

__all__ = ["told"]


def told(sop: Sop, language: str | None = None, profile: str | None = None) -> tuple[str, ...]:
    """
    Return what happens at each step, in the order of the sheet; each item names its step by the number on the sheet.

    >>> import sopkit
    >>> print(told(sopkit.reference())[7])
    Langkah 8, CARAKA: Mengarsipkan dan Mengirimkan Surat rekomendasi Izin ke DPMPTSP. Selesai.

    Args:
        sop: the definition.
        language: of the sentences, as for the sheet itself; the SOP's own without it.
        profile: as for the sheet itself.
    """
    look = style(sop, language, profile)
    return tuple(" ".join(map(_ended, _sentences(sop, step, look))) for step in sop.steps)


def _sentences(sop: Sop, step: Step, look: Style) -> Iterator[str]:
    actor, activity = _plain(sop.actor(step.actor).name.in_(look.texts)), _plain(sop.label(step.id).in_(look.texts))
    yield say("told.step", look.language, number=_plain(step.number), actor=actor, activity=activity)
    if step.participants:
        yield say("told.participants", look.language, actors=", ".join(_names(sop, step.participants, look)))
    if step.alternates:
        yield say("told.alternates", look.language, actors=tuple(_names(sop, step.alternates, look)))
    if step.question:
        yield _plain(step.question.in_(look.texts))
    labels = {outcome.id: _plain(outcome.label.in_(look.texts)) for outcome in step.outcomes}
    for id, to in sop.ways(step):
        then = _then(sop, step, to, look)
        if id in labels:
            yield say("told.if", look.language, label=labels[id], then=then)
        else:
            yield then[0].upper() + then[1:]


def _then(sop: Sop, step: Step, to: str, look: Style) -> str:
    """Return where a way leads."""
    place, here = sop.place(to), sop.place(step.id) or 0
    if place is None:
        end = _plain(sop.label(to).in_(look.texts))
        return say("told.ends" if len(sop.ends) > 1 else "told.end", look.language, end=end)
    if place == here:
        return say("told.again", look.language)
    target = sop.steps[place]
    is_shared = sum(other.row == target.row for other in sop.steps[max(0, place - 1) : place + 2]) > 1
    actor = f" ({_plain(sop.actor(target.actor).name.in_(look.texts))})" if is_shared else ""
    code = "told.back" if place < here else "told.on"
    return say(code, look.language, place=_plain(target.number) + actor)


def _names(sop: Sop, actors: Iterable[str], look: Style) -> Iterator[str]:
    for id in actors:
        yield _plain(sop.actor(id).name.in_(look.texts))


def _plain(words: str) -> str:
    return " ".join(words.split())


def _ended(sentence: str) -> str:
    return sentence if sentence.endswith((".", "!", "?", "…")) else f"{sentence}."
