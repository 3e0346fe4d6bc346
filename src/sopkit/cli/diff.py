"""
Two files → what changed from one to the other, and whether a case could go on.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from sopkit import compare
from sopkit.cli.journals import replayed
from sopkit.cli.parts import Unusable, Verb, argument, file_option, one_of, option
from sopkit.cli.report import sound
from sopkit.cli.terminal import show, show_json
from sopkit.errors import Refusal
from sopkit.model import Range, Text
from sopkit.views.changes import changes, minutes, verdict
from sopkit.views.names import label
from sopkit.views.screen import shortened
from sopkit.views.stop import refused
from sopkit.wording import knows, say
from sopkit.worktime import Duration

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sopkit.case import Case
    from sopkit.changes import Change, Comparison, Remark
    from sopkit.changes.change import Value
    from sopkit.model import JSON, Sop
    from sopkit.views.screen import Screen

__all__ = ["verb"]

_UNSOUND = 2  # 1 says that something changed


def verb(language: str) -> Verb:
    """Return the command."""
    return Verb("diff", language, _run, [
        argument("old", language),
        argument("new", language),
        option("--renamed", language, "cli.diff.renamed", multiple=True, metavar=say("cli.metavar.renamed", language)),
        file_option("--case", language, "cli.diff.case", metavar=say("cli.metavar.journal", language)),
        one_of("--format shape", ("text", "json", "markdown"), language, "cli.diff.format", default="text"),
    ])  # fmt: skip


def _run(looks: Screen, old: str, new: str, renamed: Sequence[str], case: str | None, shape: str) -> int:
    sops = []
    for path in (old, new):
        sop = sound(path, looks, shape, err=True)
        if sop is None:
            return _UNSOUND
        sops.append(sop)
    compared = compare(sops[0], sops[1], renamed=_renamed(renamed, sops[0], sops[1], looks))
    stands = _case(case, sops[0], looks) if case else None
    if shape == "json":
        show_json(_as_json(compared, stands, looks))
    else:
        for line in _lines(compared, stands, looks, is_markdown=shape == "markdown"):
            show(line)
    return int(bool(compared.changes))


def _renamed(said: Sequence[str], old: Sop, new: Sop, looks: Screen) -> dict[str, str]:
    """Return old id → new id of the steps that are said to have another id now."""
    renamed: dict[str, str] = {}
    for one in said:
        before, parted, now = one.partition("=")
        if not (before and parted and now):
            raise Unusable(looks.say("cli.error.renamed-form", given=one))
        for name, sop in ((before, old), (now, new)):
            if sop.place(name) is None:
                known = tuple(step.id for step in sop.steps)
                raise Unusable(looks.say("cli.error.renamed", given=one, id=name, known=", ".join(known)))
        if before in renamed or now in renamed.values():
            raise Unusable(looks.say("cli.error.renamed-twice", given=one))
        renamed[before] = now
    return renamed


def _case(path: str, old: Sop, looks: Screen) -> Case:
    """Return the case whose journal stands in a file. One that does not hold is no usable call: 1 means changes."""
    try:
        return replayed(path, old, looks)
    except Refusal as refusal:
        raise Unusable(looks.say("cli.error.journal-refused", path=path, why=refused(refusal, old, looks))) from refusal


def _lines(compared: Comparison, case: Case | None, looks: Screen, *, is_markdown: bool) -> Iterator[str]:
    """Yield the whole report."""
    title = compared.new.title.in_(looks.language)
    remarks = list(_remarks(compared, looks))
    if is_markdown:
        yield from minutes(title, compared.changes, remarks, looks)
    else:
        labels = {step.id: sop.label(step.id) for sop in (compared.old, compared.new) for step in sop.steps}
        yield from changes(title, compared.changes, labels, remarks, looks)
    if case is not None:
        judged = compared.verdict(case)
        yield from verdict(case.id, judged, judged.reasons, looks, is_markdown=is_markdown)


def _remarks(compared: Comparison, looks: Screen) -> Iterator[str]:
    """Yield what the reader should know beside the changes."""
    yield from (remark.in_(looks.language) for remark in compared.warnings)
    for old, new in compared.suggestions:
        facts = {"number": compared.old.step(old).number, "activity": shortened(label(compared.old, old, looks), 60)}
        yield looks.say("change.view.suggestion", old=old, new=new, **facts)
    if compared.beside:
        keys = (
            say(f"change.beside.{key}", looks.language) if knows(f"change.beside.{key}") else key
            for key in compared.beside
        )
        yield looks.say("change.view.beside", keys=", ".join(keys))


def _as_json(compared: Comparison, case: Case | None, looks: Screen) -> JSON:
    """Return the report as JSON values; its keys are the attribute names."""
    judged = compared.verdict(case) if case else None
    return {
        "old": _edition(compared.old),
        "new": _edition(compared.new),
        "changes": [_change(change, looks) for change in compared.changes],
        "renamed": dict(compared.renamed),
        "suggestions": dict(compared.suggestions),
        "warnings": [_remark(remark, looks) for remark in compared.warnings],
        "beside": compared.beside,
        "verdict": judged
        and {"answer": judged.answer, "reasons": [_remark(reason, looks) for reason in judged.reasons]},
    }


def _edition(sop: Sop) -> JSON:
    return {"id": sop.id, "version": sop.version, "digest": sop.digest}


def _change(change: Change, looks: Screen) -> JSON:
    names = ("kind", "key", "step", "id", "old_number", "new_number")
    return {
        **{name: getattr(change, name) for name in names},
        "old": _value(change.old),
        "new": _value(change.new),
        "bears_on_cases": change.bears_on_cases,
        "message": change.in_(looks.language),
    }


def _remark(remark: Remark, looks: Screen) -> JSON:
    return {"code": remark.code, "message": remark.in_(looks.language)}


def _value(value: Value) -> JSON:
    """Return a value as a file writes it."""
    if isinstance(value, (Text, Range)):
        return value.to_json()
    if isinstance(value, tuple):
        return [_value(one) for one in value]
    return str(value) if isinstance(value, (Duration, date)) else value
