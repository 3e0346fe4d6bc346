"""
Place + facts → Finding: what a rule has to say about a sound definition.

A rule yields `Found`, which knows neither how grave it is nor how it is said; a `Finding` knows both.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from typing import TYPE_CHECKING

import attrs

from sopkit.errors import Problem
from sopkit.wording import dated
from sopkit.worktime import Duration

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sopkit.edits import Edit
    from sopkit.errors import Fact

__all__ = ["Finding", "Found"]

# The facts that are times: written as in a file, told in words. All but `calendar` are working time.
TIMES = frozenset({"calendar", "day", "limit", "lower", "norm", "printed", "room", "sum"})

# The facts that are dates: likewise.
DATES = frozenset({"early", "late"})


@attrs.frozen
class Found:
    """What a rule reports: where, and what the sentence needs."""

    pointer: str
    """JSON pointer to the place."""
    facts: Mapping[str, Fact] = attrs.field(factory=dict)
    variant: str = ""
    """Which of the rule's sentences tells it, since no two mistakes share one; empty for the usual one."""
    fix: tuple[Edit, ...] = ()
    """Edits that take it away and change nothing that somebody decided; empty where only a person can."""


@attrs.frozen(kw_only=True)
class Finding(Problem):
    """A Problem of a definition that can be used as it is, and whether the definition accepts it."""

    about: tuple[str, ...] = ()
    """
    The ids it concerns: of each actor, document, step, outcome or end that its pointer passes through, and the id
    that stands at the pointer. The `at` of a waiver is one of them.
    """
    waived: str | None = None
    """Why the definition accepts it, in its own language; None if it does not."""

    def _told(self, language: str) -> dict[str, Fact]:
        """Return the facts as people read them: times and dates in words."""
        facts = self.facts
        for name in TIMES & facts.keys():
            with suppress(ValueError):  # a sum may have more digits than a time that somebody writes
                facts[name] = Duration(str(facts[name])).in_(language, calendar=name == "calendar")
        for name in DATES & facts.keys():
            facts[name] = dated(date.fromisoformat(str(facts[name])), language)
        return facts
