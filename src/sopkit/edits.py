"""
JSON text + edits → JSON text. Only what is meant changes; everything else stays as it was typed.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import attrs

if TYPE_CHECKING:
    from typing import Self

__all__ = ["Edit"]


@attrs.frozen
class Edit:
    """One change of a JSON text; made by `put`, `rename` or `remove`."""

    kind: str
    """`put`, `rename` or `remove`."""
    pointer: str
    """JSON pointer to the value that is changed, whose key is changed, or that goes with its key."""
    text: str = ""
    """What stands there then: the value as JSON text, or the key."""

    @classmethod
    def put(cls, pointer: str, value: Any) -> Self:
        """Write `value` (as JSON values) in place of the one at `pointer`."""
        return cls("put", pointer, json.dumps(value, ensure_ascii=False))

    @classmethod
    def rename(cls, pointer: str, key: str) -> Self:
        """Call the key of what stands at `pointer` otherwise."""
        return cls("rename", pointer, key)

    @classmethod
    def remove(cls, pointer: str) -> Self:
        """Take away what stands at `pointer`, with its key, and the comma that it no longer needs."""
        return cls("remove", pointer)
