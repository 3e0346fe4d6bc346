"""Pointers find their line and column, whatever the text looks like."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from sopkit.places import Place, Places, pointer, walk

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
    for at, inner in parts(value):
        offset = places.offset(pointer(*at))
        found, _ = json.JSONDecoder().raw_decode(text, offset)
        assert found == inner
        if at and isinstance(at[-1], str):
            key, _ = json.JSONDecoder().raw_decode(text, places.offset(pointer(*at), key=True))
            assert key == at[-1]
        if isinstance(inner, str):
            assert places.string(pointer(*at)) == inner
    assert sum(1 for token in walk(text) if token.kind == "value") == len(list(parts(value)))


def test_lines_and_columns_are_counted_from_one_in_characters():
    places = Places("x", '{\n  "é🙂": {\r\n"b": 5}}')
    assert places.of("") == Place(1, 1)
    assert places.of(pointer("é🙂")) == Place(2, 9)
    assert places.of(pointer("é🙂", "b")) == Place(3, 6)
    assert places.of(pointer("é🙂", "absent", "deeper")) == Place(2, 9)
    assert places.of("/nothing") == Place(1, 1)
    assert places.string("/nothing") is None
    assert places.string(pointer("é🙂", "b")) is None
    assert places.offset(pointer("é🙂"), key=True) == 4
    assert places.offset("/nothing", key=True) == 0


def test_a_pointer_escapes_what_it_must():
    assert pointer() == ""
    assert pointer("a/b", 0, "~1", "") == "/a~1b/0/~01/"
