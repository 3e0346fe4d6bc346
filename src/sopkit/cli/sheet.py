"""
SOP files → their sheets, or what else is drawn from them, as files.
"""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import attrs

from sopkit.cli.drawing import (
    cannot,
    is_there,
    language_asked_for,
    logo_of,
    make_folder,
    paper_options,
    put,
    sop_files,
    tell,
)
from sopkit.cli.files import read
from sopkit.cli.parts import Unusable, Verb, argument, file_option, one_of
from sopkit.cli.progress import progress
from sopkit.cli.report import sound
from sopkit.cli.terminal import show
from sopkit.errors import Refusal, SheetError
from sopkit.sheet import VIEWS, Wish, drawing
from sopkit.views.findings import tally
from sopkit.wording import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sopkit.case import Case
    from sopkit.changes import Change
    from sopkit.model import Sop
    from sopkit.views.screen import Screen

__all__ = ["verb"]

_ENDING = ".sop.json"
_VIEWS = tuple(dict.fromkeys(name.partition(".")[0] for name in VIEWS))
_FORMATS = tuple(dict.fromkeys(name.partition(".")[2] for name in VIEWS))
_USUAL = "pdf"  # what a folder is filled with
_OF_ONE_FILE = (errno.EEXIST, errno.ENAMETOOLONG)  # what stands in the way of one file only


class _Target(NamedTuple):
    """Where drawings go: into a file, or a folder that gets one for each SOP; and what they are."""

    path: str
    view: str
    shape: str
    is_folder: bool

    def of(self, file: str) -> str:
        """Return the name of the drawing of an SOP file."""
        if not self.is_folder:
            return self.path
        name = Path(file).name
        stem = name[: -len(_ENDING)] if name.lower().endswith(_ENDING) else Path(file).stem
        what = "" if self.view == "sheet" else f"-{self.view}"
        return str(Path(self.path, f"{stem}{what}.{self.shape}"))


def verb(language: str) -> Verb:
    """Return the command."""
    journal, old, out = (say(f"cli.metavar.{name}", language) for name in ("journal", "old", "target"))
    return Verb("sheet", language, _run, [
        argument("sources", language, many=True, required=True),
        file_option("-o --output output", language, "cli.sheet.output", metavar=out, required=True),
        one_of("--view", _VIEWS, language, "cli.sheet.view", default="sheet"),
        one_of("--format shape", _FORMATS, language, "cli.sheet.format"),
        *paper_options(language),
        file_option("--case journal", language, "cli.sheet.case", metavar=journal),
        file_option("--against old", language, "cli.sheet.against", metavar=old),
    ])  # fmt: skip


def _run(
    looks: Screen, sources: Sequence[str], output: str, view: str, shape: str | None, paper: str | None,
    logo: str | None, journal: str | None, old: str | None,
) -> int:  # fmt: skip
    files = sop_files(sources, looks)
    is_many = len(files) > 1 or any(map(is_there, sources))
    target = _target(output, view, shape, looks, is_many=is_many)
    alone = [name for name, given in (("--case", journal), ("--against", old)) if given is not None]
    if len(alone) > 1 or (alone and (is_many or view != "sheet")):
        raise Unusable(looks.say("cli.sheet.alone", option=alone[0]))
    wish = Wish(paper=paper, language=language_asked_for(), logo=logo_of(logo, looks))
    if is_many:
        return _many(files, target, wish, looks)
    (file,) = files
    sop = sound(file, looks, err=True)
    before = sound(old, looks, err=True) if old is not None else None
    if sop is None or (old is not None and before is None):
        return 1
    if before is not None and before.id != sop.id:
        raise Unusable(looks.say("cli.sheet.other", path=old, old=before.id, new=sop.id))
    case = None if journal is None else _case(journal, sop, looks)
    try:
        show(_drawn(file, sop, target, attrs.evolve(wish, case=case, changes=_changes(before, sop)), looks))
    except SheetError as error:
        tell(cannot(file, error, looks), looks)
        return 1
    return 0


def _target(output: str, view: str, shape: str | None, looks: Screen, *, is_many: bool) -> _Target:
    """
    Return where drawings go.

    Raises:
        Unusable: there is no such format, or the place is not one for so many.
    """
    known = tuple(name.partition(".")[2] for name in VIEWS if name.startswith(f"{view}."))
    if output == "-":
        raise Unusable(looks.say("cli.sheet.no-stdout"))
    is_folder = is_there(output) or output.endswith(("/", os.sep))
    ending = "" if is_folder else Path(output).suffix.removeprefix(".").lower()
    if is_many and not is_folder and (ending in known or os.path.lexists(output)):
        raise Unusable(looks.say("cli.sheet.one-file", path=output))
    if is_many or is_folder:
        chosen = shape or (_USUAL if _USUAL in known else known[0])
        if chosen not in known:
            raise Unusable(looks.say("cli.sheet.shape", given=chosen, view=view, known=known))
        return _Target(output, view, chosen, is_folder=True)
    if shape is not None and shape != ending:
        raise Unusable(looks.say("cli.sheet.shape-twice", path=output, shape=shape))
    if ending not in known:
        raise Unusable(looks.say("cli.sheet.ending", path=output, known=tuple(f".{one}" for one in known)))
    return _Target(output, view, ending, is_folder=False)


def _many(files: Sequence[str], target: _Target, wish: Wish, looks: Screen) -> int:
    """Draw one file after the other, a line for each, and return the exit code of the worst."""
    code, made = 0, dict[str, str]()
    with progress("cli.sheet.progress", looks) as line:
        for n, file in enumerate(files):
            line(n, len(files))
            document, first = read(file), made.setdefault(target.of(file), file)
            try:
                if first is not file:
                    said, own = looks.say("cli.sheet.twice", one=first, other=file, path=target.of(file)), 2
                elif document.sop is None:
                    said, own = looks.say("cli.sheet.not-sound", path=file, counted=tally(document.problems, looks)), 1
                else:
                    said, own = _drawn(file, document.sop, target, wish, looks), 0
            except SheetError as error:
                said, own = cannot(file, error, looks), 1
            except Unusable as error:
                if getattr(error.__cause__, "errno", None) not in _OF_ONE_FILE or not is_there(target.path):
                    raise
                said, own = error.message, 2
            line.gone()
            if own:
                tell(said, looks)
            else:
                show(said)
            code = max(code, own)
    return code


def _drawn(file: str, sop: Sop, target: _Target, wish: Wish, looks: Screen) -> str:
    """
    Draw an SOP into its file or files, and return the line that says so.

    Raises:
        SheetError: it cannot be drawn.
        Unusable: it cannot be written.
    """
    found = drawing(sop, f"{target.view}.{target.shape}", wish)
    path = target.of(file)
    pages = [
        (path if found.count == 1 else _numbered(path, page), found.page(page)) for page in range(1, found.count + 1)
    ]
    if target.is_folder:
        make_folder(target.path, looks)
    is_new = put(pages, looks)
    names = [name for name, _ in pages]
    code = "cli.sheet.done" if is_new else "cli.sheet.same"
    return looks.say(code, file=file, out=names[0] if len(names) == 1 else f"{names[0]} … {names[-1]}")


def _changes(old: Sop | None, sop: Sop) -> Sequence[Change] | None:
    """Return what changed since an older version, if there is one."""
    if old is None:
        return None
    from sopkit.changes import compare

    return compare(old, sop).changes


def _case(path: str, sop: Sop, looks: Screen) -> Case:
    """Return the case whose journal stands in a file."""
    from sopkit.cli.journals import replayed
    from sopkit.views.stop import refused

    try:
        return replayed(path, sop, looks)
    except Refusal as refusal:
        raise Unusable(looks.say("cli.draw.refused", path=path, why=refused(refusal, sop, looks))) from refusal


def _numbered(path: str, page: int) -> str:
    """Return the name of one page: `x-2.svg`."""
    place = Path(path)
    return str(place.with_name(f"{place.stem}-{page}{place.suffix}"))
