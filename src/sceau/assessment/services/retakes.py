"""A next attempt, over what was missed: within the design's limits, after the release or before the jury meets."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from sceau.accounts.models import User
from sceau.assessment.errors import WrongValue
from sceau.assessment.models import Attempt, Candidate, Control, Decision, RetainedMark, Session
from sceau.assessment.reasons.marking import NO_RETAKE_OF_ONE_WHO_LEFT, NOT_OF_THIS_SESSION, OPEN_ALREADY
from sceau.assessment.rights import require
from sceau.assessment.services.results import settle_anew
from sceau.assessment.services.writing import held, move, require_state
from sceau.assessment.states import CandidateState, Kept, Presence, ResultState, SessionState
from sceau.assessment.ties import rules_in
from sceau.engine.marking import retake as engine
from sceau.engine.marking.outcome import State
from sceau.engine.marking.retake import Refusal, RetakePlan, plan_retake
from sceau.engine.marking.rules import AssessmentRules
from sceau.institutions.roles import Right
from sceau.journal.services import Deed, record_all

# what whoever opens an attempt beyond the limits may pass over: an appeal was granted
_LIMITS = frozenset({engine.NOT_PROVIDED, engine.TOO_MANY, engine.ONLY_ONE, engine.TOO_EARLY})


@dataclass(frozen=True, slots=True)
class Refused:
    """Somebody for whom no attempt was opened."""

    candidate: Candidate
    refusals: tuple[Refusal, ...]

    def sentences(self, language: str) -> list[str]:
        """Why, in "fr" or "en"."""
        return [each.sentence(language) for each in self.refusals]


@dataclass(frozen=True, slots=True)
class Retakes:
    """opened: the new attempts; refused: for whom none was opened, each with its reasons"""

    opened: list[Attempt]
    refused: list[Refused]


def open_retakes(
    *,
    session: Session,
    candidates: Sequence[Candidate],
    criteria: Collection[str] | None = None,
    sat_on: date | None = None,
    beyond_limits: str = "",
    by: User,
    now: datetime,
) -> Retakes:
    """Open a next attempt for each candidate whom the design allows one.

    From a session whose results are released a next round begins; while events are still held, the attempt belongs to
    the same round, and only the last one is deliberated.

    criteria:       ids of criteria to be opened besides those of the design's scope
    sat_on:         the day on which it will be sat, if it is known; else today
    beyond_limits:  why number and delay do not count, such as an appeal that was granted; "" when they do
    raises:         NotEntitled, NotNow, WrongValue
    """
    with transaction.atomic():
        there = held(session)
        require(by, Right.MANAGE_SESSIONS, there, now=now)
        require_state(there, SessionState.EVENTS, SessionState.RELEASED)
        if any(each.session_id != there.pk for each in candidates):
            raise WrongValue(NOT_OF_THIS_SESSION, field="candidates")
        rules = rules_in(there)
        plans = _plans(rules, candidates, sat_on or localdate(now), criteria or ())
        refused = [Refused(each, found) for each in candidates if (found := _refusals(each, plans, beyond_limits))]
        allowed = [each for each in candidates if each.pk not in {one.candidate.pk for one in refused}]
        if not allowed:
            return Retakes([], refused)
        if there.state == SessionState.RELEASED:
            there.round += 1
            there.save(update_fields=["round"])
            move(there, SessionState.EVENTS, now=now)
        opened = _open(there, rules, [(each, plans[each.pk]) for each in allowed], by=by, now=now)
        record_all(
            [
                Deed(
                    "marking.retake_opened",
                    f"candidate:{each.candidate.uuid}",
                    {
                        "session": str(there.uuid),
                        "attempt": str(each.uuid),
                        "number": each.number,
                        "round": there.round,
                        "beyond_limits": bool(beyond_limits),
                    },
                    beyond_limits,
                )
                for each in opened
            ],
            by=by.uuid,
            at=now,
            institution=there.institution.uuid,
        )
    return Retakes(opened, refused)


@dataclass(frozen=True, slots=True)
class _Planned:
    last: Attempt
    plan: RetakePlan


def plans_of(session: Session, candidates: Sequence[Candidate], *, on: date) -> dict[int, RetakePlan]:
    """What a next attempt on a day would be for each candidate who has sat one, by primary key. Nothing is written."""
    return {pk: each.plan for pk, each in _plans(rules_in(session), candidates, on, ()).items()}


def _plans(
    rules: AssessmentRules, candidates: Sequence[Candidate], on: date, criteria: Collection[str]
) -> dict[int, _Planned]:
    keys = [each.pk for each in candidates]
    attempts: dict[int, list[Attempt]] = defaultdict(list)
    for attempt in Attempt.objects.filter(candidate__in=keys).order_by("number"):
        attempts[attempt.candidate_id].append(attempt)
    marks: dict[int, dict[str, str]] = defaultdict(dict)
    rows = RetainedMark.objects.filter(attempt__candidate__in=keys).exclude(how=Kept.CARRIED)
    for attempt_id, criterion, level in rows.values_list("attempt", "criterion", "level"):
        marks[attempt_id][criterion] = level
    excused: dict[int, set[str]] = defaultdict(set)
    for attempt_id, presence in Control.objects.filter(attempt__candidate__in=keys).values_list("attempt", "presence"):
        excused[attempt_id].add(presence)
    decided: dict[int, Decision] = {}
    taken = Decision.objects.filter(attempt__candidate__in=keys, deliberation__closed_at__isnull=False)
    for decision in taken.select_related("deliberation").order_by("deliberation__closed_at"):
        decided[decision.attempt_id] = decision
    return {
        candidate: _Planned(there[-1], _plan(rules, there, marks, excused, decided, on, criteria))
        for candidate, there in attempts.items()
    }


def _plan(  # noqa: PLR0917 -- what was read in bulk, for one candidate
    rules: AssessmentRules,
    attempts: Sequence[Attempt],
    marks: dict[int, dict[str, str]],
    presences: dict[int, set[str]],
    decided: dict[int, Decision],
    on: date,
    criteria: Collection[str],
) -> RetakePlan:
    last = attempts[-1]
    decision = decided.get(last.pk)
    state = decision.outcome if decision and decision.outcome else last.state
    return plan_retake(
        rules,
        [
            engine.Attempt(
                marks={name: level for name, level in marks[each.pk].items() if level},
                sat_on=_sat_on(each),
                # one that no jury has seen yet counts from the day it was sat
                decided_on=_decided_on(decided.get(each.pk)) or _sat_on(each),
                absent=[name for name, level in marks[each.pk].items() if not level],
                counts=presences[each.pk] != {Presence.EXCUSED},
            )
            for each in attempts
        ],
        on=on,
        state=State(state),
        also_open=criteria,
    )


def _sat_on(attempt: Attempt) -> date:
    return attempt.assessed_on or localdate(attempt.opened_at)


def _decided_on(decision: Decision | None) -> date | None:
    closed_at = decision.deliberation.closed_at if decision else None
    return localdate(closed_at) if closed_at else None


def _refusals(candidate: Candidate, plans: dict[int, _Planned], beyond_limits: str) -> tuple[Refusal, ...]:
    if candidate.state != CandidateState.ENROLLED:
        return (Refusal(NO_RETAKE_OF_ONE_WHO_LEFT, {}),)
    planned = plans.get(candidate.pk)
    if planned is None or planned.last.state == ResultState.TO_ASSESS:
        return (Refusal(OPEN_ALREADY, {}),)
    return tuple(each for each in planned.plan.refusals if not (beyond_limits and each.reason in _LIMITS))


def _open(
    session: Session,
    rules: AssessmentRules,
    allowed: Sequence[tuple[Candidate, _Planned]],
    *,
    by: User,
    now: datetime,
) -> list[Attempt]:
    opened = Attempt.objects.bulk_create(
        Attempt(
            candidate=candidate,
            number=planned.last.number + 1,
            round=session.round,
            scope=list(planned.plan.opened),
            opened_at=now,
            opened_by=by,
        )
        for candidate, planned in allowed
    )
    Control.objects.bulk_create(
        Control(attempt=attempt, event=event.id)
        for attempt in opened
        for event in rules.events
        if set(event.criteria) & set(attempt.scope)
    )
    settle_anew(rules, opened, now=now)
    return opened
