"""The Annex I record: all that the Council Recommendation asks to be said of one micro-credential, frozen at its award.

Open Badges has no place for most of it, so the credential ties this file in with its digest (`relatedResource`). Names
are those of Annex I in snake case, then the claims of the learning credential of the European wallet.
"""

from __future__ import annotations

import re
from base64 import b64encode
from datetime import date
from decimal import Decimal
from functools import lru_cache
from hashlib import sha256

from sceau.engine.canonical.jcs import canonical_bytes
from sceau.engine.model import narrative as words
from sceau.engine.model.addresses import achievement_url, credential_url
from sceau.engine.model.awards import Award, Basis, Conduct, Holder, Issuer, Renewal, Supervision
from sceau.engine.model.bodies import Body
from sceau.engine.model.designs import Design
from sceau.engine.model.grids import Criterion, Grid
from sceau.engine.model.validity import last_day, noon_of
from sceau.engine.model.wording import WORDS, Voice, choose_language
from sceau.engine.strict_json import JsonObject

RECORD_SCHEMA = "sceau.annex1/1"
LEARNING_CREDENTIAL = "urn:eu.europa.ec.eudi:learning:credential:1"


def annex_one_record(design: Design, issuer: Issuer, award: Award) -> JsonObject:
    """The sixteen elements, the award that they describe and the same facts as wallet claims.

    source:  Council Recommendation 2022/C 243/02, Annex I
    """
    voice = Voice(choose_language(award.language, design.language))
    return {
        "schema": RECORD_SCHEMA,
        "credential": credential_url(issuer.base, award.code),
        "achievement": achievement_url(issuer.base, design),
        "version": design.label or str(design.number),
        "language": voice.language,
        "annex1": {
            "mandatory": _mandatory(design, issuer, award),
            "optional": _optional(design, issuer, award, voice),
        },
        "award": _award(design, issuer, award, voice),
        "assessment": _assessment(design),
        "classification": design.document.get("classification") or {},
        "learning_credential": _wallet_claims(design, issuer, award, voice),
    }


def record_bytes(record: JsonObject) -> bytes:
    """The file itself: RFC 8785, so that the same record always has the same digest."""
    return canonical_bytes(record)


def digest_sri(data: bytes) -> str:
    """The digest of a file as `digestSRI` writes it.

    source:  W3C Subresource Integrity, §3.1; VC Data Model 2.0, §5.3
    """
    return f"sha256-{b64encode(sha256(data).digest()).decode()}"


def _mandatory(design: Design, issuer: Issuer, award: Award) -> JsonObject:
    written, registered = design.mandatory, words.is_registered(design, issuer, award)
    said_by = "registered_level" if words.is_registered_level(design, issuer, award) else "indicative"
    return {
        "identification_of_the_learner": _learner(award.holder),
        "title_of_the_micro_credential": design.document["title"],
        "country_region_of_the_issuer": written["country_region_of_the_issuer"],
        "awarding_body": [_body(body) for body in issuer.bodies],
        "date_of_issuing": award.awarded_on.isoformat(),
        "learning_outcomes": written["learning_outcomes"],
        "notional_workload": written["notional_workload"],
        "level": {
            **{name: value for name, value in written["level"].items() if name != "referencing"},
            "referencing": _in_both(said_by),
        },
        "type_of_assessment": written["type_of_assessment"],
        "form_of_participation": written["form_of_participation"],
        "type_of_quality_assurance": _that_stand(written["type_of_quality_assurance"], registered),
    }


def _optional(design: Design, issuer: Issuer, award: Award, voice: Voice) -> JsonObject:
    not_stated = {"label": _in_both("not_stated")}
    stackability = design.optional.get("integration_stackability_options")
    if stackability and "rules" in stackability:
        registered = words.is_registered(design, issuer, award)
        stackability = {**stackability, "rules": _that_stand(stackability["rules"], registered)}
    return {
        "prerequisites": design.optional.get("prerequisites") or not_stated,
        "supervision_and_identity_verification": _supervision(award),
        "grade_achieved": _grade(design, award, voice),
        "integration_stackability_options": stackability or not_stated,
        "further_information": design.optional.get("further_information") or not_stated,
    }


def _learner(holder: Holder) -> JsonObject:
    """Names only: a birth date or an address never enters a credential."""
    names = {
        "name": holder.name,
        "native_name": holder.native_name,
        "given_name": holder.given_name,
        "family_name": holder.family_name,
        "used_name": holder.used_name,
        "identifier": holder.did,
    }
    return {name: value for name, value in names.items() if value}


def _body(body: Body) -> JsonObject:
    members = {
        "name": body.name,
        "siren": body.siren,
        "siret": body.siret,
        "country": body.country,
        "region": body.region,
        "city": body.city,
        "url": body.url,
    }
    return {name: value for name, value in members.items() if value}


def _supervision(award: Award) -> JsonObject:
    if award.supervision is not None:
        return {"code": award.supervision.value, "label": _in_both(award.supervision.value)}
    stated = {None: "not_stated", True: "identity_checked", False: "identity_not_checked"}[award.identity_verified]
    return {"code": None, "label": _in_both(stated)}


def _grade(design: Design, award: Award, voice: Voice) -> JsonObject:
    shows_score = design.grade_scheme != "pass_fail" and award.score is not None
    grade: JsonObject = {"outcome": "acquired", "label": words.grade_in_words(design, award, voice)}
    if shows_score and award.score is not None:
        grade |= {"score": float(award.score), "out_of": 100}
    if design.grid is not None and award.marks:
        grade["criteria"] = _marks(design, award, voice.language)
    return grade


def _marks(design: Design, award: Award, language: str) -> list[JsonObject]:
    """The level reached on each criterion, in the order of the grid."""
    if design.grid is None:
        return []
    marks = award.marks
    return [
        _mark(design.grid, criterion, marks[criterion.id], language)
        for criterion in design.grid.criteria
        if criterion.id in marks
    ]


def _mark(grid: Grid, criterion: Criterion, level: str, language: str) -> JsonObject:
    return {
        "id": criterion.id,
        "label": criterion.label.to(language),
        "level": level,
        "level_label": grid.level(level).label.to(language),
    }


def _marks_file(design: Design, award: Award, language: str) -> bytes:
    """`canonical_bytes` of the marks; in canonical form what stands in an array stands there as it does alone."""
    if design.grid is None:
        return b"[]"
    marks = award.marks
    names = [criterion.id for criterion in design.grid.criteria if criterion.id in marks]
    return b"[" + b",".join([_mark_file(design, name, marks[name], language) for name in names]) + b"]"


@lru_cache(maxsize=8192)  # a batch names the same levels in each of its records
def _mark_file(design: Design, criterion: str, level: str, language: str) -> bytes:
    grid = design.grid
    return b"" if grid is None else canonical_bytes(_mark(grid, grid.criterion(criterion), level, language))


def _award(design: Design, issuer: Issuer, award: Award, voice: Voice) -> JsonObject:
    """How it was decided, until when it is valid, and whether it is registered."""
    basis, registration, until = award.basis, design.registration, last_day(design, award)
    registered = words.is_registered(design, issuer, award)
    found: JsonObject = {
        "awarded_on": award.awarded_on.isoformat(),
        "assessed_on": award.assessed_on.isoformat() if award.assessed_on else None,
        "valid_until": until.isoformat() if until else None,
        "basis": {
            "route": basis.route.value,
            "people": [{"name": person.name, "role": person.role or None} for person in basis.people],
            "source": basis.source or None,
            "sha256": basis.digest or None,
            "statement": words.decision_in_words(award, voice),
            "taken_over_on": basis.taken_over_on.isoformat() if basis.taken_over_on else None,
        },
        "conduct": _conduct(award),
        **_renewal(award, voice),
        "registration": {"registered": registered},
    }
    if registered:
        found["registration"] |= {"type": registration.kind, "code": registration.code}
    return found


def _renewal(award: Award, voice: Voice) -> JsonObject:
    """Nothing in the first term."""
    renewal = award.renewal
    if renewal is None:
        return {}
    told = {
        "on": renewal.on.isoformat(),
        "counted_from": renewal.counted_from.isoformat(),
        "former_on": renewal.former_on.isoformat(),
        "grounds": renewal.grounds.strip(),
        "statement": words.renewal_in_words(renewal, voice),
    }
    return {"renewal": told}


def _conduct(award: Award) -> JsonObject:
    """What was recorded of the assessment itself; null is "not stated"."""
    conduct = award.conduct
    return {
        "events": list(conduct.events) or None,
        "assessors": conduct.assessors,
        "supervision": award.supervision.value if award.supervision else None,
        "identity_verified": award.identity_verified,
        "jury_on": conduct.jury_on.isoformat() if conduct.jury_on else None,
        "minutes": conduct.minutes or None,
    }


def _assessment(design: Design) -> JsonObject:
    """Events, grid and rules as the design has them, without the route: the award says its own."""
    planned: JsonObject = design.document.get("assessment") or {}
    return {name: value for name, value in planned.items() if name != "route"}


def _wallet_claims(design: Design, issuer: Issuer, award: Award, voice: Voice) -> JsonObject:
    """The claims of the European learning credential; those of which nothing is known are left out."""
    holder, until = award.holder, last_day(design, award)
    registered = words.is_registered(design, issuer, award)
    claims = {
        "vct": LEARNING_CREDENTIAL,
        "issuing_authority": voice.both([body.name for body in issuer.bodies]),
        "issuing_country": design.places[0].country,
        "date_of_issuance": award.awarded_on.isoformat(),
        "date_of_expiry": until.isoformat() if until else "",
        "family_name": holder.used_name or holder.family_name,
        "given_name": holder.given_name,
        "learner_identification": award.code,
        "achievement_title": design.title.to(voice.language),
        "achievement_description": design.summary.to(voice.language) if design.summary else "",
        "learning_outcomes": [outcome.statement.to(voice.language) for outcome in design.outcomes],
        "assessment_grade": words.grade_in_words(design, award, voice),
        "expected_study_time": f"PT{design.workload.hours:g}H" if design.workload else "",
        "level_of_learning_experience": words.level_in_words(design, issuer, award, voice),
        "types_of_quality_assurance": words.quality_in_words(design, registered, voice),
        "prerequisites_to_enroll": design.prerequisites.to(voice.language) if design.prerequisites else "",
        "integration_stackability_options": words.stackability_in_words(design, registered, voice),
    }
    return {name: value for name, value in claims.items() if value}


def _that_stand(entries: list[JsonObject], registered: bool) -> list[JsonObject]:
    """Without those that are true of a registered certification only, when it is not."""
    return [entry for entry in entries if registered or not entry.get("only_if_registered")]


def _in_both(key: str) -> JsonObject:
    return {language: WORDS[language][key] for language in WORDS}


def annex_one_file(design: Design, issuer: Issuer, award: Award) -> bytes:
    """The file of the record of an award: `record_bytes(annex_one_record(…))`, a tenth of the time in a batch.

    In canonical form each value stands as it does alone, so that what is the same for many is written once.
    """
    holder = award.holder
    facts = (
        award.language,
        award.awarded_on,
        award.basis,
        award.assessed_on,
        award.score,
        award.supervision,
        award.identity_verified,
        award.conduct,
        award.renewal,
        bool(award.marks),
        bool(holder.used_name or holder.family_name),
        bool(holder.given_name),
    )
    try:
        pieces = _pieces(design, issuer, *facts)
    except TypeError:  # a list where a tuple is due: written as it is, and kept for nobody
        pieces = None
    if pieces is None:
        return record_bytes(annex_one_record(design, issuer, award))
    values = {
        _CODE: canonical_bytes(award.code),
        _URL: canonical_bytes(credential_url(issuer.base, award.code)),
        _LEARNER: canonical_bytes(_learner(holder)),
        _MARKS: _marks_file(design, award, choose_language(award.language, design.language)),
        _FAMILY_NAME: canonical_bytes(holder.used_name or holder.family_name),
        _GIVEN_NAME: canonical_bytes(holder.given_name),
    }
    return b"".join([values[each] if isinstance(each, str) else each for each in pieces])


@lru_cache(maxsize=512)  # a batch has one design or a few, one day, and a few hundred scores
def _pieces(  # noqa: PLR0917 -- what a record says that is not about its holder alone
    design: Design,
    issuer: Issuer,
    language: str,
    awarded_on: date,
    basis: Basis,
    assessed_on: date | None,
    score: Decimal | None,
    supervision: Supervision | None,
    identity_verified: bool | None,
    conduct: Conduct,
    renewal: Renewal | None,
    has_marks: bool,
    has_family_name: bool,
    has_given_name: bool,
) -> tuple[bytes | str, ...] | None:
    """The file cut where something of the holder, of the code or of the marks goes; None where that cannot be done."""
    award = Award(
        code=_CODE,
        holder=Holder(
            name=_LEARNER,
            family_name=_FAMILY_NAME if has_family_name else "",
            given_name=_GIVEN_NAME if has_given_name else "",
        ),
        language=language,
        awarded_on=awarded_on,
        valid_from=noon_of(awarded_on),
        basis=basis,
        assessed_on=assessed_on,
        score=score,
        supervision=supervision,
        identity_verified=identity_verified,
        conduct=conduct,
        renewal=renewal,
    )
    record = annex_one_record(design, issuer, award)
    record["credential"] = _URL
    record["annex1"]["mandatory"]["identification_of_the_learner"] = _LEARNER
    wanted = {_CODE, _URL, _LEARNER}
    wanted |= {_FAMILY_NAME} if has_family_name else set()
    wanted |= {_GIVEN_NAME} if has_given_name else set()
    if has_marks and design.grid is not None:
        record["annex1"]["optional"]["grade_achieved"]["criteria"] = _MARKS
        wanted.add(_MARKS)
    parts = _CUT.split(record_bytes(record))
    names = [name.decode() for name in parts[1::2]]
    if sorted(names) != sorted(wanted):  # a text of the design looks like one of ours
        return None
    return tuple(part if place % 2 == 0 else part.decode() for place, part in enumerate(parts))


_CODE, _URL, _LEARNER, _MARKS, _FAMILY_NAME, _GIVEN_NAME = (f"sceau.place:{number}" for number in range(6))
_CUT = re.compile(rb'"(sceau\.place:[0-5])"')
