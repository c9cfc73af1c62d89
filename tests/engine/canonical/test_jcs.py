"""The JSON Canonicalization Scheme (RFC 8785)."""

from __future__ import annotations

import json
import math
import struct
from datetime import UTC, datetime
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from published import published
from sceau.engine.canonical.jcs import canonical_bytes, number_text
from sceau.engine.errors import NotCanonical

VECTORS = published("vectors/jcs")

# RFC 8785, appendix B, "Number Serialization Samples": the bits of a double, and its text
NUMBERS = {
    "0000000000000000": "0",
    "8000000000000000": "0",
    "0000000000000001": "5e-324",
    "8000000000000001": "-5e-324",
    "7fefffffffffffff": "1.7976931348623157e+308",
    "ffefffffffffffff": "-1.7976931348623157e+308",
    "4340000000000000": "9007199254740992",
    "c340000000000000": "-9007199254740992",
    "4430000000000000": "295147905179352830000",
    "44b52d02c7e14af5": "9.999999999999997e+22",
    "44b52d02c7e14af6": "1e+23",
    "44b52d02c7e14af7": "1.0000000000000001e+23",
    "444b1ae4d6e2ef4e": "999999999999999700000",
    "444b1ae4d6e2ef4f": "999999999999999900000",
    "444b1ae4d6e2ef50": "1e+21",
    "3eb0c6f7a0b5ed8c": "9.999999999999997e-7",
    "3eb0c6f7a0b5ed8d": "0.000001",
    "41b3de4355555553": "333333333.3333332",
    "41b3de4355555554": "333333333.33333325",
    "41b3de4355555555": "333333333.3333333",
    "41b3de4355555556": "333333333.3333334",
    "41b3de4355555557": "333333333.33333343",
    "becbf647612f3696": "-0.0000033333333333333333",
    "43143ff3c1cb0959": "1424953923781206.2",
}

numbers = st.integers(-(2**53), 2**53) | st.floats(allow_nan=False, allow_infinity=False)
texts = st.text(st.characters(exclude_categories=("Cs",)))
scalars = st.none() | st.booleans() | numbers | texts
values = st.recursive(scalars, lambda inner: st.lists(inner) | st.dictionaries(texts, inner), max_leaves=30)


@pytest.mark.parametrize("name", ["arrays", "french", "structures"])
def test_the_published_values_give_the_published_bytes(name):
    value = json.loads((VECTORS / "input" / f"{name}.json").read_bytes())

    written = canonical_bytes(value)

    assert written == (VECTORS / "output" / f"{name}.json").read_bytes().strip()
    assert written == bytes.fromhex((VECTORS / "outhex" / f"{name}.txt").read_text())


@pytest.mark.parametrize(("bits", "text"), NUMBERS.items())
def test_the_published_doubles_give_the_published_texts(bits, text):
    (number,) = struct.unpack(">d", bytes.fromhex(bits))

    assert number_text(number) == text
    assert canonical_bytes(number) == text.encode()
    assert canonical_bytes([number, {"n": number}]) == f'[{text},{{"n":{text}}}]'.encode()


def test_the_published_order_of_names():
    # RFC 8785, §3.2.3: names sort by UTF-16 code units, so the emoji (a surrogate pair) comes before U+FB33
    value = {"\u20ac": 1, "\r": 2, "\ufb33": 3, "1": 4, "\U0001f600": 5, "\x80": 6, "\u00f6": 7}

    names = list(json.loads(canonical_bytes(value)))

    assert names == ["\r", "1", "\x80", "\u00f6", "\u20ac", "\U0001f600", "\ufb33"]


@given(values)
def test_what_is_written_reads_back_as_the_same_value(value):
    assert json.loads(canonical_bytes(value), parse_int=float) == json.loads(json.dumps(value), parse_int=float)


@given(values)
def test_the_canonical_form_of_the_canonical_form_is_itself(value):
    written = canonical_bytes(value)

    assert canonical_bytes(json.loads(written, parse_int=_as_javascript_reads)) == written


@given(values)
def test_the_short_way_and_the_exact_way_agree(value):
    class ExactOnly(dict):
        """A subclass is not a dict for the short way."""

    assert canonical_bytes({"v": value}) == canonical_bytes(ExactOnly(v=value))


@given(st.dictionaries(texts, st.integers(0, 9)))
def test_names_come_in_the_order_of_their_utf_16_code_units(value):
    names = list(json.loads(canonical_bytes(value)))

    assert names == sorted(names, key=lambda name: name.encode("utf-16-be"))


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_reads_back_as_the_same_double(number):
    assert float(number_text(number)) == number


@pytest.mark.parametrize(
    "text",
    ["5.0,", 'a":5.0,"b', "[5.0]", "5.0}", "\\", '"', "/", "\u2028", "\x7f", "\b\f\n\r\t\x1f", "é", "\U0001f600"],
)
def test_texts_that_look_like_round_numbers_are_left_alone(text):
    written = canonical_bytes({"n": 5.0, "t": [text, text], "u": 6.0})

    assert json.loads(written) == {"n": 5, "t": [text, text], "u": 6}
    assert written.startswith(b'{"n":5,"t":[')
    assert written.endswith(b'],"u":6}')


def test_control_characters_are_escaped_as_the_rfc_says():
    # §3.2.2.2: the short forms, then lower-case \u00xx; a slash and U+007F stay as they are
    assert canonical_bytes('\b\t\n\f\r"\\\x00\x0b\x1f/\x7f') == rb'"\b\t\n\f\r\"\\\u0000\u000b\u001f/' + b'\x7f"'


@pytest.mark.parametrize(
    "value",
    [
        math.nan,
        math.inf,
        -math.inf,
        2**53 + 1,
        -(2**53) - 1,
        10**30,
        "\ud800",
        {"\udfff": 1},
        {"a": {"\ud83d": 1}},
        {1: "a"},
        {None: "a"},
        (1, 2),
        {1, 2},
        b"bytes",
        UUID(int=0),
        datetime(2026, 1, 1, tzinfo=UTC),
    ],
)
def test_what_is_not_json_for_everyone_is_refused(value):
    for document in (value, [value], {"a": [value]}, {"a": {"\ufb33": value}}):
        with pytest.raises(NotCanonical):
            canonical_bytes(document)


def test_the_largest_integers_are_written():
    assert canonical_bytes([2**53, -(2**53)]) == b"[9007199254740992,-9007199254740992]"


@pytest.mark.parametrize("make", [lambda inner: [inner], lambda inner: {"a": inner}])
def test_a_deep_nest_is_refused_without_a_traceback(make):
    value = None
    for _ in range(5000):
        value = make(value)

    with pytest.raises(NotCanonical):
        canonical_bytes(value)


def test_the_argument_is_not_altered():
    value = {"b": 5.0, "a": [1.0, {"d": 2.0, "c": -0.0}]}

    canonical_bytes(value)

    assert list(value) == ["b", "a"]
    assert isinstance(value["b"], float)


def _as_javascript_reads(text):
    number = int(text)
    return number if abs(number) <= 2**53 else float(text)
