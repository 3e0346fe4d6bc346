"""
The reference SOP → the same walk on other people's engines, each in its own fastest honest way.

A peer that is not installed raises ModuleNotFoundError when it is asked for, not before.
Nothing is bent on purpose: each is used through its public names, with every option that costs time and that this SOP
has no need of switched off. Where its manual shows a slower way, a second row measures that.
"""

# ruff: noqa: PLC0415 - a peer is imported when it is measured, so that one that is missing costs one row

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

from bench.walks import EDGES, END, OUTCOMES, RETURNS, STEPS, Engine, against

if TYPE_CHECKING:
    from sismic.model import Statechart
    from SpiffWorkflow.specs import WorkflowSpec
    from SpiffWorkflow.workflow import Workflow

__all__ = ["ROWS", "bpmn_spec"]

DECISIONS = frozenset(source for _, source, _ in RETURNS)


def statemachine() -> Engine:
    """Return python-statemachine: one class, one instance a case, events called as methods (faster than `send`)."""
    from statemachine import State, StateMachine

    states = {step: State(initial=step == STEPS[0]) for step in STEPS} | {END: State(final=True)}
    body: dict[str, Any] = {step.replace("-", "_"): state for step, state in states.items()}
    for outcome, source, target in EDGES:
        event = outcome.replace("-", "_")
        edge = states[source].to(states[target])
        body[event] = body[event] | edge if event in body else edge
    kind = type("Recommendation", (StateMachine,), body)
    names = tuple(outcome.replace("-", "_") for outcome in OUTCOMES)

    def walk(machine: Any) -> Any:
        for name in names:
            getattr(machine, name)()
        return machine

    return Engine(open=kind, walk=walk, is_ended=lambda machine: machine.is_terminated).proved()


def _statechart() -> Statechart:
    from sismic.model import BasicState, CompoundState, FinalState, Statechart, Transition

    chart = Statechart("recommendation")
    chart.add_state(CompoundState("root", initial=STEPS[0]), None)
    for step in STEPS:
        chart.add_state(BasicState(step), "root")
    chart.add_state(FinalState(END), "root")
    for outcome, source, target in EDGES:
        chart.add_transition(Transition(source, target, event=outcome))
    chart.validate()
    return chart


def sismic() -> Engine:
    """Return sismic without contract checking (the chart has no contracts), one macro step an event."""
    from sismic.interpreter import Interpreter

    chart = _statechart()

    def opened() -> Interpreter:
        interpreter = Interpreter(chart, ignore_contract=True)
        interpreter.execute_once()
        return interpreter

    def walk(interpreter: Interpreter) -> Interpreter:
        for outcome in OUTCOMES:
            interpreter.queue(outcome).execute_once()
        return interpreter

    return Engine(open=opened, walk=walk, is_ended=lambda interpreter: interpreter.final).proved()


def sismic_usual() -> Engine:
    """Return sismic as its manual shows it: the default interpreter, `queue` and `execute`."""
    from sismic.interpreter import Interpreter

    chart = _statechart()

    def opened() -> Interpreter:
        interpreter = Interpreter(chart)
        interpreter.execute()
        return interpreter

    def walk(interpreter: Interpreter) -> Interpreter:
        for outcome in OUTCOMES:
            interpreter.queue(outcome).execute()
        return interpreter

    return Engine(open=opened, walk=walk, is_ended=lambda interpreter: interpreter.final).proved()


def _spiff_spec() -> WorkflowSpec:
    """
    Return the SOP in SpiffWorkflow's own task specs: a choice is the decision step itself, so a step is one task.

    The last step is called "End", the name by which a workflow knows at once that it is complete.
    """
    from SpiffWorkflow.operators import Attrib, Equal
    from SpiffWorkflow.specs import ExclusiveChoice, Simple, WorkflowSpec

    spec = WorkflowSpec("recommendation", addstart=True)
    names = {step: "End" if step == STEPS[-1] else step for step in STEPS}
    tasks = {
        step: (ExclusiveChoice if step in DECISIONS else Simple)(spec, name, manual=True)
        for step, name in names.items()
    }
    spec.start.connect(tasks[STEPS[0]])
    for outcome, source, target in RETURNS:
        tasks[source].connect_if(Equal(Attrib("outcome"), outcome), tasks[target])
    for source, target in pairwise(STEPS):
        tasks[source].connect(tasks[target])
    return spec


def spiff() -> Engine:
    """Return SpiffWorkflow in memory without BPMN: each task runs, its child is the next, nothing is searched for."""
    from SpiffWorkflow.workflow import Workflow

    spec = _spiff_spec()

    def opened() -> Workflow:
        workflow = Workflow(spec)
        workflow.run_next()
        return workflow

    def walk(workflow: Workflow) -> Workflow:
        task = workflow.last_task
        for outcome in OUTCOMES:
            task = task.children[0]
            task.data["outcome"] = outcome
            task.run()
        return workflow

    return Engine(open=opened, walk=walk, is_ended=lambda workflow: workflow.is_completed()).proved()


def _bpmn() -> bytes:
    """Return the SOP as BPMN: manual tasks, and after each decision an exclusive gateway that reads the outcome."""
    nodes = ['<startEvent id="start"/>', f'<endEvent id="{END}"/>', *(f'<manualTask id="{step}"/>' for step in STEPS)]
    nodes += [
        f'<exclusiveGateway id="choice-{step}" default="from-choice-{step}"/>' for step in STEPS if step in DECISIONS
    ]
    flows = [("start", STEPS[0], ""), *((step, f"choice-{step}", "") for step in STEPS if step in DECISIONS)]
    for outcome, source, target in EDGES:
        is_return = (outcome, source, target) in RETURNS
        flows.append((f"choice-{source}" if source in DECISIONS else source, target, outcome if is_return else ""))
    for source, target, outcome in flows:
        condition = f"<conditionExpression>outcome == '{outcome}'</conditionExpression>" if outcome else ""
        name = f"from-{source}-back" if outcome else f"from-{source}"
        nodes.append(f'<sequenceFlow id="{name}" sourceRef="{source}" targetRef="{target}">{condition}</sequenceFlow>')
    model = "http://www.omg.org/spec/BPMN/20100524/MODEL"
    process = f'<process id="sop" isExecutable="true">{"".join(nodes)}</process>'
    return f'<definitions xmlns="{model}">{process}</definitions>'.encode()


def bpmn_spec() -> Any:
    """Return the SOP as SpiffWorkflow reads it from BPMN."""
    from lxml import etree
    from SpiffWorkflow.bpmn.parser.BpmnParser import BpmnParser

    parser = BpmnParser()
    parser.add_bpmn_xml(etree.fromstring(_bpmn()))
    return parser.get_spec("sop")


def spiff_usual() -> Engine:
    """Return SpiffWorkflow as its manual shows it: BPMN, the next ready manual task, `run`, `do_engine_steps`."""
    from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
    from SpiffWorkflow.util.task import TaskState

    spec = bpmn_spec()

    def opened() -> BpmnWorkflow:
        workflow = BpmnWorkflow(spec)
        workflow.do_engine_steps()
        return workflow

    def walk(workflow: BpmnWorkflow) -> BpmnWorkflow:
        for outcome in OUTCOMES:
            task = workflow.get_next_task(state=TaskState.READY, manual=True)
            task.data["outcome"] = outcome
            task.run()
            workflow.do_engine_steps()
        return workflow

    return Engine(open=opened, walk=walk, is_ended=lambda workflow: workflow.is_completed()).proved()


ROWS = (
    against("statemachine", "python-statemachine", 35, statemachine),
    against("sismic", "sismic, fastest way", 25, sismic),
    against("sismic-usual", "sismic, as its manual shows", 25, sismic_usual),
    against("spiff", "SpiffWorkflow, fastest way (no BPMN)", 60, spiff),
    against("spiff-usual", "SpiffWorkflow, BPMN in memory", 60, spiff_usual),
)
