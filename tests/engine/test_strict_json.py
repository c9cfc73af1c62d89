"""JSON that everybody reads in the same way."""

from __future__ import annotations

import json

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sceau.engine import strict_json
from sceau.engine.errors import MalformedJson
from sceau.engine.strict_json import parse, parse_object

texts = st.text(st.characters(exclude_categories=("Cs",)))
scalars = st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.floats(-1e300, 1e300) | texts
values = st.recursive(scalars, lambda inner: st.lists(inner) | st.dictionaries(texts, inner), max_leaves=20)


@given(values, st.sampled_from([None, 1]), st.booleans())
def test_a_value_is_read_in_any_layout(value, indent, ascii_only):
    text = json.dumps(value, indent=indent, ensure_ascii=ascii_only)

    assert parse(text) == parse(text.encode()) == parse(orjson.dumps(value)) == value


@given(values, texts, st.sampled_from(["", " ", "\n"]))
def test_a_name_written_twice_is_refused_wherever_it_stands(value, name, space):
    inside, twice = json.dumps(value), json.dumps(name)
    for around in ("{}", "[{}]", '{{"a":{}}}', '[1,{{"b":[{}]}}]'):
        text = around.format(f"{{{twice}{space}:{inside},{space}{twice}:1}}")
        with pytest.raises(MalformedJson) as refusal:
            parse(text)
        assert refusal.value.reason is strict_json.DUPLICATE_NAME


@pytest.mark.parametrize(
    "text",
    ['{"a":1,"a":1}', '{"a":1,"\\u0061":2}', '{"a":{},"b":":","a" :{}}', '{"":1,"":"\\":"}', '[{"a":"\\":","a":0}]'],
)
def test_names_that_are_the_same_in_another_spelling_are_refused(text):
    with pytest.raises(MalformedJson) as refusal:
        parse(text)
    assert refusal.value.reason is strict_json.DUPLICATE_NAME


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", strict_json.NOT_JSON),
        ("{", strict_json.NOT_JSON),
        ("[1,]", strict_json.NOT_JSON),
        ('{"a":1}x', strict_json.NOT_JSON),
        (b'"\xff"', strict_json.NOT_JSON),
        (b"\xef\xbb\xbf{}", strict_json.NOT_JSON),
        ("NaN", strict_json.NOT_A_NUMBER),
        ('{"a":[-Infinity]}', strict_json.NOT_A_NUMBER),
        ("1e999", strict_json.NOT_A_NUMBER),
        ("9007199254740993", strict_json.INTEGER_TOO_LARGE),
        ("-9007199254740993", strict_json.INTEGER_TOO_LARGE),
        ("1" * 5000, strict_json.INTEGER_TOO_LARGE),
        ('"\\ud800"', strict_json.LONE_SURROGATE),
        ('{"\\udfff":1}', strict_json.LONE_SURROGATE),
        ('"\ud800"', strict_json.LONE_SURROGATE),
        ("[" * 40 + "]" * 40, strict_json.TOO_DEEP),
        ('{"a":' * 40 + "1" + "}" * 40, strict_json.TOO_DEEP),
        ("[" * 100_000 + "]" * 100_000, strict_json.TOO_DEEP),
        (" " * 300_000, strict_json.TOO_LARGE),
    ],
)
def test_what_two_readers_would_read_in_two_ways_is_refused_with_the_reason(text, reason):
    with pytest.raises(MalformedJson) as refusal:
        parse(text)

    assert refusal.value.reason is reason
    assert refusal.value.sentence("fr") != refusal.value.sentence("en")


@pytest.mark.parametrize("text", ["[]", "1", "null", '"{}"'])
def test_an_object_is_asked_for(text):
    with pytest.raises(MalformedJson) as refusal:
        parse_object(text)
    assert refusal.value.reason is strict_json.NOT_AN_OBJECT
    assert parse_object("{}") == {}


@pytest.mark.parametrize(
    ("text", "fr", "en"),
    [
        ("[1,\n]", "ce n’est pas du JSON\u00a0: ligne 2, colonne 1", "this is not JSON: line 2, column 1"),
        (b'"\xff"', "ce n’est pas du JSON\u00a0: octet 1, qui n’est", "this is not JSON: byte 1, which is"),
    ],
)
def test_the_place_is_told_in_the_language_of_the_sentence(text, fr, en):
    with pytest.raises(MalformedJson) as refusal:
        strict_json.parse(text)
    assert refusal.value.sentence("fr").startswith(fr)
    assert refusal.value.sentence("en").startswith(en)
