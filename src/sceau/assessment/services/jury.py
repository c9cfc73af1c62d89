"""Who sits on the jury of a session, and the ties that they declare."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.db.models import Q

from sceau.accounts.models import User
from sceau.assessment.errors import AlreadyThere, NotEntitled, NotNow, WrongValue
from sceau.assessment.keepers import president_of, require_keeper
from sceau.assessment.models import Candidate, Conflict, Deliberation, Minutes, Seat, SeatConflict, Seated, Session
from sceau.assessment.reasons import jury as reasons
from sceau.assessment.rights import may
from sceau.assessment.services.writing import elsewhere, held, write
from sceau.assessment.states import MinutesState, Presence, Route, SessionState
from sceau.institutions.roles import Right

NATURES: Final = ("relative", "trainer", "colleague", "other")


def add_seat(
    *,
    session: Session,
    by: User,
    now: datetime,
    user: User | None = None,
    name: str = "",
    email: str = "",
    quality: str = "",
    external: bool = False,
    presides: bool = False,
    language: str = "",
) -> Seat:
    """Give somebody a place on the jury; of a deliberation that is open too.

    user:    a colleague whose roles allow it; None for somebody without an account, who then needs a name
    raises:  NotEntitled, NotNow, WrongValue, AlreadyThere
    """
    with transaction.atomic():
        there = _changeable(session, by=by, now=now)
        _require_may_sit(there, user, presides, now)
        given = _checked(user.name if user else name, email)
        if user is None and Seat.objects.filter(session=there, name=given[0], removed_at__isnull=True).exists():
            raise AlreadyThere(reasons.SITS_ALREADY, field="name", name=given[0])
        seat = Seat(
            session=there,
            user=user,
            name=given[0],
            email=given[1] or (user.email if user else ""),
            language=language or (user.language if user else "fr"),
            quality=quality.strip(),
            external=external,
            presides=presides,
            added_at=now,
            added_by=by,
        )
        _kept(seat)
        for deliberation in Deliberation.objects.filter(session=there, route=Route.MINUTES, closed_at__isnull=True):
            Seated.objects.create(deliberation=deliberation, seat=seat)
        write("jury.seat_added", there, by=by, now=now, seat=str(seat.uuid), presides=presides)
    return seat


def edit_seat(
    *, seat: Seat, by: User, now: datetime, email: str, quality: str, external: bool, presides: bool, name: str = ""
) -> Seat:
    """Change what is said of a member. The name of somebody with an account is that of the account.

    raises:  NotEntitled, NotNow, WrongValue, AlreadyThere
    """
    with transaction.atomic():
        there = _changeable(seat.session, by=by, now=now)
        current = _standing(seat)
        if presides and not current.presides:
            _require_may_sit(there, current.user, True, now)
        typed, address = _checked(current.user.name if current.user else name, email)
        current.name, current.email = typed, address
        current.quality, current.external, current.presides = quality.strip(), external, presides
        _kept(current)
        write("jury.seat_changed", there, by=by, now=now, seat=str(current.uuid), presides=presides)
    return current


def remove_seat(*, seat: Seat, by: User, now: datetime) -> None:
    """Take a place away; not from somebody who takes part in the deliberation, nor from whom its quorum counts.

    raises:  NotEntitled, NotNow
    """
    with transaction.atomic():
        there = _changeable(seat.session, by=by, now=now)
        current = _standing(seat)
        rows = Seated.objects.filter(deliberation__closed_at__isnull=True, deliberation__session=there)
        if rows.filter(Q(seat=current, presence=Presence.PRESENT) | Q(proxy=current)).exists():
            raise NotNow(reasons.SEAT_PRESENT, name=current.name)
        if rows.filter(seat=current, deliberation__opened_at__gt=current.added_at).exists():
            raise NotNow(reasons.SEAT_COUNTS, name=current.name)  # a quorum is not reached by taking away the absent
        rows.filter(seat=current).delete()
        current.removed_at = now
        current.save(update_fields=["removed_at"])
        write("jury.seat_removed", there, by=by, now=now, seat=str(current.uuid))


def declare(
    *, seat: Seat, by: User, now: datetime, ties: Mapping[Candidate, str] | None = None, words: str = ""
) -> Seat:
    """Say with which candidates one has a tie, or that there is none.

    Whoever has an account says it; for the others the president or the office notes what they said.

    ties:    candidate → what ties them: "relative", "trainer", "colleague", "other"
    raises:  NotEntitled, NotNow, WrongValue
    """
    with transaction.atomic():
        there = held(seat.session)
        current = _standing(seat)
        if current.user_id is None:
            require_keeper(by, there, now=now)
        elif current.user_id != by.pk:
            raise NotEntitled(reasons.NOT_YOUR_SEAT)
        _require_before_signing(there)
        _note_ties(current, ties or {}, words, by=by, now=now)
        current.declared_at = now
        current.save(update_fields=["declared_at"])
        write("jury.declared", there, by=by, now=now, seat=str(current.uuid), ties=len(ties or {}))
    return current


def withdraw_tie(*, seat: Seat, candidate: Candidate, by: User, now: datetime, why: str) -> None:
    """Take back a tie that was noted by mistake, with a reason.

    raises:  NotEntitled, NotNow, WrongValue
    """
    if not why.strip():
        raise WrongValue(reasons.WHY_TIE_WITHDRAWN, field="why")
    with transaction.atomic():
        there = held(seat.session)
        require_keeper(by, there, now=now)
        _require_before_signing(there)
        if seat.user_id is None:
            standing = SeatConflict.objects.filter(seat=seat, candidate=candidate, withdrawn_at__isnull=True)
            count = standing.update(withdrawn_at=now)
        else:
            ties = Conflict.objects.filter(user=seat.user, candidate=candidate, withdrawn_at__isnull=True)
            count = ties.update(withdrawn_at=now)
        if count:
            write("jury.tie_withdrawn", there, by=by, now=now, candidate=candidate, why=why, seat=str(seat.uuid))


def _note_ties(seat: Seat, ties: Mapping[Candidate, str], words: str, *, by: User, now: datetime) -> None:
    for candidate, nature in ties.items():
        if candidate.session_id != seat.session_id:
            raise WrongValue(reasons.NOT_OF_THIS_SESSION, field="ties")
        if nature not in NATURES:
            raise WrongValue(reasons.NOT_A_NATURE, field="ties")
        told = {"nature": nature, "words": words.strip(), "told_at": now, "told_by": by}
        if seat.user_id is None:
            SeatConflict.objects.get_or_create(seat=seat, candidate=candidate, withdrawn_at=None, defaults=told)
        else:
            Conflict.objects.get_or_create(user=seat.user, candidate=candidate, withdrawn_at=None, defaults=told)


def _changeable(session: Session, *, by: User, now: datetime) -> Session:
    there = held(session)
    require_keeper(by, there, now=now)
    if there.route != Route.MINUTES:
        raise NotNow(reasons.NOT_BY_JURY)
    if there.state == SessionState.CANCELLED:
        raise elsewhere(there)
    _require_before_signing(there)
    return there


def _require_before_signing(session: Session) -> None:
    if Minutes.objects.filter(deliberation__session=session, state=MinutesState.SIGNING).exists():
        raise NotNow(reasons.BEING_SIGNED)


def _require_may_sit(session: Session, user: User | None, presides: bool, now: datetime) -> None:
    if presides:
        president = president_of(session)
        if president is not None:
            raise AlreadyThere(reasons.PRESIDENT_ALREADY, field="presides", name=president.name)
        if user is None or not may(user, Right.PRESIDE_JURY, session, now=now):
            raise WrongValue(reasons.PRESIDENT_NEEDS_AN_ACCOUNT, field="presides")
    elif user is not None and not may(user, Right.SIT_ON_JURY, session, now=now):
        raise WrongValue(reasons.MAY_NOT_SIT, field="user", name=user.name)


def _checked(name: str, email: str) -> tuple[str, str]:
    typed, address = " ".join(name.split()), email.strip().lower()
    if not typed:
        raise WrongValue(reasons.NAME_NEEDED, field="name")
    if address:
        try:
            validate_email(address)
        except ValidationError as error:
            raise WrongValue(reasons.ADDRESS_NEEDED, field="email") from error
    return typed, address


def _standing(seat: Seat) -> Seat:
    current = Seat.objects.select_for_update(of=("self",)).select_related("user", "session").get(pk=seat.pk)
    if current.removed_at is not None:
        raise NotNow(reasons.SEAT_GONE)
    return current


def _kept(seat: Seat) -> None:
    """Two people who add the same colleague, or a president, meet the constraint."""
    try:
        with transaction.atomic():
            seat.save()
    except IntegrityError as error:
        raise AlreadyThere(reasons.SITS_ALREADY, field="user", name=seat.name) from error
