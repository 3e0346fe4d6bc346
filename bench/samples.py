"""
A number of steps → the text of an SOP file with that many, as a service desk might write it.

`ring` is for walking round and round, `paper` for reading and checking, `forked` for finding ways. No engine comes in
here.
"""

from __future__ import annotations

import json
from typing import Any

__all__ = ["PEOPLE", "forked", "paper", "ring"]

PEOPLE = 3
"""How many people take turns on a ring; no two acts in a row, and no two with one between, fall to the same one."""

VERBS = (
    ("Menerima", "Receive"),
    ("Memeriksa", "Examine"),
    ("Memverifikasi", "Verify"),
    ("Mencatat", "Record"),
    ("Menyusun", "Draw up"),
    ("Menelaah", "Study"),
    ("Mengoreksi", "Correct"),
    ("Memaraf", "Initial"),
    ("Menandatangani", "Sign"),
    ("Mengarsipkan", "File"),
    ("Menyampaikan", "Hand over"),
)
OBJECTS = (
    ("berkas permohonan izin usaha", "the application for a business permit"),
    ("konsep surat rekomendasi", "the draft letter of recommendation"),
    ("berita acara hasil peninjauan lapangan", "the record of the site visit"),
    ("nota dinas kepada kepala bidang", "the memorandum to the head of division"),
    ("daftar kelengkapan persyaratan", "the list of requirements"),
    ("lembar disposisi pimpinan", "the routing slip of the head"),
    ("laporan pelaksanaan kegiatan", "the report on the activity"),
)
ACTORS = (
    ("petugas-loket", "Petugas Loket", "Counter Clerk"),
    ("caraka", "Caraka", "Messenger"),
    ("tim-teknis", "Tim Teknis", "Technical Team"),
    ("analis", "Analis Kebijakan", "Policy Analyst"),
    ("kasi", "Kepala Seksi", "Head of Section"),
    ("kabid", "Kepala Bidang", "Head of Division"),
    ("sekretaris", "Sekretaris Dinas", "Secretary"),
    ("kadis", "Kepala Dinas", "Head of Agency"),
)
FORKS = 6
MINUTES = (5, 10, 15, 30, 60, 120)


def ring(steps: int, *, limited: bool) -> str:
    """
    Return an SOP of decisions: `lanjut` goes on (from the last step to the end), `kembali` goes to the first step.

    A limited one counts everything that is walked here: both have an `at_most`, and every step is separate from the
    two before it. The end stays in reach by `lepas`, which has no limit.
    """
    return json.dumps(
        {
            "sopkit": 1,
            "id": f"lingkaran-{steps}",
            "version": "1.0.0",
            "title": f"Lingkaran {steps} langkah",
            "actors": [{"id": "petugas", "name": "Petugas"}],
            "documents": [],
            "steps": [_ring_step(place, steps, limited=limited) for place in range(steps)],
        }
    )


def _ring_step(place: int, steps: int, *, limited: bool) -> dict[str, Any]:
    onward = _ring_id(place + 1) if place + 1 < steps else "end"
    limit = {"at_most": 999_999} if limited else {}
    outcomes = [
        {"id": "lanjut", "label": "Lanjut", "to": onward, **limit},
        {"id": "kembali", "label": "Kembali", "to": _ring_id(0), **limit},
    ]
    if not limited:
        return {"id": _ring_id(place), "activity": "Memeriksa berkas", "actor": "petugas", "outcomes": outcomes}
    return {
        "id": _ring_id(place),
        "activity": "Memeriksa berkas",
        "actor": "petugas",
        "outcomes": [*outcomes, {"id": "lepas", "label": "Lepas", "to": onward}],
        "separate_from": [_ring_id((place - back) % steps) for back in range(1, PEOPLE)],
    }


def _ring_id(place: int) -> str:
    return f"langkah-{place + 1}"


def paper(steps: int) -> str:
    """
    Return an SOP as it comes off paper, indented, in two languages.

    Each step takes in what the step before made and a document from outside, and makes one: two new documents a step.
    Every fourth step is a decision that can return to the step three before, with a reason.
    """
    minutes = sum(_minutes(place) for place in range(steps))
    sop = {
        "sopkit": 1,
        "id": "pelayanan-panjang",
        "version": "1.0.0",
        "title": {"id": f"Pelayanan dengan {steps} kegiatan", "en": f"A service of {steps} activities"},
        "actors": [{"id": actor, "name": {"id": name, "en": english}} for actor, name, english in ACTORS],
        "documents": [document for place in range(steps) for document in _documents(place, steps)],
        "printed_total": f"PT{minutes}M",
        "steps": [_paper_step(place, steps) for place in range(steps)],
    }
    return json.dumps(sop, ensure_ascii=False, indent=2)


def forked(steps: int) -> str:
    """
    Return the SOP of `paper`, its returns too, with six forks: there a case may leave out the step that follows.

    So 64 ways lead to the end without a return. Whatever a return leads to, the case has passed it before.
    """
    sop = json.loads(paper(steps))
    rows = sop["steps"]
    for fork in range(FORKS):
        place = fork * (steps // FORKS // 4) * 4 + 1  # two steps before a decision, and one after where it returns to
        rows[place]["outcomes"] = [
            {"id": "lanjut", "label": "Lanjut", "to": _step_id(place + 1)},
            {"id": "lewati", "label": "Lewati", "to": _step_id(place + 2)},
        ]
    return json.dumps(sop)


def _minutes(place: int) -> int:
    return MINUTES[place % len(MINUTES)]


def _step_id(place: int) -> str:
    return f"{VERBS[place % len(VERBS)][0].lower()}-{place + 1}"


def _documents(place: int, steps: int) -> list[dict[str, Any]]:
    name, english = OBJECTS[place % len(OBJECTS)]
    supplied: dict[str, Any] = {
        "id": f"lampiran-{place + 1}",
        "name": {"id": f"Lampiran {place + 1}: {name}", "en": f"Annex {place + 1}: {english}"},
        "supplied_by": {"id": "Pemohon", "en": "The applicant"},
    }
    made: dict[str, Any] = {
        "id": f"hasil-{place + 1}",
        "name": {"id": f"Hasil {place + 1}: {name}", "en": f"Result {place + 1}: {english}"},
    }
    if place + 1 == steps:
        made["delivered_to"] = {"id": "Pemohon", "en": "The applicant"}
    return [supplied, made]


def _paper_step(place: int, steps: int) -> dict[str, Any]:
    (verb, english_verb), (thing, english_thing) = VERBS[place % len(VERBS)], OBJECTS[place % len(OBJECTS)]
    step: dict[str, Any] = {
        "id": _step_id(place),
        "activity": {
            "id": f"{verb} {thing} nomor {place + 1}",
            "en": f"{english_verb} {english_thing}, number {place + 1}",
        },
        "actor": ACTORS[place % len(ACTORS)][0],
        "inputs": [*([f"hasil-{place}"] if place else []), f"lampiran-{place + 1}"],
        "outputs": [f"hasil-{place + 1}"],
        "standard_time": f"PT{_minutes(place)}M",
    }
    if place % 4 == 3:
        step["question"] = {"id": "Apakah sudah sesuai?", "en": "Is it in order?"}
        step["outcomes"] = _paper_outcomes(place, steps)
    return step


def _paper_outcomes(place: int, steps: int) -> list[dict[str, Any]]:
    onward = _step_id(place + 1) if place + 1 < steps else "end"
    return [
        {"id": "sesuai", "label": {"id": "Ya", "en": "Yes"}, "to": onward},
        {
            "id": "tidak-sesuai",
            "label": {"id": "Tidak", "en": "No"},
            "to": _step_id(place - 3),
            "requires": ["reason"],
        },
    ]
