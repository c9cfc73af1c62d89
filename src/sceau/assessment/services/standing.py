"""Whether a grid may be written in now, by whom it belongs to; and the grid as it stands, kept from others."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

import orjson

from sceau.accounts.models import User
from sceau.assessment.models import Assessor, Attempt, Marking, Session
from sceau.assessment.reasons import marking as reasons
from sceau.assessment.rights import may
from sceau.assessment.services.writing import LEFT_ASIDE, WITH_IT
from sceau.assessment.states import CandidateState, MarkingState, SessionState
from sceau.assessment.ties import Setting, rules_in, setting_of, ties_in
from sceau.engine.errors import Reason
from sceau.engine.marking.rules import AssessmentRules, Event
from sceau.institutions.roles import Right
from sceau.journal.digests import microseconds
from sceau.journal.queries import Wanted, acts_of

ALL_IN = "marking.all_in"  # noted when the last marking that an event needs is handed in: from then on they are shown
_PAIR = 2


def hindrance_of(marking: Marking, *, by: User, now: datetime, place: Assessor | None = None) -> Reason | None:
    """Why nothing may be written in a marking now; None when it may. SUBMITTED for one that was handed in.

    place:  what `place_of` gave a moment ago, where it was asked already
    """
    return standing_of(marking, by, now, place)[2]


def place_of(user: User, session: Session, *, now: datetime) -> Assessor | None:
    """The place of somebody among those who mark in a session, as long as a role lets them mark."""
    place = Assessor.objects.filter(session=session, user=user, removed_at__isnull=True).first()
    return place if place is not None and may(user, Right.MARK, session, now=now) else None


def criteria_of(event: Event, scope: Sequence[str]) -> tuple[str, ...]:
    """Ids of the criteria of an event that an attempt is to show, in the grid's order."""
    return tuple(name for name in event.criteria if name in scope)


def locked(marking: Marking) -> Marking:
    """The marking as it stands; its session and itself are kept from others until the transaction ends."""
    Session.objects.select_for_update(of=("self",)).only("pk").get(candidates__attempts__markings=marking.pk)
    return (
        Marking.objects.select_for_update(of=("self",))
        .select_related(*(f"attempt__candidate__session__{name}" for name in WITH_IT))
        .defer(*(f"attempt__candidate__session__{name}" for name in LEFT_ASIDE))
        .get(pk=marking.pk)
    )


def standing_of(
    marking: Marking, by: User, now: datetime, place: Assessor | None = None
) -> tuple[AssessmentRules, Event, Reason | None]:
    """The rules, the event, and why nothing may be written in this marking now; None when it may."""
    session = marking.attempt.candidate.session
    setting = setting_of(session)
    rules = rules_in(session, setting)
    event = rules.event(marking.event)
    hindrance = _of_the_marking(marking)
    if hindrance is None:
        place = place or place_of(by, session, now=now)
        hindrance = reasons.NO_LONGER_ASSESSES if place is None else _of_the_person(marking, event, setting, place)
    if hindrance is None and marking.state == MarkingState.SUBMITTED:
        hindrance = reasons.SUBMITTED
    return rules, event, hindrance


def why_it_stays(marking: Marking, event: Event) -> Reason | None:
    """Why a marking that was handed in is not taken back; None as long as its author could see no other one."""
    handed_in = Marking.objects.filter(attempt=marking.attempt, event=event.id, state=MarkingState.SUBMITTED)
    if handed_in.count() >= max(_PAIR, event.assessors):
        return reasons.BOTH_ARE_IN
    return reasons.COMPARED if those_compared(marking.attempt.candidate.session, [event], [marking]) else None


def those_compared(session: Session, events: Iterable[Event], markings: Sequence[Marking]) -> list[Marking]:
    """Of these, each with its attempt and candidate, those whose author could read another marking of the event.

    They stay so when the other one is set aside; the journal says when all were in. One statement at most.
    """
    needed = {event.id: event.assessors for event in events if event.is_double}
    asked = [each for each in markings if each.submitted_at is not None and each.event in needed]
    if not asked:
        return []
    subjects = tuple({f"candidate:{each.attempt.candidate.uuid}" for each in asked})
    shown: dict[tuple[str, str], int] = defaultdict(int)
    wanted = Wanted(codes=(ALL_IN,), subjects=subjects, since=min(each.attempt.opened_at for each in asked))
    for act in acts_of(session.institution.uuid, wanted):
        key = act.subject, str(orjson.loads(act.details)["event"])
        shown[key] = max(shown[key], act.at)
    return [each for each in asked if _was_shown(each, needed[each.event], shown)]


def _was_shown(marking: Marking, needed: int, shown: Mapping[tuple[str, str], int]) -> bool:
    at = shown.get((f"candidate:{marking.attempt.candidate.uuid}", marking.event))
    # the third one comes after the others were shown
    since = marking.attempt.opened_at if marking.place > needed else marking.submitted_at
    return at is not None and since is not None and at >= microseconds(since)


def _of_the_marking(marking: Marking) -> Reason | None:
    candidate = marking.attempt.candidate
    session = candidate.session
    if marking.state == MarkingState.SET_ASIDE:
        return reasons.SET_ASIDE
    if session.state == SessionState.OPEN:
        return reasons.NOT_BEGUN
    if session.state != SessionState.EVENTS:
        return reasons.CLOSED
    if candidate.state != CandidateState.ENROLLED:
        return reasons.GONE
    attempt = marking.attempt
    later = Attempt.objects.filter(candidate=candidate, round=attempt.round, number__gt=attempt.number)
    return reasons.PAST_ATTEMPT if attempt.round != session.round or later.exists() else None


def _of_the_person(marking: Marking, event: Event, setting: Setting, place: Assessor) -> Reason | None:
    candidate = marking.attempt.candidate
    if place.declared_at is None or place.declared_at < candidate.created_at:
        return reasons.DECLARE_FIRST
    if ties_in(candidate.session, setting, candidates=[candidate]).bar(candidate.pk, place.user_id, event):
        return reasons.YOU_ARE_TIED
    return None
