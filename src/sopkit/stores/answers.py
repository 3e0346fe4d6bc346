"""
What PostgreSQL says no with → the StoreError that says it, or a Clash.
"""

from __future__ import annotations

import re

import psycopg
from psycopg import errors

from sopkit.errors import StoreBusy, StoreDamaged, StoreError, StoreFull, StoreReadOnly, StoreUnreachable
from sopkit.stores.database import Clash

__all__ = ["AGAIN", "meant"]

AGAIN = (errors.SerializationFailure, errors.DeadlockDetected)
"""What asks to be tried again from the start."""

_ERRORS: tuple[tuple[type[psycopg.Error], type[StoreError]], ...] = (
    (errors.DiskFull, StoreFull),
    (errors.ReadOnlySqlTransaction, StoreReadOnly),
    (errors.LockNotAvailable, StoreBusy),
    (errors.QueryCanceled, StoreBusy),  # its patience was set shorter than ours
    (errors.TooManyConnections, StoreBusy),
    *((kind, StoreBusy) for kind in AGAIN),
)
_DAMAGE = (errors.DataCorrupted, errors.IndexCorrupted)
_CAUSES: tuple[tuple[type[psycopg.Error], str], ...] = (
    (errors.InsufficientPrivilege, "rights"),
    (errors.InvalidSchemaName, "schema"),
    (errors.UndefinedTable, "tables"),
    (errors.CannotConnectNow, "silent"),
    (errors.AdminShutdown, "cut"),
    (errors.CrashShutdown, "cut"),
    (errors.IdleSessionTimeout, "cut"),
)
_CROWD = "too many (clients|connections)|connection slots are reserved"
_SAYINGS = (  # no number comes with these, and a server of another language is quoted as it is
    ('database ".*" does not exist', "database"),
    ('role ".*" does not exist|authentication failed|no password supplied|pg_hba', "login"),
    ("resolve host|could not translate", "host"),
    ("refused|No such file|time(d |)out|No route|unreachable", "silent"),
    ("starting up|shutting down|recovery mode|not yet accepting", "silent"),
    ("terminating connection|closed the connection|connection is lost|consuming input|SSL SYSCALL", "cut"),
)


def meant(error: BaseException, name: str) -> Exception | None:
    """Return what an error of psycopg says of the store of this name; None for any other error."""
    if isinstance(error, errors.UniqueViolation):
        return Clash()
    if not isinstance(error, psycopg.Error):
        return None
    for kind, told in _ERRORS:
        if isinstance(error, kind):
            return told(store=name)  # type: ignore[call-arg]
    said = str(error).strip()
    if error.sqlstate is None and re.search(_CROWD, said):
        return StoreBusy(store=name)
    why = said.partition("\n")[0]
    if isinstance(error, _DAMAGE):
        return StoreDamaged(store=name, why=why)
    return StoreUnreachable(store=name, why=why, cause=_cause(error, said))


def _cause(error: psycopg.Error, said: str) -> str:
    if error.sqlstate is None:
        return next((cause for saying, cause in _SAYINGS if re.search(saying, said)), "")
    return next((cause for kind, cause in _CAUSES if isinstance(error, kind)), "")
