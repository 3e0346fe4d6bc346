"""
Sops that lie together → findings: ids, numbers and names that clash, relations that lead nowhere.

A rule gets all Sops and yields the place of one among them with what it found there. Of several versions of one SOP
only the latest is held against the others: versions may differ, that is what they are for.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from functools import lru_cache
from typing import TYPE_CHECKING

from sopkit.checks.checking import rated
from sopkit.checks.finding import Found
from sopkit.checks.identity import is_placeholder
from sopkit.checks.profiles import OFF, severities
from sopkit.checks.survey import Survey, brief
from sopkit.places import pointer
from sopkit.reader import proven

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from typing import TypeAlias

    from sopkit.checks.finding import Finding
    from sopkit.model import Actor, Document, Sop, Text

    Book: TypeAlias = Sequence[Sop]

__all__ = ["BOOK_RULES", "check_book"]


def check_book(sops: Iterable[Sop]) -> tuple[Finding, ...]:
    """
    Return what only several SOPs together show, in their order, then by place; what an SOP waives is marked so.

    Each finding is rated by the profile of the SOP it stands in. What `check` finds in each of them is not repeated.

    >>> import sopkit
    >>> check_book([sopkit.reference()])
    ()

    Raises:
        DefinitionError: a Sop was made by hand, and is no sound definition.
    """
    book = tuple(sops)
    for sop in book:
        proven(sop)
    found: dict[int, list[tuple[str, Found]]] = defaultdict(list)
    for name, find in BOOK_RULES.items():
        try:
            for n, one in find(book):
                found[n].append((name, one))
        except Exception as error:  # a rule may break in any way; the others still have their say
            found[0].append(("rule-error", Found("", {"broken": name, "error": type(error).__name__})))
    return tuple(finding for n, sop in enumerate(book) for finding in _rated(sop, found[n]))


def _rated(sop: Sop, found: Sequence[tuple[str, Found]]) -> Iterator[Finding]:
    survey = Survey(sop=sop, severities=severities(sop.profile))
    return rated(survey, [one for one in found if survey.severities.get(one[0]) != OFF])


def id_unique(book: Book) -> Iterator[tuple[int, Found]]:
    """Find an id and version that mean something else in an earlier file; exact copies are left alone."""
    first: dict[tuple[str, str], Sop] = {}
    for n, sop in enumerate(book):
        other = first.setdefault((sop.id, sop.version), sop)
        if other is not sop and other.digest != sop.digest:
            yield n, Found("/id", {"id": sop.id, "version": sop.version, "other": _whose(other)})


def number_unique(book: Book) -> Iterator[tuple[int, Found]]:
    """Find a number that another SOP has."""
    first: dict[str, Sop] = {}
    for n, sop in enumerate(book):
        number = sop.identity.number if sop.identity else None
        if number is None or is_placeholder(number):
            continue
        other = first.setdefault("".join(number.casefold().split()), sop)
        if other.id != sop.id:
            facts = {"number": number, "title": brief(other.title), "other": _whose(other)}
            yield n, Found("/identity/number", facts)


def related_resolves(book: Book) -> Iterator[tuple[int, Found]]:
    """Find related SOPs that are not there, and those that do not name this one in return."""
    latest = _latest(book)
    if len({sop.id for _, sop in latest}) < 2:
        return
    named = _named(latest)
    by_id = {sop.id: sop for _, sop in latest}
    related = {sop.id: [_meant(text, named) for text in _related(sop)] for _, sop in latest}
    said = {(id, other) for id, entries in related.items() for others in entries for other in others}
    for n, sop in latest:
        for m, (text, others) in enumerate(zip(_related(sop), related[sop.id], strict=True)):
            at = pointer("identity", "related", m)
            if not others and not is_placeholder(str(text)):
                yield n, Found(at, {"entry": brief(text)})
            for other in (by_id[id] for id in others[:1] if id != sop.id):
                if other.identity is not None and (other.id, sop.id) not in said:
                    facts = {"entry": brief(text), "title": brief(other.title), "other": _whose(other)}
                    yield n, Found(at, facts, "mutual")


def _related(sop: Sop) -> tuple[Text, ...]:
    return sop.identity.related if sop.identity else ()


def _named(latest: Iterable[tuple[int, Sop]]) -> dict[str, str]:
    """Return the id of the SOP that each title, number and id names."""
    named: dict[str, str] = {}
    for _, sop in latest:
        words = [said for _, said in sop.title.by_language] + [sop.id]
        words += [sop.identity.number] if sop.identity and sop.identity.number else []
        for one in words:
            named.setdefault(_title(one), sop.id)
    return named


def _meant(text: Text, named: dict[str, str]) -> list[str]:
    """Return the ids of the SOPs that a related entry names; what it adds in brackets is passed over."""
    ids = (named.get(_title(said)) or named.get(_title(said.partition("(")[0])) for _, said in text.by_language)
    return [id for id in ids if id is not None]


def _title(words: str) -> str:
    """Return the letters and digits of a title, without "SOP" before it."""
    letters = _letters(words)
    for prefix in ("standaroperasionalprosedur", "standardoperatingprocedure", "sop"):
        letters = letters.removeprefix(prefix)
    return letters or _letters(words)


def actor_names(book: Book) -> Iterator[tuple[int, Found]]:
    """Find actors that have another name, another id or another spelling than in most other SOPs."""
    latest = _latest(book)
    actors = [(n, m, actor) for n, sop in latest for m, actor in enumerate(sop.actors)]
    by_id, by_name = _Usual(), _Usual()
    for n, _, actor in actors:
        name = _letters(_said(actor))
        by_id.note(actor.id, name, n, actor.name)
        by_name.note(name, actor.id, n, actor.id)
    spelling = _spellings(actors)
    for n, m, actor in actors:
        name = _letters(_said(actor))
        for usual, variant, at in (
            (by_id.other(actor.id, name), "", "name"),
            (by_name.other(name, actor.id), "ids", "id"),
            (spelling.other(name, _plain(_said(actor))), "spelling", "name"),
        ):
            if usual and usual[0] != n:
                facts = {"actor": actor.id, "name": brief(actor.name)}
                facts |= {"usual": brief(usual[1]), "other": _whose(book[usual[0]])}
                yield n, Found(pointer("actors", m, at), facts, variant)
                break


def document_names(book: Book) -> Iterator[tuple[int, Found]]:
    """Find documents whose name is written otherwise than in most other SOPs."""
    documents = [(n, m, document) for n, sop in _latest(book) for m, document in enumerate(sop.documents)]
    spelling = _spellings(documents)
    for n, m, document in documents:
        usual = spelling.other(_letters(_said(document)), _plain(_said(document)))
        if usual and usual[0] != n:
            facts = {"document": document.id, "name": brief(document.name)}
            facts |= {"usual": brief(usual[1]), "other": _whose(book[usual[0]])}
            yield n, Found(pointer("documents", m, "name"), facts)


_BETWEEN = re.compile(r"[\W_]+")


class _Usual:
    """For each key, how often which value was met, and where it was met first, in which words."""

    def __init__(self) -> None:
        self.counts: dict[str, Counter[str]] = defaultdict(Counter)
        self.first: dict[tuple[str, str], tuple[int, Text | str]] = {}
        self.usual: dict[str, str] = {}

    def note(self, key: str, value: str, n: int, words: Text | str) -> None:
        self.counts[key][value] += 1
        self.first.setdefault((key, value), (n, words))

    def other(self, key: str, value: str) -> tuple[int, Text | str] | None:
        """Return where and in which words the usual value of `key` was met first; None if `value` is it."""
        if key not in self.usual:
            self.usual[key] = self.counts[key].most_common(1)[0][0]  # among equals, the one that was met first
        usual = self.usual[key]
        return None if usual == value else self.first[key, usual]


def _spellings(things: Iterable[tuple[int, int, Actor | Document]]) -> _Usual:
    spelling = _Usual()
    for n, _, thing in things:
        spelling.note(_letters(_said(thing)), _plain(_said(thing)), n, thing.name)
    return spelling


def _said(thing: Actor | Document) -> str:
    return thing.name.in_("id")


@lru_cache(maxsize=10_000)  # the SOPs of one office speak of the same things
def _plain(words: str) -> str:
    return " ".join(words.casefold().split())


@lru_cache(maxsize=10_000)
def _letters(words: str) -> str:
    """Return letters and digits only, so that blanks, hyphens and case make no difference."""
    return _BETWEEN.sub("", words.casefold()) or words


def _latest(book: Book) -> list[tuple[int, Sop]]:
    """Return the latest version of each SOP with its place; the first of several copies."""
    latest: dict[str, tuple[int, Sop]] = {}
    for n, sop in enumerate(book):
        if sop.id not in latest or _version(latest[sop.id][1]) < _version(sop):
            latest[sop.id] = n, sop
    return sorted(latest.values(), key=lambda one: one[0])


def _version(sop: Sop) -> tuple[int, ...]:
    return tuple(int(number) for number in sop.version.split("."))


def _whose(sop: Sop) -> str:
    """Return what people call the file of an SOP."""
    return (sop.places.file if sop.places else "") or f"{sop.id} {sop.version}"


BOOK_RULES: dict[str, Callable[[Book], Iterable[tuple[int, Found]]]] = {
    "id-unique": id_unique,
    "number-unique": number_unique,
    "related-resolves": related_resolves,
    "actor-names": actor_names,
    "document-names": document_names,
}
"""Name → rule. A rule is a function from all Sops to the place of one among them and what was found in it."""
