"""
Arguments → the exit code, and what stands on the terminal. Prints and decides nothing.
"""

try:
    from sopkit.cli.front import Front
except KeyboardInterrupt:  # somebody thought better of it before click was imported
    raise SystemExit(130) from None

__all__ = ["LIKELY", "VERBS", "main"]

VERBS = {
    "check": "sopkit.cli.check",
    "show": "sopkit.cli.show",
    "walk": "sopkit.cli.walk",
    "paths": "sopkit.cli.paths",
    "diff": "sopkit.cli.diff",
    "draw": "sopkit.cli.draw",
    "sheet": "sopkit.cli.sheet",
    "book": "sopkit.cli.book",
    "new": "sopkit.cli.new",
    "tidy": "sopkit.cli.tidy",
    "case": "sopkit.cli.case",
    "inbox": "sopkit.cli.inbox",
    "verify": "sopkit.cli.verify",
    "store": "sopkit.cli.store",
    "rules": "sopkit.cli.rules",
    "explain": "sopkit.cli.explain",
    "schema": "sopkit.cli.schema",
    "demo": "sopkit.cli.demo",
    "completion": "sopkit.cli.completion",
}
"""Each verb and the module that makes its command, in the order of the help."""

LIKELY = {
    **dict.fromkeys(("validate", "lint", "test", "periksa", "cek", "validasi", "uji"), "check"),
    **dict.fromkeys(("view", "display", "table", "cat", "tampilkan", "lihat", "tabel"), "show"),
    **dict.fromkeys(("print", "render", "pdf", "docx", "svg", "export", "cetak", "lembar"), "sheet"),
    **dict.fromkeys(("bind", "binder", "buku", "jilid"), "book"),
    **dict.fromkeys(("graph", "diagram", "flow", "flowchart", "mermaid", "dot", "gambar", "alur"), "draw"),
    **dict.fromkeys(("run", "start", "play", "step", "jalan", "jalankan", "mulai", "coba"), "walk"),
    **dict.fromkeys(("path", "routes", "ways", "jalur", "rute"), "paths"),
    **dict.fromkeys(("compare", "changes", "bandingkan", "beda", "perbedaan", "perubahan"), "diff"),
    **dict.fromkeys(("rule", "aturan", "kaidah", "daftar", "list"), "rules"),
    **dict.fromkeys(("jelaskan", "penjelasan", "mengapa", "kenapa", "why", "describe", "info"), "explain"),
    **dict.fromkeys(("skema", "jsonschema"), "schema"),
    **dict.fromkeys(("example", "reference", "contoh"), "demo"),
    **dict.fromkeys(("init", "create", "draft", "baru", "buat"), "new"),
    **dict.fromkeys(("fmt", "format", "sort", "rapikan", "rapi"), "tidy"),
    **dict.fromkeys(("copy", "salin"), "demo --copy"),
    **dict.fromkeys(("cases", "kasus"), "case"),
    **dict.fromkeys(("tasks", "todo", "tugas"), "inbox"),
    **dict.fromkeys(("audit", "verifikasi"), "verify"),
    **dict.fromkeys(("publish", "terbitkan"), "store publish"),
    **dict.fromkeys(("published", "terbit"), "store list"),
    **dict.fromkeys(("upgrade", "migrate"), "store upgrade"),
    **dict.fromkeys(("help", "bantuan"), "--help"),
    **dict.fromkeys(("version", "versi"), "--version"),
}
"""Other words that people will try, each with what to type instead: a verb, perhaps with an option."""

main = Front(VERBS, LIKELY)
