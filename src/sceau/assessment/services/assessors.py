"""Who assesses in a session, and what they say of the candidates they know."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from sceau.accounts.models import User
from sceau.assessment.errors import NotEntitled, NotNow, WrongValue
from sceau.assessment.models import Assessor, Candidate, Conflict, Marking, Session
from sceau.assessment.queries.sessions import attempts_of_round
from sceau.assessment.reasons.marking import (
    EMPTY_WHY,
    MAY_NOT_MARK,
    NO_LONGER_ASSESSES,
    NO_SUCH_NATURE,
    NO_TIE,
    NOT_AN_ASSESSOR,
    NOT_OF_THIS_SESSION,
)
from sceau.assessment.rights import may, require
from sceau.assessment.services.results import forget_agreements, settle_anew
from sceau.assessment.services.writing import held, require_state, write
from sceau.assessment.states import MarkingState, Nature, SessionState
from sceau.assessment.ties import rules_in, ties_in
from sceau.institutions.roles import Right

LONGEST_WORDS = 300
_STAGES = (SessionState.OPEN, SessionState.EVENTS)


@dataclass(frozen=True, slots=True)
class Tie:
    """What an assessor says of one candidate. nature: of `Nature`; words: as they put it"""

    candidate: Candidate
    nature: str
    words: str = ""


def add_assessor(
    *, session: Session, user: User, professional: bool = False, external: bool = False, by: User, now: datetime
) -> Assessor:
    """Let somebody mark in this session; somebody who had been removed comes back, and declares anew.

    professional, external:  of the trade; from outside the body
    raises:  NotEntitled, also where the user has no role that allows marking; NotNow
    """
    with transaction.atomic():
        there = held(session)
        require(by, Right.MANAGE_SESSIONS, there, now=now)
        require_state(there, *_STAGES)
        if not may(user, Right.MARK, there, now=now):
            raise NotEntitled(MAY_NOT_MARK, field="user", name=user.name)
        assessor, is_new = Assessor.objects.get_or_create(
            session=there,
            user=user,
            defaults={"professional": professional, "external": external, "added_at": now, "added_by": by},
        )
        again = assessor.removed_at is not None
        changed = (assessor.professional, assessor.external) != (professional, external)
        if again:
            assessor.added_at, assessor.added_by, assessor.declared_at, assessor.removed_at = now, by, None, None
        if again or changed:
            assessor.professional, assessor.external = professional, external
            assessor.save()
        if is_new or again:
            write("marking.assessor_added", there, by=by, now=now, user=str(user.uuid))
        elif changed:
            write("marking.assessor_changed", there, by=by, now=now, user=str(user.uuid))
    return assessor


def remove_assessor(*, assessor: Assessor, why: str = "", by: User, now: datetime) -> None:
    """Take somebody off the session: what they have not handed in is set aside, what they have stays.

    raises:  NotEntitled, NotNow
    """
    with transaction.atomic():
        there = held(assessor.session)
        require(by, Right.MANAGE_SESSIONS, there, now=now)
        require_state(there, *_STAGES)
        if Assessor.objects.filter(pk=assessor.pk, removed_at__isnull=True).update(removed_at=now):
            Marking.objects.filter(
                attempt__candidate__session=there,
                assessor=assessor.user_id,
                state__in=(MarkingState.ASSIGNED, MarkingState.OPEN),
            ).update(state=MarkingState.SET_ASIDE)
            write("marking.assessor_removed", there, by=by, now=now, why=why, user=str(assessor.user.uuid))


def declare(*, session: Session, ties: Sequence[Tie] = (), by: User, now: datetime) -> Assessor:
    """Say which candidates one knows, or none: nothing is marked before, nor a candidate who came after it.

    What was said once stays: only whoever runs the session takes a tie back. Whatever one had marked of a candidate
    to whom a tie bars is set aside.

    raises:  NotEntitled, NotNow, WrongValue
    """
    with transaction.atomic():
        there = held(session)
        require_state(there, *_STAGES)
        assessor = Assessor.objects.filter(session=there, user=by, removed_at__isnull=True).first()
        if assessor is None or not may(by, Right.MARK, there, now=now):
            raise NotEntitled(NO_LONGER_ASSESSES)
        new = _note(there, ties, by, told_by=by, now=now)
        Assessor.objects.filter(pk=assessor.pk).update(declared_at=now)
        assessor.declared_at = now
        write("marking.declared", there, by=by, now=now, user=str(by.uuid), ties=len(ties))
        _set_aside_what_ties_bar(there, by, new, by=by, now=now)
    return assessor


def note_conflict(
    *, session: Session, candidate: Candidate, user: User, nature: str, words: str = "", by: User, now: datetime
) -> None:
    """Note a tie that somebody else learned of. raises: NotEntitled, NotNow, WrongValue"""
    with transaction.atomic():
        there = held(session)
        require(by, Right.MANAGE_SESSIONS, there, now=now)
        require_state(there, *_STAGES)
        if not Assessor.objects.filter(session=there, user=user).exists():
            raise WrongValue(NOT_AN_ASSESSOR, field="user", name=user.name)
        new = _note(there, [Tie(candidate, nature, words)], user, told_by=by, now=now)
        if new:
            write("marking.conflict_noted", there, by=by, now=now, candidate=candidate, user=str(user.uuid))
            _set_aside_what_ties_bar(there, user, new, by=by, now=now)


def withdraw_conflict(*, conflict: Conflict, why: str, by: User, now: datetime) -> None:
    """Take a tie back that was noted by mistake. raises: NotEntitled, NotNow, WrongValue without a reason"""
    if not why.strip():
        raise WrongValue(EMPTY_WHY, field="why")
    with transaction.atomic():
        there = held(conflict.candidate.session)
        require(by, Right.MANAGE_SESSIONS, there, now=now)
        require_state(there, *_STAGES)
        if conflict.user_id == by.pk:
            raise NotEntitled(NO_TIE)
        if not Conflict.objects.filter(pk=conflict.pk, withdrawn_at__isnull=True).update(withdrawn_at=now):
            raise NotNow(NO_TIE)
        write(
            "marking.conflict_withdrawn",
            there,
            by=by,
            now=now,
            candidate=conflict.candidate,
            why=why,
            user=str(conflict.user.uuid),
        )


def _note(session: Session, ties: Sequence[Tie], user: User, *, told_by: User, now: datetime) -> list[Candidate]:
    """Write the ties that say something new; gives the candidates they are about."""
    for tie in ties:
        if tie.nature not in Nature.values:
            raise WrongValue(NO_SUCH_NATURE, field="nature")
        if tie.candidate.session_id != session.pk:
            raise WrongValue(NOT_OF_THIS_SESSION, field="candidate")
    if not ties:
        return []
    standing = {
        row.candidate_id: row
        for row in Conflict.objects.filter(candidate__session=session, user=user, withdrawn_at__isnull=True)
    }
    told = [tie for tie in ties if tie.candidate.pk not in standing or standing[tie.candidate.pk].nature != tie.nature]
    Conflict.objects.filter(
        pk__in=[standing[tie.candidate.pk].pk for tie in told if tie.candidate.pk in standing]
    ).update(withdrawn_at=now)
    Conflict.objects.bulk_create(
        Conflict(
            candidate=tie.candidate,
            user=user,
            nature=tie.nature,
            words=tie.words.strip()[:LONGEST_WORDS],
            told_at=now,
            told_by=told_by,
        )
        for tie in told
    )
    return [tie.candidate for tie in told]


def _set_aside_what_ties_bar(
    session: Session, user: User, candidates: Sequence[Candidate], *, by: User, now: datetime
) -> None:
    if not candidates:
        return
    told = Candidate.objects.filter(pk__in=[each.pk for each in candidates])
    rules, ties = rules_in(session), ties_in(session, candidates=list(told))
    events = {event.id: event for event in rules.events}
    standing = (
        Marking.objects.filter(
            attempt__in=attempts_of_round(session).values("pk"), attempt__candidate__in=candidates, assessor=user
        )
        .exclude(state=MarkingState.SET_ASIDE)
        .select_related("attempt__candidate")
    )
    barred = [
        each
        for each in standing
        if each.event in events and ties.bar(each.attempt.candidate_id, user.pk, events[each.event])
    ]
    if not barred:
        return
    Marking.objects.filter(pk__in=[each.pk for each in barred]).update(state=MarkingState.SET_ASIDE)
    forget_agreements(barred)
    attempts = {each.attempt_id: each.attempt for each in barred}
    settle_anew(rules, list(attempts.values()), now=now)
    write(
        "marking.set_aside_for_ties",
        session,
        by=by,
        now=now,
        user=str(user.uuid),
        markings=[str(each.uuid) for each in barred[:50]],
        count=len(barred),
    )
