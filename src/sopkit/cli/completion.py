"""
The name of a shell → the script that completes verbs and options there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click
from click.shell_completion import get_completion_class

from sopkit.cli.parts import OneOf, Verb
from sopkit.cli.terminal import show

if TYPE_CHECKING:
    from sopkit.views.screen import Screen

__all__ = ["verb"]

SHELLS = ("bash", "zsh", "fish")


def verb(language: str) -> Verb:
    """Return the command."""
    shell = click.Argument(["shell"], type=OneOf(*SHELLS), metavar="|".join(SHELLS))
    return Verb("completion", language, _run, [shell])


def _run(looks: Screen, shell: str) -> int:  # noqa: ARG001 - every verb gets it
    complete = get_completion_class(shell)
    assert complete is not None  # noqa: S101 - click has these three
    front = click.get_current_context().find_root().command
    show(complete(front, {}, "sopkit", "_SOPKIT_COMPLETE").source())
    return 0
