"""
Language, width and colour → the way a text is put on a terminal.

No terminal is asked here: whoever shows the text says what theirs can do.
"""

from __future__ import annotations

import re
import textwrap
import unicodedata
from itertools import accumulate, takewhile
from typing import TYPE_CHECKING, NamedTuple

from sopkit.wording import say

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["Screen", "cells", "clean", "one_line", "shortened"]


_STYLES = {"bold": "1", "dim": "2", "red": "31", "green": "32", "yellow": "33", "cyan": "36"}
_OBEYED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


class Screen(NamedTuple):
    """What a view must know of the place where it is shown."""

    language: str
    width: int = 80
    is_coloured: bool = False

    def say(self, code: str, **facts: object) -> str:
        """Return the sentence for `code`, its facts made harmless and put on one line."""
        return clean(say(code, self.language, **{name: _inline(fact) for name, fact in facts.items()}))

    def counted(self, noun: str, n: int) -> str:
        """Return `n` things in words: `3 errors`."""
        return say(f"count.{noun}.{'one' if n == 1 else 'many'}", self.language, n=n)

    def paint(self, text: str, *styles: str) -> str:
        """Return `text` in these styles, where there is colour."""
        if not (self.is_coloured and text and styles):
            return text
        return f"\x1b[{';'.join(_STYLES[style] for style in styles)}m{text}\x1b[0m"

    def wrapped(self, text: str, indent: str = "", first: str | None = None, *, style: str = "") -> Iterator[str]:
        """Yield `text` in lines that fit, each behind `indent`, the first behind `first`."""
        lead = indent if first is None else first
        for line in clean(text).split("\n"):
            for part in _wrapped(line, max(20, self.width - cells(indent))):
                yield (lead + (self.paint(part, style) if style else part)).rstrip(" ")
                lead = indent

    def listed(self, items: Iterable[str], gap: str = "  ", *, style: str = "") -> Iterator[str]:
        """Yield `items` side by side in lines that fit; none is broken unless it is longer than a line."""
        line = ""
        for item in map(clean, items):
            if line and cells(line + gap + item) > self.width:
                yield self.paint(line, style) if style else line
                line = ""
            line += gap * bool(line) + item
        yield from self.wrapped(line, style=style) if line else ()


def clean(text: str) -> str:
    r"""
    Return `text` with nothing in it that a terminal obeys; tabs become spaces, line breaks stay.

    >>> clean("a\x1b[1mb\r\n")
    'a\\x1b[1mb\n'
    """
    return _OBEYED.sub(_shown, text.replace("\r", "").replace("\t", " "))


def shortened(text: str, width: int) -> str:
    """Return the first words of `text` on one line of at most `width` columns."""
    line = " ".join(clean(text).split())
    if cells(line) <= width:
        return line
    ends = accumulate(map(_cells, line))
    return line[: sum(1 for _ in takewhile(lambda end: end < max(1, width), ends))].rstrip() + "…"


def one_line(text: str) -> str:
    r"""
    Return `text` as `clean` does, its line breaks shown: for names, which stand on one line.

    >>> one_line("a\n b")
    'a\\n b'
    """
    return clean(text).replace("\n", "\\n")


def _inline(fact: object) -> object:
    if isinstance(fact, tuple):
        return tuple(map(_inline, fact))
    return one_line(fact) if isinstance(fact, str) and "\n" in fact else fact


def cells(text: str) -> int:
    """Return how many columns of a terminal `text` takes; it holds no colours."""
    return len(text) if text.isascii() else sum(map(_cells, text))


def _cells(char: str) -> int:
    if unicodedata.category(char) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def _wrapped(line: str, width: int) -> list[str]:
    """Return `line` in parts of at most `width` columns, broken at spaces where there are any."""
    if line.isascii():
        return textwrap.wrap(line, width, break_on_hyphens=False) or [""]
    # textwrap counts characters: one that takes two columns is followed by one that stands for the second.
    spread = "".join(f"{char}\0" if _cells(char) == 2 else char for char in line)
    parts = textwrap.wrap(spread, width - (spread != line), break_on_hyphens=False)
    return [part.replace("\0", "") for part in parts] or [""]


def _shown(match: re.Match[str]) -> str:
    code = ord(match.group())
    return f"\\x{code:02x}" if code < 256 else f"\\u{code:04x}"
