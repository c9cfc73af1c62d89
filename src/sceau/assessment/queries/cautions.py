"""What is worth a look before a session is held: told, never refused."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sceau.assessment.models import Session
from sceau.assessment.states import SessionKind, SessionState
from sceau.assessment.twice import enrolled_twice
from sceau.design.facts import standing_of_document


class Care(StrEnum):
    """What it is about."""

    NOT_REGISTERED = "not_registered"  # the registration is over on the day: the award may not name it
    NOT_IN_REGISTER = "not_in_register"  # the register does not name the partner among those who may assess
    NEWER_VERSION = "newer_version"  # another version was published since; this one stays
    TWICE = "twice"  # two candidates are one person, whose records were joined since
    DATES_PAST = "dates_past"  # the last day is behind and marking is not closed


@dataclass(frozen=True, slots=True)
class Caution:
    """One thing. code: of the fiche; day: that it concerns; number: of the newer version, or of two candidates"""

    care: Care
    code: str = ""
    day: date | None = None
    number: int = 0
    other: int = 0


def cautions_of(session: Session, *, today: date) -> list[Caution]:
    """What to look at in a session that is neither over nor cancelled; source: DOMAIN 11, rules 4 and 5."""
    if session.state in (SessionState.RELEASED, SessionState.CANCELLED):
        return []
    found: list[Caution] = []
    day = session.deliberates_on or session.ends_on or today
    standing = standing_of_document(session.version.document, on=day)
    if standing is not None and standing.known:
        if not standing.active:
            found.append(Caution(Care.NOT_REGISTERED, standing.code, day))
        named = {body.siren for body in standing.entitled if body.may_assess}
        if session.organiser_id != session.institution_id and session.organiser.siren not in named:
            found.append(Caution(Care.NOT_IN_REGISTER, standing.code))
    if session.version.design.last_number > session.version.number and session.kind != SessionKind.TAKEN_OVER:
        found.append(Caution(Care.NEWER_VERSION, number=session.version.design.last_number))
    found += [Caution(Care.TWICE, number=first, other=second) for first, second in enrolled_twice(session)]
    still = session.state in (SessionState.OPEN, SessionState.EVENTS)
    if still and session.kind == SessionKind.DATED and session.ends_on and session.ends_on < today:
        found.append(Caution(Care.DATES_PAST, day=session.ends_on))
    return found
