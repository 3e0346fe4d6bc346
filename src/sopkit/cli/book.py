"""
SOP files → one book with the sheets of all of them.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sopkit.cli.drawing import cannot, is_there, language_asked_for, logo_of, paper_options, put, sop_files, tell
from sopkit.cli.files import read
from sopkit.cli.parts import Unusable, Verb, argument, file_option, option
from sopkit.cli.progress import progress
from sopkit.cli.terminal import show
from sopkit.errors import SheetError
from sopkit.sheet.documents.book import book
from sopkit.sheet.outputs.html import html
from sopkit.sheet.outputs.typeset import pdf
from sopkit.views.findings import tally
from sopkit.wording import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sopkit.model import Sop
    from sopkit.sheet.documents.book import Book
    from sopkit.views.screen import Screen

__all__ = ["verb"]

_FORMATS = ("pdf", "html")


def verb(language: str) -> Verb:
    """Return the command."""
    file, words = (say(f"cli.metavar.{name}", language) for name in ("path", "text"))
    return Verb("book", language, _run, [
        argument("sources", language, many=True, required=True),
        file_option("-o --output output", language, "cli.book.output", metavar=file, required=True),
        option("--title", language, "cli.book.title", metavar=words),
        *paper_options(language),
    ])  # fmt: skip


def _run(
    looks: Screen, sources: Sequence[str], output: str, title: str | None, paper: str | None, logo: str | None
) -> int:  # fmt: skip
    shape = Path(output).suffix.removeprefix(".").lower()
    if shape not in _FORMATS or is_there(output):
        raise Unusable(looks.say("cli.sheet.ending", path=output, known=tuple(f".{one}" for one in _FORMATS)))
    picture = logo_of(logo, looks)
    files = sop_files(sources, looks)
    sops = [sop for file in files if (sop := _sop(file, looks)) is not None]
    if not sops:
        return 1
    try:
        with progress("cli.sheet.progress", looks) as told:
            bound = book(sops, title=title, paper=paper, language=language_asked_for(), logo=picture, told=told)
            data = _set(bound, shape)
    except SheetError as error:
        raise Unusable(error.in_(looks.language)) from error
    for sop, why in bound.left_out:
        tell(cannot(sop.places.file if sop.places else sop.id, why, looks), looks)
    if bound.sheet is None:
        return 1
    is_new = put([(output, data)], looks)
    missing = len(files) - len(sops) + len(bound.left_out)
    counted = {
        "sops": looks.counted("sop", len(files) - missing),
        "pages": looks.counted("page", len(bound.sheet.pages)),
    }
    show(looks.say("cli.book.done" if is_new else "cli.book.same", out=output, **counted))
    if missing:
        show(looks.counted("left-out", missing), err=True)
    return int(missing > 0)


def _set(bound: Book, shape: str) -> bytes:
    if bound.sheet is None:
        return b""
    return (
        pdf(bound.sheet, author=bound.agency, day=bound.day)
        if shape == "pdf"
        else html(bound.sheet, told=bound.flows).encode()
    )


def _sop(file: str, looks: Screen) -> Sop | None:
    """Return the SOP in a file; None if there is none, which is told."""
    document = read(file)
    if document.sop is None:
        tell(looks.say("cli.sheet.not-sound", path=file, counted=tally(document.problems, looks)), looks)
    return document.sop
