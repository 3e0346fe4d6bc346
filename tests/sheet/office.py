"""What both Office formats are tried with: pages of every kind, pictures, a validator."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import attrs
from openxml_audit import OpenXmlValidator

import sopkit
from sheet import hostile
from sopkit.sheet.documents.forms import evaluation, monitoring
from sopkit.sheet.layout import layout
from sopkit.sheet.marks.redline import redline
from sopkit.sheet.marks.walked import walked
from sopkit.sheet.paper import PAPERS
from sopkit.sheet.values import Arrow, Cell, Label, Mark, Page, Sheet, Symbol, Tie

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63606060000000040001f61738550000000049454e44ae426082"
)
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="2" height="1"><rect width="2" height="1"/></svg>'


def sheet_of(*pages: Page) -> Sheet:
    return Sheet(title="x", language="en", paper=PAPERS["A4"], pages=pages)


def drawn(*cells: Cell, **more) -> Sheet:
    """Return a sheet with one page: a cell without words on all of it, where none is given."""
    return sheet_of(Page(cells=cells or (Cell(x=12, y=12, width=200, height=100),), **more))


def unsound(data: bytes, folder: Path, name: str) -> list[str]:
    """Return what the validator says against a document; a theme, which it wants, is only for whoever chooses colours."""
    file = folder / name
    file.write_bytes(data)
    found = OpenXmlValidator().validate(str(file)).errors
    return [str(one) for one in found if "relationships/theme" not in str(one) and "inline-string" not in str(one)]


def case() -> sopkit.Case:
    """Return a case of the reference that was returned once."""
    sop, at = sopkit.reference(), datetime(2026, 1, 5, 9, tzinfo=UTC)
    people = {actor.id: sopkit.Person(actor.id, actors={actor.id}) for actor in sop.actors}
    found = sopkit.start(sop, "REK-1", at=at)
    for step, more in (
        ("terima-berkas", {}),
        ("verifikasi-berkas", {"outcome": "tidak-sesuai", "reason": "x"}),
        ("terima-berkas", {}),
    ):
        found = found.complete(step, by=people[sop.step(step).actor], at=at, **more)
    return found


def every_kind() -> Sheet:
    """Return a page with an arrow of each number of bends to each side, and everything else that a page may hold."""
    ways = [((0, 0), (6, 0)), ((0, 0), (0, 6)), ((0, 0), (6, 0), (6, 6)), ((0, 0), (0, 6), (6, 6))]
    ways += [((0, 0), (2, 0), (2, 6), (6, 6)), ((0, 0), (0, 2), (6, 2), (6, 6)), ((0, 0), (-3, 0), (-3, 6), (0, 6))]
    ways += [((0, 0), (8, 0), (8, 5), (6, 5)), ((0, 0), (2, 0), (2, 0.6), (6, 0.6))]
    ways += [((0, 0), (2, 0), (2, 2), (4, 2), (4, 6)), ((0, 0), (0, 2), (2, 2), (2, 4), (6, 4), (6, 8))]
    turned = [(x, y) for x in (1, -1) for y in (1, -1)]
    arrows = [
        Arrow(points=tuple((30 + 22 * n + x * u, 35 + 24 * m + y * v) for u, v in way))
        for n, way in enumerate(ways)
        for m, (x, y) in enumerate(turned)
    ]
    kinds = ("box", "capsule", "diamond", "participant", "alternate", "out", "into")
    symbols = [
        Symbol(kind=kind, x=30 + 20 * n, y=130 + 14 * m, width=14, height=9, lines=("Ya",) * m, size=7)
        for n, kind in enumerate(kinds)
        for m in range(3)
    ]
    return drawn(
        Cell(x=12, y=12, width=200, height=174),
        Cell(x=212, y=12, width=73, height=88),
        Cell(x=212, y=100, width=73, height=86, lines=("words", "of two lines"), align="center"),
        arrows=tuple(arrows), symbols=tuple(symbols),
        ties=(Tie(points=((200, 150), (230, 150))),),
        labels=(Label(x=220, y=20, width=20, height=6.4, lines=("to the", "other"), size=7.5),),
        marks=(
            Mark(kind="taken", points=((180, 130), (180, 140), (190, 140)), width=0.9),
            Mark(kind="new", points=((240, 120), (270, 120), (270, 130), (240, 130), (240, 120)), width=0.5),
            Mark(kind="head", points=((180, 160), (184, 164), (176, 164))),
        ),
    )  # fmt: skip


def sheets() -> dict[str, Sheet]:
    """Return sheets by name: all papers, a case, a revision, forms, hostile words, and everything a page may hold."""
    sop = sopkit.reference()
    found = {paper: layout(sop, paper=paper) for paper in PAPERS}
    found["walked"] = walked(layout(sop, cover=False), case())
    found["monitoring"], found["evaluation"] = monitoring(sop), evaluation(sop)
    old = sopkit.loads(sopkit.dumps(sop).replace('"PT120M"', '"PT60M"').replace("Menerima", "Mencatat"))
    found["redline"] = redline(layout(sop), sop, sopkit.compare(old, sop).changes)
    found["hostile"] = layout(hostile.sop())
    found["every kind"] = every_kind()
    return found


def aside(page: Page) -> Iterator[Page]:
    """Yield one thing of a page after the other, each a little beside its place."""
    for field in ("arrows", "symbols", "ties", "labels", "marks", "cells"):
        for one in getattr(page, field):
            yield attrs.evolve(page, **{field: (_moved(one),)})


def _moved(one):
    if hasattr(one, "points"):
        return attrs.evolve(one, points=tuple((x, y + 1.1) for x, y in one.points))
    return attrs.evolve(one, y=one.y + 1.1)
