"""
Writers that are killed at random moments → a store in which everything acknowledged stands, once.

Four processes act on cases of their own and on shared ones. Each writes down what it is about to do, does it, and
writes an acknowledgement that is synced to the disk. They are killed (-9), each at a moment of its own; then the store
is opened again, held against the acknowledgements, and verified, also against the checkpoint taken before. Who comes
after a killed writer does once more, under the same key, what that one left unacknowledged, as a host would.
On PostgreSQL the server too is made to crash while they write.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import signal
import sqlite3
import sys
import tempfile
import time
import traceback
from collections import Counter
from contextlib import closing
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import psycopg

import sopkit
from proof.office import PEOPLE, WAYS, letter
from proof.server import WAYS as CRASHES
from proof.server import Server, postgres
from sopkit.errors import NoSuchCase, Refusal, StaleCase, StoreUnreachable

if TYPE_CHECKING:
    from collections.abc import Callable

    from sopkit.desk import Desk

_Result = TypeVar("_Result")

WRITERS = 4
SHARED = 4  # cases that all of them act on
KILLS = 200  # after which a new store is taken, so that looking through it stays short
LIFE = 0.25  # seconds that a writer lives at most
_ASKED = """SELECT c.id, r.n, r.kind, r.seq, r.reason, r.more
FROM sopkit_records r JOIN sopkit_cases c ON c.no = r.no ORDER BY c.no, r.n"""


class Store:
    """One store, and what its writers have said of it."""

    def __init__(self, url: str, folder: Path) -> None:
        self.url = url
        self.folder = folder
        self.checkpoint: dict[str, Any] | None = None
        folder.mkdir()
        with sopkit.open_desk(url) as desk:
            desk.publish(letter())
            for n in range(SHARED):
                desk.open("surat", f"bersama-{n}", by=PEOPLE[0])

    def said(self, kind: str) -> list[dict[str, Any]]:
        """Return the lines that all writers wrote of one kind; the kill may have cut off the end of the last."""
        texts = [file.read_text(encoding="utf-8") for file in sorted(self.folder.glob(f"*.{kind}"))]
        return [json.loads(line) for text in texts for line in text.splitlines(keepends=True) if line.endswith("\n")]

    def records(self) -> list[tuple[Any, ...]]:
        """Return all records by plain SQL, from a database that calls itself sound."""
        if not self.url.startswith("sqlite"):
            with psycopg.connect(self.url) as connection:
                return connection.execute(_ASKED).fetchall()
        with closing(sqlite3.connect(self.url.removeprefix("sqlite:///"))) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
            return connection.execute(_ASKED).fetchall()


def write(store: Store, writer: int, life: str) -> None:
    """Act until killed."""
    draw = random.Random(life)  # noqa: S311 - nothing secret
    said = store.folder / f"{writer}"
    left = _left(said)
    with (
        _patiently(lambda: sopkit.open_desk(store.url)) as desk,
        said.with_suffix(".wanted").open("a", encoding="utf-8") as wanted,
        said.with_suffix(".done").open("a", encoding="utf-8") as done,
    ):
        for n in count():
            act = left if left is not None and n == 0 else _drawn(desk, draw, f"{life}.{n}", life)
            wanted.write(json.dumps(act) + "\n")
            wanted.flush()
            case = _acted(desk, act)
            answer = {"mark": act["mark"], "case": act["case"], "seq": None if case is None else case.last.seq}
            done.write(json.dumps(answer) + "\n")
            done.flush()
            os.fsync(done.fileno())


def _patiently(work: Callable[[], _Result]) -> _Result:
    """Do it, and again where the server was away: one that crashes is there again soon."""
    for _ in range(100):
        try:
            return work()
        except StoreUnreachable:
            time.sleep(0.1)
    msg = "the server does not come back"
    raise RuntimeError(msg)


def _left(said: Path) -> dict[str, Any] | None:
    """Return what the writer before was about to do and did not acknowledge; mend the ends that its kill left."""
    last: list[dict[str, Any] | None] = []
    for file in (said.with_suffix(".wanted"), said.with_suffix(".done")):
        text = file.read_text(encoding="utf-8") if file.exists() else ""
        whole = text[: text.rfind("\n") + 1]
        if whole != text:
            file.write_text(whole, encoding="utf-8")
        last.append(json.loads(whole.splitlines()[-1]) if whole else None)
    wanted, done = last
    return wanted if wanted is not None and (done is None or done["mark"] != wanted["mark"]) else None


def _drawn(desk: Desk, draw: random.Random, mark: str, life: str) -> dict[str, Any]:
    """Return something to do: on a case of this life, or on one that all act on."""
    act: dict[str, Any] = {"mark": mark, "person": draw.randrange(len(PEOPLE)), "verb": "note"}
    act["case"] = f"sendiri-{life}" if draw.random() < 0.6 else f"bersama-{draw.randrange(SHARED)}"
    try:
        case = _patiently(lambda: desk.case(act["case"]))
    except NoSuchCase:
        return act | {"verb": "open"}
    if draw.random() < 0.8:
        [step] = case.open_steps
        return act | {"verb": "complete", "step": step, "outcome": draw.choice(WAYS[step])}
    return act


def _acted(desk: Desk, act: dict[str, Any]) -> sopkit.Case | None:
    """Do it, again where the server was away; None if it was refused."""
    try:
        return _patiently(lambda: _tried(desk, act))
    except (Refusal, StaleCase):
        return None


def _tried(desk: Desk, act: dict[str, Any]) -> sopkit.Case | None:
    by, mark, case = PEOPLE[act["person"]], act["mark"], act["case"]
    match act["verb"]:
        case "open":
            return desk.open("surat", case, by=by, title=mark, key=mark)
        case "complete":
            return desk.complete(case, act["step"], act["outcome"], by=by, reason=mark, key=mark)
    return desk.note(case, mark, by=by, key=mark)


def born(store: Store, writer: int, life: str) -> int:
    """Return the id of a new process that writes; it ends by being killed, or tells what went wrong."""
    if child := os.fork():
        return child
    try:
        write(store, writer, life)
    except BaseException:
        (store.folder / f"{writer}.trouble").write_text(traceback.format_exc(), encoding="utf-8")
    finally:
        os._exit(1)


def one_round(store: Store, number: int, server: Server | None, way: str | None) -> None:
    """Let writers write until each is killed at a moment of its own; let the server crash meanwhile, if it should."""
    draw = random.Random(number)  # noqa: S311 - nothing secret
    children = [born(store, writer, f"{number}-{writer}") for writer in range(WRITERS)]
    if server is not None and way is not None:
        time.sleep(draw.uniform(0.1, 0.3))
        server.crash(way)
        time.sleep(0.3)
    begun = time.monotonic()
    for moment, child in sorted((draw.uniform(0, LIFE), child) for child in children):
        time.sleep(max(0, begun + moment - time.monotonic()))
        os.kill(child, signal.SIGKILL)
    for child in children:
        _, status = os.waitpid(child, 0)
        if not os.WIFSIGNALED(status):
            raise AssertionError("\n".join(file.read_text() for file in store.folder.glob("*.trouble")))
    while server is not None and server.clients():
        time.sleep(0.01)  # the server may still be doing what a killed client asked for


def compared(store: Store) -> Counter[str]:
    """Open the store again and hold it against what was acknowledged; raise where they differ, count where not."""
    with sopkit.open_desk(store.url) as desk:
        found = desk.verify(store.checkpoint)
        assert found.is_whole, found
        store.checkpoint = desk.checkpoint()
    kept: dict[str, tuple[str, int]] = {}
    for case, _, kind, seq, reason, more in store.records():
        mark = json.loads(more)["title"] if kind == "opened" else reason
        assert mark not in kept, f"{mark} stands twice"
        if mark:
            kept[mark] = case, seq
    wanted = {act["mark"] for act in store.said("wanted")}
    answers = store.said("done")
    done = {answer["mark"]: (answer["case"], answer["seq"]) for answer in answers if answer["seq"] is not None}
    refused = {answer["mark"] for answer in answers} - set(done)
    for mark, place in done.items():
        assert kept.get(mark) == place, f"{mark} was acknowledged at {place}, and stands at {kept.get(mark)}"
    extra = set(kept) - set(done)
    assert extra <= wanted - refused, f"nobody asked for {extra - wanted}, or it was refused: {extra & refused}"
    per_life = Counter(mark.partition(".")[0] for mark in extra)
    assert max(per_life.values(), default=0) <= 1, f"more than one without acknowledgement: {per_life}"
    return Counter(acknowledged=len(done), refused=len(refused), unacknowledged=len(extra), records=found.records)


def soak(kills: int, crashes: int, start: int, server: Server | None) -> Counter[str]:
    """Kill so many writers, and return what was counted."""
    told: Counter[str] = Counter()
    folder = Path(tempfile.mkdtemp(prefix="sopkit-soak-"))
    rounds = -(-kills // WRITERS)
    of_crashes = {rounds * n // crashes: CRASHES[n % len(CRASHES)] for n in range(crashes)}
    try:
        for first in range(0, rounds, KILLS // WRITERS):
            store = Store(_new_store(folder, first, server), folder / f"{first}")
            for number in range(first, min(rounds, first + KILLS // WRITERS)):
                one_round(store, start * 1_000_000 + number, server, of_crashes.get(number))
                told["kills"] += WRITERS
                told["crashes"] += number in of_crashes
                last = compared(store)
                told["kept without acknowledgement"] += last.pop(
                    "unacknowledged"
                )  # until whoever follows does it again
            told += last
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return told


def _new_store(folder: Path, number: int, server: Server | None) -> str:
    if server is None:
        return f"sqlite:///{folder}/{number}.db"
    with psycopg.connect(server.url, autocommit=True) as connection:
        connection.execute(f"CREATE SCHEMA soak_{number}".encode())
    return f"{server.url}&options=-csearch_path%3Dsoak_{number}"


def main() -> int:
    """Run it and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--store", choices=("sqlite", "postgres"), default="sqlite")
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--crashes", type=int, default=0, help="of the server, PostgreSQL only")
    parser.add_argument("--seed", type=int, default=1)
    wanted = parser.parse_args()
    begun = time.perf_counter()
    if wanted.store == "sqlite":
        told = soak(wanted.kills, 0, wanted.seed, None)
    else:
        with postgres() as server:
            told = soak(wanted.kills, wanted.crashes, wanted.seed, server)
    lost = {"lost": 0, "twice": 0, "troubles": 0}
    print(json.dumps({"store": wanted.store, **told, **lost, "seconds": round(time.perf_counter() - begun)}, indent=2))
    return 0


if __name__ == "__main__":
    sys.exit(main())
