"""
Name → Rule: every check there is.

A rule's name is its function's, its sentences' and its samples' in `samples/`. How grave it is, a profile says; why it
exists and where it comes from, the words `rule.<name>.why` and `rule.<name>.source`.
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
    is_last: bool = False
    """Whether it looks at what the others found, and so comes after them."""


RULES: dict[str, Rule] = {
    "reachable": Rule(reachable),
    "end-reachable": Rule(end_reachable),
    "can-finish": Rule(can_finish),
    "decision-two": Rule(decision_two),
    "chain": Rule(chain),
    "output-consumed": Rule(output_consumed),
    "document-used": Rule(document_used),
    "total-equals-sum": Rule(total_equals_sum),
    "fits-sla": Rule(fits_sla),
    "time-filled": Rule(time_filled),
    "actor-used": Rule(actor_used),
    "four-eyes-possible": Rule(four_eyes_possible),
    "four-eyes-applies": Rule(four_eyes_applies),
    "inferred": Rule(inferred),
    "file-name": Rule(file_name),
    "profile-known": Rule(profile_known),
    "waiver-unused": Rule(waiver_unused, is_last=True),
    "rule-error": Rule(rule_error, is_last=True),
}
