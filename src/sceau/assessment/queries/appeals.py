"""Reads of appeals, with who may see: those who answer them, and those who keep the sessions of the certifying body."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Case, IntegerField, QuerySet, Value, When
from django.utils.timezone import localdate

from sceau.assessment.models import Appeal, Decision
from sceau.assessment.queries.awards import sessions_judged_within
from sceau.assessment.queries.sessions import settings_of
from sceau.assessment.states import AppealState
from sceau.institutions.models import Membership


@dataclass(frozen=True, slots=True)
class Window:
    """When a decision may be contested.

    last_day:  the last day on which it may, whole, where the house is; None where there is no appeal
    is_open:   whether it may be now
    """

    last_day: date | None
    is_open: bool


def appeals_seen_by(memberships: Iterable[Membership]) -> QuerySet[Appeal]:
    """The appeals of an institution: those that are open first, the most urgent at the top."""
    rank = Case(When(state=AppealState.OPEN, then=Value(0)), default=Value(1), output_field=IntegerField())
    return (
        Appeal.objects.filter(decision__deliberation__session__in=sessions_judged_within(memberships))
        .select_related("decision__deliberation__session__institution", "decision__attempt__candidate__person")
        .select_related("decision__deliberation__session__version__design", "answered_by", "noted_by")
        .defer("decision__deliberation__session__version__document")
        .defer("decision__deliberation__session__version__source", "decision__deliberation__session__version__gate")
        .annotate(rank=rank)
        .order_by("rank", "due_at", "-pk")
    )


def appeal_seen_by(memberships: Iterable[Membership], uuid: UUID) -> Appeal | None:
    """One of them."""
    return appeals_seen_by(memberships).filter(uuid=uuid).first()


def window_of(decision: Decision, *, now: datetime) -> Window:
    """Until when a decision may be contested.

    Days are those of the calendar where the house is: the day of the release, so many days more, and the last one to
    its end, be it 23 or 25 hours long.
    """
    released, days = decision.deliberation.released_at, _days(decision)
    if released is None or days == 0:
        return Window(None, is_open=False)
    last = localdate(released) + timedelta(days=days)
    return Window(last, is_open=released <= now and localdate(now) <= last)


def _days(decision: Decision) -> int:
    return settings_of(decision.deliberation.session.institution).appeal_days


def last_day_of_answer(appeal: Appeal) -> date:
    """The last day on which an answer is in time, where the house is."""
    return localdate(appeal.due_at - timedelta(seconds=1))


def is_late(appeal: Appeal, *, now: datetime) -> bool:
    """Whether an answer is owed already."""
    return appeal.state == AppealState.OPEN and appeal.due_at <= now
