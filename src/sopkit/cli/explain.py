"""
Codes → why each rule, problem or refusal exists, how grave it is, what is wrong and what is right.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sopkit.checks import pages
from sopkit.checks.kept import definition
from sopkit.cli.parts import Unusable, Verb, argument, format_option
from sopkit.cli.terminal import show, show_json
from sopkit.views.explain import act, prose, sample, severity
from sopkit.views.stop import refused
from sopkit.wording import knows, say

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sopkit.checks.pages import Page, Sample
    from sopkit.checks.scenes import Scene
    from sopkit.model import JSON
    from sopkit.views.screen import Screen

__all__ = ["explained", "verb"]

_LIKE = 0.7  # how much a word must be like a code to be a slip for it


def verb(language: str) -> Verb:
    """Return the command."""
    codes = argument("codes", language, many=True, required=True)
    return Verb("explain", language, _run, [codes, format_option(language)])


def _run(looks: Screen, codes: Sequence[str], shape: str) -> int:
    found = [pages.page(_known(code, looks)) for code in codes]
    if shape == "json":
        show_json({"pages": [_as_json(one, looks) for one in found]})
        return 0
    for n, one in enumerate(found):
        if n:
            show("")
        for line in explained(one, looks):
            show(line)
    return 0


def explained(page: Page, looks: Screen) -> Iterator[str]:
    """Yield the lines of a page."""
    yield f"{looks.paint(page.code, 'bold')} · {_graveness(page, looks)}"
    yield from prose(page.code, looks)
    if page.keys:
        yield ""
        yield from looks.wrapped(looks.say("explain.keys", keys=", ".join(page.keys)), "    ", "  ", style="dim")
    for kind, one in (("bad", page.bad), ("good", page.good)):
        if one is not None:
            yield ""
            yield _head(kind, one, page, looks)
            yield from sample(one.lines, one.found, looks)
    if page.scene:
        yield ""
        yield from _scene(page.scene, looks)
    if page.example:
        yield ""
        yield looks.paint(looks.say("explain.scene"), "bold")
        yield from looks.wrapped(refused(page.example, definition(), looks), "  ", "  ")


def _head(kind: str, one: Sample, page: Page, looks: Screen) -> str:
    """Return what stands above a sample; its file where that is what matters."""
    colour = "red" if kind == "bad" else "green"
    is_named = page.bad is not None and page.good is not None and page.bad.file != page.good.file
    return looks.paint(looks.say(f"explain.{kind}") + (f" ({one.file})" if is_named else ""), "bold", colour)


def _graveness(page: Page, looks: Screen) -> str:
    if page.kind == "rule":
        return severity(page.severity, looks)
    code = f"explain.guaranteed.{page.topic}" if page.kind == "guaranteed" else f"explain.kind.{page.kind}"
    return looks.paint(looks.say(code), "dim" if page.kind == "guaranteed" else "red")


def _scene(scene: Scene, looks: Screen) -> Iterator[str]:
    yield looks.paint(looks.say("explain.scene"), "bold")
    for entry in scene.before:
        yield from act(scene.sop, entry, " ", {}, looks)
    yield from act(scene.sop, scene.bad, "✗", scene.forged, looks)
    yield from looks.wrapped(refused(scene.refusal, scene.sop, looks), " " * 12, " " * 12)
    if scene.good:
        yield from act(scene.sop, scene.good, "✓", {}, looks)


def _known(code: str, looks: Screen) -> str:
    """
    Return a code that has a page.

    Raises:
        Unusable: none has it.
    """
    known = pages.codes()
    wanted = code.strip().lower().replace("_", "-")
    if wanted.partition(".")[0] in known:
        return wanted
    from difflib import get_close_matches

    near = [code for code in known if wanted and code.startswith(f"{wanted}-")]
    near = near or get_close_matches(wanted, known, n=1, cutoff=_LIKE)
    if near:
        raise Unusable(looks.say("cli.explain.meant", word=code, meant=near[0]))
    raise Unusable(looks.say("cli.explain.unknown", word=code))


def _as_json(page: Page, looks: Screen) -> JSON:
    words = {
        part: say(f"rule.{page.code}.{part}", looks.language)
        for part in ("short", "why", "source")
        if knows(f"rule.{page.code}.{part}")
    }
    samples = {
        kind: {
            "file": one.file,
            "lines": [{"line": n, "text": text, "differs": differs} for n, text, differs in one.lines],
            "message": one.found.in_(looks.language) if one.found else None,
            "hint": one.found.hint_in(looks.language) if one.found else None,
        }
        for kind, one in (("bad", page.bad), ("good", page.good))
        if one
    }
    told = {"code": page.code, "kind": page.kind, "severity": dict(page.severity), "keys": page.keys}
    scene = {"scene": _scene_as_json(page.scene, looks)} if page.scene else {}
    message = {"message": refused(page.example, definition(), looks)} if page.example else {}
    return told | words | samples | scene | message


def _scene_as_json(scene: Scene, looks: Screen) -> JSON:
    return {
        "before": [entry.to_dict() for entry in scene.before],
        "bad": scene.bad.to_dict() | {"forged": dict(scene.forged)},
        "message": refused(scene.refusal, scene.sop, looks),
        "good": scene.good.to_dict() if scene.good else None,
    }
