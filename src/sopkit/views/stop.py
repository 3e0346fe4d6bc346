"""
Case + person → the step that is open, as a question; and why an act was refused.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import attrs

from sopkit.errors import Refusal, StoreError
from sopkit.views.cells import details
from sopkit.views.journal import worked
from sopkit.views.names import actors, documents, label, outcome, place, time
from sopkit.views.screen import clean, shortened
from sopkit.wording import knows
from sopkit.worktime import in_hours

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from typing import Any

    from sopkit.case import Case, Option
    from sopkit.model import Sop, Step
    from sopkit.views.screen import Screen

__all__ = ["facts", "refused", "stop"]


def stop(case: Case, options: Sequence[Option], screen: Screen) -> Iterator[str]:
    """Yield the lines that tell which row is open, who acts, the time so far, and the choices by number."""
    sop = case.sop
    step = sop.step(case.open_steps[0])
    yield _rule(case, step, screen)
    yield from screen.wrapped(label(sop, step.id, screen), style="bold")
    said = details(sop, [step], screen) | {"time": time(step.standard_time, screen)}
    heads = {
        column: screen.say(f"view.column.{column}") for column in ("inputs", "outputs", "time", "note") if said[column]
    }
    widest = max(map(len, heads.values()), default=0) + 4
    for column, head in heads.items():
        yield from screen.wrapped(said[column], " " * widest, f"  {head}".ljust(widest), style="dim")
    if step.question:
        yield from screen.wrapped(step.question.in_(screen.language))
    for n, option in enumerate(options, 1):
        yield from _choice(sop, step, n, option, screen)


def refused(refusal: Refusal | StoreError, sop: Sop | None, screen: Screen) -> str:
    """Return the sentence of a refusal, its ids put as people call the things; as they are where no `sop` is known."""
    known = _fields(refusal)
    step = sop.step(known["step"]) if sop and sop.place(known.get("step") or "") is not None else None
    put = {key: _put(key, fact, sop, step, screen) for key, fact in known.items() if fact is not None}
    return screen.say(_sentence(refusal, known), **(dict.fromkeys(known, "–") | put))


def facts(refusal: Refusal | StoreError) -> dict[str, Any]:
    """Return what a refusal is made of, as JSON values."""
    return {key: fact.isoformat() if isinstance(fact, datetime) else fact for key, fact in _fields(refusal).items()}


def _fields(refusal: Refusal | StoreError) -> dict[str, Any]:
    return {field.name: getattr(refusal, field.name) for field in attrs.fields(type(refusal))}  # type: ignore[arg-type]


def _sentence(refusal: Refusal | StoreError, known: Mapping[str, Any]) -> str:
    """Return the code of the sentence: one of its own where nothing is possible."""
    code = f"store.{refusal.rule}" if isinstance(refusal, StoreError) else f"refusal.{refusal.rule}"
    code += f".{refusal.variant}" if refusal.variant else ""
    bare = f"{code}.none"
    return bare if () in known.values() and knows(bare) else code


def _rule(case: Case, step: Step, screen: Screen) -> str:
    """Return the heading line: row and actor at the left, the time so far at the right."""
    spent = in_hours(worked(case.sop, case.journal), screen.language)
    width = min(screen.width, 100)
    right = f" {screen.say('view.stop.so-far', time=spent)} ──"
    left = shortened(f"── {step.number} · {actors(case.sop, step.actors, screen)}", width - len(right) - 3) + " "
    return screen.paint(left + "─" * (width - len(left) - len(right)) + right, "cyan")


def _choice(sop: Sop, step: Step, n: int, option: Option, screen: Screen) -> Iterator[str]:
    needs = [screen.say(f"view.stop.needs.{need}") for need in option.requires]
    if option.left is not None:
        needs.append(screen.counted("left", option.left))
    asked = f" ({', '.join(needs)})" if needs else ""
    is_end = sop.place(option.to) is None
    to = place(sop, option.to, screen)
    to = screen.say("view.stop.end", end=to) if is_end else to
    line = f"{outcome(step, option.outcome, screen)} → {to}"
    if not is_end:
        line += f" {shortened(label(sop, option.to, screen), max(20, screen.width - len(line + asked) - 8))}"
    yield from screen.wrapped(line + asked, " " * 6, f"{n:>4}  ", style="dim" if option.refusal else "")


def _put(key: str, fact: Any, sop: Sop | None, step: Step | None, screen: Screen) -> Any:
    """Return the fact `key` as people call it."""
    if isinstance(fact, datetime):
        return fact.strftime("%Y-%m-%d %H:%M")  # as the journal tells it
    if sop is None:
        return fact
    if step and key == "outcomes":
        return tuple(f"{outcome(step, id, screen)} ({id})" for id in fact)
    if step and key == "outcome" and fact in dict(sop.ways(step)):
        return outcome(step, fact, screen)
    put = _PUT.get(key)
    return put(sop, fact, screen) if put else fact


def _open(sop: Sop, ids: Sequence[str], screen: Screen) -> tuple[str, ...]:
    return tuple(_step(sop, id, screen) for id in ids)


def _step(sop: Sop, id: str, screen: Screen) -> str:
    return f"{clean(sop.step(id).number)} {shortened(label(sop, id, screen), 40)}" if sop.place(id) is not None else id


def _now(sop: Sop, id: str, screen: Screen) -> str:
    """Return where a case is: a step or an end."""
    return _step(sop, id, screen) if sop.place(id) is not None else label(sop, id, screen)


def _actors(sop: Sop, ids: Sequence[str], screen: Screen) -> str:
    return actors(sop, ids, screen) if ids else screen.say("view.nobody")


def _documents(sop: Sop, ids: Sequence[str], screen: Screen) -> tuple[str, ...]:
    """Return the names, and what to type in a script for each."""
    return tuple(f"{documents(sop, [id], screen)} (+{id}=…)" for id in ids)


_PUT: dict[str, Callable[[Sop, Any, Screen], object]] = {
    "step": _step, "other": _step, "open_steps": _open, "end": label, "now": _now,
    "actors": _actors, "missing": _documents, "documents": _documents,
}  # fmt: skip
