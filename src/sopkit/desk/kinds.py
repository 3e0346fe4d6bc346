"""
One record by itself → whether a desk writes such a record: what its kind says, and what it leaves empty.

Where values were erased, what was put in their place has the same shape. Other records and the SOP do not come in here.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from sopkit.journal import CANCELLED, COMPLETED, OPENED
from sopkit.stores.limits import can_be_kept
from sopkit.stores.record import canonical

if TYPE_CHECKING:
    from sopkit.model import JSON
    from sopkit.stores import Record

__all__ = ["is_as_written"]

_SALT = re.compile("[0-9a-f]{32}")
_MARK = re.compile("[0-9a-f]{64}")
_NUMBER = re.compile("0|[1-9][0-9]{0,17}")
_ALIAS = re.compile("erased-[1-9][0-9]*")
_WITH_REASON = (CANCELLED, "suspended", "resumed", "noted", "erased")  # always; an act may have one, nothing else has


def is_as_written(record: Record) -> bool:
    """Return whether every field of a record has a value that a desk writes there."""
    try:
        details = _details(record.more)
        can_be_kept(sought=(record.by, record.key), words=[record.reason, details])
    except (RecursionError, ValueError):
        return False
    return _is_in_place(record) and _is_bound(record) and _says(record, details)


def _details(more: str | None) -> dict[str, JSON]:
    """Return what a record says besides; raise ValueError where that is not written as a desk writes it."""
    details = {} if more is None else json.loads(more, parse_constant=_no_number)
    if not isinstance(details, dict) or canonical(details) != more:  # also a key that stands twice, and 1e999
        raise ValueError
    return details


def _no_number(name: str) -> float:
    raise ValueError(name)


def _is_in_place(record: Record) -> bool:
    """Return whether the fields that tell of a step are there where one was left, and nowhere else."""
    left = (record.step, record.outcome, record.actor)
    is_left = {COMPLETED: (True, True, True), CANCELLED: (False, False, True)}.get(record.kind, (False, False, False))
    has_numbers = record.n.__class__ is int and record.seq.__class__ is int  # 0.0 equals 0, but is written otherwise
    return has_numbers and tuple(one is not None for one in left) == is_left


def _is_bound(record: Record) -> bool:
    """Return whether each personal field has either its salt or, after it was erased, its mark."""
    pairs = zip(record.salts, record.marks, strict=True)
    return all(not salt and _MARK.fullmatch(mark) if mark else _SALT.fullmatch(salt) for salt, mark in pairs)


def _says(record: Record, details: dict[str, JSON]) -> bool:
    """Return whether a record says who and why, and what else belongs to its kind, and nothing more."""
    if record.kind != OPENED and not _is_said(record.by):
        return False
    if record.kind in _WITH_REASON:
        return _is_said(record.reason) and _belongs(record, details)
    return (record.reason is None or record.kind == COMPLETED) and _belongs(record, details)


def _belongs(record: Record, details: dict[str, Any]) -> bool:
    match record.kind, sorted(details):
        case "opened", ["data", "title"]:
            return isinstance(details["title"], str) and isinstance(details["data"], dict)
        case "completed", ["outputs"]:
            outputs = details["outputs"]
            return isinstance(outputs, dict) and bool(outputs) and all(isinstance(one, str) for one in outputs.values())
        case "assigned", ["to"]:
            return _is_said(details["to"])
        case "attached", ["name", "reference"]:
            return _is_said(details["name"]) and _is_said(details["reference"])
        case "erased", ["name", "records"]:
            return _is_erasure(details["name"], details["records"], record.n)
    return not details and record.kind not in ("opened", "assigned", "attached", "erased")


def _is_erasure(name: Any, records: Any, n: int) -> bool:
    """Return whether it says what is left of records before number `n`, and which name took the place of another."""
    is_name = name is None or (isinstance(name, str) and bool(_ALIAS.fullmatch(name)))
    return (
        is_name
        and isinstance(records, dict)
        and all(
            _NUMBER.fullmatch(one) and int(one) < n and isinstance(left, str) and _MARK.fullmatch(left)
            for one, left in records.items()
        )
    )


def _is_said(words: object) -> bool:
    return isinstance(words, str) and bool(words.strip())
