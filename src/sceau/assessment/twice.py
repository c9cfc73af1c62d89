"""One person who is two candidates of a session: enrolled under two records that were joined only later."""

from __future__ import annotations

from django.db.models import Count, Max, Min, Q, QuerySet
from django.db.models.functions import Coalesce

from sceau.assessment.errors import NotNow
from sceau.assessment.models import Award, Candidate, Decision, Deliberation, Session
from sceau.assessment.reasons.jury import SAME_PERSON
from sceau.assessment.states import CandidateState, ResultState

Pair = tuple[int, int]  # numbers of candidates


def enrolled_twice(session: Session) -> list[Pair]:
    """The candidates who are one person and both take part; of three, the first and the last."""
    return _pairs(session.candidates.exclude(state__in=(CandidateState.REFUSED, CandidateState.WITHDRAWN)))


def acquired_twice(deliberation: Deliberation) -> list[Pair]:
    """Those whom a deliberation would make a holder a second time: by another decision, or beside an award."""
    decided = Decision.objects.filter(deliberation=deliberation)
    acquired = decided.filter(outcome=ResultState.ACQUIRED).values("attempt__candidate")
    awarded = (
        Award.objects.filter(decision__deliberation__session=deliberation.session_id, withdrawn_at__isnull=True)
        .exclude(decision__attempt__candidate__in=decided.values("attempt__candidate"))
        .values("decision__attempt__candidate")
    )
    found = Candidate.objects.filter(session=deliberation.session_id)
    return _pairs(found.filter(Q(pk__in=acquired) | Q(pk__in=awarded)))


def require_once(deliberation: Deliberation) -> None:
    """raises: NotNow when one person would have two awards"""
    for first, second in acquired_twice(deliberation):
        raise NotNow(SAME_PERSON, first=first, second=second)


def _pairs(candidates: QuerySet[Candidate]) -> list[Pair]:
    standing = candidates.annotate(standing=Coalesce("person__root", "person")).order_by().values("standing")
    found = standing.annotate(n=Count("pk"), first=Min("number"), last=Max("number")).filter(n__gt=1)
    return sorted(found.values_list("first", "last"))
