"""
Name → Rule: every check there is.

A rule's name is its function's, its sentences' and its samples' in `samples/`. How grave it is, a profile says; why it
exists and where it comes from, the words `rule.<name>.why` and `rule.<name>.source`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from sopkit.checks.actors import actor_two, actor_used, four_eyes_applies, four_eyes_possible
from sopkit.checks.definition import file_name, inferred, profile_known
from sopkit.checks.documents import chain, document_used, output_consumed
from sopkit.checks.graph import can_finish, decision_two, end_reachable, reachable
from sopkit.checks.identity import (
    approver_full,
    dates_order,
    identity_complete,
    number_format,
    record_present,
    warning_form,
)
from sopkit.checks.law import law_order, law_revoked
from sopkit.checks.naming import final_product, name_variants
from sopkit.checks.notes import note_time_agrees
from sopkit.checks.order import handoffs, too_long, vertical_order
from sopkit.checks.positions import actor_is_role, actor_named_in_text
from sopkit.checks.returns import return_bounded, return_near, same_actor_check
from sopkit.checks.rows import kelengkapan_filled, output_changes, output_filled
from sopkit.checks.spelling import spelling
from sopkit.checks.text import decision_in_text, hari_ambiguous, one_action, text_length, vague_verb, verb_first
from sopkit.checks.time import fits_sla, time_filled, time_range, time_unit_mix, total_equals_sum
from sopkit.checks.translations import translation_missing
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
    "identity-complete": Rule(identity_complete),
    "dates-order": Rule(dates_order),
    "approver-full": Rule(approver_full),
    "number-format": Rule(number_format),
    "law-order": Rule(law_order),
    "law-revoked": Rule(law_revoked),
    "warning-form": Rule(warning_form),
    "record-present": Rule(record_present),
    "actor-two": Rule(actor_two),
    "same-actor-check": Rule(same_actor_check),
    "return-bounded": Rule(return_bounded),
    "return-near": Rule(return_near),
    "vertical-order": Rule(vertical_order),
    "too-long": Rule(too_long),
    "handoffs": Rule(handoffs),
    "kelengkapan-filled": Rule(kelengkapan_filled),
    "output-filled": Rule(output_filled),
    "output-changes": Rule(output_changes),
    "time-range": Rule(time_range),
    "time-unit-mix": Rule(time_unit_mix),
    "note-time-agrees": Rule(note_time_agrees),
    "translation-missing": Rule(translation_missing),
    "verb-first": Rule(verb_first),
    "vague-verb": Rule(vague_verb),
    "one-action": Rule(one_action),
    "decision-in-text": Rule(decision_in_text),
    "text-length": Rule(text_length),
    "hari-ambiguous": Rule(hari_ambiguous),
    "actor-named-in-text": Rule(actor_named_in_text),
    "actor-is-role": Rule(actor_is_role),
    "name-variants": Rule(name_variants),
    "final-product": Rule(final_product),
    "spelling": Rule(spelling),
    "inferred": Rule(inferred),
    "file-name": Rule(file_name),
    "profile-known": Rule(profile_known),
    "waiver-unused": Rule(waiver_unused, is_last=True),
    "rule-error": Rule(rule_error, is_last=True),
}
