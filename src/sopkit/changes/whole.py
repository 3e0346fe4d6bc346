"""
Sop + Sop → the Changes of the whole: its head, its cover, its actors, documents and ends.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sopkit.changes.change import part
from sopkit.changes.parts import come_or_gone
from sopkit.changes.spot import Spot, keys
from sopkit.changes.telling import both
from sopkit.model import ONE_END, Approver, Identity, Sop, built_in
from sopkit.wording import say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sopkit.changes.change import Change
    from sopkit.model import Text

__all__ = ["of_things", "of_whole"]

_NAMED_BY = {"actor": "actor", "document": "inputs", "end": "to"}
"""A key whose value names such a thing."""


def of_whole(sops: tuple[Sop, Sop]) -> Iterator[Change]:
    """Yield what changed in the head of the file and on the cover."""
    old, new = sops
    spot = Spot(sops=sops, family="sop")
    for key in keys(Sop):
        yield from spot.field(key, getattr(old, key), getattr(new, key))
    signs = old.identity and old.identity.approved_by, new.identity and new.identity.approved_by
    cover = Spot(sops=sops, family="identity")
    signer = Spot(sops=sops, family="approver", subject=both(part, "identity", "approved_by"))
    within = [*_of_block(cover, Identity(), old.identity, new.identity), *_of_block(signer, Approver(), *signs)]
    yield from within
    for key, blocks in (("identity", (old.identity, new.identity)), ("approved_by", signs)):
        if not within and (blocks[0] is None) != (blocks[1] is None):  # an empty block is written, and says nothing
            yield cover.change("identity-rewritten", key, (None, None), "empty", bears=False)


def _of_block(spot: Spot, nothing: Any, old: Any, new: Any) -> Iterator[Change]:
    """Yield the Changes within an object that may be left out."""
    for key in keys(type(nothing)):
        yield from spot.field(key, getattr(old or nothing, key), getattr(new or nothing, key))


def of_things(sops: tuple[Sop, Sop]) -> Iterator[Change]:
    """Yield what changed of the actors, the documents and the ends."""
    for family, named_by in _NAMED_BY.items():
        key = f"{family}s"
        olds, news = ({one.id: one for one in getattr(sop, key)} for sop in sops)
        for id, new in news.items():
            if id not in olds:
                yield come_or_gone(Spot(sops=sops, family=family, id=id), key, new, is_new=True)
                continue
            spot = Spot(sops=sops, family=family, id=id, subject=both(_called, family, new.name))
            if family == "end" and olds.keys() != news.keys() and _is_written_out(sops, id, olds[id].name, new.name):
                continue
            for name in keys(type(new)):
                yield from spot.field(name, getattr(olds[id], name), getattr(new, name))
        for id, old in olds.items():
            if id not in news:
                yield come_or_gone(Spot(sops=sops, family=family, id=id), key, old, is_new=False)
        yield from Spot(sops=sops, family=family).order(key, tuple(olds), tuple(news), named_by)


def _is_written_out(sops: tuple[Sop, Sop], id: str, old: Text, new: Text) -> bool:
    """
    Return whether one definition means the one end that none need write, and the other writes its name as it is.

    People write it out to put another end beside it, in the language of the SOP alone. Where nothing else changed it
    is told all the same, since a case notices: the other digest is another definition.
    """
    language = sops[0].language
    if id != ONE_END[0].id or language != sops[1].language or str(old) != str(new):
        return False
    meant = built_in("end.end", language)
    return meant in (old, new) and any(set(one.languages) <= {language} for one in (old, new))


def _called(family: str, name: Text, language: str) -> str:
    return say(f"change.subject.{family}", language, name=name.in_(language))
