"""From the rows of a published version to what its page must know beside the document."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from sceau.design.models import DesignVersion
from sceau.frameworks.queries import Standing, eligibility_of, standing_of
from sceau.institutions.models import Institution
from sceau.institutions.models.evidence import EvidenceState
from sceau.institutions.queries import habilitations_on
from sceau.web import words
from sceau.web.public.catalogue.facts import BodyFact, Eligible, Facts, OtherVersion, RegisterFact, Signed
from sceau.web.public.catalogue.saying import member, objects
from sceau.web.templatetags.words import grouped, spoken


def facts_of(version: DesignVersion, *, today: date) -> Facts:
    """What a page says of a published version beside its document."""
    code = member(version.document, "registration", "code")
    kind = member(version.document, "registration", "type")
    standing = standing_of(code, on=today) if isinstance(code, str) and code and kind not in (None, "none") else None
    return Facts(
        today=today,
        bodies=bodies_of(version.document, version.design.institution),
        register=register_fact(standing),
        cpf=eligible_fact(standing, on=today),
        published=localdate(version.published_at),
        retired=localdate(version.retired_at) if version.retired_at else None,
        why_retired=version.retired_why,
        versions=versions_beside(version),
        signed=tuple(_signed(version.signatures)),
    )


def bodies_of(document: Any, institution: Institution) -> tuple[BodyFact, ...]:
    """Who awards, with what proves it: the institution of the design first, then those that it says award with it.

    What proves who another body is stands beside its name only where a habilitation ties both: otherwise whoever writes
    a SIREN would borrow the proofs of somebody who knows nothing of it.
    """
    entries = [
        entry
        for entry in objects(member(document, "annex1", "mandatory", "awarding_body"))
        if entry.get("name") not in (institution.name, institution.legal_name)
        and entry.get("did") != institution.did
        and str(entry.get("siren") or "-") != institution.siren
    ]
    sirens = [siren for entry in entries if isinstance(siren := entry.get("siren"), str) and siren]
    tied = {each.siren: each for each in _tied_to(institution).filter(siren__in=sirens)} if sirens else {}
    return (body_fact(institution), *(fact for entry in entries if (fact := _other_body(entry, tied)) is not None))


def _tied_to(institution: Institution) -> QuerySet[Institution]:
    """Those of which it holds a habilitation today, and those to which it gives one."""
    today = habilitations_on(localdate())
    certifiers = today.filter(partner=institution).values("certifier")
    partners = today.filter(certifier=institution).values("partner")
    return Institution.objects.filter(Q(pk__in=certifiers) | Q(pk__in=partners))


def _other_body(entry: dict[str, Any], tied: dict[str, Institution]) -> BodyFact | None:
    known = tied.get(str(entry.get("siren") or ""))
    if known is not None:
        return body_fact(known)
    name = entry.get("name") or entry.get("legal_name")
    if not isinstance(name, str) or not name:
        return None
    return BodyFact(
        name=name,
        siren=str(entry.get("siren") or ""),
        city=str(entry.get("city") or ""),
        evidence=(_("Nommé par l’organisme ci-dessus\u202f; nous n’avons pas son accord."),),
    )


def body_fact(institution: Institution) -> BodyFact:
    """An institution of this house, with the evidence of who it is that stands today."""
    proofs = institution.evidence.filter(state=EvidenceState.CONFIRMED).order_by("kind", "subject")
    told = [
        _("Identité vérifiée\u00a0: %(kind)s %(subject)s, le %(on)s")
        % {
            "kind": each.get_kind_display(),
            "subject": grouped(each.subject) if each.kind == "register" else each.subject,
            "on": words.day(localdate(each.confirmed_at), spoken()),
        }
        for each in proofs
        if each.confirmed_at
    ]
    return BodyFact(
        name=institution.name,
        slug=institution.slug,
        siren=institution.siren,
        city=institution.city,
        evidence=tuple(told) or (_("Identité non vérifiée par nous"),),
    )


def register_fact(standing: Standing | None) -> RegisterFact | None:
    """What the imported registers say; None when they do not know the code."""
    if standing is None or not standing.known:
        return None
    return RegisterFact(
        code=standing.code,
        title=standing.title,
        active=standing.registered,  # what may still be awarded for a while to those who began is not registered
        ends_on=standing.ends_on,
        entitled=frozenset(body.siren for body in standing.entitled if body.siren and body.may_assess),
        successor=standing.successor,
    )


def eligible_fact(standing: Standing | None, *, on: date) -> Eligible | None:
    """What the registers say of the CPF; None when they cannot tell."""
    if standing is None or not standing.known:
        return None
    told = eligibility_of(standing, on=on)
    return None if told.eligible is None else Eligible(eligible=told.eligible, fr=told.fr, en=told.en)


def versions_beside(version: DesignVersion) -> tuple[OtherVersion, ...]:
    """Every version of the same design, the newest first."""
    rows = DesignVersion.objects.filter(design=version.design_id).order_by("-number")
    return tuple(
        OtherVersion(number=number, published_on=localdate(at), retired_on=localdate(gone) if gone else None)
        for number, at, gone in rows.values_list("number", "published_at", "retired_at")
    )


def _signed(signatures: Any) -> Iterable[Signed]:
    """Who answers for the version, as they signed: a name, and nothing else about them."""
    for entry in objects(signatures):
        moment = entry.get("at")
        yield Signed(
            part=str(entry.get("part")),
            name=str(entry.get("name") or ""),
            on=_day(moment) if isinstance(moment, str) else None,
        )


def _day(moment: str) -> date | None:
    try:
        return date.fromisoformat(moment[:10])
    except ValueError:
        return None
