"""
Cover → what it leaves out, and what on it cannot be right: dates, number, approver, warnings, records.
"""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import date
from itertools import combinations
from typing import TYPE_CHECKING

from sopkit.checks.finding import Found
from sopkit.checks.profiles import number_form
from sopkit.checks.survey import brief

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sopkit.checks.survey import Survey
    from sopkit.errors import Fact

__all__ = [
    "approver_full", "dates_order", "identity_complete", "is_placeholder", "number_format", "record_present",
    "warning_form",
]  # fmt: skip

# What every cover states. The unit is part of the agency's name on many, and a first version has no revision.
_FIELDS = (
    "agency", "number", "created", "effective", "approved_by", "legal_basis", "qualifications", "related", "equipment",
    "warnings", "records",
)  # fmt: skip
_DATES = ("created", "revised", "effective")

_PLACEHOLDER = re.compile(r"[\W_]*|x{3,}|tidak ada|belum ada|nihil|n/a", re.IGNORECASE)

# Who is elected or appointed from outside the civil service, and so may have no NIP.
_NO_NIP = re.compile(r"\b(?:gubernur|bupati|wali ?kota|menteri|presiden|ketua|kepala desa|rektor|direktur)\b")
_NIP = re.compile(r"(?P<head>NIP\b)?(?P<digits>[\d\s.:-]+)", re.IGNORECASE)
_YOUNGEST = 15  # years of age at appointment; whoever is younger was not appointed

# A warning says what follows: on a condition, as a consequence, or what is to be prevented.
_CONSEQUENCE = re.compile(
    r"\b(?:jika|apabila|bila|bilamana|kalau|manakala|akan|dapat|bisa|akibat\w*|berakibat|mengakibatkan|menyebabkan"
    r"|menimbulkan|berdampak|berpotensi|berisiko|beresiko|risiko|resiko|menghambat|terhambat|tertunda|terlambat"
    r"|terganggu|mengganggu|merugikan|kerugian|gagal|batal|sanksi|dikenai|dikenakan|mencegah|menghindari"
    r"|(?:agar|supaya|sehingga) tidak)\b"
)

# "Disimpan sebagai data elektronik dan manual": how records are kept, and not which.
_HOW_KEPT = re.compile(
    r"(?:di)?(?:simpan|arsipkan|catat|data|dokumentasikan|arsip|kearsipan|elektronik|digital|manual|fisik"
    r"|secara|sebagai|dalam|bentuk|dan|atau|maupun|serta|hardcopy|softcopy|hard|soft|copy|file|berkas|di"
    r"|komputer|penyimpanan|pencatatan|pendataan)"
)


def identity_complete(survey: Survey) -> Iterator[Found]:
    """Find which fields of the cover are missing, as one finding."""
    identity = survey.sop.identity
    if identity is None:
        yield Found("", variant="none")
        return
    missing = tuple(field for field in _FIELDS if not getattr(identity, field))
    if missing:
        yield Found("/identity", {"fields": missing})


def dates_order(survey: Survey) -> Iterator[Found]:
    """Find dates of the cover that run backwards: made, revised, in force."""
    dates = [(field, getattr(survey.sop.identity, field, None)) for field in _DATES]
    dated = [(field, day) for field, day in dates if day is not None]
    wrong = [(one, other) for one, other in combinations(dated, 2) if one[1] > other[1]]
    for (other, late), (field, early) in wrong[:1]:
        facts = {"field": field, "early": str(early), "other": other, "late": str(late)}
        yield Found(f"/identity/{field}", facts)


def number_format(survey: Survey) -> Iterator[Found]:
    """Find a number of the SOP that is none by the pattern of the profile."""
    number = survey.sop.identity.number if survey.sop.identity else None
    form = number_form(survey.sop.profile)
    if number and form and not re.search(form["pattern"], number, re.IGNORECASE):
        yield Found("/identity/number", {"number": number, "example": form["example"]})


def approver_full(survey: Survey) -> Iterator[Found]:
    """Find an approver without position, name or NIP, and a NIP that cannot be one."""
    approver = survey.sop.identity.approved_by if survey.sop.identity else None
    if approver is None:
        return
    fields: list[str] = [field for field in ("position", "name") if not getattr(approver, field)]
    position = approver.position.in_("id").casefold() if approver.position else ""
    written = approver.id_number or ""
    if is_placeholder(written) and not _NO_NIP.search(position):
        fields.append("id_number")
    if fields:
        yield Found("/identity/approved_by", {"fields": tuple(fields)})
    for variant, facts in _nip(written):
        yield Found("/identity/approved_by/id_number", {"nip": written, **facts}, variant)


def _nip(written: str) -> Iterator[tuple[str, dict[str, Fact]]]:
    """Yield the first thing that is certainly wrong with a NIP; the numbers of soldiers and others are left alone."""
    match = _NIP.fullmatch(written.strip())
    digits = re.sub(r"\D", "", match["digits"]) if match else ""
    if len(digits) != 18:
        if digits and match and (match["head"] or len(digits) > 14):
            yield "length", {"count": len(digits)}
        return
    born = None
    with suppress(ValueError):
        born = date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    year, month = int(digits[8:12]), int(digits[12:14])
    if born is None:
        yield "born", {"digits": digits[:8]}
    elif year < born.year + _YOUNGEST or month == 0 or 12 < month < 21:  # from 21 on it is a kind of contract
        yield "appointed", {"digits": digits[8:14]}
    elif digits[14] not in "12":
        yield "sex", {"digits": digits[14]}


def warning_form(survey: Survey) -> Iterator[Found]:
    """Find warnings in Indonesian that do not say what follows."""
    for n, text in enumerate(survey.sop.identity.warnings if survey.sop.identity else ()):
        words = text.in_("id")
        if "id" in text.languages and not (is_placeholder(words) or _CONSEQUENCE.search(words.casefold())):
            yield Found(f"/identity/warnings/{n}", {"warning": brief(text)})


def record_present(survey: Survey) -> Iterator[Found]:
    """Find records that name no form and no register: only dashes, or only how they are kept."""
    records = survey.sop.identity.records if survey.sop.identity else ()
    named = [(n, text) for n, text in enumerate(records) if not is_placeholder(str(text))]
    if records and not named:
        yield Found("/identity/records/0", {"record": brief(records[0])}, "nothing")
    elif named and all("id" in text.languages and _is_how_kept(text.in_("id")) for _, text in named):
        n, text = named[0]
        yield Found(f"/identity/records/{n}", {"record": brief(text)})


def _is_how_kept(words: str) -> bool:
    return all(_HOW_KEPT.fullmatch(word) for word in re.findall(r"[^\W_]+", words.casefold()))


def is_placeholder(words: str) -> bool:
    """Return whether words only hold a place: a dash, dots, `xxx`, "tidak ada"."""
    return bool(_PLACEHOLDER.fullmatch(words.strip().rstrip(".")))
