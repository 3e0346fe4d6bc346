"""
pytest's config → what the tests of this run took so far; an error of the system → why, in a language.
"""

from __future__ import annotations

import errno
from typing import TYPE_CHECKING

import pytest

from sopkit.wording import knows, say

if TYPE_CHECKING:
    from sopkit.testing.tally import Tally

__all__ = ["TALLY", "tally", "why_not"]

TALLY: pytest.StashKey[Tally] = pytest.StashKey()


def tally(config: pytest.Config) -> Tally:
    """Return the tally of this run; there is none until somebody asks."""
    from sopkit.testing.tally import Tally  # noqa: PLC0415 - a run without an SOP pays nothing

    return config.stash.setdefault(TALLY, Tally())


def why_not(error: OSError | ValueError, language: str) -> str:
    """Return why the system refused, in a language; in its own words where we have none for it."""
    code = f"errno.{errno.errorcode.get(getattr(error, 'errno', None) or 0, '')}"
    return say(code, language) if knows(code) else getattr(error, "strerror", None) or str(error)
