"""
JSON text + pointers → the character at which each begins.

Python's json is asked to jump over everything that no pointer leads into, which it does at the speed of C;
so findings in a large file cost less than reading it. What `Places` says of one pointer, this says of many.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["offsets"]

_Tree: TypeAlias = "dict[str, _Tree]"

_blank = re.compile(r"[ \t\n\r]*")
_colon = re.compile(r"[ \t\n\r]*:[ \t\n\r]*")
_comma = re.compile(r"[ \t\n\r]*,?[ \t\n\r]*")
_jump = json.JSONDecoder().raw_decode


def offsets(text: str, pointers: Iterable[str]) -> dict[str, int]:
    """Return at which character the value at each JSON pointer begins, or the nearest thing around it."""
    tree: _Tree = {}
    wanted = list(pointers)
    for at in wanted:
        node = tree
        for part in at.split("/")[1:]:
            node = node.setdefault(part, {})
    met: dict[str, int] = {}
    _visit(text, _after(_blank, text, 0), tree, "", met)
    return {at: _nearest(at, met) for at in wanted}


def _nearest(at: str, met: dict[str, int]) -> int:
    while at not in met:
        at = at.rpartition("/")[0]
    return met[at]


def _visit(text: str, here: int, tree: _Tree, at: str, met: dict[str, int]) -> int:
    """Note where the value that begins at `here` and what is wanted within it begin; return where it ends."""
    met[at] = here
    opening = text[here]
    if not tree or opening not in "{[":
        return _jump(text, here)[1]
    is_list = opening == "["
    index, here = 0, _after(_blank, text, here + 1)
    while text[here] not in "}]":
        part = str(index)
        if not is_list:
            part, here = _jump(text, here)
            here = _after(_colon, text, here)
        here = _visit(text, here, tree[part], f"{at}/{part}", met) if part in tree else _jump(text, here)[1]
        here = _after(_comma, text, here)
        index += 1
    return here + 1


def _after(what: re.Pattern[str], text: str, here: int) -> int:
    match = what.match(text, here)
    return match.end() if match else here
