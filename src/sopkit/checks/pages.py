"""
Code → its page: how grave it is under each profile, and its two samples with what is said about them.

A code is the name of a rule, of a problem that keeps a file from being read, of a refusal, of an error of a store, or
of something that needs no rule. What a page says in words stands under `rule.<code>` in `words/`.
"""

from __future__ import annotations

import json
from difflib import SequenceMatcher
from functools import cache
from typing import TYPE_CHECKING, Any

import attrs

from sopkit.checks.book import BOOK_RULES, check_book
from sopkit.checks.checking import check
from sopkit.checks.kept import examples
from sopkit.checks.profiles import OFF, installed, severities
from sopkit.checks.rules import RULES
from sopkit.checks.scenes import BASE, SAMPLES, refusals, scene
from sopkit.errors import DefinitionError
from sopkit.reader import loads

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from sopkit.checks.scenes import Scene
    from sopkit.errors import Problem, StoreError

__all__ = ["KINDS", "TOPICS", "Page", "Sample", "book", "codes", "page", "rated", "topic"]

KINDS = ("rule", "problem", "refusal", "store", "guaranteed")

_CONTEXT = 2  # lines told before and after what differs

# The topics that `sopkit rules` groups by, each with the rooms whose rules belong to it.
TOPICS = {
    "flow": ("graph", "order", "returns"),
    "actors": ("actors", "positions"),
    "documents": ("documents", "rows"),
    "time": ("time", "notes"),
    "wording": ("text", "spelling", "naming", "translations"),
    "cover": ("identity", "law"),
    "book": ("book",),
    "file": ("definition", "waivers"),
}


@attrs.frozen
class Sample:
    """A file, as far as it matters here, and what is found in it."""

    file: str
    lines: tuple[tuple[int, str, bool], ...]
    """Number and text of each line worth showing, and whether the other sample has it otherwise."""
    found: Problem | None = None


@attrs.frozen
class Page:
    """What there is to show about a code."""

    code: str
    kind: str
    """One of `KINDS`."""
    topic: str
    """Of a rule, the topic it belongs to; of what needs no rule, why it needs none."""
    severity: Mapping[str, str]
    """Of a rule, how grave it is under each profile."""
    bad: Sample | None = None
    good: Sample | None = None
    scene: Scene | None = None
    """Of a refusal, a case that meets it."""
    example: StoreError | None = None
    """Of what a store refuses, how it would be told."""
    keys: tuple[str, ...] = ()
    """Of what needs no rule, the keys of the language that see to it."""


def codes() -> Mapping[str, str]:
    """Return every code that has a page, with its kind."""
    rules = [*RULES, *BOOK_RULES]
    problems = dict.fromkeys(code for code in _snippets() if "." not in code)
    kinds = zip(KINDS, (rules, problems, refusals(), examples(), _guaranteed()), strict=True)
    return {code: kind for kind, named in kinds for code in named}


def page(code: str) -> Page:
    """
    Return the page of a code; a sentence of its own after a point, as in `chain.way`, finds the page of the whole.

    Raises:
        KeyError: no page has this code.
    """
    name = code.partition(".")[0]
    kind = codes()[name]
    if kind == "rule":
        return Page(name, kind, topic(name), rated(name), *(_of_book(name) if name in BOOK_RULES else _of_rule(name)))
    if kind == "problem":
        return Page(name, kind, "", {}, *_of_problem(code if code in _snippets() else name))
    if kind == "refusal":
        return Page(name, kind, "", {}, scene=scene(name))
    if kind == "store":
        return Page(name, kind, "", {}, example=examples()[name])
    told = _guaranteed()[name]
    return Page(name, kind, told["why"], {}, keys=tuple(told["keys"]))


def rated(rule: str) -> Mapping[str, str]:
    """Return how grave a rule is under each installed profile."""
    return {profile: severities(profile).get(rule, OFF) for profile in installed()}


def topic(rule: str) -> str:
    """Return what a rule is about."""
    find = BOOK_RULES[rule] if rule in BOOK_RULES else RULES[rule].find
    room = find.__module__.rpartition(".")[2]
    return next(topic for topic, rooms in TOPICS.items() if room in rooms)


def _of_rule(rule: str) -> tuple[Sample | None, Sample | None]:
    """Return the two samples of a rule; none for one that finds nothing there, as `rule-error` should not."""
    texts = {kind: (SAMPLES / f"{rule}.{kind}.json").read_text(encoding="utf-8") for kind in ("bad", "good")}
    file = f"{json.loads(texts['good'])['id']}.sop.json"
    # Only the sample of `file-name` is about what its file is called.
    others = (found for name in (file, f"{rule}.bad.sop.json") for found in check(loads(texts["bad"], file=name)))
    finding = next((found for found in others if found.rule == rule), None)
    return _pair(texts["bad"], texts["good"], finding, file) if finding else (None, None)


def _of_book(rule: str) -> tuple[Sample | None, Sample | None]:
    """Return the two samples of a rule about a folder: the file in which it finds something, wrong and right."""
    texts, good = (
        {name: file.read_text(encoding="utf-8") for name, file in book(rule, kind).items()} for kind in ("bad", "good")
    )
    sops = [loads(text, file=name) for name, text in texts.items()]
    finding = next(found for found in check_book(sops) if found.rule == rule)
    changed = next(name for name in texts if texts[name] != good[name])
    bad, right = _pair(texts[changed], good[changed], finding, changed)
    if changed != finding.file:  # what is wrong with one file is mended in another
        lines = texts[finding.file].split("\n")
        bad = Sample(finding.file, _shown(lines, [], finding.line - 1), finding)
    return bad, right


def book(rule: str, kind: str) -> Mapping[str, Path]:
    """Return the files of a sample of a rule about a folder, by the names they would have as SOP files."""
    folder = SAMPLES / f"{rule}.{kind}"
    files = sorted(folder.rglob("*.json"))  # a search for SOP files must not find what is wrong on purpose
    return {file.relative_to(folder).with_suffix(".sop.json").as_posix(): file for file in files}


def _of_problem(code: str) -> tuple[Sample | None, Sample | None]:
    """Return the sample SOP with a snippet that is a problem and with one that is none; nothing for what has none."""
    snippet = _snippets()[code]
    if snippet is None:
        return None, None
    base = (SAMPLES / f"{BASE}.sop.json").read_text(encoding="utf-8")
    bad, good = (base.replace(snippet.get("at", snippet["good"]), snippet[kind]) for kind in ("bad", "good"))
    file = f"{BASE}.sop.json"
    try:
        loads(bad, file=file)
    except DefinitionError as error:
        return _pair(bad, good, error.problems[0], file)
    return None, None


def _pair(bad: str, good: str, found: Problem, file: str) -> tuple[Sample, Sample]:
    """Return the two texts, each reduced to the lines that differ, those around them, and the line of what is found."""
    sides = bad.split("\n"), good.split("\n")
    changes = [one for one in SequenceMatcher(None, *sides, autojunk=False).get_opcodes() if one[0] != "equal"]
    wrong = _shown(sides[0], [(begin, end) for _, begin, end, _, _ in changes], found.line - 1)
    right = _shown(sides[1], [(begin, end) for _, _, _, begin, end in changes] or [(found.line - 1, found.line - 1)])
    return Sample(found.file, wrong, found), Sample(file, right)


def _shown(
    lines: Sequence[str], changes: Sequence[tuple[int, int]], found: int | None = None
) -> tuple[tuple[int, str, bool], ...]:
    changed = {n for begin, end in changes for n in range(begin, end)}
    return tuple((n + 1, lines[n], n in changed) for n in sorted(set(_near(lines, changes, found))))


def _near(lines: Sequence[str], changes: Sequence[tuple[int, int]], found: int | None) -> Iterator[int]:
    places = [*changes, *([] if found is None else [(found, found + 1)])]
    for begin, end in places:
        yield from range(max(0, begin - _CONTEXT), min(len(lines), end + _CONTEXT))


@cache
def _snippets() -> dict[str, Any]:
    return dict(json.loads((SAMPLES / "problems.json").read_text(encoding="utf-8")))


@cache
def _guaranteed() -> dict[str, Any]:
    return dict(json.loads((SAMPLES / "guaranteed.json").read_text(encoding="utf-8")))
