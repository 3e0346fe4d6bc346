"""
What people name on the command line → what is drawn from it, the new files it becomes, and what is said of them.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.core import ParameterSource

from sopkit.cli.files import bounded, find
from sopkit.cli.parts import Unusable, file_option, one_of, why
from sopkit.cli.terminal import show
from sopkit.cli.writing import create, holds
from sopkit.sheet.paper import PAPERS
from sopkit.wording import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sopkit.errors import SheetError
    from sopkit.views.screen import Screen

__all__ = [
    "cannot", "is_there", "language_asked_for", "logo_of", "make_folder", "paper_options", "put", "sop_files", "tell",
]  # fmt: skip

_NAMES = 4  # of other files that are told
_LOGO = 4 * 1024 * 1024  # bytes
_OF_THE_CALL = ("package", "logo", "only")  # what stands in the way of every SOP


def paper_options(language: str) -> list[click.Option]:
    """Return the options for paper and logo."""
    return [
        one_of("--paper", tuple(PAPERS), language, "cli.sheet.paper"),
        file_option("--logo", language, "cli.sheet.logo", metavar=say("cli.metavar.path", language)),
    ]


def sop_files(sources: Sequence[str], looks: Screen) -> tuple[str, ...]:
    """
    Return the SOP files that are meant.

    Raises:
        Unusable: there is none, or one of them is no file.
    """
    found = find(sources, looks)
    if not found.files:
        code = "cli.error.only-others" if found.skipped else "cli.error.nothing-to-check"
        raise Unusable(looks.say(code, names=", ".join(found.skipped[:_NAMES])))
    return found.files


def is_there(folder: str) -> bool:
    """Return whether there is a folder of this name; one that no system could have is none."""
    try:
        return Path(folder).is_dir()
    except OSError:
        return False


def language_asked_for(ctx: click.Context | None = None) -> str | None:
    """Return the language that `--lang` names; None where nobody did, and each sheet is in that of its SOP."""
    here = ctx or click.get_current_context()
    if here.get_parameter_source("lang") is ParameterSource.COMMANDLINE:
        return str(here.obj.language)
    return language_asked_for(here.parent) if here.parent else None


def logo_of(path: str | None, looks: Screen) -> bytes | None:
    """
    Return the picture in a file.

    Raises:
        Unusable: there is none, it cannot be read, or is too large to be a logo.
    """
    if path is None:
        return None
    try:
        return bounded(path, _LOGO)
    except OSError as error:
        code = "cli.error.no-path" if isinstance(error, FileNotFoundError) else "cli.sheet.logo-unread"
        raise Unusable(looks.say(code, path=path, why=why(error))) from error


def put(files: Sequence[tuple[str, bytes]], looks: Screen) -> bool:
    """
    Write all of these new files, or none; return whether any was not there yet with just this in it.

    Raises:
        Unusable: one of them is there with something else in it, or the system refuses.
    """
    made: list[str] = []
    try:
        for path, data in files:
            if not holds(Path(path), data):
                create(path, data, looks)
                made.append(path)
    except BaseException:
        for path in made:
            Path(path).unlink(missing_ok=True)
        raise
    return bool(made)


def make_folder(path: str, looks: Screen) -> None:
    """
    Make a folder, unless it is there.

    Raises:
        Unusable: the system refuses.
    """
    try:
        Path(path).mkdir(exist_ok=True)
    except OSError as error:
        raise Unusable(looks.say("cli.write.not-created", path=path, why=why(error))) from error


def tell(said: str, looks: Screen) -> None:
    """Say what went wrong with a file: in lines that fit where somebody reads them, else on one line."""
    for line in looks.wrapped(said, "  ", "") if sys.stderr.isatty() else (said,):
        show(line, err=True)


def cannot(file: str, error: SheetError, looks: Screen) -> str:
    """
    Return the line that says why an SOP cannot be drawn.

    Raises:
        Unusable: it is not the SOP that stands in the way.
    """
    if error.why in _OF_THE_CALL:
        raise Unusable(error.in_(looks.language)) from error
    return looks.say("cli.sheet.cannot", file=file, why=error.in_(looks.language))
