"""Marks that were not given on screen: a paper grid keyed in later, what a workplace or a peer observed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Final

from django.db import IntegrityError, transaction

from sceau.accounts.models import User
from sceau.assessment.errors import AlreadyThere, NotEntitled, WrongValue
from sceau.assessment.models import Assessor, Attempt, Mark, Marking, Session
from sceau.assessment.reasons import marking as reasons
from sceau.assessment.rights import require
from sceau.assessment.services.assigning import require_no_tie
from sceau.assessment.services.comparing import tell_how_it_stands
from sceau.assessment.services.marking import LONGEST_COMMENT
from sceau.assessment.services.results import of_event, settle_anew
from sceau.assessment.services.standing import criteria_of
from sceau.assessment.services.writing import held, of_the_round, require_state, write
from sceau.assessment.settling import ABSENT
from sceau.assessment.states import MarkingState, SessionState, Source
from sceau.assessment.ties import rules_in, ties_in
from sceau.engine.marking.rules import AssessmentRules, Event
from sceau.institutions.roles import Right

KEYED: Final = frozenset({Source.PAPER, Source.OBSERVATION, Source.PEER})


def key_in(
    *,
    attempt: Attempt,
    event: str,
    levels: Mapping[str, str],
    comments: Mapping[str, str] | None = None,
    source: str = Source.PAPER,
    assessor: User | None = None,
    observer: str = "",
    assessed_on: date | None = None,
    words: str = "",
    digest: str = "",
    by: User,
    now: datetime,
) -> Marking:
    """Key in a whole grid of one event, as handed in by whoever marked it.

    levels:    criterion id → level or "ABS", for each criterion to be shown there
    assessor:  who marked, one of the session's; or else observer: the name of somebody without an account
    words:     where the marks come from, such as « grille du tuteur, atelier de Foix »
    digest:    SHA-256 of the scanned grid, which is kept among the files; ""
    raises:    NotEntitled, NotNow, WrongValue, AlreadyThere
    """
    if source not in KEYED:
        raise WrongValue(reasons.NOT_A_SOURCE, field="source")
    if (assessor is None) == (not observer.strip()):
        raise WrongValue(reasons.WHO_MARKED, field="assessor")
    with transaction.atomic():
        session = held(attempt.candidate.session)
        require(by, Right.MANAGE_SESSIONS, session, now=now)
        require_state(session, SessionState.EVENTS)
        there = of_the_round(session, attempt)
        rules = rules_in(session)
        found, criteria = _event_to_key(rules, there, event)
        given = _checked(rules, criteria, levels, comments or {})
        if assessor is not None:
            _require_assessor(session, there, found, assessor)
        marking = _marking(there, event, assessor, now)
        marking.state, marking.source, marking.submitted_at = MarkingState.SUBMITTED, Source(source), now
        marking.observer, marking.source_words = " ".join(observer.split())[:200], " ".join(words.split())[:300]
        marking.source_digest, marking.assessed_on = digest, assessed_on
        marking.revision += 1
        _save(marking)
        if marking.revision > 1:  # before its first, there is none
            marking.marks.all().delete()
        Mark.objects.bulk_create(
            Mark(
                marking=marking,
                criterion=name,
                level=level,
                comment=comment,
                revision=marking.revision,
                marked_at=now,
            )
            for name, (level, comment) in given.items()
        )
        write(
            "marking.keyed_in",
            session,
            by=by,
            now=now,
            candidate=there.candidate,
            marking=str(marking.uuid),
            event=event,
            source=source,
            digest=digest,
        )
        results = settle_anew(rules, [there], now=now)[there.pk]
        tell_how_it_stands(session, there, of_event(results, event), by=by, now=now)
    attempt.state, attempt.score, attempt.assessed_on = there.state, there.score, there.assessed_on
    return marking


def _event_to_key(rules: AssessmentRules, attempt: Attempt, event: str) -> tuple[Event, tuple[str, ...]]:
    """The event, and the criteria that the attempt is to show there."""
    found = next((each for each in rules.events if each.id == event), None)
    criteria = criteria_of(found, attempt.scope) if found else ()
    if found is None or not criteria:
        raise WrongValue(reasons.NO_SUCH_EVENT, field="event")
    return found, criteria


def _checked(
    rules: AssessmentRules, criteria: tuple[str, ...], levels: Mapping[str, str], comments: Mapping[str, str]
) -> dict[str, tuple[str, str]]:
    """Level and comment of each criterion. raises: WrongValue, with the criterion as its field"""
    for name, level in levels.items():
        if name not in criteria:
            raise WrongValue(reasons.UNKNOWN_CRITERION, field=name, criterion=name)
        if level and level != ABSENT and level not in rules.steps:
            raise WrongValue(reasons.UNKNOWN_LEVEL, field=name, level=level)
    missing = [name for name in criteria if not levels.get(name)]
    if missing:
        raise WrongValue(reasons.INCOMPLETE, field=missing[0], criteria=", ".join(missing))
    for name, comment in comments.items():
        if len(comment) > LONGEST_COMMENT:
            raise WrongValue(reasons.COMMENT_TOO_LONG, field=name, most=LONGEST_COMMENT)
    return {name: (levels[name], comments.get(name, "").strip()) for name in criteria}


def _require_assessor(session: Session, attempt: Attempt, event: Event, user: User) -> None:
    if not Assessor.objects.filter(session=session, user=user, declared_at__isnull=False).exists():
        raise NotEntitled(reasons.NOT_AN_ASSESSOR, field="assessor", name=user.name)
    ties = ties_in(session, candidates=[attempt.candidate])
    require_no_tie(attempt, event, user, ties)


def _marking(attempt: Attempt, event: str, assessor: User | None, now: datetime) -> Marking:
    """That of this person where they have one that is not handed in, else a new one at the first free place."""
    there = {
        each.place: each
        for each in Marking.objects.filter(attempt=attempt, event=event).exclude(state=MarkingState.SET_ASIDE)
    }
    if assessor is not None:
        own = next((each for each in there.values() if each.assessor_id == assessor.pk), None)
        if own is not None:
            if own.state == MarkingState.SUBMITTED:
                raise AlreadyThere(reasons.MARKS_ALREADY, field="assessor", name=assessor.name)
            return own
    place = next(number for number in range(1, len(there) + 2) if number not in there)
    return Marking(attempt=attempt, event=event, place=place, assessor=assessor, assigned_at=now)


def _save(marking: Marking) -> None:
    if not marking._state.adding:  # its place is its own
        marking.save()
        return
    try:
        with transaction.atomic():
            marking.save()
    except IntegrityError as error:
        raise AlreadyThere(reasons.PLACE_TAKEN, field="event") from error
