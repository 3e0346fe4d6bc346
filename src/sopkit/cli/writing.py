"""
Text → a file that holds it, or holds what it held: never half of it.

What is written goes to a file beside it first, which then takes its place. So a full disk, a power cut or Ctrl-C
leaves the old text whole.
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
    from sopkit.render.screen import Screen

__all__ = ["as_bytes", "create", "replace"]

_BOM = b"\xef\xbb\xbf"


def as_bytes(text: str, like: bytes) -> bytes:
    """Return `text` in UTF-8, with the byte order mark and the line ends of the file that held `like`."""
    lines = text.replace("\r\n", "\n")
    is_windows = like.partition(b"\n")[0].endswith(b"\r")
    return (_BOM if like.startswith(_BOM) else b"") + (lines.replace("\n", "\r\n") if is_windows else lines).encode()


def replace(path: str, data: bytes, *, instead_of: bytes, looks: Screen) -> None:
    """
    Put `data` into the file at `path`, which keeps its permissions; a link stays, and what it leads to is written.

    Raises:
        Unusable: the file no longer holds `instead_of`, or the system refuses; the file is as it was.
    """
    real = Path(os.path.realpath(path))
    try:
        mode = real.stat().st_mode
        if not stat.S_ISREG(mode):
            raise Unusable(looks.say("cli.write.no-file", path=path))
        if not os.access(real, os.W_OK):  # taking its place would get round this
            raise PermissionError(errno.EACCES, "")
        if real.read_bytes() != instead_of:
            raise Unusable(looks.say("cli.write.changed", path=path))
        _put(real, data, stat.S_IMODE(mode))
    except OSError as error:
        gone = "cli.write.gone" if isinstance(error, FileNotFoundError) else "cli.write.refused"
        raise Unusable(looks.say(gone, path=path, why=why(error))) from error


def create(path: str, text: str, looks: Screen) -> None:
    """
    Write `text` into a new file at `path`.

    Raises:
        Unusable: there is something of that name, which stays as it is, or the system refuses; no file is left.
    """
    try:
        with Path(path).open("xb") as file:
            try:
                _fill(file.fileno(), text.encode())
            except BaseException:
                Path(path).unlink(missing_ok=True)
                raise
    except FileExistsError as error:
        raise Unusable(looks.say("cli.write.exists", path=path)) from error
    except OSError as error:
        raise Unusable(looks.say("cli.write.not-created", path=path, why=why(error))) from error


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
