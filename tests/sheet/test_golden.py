"""
The sheets of the SOPs that come with the project are as somebody once looked at them and found them good.

They stand in tests/golden as values, a file for each SOP, with how many lines cross. In tests,
`../.venv/bin/python -m sheet.test_golden` writes them anew; look at the pictures, and read the difference, before you
keep that.
"""

from __future__ import annotations

import json
from pathlib import Path

import attrs
import pytest

import sopkit
from sheet.acceptance import crossings
from sopkit.sheet.layout import layout

ROOT = Path(__file__).parents[2]
GOLDEN = ROOT / "tests" / "golden"
FILES = sorted([*ROOT.glob("sops/*.sop.json"), *ROOT.glob("examples/*.sop.json")])
HINT = "if that is meant: run `../.venv/bin/python -m sheet.test_golden` in tests, look at the pictures, and read what changed"


def values(file):
    """Return the pages of a flow table as JSON values, and how many lines may cross."""
    sheet = layout(sopkit.load(file))
    pages = [page for page in sheet.pages if page.kind == "flow"]
    kept = [
        {
            part: [_without_defaults(one) for one in getattr(page, part)]
            for part in ("cells", "symbols", "arrows", "ties", "labels")
        }
        for page in pages
    ]
    return {"crossings": sum(map(crossings, pages)), "pages": kept}


def _without_defaults(value):
    defaults = {field.name: field.default for field in attrs.fields(type(value))}
    return {name: one for name, one in attrs.asdict(value).items() if one != defaults[name]}


def golden(file):
    return GOLDEN / f"{file.name.split('.')[0]}.json"


def written(values):
    """Return values as text with a line for each thing on a page."""
    parts = []
    for page in values["pages"]:
        rows = [
            f"  {json.dumps(part)}: [\n"
            + ",\n".join(f"   {json.dumps(one, ensure_ascii=False)}" for one in ones)
            + "\n  ]"
            for part, ones in page.items()
        ]
        parts.append(" {\n" + ",\n".join(rows) + "\n }")
    return f'{{"crossings": {values["crossings"]}, "pages": [\n' + ",\n".join(parts) + "\n]}\n"


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name.split(".")[0])
def test_a_sheet_is_laid_out_as_it_was_found_good(file):
    approved = json.loads(golden(file).read_text(encoding="utf-8"))
    found = json.loads(written(values(file)))
    assert found["crossings"] <= approved["crossings"], HINT
    assert found == approved, HINT


def test_there_is_no_golden_sheet_without_its_sop():
    assert sorted(GOLDEN.glob("*.json")) == sorted(map(golden, FILES))


if __name__ == "__main__":
    for file in FILES:
        golden(file).write_text(written(values(file)), encoding="utf-8")
