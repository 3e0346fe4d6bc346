"""
What somebody wrote → what they probably meant.

Only for people: nothing that is guessed here is ever read in the place of what stands in the file.
"""

from __future__ import annotations

import re
from datetime import date
from itertools import islice
from typing import TYPE_CHECKING
from unicodedata import combining, normalize

from sopkit.reader.references import REFERENCES, members, nearest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from fractions import Fraction

    from sopkit.model import JSON

__all__ = ["date_meant", "duration_meant", "id_meant", "key_meant", "thing_meant"]

# Words of the sheet → keys of the language; an Indonesian office thinks in these.
_WORDS = {
    "aktivitas": "activity", "kegiatan": "activity", "uraian": "activity", "uraian_kegiatan": "activity",
    "pelaksana": "actor", "aktor": "actor", "para_pelaksana": "actors", "dokumen": "documents", "langkah": "steps",
    "baris": "steps", "akhir": "ends", "keterangan": "note", "catatan": "note", "kelengkapan": "inputs",
    "persyaratan": "inputs", "masukan": "inputs", "input": "inputs", "output": "outputs", "keluaran": "outputs",
    "waktu": "standard_time", "waktu_baku": "standard_time", "mutu_baku": "standard_time", "minutes": "standard_time",
    "batas_waktu": "complete_within", "deadline": "complete_within", "sla": "complete_within", "nama": "name",
    "judul": "title", "nomor": "number", "no": "number", "pertanyaan": "question", "pilihan": "outcomes",
    "hasil": "outcomes", "keputusan": "outcomes", "ke": "to", "tujuan": "to", "lanjut": "next", "berikutnya": "next",
    "wajib": "requires", "sumber": "source", "bahasa": "language", "versi": "version", "profil": "profile",
    "jabatan": "position", "nip": "id_number", "instansi": "agency", "satuan_kerja": "unit",
    "dasar_hukum": "legal_basis",
    "kualifikasi": "qualifications", "keterkaitan": "related", "peralatan": "equipment", "peringatan": "warnings",
    "pencatatan": "records", "disahkan_oleh": "approved_by", "batal": "cancel", "alasan": "reason", "aturan": "rule",
}  # fmt: skip
_ONWARD = {"to": "next", "goto": "next", "next": "to"}  # what leads on is called otherwise at a step and an outcome
_ENDS = ("end", "finish", "finished", "done", "stop", "selesai", "tamat", "akhir", "berakhir")  # what an end is called
_MONTHS = (
    "januari", "februari", "maret", "april", "mei", "juni", "juli", "agustus", "september", "oktober", "november",
    "desember",
)  # fmt: skip
_ENGLISH_MONTHS = ("january", "february", "march", "may", "june", "july", "august", "october", "december")
_MONTH_OF = {name: n for n, name in enumerate(_MONTHS, 1)} | dict(
    zip(_ENGLISH_MONTHS, (1, 2, 3, 5, 6, 7, 8, 10, 12), strict=True)
)
_UNITS = {
    "D": r"hari(?:\s*kerja)?|(?:working\s+)?days?|hk",
    "H": r"jam|hours?|hrs?",
    "M": r"menit|minutes?|mins?|mnt|m",
    "S": r"detik|seconds?|secs?|s",
}
_SECONDS = {"H": 3600, "M": 60, "S": 1}
_AMOUNT = re.compile(r"\s*([0-9]{1,6}(?![0-9])(?:[.,][0-9]{1,3})?)\s*([a-z]+(?:\s+(?:kerja|days?))?)?\s*(?:dan|and|,)?")


MOST = 40  # characters of a time or a day that somebody may have written in words
MANY_THINGS = 2_000  # looking through more takes longer than a person waits


def key_meant(key: str, absent: tuple[str, ...], known: tuple[str, ...]) -> str | None:
    """Return the key that `key` may be a slip for: sooner one that its object lacks than one it has."""
    word = key.strip().lower().replace("-", "_").replace(" ", "_")
    translated = _WORDS.get(word)
    onward = _ONWARD.get(translated or word) if "outcomes" not in known or "outcomes" in absent else None
    for candidate in (translated, f"{translated}s", str(translated).removesuffix("s"), onward):
        if candidate in absent:
            return candidate
    return nearest(word, absent) or nearest(key, known)


def id_meant(written: str) -> str | None:
    """Return the id that somebody who wrote a name may have meant."""
    plain = normalize("NFKD", written[:200].lower())
    letters = "".join(char for char in plain if not combining(char))  # é → e
    kebab = "-".join(re.findall(r"[a-z0-9]+", letters)).lstrip("0123456789-")[:64].strip("-")
    return kebab or None


def thing_meant(tree: JSON, kind: str, written: str) -> str | None:
    """Return the id of the declared thing that `written` names, by its name, its row or nearly by its id."""
    ids: dict[str, str] = {}
    rows: dict[str, str] = {}
    for id, names, row in _things(tree, kind):
        rows.setdefault(row, id)
        for name in names:
            ids.setdefault(id_meant(name) or name, id)
    ids |= {id: id for id, _, _ in _things(tree, kind)}
    if written.strip() in rows and written.strip():
        return rows[written.strip()]
    if not ids:  # nothing of that kind could be read
        return id_meant(written) if written != id_meant(written) else None
    wanted = id_meant(written) or written
    end = _only_end(tree) if kind == "place" and wanted in _ENDS else None
    return ids.get(wanted) or end or ids.get(nearest(wanted, tuple(ids)) or "")


def _only_end(tree: JSON) -> str | None:
    """Return the end at which every case ends; None where there are several."""
    if "ends" not in tree:
        return "end"
    ends = [end.get("id") for _, end in members(tree, "ends")]
    return ends[0] if len(ends) == 1 and isinstance(ends[0], str) else None


def _things(tree: JSON, kind: str) -> Iterator[tuple[str, list[str], str]]:
    """Yield id, names and row (of steps) of each thing of a kind."""
    for key in REFERENCES[kind]:
        for n, thing in islice(members(tree, key), MANY_THINGS):
            name = thing.get("name", thing.get("activity"))
            names = list(name.values()) if isinstance(name, dict) else [name]
            if isinstance(thing.get("id"), str):
                row = str(thing.get("number", n + 1)) if key == "steps" else ""
                yield thing["id"], [name for name in names if isinstance(name, str)], row


def duration_meant(written: JSON) -> str | None:
    """Return a working time as it is written in a file for `30 menit`, `2 hari kerja`, `1,5 jam` or a bare number."""
    text = str(written)[:MOST].strip().lower()
    if len(str(written)) >= MOST:
        return None
    if re.fullmatch(r"p?t?[0-9.]+[dhms](?:[0-9.]+[hms])*|p[0-9]+dt[0-9hms.]+", text):
        text = re.sub(r"([dhms])", r"\1 ", re.sub(r"^p?t?|(?<=d)t", "", text))
        text = re.sub(r"([0-9.])d ", r"\1 hari ", text).replace("h ", " jam ")
    from fractions import Fraction  # noqa: PLC0415  few files need it, and it brings decimal along

    text = re.sub(r"(?<=[0-9])\.(?=[0-9]{3}(?![0-9]))", "", text)  # 1.200 menit are twelve hundred
    days, seconds, at = Fraction(0), Fraction(0), 0
    parts = list(_AMOUNT.finditer(text)) if text else []
    for match in parts:
        unit = _unit(match.group(2))
        if match.start() != at or unit is None or (match.group(2) is None and len(parts) > 1):
            return None
        amount = Fraction(match.group(1).replace(",", "."))
        days += amount if unit == "D" else 0
        seconds += amount * _SECONDS.get(unit, 0)
        at = match.end()
    if not parts or at != len(text):
        return None
    if len(parts) == 1 and amount and amount.denominator == 1 and amount < 1_000_000:
        return f"P{amount}D" if unit == "D" else f"PT{amount}{unit}"  # 120 minutes stay minutes on the sheet
    return _written(days, seconds)


def _unit(word: str | None) -> str | None:
    if word is None:
        return "M"  # the sheet counts in minutes
    return next((unit for unit, words in _UNITS.items() if re.fullmatch(words, word.strip())), None)


def _written(days: Fraction, seconds: Fraction) -> str | None:
    if days.denominator != 1 or seconds.denominator != 1 or not days + seconds:
        return None
    whole = int(seconds)
    if whole % 60:
        minutes, rest = divmod(whole, 60)
        time = f"{f'{minutes}M' if minutes else ''}{rest}S"
    elif whole % 3600:
        time = f"{whole // 60}M" if whole < 3600 * 2 else f"{whole // 3600}H{whole % 3600 // 60}M"
    else:
        time = f"{whole // 3600}H"
    return "P" + (f"{days}D" if days else "") + (f"T{time}" if whole else "")


def date_meant(written: str) -> str | None:
    """Return the day as it is written in a file for `05-01-2026`, `5/1/2026` or `5 Januari 2026`."""
    match = len(written) < MOST and re.fullmatch(
        r"\s*([0-9]{1,2})[\s./-]+([0-9]{1,2}|[A-Za-z]+)[\s./-]+([0-9]{4})\s*", written
    )
    if not match:
        return None
    day, month, year = match.groups()
    number = int(month) if month.isdigit() else _MONTH_OF.get(month.lower(), 0)
    try:
        return date(int(year), number, int(day)).isoformat()
    except ValueError:
        return None
