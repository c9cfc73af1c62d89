"""Reads of juries, deliberations and minutes, each with who may see."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Any, Final
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from sceau.accounts.models import User
from sceau.assessment.composition import tied
from sceau.assessment.keepers import keeps, seats_of
from sceau.assessment.models import (
    Appeal,
    Control,
    Decision,
    Deliberation,
    Incident,
    MarkChange,
    Minutes,
    RetainedMark,
    Seat,
    Session,
    Signature,
)
from sceau.assessment.rights import sessions_within
from sceau.assessment.rulebook import HEAVY
from sceau.assessment.states import AppealState, Kept, MinutesState, ResultState, Route
from sceau.engine.marking.rules import AssessmentRules
from sceau.institutions.models import Delegation, Membership
from sceau.institutions.models.members import What
from sceau.institutions.queries import delegations_to, rights_held
from sceau.institutions.roles import Right
from sceau.journal.models import Act
from sceau.journal.queries import Wanted, acts_of

NEAR: Final = 5  # points out of a hundred on either side of the minimum: a jury looks at those itself


class Contest(StrEnum):
    """Why a jury looks at a candidate first; ordered, the gravest first."""

    SAID = "said"
    APPEAL = "appeal"
    IDENTITY = "identity"
    THIRD = "third"
    INCIDENT = "incident"
    UNMARKED = "unmarked"
    ELIMINATED = "eliminated"
    NEAR = "near"
    AGREED = "agreed"
    TIE = "tie"


_ORDER: Final = {contest: place for place, contest in enumerate(Contest)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One candidate on the screen of a deliberation: of the decision, the attempt and the person, and no more.

    pk, uuid:  of the decision
    contests:  why the jury looks at it, the gravest first; with a figure where there is one
    away:      who withdraws
    changes:   how many marks the jury changed
    """

    pk: int
    uuid: UUID
    number: int
    name: str
    experience: bool
    proposed: str
    outcome: str
    score: Decimal | None
    contests: tuple[tuple[Contest, int | Decimal], ...]
    away: tuple[str, ...]
    changes: int

    @property
    def rank(self) -> tuple[int, int, int]:
        """Contested first: by the gravest reason, then by how many there are, then by number."""
        gravest = _ORDER[self.contests[0][0]] if self.contests else len(_ORDER)
        return (gravest, -len(self.contests), self.number)


def jury_session_of(memberships: Iterable[Membership], uuid: UUID) -> Session | None:
    """A session of the body whose jury these memberships may see. A partner that organises does not see the jury."""
    seen = list(memberships)
    found = Session.objects.filter(
        sessions_within(seen, Right.SEE_SESSIONS),
        uuid=uuid,
        institution__in={each.institution_id for each in seen},
        route=Route.MINUTES,
    )
    found = found.select_related("institution", "organiser", "version", "version__design", "unit")
    return found.defer(*HEAVY).first()


def deliberation_seen_by(memberships: Iterable[Membership], uuid: UUID) -> Deliberation | None:
    """A deliberation of such a jury; what is decided in it is for those of `sees_decisions`."""
    seen = list(memberships)
    bodies = {each.institution_id for each in seen}
    within = Session.objects.filter(sessions_within(seen, Right.SEE_SESSIONS), institution__in=bodies)
    found = Deliberation.objects.filter(session__in=within, uuid=uuid, route=Route.MINUTES)
    found = found.select_related(
        "session", "session__institution", "session__organiser", "session__version__design", "session__unit", "corrects"
    )
    return found.defer(*(f"session__{each}" for each in HEAVY)).first()


def sees_decisions(user: User, memberships: Iterable[Membership], session: Session, *, now: datetime) -> bool:
    """Whether somebody reads what a jury is deciding: whoever keeps it, sits on it, or audits the body."""
    return (
        keeps(user, session, now=now)
        or Seat.objects.filter(session=session, user=user, removed_at__isnull=True).exists()
        or Right.SEE_JOURNAL in rights_held(memberships)
    )


def deliberations_of(session: Session) -> list[Deliberation]:
    """Those of a session, the last first, with how many decisions they have and how many are taken."""
    rows = Deliberation.objects.filter(session=session, route=Route.MINUTES).select_related("corrects")
    counted = rows.annotate(people=Count("decisions"), decided=Count("decisions", filter=~Q(decisions__outcome="")))
    return list(counted.order_by("-number"))


def minutes_seen_by(memberships: Iterable[Membership]) -> QuerySet[Minutes]:
    """The minutes of a body, the last first; what they say is for those of `sees_decisions`."""
    seen = list(memberships)
    bodies = {each.institution_id for each in seen}
    within = Session.objects.filter(sessions_within(seen, Right.SEE_SESSIONS), institution__in=bodies)
    theirs = Minutes.objects.filter(deliberation__session__in=within)
    theirs = theirs.defer(*(f"deliberation__session__{each}" for each in HEAVY))
    return theirs.select_related(
        "institution",
        "deliberation",
        "deliberation__session__institution",
        "deliberation__session__organiser",
        "deliberation__session__unit",
        "deliberation__session__version__design",
        "corrects",
        "made_by",
    ).order_by("-made_at", "-pk")


def withdrawal_of(minutes: Minutes) -> Act | None:
    """The act by which minutes were taken back, with its reason; None for minutes that were not."""
    wanted = Wanted(
        codes=("minutes.withdrawn", "minutes.withdrawn_later"),
        subjects=(f"session:{minutes.deliberation.session.uuid}",),
    )
    return acts_of(minutes.institution.uuid, wanted).filter(details__contains=str(minutes.uuid)).first()


def with_answers(minutes: QuerySet[Minutes]) -> QuerySet[Minutes]:
    """The minutes without their data, with how many signatures are expected and how many came."""
    return minutes.defer("data").annotate(
        expected=Count("signatures"),
        answered=Count(
            "signatures", filter=Q(signatures__signed_at__isnull=False) | Q(signatures__dissented_at__isnull=False)
        ),
    )


def seats_held_by(user: User) -> QuerySet[Seat]:
    """The juries that somebody sits on, the last first."""
    rows = Seat.objects.filter(user=user, removed_at__isnull=True, session__route=Route.MINUTES)
    aside = [f"session__{each}" for each in HEAVY if "design" not in each]
    return rows.select_related("session", "session__institution", "session__version").defer(*aside).order_by("-pk")


def awaited_from(user: User, *, on: date) -> list[Signature]:
    """The signatures that somebody is to give: one's own, and those of people who delegated theirs."""
    lent: dict[int, list[Delegation]] = defaultdict(list)
    for each in delegations_to(user, What.MINUTES, on=on):
        lent[each.delegator_id].append(each)
    rows = Signature.objects.filter(
        Q(seat__user=user) | Q(seat__user__in=lent),
        signed_at__isnull=True,
        dissented_at__isnull=True,
        minutes__state=MinutesState.SIGNING,
    ).select_related("seat", "minutes", "minutes__institution", "minutes__deliberation__session__version")
    found = []
    aside = [f"minutes__deliberation__session__{each}" for each in HEAVY if "design" not in each]
    for row in rows.defer("minutes__data", *aside).order_by("pk"):
        session = row.minutes.deliberation.session
        fits = any(
            act.institution_id == session.institution_id and act.unit_id in {None, session.unit_id}
            for act in lent.get(row.seat.user_id or 0, ())
        )
        if row.seat.user_id == user.pk or fits:
            found.append(row)
    return found


def rows_of(deliberation: Deliberation, rules: AssessmentRules) -> list[Row]:
    """Every candidate of a deliberation, contested first; the number of statements does not depend on how many."""
    found = list(Decision.objects.filter(deliberation=deliberation).values_list(*_COLUMNS, named=True))
    ties = tied(seats_of(deliberation.session), [each.attempt__candidate for each in found])
    contests = _contests(deliberation)
    changes = Counter(MarkChange.objects.filter(decision__deliberation=deliberation).values_list("decision", flat=True))
    rows = [
        Row(
            pk=each.pk,
            uuid=each.uuid,
            number=each.attempt__candidate__number,
            name=" ".join(filter(None, _names(each))),
            experience=each.attempt__candidate__by_experience,
            proposed=each.proposed,
            outcome=each.outcome,
            score=each.score,
            contests=_sorted(each, contests.get(each.attempt, {}), each.attempt__candidate in ties, rules),
            away=tuple(seat.name for seat in ties.get(each.attempt__candidate, ())),
            changes=changes[each.pk],
        )
        for each in found
    ]
    return sorted(rows, key=lambda row: row.rank)


_PERSON: Final = "attempt__candidate__person"
_COLUMNS: Final = (
    "pk",
    "uuid",
    "attempt",
    "proposed",
    "outcome",
    "score",
    "attempt__said",
    "attempt__candidate",
    "attempt__candidate__number",
    "attempt__candidate__by_experience",
    f"{_PERSON}__given_name",
    f"{_PERSON}__family_name",
    f"{_PERSON}__root",
    f"{_PERSON}__root__given_name",
    f"{_PERSON}__root__family_name",
)


def _names(each: Any) -> tuple[str, str]:
    """Of the record that stands for the person."""
    if each.attempt__candidate__person__root is None:
        return each.attempt__candidate__person__given_name, each.attempt__candidate__person__family_name
    return each.attempt__candidate__person__root__given_name, each.attempt__candidate__person__root__family_name


def _contests(deliberation: Deliberation) -> dict[int, dict[Contest, int]]:
    """By attempt, what is found in other tables: four statements."""
    found: dict[int, dict[Contest, int]] = defaultdict(lambda: defaultdict(int))
    kept = RetainedMark.objects.filter(
        attempt__decisions__deliberation=deliberation, how__in=(Kept.AGREED, Kept.MEDIAN)
    )
    for attempt, how, count in kept.values_list("attempt", "how").annotate(Count("pk")):
        found[attempt][Contest.THIRD if how == Kept.MEDIAN else Contest.AGREED] += count
    doubts = Control.objects.filter(attempt__decisions__deliberation=deliberation, outcome__in=("doubtful", "refused"))
    for attempt in doubts.values_list("attempt", flat=True):
        found[attempt][Contest.IDENTITY] += 1
    told = Incident.objects.filter(candidate__attempts__decisions__deliberation=deliberation)
    for attempt, count in told.values_list("candidate__attempts").annotate(Count("pk", distinct=True)):
        found[attempt][Contest.INCIDENT] += count
    open_ = Appeal.objects.filter(
        state=AppealState.OPEN, decision__attempt__candidate__attempts__decisions__deliberation=deliberation
    )
    for attempt in open_.values_list("decision__attempt__candidate__attempts", flat=True).distinct():
        found[attempt][Contest.APPEAL] += 1
    return found


def _sorted(
    decision: Any, found: Mapping[Contest, int], is_tied: bool, rules: AssessmentRules
) -> tuple[tuple[Contest, int | Decimal], ...]:
    whole: dict[Contest, int | Decimal] = dict(found)
    if decision.attempt__said in {ResultState.SUSPENDED, ResultState.PENDING}:
        whole[Contest.SAID] = 0
    if decision.proposed == ResultState.TO_ASSESS:
        whole[Contest.UNMARKED] = 0
    minimum = rules.grid.minimum_score
    if decision.score is not None and minimum is not None:
        gap = Fraction(decision.score) - minimum
        if gap >= 0 and decision.proposed in {ResultState.NOT_ACQUIRED, ResultState.PARTIAL}:
            whole[Contest.ELIMINATED] = 0
        if abs(gap) <= NEAR:
            whole[Contest.NEAR] = abs(Decimal(gap.numerator) / Decimal(gap.denominator))
    if is_tied:
        whole[Contest.TIE] = 0
    return tuple(sorted(whole.items(), key=lambda pair: _ORDER[pair[0]]))
