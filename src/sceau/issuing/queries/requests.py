"""Reads of what holders say is wrong on their credentials, each with who may see."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from django.db.models import QuerySet

from sceau.accounts.models import User
from sceau.institutions.models import Institution
from sceau.institutions.roles import Right
from sceau.issuing.models import CorrectionRequest, Credential
from sceau.issuing.queries.credentials import correction_of, credentials_in_care_of
from sceau.issuing.rights import may
from sceau.issuing.states import CredentialState, RequestState

STANDING: Final = (CredentialState.VALID, CredentialState.SUSPENDED)


def requests_in_care_of(user: User, institution: Institution, *, now: datetime) -> QuerySet[CorrectionRequest]:
    """The requests about credentials of an institution, with those at hand; none for whoever may not answer them."""
    if not may(user, Right.CHANGE_CREDENTIALS, institution, now=now):
        return CorrectionRequest.objects.none()
    seen = credentials_in_care_of(user, institution, now=now)
    return (
        CorrectionRequest.objects.filter(credential__in=seen.order_by().values("pk"))
        .select_related(
            "credential__institution",
            "credential__content",
            "credential__line",
            "credential__award__person__root",
            "credential__award__version__design",
            "batch",
            "answered_by",
        )
        .defer(
            "credential__award__version__document",
            "credential__award__version__source",
            "credential__award__version__gate",
            "credential__award__version__design__draft",
        )
        .order_by("asked_at", "pk")
    )


def open_requests(institution: Institution) -> QuerySet[CorrectionRequest]:
    """Those that nobody answered yet: for whoever only counts them."""
    return CorrectionRequest.objects.filter(credential__institution=institution, state=RequestState.OPEN)


def request_about(credential: Credential) -> CorrectionRequest | None:
    """The one that waits, else the last that was made; None when there is none."""
    return latest_of([credential]).get(credential.pk)


def latest_of(credentials: Iterable[Credential]) -> dict[int, CorrectionRequest]:
    """The same of several, by the primary keys of their credentials. One query."""
    found = CorrectionRequest.objects.filter(credential__in=[each.pk for each in credentials]).select_related("batch")
    return {each.credential_id: each for each in found.order_by("asked_at", "pk")}


def may_ask(credential: Credential) -> bool:
    """Whether its holder may say that it is wrong: it counts, and no correction of it is on its way."""
    return credential.state in STANDING and correction_of(credential) is None
