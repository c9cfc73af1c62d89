"""The PNG of a seal: a real picture, with its words, that takes a credential."""

from __future__ import annotations

import struct
import zlib

import pytest

from sceau.engine.images import png, unbake
from sceau.engine.images.seal import draw_seal
from sceau.outside.pictures import picture_of


def pixels(image: bytes) -> bytes:
    """The filtered rows of a picture, decompressed."""
    chunks = [chunk for chunk in png.chunks_of(image) if chunk.kind == b"IDAT"]
    return zlib.decompress(b"".join(image[chunk.start + 8 : chunk.end - 4] for chunk in chunks))


def seal(title: str = "Souder à l’arc", body: str = "Lycée des métiers") -> bytes:
    return draw_seal(design_id="7f3a", title=title, body=body)


@pytest.mark.parametrize("width", [128, 600])
def test_a_seal_becomes_a_square_picture_of_that_width(width):
    image = picture_of(seal(), width=width)

    assert struct.unpack_from(">II", image, 16) == (width, width)
    assert len(set(pixels(image))) > 30


def test_a_picture_is_small_enough_for_every_platform():
    assert len(picture_of(seal())) < 200_000  # Moodle and others stop at 256 kB, the credential included


def test_the_same_seal_gives_the_same_bytes():
    first = picture_of(seal())
    picture_of.cache_clear()

    assert picture_of(seal()) == first


@pytest.mark.parametrize("title", ["Braser", "Сварка", "Συγκόλληση"])
def test_the_words_are_in_the_picture(title):
    assert pixels(picture_of(seal(title), width=200)) != pixels(picture_of(seal(""), width=200))


def test_the_picture_takes_a_credential():
    assert unbake(png.bake(picture_of(seal()), '{"id": "1"}')).text == '{"id": "1"}'
