"""Who checked the identity of a candidate at an event, and how the event was watched. No copy of anything is kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db import transaction

from sceau.accounts.models import User
from sceau.assessment.errors import WrongValue
from sceau.assessment.models import Attempt, Control, Session
from sceau.assessment.reasons import evidence as reasons
from sceau.assessment.reasons.candidates import OTHER_SESSION, TOO_LONG
from sceau.assessment.rights import require
from sceau.assessment.services.results import AWAY, settle_anew
from sceau.assessment.services.writing import held, require_state, write
from sceau.assessment.states import Presence, SessionState
from sceau.assessment.ties import rules_in
from sceau.engine.model.awards import Supervision
from sceau.institutions.roles import Right

WATCHED: Final = ("", "none", "onsite", "online")
METHODS: Final = ("onsite", "video", "service", "wallet", "known")
DOCUMENTS: Final = ("identity_card", "passport", "residence_permit", "other")
OUTCOMES: Final = ("verified", "doubtful", "refused")
_MOST_NAME: Final = 200
_WHILE: Final = (SessionState.OPEN, SessionState.EVENTS, SessionState.MARKED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What was seen of one candidate at one event.

    watched:     how it was watched: "none", "onsite", "online"; "" when nobody says
    supervisor:  who watched, as one calls them
    method:      how identity was checked, of `METHODS`; "" when it was not looked at
    document:    what was shown, of `DOCUMENTS`
    outcome:     what came of it, of `OUTCOMES`
    at:          when; None: now
    presence:    None leaves what is there
    """

    watched: str = ""
    supervisor: str = ""
    method: str = ""
    document: str = ""
    outcome: str = ""
    at: datetime | None = None
    presence: str | None = None


def record_control(*, attempt: Attempt, event: str, seen: Checked, by: User, now: datetime) -> Control:
    """Note what was seen of one candidate at one event, instead of what stood there. raises: as `record_controls`"""
    record_controls(session=attempt.candidate.session, event=event, attempts=[attempt], seen=seen, by=by, now=now)
    return Control.objects.get(attempt=attempt, event=event)


def record_controls(
    *, session: Session, event: str, attempts: Sequence[Attempt], seen: Checked, by: User, now: datetime
) -> int:
    """Note the same of many candidates at one event, as on the day of the exam; gives how many.

    raises:  NotEntitled; NotNow once the jury deliberates; WrongValue
    """
    values = _values(seen, now=now)
    with transaction.atomic():
        there = held(session)
        require(by, Right.MANAGE_SESSIONS, there, now=now)
        require_state(there, *_WHILE)
        rules = rules_in(there)
        if event not in {each.id for each in rules.events}:
            raise WrongValue(reasons.NO_SUCH_EVENT, field="event")
        chosen = list(
            Attempt.objects.filter(pk__in=[each.pk for each in attempts]).select_related("candidate").order_by("pk")
        )
        if any(each.candidate.session_id != there.pk for each in chosen):
            raise WrongValue(OTHER_SESSION)
        known = {each.attempt_id: each for each in Control.objects.filter(attempt__in=chosen, event=event)}
        Control.objects.bulk_create(Control(attempt=each, event=event) for each in chosen if each.pk not in known)
        checked = {"checked_by": by, "checked_at": values["checked_at"]}
        Control.objects.filter(attempt__in=chosen, event=event).update(**values | checked)
        if len(chosen) == 1:
            write("candidate.control_recorded", there, by=by, now=now, candidate=chosen[0].candidate, event=event)
        elif chosen:
            write("candidate.controls_recorded", there, by=by, now=now, event=event, count=len(chosen))
        if seen.presence is not None:
            away = {key for key, each in known.items() if each.presence in AWAY}
            now_away = seen.presence in AWAY
            settle_anew(rules, [each for each in chosen if (each.pk in away) != now_away], now=now)
    return len(chosen)


def level_of(watched: str, outcome: str) -> str:
    """The level of Annex I, element b, "" when nobody says how it was watched.

    Identity checked at an event that nobody watched is at the weakest level: the Annex knows no other.
    """
    if watched == "none":
        return str(Supervision.UNSUPERVISED_NO_IDENTITY.value)
    if watched == "":
        return ""
    if outcome != "verified":
        return str(Supervision.SUPERVISED_NO_IDENTITY.value)
    found = Supervision.ONLINE_WITH_IDENTITY if watched == "online" else Supervision.ONSITE_WITH_IDENTITY
    return str(found.value)


def watched_of(control: Control, session: Session) -> str:
    """How it was watched, read back from what is kept."""
    return {
        "": "",
        Supervision.UNSUPERVISED_NO_IDENTITY.value: "none",
        Supervision.SUPERVISED_NO_IDENTITY.value: "online" if session.mode == "remote" else "onsite",
        Supervision.ONLINE_WITH_IDENTITY.value: "online",
        Supervision.ONSITE_WITH_IDENTITY.value: "onsite",
    }[control.supervision]


def _values(seen: Checked, *, now: datetime) -> dict[str, Any]:
    supervisor = " ".join(seen.supervisor.split())
    for field, value, known in (
        ("watched", seen.watched, WATCHED),
        ("method", seen.method, ("", *METHODS)),
        ("document", seen.document, ("", *DOCUMENTS)),
        ("outcome", seen.outcome, ("", *OUTCOMES)),
    ):
        if value not in known:
            raise WrongValue(reasons.NO_SUCH_KIND, field=field)
    if bool(seen.method) != bool(seen.outcome):
        raise WrongValue(reasons.METHOD_AND_OUTCOME, field="outcome" if seen.method else "method")
    if len(supervisor) > _MOST_NAME:
        raise WrongValue(TOO_LONG, field="supervisor", length=len(supervisor), most=_MOST_NAME)
    if seen.at is not None and seen.at > now:
        raise WrongValue(reasons.CHECK_TOMORROW, field="at")
    values: dict[str, Any] = {
        "supervision": level_of(seen.watched, seen.outcome),
        "supervisor": supervisor,
        "method": seen.method,
        "document": seen.document if seen.method else "",
        "outcome": seen.outcome,
        "checked_at": seen.at or now,
    }
    if seen.presence is not None:
        if seen.presence not in (Presence.EXPECTED, Presence.PRESENT, Presence.ABSENT, Presence.EXCUSED):
            raise WrongValue(reasons.NO_SUCH_KIND, field="presence")
        values["presence"] = seen.presence
    return values
