"""
Guide → one HTML file without scripts, or Markdown.
"""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from sopkit.sheet.documents.guide import guide
from sopkit.wording import say

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sopkit.model import Sop
    from sopkit.sheet.documents.guide import Guide, GuideStep

__all__ = ["steps", "steps_markdown"]

_STYLE = Path(__file__).with_name("steps.css")
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def steps(sop: Sop, language: str | None = None) -> str:
    """
    Return an SOP as applicants read it, as one HTML file: what to bring, how long, step by step, what they get.

    Args:
        sop: the definition.
        language: of the words; the SOP's own without it.
    """
    told = guide(sop, language)
    return "\n".join([
        "<!DOCTYPE html>",
        f'<html lang="{escape(told.texts)}">',
        "<head>",
        '<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{escape(told.title)}</title>",
        "<style>",
        _STYLE.read_text(encoding="utf-8").rstrip(),
        "</style>",
        "</head>",
        "<body>",
        "<main>",
        "<header>",
        f"<h1>{escape(told.title)}</h1>",
        *(f"<p>{escape(line)}</p>" for line in told.about),
        "</header>",
        *_section("bring", told.bring, told),
        *_section("time", told.time, told),
        "<section>",
        f"<h2>{_head('steps', told)}</h2>",
        "<ol>",
        *(line for step in told.steps for line in _item(step)),
        "</ol>",
        "</section>",
        *_section("get", told.get, told),
        *_section("back", told.back, told),
        "</main>",
        "</body>",
        "</html>",
        "",
    ])  # fmt: skip


def _head(code: str, told: Guide) -> str:
    return escape(say(f"guide.head.{code}", told.language))


def _section(code: str, items: Sequence[str], told: Guide) -> Iterator[str]:
    if items:
        yield f'<section class="{code}">'
        yield f"<h2>{_head(code, told)}</h2>"
        yield "<ul>"
        yield from (f"<li>{escape(item)}</li>" for item in items)
        yield "</ul>"
        yield "</section>"


def _item(step: GuideStep) -> Iterator[str]:
    yield f'<li><span class="number">{escape(step.number)}</span><div>'
    yield f'<p class="who">{escape(step.actor)}</p>'
    yield f'<p class="what">{escape(step.activity)}</p>'
    yield from (f"<p>{escape(line)}</p>" for line in step.lines)
    if step.question:
        yield f'<p class="question">{escape(step.question)}</p>'
    labelled = [(label, then) for label, then in step.ways if label]
    if labelled:
        yield "<ul>"
        yield from (f"<li><strong>{escape(label)}</strong>: {escape(then)}</li>" for label, then in labelled)
        yield "</ul>"
    yield from (f'<p class="then">{escape(_sentence(then))}</p>' for label, then in step.ways if not label)
    yield "</div></li>"


def steps_markdown(sop: Sop, language: str | None = None) -> str:
    """Return the same as Markdown, which reads well as plain text too."""
    told = guide(sop, language)
    return "\n".join([f"# {_plain(told.title)}", "", *_paragraphs(told), ""])


def _paragraphs(told: Guide) -> Iterator[str]:
    yield "  \n".join(map(_plain, told.about))
    for code, items in (("bring", told.bring), ("time", told.time)):
        yield from _listed(code, items, told)
    yield ""
    yield f"## {say('guide.head.steps', told.language)}"
    for step in told.steps:
        yield ""
        yield f"**{_plain(step.number)}. {_plain(step.actor)}**: {_plain(step.activity)}"
        yield ""
        yield from (f"- {_plain(line)}" for line in step.lines)
        if step.question:
            yield f"- {_plain(step.question)}"
        for label, then in step.ways:
            yield f"- **{_plain(label)}**: {_plain(then)}" if label else f"- {_plain(_sentence(then))}"
    for code, items in (("get", told.get), ("back", told.back)):
        yield from _listed(code, items, told)


def _listed(code: str, items: Sequence[str], told: Guide) -> Iterator[str]:
    if items:
        yield ""
        yield f"## {say(f'guide.head.{code}', told.language)}"
        yield ""
        yield from (f"- {_plain(item)}" for item in items)


def _sentence(said: str) -> str:
    return said[:1].upper() + said[1:]


def _plain(text: str) -> str:
    """Return words as Markdown that shows them as they stand."""
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    for sign in "\\`*_[]#|~":
        text = text.replace(sign, f"\\{sign}")
    return text
