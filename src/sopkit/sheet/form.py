"""
Sop → the words of its sheet: header, rows, total, in one language.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from sopkit.model import Range
from sopkit.worktime import in_hours

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sopkit.model import Sop, Step, Text
    from sopkit.sheet.style import Style
    from sopkit.worktime import Duration

__all__ = ["Form", "FormRow", "form"]


@attrs.frozen(kw_only=True)
class FormRow:
    """The words of one row."""

    number: str
    activity: str
    inputs: str
    time: str
    outputs: str
    note: str


@attrs.frozen(kw_only=True)
class Form:
    """The words of the flow table."""

    title: str
    style: Style
    actors: tuple[str, ...]
    rows: tuple[FormRow, ...]
    total: str

    @property
    def language(self) -> str:
        """Of the header words: `id` or `en`."""
        return self.style.language

    def word(self, code: str) -> str:
        """Return one of the sheet's own words."""
        return self.style.word(f"sheet.{code}")


def form(sop: Sop, look: Style) -> Form:
    """Return the words of a sheet, in the language and with the header words of its style."""
    wanted, said = look.texts, look.language
    rows: list[list[Step]] = []
    for step in sop.steps:
        if not rows or rows[-1][0].row != step.row:
            rows.append([])
        rows[-1].append(step)
    printed = sop.printed_total
    return Form(
        title=sop.title.in_(wanted),
        style=look,
        actors=tuple(actor.name.in_(wanted) for actor in sop.actors),
        rows=tuple(_row(sop, row, wanted, said) for row in rows),
        total=_time(printed, said) if printed else in_hours(sop.total_time, said),
    )


def _row(sop: Sop, steps: list[Step], language: str, said: str) -> FormRow:
    produced = [
        id for step in steps for id in (*step.outputs, *(one for o in step.outcomes for one in o.outputs or ()))
    ]
    return FormRow(
        number=steps[0].number,
        activity=_words((step.activity for step in steps), language),
        inputs=_documents(sop, (id for step in steps for id in step.inputs), language),
        time="\n".join(_time(step.standard_time, said) for step in steps if step.standard_time),
        outputs=_documents(sop, produced, language),
        note=_words((step.note for step in steps), language),
    )


def _words(texts: Iterable[Text | None], language: str) -> str:
    return "\n".join(dict.fromkeys(text.in_(language) for text in texts if text))


def _documents(sop: Sop, ids: Iterable[str], language: str) -> str:
    return ", ".join(sop.document(id).name.in_(language) for id in dict.fromkeys(ids))


def _time(time: Duration | Range | None, language: str) -> str:
    if isinstance(time, Range):
        return f"{time.from_.in_(language)} – {time.to.in_(language)}"
    return time.in_(language) if time else ""
