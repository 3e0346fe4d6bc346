"""
JSON text + pointer → line and column.

Python's json tells no places. This walk over the tokens of a text that json has accepted does;
it runs only when something must be shown to a person, so a sound file never pays for it.
"""

from __future__ import annotations

import json
import re
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import attrs

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Place", "Places", "Token", "pointer", "walk"]

_TOKEN = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"|[\[\]{}:,]|[^\s\[\]{}:,"]+', re.DOTALL)


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
        return self.at_offset(self.offset(at))

    def offset(self, at: str, *, key: bool = False) -> int:
        """Return at which character the value (or the key) at `at` begins, or the nearest thing around it."""
        if key and (offset := self._index.find("key", at)) is not None:
            return offset
        while (offset := self._index.find("value", at)) is None and at:
            at = at.rpartition("/")[0]
        return offset or 0

    def at_offset(self, offset: int) -> Place:
        """Return the place of the character at `offset`."""
        return Place(self.text.count("\n", 0, offset) + 1, offset - self.text.rfind("\n", 0, offset))

    def string(self, at: str) -> str | None:
        """Return the string that stands at `at`, if one does."""
        offset = self._index.find("value", at)
        match = None if offset is None else _TOKEN.match(self.text, offset)
        return json.loads(match.group()) if match and match.group()[0] == '"' else None

    @cached_property
    def _index(self) -> _Index:
        return _Index(self.text)


class _Index:
    """Where keys and values begin, as far into the text as somebody has asked."""

    def __init__(self, text: str) -> None:
        self.ahead = walk(text)
        self.offsets: dict[str, dict[str, int]] = {"key": {}, "value": {}}

    def find(self, kind: str, at: str) -> int | None:
        found = self.offsets[kind]
        while at not in found:
            token = next(self.ahead, None)
            if token is None:
                return None
            self.offsets[token.kind][token.pointer] = token.offset
        return found[at]


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
