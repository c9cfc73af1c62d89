"""How long the papers of the day are kept: who was called, who was there, what happened, and what an enrolment said."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.timezone import localdate

from sceau.assessment.models import Appeal, Arrangement, Attendance, Candidate, Convocation, Incident, Link, Sheet
from sceau.assessment.personal.clocks import OVER, at_rest
from sceau.assessment.states import AppealState, SessionKind
from sceau.institutions.models import Institution

# a session without dates is never over: there each line waits for whom it is about
_SESSION_OVER: Final = Q(session__state__in=OVER) | Q(session__kind=SessionKind.ROLLING)
_HANGING: Final = (Arrangement, Link, Convocation)


def sheets_due(institution: Institution, before: datetime) -> QuerySet[Sheet]:
    """Sheets of half-days that are past, once everybody on them has a result that nobody contests."""
    lines = Attendance.objects.filter(sheet=OuterRef("pk"), candidate__isnull=False)
    awaited = lines.exclude(candidate__in=at_rest(institution).values("pk"))
    return Sheet.objects.filter(
        _SESSION_OVER, ~Exists(awaited), session__institution=institution, day__lt=localdate(before)
    )


def end_sheets(institution: Institution, uuids: Sequence[UUID], now: datetime) -> int:
    """Forget sheets with their lines and signatures; a scan that no row knows is swept from the disk."""
    found = Sheet.objects.filter(uuid__in=uuids, session__institution=institution)
    count = found.count()
    found.delete()
    return count


def incidents_due(institution: Institution, before: datetime) -> QuerySet[Incident]:
    """What was written down of a session that is over, when nobody of it contests anything."""
    contested = Appeal.objects.filter(decision__deliberation__session=OuterRef("session"), state=AppealState.OPEN)
    rested = Q(candidate__isnull=True) | Q(candidate__in=at_rest(institution).values("pk"))
    return Incident.objects.filter(
        _SESSION_OVER, rested, ~Exists(contested), session__institution=institution, told_at__lt=before
    )


def end_incidents(institution: Institution, uuids: Sequence[UUID], now: datetime) -> int:
    """Forget them; what the minutes say of them stays with the minutes."""
    return Incident.objects.filter(uuid__in=uuids, session__institution=institution).delete()[0]


def enrolments_due(institution: Institution, before: datetime) -> QuerySet[Candidate]:
    """Those of whom something is left that served to come and sit: what they wrote, arrangements, convocations."""
    written = ~Q(motivation="") | ~Q(prerequisites=[]) | ~Q(reason="")
    hanging = [Exists(model._default_manager.filter(candidate=OuterRef("pk"))) for model in _HANGING]
    left = Q(*hanging, written, _connector=Q.OR)
    return Candidate.objects.filter(left, pk__in=at_rest(institution, before).values("pk"))


def end_enrolments(institution: Institution, uuids: Sequence[UUID], now: datetime) -> int:
    """Forget all that; who sat which session, and when, stays."""
    found = Candidate.objects.filter(uuid__in=uuids, session__institution=institution)
    return sum(strip(each) for each in found)


def strip(candidate: Candidate) -> int:
    """Take from a candidate what served to come and sit: always 1."""
    for model in _HANGING:
        model._default_manager.filter(candidate=candidate).delete()
    candidate.motivation, candidate.prerequisites, candidate.reason = "", [], ""
    candidate.save(update_fields=["motivation", "prerequisites", "reason"])
    return 1
