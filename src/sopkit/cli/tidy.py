"""
SOP files, sound or not yet → the same in one order and format, with ids where names were typed.
"""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

from sopkit import check
from sopkit.cli.files import one, read
from sopkit.cli.parts import Verb, argument, flag
from sopkit.cli.report import report
from sopkit.cli.terminal import ask, can_ask, show
from sopkit.cli.writing import replace, with_ends_of
from sopkit.errors import DefinitionError
from sopkit.reader import dumps, loads
from sopkit.reader.strict import parse
from sopkit.tidy import tidied
from sopkit.views.findings import tally, waived

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sopkit.cli.files import Document
    from sopkit.model import JSON
    from sopkit.views.screen import Screen

__all__ = ["verb"]

_NOT_ANSWERED, _STOPPED = 1, 130
_YES = ("y", "yes", "ya")
_UNREAD = {"file-unreadable", "file-too-large", "not-utf-8", "newer-language"}
_OURS = {"sopkit", "steps"}  # one of which even a first attempt at an SOP has


def verb(language: str) -> Verb:
    """Return the command."""
    files = argument("files", language, many=True)
    files.required = True
    return Verb("tidy", language, _run, [files, flag("--check", language, "cli.tidy.check")])


def _run(looks: Screen, files: Sequence[str], check: bool) -> int:
    named: dict[str, str] = {}
    for file in files:
        named.setdefault(os.path.realpath(file), file)
    documents = [one(file, looks) for file in named.values()]  # all of them are there, or nothing is touched
    try:
        return max(_Tidying(document, looks, is_trial=check).run() for document in documents)
    except (EOFError, KeyboardInterrupt) as end:
        show("")
        show(looks.say("cli.tidy.stopped"), err=True)
        return _STOPPED if isinstance(end, KeyboardInterrupt) else _NOT_ANSWERED


class _Tidying:
    """One file on its way: what it held, and which names were kept apart."""

    def __init__(self, document: Document, looks: Screen, *, is_trial: bool) -> None:
        self.document = document
        self.looks = looks
        self.is_trial = is_trial
        self.apart: list[tuple[str, str]] = []

    def run(self) -> int:
        """Tidy the file, and return 1 if it cannot be, if it would change on trial, or if it still holds errors."""
        tree, found = parse(self.document.text)
        is_read = not found and not {one.rule for one in self.document.problems} & _UNREAD
        if not is_read or not isinstance(tree, dict) or not _OURS & tree.keys():
            report(self.document, self.document.problems, self.looks)
            self._say("untouched")
            return 1
        values, lifted = tidied(tree, same=self._same)
        text = with_ends_of(self.document.text, _written(values))
        is_tidy = text == self.document.text
        changes = () if is_tidy else _changes(self.document.text, tree, text)
        what = ", ".join(self.looks.say(f"cli.tidy.change.{change}") for change in changes)
        if self.is_trial:
            self._say("is-tidy" if is_tidy else "would-change", what=what)
            return int(not is_tidy)
        if not is_tidy:
            replace(self.document.file, text, instead_of=self.document.text, looks=self.looks)
        self._say("is-tidy" if is_tidy else "done", what=what)
        for thing in lifted:
            self._say(f"lifted.{thing.key}", "  ", name=thing.name, id=thing.id)
        for known, name in self.apart:
            self._say("apart", "  ", known=known, name=name)
        return _still_wrong(read(self.document.file), self.looks)

    def _same(self, key: str, name: str, known: str) -> bool:
        """Ask whether two names are of one thing; where nobody can answer, they are of two."""
        if can_ask() and not self.is_trial:
            return ask(self.looks.say(f"cli.tidy.same.{key}", name=name, known=known)).lower() in _YES
        self.apart.append((known, name))
        return False

    def _say(self, code: str, indent: str = "", **facts: str) -> None:
        for line in self.looks.wrapped(self.looks.say(f"cli.tidy.{code}", path=self.document.file, **facts), indent):
            show(line)


def _written(values: dict[str, JSON]) -> str:
    text = json.dumps(values, ensure_ascii=False, indent=2) + "\n"
    try:
        return dumps(loads(text))
    except DefinitionError:
        return text  # what is wrong is told once it is written


def _changes(old: str, tree: JSON, text: str) -> Iterator[str]:
    """Yield what kinds of changes made `text` of the text `old`, which holds the values `tree`."""
    found = set(_differences(tree, json.loads(text)))
    if with_ends_of(old, json.dumps(tree, ensure_ascii=False, indent=2) + "\n") != old:
        found.add("layout")
    yield from (change for change in ("names", "ids", "order", "layout") if change in found)


def _differences(before: JSON, after: JSON) -> Iterator[str]:
    if isinstance(before, dict) and isinstance(after, dict):
        if [key for key in before if key in after] != [key for key in after if key in before]:
            yield "order"
        if "id" in after.keys() - before.keys():
            yield "ids"
        for key in before:
            yield from _differences(before[key], after[key])
    elif isinstance(before, list) and isinstance(after, list):
        if len(before) > len(after):  # two names of one thing
            yield "names"
        for one, other in zip(before, after, strict=False):
            yield from _differences(one, other)
    elif before != after:
        yield "names"


def _still_wrong(document: Document, looks: Screen) -> int:
    """Tell what a check has to say, and return whether errors are left."""
    if document.sop is None:
        report(document, document.problems, looks)
        show(looks.say("cli.not-sound", path=document.file, counted=tally(document.problems, looks)))
        return 1
    found = [one for one in check(document.sop) if waived(one) is None]
    if found:
        show(looks.say("cli.tidy.found", path=document.file, counted=tally(found, looks)))
    return int(any(one.severity == "error" for one in found))
