"""What a credential says, read once, and what is wrong with its form."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sceau.engine.errors import MalformedCredential
from sceau.engine.model.dates import parse_datetime
from sceau.engine.model.kinds import KINDS, kind_of, types_of
from sceau.engine.model.reasons import NOT_A_CREDENTIAL, TOO_DEEP
from sceau.engine.model.rules import check_of
from sceau.engine.model.shapes import Problems
from sceau.engine.strict_json import JsonObject


@dataclass(frozen=True, slots=True)
class Credential:
    """A credential as a reader sees it; whatever its form, a missing or unreadable part is None.

    kind:         a key of `kinds.KINDS`
    name:         its title: its own name, else that of what was achieved
    valid_from:   with its zone; the issue date for data model 1.1 and Open Badges 2.0
    image:        URL of its picture (often a data: URL)
    subject:      the first subject; for Open Badges 2.0 the recipient
    achievement:  what was achieved: an Achievement, or a BadgeClass of Open Badges 2.0
    document:     the document itself, untouched, with every member that we do not know
    """

    kind: str
    id: str | None
    types: tuple[str, ...]
    issuer_id: str | None
    issuer_name: str | None
    valid_from: datetime | None
    valid_until: datetime | None
    name: str | None
    description: str | None
    image: str | None
    subject: JsonObject | None
    subject_id: str | None
    achievement: JsonObject | None
    document: JsonObject

    @property
    def holder_name(self) -> str | None:
        """The name that it gives its holder in clear; None when it gives none."""
        if self.subject is None:
            return None
        for identity in objects_in(self.subject, "identifier"):
            if identity.get("identityType") == "name" and identity.get("hashed") is False:
                return _string(identity.get("identityHash"))
        return plain_text(self.subject.get("name"), "fr")


def read_credential(document: JsonObject, *, language: str = "fr") -> Credential:
    """The view of a credential of data model 1.1 or 2.0. Judges nothing and refuses nothing.

    language:  which of several languages its name and description are wanted in
    """
    kind = kind_of(document)
    issuer = document.get("issuer")
    subject = _first_object(document.get("credentialSubject"))
    achievement = _first_object(subject.get("achievement")) if subject else None
    is_old = kind in ("ob3-vc11", "vc11") or "issuanceDate" in document
    valid_from = document.get("validFrom", document.get("issuanceDate") if is_old else None)
    valid_until = document.get("validUntil")
    name, description = document.get("name"), document.get("description")
    if achievement:
        name, description = name or achievement.get("name"), description or achievement.get("description")
    return Credential(
        kind=kind,
        id=_string(document.get("id")),
        types=types_of(document),
        issuer_id=_string(issuer.get("id")) if type(issuer) is dict else _string(issuer),
        issuer_name=plain_text(issuer.get("name"), language) if type(issuer) is dict else None,
        valid_from=_moment(valid_from),
        valid_until=_earlier_end(document) if is_old and "expirationDate" in document else _moment(valid_until),
        name=plain_text(name, language),
        description=plain_text(description, language),
        image=_image(document, achievement, subject),
        subject=subject,
        subject_id=_string(subject.get("id")) if subject else None,
        achievement=achievement,
        document=document,
    )


def faults(document: JsonObject) -> list[MalformedCredential]:
    """Everything that is wrong with a credential's form, in the order of the document; nothing for a sound one.

    A document that is no credential has one fault, which says what it is.
    """
    kind, check = check_of(document)
    if check is None:
        french, english = KINDS[kind]
        return [MalformedCredential(NOT_A_CREDENTIAL, what_fr=french, what_en=english)]
    try:
        return as_errors(check(document))
    except RecursionError:
        return [MalformedCredential(TOO_DEEP)]


def check_credential(document: JsonObject) -> None:
    """Refuse a document whose form is not that of the credential it says it is.

    raises:  MalformedCredential, the first of `faults`
    """
    found = faults(document)
    if found:
        raise found[0]


def as_errors(problems: Problems) -> list[MalformedCredential]:
    """Problems with pointers from the top of a document, as errors that can be raised or listed."""
    return [MalformedCredential(reason, pointer=pointer, **details) for pointer, reason, details in problems]


def as_list(value: object) -> list[Any]:
    """One or many, as many; nothing for None. JSON-LD lets a single value stand without its list."""
    if value is None:
        return []
    return value if type(value) is list else [value]


def objects_in(document: Mapping[str, Any], name: str) -> list[JsonObject]:
    """The objects under a member that may hold one or many: `credentialStatus`, `evidence`, `relatedResource`…"""
    return [item for item in as_list(document.get(name)) if type(item) is dict]


def plain_text(value: object, language: str = "fr") -> str | None:
    """The words of a text in a language, or in English, or in whatever there is; None when there are none.

    value:  a string, a language map, a language value, or a list of language values (VC Data Model 2.0, §11.1)
    """
    if type(value) is str:
        return value or None
    if type(value) is dict:
        if "@value" in value:
            return _string(value["@value"])
        return _preferred({tag: words for tag, words in value.items() if type(words) is str}, language)
    if type(value) is list:
        return _preferred(dict(_tagged(value)), language)
    return None


def _tagged(values: list[object]) -> Iterable[tuple[str, str]]:
    for item in reversed(values):  # so that the first of a language is the one kept
        if type(item) is str:
            yield "", item
        elif type(item) is dict and type(item.get("@value")) is str:
            yield str(item.get("@language", "")), item["@value"]


def _preferred(words: dict[str, str], language: str) -> str | None:
    for wanted in (language, "en", "fr"):
        for tag, text in words.items():
            if tag == wanted or tag.lower().startswith(f"{wanted}-"):
                return text
    return next(iter(words.values()), None)


def _first_object(value: object) -> JsonObject | None:
    if type(value) is list:
        value = value[0] if value else None
    return value if type(value) is dict else None


def _string(value: object) -> str | None:
    return value if type(value) is str else None


def _moment(value: object) -> datetime | None:
    if value is None:
        return None
    try:
        return parse_datetime(value)
    except MalformedCredential:
        return None


def _earlier_end(document: JsonObject) -> datetime | None:
    """The end of data model 1.1; of a credential that also has the name of 2.0, the earlier of both."""
    ends = [_moment(document.get(name)) for name in ("expirationDate", "validUntil")]
    return min((end for end in ends if end is not None), default=None)


def _image(document: JsonObject, *others: JsonObject | None) -> str | None:
    for place in (document, *others):
        image = place.get("image") if place else None
        found = image.get("id") if type(image) is dict else image
        if type(found) is str:
            return found
    return None
