"""What the certificate of a credential says: a function of what was signed, in the colour that its body has.

A micro-certification has a certificate; one that is registered (RNCP or RS) on the day of its award has a parchment as
well, which names the body, the title, its number, the level, the day and the holder.
"""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from typing import Any, Final, Literal

import orjson

from sceau.assessment.papers import Body, Named, Paper
from sceau.engine.images.ground import draw_ground
from sceau.engine.images.portrait import ink_of, seal_of
from sceau.engine.images.seal import INKS
from sceau.engine.model.code import group_code
from sceau.engine.model.designs import Design, read_design
from sceau.engine.model.wording import Voice
from sceau.engine.ports import Attachment
from sceau.engine.strict_json import JsonObject
from sceau.institutions.colours import LEAST, contrast
from sceau.institutions.errors import UnsafePicture
from sceau.institutions.logos import Printed, printed
from sceau.institutions.models import Institution
from sceau.issuing.letter_words import link_of
from sceau.issuing.models import Credential

CERTIFICATE: Final = "certificate"
PARCHMENT: Final = "parchment"
JSON: Final = "application/json"
_HOURS: Final = re.compile(r"PT(\d+(?:\.\d+)?)H")

_WORDS: Final[dict[str, tuple[str, str]]] = {
    "awarded": ("Délivrée le", "Awarded on"),
    "until": ("Valable jusqu’au", "Valid until"),
    "renewed": ("Renouvelée", "Renewed"),
    "level": ("Niveau", "Level"),
    "load": ("Charge de travail", "Workload"),
    "hours": ("{n} heures", "{n} hours"),
    "grade": ("Résultat", "Result"),
    "decision": ("Décision", "Decision"),
    "quality": ("Assurance de la qualité", "Quality assurance"),
    "credential": ("La preuve signée, à vérifier", "The signed credential, to be verified"),
    "record": ("La fiche complète de la micro-certification (annexe I)", "The whole record (Annex I)"),
}


class CertificateData(Paper):
    """Template "certificate".

    kind:        "certificate" or "parchment"; number: the code in groups
    name:        of the holder; native: the same in the holder's own script, "" when there is none
    registered:  its number and title in the register, "" when it is not registered
    skills:      what the holder can do, one sentence each
    seal, ground: SVG images of ours; logo: of the body, "" when it has none; logo_ratio: its width for a height of 1
    colour:      "#rrggbb" of the body: of its name and of the lines, dark enough to be read on white
    url:         the page of the credential, with its opening; site: where a code is typed, site_name: as people type it
    """

    kind: str
    title: str
    name: str
    native: str
    registered: str
    skills: list[str]
    facts: list[Named]
    seal: str
    ground: str
    logo: str
    logo_ratio: float
    colour: str
    url: str
    site: str
    site_name: str


def kinds_of(record: JsonObject) -> tuple[str, ...]:
    """The papers that a credential has. record: its Annex I record"""
    return (CERTIFICATE, PARCHMENT) if record["award"]["registration"]["registered"] else (CERTIFICATE,)


def certificate(credential: Credential, kind: str, *, base: str) -> CertificateData:
    """What one of its papers is told.

    credential:  with its content, its award's version and the institution of its design
    base:        the public address of the house, without a final slash
    """
    document, record = contents_of(credential)
    language: Literal["fr", "en"] = "en" if record["language"] == "en" else "fr"
    claims, registration = record["learning_credential"], record["award"]["registration"]
    names = [each["identityHash"] for each in document["credentialSubject"]["identifier"] if not each["hashed"]]
    design = _design_of(orjson.dumps(credential.award.version.document))
    bodies = record["annex1"]["mandatory"]["awarding_body"]
    ink = _ink_of(credential.institution.colour, design)
    logo = _logo_of(credential.institution)
    return {
        "language": language,
        "number": group_code(credential.code),
        "digest": "",
        "body": _body(bodies),
        "kind": kind,
        "title": document["name"],
        "name": names[0],
        "native": names[1] if len(names) > 1 else "",
        "registered": _registration(design, registration["code"], language) if registration["registered"] else "",
        "skills": list(claims.get("learning_outcomes", ())),
        "facts": _facts(record, language),
        "seal": _seal_of(design, bodies[0]["name"]),
        "ground": _ground_of(str(design.uuid), ink),
        "logo": logo.svg,
        "logo_ratio": logo.ratio,
        "colour": ink,
        "url": link_of(credential),
        "site": f"{base}/v",
        "site_name": f"{base}/v".partition("://")[2],
    }


def attachments_of(credential: Credential) -> list[Attachment]:
    """What the paper carries: the exact bytes that were signed, and the record that they name."""
    _, record = contents_of(credential)
    place = record["language"] == "en"
    content = credential.content
    return [
        Attachment("credential.json", bytes(content.body), JSON, "source", _WORDS["credential"][place]),
        Attachment("annex-1.json", bytes(content.record), JSON, "data", _WORDS["record"][place]),
    ]


def contents_of(credential: Credential) -> tuple[Any, Any]:
    """The signed document and its record, read."""
    return orjson.loads(bytes(credential.content.body)), orjson.loads(bytes(credential.content.record))


@lru_cache(maxsize=64)  # reading a design and drawing its seal took a third of the time of a certificate
def _design_of(document: bytes) -> Design:
    return read_design(orjson.loads(document))


@lru_cache(maxsize=64)  # 30 kB each
def _seal_of(design: Design, body: str) -> str:
    return seal_of(design, body, printed=True).decode()


@lru_cache(maxsize=64)
def _ground_of(design_id: str, ink: str) -> str:
    return draw_ground(design_id=design_id, ink=ink).decode()


def _logo_of(institution: Institution) -> Printed:
    """None when it has none, or when what is kept is no picture that we would draw."""
    kept = getattr(institution, "logo", None)
    return _printed(bytes(kept.png)) if kept is not None else Printed()


@lru_cache(maxsize=16)  # 55 kB each at most but for a few; drawn once for all the papers of a batch
def _printed(png: bytes) -> Printed:
    try:
        return printed(png)
    except UnsafePicture:
        return Printed()


def _ink_of(colour: str, design: Design) -> str:
    """The colour of the body where it can be read, else the ink of the seal."""
    return colour if colour and contrast(colour) >= LEAST else INKS[ink_of(design)].line


def _body(bodies: list[JsonObject]) -> Body:
    """The first awards in its own name; others stand under it."""
    first, *others = bodies
    identified = [f"SIREN {first['siren']}"] if first.get("siren") else []
    lines = [" · ".join(filter(None, [*identified, first.get("city", "")]))]
    lines += [each["name"] for each in others]
    return {"name": first["name"], "lines": [each for each in lines if each]}


def _registration(design: Design, code: str, language: str) -> str:
    """The number in the register, and the title that it stands for there."""
    title = str((design.document.get("registration", {}).get("title") or {}).get(language, ""))
    return title if code in title else " – ".join(filter(None, [code, title]))


def _facts(record: JsonObject, language: str) -> list[Named]:
    voice, place, claims = Voice(language), language == "en", record["learning_credential"]
    hours = _HOURS.fullmatch(claims.get("expected_study_time", ""))
    until = claims.get("date_of_expiry", "")
    rows = [
        ("awarded", voice.date(date.fromisoformat(claims["date_of_issuance"]))),
        ("until", voice.date(date.fromisoformat(until)) if until else ""),
        ("renewed", record["award"].get("renewal", {}).get("statement", "")),
        ("level", claims.get("level_of_learning_experience", "")),
        ("load", _WORDS["hours"][place].format(n=voice.number(float(hours[1]))) if hours else ""),
        ("grade", claims.get("assessment_grade", "")),
        ("decision", record["award"]["basis"]["statement"]),
    ]
    return [{"name": _WORDS[key][place], "value": value} for key, value in rows if value]
