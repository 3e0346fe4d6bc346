"""
What does not fit on paper → SheetError.
"""

from __future__ import annotations

from sopkit.errors.root import SopkitError, error
from sopkit.wording import say

__all__ = ["SheetError"]


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
        return say(f"sheet.error.{self.why}", language, text=self.text, what=self.what)
