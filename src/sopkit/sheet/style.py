"""
Profile + language → Style: paper, cover, capsules and header words of a sheet.

All of it is data of the profile; nothing of a definition comes in here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from sopkit.profile import settings
from sopkit.wording import LANGUAGES, say

if TYPE_CHECKING:
    from sopkit.model import Sop

__all__ = ["Style", "style"]


@attrs.frozen(kw_only=True)
class Style:
    """How a profile sets its sheets."""

    profile: str
    texts: str
    """Language of what the SOP says."""
    language: str
    """Of the header words: `id` or `en`."""
    paper: str
    cover: str
    """When there is a cover: `always`, or only where the SOP has an `identity`."""
    capsules: str
    """Whether the first and last symbol are capsules themselves (`own`), or capsules stand `beside` them."""
    column_numbers: bool
    """Whether a row of numbers, one for each column, stands below the header."""

    def word(self, code: str, **facts: object) -> str:
        """Return header words, as the profile has them or else as all sheets do."""
        own = settings(self.profile, "words").get(code)
        return own[self.language].format_map(facts) if own else say(code, self.language, **facts)


def style(
    sop: Sop, language: str | None = None, profile: str | None = None, *, paper: str | None = None,
    capsules: str | None = None, column_numbers: bool | None = None,
) -> Style:  # fmt: skip
    """
    Return how the sheet of an SOP is set: as its profile says, but for what is asked for here.

    Args:
        sop: the definition.
        language: of its words, else the SOP's own; sopkit's own words are Indonesian or English, and in any other
            language the profile says which of the two.
        profile: in place of the SOP's own.
        paper: `A4`, `F4`, `Letter` or `Legal`.
        capsules: `own` or `beside`.
        column_numbers: whether the columns are numbered.
    """
    wanted, chosen = language or sop.language, profile or sop.profile
    said = dict(settings(chosen, "sheet"))
    spoken = said.pop("language")
    asked = {"paper": paper, "capsules": capsules, "column_numbers": column_numbers}
    said |= {key: value for key, value in asked.items() if value is not None}
    return Style(profile=chosen, texts=wanted, language=wanted if wanted in LANGUAGES else spoken, **said)
