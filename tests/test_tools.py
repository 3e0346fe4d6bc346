"""A tool that is missing makes a test skip, and fail where tools are required."""

from __future__ import annotations

import pytest

from tools import NODE, PROGRAMS, needed


@pytest.fixture
def bare(monkeypatch, tmp_path):
    """A machine that has nothing."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr("tools.NODE", tmp_path)
    monkeypatch.delenv("SOPKIT_TOOLS", raising=False)
    return monkeypatch


@pytest.mark.parametrize("tool", [*PROGRAMS, "axe-core"])
def test_what_is_missing_skips_and_says_how_it_is_installed(bare, tool):
    with pytest.raises(pytest.skip.Exception, match=f"{tool} is missing.*install"):
        needed(tool)


@pytest.mark.parametrize("tool", [*PROGRAMS, "axe-core"])
def test_what_is_missing_fails_where_tools_are_required(bare, tool):
    bare.setenv("SOPKIT_TOOLS", "required")
    with pytest.raises(pytest.fail.Exception, match=f"{tool} is missing"):
        needed(tool)


def test_what_is_there_is_told_by_its_place(bare, tmp_path):
    (tmp_path / "soffice").touch(mode=0o755)
    assert needed("soffice") == str(tmp_path / "soffice")
    (tmp_path / "axe-core").mkdir()
    assert needed("axe-core") == str(tmp_path / "axe-core")


def test_the_script_for_submissions_installs_and_requires_all_of_them():
    script = NODE.parents[2].joinpath(".ci", "run").read_text(encoding="utf-8")
    assert "export SOPKIT_TOOLS=required" in script
    for packages in PROGRAMS.values():
        assert packages in script
