"""How we come to know that an institution is who it says: asked for, checked, checked again, removed."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.cache import cache
from django.db import IntegrityError, transaction

from sceau.accounts.models import User
from sceau.engine.errors import EngineError, OutOfReach, Reason
from sceau.engine.ports import Fetcher
from sceau.institutions import domain_reasons as reasons
from sceau.institutions.domains import TXT_NAME, document_url, judge_document, judge_texts, read_domain
from sceau.institutions.errors import AlreadyThere, NotEntitled, NotNow
from sceau.institutions.models import Evidence, Institution
from sceau.institutions.models.evidence import EvidenceKind, EvidenceState
from sceau.institutions.ports import DnsReader
from sceau.institutions.queries import memberships_of, rights_held
from sceau.institutions.roles import Right
from sceau.institutions.rules import siren as read_siren
from sceau.journal.services import record

OF_DOMAINS = (EvidenceKind.DNS, EvidenceKind.DID_WEB)
PAUSE = timedelta(seconds=10)  # between two checks that people ask for: we are no tool to knock at doors with
LONGEST = timedelta(seconds=30)  # that one check may take
EVERY = timedelta(days=1)
GRACE = timedelta(days=7)  # a domain that is out of order for a week-end has not changed hands
MOST_AT_ONCE = 200  # checks of one round: at ten seconds each at worst, half an hour


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check found. fault: None when the domain proves what it should."""

    evidence: Evidence
    fault: Reason | None


def start_domain_proof(*, institution: Institution, kind: str, domain: str, by: User, now: datetime) -> Evidence:
    """Begin to prove that a domain is the institution's.

    kind:    of a domain; domain: as it was typed
    raises:  WrongValue, AlreadyThere, NotEntitled
    """
    _require_right(institution, by, now)
    if kind not in OF_DOMAINS:
        raise ValueError(f"{kind} is not proved by a domain")
    subject = read_domain(domain)
    try:
        with transaction.atomic():
            evidence = Evidence.objects.create(
                institution=institution,
                kind=kind,
                subject=subject,
                challenge=secrets.token_urlsafe(24) if kind == EvidenceKind.DNS else "",
                created_at=now,
            )
            _note("evidence.started", evidence, by, now)
    except IntegrityError as error:
        raise AlreadyThere(reasons.ASKED_ALREADY, field="domain") from error
    return evidence


def check_domain(*, evidence: Evidence, dns: DnsReader, fetcher: Fetcher, by: User, now: datetime) -> Checked:
    """Look now whether the domain shows what it should.

    The world is asked outside of any transaction; one domain of an institution at a time, for a page waits meanwhile.

    raises:  NotEntitled, NotNow
    """
    _require_right(evidence.institution, by, now)
    if evidence.kind not in OF_DOMAINS:
        raise NotEntitled(reasons.REGISTER_STAYS)
    if evidence.checked_at is not None and now - evidence.checked_at < PAUSE:
        raise NotNow(reasons.TOO_SOON, seconds=int(PAUSE.total_seconds()))
    turn = f"sceau.domain_check.{evidence.institution.uuid}"
    if not cache.add(turn, 1, timeout=LONGEST.total_seconds()):
        raise NotNow(reasons.TOO_SOON, seconds=int(PAUSE.total_seconds()))
    try:
        fault = _fault_of(evidence, dns, fetcher)
    finally:
        cache.delete(turn)
    return _settle(evidence, fault, by=by, now=now)


def remove_evidence(*, evidence: Evidence, by: User, now: datetime) -> None:
    """Take a domain off the list.

    raises:  NotEntitled; NotNow when the identifier of the institution is on it
    """
    _require_right(evidence.institution, by, now)
    if evidence.kind not in OF_DOMAINS:
        raise NotEntitled(reasons.REGISTER_STAYS)
    with transaction.atomic():
        institution = Institution.objects.select_for_update().get(pk=evidence.institution_id)
        others = Evidence.objects.filter(institution=institution, subject=evidence.subject, state="confirmed")
        is_last = not others.filter(kind__in=OF_DOMAINS).exclude(pk=evidence.pk).exists()
        if institution.domain == evidence.subject and is_last:
            raise NotNow(reasons.IN_USE)
        _note("evidence.removed", evidence, by, now)
        evidence.delete()


def record_register_check(
    *, institution: Institution, number: str, source: str, holds: bool, by: User, now: datetime, why: str = ""
) -> Evidence:
    """Write down that somebody looked the institution up in a register.

    number:  the SIREN; source: the name or the address of the register; holds: it stands there, and as it says here
    why:     what was seen, in words; the journal keeps it
    raises:  NotEntitled, WrongValue
    """
    if not by.is_platform_administrator:
        raise NotEntitled(reasons.NOT_AN_ADMINISTRATOR)
    subject = read_siren(number)
    with transaction.atomic():
        Institution.objects.select_for_update().get(pk=institution.pk)
        evidence = Evidence.objects.filter(
            institution=institution, kind=EvidenceKind.REGISTER, subject=subject
        ).first() or Evidence(institution=institution, kind=EvidenceKind.REGISTER, subject=subject, created_at=now)
        evidence.state = EvidenceState.CONFIRMED if holds else EvidenceState.FAILED
        evidence.source, evidence.checked_at = source[:300], now
        evidence.confirmed_at = now if holds else evidence.confirmed_at
        evidence.fault = "" if holds else "register.not_found"
        evidence.save()
        _note("evidence.register_checked", evidence, by, now, why=why, holds=holds)
    return evidence


def recheck_evidence(*, now: datetime, dns: DnsReader, fetcher: Fetcher) -> list[Checked]:
    """Look again at the domains that were proved, each once a day; what no longer holds lapses after a week.

    One that lapsed and holds again is proved again. Meant to be called every hour by whoever sweeps.
    """
    due = Evidence.objects.filter(
        kind__in=OF_DOMAINS,
        state__in=(EvidenceState.CONFIRMED, EvidenceState.LAPSED),
        checked_at__lte=now - EVERY,
    )
    chosen = list(due.select_related("institution").order_by("checked_at", "pk")[:MOST_AT_ONCE])
    return [_settle(each, _fault_of(each, dns, fetcher), by=None, now=now) for each in chosen]


def _fault_of(evidence: Evidence, dns: DnsReader, fetcher: Fetcher) -> Reason | None:
    """What is wrong with what the domain shows."""
    domain = evidence.subject
    try:
        if evidence.kind == EvidenceKind.DNS:
            answer = dns.texts(f"{TXT_NAME}.{domain}")
            return judge_texts(answer, domain=domain, challenge=evidence.challenge)
        found = fetcher.fetch(document_url(domain), accept="application/did+json, application/json;q=0.9")
        return judge_document(found, domain=domain, did=evidence.institution.did)
    except OutOfReach as error:
        return reasons.reason_of_fault(error.reason.code)
    except EngineError:
        return reasons.OTHER_DID


def _settle(evidence: Evidence, fault: Reason | None, *, by: User | None, now: datetime) -> Checked:
    """Write what was found. An act is noted when something changed, or somebody asked."""
    with transaction.atomic():
        current = Evidence.objects.select_for_update().filter(pk=evidence.pk).first()
        if current is None:  # removed while the world was asked
            return Checked(evidence, fault)
        before = current.state
        current.state = _next(current, fault, now)
        current.checked_at, current.source = now, _source_of(current)
        current.fault = fault.code if fault else ""
        if fault is None:
            current.confirmed_at = now
        current.save(update_fields=["state", "checked_at", "source", "fault", "confirmed_at"])
        if by is not None or current.state != before:
            found = fault.code if fault else "none"
            _note(f"evidence.{current.state}", current, by, now, kind=current.kind, fault=found)
    return Checked(current, fault)


def _next(evidence: Evidence, fault: Reason | None, now: datetime) -> str:
    if fault is None:
        return EvidenceState.CONFIRMED
    if evidence.state == EvidenceState.CONFIRMED and evidence.confirmed_at is not None:
        return EvidenceState.CONFIRMED if now - evidence.confirmed_at < GRACE else EvidenceState.LAPSED
    return EvidenceState.LAPSED if evidence.state == EvidenceState.LAPSED else EvidenceState.FAILED


def _source_of(evidence: Evidence) -> str:
    if evidence.kind == EvidenceKind.DNS:
        return f"TXT {TXT_NAME}.{evidence.subject}"
    return document_url(evidence.subject)


def _require_right(institution: Institution, by: User, now: datetime) -> None:
    held = rights_held(memberships_of(by, now=now).filter(institution=institution))
    if Right.PROVE_IDENTITY not in held:
        raise NotEntitled(reasons.MAY_NOT_PROVE)


def _note(code: str, evidence: Evidence, by: User | None, now: datetime, *, why: str = "", **details: object) -> None:
    record(
        code,
        subject=f"evidence:{evidence.uuid}",
        by=by.uuid if by else None,
        at=now,
        institution=evidence.institution.uuid,
        why=why,
        **details,
    )
