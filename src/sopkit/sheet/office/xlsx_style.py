"""
Looks of cells → the styles of a workbook, each once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sopkit.sheet.office.parcel import HEAD

if TYPE_CHECKING:
    from sopkit.sheet.values import Cell

__all__ = ["DIGIT", "SPREADSHEET", "Looks"]

SPREADSHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
DIGIT = 10
"""
How wide a digit of the workbook's own letters is, in dots of 1/96 inch.

Widths of columns are counted in digits. Arial is taken at 13.5 points because its digits are 10.01 dots wide there:
Excel, which counts whole dots, and LibreOffice, which does not, then make columns of one width. No cell shows these
letters.
"""
_OWN = 13.5
_FORMULA = ("=", "+", "-", "@")


class _Look(NamedTuple):
    size: float
    bold: bool
    struck: bool
    shaded: bool
    ruled: bool
    align: str
    upright: str
    is_quoted: bool


class Looks:
    """The looks that cells of a workbook have, by number."""

    def __init__(self) -> None:
        """Begin with none."""
        self._numbers: dict[_Look, int] = {}

    def number(self, cell: Cell) -> int:
        """Return the number of a cell's look; words that begin like a formula stay words when somebody edits them."""
        text = (cell.numbers or cell.lines or ("",))[0]
        look = _Look(
            cell.size,
            cell.bold,
            cell.struck,
            cell.shaded,
            cell.ruled,
            cell.align,
            cell.upright,
            text.startswith(_FORMULA),
        )
        return self._numbers.setdefault(look, len(self._numbers) + 1)

    def part(self) -> str:
        """Return the part of the workbook that tells how they look."""
        fonts = "".join(
            f"<font>{'<b/>' if look.bold else ''}{'<strike/>' if look.struck else ''}{_font(look.size)}</font>"
            for look in self._numbers
        )
        looks = "".join(_cell(number, look) for look, number in self._numbers.items())
        side = '<{0} style="thin"><color rgb="FF000000"/></{0}>'
        sides = "".join(side.format(name) for name in ("left", "right", "top", "bottom"))
        count = len(self._numbers) + 1
        return (
            f'{HEAD}<styleSheet xmlns="{SPREADSHEET}"><fonts count="{count}"><font>{_font(_OWN)}</font>{fonts}</fonts>'
            '<fills count="3"><fill><patternFill patternType="none"/></fill>'
            '<fill><patternFill patternType="gray125"/></fill><fill>'
            '<patternFill patternType="solid"><fgColor rgb="FFEEEEEE"/></patternFill></fill></fills>'
            '<borders count="2"><border><left/><right/><top/><bottom/><diagonal/></border>'
            f"<border>{sides}<diagonal/></border></borders>"
            '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
            f'<cellXfs count="{count}"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>{looks}</cellXfs>'
            '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
        )


def _font(points: float) -> str:
    return f'<sz val="{points:g}"/><color rgb="FF000000"/><name val="Arial"/><family val="2"/>'


def _cell(number: int, look: _Look) -> str:
    quoted = ' quotePrefix="1"' if look.is_quoted else ""
    turned = ' textRotation="90"' if look.align == "upright" else ""
    return (
        f'<xf numFmtId="49" fontId="{number}" fillId="{2 if look.shaded else 0}" borderId="{1 if look.ruled else 0}" '
        f'xfId="0"{quoted} applyNumberFormat="1" applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1">'
        f'<alignment horizontal="{"left" if look.align == "left" else "center"}" '
        f'vertical="{"top" if look.upright == "top" else "center"}"{turned} wrapText="1"/></xf>'
    )
