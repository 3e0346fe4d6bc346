"""
URL → Store, with the schema that this sopkit works with.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from sopkit.errors import (
    DriverMissing,
    FolderMissing,
    NetworkPath,
    NotAStore,
    OtherSchema,
    StoreDamaged,
    StoreUnreachable,
    UrlUnknown,
)
from sopkit.stores.database import Clash
from sopkit.stores.queries import migrations
from sopkit.stores.redacting import redacted
from sopkit.stores.store import Store

if TYPE_CHECKING:
    from sopkit.stores.database import Changes, Database

__all__ = ["open_store", "upgrade"]

_ACROSS = ("nfs", "cifs", "smb", "afs", "ncpfs", "9p", "ceph", "gluster", "lustre", "fuse.sshfs", "fuse.rclone")
_MOUNTS = Path("/proc/mounts")
_SCHEMA = "sopkit_schema"
_DROPPED = set("\t\r\n")  # from a URL, by who takes it to pieces


def open_store(url: str, *, is_new: bool = True) -> Store:
    """
    Open a store: `sqlite:///cases.db`, `sqlite:////var/lib/app/cases.db`, `sqlite://` (memory), or `postgresql://…`.

    An empty one is set up, where it may be new; one of an older sopkit waits for `upgrade`.

    Raises:
        NotAStore: other tables are there and none of sopkit's, or the file is no database.
        OtherSchema: another sopkit made it.
        StoreError: it cannot be opened.
    """
    database = _database(url)
    try:
        (found, has_others), known = _version(database), _known(database)
        if has_others:
            raise NotAStore(store=database.name)
        if found == 0 and not is_new:
            raise StoreUnreachable(store=database.name, why="", cause="empty")
        if found == 0:
            _migrate(database)
        elif found != known:
            raise OtherSchema(store=database.name, found=found, known=known)
        else:
            database.forget(at_once=True)  # what a process that was killed still owed
    except Clash:  # somebody else is setting it up at this moment
        database.close()
        return open_store(url, is_new=is_new)
    except BaseException:
        database.close()
        raise
    return Store(database)


def upgrade(url: str) -> tuple[int, int]:
    """
    Bring a store to the schema of this sopkit, or put its tables beside those of an app; return before and after.

    Raises:
        OtherSchema: a newer sopkit made it.
        StoreError: it cannot be opened.
    """
    database = _database(url)
    try:
        (found, _), known = _version(database), _known(database)
        if found > known:
            raise OtherSchema(store=database.name, found=found, known=known)
        _migrate(database)
        return found, known
    finally:
        database.close()


def _database(url: Any) -> Database:
    if not isinstance(url, str):
        msg = f"url is a string, such as sqlite:///cases.db, not {type(url).__name__}"
        raise TypeError(msg)
    try:
        scheme = urlsplit(url).scheme
    except ValueError as error:  # brackets that hold no address
        raise UrlUnknown(store=redacted(url)) from error
    if scheme == "sqlite":
        from sopkit.stores.sqlite import Sqlite  # noqa: PLC0415 - a host of PostgreSQL has no use for it

        return Sqlite(_local(url))
    if scheme in ("postgresql", "postgres"):
        try:
            from sopkit.stores.postgres import Postgres  # noqa: PLC0415 - an extra
        except ImportError as error:
            raise DriverMissing(store=redacted(url), extra="postgres") from error
        return Postgres(url)
    raise UrlUnknown(store=redacted(url))


def _local(url: str) -> str:
    """Return the path that a URL of SQLite names; it must be on this machine."""
    parts = urlsplit(url)
    path = unquote(parts.path)
    if not url.lower().startswith("sqlite://") or set(url) & _DROPPED:  # sqlite:/x.db may mean one file or another
        raise UrlUnknown(store=redacted(url))
    if parts.netloc or parts.query or parts.fragment:
        if parts.netloc and not parts.query:
            raise NetworkPath(store=redacted(url), filesystem=parts.netloc.rpartition("@")[2])
        raise UrlUnknown(store=redacted(url))
    path = path.removeprefix("/")
    if "\0" in path:  # SQLite would open what stands before it
        raise UrlUnknown(store=redacted(url))
    if path.startswith(("\\\\", "//")):
        raise NetworkPath(store=path, filesystem="UNC")
    if path and path != ":memory:":
        folder = Path(path).absolute().parent
        if not folder.is_dir():
            raise FolderMissing(store=path, folder=str(folder))
        if found := _across(Path(os.path.realpath(path))):  # which may be a link to somewhere else
            raise NetworkPath(store=path, filesystem=found)
        return path
    return ""


def _across(file: Path) -> str:
    """Return the network file system that `file` lies on; empty if it lies on none that is known."""
    try:
        mounts = [line.split(" ") for line in _MOUNTS.read_text(encoding="utf-8", errors="replace").splitlines()]
    except OSError:  # another system, which keeps no such list
        return ""
    over = [(len(at), kind) for _, at, kind, *_ in mounts if file.is_relative_to(at.replace("\\040", " "))]
    kind = max(over, default=(0, ""))[1]
    return kind if kind.startswith(_ACROSS) else ""


def _version(database: Database) -> tuple[int, bool]:
    """Return the schema of a store, 0 where there is none, and whether there are tables, but none of sopkit's."""
    names = {name for (name,) in database.read("tables", {})}  # asked once: somebody may set it up at this moment
    if _SCHEMA not in names:
        for (where,) in database.read("hidden", {}):  # a new store would take the place of one that is there
            raise StoreUnreachable(store=database.name, why=where, cause="hidden")
        return 0, bool(names)
    rows = database.read("schema", {})
    if len(rows) != 1 or not isinstance(rows[0][0], int):
        raise StoreDamaged(store=database.name, why=_SCHEMA)
    return rows[0][0], False


def _known(database: Database) -> int:
    return migrations(database.kind)[-1][0]


def _migrate(database: Database) -> None:
    def whole(changes: Changes) -> None:
        changes.change("schema kept", {})
        changes.change("schema held", {})
        rows = changes.read("schema", {})
        found = rows[0][0] if rows else 0
        for number, text in migrations(database.kind):
            if number > found:
                changes.script(text)
        changes.change("schema gone", {})
        changes.change("schema known", {"version": _known(database)})

    database.transact(whole)
