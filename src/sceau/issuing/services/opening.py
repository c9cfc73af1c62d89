"""What the holder decides about the page of a credential: public or not, and which link opens it."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Final

from django.db import transaction

from sceau.accounts.models import User
from sceau.issuing.errors import NotEntitled, NotNow
from sceau.issuing.models import Credential, Paper
from sceau.issuing.queries.opening import is_public, subjects_of
from sceau.issuing.reasons.opening import GONE, NOT_YOURS
from sceau.issuing.services.filing import forget_ready
from sceau.issuing.states import CredentialState
from sceau.journal.services import record
from sceau.people.queries import has_consented, is_oneself, person_of
from sceau.people.services import give_consent, withdraw_consent
from sceau.people.states import Asked

OPENING_BYTES: Final = 32
ENDED: Final = (CredentialState.CANCELLED, CredentialState.ERASED)


def new_opening() -> str:
    """What opens the page of a credential: 256 random bits in 43 characters of an address."""
    return secrets.token_urlsafe(OPENING_BYTES)


def make_public(*, credential: Credential, by: User | None, now: datetime) -> None:
    """The holder agrees that anybody who has the address reads the credential; told twice, the first time counts.

    by:      the holder's account; None for the holder, whom a page knows by a secret link
    raises:  NotEntitled; NotNow
    """
    _require_holder(credential, by)
    person = person_of(credential.award.person)
    with transaction.atomic():
        if Credential.objects.filter(pk=credential.pk, state__in=ENDED).exists():
            raise NotNow(GONE)
        if not is_public(credential):
            give_consent(person=person, subject=subjects_of(credential)[0], how=Asked.ON_SCREEN, by=by, now=now)


def make_private(*, credential: Credential, by: User | None, now: datetime) -> None:
    """The holder takes that back: from now on the page says only that the credential exists.

    raises:  NotEntitled
    """
    _require_holder(credential, by)
    person = person_of(credential.award.person)
    with transaction.atomic():
        for subject in subjects_of(credential):
            if has_consented(person, subject):
                withdraw_consent(person=person, subject=subject, by=by, now=now)


def renew_opening(*, credential: Credential, by: User | None, now: datetime) -> Credential:
    """A new link; the one that was given before, and the code on papers that were printed, open nothing any more.

    Papers that were made carry the former opening: they are made anew when they are next asked for.

    raises:  NotEntitled; NotNow
    """
    _require_holder(credential, by)
    with transaction.atomic():
        held = Credential.objects.select_for_update().select_related("institution").get(pk=credential.pk)
        if held.state in ENDED:
            raise NotNow(GONE)
        held.opening = new_opening()
        held.save(update_fields=["opening"])
        Paper.objects.filter(credential=held).delete()
        forget_ready([held.pk])
        record(
            "credential.opening_renewed",
            subject=f"credential:{held.uuid}",
            by=by.uuid if by else None,
            at=now,
            institution=held.institution.uuid,
        )
    return held


def _require_holder(credential: Credential, by: User | None) -> None:
    if by is not None and not is_oneself(credential.award.person, by):
        raise NotEntitled(NOT_YOURS)
