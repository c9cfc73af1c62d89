"""What a document is, so that a person can be told; nothing is judged here."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from sceau.engine.vocabularies.contexts import VC_1_1

# kind → (French, English), after “it is”
KINDS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "ob3": ("une preuve Open Badges 3.0", "an Open Badges 3.0 credential"),
        "ob3-vc11": (
            "une preuve Open Badges 3.0 de la première forme (modèle 1.1)",
            "an Open Badges 3.0 credential of the first form (data model 1.1)",
        ),
        "endorsement": ("une recommandation Open Badges 3.0", "an Open Badges 3.0 endorsement"),
        "clr": ("un relevé d’acquis CLR 2.0", "a CLR 2.0 learner record"),
        "edc": (
            "une attestation numérique européenne (European Digital Credential)",
            "a European Digital Credential",
        ),
        "status-list": ("une liste de statuts", "a status list"),
        "vc": ("une preuve vérifiable", "a verifiable credential"),
        "vc11": ("une preuve vérifiable (modèle 1.1)", "a verifiable credential (data model 1.1)"),
        "sealed-json": ("un document scellé (JAdES)", "a sealed document (JAdES)"),
        "enveloped": ("une preuve sous enveloppe", "an enveloped credential"),
        "presentation": ("une présentation de preuves", "a presentation of credentials"),
        "ob2": ("une preuve Open Badges 2.0", "an Open Badges 2.0 assertion"),
        "ob2-badge": ("la description d’un acquis Open Badges 2.0", "an Open Badges 2.0 badge class"),
        "ob2-issuer": ("la description d’un émetteur Open Badges 2.0", "an Open Badges 2.0 issuer"),
        "ob2-revocations": (
            "une liste de révocations Open Badges 2.0",
            "an Open Badges 2.0 revocation list",
        ),
        "ob2-key": ("une clé publique Open Badges 2.0", "an Open Badges 2.0 public key"),
        "ob1": ("une preuve Open Badges 1.x", "an Open Badges 1.x assertion"),
        "sd-jwt": ("une preuve à divulgation sélective (SD-JWT)", "a selective disclosure credential (SD-JWT)"),
        "controller": ("un document DID, qui publie des clés", "a DID document, which publishes keys"),
        "private-key": ("une clé privée, à ne donner à personne", "a private key, to be given to nobody"),
        "public-key": ("une clé publique", "a public key"),
        "profile": ("le profil d’une organisation ou d’une personne", "a profile of an organisation or a person"),
        "achievement": (
            "la description d’un acquis, sans titulaire",
            "the description of an achievement, without a holder",
        ),
        "design": ("la conception d’une micro-certification", "a micro-credential design"),
        "annex-1": ("la fiche «\u00a0annexe\u00a0I\u00a0» d’une preuve", "the Annex I record of a credential"),
        "unknown": ("un document JSON que nous ne reconnaissons pas", "a JSON document that we do not recognise"),
    }
)

CREDENTIALS = frozenset({"ob3", "ob3-vc11", "endorsement", "clr", "edc", "status-list", "vc", "vc11"})

_BADGE = frozenset({"OpenBadgeCredential", "AchievementCredential"})
_ENVELOPES = frozenset({"EnvelopedVerifiableCredential", "EnvelopedVerifiablePresentation"})
_BY_CREDENTIAL_TYPE = (
    ("EndorsementCredential", "endorsement"),
    ("ClrCredential", "clr"),
    ("EuropeanDigitalCredential", "edc"),
    ("BitstringStatusListCredential", "status-list"),
    ("StatusList2021Credential", "status-list"),
)
_BY_TYPE = {
    "VerifiablePresentation": "presentation",
    "Assertion": "ob2",
    "BadgeClass": "ob2-badge",
    "Issuer": "ob2-issuer",
    "RevocationList": "ob2-revocations",
    "CryptographicKey": "ob2-key",
    "Profile": "profile",
    "Achievement": "achievement",
}
_PRIVATE = ("secretKeyMultibase", "privateKeyMultibase", "secretKeyJwk", "privateKeyJwk", "privateKeyPem")
_BASE64URL = "[A-Za-z0-9_-]+"
_COMPACT = re.compile(
    rf"{_BASE64URL}\.{_BASE64URL}?\.{_BASE64URL}(~(?:{_BASE64URL})?)*(?:{_BASE64URL}\.{_BASE64URL}\.{_BASE64URL})?"
)


def types_of(document: Mapping[str, Any]) -> tuple[str, ...]:
    """The types that a document gives itself, whatever their form."""
    found = document.get("type", document.get("@type"))
    if type(found) is str:
        return (found,)
    if type(found) is list:
        return tuple([item for item in found if type(item) is str])
    return ()


def first_context(document: Mapping[str, Any]) -> object:
    """The first entry of `@context`, or the only one."""
    found = document.get("@context")
    if type(found) is list:
        return found[0] if found else None
    return found


def kind_of(document: Mapping[str, Any]) -> str:
    """A key of KINDS. Looks at shapes only: a badge with faults is still a badge."""
    types = types_of(document)
    if "VerifiableCredential" in types or _looks_like_a_credential(document, types):
        return _kind_of_credential(document, types)
    if not _ENVELOPES.isdisjoint(types):
        return "enveloped"
    for name in types:
        if name in _BY_TYPE:
            return _kind_of_badge_1(document) or _BY_TYPE[name] if name == "Assertion" else _BY_TYPE[name]
    return _kind_by_members(document)


def _looks_like_a_credential(document: Mapping[str, Any], types: tuple[str, ...]) -> bool:
    return "credentialSubject" in document or not _BADGE.isdisjoint(types)


def _kind_of_credential(document: Mapping[str, Any], types: tuple[str, ...]) -> str:
    is_old = first_context(document) == VC_1_1
    if not _BADGE.isdisjoint(types):
        return "ob3-vc11" if is_old else "ob3"
    for name, kind in _BY_CREDENTIAL_TYPE:
        if name in types:
            return kind
    subject = document.get("credentialSubject")
    if type(subject) is dict and "AchievementSubject" in types_of(subject):
        return "ob3-vc11" if is_old else "ob3"  # a badge in all but its type, which is then its fault
    return "vc11" if is_old else "vc"


def _kind_of_badge_1(document: Mapping[str, Any]) -> str | None:
    """ "ob1" for the shapes before 2.0: `verify` for `verification`, a recipient that is a text, or the 1.x context."""
    is_first = isinstance(document.get("recipient"), str) or "verify" in document or "uid" in document
    if is_first or first_context(document) == "https://w3id.org/openbadges/v1":
        return "ob1" if "verification" not in document else None
    return None


def _kind_by_members(document: Mapping[str, Any]) -> str:
    if "recipient" in document and "badge" in document:
        return _kind_of_badge_1(document) or "ob2"
    if any(name in document for name in _PRIVATE) or ("kty" in document and "d" in document):
        return "private-key"
    if type(document.get("verificationMethod")) is list or "assertionMethod" in document:
        return "controller"
    if "publicKeyMultibase" in document or "publicKeyJwk" in document or "kty" in document or "keys" in document:
        return "public-key"
    if "payload" in document and ("signatures" in document or "signature" in document):
        return "sealed-json"
    if "vct" in document:
        return "sd-jwt"
    schema = str(document.get("schema", ""))
    if schema.startswith("sceau."):
        return "annex-1" if schema.startswith("sceau.annex1/") else "design"
    return "unknown"


def kind_of_text(text: str) -> str | None:
    """What a text that is not JSON looks like: "jwt", "sd-jwt", "url", or None."""
    compact = text.strip()
    if _COMPACT.fullmatch(compact):
        return "sd-jwt" if "~" in compact else "jwt"
    if re.fullmatch(r"https?://\S+", compact):
        return "url"
    return None


def describe_kind(kind: str, language: str) -> str:
    """The words for a kind, in "fr" or "en", as they follow “it is”."""
    french, english = KINDS[kind]
    return french if language == "fr" else english
