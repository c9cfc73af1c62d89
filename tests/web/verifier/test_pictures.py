"""Credentials in pictures: the reader of the browser finds what the engine finds, and refuses what it refuses."""

from __future__ import annotations

import random

import pytest

from engine.images import test_png, test_svg
from published import published
from sceau.engine.errors import MalformedImage
from sceau.engine.images import bake, unbake

from .browser_side import asked_of_the_browser, packed

LEFT = "elsewhere.image"  # an SVG in other letters than UTF-8, which the engine reads
SIGNS = b"<>/&;!?-[]'\" =:\n\r\tx\0\xc3\xff"
DOCUMENT = '{"name": "Œuvrer à l’été & <plus> ]]> \U0001f393"}'


def _refused(test):
    """The pictures that the engine's own tests refuse."""
    (mark,) = [each for each in test.pytestmark if each.name == "parametrize"]
    for value in mark.args[1]:
        given = value.values if hasattr(value, "values") else value
        image = given[0]
        yield image.encode() if isinstance(image, str) else image


KNOWN = [
    *_refused(test_png.test_a_picture_that_is_not_as_the_standards_say_is_refused_with_its_reason),
    *_refused(test_svg.test_a_picture_that_is_not_as_the_standards_say_is_refused_with_its_reason),
    *(bake(picture, text) for picture in (test_png.picture(), test_svg.PICTURE) for text in (DOCUMENT, test_svg.JWT)),
    *(
        bake(picture, text, standard="ob2")
        for picture in (test_png.picture(), test_svg.PICTURE)
        for text in (DOCUMENT,)
    ),
]


def found_by_the_engine(picture):
    try:
        return {"text": unbake(picture).text}
    except MalformedImage as refusal:
        return {"code": refusal.reason.code}


def found_by_the_browser(pictures):
    (answer,) = asked_of_the_browser([{"task": "unbake", "pictures": [packed(each) for each in pictures]}])
    return answer["result"]


def test_both_say_the_same_of_what_the_tests_of_the_engine_know():
    pictures = [each for each in KNOWN if each[:1] in (b"\x89", b"<", b"\xef")]

    assert len(pictures) > 30
    wrong = [
        (picture[:80], mine, theirs)
        for picture, mine in zip(pictures, found_by_the_browser(pictures), strict=True)
        if mine != (theirs := found_by_the_engine(picture)) and mine != {"code": LEFT}
    ]
    assert wrong == []


def test_the_published_pictures_are_read_alike():
    folder = published("vectors")
    pictures = [path.read_bytes() for path in sorted(folder.rglob("*")) if path.suffix in (".png", ".svg")]

    assert found_by_the_browser(pictures) == [found_by_the_engine(each) for each in pictures]
    assert [each for each in found_by_the_browser(pictures) if "text" in each]


@pytest.mark.parametrize("seed", range(3))
def test_a_picture_changed_anywhere_is_never_read_otherwise(seed):
    """What the engine refuses is refused, and what it reads is read as it reads it, or left to it."""
    chance = random.Random(seed)
    whole = [
        bake(test_svg.PICTURE, DOCUMENT),
        bake(test_svg.PICTURE, test_svg.JWT),
        b'<!DOCTYPE svg><svg xmlns:a="https://purl.imsglobal.org/ob/v3p0"><a:credential>{"a": "&lt;&#65;&#x1F393;"}'
        b"</a:credential><g/></svg>",
        bake(test_png.picture(), DOCUMENT),
    ]
    pictures = [_changed(chance.choice(whole), chance) for _ in range(1_500)]

    for picture, mine in zip(pictures, found_by_the_browser(pictures), strict=True):
        theirs = found_by_the_engine(picture)
        if mine == {"code": LEFT}:
            continue
        assert mine.get("text") == theirs.get("text"), (picture, mine, theirs)


def _changed(picture, chance):
    for _ in range(chance.choice((1, 1, 2, 4))):
        at = chance.randrange(len(picture))
        put = bytes([chance.choice(SIGNS)]) if chance.random() < 0.7 else b""
        picture = picture[:at] + put + picture[at + chance.choice((0, 1)) :]
    return picture
