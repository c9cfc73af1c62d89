"""What a new design begins with: nothing but who writes it, or what a register says of a certification."""

from __future__ import annotations

from typing import Any, Final

from sceau.design import pointers
from sceau.engine.strict_json import JsonObject
from sceau.institutions.models import Institution
from sceau.web.desk.designs.forms.fields import texts_of
from sceau.web.desk.designs.forms.places import COUNTRIES

ASKED: Final = ("nom_naissance", "prenom1", "date_naissance", "email")  # what identifies somebody, and no more
_BODIES = "/annex1/mandatory/awarding_body"
_COUNTRIES = "/annex1/mandatory/country_region_of_the_issuer"
_ASKED = "/annex1/mandatory/identification_of_the_learner/required_fields"
_DATED = "/annex1/mandatory/date_of_issuing"


def begun(document: JsonObject, institution: Institution) -> JsonObject:
    """The document with what is known of the institution, where it says nothing of it."""
    known: dict[str, Any] = {
        _BODIES: [_body(institution)],
        _COUNTRIES: [_country(institution.country)],
        _ASKED: list(ASKED),
        _DATED: {
            "rule": "date_deliberation",
            "label": {
                "fr": "Date de la délibération (jury ou certificateur)",
                "en": "Date of the decision (board or certifying body)",
            },
        },
    }
    if institution.email:
        known["/delivery/contact_email"] = institution.email
    for pointer, value in known.items():
        if pointers.read(document, pointer) in (pointers.ABSENT, None, []):
            document = pointers.write(document, pointer, value)
    return document


def _body(institution: Institution) -> JsonObject:
    told = {
        "name": institution.name,
        "siren": institution.siren,
        "siret": institution.siret,
        "country": institution.country,
        "city": institution.city,
        "url": institution.website,
    }
    return {name: value for name, value in told.items() if value}


def _country(code: str) -> JsonObject:
    return {"country": code} | ({"country_label": texts_of(COUNTRIES[code])} if code in COUNTRIES else {})
