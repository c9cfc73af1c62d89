"""Credentials in SVG files: read by a parser that expands nothing, written without touching the picture.

source:  Open Badges 3.0, §5.3.2 (element "credential" right after the svg tag, once; JSON as its text, a JWT in its
         attribute "verify"); Open Badges 2.0 baking specification (element "assertion")
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NoReturn
from xml.parsers import expat

from sceau.engine.errors import MalformedImage, Reason
from sceau.engine.images.baked import (
    BAKED_TWICE,
    CREDENTIAL_TOO_LARGE,
    NOT_A_CREDENTIAL,
    NOTHING_BAKED,
    Baked,
    Standard,
    form_of,
    found,
    refuse_large_image,
    text_to_bake,
)
from sceau.engine.strict_json import MAXIMUM_BYTES

NAMESPACES: dict[Standard, str] = {"ob3": "https://purl.imsglobal.org/ob/v3p0", "ob2": "http://openbadges.org"}
ELEMENTS: dict[Standard, str] = {"ob3": "credential", "ob2": "assertion"}
DEEPEST = 64
MOST_ELEMENTS = 50_000

NOT_XML = Reason(
    "svg.not_xml",
    fr="l’image SVG n’est pas du XML bien formé (ligne {line}, colonne {column})",
    en="the SVG image is not well-formed XML (line {line}, column {column})",
)
NOT_AN_SVG = Reason(
    "svg.not_an_svg",
    fr="l’élément principal est « {name} » et non « svg »",
    en="the main element is “{name}”, not “svg”",
)
ENTITIES = Reason(
    "svg.entities",
    fr="l’image SVG déclare ou utilise des entités ; nous n’en lisons aucune",
    en="the SVG image declares or uses entities; we read none",
)
TOO_DEEP = Reason(
    "svg.too_deep",
    fr="l’image SVG a plus de {limit} niveaux d’imbrication",
    en="the SVG image is nested more than {limit} levels deep",
)
TOO_MANY_ELEMENTS = Reason(
    "svg.too_many_elements",
    fr="l’image SVG a plus de {limit} éléments",
    en="the SVG image has more than {limit} elements",
)
WRONG_PLACE = Reason(
    "svg.wrong_place",
    fr="la preuve n’est pas juste après la balise « svg », où la norme la met",
    en="the credential is not right after the “svg” tag, where the standard puts it",
)
WRITTEN_TWICE = Reason(
    "svg.written_twice",
    fr="la preuve est à la fois dans l’attribut « verify » et dans le texte : impossible de savoir laquelle lire",
    en="the credential is both in “verify” and in the text: there is no telling which to read",
)
ELEMENTS_INSIDE = Reason(
    "svg.elements_inside",
    fr="la preuve contient des éléments XML au lieu d’un texte",
    en="the credential contains XML elements instead of text",
)
ENCODING = Reason(
    "svg.encoding",
    fr="l’image SVG n’est pas en UTF-8 ; enregistrez-la en UTF-8 pour y mettre une preuve",
    en="the SVG image is not in UTF-8; save it as UTF-8 to put a credential into it",
)
NOT_XML_TEXT = Reason(
    "svg.not_xml_text",
    fr="la preuve contient un caractère que XML ne permet pas (U+{code})",
    en="the credential contains a character that XML does not allow (U+{code})",
)

_START_TAG = re.compile(rb"""<([^\s/>"']+)(?:[^>"']|"[^"]*"|'[^']*')*>""")
_NOT_XML = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_BADGES: dict[str, Standard] = {f"{NAMESPACES[one]} {ELEMENTS[one]}": one for one in NAMESPACES}


@dataclass(slots=True)
class _Element:
    """One baked element: what it says, and the bytes that it takes."""

    standard: Standard
    verify: str
    start: int
    misplaced: bool
    end: int = 0
    text: list[str] = field(default_factory=list)
    length: int = 0


@dataclass(frozen=True, slots=True)
class _Picture:
    """What one reading of a file finds: where the svg tag begins, and the baked elements."""

    root: int
    elements: tuple[_Element, ...]


def looks_like_svg(image: bytes) -> bool:
    """Whether the bytes may be XML; the parser decides."""
    return image[:3] in (b"\xef\xbb\xbf",) or image[:2] in (b"\xff\xfe", b"\xfe\xff") or image.lstrip()[:1] == b"<"


def bake(image: bytes, credential: str, *, standard: Standard = "ob3") -> bytes:
    """The picture with the credential right after its svg tag, in place of an older one; every other byte is kept.

    raises:  MalformedImage
    """
    text = text_to_bake(credential).strip()
    unfit = _NOT_XML.search(credential)
    if unfit:
        raise MalformedImage(NOT_XML_TEXT, code=f"{ord(unfit[0]):04X}")
    before, after = _around(image, standard)
    name, namespace = ELEMENTS[standard].encode("ascii"), NAMESPACES[standard].encode("ascii")
    opening = b'<openbadges:%b xmlns:openbadges="%b"' % (name, namespace)
    if text[:1] == b"{":
        body = text.replace(b"]]>", b"]]]]><![CDATA[>")  # the end of a CDATA section cannot stand inside one
        return b"".join((before, opening, b"><![CDATA[", body, b"]]></openbadges:", name, b">", after))
    return b"".join((before, opening, b' verify="', text, b'"></openbadges:', name, b">", after))


def unbake(image: bytes) -> Baked:
    """The credential in a picture.

    raises:  MalformedImage
    """
    elements = _read(image).elements
    for standard in NAMESPACES:
        held = [element for element in elements if element.standard == standard]
        if len(held) > 1:
            raise MalformedImage(BAKED_TWICE, count=len(held))
        if held:
            return _credential_of(held[0])
    raise MalformedImage(NOTHING_BAKED)


def _credential_of(element: _Element) -> Baked:
    if element.misplaced:
        raise MalformedImage(WRONG_PLACE)
    text, verify = "".join(element.text).strip(), element.verify.strip()
    if element.standard == "ob3" and text and verify:
        raise MalformedImage(WRITTEN_TWICE)
    if text and form_of(text) != "json":
        raise MalformedImage(NOT_A_CREDENTIAL)
    if verify and form_of(verify) == "json":
        raise MalformedImage(NOT_A_CREDENTIAL)
    # Open Badges 2.0 writes a hosted badge twice, its address in `verify` and itself as text; a signature stands alone
    if text and (not verify or form_of(verify) == "url"):
        return found(element.standard, text)
    return found(element.standard, verify)


@lru_cache(maxsize=8)  # one picture is baked with thousands of credentials: it is read once
def _around(image: bytes, standard: Standard) -> tuple[bytes, bytes]:
    """The picture up to and including its svg tag, and the rest of it, without the elements of that standard."""
    picture = _read(image)
    try:
        image.decode("utf-8")
    except UnicodeDecodeError as error:
        raise MalformedImage(ENCODING) from error
    tag = _START_TAG.match(image, picture.root)
    if tag is None:  # the parser read it in another encoding
        raise MalformedImage(ENCODING)
    before, rest, closing = image[: tag.end()], [], b""
    if before.endswith(b"/>"):
        before, closing = before[:-2] + b">", b"</%b>" % tag[1]
    at = tag.end()
    for element in picture.elements:
        if element.standard == standard:
            rest.append(image[at : element.start])
            at = element.end
    return before, b"".join((*rest, closing, image[at:]))


def _read(image: bytes) -> _Picture:
    refuse_large_image(image)
    reader = _Reader(image)
    try:
        reader.parser.Parse(image, True)
    except expat.ExpatError as error:
        raise MalformedImage(NOT_XML, line=error.lineno, column=error.offset + 1) from error
    except (LookupError, ValueError) as error:  # an encoding that nobody knows
        raise MalformedImage(NOT_XML, line=1, column=1) from error
    return _Picture(reader.root, tuple(reader.elements))


class _Reader:
    """One pass of expat: no document type with declarations, no entity, bounded depth and number of elements."""

    def __init__(self, image: bytes) -> None:
        self.image = image
        self.root = 0
        self.elements: list[_Element] = []
        self.depth = 0
        self.count = 0
        self.open: _Element | None = None  # the baked element that we are in
        self.picture_began = False  # an element that belongs to the picture has been seen
        self.parser = parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True  # a call for each line of white space would keep us busy
        parser.StartElementHandler = self.start
        parser.EndElementHandler = self.end
        parser.CharacterDataHandler = self.text
        parser.StartDoctypeDeclHandler = self.document_type
        parser.EntityDeclHandler = parser.SkippedEntityHandler = parser.ExternalEntityRefHandler = refuse_entities

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        self.count += 1
        if self.depth > DEEPEST:
            raise MalformedImage(TOO_DEEP, limit=DEEPEST)
        if self.count > MOST_ELEMENTS:
            raise MalformedImage(TOO_MANY_ELEMENTS, limit=MOST_ELEMENTS)
        if self.open is not None:
            raise MalformedImage(ELEMENTS_INSIDE)
        if self.depth == 1:
            self.begin(name)
        elif name in _BADGES:
            self.badge(_BADGES[name], attributes)
        else:
            self.picture_began = True

    def begin(self, name: str) -> None:
        if name not in ("http://www.w3.org/2000/svg svg", "svg"):
            raise MalformedImage(NOT_AN_SVG, name=name.rpartition(" ")[2][:40])
        self.root = self.parser.CurrentByteIndex

    def badge(self, standard: Standard, attributes: dict[str, str]) -> None:
        misplaced = self.depth != 2 or self.picture_began  # noqa: PLR2004 -- a child of the svg element
        self.open = _Element(standard, attributes.get("verify", ""), self.parser.CurrentByteIndex, misplaced)
        self.elements.append(self.open)

    def end(self, _name: str) -> None:
        self.depth -= 1
        if self.open is not None:
            tag = _START_TAG.match(self.image, self.open.start)
            if tag is not None and tag[0].endswith(b"/>"):
                self.open.end = tag.end()
            else:
                self.open.end = self.image.find(b">", self.parser.CurrentByteIndex) + 1
            self.open = None

    def text(self, data: str) -> None:
        if self.open is not None:
            self.open.length += len(data)
            if self.open.length > MAXIMUM_BYTES:
                raise MalformedImage(CREDENTIAL_TOO_LARGE, limit=MAXIMUM_BYTES)
            self.open.text.append(data)

    def document_type(self, _name: str, _system: str | None, _public: str | None, has_declarations: bool) -> None:
        # a bare document type, as in files of SVG 1.1, declares nothing, and the parser does not go and fetch it
        if has_declarations:
            raise MalformedImage(ENTITIES)


def refuse_entities(*_details: object) -> NoReturn:
    """Refuse whatever an entity would stand for.

    raises:  MalformedImage
    """
    raise MalformedImage(ENTITIES)
