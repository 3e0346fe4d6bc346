"""The documents say what the code says, and their examples run."""

from __future__ import annotations

import ast
import json
import re
import runpy
import subprocess
import sys
from pathlib import Path

import pytest

import sopkit
from sopkit.reader import schema_text

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "sopkit"
MODULES = sorted(path for path in SOURCE.rglob("*.py") if path.name != "__main__.py")


def arrow(path):
    return (ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or "").split("\n")[0]


def room(path):
    parts = path.relative_to(SOURCE).with_suffix("").parts
    return ".".join(part for part in parts if part != "__init__") or "sopkit"


def test_the_map_tells_the_arrow_of_every_room():
    told = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    table = re.search(r"<!-- arrows -->\n(.*?)<!-- /arrows -->", told, re.DOTALL).group(1)
    rows = dict(re.findall(r"^\| `([\w.]+)` \| (.+) \|$", table, re.MULTILINE))
    assert rows == {room(path): arrow(path) for path in MODULES}


@pytest.mark.parametrize("path", MODULES, ids=room)
def test_a_room_is_of_a_size_to_live_in(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert path.read_text(encoding="utf-8").count("\n") <= 350
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            body = node.body[1:] if ast.get_docstring(node) else node.body
            assert not body or body[-1].end_lineno - body[0].lineno < 40, node.name


def test_the_generated_pages_are_what_schema_and_docstrings_say():
    for name, page in runpy.run_path(str(ROOT / "docs" / "generate.py"))["pages"]().items():
        assert (ROOT / "docs" / "reference" / name).read_text(encoding="utf-8") == page


def test_the_pictures_are_what_the_program_draws():
    drawn = runpy.run_path(str(ROOT / "docs" / "generate.py"))["pictures"]()
    kept = {path.name: path.read_text(encoding="utf-8") for path in (ROOT / "docs" / "pictures").iterdir()}
    assert kept == drawn, "`make docs` draws them anew"


def test_no_example_in_a_document_or_docstring_is_passed_over_unseen(request):
    root = request.config.pluginmanager.get_plugin(str(ROOT / "conftest.py"))
    assert hasattr(root, "pytest_collect_file"), "Sybil is missing: `make setup` installs it"


def test_the_sops_of_a_checkout_can_be_played_without_what_documents_are_run_with():
    bare = "import sys, pytest; sys.modules['sybil'] = None; sys.exit(pytest.main(sys.argv[1:]))"
    run = [sys.executable, "-c", bare, "-p", "no:cacheprovider", "-q", "sops", "--collect-only"]
    done = subprocess.run(run, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "rekomendasi-izin-usaha-industri.cases.json::terbit tanpa pengembalian" in done.stdout


@pytest.mark.parametrize("page", ["README.md", "docs/index.md", "docs/index.id.md"])
def test_the_definition_on_a_front_page_is_sound(page):
    (text,) = re.findall(r"```json\n(.*?)```", (ROOT / page).read_text(encoding="utf-8"), re.DOTALL)
    sop = sopkit.loads(text)
    assert [finding for finding in sopkit.check(sop) if finding.severity != "hint"] == []


def test_every_public_name_and_every_key_is_explained_somewhere():
    pages = "".join(path.read_text(encoding="utf-8") for path in [ROOT / "README.md", *ROOT.glob("docs/**/*.md")])
    keys = {
        key
        for kind in [json.loads(schema_text()), *json.loads(schema_text())["$defs"].values()]
        for key in kind.get("properties", {})
    }
    assert [key for key in sorted(keys) if f"`{key}`" not in pages] == []
    api = (ROOT / "docs" / "reference" / "api.md").read_text(encoding="utf-8")
    assert [name for name in sopkit.__all__ if f"`{name}" not in api] == []
    assert [name for name in vars(sopkit.errors) if name in sopkit.errors.__all__ and f"`{name}" not in api] == []


def test_the_readme_shows_the_two_commands_first():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert 0 < readme.index("make run") < readme.index("make test") < readme.index("```")


def test_every_decision_is_a_question():
    for path in (ROOT / "docs" / "decisions").glob("*.md"):
        assert re.match(r"# .+\?\n", path.read_text(encoding="utf-8")), path.name


def test_links_between_documents_lead_somewhere():
    for page in [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]:
        for target in re.findall(r"\]\((?!https:)([^)#]+)[^)]*\)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.name}: {target}"
