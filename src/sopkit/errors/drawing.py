"""
What does not fit on paper → SheetError.
"""

from __future__ import annotations

from sopkit.errors.root import SopkitError, error
from sopkit.wording import say

__all__ = ["SheetError"]

_MOST = 250  # characters that are told; a list of all views is shorter


@error
class SheetError(SopkitError):
    """The sheet cannot be drawn on this paper; the sentence says what to change."""

    why: str
    """Which sentence tells it: `actors`, `word`, `glyph`, `row`, `arrows`, `view`, `paper` …"""
    text: str
    """The words that stand in the way."""
    what: str
    """The paper, the part of the text, or the row that it is about."""

    def in_(self, language: str) -> str:
        return say(f"sheet.error.{self.why}", language, text=_shortened(self.text), what=_shortened(self.what))


def _shortened(text: str) -> str:
    """Return the beginning of a text, on one line."""
    line = " ".join(text[: 2 * _MOST].split())
    return line if len(line) <= _MOST else f"{line[:_MOST].rstrip()}…"
