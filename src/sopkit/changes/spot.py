"""
A place in two definitions + what each says there → Changes.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import attrs

from sopkit.changes.change import Change, part
from sopkit.changes.telling import both, brief, pair, step, words
from sopkit.model import Object, Range, Text
from sopkit.wording import say
from sopkit.worktime import Duration

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sopkit.changes.change import Value
    from sopkit.model import Sop, Step

__all__ = ["Spot", "calendar", "keys", "meant"]

_BEARING = frozenset({
    "id", "cancel", "complete_within", "elapsed_within", "actor", "alternates", "inputs", "outputs", "requires", "next",
    "separate_from", "to", "at_most",
})  # fmt: skip
"""The keys that a running case can notice."""

_KINDS = {
    "standard_time": "time", "complete_within": "limit", "elapsed_within": "limit", "next": "target", "to": "target",
}  # fmt: skip
_OWN_KINDS = ("sop", "step", "outcome")  # the parts whose kinds are named by the key alone

_IN_PARTS = (
    "schema", "sopkit", "waive", "identity", "approved_by", "actors", "documents", "steps", "ends", "outcomes",
)  # fmt: skip
"""Keys without a value of their own to compare: they mean nothing to a case, or their parts are compared one by one."""

_NEITHER: tuple[None, None] = (None, None)


def keys(kind: type[Object]) -> tuple[str, ...]:
    """Return the keys of `kind` that hold a value to compare, in the order of the language; ids but that of the SOP."""
    common = {field.name for field in attrs.fields(Object)}
    names = [
        field.name
        for field in attrs.fields(kind)
        if field.init and field.name not in common and not field.metadata.get("derived")
    ]
    is_whole = "steps" in names
    return tuple(name for name in names if name not in _IN_PARTS and (name != "id" or is_whole))


def meant(value: Value) -> object:
    """Return what a value means, whatever the order of its languages and the remarks of its author."""
    if isinstance(value, Text):
        return frozenset(value.by_language)
    if isinstance(value, Range):
        return value.from_, value.to
    return tuple(meant(one) for one in value) if isinstance(value, tuple) else value


def calendar(limit: Duration | None) -> tuple[int, float] | None:
    """Return how long a limit by the calendar is: months, and seconds beside them."""
    if limit is None:
        return None
    seconds = {"months": 0, "weeks": 604_800, "days": 86_400, "hours": 3_600, "minutes": 60, "seconds": 1}
    return dict(limit.parts).get("months", 0), sum(seconds[unit] * n for unit, n in limit.parts)


@attrs.frozen(kw_only=True, eq=False)
class Spot:
    """The same place in an old and a new definition."""

    sops: tuple[Sop, Sop]
    family: str
    """`sop`, `identity`, `approver`, `actor`, `document`, `end`, `step` or `outcome`."""
    id: str | None = None
    steps: tuple[Step | None, Step | None] = _NEITHER
    subject: Text | None = None
    """What people call the part of a step or of the SOP that is compared here."""

    def change(
        self, kind: str, key: str, values: tuple[Value, Value], sentence: str, *, bears: bool, **facts: Text,
    ) -> Change:  # fmt: skip
        """Return a Change here; facts that are not given are told from the values."""
        if "old" not in facts:
            facts["old"], facts["new"] = pair(self.sops, key, values)
        facts.setdefault("was", brief(*values, facts["old"]))
        told = {
            "part": both(part, self.family, key),
            "where": both(self._where),
            **({"subject": self.subject} if self.subject else {}),
            **facts,
        }
        old, new = self.steps
        at = new or old
        return Change(
            kind=kind, key=key, step=at.id if at else None, id=self.id, old_number=old.number if old else None,
            new_number=new.number if new else None, old=values[0], new=values[1], bears_on_cases=bears,
            sentence=sentence, facts=told,
        )  # fmt: skip

    def field(self, key: str, old: Any, new: Any) -> Iterator[Change]:
        """Yield the Change of one value, if it means something else, or is said otherwise, now."""
        if meant(old) == meant(new) or _is_same_text(old, new):
            return
        name = _KINDS.get(key, key.replace("_", "-"))
        name = name if self.family in _OWN_KINDS else "identity" if self.family == "approver" else self.family
        values = (old, new)
        if isinstance(old, tuple) and isinstance(new, tuple):
            yield self._list(name, key, values)
        elif self._is_as_long(key, old, new):
            yield self.change(f"{name}-rewritten", key, values, "rewritten", bears=False)
        else:
            kind = "actor-replaced" if key == "actor" else f"{name}-changed"
            yield self.change(kind, key, values, self._sentence(key, old, new), bears=self._bears(key))

    def order(self, key: str, olds: Sequence[str], news: Sequence[str], named: str) -> Iterator[Change]:
        """Yield that what both definitions have stands in another order: ids, and the key they are named by."""
        in_both = set(olds) & set(news)
        here = tuple(id for id in olds if id in in_both), tuple(id for id in news if id in in_both)
        if here[0] != here[1]:
            old, new = (both(words, sop, named, ids) for sop, ids in zip(self.sops, here, strict=True))
            yield self.change(f"{key}-reordered", key, here, "reordered", bears=False, old=old, new=new)

    def _list(self, name: str, key: str, values: tuple[tuple[Any, ...], tuple[Any, ...]]) -> Change:
        """Return the Change of a list: what it has more and less, or that only its order is another."""
        more, less = _without(values[1], values[0]), _without(values[0], values[1])
        if not more and not less:
            return self.change(f"{name}-reordered", key, values, "reordered", bears=False)
        less_said, more_said = pair(self.sops, key, (less, more))
        sentence = "-".join(name for name, some in (("more", more), ("less", less)) if some)
        kind = f"{name}-changed"
        return self.change(kind, key, values, sentence, bears=self._bears(key), more=more_said, less=less_said)

    def _sentence(self, key: str, old: Value, new: Value) -> str:
        if key == "same_row":
            return "same-row" if new else "own-row"
        if key in ("actor", "to", "next"):
            return "actor-replaced" if key == "actor" else "target"
        if key == "at_most" and old is None:
            return "given-most"
        form = "given" if old in (None, "") else "dropped" if new in (None, "") else "changed"
        return f"{form}-text" if isinstance(old, Text) or isinstance(new, Text) else form

    def _bears(self, key: str) -> bool:
        if key == "working_day":
            limits = [sop.complete_within for sop in self.sops]
            limits += [step.complete_within for sop in self.sops for step in sop.steps]
            return any("days" in dict(limit.parts) for limit in limits if limit)
        return key in _BEARING and self.family in _OWN_KINDS

    def _is_as_long(self, key: str, old: Value, new: Value) -> bool:
        """Return whether two times, written in other units, are as long."""
        if isinstance(old, Duration) and isinstance(new, Duration):
            if key == "elapsed_within":
                return calendar(old) == calendar(new)
            return self.sops[0].effort(old) == self.sops[1].effort(new)
        if isinstance(old, Range) and isinstance(new, Range):
            return self._is_as_long(key, old.from_, new.from_) and self._is_as_long(key, old.to, new.to)
        return False

    def _where(self, language: str) -> str:
        """Return what people call the step, with both numbers where they differ."""
        old, new = (one and step(sop, one.id, language) for sop, one in zip(self.sops, self.steps, strict=True))
        if old is None and new is None:
            return ""
        code = "former" if new is None else "step" if old in (None, new) else "moved"
        return say(f"change.where.{code}", language, old=old, new=new)


def _is_same_text(old: Value, new: Value) -> bool:
    """Return whether these are the same words, and only the language of the whole SOP changed."""
    if isinstance(old, tuple) and isinstance(new, tuple):
        return len(old) == len(new) > 0 and all(map(_is_same_text, old, new))
    if not isinstance(old, Text) or not isinstance(new, Text) or old.language == new.language:
        return False
    others = [{tag: said for tag, said in text.by_language if tag != text.language} for text in (old, new)]
    return str(old) == str(new) and others[0] == others[1]


def _without(items: tuple[Any, ...], others: tuple[Any, ...]) -> tuple[Any, ...]:
    """Return what `items` has more of than `others`."""
    rest = Counter(map(meant, others))
    more = []
    for one in items:
        rest[meant(one)] -= 1
        if rest[meant(one)] < 0:
            more.append(one)
    return tuple(more)
