"""
File or text → Sop → text.

The one way in: every layer runs on each text, and what any of them finds is told at once.
"""

from __future__ import annotations

import json
import sys
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from sopkit.errors import DefinitionError, Problem
from sopkit.model import Sop
from sopkit.places import Places
from sopkit.reader.build import build
from sopkit.reader.meaning import meaning, texts
from sopkit.reader.problems import problems
from sopkit.reader.references import references
from sopkit.reader.strict import MAX_BYTES, MAX_FOUND, Found, decode, parse

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable

    from sopkit.model import JSON

__all__ = ["dumps", "load", "loads", "proven", "reference", "shaped"]

REFERENCE = "rekomendasi-izin-usaha-industri.sop.json"


def load(path: str | os.PathLike[str]) -> Sop:
    """
    Read the definition in the file at `path`.

    Raises:
        DefinitionError: the file cannot become a Sop; it carries every problem.
        OSError: the file cannot be read at all.
    """
    with Path(path).open("rb") as file:
        return loads(file.read(MAX_BYTES + 1), file=str(path))


def loads(text: str | bytes, *, file: str = "") -> Sop:
    """
    Read a definition from JSON text, or from its bytes in UTF-8; `file` is the name that problems show.

    Raises:
        DefinitionError: the text cannot become a Sop; it carries every problem.
    """
    _is_one_of(text, str, bytes)
    data = text if isinstance(text, bytes) else text.encode("utf-8", errors="surrogatepass")
    if isinstance(text, bytes) or len(data) > MAX_BYTES:
        text, found = decode(data)
    else:
        text, found = text.removeprefix("\ufeff"), []
    places = Places(file, text)
    sop = tree = None
    if not found:
        tree, found = parse(text)
        if isinstance(tree, dict):
            sop = build(tree)
            found += _slowly(tree) if sop is None else _told(references(tree), meaning(tree))
        elif not found:
            found = [Found("no-object")]
    if found or sop is None:
        total, first = problems(found, places, tree)
        raise DefinitionError(file=file, problems=first, total=total)
    object.__setattr__(sop, "places", places)
    return sop


def shaped(data: bytes, schema: str, *, file: str = "", by_hand: bool = True) -> JSON:
    """
    Return the JSON values in `data`, which are shaped as another schema than that of SOPs says: for files beside them.

    Args:
        data: the bytes of the file.
        schema: the text of its JSON Schema.
        file: its name.
        by_hand: whether people write it; it is small then, and holds only what a page can show.

    Raises:
        DefinitionError: they are not; it carries every problem.
    """
    from sopkit.reader.shape import misshapen  # noqa: PLC0415 - jsonschema is slow to import

    text, found = decode(data) if by_hand else decode(data, most=sys.maxsize)
    tree = None
    if not found:
        tree, found = parse(text) if by_hand else parse(text, most=sys.maxsize)
        found = [one for one in found if by_hand or one.rule != "character-unprintable"]
        found = found or list(misshapen(tree, schema))
    if found:
        total, first = problems(found, Places(file, text), tree)
        raise DefinitionError(file=file, problems=first, total=total)
    return tree


def dumps(sop: Sop) -> str:
    """Return the definition as JSON text: keys in the order of the language, `x-` last, two spaces deep."""
    return json.dumps(sop.to_json(), ensure_ascii=False, indent=2) + "\n"


def reference() -> Sop:
    """Return the SOP that ships with sopkit: Penerbitan Surat Rekomendasi Izin Usaha Bidang Industri."""
    shipped = Path(__file__).parents[1] / "sops"  # in the wheel; a checkout keeps them at its top
    folder = shipped if shipped.is_dir() else Path(__file__).parents[3] / "sops"
    return load(folder / REFERENCE)


def proven(sop: Sop) -> Sop:
    """
    Return `sop` as loading it gives it: itself if it was loaded, else read from what it says.

    Raises:
        DefinitionError: it was made by hand, and is no sound definition.
    """
    _is_one_of(sop, Sop)
    if sop.places is not None:
        return sop
    try:
        text = dumps(sop)
    except (TypeError, ValueError, AttributeError) as error:  # a part that is no value of the language
        raise DefinitionError(file="", problems=(Problem(rule="misshapen"),), total=1) from error
    return loads(text)


def _is_one_of(value: object, *kinds: type) -> None:
    if not isinstance(value, kinds):
        msg = f"here belongs {' or '.join(kind.__name__ for kind in kinds)}, not {type(value).__name__}"
        raise TypeError(msg)


def _told(*layers: Iterable[Found]) -> list[Found]:
    return [one for layer in layers for one in islice(layer, MAX_FOUND)]


def _slowly(tree: JSON) -> list[Found]:
    """Find everything that is wrong with values that `build` doubts."""
    from sopkit.reader.shape import misshapen  # noqa: PLC0415 - jsonschema is slow to import; a sound file needs none

    found = _told(misshapen(tree), references(tree), meaning(tree), texts(tree))
    newer = [one for one in found if one.rule == "newer-language"]
    return newer or found or [Found("misshapen")]
