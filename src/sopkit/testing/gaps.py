"""
Coverage → a table, what it lacks in the words of the SOP, and the picture that shows it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sopkit.testing.coverage import KINDS, Coverage
from sopkit.testing.given import must_be
from sopkit.views.mermaid import mermaid
from sopkit.views.names import label, outcome
from sopkit.views.screen import Screen, cells, clean, shortened

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sopkit.model import Sop
    from sopkit.testing.coverage import Item, Part

__all__ = ["lacking", "picture", "report", "table"]

_FORM = "a Coverage, as Coverage.of(sop, cases) returns it"
_CELL = 12  # columns of one kind
_NAME = 18  # columns of a name, at the least; a longer one stands on a line of its own


def picture(met: Coverage, *, language: str = "en") -> str:
    """
    Return the SOP as a flowchart for Mermaid: what was taken is green and tells how often, what was not is red.

    >>> import sopkit
    >>> from sopkit.testing import Coverage
    >>> picture(Coverage.of(sopkit.reference())).splitlines()[-1]
    '  linkStyle 1,2,3,4,5,6,7,8,9,10,11,12 stroke:#c02617,stroke-width:3px'
    """
    must_be(Coverage, _FORM, met)
    taken = {(item[0], item[1]): n for (kind, item), n in met.met.items() if kind == "outcomes"}
    return mermaid(met.sop, language=language, taken=taken)


def report(met: Coverage, *, language: str = "en", width: int = 80) -> str:
    """
    Return the table of one SOP, and under it all that was not met, in lines of at most `width` columns.

    >>> import sopkit
    >>> from sopkit.testing import Coverage, play
    >>> sop = sopkit.reference()
    >>> met = Coverage.of(sop, [play(sop, path) for path in sopkit.paths(sop)])
    >>> for line in report(met, width=64).splitlines()[3:6]:
    ...     print(line)
      4 of 12 outcomes not tested (↩ returns):
        2. Verify the permit documents; if they fit, the sit… – No ↩
        4. Write the minutes of the site visit; if the findi… – No ↩
    """
    must_be(Coverage, _FORM, met)
    screen = Screen(language, width)
    return "\n".join([*table([met], screen), *lacking(met, screen)])


def table(every: Iterable[Coverage], screen: Screen) -> Iterator[str]:
    """Yield a line of headings, then one for each definition; two where its name is long."""
    named = [(f"{met.sop.id} {met.sop.version}", met) for met in every]
    room = max(_NAME, min(max((len(name) for name, _ in named), default=0), screen.width - _CELL * len(KINDS)))
    yield " " * room + "".join(f"{screen.say(f'testing.kind.{kind}'):>{_CELL}}" for kind in KINDS)
    for name, met in named:
        numbers = "".join(f"{_share(part):>{_CELL}}" for part in met.parts)
        if len(name) > room:
            yield shortened(name, screen.width)
            name = ""  # noqa: PLW2901 - it has been said
        yield f"{name:<{room}}{numbers}"


def lacking(met: Coverage, screen: Screen, *, most: int | None = None) -> Iterator[str]:
    """Yield what was not met, by kind; of each kind at most this many things, each in a line."""
    for part in met.parts:
        # Each return is an outcome too, and told as one.
        if not part.missing or part.kind == "returns":
            continue
        yield "  " + screen.say(f"testing.lacking.{part.kind}", n=len(part.missing), of=part.of)
        for item in part.missing[:most]:
            yield "    " + _told(met, part.kind, item, screen._replace(width=screen.width - 4))
        if most is not None and len(part.missing) > most:
            yield "    " + screen.say("testing.lacking.more", n=len(part.missing) - most)


def _share(part: Part) -> str:
    return f"{part.covered}/{part.of} {int(part.percent):3}%"  # 299 of 300 are not 100 %


def _told(met: Coverage, kind: str, item: Item, screen: Screen) -> str:
    """Return a thing that was not met, on one line."""
    if kind == "pairs":
        half = (screen.width - 3) // 2
        return f"{_act(met.sop, item[:2], half, screen)} → {_act(met.sop, item[2:], half, screen)}"
    if kind == "refusals":
        code, step, *more = item
        row = clean(met.sop.step(more[0]).number) if code == "same-hands" else ""
        said = f": {screen.say(f'testing.lacking.{code}', row=row)} ({code})"
        at = (step,) if row else (step, *more)
        return _act(met.sop, at, screen.width - cells(said), screen) + said
    back = " ↩" if kind == "outcomes" and item in met.part("returns").missing else ""
    return _act(met.sop, item, screen.width - len(back), screen) + back


def _act(sop: Sop, item: Item, width: int, screen: Screen) -> str:
    """Return a step, or a way out of it, in at most this many columns; what it does gives way to what it is called."""
    step = sop.step(item[0])
    way = f" – {shortened(outcome(step, item[1], screen), width // 2)}" if item[1:] and step.is_decision else ""
    number = f"{clean(step.number).rstrip('.')}. "
    return shortened(number + label(sop, step.id, screen), width - cells(way)) + way
