"""
Pages in docs/ → the site, by `make docs`.

The navigation stands here and not in a page, so that the pages stay plain Markdown wherever they are read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sopkit

if TYPE_CHECKING:
    from sphinx.application import Sphinx

project = "sopkit"
version = release = sopkit.__version__
extensions = ["myst_parser"]
myst_heading_anchors = 3
html_theme = "furo"
html_static_path = ["site.css"]
html_title = "sopkit"
html_copy_source = False
html_css_files = ["site.css"]
html_show_copyright = False
html_show_sphinx = False

NAVIGATION = {
    "Start here": ["tutorial", "why"],
    "How to": [
        "howto/editor",
        "howto/read-a-paper-sop",
        "howto/print-the-sheet",
        "howto/examples",
        "howto/review-a-revision",
        "howto/check-in-ci",
        "howto/embed",
        "howto/test-your-app",
        "howto/keep-cases",
        "howto/from-sqlite-to-postgresql",
    ],
    "Bahasa Indonesia": [
        "index.id",
        "tutorial.id",
        "why.id",
        "howto/*.id",
        "reference/language.id",
        "reference/checks.id",
        "reference/cli.id",
    ],
    "Reference": ["reference/language", "reference/checks", "reference/cli", "reference/api", "glossary"],
    "Behind it": ["security", "promises", "decisions/*"],
}


def setup(app: Sphinx) -> None:
    """Hang in what Markdown cannot say: the navigation, and the language of a page."""
    app.connect("source-read", _with_navigation)
    app.connect("html-page-context", _in_its_language)


def _with_navigation(_app: Sphinx, page: str, source: list[str]) -> None:
    if page == "index":
        for caption, pages in NAVIGATION.items():
            source[0] += "\n".join(["", "```{toctree}", ":hidden:", ":glob:", f":caption: {caption}", *pages, "```"])
            source[0] += "\n"


def _in_its_language(_app: Sphinx, page: str, _template: str, context: dict[str, Any], _tree: object) -> None:
    context["language"] = "id" if page.endswith(".id") else "en"
