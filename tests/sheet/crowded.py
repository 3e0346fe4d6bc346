"""
Random choices → SOPs that are hard to draw: up to 60 rows, 15 actors, long words, returns to anywhere, two languages.

What `sopkit.testing.sops` draws is made wider: its steps are dealt out to more actors, its words replaced by others, and
some of its steps decide between more ways.
"""

from __future__ import annotations

import json
import random
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

import sopkit
from sopkit.testing import sops

if TYPE_CHECKING:
    from sopkit import Sop

__all__ = ["crowded"]

_WORDS = {
    "id": "menerima memeriksa berkas permohonan rekomendasi pertanggungjawaban surat keputusan kepala dinas penanaman "
    "modal dan pelayanan terpadu satu pintu yang telah didisposisikan lengkap sesuai tidak kembali ke pemohon "
    "ketidaksesuaian administrasi verifikasi lapangan 3 hari PT/CV",
    "en": "receive check the application for a recommendation letter of the head department investment and one-stop "
    "services complete unsuitable return to applicant internationalisation responsibilities field verification 3 days",
}
_LABELS = {
    "id": ("Ya", "Tidak", "Lengkap", "Belum lengkap", "Sesuai", "Tidak sesuai", "Perlu perbaikan kecil", "Ditolak"),
    "en": ("Yes", "No", "Complete", "Incomplete", "Fit", "Not fit", "Needs a small correction", "Rejected"),
}
_NAMES = {
    "id": ("Pemohon", "Kepala Dinas", "Kabid Industri", "Tim Teknis", "Sekretaris", "Bendahara", "Caraka", "PPK"),
    "en": ("Applicant", "Head", "Director", "Technical team", "Secretary", "Treasurer", "Courier", "Nurse"),
}


@st.composite
def crowded(draw: st.DrawFn) -> Sop:
    """Return an SOP that is hard to draw."""
    sop = draw(sops())
    actors = draw(st.sampled_from([1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 15]))
    language = draw(st.sampled_from(["id", "en"]))
    dense = draw(st.sampled_from([0.0, 0.1, 0.4]))
    chance = random.Random(draw(st.integers(0, 2**32)))
    return sopkit.loads(json.dumps(_widened(json.loads(sopkit.dumps(sop)), actors, language, dense, chance)))


def _widened(
    whole: dict[str, Any], count: int, language: str, dense: float, chance: random.Random
) -> dict[str, Any]:  # fmt: skip
    old = [actor["id"] for actor in whole["actors"]]
    new = [f"p{n}" for n in range(max(count, len(old)))]
    whole["language"], whole["title"] = language, _said(language, 5, chance)
    names = _NAMES[language]
    whole["actors"] = [
        {"id": id, "name": f"{names[n % len(names)]} {n // len(names) or ''}"} for n, id in enumerate(new)
    ]
    for document in whole.get("documents", []):
        document["name"] = _said(language, chance.randint(1, 8), chance)
        for key in {"supplied_by", "delivered_to"} & set(document):
            document[key] = _said(language, 2, chance)
    whole.pop("cancel", None)
    whole = _plain(whole)
    ids = [step["id"] for step in whole["steps"]]
    for step in whole["steps"]:
        deal = dict(zip(old, chance.sample(new, len(old)), strict=True))
        step["actor"] = deal[step["actor"]]
        for key in {"participants", "alternates"} & set(step):
            step[key] = [deal[one] for one in step[key]]
        step.pop("requires", None)
        step["activity"] = _said(language, chance.choice([2, 5, 12, 25]), chance)
        if "note" in step:
            step["note"] = _said(language, chance.randint(1, 12), chance)
        for n, outcome in enumerate(step.get("outcomes", [])):
            outcome.pop("requires", None)
            outcome["label"] = _LABELS[language][n] if chance.random() < 0.7 else f"{_said(language, 2, chance)} {n}"
            if n and chance.random() < dense:
                outcome["to"] = chance.choice(ids)
    return whole


def _plain(whole: Any) -> Any:
    """Return JSON values with texts in one language only."""
    if isinstance(whole, dict):
        if whole.keys() <= {"id", "en"}:
            return whole["id"]
        return {key: _plain(value) for key, value in whole.items()}
    return [_plain(one) for one in whole] if isinstance(whole, list) else whole


def _said(language: str, count: int, chance: random.Random) -> str:
    return " ".join(chance.choices(_WORDS[language].split(), k=count)).capitalize()
