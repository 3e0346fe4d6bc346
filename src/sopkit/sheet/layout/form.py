"""
Sop → the words of its sheet: header, rows, total, in one language.
"""

from __future__ import annotations

from itertools import accumulate
from string import ascii_lowercase
from typing import TYPE_CHECKING

import attrs

from sopkit.model import Range
from sopkit.worktime import in_hours

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sopkit.model import Sop, Step
    from sopkit.sheet.style import Style
    from sopkit.worktime import Duration

__all__ = ["Form", "FormRow", "form", "reckoned"]


@attrs.frozen(kw_only=True)
class FormRow:
    """The words of one row."""

    number: str
    activity: str
    inputs: str
    time: str
    outputs: str
    note: str

    def asking(self, questions: Iterable[str]) -> FormRow:
        """Return it with questions below the activity."""
        return attrs.evolve(self, activity="\n".join((self.activity, *questions)))


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
    return Form(
        title=sop.title.in_(wanted),
        style=look,
        actors=tuple(actor.name.in_(wanted) for actor in sop.actors),
        rows=tuple(_row(sop, row, wanted, said) for row in rows),
        total=_total(sop, said),
    )


def _total(sop: Sop, said: str) -> str:
    """Return the total as it is printed, else the sum; nothing where no step is measured."""
    if sop.printed_total:
        return _time(sop.printed_total, said)
    return in_hours(sop.total_time, said) if any(step.standard_time for step in sop.steps) else ""


def reckoned(sop: Sop, look: Style) -> list[str]:
    """Return how the total was reckoned, where whoever adds up the rows could find another one."""
    times = [step.standard_time for step in sop.steps if step.standard_time]
    if sop.printed_total or not times:
        return []
    said = []
    if any(unit == "days" for time in times for unit, _ in (time.to if isinstance(time, Range) else time).parts):
        said.append(look.word("sheet.legend.day", day=sop.working_day.in_(look.language)))
    if any(isinstance(time, Range) for time in times):
        said.append(look.word("sheet.legend.range"))
    if len(times) < len(sop.steps):
        said.append(look.word("sheet.legend.untimed"))
    return said


def _row(sop: Sop, steps: list[Step], language: str, said: str) -> FormRow:
    """Return the words of a row; where several activities share it, each has a letter, and so have times and notes."""
    activities = [step.activity.in_(language) if step.activity else "" for step in steps]
    times = [_time(step.standard_time, said) for step in steps]
    notes = [step.note.in_(language) if step.note else "" for step in steps]
    letters = _letters(activities)
    outputs = dict.fromkeys(line for step in steps for line in _outputs(sop, step, language))
    return FormRow(
        number=steps[0].number,
        activity=_lettered(activities, letters),
        inputs=_documents(sop, (id for step in steps for id in step.inputs), language),
        time=_lettered(times, letters if sum(map(bool, times)) > 1 else ()),
        outputs="\n".join(outputs),
        note=_lettered(notes, letters if len(set(notes) - {""}) > 1 else ()),
    )


def _letters(activities: Sequence[str]) -> tuple[str, ...]:
    """Return the letter of each step of a row, one for each activity; none where there is but one."""
    if len(set(activities) - {""}) < 2:
        return ()
    counts = accumulate(1 if activity else 0 for activity in activities)
    return tuple(ascii_lowercase[(count - 1) % len(ascii_lowercase)] for count in counts)


def _lettered(said: Sequence[str], letters: Sequence[str]) -> str:
    """Return what the steps of a row say, one below the other, each thing once."""
    if letters:
        return "\n".join(f"{letter}. {one}" for letter, one in zip(letters, said, strict=True) if one)
    return "\n".join(dict.fromkeys(one for one in said if one))


def _outputs(sop: Sop, step: Step, language: str) -> Iterator[str]:
    """Yield what a step produces, then what its outcomes produce instead, each by its label."""
    if step.outputs:
        yield _documents(sop, step.outputs, language)
    for outcome in step.outcomes:
        if outcome.outputs and outcome.outputs != step.outputs:
            yield f"{outcome.label.in_(language)}: {_documents(sop, outcome.outputs, language)}"


def _documents(sop: Sop, ids: Iterable[str], language: str) -> str:
    return "; ".join(sop.document(id).name.in_(language) for id in dict.fromkeys(ids))


def _time(time: Duration | Range | None, language: str) -> str:
    """Return a time as its author wrote it; the unit of a range once, where both ends have the same."""
    if not isinstance(time, Range):
        return time.in_(language) if time else ""
    (unit, least), *more = time.from_.parts
    if not more and [unit] == [one for one, _ in time.to.parts]:
        return f"{least} – {time.to.in_(language)}"
    return f"{time.from_.in_(language)} – {time.to.in_(language)}"
