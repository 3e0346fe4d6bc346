"""
A rich table → lines of text.
"""

from __future__ import annotations

from io import StringIO
from string import ascii_uppercase
from typing import TYPE_CHECKING

from rich.console import Console

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import RenderableType

    from sopkit.views.screen import Screen

__all__ = ["lettered", "printed"]


def printed(table: RenderableType, screen: Screen) -> str:
    """Return what rich draws, as text; with colour only where the screen has it."""
    sheet = StringIO()
    console = Console(
        file=sheet, width=screen.width, height=100, markup=False, highlight=False, emoji=False, legacy_windows=False,
        force_terminal=screen.is_coloured, color_system="standard" if screen.is_coloured else None,
        no_color=not screen.is_coloured, _environ={},
    )  # fmt: skip
    console.print(table)
    return "\n".join(line.rstrip() for line in sheet.getvalue().split("\n")).strip("\n")


def lettered(n: int) -> Iterator[str]:
    """Yield the first `n` letters, one for each actor."""
    yield from ascii_uppercase[:n]
