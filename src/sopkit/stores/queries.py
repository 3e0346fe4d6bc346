"""
SQL files → queries by name, for one kind of database.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

__all__ = ["migrations", "queries"]

_SQL = Path(__file__).parent / "sql"
_NAME = re.compile(r"^-- \[(.+)\]$", re.MULTILINE)


@cache
def queries(kind: str) -> dict[str, tuple[str, ...]]:
    """Return the statements of each query that is asked of `sqlite` or `postgres`."""
    found: dict[str, tuple[str, ...]] = {}
    for file in (_SQL / "queries.sql", _SQL / kind / "queries.sql"):
        _, *parts = _NAME.split(file.read_text(encoding="utf-8"))
        for name, text in zip(parts[::2], parts[1::2], strict=True):
            found[name] = tuple(statement.strip() for statement in text.split(";"))
    return found


@cache
def migrations(kind: str) -> tuple[tuple[int, str], ...]:
    """Return the numbered migrations for `sqlite` or `postgres`, in their order."""
    files = sorted((_SQL / kind).glob("[0-9]*.sql"))
    return tuple((int(file.name.partition("-")[0]), file.read_text(encoding="utf-8")) for file in files)
