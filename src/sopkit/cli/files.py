"""
Named files and folders → what is in them: a Sop, or the problems that keep one from being read.
"""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from sopkit.cli.parts import Unusable, why
from sopkit.errors import DefinitionError, Problem
from sopkit.reader import MAX_BYTES, loads

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import BinaryIO

    from sopkit.model import Sop
    from sopkit.views.screen import Screen

__all__ = ["Document", "Found", "bounded", "find", "limited", "one", "read"]

_ENDING = ".sop.json"
_EXAMPLES = ".cases.json"  # which pytest plays; see `sopkit.testing`
_NEVER = ("node_modules", "__pycache__")  # beside hidden folders, among them .venv


class Found(NamedTuple):
    """The SOP files that were meant, and the other JSON files that lay beside them."""

    files: tuple[str, ...]
    skipped: tuple[str, ...]


class Document(NamedTuple):
    """One file as it was read."""

    file: str
    text: str
    sop: Sop | None
    problems: tuple[Problem, ...] = ()
    more: int = 0
    """How many problems there are beyond those."""


def find(named: Sequence[str], looks: Screen) -> Found:
    """
    Return the files that `named` means: each named file, and every *.sop.json below each named folder.

    Raises:
        Unusable: a path does not exist, is neither a file nor a folder, or holds examples.
    """
    files: dict[str, str] = {}
    skipped: dict[str, str] = {}
    for path in named or (".",):
        lost: list[str] = []
        for file in sorted(_below(path, lost)) if _is_folder(path, looks) else [path]:
            is_meant = file == path or file.lower().endswith(_ENDING)
            (files if is_meant else skipped).setdefault(os.path.realpath(file), file)
        files.update((os.path.realpath(folder), folder) for folder in lost)
    return Found(tuple(files.values()), tuple(file for real, file in skipped.items() if real not in files))


def one(path: str, looks: Screen) -> Document:
    """
    Read the one file that a verb is about.

    Raises:
        Unusable: there is no such file, or it is a folder, a pipe or a device, or holds examples.
    """
    if _is_folder(path, looks):
        raise Unusable(looks.say("cli.error.folder", path=path))
    return read(path)


def bounded(file: str, most: int) -> bytes:
    """
    Return what is in `file`.

    Raises:
        OSError: it cannot be read, is a pipe or a device (ESPIPE), or holds more than `most` bytes (EFBIG).
    """
    with _opened(file) as stream:
        return limited(stream, most)


def limited(stream: BinaryIO, most: int) -> bytes:
    """
    Return what is in `stream`, which may never end.

    Raises:
        OSError: it cannot be read, or holds more than `most` bytes (EFBIG).
    """
    data = stream.read(most + 1)
    if len(data) > most:
        raise OSError(errno.EFBIG, os.strerror(errno.EFBIG))
    return data


def read(file: str) -> Document:
    """Return what is in `file`; one that cannot be read is a problem like any other."""
    try:
        with _opened(file) as stream:
            data = stream.read(MAX_BYTES + 1)
    except OSError as error:
        problem = Problem(rule="file-unreadable", file=file, facts={"why": why(error)})
        return Document(file, "", None, (problem,))
    text = data.decode("utf-8", errors="replace").removeprefix("\ufeff")
    try:
        return Document(file, text, loads(data, file=file))
    except DefinitionError as error:
        return Document(file, text, None, error.problems, error.total - len(error.problems))


def _is_folder(path: str, looks: Screen) -> bool:
    """
    Return whether this is a folder, and not a file: one that cannot be read tells so when it is.

    Raises:
        Unusable: there is nothing of that name; it is a pipe or a device, which would keep us waiting; or it holds
            examples of an SOP and no SOP.
    """
    try:
        mode = Path(path).stat().st_mode
    except (FileNotFoundError, NotADirectoryError) as error:
        if Path(path).is_symlink():  # to something that is gone
            return False
        raise Unusable(looks.say("cli.error.no-stdin" if path == "-" else "cli.error.no-path", path=path)) from error
    except OSError:
        return False
    if not (stat.S_ISDIR(mode) or stat.S_ISREG(mode)):
        raise Unusable(looks.say("cli.error.no-file", path=path))
    if stat.S_ISREG(mode) and path.lower().endswith(_EXAMPLES):
        raise Unusable(looks.say("cli.error.examples", path=path))
    return stat.S_ISDIR(mode)


def _opened(file: str) -> BinaryIO:
    """Open a file to be read, and nothing that would keep us waiting: even to open a pipe waits for its other end."""
    path = Path(file)
    mode = path.stat().st_mode
    if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):
        raise OSError(errno.ESPIPE, os.strerror(errno.ESPIPE))
    return path.open("rb")


def _below(folder: str, lost: list[str]) -> Iterator[str]:
    """Yield every JSON file in `folder` and below; a folder that cannot be opened is put among the `lost`."""
    for here, folders, files in os.walk(folder, onerror=lambda error: lost.append(str(error.filename))):
        folders[:] = [name for name in folders if not name.startswith(".") and name not in _NEVER]
        for name in files:
            is_json = name.lower().endswith(".json") and not name.lower().endswith(_EXAMPLES)
            if is_json and not name.startswith(".") and _is_file_or_lost(Path(here, name)):
                yield str(Path(here, name))


def _is_file_or_lost(path: Path) -> bool:
    """Return whether this is a file, or a link to one that is gone; no pipe and no device, which would wait."""
    try:
        return path.is_file() or (path.is_symlink() and not path.exists())
    except OSError:
        return True
