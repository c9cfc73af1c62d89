"""What a picture may hold, whatever its format: the text of a credential, its form, its bounds."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from sceau.engine.errors import MalformedImage, Reason
from sceau.engine.strict_json import MAXIMUM_BYTES

Standard = Literal["ob3", "ob2"]
Form = Literal["json", "jwt", "url"]

LARGEST_IMAGE = 8_388_608  # bytes: ten times a large picture of a badge, and 20 ms of work

NOT_AN_IMAGE = Reason(
    "image.not_an_image",
    fr="ce n’est ni une image PNG, ni une image SVG",
    en="this is neither a PNG nor an SVG image",
)
IMAGE_TOO_LARGE = Reason(
    "image.too_large",
    fr="l’image fait {size} octets ; nous n’en lisons pas plus de {limit}",
    en="the image is {size} bytes long; we read no more than {limit}",
)
NOTHING_BAKED = Reason(
    "image.nothing_baked",
    fr="l’image ne contient pas de preuve",
    en="the image holds no credential",
)
BAKED_TWICE = Reason(
    "image.baked_twice",
    fr="l’image contient {count} preuves au même titre ; la norme n’en permet qu’une",
    en="the image holds {count} credentials of the same kind; the standard allows one",
)
CREDENTIAL_TOO_LARGE = Reason(
    "image.credential_too_large",
    fr="la preuve contenue dans l’image dépasse {limit} octets",
    en="the credential in the image is longer than {limit} bytes",
)
NOT_UTF_8 = Reason(
    "image.not_utf8",
    fr="la preuve contenue dans l’image n’est pas un texte UTF-8",
    en="the credential in the image is not UTF-8 text",
)
NOT_A_CREDENTIAL = Reason(
    "image.not_a_credential",
    fr="ce texte n’est ni un document JSON, ni un jeton JWT",
    en="this text is neither a JSON document nor a JWT",
)

_JWT = re.compile(r"[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+")
_URL = re.compile(r"https?://[!-~]+")


@dataclass(frozen=True, slots=True)
class Baked:
    """What was found in a picture.

    standard:  "ob3" or "ob2", by the name under which it was baked
    form:      "json", "jwt" or "url", by what it looks like; a URL is where an old badge (2.0 and before) is hosted
    text:      as found
    """

    standard: Standard
    form: Form
    text: str


def found(standard: Standard, text: str) -> Baked:
    """What a text found in a picture is.

    raises:  MalformedImage when it is nothing that the standard puts there
    """
    form = form_of(text)
    if form == "url" and standard == "ob3":
        raise MalformedImage(NOT_A_CREDENTIAL)
    return Baked(standard, form, text.strip())


def form_of(text: str) -> Form:
    """Whether a text is a JSON document, a compact JWT or an address, by its looks alone.

    raises:  MalformedImage when it is none of them, or is too large
    """
    if len(text) > MAXIMUM_BYTES:
        raise MalformedImage(CREDENTIAL_TOO_LARGE, limit=MAXIMUM_BYTES)
    stripped = text.strip()
    if stripped[:1] == "{" and stripped[-1] == "}":
        return "json"
    if _JWT.fullmatch(stripped):
        return "jwt"
    if _URL.fullmatch(stripped):
        return "url"
    raise MalformedImage(NOT_A_CREDENTIAL)


def text_to_bake(credential: str) -> bytes:
    """The bytes of a credential that may go into a picture.

    raises:  MalformedImage when it is neither JSON nor a JWT, is too large, or has half a character
    """
    if form_of(credential) == "url":
        raise MalformedImage(NOT_A_CREDENTIAL)
    try:
        data = credential.encode("utf-8")
    except UnicodeEncodeError as error:
        raise MalformedImage(NOT_UTF_8) from error
    if len(data) > MAXIMUM_BYTES:
        raise MalformedImage(CREDENTIAL_TOO_LARGE, limit=MAXIMUM_BYTES)
    return data


def refuse_large_image(image: bytes) -> None:
    """Refuse a picture that would take more work than a credential deserves.

    raises:  MalformedImage
    """
    if len(image) > LARGEST_IMAGE:
        raise MalformedImage(IMAGE_TOO_LARGE, size=len(image), limit=LARGEST_IMAGE)
