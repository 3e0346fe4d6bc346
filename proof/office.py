"""
A small SOP that can go on for ever, and eight people who may do all of it, as far as four eyes allow.

What the proofs of the desk act on: a letter is written, looked at by somebody else, filed, and written anew.
"""

from __future__ import annotations

from sopkit import Person, Sop, loads

__all__ = ["PEOPLE", "WAYS", "letter"]

_SOURCE = """{
  "sopkit": 1, "id": "surat", "version": "1.0", "title": "Surat",
  "actors": [{"id": "staf", "name": "Staf"}, {"id": "kabid", "name": "Kepala Bidang"}],
  "documents": [], "cancel": ["kabid"],
  "steps": [
    {"id": "tulis", "activity": "Menulis surat", "actor": "staf"},
    {"id": "periksa", "activity": "Memeriksa surat", "actor": "kabid", "separate_from": ["tulis"], "outcomes": [
      {"id": "baik", "label": "Baik", "to": "simpan"}, {"id": "ulang", "label": "Ulang", "to": "tulis"}]},
    {"id": "simpan", "activity": "Menyimpan surat", "actor": "staf", "outcomes": [
      {"id": "lagi", "label": "Lagi", "to": "tulis"}, {"id": "selesai", "label": "Selesai", "to": "end"}]}
  ]
}"""

PEOPLE = tuple(Person(f"petugas-{n}", actors={"staf", "kabid"}) for n in range(8))
WAYS = {"tulis": ("done",), "periksa": ("baik", "baik", "ulang"), "simpan": ("lagi",)}
"""Outcomes of each step that keep a case going, as often as each should come."""


def letter() -> Sop:
    """Return the SOP."""
    return loads(_SOURCE)
