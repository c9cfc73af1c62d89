"""What the gate must know besides a design: the institution's languages and what the registers say that day."""

from __future__ import annotations

from datetime import date
from typing import Any

from sceau.design.bodies import body_of
from sceau.design.completing import filled_in
from sceau.design.custom import told
from sceau.design.following import with_titles
from sceau.design.models import CustomField
from sceau.design.rules import settings_of
from sceau.design.steps import digest_of
from sceau.engine.quality.gate import assess
from sceau.engine.quality.report import GateReport, RegistrationFacts, Setting
from sceau.engine.strict_json import JsonObject
from sceau.frameworks.queries import Standing, standing_of
from sceau.institutions.models import Institution


def gate_of_document(document: JsonObject, institution: Institution, *, on: date) -> GateReport:
    """What the rules and the registers of a day say of a draft or of a version."""
    bodies = [body_of(institution), *_others(document)]
    asked = filled_in(with_titles(document), bodies=bodies, country=institution.country)
    entries: Any = document.get("custom")
    if isinstance(entries, list) and not all(isinstance(each, dict) and "label" in each for each in entries):
        asked["custom"] = told(CustomField.objects.filter(institution=institution, removed_at=None), entries)
    return assess(asked, today=on, setting=setting_of(document, institution, on=on))


def _others(document: JsonObject) -> list[Any]:
    """The bodies that the document says award too, as it says them."""
    annex: Any = document.get("annex1")
    mandatory: Any = annex.get("mandatory") if isinstance(annex, dict) else None
    entries: Any = mandatory.get("awarding_body") if isinstance(mandatory, dict) else None
    return entries if isinstance(entries, list) else []


def setting_of(document: JsonObject, institution: Institution, *, on: date) -> Setting:
    """What the gate is told.

    Only the institution itself counts for a registration: that another body awards with it is a word of the draft, and
    whoever writes the SIREN of a certifier is not entitled by it.
    """
    standing = standing_of_document(document, on=on)
    return Setting(
        languages=tuple(settings_of(institution).languages),
        registration=None if standing is None else facts_of(standing),
        sirens=frozenset({institution.siren} - {""}),
    )


def standing_of_document(document: JsonObject, *, on: date) -> Standing | None:
    """What the register says of the certification that a design names; None when it names none."""
    registration: Any = document.get("registration")
    if not isinstance(registration, dict) or registration.get("type") in (None, "none"):
        return None
    code = registration.get("code")
    return standing_of(code, on=on) if isinstance(code, str) and code else None


def facts_of(standing: Standing) -> RegistrationFacts:
    """The standing as the gate reads it; a partner whose state the register does not tell counts as not entitled."""
    return RegistrationFacts(
        code=standing.code,
        known=standing.known,
        active=standing.active,
        ends_on=standing.ends_on,
        last_award_on=standing.last_award_on,
        level=standing.level,
        entitled=frozenset(body.siren for body in standing.entitled if body.siren and body.may_assess),
        title=standing.title,
        successor=standing.successor,
    )


def digest_of_facts(standing: Standing | None) -> str:
    """What makes two days alike for a registration: SHA-256 in hexadecimal, "" without registration."""
    if standing is None:
        return ""
    facts = facts_of(standing)
    return digest_of(
        {
            "code": facts.code,
            "known": facts.known,
            "active": facts.active,
            "ends_on": str(facts.ends_on),
            "last_award_on": str(facts.last_award_on),
            "level": facts.level,
            "entitled": sorted(facts.entitled),
            "successor": facts.successor,
        }
    )
