"""Reads for those who mark, each with who may see: one's own grids, and both of a pair once both are in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from sceau.accounts.models import User
from sceau.assessment.models import (
    Arrangement,
    Assessor,
    Attempt,
    Candidate,
    Conflict,
    Mark,
    Marking,
    Piece,
    Proposal,
    Session,
)
from sceau.assessment.queries.work import in_hand
from sceau.assessment.services.results import EventResult, settled_in
from sceau.assessment.services.standing import place_of
from sceau.assessment.states import CandidateState, MarkingState, SessionState
from sceau.assessment.ties import rules_in
from sceau.engine.marking.rules import AssessmentRules

_PAIR: Final = 2
_OF_THE_CANDIDATE: Final = "attempt__candidate"
_OF_THE_SESSION: Final = "attempt__candidate__session"
_READ_WITH_A_GRID: Final = (  # every column more is read for each page
    "uuid",
    "attempt",
    "event",
    "place",
    "assessor",
    "state",
    "revision",
    "submitted_at",
    *(f"attempt__{name}" for name in ("uuid", "candidate", "number", "round", "scope", "opened_at")),
    *(
        f"{_OF_THE_CANDIDATE}__{name}"
        for name in ("uuid", "number", "session", "person", "state", "trainer", "created_at")
    ),
    *(f"{_OF_THE_CANDIDATE}__person__{name}" for name in ("given_name", "family_name", "root")),
    *(f"{_OF_THE_CANDIDATE}__person__root__{name}" for name in ("given_name", "family_name")),
    *(
        f"{_OF_THE_SESSION}__{name}"
        for name in ("uuid", "code", "title", "state", "round", "institution", "organiser", "unit", "version")
    ),
    f"{_OF_THE_SESSION}__institution__uuid",
    f"{_OF_THE_SESSION}__institution__assessment_settings__gap_limit",
    f"{_OF_THE_SESSION}__institution__assessment_settings__trainer_may_assess",
    f"{_OF_THE_SESSION}__version__digest",
    f"{_OF_THE_SESSION}__version__titles",
)


@dataclass(frozen=True, slots=True)
class Beside:
    """The grids of one event in the hands of one person, in the order of the candidates. place: of this one, from 1"""

    place: int
    count: int
    done: int
    before: UUID | None
    after: UUID | None
    following: UUID | None
    near: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class Compared:
    """An event that two people, or three, have marked, for one of them.

    mine:      the place of this person among the markings
    comments:  place → criterion → words
    """

    attempt: Attempt
    rules: AssessmentRules
    result: EventResult
    mine: int
    comments: Mapping[int, Mapping[str, str]]
    proposals: Mapping[str, Proposal]
    third: Marking | None


@dataclass(frozen=True, slots=True)
class Declaration:
    """What an assessor is asked: the candidates, and what is known of each. new: who came since they last declared"""

    assessor: Assessor
    candidates: list[Candidate]
    natures: dict[int, str] = field(default_factory=dict)
    new: int = 0


def marking_of(user: User, uuid: UUID) -> Marking | None:
    """One's own grid, with what is to be known of the candidate and the session."""
    return (
        Marking.objects.filter(assessor=user, uuid=uuid)
        .exclude(attempt__candidate__session__state=SessionState.CANCELLED)
        .select_related(
            f"{_OF_THE_CANDIDATE}__person__root",
            f"{_OF_THE_SESSION}__institution__assessment_settings",
            f"{_OF_THE_SESSION}__version",
        )
        .only(*_READ_WITH_A_GRID)
        .first()
    )


def grid_of(user: User, uuid: UUID) -> Marking | None:
    """The same for its screen: once results are released, marks are read by those who decide and no longer here."""
    found = marking_of(user, uuid)
    return found if found is not None and is_shown(found.attempt) else None


def still_assesses(user: User, session: Session, *, now: datetime) -> bool:
    """Whether somebody has a place among those who mark, and a role that lets them: without, nothing is read either."""
    return place_of(user, session, now=now) is not None


def is_shown(attempt: Attempt) -> bool:
    """Whether those who mark still see the marks of an attempt: until the results of its round are released."""
    session = attempt.candidate.session
    return session.state != SessionState.RELEASED and attempt.round == session.round


def beside(marking: Marking, *, near: int = 12) -> Beside:
    """Where a grid stands among those of its event in the same hands; two statements.

    near:  how many after it, and half as many before, are worth keeping for an hour without network
    """
    session = marking.attempt.candidate.session
    again = Attempt.objects.filter(candidate__session=session, number__gt=1)  # few, and most often none
    last = dict(again.order_by("number").values_list("candidate", "number"))
    grids = in_hand(marking.assessor_id, [session]).filter(event=marking.event)
    rows = [
        (uuid, state)
        for uuid, state, candidate, number in grids.values_list(
            "uuid", "state", "attempt__candidate", "attempt__number"
        )
        if number >= last.get(candidate, 1)
    ]
    uuids = [uuid for uuid, _state in rows]
    at = uuids.index(marking.uuid) if marking.uuid in uuids else 0
    waiting = [uuid for uuid, state in (*rows[at + 1 :], *rows[:at]) if state != MarkingState.SUBMITTED]
    return Beside(
        place=at + 1,
        count=len(rows),
        done=sum(state == MarkingState.SUBMITTED for _uuid, state in rows),
        before=uuids[at - 1] if at else None,
        after=uuids[at + 1] if at + 1 < len(uuids) else None,
        following=waiting[0] if waiting else None,
        near=(*uuids[at + 1 : at + 1 + near], *uuids[max(0, at - near // 2) : at]),
    )


def arrangements_to_know(marking: Marking) -> list[Arrangement]:
    """What is arranged for the candidate; never why."""
    return list(Arrangement.objects.filter(candidate=marking.attempt.candidate_id, state="granted").order_by("pk"))


def pieces_for(user: User) -> QuerySet[Piece]:
    """The evidence of those whom somebody marks, as long as it is in their file and results are not released."""
    mine = (
        Marking.objects.filter(attempt__candidate=OuterRef("attempt__candidate"), assessor=user)
        .filter(attempt__round=F("attempt__candidate__session__round"))
        .exclude(attempt__candidate__session__state=SessionState.RELEASED)
        .exclude(state=MarkingState.SET_ASIDE)
    )
    return Piece.objects.filter(Exists(mine), removed_at__isnull=True).order_by("sent_at", "pk")


def pieces_beside(user: User, marking: Marking) -> QuerySet[Piece]:
    """The same for the candidate of a grid that is shown to them."""
    of_theirs = Q(attempt__candidate=marking.attempt.candidate_id)
    if marking.state == MarkingState.SET_ASIDE:  # another grid of the same candidate may let them
        return pieces_for(user).filter(of_theirs)
    return Piece.objects.filter(of_theirs, removed_at__isnull=True).order_by("sent_at", "pk")


def comparison_for(user: User, attempt: UUID, event: str) -> Compared | None:
    """The marks of an event side by side, for somebody who handed theirs in, once all that it needs are in.

    A third assessor sees the two others only after having handed in as well.
    """
    found = (
        Attempt.objects.filter(uuid=attempt)
        .exclude(candidate__session__state=SessionState.CANCELLED)
        .select_related(
            "candidate__person__root",
            "candidate__session__institution",
            "candidate__session__organiser",
            "candidate__session__version",
        )
        .first()
    )
    if found is None or not is_shown(found):
        return None
    rules = rules_in(found.candidate.session)
    result = next((each for each in settled_in(rules, [found])[found.pk] if each.event.id == event), None)
    if result is None or not result.settled or len(result.markings) < _PAIR:
        return None
    mine = next((at for at, each in enumerate(result.markings) if each.assessor_id == user.pk), None)
    if mine is None:
        return None
    places = {each.pk: at for at, each in enumerate(result.markings)}
    comments: dict[int, dict[str, str]] = defaultdict(dict)
    for marking, criterion, words in (
        Mark.objects.filter(marking__in=places).exclude(comment="").values_list("marking", "criterion", "comment")
    ):
        comments[places[marking]][criterion] = words
    waiting = Marking.objects.filter(attempt=found, event=event, place__gt=result.event.assessors)
    third = waiting.exclude(state__in=(MarkingState.SET_ASIDE, MarkingState.SUBMITTED)).first()
    proposals = {each.criterion: each for each in Proposal.objects.filter(attempt=found, event=event)}
    return Compared(found, rules, result, mine, comments, proposals, third)


def declaration_of(user: User, session: UUID) -> Declaration | None:
    """What somebody who assesses in a session has said of its candidates, and of whom they have not."""
    assessor = (
        Assessor.objects.filter(user=user, session__uuid=session, removed_at__isnull=True)
        .exclude(session__state=SessionState.CANCELLED)
        .select_related("session__institution", "session__organiser", "session__version")
        .first()
    )
    if assessor is None:
        return None
    candidates = list(
        Candidate.objects.filter(session=assessor.session, state=CandidateState.ENROLLED)
        .select_related("person__root")
        .order_by("number")
    )
    told = Conflict.objects.filter(candidate__session=assessor.session, user=user, withdrawn_at__isnull=True)
    since = assessor.declared_at
    return Declaration(
        assessor,
        candidates,
        dict(told.values_list("candidate", "nature")),
        sum(since is None or since < each.created_at for each in candidates),
    )
