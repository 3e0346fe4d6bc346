"""A runner that types a command, and small SOP files to type it on."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

import sopkit
from sopkit.cli import main

REFERENCE = Path(sopkit.__file__).parents[2] / "sops" / "rekomendasi-izin-usaha-industri.sop.json"
ROOM = {
    "sopkit": 1, "id": "ruang", "version": "1.0.0", "title": {"id": "SOP Ruang [bold]Rapat[/bold]", "en": "Rooms"},
    "actors": [
        {"id": "pemohon", "name": "Pemohon"},
        {"id": "staf", "name": {"id": "Staf Umum", "en": "Clerk"}},
        {"id": "kepala", "name": {"id": "Kepala", "en": "Head"}},
    ],
    "documents": [
        {"id": "surat", "name": "Surat", "supplied_by": "Pemohon"},
        {"id": "memo", "name": "Memo", "delivered_to": "Pemohon"},
    ],
    "complete_within": "P2D", "cancel": ["pemohon"],
    "steps": [
        {"id": "ajukan", "activity": "Mengajukan surat", "actor": "pemohon", "inputs": ["surat"], "outputs": ["surat"],
         "standard_time": "PT10M"},
        {"id": "periksa", "activity": "Memeriksa surat", "actor": "staf", "alternates": ["kepala"],
         "participants": ["pemohon"], "inputs": ["surat"], "standard_time": {"from": "PT10M", "to": "PT1H"},
         "question": "Lengkap?", "outcomes": [
             {"id": "ya", "label": {"id": "Ya", "en": "Yes"}, "to": "setujui"},
             {"id": "tidak", "label": {"id": "Tidak", "en": "No"}, "to": "ajukan", "requires": ["reason"], "at_most": 1},
             {"id": "penuh", "label": "Penuh", "to": "ditolak"}]},
        {"id": "setujui", "number": "2a", "activity": "Menyetujui", "actor": "kepala", "separate_from": ["periksa"],
         "inputs": ["surat"], "outputs": ["memo"], "requires": ["outputs"], "standard_time": "P1D",
         "elapsed_within": "P3D", "note": "Hari yang sama"},
        {"id": "serahkan", "activity": "Menyerahkan kunci", "actor": "staf", "inputs": ["memo"], "standard_time": "PT5M",
         "next": "dipakai"},
    ],
    "ends": [{"id": "dipakai", "name": "Ruang dipakai"}, {"id": "ditolak", "name": "Ditolak"}],
}  # fmt: skip


@pytest.fixture
def run():
    """Type `sopkit` with these arguments, in a terminal of this width and language."""

    def typed(*args, keys=None, columns=80, **env):
        clean = {"LC_ALL": None, "LC_MESSAGES": None, "LANG": None, "NO_COLOR": None, "COLUMNS": str(columns)}
        clean["SOPKIT_STORE"] = None
        return CliRunner().invoke(main, [str(arg) for arg in args], input=keys, env=clean | env)

    return typed


@pytest.fixture
def reference() -> Path:
    return REFERENCE


@pytest.fixture
def room(tmp_path: Path) -> Path:
    return written(tmp_path / "ruang.sop.json", ROOM)


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    wrong = {**ROOM, "titel": ROOM["title"], "steps": [{**ROOM["steps"][0], "actor": "pemohn"}, *ROOM["steps"][1:]]}
    return written(tmp_path / "rusak.sop.json", wrong)


def written(path: Path, data: object) -> Path:
    path.write_text(json.dumps(data, ensure_ascii=False, indent=2), encoding="utf-8")
    return path
