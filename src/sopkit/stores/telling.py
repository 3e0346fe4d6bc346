"""
An error of a database's driver → what sopkit raises in its place.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["Told"]


class Told:
    """
    A with-block that raises what `meant` makes of an error, and the error itself where that is None.

    It may be entered again and again. Every act goes through it, and a generator would take three times as long.
    """

    __slots__ = ("_meant",)

    def __init__(self, meant: Callable[[BaseException], Exception | None]) -> None:
        self._meant = meant

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if error is not None and (meant := self._meant(error)) is not None:
            raise meant from error
