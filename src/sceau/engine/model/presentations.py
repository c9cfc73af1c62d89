"""Presentations and envelopes: what holds credentials, and how to get at them (VC Data Model 2.0, §4.13)."""

from __future__ import annotations

import base64
import binascii
from urllib.parse import unquote_to_bytes

from sceau.engine.errors import MalformedCredential
from sceau.engine.model import reasons as because
from sceau.engine.model.credential import as_errors, as_list
from sceau.engine.model.kinds import first_context, types_of
from sceau.engine.model.rules import check_of
from sceau.engine.model.shapes import FINE, Problem, Problems, problem, shown, under, url
from sceau.engine.strict_json import JsonObject
from sceau.engine.vocabularies.contexts import VC_1_1, VC_2_0

_ENVELOPES = ("EnvelopedVerifiableCredential", "EnvelopedVerifiablePresentation")


def presentation_faults(document: JsonObject) -> list[MalformedCredential]:
    """Everything that is wrong with the form of a presentation and of the credentials inside."""
    found: list[Problem] = []
    if first_context(document) not in (VC_2_0, VC_1_1):
        first = shown(first_context(document))
        found += problem(because.CONTEXT_NOT_FIRST, "/@context/0", expected=VC_2_0, found=first)
    if "VerifiablePresentation" not in types_of(document):
        expected = "VerifiablePresentation"
        found += problem(because.WRONG_TYPE, "/type", expected=expected, found=shown(document.get("type")))
    if "holder" in document:
        holder = document["holder"]
        found += under("holder", url(holder.get("id") if type(holder) is dict else holder))
    if "id" in document:
        found += under("id", url(document["id"]))
    is_list = type(document.get("verifiableCredential")) is list
    for at, item in enumerate(as_list(document.get("verifiableCredential"))):
        problems = under(at, _credential_inside(item)) if is_list else _credential_inside(item)
        found += under("verifiableCredential", problems)
    return as_errors(found)


def credentials_in(document: JsonObject) -> list[JsonObject]:
    """The credentials of a presentation, enveloped ones as they stand."""
    return [item for item in as_list(document.get("verifiableCredential")) if type(item) is dict]


def is_envelope(document: JsonObject) -> bool:
    """Whether the document only carries a secured one in its `id`."""
    return any(name in types_of(document) for name in _ENVELOPES)


def open_envelope(document: JsonObject) -> tuple[str, str]:
    """What an envelope carries: its media type without parameters, and its text, for instance a compact JWS.

    raises:  MalformedCredential when `id` is no data: address that can be read
    source:  VC Data Model 2.0, §4.13.1; RFC 2397
    """
    address = document.get("id")
    if not isinstance(address, str) or not address.startswith("data:") or "," not in address:
        raise MalformedCredential(because.ENVELOPE_WITHOUT_DATA, pointer="/id")
    head, _, body = address.removeprefix("data:").partition(",")
    media_type, *parameters = [part.strip() for part in head.split(";")]
    try:
        data = unquote_to_bytes(body)
        text = (base64.b64decode(data, validate=True) if "base64" in parameters else data).decode("utf-8")
    except (binascii.Error, UnicodeDecodeError) as error:
        raise MalformedCredential(because.ENVELOPE_WITHOUT_DATA, pointer="/id") from error
    return media_type.lower(), text


def _credential_inside(item: object) -> Problems:
    if type(item) is not dict:
        return problem(because.CREDENTIAL_IS_TEXT)
    if is_envelope(item):
        try:
            open_envelope(item)
        except MalformedCredential as error:
            return problem(error.reason, error.pointer)
        return FINE
    _, check = check_of(item)
    return check(item) if check else problem(because.WRONG_TYPE, "/type", expected="VerifiableCredential", found="—")
