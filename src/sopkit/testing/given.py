"""
What a test gives → the same, if it is of the kind that belongs there; else an error that says what does.
"""

from __future__ import annotations

from typing import Any

from sopkit import errors
from sopkit.errors import Refusal
from sopkit.model import Sop

__all__ = ["a_refusal", "a_sop", "a_word", "must_be", "pairs", "ranges"]

_MOST = 1_000  # steps; to draw more takes more choices than Hypothesis makes


def must_be(kind: type[Any], form: str, value: object) -> None:
    """Let a value of `kind` pass; raise TypeError that names the `form` that belongs there for anything else."""
    if not isinstance(value, kind):
        msg = f"here belongs {form}, not {value!r:.60}"
        raise TypeError(msg)


def a_sop(value: object) -> None:
    """Let a Sop pass; raise TypeError for anything else."""
    must_be(Sop, "a Sop, as sopkit.load or sopkit.reference returns it", value)


def a_word(what: str, value: object) -> None:
    """Let what something is called pass; raise TypeError for anything else."""
    must_be(str, f"what {what} is called, a string", value)


def a_refusal(kind: object) -> str:
    """
    Return the name of a refusal that is given as its class, its name or its code.

    Raises:
        TypeError: it is no class of refusals, and no string.
        ValueError: no refusal is called so.
    """
    if isinstance(kind, type) and issubclass(kind, Refusal):
        return kind.__name__
    must_be(str, "a refusal: a class of sopkit.errors, its name or its code, such as 'NotYourStep'", kind)
    every = {name: getattr(errors, name) for name in errors.__all__}
    names = [name for name, one in every.items() if isinstance(one, type) and issubclass(one, Refusal)]
    plain = str(kind).replace("-", "").casefold()
    for name in names:
        if name.casefold() == plain:
            return name
    msg = f"no refusal is called {kind!r}; there are {', '.join(names)}"
    raise ValueError(msg)


def pairs(path: Any) -> list[tuple[str, str]]:
    """Return the steps and outcomes of a path; raise TypeError for anything else."""
    form = "a path, pairs of step and outcome: [('verify', 'fit')]"
    must_be(object if hasattr(path, "__iter__") else str, form, path)
    acts = []
    for one in path:
        must_be(tuple | list, form, one)  # type: ignore[arg-type]
        must_be(object if len(one) == 2 else str, form, one)
        acts.append((one[0], one[1]))
    return acts


def ranges(sizes: Any) -> None:
    """Let ranges of numbers of steps pass; raise TypeError for anything else, ValueError where they hold no number."""
    form = f"ranges of numbers of steps, each from at least 1 to at most {_MOST}: ((1, 5), (6, 12))"
    must_be(tuple | list, form, sizes)  # type: ignore[arg-type]
    for one in sizes:
        must_be(tuple | list, form, one)  # type: ignore[arg-type]
        for number in one:
            must_be(int, form, number)
    if not sizes or not all(len(one) == 2 and 1 <= one[0] <= one[1] <= _MOST for one in sizes):
        msg = f"here belongs {form}, not {sizes!r:.60}"
        raise ValueError(msg)
