"""
A case that comes from elsewhere, with its definition → rows, all of them or none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from sopkit.stores.record import stamp

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

    from sopkit.journal import Edition
    from sopkit.stores.database import Changes, Database, Values

__all__ = ["Steps", "brought_in", "publication"]

Steps: TypeAlias = "Callable[[int], Iterable[tuple[str, Values]]]"
"""Gives the queries that write a case, with their values, for the number of its definition."""


class _Late(Exception):
    """Somebody was quicker."""


def brought_in(database: Database, edition: Edition, text: str, steps: Steps, *, no: int, at: datetime) -> bool:
    """
    Keep case number `no` and the definition it runs on; return False, and keep neither, if somebody was quicker.

    Raises:
        Clash: an id or a key is there already.
    """

    def whole(changes: Changes) -> bool:
        changes.change("publish", publication(edition, text, at))
        known = {(version, digest): one for one, _, version, digest in changes.read("editions", {"sop": edition.id})}
        definition = known.get((edition.version, edition.digest))
        if definition is None or any(changes.change(*step) != 1 for step in steps(definition)):
            raise _Late
        changes.change("all heard", {"no": no})
        return True

    try:
        return database.transact(whole)
    except _Late:
        return False


def publication(edition: Edition, text: str, at: datetime) -> Values:
    """Return the values of the query that publishes a definition."""
    return {
        "sop": edition.id, "version": edition.version, "digest": edition.digest, "published": stamp(at), "text": text,
    }  # fmt: skip
