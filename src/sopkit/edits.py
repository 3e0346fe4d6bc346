"""
JSON text + edits → JSON text. Only what is meant changes; everything else stays as it was typed.
"""

from __future__ import annotations

import json
import re
from itertools import groupby, pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

import attrs

from sopkit.places import JUMP, Places, pointer

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import Self

__all__ = ["Edit", "applied"]

_GAP = re.compile(r"[ \t\n\r]*[:,]?[ \t\n\r]*")


@attrs.frozen
class Edit:
    """One change of a JSON text; made by `put`, `rename` or `remove`."""

    kind: str
    """`put`, `rename` or `remove`."""
    pointer: str
    """JSON pointer to the value that is changed, whose key is changed, or that goes with its key."""
    text: str = ""
    """What stands there then: the value as JSON text, or the key."""

    @classmethod
    def put(cls, pointer: str, value: Any) -> Self:
        """Write `value` (as JSON values) in place of the one at `pointer`."""
        return cls("put", pointer, json.dumps(value, ensure_ascii=False))

    @classmethod
    def rename(cls, pointer: str, key: str) -> Self:
        """Call the key of what stands at `pointer` otherwise."""
        return cls("rename", pointer, key)

    @classmethod
    def remove(cls, pointer: str) -> Self:
        """Take away what stands at `pointer`, with its key, and the comma that it no longer needs."""
        return cls("remove", pointer)


class _Span(NamedTuple):
    """From which character to which the text makes way for another."""

    begin: int
    end: int
    text: str


class _Member(NamedTuple):
    """One member of an object or element of a list: its key or index, where it begins and ends."""

    part: str
    begin: int
    end: int


def applied(text: str, edits: Iterable[Edit]) -> str:
    """
    Return the sound JSON `text` with all of `edits` made; their pointers lead into `text` as it is before any of them.

    A value that is put where one stood on several lines is set on several lines too, indented like what it replaces.

    Raises:
        ValueError: a pointer leads nowhere, two edits are about the same characters, or a key would stand twice.

    >>> applied('{"a": 1,  "b": [2, 3]}', [Edit.remove("/a"), Edit.put("/b/1", 4), Edit.rename("/b", "c")])
    '{"c": [2, 4]}'
    """
    wanted = tuple(dict.fromkeys(edits))
    spans = sorted(_spans(text, wanted)) if wanted else []
    for one, other in pairwise(spans):
        if other.begin < one.end:
            msg = f"two edits change the same characters, {other.begin} to {min(one.end, other.end)}"
            raise ValueError(msg)
    changed, last = "", 0
    for span in spans:
        changed += text[last : span.begin] + span.text
        last = span.end
    return changed + text[last:]


def _spans(text: str, edits: Sequence[Edit]) -> Iterator[_Span]:
    wholes = {edit.pointer: edit.pointer.rpartition("/")[0] for edit in edits}
    offsets = Places("", text).offsets({*wholes, *wholes.values()})
    for at, whole in wholes.items():
        if at and offsets[at] == offsets[whole]:  # the nearest thing that there is
            msg = f"nothing stands at {at}"
            raise ValueError(msg)
    for edit in edits:
        if edit.kind == "put":
            begin = offsets[edit.pointer]
            end = JUMP(text, begin)[1]
            yield _Span(begin, end, _laid_out(edit.text, text, begin, end))
    others = [edit for edit in edits if edit.kind != "put"]
    for whole in sorted({wholes[edit.pointer] for edit in others}):
        yield from _in_whole(text, offsets[whole], [edit for edit in others if wholes[edit.pointer] == whole])


def _in_whole(text: str, begin: int, edits: Sequence[Edit]) -> Iterator[_Span]:
    """Yield what the renamings and removals within the object or list that begins here change."""
    if any(not edit.pointer for edit in edits):
        msg = "the whole text can be neither renamed nor removed"
        raise ValueError(msg)
    members = list(_members(text, begin))
    keys = {edit.pointer.rpartition("/")[2]: edit.text for edit in edits if edit.kind == "rename"}
    gone = {edit.pointer.rpartition("/")[2] for edit in edits if edit.kind == "remove"}
    left = [pointer(keys[one.part])[1:] if one.part in keys else one.part for one in members if one.part not in gone]
    if keys and (text[begin] == "[" or keys.keys() & gone or len(set(left)) < len(left)):
        msg = f"this cannot be a key here: {', '.join(keys.values())}"
        raise ValueError(msg)
    for member in members:
        if member.part in keys:
            end = JUMP(text, member.begin)[1]
            yield _Span(member.begin, end, json.dumps(keys[member.part], ensure_ascii=False))
    yield from _removed(members, gone, begin + 1, JUMP(text, begin)[1] - 1)


def _members(text: str, begin: int) -> Iterator[_Member]:
    """Yield what the object or list that begins here holds."""
    is_list, index = text[begin] == "[", 0
    here = _after_gap(text, begin + 1)
    while text[here] not in "}]":
        part, value = str(index), here
        if not is_list:
            key, value = JUMP(text, here)
            part, value = pointer(key)[1:], _after_gap(text, value)
        end = JUMP(text, value)[1]
        yield _Member(part, here, end)
        here, index = _after_gap(text, end), index + 1


def _removed(members: Sequence[_Member], gone: set[str], first: int, last: int) -> Iterator[_Span]:
    """Yield what goes with the members that are `gone`, from within brackets that hold `first` to `last`."""
    if gone and all(member.part in gone for member in members):
        yield _Span(first, last, "")
        return
    for is_gone, run in groupby(range(len(members)), lambda n: members[n].part in gone):
        here, *_, last_here = [*run] * 2
        if is_gone and here:  # with the comma before it
            yield _Span(members[here - 1].end, members[last_here].end, "")
        elif is_gone:  # nothing stands before it
            yield _Span(members[0].begin, members[last_here + 1].begin, "")


def _laid_out(new: str, text: str, begin: int, end: int) -> str:
    """Return the value `new` (as JSON text) on as many lines as the one it replaces, and as deep."""
    lines = text[begin:end].split("\n")
    value = json.loads(new)
    if len(lines) < 2 or not value or not isinstance(value, (list, dict)):
        return new
    outer = _indent(text[text.rfind("\n", 0, begin) + 1 :])
    inner = _indent(lines[1])
    step = inner.removeprefix(outer) if len(inner) > len(outer) and inner.startswith(outer) else "  "
    newline = "\r\n" if lines[0].endswith("\r") else "\n"
    return (newline + outer).join(json.dumps(value, ensure_ascii=False, indent=step).split("\n"))


def _indent(line: str) -> str:
    return line[: len(line) - len(line.lstrip(" \t"))]


def _after_gap(text: str, here: int) -> int:
    match = _GAP.match(text, here)
    return match.end() if match else here
