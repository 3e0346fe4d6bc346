"""
Legal basis → regulations out of order, without number or year, or no longer in force.

Which regulations have been revoked is data, in `lists/revoked.json`; sopkit knows of no others.
"""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from string import ascii_lowercase
from typing import TYPE_CHECKING, Any

from sopkit.checks.citations import citations, cited, is_incomplete, is_numbered_by_hand
from sopkit.checks.finding import Found
from sopkit.checks.indonesian import listed_words
from sopkit.checks.survey import brief
from sopkit.edits import Edit
from sopkit.places import pointer

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from sopkit.checks.citations import Citation
    from sopkit.checks.survey import Survey
    from sopkit.errors import Fact
    from sopkit.model import Text

__all__ = ["law_order", "law_revoked", "revoked"]

_AT = pointer("identity", "legal_basis")
_LONGEST = 120  # characters of a name within a sentence: ministers have long ones


@cache
def revoked() -> Mapping[Citation, Mapping[str, Any]]:
    """Return what is known of each revoked regulation: `about`, `by` (what revoked it), `since`, `source`."""
    entries = {cited(one["law"]): one for one in listed_words("revoked")["revoked"]}
    return {law: one for law, one in entries.items() if law is not None}


def law_order(survey: Survey) -> Iterator[Found]:
    """Find lines that name a regulation without its number and year, and the first that stands below its rank."""
    laws = _laws(survey)
    for n, text in enumerate(laws):
        if is_incomplete(_words(text)):
            yield Found(f"{_AT}/{n}", {"law": brief(text)}, "number")
    known = [(n, law) for n, law in enumerate(cited(_words(text)) for text in laws) if law and law.rank is not None]
    for (before, higher), (n, lower) in pairwise(known):
        if _is_below(higher, lower):
            facts: dict[str, Fact] = {
                "law": _name(laws[n]),
                "place": n + 1,
                "other": _name(laws[before]),
                "before": before + 1,
            }
            yield Found(f"{_AT}/{n}", facts, fix=_sorted(laws, known))
            return


def _is_below(one: Citation, other: Citation) -> bool:
    """Return whether `one` belongs below `other`, which stands after it."""
    if one.rank != other.rank:
        return (one.rank or 0) > (other.rank or 0)
    if one.year is None or other.year is None or one.year != other.year:
        return (one.year or 0) > (other.year or 9999)
    return (one.kind, one.issuer) == (other.kind, other.issuer) and _number(one) > _number(other)


def _number(law: Citation) -> int:
    """Return the number for sorting; Roman ones are not sorted."""
    digits = law.number.rstrip(ascii_lowercase)
    return int(digits) if digits else 0


def _sorted(laws: Sequence[Text], known: Sequence[tuple[int, Citation]]) -> tuple[Edit, ...]:
    """Return the edit that puts the whole list in order; none where a line is not understood, or numbered by hand."""
    if len(known) < len(laws) or any(not law.is_complete for _, law in known):
        return ()
    if any(is_numbered_by_hand(_words(text)) for text in laws):
        return ()
    # Of one rank and year, those of other issuers stay as they are: nothing orders them among each other.
    in_order = sorted(known, key=lambda one: (one[1].rank or 0, one[1].year or 0))
    series: dict[object, list[tuple[int, Citation]]] = {}
    for one in sorted(in_order, key=lambda one: _number(one[1])):
        series.setdefault(_series(one[1]), []).append(one)
    queues = {key: iter(members) for key, members in series.items()}
    chosen = [next(queues[_series(law)])[0] for _, law in in_order]
    return (Edit.put(_AT, [laws[n].to_json() for n in chosen]),)


def _series(law: Citation) -> object:
    return law.rank, law.year, law.kind, law.issuer


def law_revoked(survey: Survey) -> Iterator[Found]:
    """Find regulations that have been revoked, unless the same line names what revoked them."""
    for n, text in enumerate(_laws(survey)):
        entry = _entry(_words(text))
        if entry and cited(entry["by"]) not in citations(_words(text)):
            facts = {"law": _name(text), "by": entry["by"], "last": _last(entry["by"])}
            yield Found(f"{_AT}/{n}", facts, "" if facts["last"] == facts["by"] else "again")


def _entry(words: str) -> Mapping[str, Any] | None:
    law = cited(words)
    return revoked().get(law) if law else None


def _last(law: str) -> str:
    """Return what stands at the end, where what revoked a regulation was revoked in turn."""
    entry = _entry(law)
    return _last(entry["by"]) if entry else law


def _laws(survey: Survey) -> Sequence[Text]:
    return survey.sop.identity.legal_basis if survey.sop.identity else ()


def _name(text: Text) -> str:
    """Return the name of a regulation up to its number, without what it is about."""
    name = " ".join(str(text).partition(" tentang ")[0].split())
    return name if len(name) <= _LONGEST else brief(text)


def _words(text: Text) -> str:
    """Return the Indonesian words, if there are any: the names of regulations are Indonesian."""
    return text.in_("id")
