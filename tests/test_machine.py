"""The one door to `transitions`; each trap of that library that sopkit walks around is a test here."""

from __future__ import annotations

import json
import logging

import pytest
from hypothesis import given
from transitions import Machine, MachineError

import sopkit
from sopkit.machine import moves
from sopkit.testing import sops


class Letter:
    """A model of a host's own."""


@given(sops())
def test_the_machine_answers_what_the_file_says(sop):
    assert moves(sop) == {step.id: dict(sop.ways(step)) for step in sop.steps}


def test_states_are_step_and_end_ids_and_triggers_are_outcome_ids(recommendation_letter):
    machine = sopkit.build_machine(recommendation_letter)
    assert type(machine) is Machine
    assert list(machine.states) == [step.id for step in recommendation_letter.steps] + ["end"]
    assert set(machine.events) == {"done", "sesuai", "tidak-sesuai"}
    assert machine.models == []


def test_a_team_drives_its_own_model(recommendation_letter):
    letter = Letter()
    machine = sopkit.build_machine(recommendation_letter, letter)
    assert letter.state == "terima-berkas"
    for outcome in ("done", "tidak-sesuai", "done", "sesuai"):
        assert letter.trigger(outcome)
    assert letter.state == "tinjau-lokasi"
    with pytest.raises(MachineError):
        letter.trigger("sesuai")
    assert machine.models == [letter]


def test_no_trigger_jumps_to_a_state(recommendation_letter):
    letter = Letter()
    sopkit.build_machine(recommendation_letter, letter)
    assert not [name for name in dir(letter) if name.startswith("to_")]
    with pytest.raises(AttributeError):
        letter.trigger("to_end")


def definition(step="satu", outcome="ya", activity="x"):
    outcomes = [{"id": outcome, "label": "Ya", "to": "end"}, {"id": "tidak", "label": "Tidak", "to": step}]
    steps = [{"id": step, "activity": activity, "actor": "a", "outcomes": outcomes}]
    whole = {
        "sopkit": 1,
        "id": "s",
        "version": "1",
        "title": "x",
        "actors": [{"id": "a", "name": "A"}],
        "documents": [],
        "steps": steps,
    }
    return sopkit.loads(json.dumps(whole))


@pytest.mark.parametrize("outcome", ["trigger", "state", "next-state", "save"])
def test_an_outcome_that_clashes_with_the_model_is_refused_at_its_place(outcome, caplog):
    class Saved:
        def save(self):
            raise AssertionError

    if outcome == "next-state":
        model = Saved()
        setattr(model, "next-state", 1)
    else:
        model = Saved()
    caplog.set_level(logging.WARNING)
    with pytest.raises(sopkit.DefinitionError) as refused:
        sopkit.build_machine(definition(outcome=outcome), model)
    (problem,) = refused.value.problems
    assert (problem.rule, problem.pointer) == ("name-clash", "/steps/0/outcomes/0/id")
    assert problem.facts == {"id": outcome, "attribute": outcome}
    assert not caplog.records


def test_a_state_that_clashes_with_the_model_is_refused_at_its_place():
    model = Letter()
    model.is_satu = False
    with pytest.raises(sopkit.DefinitionError) as refused:
        sopkit.build_machine(definition(), model)
    assert [(p.rule, p.pointer) for p in refused.value.problems] == [("name-clash", "/steps/0/id")]
    assert refused.value.total == 1
    model = Letter()
    model.is_end = False
    sop = definition()
    made = sopkit.loads(sopkit.dumps(sop).replace('"steps"', '"ends": [{"id": "end", "name": "x"}], "steps"'))
    with pytest.raises(sopkit.DefinitionError):
        sopkit.build_machine(made, model)


def test_a_model_that_is_empty_is_driven_all_the_same():
    class Empty:
        def __len__(self):
            return 0

    model = Empty()
    sopkit.build_machine(definition(), model)
    assert model.state == "satu"


def test_a_model_with_a_trigger_of_its_own_or_without_room_is_refused():
    class Own:
        def trigger(self):
            raise AssertionError

    class Slotted:
        __slots__ = ()

    with pytest.raises(sopkit.DefinitionError):
        sopkit.build_machine(definition(), Own())
    with pytest.raises(TypeError, match="list takes none"):
        sopkit.build_machine(definition(), [Letter(), Letter()])
    with pytest.raises(TypeError, match="Slotted takes none"):
        sopkit.build_machine(definition(), Slotted())


def test_without_a_model_no_outcome_clashes():
    machine = sopkit.build_machine(definition(outcome="state"))
    assert "state" in machine.events
    assert machine.models == []


def test_two_clashes_are_told_at_once_and_one_machine_without_a_model_has_none():
    sop = definition(step="trigger", outcome="trigger")
    with pytest.raises(sopkit.DefinitionError):
        sopkit.build_machine(sop, Letter())
    assert "trigger" in sopkit.build_machine(sop).events


@pytest.mark.parametrize("text", ["os.system", "os.getcwd", "builtins.print", "sopkit.case.start"])
def test_no_text_of_a_definition_is_ever_a_callback(text, recommendation_letter):
    sop = definition(activity=text)
    machine = sopkit.build_machine(sop)
    for event in machine.events.values():
        for transitions in event.transitions.values():
            for transition in transitions:
                assert transition.conditions == transition.before == transition.after == transition.prepare == []
    for state in machine.states.values():
        assert state.on_enter == state.on_exit == []
    assert (
        machine.before_state_change
        == machine.after_state_change
        == machine.prepare_event
        == machine.finalize_event
        == []
    )


def test_the_machine_of_a_case_holds_no_case(recommendation_letter, now):
    cases = [sopkit.start(recommendation_letter, f"K-{n}", at=now) for n in range(10)]
    assert all(case._plan is cases[0]._plan for case in cases)


def test_a_machine_is_made_only_of_what_the_reader_would_take(recommendation_letter):
    import attrs

    broken = attrs.evolve(recommendation_letter, steps=recommendation_letter.steps[1:])
    with pytest.raises(sopkit.DefinitionError):
        sopkit.build_machine(broken)
    with pytest.raises(sopkit.DefinitionError):
        sopkit.build_machine(broken, Letter())


def test_a_clash_in_a_definition_made_by_hand_has_no_file(recommendation_letter):
    import attrs

    model = Letter()
    model.done = 1
    with pytest.raises(sopkit.DefinitionError) as refused:
        sopkit.build_machine(attrs.evolve(recommendation_letter, version="2"), model)
    assert refused.value.file == ""


def test_a_model_keeps_its_state_under_the_usual_name_unless_an_outcome_is_called_so(recommendation_letter):
    assert sopkit.build_machine(recommendation_letter).model_attribute == "state"
    assert sopkit.build_machine(recommendation_letter).send_event
    assert sopkit.build_machine(definition(outcome="state")).model_attribute != "state"


def test_a_model_that_has_a_trigger_of_its_own_clashes_with_the_machine_at_the_first_step():
    model = Letter()
    model.trigger = None
    with pytest.raises(sopkit.DefinitionError) as refused:
        sopkit.build_machine(definition(), model)
    (problem,) = refused.value.problems
    assert (problem.pointer, problem.step, problem.facts) == (
        "/steps/0",
        "satu",
        {"id": "satu", "attribute": "trigger"},
    )
