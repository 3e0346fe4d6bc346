"""
Words → Citation: which regulation a line of the legal basis names, however it is written.

It reads Indonesian names of regulations and nothing else; what it does not know, it leaves alone.
"""

from __future__ import annotations

import re
from functools import lru_cache

import attrs

__all__ = ["Citation", "citations", "cited", "is_incomplete", "is_numbered_by_hand"]

_UNDANG = r"undang[ -]*undang"
_MOST = 120  # characters between the kind of a regulation and its number: who issued it

# Kind → its rank in the hierarchy and how it is written, the longer names first. A regional regulation has a rank
# by its region.
_KINDS = {
    "uud": (0, rf"{_UNDANG} dasar\b|uud\b"),
    "tap-mpr": (1, r"ketetapan (?:majelis permusyawaratan rakyat|mpr)\b|tap\.? ?mprs?\b"),
    "perppu": (2, rf"peraturan pemerintah pengganti {_UNDANG}\b|perp?pu\b"),
    "uu": (2, rf"{_UNDANG}\b|uu\b"),
    "pp": (3, r"peraturan pemerintah\b|pp\b"),
    "perpres": (4, r"peraturan presiden\b|perpres\b"),
    "keppres": (4, r"keputusan presiden\b|kepp?res\b"),
    "permen": (5, r"peraturan (?:bersama )?menteri\b|permen|pmk\b|per(?=/\d+/m\.?pan/)"),
    "kepmen": (5, r"keputusan (?:bersama )?menteri\b|kepmen|kmk\b|kep(?=/\d+/m\.?pan/)"),
    "peraturan-badan": (5, r"peraturan (?:kepala )?(?=(?:badan|lembaga|arsip nasional)\b)|perka\b"),
    "perda": (None, r"peraturan daerah\b|perda\b"),
    "pergub": (7, r"peraturan gubernur\b|pergub\b"),
    "kepgub": (7, r"keputusan gubernur\b|kepgub\b"),
    "perbup": (9, r"peraturan bupati\b|perbup\b"),
    "kepbup": (9, r"keputusan bupati\b|kepbup\b"),
    "perwali": (9, r"peraturan wali ?kota\b|perwali?\b|perwako\b"),
    "kepwali": (9, r"keputusan wali ?kota\b|kepwali?\b"),
}  # fmt: skip
_REGIONS = ((6, ("prov", "prop", "daerah khusus", "daerah istimewa")), (8, ("kab", "kota")))
_LOCAL = re.compile(r"daerah|prov|kab|kota|desa")  # an agency of a region, whose rules have another rank

# The many names of those who issue what an SOP often cites, without blanks → one.
_ISSUERS = {
    "dalamnegeri": "dagri",
    "pendayagunaanaparaturnegaradanreformasibirokrasi": "pan",
    "pendayagunaanaparaturnegara": "pan",
    "pandanrb": "pan",
    "panrb": "pan",
    "kesehatan": "kes",
    "keuangan": "keu",
    "perindustrian": "perin",
}
_OWN_ISSUER = {"pmk": "keu", "kmk": "keu", "per": "pan", "kep": "pan"}  # an abbreviation that says who issued it

_KIND = "|".join(f"(?P<k{n}>{written})" for n, (_, written) in enumerate(_KINDS.values()))
_NAME = re.compile(rf"(?<![\w/.-])(?:{_KIND})")
_REST = re.compile(
    rf"(?P<issuer>(?:(?!\b(?:tentang|tahun|thn?|nomor|nomer|no)\b)[^\d;()]){{0,{_MOST}}}?)"
    r"(?:\b(?:nomor|nomer|no)\b[ .:]*(?P<marked>\w[^\s,;()]*)|(?P<bare>(?:\b(?:per|kep)\b)?[./-]?\d[^\s,;()]*))"
    r"(?:[ ,]*\b(?:tahun|thn?)\b[ .:]*(?P<year>(?:19|20)\d\d)(?!\d))?"
)
_MARKER = re.compile(r"(?:\(?(?:\d{1,2}|[a-z])[.)]|[-–—•*])[ ]*")  # a list that is numbered by hand
_SLASH = re.compile(r"(?: ?/ ?)+")
_INITIALS = re.compile(r"\br\.? ?i\b\.?")
_OF_THE_STATE = re.compile(r"\b(?:republik indonesia|ri)\b|^ *negara\b")
_BETWEEN = re.compile(r"[\W_]+")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_NUMBER = re.compile(r"(?<!\d)\d{1,6}[a-z]?(?![a-z\d])")
_ROMAN = re.compile(r"[ivxlcm]+(?=/)")


@attrs.frozen
class Citation:
    """One regulation; two ways to write it give the same."""

    kind: str
    """`uu`, `pp`, `permen`, …"""
    issuer: str = ""
    """Who issued it, where several do: a minister, an agency, a region; in small letters, without blanks."""
    number: str = ""
    """Without leading zeros; empty if it is not said, or has none."""
    year: int | None = None
    rank: int | None = attrs.field(default=None, eq=False)
    """Its place in the hierarchy, 0 on top; None where the words do not tell."""

    @property
    def is_complete(self) -> bool:
        """Whether its number and year are known, or it has none."""
        return self.kind == "uud" or bool(self.number and self.year)


@lru_cache(maxsize=1024)  # two rules ask, and the SOPs of one agency cite the same
def cited(words: str) -> Citation | None:
    """
    Return the regulation that a line of the legal basis begins with; None if it begins with none that is known here.

    >>> cited("PP No. 5/2021") == cited("Peraturan Pemerintah Republik Indonesia Nomor 5 Tahun 2021 tentang …")
    True
    """
    plain = _plain(words)
    marker = _MARKER.match(plain)
    name = _NAME.match(plain, marker.end() if marker else 0)
    return _citation(plain, name) if name else None


def citations(words: str) -> tuple[Citation, ...]:
    """Return every regulation that is named with its number and year, in the order of the words."""
    plain = _plain(words)
    found = (_citation(plain, name) for name in _NAME.finditer(plain))
    return tuple(one for one in found if one.number and one.year)


def is_incomplete(words: str) -> bool:
    """Return whether a line names a regulation, and neither there nor further on its number or its year."""
    law = cited(words)
    if law is None or law.is_complete:
        return False
    plain = _plain(words)
    without_years, years = _YEAR.subn("", plain)
    return not years or not re.search(r"\d", without_years)


def is_numbered_by_hand(words: str) -> bool:
    """Return whether a line begins with its own number or bullet."""
    return bool(_MARKER.match(_plain(words)))


def _plain(words: str) -> str:
    """Return words in small letters, with single blanks, and none around a slash or within a compound."""
    plain = " ".join(words.casefold().replace("–", "-").split())
    return _INITIALS.sub("ri", _SLASH.sub("/", plain))


def _citation(plain: str, name: re.Match[str]) -> Citation:
    kind = next(kind for n, kind in enumerate(_KINDS) if name[f"k{n}"] is not None)
    rest = _REST.match(plain, name.end()) if kind != "uud" else None
    issuer = _issuer(rest["issuer"] if rest else "")
    token = (rest["marked"] or rest["bare"] or "") if rest else ""
    year = (rest["year"] if rest else None) or _last_year(token)
    own = "pan" if "m.pan/" in token or "mpan/" in token else _OWN_ISSUER.get(name[0], "")
    rank = _rank(kind, rest["issuer"] if rest else "")
    return Citation(kind, own or issuer, _number(token), int(year) if year else None, rank)


def _issuer(words: str) -> str:
    squeezed = _BETWEEN.sub("", _OF_THE_STATE.sub(" ", words))
    return _ISSUERS.get(squeezed, squeezed)


def _rank(kind: str, issuer: str) -> int | None:
    words = issuer.strip()
    if kind == "perda":
        return next((rank for rank, begins in _REGIONS if words.startswith(begins)), None)
    if kind == "peraturan-badan" and _LOCAL.search(words):
        return None
    return _KINDS[kind][0]


def _last_year(token: str) -> str | None:
    """Return the year at the end of a number such as `113/pmk.05/2012`."""
    last = token.rstrip(".:").rpartition("/")[2]
    return last if "/" in token and _YEAR.fullmatch(last) else None


def _number(token: str) -> str:
    """Return the number within `5`, `05/2021`, `per/21/m.pan/11/2008`, `xi/mpr/1998`."""
    found = _ROMAN.match(token) or _NUMBER.search(token)
    return found[0].lstrip("0") if found else ""
