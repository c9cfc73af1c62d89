"""What is this? From bytes, a text or an object to the credential inside, or to the name of what it is instead."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any

import orjson

from sceau.engine.errors import EngineError, ProofError, Reason
from sceau.engine.images import unbake
from sceau.engine.model.kinds import CREDENTIALS, KINDS, kind_of, types_of
from sceau.engine.model.presentations import open_envelope
from sceau.engine.proofs.jwt import Jwt, read_jwt
from sceau.engine.proofs.reasons import UNKNOWN_KIND
from sceau.engine.strict_json import MAXIMUM_BYTES, TOO_LARGE, JsonObject, parse
from sceau.engine.vocabularies.contexts import VC_2_0

MAXIMUM_TEXT = MAXIMUM_BYTES * 4 // 3 + 8192  # the longest JWT, or a document of the largest size

READ = Reason("opening.read", fr="ce fichier se lit", en="this can be read")
READ_FROM_JWT = Reason("opening.read_jwt", fr="ce jeton JWT se lit", en="this JWT can be read")
READ_FROM_IMAGE = Reason(
    "opening.read_image",
    fr="l’image contient une preuve, qui se lit",
    en="the image holds a credential, which can be read",
)

EMPTY = Reason("opening.empty", fr="il n’y a rien à lire", en="there is nothing to read")
NOT_TEXT = Reason(
    "opening.not_text",
    fr="ce n’est ni un texte, ni une image PNG ou SVG",
    en="this is neither a text nor a PNG or SVG image",
)
NOT_RECOGNISED = Reason(
    "opening.not_recognised",
    fr="ce texte n’est ni un objet JSON, ni un jeton JWT, ni une adresse https",
    en="this text is neither a JSON object, nor a JWT, nor an https address",
)
SEVERAL = Reason(
    "opening.several",
    fr="c’est une liste\u202f; présentez les preuves une par une",
    en="this is a list; present the credentials one by one",
)
NOT_JSON_VALUES = Reason(
    "opening.not_json_values",
    fr="cet objet contient ce que JSON ne peut pas dire",
    en="this object holds what JSON cannot say",
)
NOT_A_CREDENTIAL = Reason(
    "opening.not_a_credential",
    fr="c’est {what_fr}, pas une preuve attestée à quelqu’un",
    en="this is {what_en}, not a credential about somebody",
)
NOT_ENVELOPED = Reason(
    "opening.not_enveloped",
    fr="l’enveloppe ne contient pas de jeton JWT («\u00a0data:application/vc+jwt,…\u00a0»)",
    en="the envelope holds no JWT (“data:application/vc+jwt,…”)",
)
NESTED_ENVELOPES = Reason(
    "opening.nested_envelopes",
    fr="une enveloppe en contient une autre",
    en="an envelope holds another",
)

OTHER_IN_ENVELOPE = Reason(
    "opening.other_in_envelope",
    fr="l’enveloppe dit contenir {expected}, et contient autre chose",
    en="the envelope claims to hold {expected}, and holds something else",
)
ENVELOPE_WITHOUT_CONTEXT = Reason(
    "opening.envelope_without_context",
    fr="cette enveloppe ne dit pas de quel vocabulaire elle est\u00a0: il lui faut {expected}",
    en="this envelope does not say which vocabulary it is of: it needs {expected}",
)

CLR = Reason(
    "recognised.clr",
    fr="c’est un relevé d’acquis CLR 2.0\u00a0: nous le reconnaissons, sans savoir encore le juger\u202f; "
    "présentez-le au vérificateur public de 1EdTech (1edtech.org)",
    en="this is a CLR 2.0 learner record: we recognise it but cannot judge it yet; "
    "present it to the public verifier of 1EdTech (1edtech.org)",
)
EDC = Reason(
    "recognised.european_digital_credential",
    fr="c’est une attestation numérique européenne\u00a0: nous la reconnaissons, sans savoir encore la juger\u202f; "
    "ouvrez-la dans Europass (europass.europa.eu), qui en vérifie le sceau",
    en="this is a European Digital Credential: we recognise it but cannot judge it yet; "
    "open it in Europass (europass.europa.eu), which verifies its seal",
)
SD_JWT = Reason(
    "recognised.sd_jwt",
    fr="c’est une attestation à divulgation sélective (SD-JWT)\u00a0: nous la reconnaissons, sans savoir encore "
    "la juger\u202f; demandez à son titulaire la même preuve au format Open Badges",
    en="this is a selective disclosure credential (SD-JWT): we recognise it but cannot judge it yet; "
    "ask its holder for the same credential in the Open Badges format",
)
PDF = Reason(
    "recognised.pdf",
    fr="c’est un PDF\u00a0: enregistrez la preuve qui y est jointe (fichier .json ou .jwt), et vérifiez celle-ci",
    en="this is a PDF: save the credential attached to it (a .json or .jwt file), and verify that",
)
BLOCKCERTS = Reason(
    "recognised.blockcerts",
    fr="c’est un Blockcerts ancré dans une chaîne de blocs\u00a0: nous le reconnaissons, sans savoir le juger\u202f; "
    "vérifiez-le sur https://www.blockcerts.org",
    en="this is a Blockcerts anchored in a blockchain: we recognise it but cannot judge it; "
    "verify it at https://www.blockcerts.org",
)
OB1 = Reason(
    "recognised.open_badges_1",
    fr="c’est un badge Open Badges 1.x, d’avant 2017\u00a0: nous le reconnaissons, sans savoir le juger\u202f; "
    "demandez à l’organisme une preuve à jour",
    en="this is an Open Badges 1.x badge, from before 2017: we recognise it but cannot judge it; "
    "ask the institution for an up-to-date credential",
)

_COMPACT_JWS = re.compile(r"[\w-]+\.[\w-]*\.[\w-]*", re.ASCII)


class Unreadable(EngineError):
    """Nothing that could be a credential."""


class Recognised(EngineError):
    """Something that we can name and cannot judge."""


@dataclass(frozen=True, slots=True)
class Opened:
    """What was inside.

    kind:      "credential", "presentation", "ob2" or "url"
    document:  the credential, presentation or assertion; of a JWT, as its payload says it; empty for a URL
    jwt:       the token, when it came as one
    url:       the address, for "url"
    carrier:   "png" or "svg" when it came inside an image
    """

    kind: str
    document: JsonObject
    jwt: Jwt | None = None
    url: str = ""
    carrier: str = ""


def open_anything(anything: bytes | str | JsonObject) -> Opened:
    """The credential in whatever was handed in.

    raises:  Unreadable, Recognised, MalformedJson, MalformedImage, ProofError for a JWT that is none
    """
    if isinstance(anything, dict):
        _refuse_what_json_cannot_say(anything)
        return _open_object(anything)
    if isinstance(anything, str):
        return _open_text(anything)
    return _open_bytes(bytes(anything))


def _refuse_what_json_cannot_say(document: JsonObject) -> None:
    """An object of Python may hold anything: half characters, sets, itself. raises: MalformedJson, Unreadable"""
    try:
        size = len(orjson.dumps(document, option=orjson.OPT_PASSTHROUGH_DATETIME | orjson.OPT_PASSTHROUGH_DATACLASS))
    except TypeError as error:
        raise Unreadable(NOT_JSON_VALUES) from error
    if size > MAXIMUM_BYTES:
        raise Unreadable(TOO_LARGE, size=size, limit=MAXIMUM_BYTES)


def _open_bytes(data: bytes) -> Opened:
    start = data[:512].lstrip(b"\xef\xbb\xbf \t\r\n")
    if data.startswith(b"\x89PNG"):
        return _open_image(data, "png")
    if start.startswith(b"<"):
        return _open_image(data, "svg")
    if start.startswith(b"%PDF-"):
        raise Recognised(PDF)
    if start.startswith((b"{", b"[")):
        return _open_value(parse(data.removeprefix(b"\xef\xbb\xbf")))
    try:
        return _open_text(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise Unreadable(NOT_TEXT) from error


def _open_image(data: bytes, carrier: str) -> Opened:
    return replace(_open_text(unbake(data).text), carrier=carrier)


def _open_text(text: str) -> Opened:
    text = text.strip("\ufeff \t\r\n")
    if not text:
        raise Unreadable(EMPTY)
    if text[0] in "{[":
        return _open_value(parse(text))
    if text[0] == "<":
        return _open_image(text.encode("utf-8", "surrogatepass"), "svg")
    if len(text) > MAXIMUM_TEXT:
        raise Unreadable(TOO_LARGE, size=len(text), limit=MAXIMUM_TEXT)
    if text.startswith(("https://", "http://")) and len(text.split()) == 1:
        return Opened("url", {}, url=text)
    token = "".join(text.split())  # mail programs break long lines
    if "~" in token and _COMPACT_JWS.fullmatch(token.partition("~")[0]):
        raise Recognised(SD_JWT)
    if _COMPACT_JWS.fullmatch(token):
        return _open_token(token)
    raise Unreadable(NOT_RECOGNISED)


def _open_value(value: Any) -> Opened:
    if isinstance(value, list):
        raise Unreadable(SEVERAL)
    if not isinstance(value, dict):
        raise Unreadable(NOT_RECOGNISED)
    return _open_object(value)


def _open_token(token: str) -> Opened:
    try:
        jwt = read_jwt(token)
    except ProofError as error:
        if error.reason is UNKNOWN_KIND and "sd-jwt" in str(error.details["found"]):
            raise Recognised(SD_JWT) from error
        raise
    return replace(_open_object(jwt.document, is_payload=True), jwt=jwt)


def _open_object(document: JsonObject, *, is_payload: bool = False) -> Opened:
    kind = kind_of(document)
    if kind in _JUDGED_ELSEWHERE:
        raise Recognised(_JUDGED_ELSEWHERE[kind])
    if "blockcerts" in str(document.get("@context")):
        raise Recognised(BLOCKCERTS)
    if kind in CREDENTIALS:
        return Opened("credential", document)
    if kind == "enveloped" and is_payload:
        raise Unreadable(NESTED_ENVELOPES)
    if kind == "enveloped":
        return _open_envelope(document)
    if kind in ("presentation", "ob2"):
        return Opened(kind, document)
    french, english = KINDS[kind]
    raise Unreadable(NOT_A_CREDENTIAL, what_fr=french, what_en=english)


def _open_envelope(document: JsonObject) -> Opened:
    """The JWT in an EnvelopedVerifiableCredential or EnvelopedVerifiablePresentation.

    source:  VC Data Model 2.0, §4.13.1 and §4.13.2
    """
    media_type, text = open_envelope(document)
    if "sd-jwt" in media_type:
        raise Recognised(SD_JWT)
    token = text.strip()
    if not _COMPACT_JWS.fullmatch(token):
        raise Unreadable(NOT_ENVELOPED, pointer="/id")
    contexts = document.get("@context")
    if VC_2_0 not in (contexts if isinstance(contexts, list) else [contexts]):
        raise Unreadable(ENVELOPE_WITHOUT_CONTEXT, pointer="/@context", expected=VC_2_0)
    opened = _open_token(token)
    expected = "Presentation" if "EnvelopedVerifiablePresentation" in types_of(document) else "Credential"
    if opened.kind != expected.lower():
        raise Unreadable(OTHER_IN_ENVELOPE, pointer="/id", expected=f"Verifiable{expected}")
    return opened


_JUDGED_ELSEWHERE = {"clr": CLR, "edc": EDC, "sealed-json": EDC, "sd-jwt": SD_JWT, "ob1": OB1}
