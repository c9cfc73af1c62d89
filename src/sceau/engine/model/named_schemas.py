"""The JSON Schemas that a credential says it follows (VC Data Model 2.0, §4.11)."""

from __future__ import annotations

from sceau.engine.errors import MalformedCredential
from sceau.engine.model.credential import objects_in
from sceau.engine.model.kinds import kind_of
from sceau.engine.strict_json import JsonObject
from sceau.engine.vocabularies.schemas import check_json_schema, known_schema

_SCHEMA_OF_KIND = {
    "ob3": "ob_v3p0_achievementcredential_schema.json",
    "ob3-vc11": "ob_v3p0_achievementcredential_schema.json",
    "endorsement": "ob_v3p0_endorsementcredential_schema.json",
}

_NONE = " "


def named_schemas(document: JsonObject) -> tuple[str, ...]:
    """The addresses of the schemas that a credential names."""
    return tuple(
        [entry["id"] for entry in objects_in(document, "credentialSchema") if type(entry.get("id")) is str],
    )


def schema_faults_of(document: JsonObject, *, kind: str | None = None) -> list[MalformedCredential]:
    """What the known schemas that a sound credential names have against it: the first fault of each.

    document:  one in which `credential.faults` finds nothing: its rules say all that the Open Badges schemas say but
               that a badge has one status and one refresh service at most, so that mostly nothing is left to ask
    kind:      of the document, when the caller knows it
    """
    found: list[MalformedCredential] = []
    implied = _implied_by(document, kind or kind_of(document))
    for url in dict.fromkeys(named_schemas(document)):
        if not url.endswith(implied) and known_schema(url):
            try:
                check_json_schema(document, url)
            except MalformedCredential as fault:
                found.append(fault)
    return found


def _implied_by(document: JsonObject, kind: str) -> str:
    """How the address of the schema ends that a sound document of this kind fits; what no address ends in when none."""
    has_lists = type(document.get("credentialStatus")) is list or type(document.get("refreshService")) is list
    return _NONE if has_lists else _SCHEMA_OF_KIND.get(kind, _NONE)
