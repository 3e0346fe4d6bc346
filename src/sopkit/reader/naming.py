"""
Names → ids: made of their words, each of them once.
"""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

from sopkit.reader.meant import id_meant

if TYPE_CHECKING:
    from collections.abc import Container

__all__ = ["id_for"]

_LONG = 40  # characters of an id that one still reads at a glance


def id_for(name: str, taken: Container[str], otherwise: str) -> str:
    """
    Return an id for what is called `name`, none of those that are `taken`; of a name without letters, `otherwise`.

    >>> id_for("Surat Keterangan (asli)", {"surat-keterangan-asli"}, "dokumen")
    'surat-keterangan-asli-2'
    """
    wanted = id_meant(name) or otherwise
    if len(wanted) > _LONG:
        wanted = wanted[: _LONG + 1].rpartition("-")[0] or wanted[:_LONG]
    numbered = (f"{wanted}-{n}" for n in count(2))
    return wanted if wanted not in taken else next(id for id in numbered if id not in taken)
