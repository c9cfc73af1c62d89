"""The sessions that everybody may see: those offered on the page of a micro-credential."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet
from django.utils.timezone import localdate

from sceau.assessment.models import Candidate, Session
from sceau.assessment.services.entering import TAKING
from sceau.assessment.states import SessionKind, SessionState
from sceau.design.models import DesignVersion

_SHOWN = 12


def sessions_offered(version: DesignVersion, *, now: datetime) -> list[Session]:
    """The next public sessions of a version that still have a place, the soonest first; rolling ones last."""
    today = localdate(now)
    dated = Q(state=SessionState.OPEN) & (Q(enrol_until__gte=today) | Q(enrol_until__isnull=True, starts_on__gte=today))
    rolling = Q(kind=SessionKind.ROLLING, state__in=(SessionState.OPEN, SessionState.EVENTS)) & (
        Q(enrol_until__gte=today) | Q(enrol_until__isnull=True)
    )
    return list(
        _public()
        .filter(dated | rolling, version=version)
        .annotate(taken=Count("candidates", filter=Q(candidates__state__in=TAKING)))
        .filter(Q(capacity__isnull=True) | Q(taken__lt=F("capacity")))
        .order_by(F("starts_on").asc(nulls_last=True), "pk")[:_SHOWN]
    )


def public_session(uuid: UUID) -> Session | None:
    """One public session, also one that is closed by now, which the page says."""
    return _public().filter(uuid=uuid).first()


def places_left(session: Session) -> int | None:
    """How many places are free; None without a limit."""
    if session.capacity is None:
        return None
    return max(session.capacity - Candidate.objects.filter(session=session, state__in=TAKING).count(), 0)


def _public() -> QuerySet[Session]:
    return (
        Session.objects.filter(is_public=True)
        .exclude(kind=SessionKind.TAKEN_OVER)
        .select_related("institution", "organiser", "version__design")
        .defer("version__source", "version__gate", "version__design__draft")
    )
