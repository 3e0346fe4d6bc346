"""
What SQLite says no with → the StoreError that says it, or a Clash.
"""

from __future__ import annotations

import sqlite3

from sopkit.errors import (
    NotAStore,
    StoreBusy,
    StoreDamaged,
    StoreError,
    StoreFull,
    StoreReadOnly,
    StoreUnreachable,
)
from sopkit.stores.database import Clash

__all__ = ["meant", "primary"]

_ERRORS: dict[int, type[StoreError]] = {
    sqlite3.SQLITE_BUSY: StoreBusy,
    sqlite3.SQLITE_LOCKED: StoreBusy,
    sqlite3.SQLITE_FULL: StoreFull,
    sqlite3.SQLITE_READONLY: StoreReadOnly,
    sqlite3.SQLITE_NOTADB: NotAStore,
    sqlite3.SQLITE_CORRUPT: StoreDamaged,
}
_IOERR_DATA = sqlite3.SQLITE_IOERR | 32 << 8
_IOERR_CORRUPTFS = sqlite3.SQLITE_IOERR | 33 << 8
_BY_EXTENDED: dict[int | None, type[StoreError]] = {  # whatever else a disk fails at, it says nothing of what is kept
    sqlite3.SQLITE_IOERR_WRITE: StoreFull,
    sqlite3.SQLITE_IOERR_TRUNCATE: StoreFull,
    sqlite3.SQLITE_IOERR_SHMSIZE: StoreFull,
    sqlite3.SQLITE_IOERR_SHMMAP: StoreFull,
    sqlite3.SQLITE_IOERR_SHORT_READ: StoreDamaged,
    _IOERR_DATA: StoreDamaged,
    _IOERR_CORRUPTFS: StoreDamaged,
}
_NO_TEXT = "Could not decode"  # what Python says of text that is none
_NO_TABLE = "no such table: sopkit_"
_UNIQUE = (sqlite3.SQLITE_CONSTRAINT_UNIQUE, sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY)


def meant(error: BaseException, name: str) -> Exception | None:
    """Return what an error of SQLite says of the store, or Clash; None for any other error."""
    if isinstance(error, UnicodeDecodeError):  # SQLite quotes what is damaged
        return StoreDamaged(store=name, why=str(error))
    if not isinstance(error, sqlite3.Error):
        return None
    code = getattr(error, "sqlite_errorcode", None)
    if code in _UNIQUE:
        return Clash()
    kind = _BY_EXTENDED.get(code) or _ERRORS.get(primary(error), StoreUnreachable)
    if code is None and str(error).startswith(_NO_TEXT):
        kind = StoreDamaged
    if kind is StoreUnreachable:
        return StoreUnreachable(store=name, why=str(error), cause=_cause(error))
    return StoreDamaged(store=name, why=str(error)) if kind is StoreDamaged else kind(store=name)  # type: ignore[call-arg]


def _cause(error: sqlite3.Error) -> str:
    if primary(error) == sqlite3.SQLITE_CANTOPEN:
        return "file"
    return "tables" if str(error).startswith(_NO_TABLE) else ""


def primary(error: sqlite3.Error) -> int:
    """Return what kind of error SQLite calls this; one that Python itself raised is of none."""
    return getattr(error, "sqlite_errorcode", -1) & 0xFF
