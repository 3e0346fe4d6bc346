"""
A case and who acts → what was done with it, or why not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sopkit.cli.case.told import resumption, tell
from sopkit.cli.desks import (
    as_option,
    at_desk,
    case_id,
    seq_option,
    store_option,
    telling,
    who,
    words,
    words_option,
)
from sopkit.cli.parts import Unusable, Verb, format_option
from sopkit.cli.player import chosen
from sopkit.cli.report import show_commands
from sopkit.views.names import label, outcome
from sopkit.views.screen import shortened
from sopkit.wording import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    import click

    from sopkit.case import Case
    from sopkit.desk import Desk
    from sopkit.model import Person
    from sopkit.views.screen import Screen

__all__ = ["assign", "attach", "cancel", "claim", "do", "note", "release", "resume", "suspend"]

_ACTIVITY = 60  # characters of an activity that say which one it is


def do(language: str) -> Verb:
    """Return the command that completes the open step."""
    return Verb("case do", language, _do, [
        case_id(language),
        words("outcome", language, required=False),
        as_option(language),
        words_option("--reason", language, "cli.case.reason", "text"),
        words_option("--output outputs", language, "cli.case.output", "output", multiple=True),
        words_option("--step", language, "cli.case.step", "step"),
        *_usual(language),
    ])  # fmt: skip


def _do(
    looks: Screen, case: str, outcome: str | None, by: Person, reason: str | None, outputs: Sequence[str],
    step: str | None, seq: int | None, store: str, shape: str,
) -> int:  # fmt: skip
    handed = _handed(outputs, looks)

    def work(desk: Desk) -> int:
        now = desk.case(case)
        at = step or (now.open_steps[0] if now.open_steps else now.last.step or "")
        way = _way(now, at, outcome, by, looks)
        then = desk.complete(case, at, way, by=by, reason=reason, outputs=handed, seq=seq)
        return tell(_recorded(then, looks), then, desk, looks, shape)

    return at_desk(work, store, looks, shape)


def _way(case: Case, step: str, word: str | None, by: Person, looks: Screen) -> str:
    """Return the outcome that is meant; a word that means none of them as it is, for the case to refuse."""
    if step not in case.open_steps:
        return word or "done"
    ways = case.options(by=by)
    way = chosen(ways, word or "")
    if way is None and not word:
        outcomes = tuple(f"{one.label.in_(looks.language)} ({one.outcome})" for one in ways)
        raise Unusable(looks.say("cli.case.do.which", outcomes=outcomes))
    return way.outcome if way else str(word)


def _recorded(case: Case, looks: Screen) -> str:
    """Return which row was done, and how it ended."""
    step = case.sop.step(case.last.step or "")
    activity, said = shortened(label(case.sop, step.id, looks), _ACTIVITY), outcome(step, case.last.outcome, looks)
    return looks.say("cli.case.recorded", number=step.number, activity=activity, outcome=said)


def _handed(outputs: Sequence[str], looks: Screen) -> dict[str, str]:
    """Return document id → reference, as they were typed."""
    handed: dict[str, str] = {}
    for one in outputs:
        document, parted, reference = one.partition("=")
        if not (document.strip() and parted and reference.strip()) or document in handed:
            raise Unusable(looks.say("cli.error.pair", name="--output", given=one))
        handed[document] = reference
    return handed


def cancel(language: str) -> Verb:
    """Return the command that ends a case before its time."""
    return _with_reason("cancel", language)


def suspend(language: str) -> Verb:
    """Return the command that lets a case rest."""
    return _with_reason("suspend", language)


def resume(language: str) -> Verb:
    """Return the command that lets a suspended case go on."""
    return _with_reason("resume", language)


def claim(language: str) -> Verb:
    """Return the command by which somebody takes the open step."""
    return _plain("claim", language)


def release(language: str) -> Verb:
    """Return the command by which somebody lets go of the open step."""
    return _plain("release", language)


def assign(language: str) -> Verb:
    """Return the command that gives the open step to somebody."""
    return _plain("assign", language, who("to", language))


def note(language: str) -> Verb:
    """Return the command that puts a note to a case."""
    return _aside("note", language, words("text", language))


def attach(language: str) -> Verb:
    """Return the command that puts a reference to a file to a case."""
    return _aside("attach", language, words("name", language), words("reference", language))


def _with_reason(name: str, language: str) -> Verb:
    reason = words_option("--reason", language, "cli.case.reason", "text", required=True)
    return _plain(name, language, reason)


def _plain(name: str, language: str, *more: click.Parameter) -> Verb:
    params = [case_id(language), *more, as_option(language), *_usual(language)]
    return Verb(f"case {name}", language, _act(name), params)


def _aside(name: str, language: str, *more: click.Parameter) -> Verb:
    """Return a command that may be used wherever the case is."""
    params = [case_id(language), *more, as_option(language), store_option(language), format_option(language)]
    return Verb(f"case {name}", language, _act(name), params)


def _usual(language: str) -> list[click.Parameter]:
    return [seq_option(language), store_option(language), format_option(language)]


def _act(name: str) -> Any:
    """Return what carries out an act of this name, which the desk knows by the same name."""

    def run(looks: Screen, case: str, store: str, shape: str, **values: Any) -> int:
        given = [values.pop(one) for one in ("text", "name", "reference") if one in values]

        def work(desk: Desk) -> int:
            then = getattr(desk, name)(case, *given, **values)
            facts = {"case": case, "to": values["to"].id} if "to" in values else {"case": case}
            code = tell(say(f"cli.case.{name}.done", looks.language, **facts), then, desk, looks, shape)
            if name == "suspend" and shape == "text":
                by = values["by"]
                with telling(looks):
                    hint = resumption(case, f"{by.id}:{','.join(sorted(by.actors))}", store, looks)
                    show_commands([hint], looks)
            return code

        return at_desk(work, store, looks, shape)

    return run
