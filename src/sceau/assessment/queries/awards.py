"""Reads of awards and of the decisions they rest on, each with who may see. They are the certifying body's only."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from sceau.assessment.models import Award, Candidate, Decision, Deliberation, Minutes, Session
from sceau.assessment.states import MinutesState, Route
from sceau.institutions.models import Institution, Membership
from sceau.institutions.queries import reach
from sceau.institutions.roles import Right
from sceau.people.archive import archive_of
from sceau.people.queries import find, people_seen_by
from sceau.people.rights import where_counts
from sceau.people.states import DataKind


def sessions_judged_within(memberships: Iterable[Membership], right: Right = Right.SEE_SESSIONS) -> QuerySet[Session]:
    """The sessions whose decisions a colleague of the certifying body meets; a partner that organises meets none."""
    seen = list(memberships)
    where = reach(seen, right)
    units = Q() if where is None else Q(unit__in=where)
    return Session.objects.filter(units, institution__in={each.institution_id for each in seen})


def awards_seen_by(memberships: Iterable[Membership]) -> QuerySet[Award]:
    """The awards of an institution, for a colleague with these memberships of it, the last first.

    Those of the restricted archive are listed for whoever manages retention only; see `awards_put_away`.
    """
    seen = list(memberships)
    closed = {each.institution_id for each in seen} - where_counts(seen, Right.MANAGE_RETENTION)
    return _awards_of(seen).exclude(uuid__in=archive_of(closed, DataKind.AWARDS))


def awards_put_away(memberships: Iterable[Membership]) -> int:
    """How many awards are not listed for this colleague because they lie in the archive."""
    seen = list(memberships)
    closed = {each.institution_id for each in seen} - where_counts(seen, Right.MANAGE_RETENTION)
    return _awards_of(seen).filter(uuid__in=archive_of(closed, DataKind.AWARDS)).count() if closed else 0


def _awards_of(memberships: Iterable[Membership]) -> QuerySet[Award]:
    seen = list(memberships)
    # that of the session once more: those of a page are found in order, without reading all of them to sort
    of_them = Award.objects.filter(institution__in={each.institution_id for each in seen})
    return (
        of_them.filter(decision__deliberation__session__in=sessions_judged_within(seen))
        .select_related("person", "decision__deliberation__session", "decision__attempt__candidate")
        .select_related("version__design", "withdrawn_by__deliberation")
        .defer("version__document", "version__source", "version__gate")
        .order_by("-awarded_on", "-pk")
    )


def award_seen_by(memberships: Iterable[Membership], uuid: UUID) -> Award | None:
    """One of them, also from the archive: a page asks `sceau.people.archive` before it shows what it says."""
    return _awards_of(memberships).filter(uuid=uuid).first()


def find_awards(
    awards: QuerySet[Award], institution: Institution, memberships: Iterable[Membership], text: str
) -> QuerySet[Award]:
    """Those about whom the words say: names of people, beginnings of words, or the code of a session.

    Whoever may not look people up finds by session only.
    """
    seen = list(memberships)
    met = Q(decision__deliberation__session__code__iexact=text.strip())
    people = find(people_seen_by(seen), institution, text)
    return awards.filter(met | Q(person__in=people.values("pk")) | Q(person__root__in=people.values("pk")))


def deliberations_seen_by(memberships: Iterable[Membership]) -> QuerySet[Deliberation]:
    """The proposals and deliberations of an institution, the last first."""
    return (
        Deliberation.objects.filter(session__in=sessions_judged_within(memberships))
        .select_related("session__institution", "session__version__design", "opened_by", "closed_by", "released_by")
        .defer("session__version__document", "session__version__source", "session__version__gate")
        .order_by("-opened_at", "-pk")
    )


def deliberation_seen_by(memberships: Iterable[Membership], uuid: UUID) -> Deliberation | None:
    """One of them."""
    return deliberations_seen_by(memberships).filter(uuid=uuid).first()


def final() -> Q:
    """Of decisions: that the deliberation was gone to its end, with its minutes sealed where a jury sat."""
    sealed = Minutes.objects.filter(deliberation=OuterRef("deliberation"), state=MinutesState.SEALED)
    closed = Q(deliberation__closed_at__isnull=False, deliberation__adjourned_at__isnull=True)
    return closed & (~Q(deliberation__route=Route.MINUTES) | Q(Exists(sealed)))


def standing_decision(candidate: Candidate) -> Decision | None:
    """What was decided of somebody last, on whatever attempt; None while nothing is final."""
    return (
        Decision.objects.filter(final(), attempt__candidate=candidate)
        .select_related("deliberation__session", "attempt")
        .order_by("-deliberation__number", "-pk")
        .first()
    )


def decision_shown_to(candidate: Candidate) -> Decision | None:
    """What a candidate may read: the last decision that was released to them."""
    return (
        Decision.objects.filter(attempt__candidate=candidate, deliberation__released_at__isnull=False)
        .select_related("deliberation__session", "attempt__candidate")
        .order_by("-deliberation__number", "-pk")
        .first()
    )
