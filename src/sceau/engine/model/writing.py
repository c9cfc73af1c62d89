"""What we hold our own credentials to, beyond what every reader must refuse.

Every verifier in the world should read what we write, so we write what the strictest of them wants: versioned contexts
in order, lists where the strict schema of Open Badges 3.0 wants lists, one object where it wants one, and no term that
two documents of the same address define differently (Open Badges 3.0, certification guide 1.2).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from sceau.engine.errors import MalformedCredential, Reason
from sceau.engine.model.credential import faults, objects_in
from sceau.engine.model.kinds import describe_kind, kind_of, types_of
from sceau.engine.model.reasons import MISSING
from sceau.engine.model.shapes import step
from sceau.engine.strict_json import JsonObject
from sceau.engine.vocabularies.contexts import (
    OB_3_0_3,
    OB_EXTENSIONS,
    TERM_OF_A_LATER_VARIANT,
    VC_2_0,
)

NOT_OURS_TO_WRITE = Reason(
    "writing.not_ours_to_write",
    fr="nous n’écrivons que des preuves et des recommandations Open Badges 3.0, et c’est ici {what_fr}",
    en="we write Open Badges 3.0 credentials and endorsements only, and this is {what_en}",
)
CONTEXTS = Reason(
    "writing.contexts",
    fr="les contextes doivent commencer par {expected}",
    en="the contexts must start with {expected}",
)
EXTENSIONS_CONTEXT = Reason(
    "writing.extensions_context",
    fr="le type « {found} » est défini par {expected}, qui manque parmi les contextes",
    en="the type “{found}” is defined by {expected}, which is missing from the contexts",
)
WANTS_A_LIST = Reason(
    "writing.wants_a_list",
    fr="« {name} » s’écrit en liste : des lecteurs refusent une valeur seule",
    en="“{name}” is written as a list: some readers refuse a single value",
)
WANTS_ONE_OBJECT = Reason(
    "writing.wants_one_object",
    fr="« {name} » est un seul objet : le schéma d’Open Badges 3.0 refuse une liste",
    en="“{name}” is one object: the schema of Open Badges 3.0 refuses a list",
)
WANTS_ONE_TEXT = Reason(
    "writing.wants_one_text",
    fr="un seul texte est attendu ici : le contexte d’Open Badges 3.0 ne connaît pas les textes en plusieurs langues",
    en="one text is expected here: the context of Open Badges 3.0 knows no texts in several languages",
)
ISSUER_NOT_A_PROFILE = Reason(
    "writing.issuer_not_a_profile",
    fr="l’émetteur est un objet de type Profile, avec son nom",
    en="the issuer is an object of type Profile, with its name",
)
HASH_FORM = Reason(
    "writing.hash_form",
    fr="une identité hachée s’écrit sha256$ puis 64 chiffres hexadécimaux minuscules",
    en="a hashed identity is written sha256$ and then 64 lower-case hexadecimal digits",
)

# the members that the strict revision of the schema knows as lists only, but for `proof`: a single one is an object
_LISTS = frozenset(
    {
        "alignment", "allowedValue", "credentialSchema", "endorsement", "endorsementJwt", "evidence", "identifier",
        "otherIdentifier", "related", "resultDescription", "result", "rubricCriterionLevel", "tag",
        "termsOfUse",
    }
)  # fmt: skip
# the classes whose `type` it knows as a list only; the others' as one string only
_TYPED_BY_LIST = frozenset(
    {
        "Achievement", "AchievementSubject", "Address", "Alignment", "EndorsementSubject", "Evidence", "Profile",
        "Related", "Result", "ResultDescription", "RubricCriterionLevel",
    }
)  # fmt: skip
_LANGUAGE = re.compile(r"[a-z]{2}(-[A-Z]{2})?")
_IDENTITY_HASH = re.compile(r"sha256\$[0-9a-f]{64}")


def faults_of_ours(document: JsonObject) -> list[MalformedCredential]:
    """Everything that keeps a credential from being one that we would sign: its form, then our own rules.

    document:  signed or not
    """
    kind = kind_of(document)
    if kind not in ("ob3", "endorsement"):
        what = {"what_fr": describe_kind(kind, "fr"), "what_en": describe_kind(kind, "en")}
        return [MalformedCredential(NOT_OURS_TO_WRITE, **what)]
    return [*faults(document), *_contexts(document), *_issuer(document), *_members(document, "")]


def _contexts(document: JsonObject) -> Iterator[MalformedCredential]:
    contexts = document.get("@context")
    if not isinstance(contexts, list) or contexts[:2] != [VC_2_0, OB_3_0_3]:
        yield MalformedCredential(CONTEXTS, pointer="/@context", expected=f"{VC_2_0}, {OB_3_0_3}")
        return
    for name in ("credentialSchema", "credentialStatus", "refreshService"):
        for entry in objects_in(document, name):
            for found in types_of(entry):
                if found.startswith("1EdTech") and OB_EXTENSIONS not in contexts:
                    yield MalformedCredential(
                        EXTENSIONS_CONTEXT, pointer="/@context", found=found, expected=OB_EXTENSIONS
                    )


def _issuer(document: JsonObject) -> Iterator[MalformedCredential]:
    issuer = document.get("issuer")
    if not isinstance(issuer, dict) or not issuer.get("name"):
        yield MalformedCredential(ISSUER_NOT_A_PROFILE, pointer="/issuer")
    if not document.get("name"):
        yield MalformedCredential(MISSING, pointer="/name", name="name")


def _members(value: Any, pointer: str) -> Iterator[MalformedCredential]:
    if isinstance(value, list):
        for at, item in enumerate(value):
            yield from _members(item, f"{pointer}/{at}")
    if not isinstance(value, dict):
        return
    if _is_in_languages(value):
        yield MalformedCredential(WANTS_ONE_TEXT, pointer=pointer)
    for name, item in value.items():
        here = pointer + step(name)
        yield from _member(name, item, here)
        if name == "identityHash" and value.get("hashed") and not _IDENTITY_HASH.fullmatch(str(item)):
            yield MalformedCredential(HASH_FORM, pointer=here)
        yield from _members(item, here)


def _member(name: str, value: object, pointer: str) -> Iterator[MalformedCredential]:
    if name in ("jti", "endorsementJwt"):
        yield MalformedCredential(TERM_OF_A_LATER_VARIANT, pointer=pointer, term=name)
    if _wants_a_list(name, value):
        yield MalformedCredential(WANTS_A_LIST, pointer=pointer, name=name)
    if name in ("credentialStatus", "refreshService") and isinstance(value, list):
        yield MalformedCredential(WANTS_ONE_OBJECT, pointer=pointer, name=name)
    if name == "credentialStatus" and isinstance(value, dict) and "id" not in value:
        yield MalformedCredential(MISSING, pointer=f"{pointer}/id", name="id")


def _is_in_languages(value: object) -> bool:
    """A language value, or a map of languages; `id` is a name of ours before it is Indonesian."""
    if not isinstance(value, dict) or not value or "id" in value:
        return False
    return "@value" in value or all(_LANGUAGE.fullmatch(name) for name in value)


def _wants_a_list(name: str, item: object) -> bool:
    if isinstance(item, list):
        return False
    if name == "resultDescription" and isinstance(item, str):
        return False  # the member of a Result, an identifier
    if name == "identifier" and isinstance(item, str):
        return False  # the member of an IdentifierEntry
    return name in _LISTS or (name == "type" and isinstance(item, str) and item in _TYPED_BY_LIST)
