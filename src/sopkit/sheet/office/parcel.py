"""
Parts of an office document → the bytes of its file: a ZIP in which nothing tells when or where it was made.
"""

from __future__ import annotations

import re
from html import escape  # xml.sax would bring half of a web client along
from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["HEAD", "RELATED", "emu", "packed", "properties", "relations", "twips", "typed", "xml"]

HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATED = f'xmlns:r="{_OFFICE}"'
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_META = f"{_PACKAGE}/relationships/metadata"
_CORE = "core-properties"
_DATE = 1980, 1, 1, 0, 0, 0  # the first one that a ZIP knows
_NEVER = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def xml(text: str) -> str:
    """Return a text as it is written in XML, also between quotation marks; what XML cannot hold becomes U+FFFD."""
    return escape(_NEVER.sub("\ufffd", text))


def emu(length: float) -> int:
    """Return millimetres in the units of DrawingML."""
    return round(length * 36000)


def twips(length: float) -> int:
    """Return millimetres in twentieths of a point."""
    return round(length / 25.4 * 1440)


def packed(parts: Mapping[str, str | bytes]) -> bytes:
    """Return a package of these parts, in this order."""
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as package:
        for name, content in parts.items():
            info = ZipInfo(name, _DATE)
            info.create_system = 0  # on every system
            info.compress_type = ZIP_DEFLATED
            package.writestr(info, content)
    return file.getvalue()


def typed(parts: Mapping[str, str]) -> str:
    """Return the part that says what each part, by its path, holds."""
    said = "".join(f'<Override PartName="/{path}" ContentType="{kind}"/>' for path, kind in parts.items())
    return (
        f'{HEAD}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Default Extension="png" ContentType="image/png"/>{said}</Types>'
    )


def relations(targets: Mapping[str, str]) -> str:
    """Return the part that says which others belong to a part, by their path from there; they are r1, r2, ..."""
    said = "".join(
        f'<Relationship Id="r{n}" Type="{_OFFICE if kind != _CORE else _META}/{kind}" Target="{path}"/>'
        for n, (path, kind) in enumerate(targets.items(), 1)
    )
    return f'{HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{said}</Relationships>'


def properties(title: str, language: str) -> str:
    """Return the part with what the document is; without dates, so that nothing false is told."""
    return (
        f'{HEAD}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:title>{xml(title)}</dc:title><dc:language>{xml(language)}</dc:language></cp:coreProperties>"
    )
