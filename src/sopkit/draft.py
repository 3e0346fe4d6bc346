"""
Title, actors, steps → the JSON text of a first SOP.

What is written says only what was said: no document, no limit and no rule is made up, but that a return asks why.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

from sopkit.model import CANCELLED, DONE
from sopkit.reader import dumps, loads
from sopkit.reader.naming import id_for
from sopkit.wording import say

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sopkit.model import JSON

__all__ = ["END", "NEXT", "Row", "Way", "draft", "sop_id"]

NEXT = 0
"""Where a way leads: to the following row, after the last one to the end."""
END = ""
"""Where a way leads: to the usual end."""


class Way(NamedTuple):
    """One way out of a decision."""

    label: str
    to: int | str
    """The number of a row, NEXT, END, or what another end is called."""


class Row(NamedTuple):
    """One row of the sheet."""

    activity: str
    actor: str
    """What the one who does it is called."""
    time: str
    """Standard time, an ISO 8601 duration."""
    question: str = ""
    ways: tuple[Way, ...] = ()
    """Two or more make it a decision."""
    to: int | str = NEXT
    """Where it leads, if it is none."""


def sop_id(title: str) -> str:
    """
    Return the id for an SOP of this title.

    >>> sop_id("SOP Peminjaman Ruang Rapat")
    'peminjaman-ruang-rapat'
    """
    return id_for(" ".join(word for word in title.split() if word.lower() != "sop") or title, (), "sop")


def draft(
    title: str, rows: Sequence[Row], *, actors: Iterable[str] = (), id: str = "", profile: str = "",
    language: str = "id",
) -> str:  # fmt: skip
    """
    Return the JSON text of an SOP with these rows, as `dumps` writes it.

    Args:
        title: what it is called.
        rows: at least one; each leads to rows that exist.
        actors: names in the order of the columns; the others follow in the order of the rows. Who does nothing in
            any row is left out.
        id: its id; else one is made from the title.
        profile: the rules that apply to it; none is the general one.
        language: of everything that is said: id or en.

    Raises:
        KeyError: a row leads to none that exists.
        DefinitionError: a text is blank, a time is none, or an id is not written like one.
    """
    columns = _columns(rows, actors)
    actor_ids = dict(zip(columns, _ids(columns, "actor"), strict=True))
    ends = {end: end or say("end.end", language) for end in _ends(rows)}
    is_usual = set(ends) <= {END}  # or none, where no case comes to an end
    ids = _ids([*(row.activity for row in rows), *ends.values()], "step", {CANCELLED, "end"})
    targets: dict[int | str, str] = dict(enumerate(ids[: len(rows)], 1))
    targets |= {END: "end"} if is_usual else dict(zip(ends, ids[len(rows) :], strict=True))
    whole: dict[str, JSON] = {
        "sopkit": 1, "id": id or sop_id(title), "version": "1.0.0", "title": title,
        **({"language": language} if language != "id" else {}), **({"profile": profile} if profile else {}),
        "actors": [{"id": actor_ids[name], "name": name} for name in columns],
        "documents": [],
        "steps": [_step(rows, n, actor_ids, targets) for n in range(1, len(rows) + 1)],
    }  # fmt: skip
    if not is_usual:
        whole["ends"] = [{"id": targets[end], "name": name} for end, name in ends.items()]
    return dumps(loads(json.dumps(whole)))


def _columns(rows: Iterable[Row], actors: Iterable[str]) -> list[str]:
    does = dict.fromkeys(row.actor for row in rows)
    return list(dict.fromkeys([*(name for name in actors if name in does), *does]))


def _ends(rows: Sequence[Row]) -> list[str]:
    """Return the ends that the rows lead to, in their order; the usual one first, if any does."""
    led = [_to(rows, n, to) for n, row in enumerate(rows, 1) for to in _ways_of(row)]
    return sorted(dict.fromkeys(to for to in led if isinstance(to, str)), key=lambda end: end != END)


def _ways_of(row: Row) -> Iterable[int | str]:
    return [way.to for way in row.ways] or [row.to]


def _to(rows: Sequence[Row], n: int, to: int | str) -> int | str:
    """Return where row `n` leads by `to`: a row or an end."""
    return to if to != NEXT else n + 1 if n < len(rows) else END


def _step(rows: Sequence[Row], n: int, actors: Mapping[str, str], targets: Mapping[int | str, str]) -> JSON:
    row = rows[n - 1]
    step: dict[str, JSON] = {
        "id": targets[n], "activity": row.activity, "actor": actors[row.actor], "standard_time": row.time,
    }  # fmt: skip
    if row.ways:
        labels = _ids([way.label for way in row.ways], "outcome", {DONE})
        outcomes = [
            {"id": id, "label": way.label, "to": targets[_to(rows, n, way.to)], **_asks(n, _to(rows, n, way.to))}
            for id, way in zip(labels, row.ways, strict=True)
        ]
        return step | ({"question": row.question} if row.question else {}) | {"outcomes": outcomes}
    to = _to(rows, n, row.to)
    leads = targets[to]
    are_many = sum(isinstance(target, str) for target in targets) > 1
    is_plain = to == n + 1 or (n == len(rows) and isinstance(to, str) and not are_many)
    return step | ({} if is_plain else {"next": leads})


def _asks(n: int, to: int | str) -> dict[str, JSON]:
    """Return that a way from row `n` asks for a reason, if it is a return."""
    return {"requires": ["reason"]} if isinstance(to, int) and to <= n else {}


def _ids(names: Iterable[str], kind: str, taken: Iterable[str] = ()) -> list[str]:
    """Return an id for each name, all of them different and none of those that are `taken`."""
    ids: list[str] = []
    for n, name in enumerate(names, 1):
        ids.append(id_for(name, {*ids, *taken}, f"{kind}-{n}"))
    return ids
