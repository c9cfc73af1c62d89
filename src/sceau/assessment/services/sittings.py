"""The occasion itself: opened, attended, adjourned, resumed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Max, OuterRef, Subquery

from sceau.accounts.models import User
from sceau.assessment.composition import composition_of
from sceau.assessment.errors import ChangedMeanwhile, NotNow, WrongValue
from sceau.assessment.judging import told
from sceau.assessment.keepers import require_keeper, seats_of
from sceau.assessment.models import Attempt, Decision, Deliberation, Minutes, Seated, Session
from sceau.assessment.quorum import seated_in
from sceau.assessment.reasons import jury as reasons
from sceau.assessment.services.at_work import at_work, held_deliberation, touch
from sceau.assessment.services.results import judged
from sceau.assessment.services.writing import held, move, require_state, rules_for, write
from sceau.assessment.states import (
    CandidateState,
    DeliberationKind,
    MinutesState,
    Mode,
    Presence,
    ResultState,
    Route,
    SessionKind,
    SessionState,
)

LEFT_OPEN = (ResultState.SUSPENDED, ResultState.PENDING)  # decided, and still to be decided


def open_deliberation(*, session: Session, by: User, now: datetime, mode: str = "", place: str = "") -> Deliberation:
    """Begin to deliberate: on everybody of the round once marking is closed; after the release, on what was left open.

    mode, place:  "" for those of the session
    raises:       NotEntitled, NotNow, MalformedDesign
    """
    with transaction.atomic():
        there = _openable(session, by=by, now=now)
        require_state(there, SessionState.MARKED, SessionState.RELEASED)
        attempts = _left_open(there)
        kind = DeliberationKind.COMPLEMENTARY
        if there.state == SessionState.MARKED:
            first = not Deliberation.objects.filter(session=there, closed_at__isnull=False).exists()
            kind = DeliberationKind.ORDINARY if first else kind
            attempts = _of_the_round(there) + attempts
        return _begun(there, kind, attempts, by=by, now=now, mode=mode, place=place)


def open_corrective(
    *,
    session: Session,
    corrects: Deliberation,
    attempts: Sequence[Attempt],
    by: User,
    now: datetime,
    why: str,
    mode: str = "",
    place: str = "",
) -> Deliberation:
    """Begin to correct decisions whose minutes are sealed; those minutes stay as they are.

    attempts:  those whose decision is a mistake, and no others
    why:       the mistake, as the minutes will say it
    raises:    NotEntitled, NotNow, WrongValue, MalformedDesign
    """
    if not why.strip():
        raise WrongValue(reasons.WHY_CORRECT, field="why")
    with transaction.atomic():
        there = _openable(session, by=by, now=now)
        require_state(there, SessionState.RELEASED)
        wanted = {attempt.pk for attempt in attempts}
        theirs = Attempt.objects.filter(decisions__deliberation=corrects, pk__in=wanted).select_related("candidate")
        found = list(theirs.order_by("candidate__number"))
        sealed = Minutes.objects.filter(deliberation=corrects, state=MinutesState.SEALED).exists()
        if corrects.session_id != there.pk or not sealed or len(found) != len(wanted):
            raise NotNow(reasons.NOTHING_TO_CORRECT)
        return _begun(
            there,
            DeliberationKind.CORRECTIVE,
            found,
            by=by,
            now=now,
            mode=mode,
            place=place,
            corrects=corrects,
            why=why.strip(),
        )


def note_presence(
    *,
    deliberation: Deliberation,
    presences: Mapping[UUID, tuple[str, UUID | None]],
    by: User,
    now: datetime,
    seen: int | None = None,
) -> Deliberation:
    """Say who is there, and who gave a proxy to whom.

    presences:  seat → what of `Presence`, and the seat that votes for an absent one; those left out stay as they are
    seen:       the revision that the screen showed
    raises:     NotEntitled, NotNow, WrongValue, ChangedMeanwhile
    """
    with transaction.atomic():
        there = at_work(deliberation, by=by, now=now)
        if seen is not None and seen != there.revision:
            raise ChangedMeanwhile(reasons.CHANGED_MEANWHILE)
        rows = seated_in(there)
        by_uuid = {row.seat.uuid: row for row in rows}
        for uuid, (presence, proxy) in presences.items():
            if uuid not in by_uuid or (proxy is not None and proxy not in by_uuid):
                raise WrongValue(reasons.NOT_OF_THIS_SESSION, field="presence")
            row = by_uuid[uuid]
            if presence not in Presence.values:
                raise WrongValue(reasons.NOT_A_PRESENCE, field="presence", name=row.seat.name)
            row.presence = presence
            row.proxy = by_uuid[proxy].seat if proxy is not None and presence == Presence.REPRESENTED else None
        _check_proxies(rows)
        Seated.objects.bulk_update(rows, ["presence", "proxy"])
        touch(there)
        present = sum(row.presence == Presence.PRESENT for row in rows)
        write("deliberation.presence_noted", there.session, by=by, now=now, present=present, seats=len(rows))
    return there


def adjourn(*, deliberation: Deliberation, by: User, now: datetime, why: str = "") -> Deliberation:
    """Stop for now, such as when the quorum is lost: everything stays as it is.

    raises:  NotEntitled, NotNow
    """
    with transaction.atomic():
        there = at_work(deliberation, by=by, now=now)
        there.adjourned_at = now
        touch(there, "adjourned_at")
        write("deliberation.adjourned", there.session, by=by, now=now, why=why.strip(), number=there.number)
    return there


def resume(*, deliberation: Deliberation, by: User, now: datetime) -> Deliberation:
    """Go on where it stopped.

    raises:  NotEntitled, NotNow
    """
    with transaction.atomic():
        session = held(deliberation.session)
        there = held_deliberation(deliberation, session)
        require_keeper(by, session, now=now)
        if there.closed_at is not None:
            raise NotNow(reasons.CLOSED)
        if there.adjourned_at is None:
            raise NotNow(reasons.NOT_ADJOURNED)
        there.adjourned_at = None
        touch(there, "adjourned_at")
        write("deliberation.resumed", session, by=by, now=now, number=there.number)
    return there


def _openable(session: Session, *, by: User, now: datetime) -> Session:
    there = held(session)
    require_keeper(by, there, now=now)
    if there.route != Route.MINUTES:
        raise NotNow(reasons.NOT_BY_JURY)
    if Deliberation.objects.filter(session=there, closed_at__isnull=True).exists():
        raise NotNow(reasons.OPEN_ALREADY)
    finding = next((each for each in composition_of(there, now=now) if each.hinders), None)
    if finding is not None:
        raise NotNow(finding.reason, **finding.details)
    return there


def _begun(
    session: Session,
    kind: DeliberationKind,
    attempts: Sequence[Attempt],
    *,
    by: User,
    now: datetime,
    mode: str,
    place: str,
    corrects: Deliberation | None = None,
    why: str = "",
) -> Deliberation:
    if not attempts:
        raise NotNow(reasons.NOTHING_TO_DECIDE)
    last = Deliberation.objects.filter(session=session).aggregate(last=Max("number"))["last"] or 0
    try:
        with transaction.atomic():
            deliberation = Deliberation.objects.create(
                session=session,
                number=last + 1,
                round=session.round,
                kind=kind,
                route=Route.MINUTES,
                corrects=corrects,
                why=why,
                mode=mode if mode in Mode.values else session.mode,
                place=place.strip() or session.place,
                opened_at=now,
                opened_by=by,
            )
    except IntegrityError as error:
        raise NotNow(reasons.OPEN_ALREADY) from error
    Seated.objects.bulk_create(Seated(deliberation=deliberation, seat=seat) for seat in seats_of(session))
    outcomes = judged(rules_for(session), attempts)
    Decision.objects.bulk_create(
        Decision(
            deliberation=deliberation,
            attempt=attempt,
            proposed=outcome.state,
            score=outcome.score,
            marks=outcome.marks,
            lines=told(outcome),
            kept=list(outcome.kept),
        )
        for attempt in attempts
        for outcome in (outcomes[attempt.pk],)
    )
    move(session, SessionState.DELIBERATION, now=now)
    write("deliberation.opened", session, by=by, now=now, number=last + 1, kind=kind, decisions=len(attempts))
    return deliberation


def _of_the_round(session: Session) -> list[Attempt]:
    """The last attempt of each enrolled candidate in the round."""
    last = Attempt.objects.filter(candidate=OuterRef("candidate"), round=session.round).order_by("-number")
    attempts = Attempt.objects.filter(
        candidate__session=session,
        candidate__state=CandidateState.ENROLLED,
        round=session.round,
        number=Subquery(last.values("number")[:1]),
    )
    if session.kind == SessionKind.ROLLING:
        attempts = attempts.exclude(state=ResultState.TO_ASSESS)  # they wait for the next round
    return list(attempts.select_related("candidate").order_by("candidate__number"))


def _left_open(session: Session) -> list[Attempt]:
    """The attempts whose last decision put it off, of candidates who sat nothing since."""
    last = Decision.objects.filter(
        attempt__candidate=OuterRef("candidate"), deliberation__closed_at__isnull=False
    ).order_by("-deliberation__number")
    newest = Attempt.objects.filter(candidate=OuterRef("candidate")).order_by("-number")
    attempts = Attempt.objects.filter(
        candidate__session=session,
        candidate__state=CandidateState.ENROLLED,
        number=Subquery(newest.values("number")[:1]),
        round__lt=session.round + (session.state == SessionState.RELEASED),
    ).annotate(decided=Subquery(last.values("outcome")[:1]))
    return list(attempts.filter(decided__in=LEFT_OPEN).select_related("candidate").order_by("candidate__number"))


def _check_proxies(rows: Sequence[Seated]) -> None:
    """A proxy goes to somebody who is there, and a member holds a single one."""
    there = {row.seat_id for row in rows if row.presence == Presence.PRESENT}
    holders: set[int] = set()
    for row in rows:
        if row.presence != Presence.REPRESENTED:
            continue
        if row.proxy is None:
            raise WrongValue(reasons.PROXY_NEEDED, field="proxy", name=row.seat.name)
        if row.proxy.pk not in there:
            raise WrongValue(reasons.WRONG_PROXY, field="proxy", name=row.seat.name)
        if row.proxy.pk in holders:
            raise WrongValue(reasons.TOO_MANY_PROXIES, field="proxy", name=row.proxy.name)
        holders.add(row.proxy.pk)
