"""
Words of a step → those that do not open with a verb, hide it, do two things at once, or decide in passing.

The wording rules of the government's guideline; they look at Indonesian words only, but for the length.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sopkit.checks.finding import Found
from sopkit.checks.indonesian import (
    ACTIVE,
    PASSIVE,
    activities,
    forms,
    indonesian,
    is_verb,
    listed_words,
    spot,
    voice,
    words,
)
from sopkit.checks.positions import canonical, heads

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sopkit.checks.survey import Survey
    from sopkit.model import Text

__all__ = ["decision_in_text", "hari_ambiguous", "one_action", "text_length", "vague_verb", "verb_first"]

LONGEST = 200  # characters of an activity that a row of the sheet still holds

_OPENING = 8  # words of an activity in which its subject and its verb are looked for

# What may stand before the first word: numbers and signs, "a.", "(opsional)".
_LEAD = re.compile(r"(?:\([^()]{0,60}\)|[A-Za-z]{1,2}[.)]\s|[\W\d_])*")


def verb_first(survey: Survey) -> Iterator[Found]:
    """Find activities that open with anything but a verb: a noun, a passive, whoever performs it."""
    nouns = listed_words("nouns")["melakukan"]
    names = {tuple(words(said.lower())) for actor in survey.sop.actors for _, said in actor.name.by_language}
    for step, at, said in activities(survey):
        written = words(_lead_off(said))[:_OPENING]
        opening = [word.lower() for word in written]
        verb = next((n for n, word in enumerate(opening) if word not in forms("before_verbs")), 0)
        if not opening or is_verb(opening[verb]):
            continue
        facts = {**survey.named(step), "word": written[0]}
        if opening[0] in nouns:
            yield Found(at, {**facts, "verb": nouns[opening[0]].capitalize()}, "noun")
        elif voice(opening[0]) == PASSIVE:
            yield Found(at, facts, "passive")
        elif subject := _subject(opening, names):
            yield Found(at, {**facts, "subject": " ".join(written[:subject])}, "subject")
        else:
            yield Found(at, facts)


def _lead_off(said: str) -> str:
    lead = _LEAD.match(said)
    return said[lead.end() :] if lead else said


def _subject(opening: Sequence[str], names: set[tuple[str, ...]]) -> int:
    """Return how many words of an opening name whoever performs it; 0 where none does."""
    verb = next((n for n, word in enumerate(opening) if n and (voice(word) == ACTIVE or word == "yang")), 0)
    is_named = any(tuple(opening[:n]) in names for n in range(1, len(opening)))
    return verb if is_named or opening[0] in heads() else 0


_VAGUE = re.compile(
    r"\b(melakukan|melaksanakan|mengadakan|membuat|memberi(?:kan)?)\s+(?:(?:proses|kegiatan)\s+)?([a-z]+)\b"
    r"(?!\s*/|\s+(?:dan/)?atau\b)",  # "memberikan persetujuan atau penolakan" is not to approve
    re.IGNORECASE,
)
# What one holds for others, which is not the same as doing it: "mengadakan pelantikan", "melaksanakan pelayanan".
_HELD = ("diskusi", "konsultasi", "pelantikan", "pelayanan", "pertemuan", "seleksi", "sosialisasi", "wawancara")
_LIKE = {"melaksanakan": "melakukan", "mengadakan": "melakukan", "memberi": "memberikan"}


def vague_verb(survey: Survey) -> Iterator[Found]:
    """Find activities that say "carry out a check" where there is a verb, "check"."""
    instead = listed_words("nouns")
    for step, at, said in activities(survey):
        for match in _VAGUE.finditer(said):
            vague, noun = match[1].lower(), match[2].lower()
            verb = instead[_LIKE.get(vague, vague)].get(noun)
            if verb and not (noun in _HELD and vague in ("melaksanakan", "mengadakan")):
                verb = verb.capitalize() if match[1][0].isupper() else verb
                yield Found(at, {**survey.named(step), "phrase": " ".join(match[0].split()), "verb": verb})
                break


_AND = re.compile(
    r"\b(dan/atau|dan|serta|kemudian|lalu|selanjutnya|sekaligus)\b[\s,]+"
    r"(?:(?:akan|langsung|segera|kemudian|selanjutnya)\s+)?([a-z]+(?:-[a-z]+)?)(?=(.{0,40}))",
    re.IGNORECASE | re.DOTALL,
)
# What opens a clause within the activity: its verbs are not what the step does.
_WITHIN = re.compile(
    r"\b(?:yang|untuk|agar|guna|supaya|bahwa|apakah|jika|apabila|bila|kalau|sebelum|setelah|sesudah|ketika|saat|dengan|"
    r"cara)\b((?:\s+\w+){1,4})",
    re.IGNORECASE,
)
_BACK = 300  # characters in which such clauses are looked for
_IF = re.compile(r"\b(?:jika|apabila|bila|bilamana|kalau)\b", re.IGNORECASE)
_RECEIVER = re.compile(r"\s+(?:kembali\s+)?(?:kepada|ke)\s+((?:\w+\s*){1,4})", re.IGNORECASE)


def one_action(survey: Survey) -> Iterator[Found]:
    """Find activities in which a second verb is joined to the first."""
    own = {actor.id: _words_of(actor.name) for actor in survey.sop.actors}
    for step, at, said in activities(survey):
        for match in _AND.finditer(said):
            if match.start() and _is_second(said[: match.start()], match[2].lower(), match[3], own[step.actor]):
                phrase = " ".join(said[match.start(1) : match.end(2)].split())
                yield Found(at, {**survey.named(step), "phrase": phrase})
                break


def _words_of(name: Text) -> frozenset[str]:
    """Return the words of an actor's name, in each language."""
    return frozenset(word for _, said in name.by_language for word in canonical(words(said)))


def _is_second(before: str, verb: str, after: str, own: frozenset[str]) -> bool:
    """Return whether a verb that is joined to what stands before it is another thing that the step does."""
    spoken = voice(verb)
    if not spoken or verb in forms("states") or (verb.startswith("ber") and verb not in forms("joint_verbs")):
        return False
    if _IF.search(after):
        return False
    clauses = _WITHIN.findall(before[-_BACK:].lower())
    if all(spoken != next(filter(None, map(voice, words(clause))), "") for clause in clauses):
        return True
    # "… yang telah diperiksa dan diserahkan kepada B": done here, unless B is the one who performs this step.
    receiver = _RECEIVER.match(after) if verb in forms("handovers") else None
    return receiver is not None and not own & set(canonical(words(receiver[1])))


_NO_BRANCH = r"lebih|kurang|termasuk|ada\s+(?:kendala|halangan|hambatan|gangguan|sanggah(?:an)?)"
_NOT = rf"(?:tidak(?!\s+(?:{_NO_BRANCH}))|belum|kurang(?!\s+dari))\b"
_DECIDES = re.compile(
    r"\b(?:jika|jikalau|apabila|bila|bilamana|kalau|manakala)\b"
    r"(?:"
    rf"(?:\s+(?!maka\b|agar\b|supaya\b|sehingga\b)[^\s.,;:]+){{0,7}}?\s+{_NOT}"
    r"|"
    rf"[^.\n]{{0,150}}[,;/]\s*(?:dan\s+|sedangkan\s+)?{_NOT}\s+(?:sesuai|lengkap|setuju|disetujui|memenuhi|benar|layak)\b"
    r")",
    re.IGNORECASE,
)


def decision_in_text(survey: Survey) -> Iterator[Found]:
    """Find activities that say what happens if not, in rows that decide nothing."""
    deciding = {step.row for step in survey.sop.steps if step.outcomes}
    for step, at, said in activities(survey):
        if step.row not in deciding and (match := _DECIDES.search(said)):
            phrase = " ".join(match[0].split())
            yield Found(at, {**survey.named(step), "phrase": phrase})


def text_length(survey: Survey) -> Iterator[Found]:
    """Find activities that are too long for a row, in any language."""
    for n, step in enumerate(survey.sop.steps):
        if step.activity is not None:
            for language, said in step.activity.by_language:
                count = len(" ".join(said.split()))
                if count > LONGEST:
                    at = spot(step.activity, f"/steps/{n}/activity", language)
                    yield Found(at, {**survey.named(step), "count": count, "most": LONGEST})


_NUMBER = (
    r"(?:\b\d+\s*(?:\([^()]{1,30}\)\s*)?"
    r"|(?:\b(?:satu|dua|tiga|empat|lima|enam|tujuh|delapan|sembilan|sepuluh|sebelas|belas|puluh|beberapa)\s+)+)"
)
_DAYS = "senin|selasa|rabu|kamis|jumat|jum'at|sabtu|minggu"
_HARI = re.compile(
    rf"{_NUMBER}hari\b"
    rf"(?![\s(/-]*(?:kerja|kalender|takwim|libur|efektif|orang|sekali|{_DAYS}|(?:dalam\s+|per\s+)?se(?:minggu|bulan|tahun))\b)"
    rf"(?!\s*(?:s\.?\s?/?d\.?|sampai(?:\s+dengan)?|hingga|atau|[-–])\s*{_NUMBER}hari\s+kerja)",
    re.IGNORECASE,
)


def hari_ambiguous(survey: Survey) -> Iterator[Found]:
    """Find a number of days that does not say which days."""
    for n, step in enumerate(survey.sop.steps):
        for key, text in (("activity", step.activity), ("note", step.note)):
            for at, said in indonesian(text, f"/steps/{n}/{key}"):
                if match := _HARI.search(said):
                    yield Found(at, {**survey.named(step), "phrase": " ".join(match[0].split())})
