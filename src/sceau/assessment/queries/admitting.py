"""Applications that wait to be examined, and who examines them."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime

from django.db.models import Count, Max

from sceau.accounts.models import User
from sceau.assessment.models import Candidate, Session
from sceau.assessment.states import CandidateState, SessionState
from sceau.institutions.models import Institution, Membership
from sceau.institutions.queries import reach, standing
from sceau.institutions.roles import Right


def waiting_for_an_answer() -> dict[int, tuple[int, datetime]]:
    """Where applications wait to be examined: primary key of a session → how many, and when the last one came."""
    rows = (
        Candidate.objects.filter(
            state=CandidateState.APPLIED, session__state__in=(SessionState.OPEN, SessionState.EVENTS)
        )
        .values("session")
        .annotate(n=Count("pk"), last=Max("created_at"))
    )
    return {row["session"]: (row["n"], row["last"]) for row in rows}


def who_may_admit(session: Session, *, now: datetime) -> tuple[Institution, list[User]]:
    """Those who accept or refuse applications, and at whose desk: of whoever holds the session, else of the body."""
    for body in (session.organiser, session.institution):
        held: dict[User, list[Membership]] = defaultdict(list)
        rows = Membership.objects.filter(standing(now), institution=body, user__is_active=True)
        for each in rows.select_related("user").order_by("user_id", "pk"):
            held[each.user].append(each)
        found = [user for user, roles in held.items() if _reaches(roles, session)]
        if found:
            return body, found
    return session.institution, []


def _reaches(roles: list[Membership], session: Session) -> bool:
    where = reach(roles, Right.MANAGE_SESSIONS)
    return where is None or session.unit_id in where
