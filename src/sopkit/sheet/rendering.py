"""
Sop + the name of a view → the bytes of a picture or a document.

What only one view needs is imported when it is asked for: a PDF needs no Word, and is made sooner without it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from sopkit.errors import SheetError
from sopkit.sheet.layout import layout
from sopkit.sheet.paper import PAPERS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sopkit.case import Case
    from sopkit.model import Sop
    from sopkit.sheet.marks.redline import Changed
    from sopkit.sheet.values import Sheet

__all__ = ["VIEWS", "Drawing", "Wish", "drawing", "render"]


@attrs.frozen(kw_only=True)
class Wish:
    """How an SOP is to be drawn."""

    paper: str | None = None
    language: str | None = None
    profile: str | None = None
    case: Case | None = None
    changes: Sequence[Changed] | None = None
    logo: bytes | None = None


@attrs.frozen
class Drawing:
    """How many files a view is, and each of them by its number, from 1."""

    count: int
    page: Callable[[int], bytes]


def render(
    sop: Sop, view: str = "sheet.svg", *, paper: str | None = None, language: str | None = None,
    profile: str | None = None, case: Case | None = None, changes: Sequence[Changed] | None = None,
    logo: bytes | None = None, page: int = 1,
) -> bytes:  # fmt: skip
    """
    Draw an SOP: the official sheet, and what else is made from the same file.

    >>> import sopkit
    >>> sopkit.render(sopkit.reference(), "sheet.svg")[:4]
    b'<svg'

    Args:
        sop: the definition.
        view: what is drawn, and its format: `sheet`, `monitoring` and `evaluation` are there as `.pdf`, `.html`,
            `.docx`, `.xlsx`, `.svg` and `.png`, `flow` as `.svg`, `.pdf` and `.png`, `steps` as `.html` and `.md`.
        paper: `A4`, `F4`, `Letter` or `Legal`, on its side; that of the profile without it.
        language: of the words; the SOP's own without it.
        profile: whose header words and manner are used; the SOP's own without it.
        case: a case of this SOP, whose way is marked.
        changes: what changed since an older version, `sopkit.compare(old, sop).changes`: it is marked, and listed.
        logo: bytes of a PNG or SVG, for the cover.
        page: of a picture, which holds one page: which of them, from 1.

    Returns:
        The file. The same SOP and the same wishes give the same bytes.

    Raises:
        SheetError: there is no such view, paper or page; the view has no use for something that is wished; it does
            not fit on the paper; or it needs packages that `sopkit[sheet]` brings.
    """
    wish = Wish(paper=paper, language=language, profile=profile, case=case, changes=changes, logo=logo)
    found = drawing(sop, view, wish)
    if page not in range(1, found.count + 1):
        raise SheetError(why="page", text=str(page), what=str(found.count))
    return found.page(page)


def drawing(sop: Sop, view: str, wish: Wish) -> Drawing:
    """
    Return a view of an SOP, of which each page can be had.

    Raises:
        SheetError: as `render` says.
    """
    if view not in VIEWS:
        raise SheetError(why="view", text=str(view), what=", ".join(VIEWS))
    if wish.paper is not None and wish.paper not in PAPERS:
        raise SheetError(why="paper", text=str(wish.paper), what=", ".join(PAPERS))
    what, _, _ = view.partition(".")
    for name in ("paper", "profile", "case", "changes", "logo"):
        if getattr(wish, name) is not None and name not in _TAKES[what]:
            raise SheetError(why="only", text=what, what=name)
    return VIEWS[view](sop, wish)


def _sheet(sop: Sop, wish: Wish) -> Sheet:
    sheet = layout(sop, paper=wish.paper, language=wish.language, profile=wish.profile, logo=wish.logo)
    if wish.changes is not None:
        from sopkit.sheet.marks.redline import redline

        sheet = redline(sheet, sop, wish.changes)
    if wish.case:
        if wish.case.sop.digest != sop.digest:  # two versions can have the same steps and mean something else
            raise SheetError(why="case", text=wish.case.id, what=f"{wish.case.sop.id} {wish.case.sop.version}")
        from sopkit.sheet.marks.walked import walked

        sheet = walked(sheet, wish.case)
    return sheet


def _monitoring(sop: Sop, wish: Wish) -> Sheet:
    from sopkit.sheet.documents.forms import monitoring

    return monitoring(sop, paper=wish.paper, language=wish.language, profile=wish.profile)


def _evaluation(sop: Sop, wish: Wish) -> Sheet:
    from sopkit.sheet.documents.forms import evaluation

    return evaluation(sop, paper=wish.paper, language=wish.language, profile=wish.profile)


def _flow(sop: Sop, wish: Wish) -> Sheet:
    from sopkit.sheet.documents.lanes import lanes_sheet

    return lanes_sheet(sop, wish.language)


def _pdf(sheet: Sheet, sop: Sop, _wish: Wish) -> Drawing:
    from sopkit.sheet.outputs.typeset import pdf

    about = sop.identity
    author = str(about.agency or "") if about else ""
    day = (about.effective or about.revised or about.created) if about else None
    return Drawing(1, lambda _: pdf(sheet, author=author, day=day))


def _html(sheet: Sheet, sop: Sop, wish: Wish) -> Drawing:
    from sopkit.sheet.documents.told import told
    from sopkit.sheet.outputs.html import html

    has_flow = any(page.kind == "flow" for page in sheet.pages)
    sentences = {len(sheet.pages): told(sop, wish.language, wish.profile)} if has_flow else {}
    return Drawing(1, lambda _: html(sheet, told=sentences).encode())


def _docx(sheet: Sheet, _sop: Sop, _wish: Wish) -> Drawing:
    from sopkit.sheet.office.docx import docx

    return Drawing(1, lambda _: docx(sheet))


def _xlsx(sheet: Sheet, _sop: Sop, _wish: Wish) -> Drawing:
    from sopkit.sheet.office.xlsx import xlsx

    return Drawing(1, lambda _: xlsx(sheet))


def _svg(sheet: Sheet, _sop: Sop, _wish: Wish) -> Drawing:
    from sopkit.sheet.outputs.svg import svg

    return Drawing(len(sheet.pages), lambda page: svg(sheet, page - 1).encode())


def _png(sheet: Sheet, _sop: Sop, _wish: Wish) -> Drawing:
    from sopkit.sheet.outputs.typeset import png

    return Drawing(len(sheet.pages), lambda page: png(sheet, page - 1))


def _steps(sop: Sop, wish: Wish) -> Drawing:
    from sopkit.sheet.documents.steps import steps

    return Drawing(1, lambda _: steps(sop, wish.language).encode())


def _steps_as_text(sop: Sop, wish: Wish) -> Drawing:
    from sopkit.sheet.documents.steps import steps_markdown

    return Drawing(1, lambda _: steps_markdown(sop, wish.language).encode())


_LAID = {"sheet": _sheet, "monitoring": _monitoring, "evaluation": _evaluation, "flow": _flow}
_SET = {"pdf": _pdf, "html": _html, "docx": _docx, "xlsx": _xlsx, "svg": _svg, "png": _png}


def _view(what: str, shape: str) -> Callable[[Sop, Wish], Drawing]:
    return lambda sop, wish: _SET[shape](_LAID[what](sop, wish), sop, wish)


VIEWS: dict[str, Callable[[Sop, Wish], Drawing]] = {
    **{f"{what}.{shape}": _view(what, shape) for what in ("sheet", "monitoring", "evaluation") for shape in _SET},
    **{f"flow.{shape}": _view("flow", shape) for shape in ("svg", "pdf", "png")},  # one page, larger than any paper
    "steps.html": _steps,
    "steps.md": _steps_as_text,
}
"""Every view by its name: what it is, and its format."""

_TAKES = {
    "sheet": ("paper", "profile", "case", "changes", "logo"),
    "monitoring": ("paper", "profile"),
    "evaluation": ("paper", "profile"),
    "flow": (),
    "steps": (),
}
"""What may be wished of each beside the language."""
