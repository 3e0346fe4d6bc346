"""
Path → the rows it passes, its labels, and its working time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sopkit.views.names import label, outcome
from sopkit.views.screen import clean
from sopkit.worktime import in_hours

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sopkit.model import Sop
    from sopkit.routes import Path
    from sopkit.views.screen import Screen

__all__ = ["route"]

_INDENT = " " * 7


def route(sop: Sop, path: Path, n: int, screen: Screen) -> Iterator[str]:
    """Yield the lines for the `n`-th path."""
    time = screen.paint(in_hours(path.time, screen.language), "bold")
    back = sum(1 for step, one in path if _is_return(sop, step, one))
    yield f"{n:>5}. {time}  {screen.paint(', '.join(_counts(len(path), back, screen)), 'dim')}"
    line, used = _INDENT, len(_INDENT)
    for word, style in _words(sop, path, screen):
        if used + len(word) + 2 > screen.width and line.strip():
            yield line.rstrip()
            line, used = _INDENT, len(_INDENT)
        line += screen.paint(word, style) if style else word
        used += len(word)
    yield line.rstrip()


def _counts(steps: int, back: int, screen: Screen) -> Iterator[str]:
    yield screen.counted("step", steps)
    if back:
        yield screen.counted("return", back)


def _words(sop: Sop, path: Path, screen: Screen) -> Iterator[tuple[str, str]]:
    for id, one in path:
        step = sop.step(id)
        back = _is_return(sop, id, one)
        said = f" {outcome(step, one, screen)}" if step.is_decision else ""
        yield f"{clean(step.number)}{said} {'↩' if back else '→'} ", "yellow" if back else ""
    yield label(sop, path.end, screen), ""


def _is_return(sop: Sop, step: str, id: str) -> bool:
    return any(one.id == id and one.is_return for one in sop.step(step).outcomes)
