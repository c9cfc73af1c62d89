"""Awards: exactly one for each result that was acquired, and only once the design's route was gone to its end.

| route     | is complete when                                                                                     |
|-----------|------------------------------------------------------------------------------------------------------|
| minutes   | the deliberation is closed and its minutes are signed and sealed                                     |
| assessor  | somebody who marked proposed, and somebody else confirmed                                            |
| automatic | the source is named, a person agreed with each result that was drawn, and somebody confirmed         |
| decision  | the file has its hash, and two people of the body proposed and confirmed                             |
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from sceau.accounts.models import User
from sceau.assessment.basis import Bases, bases_of
from sceau.assessment.errors import NotNow
from sceau.assessment.known import Known, known_of
from sceau.assessment.models import (
    AssessmentSettings,
    AuditCheck,
    Award,
    Decision,
    Deliberation,
    Marking,
    Minutes,
)
from sceau.assessment.reasons.awards import (
    AUDIT_DISAGREES,
    AUDIT_NOT_DONE,
    MINUTES_NOT_SEALED,
    NO_SOURCE,
    PROPOSER_HAS_NOT_MARKED,
    SOMETHING_UNDECIDED,
    STILL_OPEN,
    TWO_PEOPLE,
)
from sceau.assessment.services.writing import held, write
from sceau.assessment.states import DeliberationKind, MarkingState, MinutesState, ResultState, Route


def make_awards(*, deliberation: Deliberation, by: User | None, now: datetime) -> list[Award]:
    """The awards that the decisions of a deliberation give, those that were lacking; none when all are there.

    A decision of a corrective deliberation takes the place of the former one on the same attempt: the award that
    rested on that is withdrawn, and another is made where the result is acquired.

    raises:  NotNow while the route is not complete, and then nothing is written
    """
    with transaction.atomic():
        session = held(deliberation.session)
        there = Deliberation.objects.select_related("opened_by", "closed_by").get(pk=deliberation.pk)
        require_complete(there)
        there.session = session
        decisions = _standing(there)
        withdrawn = _withdraw(there, decisions, now=now)
        there_already = set(Award.objects.filter(decision__in=decisions).values_list("decision", flat=True))
        acquired = [each for each in decisions if each.outcome == ResultState.ACQUIRED]
        lacking = [each for each in acquired if each.pk not in there_already]
        made = Award.objects.bulk_create(_awards(there, lacking, now=now))
        if made or withdrawn:
            write(
                "awards.made",
                session,
                by=by,
                now=now,
                deliberation=str(there.uuid),
                route=there.route,
                count=len(made),
                withdrawn=withdrawn,
            )
    return made


def require_complete(deliberation: Deliberation) -> None:
    """raises: NotNow, with what the route still lacks"""
    if deliberation.closed_at is None or deliberation.adjourned_at is not None or deliberation.closed_by_id is None:
        raise NotNow(STILL_OPEN)
    _REQUIRED[Route(deliberation.route)](deliberation)
    undecided = Decision.objects.filter(deliberation=deliberation, outcome="").count()
    if undecided:
        raise NotNow(SOMETHING_UNDECIDED, count=undecided)


def is_complete(deliberation: Deliberation) -> bool:
    """Whether nothing lacks."""
    try:
        require_complete(deliberation)
    except NotNow:
        return False
    return True


def require_audited(deliberation: Deliberation) -> None:
    """raises: NotNow when a result that was drawn was not checked, or a check does not agree"""
    drawn = AuditCheck.objects.filter(decision__deliberation=deliberation)
    if drawn.filter(agrees=False).exists():
        raise NotNow(AUDIT_DISAGREES)
    waiting = drawn.filter(agrees__isnull=True).count()
    if waiting or not drawn.exists():
        raise NotNow(AUDIT_NOT_DONE, count=waiting or 1)


def needs_two(deliberation: Deliberation) -> bool:
    """Whether two people are asked: always where nobody but people say so, and to correct what a system said."""
    return deliberation.route != Route.AUTOMATIC or deliberation.kind == DeliberationKind.CORRECTIVE


def has_marked(user_id: int, deliberation: Deliberation) -> bool:
    """Whether somebody marked an attempt that this deliberation is about, or one before it."""
    people = Decision.objects.filter(deliberation=deliberation).values("attempt__candidate")
    return Marking.objects.filter(
        assessor=user_id, state=MarkingState.SUBMITTED, attempt__candidate__in=people
    ).exists()


def _by_minutes(deliberation: Deliberation) -> None:
    if not Minutes.objects.filter(deliberation=deliberation, state=MinutesState.SEALED).exists():
        raise NotNow(MINUTES_NOT_SEALED)


def _by_assessor(deliberation: Deliberation) -> None:
    _require_two(deliberation)
    if deliberation.kind == DeliberationKind.CORRECTIVE:
        return  # whoever answers an appeal has not marked
    if not has_marked(deliberation.opened_by_id, deliberation):
        raise NotNow(PROPOSER_HAS_NOT_MARKED)


def _by_source(deliberation: Deliberation) -> None:
    if not deliberation.source:
        raise NotNow(NO_SOURCE)
    if needs_two(deliberation):
        return _require_two(deliberation)
    return require_audited(deliberation)


def _by_decision(deliberation: Deliberation) -> None:
    _require_two(deliberation)
    if not deliberation.source_digest:
        raise NotNow(STILL_OPEN)


def _require_two(deliberation: Deliberation) -> None:
    if deliberation.opened_by_id == deliberation.closed_by_id:
        raise NotNow(TWO_PEOPLE)


_REQUIRED = {
    Route.MINUTES: _by_minutes,
    Route.ASSESSOR: _by_assessor,
    Route.AUTOMATIC: _by_source,
    Route.DECISION: _by_decision,
}


def _standing(deliberation: Deliberation) -> list[Decision]:
    """The decisions that no later deliberation replaced, in the order of the candidates' numbers."""
    rows = (
        Decision.objects.filter(deliberation=deliberation)
        .select_related("attempt__candidate")
        .defer("lines")  # the explanation: long, and no part of an award
        .order_by("attempt__candidate__number")
    )
    later = Deliberation.objects.filter(
        session=deliberation.session_id, number__gt=deliberation.number, closed_at__isnull=False
    )
    replaced = {
        attempt
        for each in later
        if is_complete(each)
        for attempt in Decision.objects.filter(deliberation=each).values_list("attempt", flat=True)
    }
    return [each for each in rows if each.attempt_id not in replaced]


def _withdraw(deliberation: Deliberation, decisions: Collection[Decision], *, now: datetime) -> int:
    by_attempt = {each.attempt_id: each for each in decisions}
    former = Award.objects.filter(
        withdrawn_at__isnull=True,
        decision__attempt__in=by_attempt,
        decision__deliberation__session=deliberation.session_id,
        decision__deliberation__number__lt=deliberation.number,
    ).select_related("decision")
    count = 0
    for award in former:
        count += Award.objects.filter(pk=award.pk, withdrawn_at__isnull=True).update(
            withdrawn_at=now, withdrawn_by=by_attempt[award.decision.attempt_id]
        )
    return count


def _awards(deliberation: Deliberation, decisions: Collection[Decision], *, now: datetime) -> list[Award]:
    session = deliberation.session
    bases = bases_of(deliberation)
    known = known_of(decisions, session.version.document)
    settings = AssessmentSettings.objects.filter(institution=session.institution_id).first()
    shows_marks = settings is not None and settings.results_in_credential
    return [_award(deliberation, each, known[each.pk], bases, shows_marks=shows_marks, now=now) for each in decisions]


def _award(
    deliberation: Deliberation,
    decision: Decision,
    known: Known,
    bases: Bases,
    *,
    shows_marks: bool,
    now: datetime,
) -> Award:
    candidate, session = decision.attempt.candidate, deliberation.session
    return Award(
        institution_id=session.institution_id,
        decision=decision,
        person_id=candidate.person_id,
        version_id=session.version_id,
        language=candidate.language,
        awarded_on=decision.said_on or bases.day,
        assessed_on=known.assessed_on,
        score=decision.score,
        marks=decision.marks if shows_marks else {},
        supervision=known.supervision,
        identity_verified=known.identity_verified,
        basis=bases.basis(candidate.language, is_taken_over=decision.said_on is not None),
        evidence=known.as_evidence() | bases.evidence,
        made_at=now,
    )
