"""
A desk on a store that outlives the machine → the time of an act, against what the database alone needs for its rows.

Against SQLite the rows of the same acts are written by bare `sqlite3`: same statements, same settings, same folder,
the values made beforehand. Against PostgreSQL `pgbench` runs the same statement, prepared, from one client. The desk
remembers its cases, as it does in an app; what it costs to load them, `durable` tells.

Whatever waits for a disk is timed by the wall. What part of it the waiting is, `desk-sync` tells: the same rows written
by bare `sqlite3` with and without a sync. Fifty acts are a round, for the first of a round pays for the collection of
garbage before it, which leaves nothing of ours or theirs in the processor's caches. One client and its server keep
nearly half of two cores busy by themselves: where there are no more, sixteen do not do much more than twice as much.
"""

from __future__ import annotations

import atexit
import multiprocessing
import re
import shutil
import sqlite3
import subprocess
import tempfile
import time
from contextlib import ExitStack
from functools import cache, partial
from itertools import count
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any, TypeAlias

import attrs

import sopkit
from bench.rounds import Row, in_turn, timed
from bench.scale import SMALL, Ring
from sopkit.stores.queries import queries

if TYPE_CHECKING:
    from collections.abc import Callable

    from proof.server import Server

    from bench.rounds import Build, Effort, Measured, Prepare

Script: TypeAlias = "list[tuple[str, str, sopkit.Person]]"
"""Step, outcome and person of each act on a case."""

__all__ = ["ROWS", "Office", "bare", "folder", "lasting", "settled"]

CASES = 100
"""How many cases are acted on in turn."""
LAPS = 50
"""How many acts a case sees; so many as in an agency, and not ever more."""
CLIENTS = 16
ROUNDS, UNITS = 60, 50
"""Of works that wait for a disk: how many rounds, and how many units are a round."""


@cache
def folder() -> Path:
    """Return the folder where the databases of this run lie."""
    made = Path(tempfile.mkdtemp(prefix="sopkit-bench-"))
    atexit.register(shutil.rmtree, made, ignore_errors=True)
    return made


@cache
def server() -> Server:
    """Return a PostgreSQL that runs until the end of this run."""
    from proof.server import postgres  # noqa: PLC0415 - it needs a package that only a few rows need

    running = ExitStack()
    atexit.register(running.close)
    return running.enter_context(postgres())


@attrs.define
class Office:
    """A desk with a number of cases, an act on each in turn; after the last of a script they are left for new ones."""

    desk: sopkit.Desk
    sop: str
    script: Script
    name: str
    """What the ids of its cases begin with."""
    cases: int
    loads: bool = False
    """Whether every case is loaded for every act, as if it had never been seen."""
    done: int = 0

    @classmethod
    def at(cls, url: str, *, cases: int = CASES, name: str = "K") -> Office:
        """Open a desk where a ring is walked."""
        ring = Ring.of(SMALL, limited=False)
        return cls.of(url, ring.sop, ring.script(0, LAPS), cases=cases, name=name)

    @classmethod
    def of(
        cls, url: str, sop: sopkit.Sop, script: Script, *, cases: int = CASES, name: str = "K", loads: bool = False
    ) -> Office:  # fmt: skip
        """Open a desk, and publish what is walked there."""
        desk = sopkit.open_desk(url)
        desk.publish(sop)
        return cls(desk, sop.id, script, name, cases, loads)

    def runs(self, acts: int) -> Callable[[], object]:
        """Return the work of so many acts, with the cases for it open."""
        todo = [self._act(number) for number in range(self.done, self.done + acts)]
        self.done += acts
        complete, loads, remembered = self.desk.complete, self.loads, self.desk._standings._cases

        def work() -> None:
            for case, step, outcome, person in todo:
                if loads:
                    remembered.clear()
                complete(case, step, outcome, by=person)

        return work

    def _act(self, number: int) -> tuple[str, str, str, sopkit.Person]:
        lap, place = divmod(number, self.cases)
        before, lap = divmod(lap, len(self.script))
        case = f"{self.name}{before}-{place}"
        if lap == 0:
            self.desk.open(self.sop, case)
        return case, *self.script[lap]


def lasting(ours: Build, theirs: Build) -> Callable[[Effort], Measured]:
    """
    Return a measurement of two works that wait for a disk.

    It is as moody as it is slow: so there are many rounds, of as many units on either side.
    """
    measure = timed(ours, theirs, clock=perf_counter, units=UNITS)
    return lambda effort: measure(attrs.evolve(effort, rounds=effort.size(ROUNDS, effort.rounds)))


def _acts(_: Effort) -> Prepare:
    return Office.at(f"sqlite:///{folder()}/ours.db").runs


def settled(path: Path) -> sqlite3.Connection:
    """Return a bare connection with the settings of a store."""
    from sopkit.stores.sqlite import SETTINGS  # noqa: PLC0415 - as the store itself is imported late

    connection = sqlite3.connect(path, isolation_level=None)
    for setting in SETTINGS:
        connection.execute(f"PRAGMA {setting}")
    return connection


def bare(_: Effort, *, syncs: bool = True) -> Prepare:
    """Return the writing of the rows of acts that a twin in memory has done before."""
    twin = Office.at("sqlite://")
    database: Any = twin.desk._store._db
    change, heard = database.change, []
    database.change = lambda query, values: (heard.append((query, values)), change(query, values))[1]
    connection = settled(Path(tempfile.mkdtemp(dir=folder())) / "bare.db")
    database._memory.backup(connection)
    if not syncs:
        connection.execute("PRAGMA synchronous = OFF")
    known = queries("sqlite")

    def write(changes: list[tuple[str, Any]]) -> None:
        execute = connection.execute
        for query, values in changes:
            first, *others = known[query]
            execute("BEGIN IMMEDIATE")
            assert execute(first, values).rowcount == 1
            for statement in others:
                execute(statement, values)
            execute("COMMIT")

    def prepare(acts: int) -> Callable[[], object]:
        heard.clear()
        twin.runs(acts)()
        opened, acted = [one for one in heard if one[0] == "open"], [one for one in heard if one[0] == "act"]
        write(opened)
        return lambda: write(acted)

    return prepare


def _schema(name: str) -> str:
    """Make a schema on the server, and return the URL that leads to it."""
    import psycopg  # noqa: PLC0415 - an extra

    with psycopg.connect(server().url, autocommit=True) as connection:
        connection.execute(f"CREATE SCHEMA {name}".encode())
    return f"{server().url}&options=-csearch_path%3D{name}"


def against_pgbench(effort: Effort) -> Measured:
    """Measure acts at a desk, and `pgbench` with the same statement on rows like them."""
    office = Office.at(_schema("ours"))
    url = _schema("bare")
    _equal(url)
    acts = effort.size(500, 20)  # a server is slow at the first acts of a line, and each pgbench is a line of its own
    done = count()

    def one_round() -> tuple[float, float]:
        work = office.runs(acts)
        begun = perf_counter()
        work()
        ours = (perf_counter() - begun) / acts
        return ours, _pgbench(url, acts, next(done) * acts)

    one_round()
    measured = in_turn(one_round, effort)
    assert _records(url) == CASES + acts * next(done), "pgbench found rows that it did not change"
    return measured


def _records(url: str) -> int:
    import psycopg  # noqa: PLC0415 - an extra

    with psycopg.connect(url) as connection:
        return int(connection.execute("SELECT count(*) FROM sopkit_records").fetchall()[0][0])


def _equal(url: str) -> None:
    """Open cases, and let all hashes and times be what `pgbench` can reckon."""
    import psycopg  # noqa: PLC0415 - an extra

    office = Office.at(url)
    office.runs(CASES)
    office.desk.close()
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("UPDATE sopkit_cases SET since = no, head = lpad('0', 64, '0')")
        connection.execute("UPDATE sopkit_tasks SET since = no")
    known = {
        "no": ":no", "n": ":n", "seq": ":n", "at": ":at", "since": ":at", "since_before": ":before",
        "head": "lpad(:old, 64, '0')", "hash": "lpad(:new, 64, '0')", "place": "concat('langkah-', :at % 10)",
        "actors": "'[\"petugas\"]'", "actors_before": "'[\"petugas\"]'", "kind": "'completed'", "state": "'open'",
        "step": "'langkah-1'", "outcome": "'lanjut'", "to": "'langkah-2'", "actor": "'petugas'", "by": "'petugas-1'",
        "salts": f"'{' '.join(['a' * 32] * 3)}'", "marks": "'- - -'",
    }  # fmt: skip
    (statement,) = queries("postgres")["act"]
    reckoned = (
        f"\\set done :done + 1\n\\set no 1 + :done % {CASES}\n\\set n 1 + :done / {CASES}\n\\set new :n\n"
        f"\\set old :n - 1\n\\set at {CASES} + 1 + :done\n\\set before 1 + :done\n"
    )
    asked = re.sub(r"(?<![:\w]):([a-z]\w*)", lambda found: known.get(found[1], "NULL"), statement)
    (folder() / "act.sql").write_text(f"{reckoned}{asked};\n", encoding="utf-8")


def _pgbench(url: str, acts: int, done: int) -> float:
    """Return the seconds that one of so many statements takes."""
    words = ["-n", "-c", "1", "-M", "prepared", "-t", str(acts), "-D", f"done={done - 1}", "-f", folder() / "act.sql"]
    told = subprocess.run(
        [server().programs / "pgbench", *map(str, words), url], capture_output=True, text=True, check=True
    )
    assert f"processed: {acts}/{acts}" in told.stdout, told.stdout + told.stderr
    return float(re.findall(r"latency average = ([\d.]+) ms", told.stdout)[0]) / 1_000


def of_clients(effort: Effort) -> Measured:
    """Measure acts of 16 processes on cases of their own, and of one; both by the second."""
    url, seconds = _schema("clients"), effort.size(20, 2) / 10
    Office.at(url).desk.close()
    names = count()
    fork = multiprocessing.get_context("fork")

    def rate(clients: int) -> float:
        barrier, told = fork.Barrier(clients), fork.SimpleQueue()
        number = next(names)

        def client(place: int) -> None:
            office = Office.at(url, cases=20, name=f"{number}-{place}-")
            office.runs(20)()  # its cases are open then: openings wait for each other, acts on different cases do not
            begun = office.done
            barrier.wait(60)
            until = time.monotonic() + seconds
            while time.monotonic() < until:
                office.runs(5)()
            told.put(office.done - begun)

        running = [fork.Process(target=client, args=(place,)) for place in range(clients)]
        for one in running:
            one.start()
        acts = sum(told.get() for _ in running)
        for one in running:
            one.join()
        return seconds / acts

    return in_turn(lambda: (rate(CLIENTS), rate(1)), attrs.evolve(effort, rounds=3))


ROWS = (
    Row(
        name="desk-sqlite",
        work="a durable act at a desk, SQLite",
        against="its rows by bare sqlite3",
        goal=0.7,
        unit="of its rate",
        measure=lasting(_acts, bare),
    ),
    Row(
        name="desk-sync",
        work="rows of an act, bare, unsynced",
        against="synced at each act",
        goal=1,
        unit="times its rate",
        measure=lasting(partial(bare, syncs=False), bare),
    ),
    Row(
        name="desk-postgres",
        work="a durable act at a desk, PostgreSQL",
        against="pgbench, same statement",
        goal=0.5,
        unit="of its rate",
        measure=against_pgbench,
    ),
    Row(
        name="desk-clients",
        work="acts of 16 clients, PostgreSQL",
        against="of one client",
        goal=1.5,
        unit="times its rate",
        measure=of_clients,
    ),
)
