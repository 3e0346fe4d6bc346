"""Generated definitions whose every sign the font of the sheet has, and cases on them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import assume
from hypothesis import strategies as st

import sopkit
from sopkit.errors import SheetError
from sopkit.sheet.layout import layout
from sopkit.testing import sops, walks

if TYPE_CHECKING:
    from sopkit.sheet.values import Sheet

SMALL = ((1, 5), (6, 12))


def printable(*, can_finish: bool = False) -> st.SearchStrategy[sopkit.Sop]:
    """Return sound definitions of at most 12 steps in signs that the font has."""
    return sops(SMALL, can_finish=can_finish).map(
        lambda sop: sopkit.loads("".join(sign if ord(sign) < 128 else "x" for sign in sopkit.dumps(sop)))
    )


@st.composite
def cases(draw: st.DrawFn) -> sopkit.Case:
    """Return a case anywhere on a legal way: just opened, under way, ended, or cancelled where that is possible."""
    sop = draw(printable(can_finish=True))
    journal = draw(walks(sop)).journal
    case = sopkit.replay(sop, journal[: draw(st.integers(1, len(journal)))])
    if sop.cancel and not case.is_closed and draw(st.booleans()):
        case = case.cancel(by=sopkit.Person("x", actors={sop.cancel[0]}), at=case.last.at, reason="x")
    return case


def laid_out(sop: sopkit.Sop, **options: str) -> Sheet:
    """Return its sheet; another SOP is drawn where it fits on no paper."""
    try:
        return layout(sop, paper="Legal", **options)
    except SheetError:
        assume(False)
        raise
