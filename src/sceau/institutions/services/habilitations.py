"""The right of a partner to train or assess for a certifying body: it asks, the body decides."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.db.models import Q
from django.utils.timezone import localdate

from sceau.accounts.models import User
from sceau.institutions import acts, rules
from sceau.institutions.errors import AlreadyThere, NotNow, WrongValue
from sceau.institutions.grants import require_right
from sceau.institutions.models import Habilitation, Institution
from sceau.institutions.models.institution import Kind
from sceau.institutions.models.partners import HabilitationScope, HabilitationState
from sceau.institutions.roles import Right
from sceau.institutions.services.writing import held, write
from sceau.institutions.states import HURTS, NEXT, is_over
from sceau.institutions.words import dated, years_later

YEARS = 5  # as long as a title stays registered
CERTIFICATIONS = 2000  # signs
_WORDS = {
    HabilitationState.REQUESTED: ("demandée", "requested"),
    HabilitationState.ACTIVE: ("en cours", "active"),
    HabilitationState.SUSPENDED: ("suspendue", "suspended"),
    HabilitationState.WITHDRAWN: ("retirée", "withdrawn"),
}
_CODES = {
    (HabilitationState.REQUESTED, HabilitationState.ACTIVE): "habilitation.granted",
    (HabilitationState.REQUESTED, HabilitationState.WITHDRAWN): "habilitation.refused",
    (HabilitationState.SUSPENDED, HabilitationState.ACTIVE): "habilitation.restored",
    (HabilitationState.ACTIVE, HabilitationState.SUSPENDED): "habilitation.suspended",
    (HabilitationState.ACTIVE, HabilitationState.WITHDRAWN): "habilitation.withdrawn",
    (HabilitationState.SUSPENDED, HabilitationState.WITHDRAWN): "habilitation.withdrawn",
}


def institution_named(typed: str) -> Institution:
    """The institution with this short name or SIREN.

    raises:  WrongValue
    """
    found = "".join(typed.split()).lower()
    named = Q(slug=found) | Q(siren=found) if found.isdigit() else Q(slug=found)
    institution = Institution.objects.filter(named).first() if found else None
    if institution is None:
        raise WrongValue(acts.NO_SUCH_PARTNER, field="other")
    return institution


def give_habilitation(
    *,
    certifier: Institution,
    partner: Institution,
    scope: str,
    certifications: str = "",
    starts_on: date,
    ends_on: date,
    by: User,
    now: datetime,
) -> Habilitation:
    """The certifying body entitles a partner, from a day to a day.

    certifications:  names or numbers, one a line; "" for all
    raises:          NotEntitled, WrongValue, AlreadyThere
    """
    return _open(
        certifier=certifier,
        partner=partner,
        scope=scope,
        certifications=certifications,
        starts_on=starts_on,
        ends_on=ends_on,
        by=by,
        now=now,
        state=HabilitationState.ACTIVE,
    )


def request_habilitation(
    *,
    certifier: Institution,
    partner: Institution,
    scope: str,
    certifications: str = "",
    starts_on: date,
    ends_on: date,
    by: User,
    now: datetime,
) -> Habilitation:
    """A partner asks a certifying body.

    raises:  NotEntitled, WrongValue, AlreadyThere
    """
    return _open(
        certifier=certifier,
        partner=partner,
        scope=scope,
        certifications=certifications,
        starts_on=starts_on,
        ends_on=ends_on,
        by=by,
        now=now,
        state=HabilitationState.REQUESTED,
    )


def move_habilitation(*, habilitation: Habilitation, to: str, why: str = "", by: User, now: datetime) -> Habilitation:
    """The certifying body grants, refuses, suspends, restores or withdraws.

    why:     asked where it hurts the partner
    raises:  NotEntitled, WrongValue, NotNow when that may not follow
    """
    target = HabilitationState(to)
    reason = rules.paragraphs(why, field="why", most=500, required=target in HURTS)
    with transaction.atomic():
        held(habilitation.certifier)
        require_right(by=by, institution=habilitation.certifier, right=Right.MANAGE_HABILITATIONS, now=now)
        there = Habilitation.objects.select_related("certifier", "partner").get(pk=habilitation.pk)
        before = HabilitationState(there.state)
        if target not in NEXT[before]:
            french, english = _WORDS[before]
            raise NotNow(acts.NO_SUCH_MOVE, state=french, state_en=english)
        if target == HabilitationState.ACTIVE and is_over(there, localdate(now)):
            raise NotNow(acts.HABILITATION_OVER)
        there.state = target
        there.save(update_fields=["state"])
        write(
            _CODES[before, target],
            f"habilitation:{there.uuid}",
            institution=there.certifier,
            by=by,
            now=now,
            why=reason,
            partner=str(there.partner.uuid),
        )
    return there


def retract_request(*, habilitation: Habilitation, by: User, now: datetime) -> Habilitation:
    """The partner takes back what it asked for.

    raises:  NotEntitled, NotNow once the certifying body has decided
    """
    with transaction.atomic():
        held(habilitation.certifier)
        require_right(by=by, institution=habilitation.partner, right=Right.MANAGE_HABILITATIONS, now=now)
        there = Habilitation.objects.select_related("certifier", "partner").get(pk=habilitation.pk)
        if there.state != HabilitationState.REQUESTED:
            french, english = _WORDS[HabilitationState(there.state)]
            raise NotNow(acts.NO_SUCH_MOVE, state=french, state_en=english)
        there.state = HabilitationState.WITHDRAWN
        there.save(update_fields=["state"])
        write(
            "habilitation.request_retracted",
            f"habilitation:{there.uuid}",
            institution=there.partner,
            by=by,
            now=now,
            certifier=str(there.certifier.uuid),
        )
    return there


def _open(
    *,
    certifier: Institution,
    partner: Institution,
    scope: str,
    certifications: str,
    starts_on: date,
    ends_on: date,
    by: User,
    now: datetime,
    state: HabilitationState,
) -> Habilitation:
    given = state == HabilitationState.ACTIVE
    actor, other = (certifier, partner) if given else (partner, certifier)
    _checked_pair(certifier, partner, scope)
    _checked_dates(starts_on, ends_on, now)
    named = rules.paragraphs(certifications, field="certifications", most=CERTIFICATIONS)
    with transaction.atomic():
        held(certifier)
        require_right(by=by, institution=actor, right=Right.MANAGE_HABILITATIONS, now=now)
        same = Habilitation.objects.filter(
            certifier=certifier,
            partner=partner,
            scope=scope,
            certifications=named,
            starts_on__lte=ends_on,
            ends_on__gte=starts_on,
        ).exclude(state=HabilitationState.WITHDRAWN)
        if same.exists():
            raise AlreadyThere(acts.HABILITATION_THERE, field="starts_on")
        habilitation = Habilitation.objects.create(
            certifier=certifier,
            partner=partner,
            scope=scope,
            certifications=named,
            starts_on=starts_on,
            ends_on=ends_on,
            state=state,
            created_at=now,
        )
        write(
            "habilitation.given" if given else "habilitation.requested",
            f"habilitation:{habilitation.uuid}",
            institution=actor,
            by=by,
            now=now,
            other=str(other.uuid),
            scope=str(scope),
            starts_on=starts_on.isoformat(),
            ends_on=ends_on.isoformat(),
        )
    return habilitation


def _checked_pair(certifier: Institution, partner: Institution, scope: str) -> None:
    if scope not in HabilitationScope.values:
        raise WrongValue(acts.NOT_OF_THIS_INSTITUTION, field="scope")
    if certifier.pk == partner.pk:
        raise WrongValue(acts.NOT_WITH_ONESELF, field="other")
    if certifier.kind != Kind.CERTIFIER:
        raise WrongValue(acts.NOT_A_CERTIFIER, field="other", name=certifier.name)


def _checked_dates(starts_on: date, ends_on: date, now: datetime) -> None:
    if ends_on < starts_on:
        raise WrongValue(acts.HABILITATION_DATES, field="ends_on")
    if ends_on < localdate(now):
        raise WrongValue(acts.ENDS_IN_THE_PAST, field="ends_on")
    latest = years_later(starts_on, YEARS)
    if ends_on > latest:
        raise WrongValue(acts.HABILITATION_TOO_LONG, field="ends_on", **dated("latest", latest))
