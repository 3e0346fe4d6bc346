"""
The reference SOP, and one of 1,000 steps → the ways through them, on sopkit and on other people's graph tools.

What both sides find is compared before anything is timed. A simple path visits no state twice, so it takes no return:
the simple paths of an SOP as it is are our `paths` without returns. Where a return may be taken once, xstate gets a
machine that counts returns in its context; then no state comes twice, and its simple paths are our paths again.
Its test model takes every transition as `covering_paths` does, but its walks stop where the last one leads, at whatever
step; ours come to an end, and may be no more than its.

xstate runs in a node that is warm before the clock starts. Its garbage is collected when it likes: a node that is told
to do that forgets what it compiled. Both sides are timed by the wall; one question and its answer, about a thousandth
of a round, count as theirs.
"""

from __future__ import annotations

import atexit
import json
import shutil
import subprocess
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any

import attrs

import sopkit
from bench.rounds import Row, repeated, timed
from bench.samples import forked
from sopkit.plan import plan_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import TypeAlias

    from bench.rounds import Build, Effort, Prepare

    Found: TypeAlias = set[tuple[str, ...]]

__all__ = ["ROWS", "XSTATE"]

NODE = Path(__file__).with_name("node")
XSTATE = NODE / "node_modules" / "xstate"
WARM = 2.0
"""Seconds that node works before it is measured: its code is compiled while it runs."""


@attrs.frozen
class Node:
    """A node that was told an SOP, and finds ways in it."""

    process: subprocess.Popen[str]

    @classmethod
    def told(cls, sop: sopkit.Sop) -> Node:
        """Start one; ModuleNotFoundError if node or xstate is not there."""
        node = shutil.which("node")
        if not (node and XSTATE.is_dir()):
            what = "xstate is" if node else "node, in which xstate runs, is"
            msg = f"{what} not installed"
            raise ModuleNotFoundError(msg, name="xstate")
        command = [node, str(NODE / "graphs.mjs")]
        process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1)
        atexit.register(process.kill)
        this, plan = cls(process), plan_of(sop)
        acts = [
            {"step": act.step, "outcome": act.outcome, "to": act.to, "isUpward": act.is_upward} for act in plan.acts
        ]
        this._say(first=plan.first, ends=[end.id for end in sop.ends], acts=acts)
        return this

    def found(self, what: str) -> Found:
        """Return the outcomes of each way that is found."""
        return {tuple(way) for way in self._asked(find=what, times=1, tell=True)}

    def finding(self, what: str, effort: Effort) -> Prepare:
        """Warm up, and return findings."""
        begin = perf_counter()
        while perf_counter() - begin < (0 if effort.quick else WARM):
            self._asked(find=what, times=10)

        return lambda count: lambda: self._asked(find=what, times=count)

    def _asked(self, **question: Any) -> Any:
        self._say(**question)
        answer = self.process.stdout.readline() if self.process.stdout else ""
        if not answer:
            msg = "node ended"
            raise RuntimeError(msg)
        return json.loads(answer)

    def _say(self, **words: Any) -> None:
        if self.process.stdin:
            self.process.stdin.write(json.dumps(words) + "\n")


def _outcomes(paths: Iterable[sopkit.Path]) -> Found:
    return {tuple(outcome for _, outcome in path) for path in paths}


def _steps(paths: Iterable[sopkit.Path]) -> Found:
    return {(*(step for step, _ in path), path.end) for path in paths}


def _proved(*, is_so: bool) -> None:
    if not is_so:
        msg = "the two sides do not find the same"
        raise RuntimeError(msg)


def _same(ours: Found, theirs: Found, _: sopkit.Sop) -> None:
    _proved(is_so=ours == theirs)


def _covering(ours: Found, theirs: Found, sop: sopkit.Sop) -> None:
    """Hold that both take every act, and ours do with no more walks; from the first step, outcomes tell a walk."""
    plan = plan_of(sop)

    def taken(ways: Found) -> set[object]:
        acts = set()
        for way in ways:
            here = plan.first
            for outcome in way:
                act = plan.stops[here].acts[outcome]
                acts.add(act)
                here = act.to
        return acts

    _proved(is_so=taken(ours) == taken(theirs) == set(plan.acts) and len(ours) <= len(theirs))


def _xstate(
    name: str,
    work: str,
    against: str,
    goal: float,
    *,
    ours: Callable[[sopkit.Sop], Iterable[sopkit.Path]],
    held: Callable[[Found, Found, sopkit.Sop], None] = _same,
) -> Row:
    """Return the row in which sopkit and xstate find ways in the reference; node calls what it finds by the name."""
    sop = sopkit.reference()

    def theirs(effort: Effort) -> Prepare:
        node = Node.told(sop)
        held(_outcomes(ours(sop)), node.found(name), sop)
        return node.finding(name, effort)

    return Row(
        name=f"xstate-{name}",
        work=work,
        against=against,
        goal=goal,
        unit="times faster",
        measure=timed(lambda _: repeated(lambda: list(ours(sop))), theirs, clock=perf_counter),
    )


def _forked(effort: Effort) -> sopkit.Sop:
    return sopkit.loads(forked(effort.size(1_000, 60)))


def _ours(found: Callable[[sopkit.Sop], Iterable[sopkit.Path]]) -> Build:
    def build(effort: Effort) -> Prepare:
        sop = _forked(effort)
        return repeated(lambda: list(found(sop)))

    return build


def _networkx(effort: Effort) -> Prepare:
    import networkx as nx  # noqa: PLC0415 - a peer is imported when it is measured

    sop = _forked(effort)
    plan, [end] = plan_of(sop), sop.ends
    graph = nx.DiGraph((act.step, act.to) for act in plan.acts)
    theirs = {tuple(way) for way in nx.all_simple_paths(graph, plan.first, end.id)}
    _proved(is_so=_steps(sopkit.paths(sop)) == theirs)
    taken = {move for path in sopkit.paths(sop) for move in path}
    _proved(is_so={move for path in sopkit.covering_paths(sop, returns=0) for move in path} == taken)
    return repeated(lambda: list(nx.all_simple_paths(graph, plan.first, end.id)))


ROWS = (
    _xstate("paths", "paths of the reference, no return: 1", "xstate getSimplePaths, the same", 3, ours=sopkit.paths),
    _xstate(
        "returns",
        "paths of it, each return once: 25",
        "xstate getSimplePaths, returns counted, the same",
        40,
        ours=lambda sop: sopkit.paths(sop, returns=1),
    ),
    _xstate(
        "covering",
        "covering_paths of it: 4, each to an end",
        "xstate TestModel, shortest, no fewer, no end",
        1,
        ours=sopkit.covering_paths,
        held=_covering,
    ),
    Row(
        name="networkx-paths",
        work="paths of 1,000 steps, six forks: 64",
        against="networkx all_simple_paths, the same",
        goal=8,
        unit="times faster",
        measure=timed(_ours(sopkit.paths), _networkx),
    ),
    Row(
        name="networkx-covering",
        work="covering_paths of those, no return",
        against="networkx all_simple_paths, to choose from",
        goal=30,
        unit="times faster",
        measure=timed(_ours(lambda sop: sopkit.covering_paths(sop, returns=0)), _networkx),
    ),
)
