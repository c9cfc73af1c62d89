"""What somebody agreed to make public, and took back."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db import transaction

from sceau.accounts.models import User
from sceau.people.errors import NotNow, WrongValue
from sceau.people.models import Consent, Person
from sceau.people.queries import behind
from sceau.people.reasons import NO_CONSENT_YET, NO_SUCH_CHOICE, NOT_A_SUBJECT
from sceau.people.states import Asked
from sceau.people.writing import held, write

_SUBJECT: Final = 250


def give_consent(*, person: Person, subject: str, how: str, by: User | None, now: datetime) -> Consent:
    """Somebody agrees that this is public; told twice, the first time counts.

    subject:  an opaque name, such as "achievement:<uuid>/<n>"
    how:      an `Asked`
    by:       who writes it down; None for the person's own click
    raises:   WrongValue; NotNow
    """
    if not subject or len(subject) > _SUBJECT or not subject.isprintable():
        raise WrongValue(NOT_A_SUBJECT, field="subject")
    if how not in Asked.values:
        raise WrongValue(NO_SUCH_CHOICE, field="how", found=how[:40])
    with transaction.atomic():
        there = held(person)  # so that two clicks at once are one consent
        standing = Consent.objects.filter(behind(there), subject=subject, withdrawn_at__isnull=True)
        if (found := standing.first()) is not None:
            return found
        consent = Consent.objects.create(person=there, subject=subject, given_at=now, how=how, by=by)
        write("person.consent_given", there, by=by, now=now, consent=consent.uuid, how=how)
    return consent


def withdraw_consent(*, person: Person, subject: str, by: User | None, now: datetime) -> None:
    """Somebody takes back that this is public, on all their records.

    raises:  NotNow when there was none
    """
    with transaction.atomic():
        there = held(person)
        standing = Consent.objects.select_for_update(of=("self",)).filter(
            behind(there), subject=subject, withdrawn_at__isnull=True
        )
        consents = list(standing)
        if not consents:
            raise NotNow(NO_CONSENT_YET)
        Consent.objects.filter(pk__in=[each.pk for each in consents]).update(withdrawn_at=now)
        for each in consents:
            write("person.consent_withdrawn", there, by=by, now=now, consent=each.uuid)
