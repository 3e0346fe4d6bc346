"""
What is done with a case that lasts → a verb for each.
"""

from __future__ import annotations

from sopkit.cli.case.acts import assign, attach, cancel, claim, do, note, release, resume, suspend
from sopkit.cli.case.opening import open_
from sopkit.cli.case.seen import list_, show
from sopkit.cli.case.transfer import export, import_
from sopkit.cli.family import Family

__all__ = ["VERBS", "verb"]

VERBS = {
    "open": open_,
    "do": do,
    "show": show,
    "list": list_,
    "claim": claim,
    "release": release,
    "assign": assign,
    "note": note,
    "attach": attach,
    "suspend": suspend,
    "resume": resume,
    "cancel": cancel,
    "export": export,
    "import": import_,
}
"""Each verb and what makes its command, in the order of the help."""

_LIKELY = {
    **dict.fromkeys(("new", "start", "create", "buka", "buat", "baru", "mulai"), "open"),
    **dict.fromkeys(("complete", "done", "finish", "act", "step", "selesaikan", "selesai", "kerjakan"), "do"),
    **dict.fromkeys(("view", "journal", "history", "lihat", "tampilkan", "jurnal", "riwayat"), "show"),
    **dict.fromkeys(("search", "find", "ls", "cari", "daftar"), "list"),
    **dict.fromkeys(("take", "ambil"), "claim"),
    **dict.fromkeys(("lepas", "lepaskan"), "release"),
    **dict.fromkeys(("give", "serahkan", "tugaskan"), "assign"),
    **dict.fromkeys(("comment", "catat", "catatan"), "note"),
    **dict.fromkeys(("lampirkan", "lampiran"), "attach"),
    **dict.fromkeys(("pause", "hold", "tangguhkan", "tunda"), "suspend"),
    **dict.fromkeys(("continue", "unsuspend", "lanjutkan"), "resume"),
    **dict.fromkeys(("close", "batal", "batalkan"), "cancel"),
    **dict.fromkeys(("ekspor", "save", "simpan"), "export"),
    **dict.fromkeys(("impor", "load", "muat"), "import"),
}


def verb(language: str) -> Family:
    """Return the command."""
    return Family("case", language, VERBS, _LIKELY)
