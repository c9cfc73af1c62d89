"""Credentials in SVG files: the published one, ours, and those that a hostile hand has touched."""

from __future__ import annotations

import json
import time
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from published import published
from sceau.engine.errors import MalformedImage
from sceau.engine.images import bake as bake_any
from sceau.engine.images import baked, svg
from sceau.engine.images import unbake as unbake_any

JSON = '{"@context": ["https://www.w3.org/ns/credentials/v2"], "name": "Œuvrer à l’été", "a": "<&\\">"}'
JWT = "eyJhbGciOiJFZERTQSJ9.eyJpZCI6IjEifQ.c2lnbmF0dXJl"
OB3, OB2 = svg.NAMESPACES["ob3"], svg.NAMESPACES["ob2"]
PICTURE = b"""<?xml version="1.0" encoding="utf-8"?>
<!-- drawn by hand -->
<svg xmlns="http://www.w3.org/2000/svg" width='10'
     aria-label="a > b" >
  <style>circle { fill: #14573f }</style>
  <circle   r="4"/>\t<text>&lt;\xc3\xa9&#233;</text>
</svg>
<!-- end -->"""


def credential(content: str = f"<![CDATA[{JSON}]]>", attributes: str = "", name: str = "credential", space: str = OB3):
    return f'<b:{name} xmlns:b="{space}"{attributes}>{content}</b:{name}>'


def picture(inside: str = "", before: str = "", after: str = "<g/>") -> bytes:
    return f'{before}<svg xmlns="http://www.w3.org/2000/svg">{inside}{after}</svg>'.encode()


def refusal(image: bytes) -> baked.Reason:
    with pytest.raises(MalformedImage) as refused:
        svg.unbake(image)
    assert refused.value.sentence("fr")
    assert refused.value.sentence("en")
    return refused.value.reason


# --- the published picture -------------------------------------------------------------------------------------------


def test_the_published_picture_gives_its_token_and_takes_it_back():
    folder = published("vectors/open-badges-3.0")
    image = (folder / "simple-jwt.svg").read_bytes()

    found = svg.unbake(image)
    again = svg.bake(image, found.text)

    assert (found.standard, found.form) == ("ob3", "jwt")
    assert found.text.startswith("eyJhbGciOiJSUzI1NiIsImp3ayI6")
    assert svg.unbake(again) == found
    assert again.count(b"<openbadges:credential") == 1
    assert len(again) - len(image) < 200  # the same drawing: only the element has moved up and names its space


# --- what we write --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("text", "form"), [(JSON, "json"), (JWT, "jwt")])
@pytest.mark.parametrize("standard", ["ob3", "ob2"])
def test_the_credential_goes_right_after_the_svg_tag_and_every_other_byte_is_kept(text, form, standard):
    result = svg.bake(PICTURE, text, standard=standard)
    tag_end = PICTURE.index(b'b" >') + 4

    assert result.startswith(PICTURE[:tag_end] + b"<openbadges:")
    assert result.endswith(PICTURE[tag_end:])
    assert svg.unbake(result) == baked.Baked(standard, form, text)


def test_other_parsers_find_it_where_the_standard_says():
    root = ElementTree.fromstring(svg.bake(PICTURE, JSON))
    assert root[0].tag == "{https://purl.imsglobal.org/ob/v3p0}credential"
    assert root[0].text == JSON

    root = ElementTree.fromstring(svg.bake(PICTURE, JWT))
    assert root[0].get("verify") == JWT
    assert root[0].text is None


def test_an_empty_svg_tag_is_opened():
    image = b'<s:svg xmlns:s="http://www.w3.org/2000/svg" width="1"/>'

    result = svg.bake(image, JWT)

    assert result.startswith(b'<s:svg xmlns:s="http://www.w3.org/2000/svg" width="1"><openbadges:credential')
    assert result.endswith(b"</openbadges:credential></s:svg>")
    assert svg.unbake(result).text == JWT


def test_a_byte_order_mark_is_kept():
    result = svg.bake(b"\xef\xbb\xbf" + PICTURE, JSON)

    assert result.startswith(b"\xef\xbb\xbf<?xml")
    assert svg.unbake(result).text == JSON


@pytest.mark.parametrize(
    "older",
    [
        credential('<![CDATA[{"id": "older"}]]>'),
        f'<b:credential xmlns:b="{OB3}" verify="{JWT}"/>',
        f'<b:credential xmlns:b="{OB3}" verify="{JWT}" note="a/>b" />',
        f'<b:credential xmlns:b="{OB3}" verify="{JWT}" ></b:credential >',
        credential() + credential(),
        f'<credential xmlns="{OB3}">{{}}</credential>',
    ],
)
def test_an_older_credential_is_taken_out(older):
    assert svg.bake(picture(older), JSON) == svg.bake(picture(), JSON)


def test_an_older_credential_in_the_wrong_place_is_taken_out_too():
    image = picture(after=f"<g/>{credential()}<rect/>")

    assert svg.bake(image, JSON) == svg.bake(picture(after="<g/><rect/>"), JSON)


def test_baking_the_same_credential_again_changes_nothing():
    once = svg.bake(PICTURE, JSON)

    assert svg.bake(once, JSON) == once


def test_a_picture_may_hold_a_credential_of_each_standard_and_the_newer_is_read():
    for first, second in (("ob2", "ob3"), ("ob3", "ob2")):
        both = svg.bake(svg.bake(PICTURE, JSON, standard=first), JSON, standard=second)

        assert svg.unbake(both).standard == "ob3"
        assert OB2.encode() in both


def test_the_end_of_a_cdata_section_may_stand_in_the_credential():
    text = '{"name": "]]> ]]]]>> <![CDATA["}'

    assert svg.unbake(svg.bake(PICTURE, text)).text == text


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\ufffe\uffff"), max_size=300))
def test_any_text_comes_back_as_it_went_in(name):
    text = json.dumps({"name": name}, ensure_ascii=False)

    assert svg.unbake(svg.bake(PICTURE, text)).text == text


@pytest.mark.parametrize("character", ["\ufffe", "\uffff", "\x0b"])
def test_a_character_that_xml_does_not_know_is_refused(character):
    with pytest.raises(MalformedImage) as refused:
        svg.bake(PICTURE, f'{{"name": "{character}"}}')
    assert refused.value.reason is svg.NOT_XML_TEXT


@pytest.mark.parametrize("encoding", ["iso-8859-1", "utf-16"])
def test_a_picture_in_another_encoding_is_read_but_not_written(encoding):
    declared = f'<?xml version="1.0" encoding="{encoding}"?>'
    image = f'{declared}<svg xmlns="http://www.w3.org/2000/svg">{credential()}<text>é</text></svg>'
    data = image.replace("Œ", "O").replace("’", "'").encode(encoding)

    assert unbake_any(data).form == "json"
    with pytest.raises(MalformedImage) as refused:
        bake_any(data, JSON)
    assert refused.value.reason is svg.ENCODING


# --- what we read of others -----------------------------------------------------------------------------------------


def test_json_may_be_escaped_instead_of_being_in_a_cdata_section():
    escaped = JSON.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")

    assert svg.unbake(picture(credential(escaped))).text == JSON


def test_comments_and_spaces_before_the_credential_do_not_move_it():
    assert svg.unbake(picture(f"\n  <!-- hello --> {credential()}")).text == JSON


def test_a_hosted_badge_of_open_badges_2_is_its_text_and_its_address():
    attributes = ' verify="https://badges.example/1"'
    both = credential(attributes=attributes, name="assertion", space=OB2)
    address = credential("", attributes, name="assertion", space=OB2)

    assert svg.unbake(picture(both)) == baked.Baked("ob2", "json", JSON)
    assert svg.unbake(picture(address)) == baked.Baked("ob2", "url", "https://badges.example/1")


def test_a_signed_badge_of_open_badges_2_is_its_signature():
    signed = credential(attributes=f' verify="{JWT}"', name="assertion", space=OB2)

    assert svg.unbake(picture(signed)) == baked.Baked("ob2", "jwt", JWT)


def test_a_bare_document_type_as_in_svg_1_1_is_read():
    before = '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">'

    assert svg.unbake(picture(credential(), before)).text == JSON


# --- what is refused ------------------------------------------------------------------------------------------------

LAUGHS = '<!DOCTYPE svg [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;">]>'
EXTERNAL = '<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
PARAMETER = '<!DOCTYPE svg [<!ENTITY % x SYSTEM "http://127.0.0.1/x.dtd"> %x;]>'
BARE = '<!DOCTYPE svg SYSTEM "svg.dtd">'


@pytest.mark.parametrize(
    ("image", "reason"),
    [
        (b"<svg", svg.NOT_XML),
        (b"<svg>&nbsp;</svg>", svg.NOT_XML),
        (b'<?xml version="1.0" encoding="klingon"?><svg/>', svg.NOT_XML),
        (picture() + b"<svg/>", svg.NOT_XML),
        (picture("\0"), svg.NOT_XML),
        (b"<html/>", svg.NOT_AN_SVG),
        (b'<svg xmlns="http://example.com/"/>', svg.NOT_AN_SVG),
        (picture(), baked.NOTHING_BAKED),
        (picture(credential(space="https://purl.imsglobal.org/ob/v3p1")), baked.NOTHING_BAKED),
        (picture(credential() + credential()), baked.BAKED_TWICE),
        (picture(after=f"<g/>{credential()}"), svg.WRONG_PLACE),
        (picture(f"<g>{credential()}</g>"), svg.WRONG_PLACE),
        (picture(f"<metadata/>{credential()}"), svg.WRONG_PLACE),
        (picture(credential("<a/>")), svg.ELEMENTS_INSIDE),
        (picture(credential(credential())), svg.ELEMENTS_INSIDE),
        (picture(credential(attributes=f' verify="{JWT}"')), svg.WRITTEN_TWICE),
        (picture(credential("")), baked.NOT_A_CREDENTIAL),
        (picture(credential("hello")), baked.NOT_A_CREDENTIAL),
        (picture(credential(JWT)), baked.NOT_A_CREDENTIAL),
        (picture(credential("", ' verify="{}"')), baked.NOT_A_CREDENTIAL),
        (picture(credential("", ' verify="https://badges.example/1"')), baked.NOT_A_CREDENTIAL),
        (picture(credential('{"a": "' + "x" * 262_144 + '"}')), baked.CREDENTIAL_TOO_LARGE),
        (picture(credential(), LAUGHS), svg.ENTITIES),
        (picture(credential("&c;"), LAUGHS), svg.ENTITIES),
        (picture(credential("&x;"), EXTERNAL), svg.ENTITIES),
        (picture(credential(), PARAMETER), svg.ENTITIES),
        (picture(credential("&x;"), BARE), svg.ENTITIES),  # it would stand in the file that we do not fetch
        (picture(credential(), "<!DOCTYPE svg []>"), svg.ENTITIES),
        (picture("<g>" * 70 + "</g>" * 70), svg.TOO_DEEP),
        (picture("<g/>" * 50_001), svg.TOO_MANY_ELEMENTS),
        (b"<" + b" " * baked.LARGEST_IMAGE, baked.IMAGE_TOO_LARGE),
    ],
)
def test_a_picture_that_is_not_as_the_standards_say_is_refused_with_its_reason(image, reason):
    assert refusal(image) is reason


@pytest.mark.parametrize(
    "hostile",
    [
        picture("<g>" * 80_000),
        picture("<g/>" * 60_000),
        picture('<g a="' + "x" * 250_000 + '"/>'),
        picture("<g " + " ".join(f'a{at}="1"' for at in range(25_000)) + "/>"),
        picture("<!--" + "-" * 0 + " x" * 120_000 + "-->"),
        picture("&#65;" * 50_000),
        b"<svg " + b"'" * 260_000,
    ],
)
def test_a_hostile_picture_of_256_kilobytes_takes_less_than_a_tenth_of_a_second(hostile):
    start = time.process_time()
    refusal(hostile)

    assert time.process_time() - start < 0.1


@given(st.binary(max_size=200))
def test_any_bytes_are_refused_and_nothing_else_happens(data):
    with pytest.raises(MalformedImage):
        svg.unbake(b"<svg>" + data)
    with pytest.raises(MalformedImage):
        unbake_any(b"<" + data)


@given(st.integers(0, len(PICTURE)), st.binary(min_size=1, max_size=8))
def test_a_damaged_picture_is_baked_well_or_refused(at, data):
    damaged = PICTURE[:at] + data + PICTURE[at:]
    try:
        result = svg.bake(damaged, JSON)
    except MalformedImage:
        return
    assert svg.unbake(result).text == JSON
