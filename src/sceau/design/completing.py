"""From a draft to the document that is frozen: what people wrote, and what only the house can say."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from copy import deepcopy
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from sceau.design.steps import ABSENT
from sceau.engine.quality.languages import texts, with_known_words
from sceau.engine.quality.lists import EVENT_TYPES
from sceau.engine.quality.places import OF_OTHERS
from sceau.engine.strict_json import JsonObject
from sceau.frameworks.queries import Eligibility, Standing

SCHEMA: Final = "sceau.design/1"
_FIRST: Final = ("schema", "uuid", "id", "version", "status", "language", "languages")  # as one reads a file
_NOT_REGISTERED: Final = {
    "fr": "Non enregistrée au RNCP ni au Répertoire spécifique, et rattachée à aucun bloc du RNCP",
    "en": "Not registered in the RNCP or the RS, and tied to no block of the RNCP",
}
_COUNTRIES: Final = {"FR": {"fr": "France", "en": "France"}}


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What the house gives a version.

    name:       of the design, in the rows of files
    languages:  those that are complete, the main one among them
    bodies:     who awards, first the institution, as a design writes a body
    country:    of the institution, ISO 3166-1 alpha-2
    standing:   what the register says of the certification, None without one; eligibility: of it, for the CPF
    custom:     the public fields of the institution that have a value, as a version says them
    """

    uuid: UUID
    name: str
    number: int
    languages: tuple[str, ...]
    bodies: tuple[JsonObject, ...]
    country: str
    standing: Standing | None = None
    eligibility: Eligibility | None = None
    custom: Sequence[JsonObject] = ()
    today: date


def complete(draft: JsonObject, given: Given) -> JsonObject:
    """The document of a version; the draft is not altered.

    source:  docs/decisions/designs-and-versions.md, "What is frozen"
    """
    document = _in_languages(with_known_words(draft, given.languages), given.languages)
    document |= {
        "schema": SCHEMA,
        "uuid": str(given.uuid),
        "id": given.name,
        "version": given.number,
        "status": "published",
        "languages": list(given.languages),
        "registration": _registration(document.get("registration"), given.standing),
    }
    cpf = _cpf(document["registration"], given)
    for member, value in (("cpf", cpf), ("custom", list(given.custom))):
        document.pop(member, None)
        if value:
            document[member] = value
    document = filled_in(document, bodies=given.bodies, country=given.country)
    return {member: document[member] for member in sorted(document, key=_place)}


def filled_in(document: JsonObject, *, bodies: Sequence[JsonObject], country: str) -> JsonObject:
    """The document with what the house knows where nobody typed it; what it was given is not altered.

    Who awards is always the house's word; where it is, and the types of assessment, only when nothing is said.
    """
    annex: Any = document.get("annex1")
    mandatory: Any = annex.get("mandatory") if isinstance(annex, dict) else None
    told: JsonObject = dict(mandatory) if isinstance(mandatory, dict) else {}
    told["awarding_body"] = list(bodies)
    if not told.get("country_region_of_the_issuer"):
        told["country_region_of_the_issuer"] = [_country(country)]
    if not told.get("type_of_assessment") and (kinds := _kinds_of_events(document)):
        told["type_of_assessment"] = kinds
    return {**document, "annex1": {**(annex if isinstance(annex, dict) else {}), "mandatory": told}}


def _place(member: str) -> int:
    return _FIRST.index(member) if member in _FIRST else len(_FIRST)


def _in_languages(document: JsonObject, languages: Sequence[str]) -> JsonObject:
    """A copy without the texts of other languages; words of frameworks and registers are left as they are."""
    copy = deepcopy(document)
    for pointer, place, holder, value in list(texts(copy)):
        if place.text == OF_OTHERS or not isinstance(value, dict):
            continue
        kept = {language: words for language, words in value.items() if language in languages}
        if kept:
            holder[pointer.rpartition("/")[2].replace("~1", "/").replace("~0", "~")] = kept
    return copy


def _registration(entry: Any, standing: Standing | None) -> JsonObject:
    """What the register says today in the place of what was typed; without registration, that there is none."""
    typed: JsonObject = entry if isinstance(entry, dict) else {}
    if standing is None or not standing.known:
        return typed or {"type": "none"}
    last = max((day for day in (standing.ends_on, standing.last_award_on) if day), default=None)
    told: JsonObject = {
        "type": standing.kind or typed.get("type"),
        "code": standing.code,
        "parent": standing.number if standing.bloc else ABSENT,
        "title": {"fr": standing.title} if standing.title else ABSENT,
        "start_date": _day(standing.effect_on or standing.decided_on),
        "end_date": _day(last),
        "level": standing.level or ABSENT,
        "entitled": [
            {"siren": body.siren, "name": body.name, "right": body.right}
            for body in standing.entitled
            if body.siren and body.may_assess
        ],
    }
    told |= {member: typed[member] for member in ("note", "fictional") if member in typed}
    return {member: value for member, value in told.items() if value is not ABSENT}


def _day(day: date | None) -> Any:
    return day.isoformat() if day else ABSENT


def _cpf(registration: JsonObject, given: Given) -> JsonObject:
    """Whether the CPF may pay, computed; nothing when nobody can tell."""
    if registration.get("type", "none") == "none":
        return {"eligible": False, "reason": _NOT_REGISTERED, "on": given.today.isoformat()}
    found = given.eligibility
    if found is None or found.eligible is None:
        return {}
    return {
        "eligible": found.eligible,
        "reason": {"fr": found.sentence("fr"), "en": found.sentence("en")},
        "on": given.today.isoformat(),
    }


def _country(code: str) -> JsonObject:
    told: JsonObject = {"country": code}
    return told | {"country_label": _COUNTRIES[code]} if code in _COUNTRIES else told


def _kinds_of_events(document: JsonObject) -> list[JsonObject]:
    """The types of assessment of the events, each once."""
    assessment: Any = document.get("assessment")
    events: Any = assessment.get("events") if isinstance(assessment, dict) else None
    asked: Any = document.get("languages") or [document.get("language", "fr")]
    languages = [each for each in asked if isinstance(each, str)] if isinstance(asked, list) else []
    found: dict[str, JsonObject] = {}
    for event in _objects(events):
        concept = EVENT_TYPES.get(str(event.get("type")))
        if concept is not None and languages:
            label = {language: concept.label.to(language) for language in languages}
            found[str(event["type"])] = {"label": label, **({"elm": concept.uri} if concept.uri else {})}
    return list(found.values())


def _objects(value: Any) -> Iterable[JsonObject]:
    return (each for each in value if isinstance(each, dict)) if isinstance(value, list) else ()
