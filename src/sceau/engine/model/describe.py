"""The one maker of credentials: design, issuer and award in, an unsigned Open Badges 3.0 credential out.

Used by the command, by issuing and by every preview. Signed terms are those of VC 2.0, Open Badges 3.0.3 and its
extensions only, so that every foreign verifier reads them. Texts are plain strings in the holder's language: the
published schema takes language maps of its own and VC 2.0 takes language objects, but no form satisfies both.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache

import orjson

from sceau.engine.errors import MalformedDesign, Reason
from sceau.engine.model.addresses import achievement_url, annex_one_url, credential_url, image_url
from sceau.engine.model.alignments import concept_alignments, level_alignments
from sceau.engine.model.annex_one import annex_one_record, digest_sri, record_bytes
from sceau.engine.model.awards import (
    Award,
    Basis,
    Conduct,
    Evidence,
    Holder,
    Issuer,
    Renewal,
    StatusPlace,
    Supervision,
)
from sceau.engine.model.dates import format_datetime
from sceau.engine.model.designs import Design
from sceau.engine.model.identity import identity_object
from sceau.engine.model.narrative import narrative
from sceau.engine.model.results import result_descriptions, results
from sceau.engine.model.validity import end_of, last_day, noon_of
from sceau.engine.model.wording import Voice, choose_language
from sceau.engine.strict_json import JsonObject
from sceau.engine.vocabularies.contexts import WRITTEN

OB_SCHEMA = "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json"
MOST_TAGS = 12

NO_SUCH_CRITERION = Reason(
    "award.no_such_criterion",
    fr="la grille n’a pas de critère «\u00a0{name}\u00a0»",
    en="the grid has no criterion “{name}”",
)
NO_SUCH_MARK = Reason(
    "award.no_such_mark",
    fr="«\u00a0{mark}\u00a0» n’est pas un niveau de la grille (critère {name})",
    en="“{mark}” is not a level of the grid (criterion {name})",
)
SCORE_OUT_OF_BOUNDS = Reason(
    "award.score_out_of_bounds",
    fr="la note {score} n’est pas entre 0 et 100",
    en="the score {score} is not within 0–100",
)
NOBODY = Reason(
    "award.nobody",
    fr="une preuve nomme son titulaire et son organisme certificateur\u00a0: il manque le nom {whose}",
    en="a credential names its holder and its awarding body: the name of the {whose} is missing",
)
NO_ZONE = Reason(
    "award.no_zone",
    fr="la date de début de validité {value} n’a pas de fuseau horaire",
    en="the start of validity {value} has no time zone",
)
NOTHING_TO_RENEW = Reason(
    "award.nothing_to_renew",
    fr="cette micro-certification n’a pas de durée de validité\u00a0: il n’y a rien à renouveler",
    en="this micro-credential has no term of validity: there is nothing to renew",
)
RENEWED_TOO_EARLY = Reason(
    "award.renewed_too_early",
    fr="le renouvellement ({value}) précède la décision ({awarded_on})",
    en="the renewal ({value}) comes before the decision ({awarded_on})",
)
NO_GROUNDS = Reason(
    "award.no_grounds",
    fr="un renouvellement sans nouvelle évaluation dit sur quoi il repose",
    en="a renewal without a new assessment says what it rests on",
)


def describe(
    design: Design, issuer: Issuer, award: Award, *, record: bytes | None = None, shares: bool = False
) -> JsonObject:
    """The credential of an award, without its proof.

    record:  the file of its Annex I record when it is at hand; else it is made again for its digest
    shares:  True from a caller that alters nothing of it: it has its parts in common with others, which costs less
    raises:  MalformedDesign when the award does not fit the design
    source:  docs/decisions/what-a-credential-says.md; Open Badges 3.0, Appendix B
    """
    _check_award(design, issuer, award)
    common = _common_of(design, issuer, award, shares=shares)
    common["id"] = credential_url(issuer.base, award.code)
    if award.image_url:
        common["image"]["id"] = award.image_url
    subject = common["credentialSubject"]
    subject["identifier"] = _identifiers(award.holder)
    subject["result"] = results(design, award)
    if award.holder.did:
        subject["id"] = award.holder.did
    file = record or record_bytes(annex_one_record(design, issuer, award))
    common["relatedResource"] = [_annex_one(issuer, award, file)]
    if award.status is not None:
        common["credentialStatus"] = _status(award.status)
    return common


def _common_of(design: Design, issuer: Issuer, award: Award, *, shares: bool) -> JsonObject:
    """What the credential has in common with those of others who were assessed alike, theirs being filled in after.

    shares:  only what is filled in, and what holds it, is a new object
    """
    facts = (
        award.language,
        award.awarded_on,
        award.valid_from,
        award.basis,
        award.assessed_on,
        award.score,
        award.supervision,
        award.identity_verified,
        award.conduct,
        award.evidence,
        award.renewal,
    )
    try:
        kept = _kept(design, issuer, *facts)
    except TypeError:  # a list where a tuple is due, or half a character: told as it was, and kept for nobody
        return _common(design, issuer, award)
    if shares:
        return kept | {"image": kept["image"].copy(), "credentialSubject": kept["credentialSubject"].copy()}
    return _copied(kept)


@lru_cache(maxsize=512)  # a batch has one design or a few, one day, and a few hundred scores
def _kept(  # noqa: PLR0917 -- what an award says that is not about its holder alone
    design: Design,
    issuer: Issuer,
    language: str,
    awarded_on: date,
    valid_from: datetime,
    basis: Basis,
    assessed_on: date | None,
    score: Decimal | None,
    supervision: Supervision | None,
    identity_verified: bool | None,
    conduct: Conduct,
    evidence: tuple[Evidence, ...],
    renewal: Renewal | None,
) -> JsonObject:
    award = Award(
        code="",
        holder=Holder(name=""),
        language=language,
        awarded_on=awarded_on,
        valid_from=valid_from,
        basis=basis,
        assessed_on=assessed_on,
        score=score,
        supervision=supervision,
        identity_verified=identity_verified,
        conduct=conduct,
        evidence=evidence,
        renewal=renewal,
    )
    return _copied(_common(design, issuer, award))


def _copied(document: JsonObject) -> JsonObject:
    """Another object that says the same. raises: TypeError on half a character"""
    copy: JsonObject = orjson.loads(orjson.dumps(document))
    return copy


def _common(design: Design, issuer: Issuer, award: Award) -> JsonObject:
    """The credential in its order, with nothing yet where something of the holder, of the code or of the marks goes."""
    voice = Voice(choose_language(award.language, design.language))
    title = voice.say(design.title)
    picture: JsonObject = {"id": image_url(issuer.base, design), "type": "Image", "caption": title}
    until = last_day(design, award)
    credential: JsonObject = {
        "@context": list(WRITTEN),
        "id": "",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": title,
        "description": voice.say(design.summary or design.title),
        "image": picture,
        "issuer": issuer_profile(issuer, design, voice.language),
        "validFrom": _stamp(award.valid_from),
        "awardedDate": _stamp(noon_of(award.awarded_on)),
        "credentialSubject": _subject(design, issuer, award, voice),
        "relatedResource": [],
        "credentialSchema": [{"id": OB_SCHEMA, "type": "1EdTechJsonSchemaValidator2019"}],
    }
    if until is not None:
        credential["validUntil"] = _stamp(end_of(until))
    if award.evidence:
        credential["evidence"] = [_evidence(evidence) for evidence in dict.fromkeys(award.evidence)]
    return credential


def describe_achievement(design: Design, issuer: Issuer, language: str) -> JsonObject:
    """What can be earned, for its own page: an Achievement without anything of an award."""
    voice = Voice(choose_language(language, design.language))
    return {
        "@context": list(WRITTEN),
        **_achievement(design, issuer, voice),
        "criteria": {"narrative": "\n".join(f"- {voice.say(outcome.statement)}" for outcome in design.outcomes)},
        "alignment": concept_alignments(design, voice),
    }


def issuer_profile(issuer: Issuer, design: Design | None = None, language: str = "fr") -> JsonObject:
    """The issuer as a Profile: who it is, where, and its identifiers in the French register of companies.

    source:  Open Badges 3.0, Profile; identifiers of France have no type of their own there, hence "ext:"
    """
    body = issuer.body
    profile: JsonObject = {"id": issuer.did, "type": ["Profile"], "name": body.name, "url": body.url or issuer.base}
    place = design.places[0] if design else None
    address = {
        "addressCountry": place.country_label.to(language) if place and place.country_label else "",
        "addressCountryCode": place.country if place else body.country,
        "addressRegion": place.region_label.to(language) if place and place.region_label else body.region,
        "addressLocality": body.city,
    }
    if any(address.values()):
        profile["address"] = {"type": ["Address"], **{name: value for name, value in address.items() if value}}
    identifiers = [(kind, value) for kind, value in (("SIREN", body.siren), ("SIRET", body.siret)) if value]
    if identifiers:
        profile["otherIdentifier"] = [
            {"type": "IdentifierEntry", "identifier": value, "identifierType": f"ext:{kind}"}
            for kind, value in identifiers
        ]
    return profile


def _check_award(design: Design, issuer: Issuer, award: Award) -> None:
    for whose, name in (("holder", award.holder.name), *(("issuer", body.name) for body in issuer.bodies)):
        if not name.strip():
            raise MalformedDesign(NOBODY, whose=whose)
    if award.valid_from.tzinfo is None:
        raise MalformedDesign(NO_ZONE, value=award.valid_from.isoformat())
    if award.score is not None and not 0 <= award.score <= 100:  # noqa: PLR2004 -- out of a hundred
        raise MalformedDesign(SCORE_OUT_OF_BOUNDS, score=award.score)
    _check_renewal(design, award)
    criteria, levels = _names_of(design)
    for name, mark in award.marks.items():
        if name not in criteria:
            raise MalformedDesign(NO_SUCH_CRITERION, name=name)
        if mark not in levels:
            raise MalformedDesign(NO_SUCH_MARK, name=name, mark=mark)


@lru_cache(maxsize=64)  # a batch has one design or a few
def _names_of(design: Design) -> tuple[frozenset[str], frozenset[str]]:
    """The ids of the criteria of its grid, and the codes of its levels."""
    if design.grid is None:
        return frozenset(), frozenset()
    return frozenset(each.id for each in design.grid.criteria), frozenset(each.code for each in design.grid.scale)


def _check_renewal(design: Design, award: Award) -> None:
    renewal = award.renewal
    if renewal is None:
        return
    if design.validity_months is None:
        raise MalformedDesign(NOTHING_TO_RENEW)
    if not renewal.grounds.strip():
        raise MalformedDesign(NO_GROUNDS)
    early = min(renewal.on, renewal.counted_from)
    if early < award.awarded_on:
        raise MalformedDesign(RENEWED_TOO_EARLY, value=early.isoformat(), awarded_on=award.awarded_on.isoformat())


def _subject(design: Design, issuer: Issuer, award: Award, voice: Voice) -> JsonObject:
    subject: JsonObject = {
        "type": ["AchievementSubject"],
        "identifier": [],
        "achievement": {
            **_achievement(design, issuer, voice),
            "criteria": {"narrative": narrative(design, issuer, award, voice)},
            "alignment": [*concept_alignments(design, voice), *level_alignments(design, issuer, award, voice)],
        },
        "result": [],
    }
    if design.workload is not None and design.workload.ects is not None:
        subject["creditsEarned"] = design.workload.ects
    return subject


def _identifiers(holder: Holder) -> list[JsonObject]:
    """The names in clear, the e-mail address as a salted hash.

    source:  Open Badges 3.0, IdentityObject
    """
    names = [name for name in dict.fromkeys((holder.name, holder.native_name)) if name]
    found: list[JsonObject] = [
        {"type": "IdentityObject", "hashed": False, "identityHash": name, "identityType": "name"} for name in names
    ]
    if holder.email:
        found.append(identity_object(holder.email, holder.salt))
    return found


def _achievement(design: Design, issuer: Issuer, voice: Voice) -> JsonObject:
    title = voice.say(design.title)
    achievement: JsonObject = {
        "id": achievement_url(issuer.base, design),
        "type": ["Achievement"],
        "achievementType": "MicroCredential",
        "name": title,
        "description": voice.say(design.summary or design.title),
        "inLanguage": voice.language,
        "version": design.label or str(design.number),
        "image": {"id": image_url(issuer.base, design), "type": "Image", "caption": title},
        "tag": _tags(design, voice),
        "resultDescription": result_descriptions(design, voice),
    }
    if design.id:
        achievement["humanCode"] = design.id
    if design.workload is not None and design.workload.ects is not None:
        achievement["creditsAvailable"] = design.workload.ects
    return achievement


def _tags(design: Design, voice: Voice) -> list[str]:
    """How it is taken part in, what kind it is and what it is about."""
    concepts = [alignment.label for outcome in design.outcomes for alignment in outcome.alignments]
    kind = [voice.word(design.usage)] if design.usage else []
    return list(dict.fromkeys([voice.say(design.participation), *kind, *map(voice.say, concepts)]))[:MOST_TAGS]


def _annex_one(issuer: Issuer, award: Award, record: bytes) -> JsonObject:
    return {
        "id": annex_one_url(issuer.base, award.code),
        "mediaType": "application/json",
        "digestSRI": digest_sri(record),
    }


def _evidence(evidence: Evidence) -> JsonObject:
    members = {
        "name": evidence.name,
        "description": evidence.description,
        "narrative": evidence.narrative,
        "genre": evidence.genre,
    }
    found: JsonObject = {"id": evidence.url} if evidence.url else {}
    return found | {"type": ["Evidence"]} | {name: value for name, value in members.items() if value}


def _status(place: StatusPlace) -> JsonObject:
    """One entry, of purpose revocation: the Open Badges schema takes no array."""
    return {
        "id": f"{place.list_url}#{place.index}",
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": str(place.index),
        "statusListCredential": place.list_url,
    }


def _stamp(moment: datetime) -> str:
    """2026-03-02T12:00:00Z, in whole seconds."""
    return format_datetime(moment.replace(microsecond=0))
