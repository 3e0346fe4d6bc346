"""
SOP files ⇄ published definitions in a store; and a store of an older sopkit → one of this.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from sopkit.cli.desks import at_desk, reached, store_option, telling, unusable
from sopkit.cli.family import Family
from sopkit.cli.parts import Verb, argument, format_option
from sopkit.cli.progress import progress
from sopkit.cli.report import show_pairs, sound
from sopkit.cli.terminal import show, show_json
from sopkit.errors import StoreError
from sopkit.stores import upgrade as upgraded

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sopkit.desk import Desk
    from sopkit.journal import Edition
    from sopkit.views.screen import Screen

__all__ = ["VERBS", "verb"]


def verb(language: str) -> Family:
    """Return the command."""
    return Family("store", language, VERBS, _LIKELY)


def publish(language: str) -> Verb:
    """Return the command that publishes SOPs."""
    files = argument("files", language, many=True, required=True)
    return Verb("store publish", language, _publish, [files, store_option(language)])


def _publish(looks: Screen, files: Sequence[str], store: str) -> int:
    sops = [sound(file, looks) for file in files]
    if not all(sops):
        return 1

    def work(desk: Desk) -> int:
        for sop in filter(None, sops):
            edition = desk.publish(sop)
            with telling(looks):
                show(looks.say("cli.store.published", sop=edition.id, version=edition.version))
        return 0

    return at_desk(work, store, looks, is_new=True)


def list_(language: str) -> Verb:
    """Return the command that lists what is published."""
    return Verb("store list", language, _list, [store_option(language), format_option(language)])


def _list(looks: Screen, store: str, shape: str) -> int:
    def work(desk: Desk) -> int:
        editions = desk.published()
        newest = {one.id: desk.sop(one.id).version for one in editions}
        if shape == "json":
            known = ({**attrs.asdict(one), "is_newest": one.version == newest[one.id]} for one in editions)
            show_json({"published": list(known)})
        elif not editions:
            show(looks.say("cli.store.list.none"))
        else:
            show_pairs(((f"{one.id} {one.version}", _named(one, newest, desk, looks)) for one in editions), looks)
        return 0

    return at_desk(work, store, looks, shape)


def _named(one: Edition, newest: Mapping[str, str], desk: Desk, looks: Screen) -> str:
    """Return the title of what is published, and whether new cases run on it."""
    title = desk.sop(one.id, one.version).title.in_(looks.language)
    return f"{title} · {looks.say('cli.store.list.newest')}" if one.version == newest[one.id] else title


def upgrade(language: str) -> Verb:
    """Return the command that brings a store to the schema of this sopkit."""
    return Verb("store upgrade", language, _upgrade, [store_option(language)])


def _upgrade(looks: Screen, store: str) -> int:
    reached(store, looks, is_new=False)
    try:
        with progress("cli.store.upgrade.progress", looks) as told:
            told(0, 1)
            before, after = upgraded(store)
    except StoreError as why:
        raise unusable(why, looks) from why
    code = "cli.store.upgraded" if before != after else "cli.store.upgrade.none"
    show(looks.say(code, before=before, after=after))
    return 0


VERBS = {"publish": publish, "list": list_, "upgrade": upgrade}
"""Each verb and what makes its command, in the order of the help."""

_LIKELY = {
    **dict.fromkeys(("add", "put", "terbitkan", "tambah"), "publish"),
    **dict.fromkeys(("published", "ls", "show", "daftar", "terbit", "lihat"), "list"),
    **dict.fromkeys(("migrate", "update", "migrasi", "perbarui"), "upgrade"),
}
