"""
pytest's config → what the tests of this run took so far.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from sopkit.testing.tally import Tally

__all__ = ["TALLY", "tally"]

TALLY: pytest.StashKey[Tally] = pytest.StashKey()


def tally(config: pytest.Config) -> Tally:
    """Return the tally of this run; there is none until somebody asks."""
    from sopkit.testing.tally import Tally  # noqa: PLC0415 - a run without an SOP pays nothing

    return config.stash.setdefault(TALLY, Tally())
