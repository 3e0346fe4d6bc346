"""Small definitions, written in a line or two; the ids of steps are letters."""

from __future__ import annotations

import json
from typing import Any

import sopkit
from sopkit.checks import check


def step(id: str, to: str | None = None, *, inputs: str = "", outputs: str = "", **more: Any) -> dict[str, Any]:
    """A step of actor `x`, with a time; documents as words."""
    whole = {"id": id, "activity": f"Mengerjakan {id}", "actor": "x", "standard_time": "PT10M", **more}
    if to is not None:
        whole["next"] = to
    for key, ids in (("inputs", inputs), ("outputs", outputs)):
        if ids:
            whole[key] = ids.split()
    return whole


def decision(id: str, *outcomes: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {**step(id, **more), "outcomes": list(outcomes)}


def out(id: str, to: str, **more: Any) -> dict[str, Any]:
    return {"id": id, "label": id.upper(), "to": to, **more}


def values(*steps: dict[str, Any], documents: Any = "", **more: Any) -> dict[str, Any]:
    """A definition around steps; documents as words, or as they are written."""
    if isinstance(documents, str):
        documents = [{"id": id, "name": f"Dokumen {id}"} for id in documents.split()]
    return {
        "sopkit": 1,
        "id": "kecil",
        "version": "1.0",
        "title": "Kecil",
        "actors": [{"id": "x", "name": "Pelaksana X"}],
        "documents": documents,
        "steps": list(steps),
        **more,
    }


def sop(*steps: dict[str, Any], file: str = "", **more: Any) -> sopkit.Sop:
    return sopkit.loads(json.dumps(values(*steps, **more), indent=1), file=file)


def found(sop: sopkit.Sop, rule: str) -> list[tuple[str, str]]:
    """Pointer and variant of what one rule finds."""
    return [(finding.pointer, finding.variant) for finding in check(sop) if finding.rule == rule]


def rules(sop: sopkit.Sop) -> list[str]:
    return [finding.rule for finding in check(sop)]
