"""
A million cases, ten thousand entries, a hundred thousand acts → what a desk takes then, against what it takes for few.

Inboxes are read from files of which one has a million open cases. These are copies of one case that a desk opened, made
by SQL with the places in the inbox that they would have; their records are not copied, and no page asks for them.
Memory is the most that a process of its own ever held; its disk does not sync, for a day would not be enough.
`python -m bench.many 1000000` tells the memory after a million acts.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sopkit
from bench.desk import Office, folder, settled
from bench.rounds import Measured, Row, repeated, timed
from bench.scale import PEOPLE, SMALL, Ring

if TYPE_CHECKING:
    from bench.rounds import Build, Effort, Prepare

__all__ = ["ROWS"]

ROOT = Path(__file__).parents[1]
PAGE = 50
FEW, MANY = 1_000, 1_000_000
ENTRIES = 10_000
ACTS = 100_000
MEMORY = 200 * 2**20
OPENED = 2_500_000_000_000_000
"""When the copied cases were opened, in microseconds, each a microsecond after the one before; later than now."""

_COPY = (
    """WITH RECURSIVE number (no) AS (VALUES (2) UNION ALL SELECT no + 1 FROM number WHERE no < :cases)
    INSERT INTO sopkit_cases (no, id, definition, title, data, state, place, since, opened, changed, seq, n, head, link,
      taken_by)
    SELECT number.no, 'K' || number.no, definition, title, data, state, place, :opened + number.no,
      :opened + number.no, :opened + number.no, seq, n, head, link, taken_by
    FROM number JOIN sopkit_cases c ON c.no = 1""",
    """INSERT INTO sopkit_tasks (actor, since, no)
    SELECT actor, :opened + c.no, c.no FROM sopkit_cases c JOIN sopkit_tasks t ON t.no = 1 WHERE c.no > 1""",
    "UPDATE sopkit_register SET count = :cases",
)
"""Statements of a desk's own tables; the first page of its inbox begins with the case that was opened in truth."""


def _full_of(cases: int) -> sopkit.Desk:
    """Return a desk with so many open cases; made at the first call."""
    path = folder() / f"{cases}.db"
    is_new = not path.exists()
    desk = sopkit.open_desk(f"sqlite:///{path}")
    if is_new:
        sop = Ring.of(SMALL, limited=False).sop
        desk.publish(sop)
        desk.open(sop.id, "K1")
        with closing(settled(path)) as connection:
            connection.execute("PRAGMA synchronous = OFF")
            for statement in _COPY:
                connection.execute(statement, {"cases": cases, "opened": OPENED})
    return desk


def _inbox(few: int, cases: int, page: int) -> Build:
    """Return readings of one page of the inbox at so many cases, or at few where it is to be quick."""

    def build(effort: Effort) -> Prepare:
        desk = _full_of(effort.size(cases, few))
        by = sopkit.Person("petugas-0", actors={"petugas"})
        before = min(page - 1, few // PAGE - 1 if effort.quick else page) * PAGE
        after = f"{OPENED + before}.{before}" if before else None
        assert len(desk.inbox(by=by, after=after, limit=PAGE)) == PAGE
        return repeated(lambda: desk.inbox(by=by, after=after, limit=PAGE))

    return build


def _acts(cases: int, first: int, last: int) -> Build:
    """Return acts on so many cases in turn, each with `first` entries before; after `last` there are new ones."""

    def build(effort: Effort) -> Prepare:
        ring = Ring.of(SMALL, limited=True)
        office = Office.of("sqlite://", ring.sop, ring.script(0, last), cases=cases)
        office.runs(cases * effort.size(first, min(first, 500)))()
        return office.runs

    return build


def held(acts: int) -> int:
    """Return the most memory that this process held, in bytes, after so many acts."""
    with tempfile.TemporaryDirectory(prefix="sopkit-bench-") as where:
        office = Office.at(f"sqlite:///{where}/acts.db")
        database: Any = office.desk._store._db
        with database._pool.taken() as connection:
            connection.execute("PRAGMA synchronous = OFF")
        for _ in range(0, acts, 1_000):
            office.runs(1_000)()
        office.desk.close()
    # not `getrusage`, which counts what the process that started this one held
    [peak] = [line for line in Path("/proc/self/status").read_text(encoding="utf-8").splitlines() if "VmHWM" in line]
    return int(peak.split()[1]) * 1_024


def of_memory(effort: Effort) -> Measured:
    """Measure the memory of acts in a process of their own, once."""
    words = [sys.executable, "-m", "bench.many", str(effort.size(ACTS, 1_000))]
    told = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=True)
    return Measured((float(told.stdout),), (float(MEMORY),))


ROWS = (
    Row(
        name="inbox",
        work="the first page of an inbox of 1,000,000",
        against="of an inbox of 1,000",
        goal=3,
        unit="times its time",
        at_most=True,
        measure=timed(_inbox(FEW, MANY, 1), _inbox(FEW, FEW, 1)),
    ),
    Row(
        name="inbox-later",
        work="its 10,000th page",
        against="the first, of an inbox of 1,000",
        goal=3,
        unit="times its time",
        at_most=True,
        measure=timed(_inbox(FEW, MANY, 10_000), _inbox(FEW, FEW, 1)),
    ),
    Row(
        name="desk-entries",
        work="an act at a desk on a case of 10,000 entries",
        against="of some 10",
        goal=1.25,
        unit="times its time",
        at_most=True,
        measure=timed(_acts(PEOPLE, ENTRIES, 3 * ENTRIES), _acts(100, 1, 20)),
    ),
    Row(
        name="desk-memory",
        work="100,000 acts at a desk",
        against="200 MiB",
        goal=1,
        unit="times its memory",
        at_most=True,
        measure=of_memory,
    ),
)


if __name__ == "__main__":
    print(held(int(sys.argv[1])))
