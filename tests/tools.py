"""Name of a tool → where it is; a test whose tool is missing skips in a sentence, or fails where tools are required."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

NODE = Path(__file__).parent / "node" / "node_modules"
PROGRAMS = {  # what a tool is called on a system → the package that Debian has it in
    "chromium": "chromium",
    "pdfinfo": "poppler-utils",
    "pdftoppm": "poppler-utils",
    "pdftotext": "poppler-utils",
    "soffice": "libreoffice-writer-nogui libreoffice-calc-nogui",
}


def needed(tool: str) -> str:
    """
    Return where a program, or else a package of tests/node, is.

    Where it is missing the test skips; with SOPKIT_TOOLS=required, as in .ci/run, it fails.
    """
    if tool in PROGRAMS:
        if found := shutil.which(tool):
            return found
        told = f"{tool} is missing: `apt-get install {PROGRAMS[tool]}`, or what your system calls it"
    else:
        if (found := NODE / tool).exists():
            return str(found)
        told = f"{tool} is missing from tests/node: `make .venv/node` installs it, and needs npm"
    if os.environ.get("SOPKIT_TOOLS") == "required":
        pytest.fail(told)
    pytest.skip(told)
