"""Whether a jury is composed as the institution wants it, and who of it has a tie with which candidate."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Max

from sceau.assessment.keepers import seats_of, stands
from sceau.assessment.models import AssessmentSettings, Assessor, Candidate, Conflict, Seat, SeatConflict, Session
from sceau.assessment.reasons import jury as reasons
from sceau.assessment.states import CandidateState
from sceau.engine.errors import Reason


@dataclass(frozen=True, slots=True)
class Finding:
    """Something about a jury, in words of `sceau.assessment.reasons.jury`.

    hinders:  whether no deliberation opens meanwhile; the rest is only told
    """

    reason: Reason
    hinders: bool
    details: dict[str, Any] = field(default_factory=dict)

    def sentence(self, language: str) -> str:
        """In "fr" or "en", with its full stop."""
        return f"{self.reason.sentence(language, self.details)}."


def settings_for(session: Session) -> AssessmentSettings:
    """What the certifying body decided; the defaults where it decided nothing."""
    found = AssessmentSettings.objects.filter(institution=session.institution_id).first()
    return found or AssessmentSettings(institution_id=session.institution_id)


def composition_of(session: Session, *, now: datetime) -> list[Finding]:
    """What there is to say of the jury, what hinders first."""
    seats, rules = seats_of(session), settings_for(session)
    externals = sum(seat.external for seat in seats)
    found = []
    president = next((seat for seat in seats if seat.presides), None)
    if president is None:
        found.append(Finding(reasons.NO_PRESIDENT, True))
    elif not stands(president, session, now=now):
        found.append(Finding(reasons.PRESIDENT_GONE, True, {"name": president.name}))
    if len(seats) < rules.seats_minimum:
        found.append(Finding(reasons.TOO_FEW_SEATS, True, {"found": len(seats), "needed": rules.seats_minimum}))
    if externals < rules.externals_minimum:
        details: dict[str, Any] = {"found": externals, "needed": rules.externals_minimum}
        found.append(Finding(reasons.TOO_FEW_EXTERNALS, True, details))
    stale = declared_before(seats, session)
    assessing = set(Assessor.objects.filter(session=session, removed_at__isnull=True).values_list("user", flat=True))
    for seat in seats:
        said: dict[str, Any] = {"name": seat.name}
        if seat.declared_at is None:
            found.append(Finding(reasons.UNDECLARED, False, said))
        elif seat in stale:
            found.append(Finding(reasons.DECLARED_BEFORE, False, said))
        if seat.user_id is None and not seat.email:
            found.append(Finding(reasons.UNREACHABLE, False, said))
        if seat.user_id in assessing:
            found.append(Finding(reasons.ASSESSES_TOO, False, said))
    return found


def declared_before(seats: Sequence[Seat], session: Session) -> list[Seat]:
    """Those who said whom they know before the last candidate came, or never."""
    enrolled = Candidate.objects.filter(session=session, state=CandidateState.ENROLLED)
    last = enrolled.aggregate(last=Max("created_at"))["last"]
    return [seat for seat in seats if seat.declared_at is None or (last is not None and seat.declared_at < last)]


def tied(seats: Sequence[Seat], candidates: Iterable[int]) -> dict[int, list[Seat]]:
    """Candidate → the seats whose holders have a standing tie with them; in two statements, however many.

    candidates:  primary keys
    """
    by_user = {seat.user_id: seat for seat in seats if seat.user_id is not None}
    by_seat = {seat.pk: seat for seat in seats}
    wanted = set(candidates)
    sessions = {seat.session_id for seat in seats}
    found: dict[int, list[Seat]] = defaultdict(list)
    told = Conflict.objects.filter(user__in=by_user, candidate__session__in=sessions, withdrawn_at__isnull=True)
    noted = SeatConflict.objects.filter(seat__in=by_seat, withdrawn_at__isnull=True)
    pairs = [(candidate, by_user[user]) for candidate, user in told.values_list("candidate", "user")]
    pairs += [(candidate, by_seat[seat]) for candidate, seat in noted.values_list("candidate", "seat")]
    for candidate, seat in pairs:
        if candidate in wanted and seat not in found[candidate]:
            found[candidate].append(seat)
    return {candidate: held for candidate, held in found.items() if held}
