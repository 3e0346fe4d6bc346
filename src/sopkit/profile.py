"""
Name of a profile → what it says, on top of what it builds on.

The profiles are data, in `profiles/`: how grave each rule is, how the sheet is set, with which words. What is read into
that is the business of the rooms above. No definition comes in here.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["PLAIN", "installed", "settings"]

PLAIN = "plain"


@cache
def installed() -> Mapping[str, Mapping[str, Any]]:
    """Return each installed profile by its name, `plain` first."""
    # The folder is listed and never asked for a name: what a definition names is not made a path.
    files = sorted(Path(__file__).with_name("profiles").iterdir(), key=lambda file: file.name)
    found = {
        file.name.removesuffix(".json"): json.loads(file.read_text(encoding="utf-8"))
        for file in files
        if file.name.endswith(".json")
    }
    return {PLAIN: found[PLAIN], **found}


def settings(profile: str, kind: str) -> Mapping[str, Any]:
    """Return what a profile says under a key, over what it builds on; one that is not installed speaks as `plain`."""
    chosen = installed().get(profile) or installed()[PLAIN]
    beneath = settings(chosen["builds_on"], kind) if "builds_on" in chosen else {}
    return {**beneath, **chosen.get(kind, {})}
