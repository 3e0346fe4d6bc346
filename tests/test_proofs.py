"""A share of the proofs that `make hostile`, `make differential` and `make census` print: the whole of it in CI, more at night."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import sopkit
from sopkit.testing import broken, faults, sops
from sopkit.testing.breakage import KINDS

ROOT = Path(__file__).parents[1]
SHARE = {"ci": 10, "nightly": 500}.get(os.environ.get("HYPOTHESIS_PROFILE", ""), 1)


def proof(name, **options):
    words = [word for key, value in options.items() for word in (f"--{key}", str(value)) if word]
    command = [sys.executable, "-m", f"proof.{name}", *words]
    environment = {key: value for key, value in os.environ.items() if not key.startswith("COVERAGE")}  # at full speed
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return json.loads(done.stdout)


@pytest.mark.parametrize("part", [1, 2, 3, 4])
@pytest.mark.parametrize("kind", ["single", "random"])
def test_whatever_a_file_holds_is_read_or_named_and_nothing_else_happens(kind, part):
    count = 500 * SHARE
    told = proof("hostile", **{"single": 0, "random": 0, kind: count}, seed=part)
    assert told["named"] + told["read"] == count
    assert (told["wrong"], told["asked of the system"]) == ({}, [])
    assert told["named"] > 0.9 * count


PLANTS = {
    "slow": "time.sleep(2.1)",
    "open": "open(os.devnull).close()",
    "socket.": "socket.socket().close()",
    "import": "import colorsys",
    "compile": "compile('1', '', 'eval')",
    "exec": "exec(CODE)",
    "os.system": "os.system('true')",
    "os.listdir": "os.listdir('.')",
    "subprocess.Popen": "subprocess.run(['true'])",
    "MemoryError": "raise MemoryError",
    "RecursionError": "raise RecursionError",
    "KeyError": "raise KeyError(1)",
    '"MiB more": 3': "b'x' * (350 << 20)",
}


@pytest.mark.parametrize("told", PLANTS)
def test_what_must_not_happen_is_seen_when_it_does(told):
    """Reading is replaced by one that once does what it may not; the proof must fail, and say what was done."""
    planted = f"""
import os, socket, subprocess, sys, time
import proof.hostile, sopkit

read, times, CODE = sopkit.loads, [], compile("1", "", "exec")

def loads(*given):
    times.append(1)
    if len(times) == 330:
        {PLANTS[told]}
    return read(*given)

sopkit.loads = loads
sys.argv = ["hostile", "--single", "0", "--random", "340"]
sys.exit(proof.hostile.main())
"""
    done = subprocess.run([sys.executable, "-c", planted], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (1, "")
    answer = json.loads(done.stdout)
    assert told in done.stdout, done.stdout
    assert bool(answer["wrong"]) + bool(answer["asked of the system"]) + (answer["MiB more"] > 256) == 1


@pytest.mark.parametrize("part", [1, 2, 3, 4])
def test_a_case_and_a_stock_machine_answer_alike(part):
    told = proof("differential", acts=1_000 * SHARE, seed=part)
    assert told["acts"] >= 1_000 * SHARE
    assert min(told["moved"], told["impossible"], told["ended"]) > 20 * SHARE


def test_of_what_is_drawn_a_quarter_is_large_and_nothing_is_lacking():
    told = proof("census", count=400, seed=7, json="")
    assert [kind for kind, times in told["with"].items() if not times] == []
    assert 0.2 <= told["above 30 steps"] <= 0.3
    assert min(told["of steps"].values()) >= 20, told["of steps"]
    assert told["smallest"] < 6 < told["quartiles"][1] < told["largest"]


@given(st.data(), sops(can_finish=True))
def test_one_fault_is_named_at_its_place(data, whole):
    fault = data.draw(broken(whole))
    try:
        found = sopkit.check(sopkit.loads(fault.text()))
    except sopkit.DefinitionError as error:
        found = error.problems
    named = [one for one in found if one.rule == fault.rule]
    assert fault.pointer in [one.pointer for one in named] or (fault.kind == "bytes" and named)
    for one in named:
        assert len({one.in_("id"), one.in_("en")}) == 2
        assert (one.line >= 1, one.column >= 1) == (True, True)


def test_there_are_faults_of_every_kind_and_each_kind_is_named_in_both_languages():
    kinds = set()
    for fault in faults(sopkit.reference()):
        if fault.kind in kinds:
            continue
        kinds.add(fault.kind)
        try:
            found = sopkit.check(sopkit.loads(fault.text()))
        except sopkit.DefinitionError as error:
            found = error.problems
        (one, *_) = [one for one in found if one.rule == fault.rule]
        assert one.in_("id") != one.in_("en")
    assert kinds == {*KINDS}
