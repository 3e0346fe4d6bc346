"""A small SOP with everything a desk must mind, its people, and a clock that a test sets."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from sopkit import Person, loads

if TYPE_CHECKING:
    import sopkit


class Clock:
    """Tells the time that a test says it is; a minute passes with each look."""

    def __init__(self) -> None:
        self.now = datetime(2026, 1, 5, 9, tzinfo=UTC)
        self.step = timedelta(minutes=1)

    def __call__(self) -> datetime:
        self.now += self.step
        return self.now


SOURCE = """{
  "sopkit": 1, "id": "surat", "version": "1.0", "title": "Surat",
  "actors": [{"id": "staf", "name": "Staf"}, {"id": "kabid", "name": "Kepala Bidang"}, {"id": "kadis", "name": "Kepala Dinas"}],
  "documents": [{"id": "draf", "name": "Draf"}, {"id": "surat", "name": "Surat", "delivered_to": "Pemohon"}],
  "cancel": ["kadis"],
  "steps": [
    {"id": "tulis", "activity": "Menulis draf", "actor": "staf", "outputs": ["draf"]},
    {"id": "periksa", "activity": "Memeriksa draf", "actor": "kabid", "alternates": ["kadis"], "inputs": ["draf"],
     "separate_from": ["tulis"], "outcomes": [
       {"id": "baik", "label": "Baik", "to": "teken"},
       {"id": "ulang", "label": "Ulang", "to": "tulis", "requires": ["reason"], "at_most": 2}]},
    {"id": "teken", "activity": "Menandatangani surat", "actor": "kadis", "inputs": ["draf"], "outputs": ["surat"],
     "requires": ["outputs"], "outcomes": [
       {"id": "ya", "label": "Ya", "to": "end"},
       {"id": "tidak", "label": "Tidak", "to": "periksa", "requires": ["reason"]}]}
  ]
}"""


def letter(version: str = "1.0", **changed: str) -> sopkit.Sop:
    """The SOP of these tests, in another version; `changed` puts words in the place of others."""
    text = SOURCE.replace('"1.0"', f'"{version}"')
    for old, new in changed.items():
        text = text.replace(old, new)
    return loads(text)


LETTER = letter()
ANI = Person("ani", actors={"staf"})
BUDI = Person("budi", actors={"kabid", "staf"})
CITRA = Person("citra", actors={"kadis"})
DEDI = Person("dedi", actors={"kabid"})
EKO = Person("eko")
