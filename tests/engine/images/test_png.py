"""Credentials in PNG files: the published ones, ours, and those that a hostile hand has touched."""

from __future__ import annotations

import json
import struct
import time
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from published import published
from sceau.engine.errors import MalformedImage
from sceau.engine.images import bake as bake_any
from sceau.engine.images import baked, png
from sceau.engine.images import unbake as unbake_any

JSON = '{"@context": ["https://www.w3.org/ns/credentials/v2"], "name": "Œuvrer à l’été"}'
JWT = "eyJhbGciOiJFZERTQSJ9.eyJpZCI6IjEifQ.c2lnbmF0dXJl"


def chunk(kind: bytes, data: bytes = b"") -> bytes:
    return struct.pack(">I4s", len(data), kind) + data + struct.pack(">I", zlib.crc32(kind + data))


HEADER = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
PIXELS = chunk(b"IDAT", zlib.compress(b"\0\0"))
END = chunk(b"IEND")


def picture(*extra: bytes) -> bytes:
    """A picture of one pixel, with these chunks after its header."""
    return png.SIGNATURE + HEADER + b"".join(extra) + PIXELS + END


def itxt(text: str = JSON, keyword: bytes = b"openbadgecredential", flags: bytes = b"\0\0") -> bytes:
    return chunk(b"iTXt", keyword + b"\0" + flags + b"\0\0" + text.encode())


def refusal(image: bytes) -> baked.Reason:
    with pytest.raises(MalformedImage) as refused:
        png.unbake(image)
    assert refused.value.sentence("fr")
    assert refused.value.sentence("en")
    return refused.value.reason


# --- published pictures ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "standard", "name"),
    [
        ("vectors/open-badges-3.0/simple-json.png", "ob3", "http://example.com/credentials/3527"),
        ("vectors/open-badges-2.0/simple-badge.png", "ob2", "https://example.org/beths-robotics-badge.json"),
    ],
)
def test_a_published_picture_gives_its_credential_and_takes_it_back(path, standard, name):
    image = published(path).read_bytes()

    found = png.unbake(image)
    again = png.bake(image, found.text, standard=standard)

    assert (found.standard, found.form) == (standard, "json")
    assert json.loads(found.text)["id"] == name
    assert png.unbake(again) == found


def test_the_published_picture_of_open_badges_2_is_written_back_byte_for_byte():
    image = published("vectors/open-badges-2.0/simple-badge.png").read_bytes()

    assert png.bake(image, png.unbake(image).text, standard="ob2") == image


# --- what we write --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("text", "form"), [(JSON, "json"), (JWT, "jwt")])
def test_the_credential_goes_right_after_the_header_uncompressed_and_the_rest_is_untouched(text, form):
    image = picture(chunk(b"tEXt", b"Author\0Amina"))

    result = png.bake(image, text)

    assert result == png.SIGNATURE + HEADER + itxt(text) + image[len(png.SIGNATURE + HEADER) :]
    assert png.unbake(result) == baked.Baked("ob3", form, text)


@pytest.mark.parametrize(
    "older",
    [
        itxt('{"id": "older"}'),
        chunk(b"tEXt", b"openbadgecredential\0{}"),
        chunk(b"zTXt", b"openbadgecredential\0\0" + zlib.compress(b"{}")),
        itxt("{}") + itxt("{}"),
    ],
)
def test_an_older_credential_of_any_kind_is_taken_out(older):
    assert png.bake(picture(older), JSON) == png.bake(picture(), JSON)


def test_a_picture_may_hold_a_credential_of_each_standard_and_the_newer_is_read():
    both = png.bake(png.bake(picture(), '{"id": "2.0"}', standard="ob2"), JSON)

    assert png.unbake(both).text == JSON
    assert {name for name in (b"openbadges\0", b"openbadgecredential\0") if name in both} == {
        b"openbadges\0",
        b"openbadgecredential\0",
    }


def test_baking_the_same_credential_again_changes_nothing():
    once = png.bake(picture(), JSON)

    assert png.bake(once, JSON) == once


def test_a_thousand_learners_get_the_same_picture_each_with_their_own_credential():
    image = picture()

    for number in range(1000):
        text = f'{{"id": "{number}"}}'
        assert png.unbake(png.bake(image, text)).text == text


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=300))
def test_any_text_comes_back_as_it_went_in(name):
    text = json.dumps({"name": name}, ensure_ascii=False)

    assert png.unbake(png.bake(picture(), text)).text == text


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", baked.NOT_A_CREDENTIAL),
        ("a badge", baked.NOT_A_CREDENTIAL),
        ("https://badges.example/1", baked.NOT_A_CREDENTIAL),
        ('{"name": "\ud800"}', baked.NOT_UTF_8),
        ('{"name": "' + "x" * 262_144 + '"}', baked.CREDENTIAL_TOO_LARGE),
        ('{"name": "' + "é" * 140_000 + '"}', baked.CREDENTIAL_TOO_LARGE),
    ],
)
def test_what_is_not_a_credential_is_not_baked(text, reason):
    with pytest.raises(MalformedImage) as refused:
        png.bake(picture(), text)
    assert refused.value.reason is reason


# --- what we read of others -----------------------------------------------------------------------------------------


def test_a_credential_may_stand_after_the_pixels_with_a_language_and_a_translated_keyword():
    text = chunk(b"iTXt", b"openbadgecredential\0\0\0fr\0preuve\0" + JSON.encode())
    image = png.SIGNATURE + HEADER + PIXELS + text + END

    assert png.unbake(image).text == JSON


def test_a_badge_from_before_open_badges_2_is_an_address_in_a_plain_text_chunk():
    image = picture(chunk(b"tEXt", b"openbadges\0https://badges.example/assertions/1.json"))

    assert png.unbake(image) == baked.Baked("ob2", "url", "https://badges.example/assertions/1.json")


def test_a_keyword_that_only_begins_alike_is_another_keyword():
    assert refusal(picture(itxt(keyword=b"openbadgecredentials"))) is baked.NOTHING_BAKED


# --- what is refused ------------------------------------------------------------------------------------------------

GOOD = picture(itxt())


@pytest.mark.parametrize(
    ("image", "reason"),
    [
        (b"", png.NOT_A_PNG),
        (b"GIF89a", png.NOT_A_PNG),
        (png.SIGNATURE, png.CHUNK_TRUNCATED),
        (GOOD[:-12], png.CHUNK_TRUNCATED),  # its end is missing
        (GOOD[:-1], png.CHUNK_TRUNCATED),
        (GOOD[:60], png.LENGTH_LIES),
        (picture(), baked.NOTHING_BAKED),
        (picture(itxt(), itxt()), baked.BAKED_TWICE),
        (picture(itxt(), chunk(b"tEXt", b"openbadgecredential\0" + JSON.encode())), baked.BAKED_TWICE),
        (picture(itxt(flags=b"\1\0")), png.COMPRESSED),
        (picture(chunk(b"zTXt", b"openbadgecredential\0\0" + zlib.compress(JSON.encode()))), png.COMPRESSED),
        (picture(chunk(b"zTXt", b"openbadges\0\0" + zlib.compress(JSON.encode()))), png.COMPRESSED),
        (picture(chunk(b"tEXt", b"openbadgecredential\0" + JSON.encode())), png.WRONG_CHUNK),
        (picture(chunk(b"iTXt", b"openbadgecredential")), png.COMPRESSED),  # nothing says that it is not
        (picture(chunk(b"iTXt", b"openbadgecredential\0\0\0")), png.TEXT_MALFORMED),
        (picture(chunk(b"iTXt", b"openbadgecredential\0\0\0\0\0\xff{}")), baked.NOT_UTF_8),
        (picture(itxt("no credential")), baked.NOT_A_CREDENTIAL),
        (picture(itxt("https://badges.example/1")), baked.NOT_A_CREDENTIAL),
        (picture(itxt('{"a": "' + "x" * 262_144 + '"}')), baked.CREDENTIAL_TOO_LARGE),
        (png.SIGNATURE + itxt() + HEADER + PIXELS + END, png.HEADER_NOT_FIRST),  # the wrong place
        (picture(HEADER), png.HEADER_MALFORMED),
        (png.SIGNATURE + chunk(b"IHDR", b"\0" * 14) + END, png.HEADER_MALFORMED),
        (GOOD + itxt(), png.AFTER_THE_END),
        (GOOD + b"\n", png.AFTER_THE_END),
        (picture(b"\0\0\0\0\0\0\0\0\0\0\0\0"), png.CHUNK_NAME),
        (picture(chunk(b"aaAa") * png.MOST_CHUNKS), png.TOO_MANY_CHUNKS),
    ],
)
def test_a_picture_that_is_not_as_the_standards_say_is_refused_with_its_reason(image, reason):
    assert refusal(image) is reason


@pytest.mark.parametrize("length", [len(itxt()) - 11, 0x7FFFFFFF, 0xFFFFFFFF])
def test_a_chunk_that_lies_about_its_length_is_refused(length):
    at = len(png.SIGNATURE + HEADER)
    lying = GOOD[:at] + struct.pack(">I", length) + GOOD[at + 4 :]

    assert refusal(lying) in (png.LENGTH_LIES, png.CRC_WRONG)


@given(st.integers(8, len(GOOD) - 1), st.integers(1, 255))
def test_one_changed_byte_anywhere_in_the_picture_is_refused(at, flip):
    changed = bytearray(GOOD)
    changed[at] ^= flip

    with pytest.raises(MalformedImage):
        png.unbake(bytes(changed))


@given(st.binary(max_size=200))
def test_any_bytes_are_refused_and_nothing_else_happens(data):
    refusal(png.SIGNATURE + data)


def test_a_large_hostile_picture_is_refused_quickly():
    hostile = picture(chunk(b"aaAa") * (262_144 // 12))

    start = time.process_time()
    refusal(hostile)

    assert time.process_time() - start < 0.1


def test_a_picture_beyond_the_limit_is_not_read():
    assert refusal(png.SIGNATURE + b"\0" * baked.LARGEST_IMAGE) is baked.IMAGE_TOO_LARGE


def test_the_format_is_found_by_its_first_bytes():
    assert unbake_any(bake_any(picture(), JWT)).text == JWT


@pytest.mark.parametrize("data", [b"", b"\xff\xd8\xff\xe0 a JPEG", b"%PDF-1.7", b"{}"])
def test_another_format_is_refused(data):
    for act in (unbake_any, lambda image: bake_any(image, JSON)):
        with pytest.raises(MalformedImage) as refused:
            act(data)
        assert refused.value.reason is baked.NOT_AN_IMAGE
