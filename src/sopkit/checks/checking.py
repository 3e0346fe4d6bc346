"""
Sop → findings: every rule looks at it, its profile rates them, its waivers silence some.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from sopkit.checks.finding import Finding
from sopkit.checks.profiles import OFF, severities
from sopkit.checks.rules import RULES
from sopkit.checks.survey import Survey, about
from sopkit.checks.waivers import UNRATED, by_place, silencer
from sopkit.reader import proven

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sopkit.checks.finding import Found
    from sopkit.model import Sop

__all__ = ["check", "rated"]


def check(sop: Sop) -> tuple[Finding, ...]:
    """
    Return everything the rules have to say about `sop`, sorted by place; what the SOP waives is marked so.

    >>> import sopkit
    >>> {finding.severity for finding in check(sopkit.reference()) if finding.waived is None}
    {'hint'}

    Raises:
        DefinitionError: the Sop was made by hand, and is no sound definition.
    """
    proven(sop)
    survey = Survey(sop=sop, severities=severities(sop.profile), rules=frozenset(RULES))
    found: list[tuple[str, Found]] = []
    crashes: dict[str, str] = {}
    wanted = {name: rule for name, rule in RULES.items() if survey.severities.get(name) != OFF}
    for name, rule in sorted(wanted.items(), key=lambda one: one[1].is_last):
        seen = attrs.evolve(survey, found=tuple(found), crashes=dict(crashes)) if rule.is_last else survey
        try:
            found += [(name, one) for one in rule.find(seen)]
        except Exception as error:  # a rule may break in any way; the others still have their say
            crashes[name] = type(error).__name__
    return tuple(rated(survey, found))


def rated(survey: Survey, found: Sequence[tuple[str, Found]]) -> Iterator[Finding]:
    """Yield what was found, with the rule that found it, as findings: rated, some of them waived, sorted by place."""
    sop = survey.sop
    waivers = by_place(sop)
    for line, column, rule, what in _placed(sop, found):
        severity = survey.severities.get(rule, UNRATED)
        ids = about(sop, what.pointer)
        # Errors cannot be waived.
        waiver = silencer(waivers, rule, what, ids) if severity != "error" else None
        yield Finding(
            rule=rule,
            severity=severity,
            file=sop.places.file if sop.places else "",
            pointer=what.pointer,
            line=line,
            column=column,
            step=ids[0] if what.pointer.startswith("/steps/") else None,
            facts=what.facts,
            about=ids,
            waived=None if waiver is None else str(waiver.reason),
            variant=what.variant,
            fix=what.fix,
        )


def _placed(sop: Sop, found: Sequence[tuple[str, Found]]) -> Iterator[tuple[int, int, str, Found]]:
    """Yield what was found with its line and column, in the order of the file."""
    if sop.places is None or not found:
        yield from ((1, 1, rule, one) for rule, one in found)
        return
    starts = sop.places.offsets(one.pointer for _, one in found)
    for place, (rule, one) in sop.places.in_order((starts[one.pointer], (rule, one)) for rule, one in found):
        yield place.line, place.column, rule, one
