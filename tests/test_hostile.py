"""Files that try to import, call, clash, drown or mislead: each is refused with its place, or means nothing."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import UTC, datetime

import pytest

import sopkit

NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)


def whole(step="satu", outcome="ya", other="dua", actor="a", document="d", text="x"):
    """Return the JSON values of a definition in which each name and each text can be chosen."""
    outcomes = [
        {"id": outcome, "label": f"{text} 1", "to": other, "requires": ["reason"]},
        {"id": "tidak", "label": f"{text} 2", "to": step},
    ]
    return {
        "sopkit": 1, "id": "s", "version": "1", "title": text, "source": text, "$schema": text, "x-any": text,
        "identity": {
            "agency": text, "unit": text, "number": text, "approved_by": {"position": text, "name": text, "id_number": text},
            "legal_basis": [text], "qualifications": [text], "related": [text], "equipment": [text], "warnings": [text], "records": [text],
        },
        "actors": [{"id": actor, "name": text}], "documents": [{"id": document, "name": text, "supplied_by": text, "delivered_to": text}],
        "steps": [
            {"id": step, "activity": text, "actor": actor, "inputs": [document], "question": text, "note": text, "number": text[:64], "outcomes": outcomes},
            {"id": other, "activity": text, "actor": actor, "outputs": [document], "inferred": {"actor": text}, "next": "akhir"},
        ],
        "ends": [{"id": "akhir", "name": text}],
        "waive": [{"rule": "spelling", "reason": text}],
    }  # fmt: skip


TAKEN = [
    "trigger", "state", "to", "machine", "model", "events", "initial", "to-satu", "to-x", "is-satu", "is-x", "may-ya", "on-enter-satu",
    "init", "class", "dict", "done-x", "end", "none", "true", "self", "get-model-state",
]  # fmt: skip


@pytest.mark.parametrize("name", TAKEN)
def test_a_name_that_a_library_uses_is_a_name_like_any_other(name):
    plain = walk(whole(), "satu", "ya", "dua", "a", "d")
    assert walk(whole(step=name), name, "ya", "dua", "a", "d") == plain
    assert walk(whole(outcome=name), "satu", name, "dua", "a", "d") == plain
    assert walk(whole(other=name), "satu", "ya", name, "a", "d") == plain
    assert walk(whole(actor=name, document=name), "satu", "ya", "dua", name, name) == plain


def walk(values, step, outcome, other, actor, document):
    """Play the definition once round and on to its end, and tell it with the chosen names taken out."""
    sop = sopkit.loads(json.dumps(values))
    who = sopkit.Person("p", actors={actor})
    case = sopkit.start(sop, "K", at=NOON)
    case = case.complete(step, "tidak", by=who, at=NOON).complete(
        step, outcome, by=who, at=NOON, reason="x", outputs={document: "r"}
    )
    case = case.complete(other, by=who, at=NOON)
    names = {step: "<step>", outcome: "<outcome>", other: "<other>", actor: "<actor>"}
    told = [
        (names.get(e.step), names.get(e.outcome, e.outcome), names.get(e.to, e.to), names.get(e.actor))
        for e in case.journal
    ]
    return told, case.end, sopkit.count_paths(sop, returns=2), case.documents == {document: "r"}


@pytest.mark.parametrize("name", [
    "__class__", "__init__", "__dict__", "to_x", "is_satu", "on_enter_x", "*", "=", "", " ", "a\n", "satu\u200b", "s\u0430tu",
    "sa\u0301tu", "SATU", "../../x", "CON", "a\x00b", "-a", "a-", "a--b", "1a", "a" * 65,
])  # fmt: skip
def test_a_name_that_is_no_id_is_refused_wherever_it_stands(name):
    for field in ("step", "outcome", "other", "actor", "document"):
        with pytest.raises(sopkit.DefinitionError) as refused:
            sopkit.loads(json.dumps(whole(**{field: name})))
        assert all(problem.pointer for problem in refused.value.problems)


@pytest.mark.parametrize(
    "key", ["__class__", "__init__", "$ref", "$id", "toString", "constructor", "before", "after", "conditions"]
)
def test_a_key_that_means_something_elsewhere_means_nothing_here(key):
    for at in ((), ("steps", 0), ("steps", 0, "outcomes", 0), ("actors", 0), ("identity",), ("ends", 0)):
        values = whole()
        holder = values
        for part in at:
            holder = holder[part]
        holder[key] = "os.system"
        with pytest.raises(sopkit.DefinitionError) as refused:
            sopkit.loads(json.dumps(values))
        assert len(refused.value.problems) == 1
        assert refused.value.problems[0].pointer.endswith(f"/{key}")


# What runs in a process of its own: the audit hook sees every file, socket, import and call that loading causes.
AUDITED = """
import json, sys
import sopkit
values = json.loads(sys.stdin.read())
try:
    sopkit.loads('{"sopkit": 5, "steps": [{"acttor": 1}]}')   # warms the explaining layers up
except sopkit.DefinitionError as error:
    str(error), error.in_("id")
warm = sopkit.loads(json.dumps(values[0]))
sopkit.build_machine(warm), sopkit.check(warm), sopkit.count_paths(warm, returns=1)
seen = []
sys.addaudithook(lambda event, args: seen.append((event, str(args)[:200])))
for value in values:
    try:
        sop = sopkit.loads(json.dumps(value))
        sopkit.build_machine(sop), sopkit.check(sop), sopkit.count_paths(sop, returns=1), sopkit.dumps(sop)
    except sopkit.DefinitionError as error:
        str(error), error.in_("id")
bad = [e for e in seen if e[0].split(".")[0] in ("open", "socket", "os", "subprocess", "exec", "compile", "import", "shutil", "urllib", "ctypes")]
print(json.dumps(bad[:5]))
"""


def test_no_text_of_a_file_reaches_a_file_a_socket_an_import_or_a_call():
    payloads = [
        "os.system", "builtins.print", "sopkit.case.start", "__import__('os').system('id')", "{0.__class__.__mro__}", "{x!r}", "%s%n",
        "${jndi:ldap://127.0.0.1/a}", "http://127.0.0.1:9/x", "file:///etc/passwd", "../../etc/passwd", "<script>alert(1)</script>",
        "[bold]x[/bold]", "=cmd|' /C calc'!A0", "'; DROP TABLE cases; --", "9**9**9", "(a+)+$" * 5 + "a" * 30,
    ]  # fmt: skip
    values = [whole(text=text) for text in payloads]
    values += [{**whole(), "$schema": "http://127.0.0.1:9/schema.json", "$ref": "http://127.0.0.1:9/x"}]
    values += [whole(step=text) for text in payloads]
    done = subprocess.run(
        [sys.executable, "-c", AUDITED],
        input=json.dumps(values),
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.stderr == ""
    assert json.loads(done.stdout) == []


# Memory is asked of the system, in a process that does nothing else.
DROWNED = """
import sys
import sopkit
data = eval(sys.argv[1])
try:
    sopkit.loads(data)
    print("read")
except sopkit.DefinitionError as error:
    print(error.problems[0].rule, len(str(error)) < 40_000, len(error.in_("id")) < 40_000)
# Not getrusage: its peak is that of the parent, from before this program was started.
print(next(int(line.split()[1]) // 1024 for line in open("/proc/self/status") if line.startswith("VmHWM")))
"""
HEAD = """'{"sopkit":1,"id":"s","version":"1","title":"x","documents":[],"actors":[{"id":"a","name":"A"}],"steps":['"""
BOMBS = {
    "deep lists": "'[' * 200_000",
    "deep objects": "'{\"a\":' * 200_000",
    "deep and closed": HEAD + " + '],\"x-a\":' + '[' * 900 + ']' * 900 + '}'",
    "a hundred thousand steps": HEAD + """ + ','.join('{"id":"s%d","activity":"","actor":""}' % n for n in range(100_000)) + ']}'""",
    "2,000 steps, each wrong four times": HEAD + """ + ','.join('{"id":"S%d","activity":5,"actor":"b","time":1}' % n for n in range(2_000)) + ']}'""",
    "a hundred thousand wrong values": HEAD + """ + '{"id":"s","activity":"x","actor":"a","inputs":[' + '1,' * 100_000 + '1]}]}'""",
    "a hundred thousand unknown documents": HEAD + """ + '{"id":"s","activity":"x","actor":"a","inputs":[' + ','.join('"d%d"' % n for n in range(100_000)) + ']}]}'""",
    "a hundred thousand unknown keys": HEAD + """ + '{"id":"s","activity":"x","actor":"a",' + ','.join('"k%d":1' % n for n in range(100_000)) + '}]}'""",
    "a hundred thousand equal keys": HEAD + """ + '{"id":"s","activity":"x","actor":"a",' + ','.join('"k":1' for n in range(100_000)) + '}]}'""",
    "fifty thousand objects where ids belong": HEAD + """ + '{"id":"s","activity":"x","actor":"a","inputs":[' + ','.join('{"a":%d}' % n for n in range(50_000)) + ']}]}'""",
    "a number of a million digits": HEAD + " + '],\"x-n\":' + '9' * 1_000_000 + '}'",
    "a text of four million characters": "'{\"title\":\"' + 'a' * 4_000_000 + '\"}'",
    "an id of four million characters": "'{\"id\":\"' + 'a-' * 2_000_000 + '\"}'",
    "durations that never match": HEAD + """ + ','.join('{"id":"s%d","activity":"x","actor":"a","standard_time":"P%sX"}' % (n, "1" * 1_000) for n in range(2_000)) + ']}'""",
    "a key of two million characters": "'{\"' + 'A' * 2_000_000 + '\":[' + ','.join(['{}'] * 140_000) + ']}'",
    "ninety thousand inferences about nothing": HEAD + """ + '],"inferred":{' + ','.join('"acto%d":"x"' % n for n in range(90_000)) + '}}'""",
    "ten thousand references to none of thirty thousand": HEAD + """ + '{"id":"s","activity":"x","actor":"a","inputs":[' + ','.join('"e%d"' % n for n in range(10_000)) + ']}],"documents":[' + ','.join('{"id":"d%d","name":"D"}' % n for n in range(30_000)) + ']}'""",
    "deep long keys over equal ones": HEAD + " + '],\"id\":\"a\",\"x-a\":' + ('{\"%s\":' % ('é' * 120)) * 28 + '{' + ','.join('\"a%d\":1' % n for n in range(140_000)) + '}' + '}' * 29",
    "deep long keys over texts": HEAD + " + '],\"zz\":' + ('{\"%s\":' % ('é' * 120)) * 28 + '{\"title\":[' + ','.join(['{\"q\":\"x\"}'] * 70_000) + ']}' + '}' * 29",
    "blanks where a time belongs": HEAD + """ + '{"id":"s","activity":"x","actor":"a","standard_time":"!' + ' ' * 400_000 + '!"}]}'""",
    "four million line breaks": "'\\n' * 4_000_000 + '{'",
    "five megabytes": "'x' * 5_000_000",
    "random bytes": "bytes(range(256)) * 1_000",
}  # fmt: skip


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells the peak memory of a process by itself")
@pytest.mark.parametrize("bomb", BOMBS.values(), ids=BOMBS)
def test_a_bomb_is_refused_within_256_mebibytes(bomb):
    done = subprocess.run(
        [sys.executable, "-c", DROWNED, bomb], capture_output=True, text=True, check=False, timeout=60
    )
    assert done.stderr == ""
    rule, mebibytes = done.stdout.splitlines()
    assert rule.endswith("True True")
    assert int(mebibytes) < 256
