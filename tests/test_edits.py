"""Edits of a JSON text do what plain Python does to its values, and touch nothing else."""

from __future__ import annotations

import copy
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sopkit.edits import Edit, applied
from sopkit.places import pointer

WORDS = st.text('aé/~"\\\n\u2028[{,', max_size=3)
SCALARS = st.none() | st.booleans() | st.integers() | st.just(1.5) | WORDS
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(WORDS, inner, max_size=4), max_leaves=20
)
WHOLES = st.lists(VALUES, max_size=5) | st.dictionaries(WORDS, VALUES, max_size=5)
LAYOUTS = st.sampled_from(
    [{}, {"indent": 2}, {"indent": "\t"}, {"separators": (",", ":")}, {"separators": (" , ", " : "), "indent": 0}]
)


def everything(value, at=()):
    """Each value with the keys and indexes that lead to it."""
    yield at, value
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for part, inner in inside:
        yield from everything(inner, (*at, part))


def holder_of(tree, parts):
    for part in parts[:-1]:
        tree = tree[part]
    return tree


def by_hand(tree, changes):
    """The same changes, made to the values: the last ones first, so that no index moves."""
    tree = copy.deepcopy(tree)
    for kind, parts, new in sorted(changes, key=lambda one: [str(type(p)) + f"{p:>9}" for p in one[1]], reverse=True):
        holder = holder_of(tree, parts)
        if kind == "put":
            holder[parts[-1]] = new
        elif kind == "remove":
            del holder[parts[-1]]
        else:
            members = [(new if key == parts[-1] else key, value) for key, value in holder.items()]
            holder.clear()
            holder.update(members)
    return tree


@st.composite
def changes(draw):
    """A tree, and changes of it that do not contradict each other."""
    tree = draw(WHOLES)
    chosen = []
    for parts, _ in draw(st.permutations(list(everything(tree)))):
        if parts and not any(parts[: len(p)] == p or p[: len(parts)] == parts for _, p, _ in chosen):
            kinds = ["put", "remove"]
            renamed = [p[:-1] for kind, p, _ in chosen if kind == "rename"]
            if isinstance(parts[-1], str) and parts[:-1] not in renamed:
                kinds.append("rename")
            kind = draw(st.sampled_from(kinds))
            new = draw(VALUES) if kind == "put" else "new"
            chosen.append((kind, parts, new))
        if len(chosen) == 3:
            break
    return tree, chosen


def edit(kind, parts, new):
    return {
        "put": lambda: Edit.put(pointer(*parts), new),
        "remove": lambda: Edit.remove(pointer(*parts)),
        "rename": lambda: Edit.rename(pointer(*parts), new),
    }[kind]()


@given(changes(), LAYOUTS, st.booleans())
def test_edits_of_the_text_are_edits_of_the_values(drawn, layout, is_windows):
    tree, chosen = drawn
    text = json.dumps(tree, ensure_ascii=False, **layout)
    if is_windows:
        text = text.replace("\n", "\r\n")
    changed = applied(text, [edit(*one) for one in chosen])
    assert json.loads(changed) == by_hand(tree, chosen)
    assert list(everything(json.loads(changed))) == list(everything(by_hand(tree, chosen)))  # in the same order
    if is_windows:
        assert "\n" not in changed.replace("\r\n", "")


@given(changes(), LAYOUTS)
def test_what_is_not_meant_stays_as_it_was_typed(drawn, layout):
    tree, chosen = drawn
    text = json.dumps(tree, ensure_ascii=False, **layout)
    for kind, parts, new in chosen[:1]:
        changed = applied(text, [edit(kind, parts, new)])
        begin = next(
            (n for n, (a, b) in enumerate(zip(text, changed, strict=False)) if a != b), min(len(text), len(changed))
        )
        end = next(
            (n for n, (a, b) in enumerate(zip(text[begin:][::-1], changed[begin:][::-1], strict=False)) if a != b),
            min(len(text), len(changed)) - begin,
        )
        gone = text[begin : len(text) - end]
        if kind == "remove":
            assert changed == text[:begin] + text[len(text) - end :]
        elif kind == "rename":
            assert gone in json.dumps(parts[-1], ensure_ascii=False)


TYPED = """{
    "id":  "surat",
    "langkah" : [ "a","b" ],
    "waive": [
        {"rule": "x"},
        {"rule": "y"}
    ],   "x-a": 1
}
"""


@pytest.mark.parametrize(
    ("edits", "before", "after"),
    [
        ([Edit.remove("/waive/0")], '[\n        {"rule": "x"},\n        {', '[\n        {'),
        ([Edit.remove("/waive/1")], '"x"},\n        {"rule": "y"}\n', '"x"}\n'),
        ([Edit.remove("/waive/0"), Edit.remove("/waive/1")], '[\n        {"rule": "x"},\n        {"rule": "y"}\n    ]', "[]"),
        ([Edit.remove("/x-a")], ',   "x-a": 1\n', "\n"),
        ([Edit.remove("/id")], '"id":  "surat",\n    ', ""),
        ([Edit.put("/langkah/1", ["c", 1])], '"b"', '["c", 1]'),
        ([Edit.put("/waive", ["c"])], '[\n        {"rule": "x"},\n        {"rule": "y"}\n    ]', '[\n        "c"\n    ]'),
        ([Edit.put("/waive", [])], '[\n        {"rule": "x"},\n        {"rule": "y"}\n    ]', "[]"),
        ([Edit.rename("/langkah", "steps"), Edit.put("/langkah/0", "z")], '"langkah" : [ "a"', '"steps" : [ "z"'),
        ([Edit.put("/id", "s"), Edit.put("/id", "s")], '"surat"', '"s"'),
    ],
)  # fmt: skip
def test_one_edit_changes_this_and_no_more(edits, before, after):
    assert TYPED.count(before) == 1
    assert applied(TYPED, edits) == TYPED.replace(before, after)


@pytest.mark.parametrize(
    ("edits", "told"),
    [
        ([Edit.put("/nothing", 1)], "nothing stands at /nothing"),
        ([Edit.remove("/id/deeper")], "nothing stands at /id/deeper"),
        ([Edit.remove("/langkah/2")], "nothing stands at /langkah/2"),
        ([Edit.remove("")], "the whole text can be neither renamed nor removed"),
        ([Edit.rename("", "a")], "the whole text can be neither renamed nor removed"),
        ([Edit.rename("/langkah/0", "a")], "this cannot be a key here: a"),
        ([Edit.rename("/id", "waive")], "this cannot be a key here: waive"),
        ([Edit.rename("/id", "a"), Edit.rename("/waive", "a")], "this cannot be a key here: a, a"),
        ([Edit.rename("/id", "a"), Edit.remove("/id")], "this cannot be a key here: a"),
        ([Edit.put("/id", 1), Edit.put("/id", 2)], "two edits change the same characters, 13 to 20"),
        ([Edit.put("/id", 1), Edit.remove("/id")], "two edits change the same characters, 13 to 20"),
        ([Edit.remove("/waive"), Edit.remove("/waive/0")], "two edits change the same characters, 74 to 97"),
        ([Edit.put("", 1), Edit.put("/id", 1)], "two edits change the same characters, 13 to 20"),
    ],
)
def test_edits_that_lead_nowhere_or_contradict_each_other_are_refused(edits, told):
    with pytest.raises(ValueError, match=r".") as refused:
        applied(TYPED, edits)
    assert str(refused.value) == told


@pytest.mark.parametrize(
    ("text", "value", "after"),
    [
        ('{"a": [1]}', [1, 2], '{"a": [1, 2]}'),
        ('{"a": [\n]}', [1, 2], '{"a": [\n  1,\n  2\n]}'),
        ('{\n\t"a": {\n\t\t"b": 1\n\t}\n}', {"c": [1]}, '{\n\t"a": {\n\t\t"c": [\n\t\t\t1\n\t\t]\n\t}\n}'),
        ('{\r\n "a": [\r\n  1\r\n ]\r\n}', ["é"], '{\r\n "a": [\r\n  "é"\r\n ]\r\n}'),
        ('{\n    "a": [\n  1]\n}', [2], '{\n    "a": [\n      2\n    ]\n}'),
        ('{\n "a": [\n  1\n ]\n}', "x", '{\n "a": "x"\n}'),
        ('{\n "a": [\n  1\n ]\n}', {}, '{\n "a": {}\n}'),
    ],
)
def test_what_stood_on_several_lines_is_put_on_several_lines(text, value, after):
    assert applied(text, [Edit.put("/a", value)]) == after


def test_the_whole_text_can_be_put_anew():
    assert applied('{"a": 1}\n', [Edit.put("", [1])]) == "[1]\n"


def test_a_key_is_renamed_as_it_is_pronounced():
    assert applied('{"a": 1}', [Edit.rename("/a", "é~/")]) == '{"é~/": 1}'
    with pytest.raises(ValueError, match="this cannot be a key here"):
        applied('{"a": 1, "b/c": 2}', [Edit.rename("/a", "b/c")])


def test_a_key_may_move_into_the_place_of_one_that_is_removed():
    assert json.loads(applied('{"a": 1, "b": 2}', [Edit.remove("/a"), Edit.rename("/b", "a")])) == {"a": 2}


def test_no_edit_changes_nothing():
    assert applied(TYPED, []) == TYPED
    assert applied("", []) == ""
