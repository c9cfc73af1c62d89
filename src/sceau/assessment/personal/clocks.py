"""From what day the data of a candidate count, and what of them somebody still needs on a day.

They count from the last result told, or the last answer to an appeal; for somebody who left and for a session that was
cancelled, from that day. They do not count at all while a result is awaited or an appeal is open.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import Coalesce, Greatest
from django.utils.timezone import localdate

from sceau.assessment.models import Appeal, Attempt, Candidate, Decision
from sceau.assessment.queries.sessions import settings_of
from sceau.assessment.states import AppealState, CandidateState, ResultState, SessionState
from sceau.institutions.models import Institution

# those who are not, or no longer, to be assessed
UNFINISHED = (CandidateState.INVITED, CandidateState.APPLIED, CandidateState.REFUSED, CandidateState.WITHDRAWN)
OVER = (SessionState.RELEASED, SessionState.CANCELLED)


def at_rest(institution: Institution, before: datetime | None = None) -> QuerySet[Candidate]:
    """The candidates of whom nothing more is expected. before: those whose data count from before that moment only"""
    mine = Decision.objects.filter(attempt__candidate=OuterRef("pk"))
    waiting = mine.filter(deliberation__released_at__isnull=True, deliberation__adjourned_at__isnull=True)
    told = mine.filter(deliberation__released_at__isnull=False).order_by("-deliberation__released_at")
    appeals = Appeal.objects.filter(decision__attempt__candidate=OuterRef("pk"))
    answered = appeals.filter(answered_at__isnull=False).order_by("-answered_at")
    later = Attempt.objects.filter(candidate=OuterRef("candidate"), number__gt=OuterRef("number"))
    last = Attempt.objects.filter(~Exists(later), candidate=OuterRef("pk"))
    finished = Exists(last.filter(decisions__deliberation__released_at__isnull=False))
    cancelled, left = Q(session__state=SessionState.CANCELLED), Q(state__in=UNFINISHED)
    ended_at = Case(When(left, then=F("changed_at")), When(cancelled, then=F("session__changed_at")))
    told_at = Subquery(told.values("deliberation__released_at")[:1])
    answered_at = Subquery(answered.values("answered_at")[:1])
    found = (
        Candidate.objects.filter(session__institution=institution)
        .filter(left | cancelled | Q(finished))
        .filter(~Exists(waiting), ~Exists(appeals.filter(state=AppealState.OPEN)))
        .annotate(base_at=Coalesce(told_at, ended_at))
        .annotate(
            rest_at=Greatest("base_at", Coalesce(answered_at, F("base_at")), Coalesce(ended_at, F("base_at"))),
        )
    )
    return found if before is None else found.filter(rest_at__lt=before)


def needed_candidates(institution: Institution, candidates: Collection[int], now: datetime) -> set[int]:
    """Of these candidates, by primary key, those whose data somebody still needs on this day, whatever the rule says.

    As long as the days of their session are not past, as long as they may appeal, as long as what they showed in part
    is kept for a next attempt, and as long as their result is suspended or put off.
    """
    coming = Candidate.objects.filter(pk__in=candidates, session__ends_on__gte=localdate(now))
    needed = set(coming.exclude(session__state__in=OVER).values_list("pk", flat=True))
    told = Decision.objects.filter(attempt__candidate__in=candidates, deliberation__released_at__isnull=False)
    days = settings_of(institution).appeal_days
    standing: dict[int, Decision] = {}
    for each in told.select_related("deliberation", "attempt").order_by("deliberation__number", "pk"):
        key = each.attempt.candidate_id
        standing[key] = each
        released = each.deliberation.released_at
        if days and released is not None and localdate(now) <= localdate(released) + timedelta(days=days):
            needed.add(key)
    return needed | {key for key, each in standing.items() if _is_kept(each, now)}


def _is_kept(decision: Decision, now: datetime) -> bool:
    if decision.outcome in {ResultState.SUSPENDED, ResultState.PENDING}:
        return True
    if decision.outcome != ResultState.PARTIAL or not decision.kept:
        return False
    return decision.kept_until is None or decision.kept_until >= localdate(now)
