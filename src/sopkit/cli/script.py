r"""
Typed text → choices: which outcome, by whom, with which documents, and why.

    ya                                  the label of an outcome, its id, or its number in the list
    tidak: KTP belum ada                with a reason
    ya @Siti                            done by somebody in particular, or tried by another actor
    tidak @Siti: KTP belum ada          both: what stands after the colon is the reason, all of it
    selesai +bap=BAP-01.pdf             with a document, by its id in the file

On one line, commas part the choices (`\,` is a comma within one). On several, each line is a choice;
blank lines and those that begin with # are skipped.
"""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING, NamedTuple

from sopkit.cli.files import bounded, limited
from sopkit.cli.parts import Unusable, why
from sopkit.reader import MAX_BYTES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sopkit.views.screen import Screen

__all__ = ["Choice", "choices", "parsed"]

_DOCUMENT = re.compile(r"\s*\+([a-z0-9-]+)=(\S+)")


class Choice(NamedTuple):
    """One act as it was typed."""

    text: str
    word: str
    """Label, id or number of an outcome."""
    by: str = ""
    outputs: Mapping[str, str] = {}
    reason: str | None = None


def choices(script: str, looks: Screen) -> list[Choice]:
    """
    Return the choices in `script`, which is the text itself, `@` and the name of a file, or `-` for standard input.

    Raises:
        Unusable: no file is named, or what is meant cannot be read.
    """
    text = _read(script, looks)
    if "\n" in text.strip():
        items = [line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    else:
        items = [part.replace("\\,", ",") for part in re.split(r"(?<!\\),", text)]
    return [parsed(item) for item in items] if text.strip() else []


def parsed(text: str) -> Choice:
    """
    Return the one choice that is typed here.

    >>> parsed("tidak @Siti +bap=BAP-01.pdf: KTP belum ada")[1:]
    ('tidak', 'Siti', {'bap': 'BAP-01.pdf'}, 'KTP belum ada')
    """
    head, reason = _parted(text.strip())
    outputs = dict(_DOCUMENT.findall(head))
    word, _, by = _DOCUMENT.sub("", head).partition("@")
    return Choice(text.strip(), word.strip(), by.strip(), outputs, reason.strip() or None)


def _parted(text: str) -> tuple[str, str]:
    """Part a choice from its reason, at the first colon that is not of an address."""
    for word in re.finditer(r"\S+", text):
        is_address = "://" in word.group()
        at = len(word.group()) - 1 if is_address and word.group().endswith(":") else word.group().find(":")
        if at >= 0 and (not is_address or at == len(word.group()) - 1):
            return text[: word.start() + at], text[word.start() + at + 1 :]
    return text, ""


def _read(script: str, looks: Screen) -> str:
    if script != "-" and not script.startswith("@"):
        return script
    if script == "@":
        raise Unusable(looks.say("cli.walk.script.unnamed"))
    path = script[1:] or "stdin"
    try:
        data = bounded(path, MAX_BYTES) if script != "-" else limited(sys.stdin.buffer, MAX_BYTES)
        return data.decode("utf-8-sig").replace("\r\n", "\n")
    except FileNotFoundError as error:
        raise Unusable(looks.say("cli.error.script-missing", path=path)) from error
    except UnicodeDecodeError as error:
        raise Unusable(looks.say("cli.error.script", path=path)) from error
    except OSError as error:
        raise Unusable(looks.say("cli.error.script-unreadable", path=path, why=why(error))) from error
