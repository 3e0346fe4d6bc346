r"""
Typed text → the rows of a draft: what is done, by whom, how long, and where it leads.

    Mengisi formulir @Pemohon 15 menit                              one row: activity, @ and who does it, the time
    Memeriksa berkas @Petugas 30m ? Ya -> lanjut, Tidak -> 1        a decision: its outcomes, each with -> and where to
    Memeriksa berkas @Petugas 30m Lengkap? Ya -> 3, Tidak -> 1      with the question in its diamond
    Menilai @Kepala 1 jam ? Ya -> lanjut, Tidak -> selesai Ditolak  an end of its own name
    Memperbaiki @Pemohon 10m -> 2                                   a row that leads elsewhere than to the next

Semicolons or line breaks part the rows; `\;` and `\,` are a semicolon and a comma within one. `lanjut` is the following
row, `kembali` the one before, a number or the words of an activity a row, `selesai` the end. What is left out is left
empty: whoever asked for it knows whether it may be.
"""

from __future__ import annotations

import re
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from sopkit.draft import END, NEXT
from sopkit.reader.meant import duration_meant
from sopkit.worktime import Duration

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Typed", "decides", "parsed", "row", "target", "time", "words"]

_ARROW = re.compile(r"\s*(?:->|=>|→)\s*")
_NUMBERED = re.compile(r"^\s*(?:[0-9]{1,3}[.)]|[-*•])\s+")
_UNIT = (
    r"(?:menit|minutes?|mins?|mnt|m|jam|hours?|hrs?|h|hari(?:\s+kerja)?|hk|(?:working\s+)?days?|d|detik|seconds?|secs?"
    r"|s|minggu|pekan|weeks?|bulan|months?)(?![\w])"
)
_NUMBER = r"[0-9]+(?:[.,][0-9]+)?"
# Wider than what a time may be, so that one which is none is not taken for part of a name.
_TIME = re.compile(
    rf"(?<![\w])(?:[-−+](?=[0-9]))?(?:{_NUMBER}\s*(?:-|–|sampai|hingga|s\.?d\.?|to)\s*)?"
    rf"(?:{_NUMBER}\s*{_UNIT}\s*(?:(?:dan|and)\s+)?)+|\bP(?:T?[0-9]+[DHMS])+\b",
    re.I,
)
_NEXT = ("", "lanjut", "berikutnya", "langkah berikutnya", "next", "next step", "continue")
_BACK = ("kembali", "back", "sebelumnya", "previous")
_NO_NAMES = ("", "selesai", "end")  # what the usual end is called anyway
_END = re.compile(r"(?:selesai|akhir|tamat|end|finish|finished|done)\b[\s:(.,–-]*(.*?)[\s).]*", re.IGNORECASE)
_ROW = re.compile(r"(?:(?:kembali|ke|langkah|baris|kegiatan|nomor|no\.?|back|to|step|row)\s+|#)*([0-9]{1,4})", re.I)


class Typed(NamedTuple):
    """One row as it was typed; where it leads is still in words."""

    activity: str
    actor: str = ""
    time: str = ""
    question: str = ""
    """What is asked, or whatever else stands behind the time."""
    ways: tuple[tuple[str, str], ...] = ()
    to: str = ""
    no_time: str = ""
    """What stands where the time should, if it is none."""


def parsed(text: str) -> list[Typed]:
    """Return the rows in `text`."""
    parts = re.split(r"(?<!\\);|\n", text)
    return [row(part.replace("\\;", ";")) for part in parts if part.strip()]


def row(text: str) -> Typed:
    """
    Return the one row that is typed here.

    >>> row("Memeriksa berkas @Kepala Seksi 1 jam Lengkap? Ya -> lanjut, Tidak -> 1")[1:4]
    ('Kepala Seksi', 'PT1H', 'Lengkap?')
    """
    head, question, ways = _decision(_NUMBERED.sub("", text))
    to = ""
    if not ways:
        head, *leads = _ARROW.split(head, maxsplit=1)
        to = "".join(leads)
    before, at, after = head.rpartition("@") if "@" in head else (head, "", "")
    times = list(_TIME.finditer(after if at else before))
    if at and times:
        after, asked = after[: times[-1].start()], after[times[-1].end() :].strip(" ).,;:?")
        question = f"{asked}?" if asked else question
    elif times := [match for match in _TIME.finditer(before) if not before[match.end() :].strip()]:
        before = before[: times[0].start()]
    said = times[-1].group().strip() if times else ""
    norm = time(said)
    return Typed(_name(before), _name(after), norm, question, ways, to.strip(), "" if norm else said)


def decides(ways: Sequence[tuple[str, str]]) -> bool:
    """Return whether these are the outcomes of a decision: two or more, each with a label of its own."""
    labels = {label.casefold() for label, _ in ways}
    return 1 < len(ways) == len(labels) and "" not in labels


def time(said: str) -> str:
    """Return a time as a file writes it, a bare number as minutes; nothing if it is none that a file may hold."""
    meant = duration_meant(said.strip(" .,()")) or ""
    with suppress(ValueError):
        return Duration(meant).text
    return ""


def target(said: str, n: int, rows: Sequence[Typed]) -> int | str | None:
    """Return where row `n` leads by these words: a row, NEXT, END, another end by its name; None if nobody can tell."""
    wanted = words(said).casefold().rstrip(".")
    if wanted in _NEXT:
        return NEXT
    if wanted in _BACK:
        return max(1, n - 1)
    if number := _ROW.fullmatch(wanted):
        return int(number.group(1)) or None
    same = next((m for m, one in enumerate(rows, 1) if one.activity.casefold() == wanted), None)
    if same is None and (end := _END.fullmatch(words(said))):
        return END if end.group(1).casefold() in _NO_NAMES else end.group(1)
    return same


def _decision(text: str) -> tuple[str, str, tuple[tuple[str, str], ...]]:
    """Part a row from the question and the outcomes that end it, if any do."""
    head, mark, tail = text.partition("?")
    arrow = _ARROW.search(tail)
    if not mark or not arrow:
        return text, "", ()
    inner = tail.rfind("?", 0, arrow.start())
    question, tail = tail[: inner + 1], tail[inner + 1 :]
    ways = [_ARROW.split(part.replace("\\,", ","), maxsplit=1) for part in re.split(r"(?<!\\),", tail)]
    return head, words(question), tuple((words(label), words("".join(to))) for label, *to in ways)


def _name(text: str) -> str:
    """Return the words of a name without the mark that parts it from what follows."""
    return words(text).rstrip(" -–—,:(")


def words(text: str) -> str:
    """Return the words of `text` without what nobody sees: line breaks, and characters that a page cannot show."""
    return "".join(char for char in " ".join(text.split()) if char.isprintable())
