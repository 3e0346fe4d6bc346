"""
Files and folders + a way to check them → a check whenever one of them is saved, until Ctrl-C.

It looks at times and sizes a few times a second: that needs nothing installed, and sees what editors do on every kind
of disk, those that save by renaming among them.
"""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from sopkit.cli.files import Found, find
from sopkit.cli.parts import Unusable
from sopkit.cli.terminal import show

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from sopkit.views.screen import Screen

__all__ = ["watched"]

_PAUSE = 0.05  # seconds between two looks: a saved file is answered sooner than a new process could
_SETTLING, _PATIENCE = 0.02, 1.0  # seconds: until a file that is being written is whole, and at most
_Looked = TypeVar("_Looked")


class _State(NamedTuple):
    """What there is to check, and when each file was last written; or why there is nothing."""

    found: Found
    stamps: Mapping[str, tuple[int, ...]]
    complaint: str = ""


def watched(
    paths: Sequence[str], looks: Screen, *,
    look: Callable[[str], _Looked], tell: Callable[[Found, Mapping[str, _Looked], frozenset[str]], object],
) -> int:  # fmt: skip
    """
    Check what `paths` name now and whenever it changes, and return 0 once Ctrl-C is pressed.

    Args:
        paths: files and folders, as `check` takes them.
        looks: where it is shown.
        look: reads and checks one file; called only for files that are new or were saved.
        tell: shows what was found: all files, what `look` gave for each, and which of them it just looked at.

    Raises:
        Unusable: a path does not exist from the beginning.
    """
    find(paths, looks)
    known: dict[str, _Looked] = {}
    last: _State | None = None
    try:
        while True:
            began = time.monotonic()
            state = _state(paths, looks)
            if state != last:
                state = _settled(state, paths, looks)
                show(looks.paint(f"── {time.strftime('%H:%M:%S')} ".ljust(looks.width, "─"), "cyan"))
                stamps = last.stamps if last else {}
                saved = frozenset(file for file in state.found.files if state.stamps[file] != stamps.get(file))
                known = {file: look(file) if file in saved else known[file] for file in state.found.files}
                last = state
                if state.complaint:
                    show(state.complaint)
                else:
                    tell(state.found, known, saved)
                show(looks.paint(looks.say("cli.watch.waiting"), "dim"))
            time.sleep(max(_PAUSE, time.monotonic() - began))  # of a large folder, half the time at most
    except KeyboardInterrupt:
        show("")
        return 0


def _state(paths: Sequence[str], looks: Screen) -> _State:
    try:
        found = find(paths, looks)
    except Unusable as error:
        return _State(Found((), ()), {}, error.message)
    complaint = "" if found.files else looks.say("cli.error.nothing-to-check")
    return _State(found, {file: _stamp(file) for file in found.files}, complaint)


def _stamp(file: str) -> tuple[int, ...]:
    """Return what changes when somebody saves the file, whichever way; nothing for one that is not there."""
    try:
        stat = os.stat(file)  # noqa: PTH116 - many times a second, for each file
    except OSError:
        return ()
    return stat.st_mtime_ns, stat.st_ctime_ns, stat.st_size, stat.st_ino


def _settled(state: _State, paths: Sequence[str], looks: Screen) -> _State:
    """Return how things stand once nothing has changed for a moment: files are emptied or gone while being saved."""
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end:
        time.sleep(_SETTLING)
        before, state = state, _state(paths, looks)
        if state == before and all(size for _, _, size, _ in filter(None, state.stamps.values())):
            break
    return state
