"""
Name of what a store refuses → an example of it, as the error that would be raised.
"""

from __future__ import annotations

import json
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING, Any

from sopkit import errors
from sopkit.checks.scenes import BASE, SAMPLES
from sopkit.reader import loads

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sopkit.errors import StoreError
    from sopkit.model import Sop

__all__ = ["definition", "examples"]


@cache
def examples() -> Mapping[str, StoreError]:
    """Return an example of each error of a store, by its name."""
    told = json.loads((SAMPLES / "stores.json").read_text(encoding="utf-8"))
    made: list[StoreError] = [
        getattr(errors, one.pop("error"))(**{name: _read(name, fact) for name, fact in one.items()}) for one in told
    ]
    return {error.rule: error for error in made}


@cache
def definition() -> Sop:
    """Return the definition that the cases of the examples run on."""
    return loads((SAMPLES / f"{BASE}.sop.json").read_text(encoding="utf-8"), file=f"{BASE}.sop.json")


def _read(name: str, fact: Any) -> Any:
    if name == "at":
        return datetime.fromisoformat(fact)
    return tuple(fact) if isinstance(fact, list) else fact
