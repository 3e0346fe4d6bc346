"""The screens that the pages show are what the commands answer, and the pages tell both languages the same story."""

from __future__ import annotations

import re
import runpy
from pathlib import Path

import pytest

import sopkit

DOCS = Path(__file__).parents[1] / "docs"
SCREENS = runpy.run_path(str(DOCS / "screens.py"))
PAGES = SCREENS["pages"]()


def shape(page):
    """What a page consists of, without its words: headings, kinds of fences, items of lists, verbs of commands."""
    lines = page.read_text(encoding="utf-8").splitlines()
    starts = re.compile(r"(#+ |- |\d\. |```\w*|\$ sopkit (?:-|\w)+)")
    return [found[0] for line in lines if (found := starts.match(line))]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_screen_is_what_its_command_answers(page):
    assert page.read_text(encoding="utf-8") == SCREENS["refreshed"](page), "`make docs` writes it anew"


@pytest.mark.parametrize(
    "name",
    [
        "index",
        "tutorial",
        "why",
        "howto/editor",
        "howto/examples",
        "howto/print-the-sheet",
        "howto/read-a-paper-sop",
        "howto/review-a-revision",
        "howto/test-your-app",
    ],
)
def test_a_page_has_an_indonesian_twin_of_the_same_shape(name):
    english, indonesian = DOCS / f"{name}.md", DOCS / f"{name}.id.md"
    assert shape(english) == shape(indonesian)
    for page, other in (english, indonesian), (indonesian, english):
        assert f"]({other.name})" in page.read_text(encoding="utf-8").split("\n##", 1)[0]


def test_the_app_of_a_page_is_the_same_in_both_languages_and_its_bug_is_found_and_mended():
    pages = [(DOCS / f"howto/test-your-app{end}.md").read_text(encoding="utf-8") for end in ("", ".id")]
    code, other = (re.findall(r"^```.*?^```$", page, re.MULTILINE | re.DOTALL) for page in pages)
    assert code == other
    red, green = (fence for fence in code if fence.startswith("```console"))
    assert "the app offers staff: check (incomplete); but" in red
    assert red.count("machine.act(") == 5
    assert green.splitlines()[2].startswith(". ")
    ours = next(fence for fence in code if fence.startswith("```json")).removeprefix("```json event-permit.sop.json\n")
    assert sopkit.check(sopkit.loads(ours.removesuffix("```"))) == ()


def test_the_tutorials_tell_a_mistake_and_end_with_a_closed_case():
    for page, mistake, closed in (
        ("tutorial.md", "error  target-exists", "The case has ended: End."),
        ("tutorial.id.md", "kesalahan  target-exists", "Kasus berakhir: Selesai."),
    ):
        text = (DOCS / page).read_text(encoding="utf-8")
        assert text.index(mistake) < text.index(closed)


def test_a_change_to_lines_that_are_not_there_stops_the_page(tmp_path):
    (tmp_path / "a.sop.json").write_text("one\ntwo\n", encoding="utf-8")
    SCREENS["_change"](tmp_path / "a.sop.json", " one\n-two\n+three\n")
    assert (tmp_path / "a.sop.json").read_text(encoding="utf-8") == "one\nthree\n"
    with pytest.raises(SystemExit, match="0 times"):
        SCREENS["_change"](tmp_path / "a.sop.json", "-two\n+four\n")


def test_a_screen_may_leave_lines_out():
    assert SCREENS["_cut"]("1\n2\n3\n4\n5\n", "$ x\na\n…\nb\nc\n") == "1\n…\n4\n5\n"
