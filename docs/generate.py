"""
Schema and docstrings → the generated pages of the reference; the reference SOP → the pictures of its sheet.

`make docs` writes them; a test says when one is stale.
"""

from __future__ import annotations

import ast
import inspect
import itertools
import json
import re
import textwrap
from datetime import datetime, timedelta, timezone
from importlib import import_module
from pathlib import Path
from typing import Any

import attrs
from click.testing import CliRunner

import sopkit
from sopkit import errors
from sopkit.checks.pages import TOPICS, Page, codes, page, topic
from sopkit.cli import VERBS, main
from sopkit.cli.explain import explained
from sopkit.cli.schema import told
from sopkit.reader import MAX_BYTES, MAX_DEPTH, MAX_STEPS, MAX_VALUES, schema_text
from sopkit.views.explain import prose
from sopkit.views.screen import Screen
from sopkit.wording import knows

REFERENCE = Path(__file__).parent / "reference"
PICTURES = Path(__file__).parent / "pictures"
SAID = {
    "en": {
        "head": """\
# The SOP language, key by key

[Bahasa Indonesia](language.id.md)

<!-- Generated from src/sopkit/sop.schema.json by `make docs`; change it there. -->

One SOP is one JSON file, `<id>.sop.json`, in UTF-8.
Every object but a text in several languages may also hold keys that begin with `x-`: they are yours, mean nothing to sopkit, and survive reading and writing.
A file has at most {mebibytes} MiB, {steps:_} steps, {depth} levels of brackets and {values:_} values.
""",
        "file": "The file",
        "forms": "Forms of values",
        "columns": "| key | what it is | value | example |",
        "required": "required",
        "step": "`activity` is required unless `same_row` is `true`.",
        "or": "or",
        "list": "list of",
        "example": "For example",
        "string": "string",
        "thousands": ",",
        "integer": "whole number",
    },
    "id": {
        "head": """\
# Bahasa SOP, kunci demi kunci

[In English](language.md)

<!-- Generated from src/sopkit/words/id/schema.json by `make docs`; change it there. -->

Satu SOP adalah satu berkas JSON, `<id>.sop.json`, dalam UTF-8.
Setiap bagian, kecuali teks dalam beberapa bahasa, boleh juga memuat kunci yang diawali `x-`: kunci itu milik Anda, tidak berarti apa-apa bagi sopkit, dan tetap ada saat berkas dibaca dan ditulis.
Satu berkas paling besar {mebibytes} MiB, dengan paling banyak {steps:_} langkah, {depth} tingkat kurung, dan {values:_} nilai.
""",
        "file": "Berkas SOP",
        "forms": "Bentuk nilai",
        "columns": "| kunci | artinya | nilai | contoh |",
        "required": "wajib",
        "step": "`activity` wajib diisi, kecuali bila `same_row` bernilai `true`.",
        "or": "atau",
        "list": "daftar",
        "example": "Misalnya",
        "string": "teks",
        "thousands": ".",
        "integer": "bilangan bulat",
    },
}


CHECKS = {
    "en": {
        "head": """\
# Every rule, problem and refusal

[Bahasa Indonesia](checks.id.md)

<!-- Generated from rules, words and samples by `make docs`; change them there. -->

What stands here is what `sopkit explain` tells, one after the other.
A rule looks at a sound SOP and finds an error, a warning or a hint; a problem keeps a file from being read; a refusal keeps a case from going on.
""",
        "problem": "Problems",
        "refusal": "Refusals",
        "store": "What a store refuses",
        "guaranteed": "What needs no rule",
    },
    "id": {
        "head": """\
# Semua aturan, masalah, dan penolakan

[In English](checks.md)

<!-- Generated from rules, words and samples by `make docs`; change them there. -->

Isi halaman ini sama dengan yang dijelaskan `sopkit explain`, satu demi satu.
Sebuah aturan memeriksa SOP yang sudah terbaca dan menemukan kesalahan, peringatan, atau saran; masalah membuat berkas tidak dapat dibaca; penolakan menahan sebuah kasus.
""",
        "problem": "Masalah",
        "refusal": "Penolakan",
        "store": "Penolakan penyimpanan",
        "guaranteed": "Yang tidak memerlukan aturan",
    },
}


COMMANDS = {
    "en": """\
# Every command

[Bahasa Indonesia](cli.id.md)

<!-- Generated from `sopkit --help` by `make docs`. -->

What `--help` says of each command.
""",
    "id": """\
# Semua perintah

[In English](cli.md)

<!-- Generated from `sopkit --help` by `make docs`. -->

Isi `--help` setiap perintah.
""",
}


API_HEAD = """\
# The Python names

<!-- Generated from the docstrings by `make docs`; change them there. -->

Everything stands in `sopkit` itself; the errors below in `sopkit.errors`.
"""


def pages() -> dict[str, str]:
    """Return the text of each generated page by its file name."""
    return {
        "language.md": Language("en").page(),
        "language.id.md": Language("id").page(),
        "checks.md": checks("en"),
        "checks.id.md": checks("id"),
        "cli.md": commands("en"),
        "cli.id.md": commands("id"),
        "api.md": api(),
    }


def pictures() -> dict[str, str]:
    """Return the pictures of the official sheet of the reference SOP by their file names, one of them with a case."""
    sop, at = sopkit.reference(), datetime(2026, 1, 5, 9, tzinfo=timezone(timedelta(hours=7)))
    people = [sopkit.Person("budi", actors={"kabid"}), sopkit.Person("siti", actors={"tim-teknis"})]
    case = sopkit.start(sop, "REK-2026-001", at=at)
    for outcome, reason in (("tidak-sesuai", "KTP pemohon belum dilampirkan"), ("sesuai", None)):
        case = case.complete("terima-berkas", by=people[0], at=at)
        case = case.complete("verifikasi-berkas", outcome, by=people[1], at=at, reason=reason)
    drawn = {f"sheet-{page}": sopkit.render(sop, page=page) for page in (1, 2, 3)}
    drawn["case"] = sopkit.render(sop, page=2, case=case)
    return {f"{name}.svg": data.decode() for name, data in drawn.items()}


class Language:
    """The reference of the SOP language, for readers of one language."""

    def __init__(self, reader: str) -> None:
        self.said = SAID[reader]
        self.schema = told(json.loads(schema_text()), reader)

    def page(self) -> str:
        """Return the text of the page."""
        limits = {"mebibytes": MAX_BYTES // 1024 // 1024, "steps": MAX_STEPS, "depth": MAX_DEPTH, "values": MAX_VALUES}
        head = self.said["head"].format(**limits).replace("_", self.said["thousands"])
        parts = [head, self._object(self.said["file"], self.schema)]
        kinds = self.schema["$defs"].items()
        parts += [self._object(kind["title"], kind, name) for name, kind in kinds if "properties" in kind]
        parts.append(f"## {self.said['forms']}\n")
        parts += [self._form(kind) for _, kind in kinds if "properties" not in kind]
        return "\n".join(parts)

    def _object(self, title: str, kind: dict[str, Any], name: str = "file") -> str:
        lines = [f"## {title}", "", kind["description"], "", self.said["columns"], "|---|---|---|---|"]
        for key, own in kind["properties"].items():
            whole = self._whole(own)
            needed = f" *{self.said['required']}*" if key in kind.get("required", []) else ""
            example = json.dumps(whole["examples"][0], ensure_ascii=False).replace("|", "\\|")
            what = f"**{whole['title']}.** {whole['description']}".replace("<", "&lt;")
            lines.append(f"| `{key}`{needed} | {what} | {self._value(own, whole)} | `{example}` |")
        return "\n".join([*lines, *(["", self.said["step"]] if name == "step" else []), ""])

    def _form(self, kind: dict[str, Any]) -> str:
        examples = ", ".join(f"`{json.dumps(example, ensure_ascii=False)}`" for example in kind["examples"])
        return f"### {kind['title']}\n\n{kind['description']}\n\n{self.said['example']} {examples}.\n"

    def _whole(self, own: dict[str, Any]) -> dict[str, Any]:
        name = own.get("$ref", "").removeprefix("#/$defs/")
        return {**self.schema["$defs"][name], **own} if name else own

    def _value(self, own: dict[str, Any], whole: dict[str, Any]) -> str:
        """Return what may stand there, with a link to the form or object it must have."""
        either = f" {self.said['or']} "
        if "$ref" in own:
            return self._link(own["$ref"])
        if "const" in whole:
            return f"`{whole['const']}`"
        if "enum" in whole:
            return either.join(f"`{word}`" for word in whole["enum"])
        if whole["type"] == "array":
            return f"{self.said['list']} {self._link(whole['items']['$ref'])}"
        return f"`true`{either}`false`" if whole["type"] == "boolean" else self.said[whole["type"]]

    def _link(self, reference: str) -> str:
        """Return a link to the heading of a form, by the anchor that readers of Markdown give it."""
        name = reference.removeprefix("#/$defs/")
        words = re.sub(r"[^\w -]", "", self.schema["$defs"][name]["title"].lower())
        return f"[{name}](#{words.replace(' ', '-')})"


def checks(reader: str) -> str:
    """Return the text of the page of everything that `sopkit explain` explains, for readers of one language."""
    looks = Screen(reader, 88)
    sections: dict[str, list[str]] = {looks.say(f"topic.{about}"): [] for about in TOPICS}
    for code, kind in codes().items():
        section = looks.say(f"topic.{topic(code)}") if kind == "rule" else CHECKS[reader][kind]
        sections.setdefault(section, []).append(_check(page(code), looks))
    parts = [part for title, told_there in sections.items() for part in (f"## {title}\n", *told_there)]
    return "\n".join([CHECKS[reader]["head"], *parts])


def _check(shown: Page, looks: Screen) -> str:
    """Return the part about one code: its words as prose, and what `explain` shows of it as it stands there."""
    first, *rest = explained(shown, looks)
    words = [looks.say(f"rule.{shown.code}.{part}").replace("<", "&lt;") for part in ("short", "why")]
    source = f"rule.{shown.code}.source"
    lines = [f"### `{shown.code}`", "", f"**{words[0]}** {words[1]}", ""]
    lines += [f"*{first.partition(' · ')[2]}*" + (f" · {looks.say(source)}" if knows(source) else ""), ""]
    screen = "\n".join(rest[len(list(prose(shown.code, looks))) :]).strip("\n")
    return "\n".join([*lines, *(["```text", screen, "```", ""] if screen else [])])


def commands(reader: str) -> str:
    """Return the text of the page of all commands, for readers of one language."""
    parts = [COMMANDS[reader], f"```text\n{_help([], reader)}```\n"]
    for verb, module in VERBS.items():
        parts.append(f"## `{verb}`\n\n```text\n{_help([verb], reader)}```\n")
        for one in getattr(import_module(module), "VERBS", ()):
            parts.append(f"### `{verb} {one}`\n\n```text\n{_help([verb, one], reader)}```\n")
    return "\n".join(parts)


def _help(verb: list[str], reader: str) -> str:
    return CliRunner().invoke(main, [*verb, "--help", "--lang", reader], env={"COLUMNS": "80"}).stdout


def api() -> str:
    """Return the text of the reference of Python names."""
    parts = [API_HEAD, *(_name(name, getattr(sopkit, name)) for name in sopkit.__all__), "## Errors\n"]
    rest = [name for name in errors.__all__ if name not in sopkit.__all__]
    return "\n".join(parts + [_name(name, getattr(errors, name)) for name in rest])


def _name(name: str, thing: Any) -> str:
    """Return the part about one public name: its docstring, and those of what it offers."""
    parts = [f"## `{name}{_signature(thing)}`", "", _doc(thing), ""]
    if inspect.isclass(thing):
        parts += [*_fields(thing), *_members(thing), ""]
    return "\n".join(parts)


def _fields(kind: type) -> list[str]:
    """Return a line for each field a host may read: its type, and what stands under it in the source."""
    if not attrs.has(kind):
        return []
    told: dict[str, str] = {}
    for base in reversed(kind.__mro__):
        told |= _explained(base) if attrs.has(base) else {}
    fields = [field for field in attrs.fields(kind) if not field.name.startswith("_") and field.name not in _INNER]
    return [
        f"- `{field.name}`: {field.type}{'. ' + told[field.name] if field.name in told else ''}" for field in fields
    ]


_INNER = ("extra_json", "written", "plan")  # kept for the engine, of no use to a host


def _explained(kind: type) -> dict[str, str]:
    """Return the strings that stand under the fields of a class, on one line each."""
    (tree,) = ast.parse(textwrap.dedent(inspect.getsource(kind))).body
    body = tree.body if isinstance(tree, ast.ClassDef) else []
    told = {}
    for field, text in itertools.pairwise(body):
        if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name) and isinstance(text, ast.Expr):
            told[field.target.id] = " ".join(str(ast.literal_eval(text.value)).split())
    return told


def _members(kind: type) -> list[str]:
    """Return a line for each property and method of a class or of what it is built on."""
    named = {
        name: value
        for base in reversed(kind.__mro__)
        if base.__module__.startswith("sopkit")
        for name, value in vars(base).items()
    }
    return [
        f"- `{name}{_signature(value)}`: {_doc(value).splitlines()[0]}"
        for name, value in named.items()
        if not name.startswith("_") and inspect.getdoc(value) and _is_offered(value)
    ]


def _is_offered(value: Any) -> bool:
    return inspect.isfunction(value) or isinstance(value, (property, classmethod))


def _signature(thing: Any) -> str:
    thing = thing.__func__ if isinstance(thing, classmethod) else thing
    if not inspect.isfunction(thing):
        return ""
    parameters = inspect.signature(thing).parameters.values()
    shown = [str(p.replace(annotation=inspect.Parameter.empty)) for p in parameters if p.name not in ("self", "cls")]
    star = next(
        (n for n, p in enumerate(p for p in parameters if p.name not in ("self", "cls")) if p.kind is p.KEYWORD_ONLY),
        None,
    )
    if star is not None:
        shown.insert(star, "*")
    return f"({', '.join(shown)})"


def _doc(thing: Any) -> str:
    """Return the docstring as Markdown: its examples in a fence."""
    lines: list[str] = []
    fenced = False
    for line in (inspect.getdoc(thing) or "").splitlines():
        if line.startswith(">>>") and not fenced:
            lines.append("```pycon")
            fenced = True
        elif fenced and not line.strip():
            lines.append("```")
            fenced = False
        lines.append(line)
    return "\n".join([*lines, "```"] if fenced else lines)


if __name__ == "__main__":
    for file_name, text in pages().items():
        REFERENCE.joinpath(file_name).write_text(text, encoding="utf-8")
    for file_name, drawing in pictures().items():
        PICTURES.joinpath(file_name).write_text(drawing, encoding="utf-8")
