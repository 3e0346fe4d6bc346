"""The front door is what it says."""

from __future__ import annotations

import subprocess
import sys
from importlib import import_module

import pytest

import sopkit


def test_all_is_true_and_in_order():
    assert sopkit.__all__ == sorted(sopkit.__all__)
    for name in sopkit.__all__:
        assert getattr(sopkit, name).__name__ == name
        assert getattr(sopkit, name).__doc__
    assert set(sopkit.__all__) <= set(dir(sopkit))


@pytest.mark.parametrize("room", sorted(sopkit._ROOMS))
def test_a_room_exports_what_the_front_door_takes_from_it(room):
    module = import_module(f"sopkit.{room}")
    assert set(sopkit._ROOMS[room]) <= set(module.__all__)
    for name in module.__all__:
        assert hasattr(module, name)


def test_the_room_of_errors_can_be_named_at_once():
    assert sopkit.__getattr__("errors") is sopkit.errors
    code = "import sopkit; sopkit.errors.TimeBackwards"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_an_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="no attribute 'lost'"):
        _ = sopkit.lost


def test_no_room_shadows_a_name_of_the_front_door():
    code = "import sopkit, sopkit.case, sopkit.checks, sopkit.routes, sopkit.covering; assert all(callable(getattr(sopkit, n)) for n in sopkit.__all__)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_importing_sopkit_opens_no_room():
    code = "import sys, sopkit; print(sorted(m for m in sys.modules if m.split('.')[0] in ('attrs', 'attr', 'transitions', 'jsonschema', 'click', 'rich', 'hypothesis')))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
