"""
Bytes → JSON values, or what is wrong with them as JSON.

Python's json takes more than JSON and keeps the last of two equal keys; this layer does not.
"""

from __future__ import annotations

import json
import math
import re
from functools import cache
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs

from sopkit.places import walk
from sopkit.reader.syntax import explained

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sopkit.errors import Fact
    from sopkit.model import JSON

__all__ = ["MAX_BYTES", "MAX_DEPTH", "MAX_STEPS", "MAX_VALUES", "Found", "decode", "parse", "schema_text"]

# The limits of a definition, all of them in one place. Honest files use a tenth of each.
MAX_BYTES = 4 * 1024 * 1024
MAX_STEPS = 2_000
MAX_DEPTH = 32
MAX_VALUES = 150_000
MAX_KEY = 128
MAX_FOUND = 10_000  # of one layer: no person reads further, and a wrong file must be answered in time

_MAX_NUMBER = 24  # characters of one number
# Characters that a terminal obeys or that turn the direction of a line; a lone half of a pair cannot be printed.
_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u2060\ufeff\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)
# With which PDF, Word and Excel, older ones of those, RTF, PNG, JPEG and gzip begin.
_NO_TEXT = (b"%PDF", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"{\\rtf", b"\x89PNG", b"\xff\xd8\xff", b"\x1f\x8b")
_MARKS = (b"\xff\xfe", b"\xfe\xff")  # with which UTF-16 begins, and UTF-32 too
_HALVES = re.compile("[\ud800-\udfff]")
_SUSPICIOUS = re.compile(
    r"\\u(?:00[0189]|007[fF]|20[026]|[dD][89a-fA-F]|[fF][eE][fF][fF])|\\[bf]|"
    "[\x7f-\x9f\u200b\u2060\ufeff\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)


@attrs.frozen
class Found:
    """A problem on its way: rule, pointer and facts; `key` puts it at the key instead of the value."""

    rule: str
    pointer: str = ""
    facts: dict[str, Fact] = attrs.field(factory=dict)
    key: bool = False
    offset: int | None = None
    """Where it stands in the text, if no pointer tells."""
    variant: str = ""
    """Which of the rule's sentences tells it; empty for the usual one."""
    other: str = ""
    """Pointer to the other place that the sentence speaks of, whose line becomes a fact."""
    known: tuple[str, ...] | None = None
    """The words among which the one that was meant may be found."""


@cache
def schema_text(of: str = "sop") -> str:
    """Return the text of the JSON Schema of the language, or of the `cases` beside an SOP."""
    return Path(__file__).parents[1].joinpath(f"{of}.schema.json").read_text(encoding="utf-8")


def decode(data: bytes, *, most: int = MAX_BYTES) -> tuple[str, list[Found]]:
    """Return UTF-8 bytes as text, a BOM dropped; with a problem if they are more than `most` or something else."""
    if len(data) > most:
        return "", [Found("file-too-large", facts={"limit": most // 1024 // 1024}, offset=0)]
    if data.startswith(_NO_TEXT):
        return "", [Found("not-utf-8", offset=0, variant="other")]
    if data[:2] in _MARKS or (b"\0" in data[:4] and data[:4].strip(b"\0")):  # of each letter, bytes that are 0
        return "", [Found("not-utf-8", offset=0, variant="utf-16")]
    try:
        return data.decode("utf-8-sig"), []
    except UnicodeDecodeError as error:
        sound = data[: error.start].decode("utf-8-sig", errors="replace")
        return sound, [Found("not-utf-8", offset=len(sound))]


def parse(text: str, *, most: int = MAX_VALUES) -> tuple[JSON, list[Found]]:
    """Return the JSON value of `text` (None if it has none, or more than `most`) and every problem it has as JSON."""
    watch = _Watch()
    try:
        tree = json.loads(
            text,
            object_pairs_hook=watch.members,
            parse_int=watch.number,
            parse_float=watch.number,
            parse_constant=watch.constant,
        )
    except json.JSONDecodeError as error:
        variant, offset, facts = explained(error)
        return None, [Found("json-syntax", offset=offset, variant=variant, facts=facts)]
    except RecursionError:
        return None, [_too_deep(text)]
    depth, values = _measure(tree)
    if depth > MAX_DEPTH:
        return None, [_too_deep(text)]
    if watch.has_long_key:  # pointers into what stands under it would be as long
        offset = next(
            token.offset for token in walk(text) if token.kind == "key" and len(json.loads(token.text)) > MAX_KEY
        )
        return None, [Found("key-too-long", offset=offset, facts={"limit": MAX_KEY})]
    if isinstance(tree, dict) and isinstance(steps := tree.get("steps"), list) and len(steps) > MAX_STEPS:
        return None, [Found("too-many-steps", f"/steps/{MAX_STEPS}", {"limit": MAX_STEPS, "count": len(steps)})]
    if values > most:
        return None, [Found("too-many-values", facts={"limit": most, "count": values})]
    return tree, [] if watch.is_calm and not _SUSPICIOUS.search(text) else list(islice(_oddities(text), MAX_FOUND))


class _Watch:
    """Notices, at the speed of json's own scanner, that a text needs the slow look."""

    def __init__(self) -> None:
        self.is_calm = True
        self.has_long_key = False

    def members(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        members = dict(pairs)
        if len(members) != len(pairs):
            self.is_calm = False
        for key in members:
            if len(key) > MAX_KEY:
                self.has_long_key = True
        return members

    def number(self, written: str) -> int | float:
        if _is_sound(written):
            return float(written) if not written.lstrip("-").isdigit() else int(written)
        self.is_calm = False
        return 0

    def constant(self, _: str) -> int:
        self.is_calm = False
        return 0


def _is_sound(number: str) -> bool:
    return len(number) <= _MAX_NUMBER and math.isfinite(float(number))


def _measure(tree: JSON) -> tuple[int, int]:
    """Return how deep `tree` is (counting no further than one past the limit) and how many values it holds."""
    depth, values, level = 0, 1, [tree] if isinstance(tree, (dict, list)) else []
    while level and depth <= MAX_DEPTH:
        depth += 1
        inside = [value for node in level for value in (node.values() if type(node) is dict else node)]
        values += len(inside)
        level = [value for value in inside if type(value) is dict or type(value) is list]
    return depth, values


def _too_deep(text: str) -> Found:
    # None if json itself came to the end of what its caller's own depth left it.
    offset = next((token.offset for token in walk(text) if token.depth > MAX_DEPTH), 0)
    return Found("too-deep", offset=offset, facts={"limit": MAX_DEPTH})


def _oddities(text: str) -> Iterator[Found]:
    """Find what json lets pass: a key twice, numbers no program can hold, characters no page can show."""
    keys: list[set[str]] = [set() for _ in range(MAX_DEPTH + 1)]  # of the open object at each depth
    for kind, at, offset, written, depth in walk(text):
        if kind == "key":
            key = json.loads(written)
            if key in keys[depth]:
                yield Found("key-twice", at, {"key": key[:64]}, offset=offset)
            keys[depth].add(key)
        elif written == "{":
            keys[depth] = set()
        elif written[0] in "-0123456789NI" and not _is_sound(written):
            yield Found("number-unusable", at, {"number": written[:20]}, offset=offset)
        # Under x- only what no file can hold is refused.
        refused = _HALVES if "/x-" in at else _UNPRINTABLE
        if written[0] == '"' and (bad := refused.search(json.loads(written))):
            yield Found("character-unprintable", at, {"character": f"U+{ord(bad.group()):04X}"}, offset=offset)
