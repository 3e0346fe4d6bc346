"""
Many processes that want the same step at the same moment → one of them has it, and all others are told.

A round is two races on a case of its own: for writing the letter, and for looking at it, which whoever wrote it must
not. Afterwards each process writes notes to a case of its own, all at once. No error may be anything but a refusal or a
`StaleCase`, also where 32 processes wait for one SQLite file.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import shutil
import statistics
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psycopg

import sopkit
from proof.office import letter
from proof.server import postgres
from sopkit.errors import Refusal, StaleCase

if TYPE_CHECKING:
    from collections.abc import Callable
    from multiprocessing.synchronize import Barrier

RACES = (("tulis", "done"), ("periksa", "baik"))
NOTES = 20
_FORK = multiprocessing.get_context("fork")


def race(url: str, racer: int, rounds: int, barrier: Barrier, folder: Path) -> None:
    """Take part in all races as one person, and write down what came of each and how many seconds it took."""
    me = sopkit.Person(f"petugas-{racer}", actors={"staf", "kabid"})
    told: list[tuple[str, float]] = []
    with sopkit.open_desk(url) as desk:

        def tried(act: Callable[[], object]) -> None:
            begun = time.perf_counter()
            try:
                act()
                what = "won"
            except (Refusal, StaleCase) as error:
                what = type(error).__name__
            except Exception as error:  # told at the end: the others wait at the barrier
                what = f"! {type(error).__name__}: {error}"
            told.append((what, time.perf_counter() - begun))

        for number in range(rounds):
            for seq, (step, outcome) in enumerate(RACES):
                seen = seq if number % 2 else None  # every other round names the place that was seen
                barrier.wait(600)
                tried(lambda: desk.complete(f"{number}", step, outcome, by=me, seq=seen))  # noqa: B023 - called at once
        barrier.wait(600)
        for _ in range(NOTES):
            tried(lambda: desk.note(f"sendiri-{racer}", "Sibuk", by=me))
    (folder / f"{racer}.json").write_text(json.dumps(told), encoding="utf-8")


def races(url: str, processes: int, rounds: int) -> dict[str, Any]:
    """Hold the races among so many processes, look at what came of them, and return the figures."""
    folder = Path(tempfile.mkdtemp(prefix="sopkit-races-"))
    try:
        with sopkit.open_desk(url) as desk:
            desk.publish(letter())
            for name in (*map(str, range(rounds)), *(f"sendiri-{racer}" for racer in range(processes))):
                desk.open("surat", name)
        barrier = _FORK.Barrier(processes)
        racers = [_FORK.Process(target=race, args=(url, n, rounds, barrier, folder)) for n in range(processes)]
        for one in racers:
            one.start()
        for one in racers:
            one.join()
        told = [json.loads((folder / f"{n}.json").read_text(encoding="utf-8")) for n in range(processes)]
    finally:
        shutil.rmtree(folder)
    looked_at(url, told, rounds)
    return figures(told, rounds)


def looked_at(url: str, told: list[list[tuple[str, float]]], rounds: int) -> None:
    """Raise if a race has not exactly one winner, if four eyes were two, or if an error has no type of ours."""
    wrong = Counter(what for one in told for what, _ in one if what.startswith("!"))
    assert not wrong, wrong
    assert all(what == "won" for one in told for what, _ in one[len(RACES) * rounds :])
    with sopkit.open_desk(url) as desk:
        assert desk.verify().is_whole
        for number in range(rounds):
            entries = desk.case(f"{number}").journal[1:]
            assert [(entry.step, entry.outcome) for entry in entries] == list(RACES), entries
            assert entries[0].by != entries[1].by, entries
            for place, entry in enumerate(entries, start=len(RACES) * number):
                winners = [f"petugas-{racer}" for racer, one in enumerate(told) if one[place][0] == "won"]
                assert winners == [entry.by], (winners, entry)


def figures(told: list[list[tuple[str, float]]], rounds: int) -> dict[str, Any]:
    """Return how many won and how others lost, and how long that took, in milliseconds."""
    raced = [answer for one in told for answer in one[: len(RACES) * rounds]]
    notes = [seconds for one in told for _, seconds in one[len(RACES) * rounds :]]
    won = [seconds for what, seconds in raced if what == "won"]
    lost = [seconds for what, seconds in raced if what != "won"]
    answers = Counter(what for what, _ in raced)
    return {
        "rounds": rounds,
        "answers": dict(sorted(answers.items())),
        "won": _spread(won),
        "lost": _spread(lost),
        "notes all at once": _spread(notes),
    }


def _spread(seconds: list[float]) -> dict[str, float]:
    ordered = sorted(seconds)
    at = {"median": statistics.median(ordered), "99 %": ordered[len(ordered) * 99 // 100], "longest": ordered[-1]}
    return {f"{name} ms": round(1_000 * value, 1) for name, value in at.items()}


def _all(store: str, wanted: argparse.Namespace, new: Callable[[str], str]) -> dict[str, Any]:
    return {f"{store}, {n} processes": races(new(f"races_{n}"), n, wanted.rounds) for n in wanted.processes}


def main() -> int:
    """Run it and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--store", choices=("sqlite", "postgres"), default="sqlite")
    parser.add_argument("--rounds", type=int, default=1_000)
    parser.add_argument("--processes", type=int, nargs="+", default=[2, 8, 32])
    wanted = parser.parse_args()
    begun = time.perf_counter()
    if wanted.store == "sqlite":
        with tempfile.TemporaryDirectory(prefix="sopkit-races-") as folder:
            told = _all("SQLite", wanted, lambda name: f"sqlite:///{folder}/{name}.db")
    else:
        with postgres() as server:

            def new(name: str) -> str:
                with psycopg.connect(server.url, autocommit=True) as connection:
                    connection.execute(f"CREATE SCHEMA {name}".encode())
                return f"{server.url}&options=-csearch_path%3D{name}"

            told = _all("PostgreSQL", wanted, new)
    print(json.dumps({**told, "seconds": round(time.perf_counter() - begun)}, indent=2))
    return 0


if __name__ == "__main__":
    sys.exit(main())
