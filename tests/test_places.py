"""Pointers find their line and column, whatever the text looks like."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from sopkit.places import Place, Places, pointer, walk
from sopkit.testing import definitions

KEYS = st.text(max_size=4) | st.sampled_from(["a/b", "~", "", "0", "\n", '"', "x-é🙂"])
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=20,
)


def parts(value, at=()):
    yield at, value
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from parts(inner, (*at, key))
    elif isinstance(value, list):
        for n, inner in enumerate(value):
            yield from parts(inner, (*at, n))


@given(VALUES, st.sampled_from([None, 0, 3]), st.booleans())
def test_every_value_and_key_is_found_where_it_stands(value, indent, ascii_only):
    text = json.dumps(value, indent=indent, ensure_ascii=ascii_only)
    places = Places("x", text)
    wanted = [pointer(*at) for at, _ in parts(value)]
    starts, keys = places.offsets(wanted), places.offsets(wanted, keys=True)
    walked = {(token.kind, token.pointer): token.offset for token in walk(text)}
    for (at, inner), there in zip(parts(value), wanted, strict=True):
        found, _ = json.JSONDecoder().raw_decode(text, starts[there])
        assert found == inner
        assert starts[there] == places.offsets([there])[there] == walked["value", there]
        if at and isinstance(at[-1], str):
            key, _ = json.JSONDecoder().raw_decode(text, keys[there])
            assert key == at[-1]
            assert keys[there] == walked["key", there]
    assert sum(1 for token in walk(text) if token.kind == "value") == len(list(parts(value)))


def test_lines_and_columns_are_counted_from_one_in_characters():
    places = Places("x", '{\n  "é🙂": {\r\n"b": 5}}')
    assert places.of("") == Place(1, 1)
    assert places.of(pointer("é🙂")) == Place(2, 9)
    assert places.of(pointer("é🙂", "b")) == Place(3, 6)
    assert places.of(pointer("é🙂", "absent", "deeper")) == Place(2, 9)
    assert places.of("/nothing") == Place(1, 1)
    assert places.offsets([pointer("é🙂"), "/nothing"], keys=True) == {pointer("é🙂"): 4, "/nothing": 0}


def test_places_are_told_in_the_order_of_the_file():
    places = Places("x", "a\nbb\n\nc")
    assert list(places.in_order([(6, "c"), (0, "a"), (3, "b")])) == [
        (Place(1, 1), "a"),
        (Place(2, 2), "b"),
        (Place(4, 1), "c"),
    ]


def test_a_pointer_escapes_what_it_must():
    assert pointer() == ""
    assert pointer("a/b", 0, "~1", "") == "/a~1b/0/~01/"


@given(definitions(((1, 4),)), st.sampled_from([None, 1, "\t"]), st.booleans(), st.data())
def test_offsets_of_many_pointers_are_those_of_each(whole, indent, escaped, data):
    text = json.dumps(whole, indent=indent, separators=(" ,\n", " : ") if indent is None else None)
    if escaped:  # a key may be written with escapes
        text = "\n " + text.replace('"steps"', '"st\\u0065ps"').replace('"actor"', '"\\u0061ctor"') + " \n"
    places = Places("", text)
    every = sorted(
        {*(token.pointer for token in walk(places.text)), "/steps/99/id", "/nowhere/at/all", "/id/deeper", ""}
    )
    wanted = data.draw(st.lists(st.sampled_from(every), max_size=20))
    for keys in (False, True):
        each = {at: places.offsets([at], keys=keys)[at] for at in wanted}
        assert places.offsets(wanted, keys=keys) == each
