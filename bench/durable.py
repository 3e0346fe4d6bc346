"""
The reference SOP → a durable act at a desk, against engines of other people that keep their state in SQLite too.

SpiffWorkflow is given the settings of our store and one row a case. Its state is a text of the whole workflow: it is
loaded, the task is run and it is saved, as any app with more than one process must; or the workflow is kept in memory,
where nobody else may act on it, and only saved. It keeps no journal and no inbox, and asks nobody's rights.

A desk may remember its cases, whoever else acts on them, for an act takes place only where the case still stands as
remembered. So one row has it do so; in `desk-spiff-loaded` either side loads the case for every act, which is what an
act costs that comes to a server for the first time. DBOS runs a step that does nothing, in a workflow of many, with its
own settings; what it writes is the step's result.

All of them wait for the same disk once an act, and so the ratio is near one on a slow disk, whoever reckons how fast.
How many times faster the rows of an act are written by bare `sqlite3` is what no desk can reach: two rows tell it, and
`desk-sync` what part of that is the disk's. With `TMPDIR` on a disk in memory the table shows what is left besides.
"""

# ruff: noqa: PLC0415 - a peer is imported when it is measured, so that one that is missing costs one row

from __future__ import annotations

import atexit
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs

import sopkit
from bench.desk import CASES, Office, bare, folder, lasting, settled
from bench.peers import bpmn_spec
from bench.rounds import Row
from bench.walks import ACTS, OUTCOMES

if TYPE_CHECKING:
    from collections.abc import Callable

    from bench.rounds import Build, Effort, Prepare

__all__ = ["ROWS"]

_SAVE = "UPDATE cases SET workflow = ? WHERE id = ?"


def _acts(name: str, *, loads: bool = False) -> Build:
    def build(_: Effort) -> Prepare:
        script = [(step, outcome, sopkit.Person(person, actors={actor})) for step, outcome, person, actor in ACTS]
        return Office.of(f"sqlite:///{folder()}/{name}.db", sopkit.reference(), script, loads=loads).runs

    return build


def _spiff(*, loads: bool) -> Build:
    """Return acts on a hundred workflows in turn, each saved after every act; at their end new ones are begun."""

    def build(_: Effort) -> Prepare:
        from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer
        from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
        from SpiffWorkflow.util.task import TaskState

        spec, serializer = bpmn_spec(), BpmnWorkflowSerializer()
        connection = settled(Path(tempfile.mkdtemp(dir=folder())) / "spiff.db")
        connection.execute("CREATE TABLE cases (id INTEGER PRIMARY KEY, workflow TEXT NOT NULL)")
        alive: dict[int, Any] = {}
        done = 0

        def begin(case: int) -> None:
            alive[case] = BpmnWorkflow(spec)
            alive[case].do_engine_steps()
            values = case, serializer.serialize_json(alive[case])
            connection.execute("INSERT INTO cases (id, workflow) VALUES (?, ?)", values)

        def act(case: int, outcome: str) -> None:
            workflow = alive[case]
            if loads:
                [(text,)] = connection.execute("SELECT workflow FROM cases WHERE id = ?", (case,)).fetchall()
                workflow = serializer.deserialize_json(text)
            task = workflow.get_next_task(state=TaskState.READY, manual=True)
            task.data["outcome"] = outcome
            task.run()
            workflow.do_engine_steps()
            connection.execute("BEGIN IMMEDIATE")
            connection.execute(_SAVE, (serializer.serialize_json(workflow), case))
            connection.execute("COMMIT")

        def prepare(count: int) -> Callable[[], object]:
            nonlocal done
            todo = []
            for number in range(done, done + count):
                lap, place = divmod(number, CASES)
                before, step = divmod(lap, len(OUTCOMES))
                case = before * CASES + place
                if step == 0:
                    begin(case)
                todo.append((case, OUTCOMES[step]))
            done += count
            return lambda: [act(*one) for one in todo]

        return prepare

    return build


def _dbos(_: Effort) -> Prepare:
    """Return steps of one workflow; whatever DBOS does beside is over before the next round."""
    from dbos import DBOS

    database = f"sqlite:///{tempfile.mkdtemp(dir=folder())}/dbos.db"
    DBOS(config={"name": "bench", "system_database_url": database, "log_level": "ERROR", "run_admin_server": False})

    @DBOS.step()
    def step(number: int) -> int:
        return number

    @DBOS.workflow()
    def work(count: int) -> None:
        for number in range(count):
            step(number)

    DBOS.launch()
    atexit.register(DBOS.destroy)
    return lambda count: lambda: work(count)


def _row(name: str, against: str, goal: float, theirs: Build, *, loads: bool = False) -> Row:
    return Row(
        name=name,
        work="the same, the case loaded for it" if loads else "a durable act at a desk, SQLite",
        against=against,
        goal=goal,
        unit="times faster",
        measure=lasting(_acts(name, loads=loads), theirs),
    )


def _ceiling(row: Row, theirs: Build) -> Row:
    return attrs.evolve(row, name=f"{row.name}-ceiling", work="its rows by bare sqlite3", measure=lasting(bare, theirs))


_SPIFF = _row("desk-spiff", "SpiffWorkflow, loaded and saved", 20, _spiff(loads=True))
_DBOS = _row("desk-dbos", "DBOS, a step", 30, _dbos)

ROWS = (
    _SPIFF,
    _row("desk-spiff-loaded", "SpiffWorkflow, loaded and saved", 20, _spiff(loads=True), loads=True),
    _row("desk-spiff-memory", "SpiffWorkflow in memory, saved", 20, _spiff(loads=False)),
    _DBOS,
    _ceiling(_SPIFF, _spiff(loads=True)),
    _ceiling(_DBOS, _dbos),
)
