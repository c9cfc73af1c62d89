"""Reads of the sessions, each with who may see."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from sceau.assessment.models import AssessmentSettings, Attempt, Session
from sceau.assessment.rights import sessions_within
from sceau.assessment.states import CandidateState, ResultState, SessionKind
from sceau.institutions.models import Institution, Membership
from sceau.institutions.roles import Right

_HEAVY = ("version__document", "version__source", "version__gate", "version__design__draft")


def sessions_seen_by(memberships: Iterable[Membership]) -> QuerySet[Session]:
    """The sessions that colleagues with these memberships of one institution see: its own, and those it organises.

    The documents of the versions are left aside; the titles are there.
    """
    return (
        Session.objects.filter(sessions_within(memberships, Right.SEE_SESSIONS))
        .select_related("institution", "organiser", "version", "version__design", "unit")
        .defer(*_HEAVY)
        .order_by("-starts_on", "-created_at", "-pk")
    )


def session_of(memberships: Iterable[Membership], uuid: UUID) -> Session | None:
    """One session with the document of its version, for a colleague who may see it."""
    return (
        sessions_seen_by(memberships)
        .select_related("habilitation", "created_by")
        .defer(None)
        .defer("version__source", "version__gate", "version__design__draft")
        .filter(uuid=uuid)
        .first()
    )


def with_figures(sessions: QuerySet[Session]) -> QuerySet[Session]:
    """The sessions, each with `enrolled` and `waiting`: how many people are in it, and how many ask or are asked."""
    return sessions.annotate(
        enrolled=Count("candidates", filter=Q(candidates__state=CandidateState.ENROLLED)),
        waiting=Count("candidates", filter=Q(candidates__state__in=(CandidateState.APPLIED, CandidateState.INVITED))),
    )


def settings_of(institution: Institution) -> AssessmentSettings:
    """What an institution decided about its assessments; what it did not decide is as the model says."""
    return AssessmentSettings.objects.filter(institution=institution).first() or AssessmentSettings(
        institution=institution
    )


def attempts_of_round(session: Session) -> QuerySet[Attempt]:
    """The attempt of each who is enrolled in the session's round, the last one where several are, by number."""
    later = Attempt.objects.filter(
        candidate=OuterRef("candidate"), round=OuterRef("round"), number__gt=OuterRef("number")
    )
    return (
        Attempt.objects.filter(
            ~Exists(later),
            candidate__session=session,
            candidate__state=CandidateState.ENROLLED,
            round=session.round,
        )
        .select_related("candidate", "candidate__person", "candidate__person__root")
        .order_by("candidate__number", "number")
    )


def attempts_to_decide(session: Session) -> QuerySet[Attempt]:
    """The attempts on which a deliberation of this round decides.

    In a rolling session those that are not wholly marked wait for the next round; elsewhere marking is not closed while
    there are any.
    """
    found = attempts_of_round(session)
    if session.kind == SessionKind.ROLLING:
        return found.exclude(state=ResultState.TO_ASSESS)
    return found
