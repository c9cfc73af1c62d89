"""A session is opened, and changed while it may be. What takes it from stage to stage is in `stages`."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Final, TypedDict, Unpack

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from sceau.accounts.models import User
from sceau.assessment import values as rules
from sceau.assessment.errors import AlreadyThere, NotNow, WrongValue
from sceau.assessment.models import Candidate, Session
from sceau.assessment.organising import habilitation_for
from sceau.assessment.reasons import sessions as reasons
from sceau.assessment.rights import require
from sceau.assessment.services.stages import begin_events, cancel_session, close_marking, go_on, reopen_marking
from sceau.assessment.services.writing import held, write
from sceau.assessment.states import CandidateState, Mode, Route, SessionKind, SessionState
from sceau.design.models import Design, DesignVersion
from sceau.engine.errors import MalformedDesign
from sceau.engine.marking.rules import PlannedRoute, rules_of
from sceau.institutions.models import Institution, Unit
from sceau.institutions.roles import Right

__all__ = [
    "Practical",
    "begin_events",
    "cancel_session",
    "close_marking",
    "edit_session",
    "go_on",
    "open_session",
    "reopen_marking",
]

_ROUTES: Final = {
    PlannedRoute.JURY: Route.MINUTES,
    PlannedRoute.ASSESSOR: Route.ASSESSOR,
    PlannedRoute.AUTOMATIC: Route.AUTOMATIC,
}


class Practical(TypedDict, total=False):
    """What may be said of a session besides its version, its kind and its organiser: as `Session` says."""

    code: str
    unit: Unit | None
    title: str
    mode: str
    place: str
    address: str
    postcode: str
    remote_tool: str
    starts_on: date | None
    ends_on: date | None
    deliberates_on: date | None
    languages: list[str]
    capacity: int | None
    is_public: bool
    enrol_until: date | None
    takes_experience: bool
    notes: str


_BLANK: Final[dict[str, Any]] = {
    "code": "",
    "unit": None,
    "title": "",
    "mode": Mode.ONSITE,
    "place": "",
    "address": "",
    "postcode": "",
    "remote_tool": "",
    "starts_on": None,
    "ends_on": None,
    "deliberates_on": None,
    "languages": None,
    "capacity": None,
    "is_public": False,
    "enrol_until": None,
    "takes_experience": False,
    "notes": "",
}
_ALL: Final = frozenset(_BLANK)
_LATE: Final = frozenset({"title", "deliberates_on", "notes"})
# what still changes at each stage
CHANGEABLE: Final[dict[SessionState, frozenset[str]]] = {
    SessionState.OPEN: _ALL,
    SessionState.EVENTS: _ALL - {"code", "unit"},
    SessionState.MARKED: _LATE,
    SessionState.DELIBERATION: _LATE,
    SessionState.DECIDED: frozenset({"notes"}),
    SessionState.RELEASED: frozenset({"notes"}),
    SessionState.CANCELLED: frozenset({"notes"}),
}


def open_session(
    *,
    version: DesignVersion,
    kind: str,
    by: User,
    now: datetime,
    organiser: Institution | None = None,
    **said: Unpack[Practical],
) -> Session:
    """A session on a published version; its route is that of the design, or a decision for results of the past.

    organiser:  the certifying body when None; a partner holds it under the habilitation that fits
    code:       "" for the next one of the year: "S2026-3"
    languages:  those of the version when none are given
    raises:     NotEntitled, WrongValue, NotNow, AlreadyThere
    """
    chosen = _kind(kind)
    with transaction.atomic():
        # the design first, as whoever retires a version does
        design = Design.objects.select_for_update(of=("self",)).select_related("institution").get(pk=version.design_id)
        there = DesignVersion.objects.select_related("design__institution").defer("source").get(pk=version.pk)
        certifier = Institution.objects.select_for_update().get(pk=design.institution_id)
        holder = organiser or certifier
        found = _checked({**_BLANK, **said}, chosen, there, holder)
        session = Session(
            institution=certifier,
            organiser=holder,
            version=there,
            kind=chosen,
            route=_route(chosen, there),
            created_by=by,
            created_at=now,
            changed_at=now,
            **found,
        )
        require(by, Right.MANAGE_SESSIONS, session, now=now)
        _require_offered(design, there, chosen)
        _under_habilitation(session, now=now)
        _save_new(session, now=now)
        write(
            "assessment.opened",
            session,
            by=by,
            now=now,
            design=str(design.uuid),
            number=there.number,
            kind=session.kind,
            route=session.route,
            organiser=str(holder.uuid),
        )
    return session


def edit_session(*, session: Session, by: User, now: datetime, **said: Unpack[Practical]) -> Session:
    """Change what is said of a session. What is not given stays; what no longer changes is refused where it would.

    Where days or places change, those who were called have to be called again: see `queries.examday.stale_calls`.

    raises:  NotEntitled, WrongValue, NotNow, AlreadyThere
    """
    with transaction.atomic():
        there = held(session)
        require(by, Right.MANAGE_SESSIONS, there, now=now)
        before = {name: getattr(there, name) for name in _ALL}
        found = _checked({**before, **said}, SessionKind(there.kind), there.version, there.organiser)
        if not found["code"]:
            raise WrongValue(reasons.NO_CODE, field="code")
        changed = sorted(name for name in _ALL if found[name] != before[name])
        for name in changed:
            if name not in CHANGEABLE[SessionState(there.state)]:
                raise WrongValue(reasons.NOT_CHANGED_NOW, field=name)
        if not changed:
            return there
        _require_room(there, found["capacity"])
        for name in changed:
            setattr(there, name, found[name])
        if {"starts_on", "ends_on"} & set(changed):
            _under_habilitation(there, now=now)
        there.changed_at = now
        _save(there, [*changed, "habilitation", "changed_at"])
        write("assessment.edited", there, by=by, now=now, fields=changed)
    return there


def _kind(kind: str) -> SessionKind:
    if kind not in SessionKind.values:
        raise WrongValue(reasons.NO_SUCH_CHOICE, field="kind", found=kind[:40])
    return SessionKind(kind)


def _route(kind: SessionKind, version: DesignVersion) -> Route:
    """raises: NotNow for a version that nobody can be assessed on"""
    try:
        planned = rules_of(version.document).route
    except MalformedDesign as error:
        problem = {"problem": error.sentence("fr"), "problem_en": error.sentence("en")}
        raise NotNow(reasons.NOT_ASSESSABLE, field="version", **problem) from error
    return Route.DECISION if kind == SessionKind.TAKEN_OVER else _ROUTES[planned]


def _require_offered(design: Design, version: DesignVersion, kind: SessionKind) -> None:
    """Results of the past belong to the version of then, which may be retired by now."""
    if design.archived_at is not None or version.archived_at is not None:
        raise NotNow(reasons.DESIGN_ARCHIVED, field="version")
    if version.retired_at is not None and kind != SessionKind.TAKEN_OVER:
        raise NotNow(reasons.VERSION_RETIRED, field="version", number=version.number)


def _under_habilitation(session: Session, *, now: datetime) -> None:
    if session.organiser_id == session.institution_id:
        return
    session.habilitation = habilitation_for(
        session.version, session.organiser, starts_on=session.starts_on, ends_on=session.ends_on, now=now
    )


def _require_room(session: Session, capacity: int | None) -> None:
    if capacity is None or capacity == session.capacity:
        return
    enrolled = Candidate.objects.filter(session=session, state=CandidateState.ENROLLED).count()
    if capacity < enrolled:
        raise WrongValue(reasons.FEWER_PLACES_THAN_PEOPLE, field="capacity", there=enrolled)


def _checked(said: dict[str, Any], kind: SessionKind, version: DesignVersion, holder: Institution) -> dict[str, Any]:
    """Every value as it is kept. raises: WrongValue"""
    if said["mode"] not in Mode.values:
        raise WrongValue(reasons.NO_SUCH_CHOICE, field="mode", found=str(said["mode"])[:40])
    unit = said["unit"]
    if unit is not None and (unit.institution_id != holder.pk or unit.closed_at is not None):
        raise WrongValue(reasons.UNIT_OF_ANOTHER, field="unit")
    found = {
        "code": rules.line(said["code"], field="code", most=40),
        "unit": unit,
        "title": rules.line(said["title"], field="title", most=200),
        "mode": Mode(said["mode"]),
        "place": rules.line(said["place"], field="place", most=200),
        "address": rules.line(said["address"], field="address", most=300),
        "postcode": rules.postcode(said["postcode"]),
        "remote_tool": rules.line(said["remote_tool"], field="remote_tool", most=200),
        "languages": rules.languages(said["languages"] or version.languages),
        "capacity": rules.capacity(said["capacity"]),
        "notes": rules.paragraphs(said["notes"], field="notes", most=4000),
    }
    if kind == SessionKind.DATED and found["mode"] != Mode.REMOTE and not found["place"]:
        raise WrongValue(reasons.PLACE_NEEDED, field="place")
    return found | _checked_days(said, kind) | _checked_public(said, kind)


def _checked_days(said: dict[str, Any], kind: SessionKind) -> dict[str, Any]:
    first, last, jury = said["starts_on"], said["ends_on"], said["deliberates_on"]
    if kind == SessionKind.ROLLING and (first or last):
        raise WrongValue(reasons.NO_DAYS_HERE, field="starts_on")
    if kind == SessionKind.DATED or first or last:
        first, last = rules.days(first, last)
    if jury and first and jury < first:
        raise WrongValue(reasons.DELIBERATES_TOO_EARLY, field="deliberates_on")
    return {"starts_on": first, "ends_on": last, "deliberates_on": jury}


def _checked_public(said: dict[str, Any], kind: SessionKind) -> dict[str, Any]:
    if kind == SessionKind.TAKEN_OVER and (said["is_public"] or said["takes_experience"]):
        raise WrongValue(reasons.NOT_PUBLIC_WHEN_TAKEN_OVER, field="is_public")
    until = said["enrol_until"] if said["is_public"] or said["takes_experience"] else None
    last = said["ends_on"] or said["starts_on"]
    if until and last and until > last:
        raise WrongValue(reasons.ENROLS_TOO_LATE, field="enrol_until")
    return {
        "is_public": said["is_public"],
        "enrol_until": until,
        "takes_experience": said["takes_experience"],
    }


def _save_new(session: Session, *, now: datetime) -> None:
    """Its number is counted while the institution's row is held: nobody takes the same."""
    if not session.code:
        prefix = f"S{(session.starts_on or localdate(now)).year}-"
        taken = Session.objects.filter(institution=session.institution, code__startswith=prefix)
        numbers = [
            int(code.removeprefix(prefix))
            for code in taken.values_list("code", flat=True)
            if code[-1:].isdigit() and code.removeprefix(prefix).isdigit()
        ]
        session.code = f"{prefix}{max(numbers, default=0) + 1}"
    _save(session)


def _save(session: Session, fields: list[str] | None = None) -> None:
    try:
        with transaction.atomic():
            session.save(update_fields=fields)
    except IntegrityError as error:
        if (
            Session.objects.filter(institution=session.institution_id, code=session.code)
            .exclude(pk=session.pk)
            .exists()
        ):
            raise AlreadyThere(reasons.CODE_IS_TAKEN, field="code", code=session.code) from error
        raise
