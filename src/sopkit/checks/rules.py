"""
Name → Rule: every check there is.

A rule's name is its function's, its sentences' and its samples' in `tests/sops/`. How grave it is, a profile says.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from sopkit.checks.actors import actor_used, four_eyes_applies, four_eyes_possible
from sopkit.checks.definition import file_name, inferred, profile_known
from sopkit.checks.documents import chain, document_used, output_consumed
from sopkit.checks.graph import can_finish, decision_two, end_reachable, reachable
from sopkit.checks.time import fits_sla, time_filled, total_equals_sum
from sopkit.checks.waivers import rule_error, waiver_unused

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from sopkit.checks.finding import Found
    from sopkit.checks.survey import Survey

__all__ = ["RULES", "Rule"]


@attrs.frozen
class Rule:
    """One check."""

    find: Callable[[Survey], Iterable[Found]]
    """Yields a place and facts for each thing it finds."""
    source: str
    """Where the rule comes from: a regulation, or why a sound procedure needs it."""
    is_last: bool = False
    """Whether it looks at what the others found, and so comes after them."""


RULES: dict[str, Rule] = {
    "reachable": Rule(reachable, "logic"),
    "end-reachable": Rule(end_reachable, "logic"),
    "can-finish": Rule(can_finish, "logic"),
    "decision-two": Rule(decision_two, "PermenPANRB 35/2012; found broken in signed SOPs"),
    "chain": Rule(chain, "PermenPANRB 35/2012: kelengkapan is the standard input of each step"),
    "output-consumed": Rule(output_consumed, "practice"),
    "document-used": Rule(document_used, "practice"),
    "total-equals-sum": Rule(total_equals_sum, "practice: the total is printed beside the rows it sums up"),
    "fits-sla": Rule(fits_sla, "PP 28/2025: service standards"),
    "time-filled": Rule(time_filled, "PermenPANRB 35/2012: mutu baku waktu of each step"),
    "actor-used": Rule(actor_used, "practice"),
    "four-eyes-possible": Rule(four_eyes_possible, "PP 60/2008: internal control"),
    "four-eyes-applies": Rule(four_eyes_applies, "PP 60/2008: internal control"),
    "inferred": Rule(inferred, "practice: what was read into a source is signed off by those it binds"),
    "file-name": Rule(file_name, "the SOP language: one SOP is one file, called by its id"),
    "profile-known": Rule(profile_known, "the SOP language: the profile chooses the rules"),
    "waiver-unused": Rule(waiver_unused, "the SOP language: a waiver gives the reason for a finding", is_last=True),
    "rule-error": Rule(rule_error, "a rule that broke has found nothing, which must not pass for praise", is_last=True),
}
