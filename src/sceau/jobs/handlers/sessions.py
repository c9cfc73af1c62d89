"""Sessions: whoever is called has a letter and their appointments; whoever is in a cancelled one is told."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

import orjson
from django.conf import settings
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from sceau.assessment.calendar import calendar_of
from sceau.assessment.models import Arrangement, Assessor, Candidate, Convocation, Session
from sceau.assessment.queries.examday import emails_of
from sceau.assessment.queries.planning import appointments_of
from sceau.assessment.services.links import make_link
from sceau.assessment.services.writing import rules_for
from sceau.assessment.states import CandidateState
from sceau.assessment.summons import events_of_call
from sceau.engine.model.awards import Supervision
from sceau.engine.model.wording import choose_language
from sceau.jobs.mail import Enclosure, Recipient, address, send
from sceau.jobs.readers import uuid_of
from sceau.jobs.registry import follows
from sceau.journal.models import Act
from sceau.people.queries import person_of

_IN_IT = (CandidateState.ENROLLED, CandidateState.APPLIED, CandidateState.INVITED)
_WITH_IDENTITY = (Supervision.ONLINE_WITH_IDENTITY, Supervision.ONSITE_WITH_IDENTITY)  # Annex I, b


@follows("assessment.candidate_called")
def call(act: Act) -> None:
    """One letter for one act; one that was replaced by another meanwhile, or whoever left, gets none."""
    details = _details(act)
    if details.get("way") != "mail":
        return
    convocation = (
        Convocation.objects.select_related("candidate__person__root").filter(uuid=str(details["convocation"])).first()
    )
    if convocation is None or convocation.candidate.state != CandidateState.ENROLLED:
        return
    later = Convocation.objects.filter(
        candidate=convocation.candidate,
        round=convocation.round,
        calendar_sequence__gt=convocation.calendar_sequence,
        way="mail",
    )
    session = _session(details)
    candidate = convocation.candidate
    email = emails_of([candidate.person])[candidate.person_id]
    if later.exists() or not email:
        return
    language = choose_language(candidate.language, "fr")
    rules = rules_for(session)
    names = {event.id: event.label.to(language) for event in rules.events}
    appointments = appointments_of(session, [candidate])[candidate.pk]
    link = address("candidate_open", make_link(candidate, now()))
    title = _title(session, language)
    events = events_of_call(
        session=session,
        candidate=candidate,
        appointments=appointments,
        names=names,
        title=title,
        sequence=convocation.calendar_sequence,
        changed=convocation.made_at,
        host=_host(),
    )
    send(
        act=act,
        to=Recipient(email, str(person_of(candidate.person)), language),
        template="session_called",
        enclosed=_calendar(events, language),
        session=session,
        number=candidate.number,
        title=title,
        again=convocation.calendar_sequence > 0,
        appointments=[{"name": names.get(each.slot.event, title), "it": each} for each in appointments],
        identity=any(event.supervision in _WITH_IDENTITY for event in rules.events),
        arrangements=_arrangements(candidate),
        elsewhere=not candidate.language.startswith(("fr", "en")),
        link=link,
        button=_("Ouvrir mon dossier"),
    )


@follows("assessment.cancelled")
def tell_that_it_is_cancelled(act: Act) -> None:
    """Everybody who is in it or asked to be, and those who were to assess; their appointments are called off."""
    session = _session({"session": str(uuid_of(act))})
    candidates = list(
        Candidate.objects.filter(session=session, state__in=_IN_IT)
        .select_related("person", "person__root")
        .order_by("number")
    )
    emails = emails_of([each.person for each in candidates])
    appointments = appointments_of(session, candidates)
    called = dict(
        Convocation.objects.filter(candidate__session=session, round=session.round)
        .order_by("calendar_sequence")
        .values_list("candidate_id", "calendar_sequence")
    )
    rules = rules_for(session)
    for candidate in candidates:
        if not (email := emails[candidate.person_id]):
            continue
        language = choose_language(candidate.language, "fr")
        title = _title(session, language)
        events = events_of_call(
            session=session,
            candidate=candidate,
            appointments=appointments[candidate.pk] if candidate.pk in called else [],
            names={event.id: event.label.to(language) for event in rules.events},
            title=title,
            sequence=called.get(candidate.pk, 0) + 1,
            changed=session.changed_at,
            host=_host(),
            cancelled=True,
        )
        send(
            act=act,
            to=Recipient(email, str(person_of(candidate.person)), language),
            template="session_cancelled",
            about=str(candidate.uuid),
            enclosed=_calendar(events, language),
            session=session,
            title=title,
        )
    for assessor in Assessor.objects.filter(session=session, removed_at__isnull=True).select_related("user"):
        user = assessor.user
        if user.is_active and user.uuid != act.actor:
            send(
                act=act,
                to=user,
                template="session_cancelled",
                session=session,
                title=_title(session, user.language),
            )


def _calendar(events: list[Any], language: str) -> list[Enclosure]:
    if not events:
        return []
    name = "rendez-vous.ics" if language == "fr" else "appointments.ics"
    return [Enclosure(name, calendar_of(events, language), "text/calendar; charset=utf-8; method=PUBLISH")]


def _arrangements(candidate: Candidate) -> list[Arrangement]:
    return list(Arrangement.objects.filter(candidate=candidate, state="granted").order_by("pk"))


def _session(details: dict[str, Any]) -> Session:
    return Session.objects.select_related("institution", "organiser", "version").get(uuid=UUID(str(details["session"])))


def _title(session: Session, language: str) -> str:
    titles: dict[str, str] = session.version.titles
    return session.title or titles.get(language) or next(iter(titles.values()), session.code)


def _host() -> str:
    return urlsplit(settings.BASE_URL).hostname or "localhost"


def _details(act: Act) -> dict[str, Any]:
    found = orjson.loads(act.details)
    return found if isinstance(found, dict) else {}
