"""
JSON text + pointers → lines and columns.

Python's json tells no places. It is asked here to jump over everything that no pointer leads into, which it does at
the speed of C, and only when something must be shown to a person; so a sound file pays nothing for it.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, NamedTuple, TypeAlias, TypeVar

import attrs

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["JUMP", "Place", "Places", "Token", "pointer", "walk"]

_TOKEN = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"|[\[\]{}:,]|[^\s\[\]{}:,"]+', re.DOTALL)
_BLANK = re.compile(r"[ \t\n\r]*")
_COLON = re.compile(r"[ \t\n\r]*:[ \t\n\r]*")
_COMMA = re.compile(r"[ \t\n\r]*,?[ \t\n\r]*")
JUMP = json.JSONDecoder(parse_int=len, parse_float=len).raw_decode
"""Text, place → the value that begins there, its numbers as their length, and where it ends; at the speed of C."""

_Tree: TypeAlias = "dict[str, _Tree]"
_Thing = TypeVar("_Thing")


@attrs.frozen
class Place:
    """Where something stands in a file: line and column, both counted from 1, the column in characters."""

    line: int
    column: int


class Token(NamedTuple):
    """One key, one scalar, or one bracket that opens: what it is (`key`, `value`), whose, where, how written."""

    kind: str
    pointer: str
    offset: int
    text: str
    depth: int


@attrs.frozen
class Places:
    """The text a definition was read from, and the name of its file ("" for text that came in no file)."""

    file: str
    text: str = attrs.field(repr=False)

    def of(self, at: str) -> Place:
        """Return the place of the value at JSON pointer `at`, or of the nearest thing around it."""
        ((place, _),) = self.in_order([(self.offsets([at])[at], None)])
        return place

    def offsets(self, pointers: Iterable[str], *, keys: bool = False) -> dict[str, int]:
        """Return at which character the value at each pointer begins (its key, for `keys`), or the thing around it."""
        tree: _Tree = {}
        wanted = list(pointers)
        for at in wanted:
            node = tree
            for part in at.split("/")[1:]:
                node = node.setdefault(part, {})
        met: dict[str, int] = {}
        _visit(self.text, _after(_BLANK, self.text, 0), tree, "", met, keys=keys)
        return {at: _nearest(at, met) for at in wanted}

    def in_order(self, things: Iterable[tuple[int, _Thing]]) -> Iterator[tuple[Place, _Thing]]:
        """Yield things that stand at these characters with their places, in the order of the file."""
        line, begin, last = 1, 0, 0  # from place to place, so that the text is looked through once
        for offset, thing in sorted(things, key=lambda pair: pair[0]):
            if breaks := self.text.count("\n", last, offset):
                line += breaks
                begin = self.text.rindex("\n", last, offset) + 1
            last = offset
            yield Place(line, offset - begin + 1), thing


def _visit(text: str, here: int, tree: _Tree, at: str, met: dict[str, int], *, keys: bool) -> int:
    """Note where the value that begins at `here` and what is wanted within it begin; return where it ends."""
    if not keys or at not in met:
        met[at] = here
    opening = text[here]
    if not tree or opening not in "{[":
        return JUMP(text, here)[1]
    is_list = opening == "["
    index, here = 0, _after(_BLANK, text, here + 1)
    while text[here] not in "}]":
        part, key = str(index), here
        if not is_list:
            part, here = JUMP(text, here)
            part = part.replace("~", "~0").replace("/", "~1")
            here = _after(_COLON, text, here)
        if part in tree:
            if keys:
                met[f"{at}/{part}"] = key
            here = _visit(text, here, tree[part], f"{at}/{part}", met, keys=keys)
        else:
            here = JUMP(text, here)[1]
        here = _after(_COMMA, text, here)
        index += 1
    return here + 1


def _after(what: re.Pattern[str], text: str, here: int) -> int:
    match = what.match(text, here)
    return match.end() if match else here


def _nearest(at: str, met: dict[str, int]) -> int:
    while at not in met:
        at = at.rpartition("/")[0]
    return met[at]


def pointer(*parts: str | int) -> str:
    """
    Return the JSON pointer (RFC 6901) to what stands under these keys and indexes.

    >>> pointer("steps", 0, "x-a/b")
    '/steps/0/x-a~1b'
    """
    return "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in parts)


def walk(text: str) -> Iterator[Token]:
    """Yield the tokens of a sound JSON text in order, each with its pointer and how deep it lies."""
    frames: list[_Frame] = []
    for match in _TOKEN.finditer(text):
        written, offset = match.group(), match.start()
        if written in "}]":
            frames.pop()
        elif written == ",":
            frames[-1].advance()
        elif written != ":":
            frame = frames[-1] if frames else None
            if frame and frame.key is None:
                frame.key = json.loads(written)
                yield Token("key", frame.pointer(), offset, written, len(frames))
                continue
            at = frame.pointer() if frame else ""
            if written in "{[":
                frames.append(_Frame(at, None if written == "{" else 0))
            yield Token("value", at, offset, written, len(frames))


class _Frame:
    """One open bracket: its pointer, and the key (None while one is awaited) or index under the finger."""

    __slots__ = ("at", "key")

    def __init__(self, at: str, key: str | int | None) -> None:
        self.at = at
        self.key = key

    def pointer(self) -> str:
        return self.at + pointer(self.key or 0) if self.key != "" else self.at + "/"

    def advance(self) -> None:
        self.key = self.key + 1 if isinstance(self.key, int) else None
