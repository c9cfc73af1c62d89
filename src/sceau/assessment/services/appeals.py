"""Appeals: a candidate contests a decision within the days that the body gives, and is answered with reasons."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import IntegrityError, transaction
from django.utils.timezone import get_current_timezone, localdate

from sceau.accounts.models import User
from sceau.assessment.errors import AlreadyThere, NotEntitled, NotNow, WrongValue
from sceau.assessment.models import Appeal, Decision, Marking, Session
from sceau.assessment.queries.appeals import Window, window_of
from sceau.assessment.queries.awards import standing_decision
from sceau.assessment.queries.sessions import settings_of
from sceau.assessment.reasons.appeals import (
    MARKED_IT,
    NO_ANSWER,
    NO_APPEAL_HERE,
    NO_EFFECT,
    NO_NEW_ATTEMPT,
    NO_WORDS,
    NOT_OPEN,
    NOT_RELEASED,
    NOT_THE_LAST,
    OPEN_ALREADY,
    RECEIVED_WHEN,
    TOO_LATE,
    TOO_LONG,
)
from sceau.assessment.rights import may, require
from sceau.assessment.services.correcting import propose_correction
from sceau.assessment.services.retakes import open_retakes
from sceau.assessment.services.sittings import open_corrective
from sceau.assessment.services.writing import held, write
from sceau.assessment.states import AppealEffect, AppealState, MarkingState, Route
from sceau.engine.errors import Reason
from sceau.engine.model.wording import Voice
from sceau.institutions.roles import Right

__all__ = ["Answer", "Window", "answer_appeal", "has_marked_candidate", "open_appeal", "window_of", "withdraw_appeal"]

LONGEST = 5_000  # signs: two pages, which somebody will read


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What is answered.

    words:     the reasons, which the candidate reads
    effect:    of `AppealEffect`
    outcome:   by a route without a jury, the result that is to take the decision's place
    marks:     criterion id → level, of the marks that were wrong, for the same
    criteria:  those to be shown again in a new attempt; None for those that the design opens
    """

    words: str
    effect: str
    outcome: str = ""
    marks: Mapping[str, str] | None = None
    criteria: Collection[str] | None = None


def open_appeal(
    *, decision: Decision, words: str, by: User | None, now: datetime, received_on: date | None = None
) -> Appeal:
    """Note that a decision is contested; the candidate is told that it was received.

    by:           None when the candidate writes it; else a colleague who notes what came on paper
    received_on:  the day on which that paper came: it counts for the window, and for the answer
    raises:       NotEntitled, NotNow, WrongValue; AlreadyThere while one is open
    """
    said = _checked(words, NO_WORDS, "words")
    with transaction.atomic():
        session = held(decision.deliberation.session)
        if by is not None and not any(
            may(by, right, session, now=now) for right in (Right.ANSWER_APPEALS, Right.MANAGE_SESSIONS)
        ):
            require(by, Right.ANSWER_APPEALS, session, now=now)
        there = Decision.objects.select_related("deliberation__session", "attempt__candidate").get(pk=decision.pk)
        at = _received(there, received_on if by is not None else None, now=now)
        _require_open_window(there, at)
        try:
            with transaction.atomic():
                appeal = Appeal.objects.create(
                    decision=there, words=said, opened_at=at, due_at=_due(session, at), noted_by=by
                )
        except IntegrityError as error:
            raise AlreadyThere(OPEN_ALREADY) from error
        write(
            "appeal.opened",
            session,
            by=by,
            now=now,
            candidate=there.attempt.candidate,
            appeal=str(appeal.uuid),
        )
    return appeal


def withdraw_appeal(*, appeal: Appeal, by: User | None, now: datetime) -> Appeal:
    """The candidate no longer contests. by: None for the candidate, else who noted it.

    raises:  NotEntitled, NotNow
    """
    with transaction.atomic():
        there = _open(appeal)
        session = there.decision.deliberation.session
        if by is not None:
            require(by, Right.ANSWER_APPEALS, session, now=now)
        there.state, there.answered_at, there.answered_by = AppealState.WITHDRAWN, now, by
        there.save(update_fields=["state", "answered_at", "answered_by"])
        candidate = there.decision.attempt.candidate
        write("appeal.withdrawn", session, by=by, now=now, candidate=candidate, appeal=str(there.uuid))
    return there


def answer_appeal(*, appeal: Appeal, answer: Answer, by: User, now: datetime) -> Appeal:
    """Answer with reasons, and begin what the answer changes: a correction, or another attempt beyond the limits.

    By whoever may answer appeals and did not mark this candidate.

    raises:  NotEntitled, NotNow, WrongValue, and what the correction or the new attempt refuses: then nothing is
             written
    """
    words = _checked(answer.words, NO_ANSWER, "answer")
    if answer.effect not in AppealEffect.values:
        raise WrongValue(NO_EFFECT, field="effect")
    with transaction.atomic():
        there = _open(appeal)
        session = there.decision.deliberation.session
        require(by, Right.ANSWER_APPEALS, session, now=now)
        require_not_marked(there, by)
        there.state, there.effect, there.answer = AppealState.ANSWERED, answer.effect, words
        there.answered_at, there.answered_by = now, by
        there.save(update_fields=["state", "effect", "answer", "answered_at", "answered_by"])
        candidate = there.decision.attempt.candidate
        write(
            "appeal.answered",
            session,
            by=by,
            now=now,
            candidate=candidate,
            appeal=str(there.uuid),
            effect=answer.effect,
        )
        _EFFECTS[AppealEffect(answer.effect)](there, answer, by, now)
    return there


def require_not_marked(appeal: Appeal, by: User) -> None:
    """raises: NotEntitled for an assessor of this candidate"""
    if has_marked_candidate(appeal, by):
        raise NotEntitled(MARKED_IT)


def has_marked_candidate(appeal: Appeal, user: User) -> bool:
    """Whether somebody marked this candidate in this session, on any attempt."""
    return (
        Marking.objects.filter(attempt__candidate=appeal.decision.attempt.candidate_id, assessor=user)
        .exclude(state=MarkingState.SET_ASIDE)
        .exists()
    )


def _maintain(appeal: Appeal, answer: Answer, by: User, now: datetime) -> None:
    """The decision stands."""


def _correct(appeal: Appeal, answer: Answer, by: User, now: datetime) -> None:
    decision = appeal.decision
    if decision.deliberation.route == Route.MINUTES:
        open_corrective(
            session=decision.deliberation.session,
            corrects=decision.deliberation,
            attempts=[decision.attempt],
            why=answer.words.strip()[:1000],
            by=by,
            now=now,
        )
        return
    propose_correction(
        decision=decision,
        outcome=answer.outcome,
        marks=answer.marks or {},
        reason=answer.words.strip()[:1000],
        by=by,
        now=now,
    )


def _try_again(appeal: Appeal, answer: Answer, by: User, now: datetime) -> None:
    decision = appeal.decision
    opened = open_retakes(
        session=decision.deliberation.session,
        candidates=[decision.attempt.candidate],
        criteria=answer.criteria,
        beyond_limits=f"recours {appeal.uuid}",  # the words may name people, and the journal never does
        by=by,
        now=now,
    )
    for each in opened.refused:
        raise NotNow(NO_NEW_ATTEMPT, why=" ; ".join(each.sentences("fr")), why_en="; ".join(each.sentences("en")))


_EFFECTS = {
    AppealEffect.NONE: _maintain,
    AppealEffect.CORRECTIVE: _correct,
    AppealEffect.NEW_ATTEMPT: _try_again,
}


def _checked(words: str, missing: Reason, field: str) -> str:
    said = words.strip()
    if not said:
        raise WrongValue(missing, field=field)
    if len(said) > LONGEST:
        raise WrongValue(TOO_LONG, field=field, length=len(said), most=LONGEST)
    return said


def _received(decision: Decision, day: date | None, *, now: datetime) -> datetime:
    """The moment that counts: noon of the day on which a paper came."""
    if day is None or day == localdate(now):
        return now
    released = decision.deliberation.released_at
    if day > localdate(now) or (released is not None and day < localdate(released)):
        raise WrongValue(RECEIVED_WHEN, field="received_on")
    return datetime.combine(day, time(12), get_current_timezone())


def _require_open_window(decision: Decision, at: datetime) -> None:
    if decision.deliberation.released_at is None:
        raise NotNow(NOT_RELEASED)
    window = window_of(decision, now=max(at, decision.deliberation.released_at))
    if window.last_day is None:
        raise NotNow(NO_APPEAL_HERE)
    if not window.is_open:
        raise NotNow(TOO_LATE, day=Voice("fr").date(window.last_day), day_en=Voice("en").date(window.last_day))
    last = standing_decision(decision.attempt.candidate)
    if last is None or last.pk != decision.pk:
        raise NotNow(NOT_THE_LAST)


def _due(session: Session, at: datetime) -> datetime:
    """The end of the last day on which an answer is in time."""
    after = localdate(at) + timedelta(days=settings_of(session.institution).answer_days + 1)
    return datetime.combine(after, time.min, get_current_timezone())


def _open(appeal: Appeal) -> Appeal:
    """raises: NotNow"""
    session = held(appeal.decision.deliberation.session)
    there = (
        Appeal.objects.select_for_update(of=("self",))
        .select_related("decision__deliberation", "decision__attempt__candidate")
        .get(pk=appeal.pk)
    )
    if there.state != AppealState.OPEN:
        raise NotNow(NOT_OPEN)
    there.decision.deliberation.session = session
    return there
