"""
Name of a profile → how grave each rule is.

`plain` rates every rule, each other profile builds on another and rates what it sees differently, with the reason. No
rule comes in here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sopkit.profile import installed, settings

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["OFF", "installed", "number_form", "severities"]

OFF = "off"  # in place of a severity: the rule is not asked


def severities(profile: str) -> Mapping[str, str]:
    """Return the severity of each rule under a profile; one that is not installed rates as `plain` does."""
    return settings(profile, "severity")


def number_form(profile: str) -> Mapping[str, str] | None:
    """Return the `pattern` that the number of an SOP meets under a profile, and an `example`; None if any will do."""
    return settings(profile, "number_form") or None
