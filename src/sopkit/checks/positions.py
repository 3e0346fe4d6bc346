"""
Names of positions and offices → those that texts mention and nobody declares, and actors that are persons.

`lists/positions.json` holds the words that name positions and offices, and what their short forms stand for.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import combinations, takewhile
from typing import TYPE_CHECKING

import attrs

from sopkit.checks.finding import Found
from sopkit.checks.indonesian import activities, is_verb, listed_words, spot, voice, words
from sopkit.checks.survey import brief

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sopkit.checks.survey import Survey
    from sopkit.model import Sop, Text

__all__ = ["actor_is_role", "actor_named_in_text", "canonical", "heads"]


@cache
def _list(key: str) -> frozenset[str]:
    return frozenset(listed_words("positions")[key])


@cache
def heads() -> frozenset[str]:
    """Return the words that open the name of a position, an office, or a person by what they do."""
    return _list("positions") | _list("units") | _list("agencies") | _list("people")


def canonical(name: Iterable[str]) -> tuple[str, ...]:
    """
    Return the words of a name in small letters, short forms in full: what two names of one position share.

    >>> canonical(["Kabid", "Industri"])
    ('kepala', 'bidang', 'industri')
    """
    short = listed_words("positions")["short"]
    full = " ".join(short.get(word, word) for word in map(str.lower, name) if word not in ("dan", "plt", "plh"))
    return tuple(full.replace("sub bagian", "subbagian").replace("sub bidang", "subbidang").split())


def actor_named_in_text(survey: Survey) -> Iterator[Found]:
    """Find positions and offices that an activity names as giver, taker or partner and the SOP does not declare."""
    known = _Known.of(survey.sop)
    for step, at, said in activities(survey):
        seen = set()
        for mention in _mentions(said):
            name = canonical(mention)
            if name not in seen and not known.has(name):
                seen.add(name)
                yield Found(at, {**survey.named(step), "name": " ".join(mention)})


_BEFORE = re.compile(r"\b(kepada|ke|dari|oleh|bersama|dengan)\s+(?=([^\W\d_]+(?: [^\W\d_]+){0,4}))", re.IGNORECASE)

_THROUGH = ("kepada", "ke", "dari")
_FIRM = re.compile(r"badan (?:usaha|hukum)\b", re.IGNORECASE)  # a company: whoever applies, no office


def _mentions(said: str) -> Iterator[list[str]]:
    """
    Yield the names of positions and offices that follow "kepada", "dari", "oleh" and the like, as written.

    Not the other offices that papers go to or come from: they are outside, and have no column in the sheet.
    """
    for match in _BEFORE.finditer(said):
        first, *others = match[2].split()
        head, is_name = first.lower(), first[0].isupper()
        following = list(takewhile(_goes_on, others)) if is_name else []
        if match[1].lower() in _THROUGH and _is_office(head, following):
            continue
        if head in _list("agencies"):
            if is_name:
                yield [first]
        elif (others and others[0].lower() in _list("nobody")) or _FIRM.match(match[2]):
            continue
        elif head in ("kepala", "wali"):
            if following or (others and others[0].lower() in _list("units") | _list("offices")):
                yield [first, *(following or others[:1])]
        elif head in _list("positions") or (head in _list("units") and following):
            yield [first, *following]


def _is_office(head: str, following: Sequence[str]) -> bool:
    """Return whether a name is that of a whole office, or of whoever leads one that is named."""
    offices = _list("offices")
    is_led = head == "kepala" and len(following) > 1 and following[0].lower() in offices
    return is_led or head in _list("agencies") or head in offices


def _goes_on(word: str) -> bool:
    """Return whether a word that follows belongs to a name."""
    small = word.lower()
    ends = small in _list("stop") or small in _list("things") or voice(small) or is_verb(small)
    return word[0].isupper() and not ends


@attrs.frozen
class _Known:
    """The positions and offices that an SOP declares: its actors, its own office, where documents come from and go."""

    names: frozenset[frozenset[str]]
    holders: dict[str, set[int]]
    """The numbers of the names in which a word stands."""
    initials: frozenset[str]
    has_chief: bool
    """Whether an actor is the head of the whole office."""

    @classmethod
    def of(cls, sop: Sop) -> _Known:
        actors = _names(actor.name for actor in sop.actors)
        own = (sop.identity.agency, sop.identity.unit) if sop.identity else ()
        outside = (text for one in sop.documents for text in (one.supplied_by, one.delivered_to))
        names = list(dict.fromkeys([*actors, *_names(own), *_names(outside)]))
        holders: dict[str, set[int]] = {}
        for n, name in enumerate(names):
            for word in name:
                holders.setdefault(word, set()).add(n)
        under = _list("units") - _list("offices")
        has_chief = any(name[:1] == ("kepala",) and name[1:2] and name[1] not in under for name in actors)
        return cls(frozenset(map(frozenset, names)), holders, frozenset(map(_initials, names)), has_chief)

    def has(self, name: tuple[str, ...]) -> bool:
        """Return whether a name is declared: the whole of it, a part of it, or as part of a longer one."""
        holders = [self.holders.get(word, set()) for word in name]
        if set.intersection(*holders) or _initials(name) in self.holders or "".join(name) in self.initials:
            return True
        if self.has_chief and name[0] == "kepala" and len(name) == 2 and name[1] in _list("offices"):
            return True
        parts = (part for n in range(1, len(name)) for part in combinations(name, n))
        return any(frozenset(part) in self.names for part in parts)


def _names(texts: Iterable[Text | None]) -> list[tuple[str, ...]]:
    """Return the names that texts are, in each language."""
    said = dict.fromkeys(name for text in texts if text is not None for _, name in text.by_language)
    return [canonical(words(name)) for name in said]


def _initials(name: Sequence[str]) -> str:
    return "".join(word[0] for word in name)


_TITLES = "Bpk|Bapak|Pak|Ibu|Sdr|Sdri|Saudara|Saudari|Tn|Ny|Mr|Mrs|Ms|Drs|Dra|Hj"
_ROLES = "Pemohon|Hamil|Bayi|Balita|Menyusui|Nifas|Bersalin|Rumah|PKK|RT|RW|Lurah|Camat|Asuh|Kost?|Guru"
_DEGREE = r"(?:(?:S|M|A|Sp)\.\s?[A-Z][A-Za-z]{0,4}\b(?:\.\s?[A-Z][A-Za-z]{0,3}\b)*|Ph\.\s?D)"
# The sign of a person is the group that matches.
_PERSON = re.compile(
    rf"(?:^|[\s(/])((?:{_TITLES})\b\.?)(?=\s+(?!(?:{_ROLES})\b)[A-Z])"
    rf"|[^\W\d_],\s*({_DEGREE}|S[EHT](?![^\W\d_])|M[HMT](?![^\W\d_]))"
    rf"|[^\W\d_]{{2,}}\s+[^\W\d_]{{2,}}\s+({_DEGREE})"
    r"|\b(NIP\b[.:\s]*\d)|\b(\d{8}\s?\d{6}\s?\d\s?\d{3})\b"
)


def actor_is_role(survey: Survey) -> Iterator[Found]:
    """Find actors that are called by a person's name: with a title, a degree, or a staff number."""
    for n, actor in enumerate(survey.sop.actors):
        name = actor.name
        if match := _PERSON.search(str(name)):
            facts = {"actor": actor.id, "name": brief(name), "sign": match[match.lastindex or 0]}
            yield Found(spot(name, f"/actors/{n}/name", name.language), facts)
