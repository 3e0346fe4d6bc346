"""
Entry: one thing that happened to a case; who, when, which step and outcome, where to.

Entries go to JSON and back. Whether one is legal is not asked here but by the case.
"""

from __future__ import annotations

import json
from datetime import datetime
from typing import TYPE_CHECKING, Any

import attrs

from sopkit.errors import EntryUnreadable
from sopkit.frozen import quick
from sopkit.model import CANCELLED

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sopkit.model import JSON

__all__ = ["CANCELLED", "COMPLETED", "OPENED", "Edition", "Entry", "new_entry", "pairs"]

OPENED = "opened"
COMPLETED = "completed"


@attrs.frozen
class Edition:
    """Which definition a case runs on: id, version, and the digest of what it means."""

    id: str
    version: str
    digest: str

    def __str__(self) -> str:
        return f"{self.id} {self.version} ({self.digest[:12]})"


def pairs(outputs: Mapping[str, str] | None) -> Any:
    """Return what was handed over as an entry keeps it."""
    return tuple(sorted(dict(outputs).items())) if outputs else ()


@attrs.frozen(weakref_slot=False)
class Entry:
    """One line of the journal of a case."""

    kind: str
    """`opened`, `completed` or `cancelled`."""
    seq: int
    """Its place in the journal; the opening is 0."""
    case: str
    sop: Edition
    step: str | None
    """The step that was left; None at the opening and when the case is cancelled."""
    outcome: str | None
    to: str
    """The step or end the case then stands at."""
    by: str | None
    """Id of the person who acted; an opening may have none."""
    actor: str | None
    """The actor they acted as."""
    at: datetime
    reason: str | None = None
    _outputs: tuple[tuple[str, str], ...] = attrs.field(default=(), converter=pairs)

    @property
    def outputs(self) -> dict[str, str]:
        """What was handed over: document id → the reference the host keeps."""
        return dict(self._outputs)

    def to_dict(self) -> dict[str, JSON]:
        """Return it as JSON values; `at` in ISO 8601 with its offset from UTC."""
        return {
            "kind": self.kind, "seq": self.seq, "case": self.case,
            "sop": {"id": self.sop.id, "version": self.sop.version, "digest": self.sop.digest},
            "step": self.step, "outcome": self.outcome, "to": self.to, "by": self.by, "actor": self.actor,
            "at": self.at.isoformat(), "reason": self.reason, "outputs": self.outputs,
        }  # fmt: skip

    @classmethod
    def from_dict(cls, data: Mapping[str, JSON]) -> Entry:
        """
        Read what `to_dict` wrote.

        Raises:
            EntryUnreadable: a field is missing, unknown or of the wrong kind.
        """
        values = _checked(data, "entry", _FIELDS)
        values["sop"] = Edition(**_checked(values["sop"], "sop", _EDITION))
        if values["kind"] not in (OPENED, COMPLETED, CANCELLED):
            raise _unreadable(values, "kind")
        for field in ("case", "by"):
            if values[field] is not None and not values[field].strip():
                raise _unreadable(values, field)
        for document, reference in values["outputs"].items():
            if not (isinstance(document, str) and isinstance(reference, str)):
                raise _unreadable(values, "outputs")
        try:
            values["at"] = datetime.fromisoformat(values["at"])
        except ValueError as error:
            raise _unreadable(values, "at") from error
        if values["at"].utcoffset() is None:
            raise _unreadable(values, "at")
        return cls(**values)


new_entry = quick(Entry)
"""Makes an Entry whose outputs are `pairs` already."""

_Kinds = tuple[type, ...]
_EDITION: dict[str, _Kinds] = {"id": (str,), "version": (str,), "digest": (str,)}
_MAYBE: _Kinds = (str, type(None))
_FIELDS: dict[str, _Kinds] = {
    "kind": (str,), "seq": (int,), "case": (str,), "sop": (dict,), "step": _MAYBE, "outcome": _MAYBE, "to": (str,),
    "by": _MAYBE, "actor": _MAYBE, "at": (str,), "reason": _MAYBE, "outputs": (dict,),
}  # fmt: skip


def _checked(data: Any, whole: str, fields: dict[str, _Kinds]) -> dict[str, Any]:
    """Return `data` as a fresh dict that has exactly these fields of these kinds."""
    if not isinstance(data, dict):
        raise _unreadable({whole: data}, whole)
    for field in (*fields, *data):
        if field not in fields or field not in data or type(data[field]) not in fields[field]:
            raise _unreadable(data, str(field))
    return dict(data)


def _unreadable(data: Mapping[str, Any], field: str) -> EntryUnreadable:
    case = data.get("case")
    return EntryUnreadable(
        case=case if isinstance(case, str) else "–",
        field=field,
        given=json.dumps(data.get(field), default=str, ensure_ascii=False)[:80],
    )
