"""The pages "From SQLite to PostgreSQL", word for word, on a server of the tests' own, and "Keep cases in your app"."""

from __future__ import annotations

import re
from pathlib import Path

import sopkit

PAGE = Path(__file__).parents[2] / "docs" / "howto" / "from-sqlite-to-postgresql.md"
BESIDE = PAGE.with_name("keep-cases.md")


def test_the_page_carries_every_case_over(tmp_path, monkeypatch, new_url, budi, siti):
    monkeypatch.chdir(tmp_path)
    sop = sopkit.reference()
    with sopkit.open_desk("sqlite:///cases.db") as desk:
        desk.publish(sop)
        for n in range(12):
            desk.open(sop.id, f"REK-{n}", by=budi)
            desk.complete(f"REK-{n}", "terima-berkas", by=budi)
        desk.claim("REK-3", by=siti)
        history = desk.history("REK-3")
    blocks = re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    url = new_url("postgres")
    names: dict[str, object] = {}
    for block in blocks:
        exec(block.replace("postgresql://app@db/agency", url), names)
    new = names["new"]
    exec(blocks[2], names)  # once more, as after an interruption
    assert [one.id for one in new.search(limit=50)] == [f"REK-{n}" for n in reversed(range(12))]
    assert new.history("REK-3") == history
    new.close()
    names["old"].close()


def test_a_copy_that_is_made_as_the_page_says_is_whole_while_people_work(tmp_path, budi):
    (block,) = re.findall(r"```python\n(import contextlib.*?)```", BESIDE.read_text(encoding="utf-8"), re.DOTALL)
    names: dict[str, object] = {}
    exec(block, names)
    sop = sopkit.reference()
    with sopkit.open_desk(f"sqlite:///{tmp_path}/cases.db") as desk:
        desk.publish(sop)
        desk.open(sop.id, "REK-1", by=budi)
        known = desk.checkpoint()
        names["back_up"](tmp_path / "cases.db", tmp_path / "copy.db")
        desk.complete("REK-1", "terima-berkas", by=budi)
    with sopkit.open_desk(f"sqlite:///{tmp_path}/copy.db") as copy:
        assert copy.verify(known).is_whole
        assert copy.case("REK-1").last.seq == 0
