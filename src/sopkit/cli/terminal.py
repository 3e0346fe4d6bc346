"""
Environment → Screen, and text → the terminal, whatever it can show.
"""

from __future__ import annotations

import os
import re
import sys
from contextlib import suppress
from io import TextIOWrapper
from itertools import count
from typing import TYPE_CHECKING

import click

from sopkit.views.screen import Screen, clean
from sopkit.wording import LANGUAGES, language_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from typing import Any

__all__ = [
    "PipeClosed", "ask", "attempts", "called", "can_ask", "language", "open_streams", "screen", "show", "show_json",
]  # fmt: skip

_NARROW, _USUAL, _WIDE = 60, 80, 200
_PATIENCE = 5  # poor answers in a row from a program, which may have no other
# What stands in where the encoding of a terminal lacks a character: one for one, so that columns stay columns.
_PLAIN = {
    "●": "X", "◇": "#", "○": "o", "◐": "/", "✓": "+", "✗": "x", "→": ">", "↩": "<", "·": "-", "–": "-", "—": "-",
    "…": "~", "│": "|", "─": "-", "━": "=", "×": "x", "“": '"', "”": '"', "‘": "'", "’": "'", "\u00a0": " ",
}  # fmt: skip
_COLOUR = re.compile(r"(\x1b\[[0-9;]*m)")
_INVISIBLE = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


class PipeClosed(Exception):
    """Nobody reads any more, as after `| head`: nothing to complain about."""


def language(args: Sequence[str], environ: Mapping[str, str]) -> str:
    """
    Return the language to speak: the one that `--lang` names, wherever it stands, else that of the locale.

    >>> language(["check", "--lang", "id"], {}), language([], {"LANG": "id_ID.UTF-8"}), language([], {})
    ('id', 'id', 'en')
    """
    named = ""
    for here, arg in enumerate(args):
        if arg == "--":
            break
        name, _, value = arg.partition("=")
        if name == "--lang":
            named = value or "".join(args[here + 1 : here + 2])
    return named if named in LANGUAGES else language_of(environ)


def screen(speaks: str) -> Screen:
    """Return what the terminal at hand can do, for one who reads this language."""
    width = _columns()
    is_coloured = sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    return Screen(speaks, min(max(width, _NARROW), _WIDE), is_coloured)


def show(text: str, *, err: bool = False, nl: bool = True) -> None:
    """Write `text`: nothing in it but our own colours is obeyed, and no encoding is too poor for it."""
    stream = sys.stderr if err else sys.stdout
    parts = _COLOUR.split(text)
    parts[::2] = [_written(clean(part), stream.encoding or "ascii") for part in parts[::2]]
    try:
        click.echo("".join(parts), nl=nl, err=err, color=stream.isatty())
    except BrokenPipeError as error:
        raise PipeClosed from error


def show_json(data: Any) -> None:
    """Write `data` as JSON, in the characters that the terminal has."""
    import json

    is_unicode = (sys.stdout.encoding or "").lower().replace("-", "").startswith("utf")
    text = json.dumps(data, ensure_ascii=not is_unicode, indent=2)
    show(_INVISIBLE.sub(lambda match: f"\\u{ord(match.group()):04x}", text))


def ask(prompt: str) -> str:
    """
    Show `prompt` and return what is typed, without spaces around it.

    Raises:
        EOFError: nobody types any more.
    """
    if isinstance(sys.stdin, TextIOWrapper) and sys.stdin.errors == "strict":
        sys.stdin.reconfigure(errors="replace")  # a byte that is no character is a poor answer, and no more
    return input(_written(clean(prompt), sys.stdout.encoding or "ascii")).strip()


def attempts() -> Iterable[int]:
    """Yield once for each time that a question may be asked: without end where somebody types, else a few times."""
    return count() if sys.stdin.isatty() else range(_PATIENCE)


def can_ask() -> bool:
    """Return whether somebody sits at the terminal, who sees a question and can answer it."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def open_streams() -> None:
    """Put nothing in the place of streams that whoever started the program has closed."""
    sys.stdin = sys.stdin or open(os.devnull, encoding="utf-8")  # noqa: PTH123, SIM115 - open as long as the program
    sys.stdout = sys.stdout or open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115
    sys.stderr = sys.stderr or open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115


def called() -> str:
    """Return what to type here to start this program again."""
    path = sys.argv[0]
    if not path.endswith(("sopkit", "sopkit.exe")):
        return "python -m sopkit"
    folder = os.path.realpath(path).rpartition(os.sep)[0]
    if folder in map(os.path.realpath, os.environ.get("PATH", "").split(os.pathsep)):
        return "sopkit"
    is_below = os.path.realpath(path).startswith(os.path.realpath(os.curdir) + os.sep)
    return os.path.relpath(path) if is_below else path


def _columns() -> int:
    """Return how wide the terminal is. The shutil of Python knows too, but is slow to import."""
    named = os.environ.get("COLUMNS", "")
    if named.isdigit() and int(named) > 0:
        return int(named)
    with suppress(AttributeError, ValueError, OSError):
        return os.get_terminal_size(sys.__stdout__.fileno()).columns or _USUAL  # type: ignore[union-attr]
    return _USUAL


def _written(text: str, encoding: str) -> str:
    try:
        text.encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return "".join(char if _has(encoding, char) else _PLAIN.get(char, _other(char)) for char in text)
    return text


def _other(char: str) -> str:
    return "+" if "\u2500" <= char <= "\u257f" else "?"  # a corner of a table, or something unknown


def _has(encoding: str, char: str) -> bool:
    try:
        char.encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return char.isascii()
    return True
