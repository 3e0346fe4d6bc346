"""The app that a page shows, with other bugs than its own: each is found by the test that the page shows."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import settings
from hypothesis.stateful import run_state_machine_as_test

PAGE = Path(__file__).parents[2] / "docs" / "howto" / "test-your-app.md"
FILES = dict(
    re.findall(r"^```(?:json|python) (\S+)\n(.*?)^```$", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
)
MENDED = FILES["app.py"].replace("<= 2", "< 2")

BUGS = {
    "actor check skipped": ("if not able.intersection(roles):", "if not able:"),
    "four eyes forgotten": ("if one(checks, permit) == user:", "if user is None:"),
    "four eyes on the first check": ("ORDER BY rowid DESC", "ORDER BY rowid"),
    "alternates forgotten": ('{"staff", "head"}', '{"staff"}'),
    "journal loses an entry": ("ORDER BY rowid\", [permit]", "GROUP BY step, answer ORDER BY rowid\", [permit]"),
    "journal names another": ("[permit, step, answer, user, reason]", "[permit, step, answer, form['roles'][0], reason]"),
    "acts after the end": ('"grant": "issued",', '"grant": "decide",'),
    "a closed case is opened again": (
        '"decide": (', '"rejected": ({"head"}, {"recheck": "check"}),\n    "decide": ('),
    "step jumps": ('"complete": "decide"', '"complete": "issued"'),
    "return goes too far": ('"recheck": "check"', '"recheck": "record"'),
    "wrong end": ('"refuse": "rejected"', '"refuse": "issued"'),
    "reason not demanded": ('{"incomplete", "recheck", "refuse"}', '{"incomplete", "recheck"}'),
    "blank reason taken": ('not (reason or "").strip()', "reason is None"),
    "offered and then refused": ('if answer in NEEDS_REASON and', 'if answer == "grant" and step == "decide" or answer in NEEDS_REASON and'),
    "done, though not offered": ("if (step, answer) not in possible(permit, user, form[\"roles\"]):", "if answer not in FLOW.get(step, (0, ()))[1]:"),
    "a refused act moves the case": ('return {"error": "say why"}, 422', 'db.execute("UPDATE permit SET at = \'record\'"); return {"error": "say why"}, 422'),
    "cases share a count": ("WHERE permit = ? AND answer = 'incomplete'", "WHERE permit <= ? AND answer = 'incomplete'"),
}  # fmt: skip


def machine(app, monkeypatch, tmp_path):
    """The state machine of the page, around this app."""
    module = ModuleType("app")
    exec(app, vars(module))
    monkeypatch.setitem(sys.modules, "app", module)
    (tmp_path / "event-permit.sop.json").write_text(FILES["event-permit.sop.json"], encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    test = ModuleType("test_app")
    exec(FILES["test_app.py"], vars(test))
    return test.Permits


@pytest.mark.parametrize("bug", BUGS)
def test_a_planted_bug_is_found(bug, monkeypatch, tmp_path):
    right, wrong = BUGS[bug]
    assert MENDED.count(right) == 1
    with pytest.raises(AssertionError, match="the same again"):
        run_state_machine_as_test(machine(MENDED.replace(right, wrong), monkeypatch, tmp_path))


def test_without_a_bug_it_passes(monkeypatch, tmp_path):
    whole = machine(MENDED, monkeypatch, tmp_path)
    run_state_machine_as_test(whole, settings=settings(whole.TestCase.settings, max_examples=5))
    assert json.loads(FILES["event-permit.sop.json"])["id"] == "event-permit"
