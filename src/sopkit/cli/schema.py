"""
Nothing → the JSON Schema of the language, for editors.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sopkit.cli.parts import Verb
from sopkit.cli.terminal import show
from sopkit.reader import schema_text

if TYPE_CHECKING:
    from sopkit.render.screen import Screen

__all__ = ["verb"]


def verb(language: str) -> Verb:
    """Return the command."""
    return Verb("schema", language, _run, [])


def _run(looks: Screen) -> int:  # noqa: ARG001 - every verb gets it
    show(schema_text(), nl=False)
    return 0
