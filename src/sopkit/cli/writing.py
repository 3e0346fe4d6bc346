"""
Text → a file that holds it, or holds what it held: never half of it.

What is written goes to a file beside it first, which then takes its place. So a full disk, a power cut or Ctrl-C
leaves the old text whole, and of a new file nothing.
"""

from __future__ import annotations

import errno
import os
import stat
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from sopkit.cli.parts import Unusable, why

if TYPE_CHECKING:
    from sopkit.views.screen import Screen

__all__ = ["create", "holds", "replace", "with_ends_of"]

_MARK = b"\xef\xbb\xbf"
_NO_LINKS = {errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK}


def with_ends_of(old: str, text: str) -> str:
    """Return `text` with the line ends of `old`."""
    lines = text.replace("\r\n", "\n")
    return lines.replace("\n", "\r\n") if old.partition("\n")[0].endswith("\r") else lines


def replace(path: str, text: str, *, instead_of: str, looks: Screen) -> None:
    """
    Put `text` into the file at `path`, which keeps its permissions and its byte order mark, if it has one.

    Where `path` is a link, what it leads to is written. Line ends are written as they stand in `text`.

    Raises:
        Unusable: the file no longer holds the text `instead_of`, or the system refuses; the file is as it was.
    """
    real = Path(os.path.realpath(path))
    try:
        mode = real.stat().st_mode
        if not stat.S_ISREG(mode):
            raise Unusable(looks.say("cli.write.no-file", path=path))
        os.close(os.open(real, os.O_WRONLY))  # taking its place would get round its permissions
        data = real.read_bytes()
        mark = _MARK if data.startswith(_MARK) else b""
        if data != mark + instead_of.encode():
            raise Unusable(looks.say("cli.write.changed", path=path))
        _put(real, mark + text.encode(), stat.S_IMODE(mode))
    except OSError as error:
        gone = "cli.write.gone" if isinstance(error, FileNotFoundError) else "cli.write.refused"
        raise Unusable(looks.say(gone, path=path, why=why(error))) from error


def create(path: str, content: str | bytes, looks: Screen) -> None:
    """
    Write `content` into a new file at `path`.

    Raises:
        Unusable: there is something of that name, which stays as it is, or the system refuses; no file is left.
    """
    place = Path(path)
    try:
        if os.path.lexists(path):  # before anything is written beside it
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST))
        beside = place.with_name(f".sopkit-{os.urandom(8).hex()}.tmp")
        try:
            with beside.open("xb") as file:
                _fill(file.fileno(), content.encode() if isinstance(content, str) else content)
            _name(beside, place)
        finally:
            beside.unlink(missing_ok=True)
    except FileExistsError as error:
        raise Unusable(looks.say(f"cli.write.{_what(place)}", path=path)) from error
    except OSError as error:
        raise Unusable(looks.say("cli.write.not-created", path=path, why=why(error))) from error


def holds(path: Path, data: bytes) -> bool:
    """Return whether a file holds just this."""
    with suppress(OSError):
        return path.is_file() and path.stat().st_size == len(data) and path.read_bytes() == data
    return False


def _name(beside: Path, place: Path) -> None:
    """Give a file its name, unless something has it by now."""
    try:
        place.hardlink_to(beside)
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        beside.rename(place)  # on a stick and some network drives; the name was free a moment ago


def _what(path: Path) -> str:
    """Return which sentence tells of the thing that has this name already."""
    if path.is_dir():
        return "folder"
    return "no-file" if path.exists() and not path.is_file() else "exists"


def _put(real: Path, data: bytes, mode: int) -> None:
    from tempfile import mkstemp

    handle, beside = mkstemp(prefix=".sopkit-", suffix=".tmp", dir=real.parent)
    try:
        try:
            _fill(handle, data)
        finally:
            os.close(handle)
        Path(beside).chmod(mode)
        Path(beside).replace(real)
    except BaseException:
        with suppress(OSError):
            Path(beside).unlink()
        raise


def _fill(handle: int, data: bytes) -> None:
    """Write all of `data`, and wait until the disk has it."""
    view = memoryview(data)
    while view:
        view = view[os.write(handle, view) :]
    os.fsync(handle)
