"""Credentials that come to their end: their holders are reminded, and the institution is told how many there are."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

import orjson
from django.db import transaction
from django.db.models import Count, Exists, Max, OuterRef, QuerySet

from sceau.institutions.models import Institution
from sceau.issuing.models import Credential, Letter, Line
from sceau.issuing.queries.batches import WAITING
from sceau.issuing.queries.settings import settings_of
from sceau.issuing.services.letters import queue
from sceau.issuing.services.turning import was_told
from sceau.issuing.states import CredentialState, Kind
from sceau.journal.queries import Wanted, acts_of
from sceau.journal.services import record

CODE = "credentials.expiring"
_CHUNK: Final = 500


def remind_of_expiries(*, now: datetime) -> int:
    """Note a letter for each credential that expires within the days of its institution; gives how many were noted.

    Killed half-way, the next round notes the others: one letter for one expiry is a constraint of the database.
    """
    noted = 0
    for institution in _that_have_some(now):
        days = settings_of(institution).remind_days
        if days:
            noted += _remind(institution, until=now + timedelta(days=days), now=now)
    return noted


def _remind(institution: Institution, *, until: datetime, now: datetime) -> int:
    noted = 0
    while True:
        with transaction.atomic():
            chunk = list(_to_remind(institution, until, now)[:_CHUNK])
            queue(chunk, Kind.EXPIRING, due=now, now=now)
        noted += len(chunk)
        if len(chunk) < _CHUNK:
            break
    with transaction.atomic():
        Institution.objects.select_for_update(no_key=True, of=("self",)).get(pk=institution.pk)
        count, last = _untold(institution)
        if count:
            record(
                CODE,
                subject=f"institution:{institution.uuid}",
                by=None,
                at=now,
                institution=institution.uuid,
                count=count,
                last=last,
            )
    return noted


def _to_remind(institution: Institution, until: datetime, now: datetime) -> QuerySet[Credential]:
    """Those that expire and of whose expiry nobody was told; an expiry that was moved is another one.

    As long as its batch may be called off, nobody hears of a credential, not by a reminder either.

    What another one already waits to stand instead of is renewed, and not reminded of unless that comes to nothing.
    """
    told = Letter.objects.filter(credential=OuterRef("pk"), kind=Kind.EXPIRING)
    renewed = Line.objects.filter(instead_of=OuterRef("pk"), state__in=WAITING)
    return (
        Credential.objects.filter(
            was_told(),
            ~Exists(told),
            ~Exists(renewed),
            institution=institution,
            state=CredentialState.VALID,
            valid_until__isnull=False,
            valid_until__gt=now,
            valid_until__lte=until,
        )
        .filter(award__person__erased_at__isnull=True)
        .select_related("award__person")
        .order_by("valid_until", "pk")
    )


def _that_have_some(now: datetime) -> list[Institution]:
    """Institutions of which a credential expires within the longest time that anybody may choose."""
    expires = Credential.objects.filter(
        institution=OuterRef("pk"), state=CredentialState.VALID, valid_until__isnull=False, valid_until__gt=now
    )
    return list(Institution.objects.filter(Exists(expires)).order_by("pk"))


def _untold(institution: Institution) -> tuple[int, int]:
    """How many reminders were noted since the institution was told for the last time, and the number of the last."""
    told = acts_of(institution.uuid, Wanted(codes=(CODE,), by_house=True)).first()
    after = orjson.loads(told.details)["last"] if told else 0
    found = Letter.objects.filter(institution=institution, kind=Kind.EXPIRING, pk__gt=after)
    counted = found.aggregate(count=Count("pk"), last=Max("pk"))
    return counted["count"], counted["last"] or 0
