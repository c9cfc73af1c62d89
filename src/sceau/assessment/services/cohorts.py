"""The groups of a session, and who is in which."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Final

from django.db import IntegrityError, transaction

from sceau.accounts.models import User
from sceau.assessment import values
from sceau.assessment.errors import AlreadyThere, NotNow, WrongValue
from sceau.assessment.models import Candidate, Cohort, Session
from sceau.assessment.queries.planning import cohorts_of
from sceau.assessment.reasons import examday as reasons
from sceau.assessment.rights import require
from sceau.assessment.services.writing import held, require_state, write
from sceau.assessment.states import CandidateState, SessionState
from sceau.institutions.roles import Right

PLANNED: Final = (SessionState.OPEN, SessionState.EVENTS)
MOST_COHORTS: Final = 60


def add_cohort(*, session: Session, name: str, by: User, now: datetime) -> Cohort:
    """A new group, empty. raises: NotEntitled, NotNow, WrongValue, AlreadyThere"""
    named = values.line(name, field="name", most=80, required=True)
    with transaction.atomic():
        there = held_to_plan(session, by=by, now=now)
        if Cohort.objects.filter(session=there).count() >= MOST_COHORTS:
            raise NotNow(reasons.TOO_MANY_COHORTS, most=MOST_COHORTS)
        cohort = Cohort(session=there, name=named)
        _save(cohort)
        write("assessment.cohort_added", there, by=by, now=now, cohort=str(cohort.uuid))
    return cohort


def rename_cohort(*, cohort: Cohort, name: str, by: User, now: datetime) -> Cohort:
    """Another name. raises: NotEntitled, NotNow, WrongValue, AlreadyThere"""
    named = values.line(name, field="name", most=80, required=True)
    with transaction.atomic():
        there = held_to_plan(cohort.session, by=by, now=now)
        row = Cohort.objects.get(pk=cohort.pk)
        if row.name == named:
            return row
        row.name = named
        _save(row)
        write("assessment.cohort_renamed", there, by=by, now=now, cohort=str(row.uuid))
    return row


def remove_cohort(*, cohort: Cohort, by: User, now: datetime) -> None:
    """The group and its slots go; its people stay in the session, in no group. raises: NotEntitled, NotNow"""
    with transaction.atomic():
        there = held_to_plan(cohort.session, by=by, now=now)
        row = Cohort.objects.filter(pk=cohort.pk).first()
        if row is None:
            return
        uuid = str(row.uuid)
        row.delete()
        write("assessment.cohort_removed", there, by=by, now=now, cohort=uuid)


def assign_cohort(
    *, session: Session, candidates: Collection[Candidate], cohort: Cohort | None, by: User, now: datetime
) -> int:
    """Put people into a group, or out of any for None; gives how many moved. raises: NotEntitled, NotNow, WrongValue"""
    with transaction.atomic():
        there = held_to_plan(session, by=by, now=now)
        if cohort is not None and cohort.session_id != there.pk:
            raise WrongValue(reasons.OTHER_SESSION, field="cohort")
        moved = [
            each for each in enrolled_among(there, candidates) if each.cohort_id != (cohort.pk if cohort else None)
        ]
        if not moved:
            return 0
        Candidate.objects.filter(pk__in=[each.pk for each in moved]).update(cohort=cohort, changed_at=now)
        into = str(cohort.uuid) if cohort else ""
        write("assessment.cohorts_assigned", there, by=by, now=now, count=len(moved), cohort=into)
    return len(moved)


def assign_evenly(*, session: Session, by: User, now: datetime) -> int:
    """Put those who are in no group into the groups, so that they differ by one at most where it can be.

    Nobody changes groups; gives how many found one.

    raises:  NotEntitled; NotNow without a group
    """
    with transaction.atomic():
        there = held_to_plan(session, by=by, now=now)
        sizes = {cohort.pk: cohort.people for cohort in cohorts_of(there)}  # type: ignore[attr-defined]  # annotated
        if not sizes:
            raise NotNow(reasons.NO_COHORT)
        waiting = list(
            Candidate.objects.filter(session=there, state=CandidateState.ENROLLED, cohort=None).order_by("number")
        )
        for each in waiting:
            smallest = min(sizes, key=lambda pk: sizes[pk])
            each.cohort_id, each.changed_at = smallest, now
            sizes[smallest] += 1
        if not waiting:
            return 0
        Candidate.objects.bulk_update(waiting, ["cohort", "changed_at"], batch_size=200)
        write("assessment.cohorts_assigned", there, by=by, now=now, count=len(waiting))
    return len(waiting)


def held_to_plan(session: Session, *, by: User, now: datetime) -> Session:
    """The session, held, while its planning may change. raises: NotEntitled, NotNow"""
    there = held(session)
    require(by, Right.MANAGE_SESSIONS, there, now=now)
    require_state(there, *PLANNED)
    return there


def enrolled_among(session: Session, candidates: Collection[Candidate]) -> list[Candidate]:
    """These people as they stand, by number, all of them enrolled in the session. raises: WrongValue"""
    wanted = {each.pk for each in candidates}
    if not wanted:
        raise WrongValue(reasons.NOBODY_CHOSEN, field="candidates")
    found = list(
        Candidate.objects.filter(session=session, state=CandidateState.ENROLLED, pk__in=wanted)
        .select_related("person", "person__root")
        .order_by("number")
    )
    if len(found) != len(wanted):
        raise WrongValue(reasons.NOT_ENROLLED, field="candidates")
    return found


def _save(cohort: Cohort) -> None:
    try:
        with transaction.atomic():
            cohort.save()
    except IntegrityError as error:
        raise AlreadyThere(reasons.COHORT_THERE, field="name", name=cohort.name) from error
