"""
Nothing → every rule: what it demands, how grave it is, where it comes from; and what needs no rule.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sopkit.checks import installed, pages
from sopkit.cli.parts import Verb, format_option, one_of
from sopkit.cli.terminal import show, show_json
from sopkit.views.explain import OFF, severity
from sopkit.wording import say

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sopkit.model import JSON
    from sopkit.views.screen import Screen

__all__ = ["verb"]


def verb(language: str) -> Verb:
    """Return the command."""
    return Verb("rules", language, _run, [
        one_of("--profile", tuple(installed()), language, "cli.rules.profile"),
        format_option(language),
    ])  # fmt: skip


def _run(looks: Screen, profile: str | None, shape: str) -> int:
    rated = {code: pages.rated(code) for code, kind in pages.codes().items() if kind == "rule"}
    if profile:
        chosen = {code: {profile: grades[profile]} for code, grades in rated.items()}
        rated = {code: grades for code, grades in chosen.items() if OFF not in grades.values()}
    if shape == "json":
        show_json(_as_json(rated, looks))
        return 0
    for line in _lines(rated, looks):
        show(line)
    return 0


def _lines(rated: Mapping[str, Mapping[str, str]], looks: Screen) -> Iterator[str]:
    for topic in pages.TOPICS:
        codes = [code for code in rated if pages.topic(code) == topic]
        if not codes:
            continue
        yield looks.paint(looks.say(f"topic.{topic}").upper(), "bold")
        for code in codes:
            yield f"  {looks.paint(code, 'bold')} · {severity(rated[code], looks)}"
            yield from looks.wrapped(looks.say(f"rule.{code}.short"), "    ", "    ")
            yield from looks.wrapped(looks.say(f"rule.{code}.source"), "    ", "    ", style="dim")
        yield ""
    needless = [code for code, kind in pages.codes().items() if kind == "guaranteed"]
    yield from looks.wrapped(looks.say("cli.rules.guaranteed", codes=", ".join(needless)), "  ", "")
    yield ""
    counted = looks.counted("rule", len(rated))
    yield from looks.wrapped(looks.say("cli.rules.close", counted=counted), style="dim")


def _as_json(rated: Mapping[str, Mapping[str, str]], looks: Screen) -> JSON:
    said = {code: {part: say(f"rule.{code}.{part}", looks.language) for part in ("short", "source")} for code in rated}
    return {
        "rules": [
            {"rule": code, "topic": pages.topic(code), "severity": dict(grades), **said[code]}
            for code, grades in rated.items()
        ]
    }
