"""
Name of a profile → how grave each rule is.

The profiles are data, in `profiles/`: `plain` rates every rule, each other one builds on another and rates what it
sees differently, with the reason. No rule comes in here.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["OFF", "PLAIN", "installed", "number_form", "severities"]

PLAIN = "plain"
OFF = "off"  # in place of a severity: the rule is not asked


@cache
def installed() -> Mapping[str, Mapping[str, Any]]:
    """Return each installed profile by its name, `plain` first."""
    # The folder is listed and never asked for a name: what a definition names is not made a path.
    files = sorted(Path(__file__).parents[1].joinpath("profiles").iterdir(), key=lambda file: file.name)
    found = {
        file.name.removesuffix(".json"): json.loads(file.read_text(encoding="utf-8"))
        for file in files
        if file.name.endswith(".json")
    }
    return {PLAIN: found[PLAIN], **found}


def severities(profile: str) -> Mapping[str, str]:
    """Return the severity of each rule under a profile; one that is not installed rates as `plain` does."""
    chosen = installed().get(profile) or installed()[PLAIN]
    beneath = severities(chosen["builds_on"]) if "builds_on" in chosen else {}
    return {**beneath, **chosen["severity"]}


def number_form(profile: str) -> Mapping[str, str] | None:
    """Return the `pattern` that the number of an SOP meets under a profile, and an `example`; None if any will do."""
    chosen = installed().get(profile) or installed()[PLAIN]
    beneath = number_form(chosen["builds_on"]) if "builds_on" in chosen else None
    return chosen.get("number_form") or beneath
