"""
Names → two that mean one thing, and a title whose product nobody hands over.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import islice, takewhile
from typing import TYPE_CHECKING

from sopkit.checks.finding import Found
from sopkit.checks.indonesian import indonesian, listed_words, spot, words
from sopkit.checks.positions import canonical
from sopkit.checks.survey import MOST, brief

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from sopkit.checks.survey import Survey
    from sopkit.model import Actor, Document, Text

__all__ = ["final_product", "name_variants"]


def name_variants(survey: Survey) -> Iterator[Found]:
    """Find documents, and actors, whose name is that of an earlier one but for case, spaces, signs or a slip."""
    sop = survey.sop
    for key, things, variant in (("documents", sop.documents, ""), ("actors", sop.actors, "actor")):
        names = [_essence(thing.name, is_actor=variant == "actor") for thing in things]
        for n, first in _twins(names):
            yield _variant(f"/{key}/{n}/name", things[n], things[first], variant)


def _variant(at: str, thing: Actor | Document, first: Actor | Document, variant: str) -> Found:
    kind = variant or "document"
    facts = {kind: thing.id, "name": brief(thing.name), "first": first.id, "first_name": brief(first.name)}
    return Found(spot(thing.name, at, thing.name.language), facts, variant)


_EMPTY = frozenset({"telah", "sudah", "yang"})  # with or without them, a name means the same
_TOKEN = re.compile(r"\w+")


def _essence(name: Text, *, is_actor: bool) -> tuple[str, ...]:
    """Return the words that make a name what it is: small, without signs, short forms of positions in full."""
    tokens = _TOKEN.findall(str(name).lower())
    return canonical(tokens) if is_actor else tuple(token for token in tokens if token not in _EMPTY)


def _twins(names: Sequence[tuple[str, ...]]) -> Iterator[tuple[int, int]]:
    """Yield the number of each name that is a variant of an earlier one, and of that one."""
    meant = _slips(dict.fromkeys(word for name in names for word in name))
    first: dict[str, int] = {}
    for n, name in enumerate(names):
        joined = "".join(meant.get(word, word) for word in name)
        if joined and first.setdefault(joined, n) != n:
            yield n, first[joined]


_LEAST = 6  # letters of a word in which one letter more or less is a slip; shorter words are often two words
_MOST = 30


def _slips(vocabulary: Iterable[str]) -> Mapping[str, str]:
    """Return each word that is an earlier one but for one slip, and that earlier one."""
    meant: dict[str, str] = {}
    seen: dict[str, list[str]] = {}
    for word in vocabulary:
        if _LEAST <= len(word) <= _MOST and word.isalpha():
            forms = _forms(word)
            near = (other for form in forms if form in seen for other in seen[form] if _is_slip(word, other))
            for other in islice(near, 1):
                meant[word] = meant.get(other, other)
            for form in forms:
                seen.setdefault(form, []).append(word)
    return meant


@lru_cache(maxsize=10_000)  # the SOPs of one office speak of the same things
def _forms(word: str) -> tuple[str, ...]:
    """Return a word with one letter less: two words with one letter more, less, other or swapped share one."""
    return tuple(dict.fromkeys([word, *(word[:cut] + word[cut + 1 :] for cut in range(1, len(word)))]))


def _is_slip(one: str, other: str) -> bool:
    """Return whether one letter within is more, less or other, or two neighbours are swapped."""
    start = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    if len(one) != len(other):
        long, short = sorted((one, other), key=len, reverse=True)
        return long[start + 1 :] == short[start:]
    if start + 1 >= len(one):  # another last letter makes another word: pengawas, pengawal
        return False
    is_swapped = one[start] == other[start + 1] and one[start + 1] == other[start]
    return one[start + 1 :] == other[start + 1 :] or (is_swapped and one[start + 2 :] == other[start + 2 :])


def final_product(survey: Survey) -> Iterator[Found]:
    """Find a title that names a product which is neither delivered nor among the last outputs."""
    sop = survey.sop
    last = {document for n, _ in survey.reached for document in _last(survey, n)}
    ends = [one for one in sop.documents if one.delivered_to or one.id in last]
    if not ends:
        return
    for at, title in indonesian(sop.title, "/title"):
        product = _product(words(title))
        if product and not any(_shares(product, str(one.name)) for one in ends):
            named = "; ".join(brief(one.name) for one in ends[:MOST])
            yield Found(at, {"product": " ".join(product), "documents": named})


def _last(survey: Survey, n: int) -> Iterator[str]:
    """Yield what step `n` produces on its ways to an end."""
    step = survey.sop.steps[n]
    for way in survey.flow.ways[n]:
        if way.to >= len(survey.sop.steps):
            yield from step.produces(way.outcome)


_PRODUCT = 6  # words of a title that may name its product
_HEAD = 3  # of which these say what it is


def _product(title: Sequence[str]) -> list[str]:
    """Return the words of a title that name what is made, as in "Penerbitan Surat Rekomendasi"; none if unclear."""
    lists, stop = listed_words("products"), listed_words("positions")["stop"]
    small = [word.lower() for word in title]
    made = next((n for n, word in enumerate(small) if word in lists["makers"]), len(small))
    if small[made + 1 : made + 2] and small[made + 1] in lists["products"]:
        return list(takewhile(lambda word: word.lower() not in stop, title[made + 1 : made + 1 + _PRODUCT]))
    return []


def _shares(product: Sequence[str], name: str) -> bool:
    """Return whether a document's name speaks of the product: by how one of its words begins, or by a short form."""
    starts = {word[:3].lower() for word in product[:_HEAD]}
    first = product[0][0].upper()
    return any(word[:3].lower() in starts or (word[0] == first and not word[1:].islower()) for word in words(name))
