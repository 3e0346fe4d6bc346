"""
A file → the ways through its SOP, their number first.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from sopkit.cli.parts import Number, Verb, argument, format_option, option
from sopkit.cli.report import sound
from sopkit.cli.terminal import show, show_json
from sopkit.counting import count_paths
from sopkit.errors import TooManyPaths
from sopkit.routes import paths as ways
from sopkit.views.routes import route
from sopkit.worktime import written

if TYPE_CHECKING:
    from sopkit.model import Sop
    from sopkit.views.screen import Screen

__all__ = ["verb"]

_LIMIT = 20


def verb(language: str) -> Verb:
    """Return the command."""
    return Verb("paths", language, _run, [
        argument("path", language),
        option("--returns", language, "cli.paths.returns", type=Number(most=1_000), default=0, metavar="N"),
        option("--limit", language, "cli.paths.limit", type=Number(), default=_LIMIT, metavar="N"),
        format_option(language),
    ])  # fmt: skip


def _run(looks: Screen, path: str, returns: int, limit: int, shape: str) -> int:
    sop = sound(path, looks, shape)
    if sop is None:
        return 1
    count = _count(sop, returns)
    shown = islice(ways(sop, returns=returns), limit or None)
    if shape == "json":
        found = [{"moves": way.moves, "end": way.end, "time": written(way.time)} for way in shown]
        show_json({"count": count, "returns": returns, "paths": found})
        return 0
    for line in looks.wrapped(_counted(count, returns, looks), style="bold"):
        show(line)
    n = 0
    for n, way in enumerate(shown, 1):
        show("")
        for line in route(sop, way, n, looks):
            show(line)
    if count is None or count > n:
        show("")
        for line in looks.wrapped(looks.say("cli.paths.rest", n=n), style="dim"):
            show(line)
    return 0


def _count(sop: Sop, returns: int) -> int | None:
    try:
        return count_paths(sop, returns=returns)
    except TooManyPaths:
        return None


def _counted(count: int | None, returns: int, looks: Screen) -> str:
    how = looks.say("cli.paths.none-back") if returns == 0 else looks.counted("back", returns)
    if count is None:
        return looks.say("cli.paths.too-many", how=how)
    return looks.say("cli.paths.count", count=looks.counted("path", count), how=how)
