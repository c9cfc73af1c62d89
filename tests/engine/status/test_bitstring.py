"""The bits: where they stand, how they are written, and what is refused when they are read."""

from __future__ import annotations

import base64
import gzip
import json
import time
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from published import published
from sceau.engine.errors import MalformedStatusList
from sceau.engine.status import reasons
from sceau.engine.status.bitstring import LARGEST_LIST, MINIMUM_ENTRIES, StatusList, random_index

KILOBYTES_16 = b"\0" * 16_384


def multibase(data: bytes) -> str:
    return "u" + base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def refusal(text: str, **bounds: int) -> reasons.Reason:
    with pytest.raises(MalformedStatusList) as refused:
        StatusList.decode(text, **bounds)
    assert refused.value.sentence("fr")
    assert refused.value.sentence("en")
    return refused.value.reason


# --- published vectors ----------------------------------------------------------------------------------------------

# W3C Bitstring Status List 1.0 (Recommendation of 2025-05-15), §2.2, example 3
W3C_EXAMPLE = "uH4sIAAAAAAAAA-3BMQEAAADCoPVPbQwfoAAAAAAAAAAAAAAAAAAAAIC3AYbSVKsAQAAA"


def test_the_example_of_the_standard_is_a_list_of_131072_entries_all_0():
    listed = StatusList.decode(W3C_EXAMPLE)

    assert len(listed) == 131_072
    assert not any(listed.bits)


def test_the_list_of_1edtech_has_131072_entries_and_number_23_revoked():
    document = json.loads((published("vectors/bitstring-status-list") / "testlist").read_text())

    listed = StatusList.decode(document["credentialSubject"]["encodedList"])

    assert len(listed) == 131_072
    assert [index for index in range(len(listed)) if listed.get(index)] == [23]


# --- where the bits stand -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("index", "byte", "bit"), [(0, 0, 0x80), (7, 0, 0x01), (8, 1, 0x80), (131_071, 16_383, 0x01)])
def test_index_0_is_the_most_significant_bit_of_the_first_byte(index, byte, bit):
    listed = StatusList.new()

    listed.set(index)

    assert listed.bits[byte] == bit
    assert sum(listed.bits) == bit
    assert listed.get(index) == 1


def test_an_entry_of_three_bits_may_lie_across_two_bytes_first_bit_first():
    listed = StatusList.new(size=3)

    listed.set(2, 0b101)  # bits 6, 7 and 8

    assert listed.bits[:2] == bytes([0b00000010, 0b10000000])
    assert [listed.get(index) for index in range(4)] == [0, 0, 5, 0]


@given(st.integers(1, 8), st.dictionaries(st.integers(0, MINIMUM_ENTRIES - 1), st.integers(0, 255), max_size=40))
def test_what_is_set_is_read_back_and_nothing_else_moves(size, values):
    values = {index: value % (1 << size) for index, value in values.items()}
    listed = StatusList.new(size=size)
    for index, value in values.items():
        listed.set(index, value)

    again = StatusList.decode(listed.encode(), size=size)

    assert again.bits == listed.bits
    for index, value in values.items():
        assert again.get(index) == value
        for neighbour in (index - 1, index + 1):
            if 0 <= neighbour < MINIMUM_ENTRIES:
                assert again.get(neighbour) == values.get(neighbour, 0)


def test_what_is_set_can_be_unset():
    listed = StatusList.new(size=4)
    listed.set(77, 0b1111)

    listed.set(77, 0)

    assert listed.bits == StatusList.new(size=4).bits


@pytest.mark.parametrize("index", [-1, MINIMUM_ENTRIES, 10**30])
def test_an_index_outside_the_list_is_refused(index):
    listed = StatusList.new()
    for act in (listed.get, listed.set):
        with pytest.raises(MalformedStatusList) as refused:
            act(index)
        assert refused.value.reason is reasons.OUT_OF_RANGE


@pytest.mark.parametrize(("size", "value"), [(1, 2), (1, -1), (4, 16)])
def test_a_value_that_does_not_fit_is_refused(size, value):
    with pytest.raises(MalformedStatusList) as refused:
        StatusList.new(size=size).set(0, value)
    assert refused.value.reason is reasons.VALUE_TOO_LARGE


# --- how they are written -------------------------------------------------------------------------------------------


def test_the_text_is_gzip_that_everybody_reads_without_a_date():
    listed = StatusList.new()
    listed.set(94_567)

    text = listed.encode()
    data = base64.urlsafe_b64decode(text[1:] + "=" * (-(len(text) - 1) % 4))

    assert text.startswith("u")
    assert "=" not in text
    assert gzip.decompress(data) == bytes(listed.bits)
    assert data[4:8] == b"\0\0\0\0"


def test_equal_lists_are_written_in_the_same_way():
    one, other = StatusList.new(), StatusList.new()
    for index in (5, 900, 70_000):
        one.set(index)
    for index in (70_000, 5, 900):
        other.set(index)

    assert one.encode() == other.encode()


def test_a_list_shorter_than_the_standard_allows_is_not_made():
    with pytest.raises(MalformedStatusList) as refused:
        StatusList.new(entries=MINIMUM_ENTRIES - 1)
    assert refused.value.reason is reasons.LIST_TOO_SHORT


# --- what is refused ------------------------------------------------------------------------------------------------

GOOD = gzip.compress(KILOBYTES_16, mtime=0)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", reasons.NOT_MULTIBASE),
        (multibase(GOOD)[1:], reasons.NOT_MULTIBASE),  # the prefix forgotten on an update
        ("z" + multibase(GOOD)[1:], reasons.NOT_MULTIBASE),
        (multibase(GOOD) + "=", reasons.NOT_BASE64URL),
        (multibase(GOOD) + "\n", reasons.NOT_BASE64URL),
        ("u+/+/", reasons.NOT_BASE64URL),
        ("uA", reasons.NOT_BASE64URL),
        ("u", reasons.TRUNCATED),
        ("uÀÀÀÀ", reasons.NOT_BASE64URL),
        (multibase(KILOBYTES_16), reasons.NOT_GZIP),
        (multibase(zlib.compress(KILOBYTES_16)), reasons.NOT_GZIP),  # zlib is not gzip
        (multibase(GOOD[:-9]), reasons.TRUNCATED),
        (multibase(GOOD[:-1]), reasons.TRUNCATED),
        (multibase(GOOD[:-8] + b"\0" * 8), reasons.NOT_GZIP),  # the checksum is wrong
        (multibase(GOOD + b"\0"), reasons.TRAILING_BYTES),
        (multibase(GOOD + GOOD), reasons.TRAILING_BYTES),  # a second member
        (multibase(gzip.compress(KILOBYTES_16[:-1])), reasons.LIST_TOO_SHORT),
        (multibase(gzip.compress(b"")), reasons.LIST_TOO_SHORT),
        (multibase(gzip.compress(b"\0" * (LARGEST_LIST + 1))), reasons.LIST_TOO_LARGE),
    ],
)
def test_a_text_that_is_not_a_list_is_refused_with_its_reason(text, reason):
    assert refusal(text) is reason


def test_a_bomb_is_refused_quickly_and_never_unpacked():
    bomb = multibase(zlib_bomb(256 * 1024))

    start = time.process_time()
    reason = refusal(bomb)

    assert reason is reasons.LIST_TOO_LARGE
    assert time.process_time() - start < 0.1


def zlib_bomb(size: int) -> bytes:
    """Gzip of zeros: about so many bytes, a thousand times more once unpacked."""
    compressor = zlib.compressobj(9, zlib.DEFLATED, 31)
    return compressor.compress(b"\0" * (size * 1000)) + compressor.flush()


def test_16_kilobytes_are_too_short_for_entries_of_two_bits():
    assert refusal(multibase(GOOD), size=2) is reasons.LIST_TOO_SHORT


@pytest.mark.parametrize("size", [0, -1, 9, 2**40])
def test_a_size_that_nobody_uses_is_refused(size):
    assert refusal(multibase(GOOD), size=size) is reasons.SIZE_UNUSABLE


@given(st.text(max_size=200))
def test_any_text_is_refused_or_read_and_nothing_else_happens(text):
    refusal("u" + text)


@given(st.integers(0, len(GOOD) - 1), st.integers(1, 255))
def test_a_changed_byte_never_changes_a_status_unseen(at, flip):
    damaged = bytearray(GOOD)
    damaged[at] ^= flip
    try:
        listed = StatusList.decode(multibase(bytes(damaged)))
    except MalformedStatusList:
        return
    assert not any(listed.bits)  # gzip's checksum holds; only its unused header fields may differ


# --- indices at random ----------------------------------------------------------------------------------------------


def test_an_index_is_drawn_among_those_that_are_free():
    draws = iter([5, 5, 9])

    assert random_index({5}, lambda n: next(draws)) == 9


def test_a_nearly_full_list_still_gives_its_last_index():
    taken = set(range(100)) - {42}

    assert random_index(taken, lambda n: 0, entries=100) == 42


def test_a_full_list_says_so():
    with pytest.raises(MalformedStatusList) as refused:
        random_index(set(range(100)), lambda n: 0, entries=100)
    assert refused.value.reason is reasons.LIST_FULL
