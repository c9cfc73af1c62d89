"""Codes of credentials: read as people type them, and refused as soon as one character is wrong."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sceau.engine.model.code import ALPHABET, MISTYPED, NOT_A_CODE, MalformedCode, group_code, make_code, read_code

codes = st.binary(min_size=9, max_size=12).map(make_code)


def test_a_code_has_14_characters_of_crockfords_alphabet_in_three_groups():
    code = make_code(bytes.fromhex("0123456789abcdef01"))

    assert re.fullmatch(rf"[{ALPHABET}]{{14}}", code)
    assert re.fullmatch(r".{5}-.{4}-.{5}", group_code(code))
    assert group_code(code).replace("-", "") == code


def test_the_first_thirteen_characters_are_the_first_65_bits():
    code = make_code(bytes([0b00001_000, 0b10_00011_0, 0b0100_0010, 0b1_00000_00]) + bytes(5))

    assert code.startswith("1234500000000")


def test_65_bits_count_and_the_seven_after_them_do_not():
    ones = b"\xff" * 8

    assert make_code(ones + b"\x80") == make_code(ones + b"\xff")
    assert make_code(ones + b"\x80") != make_code(ones + b"\x00")


def test_too_little_randomness_is_a_mistake_of_ours():
    with pytest.raises(ValueError, match="9 random bytes"):
        make_code(bytes(8))


@given(codes)
def test_a_code_is_read_whatever_its_case_and_separators(code):
    assert read_code(group_code(code).lower()) == code
    assert read_code(f"  {code[:5]} {code[5:9]}–{code[9:]}\n") == code


@given(codes)
def test_letters_that_look_like_figures_are_read_as_figures(code):
    assert read_code(code.replace("0", "O").replace("1", "l")) == code
    assert read_code(code.replace("0", "o").replace("1", "I")) == code


@given(codes, st.integers(0, 13), st.sampled_from(ALPHABET))
def test_one_wrong_character_shows(code, place, character):
    wrong = code[:place] + character + code[place + 1 :]

    if wrong != code:
        with pytest.raises(MalformedCode) as refusal:
            read_code(wrong)
        assert refusal.value.reason is MISTYPED


@given(codes, st.integers(0, 13), st.integers(0, 13))
def test_two_exchanged_characters_show(code, one, other):
    characters = list(code)
    characters[one], characters[other] = characters[other], characters[one]
    wrong = "".join(characters)

    if wrong != code:
        with pytest.raises(MalformedCode) as refusal:
            read_code(wrong)
        assert refusal.value.reason is MISTYPED


@pytest.mark.parametrize("text", ["", "ABCDE", "7GK2P4XWD93MTRRR", "UUUUU-UUUU-UUUUU", "éàü"])
def test_what_is_no_code_is_said_to_be_none(text):
    with pytest.raises(MalformedCode) as refusal:
        read_code(text)

    assert refusal.value.reason is NOT_A_CODE


def test_the_example_that_we_show_is_a_code():
    with pytest.raises(MalformedCode) as refusal:
        read_code("?")

    assert read_code(str(refusal.value.details["example"]))
