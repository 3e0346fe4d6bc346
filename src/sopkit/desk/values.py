"""
What a desk answers, as values.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

import attrs

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from sopkit.journal import Edition
    from sopkit.model import JSON, Text
    from sopkit.stores import Record

__all__ = ["Delivery", "Message", "Page", "Summary", "Task", "Trouble", "Verification"]

_Item = TypeVar("_Item")


@attrs.frozen(kw_only=True)
class Summary:
    """A case as somebody finds it who looks for it."""

    id: str
    sop: Edition
    """Id, version and digest of the definition it runs on."""
    title: str
    data: dict[str, JSON] = attrs.field(hash=False)
    """The host's own; what `search` finds it by."""
    state: str
    """`open`, `suspended` or `closed`."""
    step: str | None
    """The open step; None when the case is closed."""
    end: str | None
    """The end that was reached, or `cancelled`; None while the case is running."""
    since: datetime
    """When it came to where it is."""
    opened: datetime
    changed: datetime
    """When anything happened to it last."""
    seq: int
    """Of its last entry: what `seq=` of an act names."""
    taken_by: str | None
    """Id of the person who claimed the open step, or was given it."""


@attrs.frozen(kw_only=True)
class Task:
    """An open step that waits for somebody."""

    case: str
    title: str
    sop: Edition
    step: str
    activity: Text
    """What people call the step."""
    actor: str
    """The actor as which the person may do it."""
    since: datetime
    seq: int
    """Of the case's last entry: what `seq=` of an act names."""
    taken_by: str | None
    """Id of the person who claimed it, or was given it."""


@attrs.frozen
class Page(Generic[_Item]):
    """Some of what was found, and where to go on."""

    items: tuple[_Item, ...]
    next: str | None
    """What to give as `after` for the next page; None if this is the last."""

    def __iter__(self) -> Iterator[_Item]:
        return iter(self.items)

    def __len__(self) -> int:
        return len(self.items)


@attrs.frozen(kw_only=True)
class Message:
    """What the world should hear of a case."""

    key: str
    """The same each time it is delivered: case and record, `REK-2026-001#3`."""
    kind: str
    """`opened`, `moved`, `closed`, `suspended`, `resumed`, `assigned`, `noted`, `attached` or `erased`."""
    case: str
    title: str
    sop: Edition
    record: Record
    """What happened: who, when, which step and outcome, where to."""


@attrs.frozen(kw_only=True)
class Delivery:
    """What came of delivering messages."""

    heard: int
    """Messages that were taken."""
    failed: tuple[tuple[str, str], ...] = ()
    """Key of each message that was not taken, with the error; it is delivered again later."""


@attrs.frozen(kw_only=True)
class Trouble:
    """Something in a store that is not as it was written."""

    what: str
    """The code: `chain`, `value`, `order`, `act`, `standing`, `definition`, `register`, `outbox` or
    `cut`."""
    case: str = ""
    """Id of the case; empty for what concerns the whole store."""
    record: int = 0
    """The record where it shows."""


@attrs.frozen(kw_only=True)
class Verification:
    """What looking through a whole store found."""

    cases: int
    records: int
    troubles: tuple[Trouble, ...]
    """The first 1,000 of them."""
    trouble_count: int = attrs.field()
    """How many there are in all."""

    @trouble_count.default
    def _count(self) -> int:
        return len(self.troubles)

    @property
    def is_whole(self) -> bool:
        """Whether everything is as it was written."""
        return not self.troubles
