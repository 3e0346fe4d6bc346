"""
Sop → the forms to fill in by hand that look after it: monitoring every six months, evaluation every year.

What the definition knows is filled in: name, number, steps, standard times. Their columns are those of PermenPANRB
35/2012.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from sopkit.sheet.layout.form import form
from sopkit.sheet.layout.heading import numbered
from sopkit.sheet.layout.ruled import Column, edged, ruled
from sopkit.sheet.layout.table import PADDING
from sopkit.sheet.metrics import line_height, lines, width
from sopkit.sheet.paper import PAPERS
from sopkit.sheet.style import style
from sopkit.sheet.values import Page, Sheet, Tie
from sopkit.wording import say

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sopkit.model import Sop
    from sopkit.sheet.paper import Paper
    from sopkit.sheet.style import Style
    from sopkit.sheet.values import Cell

__all__ = ["evaluation", "monitoring"]

_TITLE, _TEXT = 13.0, 9.0  # sizes in points
_ROW = 11.0  # least height of a row that somebody writes into
_BLANK, _SIGNED = 60.0, 70.0  # millimetres: a line to write on, the block for a signature
_FINE = 0.13
_STATEMENTS = 7


def monitoring(
    sop: Sop, *, paper: str | None = None, language: str | None = None, profile: str | None = None
) -> Sheet:  # fmt: skip
    """
    Return the monitoring form of an SOP: whether each of its steps is carried out well, every six months.

    Args:
        sop: the definition.
        paper: `A4`, `F4`, `Letter` or `Legal`, on its side; that of the profile without it.
        language: of the words; the SOP's own without it.
        profile: in place of the SOP's own.

    Raises:
        SheetError: a word is too wide, or the font lacks a character.
    """
    look = style(sop, language, profile, paper=paper)
    columns = (
        _column("number", 8, look, align="center"),
        _column("procedure", 82, look),
        _column("well", 24, look, group="applied"),
        _column("not-well", 24, look, group="applied"),
        _column("remarks", 55, look),
        _column("measures", 55, look),
        _column("initials", 25, look),
    )
    rows = [(number, _with_norm(said, look), "", "", "", "", "") for number, *said in _steps(sop, look)]
    return _form(sop, look, "monitoring", [(columns, rows)])


def evaluation(
    sop: Sop, *, paper: str | None = None, language: str | None = None, profile: str | None = None
) -> Sheet:  # fmt: skip
    """
    Return the evaluation form of an SOP: seven statements to answer by yes or no, and its standard times beside those
    that were found, every year.

    Arguments and errors are those of `monitoring`.
    """
    look = style(sop, language, profile, paper=paper)
    statements = (
        _column("number", 8, look, align="center"),
        _column("statement", 110, look),
        _column("yes", 18, look, group="judgement"),
        _column("no", 18, look, group="judgement"),
        _column("remarks", 119, look),
    )
    judged = [(str(n), say(f"form.statement.{n}", look.language), "", "", "") for n in range(1, _STATEMENTS + 1)]
    times = (
        _column("number", 8, look, align="center"),
        _column("step", 95, look),
        _column("actor", 40, look),
        _column("standard", 30, look, align="center"),
        _column("found", 30, look),
        _column("notes", 70, look),
    )
    timed = [(number, activity, actor, time, "", "") for number, activity, actor, time in _steps(sop, look)]
    return _form(sop, look, "evaluation", [(statements, judged), (times, timed)])


def _column(code: str, share: float, look: Style, *, group: str = "", align: str = "left") -> Column:
    above = say(f"form.column.{group}", look.language) if group else ""
    return Column(head=say(f"form.column.{code}", look.language), share=share, group=above, align=align)


def _steps(sop: Sop, look: Style) -> Iterator[tuple[str, str, str, str]]:
    """Yield number, activity, actors and standard time of each row."""
    for n, row in enumerate(form(sop, look).rows, 1):
        actors = dict.fromkeys(sop.actor(step.actor).name.in_(look.texts) for step in sop.steps if step.row == n)
        yield row.number, row.activity, ", ".join(" ".join(name.split()) for name in actors), row.time


def _with_norm(said: Sequence[str], look: Style) -> str:
    """Return an activity, and below it who does it and how long that should take."""
    activity, actors, time = said
    code = "form.norm" if time else "form.norm.untimed"
    return f"{activity}\n{say(code, look.language, actors=actors, time=', '.join(time.splitlines()))}"


def _form(
    sop: Sop, look: Style, code: str, tables: Sequence[tuple[Sequence[Column], Sequence[Sequence[str]]]]
) -> Sheet:  # fmt: skip
    """Return the pages of a form: what it is about, its tables, and where it is signed."""
    paper = PAPERS[look.paper]
    title = say(f"form.{code}.title", look.language)
    above, ties, top = _about(sop, look, code, title, paper)
    pages: list[Page] = []
    y = top
    for columns, rows in tables:
        found, y = ruled(
            columns, rows, paper, top=y if not pages else paper.margin, least=_ROW, kind="form", name="row"
        )
        pages += found
    pages[0] = attrs.evolve(
        pages[0], cells=(*above, *pages[0].cells), ties=ties, title=f"{title}: {sop.title.in_(look.texts)}"
    )
    signed, high = _signature(look, code, paper, y + 4)
    if y + 4 + high > paper.height - paper.foot:
        pages.append(Page(cells=(), kind="form"))
        signed, _ = _signature(look, code, paper, paper.margin)
    pages[-1] = attrs.evolve(pages[-1], cells=(*pages[-1].cells, *signed))
    if (count := len(pages)) > 1:
        pages = numbered(pages, paper, lambda n: look.word("sheet.page-of", page=n, pages=count))
    return Sheet(title=f"{title}: {sop.title.in_(look.texts)}", language=look.language, paper=paper, pages=tuple(pages))


def _about(sop: Sop, look: Style, code: str, title: str, paper: Paper) -> tuple[list[Cell], tuple[Tie, ...], float]:
    """Return the cells above the first table, the lines to write on, and where the table begins."""
    left, right, y = paper.margin, paper.width - paper.margin, paper.margin
    low = y + line_height(_TITLE)
    cells = [edged(left, y, right, low, (title,), _TITLE, align="center", bold=True, ruled=False, name="title")]
    ties = []
    facts = [(say(f"form.about.{name}", look.language), said) for name, said in _facts(sop, look, code)]
    wide = max(width(name, _TEXT) for name, _ in facts) + 2 * PADDING + 2
    y = low + 2
    for name, said in facts:
        room = right - left - wide - 2 * PADDING
        broken = lines(f": {said}", room, _TEXT)
        low = y + max(len(broken), 1) * line_height(_TEXT) + 0.6
        cells.append(edged(left, y, left + wide, low, (name,), _TEXT, upright="top", ruled=False, name="about"))
        cells.append(edged(left + wide, y, right, low, broken, _TEXT, upright="top", ruled=False, name="about"))
        if not said:
            x = left + wide + PADDING + width(": ", _TEXT)
            ties.append(
                Tie(
                    points=((round(x, 2), round(low - 0.4, 2)), (round(x + _BLANK, 2), round(low - 0.4, 2))),
                    width=_FINE,
                )
            )
        y = low
    return cells, tuple(ties), y + 3


def _facts(sop: Sop, look: Style, code: str) -> Iterator[tuple[str, str]]:
    """Yield what the form is about; nothing where somebody is to write it."""
    about = sop.identity
    owner = [text.in_(look.texts) for text in (about.unit, about.agency) if text] if about else []
    yield "owner", ", ".join(" ".join(one.split()) for one in owner)
    yield "name", " ".join(sop.title.in_(look.texts).split())
    yield (
        "number",
        say("form.number", look.language, number=about.number, version=sop.version) if about and about.number else "",
    )
    words = form(sop, look)
    said = {"rows": len(words.rows), "total": ", ".join(words.total.splitlines())}
    yield "size", say("form.size" if words.total else "form.size.untimed", look.language, **said)
    yield f"period.{code}", ""
    yield "date", ""


def _signature(look: Style, code: str, paper: Paper, y: float) -> tuple[list[Cell], float]:
    """Return where somebody concludes and signs, and how high that is."""
    left, right = paper.margin, paper.width - paper.margin
    high = 7 * line_height(_TEXT) + 2 * PADDING
    concluded = (say(f"form.{code}.concluded", look.language),)
    signed = tuple(say("form.signed", look.language).split("\n"))
    return [
        edged(left, y, right - _SIGNED, y + high, concluded, _TEXT, upright="top", name="concluded"),
        edged(right - _SIGNED, y, right, y + high, signed, _TEXT, upright="top", name="signed"),
    ], high
