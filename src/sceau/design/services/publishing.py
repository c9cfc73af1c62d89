"""From a reviewed draft to a numbered version that never changes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from sceau.accounts.models import User
from sceau.design.bodies import bodies_for
from sceau.design.completing import Given, complete
from sceau.design.custom import checked_value, missing_fields, told, values_of
from sceau.design.errors import GateRefuses, NotNow, WrongValue
from sceau.design.facts import digest_of_facts, gate_of_document, standing_of_document
from sceau.design.following import with_titles
from sceau.design.models import Author, CustomField, Design, DesignVersion, Review
from sceau.design.proving import prove
from sceau.design.reasons import (
    CHANGED_SINCE_REVIEW,
    CHANGED_WHILE_PUBLISHING,
    CUSTOM_MISSING,
    GATE_REFUSES,
    IN_REVIEW,
    NO_LANGUAGE_COMPLETE,
    NOTHING_NEW,
    PUBLISHED_AS_IT_IS,
    REVIEW_NEEDED,
    SHARE_ALIKE,
)
from sceau.design.rights import require
from sceau.design.rules import settings_of
from sceau.design.sealing import seal
from sceau.design.services.catalogue import refresh_entry
from sceau.design.services.drafts import move
from sceau.design.services.writing import held, require_alive, titles_of, write
from sceau.design.states import Decision, State
from sceau.design.steps import digest_of
from sceau.engine.ports import Signer
from sceau.engine.quality.report import GateReport
from sceau.engine.strict_json import JsonObject
from sceau.frameworks.queries import eligibility_of
from sceau.institutions.models import Membership
from sceau.institutions.queries import standing
from sceau.institutions.roles import Right

_LANGUAGES = {"fr": ("français", "French"), "en": ("anglais", "English")}
_COPYLEFT = "CC-BY-SA-4.0"


@dataclass(frozen=True, slots=True, kw_only=True)
class Frozen:
    """What publishing a draft now would freeze.

    document:   complete, without proof; digest: SHA-256 in hexadecimal of its canonical form (RFC 8785)
    left_out:   the languages asked for that are not complete: their texts are not in the document
    review:     the one that approved exactly this draft; None when there was none
    facts:      of `facts.digest_of_facts`
    """

    document: JsonObject
    digest: str
    number: int
    languages: tuple[str, ...]
    left_out: tuple[str, ...]
    report: GateReport
    review: Review | None
    facts: str


def freeze(design: Design, *, now: datetime) -> Frozen:
    """What publishing the draft now would freeze; nothing is written.

    raises:  NotNow, GateRefuses, WrongValue
    """
    review = _approving(design)
    report = gate_of_document(design.draft, design.institution, on=localdate(now))
    if report.blocks:
        raise GateRefuses(GATE_REFUSES, report, count=len(report.of_severity("blocks")))
    languages = _complete_or_refuse(design.draft, report)
    fields = _fields_or_refuse(design)
    _require_licence(design)
    found = standing_of_document(design.draft, on=localdate(now))
    document = complete(
        with_titles(design.draft),
        Given(
            uuid=design.uuid,
            name=design.name,
            number=design.last_number + 1,
            languages=languages,
            bodies=bodies_for(design.institution, design.draft),
            country=design.institution.country,
            standing=found,
            eligibility=eligibility_of(found, on=localdate(now)) if found else None,
            custom=told(fields, design.draft.get("custom")),
            today=localdate(now),
        ),
    )
    _require_news(design, document)
    prove(document, did=design.institution.did, now=now)
    wanted = design.draft.get("languages") or list(languages)
    return Frozen(
        document=document,
        digest=digest_of(document),
        number=design.last_number + 1,
        languages=languages,
        left_out=tuple(language for language in wanted if language not in languages),
        report=report,
        review=review,
        facts=digest_of_facts(found),
    )


def publish(*, design: Design, by: User, now: datetime, signer: Signer | None = None) -> DesignVersion:
    """Freeze the draft as the next version: numbered, dated, with the report of the gate and who answers for it.

    signer:  the institution's key of credentials in service, which seals the document; may be far and slow, and is
             asked before the transaction opens; None where there is no key
    raises:  NotEntitled, NotNow, GateRefuses, WrongValue, EngineError of the key: then nothing is written
    """
    there = Design.objects.select_related("institution", "unit").get(pk=design.pk)
    require(by, Right.PUBLISH_DESIGNS, there, now=now)
    require_alive(there)
    frozen = freeze(there, now=now)
    proof = seal(frozen.document, there.institution, signer=signer, now=now)
    with transaction.atomic():
        current = held(there)
        require(by, Right.PUBLISH_DESIGNS, current, now=now)  # the key may have taken its time
        require_alive(current)
        if (current.revision, current.state, current.last_number) != (there.revision, there.state, there.last_number):
            raise NotNow(CHANGED_WHILE_PUBLISHING)
        _approving(current)
        version = DesignVersion.objects.create(
            design=current,
            number=frozen.number,
            document=frozen.document,
            source=current.draft,
            digest=frozen.digest,
            proof=proof,
            profile=frozen.report.profile,
            languages=list(frozen.languages),
            titles=titles_of(frozen.document),
            gate=frozen.report.as_json(),
            rules_of=frozen.report.rules_of,
            facts=frozen.facts,
            signatures=_signatures(current, frozen, by=by, now=now),
            published_by=by,
            published_at=now,
        )
        Author.objects.filter(design=current, number=0).update(number=frozen.number)
        move(current, State.PUBLISHED)
        current.last_number = frozen.number
        current.save(update_fields=["state", "last_number"])
        refresh_entry(current)
        write(
            "design.published",
            current,
            by=by,
            now=now,
            number=frozen.number,
            digest=frozen.digest,
            sealed=proof is not None,
        )
    return version


def _approving(design: Design) -> Review | None:
    """The review of exactly this draft by somebody who did not write in it; None where none is asked.

    raises:  NotNow
    """
    state = State(design.state)
    if state == State.PUBLISHED:
        raise NotNow(PUBLISHED_AS_IT_IS)
    if state == State.IN_REVIEW:
        raise NotNow(IN_REVIEW)
    review = None
    if state == State.APPROVED:
        review = Review.objects.filter(design=design, decision=Decision.APPROVED).order_by("-pk").first()
        if review is None or review.digest != digest_of(design.draft):
            raise NotNow(CHANGED_SINCE_REVIEW)
    if settings_of(design.institution).review_required and (
        review is None or Author.objects.filter(design=design, number=0, user=review.decided_by).exists()
    ):
        raise NotNow(REVIEW_NEEDED)
    return review


def _require_news(design: Design, document: JsonObject) -> None:
    """A version says something else than the one before, be it only what the registers say.

    raises:  NotNow
    """
    last = DesignVersion.objects.only("document").filter(design=design, number=design.last_number).first()
    if last is not None and _undated(last.document) == _undated(document):
        raise NotNow(NOTHING_NEW, number=design.last_number)


def _undated(document: JsonObject) -> str:
    rest = {member: value for member, value in document.items() if member not in ("version", "cpf")}
    return digest_of({**rest, "cpf": document.get("cpf", {}).get("eligible")})


def _complete_or_refuse(draft: JsonObject, report: GateReport) -> tuple[str, ...]:
    """The languages to publish, the main one first."""
    main = draft.get("language", "fr")
    if main not in report.languages:
        french, english = _LANGUAGES.get(main, (main, main))
        raise WrongValue(NO_LANGUAGE_COMPLETE, pointer="/language", language=french, language_en=english)
    return (main, *(language for language in report.languages if language != main))


def _fields_or_refuse(design: Design) -> list[CustomField]:
    fields = list(CustomField.objects.filter(institution=design.institution, removed_at__isnull=True))
    values = values_of(design.draft.get("custom"))
    for field in fields:
        checked_value(field, values.get(field.code))  # a file that was taken in holds what it wants
    for field in missing_fields(fields, values):
        label = field.labels.get("fr", field.code)
        raise WrongValue(
            CUSTOM_MISSING, pointer="/custom", field=field.code, label=label, label_en=field.labels.get("en", label)
        )
    return fields


def _require_licence(design: Design) -> None:
    """What was taken from a work under CC BY-SA stays under it."""
    if design.origin.get("licence") == _COPYLEFT and design.draft.get("licence") != _COPYLEFT:
        raise WrongValue(SHARE_ALIKE, pointer="/licence")


def _signatures(design: Design, frozen: Frozen, *, by: User, now: datetime) -> list[dict[str, Any]]:
    """Who answers for the version: their names and roles as they are now."""
    authors = Author.objects.filter(design=design, number=0).select_related("user").order_by("since", "pk")
    people: list[tuple[str, User, datetime]] = [("author", author.user, author.until) for author in authors]
    if frozen.review is not None and frozen.review.decided_by is not None and frozen.review.decided_at is not None:
        people.append(("reviewer", frozen.review.decided_by, frozen.review.decided_at))
    people.append(("publisher", by, now))
    roles: dict[int, list[str]] = {}
    users = {user.pk for _, user, _ in people}
    for each in Membership.objects.filter(standing(now), institution=design.institution, user__in=users):
        roles.setdefault(each.user_id, []).append(str(each.role))
    return [
        {
            "part": part,
            "name": user.name,
            "user": str(user.uuid),
            "roles": sorted(set(roles.get(user.pk, []))),
            "at": at.isoformat(),
        }
        for part, user, at in people
    ]
