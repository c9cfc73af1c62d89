"""The routes without a jury: one person proposes what the marks give, another confirms; samples are audited.

A proposal is a deliberation of its own. It is confirmed, or sent back to marking with a reason; nothing of it changes.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.timezone import localdate

from sceau.accounts.models import User
from sceau.assessment.deciding import columns
from sceau.assessment.errors import ChangedMeanwhile, NotEntitled, NotNow, WrongValue
from sceau.assessment.models import Attempt, AuditCheck, Decision, Deliberation, Marking, Session
from sceau.assessment.queries.sessions import attempts_of_round, attempts_to_decide
from sceau.assessment.reasons.awards import (
    AUDIT_WORDS,
    JURY_DECIDES,
    NO_SOURCE,
    NOBODY_TO_DECIDE,
    NOT_ALL_MARKED,
    NOT_DRAWN,
    NOT_WAITING,
    PROPOSED_ALREADY,
    PROPOSER_HAS_NOT_MARKED,
    TWO_PEOPLE,
    WHY_SENT_BACK,
)
from sceau.assessment.rights import may, require
from sceau.assessment.services.awarding import make_awards, needs_two, require_audited
from sceau.assessment.services.results import judged
from sceau.assessment.services.sampling import LEAST_AUDITED, draw
from sceau.assessment.services.writing import held, move, require_state, rules_for, write
from sceau.assessment.states import (
    DeliberationKind,
    MarkingState,
    ResultState,
    Route,
    SessionState,
)
from sceau.assessment.twice import require_once
from sceau.engine.marking.rules import AssessmentRules
from sceau.institutions.roles import Right


def propose_results(*, session: Session, by: User, now: datetime, source: str = "", remarks: str = "") -> Deliberation:
    """Propose what the marks give: for every candidate of the round, or after the release for those left open.

    By the route "assessor", whoever proposes has marked in the session; by "automatic", they manage it, and the results
    to be audited are drawn at once.

    source:  by the route "automatic", the system that says so; "" for the one that the design names
    raises:  NotEntitled, NotNow, WrongValue
    """
    with transaction.atomic():
        there = held(session)
        require_state(there, SessionState.MARKED, SessionState.RELEASED)
        _require_may_propose(there, by=by, now=now)
        rules = rules_for(there)
        attempts = _decidable(there)
        deliberation = open_deliberation(
            there,
            kind=_kind(there),
            source=_source(there, rules, source) if there.route == Route.AUTOMATIC else "",
            remarks=remarks.strip(),
            by=by,
            now=now,
        )
        outcomes = judged(rules, attempts)
        Decision.objects.bulk_create(
            Decision(
                deliberation=deliberation,
                attempt=attempt,
                outcome=str(outcomes[attempt.pk].state),
                decided_by=by,
                decided_at=now,
                **columns(outcomes[attempt.pk], rules, on=localdate(now)),
            )
            for attempt in attempts
        )
        require_once(deliberation)
        if there.route == Route.AUTOMATIC:
            draw(deliberation, rules.audit_percent or LEAST_AUDITED, now=now)
        move(there, SessionState.DELIBERATION, now=now)
        write("results.proposed", there, by=by, now=now, deliberation=str(deliberation.uuid), count=len(attempts))
    return deliberation


def confirm_results(*, deliberation: Deliberation, by: User, now: datetime) -> Deliberation:
    """Confirm a proposal: its results are decided, and the awards are made.

    raises:  NotEntitled; NotNow when whoever proposed confirms, or the audit is not done or does not agree
    """
    with transaction.atomic():
        there = waiting(deliberation)
        require(by, Right.RELEASE_AWARDS, there.session, now=now)
        if needs_two(there) and there.opened_by_id == by.pk:
            raise NotNow(TWO_PEOPLE)
        if not needs_two(there):
            require_audited(there)
        require_once(there)
        close_deliberation(there, by=by, now=now)
        write("results.confirmed", there.session, by=by, now=now, deliberation=str(there.uuid))
        make_awards(deliberation=there, by=by, now=now)
    return there


def send_back(*, deliberation: Deliberation, why: str, by: User, now: datetime) -> Deliberation:
    """Refuse a proposal: the session goes back to where marks can be put right. The proposal stays on record.

    raises:  NotEntitled, NotNow; WrongValue without a reason
    """
    if not why.strip():
        raise WrongValue(WHY_SENT_BACK, field="why")
    with transaction.atomic():
        there = waiting(deliberation)
        if there.opened_by_id != by.pk:  # one may take back what one proposed
            require(by, Right.RELEASE_AWARDS, there.session, now=now)
        there.adjourned_at = now
        there.remarks = f"{there.remarks}\n{why.strip()}".strip()
        there.save(update_fields=["adjourned_at", "remarks"])
        _move_back(there, now=now)
        write("results.sent_back", there.session, by=by, now=now, deliberation=str(there.uuid))
    return there


def check_result(
    *, deliberation: Deliberation, decision: Decision, agrees: bool, words: str, by: User, now: datetime
) -> AuditCheck:
    """Say of a result that was drawn whether one comes to the same; a check may be done again while it is open.

    words:   what is wrong, needed when it does not agree
    raises:  NotEntitled, NotNow, WrongValue
    """
    if not agrees and not words.strip():
        raise WrongValue(AUDIT_WORDS, field="words")
    with transaction.atomic():
        there = waiting(deliberation)
        if not any(may(by, right, there.session, now=now) for right in (Right.MARK, Right.RELEASE_AWARDS)):
            require(by, Right.RELEASE_AWARDS, there.session, now=now)
        check = AuditCheck.objects.select_for_update().filter(decision=decision, decision__deliberation=there).first()
        if check is None:
            raise NotNow(NOT_DRAWN)
        check.agrees, check.words, check.checked_by, check.checked_at = agrees, words.strip(), by, now
        check.save(update_fields=["agrees", "words", "checked_by", "checked_at"])
        write(
            "results.audited",
            there.session,
            by=by,
            now=now,
            candidate=decision.attempt.candidate,
            deliberation=str(there.uuid),
            agrees=agrees,
        )
    return check


def open_deliberation(
    session: Session,
    *,
    kind: DeliberationKind,
    by: User,
    now: datetime,
    source: str = "",
    source_digest: str = "",
    remarks: str = "",
    why: str = "",
    corrects: Deliberation | None = None,
) -> Deliberation:
    """A deliberation of a session that is held, on the session's route.

    raises:  ChangedMeanwhile when one is open already
    """
    last = Deliberation.objects.filter(session=session).aggregate(last=Max("number"))["last"] or 0
    try:
        with transaction.atomic():
            return Deliberation.objects.create(
                session=session,
                number=last + 1,
                round=session.round,
                kind=kind,
                route=session.route,
                source=source,
                source_digest=source_digest,
                remarks=remarks,
                why=why,
                corrects=corrects,
                opened_at=now,
                opened_by=by,
            )
    except IntegrityError as error:
        raise ChangedMeanwhile(PROPOSED_ALREADY) from error


def waiting(deliberation: Deliberation) -> Deliberation:
    """A proposal that is still to be answered, with its session held.

    raises:  NotNow for one that was answered, or that a jury holds
    """
    session = held(deliberation.session)
    there = Deliberation.objects.select_for_update(of=("self",)).select_related("opened_by").get(pk=deliberation.pk)
    there.session = session
    if there.route == Route.MINUTES:
        raise NotNow(JURY_DECIDES)
    if there.closed_at is not None or there.adjourned_at is not None:
        raise NotNow(NOT_WAITING)
    return there


def close_deliberation(deliberation: Deliberation, *, by: User, now: datetime) -> None:
    """What was proposed is decided; of a session that is held."""
    deliberation.closed_at, deliberation.closed_by = now, by
    deliberation.save(update_fields=["closed_at", "closed_by"])
    move(deliberation.session, SessionState.DECIDED, now=now)


def _move_back(deliberation: Deliberation, *, now: datetime) -> None:
    """To marking; a file that is refused ends its session; after a release, what was released stays as it is."""
    steps = [SessionState.MARKED]
    if deliberation.route == Route.DECISION:
        steps = [SessionState.MARKED, SessionState.EVENTS, SessionState.CANCELLED]
    if deliberation.session.deliberations.filter(round=deliberation.round, released_at__isnull=False).exists():
        steps = [SessionState.DECIDED, SessionState.RELEASED]
    for step in steps:
        move(deliberation.session, step, now=now)


def _require_may_propose(session: Session, *, by: User, now: datetime) -> None:
    if session.route in (Route.MINUTES, Route.DECISION):
        raise NotNow(JURY_DECIDES)
    if session.route == Route.AUTOMATIC:
        require(by, Right.MANAGE_SESSIONS, session, now=now)
        return
    marked = Marking.objects.filter(
        attempt__candidate__session=session, attempt__round=session.round, state=MarkingState.SUBMITTED, assessor=by
    )
    if not marked.exists():
        raise NotEntitled(PROPOSER_HAS_NOT_MARKED)
    require(by, Right.MARK, session, now=now)


def _kind(session: Session) -> DeliberationKind:
    decided = Deliberation.objects.filter(session=session, closed_at__isnull=False).exists()
    return DeliberationKind.COMPLEMENTARY if decided else DeliberationKind.ORDINARY


def _decidable(session: Session) -> list[Attempt]:
    if session.state == SessionState.RELEASED:
        found = list(attempts_of_round(session).filter(pk__in=_left_open(session), said=""))
    else:
        found = list(attempts_to_decide(session))
    unmarked = sum(each.state == ResultState.TO_ASSESS for each in found)
    if unmarked:
        raise NotNow(NOT_ALL_MARKED, count=unmarked)
    if not found:
        raise NotNow(NOBODY_TO_DECIDE)
    return found


def _left_open(session: Session) -> set[int]:
    """The attempts whose last decision was to wait."""
    rows = Decision.objects.filter(
        deliberation__session=session, deliberation__closed_at__isnull=False, deliberation__adjourned_at__isnull=True
    )
    last = {each.attempt_id: each.outcome for each in rows.order_by("deliberation__number")}
    return {attempt for attempt, outcome in last.items() if outcome in (ResultState.SUSPENDED, ResultState.PENDING)}


def _source(session: Session, rules: AssessmentRules, typed: str) -> str:
    named = typed.strip() or (rules.source.to("fr") if rules.source else "")
    if not named:
        named = ", ".join(_told(session))
    if not named:
        raise WrongValue(NO_SOURCE, field="source")
    return named[:300]


def _told(session: Session) -> Iterable[str]:
    rows = Marking.objects.filter(attempt__candidate__session=session, state=MarkingState.SUBMITTED)
    return rows.exclude(source_words="").order_by("source_words").values_list("source_words", flat=True).distinct()
