"""
Options and environment → a desk on the store that is meant; and what it refuses → a sentence and an exit code.
"""

from __future__ import annotations

import errno
import os
from contextlib import contextmanager, suppress
from datetime import datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

import attrs
import click

from sopkit.cli.parts import Number, Unusable, argument, option
from sopkit.cli.parts import why as system_says
from sopkit.cli.terminal import show, show_json
from sopkit.desk import Desk
from sopkit.errors import CheckpointBroken, Refusal, StoreError, StoreUnreachable
from sopkit.model import Person
from sopkit.stores import open_store
from sopkit.stores.limits import LONGEST, is_text
from sopkit.stores.redacting import redacted
from sopkit.views.stop import facts, refused
from sopkit.wording import knows, say

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sopkit.model import Sop
    from sopkit.views.screen import Screen

__all__ = [
    "DEFAULT", "VARIABLE", "as_option", "at_desk", "case_id", "reached", "seq_option", "store_option", "tell_refusal",
    "telling", "unusable", "wall", "who", "words", "words_option",
]  # fmt: skip

DEFAULT = "sqlite:///sopkit.db"
VARIABLE = "SOPKIT_STORE"

_REFUSED = 1


class _Words(click.ParamType):  # type: ignore[type-arg]
    """Words that can be kept: not blank, made of characters, and where they are an id not too long."""

    name = "words"

    def __init__(self, most: int | None = None) -> None:
        self.most = most

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        if not isinstance(value, str):
            return value
        name = param.metavar if isinstance(param, click.Argument) else param.opts[0] if param else ""
        if not value.strip():
            raise Unusable(_said(ctx, "cli.error.blank", name=name), ctx)
        if not is_text(value):
            given = redacted(value) if name == "--store" else value
            raise Unusable(_said(ctx, "cli.error.characters", name=name, given=given), ctx)
        if self.most is not None and len(value) > self.most:
            raise Unusable(_said(ctx, "cli.error.long", name=name, most=self.most), ctx)
        return value


class _Who(_Words):
    """Somebody who acts, and the actors they stand for: `budi:kabid,sekretaris`."""

    name = "who"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        if isinstance(value, Person):
            return value
        text = super().convert(value, param, ctx)
        name, colon, actors = text.rpartition(":") if ":" in text else (text, "", "")
        listed = [one.strip() for one in actors.split(",")] if colon else []
        if name.strip() and any(listed) and not all(listed):
            raise Unusable(_said(ctx, "cli.error.who.gap", given=value), ctx)
        if not name.strip() or not all(listed):
            raise Unusable(_said(ctx, "cli.error.who", given=value), ctx)
        return Person(name.strip(), actors=listed)


def words(name: str, language: str, **more: Any) -> click.Argument:
    """Return the argument `name`, whose value is kept as it is typed."""
    return argument(name, language, type=_Words(), **more)


def case_id(language: str, name: str = "case", **more: Any) -> click.Argument:
    """Return the argument that names a case."""
    return argument(name, language, type=_Words(LONGEST), **more)


def words_option(name: str, language: str, code: str, metavar: str, **more: Any) -> click.Option:
    """Return an option whose value is kept as it is typed, or looked for."""
    return option(name, language, code, type=_Words(), metavar=say(f"cli.metavar.{metavar}", language), **more)


def who(name: str, language: str) -> click.Argument:
    """Return the argument `name`, somebody and the actors they stand for."""
    return argument(name, language, type=_Who(LONGEST))


def as_option(language: str, *, required: bool = True) -> click.Option:
    """Return `--as`: who acts, or looks."""
    code = "cli.as" if required else "cli.as.perhaps"
    return option(
        "--as by", language, code, type=_Who(LONGEST), metavar=say("cli.metavar.who", language), required=required
    )


def seq_option(language: str) -> click.Option:
    """Return `--seq`: the place where whoever acts saw the case."""
    return option("--seq", language, "cli.seq", type=Number(), metavar="N")


def store_option(language: str) -> click.Option:
    """Return `--store`: where the cases are kept."""
    return option(
        "--store", language, "cli.store.option", type=_Words(), default=DEFAULT, envvar=VARIABLE, metavar="URL"
    )


def at_desk(
    work: Callable[[Desk], int], store: str, looks: Screen, shape: str = "text", *,
    is_new: bool = False, err: bool = False,
) -> int:  # fmt: skip
    """
    Do some work at a desk, and return its exit code: 1 where it is refused, which is told.

    Args:
        work: what is done.
        store: URL of the store.
        looks: where is told what is refused.
        shape: `json` where a program reads it.
        is_new: whether the store may be made here.
        err: whether a refusal goes to stderr, because what is printed is a document.

    Raises:
        Unusable: the store cannot be used.
    """
    reached(store, looks, is_new=is_new)
    try:
        with Desk(open_store(store, is_new=is_new)) as desk:
            try:
                return work(desk)
            except (Refusal, StoreError) as why:
                tell_refusal(why, desk, looks, shape, err=err)
                return _REFUSED
    except StoreError as why:
        raise unusable(why, looks) from why


def reached(store: str, looks: Screen, *, is_new: bool) -> None:
    """
    Let the URL of a store pass that is there, or may be made; what else is wrong with it the store says.

    Raises:
        Unusable: its file is not there, or it would be gone when this command ends.
    """
    with suppress(ValueError):
        parts = urlsplit(store)
        path = unquote(parts.path).removeprefix("/")
        if parts.scheme != "sqlite" or parts.netloc:
            return
        if path in ("", ":memory:"):
            raise Unusable(looks.say("cli.store.memory", store=store))
        if not (is_new or "\0" in path or os.path.lexists(path)):
            raise Unusable(looks.say("cli.store.none", store=path))


def unusable(why: StoreError, looks: Screen) -> Unusable:
    """Return what is to be said of a store that cannot be used."""
    if isinstance(why, StoreUnreachable):
        known = {os.strerror(code): f"errno.{name}" for code, name in errno.errorcode.items() if knows(f"errno.{name}")}
        code = known.get(why.why, "")
        why = StoreUnreachable(store=why.store, why=looks.say(code)) if code else why
    return Unusable(refused(why, None, looks))


def tell_refusal(why: Refusal | StoreError, desk: Desk | None, looks: Screen, shape: str, *, err: bool = False) -> None:
    """
    Show why an act was refused.

    Raises:
        StoreError: it was not refused, the store cannot be used.
    """
    if hasattr(why, "store") or isinstance(why, CheckpointBroken):
        raise why
    said = refused(_local(why), None if desk is None else _sop(why, desk), looks)
    if shape == "json":
        show_json({"refusal": {"rule": why.rule, "message": said, "facts": facts(why)}})
        return
    for line in looks.wrapped(said, style="red"):
        show(line, err=err)


def wall(at: datetime, zone: Any = None) -> datetime:
    """Return a time as the clock on the wall shows it, here or in another `zone`; as it is where no clock can."""
    try:
        return at.astimezone(zone)
    except (OverflowError, ValueError, OSError):  # at the first or the last day that there is
        return at


@contextmanager
def telling(looks: Screen) -> Iterator[None]:
    """
    Tell what was done, which must not be done again.

    Raises:
        OSError: nobody can be told; it says that the act is done all the same.
    """
    try:
        yield
    except OSError as error:
        raise OSError(0, looks.say("cli.untold", why=looks.say(f"errno.{system_says(error)}"))) from error


def _local(why: Any) -> Any:
    """Return an error, its times as the clock on the wall shows them."""
    times = {name: getattr(why, name) for name in ("at", "last") if isinstance(getattr(why, name, None), datetime)}
    return attrs.evolve(why, **{name: wall(at) for name, at in times.items()})


def _sop(why: Refusal | StoreError, desk: Desk) -> Sop | None:
    """Return the definition of the case that an error is about, if there is one."""
    with suppress(StoreError):
        edition = desk.summary(getattr(why, "case", "")).sop
        return desk.sop(edition.id, edition.version)
    return None


def _said(ctx: click.Context | None, code: str, **facts: object) -> str:
    return str((ctx or click.get_current_context()).find_root().obj.say(code, **facts))
