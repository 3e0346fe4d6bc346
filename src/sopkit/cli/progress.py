"""
Long work → how far it is, on one line of stderr where somebody sees it, and a clean stop on Ctrl-C.
"""

from __future__ import annotations

import sys
from contextlib import contextmanager
from time import monotonic
from typing import TYPE_CHECKING

from sopkit.cli.terminal import show
from sopkit.views.screen import cells, shortened

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sopkit.views.screen import Screen

__all__ = ["Line", "progress"]

_PAUSE = 0.1  # seconds between two lines: more often nobody reads


@contextmanager
def progress(code: str, looks: Screen) -> Iterator[Line]:
    """
    Yield the line that is called with how much is done and how much there is; `code` is the sentence that tells it.

    Raises:
        KeyboardInterrupt: it was stopped, which is told.
    """
    line = Line(code, looks)
    try:
        yield line
    except KeyboardInterrupt:
        line.gone()
        show(looks.say("cli.stopped", done=line.done, of=line.of), err=True)
        raise
    finally:
        line.gone()


class Line:
    """Where long work tells how far it is."""

    def __init__(self, code: str, looks: Screen) -> None:
        self.done = self.of = 0
        self._code = code
        self._looks = looks
        self._shown = 0
        self._due = 0.0
        self._is_seen = sys.stderr.isatty()

    def __call__(self, done: int, of: int) -> None:
        """Tell how far it is, where somebody sees it and it is not too soon."""
        self.done, self.of = done, of
        if self._is_seen and monotonic() >= self._due:
            text = shortened(self._looks.say(self._code, done=done, of=of), self._looks.width - 1)
            self._put(text + " " * (self._shown - cells(text)))
            self._shown = cells(text)
            self._due = monotonic() + _PAUSE

    def gone(self) -> None:
        """Take the line away, because something else is to be shown, or nothing more."""
        if self._shown:
            self._put(" " * self._shown)
            self._put("")
            self._shown = 0
            self._due = 0.0

    def _put(self, text: str) -> None:
        sys.stderr.write("\r")
        show(text, err=True, nl=False)
