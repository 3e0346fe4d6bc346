"""
What a *.cases.json says + its Sop → everything it names that the Sop does not know, at its place.

A mistyped step that is expected to be refused would be refused, and test nothing: so names are looked at first.
"""

from __future__ import annotations

from itertools import chain, islice
from typing import TYPE_CHECKING, Any

import attrs

from sopkit.errors import DefinitionError, Problem
from sopkit.journal import CANCELLED
from sopkit.places import pointer
from sopkit.reader import MAX_PROBLEMS
from sopkit.reader.references import MANY, suggestion
from sopkit.testing.called import end_called, outcome_called, step_called

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from sopkit.errors import Fact
    from sopkit.model import Sop, Step, Text
    from sopkit.places import Places

__all__ = ["refuse_unknown"]

_MOST = 8  # names that one sentence tells


def refuse_unknown(told: Mapping[str, Any], sop: Sop, places: Places) -> None:
    """
    Let a file pass that names only what there is, and no two cases alike.

    Args:
        told: what the file says, shaped as `cases.schema.json` says.
        sop: the definition beside it.
        places: of the text of the file.

    Raises:
        DefinitionError: it names something else; it carries the problems, as many as a person reads.
    """
    people = tuple(told.get("people", ()))
    named = (one for n, case in enumerate(told["cases"]) for one in _case(case, pointer("cases", n), sop, people))
    found = list(islice(chain(_people(told, sop), _twice(told, places), named), MANY))
    if found:
        starts = places.offsets(one.pointer for one in found)
        first = islice(places.in_order((starts[one.pointer], one) for one in found), MAX_PROBLEMS)
        problems = tuple(
            attrs.evolve(one, file=places.file, line=place.line, column=place.column) for place, one in first
        )
        raise DefinitionError(file=places.file, problems=problems, total=len(found))


def _people(told: Mapping[str, Any], sop: Sop) -> Iterator[Problem]:
    known = tuple(one.id for one in sop.actors)
    for name, actors in told.get("people", {}).items():
        for n, actor in enumerate(actors):
            if actor not in known:
                yield _missing("actor", actor, pointer("people", name, n), known)


def _twice(told: Mapping[str, Any], places: Places) -> Iterator[Problem]:
    first: dict[str, str] = {}
    again: list[tuple[str, str]] = []
    for n, case in enumerate(told["cases"]):
        at = pointer("cases", n, "name")
        if first.setdefault(case["name"], at) != at:
            again.append((at, case["name"]))
    starts = places.offsets(first[name] for _, name in again)
    for place, (at, name) in places.in_order((starts[first[name]], (at, name)) for at, name in again):
        facts: dict[str, Fact] = {"id": name[:64], "line": place.line}
        yield Problem(rule="id-twice", variant="example", pointer=at, facts=facts)


def _case(case: Mapping[str, Any], at: str, sop: Sop, people: tuple[str, ...]) -> Iterator[Problem]:
    for n, act in enumerate(case["acts"]):
        yield from _act(act, f"{at}/acts/{n}", sop, people)
    yield from _by(case.get("cancelled", {}), f"{at}/cancelled", sop, people)
    if "end" in case:
        ends = (*(one.id for one in sop.ends), *((CANCELLED,) if sop.cancel else ()))
        called, words = end_called(sop, case["end"]), _words(map(sop.label, ends))
        yield from _one_of("end", case["end"], called, f"{at}/end", ends, words)
    if "at" in case:
        yield from _step(case["at"], f"{at}/at", sop)


def _act(act: Mapping[str, Any], at: str, sop: Sop, people: tuple[str, ...]) -> Iterator[Problem]:
    yield from _step(act["step"], f"{at}/step", sop)
    yield from _by(act, at, sop, people)
    called = step_called(sop, act["step"])
    if len(called) == 1 and "outcome" in act:
        yield from _outcome(act["outcome"], f"{at}/outcome", sop.step(called[0]))
    documents = tuple(one.id for one in sop.documents)
    for document in act.get("outputs", ()):
        if document not in documents:
            yield _missing("document", document, f"{at}/outputs{pointer(document)}", documents)


def _step(word: str, at: str, sop: Sop) -> Iterator[Problem]:
    ids = tuple(one.id for one in sop.steps)
    words = _words(map(sop.label, ids))
    yield from _one_of("step", word, step_called(sop, word), at, ids, words)


def _by(who: Mapping[str, Any], at: str, sop: Sop, people: tuple[str, ...]) -> Iterator[Problem]:
    known = (*people, *(one.id for one in sop.actors))
    if "by" in who and who["by"] not in known:
        yield _missing("person", who["by"], f"{at}/by", known)


def _outcome(word: str, at: str, step: Step) -> Iterator[Problem]:
    called = outcome_called(step, word)
    if not called and not step.outcomes:
        yield Problem(
            rule="target-exists", variant="no-outcomes", pointer=at, facts={"id": word, "number": step.number}
        )
        return
    ids, words = tuple(one.id for one in step.outcomes), _words(one.label for one in step.outcomes)
    yield from _one_of("outcome", word, called, at, ids, words)


def _one_of(
    kind: str, word: str, called: tuple[str, ...], at: str, ids: tuple[str, ...], words: tuple[str, ...]
) -> Iterator[Problem]:
    if not called:
        yield _missing(kind, word, at, ids, words)
    elif len(called) > 1:
        yield Problem(rule="target-exists", variant="several", pointer=at, facts={"id": word[:64], "known": called})


def _missing(kind: str, word: str, at: str, ids: tuple[str, ...], words: tuple[str, ...] = ()) -> Problem:
    known = tuple(dict.fromkeys(ids))
    facts: dict[str, Fact] = {"id": word[:64], "kind": kind, "known": known[:_MOST], "more": max(0, len(known) - _MOST)}
    facts |= suggestion(word, (*known, *words))
    variant = "many" if len(known) > _MOST else ""
    return Problem(rule="target-exists", variant=variant, pointer=at, facts=facts)


def _words(texts: Iterable[Text]) -> tuple[str, ...]:
    """Return what these are called, in each language."""
    return tuple(dict.fromkeys(said for text in texts for said in dict(text.by_language).values()))
